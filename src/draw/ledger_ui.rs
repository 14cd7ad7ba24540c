//! The ledger as a table: both units side by side, sorted by any column, each figure open to questions, and the
//! clause behind the chosen row beside it.

use std::sync::Arc;

use egui::accesskit::Role as AccessRole;
use egui::{
    Align2, CursorIcon, Id, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::clause_ui::clause_ui;
use super::ledger_columns::{Grid, grid};
use super::ledger_filter_ui::filter_ui;
use super::panel;
use super::scene::Scene;
use super::status_sign;
use super::text;
use super::theme::{Role, tokens};
use crate::present::{Arrangement, Direction, LedgerColumn, LedgerTableRow};

/// Between table and clause, px.
const GAP: f32 = 18.0;

/// Draws the page into `place`.
pub(super) fn ledger_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let order = order(ui, scene);
    let bar = filter_ui(ui, scene, place, order.len());
    let below = Rect::from_min_max(pos2(place.left(), bar + 4.0), place.max);
    let (grid, clause) = grid(ui, scene, below.width() - GAP);
    let right = clause.map_or(below.right(), |width| below.right() - width - GAP);
    let table = Rect::from_min_max(below.min, pos2(right, below.bottom()));
    table_ui(ui, scene, (table, &grid), &order);
    if let Some(width) = clause {
        let place = Rect::from_min_max(pos2(below.right() - width, below.top()), below.max);
        let rows = &scene.view.allocation.ledger.rows;
        let chosen = &scene.state.allocation.row;
        let row = rows
            .iter()
            .find(|row| row.figure == *chosen)
            .or_else(|| order.first().and_then(|n| rows.get(*n)));
        if let Some(row) = row {
            clause_ui(ui, scene, place, (&row.agreement, &row.rule_id));
        }
    }
}

#[derive(Clone)]
struct Arranged {
    view: usize,
    arrangement: Arrangement,
    order: Arc<[usize]>,
}

/// The rows in the order that is asked for; arranged anew only when the view or the wish has changed.
fn order(ui: &Ui, scene: &Scene<'_>) -> Arc<[usize]> {
    let table = &scene.view.allocation.ledger;
    let arrangement = &scene.state.allocation.arrangement;
    let view = std::ptr::from_ref(scene.view) as usize;
    let id = Id::unique("ledger-order");
    let known = ui.data(|data| data.get_temp::<Arranged>(id));
    if let Some(known) = known
        && known.view == view
        && known.arrangement == *arrangement
        && known.order.iter().all(|n| *n < table.rows.len())
    {
        return known.order;
    }
    let order: Arc<[usize]> = table.arranged(arrangement).into();
    let arranged = Arranged {
        view,
        arrangement: arrangement.clone(),
        order: Arc::clone(&order),
    };
    ui.data_mut(|data| data.insert_temp(id, arranged));
    order
}

fn table_ui(ui: &mut Ui, scene: &mut Scene<'_>, (place, grid): (Rect, &Grid), order: &[usize]) {
    let mut outer = ui.new_child(UiBuilder::new().max_rect(place));
    ScrollArea::horizontal()
        .id_salt("ledger-columns")
        .auto_shrink(false)
        .show(&mut outer, |ui| {
            let area = Rect::from_min_size(
                ui.max_rect().min,
                vec2(grid.width().max(place.width()), place.height()),
            );
            ui.expand_to_include_rect(area);
            let head = head_ui(ui, scene, area, grid);
            let body = Rect::from_min_max(pos2(area.left(), head + 1.0), area.max);
            rows_ui(ui, scene, (body, grid), order);
        });
}

/// Headings with their units; a click sorts. Gives where the rows may begin.
fn head_ui(ui: &mut Ui, scene: &mut Scene<'_>, area: Rect, grid: &Grid) -> f32 {
    let tokens = tokens(ui);
    let line = text::height(ui, Role::Heading);
    let small = text::height(ui, Role::Small);
    #[expect(clippy::cast_precision_loss, reason = "one line per language")]
    let height = line * grid.heading_lines as f32 + small + 5.0;
    for cell in &grid.cells {
        let place = Rect::from_min_size(
            pos2(area.left() + cell.left - 4.0, area.top()),
            vec2(cell.width() + 8.0, height),
        );
        heading_ui(ui, scene, place, cell);
    }
    let y = area.top() + height;
    ui.painter()
        .hline(area.x_range(), y, Stroke::new(1.0, tokens.faint()));
    y
}

fn heading_ui(ui: &Ui, scene: &mut Scene<'_>, place: Rect, cell: &super::ledger_columns::Cell) {
    let tokens = tokens(ui);
    let sorted = scene.state.allocation.arrangement.sort;
    let direction = sorted.and_then(|(column, way)| (column == cell.column).then_some(way));
    let id = ui.make_persistent_id(("ledger-heading", cell.column));
    let response = ui
        .interact(place, id, Sense::click())
        .on_hover_cursor(CursorIcon::PointingHand);
    let said = scene.words.with(
        "ledger-sort-by",
        &[("column", cell.heading.replace('\n', " · ").into())],
    );
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &said));
    if response.hovered() {
        ui.painter().rect_filled(place, 3, tokens.raised());
    }
    panel::focus_ring(ui, &response);
    let room = (f32::INFINITY, 3);
    let galley = text::lines(ui, &cell.heading, Role::Heading, tokens.ink(), room);
    let left = place.left() + 4.0;
    let right = place.right() - 4.0;
    let (at, anchor) = if cell.is_figure() {
        (pos2(right, place.top() + 2.0), Align2::RIGHT_TOP)
    } else {
        (pos2(left, place.top() + 2.0), Align2::LEFT_TOP)
    };
    let words = text::paint(ui, at, anchor, &galley);
    if let Some(way) = direction {
        let tip = if cell.is_figure() {
            pos2(words.left() - 8.0, words.top() + 8.0)
        } else {
            pos2(words.right() + 8.0, words.top() + 8.0)
        };
        arrow(ui, tip, way);
    }
    let below = place.bottom() - 3.0;
    let unit = |words: &str, right: f32| {
        let galley = text::line(ui, words, Role::Small, tokens.muted(), f32::INFINITY);
        text::paint(ui, pos2(right, below), Align2::RIGHT_BOTTOM, &galley);
    };
    if cell.is_figure() {
        unit(&cell.unit, left + cell.own);
        if cell.second > 0.0 {
            unit(&cell.second_unit, right);
        }
    }
    if response.on_hover_text(&said).clicked() {
        scene.state.allocation.arrangement.turn(cell.column);
    }
}

/// A triangle that points the way a column is sorted.
fn arrow(ui: &Ui, at: egui::Pos2, way: Direction) {
    let up = match way {
        Direction::Ascending => -1.0,
        Direction::Descending => 1.0,
    };
    let points = vec![
        at + vec2(0.0, 4.0 * up),
        at + vec2(4.0, -3.0 * up),
        at + vec2(-4.0, -3.0 * up),
    ];
    let fill = tokens(ui).focus();
    ui.painter()
        .add(egui::Shape::convex_polygon(points, fill, Stroke::NONE));
}

fn rows_ui(ui: &mut Ui, scene: &mut Scene<'_>, (body, grid): (Rect, &Grid), order: &[usize]) {
    let height = (text::height(ui, Role::Body) + 6.0).ceil();
    let mut inner = ui.new_child(UiBuilder::new().max_rect(body));
    inner.spacing_mut().item_spacing.y = 0.0;
    let rows = &scene.view.allocation.ledger.rows;
    ScrollArea::vertical()
        .id_salt("ledger")
        .auto_shrink(false)
        .show_rows(&mut inner, height, order.len(), |ui, shown| {
            for n in order.get(shown).unwrap_or_default() {
                if let Some(row) = rows.get(*n) {
                    row_ui(ui, scene, row, (grid, height));
                }
            }
        });
}

fn row_ui(ui: &mut Ui, scene: &mut Scene<'_>, row: &LedgerTableRow, (grid, height): (&Grid, f32)) {
    let tokens = tokens(ui);
    let (place, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    let is_chosen = scene.state.allocation.row == row.figure;
    let name = row_name(grid, row);
    response.widget_info(|| WidgetInfo::selected(AccessRole::ListItem, true, is_chosen, &name));
    if is_chosen {
        ui.painter().rect_filled(place, 0, tokens.wash());
    } else if response.hovered() {
        ui.painter().rect_filled(place, 0, tokens.raised());
    }
    let chip = Rect::from_min_size(place.min + vec2(0.0, 4.0), vec2(4.0, height - 8.0));
    ui.painter().rect_filled(chip, 0, tokens.party(row.party));
    ui.painter().hline(
        place.x_range(),
        place.bottom() - 0.5,
        Stroke::new(1.0, tokens.grid()),
    );
    panel::focus_ring(ui, &response);
    if response.clicked() || response.gained_focus() {
        scene.state.allocation.row.clone_from(&row.figure);
    }
    for cell in &grid.cells {
        cell_ui(ui, scene, row, (cell, place));
    }
}

fn row_name(grid: &Grid, row: &LedgerTableRow) -> String {
    let cells = grid.cells.iter().map(|cell| row.cell(cell.column));
    cells.collect::<Vec<_>>().join(" · ")
}

fn cell_ui(
    ui: &Ui,
    scene: &mut Scene<'_>,
    row: &LedgerTableRow,
    (cell, place): (&super::ledger_columns::Cell, Rect),
) {
    let tokens = tokens(ui);
    let left = place.left() + cell.left;
    let middle = place.center().y;
    let Some(figure) = cell.column.figure().and_then(|n| row.figures.get(n)) else {
        let mut at = pos2(left, middle);
        let mut width = cell.own;
        if cell.column == LedgerColumn::Status {
            status_sign::paint(ui, (left, middle), row.status, tokens.party(row.party));
            at.x += status_sign::WIDTH + 6.0;
            width -= status_sign::WIDTH + 6.0;
        }
        let words = row.cell(cell.column);
        let galley = text::line(ui, words, Role::Body, tokens.ink(), width);
        let painted = text::paint(ui, at, Align2::LEFT_CENTER, &galley);
        if galley.elided {
            let id = ui.make_persistent_id(("whole", &row.figure, cell.column));
            ui.interact(painted, id, Sense::hover())
                .on_hover_text(words);
        }
        return;
    };
    let role = if cell.column == LedgerColumn::Balance {
        Role::Strong
    } else {
        Role::Body
    };
    let galley = text::line(ui, &figure.text, role, tokens.ink(), f32::INFINITY);
    let own = text::paint(
        ui,
        pos2(left + cell.own, middle),
        Align2::RIGHT_CENTER,
        &galley,
    );
    let mut area = own;
    if cell.second > 0.0 {
        let galley = text::line(
            ui,
            &figure.second,
            Role::Small,
            tokens.muted(),
            f32::INFINITY,
        );
        let at = pos2(left + cell.width(), middle);
        area = area.union(text::paint(ui, at, Align2::RIGHT_CENTER, &galley));
    }
    if figure.value.is_some() {
        let name = format!(
            "{} · {} · {} · {}: {} {}",
            row.rule,
            row.party_name,
            row.period,
            cell.heading.replace('\n', " · "),
            figure.text,
            cell.unit
        );
        panel::explains(ui, scene, area, &figure.figure, name.trim_end());
    }
}
