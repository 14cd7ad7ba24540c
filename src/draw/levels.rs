//! Warning levels in a plot: thin lines, each with its own state's word for it, and no label over another.

use std::sync::Arc;

use egui::{Align2, Galley, Rect, Stroke, Ui, pos2, vec2};

use super::axis::Mapping;
use super::scene::Scene;
use super::signs::{self, Sign};
use super::text;
use super::theme::{Role, tokens};
use crate::present::{HydrographView, LevelView, Words};

struct Label {
    galley: Arc<Galley>,
    rank: u8,
    /// Pixel row of the line.
    line: f32,
    /// Pixel row of the label's middle.
    middle: f32,
}

/// Which end of the plot has more room for the labels.
#[derive(Clone, Copy, PartialEq)]
enum Side {
    Left,
    Right,
}

/// Lines of the levels; painted before the curves.
pub(super) fn paint_lines(ui: &Ui, map: &Mapping, view: &HydrographView) {
    for level in view.levels.iter().filter(|level| is_seen(map, level.value)) {
        let (_, outline) = tokens(ui).rank(level.rank);
        ui.painter().hline(
            map.frame.x_range(),
            map.y_of(level.value),
            Stroke::new(1.0, outline.gamma_multiply(0.65)),
        );
    }
}

/// Labels of the levels; painted after the curves, on a ground of their own. `curves` are the points drawn.
pub(super) fn paint_labels(
    ui: &Ui,
    map: &Mapping,
    view: &HydrographView,
    scene: &Scene<'_>,
    curves: &[[f64; 2]],
) {
    let height = text::height(ui, Role::Small);
    let mut labels = labels(ui, map, view, scene.words);
    spread(&mut labels, map.frame, height);
    let width = labels
        .iter()
        .map(|label| label.galley.size().x + SIGN)
        .fold(0.0, f32::max);
    let side = freer_side(map, &labels, width, height, curves);
    // The as-of line must not run through a label.
    let right = if map.shows_x(scene.view.now) {
        map.x_of(scene.view.now).min(map.frame.right())
    } else {
        map.frame.right()
    };
    for label in &labels {
        let size = vec2(label.galley.size().x + SIGN, height);
        let middle = match side {
            Side::Right => pos2(right - 5.0 - size.x / 2.0, label.middle),
            Side::Left => pos2(map.frame.left() + 4.0 + size.x / 2.0, label.middle),
        };
        let place = Rect::from_center_size(middle, size);
        let ground = tokens(ui).plot().gamma_multiply(0.86);
        ui.painter()
            .rect_filled(place.expand2(vec2(2.0, -1.0)), 2, ground);
        let sign = pos2(place.left() + 5.0, place.center().y);
        signs::paint(ui, ui.painter(), sign, 4.5, Sign::Above(label.rank));
        let at = pos2(place.left() + SIGN, place.center().y);
        text::paint(ui, at, Align2::LEFT_CENTER, &label.galley);
    }
}

/// How much of a plot's height the labels may take.
const MOST: f32 = 0.8;

/// How much of a plot's width one label may take.
const WIDEST: f32 = 0.85;

/// Room for the sign before a label.
const SIGN: f32 = 14.0;

fn is_seen(map: &Mapping, value: f64) -> bool {
    value >= map.y.0 && value <= map.y.1
}

fn labels(ui: &Ui, map: &Mapping, view: &HydrographView, words: &Words) -> Vec<Label> {
    let decimals = usize::from(view.unit == "m") * 2;
    let mut seen: Vec<&LevelView> = view
        .levels
        .iter()
        .filter(|level| is_seen(map, level.value))
        .collect();
    seen.sort_by(|a, b| b.value.total_cmp(&a.value));
    // Where the plot is too low for all, the highest levels keep their line only.
    let height = text::height(ui, Role::Small);
    #[expect(clippy::cast_precision_loss, reason = "a handful of levels")]
    while seen.len() > 1 && height * seen.len() as f32 > MOST * map.frame.height() {
        seen.remove(0);
    }
    // Where several gauges are drawn, the levels say whose they are: a gauge must never seem to stand against
    // another's. Once is enough, and leaves the curves in sight.
    let mut stations = view.lines.iter().map(|line| &line.station);
    let first = stations.next();
    let is_shared = stations.any(|station| Some(station) != first);
    seen.into_iter()
        .enumerate()
        .map(|(n, level)| {
            let value = words.number(level.value, decimals);
            let of = if is_shared && n == 0 {
                format!(" · {}", level.station)
            } else {
                String::new()
            };
            let text = format!("{} {value} {}{of}", level.name, view.unit);
            let colour = tokens(ui).muted();
            let width = WIDEST * map.frame.width() - SIGN;
            let line = map.y_of(level.value);
            Label {
                galley: text::line(ui, &text, Role::Small, colour, width),
                rank: level.rank,
                line,
                middle: line,
            }
        })
        .collect()
}

/// Moves labels just above their lines, then apart until none touches another, all within the frame.
fn spread(labels: &mut [Label], frame: Rect, height: f32) {
    for label in labels.iter_mut() {
        label.middle = label.line - height / 2.0;
    }
    let mut lowest_free = frame.bottom() - height / 2.0;
    for label in labels.iter_mut().rev() {
        label.middle = label.middle.min(lowest_free);
        lowest_free = label.middle - height;
    }
    let mut highest_free = frame.top() + height / 2.0;
    for label in labels.iter_mut() {
        label.middle = label.middle.max(highest_free);
        highest_free = label.middle + height;
    }
}

fn freer_side(
    map: &Mapping,
    labels: &[Label],
    width: f32,
    height: f32,
    curves: &[[f64; 2]],
) -> Side {
    let hits = |left: f32, right: f32| {
        curves
            .iter()
            .filter(|point| point[1].is_finite())
            .map(|point| map.at(point[0], point[1]))
            .filter(|at| at.x >= left && at.x <= right)
            .filter(|at| {
                labels
                    .iter()
                    .any(|label| (at.y - label.middle).abs() <= height * 0.6)
            })
            .count()
    };
    let right = hits(map.frame.right() - width - 8.0, map.frame.right());
    let left = hits(map.frame.left(), map.frame.left() + width + 8.0);
    // What happened last stands right and must not be covered: the right is taken only where it is empty.
    if left > 0 && right == 0 {
        Side::Right
    } else {
        Side::Left
    }
}
