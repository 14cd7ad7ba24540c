//! The balances that past years' remainders would lead to, along one line, with nought between them.

use egui::{Align2, Rect, Sense, Stroke, Ui, pos2, vec2};

use super::axis::ticks;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::PaceView;

/// Draws the line of outcomes into `place`.
pub(super) fn outlook_ui(ui: &mut Ui, scene: &Scene<'_>, view: &PaceView, place: Rect) {
    let tokens = tokens(ui);
    let words = scene
        .words
        .with("draw-outlook", &[("unit", (&view.unit).into())]);
    let heading = text::line(ui, &words, Role::Heading, tokens.ink(), place.width());
    let heading = text::paint(ui, place.min, Align2::LEFT_TOP, &heading);
    let small = text::height(ui, Role::Small);
    let balances = || view.outlook.traces.iter().map(|trace| trace.balance);
    let low = balances().fold(0.0, f64::min);
    let high = balances().fold(0.0, f64::max);
    let pad = (0.06 * (high - low)).max(1e-9);
    let (low, high) = (low - pad, high + pad);
    let left = place.left() + 24.0;
    let right = place.right() - 24.0;
    #[expect(clippy::cast_possible_truncation, reason = "a share of a width")]
    let x_of = |value: f64| left + (right - left) * ((value - low) / (high - low)) as f32;
    let axis = place.bottom() - small - 5.0;
    let top = heading.bottom() + 2.0;
    ui.painter()
        .hline(left..=right, axis, Stroke::new(1.0, tokens.hairline()));
    let (values, decimals) = ticks(low, high, (right - left) / 110.0);
    for value in values {
        let x = x_of(value);
        ui.painter()
            .vline(x, axis..=axis + 3.0, Stroke::new(1.0, tokens.faint()));
        let label = scene.words.signed(value, decimals);
        let galley = text::line(ui, &label, Role::Small, tokens.muted(), f32::INFINITY);
        text::paint(ui, pos2(x, axis + 4.0), Align2::CENTER_TOP, &galley);
    }
    ui.painter()
        .vline(x_of(0.0), top..=axis, Stroke::new(1.25, tokens.muted()));
    years(ui, view, (top, axis), &x_of);
}

/// One dot per year, its label above it on the first row that is free there.
fn years(ui: &Ui, view: &PaceView, (top, axis): (f32, f32), x_of: &dyn Fn(f64) -> f32) {
    let tokens = tokens(ui);
    let small = text::height(ui, Role::Small);
    let colour = tokens.party(view.party);
    let mut free: Vec<f32> = Vec::new();
    for (n, trace) in view.outlook.traces.iter().enumerate() {
        let x = x_of(trace.balance);
        ui.painter().circle_filled(pos2(x, axis), 3.5, colour);
        let galley = text::line(ui, &trace.label, Role::Small, tokens.muted(), f32::INFINITY);
        let half = galley.size().x / 2.0;
        let row = (0..)
            .zip(free.iter().copied().chain([f32::NEG_INFINITY]))
            .find(|(_, until)| x - half > *until + 6.0)
            .map_or(0_usize, |(row, _)| row);
        #[expect(clippy::cast_precision_loss, reason = "a few rows")]
        let y = axis - 8.0 - small * row as f32;
        let place = Rect::from_center_size(pos2(x, axis), vec2(9.0, 9.0));
        let id = ui.make_persistent_id(("outcome", &view.id, n));
        let said = format!("{}: {} {}", trace.label, trace.text, view.unit);
        ui.interact(place, id, Sense::hover()).on_hover_text(said);
        if y - small < top {
            continue;
        }
        if row == free.len() {
            free.push(x + half);
        } else {
            free[row] = x + half;
        }
        ui.painter()
            .vline(x, y..=axis - 3.5, Stroke::new(1.0, tokens.hairline()));
        let ground = Rect::from_center_size(pos2(x, y - small / 2.0), galley.size());
        ui.painter().rect_filled(ground, 0, tokens.panel());
        text::paint(ui, pos2(x, y), Align2::CENTER_BOTTOM, &galley);
    }
}
