//! Floods over one another: around their peaks, or by the day of the hydrological year.

use egui::{Align2, Color32, Pos2, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::axis::{self, Mapping, ticks};
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::floods::{FloodRow, PastFloodsView};

/// Hours before and after a peak that are shown.
const HOURS: (f64, f64) = (-96.0, 168.0);

/// One line of an overlay.
struct Trace<'a> {
    points: &'a [(f64, f64)],
    stroke: Stroke,
    label: Option<String>,
}

/// Every flood, its peak at hour zero. The chosen one, else the newest, stands out and is named; so does the highest.
pub(super) fn aligned_ui(ui: &mut Ui, scene: &Scene<'_>, view: &PastFloodsView, place: Rect) {
    let tokens = tokens(ui);
    let chosen = chosen(scene, view);
    let highest = view.rows.iter().find(|row| row.rank == 1);
    let is = |row: &FloodRow, other: Option<&FloodRow>| other.is_some_and(|own| own.at == row.at);
    let party = tokens.party(view.own_party);
    let mut traces: Vec<Trace<'_>> = Vec::new();
    let plain = |row: &&FloodRow| !is(row, chosen) && !is(row, highest);
    for row in view.rows.iter().filter(plain) {
        traces.push(Trace {
            points: &row.trace,
            stroke: Stroke::new(1.0, tokens.faint()),
            label: None,
        });
    }
    let named = |row: &FloodRow, colour: Color32, width: f32| Trace {
        points: &[],
        stroke: Stroke::new(width, colour),
        label: Some(format!("{} · {} {}", row.label, row.own.peak, view.unit)),
    };
    if let Some(row) = highest.filter(|row| !is(row, chosen)) {
        traces.push(Trace {
            points: &row.trace,
            ..named(row, tokens.ink(), 1.5)
        });
    }
    if let Some(row) = chosen {
        traces.push(Trace {
            points: &row.trace,
            ..named(row, party, 2.5)
        });
    }
    let map = frame(ui, scene, view, (&traces, HOURS, place));
    let Some(map) = map else { return };
    let (hours, decimals) = ticks(HOURS.0, HOURS.1, map.frame.width() / 70.0);
    let days: Vec<(f64, String)> = hours
        .into_iter()
        .map(|hour| (hour, scene.words.signed(hour, decimals)))
        .collect();
    paint(ui, &map, &traces);
    ui.painter().vline(
        map.x_of(0.0),
        map.frame.y_range(),
        Stroke::new(1.0, tokens.muted()),
    );
    labels(ui, &map, &days);
    let words = scene.words.first().get("floods-hours-axis");
    note(ui, &map, &words);
}

fn chosen<'a>(scene: &Scene<'_>, view: &'a PastFloodsView) -> Option<&'a FloodRow> {
    let chosen = scene.state.floods.flood;
    let by_id = view.rows.iter().find(|row| row.at == chosen);
    by_id.or_else(|| view.rows.first())
}

/// Every hydrological year from its first day; the running one stands out, and that of the chosen flood.
pub(super) fn years_ui(ui: &mut Ui, scene: &Scene<'_>, view: &PastFloodsView, place: Rect) {
    let tokens = tokens(ui);
    let flood = scene.state.floods.flood;
    let chosen = view.rows.iter().find(|row| row.at == flood);
    let year_of = chosen.and_then(|row| {
        let mut years = view.years.iter();
        years.position(|year| year.label == row.year)
    });
    let last = view.years.len().checked_sub(1);
    let mut traces: Vec<Trace<'_>> = Vec::new();
    for (n, year) in view.years.iter().enumerate() {
        if Some(n) != last && Some(n) != year_of {
            traces.push(Trace {
                points: &year.trace,
                stroke: Stroke::new(1.0, tokens.faint()),
                label: None,
            });
        }
    }
    let own = year_of.filter(|n| Some(*n) != last);
    let marked = [
        (own, tokens.ink(), 1.5),
        (last, tokens.party(view.own_party), 2.5),
    ];
    for (n, colour, width) in marked {
        if let Some(year) = n.and_then(|n| view.years.get(n)) {
            traces.push(Trace {
                points: &year.trace,
                stroke: Stroke::new(width, colour),
                label: Some(year.label.clone()),
            });
        }
    }
    let days = (0.0, 366.0);
    let Some(map) = frame(ui, scene, view, (&traces, days, place)) else {
        return;
    };
    paint(ui, &map, &traces);
    labels(ui, &map, &view.months);
}

/// Axis of values, grid and key; `None` where there is no room or nothing to draw.
fn frame(
    ui: &Ui,
    scene: &Scene<'_>,
    view: &PastFloodsView,
    (traces, x, place): (&[Trace<'_>], (f64, f64), Rect),
) -> Option<Mapping> {
    let values = traces.iter().flat_map(|trace| trace.points.iter());
    let high = values
        .filter(|point| x.0 <= point.0 && point.0 <= x.1)
        .map(|point| point.1)
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    if high <= 0.0 {
        return None;
    }
    let top = key(ui, traces, place) + 4.0;
    let left = place.left() + axis::gutter_of(ui, scene.words, (0.0, high));
    let frame = Rect::from_min_max(
        pos2(left, top),
        pos2(
            place.right() - 6.0,
            place.bottom() - axis::time_axis_height(ui),
        ),
    );
    if frame.height() < 24.0 || frame.width() < 40.0 {
        return None;
    }
    let map = Mapping {
        frame,
        x,
        y: (0.0, high * 1.06),
    };
    axis::paint_y(ui, &map, scene.words);
    let unit = text::line(ui, &view.unit, Role::Small, tokens(ui).muted(), 80.0);
    let at = frame.left_top() + vec2(5.0, 2.0);
    text::paint(ui, at, Align2::LEFT_TOP, &unit);
    Some(map)
}

/// Which line is which; gives where it ends.
fn key(ui: &Ui, traces: &[Trace<'_>], place: Rect) -> f32 {
    let tokens = tokens(ui);
    let height = text::height(ui, Role::Small);
    let mut at = pos2(place.left() + 6.0, place.top() + height / 2.0);
    for trace in traces.iter().rev() {
        let Some(label) = &trace.label else { continue };
        let end = at + vec2(18.0, 0.0);
        ui.painter().line_segment([at, end], trace.stroke);
        let room = (place.right() - end.x - 6.0).max(10.0);
        let galley = text::line(ui, label, Role::Small, tokens.ink(), room);
        let next = end + vec2(5.0, 0.0);
        at.x = text::paint(ui, next, Align2::LEFT_CENTER, &galley).right() + 16.0;
    }
    at.y + height / 2.0
}

fn paint(ui: &Ui, map: &Mapping, traces: &[Trace<'_>]) {
    let painter = ui.painter().with_clip_rect(map.frame);
    for trace in traces {
        for run in trace.points.split(|point| point.1.is_nan()) {
            let points: Vec<Pos2> = run.iter().map(|(x, y)| map.at(*x, *y)).collect();
            if points.len() > 1 {
                painter.add(Shape::line(points, trace.stroke));
            }
        }
    }
    axis::paint_edge(ui, map);
}

fn labels(ui: &Ui, map: &Mapping, labels: &[(f64, String)]) {
    let tokens = tokens(ui);
    let mut free = f32::NEG_INFINITY;
    for (x, label) in labels {
        let x = map.x_of(*x);
        ui.painter()
            .vline(x, map.frame.y_range(), Stroke::new(1.0, tokens.grid()));
        let galley = text::line(ui, label, Role::Small, tokens.muted(), f32::INFINITY);
        let half = galley.size().x / 2.0;
        let middle = x.clamp(map.frame.left() + half, map.frame.right() - half);
        if middle - half > free {
            let at = pos2(middle, map.frame.bottom() + 3.0);
            free = text::paint(ui, at, Align2::CENTER_TOP, &galley).right() + 8.0;
        }
    }
}

fn note(ui: &Ui, map: &Mapping, words: &str) {
    let galley = text::line(ui, words, Role::Small, tokens(ui).muted(), 200.0);
    let at = map.frame.right_top() + vec2(-5.0, 2.0);
    text::paint(ui, at, Align2::RIGHT_TOP, &galley);
}
