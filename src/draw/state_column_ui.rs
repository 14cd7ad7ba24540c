//! One state's column: rain hangs above, stage and discharge stand below, one time axis under all of them.

use egui::accesskit::Role as AccessRole;
use egui::{Align2, Rect, Ui, WidgetInfo, pos2, vec2};

use super::axis;
use super::hydrograph_ui::{Slot, hydrograph_ui};
use super::legend;
use super::panel::{self, Heading};
use super::plot;
use super::scene::Scene;
use super::state::PaneKey;
use super::text;
use super::theme::{Role, tokens};
use crate::present::{HydrographView, StateColumnView, time_marks};

/// Height of a rain plot as a share of a hydrograph's.
const RAIN_SHARE: f32 = 0.62;

/// Space between two plots.
const GAP: f32 = 8.0;

/// Draws the column; true when the person began to drag the panel.
pub(super) fn state_column_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &StateColumnView) -> bool {
    let opened = panel::open(
        ui,
        scene,
        &Heading {
            key: PaneKey::State(view.party.clone()),
            title: &view.name,
            colour: Some(tokens(ui).party(view.index)),
            beside: 0.0,
        },
    );
    menu_button(ui, scene, view, opened.beside);
    let body = opened.body;
    let width = body.width() - axis::gutter(ui);
    let marks = time_marks(
        scene.range,
        f64::from(width),
        scene.state.clock,
        scene.words,
    );
    let mut last = None;
    for (plot, slot) in view.plots.iter().zip(places(ui, scene, view, body)) {
        last = Some(hydrograph_ui(ui, scene, plot, &slot, &marks));
    }
    match last {
        Some(map) => {
            axis::paint_time_labels(ui, &map, &marks, scene);
            axis::paint_cursor_time(ui, &map, scene);
        }
        None => {
            let word = scene.words.get("draw-nothing-to-draw");
            let galley = text::line(ui, &word, Role::Body, tokens(ui).muted(), body.width());
            text::paint(ui, body.center(), Align2::CENTER_CENTER, &galley);
        }
    }
    opened.is_dragged
}

/// Where each plot stands and how high its heading is. Plots of the same row are equally high in all states,
/// so that their frames line up.
fn places<'a>(ui: &Ui, scene: &Scene<'_>, view: &'a StateColumnView, body: Rect) -> Vec<Slot<'a>> {
    let row = legend::row_height(ui);
    let rows = |n: usize| {
        let states = scene.view.states.iter();
        states
            .filter(|state| state.plots.len() == view.plots.len())
            .filter_map(|state| state.plots.get(n))
            .map(|plot| legend::rows(ui, scene, plot, body.width()))
            .max()
            .unwrap_or(1)
    };
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let headings: Vec<f32> = (0..view.plots.len())
        .map(|n| rows(n) as f32 * row + 3.0)
        .collect();
    let shares: f32 = view.plots.iter().map(share).sum();
    let total: f32 = headings.iter().map(|heading| heading + GAP).sum::<f32>() - GAP;
    let room = (body.height() - total - axis::time_axis_height(ui)).max(0.0);
    let mut top = body.top();
    view.plots
        .iter()
        .zip(headings)
        .map(|(plot, heading)| {
            let height = (heading + room * share(plot) / shares.max(0.1)).floor();
            let place = Rect::from_min_size(pos2(body.left(), top), vec2(body.width(), height));
            top += height + GAP;
            Slot {
                place,
                heading,
                state: &view.name,
            }
        })
        .collect()
}

fn share(plot: &HydrographView) -> f32 {
    if plot.is_rain { RAIN_SHARE } else { 1.0 }
}

/// Everything that can be done with the plots of this column, for the keyboard as well.
fn menu_button(ui: &mut Ui, scene: &mut Scene<'_>, view: &StateColumnView, beside: Rect) {
    let size = beside.height().min(24.0);
    let place = Rect::from_center_size(
        pos2(beside.right() - size / 2.0, beside.center().y - 0.5),
        vec2(size, size),
    );
    let name = scene
        .words
        .with("draw-plots-of", &[("state", (&view.name).into())]);
    let id = ui.make_persistent_id(("plots of", &view.party));
    let response = panel::icon_button(ui, place, id, &name);
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &name));
    let tokens = tokens(ui);
    let colour = if response.hovered() || response.has_focus() {
        tokens.ink()
    } else {
        tokens.faint()
    };
    for n in [-1.0, 0.0, 1.0] {
        let dot = place.center() + vec2(n * 4.5, 0.0);
        ui.painter().circle_filled(dot, 1.4, colour);
    }
    egui::Popup::menu(&response).show(|ui| {
        for plot in &view.plots {
            ui.menu_button(&plot.title, |ui| plot::menu(ui, scene, &plot.id));
        }
    });
}
