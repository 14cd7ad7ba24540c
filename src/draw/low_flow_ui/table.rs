//! The figures with what they mean and how they come about.

use egui::accesskit::Role as AccessRole;
use egui::{Align2, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::super::scene::Scene;
use super::super::text;
use super::super::theme::{Role, tokens};
use crate::present::low_flow::{LowFlowRow, LowFlowView};

/// Left edges of value and meaning, and the right edge of all.
struct Columns {
    value: f32,
    meaning: f32,
    end: f32,
}

const PAD: f32 = 14.0;

fn columns(ui: &Ui, view: &LowFlowView, width: f32) -> Columns {
    let widest = |texts: &mut dyn Iterator<Item = &str>| {
        texts
            .map(|words| text::width(ui, words, Role::Body))
            .fold(0.0, f32::max)
    };
    let name = widest(&mut view.rows.iter().map(|row| row.name.as_str())).min(0.34 * width);
    let value = widest(&mut view.rows.iter().map(|row| row.value.as_str())).min(0.3 * width);
    let value_at = 4.0 + name + PAD;
    Columns {
        value: value_at,
        meaning: value_at + value + PAD,
        end: width - 10.0,
    }
}

/// Draws the table into `place`, its rows two lines high: meaning over method.
pub(super) fn table_ui(ui: &mut Ui, scene: &Scene<'_>, view: &LowFlowView, place: Rect) {
    let tokens = tokens(ui);
    let columns = columns(ui, view, place.width());
    let words = scene.words.first();
    let head_height = (text::height(ui, Role::Heading) + 4.0).ceil();
    let middle = place.top() + head_height / 2.0;
    let heading = |key: &str, x: f32| {
        let galley = text::line(
            ui,
            &words.get(key),
            Role::Heading,
            tokens.ink(),
            f32::INFINITY,
        );
        text::paint(
            ui,
            pos2(place.left() + x, middle),
            Align2::LEFT_CENTER,
            &galley,
        );
    };
    heading("low-flow-figure", 4.0);
    heading("low-flow-value", columns.value);
    heading("low-flow-meaning", columns.meaning);
    let head = place.top() + head_height;
    ui.painter()
        .hline(place.x_range(), head, Stroke::new(1.0, tokens.faint()));
    let body = Rect::from_min_max(pos2(place.left(), head + 1.0), place.max);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(body));
    inner.spacing_mut().item_spacing.y = 0.0;
    let height = (text::height(ui, Role::Body) + text::height(ui, Role::Small) + 5.0).ceil();
    ScrollArea::vertical()
        .id_salt("low-flow-table")
        .auto_shrink(false)
        .show_rows(&mut inner, height, view.rows.len(), |ui, shown| {
            for row in view.rows.get(shown).unwrap_or_default() {
                row_ui(ui, row, (&columns, height));
            }
        });
}

fn row_ui(ui: &mut Ui, row: &LowFlowRow, (columns, height): (&Columns, f32)) {
    let tokens = tokens(ui);
    let width = ui.available_width();
    let (place, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let name = format!(
        "{}: {} · {} · {}",
        row.name, row.value, row.meaning, row.method
    );
    response.widget_info(|| WidgetInfo::labeled(AccessRole::ListItem, true, &name));
    let upper = place.top() + 2.0;
    let paint = |words: &str, x: f32, (role, colour): (Role, egui::Color32), end: f32| {
        let galley = text::line_or_first(ui, words, role, colour, (end - x).max(10.0));
        text::paint(ui, pos2(place.left() + x, upper), Align2::LEFT_TOP, &galley)
    };
    let ink = if row.is_refused {
        tokens.muted()
    } else {
        tokens.ink()
    };
    paint(
        &row.name,
        4.0,
        (Role::Body, tokens.ink()),
        columns.value - 6.0,
    );
    paint(
        &row.value,
        columns.value,
        (Role::Strong, ink),
        columns.meaning - 6.0,
    );
    let end = columns.end.min(width);
    paint(&row.meaning, columns.meaning, (Role::Body, ink), end);
    let room = (end - columns.value).max(10.0);
    let method = text::line_or_first(ui, &row.method, Role::Small, tokens.muted(), room);
    let at = pos2(place.left() + columns.value, place.bottom() - 2.0);
    text::paint(ui, at, Align2::LEFT_BOTTOM, &method);
    let stroke = Stroke::new(1.0, tokens.grid());
    ui.painter()
        .hline(place.x_range(), place.bottom() - 0.5, stroke);
    response.on_hover_text(format!("{}\n{}", row.meaning, row.method));
}
