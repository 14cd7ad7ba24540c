//! The ledger as a table: units in the heading, figures right-aligned, each row open to questions.

use egui::accesskit::Role as AccessRole;
use egui::{
    Align2, CursorIcon, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::command::Command;
use super::panel;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::LedgerTableRow;

const PAD: f32 = 10.0;

/// Cells of a row in the order of the headings.
fn cells(row: &LedgerTableRow) -> [&str; 9] {
    [
        &row.rule,
        &row.article,
        &row.period,
        &row.entitlement,
        &row.delivered,
        &row.carried_in,
        &row.balance,
        &row.status_word,
        &row.completeness,
    ]
}

/// Columns that hold figures.
const FIGURES: std::ops::Range<usize> = 3..7;

/// Draws the table into `place`.
pub(super) fn ledger_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let view = &scene.view.allocation.ledger;
    let widths = widths(ui, scene, place.width());
    let height = (text::height(ui, Role::Body) + 6.0).ceil();
    let head = Rect::from_min_size(place.min, vec2(place.width(), height));
    let tokens = tokens(ui);
    let headings: Vec<&str> = view.headings.iter().map(String::as_str).collect();
    paint_row(ui, head, &headings, &widths, Role::Heading);
    ui.painter().hline(
        head.x_range(),
        head.bottom(),
        Stroke::new(1.0, tokens.faint()),
    );
    let body = Rect::from_min_max(pos2(place.left(), head.bottom() + 1.0), place.max);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(body));
    inner.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("ledger")
        .auto_shrink(false)
        .show_rows(&mut inner, height, view.rows.len(), |ui, rows| {
            for row in view.rows.get(rows).unwrap_or_default() {
                row_ui(ui, scene, row, &widths, height);
            }
        });
}

fn row_ui(ui: &mut Ui, scene: &mut Scene<'_>, row: &LedgerTableRow, widths: &[f32], height: f32) {
    let tokens = tokens(ui);
    let (place, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = cells(row).join(" · ");
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &name));
    if response.hovered() {
        ui.painter().rect_filled(place, 0, tokens.raised());
    }
    let chip = Rect::from_min_size(place.min + vec2(0.0, 4.0), vec2(4.0, height - 8.0));
    ui.painter().rect_filled(chip, 0, tokens.party(row.party));
    paint_row(ui, place, &cells(row), widths, Role::Body);
    ui.painter().hline(
        place.x_range(),
        place.bottom() - 0.5,
        Stroke::new(1.0, tokens.grid()),
    );
    panel::focus_ring(ui, &response);
    let response = response.on_hover_cursor(CursorIcon::Help);
    if response.clicked() && !row.figure.is_empty() {
        scene.send(Command::Explain(row.figure.clone()));
    }
}

fn paint_row(ui: &Ui, place: Rect, cells: &[&str], widths: &[f32], role: Role) {
    let tokens = tokens(ui);
    let mut x = place.left() + 8.0;
    for (n, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let galley = text::line(ui, cell, role, tokens.ink(), *width);
        if FIGURES.contains(&n) {
            let at = pos2(x + width, place.center().y);
            text::paint(ui, at, Align2::RIGHT_CENTER, &galley);
        } else {
            text::paint(ui, pos2(x, place.center().y), Align2::LEFT_CENTER, &galley);
        }
        x += width + PAD;
    }
}

/// Each column as wide as its widest cell; where that is too much, the rule's words give way first.
fn widths(ui: &Ui, scene: &Scene<'_>, room: f32) -> Vec<f32> {
    let view = &scene.view.allocation.ledger;
    let mut widths: Vec<f32> = view
        .headings
        .iter()
        .map(|heading| text::width(ui, heading, Role::Heading))
        .collect();
    for row in &view.rows {
        for (width, cell) in widths.iter_mut().zip(cells(row)) {
            *width = width.max(text::width(ui, cell, Role::Body));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "nine columns")]
    let total: f32 = widths.iter().sum::<f32>() + PAD * widths.len() as f32 + 8.0;
    if let Some(rule) = widths.first_mut() {
        *rule = (*rule + room - total).max(90.0);
    }
    widths
}
