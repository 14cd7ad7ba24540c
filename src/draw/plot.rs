//! A plot over time: the only place that asks egui_plot for anything.
//!
//! egui_plot lays out the frame, pans and zooms, and draws our items; the range is owned by the
//! [`ViewState`](super::ViewState), so all plots show the same time.

use egui::accesskit::Role as AccessRole;
use egui::{Color32, PopupCloseBehavior, Ui, UiBuilder, Vec2b, WidgetInfo};
use egui_plot::{Plot, PlotItem};

use super::axis::Mapping;
use super::command::Command;
use super::scene::Scene;
use super::state::can_be_shown;

/// What is plotted where.
pub(super) struct TimePlot<'a> {
    /// Stable id of the plot.
    pub(super) id: &'a str,
    /// What it shows, in words, for those who cannot see it.
    pub(super) label: String,
    /// Where it stands; its x is the scene's range.
    pub(super) map: Mapping,
    /// Lines and bars.
    pub(super) items: Vec<Box<dyn PlotItem>>,
}

/// Draws the items into the frame and hears what the pointer does there.
pub(super) fn show(ui: &mut Ui, scene: &mut Scene<'_>, plot: TimePlot<'_>) {
    let map = plot.map;
    if map.frame.width() < 2.0 || map.frame.height() < 2.0 {
        return;
    }
    let builder = UiBuilder::new().max_rect(map.frame);
    let mut child = ui.new_child(builder);
    let hangs = map.y.0 > map.y.1;
    let (low, high) = (map.y.0.min(map.y.1), map.y.0.max(map.y.1));
    let answer = Plot::new(("plot", plot.id))
        .width(map.frame.width())
        .height(map.frame.height())
        .show_axes(false)
        .show_grid(false)
        .show_background(false)
        .show_x(false)
        .show_y(false)
        .cursor_color(Color32::TRANSPARENT)
        .auto_bounds(Vec2b::FALSE)
        .allow_drag([true, false])
        .allow_zoom([true, false])
        .allow_scroll([true, false])
        .allow_axis_zoom_drag(false)
        .allow_double_click_reset(false)
        .invert_y(hangs)
        .show(&mut child, |ui| {
            ui.set_plot_bounds_x(map.x.0..=map.x.1);
            ui.set_plot_bounds_y(low..=high);
            for item in plot.items {
                ui.add_item(item);
            }
        });
    let response = answer.response;
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Figure, true, &plot.label));
    if let Some(pointer) = response.hover_pos() {
        scene.next_cursor = Some(map.x_at(pointer.x));
    }
    if response.double_clicked() {
        scene.send(Command::SetPreset(scene.state.preset));
        return;
    }
    let shown = answer.transform.bounds();
    let (start, end) = (shown.min()[0], shown.max()[0]);
    let moved = (start - map.x.0).abs().max((end - map.x.1).abs()) > 1e-6 * (map.x.1 - map.x.0);
    if moved && can_be_shown(start, end) {
        scene.send(Command::SetRange(start, end));
    }
    let id = plot.id.to_owned();
    egui::Popup::context_menu(&response)
        .close_behavior(PopupCloseBehavior::CloseOnClick)
        .show(|ui| menu(ui, scene, &id));
}

/// What can be done with one plot.
pub(super) fn menu(ui: &mut Ui, scene: &mut Scene<'_>, id: &str) {
    for command in [
        Command::ExportPlot(id.to_owned()),
        Command::CopyPlot(id.to_owned()),
    ] {
        if ui.button(command.text(scene.words)).clicked() {
            scene.send(command);
        }
    }
}
