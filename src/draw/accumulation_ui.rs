//! How an index accumulated within one year, against its mean over the years and the threshold at the end.

use egui::{Align2, Rect, Shape, Stroke, Ui, pos2, vec2};

use super::axis::{self, Mapping};
use super::curve::dashes;
use super::pace_ui::runs;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::{TestPoint, TestView, time_marks};

/// Draws one year into `place`.
pub(super) fn accumulation_ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (test, point, label): (&TestView, &TestPoint, &str),
    place: Rect,
) {
    let tokens = tokens(ui);
    let small = text::height(ui, Role::Small);
    let heading = scene
        .words
        .first()
        .with("evidence-within", &[("period", label.into())]);
    let galley = text::line(ui, &heading, Role::Small, tokens.ink(), place.width());
    text::paint(ui, place.min, Align2::LEFT_TOP, &galley);
    let frame = Rect::from_min_max(
        pos2(place.left() + axis::gutter(ui), place.top() + small + 3.0),
        pos2(
            place.right() - 10.0,
            place.bottom() - axis::time_axis_height(ui),
        ),
    );
    let values = || {
        let curves = point.curve.iter().chain(point.normal_curve.iter());
        let levels = [point.threshold, point.normal, point.value];
        curves
            .map(|(_, value)| *value)
            .chain(levels.into_iter().flatten())
            .filter(|value| value.is_finite())
    };
    let top = values().fold(0.0, f64::max);
    if top <= 0.0 || frame.height() < 24.0 || point.span.0 >= point.span.1 {
        return;
    }
    let map = Mapping {
        frame,
        x: point.span,
        y: (values().fold(0.0, f64::min), top * 1.06),
    };
    axis::paint_y(ui, &map, scene.words);
    let width = f64::from(frame.width());
    let marks = time_marks(map.x, width, scene.state.clock, scene.words);
    axis::paint_time_grid(ui, &map, &marks);
    let mut shapes = Vec::new();
    for run in runs(&map, &point.normal_curve) {
        shapes.push(Shape::line(run, Stroke::new(1.5, tokens.muted())));
    }
    for run in runs(&map, &point.curve) {
        shapes.push(Shape::line(run, Stroke::new(2.25, tokens.ink())));
    }
    if let Some(threshold) = point.threshold {
        let y = map.y_of(threshold);
        let line = [pos2(frame.left(), y), pos2(frame.right(), y)];
        dashes(
            &line,
            Stroke::new(2.0, tokens.focus()),
            (6.0, 3.0),
            &mut shapes,
        );
    }
    ui.painter()
        .with_clip_rect(frame.expand(1.0))
        .extend(shapes);
    axis::paint_edge(ui, &map);
    axis::paint_now(ui, &map, scene.view.now);
    axis::paint_time_labels(ui, &map, &marks, scene);
    let unit = text::line(ui, &test.unit, Role::Small, tokens.muted(), frame.width());
    text::paint(
        ui,
        frame.left_top() + vec2(5.0, 2.0),
        Align2::LEFT_TOP,
        &unit,
    );
}
