//! The table of gauges: sign, word and colour of each state, its figures, and what can be done about its alarm.

use egui::accesskit::Role as AccessRole;
use egui::{
    Align, Align2, Button, Layout, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::command::Command;
use super::flood_look::Shelving;
use super::panel;
use super::scene::Scene;
use super::signs;
use super::text;
use super::theme::{Role, tokens};
use crate::domain::WarningState;
use crate::present::{TwoLines, WarningRow};

/// A column: key of its heading, and its share of the width.
type Column = (&'static str, f32, fn(&WarningRow) -> &TwoLines);

const COLUMNS: [Column; 9] = [
    ("warnings-gauge", 1.3, |row| &row.name),
    ("warnings-standing", 1.45, |row| &row.standing),
    ("warnings-reading", 0.75, |row| &row.reading),
    ("warnings-rise", 0.8, |row| &row.rise),
    ("warnings-next", 1.55, |row| &row.next),
    ("warnings-peak", 0.95, |row| &row.peak),
    ("warnings-volume", 0.75, |row| &row.volume),
    ("warnings-common", 1.2, |row| &row.common),
    ("warnings-alarm", 2.9, |row| &row.alarm),
];

/// Narrower than this the table is moved sideways.
const NARROWEST: f32 = 1180.0;
/// Room for the sign before a row.
const SIGN: f32 = 26.0;
/// Room for the buttons at the end of a row.
const BUTTONS: f32 = 176.0;

/// Draws the table into `place`.
pub(super) fn table_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let width = place.width().max(NARROWEST) - 12.0;
    let lefts = lefts(width, &scene.view.warnings.rows);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
    inner.spacing_mut().item_spacing.y = 0.0;
    let rows = &scene.view.warnings.rows;
    ScrollArea::both()
        .id_salt("warnings")
        .auto_shrink(false)
        .show(&mut inner, |ui| {
            heading(ui, scene, width, &lefts);
            for row in rows {
                row_ui(ui, scene, row, (width, &lefts));
            }
            if rows.is_empty() {
                let words = scene.words.get("warnings-none");
                let galley = text::line(ui, &words, Role::Body, tokens(ui).muted(), width);
                let (line, _) =
                    ui.allocate_exact_size(galley.size() + vec2(0.0, 8.0), Sense::hover());
                text::paint(ui, line.left_center(), Align2::LEFT_CENTER, &galley);
            }
        });
}

/// Where the columns begin, and where the last one ends. A column in which no row has a figure takes no room.
fn lefts(width: f32, rows: &[WarningRow]) -> Vec<f32> {
    let share = |column: &Column| {
        let has_figure = |row: &WarningRow| {
            let cell = (column.2)(row);
            cell.main.chars().any(char::is_alphanumeric)
        };
        let can_go = column.0 == "warnings-volume";
        if can_go && !rows.iter().any(has_figure) {
            0.0
        } else {
            column.1
        }
    };
    let all: f32 = COLUMNS.iter().map(share).sum();
    let each = (width - SIGN) / all;
    let mut x = SIGN;
    let mut lefts = vec![x];
    for column in &COLUMNS {
        x += share(column) * each;
        lefts.push(x);
    }
    lefts
}

fn heading(ui: &mut Ui, scene: &Scene<'_>, width: f32, lefts: &[f32]) {
    let words = scene.words.first();
    let tokens = tokens(ui);
    let height = (text::height(ui, Role::Small) + 6.0).ceil();
    let (line, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    for (n, (key, ..)) in COLUMNS.iter().enumerate() {
        let room = lefts[n + 1] - lefts[n] - 10.0;
        if room <= 0.0 {
            continue;
        }
        let galley = text::line(ui, &words.get(key), Role::Small, tokens.muted(), room);
        let at = pos2(line.left() + lefts[n], line.center().y);
        text::paint(ui, at, Align2::LEFT_CENTER, &galley);
    }
    let stroke = Stroke::new(1.0, tokens.faint());
    ui.painter()
        .hline(line.x_range(), line.bottom() - 1.0, stroke);
}

fn row_ui(ui: &mut Ui, scene: &mut Scene<'_>, row: &WarningRow, (width, lefts): (f32, &[f32])) {
    let tokens = tokens(ui);
    let (body, small) = (text::height(ui, Role::Body), text::height(ui, Role::Small));
    let height = (body + small + 7.0).ceil();
    let (place, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let name = spoken(row);
    response.widget_info(|| WidgetInfo::labeled(AccessRole::ListItem, true, &name));
    if row.can_acknowledge {
        ui.painter().rect_filled(place, 0, tokens.wash());
    } else if response.hovered() {
        ui.painter().rect_filled(place, 0, tokens.raised());
    }
    panel::focus_ring(ui, &response);
    let bar = Rect::from_min_size(place.min + vec2(0.0, 3.0), vec2(3.0, height - 6.0));
    ui.painter().rect_filled(bar, 0, tokens.party(row.party));
    let centre = pos2(place.left() + 15.0, place.center().y);
    signs::paint(
        ui,
        ui.painter(),
        centre,
        7.0,
        signs::of_state(row.state, row.rank),
    );
    for (n, (_, _, cell)) in COLUMNS.iter().enumerate() {
        let at = pos2(place.left() + lefts[n], place.top() + 3.0);
        let mut room = lefts[n + 1] - lefts[n] - 10.0;
        if room <= 0.0 {
            continue;
        }
        if n + 1 == COLUMNS.len() {
            room -= BUTTONS;
        }
        let at = if n == 1 {
            at + vec2(native_chip(ui, row, at, body), 0.0)
        } else {
            at
        };
        cell_ui(ui, cell(row), at, (room, n, row));
    }
    let stroke = Stroke::new(1.0, tokens.grid());
    ui.painter()
        .hline(place.x_range(), place.bottom() - 0.5, stroke);
    let response = response.on_hover_text(&row.more);
    if response.clicked() && !row.figure.is_empty() {
        scene.send(Command::Explain(row.figure.clone()));
    }
    let buttons_place = Rect::from_min_max(pos2(place.right() - BUTTONS, place.top()), place.max);
    buttons(ui, scene, row, buttons_place);
}

/// The colour that the state itself prints for its level, framed, since it is no sign of ours; gives its width.
fn native_chip(ui: &Ui, row: &WarningRow, at: egui::Pos2, line: f32) -> f32 {
    let Some(colour) = row.colour else { return 0.0 };
    let chip = Rect::from_min_size(at + vec2(0.0, (line - 12.0) / 2.0), vec2(12.0, 12.0));
    let tokens = tokens(ui);
    ui.painter().rect(
        chip,
        2,
        super::theme::native(colour),
        Stroke::new(1.0, tokens.ink()),
        StrokeKind::Inside,
    );
    18.0
}

fn cell_ui(ui: &Ui, cell: &TwoLines, at: egui::Pos2, (room, n, row): (f32, usize, &WarningRow)) {
    let tokens = tokens(ui);
    let role = if n <= 1 { Role::Strong } else { Role::Body };
    let ink = if n == 1 {
        word_colour(ui, row)
    } else {
        tokens.ink()
    };
    let main = text::line(ui, &cell.main, role, ink, room);
    let y = text::paint(ui, at, Align2::LEFT_TOP, &main).bottom();
    let below = text::line(ui, &cell.below, Role::Small, tokens.muted(), room);
    text::paint(ui, pos2(at.x, y), Align2::LEFT_TOP, &below);
}

/// What is late or unknown is never written in the ink of what is known.
fn word_colour(ui: &Ui, row: &WarningRow) -> egui::Color32 {
    let tokens = tokens(ui);
    match row.state {
        WarningState::Late | WarningState::NoData => tokens.late(),
        WarningState::Suspect => tokens.suspect(),
        WarningState::Shelved | WarningState::NoLevels => tokens.muted(),
        WarningState::Normal | WarningState::Raised => tokens.ink(),
    }
}

fn spoken(row: &WarningRow) -> String {
    let cells = COLUMNS.iter().map(|(_, _, cell)| cell(row));
    let parts: Vec<&str> = cells
        .flat_map(|cell| [cell.main.as_str(), cell.below.as_str()])
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(" · ")
}

/// What can be done about the alarm; reached by Tab and pressed by Space or Enter like every button.
fn buttons(ui: &mut Ui, scene: &mut Scene<'_>, row: &WarningRow, place: Rect) {
    let words = scene.words.first();
    let builder = UiBuilder::new()
        .max_rect(place)
        .id_salt(("alarm", &row.station))
        .layout(Layout::right_to_left(Align::Center));
    let mut line = ui.new_child(builder);
    line.spacing_mut().item_spacing.x = 4.0;
    line.add_space(4.0);
    let add = |line: &mut Ui, key: &str| {
        let label = words.get(key);
        let response = line.add(Button::new(&label).small());
        let spoken = format!("{label}: {}", row.name.main);
        response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &spoken));
        response
            .on_hover_text(words.get(&format!("{key}-tip")))
            .clicked()
    };
    if row.is_shelved && add(&mut line, "command-unshelve") {
        scene.send(Command::Unshelve(row.station.clone()));
    }
    if row.can_shelve && add(&mut line, "command-shelve") {
        scene.state.floods.shelving = Some(Shelving {
            station: row.station.clone(),
            name: row.name.main.clone(),
            ..Shelving::default()
        });
    }
    if row.can_acknowledge && add(&mut line, "command-acknowledge") {
        scene.send(Command::Acknowledge(row.station.clone()));
    }
}
