//! How final a figure is, as a line: solid is final, dashed provisional, hatched exempt; the word stands beside it.

use egui::{Color32, Rect, Shape, Stroke, StrokeKind, Ui, pos2, vec2};

use super::curve::dashes;
use super::theme::tokens;
use crate::domain::Status;

/// Width of a sign, px.
pub(super) const WIDTH: f32 = 22.0;

/// Paints the sign of a status, its left edge at `left`, around the height `middle`.
pub(super) fn paint(ui: &Ui, (left, middle): (f32, f32), status: Status, colour: Color32) {
    let line = [pos2(left, middle), pos2(left + WIDTH, middle)];
    let stroke = Stroke::new(2.0, colour);
    let box_ = Rect::from_min_size(pos2(left + 4.0, middle - 4.0), vec2(WIDTH - 8.0, 8.0));
    match status {
        Status::Final => {
            ui.painter().line_segment(line, stroke);
        }
        Status::Provisional => {
            let mut shapes = Vec::new();
            dashes(&line, stroke, (5.0, 3.0), &mut shapes);
            ui.painter().extend(shapes);
        }
        Status::Exempt => hatched(ui, box_, colour),
        Status::Reset => {
            ui.painter()
                .rect_stroke(box_, 0, Stroke::new(1.25, colour), StrokeKind::Inside);
            ui.painter().line_segment(
                [
                    pos2(box_.center().x, box_.top() - 2.0),
                    pos2(box_.center().x, box_.bottom() + 2.0),
                ],
                Stroke::new(1.25, colour),
            );
        }
        Status::NotAssessable => {
            let mut shapes: Vec<Shape> = Vec::new();
            dashes(
                &line,
                Stroke::new(1.5, tokens(ui).faint()),
                (1.5, 3.0),
                &mut shapes,
            );
            ui.painter().extend(shapes);
        }
    }
}

/// An outlined, hatched area: the obligation does not bind.
pub(super) fn hatched(ui: &Ui, area: Rect, colour: Color32) {
    let painter = ui.painter().with_clip_rect(area.intersect(ui.clip_rect()));
    let thin = Stroke::new(1.0, colour.gamma_multiply(0.7));
    let mut x = area.left() - area.height();
    while x < area.right() {
        painter.line_segment(
            [pos2(x, area.bottom()), pos2(x + area.height(), area.top())],
            thin,
        );
        x += 5.0;
    }
    ui.painter()
        .rect_stroke(area, 0, Stroke::new(1.25, colour), StrokeKind::Inside);
}
