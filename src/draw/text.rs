//! Text where it belongs: one line, never wider than its place, never cut without a sign.

use egui::text::{LayoutJob, TextWrapping};
use egui::{Align2, Color32, Galley, Pos2, Rect, Ui};
use std::sync::Arc;

use super::theme::Role;
use crate::present::first_said;

/// One line laid out, with "…" where it would be wider than `width`.
pub(super) fn line(ui: &Ui, text: &str, role: Role, colour: Color32, width: f32) -> Arc<Galley> {
    let mut job = LayoutJob::simple_singleline(text.to_owned(), role.font(ui), colour);
    job.wrap = TextWrapping {
        max_width: width,
        max_rows: 1,
        break_anywhere: true,
        overflow_character: Some('…'),
    };
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// One line, in the first language alone where all of them would be wider than `width`.
pub(super) fn line_or_first(
    ui: &Ui,
    text: &str,
    role: Role,
    colour: Color32,
    width: f32,
) -> Arc<Galley> {
    let whole = line(ui, text, role, colour, width);
    if whole.elided {
        line(ui, first_said(text), role, colour, width)
    } else {
        whole
    }
}

/// Words in at most so many rows of `width`, with "…" where more would be needed.
pub(super) fn lines(
    ui: &Ui,
    text: &str,
    role: Role,
    colour: Color32,
    (width, rows): (f32, usize),
) -> Arc<Galley> {
    let mut job = LayoutJob::simple(text.to_owned(), role.font(ui), colour, width);
    job.wrap = TextWrapping {
        max_width: width,
        max_rows: rows,
        break_anywhere: false,
        overflow_character: Some('…'),
    };
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// Width of one line.
pub(super) fn width(ui: &Ui, text: &str, role: Role) -> f32 {
    line(ui, text, role, Color32::PLACEHOLDER, f32::INFINITY)
        .size()
        .x
}

/// Height of one line.
pub(super) fn height(ui: &Ui, role: Role) -> f32 {
    let font = role.font(ui);
    ui.fonts_mut(|fonts| fonts.row_height(&font))
}

/// Paints one line at `position`, elided at `width`, and gives the place it took.
pub(super) fn paint(ui: &Ui, position: Pos2, anchor: Align2, text: &Arc<Galley>) -> Rect {
    let place = anchor.anchor_size(position, text.size());
    // Whole pixels keep stems crisp.
    let corner = Pos2::new(place.min.x.round(), place.min.y.round());
    ui.painter()
        .galley(corner, Arc::clone(text), ui.visuals().text_color());
    Rect::from_min_size(corner, text.size())
}
