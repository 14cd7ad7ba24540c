//! How fast the river rises.
//!
//! # What it tells
//! The rise of stage (or of discharge) per hour over the last minutes or hours; below zero it falls.
//! # Formula
//! Slope of the least-squares line through the good readings of the window `[t − w, t]`, by their real times. The
//! plain difference (h(t) − h(t − w)) / w stands beside it, to check by hand, and the median of the slopes between all
//! pairs of readings (Theil–Sen), which one wrong reading does not bend.
//! # Units
//! Unit of the series per hour: m/h, m³/s/h. Windows in minutes; 15, 30, 60 and 180 are usual.
//! # Missing data
//! At least 3 good readings, and at least 75 % of the window between readings that are no further apart than three
//! steps, or an hour; else no rate, but the reason. The plain difference needs a reading at t − w, or two beside it
//! that a line may be drawn between. Doubtful readings are missing here. A late feed therefore loses its rate of rise,
//! it does not become calm.
//! # Limits
//! A straight line is late on an accelerating limb: see [`time_to_threshold`](super::time_to_threshold).
//! # Source
//! Ordinary least squares. The demand on points and coverage is this program's; agencies state none.

use std::fmt;

use crate::domain::{Instant, Period, Reliability};
use crate::series::usable::longest_bridged;
use crate::series::{Series, UsableReading};

/// Window that a rate is taken over unless another is stated, minutes.
pub const WINDOW_MINUTES: u32 = 180;

/// Readings that a rate needs.
pub const LEAST_POINTS: usize = 3;

/// Share of the window that must be covered.
pub const LEAST_COVERAGE: f64 = 0.75;

/// A rate and what it stands on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rise {
    /// Least-squares slope, SI per hour.
    pub per_hour: f64,
    /// (last − first) / (their distance), SI per hour.
    pub difference_per_hour: f64,
    /// Usable readings in the window.
    pub points: usize,
    /// Covered share of the window, 0 to 1.
    pub coverage: f64,
}

/// Why there is no rate.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NoRise {
    /// Fewer than [`LEAST_POINTS`] usable readings in the window.
    TooFewPoints(usize),
    /// Less than [`LEAST_COVERAGE`] of the window is covered.
    TooLittleCoverage(f64),
}

impl fmt::Display for NoRise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooFewPoints(points) => write!(
                f,
                "{points} usable readings in the window, {LEAST_POINTS} are needed"
            ),
            Self::TooLittleCoverage(coverage) => write!(
                f,
                "readings cover {:.0} % of the window, {:.0} % are needed",
                coverage * 100.0,
                LEAST_COVERAGE * 100.0
            ),
        }
    }
}

/// Rate of rise over the `window_minutes` before `at`.
///
/// # Errors
/// The reason when too little was measured.
pub fn rate_of_rise(series: &Series, at: Instant, window_minutes: u32) -> Result<Rise, NoRise> {
    let readings = window(series, at, window_minutes);
    if readings.len() < LEAST_POINTS {
        return Err(NoRise::TooFewPoints(readings.len()));
    }
    let coverage = covered_minutes(series, &readings) / f64::from(window_minutes);
    if coverage < LEAST_COVERAGE {
        return Err(NoRise::TooLittleCoverage(coverage));
    }
    let points = hours_and_values(&readings);
    let (first, last) = (points[0], points[points.len() - 1]);
    Ok(Rise {
        per_hour: slope(&points),
        difference_per_hour: (last.1 - first.1) / (last.0 - first.0),
        points: points.len(),
        coverage,
    })
}

/// Least-squares slope of points (time, value), at least two different times; NaN otherwise.
pub fn least_squares(points: &[(f64, f64)]) -> f64 {
    slope(points)
}

/// Median of the slopes between all pairs of points (time, value) of different times; `None` for fewer than two.
pub fn theil_sen(points: &[(f64, f64)]) -> Option<f64> {
    let mut slopes: Vec<f64> = Vec::new();
    for (n, a) in points.iter().enumerate() {
        let later = points[n + 1..].iter().filter(|b| b.0 > a.0);
        slopes.extend(later.map(|b| (b.1 - a.1) / (b.0 - a.0)));
    }
    slopes.sort_by(f64::total_cmp);
    let middle = slopes.len() / 2;
    let upper = *slopes.get(middle)?;
    Some(if slopes.len() % 2 == 1 {
        upper
    } else {
        f64::midpoint(slopes[middle - 1], upper)
    })
}

/// Good readings of `[at − window, at]`, both ends included.
pub(super) fn window(series: &Series, at: Instant, window_minutes: u32) -> Vec<UsableReading> {
    let start = at.plus_minutes(-i64::from(window_minutes));
    // A reading at the very start closes the span before it, and opens this one.
    let period = Period::new(Instant::from_millis(start.millis() - 1), at);
    series
        .rows_ending_in(period)
        .filter_map(|row| series.usable(row))
        .filter(|reading| reading.quality.reliability == Reliability::Good)
        .collect()
}

/// Hours after the first reading, and values.
pub(super) fn hours_and_values(readings: &[UsableReading]) -> Vec<(f64, f64)> {
    let Some(first) = readings.first() else {
        return Vec::new();
    };
    readings
        .iter()
        .map(|reading| {
            let hours = Period::new(first.time, reading.time).seconds() / 3600.0;
            (hours, reading.value)
        })
        .collect()
}

fn covered_minutes(series: &Series, readings: &[UsableReading]) -> f64 {
    readings
        .windows(2)
        .map(|pair| Period::new(pair[0].time, pair[1].time).seconds())
        .filter(|seconds| *seconds * 1000.0 <= longest(series))
        .sum::<f64>()
        / 60.0
}

#[expect(clippy::cast_precision_loss, reason = "a few hours in milliseconds")]
fn longest(series: &Series) -> f64 {
    longest_bridged(series.key.step) as f64
}

#[expect(clippy::cast_precision_loss, reason = "a window holds few readings")]
fn slope(points: &[(f64, f64)]) -> f64 {
    let n = points.len() as f64;
    let mean_x = points.iter().map(|point| point.0).sum::<f64>() / n;
    let mean_y = points.iter().map(|point| point.1).sum::<f64>() / n;
    let covariance: f64 = points
        .iter()
        .map(|(x, y)| (x - mean_x) * (y - mean_y))
        .sum();
    let variance: f64 = points.iter().map(|(x, _)| (x - mean_x).powi(2)).sum();
    covariance / variance
}
