//! When a threshold is reached if the river goes on as it does.
//!
//! # What it tells
//! A span of hours: the later end for a steady rise, the earlier end for a rise that goes on accelerating.
//! # Formula
//! Steady: (H − h) / r with the rate r of [`rate_of_rise`](super::rate_of_rise). Accelerating: the first root after
//! the last reading of the least-squares parabola through the readings of the window, less H.
//! # Units
//! Hours after the last reading.
//! # Missing data
//! As the rate of rise: without a rate there is no time.
//! # Limits
//! Not defined for a river that does not rise, or that stands at H or above. An extrapolation, not a forecast: it
//! knows nothing of rain, and beyond the travel time from the next gauge upstream it should not be shown.
//! # Source
//! Plain algebra; on an accelerating limb the straight line was measured 1.08 h against 0.70 h by the parabola.

use super::rate_of_rise::{NoRise, hours_and_values, rate_of_rise, window};
use crate::domain::Instant;
use crate::series::Series;

/// Hours until a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeToThreshold {
    /// If the rise stays as it is.
    pub steady_hours: f64,
    /// If it goes on accelerating; `None` when it does not accelerate.
    pub accelerating_hours: Option<f64>,
}

/// Hours from `level` to `threshold` at a steady rate; `None` when the river does not rise or is there already.
pub fn hours_at_rate(level: f64, threshold: f64, per_hour: f64) -> Option<f64> {
    (per_hour > 0.0 && level < threshold).then(|| (threshold - level) / per_hour)
}

/// Hours until `threshold` after the last reading of the window that ends at `at`; `Ok(None)` when the river does
/// not rise or is there already.
///
/// # Errors
/// The reason why there is no rate of rise.
pub fn time_to_threshold(
    series: &Series,
    at: Instant,
    window_minutes: u32,
    threshold: f64,
) -> Result<Option<TimeToThreshold>, NoRise> {
    let rise = rate_of_rise(series, at, window_minutes)?;
    let points = hours_and_values(&window(series, at, window_minutes));
    let Some(&(_, level)) = points.last() else {
        return Ok(None);
    };
    Ok(
        hours_at_rate(level, threshold, rise.per_hour).map(|steady_hours| TimeToThreshold {
            steady_hours,
            accelerating_hours: hours_by_parabola(&points, threshold)
                .filter(|hours| *hours < steady_hours),
        }),
    )
}

/// Hours after the last of `points` (hours, value) until the least-squares parabola through them reaches `threshold`;
/// `None` where it does not bend upwards or never gets there.
pub fn hours_by_parabola(points: &[(f64, f64)], threshold: f64) -> Option<f64> {
    let &(last, _) = points.last()?;
    parabola(points)
        .filter(|[_, _, bend]| *bend > 0.0)
        .and_then(|curve| hours_on_curve(curve, threshold, last))
}

/// First time after `from` at which a + b t + c t² reaches `threshold`, for c > 0.
fn hours_on_curve([a, b, c]: [f64; 3], threshold: f64, from: f64) -> Option<f64> {
    let discriminant = b * b - 4.0 * c * (a - threshold);
    let root = (-b + discriminant.sqrt()) / (2.0 * c);
    (discriminant >= 0.0 && root > from).then_some(root - from)
}

/// Least-squares parabola a + b t + c t² by the normal equations about the mean time; `None` for fewer than three
/// different times.
fn parabola(points: &[(f64, f64)]) -> Option<[f64; 3]> {
    #[expect(clippy::cast_precision_loss, reason = "a window holds few readings")]
    let n = points.len() as f64;
    let middle = points.iter().map(|point| point.0).sum::<f64>() / n;
    let (mut s2, mut s3, mut s4) = (0.0, 0.0, 0.0);
    let (mut y0, mut y1, mut y2) = (0.0, 0.0, 0.0);
    for (time, value) in points {
        let t = time - middle;
        s2 += t * t;
        s3 += t * t * t;
        s4 += t * t * t * t;
        y0 += value;
        y1 += t * value;
        y2 += t * t * value;
    }
    // With the sum of t zero: n a + s2 c = y0, s2 b + s3 c = y1, s2 a + s3 b + s4 c = y2.
    let determinant = s4 - s2 * s2 / n - s3 * s3 / s2;
    if s2 <= 0.0 || determinant.abs() <= f64::EPSILON * s4 {
        return None;
    }
    let c = (y2 - s2 * y0 / n - s3 * y1 / s2) / determinant;
    let b = (y1 - s3 * c) / s2;
    let a = (y0 - s2 * c) / n;
    Some([
        a - b * middle + c * middle * middle,
        b - 2.0 * c * middle,
        c,
    ])
}
