//! A study as a picture: each side's balance as a mark over its period, or what the balances rest on as bars.

use egui::{
    Align2, Color32, Pos2, Rect, ScrollArea, Sense, Shape, Stroke, Ui, UiBuilder, pos2, vec2,
};

use super::axis::{self, Mapping};
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::StudyView;

/// The narrowest slot of a period, px.
const NARROWEST: f32 = 14.0;

fn colour(ui: &Ui, view: &StudyView, side: usize) -> Color32 {
    let tokens = tokens(ui);
    match view.side_parties.get(side).copied().flatten() {
        Some(party) => tokens.party(party),
        None if side == 0 => tokens.muted(),
        None => tokens.focus(),
    }
}

/// Shapes tell the sides apart as well as colours do.
fn mark(ui: &Ui, at: Pos2, side: usize, colour: Color32) {
    let painter = ui.painter();
    match side % 4 {
        0 => {
            painter.circle_stroke(at, 4.0, Stroke::new(1.75, colour));
        }
        1 => {
            painter.circle_filled(at, 3.5, colour);
        }
        2 => {
            let points = [(0.0, -4.5), (4.5, 0.0), (0.0, 4.5), (-4.5, 0.0)]
                .map(|(x, y)| at + vec2(x, y))
                .to_vec();
            painter.add(Shape::convex_polygon(points, colour, Stroke::NONE));
        }
        _ => {
            let place = Rect::from_center_size(at, vec2(7.0, 7.0));
            painter.rect_filled(place, 0, colour);
        }
    }
}

/// Which mark is which; gives where it ends.
fn key(ui: &Ui, scene: &Scene<'_>, view: &StudyView, place: Rect) -> f32 {
    let tokens = tokens(ui);
    let height = text::height(ui, Role::Small);
    let mut at = pos2(place.left() + 6.0, place.top() + height / 2.0);
    for (side, name) in view.sides.iter().enumerate() {
        mark(ui, at, side, colour(ui, view, side));
        let galley = text::line(ui, name, Role::Small, tokens.ink(), f32::INFINITY);
        at.x = text::paint(ui, at + vec2(9.0, 0.0), Align2::LEFT_CENTER, &galley).right() + 20.0;
    }
    if view.rows.iter().any(|row| !row.is_verdict) {
        let chip = Rect::from_center_size(at + vec2(2.0, 0.0), vec2(14.0, 11.0));
        ui.painter().rect_filled(chip, 0, tokens.wash());
        let words = scene.words.first().get("study-no-common-verdict");
        let galley = text::line(ui, &words, Role::Small, tokens.ink(), f32::INFINITY);
        text::paint(ui, at + vec2(14.0, 0.0), Align2::LEFT_CENTER, &galley);
    }
    at.y + height / 2.0
}

/// Each side's balances over the periods, the newest where not all fit.
pub(super) fn marks_ui(ui: &mut Ui, scene: &Scene<'_>, view: &StudyView, place: Rect) {
    let top = key(ui, scene, view, place) + 4.0;
    let all = || {
        view.rows
            .iter()
            .flat_map(|row| row.values.iter().flatten().copied())
    };
    let ends = (all().fold(0.0, f64::min), all().fold(0.0, f64::max));
    let frame = Rect::from_min_max(
        pos2(place.left() + axis::gutter_of(ui, scene.words, ends), top),
        pos2(place.right(), place.bottom() - axis::time_axis_height(ui)),
    );
    if frame.height() < 24.0 {
        return;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred slots"
    )]
    let most = (frame.width() / NARROWEST).max(1.0) as usize;
    let first = view.rows.len().saturating_sub(most);
    let rows = view.rows.get(first..).unwrap_or_default();
    let values = || {
        let ranges = rows.iter().filter_map(|row| row.range);
        let ranges = ranges.flat_map(|(low, high)| [low, high]);
        let marks = rows
            .iter()
            .flat_map(|row| row.values.iter().flatten().copied());
        marks.chain(ranges).filter(|value| value.is_finite())
    };
    let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
    let pad = (0.08 * (high - low)).max(1e-9);
    #[expect(clippy::cast_precision_loss, reason = "a few hundred periods")]
    let map = Mapping {
        frame,
        x: (0.0, rows.len() as f64),
        y: (low - pad, high + pad),
    };
    axis::paint_y(ui, &map, scene.words);
    for (k, row) in rows.iter().enumerate() {
        slot_ui(ui, view, row, (&map, k));
    }
    let zero = Stroke::new(1.0, tokens(ui).muted());
    ui.painter().hline(frame.x_range(), map.y_of(0.0), zero);
    axis::paint_edge(ui, &map);
    let unit = text::line(
        ui,
        &view.unit,
        Role::Small,
        tokens(ui).muted(),
        frame.width(),
    );
    text::paint(
        ui,
        frame.left_top() + vec2(5.0, 2.0),
        Align2::LEFT_TOP,
        &unit,
    );
    labels(ui, rows, &map);
}

fn slot_ui(ui: &Ui, view: &StudyView, row: &crate::present::StudyRow, (map, k): (&Mapping, usize)) {
    let tokens = tokens(ui);
    #[expect(clippy::cast_precision_loss, reason = "a few hundred periods")]
    let left = k as f64;
    let slot = Rect::from_x_y_ranges(map.x_of(left)..=map.x_of(left + 1.0), map.frame.y_range());
    if !row.is_verdict {
        ui.painter().rect_filled(slot, 0, tokens.wash());
    }
    let x = slot.center().x;
    let apart = if row.range.is_some() {
        0.0
    } else {
        (slot.width() / 5.0).min(7.0)
    };
    let finite = || row.values.iter().flatten().copied();
    let (low, high) = row.range.unwrap_or((
        finite().fold(f64::INFINITY, f64::min),
        finite().fold(f64::NEG_INFINITY, f64::max),
    ));
    if low <= high {
        let stroke = Stroke::new(2.0, tokens.faint());
        ui.painter()
            .vline(x, map.y_of(high)..=map.y_of(low), stroke);
    }
    for (side, value) in row.values.iter().enumerate() {
        if let Some(value) = value {
            // Side by side, so that none hides another.
            #[expect(clippy::cast_precision_loss, reason = "a handful of sides")]
            let aside = (side as f32 - (row.values.len() as f32 - 1.0) / 2.0) * apart;
            let at = pos2(x + aside, map.y_of(*value));
            mark(ui, at, side, colour(ui, view, side));
        }
    }
    let texts = row.texts.iter().zip(&view.sides);
    let said: Vec<String> = texts
        .map(|(text, side)| format!("{side} {text} {}", view.unit))
        .collect();
    let id = ui.make_persistent_id(("study-slot", k));
    ui.interact(slot, id, Sense::hover()).on_hover_text(format!(
        "{}: {}\n{}",
        row.period,
        said.join(", "),
        row.verdict
    ));
}

fn labels(ui: &Ui, rows: &[crate::present::StudyRow], map: &Mapping) {
    let muted = tokens(ui).muted();
    let mut free_until = f32::INFINITY;
    for (k, row) in rows.iter().enumerate().rev() {
        let galley = text::line(ui, &row.period, Role::Small, muted, f32::INFINITY);
        let half = galley.size().x / 2.0;
        #[expect(clippy::cast_precision_loss, reason = "a few hundred periods")]
        let x = map.x_of(k as f64 + 0.5).min(map.frame.right() - half);
        if x + half + 10.0 <= free_until {
            let at = pos2(x, map.frame.bottom() + 3.0);
            free_until = text::paint(ui, at, Align2::CENTER_TOP, &galley).left();
        }
    }
}

/// What the balances rest on, as bars, the largest first.
pub(super) fn weights_ui(ui: &mut Ui, view: &StudyView, place: Rect) {
    let largest = view
        .weights
        .iter()
        .map(|weight| weight.size)
        .fold(1e-9, f64::max);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
    inner.spacing_mut().item_spacing.y = 6.0;
    ScrollArea::vertical()
        .id_salt("weights")
        .auto_shrink(false)
        .show(&mut inner, |ui| {
            for weight in &view.weights {
                weight_ui(ui, weight, weight.size / largest);
            }
        });
}

fn weight_ui(ui: &mut Ui, weight: &crate::present::StudyWeight, share: f64) {
    let tokens = tokens(ui);
    let width = ui.available_width() - 10.0;
    let title = text::line(ui, &weight.title, Role::Strong, tokens.ink(), width);
    let below = text::lines(ui, &weight.text, Role::Small, tokens.muted(), (width, 2));
    let height = title.size().y + below.size().y + 14.0;
    let (place, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    let name = format!("{}: {}", weight.title, weight.text);
    response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ListItem, true, &name));
    let title = text::paint(ui, place.min, Align2::LEFT_TOP, &title);
    #[expect(clippy::cast_possible_truncation, reason = "a share of a width")]
    let length = (width * share as f32).max(1.0);
    let bar = Rect::from_min_size(pos2(place.left(), title.bottom() + 1.0), vec2(length, 8.0));
    ui.painter().rect_filled(bar, 0, tokens.faint());
    let at = pos2(place.left(), bar.bottom() + 2.0);
    text::paint(ui, at, Align2::LEFT_TOP, &below);
}
