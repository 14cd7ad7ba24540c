//! The band that says that nothing of this is happening: across the window, and across every picture of it.

use egui::accesskit::Role as AccessRole;
use egui::{Align2, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::text;
use super::theme::{Role, tokens};
use crate::present::DashboardView;

/// Draws the band along the top of `area` where the basin is played; gives what is left below it.
pub(super) fn exercise_ui(ui: &mut Ui, view: &DashboardView, area: Rect) -> Rect {
    let Some(words) = &view.header.exercise else {
        return area;
    };
    let tokens = tokens(ui);
    let height = (text::height(ui, Role::Strong) + 8.0).ceil();
    let band = Rect::from_min_size(area.min, vec2(area.width(), height));
    ui.painter().rect_filled(band, 0, tokens.ink());
    let galley = text::line_or_first(
        ui,
        words,
        Role::Strong,
        tokens.ground(),
        band.width() - 160.0,
    );
    let words_place = text::paint(ui, band.center(), Align2::CENTER_CENTER, &galley);
    // Stripes beside the words: no part of an ordinary window looks like this, in any theme.
    let stroke = Stroke::new(3.0, tokens.ground());
    let painter = ui.painter().with_clip_rect(band);
    for (from, to) in [
        (band.left(), words_place.left() - 16.0),
        (words_place.right() + 16.0, band.right()),
    ] {
        let side = Rect::from_x_y_ranges(from..=to, band.y_range());
        let painter = painter.with_clip_rect(side);
        let mut x = from;
        while x < to + height {
            let line = [pos2(x - height, band.bottom()), pos2(x, band.top())];
            painter.add(Shape::line_segment(line, stroke));
            x += 14.0;
        }
    }
    let id = ui.make_persistent_id("exercise");
    let response = ui.interact(band, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Banner, true, words));
    Rect::from_min_max(pos2(area.left(), band.bottom()), area.max)
}
