//! A study as a table: period, each side's balance, the verdict or why there is none.

use egui::accesskit::Role as AccessRole;
use egui::{Align2, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::{StudyRow, StudyView};

const PAD: f32 = 18.0;

/// Right edges of the figures' columns, and left edges of the words'.
struct Columns {
    figures: Vec<f32>,
    verdict: f32,
    last: f32,
}

fn columns(ui: &Ui, scene: &Scene<'_>, view: &StudyView, width: f32) -> Columns {
    let widest = |texts: &mut dyn Iterator<Item = &str>, role: Role| {
        let longest = texts
            .max_by_key(|text| text.chars().count())
            .unwrap_or_default();
        text::width(ui, longest, role)
    };
    let first = widest(
        &mut view.rows.iter().map(|row| row.period.as_str()),
        Role::Body,
    )
    .max(text::width(
        ui,
        &scene.words.first().get("ledger-period"),
        Role::Heading,
    ));
    let mut x = 10.0 + first;
    let mut figures = Vec::new();
    for (n, side) in view.sides.iter().enumerate() {
        let texts = &mut view
            .rows
            .iter()
            .filter_map(|row| row.texts.get(n).map(String::as_str));
        let side = format!("{side} {}", view.unit);
        let own = widest(texts, Role::Body).max(text::width(ui, &side, Role::Heading));
        x += PAD + own;
        figures.push(x);
    }
    let last = widest(
        &mut view.rows.iter().map(|row| row.last.as_str()),
        Role::Body,
    )
    .max(text::width(ui, &view.last_heading, Role::Heading));
    let verdict = x + PAD;
    let words = widest(
        &mut view.rows.iter().map(|row| row.verdict.as_str()),
        Role::Strong,
    );
    Columns {
        figures,
        verdict,
        last: (verdict + words + PAD + last).min(width - 8.0),
    }
}

/// Draws the table into `place`: what has no common verdict first, the newest period first in either part.
pub(super) fn table_ui(ui: &mut Ui, scene: &Scene<'_>, view: &StudyView, place: Rect) {
    let tokens = tokens(ui);
    let columns = columns(ui, scene, view, place.width());
    let height = (text::height(ui, Role::Body) + 5.0).ceil();
    let middle = place.top() + height / 2.0;
    let words = scene.words.first();
    let paint = |words: &str, x: f32, anchor: Align2| {
        let galley = text::line(ui, words, Role::Heading, tokens.ink(), f32::INFINITY);
        text::paint(ui, pos2(place.left() + x, middle), anchor, &galley);
    };
    paint(&words.get("ledger-period"), 10.0, Align2::LEFT_CENTER);
    for (side, x) in view.sides.iter().zip(&columns.figures) {
        paint(&format!("{side} {}", view.unit), *x, Align2::RIGHT_CENTER);
    }
    paint(
        &words.get("study-verdict"),
        columns.verdict,
        Align2::LEFT_CENTER,
    );
    paint(&view.last_heading, columns.last, Align2::RIGHT_CENTER);
    let head = place.top() + height;
    ui.painter()
        .hline(place.x_range(), head, Stroke::new(1.0, tokens.faint()));
    let body = Rect::from_min_max(pos2(place.left(), head + 1.0), place.max);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(body));
    inner.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("study-table")
        .auto_shrink(false)
        .show_rows(&mut inner, height, view.rows.len(), |ui, shown| {
            let newest_first = || view.rows.iter().rev();
            let open = newest_first().filter(|row| !row.is_verdict);
            let closed = newest_first().filter(|row| row.is_verdict);
            for row in open.chain(closed).skip(shown.start).take(shown.len()) {
                row_ui(ui, row, (&columns, height));
            }
        });
}

fn row_ui(ui: &mut Ui, row: &StudyRow, (columns, height): (&Columns, f32)) {
    let tokens = tokens(ui);
    let width = ui.available_width();
    let (place, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let name = format!(
        "{} · {} · {}",
        row.period,
        row.texts.join(" · "),
        row.verdict
    );
    response.widget_info(|| WidgetInfo::labeled(AccessRole::ListItem, true, &name));
    if !row.is_verdict {
        ui.painter().rect_filled(place, 0, tokens.wash());
    }
    let chip = Rect::from_min_size(place.min + vec2(0.0, 4.0), vec2(4.0, height - 8.0));
    ui.painter().rect_filled(chip, 0, tokens.party(row.party));
    let middle = place.center().y;
    let paint = |words: &str, x: f32, anchor: Align2, role: Role| {
        let galley = text::line(ui, words, role, tokens.ink(), f32::INFINITY);
        text::paint(ui, pos2(place.left() + x, middle), anchor, &galley);
    };
    paint(&row.period, 10.0, Align2::LEFT_CENTER, Role::Body);
    for (words, x) in row.texts.iter().zip(&columns.figures) {
        paint(words, *x, Align2::RIGHT_CENTER, Role::Body);
    }
    let role = if row.is_verdict {
        Role::Body
    } else {
        Role::Strong
    };
    paint(&row.verdict, columns.verdict, Align2::LEFT_CENTER, role);
    paint(&row.last, columns.last, Align2::RIGHT_CENTER, Role::Body);
    let stroke = Stroke::new(1.0, tokens.grid());
    ui.painter()
        .hline(place.x_range(), place.bottom() - 0.5, stroke);
}
