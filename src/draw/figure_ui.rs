//! One plot alone, as it is saved or copied: with the basin, the as-of instant and the key of its lines.

use egui::{Align2, Rect, Ui, pos2};

use super::axis;
use super::command::Command;
use super::exercise_ui::exercise_ui;
use super::hydrograph_ui::{Slot, hydrograph_ui, status_key};
use super::legend;
use super::scene::Scene;
use super::state::ViewState;
use super::text;
use super::theme::{Role, tokens};
use crate::present::{DashboardView, HydrographView, StateColumnView, Words, time_marks};

const MARGIN: f32 = 16.0;

/// Draws the plot with this id into the whole of `ui`, in the period and scales of `state`. False when the view
/// has no such plot; nothing is drawn then.
pub fn figure_ui(
    ui: &mut Ui,
    view: &DashboardView,
    words: &Words,
    state: &ViewState,
    plot: &str,
) -> bool {
    let Some((column, plot)) = find(view, plot) else {
        return false;
    };
    let area = ui.max_rect();
    ui.painter().rect_filled(area, 0, tokens(ui).panel());
    let area = exercise_ui(ui, view, area);
    let inner = area.shrink(MARGIN);
    let mut state = state.clone();
    state.cursor = None;
    let range = state.shown_range(view);
    let mut commands: Vec<Command> = Vec::new();
    let mut scene = Scene {
        view,
        words,
        state: &mut state,
        commands: &mut commands,
        range,
        next_cursor: None,
    };
    let top = paint_head(ui, view, column, inner);
    let line = text::height(ui, Role::Small);
    let foot = inner.bottom() - line;
    paint_foot(
        ui,
        &scene,
        Rect::from_min_max(pos2(inner.left(), foot), inner.max),
    );
    let bottom = foot - 10.0 - axis::time_axis_height(ui);
    let place = Rect::from_min_max(pos2(inner.left(), top), pos2(inner.right(), bottom));
    let width = f64::from(place.width() - axis::gutter(ui));
    let marks = time_marks(range, width, scene.state.clock, words);
    #[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
    let rows = legend::rows(ui, &scene, plot, place.width()) as f32;
    let slot = Slot {
        place,
        heading: rows * legend::row_height(ui) + 3.0,
        state: &column.name,
    };
    let map = hydrograph_ui(ui, &mut scene, plot, &slot, &marks);
    axis::paint_time_labels(ui, &map, &marks, &scene);
    true
}

fn find<'a>(
    view: &'a DashboardView,
    id: &str,
) -> Option<(&'a StateColumnView, &'a HydrographView)> {
    view.states.iter().find_map(|column| {
        let plot = column.plots.iter().find(|plot| plot.id == id)?;
        Some((column, plot))
    })
}

/// Basin and state left, the as-of instant right; gives where the plot may begin.
fn paint_head(ui: &Ui, view: &DashboardView, column: &StateColumnView, inner: Rect) -> f32 {
    let tokens = tokens(ui);
    let middle = inner.top() + text::height(ui, Role::Title) / 2.0;
    let as_of = text::line(
        ui,
        &view.header.as_of,
        Role::Small,
        tokens.muted(),
        inner.width(),
    );
    let right = pos2(inner.right(), middle);
    let as_of = text::paint(ui, right, Align2::RIGHT_CENTER, &as_of);
    let title = format!("{} · {}", view.header.basin, column.name);
    let width = as_of.left() - inner.left() - 12.0;
    let title = text::line(ui, &title, Role::Title, tokens.ink(), width);
    let left = pos2(inner.left(), middle);
    text::paint(ui, left, Align2::LEFT_CENTER, &title).bottom() + 8.0
}

/// What the archive held, and what the line styles mean.
fn paint_foot(ui: &Ui, scene: &Scene<'_>, place: Rect) {
    let tokens = tokens(ui);
    let archive = &scene.view.header.archive;
    let width = place.width() / 2.0;
    let galley = text::line(ui, archive, Role::Small, tokens.muted(), width);
    let end = text::paint(ui, place.left_center(), Align2::LEFT_CENTER, &galley).right();
    let key = Rect::from_min_max(pos2(end + 16.0, place.top()), place.max);
    status_key(ui, scene, key);
}
