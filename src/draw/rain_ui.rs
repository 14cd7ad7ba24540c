//! Rain of the basin: gauges and areas by duration, the states side by side, and what the figures are.

use egui::accesskit::Role as AccessRole;
use egui::{Align2, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::scene::Scene;
use super::signs::{self, Sign};
use super::text;
use super::theme::{Role, tokens};
use crate::present::rain::{RainCell, RainRow, RainView};

/// Narrower than this the table is moved sideways.
const NARROWEST: f32 = 900.0;
/// Room for the sign before a row.
const SIGN: f32 = 26.0;
/// Share of the width that names have.
const NAMES: f32 = 0.24;
/// Keys of the headings behind the durations.
const MORE: [&str; 3] = ["rain-index", "rain-heaviest-hour", "rain-heaviest-day"];

/// Draws the page into `place`.
pub(super) fn rain_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &RainView, place: Rect) {
    let width = place.width().max(NARROWEST) - 12.0;
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
    inner.spacing_mut().item_spacing.y = 0.0;
    let columns = Columns::of(width, view.hours.len());
    ScrollArea::both()
        .id_salt("rain")
        .auto_shrink(false)
        .show(&mut inner, |ui| {
            for (key, rows) in [
                ("rain-gauges", &view.gauges),
                ("rain-areas", &view.areas),
                ("rain-states", &view.states),
            ] {
                heading(
                    ui,
                    scene,
                    (key, !rows.iter().all(|row| row.more.is_empty())),
                    (view, &columns),
                );
                for row in rows {
                    row_ui(ui, row, &columns);
                }
                if rows.is_empty() {
                    line(ui, &scene.words.get("rain-none"), width);
                }
                ui.add_space(8.0);
            }
            for note in &view.notes {
                line(ui, note, width);
            }
        });
}

/// Where columns end: their figures lean to the right.
struct Columns {
    width: f32,
    names: f32,
    each: f32,
    hours: usize,
}

impl Columns {
    fn of(width: f32, hours: usize) -> Self {
        let names = (width * NAMES).max(230.0);
        #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
        let each = (width - names) / (hours + MORE.len()) as f32;
        Self {
            width,
            names,
            each,
            hours,
        }
    }

    /// Right edge of a column, from the left of the table.
    fn right(&self, n: usize) -> f32 {
        #[expect(clippy::cast_precision_loss, reason = "a handful of columns")]
        let edge = self.names + (n + 1) as f32 * self.each;
        edge - 10.0
    }
}

fn line(ui: &mut Ui, words: &str, width: f32) {
    let galley = text::lines(ui, words, Role::Small, tokens(ui).muted(), (width, 3));
    let (place, _) = ui.allocate_exact_size(galley.size() + vec2(0.0, 3.0), Sense::hover());
    text::paint(ui, place.min, Align2::LEFT_TOP, &galley);
}

fn heading(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (key, has_more): (&str, bool),
    (view, columns): (&RainView, &Columns),
) {
    let tokens = tokens(ui);
    let words = scene.words.first();
    let height = (text::height(ui, Role::Heading) + 6.0).ceil();
    let (place, _) = ui.allocate_exact_size(vec2(columns.width, height), Sense::hover());
    let title = text::line(
        ui,
        &words.get(key),
        Role::Heading,
        tokens.ink(),
        columns.names - 10.0,
    );
    text::paint(
        ui,
        pos2(place.left(), place.center().y),
        Align2::LEFT_CENTER,
        &title,
    );
    let more = if has_more { &MORE[..] } else { &[] };
    let headings = view
        .hours
        .iter()
        .cloned()
        .chain(more.iter().map(|key| words.get(key)));
    for (n, heading) in headings.enumerate() {
        let galley = text::line(
            ui,
            &heading,
            Role::Small,
            tokens.muted(),
            columns.each - 8.0,
        );
        text::paint(
            ui,
            pos2(place.left() + columns.right(n), place.center().y),
            Align2::RIGHT_CENTER,
            &galley,
        );
    }
    let stroke = Stroke::new(1.0, tokens.faint());
    ui.painter()
        .hline(place.x_range(), place.bottom() - 1.0, stroke);
}

fn row_ui(ui: &mut Ui, row: &RainRow, columns: &Columns) {
    let tokens = tokens(ui);
    let height = (text::height(ui, Role::Body) + text::height(ui, Role::Small) + 7.0).ceil();
    let (place, response) = ui.allocate_exact_size(vec2(columns.width, height), Sense::hover());
    let name = spoken(row);
    response.widget_info(|| WidgetInfo::labeled(AccessRole::ListItem, true, &name));
    let bar = Rect::from_min_size(place.min + vec2(0.0, 3.0), vec2(3.0, height - 6.0));
    ui.painter().rect_filled(bar, 0, tokens.party(row.party));
    if row.has_levels {
        let centre = pos2(place.left() + 15.0, place.center().y);
        signs::paint(ui, ui.painter(), centre, 7.0, Sign::of(row.rank, true));
    }
    let top = place.top() + 2.0;
    let room = columns.names - SIGN - 10.0;
    let main = text::line(ui, &row.name, Role::Strong, tokens.ink(), room);
    let y = text::paint(ui, pos2(place.left() + SIGN, top), Align2::LEFT_TOP, &main).bottom();
    let below = text::line_or_first(ui, &row.below, Role::Small, tokens.muted(), room);
    text::paint(ui, pos2(place.left() + SIGN, y), Align2::LEFT_TOP, &below);
    for (n, cell) in row.cells.iter().enumerate() {
        cell_ui(
            ui,
            cell,
            pos2(place.left() + columns.right(n), top),
            columns.each,
        );
    }
    for (n, cell) in row.more.iter().enumerate() {
        let at = pos2(place.left() + columns.right(columns.hours + n), top);
        cell_ui(ui, cell, at, columns.each);
    }
    let stroke = Stroke::new(1.0, tokens.grid());
    ui.painter()
        .hline(place.x_range(), place.bottom() - 0.5, stroke);
    response.on_hover_text(name);
}

/// A figure; on the colour of its level where one is reached, pale where it is no whole total.
fn cell_ui(ui: &Ui, cell: &RainCell, at: egui::Pos2, each: f32) {
    let tokens = tokens(ui);
    let room = each - 3.0;
    let (role, ink) = if cell.rank > 0 {
        (Role::Strong, tokens.ink())
    } else if cell.is_whole {
        (Role::Body, tokens.ink())
    } else {
        (Role::Body, tokens.muted())
    };
    let main = text::line(ui, &cell.main, role, ink, room);
    let place = text::paint(ui, at, Align2::RIGHT_TOP, &main);
    if cell.rank > 0 {
        let centre = pos2(place.left() - 9.0, place.center().y);
        signs::paint(
            ui,
            ui.painter(),
            centre,
            5.0,
            Sign::of(Some(cell.rank), true),
        );
    }
    let below = text::line_or_first(ui, &cell.below, Role::Small, tokens.muted(), room);
    text::paint(ui, pos2(at.x, place.bottom()), Align2::RIGHT_TOP, &below);
}

fn spoken(row: &RainRow) -> String {
    let cells = row.cells.iter().chain(&row.more);
    let parts = cells.flat_map(|cell| [cell.main.as_str(), cell.below.as_str()]);
    let all: Vec<&str> = [row.name.as_str(), row.below.as_str()]
        .into_iter()
        .chain(parts)
        .filter(|part| !part.is_empty())
        .collect();
    all.join(" · ")
}
