//! One running period in full: delivered against required, the pace that is needed, and how the period would end if
//! the rest of it came as in each past year.

use egui::{Align2, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::axis::{self, Mapping};
use super::clause_ui::clause_ui;
use super::curve::dashes;
use super::outlook_ui::outlook_ui;
use super::pace_ui::{key_words, runs};
use super::panel;
use super::scene::Scene;
use super::subject_ui::{Subject, parts, subjects};
use super::text;
use super::theme::{Role, tokens};
use crate::domain::Status;
use crate::domain::agreement::RowKind;
use crate::present::{PaceView, time_marks};

/// Height from which the past years stand below the curves as well, px.
const ROOM_FOR_OUTLOOK: f32 = 330.0;

/// Draws the page into `place`.
pub(super) fn progress_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let parts = parts(place);
    let views = &scene.view.allocation.paces;
    let entries: Vec<Subject<'_>> = views
        .iter()
        .map(|view| Subject {
            id: &view.id,
            title: &view.rule,
            below: format!("{} · {}", scene.party_name(view.party), view.period),
            party: Some(view.party),
        })
        .collect();
    let chosen = scene.state.allocation.pace.clone();
    let (at, clicked) = subjects(ui, parts.list, &entries, &chosen);
    if let Some(id) = clicked {
        scene.state.allocation.pace = id;
    }
    let Some(view) = views.get(at) else {
        return;
    };
    centre(ui, scene, view, parts.centre);
    if let Some(place) = parts.clause {
        clause_ui(ui, scene, place, (&view.agreement, &view.clause));
    }
}

fn centre(ui: &mut Ui, scene: &mut Scene<'_>, view: &PaceView, place: Rect) {
    let tokens = tokens(ui);
    let heading = text::line(ui, &view.title, Role::Heading, tokens.ink(), place.width());
    let heading = text::paint(ui, place.min, Align2::LEFT_TOP, &heading);
    panel::explains(ui, scene, heading, &view.figure, &view.title);
    let mut y = heading.bottom() + 2.0;
    for sentence in [&view.sentence, &view.outlook.sentence] {
        if sentence.is_empty() {
            continue;
        }
        let ink = tokens.ink();
        let galley = text::lines(ui, sentence, Role::Body, ink, (place.width(), 3));
        let said = text::paint(ui, pos2(place.left(), y), Align2::LEFT_TOP, &galley);
        panel::explains(ui, scene, said, &view.figure, sentence);
        y = said.bottom() + 1.0;
    }
    y = key(ui, scene, view, (place, y + 4.0)) + 4.0;
    let has_outlook = !view.outlook.traces.is_empty() && place.bottom() - y > ROOM_FOR_OUTLOOK;
    let foot = if has_outlook {
        place.bottom() - (0.26 * (place.bottom() - y)).clamp(90.0, 190.0)
    } else {
        place.bottom()
    };
    let frame = Rect::from_min_max(
        pos2(
            place.left() + axis::gutter_of(ui, scene.words, (0.0, 1.06 * view.required)),
            y,
        ),
        pos2(place.right() - 8.0, foot - axis::time_axis_height(ui)),
    );
    if frame.height() > 30.0 {
        plot(ui, scene, view, frame);
    }
    if has_outlook {
        let place = Rect::from_min_max(pos2(place.left(), foot + 8.0), place.max);
        outlook_ui(ui, scene, view, place);
    }
}

/// One entry of the key: words, and how its line is drawn.
struct Entry {
    words: String,
    stroke: Stroke,
    /// On and off, px; none for a solid line.
    dash: Option<(f32, f32)>,
}

fn entries(ui: &Ui, scene: &Scene<'_>, view: &PaceView) -> Vec<Entry> {
    let tokens = tokens(ui);
    let words = scene.words;
    let [due, came] = key_words(view);
    let dash = (view.status != Status::Final).then_some((7.0, 3.0));
    let mut entries = vec![
        Entry {
            words: words.get(came),
            stroke: Stroke::new(2.5, tokens.party(view.party)),
            dash,
        },
        Entry {
            words: words.get(due),
            stroke: Stroke::new(1.25, tokens.muted()),
            dash: Some((4.0, 2.5)),
        },
    ];
    if !view.pace_curve.is_empty() {
        let pace = words.figure(view.pace_needed_m3s, "m³/s");
        entries.push(Entry {
            words: words.with("draw-pace-needed", &[("pace", pace.into())]),
            stroke: Stroke::new(1.75, tokens.focus()),
            dash: Some((2.0, 3.0)),
        });
    }
    if !view.outlook.traces.is_empty() {
        entries.push(Entry {
            words: words.get("draw-past-years"),
            stroke: Stroke::new(1.0, tokens.party_shade(view.party, 1)),
            dash: None,
        });
    }
    entries
}

/// Which line is which, from the left, on as many lines as it takes; gives where it ends.
fn key(ui: &Ui, scene: &Scene<'_>, view: &PaceView, (place, top): (Rect, f32)) -> f32 {
    let ink = tokens(ui).muted();
    let height = text::height(ui, Role::Small) + 2.0;
    let mut at = pos2(place.left(), top + height / 2.0);
    for entry in entries(ui, scene, view) {
        let galley = text::line(ui, &entry.words, Role::Small, ink, f32::INFINITY);
        let width = galley.size().x + 32.0;
        if at.x + width > place.right() && at.x > place.left() {
            at = pos2(place.left(), at.y + height);
        }
        let line = [at, at + vec2(26.0, 0.0)];
        match entry.dash {
            None => {
                ui.painter().line_segment(line, entry.stroke);
            }
            Some(pattern) => {
                let mut shapes = Vec::new();
                dashes(&line, entry.stroke, pattern, &mut shapes);
                ui.painter().extend(shapes);
            }
        }
        text::paint(ui, at + vec2(31.0, 0.0), Align2::LEFT_CENTER, &galley);
        at.x += width + 16.0;
    }
    at.y + height / 2.0
}

fn plot(ui: &mut Ui, scene: &Scene<'_>, view: &PaceView, frame: Rect) {
    let Some(map) = mapping(view, frame) else {
        let reason = scene.words.get("draw-nothing-to-draw");
        let galley = text::line(ui, &reason, Role::Body, tokens(ui).muted(), frame.width());
        text::paint(ui, frame.center(), Align2::CENTER_CENTER, &galley);
        return;
    };
    let tokens = tokens(ui);
    axis::paint_y(ui, &map, scene.words);
    let width = f64::from(frame.width());
    let marks = time_marks(map.x, width, scene.state.clock, scene.words);
    axis::paint_time_grid(ui, &map, &marks);
    let painter = ui.painter().with_clip_rect(frame.expand(1.0));
    painter.extend(curves(ui, view, &map));
    axis::paint_edge(ui, &map);
    axis::paint_now(ui, &map, scene.view.now);
    axis::paint_time_labels(ui, &map, &marks, scene);
    total_line(ui, scene, view, &map);
    let unit = text::line(ui, &view.unit, Role::Small, tokens.muted(), frame.width());
    let at = frame.left_top() + vec2(5.0, 2.0);
    text::paint(ui, at, Align2::LEFT_TOP, &unit);
}

/// Room for every curve; none when there is nothing to draw.
fn mapping(view: &PaceView, frame: Rect) -> Option<Mapping> {
    let own = [
        &view.delivered_curve,
        &view.required_curve,
        &view.pace_curve,
    ];
    let traces = view.outlook.traces.iter().map(|trace| &trace.curve);
    let points = || {
        own.into_iter()
            .chain(traces.clone())
            .flat_map(|curve| curve.iter())
    };
    let start = points().map(|point| point.0).fold(f64::INFINITY, f64::min);
    let end = points()
        .map(|point| point.0)
        .fold(f64::NEG_INFINITY, f64::max);
    let top = points()
        .map(|point| point.1)
        .chain([view.required])
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    (start < end && top > 0.0).then_some(Mapping {
        frame,
        x: (start, end),
        y: (0.0, top * 1.06),
    })
}

fn curves(ui: &Ui, view: &PaceView, map: &Mapping) -> Vec<Shape> {
    let tokens = tokens(ui);
    let mut shapes = Vec::new();
    let faint = Stroke::new(1.0, tokens.party_shade(view.party, 1).gamma_multiply(0.75));
    for trace in &view.outlook.traces {
        for run in runs(map, &trace.curve) {
            shapes.push(Shape::line(run, faint));
        }
    }
    let due = Stroke::new(1.25, tokens.muted());
    for run in runs(map, &view.required_curve) {
        dashes(&run, due, (4.0, 2.5), &mut shapes);
    }
    let pace = Stroke::new(1.75, tokens.focus());
    for run in runs(map, &view.pace_curve) {
        dashes(&run, pace, (2.0, 3.0), &mut shapes);
    }
    let came = Stroke::new(2.5, tokens.party(view.party));
    for run in runs(map, &view.delivered_curve) {
        match view.status {
            Status::Final => shapes.push(Shape::line(run, came)),
            _ => dashes(&run, came, (7.0, 3.0), &mut shapes),
        }
    }
    shapes
}

/// What is required in all, as a level line with its figure.
fn total_line(ui: &Ui, scene: &Scene<'_>, view: &PaceView, map: &Mapping) {
    if !view.required.is_finite() || view.required_curve.len() < 3 {
        return;
    }
    let tokens = tokens(ui);
    let y = map.y_of(view.required);
    let stroke = Stroke::new(1.0, tokens.muted());
    ui.painter().hline(map.frame.x_range(), y, stroke);
    let key = match view.kind {
        RowKind::Maximum => "draw-at-most-in-all",
        RowKind::Account | RowKind::Minimum => "draw-required-in-all",
    };
    let figure = scene.words.figure(Some(view.required), &view.unit);
    let words = scene.words.first().with(key, &[("figure", figure.into())]);
    let galley = text::line(ui, &words, Role::Small, tokens.ink(), map.frame.width());
    let middle = map.frame.center().x;
    let ground = Rect::from_center_size(pos2(middle, y), galley.size() + vec2(8.0, 0.0));
    ui.painter().rect_filled(ground, 2, tokens.plot());
    text::paint(ui, pos2(middle, y), Align2::CENTER_CENTER, &galley);
}
