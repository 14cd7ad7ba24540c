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
fn cells<'a>(scene: &'a Scene<'_>, row: &'a LedgerTableRow) -> [&'a str; 10] {
    [
        &row.rule,
        &row.article,
        scene.party_name(row.party),
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
const FIGURES: std::ops::Range<usize> = 4..8;

/// The column of words on how final a row is.
const STATUS: usize = 8;

/// Narrowest rule and narrowest status, px.
const NARROWEST_RULE: f32 = 90.0;
const NARROWEST_STATUS: f32 = 110.0;

/// Draws the table into `place`.
pub(super) fn ledger_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let view = &scene.view.allocation.ledger;
    let widths = widths(ui, scene, place.width());
    let height = (text::height(ui, Role::Body) + 6.0).ceil();
    let headings = headings(scene);
    let n_lines = headings.iter().map(|heading| heading.lines().count()).max();
    #[expect(clippy::cast_precision_loss, reason = "one line per language")]
    let more = n_lines.unwrap_or(1).saturating_sub(1) as f32;
    let head_height = height + more * text::height(ui, Role::Heading);
    let head = Rect::from_min_size(place.min, vec2(place.width(), head_height));
    let tokens = tokens(ui);
    let headings: Vec<&str> = headings.iter().map(String::as_str).collect();
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

/// Headings, each language on a line of its own: a column is as wide as its figures, not as its names.
fn headings(scene: &Scene<'_>) -> Vec<String> {
    let headings = scene.view.allocation.ledger.headings.iter();
    headings
        .map(|heading| heading.replace(" · ", "\n"))
        .collect()
}

fn row_ui(ui: &mut Ui, scene: &mut Scene<'_>, row: &LedgerTableRow, widths: &[f32], height: f32) {
    let tokens = tokens(ui);
    let (place, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let name = cells(scene, row).join(" · ");
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &name));
    if response.hovered() {
        ui.painter().rect_filled(place, 0, tokens.raised());
    }
    let chip = Rect::from_min_size(place.min + vec2(0.0, 4.0), vec2(4.0, height - 8.0));
    ui.painter().rect_filled(chip, 0, tokens.party(row.party));
    paint_row(ui, place, &cells(scene, row), widths, Role::Body);
    ui.painter().hline(
        place.x_range(),
        place.bottom() - 0.5,
        Stroke::new(1.0, tokens.grid()),
    );
    panel::focus_ring(ui, &response);
    let response = response.on_hover_cursor(CursorIcon::Help);
    let is_cut = |(cell, width): (&str, &f32)| text::width(ui, cell, Role::Body) > *width;
    let response = if cells(scene, row).into_iter().zip(widths).any(is_cut) {
        response.on_hover_text(name)
    } else {
        response
    };
    if response.clicked() && !row.figure.is_empty() {
        scene.send(Command::Explain(row.figure.clone()));
    }
}

fn paint_row(ui: &Ui, place: Rect, cells: &[&str], widths: &[f32], role: Role) {
    let tokens = tokens(ui);
    let mut x = place.left() + 8.0;
    for (n, (cell, width)) in cells.iter().zip(widths).enumerate() {
        let galley = if cell.contains('\n') {
            text::lines(ui, cell, role, tokens.ink(), (f32::INFINITY, 3))
        } else {
            text::line(ui, cell, role, tokens.ink(), *width)
        };
        if FIGURES.contains(&n) {
            let at = pos2(x + width, place.center().y);
            text::paint(ui, at, Align2::RIGHT_CENTER, &galley);
        } else {
            text::paint(ui, pos2(x, place.center().y), Align2::LEFT_CENTER, &galley);
        }
        x += width + PAD;
    }
}

/// Each column as wide as its widest cell; where that is too much, the words on the status give way first, then
/// those of the rule.
fn widths(ui: &Ui, scene: &Scene<'_>, room: f32) -> Vec<f32> {
    let view = &scene.view.allocation.ledger;
    let widest = |lines: &String| {
        let lines = lines
            .lines()
            .map(|line| text::width(ui, line, Role::Heading));
        lines.fold(0.0, f32::max)
    };
    let mut widths: Vec<f32> = headings(scene).iter().map(widest).collect();
    for row in &view.rows {
        for (width, cell) in widths.iter_mut().zip(cells(scene, row)) {
            *width = width.max(text::width(ui, cell, Role::Body));
        }
    }
    #[expect(clippy::cast_precision_loss, reason = "ten columns")]
    let total: f32 = widths.iter().sum::<f32>() + PAD * widths.len() as f32 + 8.0;
    let mut spare = room - total;
    for (column, narrowest) in [(STATUS, NARROWEST_STATUS), (0, NARROWEST_RULE)] {
        if let Some(width) = widths.get_mut(column).filter(|_| spare < 0.0) {
            let kept = (*width + spare).max(narrowest.min(*width));
            spare += *width - kept;
            *width = kept;
        }
    }
    if let Some(rule) = widths.first_mut() {
        *rule += spare.max(0.0);
    }
    widths
}
