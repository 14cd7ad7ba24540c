//! Where values and times lie in a plot, and the marks around it.

use egui::{Align2, Pos2, Rect, Stroke, Ui, pos2};

use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::domain::Instant;
use crate::present::{TimeMark, Words};

/// From data to pixels and back, for one plot frame.
#[derive(Clone, Copy, Debug)]
pub(super) struct Mapping {
    pub(super) frame: Rect,
    /// Values at the left and the right edge.
    pub(super) x: (f64, f64),
    /// Values at the lower and the upper edge; the larger one below makes bars hang from the top.
    pub(super) y: (f64, f64),
}

impl Mapping {
    pub(super) fn x_of(&self, value: f64) -> f32 {
        let share = (value - self.x.0) / (self.x.1 - self.x.0);
        place(self.frame.left(), self.frame.right(), share)
    }

    pub(super) fn y_of(&self, value: f64) -> f32 {
        let share = (value - self.y.0) / (self.y.1 - self.y.0);
        place(self.frame.bottom(), self.frame.top(), share)
    }

    pub(super) fn at(&self, x: f64, y: f64) -> Pos2 {
        pos2(self.x_of(x), self.y_of(y))
    }

    /// Data value at a pixel column.
    pub(super) fn x_at(&self, pixel: f32) -> f64 {
        let share = f64::from((pixel - self.frame.left()) / self.frame.width().max(1.0));
        self.x.0 + share * (self.x.1 - self.x.0)
    }

    pub(super) fn shows_x(&self, value: f64) -> bool {
        value >= self.x.0 && value <= self.x.1
    }
}

fn place(from: f32, to: f32, share: f64) -> f32 {
    // Far outside the frame a pixel more or less is not seen, and f32 must not overflow.
    #[expect(
        clippy::cast_possible_truncation,
        reason = "clamped to a hundred frames"
    )]
    let share = share.clamp(-100.0, 100.0) as f32;
    from + (to - from) * share
}

/// Round values of an axis from `low` to `high` for about `n` labels, and the decimals they need.
pub(super) fn ticks(low: f64, high: f64, n: f32) -> (Vec<f64>, usize) {
    let span = high - low;
    if !(span.is_finite() && span > 0.0) {
        return (Vec::new(), 0);
    }
    let wanted = span / f64::from(n.max(1.0));
    let magnitude = 10f64.powf(wanted.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0]
        .map(|factor| factor * magnitude)
        .into_iter()
        .find(|step| *step >= wanted * 0.999)
        .unwrap_or(10.0 * magnitude);
    let decimals = (0..6)
        .find(|decimals| {
            let scaled = step * 10f64.powi(*decimals);
            (scaled - scaled.round()).abs() < 1e-6
        })
        .unwrap_or(6);
    let first = (low / step - 1e-9).ceil();
    let values = (0..64)
        .map(|k| (first + f64::from(k)) * step)
        .take_while(|value| *value <= high + step * 1e-9)
        .collect();
    (values, usize::try_from(decimals).unwrap_or(0))
}

/// Room left of every plot for the labels of its y axis: the same everywhere, so that edges line up.
pub(super) fn gutter(ui: &Ui) -> f32 {
    (text::width(ui, "10,000", Role::Small) + 8.0).ceil()
}

/// The same for a plot of its own, which no other has to line up with: as wide as its widest label.
pub(super) fn gutter_of(ui: &Ui, words: &Words, (low, high): (f64, f64)) -> f32 {
    let widest = [low, high]
        .map(|value| text::width(ui, &words.number(value, 0), Role::Small))
        .into_iter()
        .fold(0.0, f32::max);
    gutter(ui).max(widest.ceil() + 8.0)
}

/// Room under a plot for the labels of the time axis.
pub(super) fn time_axis_height(ui: &Ui) -> f32 {
    (text::height(ui, Role::Small) + 4.0).ceil()
}

/// A tall plot needs no more labels than this to be read.
const MOST_LABELS: f32 = 9.0;

/// Ground, level grid lines and the labels left of them.
pub(super) fn paint_y(ui: &Ui, map: &Mapping, words: &Words) {
    let tokens = tokens(ui);
    ui.painter().rect_filled(map.frame, 0, tokens.plot());
    let line_height = text::height(ui, Role::Small);
    let n = (map.frame.height() / (line_height * 1.9)).min(MOST_LABELS);
    let (low, high) = (map.y.0.min(map.y.1), map.y.0.max(map.y.1));
    let (values, decimals) = ticks(low, high, n);
    for value in values {
        let y = map.y_of(value);
        ui.painter()
            .hline(map.frame.x_range(), y, Stroke::new(1.0, tokens.grid()));
        let label = words.number(value, decimals);
        let galley = text::line(ui, &label, Role::Small, tokens.muted(), f32::INFINITY);
        // The outermost labels stay within the frame's height instead of running into a neighbour.
        let half = line_height / 2.0;
        let y = y.clamp(
            map.frame.top() + half - 3.0,
            map.frame.bottom() - half + 3.0,
        );
        let at = pos2(map.frame.left() - 5.0, y);
        text::paint(ui, at, Align2::RIGHT_CENTER, &galley);
    }
}

/// Upright grid lines at the marks of the time axis.
pub(super) fn paint_time_grid(ui: &Ui, map: &Mapping, marks: &[TimeMark]) {
    let stroke = Stroke::new(1.0, tokens(ui).grid());
    for mark in marks.iter().filter(|mark| map.shows_x(mark.time)) {
        ui.painter()
            .vline(map.x_of(mark.time), map.frame.y_range(), stroke);
    }
}

/// Edges of the frame: the axis below and left, so that the lines within stay the loudest.
pub(super) fn paint_edge(ui: &Ui, map: &Mapping) {
    let stroke = Stroke::new(1.0, tokens(ui).hairline());
    let painter = ui.painter();
    painter.hline(map.frame.x_range(), map.frame.bottom(), stroke);
    painter.hline(map.frame.x_range(), map.frame.top(), stroke);
    painter.vline(map.frame.left(), map.frame.y_range(), stroke);
    painter.vline(map.frame.right(), map.frame.y_range(), stroke);
}

/// Labels of the time axis below the frame, and the clock they are told on.
pub(super) fn paint_time_labels(ui: &Ui, map: &Mapping, marks: &[TimeMark], scene: &Scene<'_>) {
    let tokens = tokens(ui);
    let y = map.frame.bottom() + 3.0;
    let clock = scene.state.clock.to_string();
    let galley = text::line(ui, &clock, Role::Small, tokens.muted(), gutter(ui) + 8.0);
    let at = pos2(map.frame.left() - 5.0, y);
    let mut free_from = text::paint(ui, at, Align2::RIGHT_TOP, &galley).right();
    for mark in marks.iter().filter(|mark| !mark.label.is_empty()) {
        if !map.shows_x(mark.time) {
            continue;
        }
        let galley = text::line(ui, &mark.label, Role::Small, tokens.muted(), f32::INFINITY);
        let half = galley.size().x / 2.0;
        let x = map.x_of(mark.time);
        // A label that would be cut at the right edge moves in; one that would touch its neighbour is left out.
        let x = x.min(map.frame.right() - half);
        if x - half < free_from + 4.0 {
            continue;
        }
        ui.painter().vline(
            map.x_of(mark.time),
            map.frame.bottom()..=map.frame.bottom() + 3.0,
            Stroke::new(1.0, tokens.faint()),
        );
        free_from = text::paint(ui, pos2(x, y), Align2::CENTER_TOP, &galley).right();
    }
}

/// Date and time under the pointer, on the axis, over whatever label stands there.
pub(super) fn paint_cursor_time(ui: &Ui, map: &Mapping, scene: &Scene<'_>) {
    let Some(time) = scene.state.cursor.filter(|time| map.shows_x(*time)) else {
        return;
    };
    #[expect(clippy::cast_possible_truncation, reason = "within the shown range")]
    let instant = Instant::from_millis((time * 1000.0) as i64);
    let civil = scene.state.clock.civil(instant);
    let label = format!("{} {}", scene.words.day(civil), civil.format("%H:%M"));
    let tokens = tokens(ui);
    let galley = text::line(ui, &label, Role::Small, tokens.ink(), f32::INFINITY);
    let half = galley.size().x / 2.0 + 4.0;
    let x = map
        .x_of(time)
        .min(map.frame.right() - half)
        .max(map.frame.left() + half);
    let middle = pos2(x, map.frame.bottom() + 3.0 + galley.size().y / 2.0);
    let place = Rect::from_center_size(middle, galley.size()).expand2(egui::vec2(4.0, 0.0));
    ui.painter().rect_filled(place, 2, tokens.wash());
    text::paint(ui, middle, Align2::CENTER_CENTER, &galley);
}

/// The as-of line.
pub(super) fn paint_now(ui: &Ui, map: &Mapping, now: f64) {
    if map.shows_x(now) {
        let stroke = Stroke::new(1.0, tokens(ui).now());
        let x = map.x_of(now);
        ui.painter().add(egui::Shape::dashed_line(
            &[pos2(x, map.frame.top()), pos2(x, map.frame.bottom())],
            stroke,
            2.0,
            2.0,
        ));
    }
}

/// The linked cursor.
pub(super) fn paint_cursor(ui: &Ui, map: &Mapping, cursor: Option<f64>) {
    if let Some(time) = cursor.filter(|time| map.shows_x(*time)) {
        let stroke = Stroke::new(1.0, tokens(ui).focus());
        ui.painter()
            .vline(map.x_of(time), map.frame.y_range(), stroke);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let (values, decimals) = ticks(0.0, 5.3, 5.0);
        assert_eq!(decimals, 0);
        assert_eq!(values, [0.0, 2.0, 4.0]);
        let (values, decimals) = ticks(1.12, 1.48, 4.0);
        assert_eq!(decimals, 1);
        assert_eq!(values.len(), 3);
        assert_eq!(ticks(3.0, 3.0, 4.0).0, Vec::<f64>::new());
        assert_eq!(ticks(f64::NAN, 3.0, 4.0).0, Vec::<f64>::new());
    }

    #[test]
    fn data_and_pixels_agree_both_ways() {
        let map = Mapping {
            frame: Rect::from_min_max(pos2(50.0, 10.0), pos2(450.0, 110.0)),
            x: (0.0, 100.0),
            y: (10.0, 0.0),
        };
        assert_eq!(map.x_of(25.0), 150.0);
        assert_eq!(map.x_at(150.0), 25.0);
        assert_eq!(map.y_of(0.0), 10.0, "zero rain hangs at the top");
    }
}
