//! The table of past floods: the peak of each at every gauge on the water, and how long the crest took.

use std::cmp::Ordering;

use egui::accesskit::Role as AccessRole;
use egui::{
    Align2, CursorIcon, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};

use super::panel;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::floods::{FloodCell, FloodRow, PastFloodsView};

/// Narrowest column of a gauge, px.
const NARROWEST: f32 = 86.0;

/// What a column shows.
#[derive(Clone, Copy, PartialEq)]
enum Shown {
    Date,
    Rank,
    Often,
    Own,
    Gauge(usize),
}

struct Column {
    shown: Shown,
    heading: String,
    below: String,
    party: Option<usize>,
    left: f32,
    width: f32,
}

/// Draws the table into `place`.
pub(super) fn table_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &PastFloodsView, place: Rect) {
    let columns = columns(ui, scene, view, place.width());
    let width = columns.last().map_or(0.0, |last| last.left + last.width);
    let mut rows: Vec<&FloodRow> = view.rows.iter().collect();
    let (by, is_descending) = scene.state.floods.sort;
    if let Some(column) = columns.get(by) {
        rows.sort_by(|a, b| {
            let order = compare(a, b, column.shown);
            if is_descending {
                order.reverse()
            } else {
                order
            }
        });
    }
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
    inner.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::both()
        .id_salt("past-floods")
        .auto_shrink(false)
        .show(&mut inner, |ui| {
            headings(ui, scene, &columns, width);
            for row in rows {
                row_ui(ui, scene, row, (&columns, width));
            }
        });
}

fn columns(ui: &Ui, scene: &Scene<'_>, view: &PastFloodsView, room: f32) -> Vec<Column> {
    let words = scene.words.first();
    let date = text::width(ui, "30 Sep 2026 00:00", Role::Body) + 22.0;
    let own = |shown, heading: String, width: f32| Column {
        shown,
        heading,
        below: String::new(),
        party: None,
        left: 0.0,
        width,
    };
    let mut columns = vec![
        own(Shown::Date, words.get("floods-peak-of"), date),
        own(Shown::Rank, words.get("floods-rank"), 48.0),
        Column {
            below: words.get("floods-often-unit"),
            ..own(Shown::Often, words.get("floods-often"), 66.0)
        },
    ];
    let gauges = view.columns.iter().enumerate().map(|(n, gauge)| Column {
        party: Some(gauge.party),
        below: gauge.way.clone(),
        ..own(Shown::Gauge(n), gauge.name.clone(), NARROWEST)
    });
    let station = Column {
        party: Some(view.own_party),
        below: view.unit.clone(),
        ..own(Shown::Own, view.own_name.clone(), NARROWEST)
    };
    let mut water: Vec<Column> = gauges.collect();
    water.insert(view.own_at.min(water.len()), station);
    columns.extend(water);
    let taken: f32 = columns.iter().map(|column| column.width).sum();
    #[expect(clippy::cast_precision_loss, reason = "a handful of gauges")]
    let n = (columns.len() - 3) as f32;
    let more = ((room - 14.0 - taken) / n).clamp(0.0, 40.0);
    let mut x = 0.0;
    for column in &mut columns {
        if column.party.is_some() {
            column.width += more;
        }
        column.left = x;
        x += column.width;
    }
    columns
}

fn cell(row: &FloodRow, shown: Shown) -> Option<&FloodCell> {
    match shown {
        Shown::Own => Some(&row.own),
        Shown::Gauge(n) => row.cells.get(n),
        Shown::Date | Shown::Rank | Shown::Often => None,
    }
}

/// What is not known comes last in either direction of the eye: it is the smallest.
fn compare(a: &FloodRow, b: &FloodRow, shown: Shown) -> Ordering {
    match shown {
        Shown::Date => a.at.cmp(&b.at),
        Shown::Rank => a.rank.cmp(&b.rank),
        Shown::Often => b.rank.cmp(&a.rank),
        Shown::Own | Shown::Gauge(_) => {
            let value = |row| cell(row, shown).and_then(|cell| cell.value);
            let value = |row| value(row).unwrap_or(f64::NEG_INFINITY);
            value(a).total_cmp(&value(b))
        }
    }
}

fn headings(ui: &mut Ui, scene: &mut Scene<'_>, columns: &[Column], width: f32) {
    let tokens = tokens(ui);
    let words = scene.words.first();
    let (heading, small) = (
        text::height(ui, Role::Heading),
        text::height(ui, Role::Small),
    );
    let height = (2.0 * heading + small + 8.0).ceil();
    let (line, _) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let (by, is_descending) = scene.state.floods.sort;
    for (n, column) in columns.iter().enumerate() {
        let place = Rect::from_min_size(
            pos2(line.left() + column.left, line.top()),
            vec2(column.width, height),
        );
        let id = ui.make_persistent_id(("flood-sort", n));
        let response = ui
            .interact(place, id, Sense::click())
            .on_hover_cursor(CursorIcon::PointingHand);
        let name = words.with(
            "floods-sort-by",
            &[("column", column.heading.as_str().into())],
        );
        response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &name));
        panel::focus_ring(ui, &response);
        if response.clicked() {
            scene.state.floods.sort = (n, by != n || !is_descending);
        }
        if let Some(party) = column.party {
            let bar =
                Rect::from_min_size(place.min + vec2(4.0, 1.0), vec2(place.width() - 8.0, 2.0));
            ui.painter().rect_filled(bar, 0, tokens.party(party));
        }
        let mark = match (by == n, is_descending) {
            (false, _) => "",
            (true, true) => " ↓",
            (true, false) => " ↑",
        };
        let label = format!("{}{mark}", column.heading);
        let room = (place.width() - 8.0, 2);
        let galley = text::lines(ui, &label, Role::Heading, tokens.ink(), room);
        let anchor = pos2(place.left() + 4.0, place.top() + 4.0);
        let foot = text::paint(ui, anchor, Align2::LEFT_TOP, &galley).bottom();
        let below = text::line(
            ui,
            &column.below,
            Role::Small,
            tokens.muted(),
            place.width() - 8.0,
        );
        let anchor = pos2(place.left() + 4.0, foot);
        text::paint(ui, anchor, Align2::LEFT_TOP, &below);
    }
    let stroke = Stroke::new(1.0, tokens.faint());
    ui.painter()
        .hline(line.x_range(), line.bottom() - 1.0, stroke);
}

fn row_ui(ui: &mut Ui, scene: &mut Scene<'_>, row: &FloodRow, (columns, width): (&[Column], f32)) {
    let tokens = tokens(ui);
    let (body, small) = (text::height(ui, Role::Body), text::height(ui, Role::Small));
    let height = (body + small + 5.0).ceil();
    let (place, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let is_chosen = scene.state.floods.flood == row.at;
    let cells = columns.iter().filter_map(|column| cell(row, column.shown));
    let peaks: Vec<&str> = cells.map(|cell| cell.peak.as_str()).collect();
    let name = format!("{} · {}", row.label, peaks.join(" · "));
    response.widget_info(|| WidgetInfo::selected(AccessRole::ListItem, true, is_chosen, &name));
    if is_chosen {
        ui.painter().rect_filled(place, 0, tokens.wash());
    } else if response.hovered() {
        ui.painter().rect_filled(place, 0, tokens.raised());
    }
    panel::focus_ring(ui, &response);
    if response.clicked() {
        scene.state.floods.flood = if is_chosen { 0 } else { row.at };
    }
    for column in columns {
        let at = pos2(place.left() + column.left + 4.0, place.top() + 2.0);
        let room = column.width - 8.0;
        let rank = row.rank.to_string();
        let (main, below) = match column.shown {
            Shown::Date => (row.label.as_str(), ""),
            Shown::Rank => (rank.as_str(), ""),
            Shown::Often => (row.often.as_str(), ""),
            shown => cell(row, shown).map_or(("", ""), |cell| (&cell.peak, &cell.after)),
        };
        let role = if matches!(column.shown, Shown::Own | Shown::Date) {
            Role::Strong
        } else {
            Role::Body
        };
        let galley = text::line(ui, main, role, tokens.ink(), room);
        let y = text::paint(ui, at, Align2::LEFT_TOP, &galley).bottom();
        let galley = text::line(ui, below, Role::Small, tokens.muted(), room);
        text::paint(ui, pos2(at.x, y), Align2::LEFT_TOP, &galley);
    }
    let stroke = Stroke::new(1.0, tokens.grid());
    ui.painter()
        .hline(place.x_range(), place.bottom() - 0.5, stroke);
}
