//! How often a flow is reached: annual maxima and curves on Gumbel's paper, and a table beside them.

use egui::{Align2, Color32, Pos2, Rect, Sense, Shape, Stroke, Ui, UiBuilder, pos2, vec2};

use super::axis::{self, Mapping};
use super::record_ui::record_ui;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::frequency::{CurveView, FrequencyView, TodayView};

/// Below this width the table has no place beside the plot.
const ROOM_FOR_BOTH: f32 = 760.0;
/// Below this height the small print goes.
const ROOM_FOR_NOTES: f32 = 260.0;

/// Draws the page into `place`.
pub(super) fn frequency_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &FrequencyView, place: Rect) {
    let mut place = head(ui, view, place);
    if view.observed.is_empty() {
        record_ui(ui, scene, &view.record, place);
        return;
    }
    if !view.rows.is_empty() {
        let table = table_size(ui, view, place);
        let is_beside = place.width() >= ROOM_FOR_BOTH.max(table.x + 380.0);
        let own = if is_beside {
            let own = Rect::from_min_max(pos2(place.right() - table.x, place.top()), place.max);
            place.max.x = own.left() - 16.0;
            Some(own)
        } else if place.height() >= table.y + 200.0 {
            let own = Rect::from_min_max(pos2(place.left(), place.bottom() - table.y), place.max);
            place.max.y = own.top() - 8.0;
            Some(own)
        } else {
            None
        };
        if let Some(own) = own {
            table_ui(ui, view, own);
        }
    }
    plot_ui(ui, scene, view, place);
}

/// What the maxima are, why there is no curve, where today's flow stands, and the small print where there is room.
fn head(ui: &Ui, view: &FrequencyView, place: Rect) -> Rect {
    let tokens = tokens(ui);
    let mut y = place.top();
    let mut say = |words: &str, role: Role, colour: Color32, rows: usize| {
        let galley = text::lines(ui, words, role, colour, (place.width(), rows));
        y = text::paint(ui, pos2(place.left(), y), Align2::LEFT_TOP, &galley).bottom() + 2.0;
    };
    if !view.title.is_empty() {
        say(&view.title, Role::Heading, tokens.ink(), 2);
    }
    if let Some(refusal) = &view.refusal {
        say(refusal, Role::Strong, tokens.ink(), 2);
    }
    if let Some(today) = &view.today {
        say(&today.words.join(". "), Role::Body, tokens.ink(), 2);
    }
    if place.height() >= ROOM_FOR_NOTES {
        say(&view.notes.join(". "), Role::Small, tokens.muted(), 2);
    }
    Rect::from_min_max(pos2(place.left(), y + 4.0), place.max)
}

/// Colour and dashes of a curve: the first is the one that the band and today's place belong to.
fn look(ui: &Ui, nth: usize) -> (Stroke, Option<(f32, f32)>) {
    let tokens = tokens(ui);
    match nth {
        0 => (Stroke::new(2.0, tokens.focus()), None),
        1 => (Stroke::new(1.5, tokens.ink()), Some((7.0, 4.0))),
        _ => (Stroke::new(1.5, tokens.muted()), Some((2.0, 3.0))),
    }
}

fn plot_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &FrequencyView, place: Rect) {
    let top = key(ui, view, place) + 4.0;
    let bottom = place.bottom() - 2.0 * axis::time_axis_height(ui);
    let left = place.left() + axis::gutter_of(ui, scene.words, view.y);
    let frame = Rect::from_min_max(pos2(left, top), pos2(place.right() - 8.0, bottom));
    if frame.height() < 40.0 || frame.width() < 80.0 {
        return;
    }
    let map = Mapping {
        frame,
        x: view.x,
        y: view.y,
    };
    axis::paint_y(ui, &map, scene.words);
    paint_periods(ui, scene, view, &map);
    let clipped = ui.painter().with_clip_rect(frame);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(frame));
    inner.set_clip_rect(clipped.clip_rect());
    if let Some(first) = view.curves.first() {
        band(&inner, first, &map);
    }
    for (nth, curve) in view.curves.iter().enumerate().rev() {
        line(&inner, curve, &map, nth);
    }
    if let Some(today) = &view.today {
        today_ui(&inner, today, &map);
    }
    points(&mut inner, view, &map);
    axis::paint_edge(ui, &map);
    let unit = text::line(
        ui,
        &view.unit,
        Role::Small,
        tokens(ui).muted(),
        frame.width(),
    );
    let at = frame.left_top() + vec2(5.0, 2.0);
    text::paint(ui, at, Align2::LEFT_TOP, &unit);
}

/// Which line is which.
fn key(ui: &Ui, view: &FrequencyView, place: Rect) -> f32 {
    let height = text::height(ui, Role::Small);
    let mut at = pos2(place.left() + 6.0, place.top() + height / 2.0);
    for (nth, curve) in view.curves.iter().enumerate() {
        let (stroke, dashes) = look(ui, nth);
        let ends = [at, at + vec2(26.0, 0.0)];
        paint_path(ui, &ends, stroke, dashes);
        let galley = text::line(
            ui,
            &curve.name,
            Role::Small,
            tokens(ui).ink(),
            f32::INFINITY,
        );
        let said = text::paint(ui, at + vec2(31.0, 0.0), Align2::LEFT_CENTER, &galley);
        at.x = said.right() + 18.0;
    }
    if view.curves.is_empty() {
        return place.top();
    }
    at.y + height / 2.0
}

fn paint_path(ui: &Ui, path: &[Pos2], stroke: Stroke, dashes: Option<(f32, f32)>) {
    match dashes {
        None => {
            ui.painter().add(Shape::line(path.to_vec(), stroke));
        }
        Some((dash, gap)) => {
            ui.painter()
                .extend(Shape::dashed_line(path, stroke, dash, gap));
        }
    }
}

/// Upright grid lines at return periods, their labels, and what they are.
fn paint_periods(ui: &Ui, scene: &Scene<'_>, view: &FrequencyView, map: &Mapping) {
    let tokens = tokens(ui);
    let y = map.frame.bottom() + 3.0;
    let mut free_from = f32::NEG_INFINITY;
    for (x, label) in &view.marks {
        let x = map.x_of(*x);
        ui.painter()
            .vline(x, map.frame.y_range(), Stroke::new(1.0, tokens.grid()));
        let galley = text::line(ui, label, Role::Small, tokens.muted(), f32::INFINITY);
        let half = galley.size().x / 2.0;
        if x - half > free_from + 4.0 {
            free_from = text::paint(ui, pos2(x, y), Align2::CENTER_TOP, &galley).right();
        }
    }
    let words = scene.words.get("frequency-axis");
    let galley = text::line_or_first(ui, &words, Role::Small, tokens.muted(), map.frame.width());
    let at = pos2(map.frame.center().x, y + axis::time_axis_height(ui));
    text::paint(ui, at, Align2::CENTER_TOP, &galley);
}

fn band(ui: &Ui, curve: &CurveView, map: &Mapping) {
    let colour = tokens(ui).focus().gamma_multiply(0.14);
    for pair in curve.band.windows(2) {
        let ([x0, low0, high0], [x1, low1, high1]) = (pair[0], pair[1]);
        let corners = vec![
            map.at(x0, low0),
            map.at(x1, low1),
            map.at(x1, high1),
            map.at(x0, high0),
        ];
        ui.painter()
            .add(Shape::convex_polygon(corners, colour, Stroke::NONE));
    }
}

/// The curve, pale from where the record does not bear it.
fn line(ui: &Ui, curve: &CurveView, map: &Mapping, nth: usize) {
    let (stroke, dashes) = look(ui, nth);
    let until = curve
        .points
        .partition_point(|point| point[0] <= curve.borne_until + 1e-9);
    let path =
        |points: &[[f64; 2]]| -> Vec<Pos2> { points.iter().map(|[x, y]| map.at(*x, *y)).collect() };
    let (borne, rest) = curve.points.split_at(until);
    if borne.len() > 1 {
        paint_path(ui, &path(borne), stroke, dashes);
    }
    let rest = &curve.points[curve.points.len() - rest.len() - usize::from(until > 0)..];
    if rest.len() > 1 {
        let pale = Stroke::new(stroke.width, stroke.color.gamma_multiply(0.35));
        paint_path(ui, &path(rest), pale, dashes);
    }
}

fn today_ui(ui: &Ui, today: &TodayView, map: &Mapping) {
    let stroke = Stroke::new(1.25, tokens(ui).now());
    let y = map.y_of(today.value);
    let x = today
        .x
        .map_or(map.frame.right(), |x| map.x_of(x))
        .max(map.frame.left());
    let path = [
        pos2(map.frame.left(), y),
        pos2(x, y),
        pos2(x, map.frame.bottom()),
    ];
    ui.painter()
        .extend(Shape::dashed_line(&path, stroke, 4.0, 3.0));
    let points = [(0.0, -5.0), (5.0, 0.0), (0.0, 5.0), (-5.0, 0.0)]
        .map(|(dx, dy)| pos2(x + dx, y + dy))
        .to_vec();
    ui.painter().add(Shape::convex_polygon(
        points,
        tokens(ui).now(),
        Stroke::NONE,
    ));
}

fn points(ui: &mut Ui, view: &FrequencyView, map: &Mapping) {
    let stroke = Stroke::new(1.5, tokens(ui).ink());
    for (n, point) in view.observed.iter().enumerate() {
        let at = map.at(point.x, point.value);
        ui.painter().circle(at, 3.5, tokens(ui).plot(), stroke);
        let id = ui.make_persistent_id(("frequency-maximum", n));
        let near = Rect::from_center_size(at, vec2(11.0, 11.0));
        let response = ui.interact(near, id, Sense::hover());
        response.on_hover_text(&point.words);
    }
}

const PAD: f32 = 14.0;

/// Right edges of the columns that fit into a width: a value always comes with its limits.
fn columns(ui: &Ui, view: &FrequencyView) -> Vec<f32> {
    let mut x = 0.0;
    let edges = view.headings.iter().enumerate().map(|(n, heading)| {
        let cells = view.rows.iter().filter_map(|row| row.cells.get(n));
        let widest = cells
            .map(|cell| text::width(ui, cell, Role::Body))
            .fold(text::width(ui, heading, Role::Heading), f32::max);
        x += widest + PAD;
        x
    });
    edges.collect()
}

fn row_height(ui: &Ui) -> f32 {
    (text::height(ui, Role::Body) + 5.0).ceil()
}

#[expect(clippy::cast_precision_loss, reason = "a handful of rows")]
fn table_size(ui: &Ui, view: &FrequencyView, place: Rect) -> egui::Vec2 {
    let edges = columns(ui, view);
    // Where not all curves fit, the first two, or the first alone.
    let most = 0.55 * place.width();
    let mut fitting = [edges.len(), 5, 3]
        .into_iter()
        .filter_map(|n| edges.get(n.checked_sub(1)?).copied());
    let width = fitting
        .clone()
        .find(|width| *width <= most)
        .or_else(|| fitting.next_back())
        .unwrap_or(0.0);
    vec2(
        width + 4.0,
        row_height(ui) * (view.rows.len() as f32 + 1.0) + 4.0,
    )
}

fn table_ui(ui: &Ui, view: &FrequencyView, place: Rect) {
    let tokens = tokens(ui);
    let height = row_height(ui);
    let edges = columns(ui, view);
    let row = |cells: &[String], y: f32, (role, colour): (Role, Color32)| {
        for (cell, edge) in cells.iter().zip(&edges) {
            if *edge > place.width() + 0.5 {
                break;
            }
            let galley = text::line(ui, cell, role, colour, f32::INFINITY);
            text::paint(
                ui,
                pos2(place.left() + edge, y),
                Align2::RIGHT_CENTER,
                &galley,
            );
        }
    };
    row(
        &view.headings,
        place.top() + height / 2.0,
        (Role::Heading, tokens.ink()),
    );
    let rule = Stroke::new(1.0, tokens.faint());
    ui.painter()
        .hline(place.x_range(), place.top() + height, rule);
    let mut y = place.top() + height;
    for own in &view.rows {
        let colour = if own.is_pale {
            tokens.faint()
        } else {
            tokens.ink()
        };
        row(&own.cells, y + height / 2.0, (Role::Body, colour));
        y += height;
        let rule = Stroke::new(1.0, tokens.grid());
        ui.painter().hline(place.x_range(), y - 0.5, rule);
    }
}
