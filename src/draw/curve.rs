//! Lines and bars as items of a plot. egui_plot's own `Line` folds close points into a band that paints a
//! crest too high and its colour too low; these draw every point they are given, and nothing across a gap.

use std::ops::RangeInclusive;

use egui::{Color32, Pos2, Rect, Shape, Stroke, Ui, pos2};
use egui_plot::{PlotBounds, PlotGeometry, PlotItem, PlotItemBase, PlotPoint, PlotTransform};

use crate::present::LineStatus;

/// A line over time.
pub(super) struct Curve {
    base: PlotItemBase,
    points: Vec<[f64; 2]>,
    stroke: Stroke,
    status: LineStatus,
}

impl Curve {
    /// `points` ascend in x; NaN in y is a gap.
    pub(super) fn new(id: &str, points: Vec<[f64; 2]>, stroke: Stroke, status: LineStatus) -> Self {
        Self {
            base: PlotItemBase::new(id.to_owned()),
            points,
            stroke,
            status,
        }
    }
}

impl PlotItem for Curve {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        for run in self.points.split(|point| point[1].is_nan()) {
            let pixels: Vec<Pos2> = run
                .iter()
                .map(|[x, y]| transform.position_from_point(&PlotPoint::new(*x, *y)))
                .collect();
            match (self.status, pixels.as_slice()) {
                (_, []) => {}
                // A reading between two gaps is a dot, not nothing.
                (_, [alone]) => shapes.push(Shape::circle_filled(
                    *alone,
                    self.stroke.width,
                    self.stroke.color,
                )),
                (LineStatus::Approved, _) => shapes.push(Shape::line(pixels, self.stroke)),
                (LineStatus::Provisional, _) => dashes(&pixels, self.stroke, (7.0, 3.0), shapes),
                (LineStatus::Estimated, _) => dashes(&pixels, self.stroke, (2.0, 3.0), shapes),
            }
        }
    }

    fn initialize(&mut self, _x_range: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        self.stroke.color
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        PlotBounds::NOTHING
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}

/// Cuts a line into dashes that bend with it; `(on, off)` in pixels along the line.
pub(super) fn dashes(
    line: &[Pos2],
    stroke: Stroke,
    (on, off): (f32, f32),
    shapes: &mut Vec<Shape>,
) {
    let mut dash: Vec<Pos2> = line.first().copied().into_iter().collect();
    let mut is_on = true;
    let mut left = on;
    for pair in line.windows(2) {
        let (mut from, to) = (pair[0], pair[1]);
        let mut length = from.distance(to);
        while length > left {
            from += (to - from) * (left / length);
            length -= left;
            if is_on {
                dash.push(from);
                shapes.push(Shape::line(std::mem::take(&mut dash), stroke));
                left = off;
            } else {
                dash = vec![from];
                left = on;
            }
            is_on = !is_on;
        }
        left -= length;
        if is_on {
            dash.push(to);
        }
    }
    if is_on && dash.len() > 1 {
        shapes.push(Shape::line(dash, stroke));
    }
}

/// Bars of rain, hanging from zero at the top.
pub(super) struct Bars {
    base: PlotItemBase,
    points: Vec<[f64; 2]>,
    fill: Color32,
    /// Width of the interval that a bar stands for, in x.
    step: f64,
    /// Which of how many bars side by side.
    slot: (usize, usize),
}

impl Bars {
    /// `points` are (middle of the interval, sum).
    pub(super) fn new(
        id: &str,
        points: Vec<[f64; 2]>,
        fill: Color32,
        step: f64,
        slot: (usize, usize),
    ) -> Self {
        Self {
            base: PlotItemBase::new(id.to_owned()),
            points,
            fill,
            step,
            slot,
        }
    }

    fn bar(&self, transform: &PlotTransform, [x, y]: [f64; 2]) -> Rect {
        let left = transform.position_from_point_x(x - self.step / 2.0);
        let right = transform.position_from_point_x(x + self.step / 2.0);
        let top = transform.position_from_point_y(0.0);
        let bottom = transform.position_from_point_y(y);
        #[expect(clippy::cast_precision_loss, reason = "a handful of stations")]
        let (nth, n) = (self.slot.0 as f32, self.slot.1.max(1) as f32);
        let (mut from, mut to) = (left, right);
        // Narrower than two pixels a share could not be seen; the stations then stand over one another.
        if (right - left) / n >= 2.0 {
            let width = (right - left) / n;
            from = left + nth * width;
            to = from + width;
            if width >= 4.0 {
                to -= 1.0;
            }
        }
        if to - from < 1.0 {
            to = from + 1.0;
        }
        Rect::from_min_max(pos2(from, top), pos2(to, bottom))
    }
}

impl PlotItem for Bars {
    fn shapes(&self, _ui: &Ui, transform: &PlotTransform, shapes: &mut Vec<Shape>) {
        for point in &self.points {
            if point[1] > 0.0 {
                shapes.push(Shape::rect_filled(
                    self.bar(transform, *point),
                    0,
                    self.fill,
                ));
            }
        }
    }

    fn initialize(&mut self, _x_range: RangeInclusive<f64>) {}

    fn color(&self) -> Color32 {
        self.fill
    }

    fn geometry(&self) -> PlotGeometry<'_> {
        PlotGeometry::None
    }

    fn bounds(&self) -> PlotBounds {
        PlotBounds::NOTHING
    }

    fn base(&self) -> &PlotItemBase {
        &self.base
    }

    fn base_mut(&mut self) -> &mut PlotItemBase {
        &mut self.base
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_their_share_of_the_line() {
        let mut shapes = Vec::new();
        let line = [pos2(0.0, 0.0), pos2(30.0, 0.0), pos2(30.0, 70.0)];
        dashes(
            &line,
            Stroke::new(1.0, Color32::GRAY),
            (7.0, 3.0),
            &mut shapes,
        );
        assert_eq!(shapes.len(), 10, "100 px of 7 on and 3 off");
        let drawn: f32 = shapes
            .iter()
            .map(|shape| match shape {
                Shape::Path(path) => path.points.windows(2).map(|p| p[0].distance(p[1])).sum(),
                Shape::LineSegment { points, .. } => points[0].distance(points[1]),
                _ => 0.0,
            })
            .sum();
        assert!((drawn - 70.0).abs() < 0.01, "{drawn}");
    }
}
