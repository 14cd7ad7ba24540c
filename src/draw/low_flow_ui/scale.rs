//! The axis of values: by powers of ten where all values allow it, since low flows would lie on the floor otherwise.

use egui::{Align2, Rect, Stroke, Ui, pos2};

use super::super::axis::{self, Mapping};
use super::super::scene::Scene;
use super::super::text;
use super::super::theme::{Role, tokens};

/// How values become heights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Linear,
    Powers,
}

/// A plot with values upwards.
pub(super) struct Scale {
    pub(super) map: Mapping,
    kind: Kind,
}

impl Scale {
    /// For `values` (what is not finite does not count) within a frame whose columns run over `x`.
    pub(super) fn new(frame: Rect, x: (f64, f64), values: impl Iterator<Item = f64>) -> Self {
        let (mut low, mut high) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|value| value.is_finite()) {
            low = low.min(value);
            high = high.max(value);
        }
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let kind = if low > 0.0 && high > 4.0 * low {
            Kind::Powers
        } else {
            Kind::Linear
        };
        let (low, high) = match kind {
            Kind::Powers => (low.log10(), high.log10()),
            // A flow or a volume starts at nothing; a stage may lie anywhere.
            Kind::Linear if low >= 0.0 => (0.0, high),
            Kind::Linear => (low, high),
        };
        let pad = (0.04 * (high - low)).max(1e-6);
        let floor = if kind == Kind::Linear && low == 0.0 {
            0.0
        } else {
            low - pad
        };
        Self {
            map: Mapping {
                frame,
                x,
                y: (floor, high + pad),
            },
            kind,
        }
    }

    /// Pixel row of a value.
    pub(super) fn y_of(&self, value: f64) -> f32 {
        match self.kind {
            Kind::Linear => self.map.y_of(value),
            Kind::Powers => self.map.y_of(value.max(f64::MIN_POSITIVE).log10()),
        }
    }

    /// Ground, level grid lines and the labels left of them.
    pub(super) fn paint_y(&self, ui: &Ui, scene: &Scene<'_>) {
        if self.kind == Kind::Linear {
            axis::paint_y(ui, &self.map, scene.words);
            return;
        }
        let tokens = tokens(ui);
        let frame = self.map.frame;
        ui.painter().rect_filled(frame, 0, tokens.plot());
        let height = text::height(ui, Role::Small);
        let mut free_below = f32::INFINITY;
        for value in round_values(self.map.y) {
            let y = self.y_of(value);
            ui.painter()
                .hline(frame.x_range(), y, Stroke::new(1.0, tokens.grid()));
            if y + height / 2.0 > free_below {
                continue;
            }
            let decimals = decimals(value);
            let label = scene.words.number(value, decimals);
            let galley = text::line(ui, &label, Role::Small, tokens.muted(), f32::INFINITY);
            let at = pos2(frame.left() - 5.0, y);
            free_below = text::paint(ui, at, Align2::RIGHT_CENTER, &galley).top() - 1.0;
        }
    }
}

/// 1, 2 and 5 times the powers of ten between two exponents, ascending.
fn round_values((low, high): (f64, f64)) -> Vec<f64> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "exponents of measured values"
    )]
    let (from, to) = (low.floor() as i32, high.ceil() as i32);
    let all = (from..=to).flat_map(|power| [1.0, 2.0, 5.0].map(|step| step * 10f64.powi(power)));
    all.filter(|value| (low..=high).contains(&value.log10()))
        .collect()
}

/// Decimals that a round value needs.
fn decimals(value: f64) -> usize {
    (0..6)
        .find(|decimals| {
            let scaled = value * 10f64.powi(*decimals);
            (scaled - scaled.round()).abs() < 1e-6
        })
        .and_then(|decimals| usize::try_from(decimals).ok())
        .unwrap_or(6)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn round_values_lie_within() {
        assert_eq!(round_values((0.5, 2.1)), [5.0, 10.0, 20.0, 50.0, 100.0]);
        assert_eq!(decimals(0.05), 2);
        assert_eq!(decimals(20.0), 0);
    }
}
