//! How much water passed above a discharge.
//!
//! # What it tells
//! The volume that passed above a threshold, for how long the river stood above it, the highest discharge and its
//! time.
//! # Formula
//! V = ∫ max(Q − T, 0) dt. Between two moments Q runs on a straight line, cut exactly where it passes T; a daily mean
//! holds for its whole day.
//! # Units
//! Discharge and threshold in m³/s; volume in hm³ (10⁶ m³); time in hours.
//! # Missing data
//! A span longer than `longest_gap` without a value holds no volume and is told as `missing_hours`: the volume is then
//! "at least". Nothing is filled.
//! # Limits
//! The volume above a level is no volume of the flood: base flow and what passed below T are not in it.
//! # Source
//! Trapezoidal rule with exact crossings; deficit and excess volumes as in Tallaksen & Van Lanen 2004, ch. 5.

use serde_json::json;

use super::crossings::{area_above, longest_line, usual_step};
use super::rise_entry::chosen;
use crate::domain::Completeness;
use crate::indicators::catalogue::{
    Computed, Input, Outcome, Points, Resolution, Setting, Settings, refuse,
};

const DAY: i64 = 86_400_000;
const HOUR: f64 = 3_600_000.0;

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "threshold",
        meaning: "discharge, m³/s",
        default: "",
    },
    Setting {
        name: "longest_gap",
        meaning: "minutes between two values that a line may be drawn across; unset: three times the usual step, at least 60",
        default: "",
    },
    Setting {
        name: "station",
        meaning: "which series of the file, where it holds several",
        default: "",
    },
];

/// Water above a threshold.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Above {
    /// hm³.
    pub volume_hm3: f64,
    /// Hours above the threshold.
    pub hours: f64,
    /// Hours that values cover.
    pub covered_hours: f64,
    /// Hours between the first and the last value that no value covers.
    pub missing_hours: f64,
}

/// Water above `threshold` of moments, milliseconds and m³/s, NaN missing; spans longer than `longest` milliseconds
/// hold nothing.
#[expect(clippy::cast_precision_loss, reason = "spans of days, in milliseconds")]
pub fn above_of_moments(time: &[i64], value: &[f64], threshold: f64, longest: i64) -> Above {
    let mut above = Above::default();
    let mut last: Option<(i64, f64)> = None;
    for (&time, &value) in time.iter().zip(value).filter(|(_, value)| !value.is_nan()) {
        if let Some((from, before)) = last {
            let hours = (time - from) as f64 / HOUR;
            if time - from > longest {
                above.missing_hours += hours;
            } else {
                above.covered_hours += hours;
                above.volume_hm3 += area_above(before, value, threshold) * hours * 3600.0 / 1e6;
                above.hours += share_above(before, value, threshold) * hours;
            }
        }
        last = Some((time, value));
    }
    above
}

/// Water above `threshold` of daily means, m³/s, NaN missing.
pub fn above_of_days(days: &[f64], threshold: f64) -> Above {
    let mut above = Above::default();
    for &mean in days {
        if mean.is_nan() {
            above.missing_hours += 24.0;
            continue;
        }
        above.covered_hours += 24.0;
        above.volume_hm3 += (mean - threshold).max(0.0) * 0.0864;
        above.hours += if mean >= threshold { 24.0 } else { 0.0 };
    }
    above
}

/// Share of the straight line from `a` to `b` that lies at or above `threshold`.
fn share_above(a: f64, b: f64, threshold: f64) -> f64 {
    match (a >= threshold, b >= threshold) {
        (true, true) => 1.0,
        (false, false) => 0.0,
        (true, false) => (a - threshold) / (a - b),
        (false, true) => (b - threshold) / (b - a),
    }
}

/// Computes it.
pub(super) fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = chosen(input, settings)?;
    let threshold = settings.wanted_number("threshold")?;
    let top = highest(points)
        .ok_or_else(|| refuse("the series holds no value", "give at least two values"))?;
    let above = if points.resolution == Resolution::Day {
        above_of_days(&points.days()?.1, threshold)
    } else {
        #[expect(clippy::cast_possible_truncation, reason = "minutes of a gap")]
        let stated = settings
            .number("longest_gap")?
            .map(|minutes| (minutes * 60_000.0).round() as i64);
        let longest = stated.unwrap_or_else(|| longest_line(usual_step(points)));
        above_of_moments(&points.time, &points.value, threshold, longest)
    };
    let result = json!({
        "threshold_m3s": threshold,
        "volume_above_hm3": above.volume_hm3,
        "duration_hours": above.hours,
        "covered_hours": above.covered_hours,
        "missing_hours": above.missing_hours,
        "peak_m3s": points.value[top],
        "peak_time": points.resolution.stamp(points.time[top]),
        "method": if points.resolution == Resolution::Day { "daily means" } else { "trapezoid with exact crossings" },
    });
    let there = points.present().count();
    let all = match (points.resolution, points.time.first(), points.time.last()) {
        (Resolution::Day, Some(first), Some(last)) => {
            usize::try_from((last - first) / DAY + 1).unwrap_or(there)
        }
        _ => points.time.len(),
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let computed = Computed::new(result, Completeness::new(count(there), count(all)))?;
    Ok(if above.missing_hours > 0.0 {
        computed.note(format!(
            "{:.1} hours have no values: the volume is at least this",
            above.missing_hours
        ))
    } else {
        computed
    })
}

/// The row of the highest value, the earliest of equal ones.
fn highest(points: &Points) -> Option<usize> {
    let there = (0..points.value.len()).filter(|row| !points.value[*row].is_nan());
    there.reduce(|top, row| {
        if points.value[row] > points.value[top] {
            row
        } else {
            top
        }
    })
}
