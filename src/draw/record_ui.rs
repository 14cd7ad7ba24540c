//! What a page rests on: one line a series.

use egui::{Align2, Rect, Ui, pos2};

use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};

/// Draws the lines from the top of `place`; gives what is left below them.
pub(super) fn record_ui(ui: &Ui, scene: &Scene<'_>, record: &[String], place: Rect) -> Rect {
    let tokens = tokens(ui);
    let none = scene.words.get("record-none");
    let lines: Vec<&String> = if record.is_empty() {
        vec![&none]
    } else {
        record.iter().collect()
    };
    let mut y = place.top();
    for line in lines {
        let galley = text::lines(ui, line, Role::Small, tokens.muted(), (place.width(), 2));
        y = text::paint(ui, pos2(place.left(), y), Align2::LEFT_TOP, &galley).bottom() + 2.0;
    }
    Rect::from_min_max(pos2(place.left(), y + 4.0), place.max)
}
