//! One plot of a state: stage or discharge with the levels of its state, or rain hanging from the top.

use egui::{Align2, Rect, Stroke, Ui, pos2};
use egui_plot::PlotItem;

use super::axis::{self, Mapping};
use super::curve::{Bars, Curve, dashes};
use super::forecast_band;
use super::legend;
use super::levels;
use super::plot::{self, TimePlot};
use super::scene::Scene;
use super::signs::{self, Sign};
use super::state::Scales;
use super::text;
use super::theme::{Role, tokens};
use crate::present::{HydrographView, LineStatus, PlotLine, TimeMark, Words, thin, thin_bars};

/// Width of a line at a desk, px.
const LINE: f32 = 1.75;

/// Where a plot stands.
pub(super) struct Slot<'a> {
    /// Heading, legend and plot.
    pub(super) place: Rect,
    /// How much of it, from its top, heading and legend take.
    pub(super) heading: f32,
    /// Name of the state, for those who cannot see whose column it is.
    pub(super) state: &'a str,
}

/// Draws one plot with its heading; gives where its data lie.
pub(super) fn hydrograph_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    view: &HydrographView,
    slot: &Slot<'_>,
    marks: &[TimeMark],
) -> Mapping {
    let (place, heading) = (slot.place, slot.heading);
    let map = Mapping {
        frame: Rect::from_min_max(
            pos2(place.left() + axis::gutter(ui), place.top() + heading),
            place.max,
        ),
        x: scene.range,
        y: y_range(view, scene.state.scales),
    };
    legend::paint(ui, scene, view, place);
    axis::paint_y(ui, &map, scene.words);
    axis::paint_time_grid(ui, &map, marks);
    levels::paint_lines(ui, &map, view);
    paint_silence(ui, scene, &map, view);
    forecast_band::paint(ui, scene, view, &map);
    let (items, points) = items(ui, &map, view);
    let label = scene.words.with(
        "draw-plot-of",
        &[
            ("state", slot.state.into()),
            ("title", (&view.title).into()),
            ("unit", (&view.unit).into()),
        ],
    );
    let plot = TimePlot {
        id: &view.id,
        label,
        map,
        items,
    };
    plot::show(ui, scene, plot);
    paint_ends(ui, scene, &map, view);
    levels::paint_labels(ui, &map, view, scene, &points);
    axis::paint_edge(ui, &map);
    axis::paint_now(ui, &map, scene.view.now);
    axis::paint_cursor(ui, &map, scene.state.cursor);
    paint_notes(ui, &map, view);
    map
}

/// What the y axis shows, from its lower to its upper edge.
fn y_range(view: &HydrographView, scales: Scales) -> (f64, f64) {
    let (low, high) = match scales {
        Scales::Shared => view.linked_range,
        Scales::Free => view.y_range,
    };
    let (low, high) = if high > low && low.is_finite() && high.is_finite() {
        (low, high)
    } else {
        (0.0, 1.0)
    };
    if view.is_rain {
        (high, low)
    } else {
        (low, high)
    }
}

type Items = Vec<Box<dyn PlotItem>>;

/// The lines or bars of a view, thinned to the pixels there are, and the points of its lines.
fn items(ui: &Ui, map: &Mapping, view: &HydrographView) -> (Items, Vec<[f64; 2]>) {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a plot is a few thousand pixels wide"
    )]
    let columns = map.frame.width().max(1.0) as usize;
    let stations = legend::stations(view);
    let mut items: Items = Vec::with_capacity(view.lines.len());
    let mut drawn = Vec::new();
    for line in &view.lines {
        if view.is_rain {
            let nth = stations.iter().position(|station| *station == line.station);
            let slot = (nth.unwrap_or(0), stations.len());
            items.push(Box::new(bars(ui, map, line, columns, slot)));
        } else {
            let points = thin(&line.time, &line.value, map.x, columns);
            drawn.extend_from_slice(&points);
            let stroke = Stroke::new(LINE, tokens(ui).party_shade(line.party, line.nth));
            items.push(Box::new(Curve::new(&line.id, points, stroke, line.status)));
        }
    }
    (items, drawn)
}

fn bars(ui: &Ui, map: &Mapping, line: &PlotLine, columns: usize, slot: (usize, usize)) -> Bars {
    let points = thin_bars(&line.time, &line.value, map.x, columns);
    let colour = tokens(ui).party_shade(line.party, line.nth);
    let fill = match line.status {
        LineStatus::Approved => colour,
        // What a dash says of a line, a paler fill says of a bar.
        LineStatus::Provisional => colour.gamma_multiply(0.72),
        LineStatus::Estimated => colour.gamma_multiply(0.4),
    };
    Bars::new(&line.id, points, fill, line.step_seconds.max(1.0), slot)
}

/// When readings of some lines stop, Unix seconds; negative infinity when there are none.
fn last_reading<'a>(lines: impl Iterator<Item = &'a PlotLine>) -> (f64, f64) {
    lines
        .filter_map(|line| {
            let n = line.value.iter().rposition(|value| value.is_finite())?;
            Some((*line.time.get(n)?, line.value[n]))
        })
        .fold((f64::NEG_INFINITY, f64::NAN), |last, next| {
            if next.0 > last.0 { next } else { last }
        })
}

/// How long a plot may wait for its next reading before that is said, s.
fn patience(map: &Mapping, view: &HydrographView) -> f64 {
    let step = view
        .lines
        .iter()
        .map(|line| line.step_seconds)
        .fold(0.0, f64::max);
    (3.0 * step).max(0.02 * (map.x.1 - map.x.0))
}

/// Where all lines stopped earlier than they should, the time up to now is hatched: silence is not calm.
fn paint_silence(ui: &Ui, scene: &Scene<'_>, map: &Mapping, view: &HydrographView) {
    let now = scene.view.now.min(map.x.1);
    let last = last_reading(view.lines.iter()).0.max(map.x.0);
    if view.lines.is_empty() || now - last <= patience(map, view) {
        return;
    }
    let area = Rect::from_x_y_ranges(map.x_of(last)..=map.x_of(now), map.frame.y_range());
    hatch(ui, area);
    let tokens = tokens(ui);
    let word = scene.words.get("draw-no-reading");
    let galley = text::line(ui, &word, Role::Small, tokens.late(), area.width() - 4.0);
    if galley.size().x + 4.0 <= area.width() && !galley.elided {
        let place = Rect::from_center_size(area.center(), galley.size()).expand(2.0);
        ui.painter().rect_filled(place, 2, tokens.plot());
        text::paint(ui, area.center(), Align2::CENTER_CENTER, &galley);
    }
}

/// Where one line stopped while time went on, its end bears the sign of what is not known.
fn paint_ends(ui: &Ui, scene: &Scene<'_>, map: &Mapping, view: &HydrographView) {
    if view.is_rain {
        return;
    }
    let now = scene.view.now.min(map.x.1);
    for station in legend::stations(view) {
        let lines = view.lines.iter().filter(|line| line.station == station);
        let (time, value) = last_reading(lines);
        if map.shows_x(time) && now - time > patience(map, view) {
            let at = map.at(time, value);
            signs::paint(ui, ui.painter(), at, 5.5, Sign::Unknown);
        }
    }
}

fn hatch(ui: &Ui, area: Rect) {
    let painter = ui.painter().with_clip_rect(area.intersect(ui.clip_rect()));
    let stroke = Stroke::new(1.0, tokens(ui).hairline());
    let mut x = area.left() - area.height();
    while x < area.right() {
        painter.line_segment(
            [pos2(x, area.bottom()), pos2(x + area.height(), area.top())],
            stroke,
        );
        x += 8.0;
    }
}

fn paint_notes(ui: &Ui, map: &Mapping, view: &HydrographView) {
    let tokens = tokens(ui);
    if let Some(reason) = &view.empty_reason {
        let width = map.frame.width() - 12.0;
        let galley = text::line(ui, reason, Role::Small, tokens.muted(), width);
        text::paint(ui, map.frame.center(), Align2::CENTER_CENTER, &galley);
        return;
    }
    let height = text::height(ui, Role::Small);
    let mut y = map.frame.bottom() - 3.0;
    for note in view.notes.iter().rev() {
        let width = map.frame.width() - 12.0;
        let galley = text::line(ui, note, Role::Small, tokens.muted(), width);
        text::paint(
            ui,
            pos2(map.frame.left() + 6.0, y),
            Align2::LEFT_BOTTOM,
            &galley,
        );
        y -= height;
    }
}

/// The key of line styles: status by style, and the as-of line.
pub(super) fn status_key(ui: &Ui, scene: &Scene<'_>, place: Rect) {
    let tokens = tokens(ui);
    let middle = place.center().y;
    let mut x = place.right();
    let entries = [
        (LineStatus::Estimated, "draw-estimated"),
        (LineStatus::Provisional, "draw-provisional"),
        (LineStatus::Approved, "draw-approved"),
    ];
    // All or none: a key that names one style out of three tells nothing.
    let fits = |words: &Words| {
        let width = |(_, key): (_, &str)| text::width(ui, &words.get(key), Role::Small) + 48.0;
        entries.map(width).iter().sum::<f32>() <= place.width()
    };
    let first = scene.words.first();
    let words = if fits(scene.words) {
        scene.words
    } else {
        &first
    };
    if !fits(words) {
        return;
    }
    for (status, key) in entries {
        let word = words.get(key);
        let galley = text::line(ui, &word, Role::Small, tokens.muted(), f32::INFINITY);
        x = text::paint(ui, pos2(x, middle), Align2::RIGHT_CENTER, &galley).left() - 6.0;
        let line = [pos2(x - 26.0, middle), pos2(x, middle)];
        let stroke = Stroke::new(LINE, tokens.muted());
        let mut shapes = Vec::new();
        match status {
            LineStatus::Approved => shapes.push(egui::Shape::line_segment(line, stroke)),
            LineStatus::Provisional => dashes(&line, stroke, (7.0, 3.0), &mut shapes),
            LineStatus::Estimated => dashes(&line, stroke, (2.0, 3.0), &mut shapes),
        }
        ui.painter().extend(shapes);
        x -= 26.0 + 16.0;
    }
}
