//! One running period: water delivered so far against what is due so far.

use std::sync::Arc;

use egui::{Align2, Galley, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::axis::{self, Mapping};
use super::curve::dashes;
use super::panel;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::domain::Status;
use crate::present::{PaceView, time_marks};

/// Height that the sentences need in cards of this width: the same for all, so that their plots line up.
pub(super) fn foot(ui: &Ui, views: &[PaceView], width: f32) -> f32 {
    views
        .iter()
        .map(|view| sentence(ui, &view.sentence, width).size().y)
        .fold(0.0, f32::max)
        + 2.0
}

/// Draws the card of one running period; its sentence takes the last `foot` pixels.
pub(super) fn pace_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    view: &PaceView,
    (place, foot): (Rect, f32),
) {
    let tokens = tokens(ui);
    let heading = heading(ui, scene, view, place);
    let sentence = sentence(ui, &view.sentence, place.width());
    let frame = Rect::from_min_max(
        pos2(place.left() + axis::gutter(ui), heading + 4.0),
        pos2(
            place.right(),
            place.bottom() - foot - axis::time_axis_height(ui),
        ),
    );
    let at = pos2(place.left(), place.bottom() - foot + 1.0);
    ui.painter()
        .galley(at.round(), Arc::clone(&sentence), tokens.ink());
    let words = Rect::from_min_size(at, sentence.size());
    panel::explains(ui, scene, words, &view.figure, &view.sentence);
    if frame.height() > 24.0 {
        plot(ui, scene, view, frame);
    }
}

/// Rule and period; gives where the plot may begin.
fn heading(ui: &Ui, scene: &Scene<'_>, view: &PaceView, place: Rect) -> f32 {
    let tokens = tokens(ui);
    let row = text::height(ui, Role::Heading);
    let chip = Rect::from_min_size(place.min + vec2(0.0, 3.0), vec2(4.0, row - 5.0));
    ui.painter().rect_filled(chip, 0, tokens.party(view.party));
    let period = text::line(
        ui,
        &view.period,
        Role::Small,
        tokens.muted(),
        place.width() / 2.0,
    );
    let right = pos2(place.right(), place.top() + row / 2.0);
    let period = text::paint(ui, right, Align2::RIGHT_CENTER, &period);
    let width = period.left() - place.left() - 18.0;
    let title = text::line(ui, &view.title, Role::Heading, tokens.ink(), width);
    let at = pos2(place.left() + 10.0, place.top() + row / 2.0);
    let title = text::paint(ui, at, Align2::LEFT_CENTER, &title);
    let second = title.bottom() + text::height(ui, Role::Small) / 2.0;
    let party = scene.party_name(view.party);
    let galley = text::line(
        ui,
        party,
        Role::Small,
        tokens.party(view.party),
        place.width() / 3.0,
    );
    text::paint(
        ui,
        pos2(place.left() + 10.0, second),
        Align2::LEFT_CENTER,
        &galley,
    );
    key(ui, scene, view, pos2(place.right(), second));
    second + text::height(ui, Role::Small) / 2.0
}

/// Which line is which, right-aligned at `end`.
fn key(ui: &Ui, scene: &Scene<'_>, view: &PaceView, end: egui::Pos2) {
    let tokens = tokens(ui);
    let mut x = end.x;
    let required = Stroke::new(1.25, tokens.muted());
    let delivered = Stroke::new(2.0, tokens.party(view.party));
    for (word, stroke, is_dashed) in [
        ("draw-required", required, true),
        ("draw-delivered", delivered, false),
    ] {
        let galley = text::line(
            ui,
            &scene.words.get(word),
            Role::Small,
            tokens.muted(),
            f32::INFINITY,
        );
        x = text::paint(ui, pos2(x, end.y), Align2::RIGHT_CENTER, &galley).left() - 5.0;
        let line = [pos2(x - 16.0, end.y), pos2(x, end.y)];
        if is_dashed {
            ui.painter()
                .extend(Shape::dashed_line(&line, stroke, 4.0, 2.5));
        } else {
            ui.painter().line_segment(line, stroke);
        }
        x -= 16.0 + 10.0;
    }
}

fn sentence(ui: &Ui, words: &str, width: f32) -> Arc<Galley> {
    text::lines(ui, words, Role::Small, tokens(ui).ink(), (width, 3))
}

/// The two cumulative curves over the whole period.
fn plot(ui: &Ui, scene: &Scene<'_>, view: &PaceView, frame: Rect) {
    let tokens = tokens(ui);
    let curves = [&view.delivered_curve, &view.required_curve];
    let points = || curves.iter().flat_map(|curve| curve.iter());
    let start = points().map(|point| point.0).fold(f64::INFINITY, f64::min);
    let end = points()
        .map(|point| point.0)
        .fold(f64::NEG_INFINITY, f64::max);
    let top = points()
        .map(|point| point.1)
        .chain([view.required])
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    let has_span = start < end;
    if !has_span || top <= 0.0 {
        return;
    }
    let map = Mapping {
        frame,
        x: (start, end),
        y: (0.0, top * 1.08),
    };
    axis::paint_y(ui, &map, scene.words);
    let marks = time_marks(
        map.x,
        f64::from(frame.width()),
        scene.state.clock,
        scene.words,
    );
    axis::paint_time_grid(ui, &map, &marks);
    let mut shapes = Vec::new();
    for run in runs(&map, &view.required_curve) {
        dashes(
            &run,
            Stroke::new(1.25, tokens.muted()),
            (4.0, 2.5),
            &mut shapes,
        );
    }
    // A figure that may still change is dashed here as in every other plot.
    let stroke = Stroke::new(2.0, tokens.party(view.party));
    for run in runs(&map, &view.delivered_curve) {
        match view.status {
            Status::Final => shapes.push(Shape::line(run, stroke)),
            _ => dashes(&run, stroke, (7.0, 3.0), &mut shapes),
        }
    }
    ui.painter()
        .with_clip_rect(frame.expand(1.0))
        .extend(shapes);
    axis::paint_edge(ui, &map);
    axis::paint_now(ui, &map, scene.view.now);
    axis::paint_time_labels(ui, &map, &marks, scene);
    let unit = text::line(ui, &view.unit, Role::Small, tokens.muted(), frame.width());
    text::paint(
        ui,
        frame.left_top() + vec2(5.0, 2.0),
        Align2::LEFT_TOP,
        &unit,
    );
}

/// The stretches of a curve between its gaps, in pixels.
fn runs(map: &Mapping, curve: &[(f64, f64)]) -> Vec<Vec<egui::Pos2>> {
    curve
        .split(|point| point.1.is_nan())
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().map(|(x, y)| map.at(*x, *y)).collect())
        .collect()
}
