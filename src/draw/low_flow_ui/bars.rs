//! Standardised indices as bars: up is wet, down is dry.

use egui::{Align2, Rect, Sense, Stroke, Ui, pos2};

use super::super::axis::Mapping;
use super::super::text;
use super::super::theme::{Role, tokens};
use super::GAP;
use crate::present::low_flow::IndexView;

/// Draws the indices below each other.
pub(super) fn bars_ui(ui: &mut Ui, indices: &[IndexView], place: Rect) {
    #[expect(clippy::cast_precision_loss, reason = "a handful of indices")]
    let n = indices.len().max(1) as f32;
    let height = (place.height() - (n - 1.0) * GAP / 2.0) / n;
    for (k, index) in indices.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "a handful of indices")]
        let top = place.top() + k as f32 * (height + GAP / 2.0);
        let own = Rect::from_min_max(pos2(place.left(), top), pos2(place.right(), top + height));
        index_ui(ui, index, own);
    }
}

fn index_ui(ui: &Ui, index: &IndexView, place: Rect) {
    let tokens = tokens(ui);
    let title = text::line(ui, &index.title, Role::Heading, tokens.ink(), place.width());
    let title = text::paint(ui, place.min, Align2::LEFT_TOP, &title);
    let room = place.right() - title.right() - 10.0;
    let latest = text::line_or_first(ui, &index.latest, Role::Small, tokens.muted(), room);
    text::paint(
        ui,
        pos2(title.right() + 10.0, title.bottom()),
        Align2::LEFT_BOTTOM,
        &latest,
    );
    let foot = place.bottom() - text::height(ui, Role::Small) - 2.0;
    let frame = Rect::from_min_max(
        pos2(place.left() + 20.0, title.bottom() + 2.0),
        pos2(place.right(), foot),
    );
    if index.bars.is_empty() || frame.height() < 16.0 {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "a few dozen months")]
    let map = Mapping {
        frame,
        x: (0.0, index.bars.len() as f64),
        y: (-3.1, 3.1),
    };
    ui.painter().rect_filled(frame, 0, tokens.plot());
    for level in [-2.0, -1.0, 1.0, 2.0] {
        ui.painter().hline(
            frame.x_range(),
            map.y_of(level),
            Stroke::new(1.0, tokens.grid()),
        );
    }
    for label in ["+2", "−2"] {
        let y = map.y_of(if label == "+2" { 2.0 } else { -2.0 });
        let galley = text::line(ui, label, Role::Small, tokens.muted(), 20.0);
        text::paint(
            ui,
            pos2(frame.left() - 3.0, y),
            Align2::RIGHT_CENTER,
            &galley,
        );
    }
    for (k, bar) in index.bars.iter().enumerate() {
        bar_ui(ui, bar, (&map, k));
    }
    ui.painter().hline(
        frame.x_range(),
        map.y_of(0.0),
        Stroke::new(1.0, tokens.muted()),
    );
}

fn bar_ui(ui: &Ui, bar: &crate::present::low_flow::IndexBar, (map, k): (&Mapping, usize)) {
    let tokens = tokens(ui);
    #[expect(clippy::cast_precision_loss, reason = "a few dozen months")]
    let left = k as f64;
    let slot = Rect::from_x_y_ranges(map.x_of(left)..=map.x_of(left + 1.0), map.frame.y_range());
    let painter = ui.painter();
    match bar.index {
        Some(index) => {
            let (zero, end) = (map.y_of(0.0), map.y_of(index));
            let inner = (slot.left() + 0.5)..=(slot.right() - 0.5);
            let rect = Rect::from_x_y_ranges(inner, zero.min(end)..=zero.max(end));
            let colour = if index < 0.0 {
                tokens.party(1)
            } else {
                tokens.party(0)
            };
            // Near normal is pale, so that the dry and the wet months stand out.
            let colour = if index.abs() < 1.0 {
                colour.gamma_multiply(0.45)
            } else {
                colour
            };
            painter.rect_filled(rect, 0, colour);
        }
        None => {
            let galley = text::line(ui, "?", Role::Small, tokens.muted(), 20.0);
            text::paint(ui, slot.center(), Align2::CENTER_CENTER, &galley);
        }
    }
    if !bar.year.is_empty() {
        let galley = text::line(ui, &bar.year, Role::Small, tokens.muted(), f32::INFINITY);
        if slot.left() + galley.size().x <= map.frame.right() && (k == 0 || k > 3) {
            painter.vline(
                slot.left(),
                map.frame.y_range(),
                Stroke::new(1.0, tokens.grid()),
            );
            text::paint(
                ui,
                pos2(slot.left(), map.frame.bottom() + 1.0),
                Align2::LEFT_TOP,
                &galley,
            );
        }
    }
    let id = ui.make_persistent_id(("low-flow-bar", map.frame.top().to_bits(), k));
    ui.interact(slot, id, Sense::hover())
        .on_hover_text(&bar.said);
}
