//! `rate-of-rise` at the command line.

use serde_json::json;

use super::crossings::{longest_line, usual_step};
use super::rate_of_rise::{LEAST_COVERAGE, LEAST_POINTS, NoRise, least_squares, theil_sen};
use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{Computed, Input, Outcome, Points, Setting, Settings, refuse};

const HOUR: f64 = 3_600_000.0;

/// What may be set.
pub(super) const SETTINGS: &[Setting] = &[
    Setting {
        name: "window",
        meaning: "length of the window, minutes; 15, 30, 60 and 180 are usual",
        default: "60",
    },
    Setting {
        name: "station",
        meaning: "which series of the file, where it holds several",
        default: "",
    },
];

/// The series that is meant.
pub(super) fn chosen<'a>(
    input: &'a Input,
    settings: &Settings<'_>,
) -> Result<&'a Points, Box<Finding>> {
    match settings.text("station") {
        Some(station) => input.station(station),
        None => input.single(),
    }
}

/// The window, milliseconds.
#[expect(clippy::cast_possible_truncation, reason = "minutes below a year")]
pub(super) fn window(settings: &Settings<'_>) -> Result<i64, Box<Finding>> {
    let minutes = settings.wanted_number("window")?;
    if !(1.0..=525_600.0).contains(&minutes) {
        return Err(refuse(
            format!("window is {minutes} minutes"),
            "set it to minutes, such as window=60",
        ));
    }
    Ok((minutes * 60_000.0).round() as i64)
}

/// The rate at one row.
pub(super) struct RiseAt {
    /// Readings of the window as hours after its beginning, and values.
    pub(super) points: Vec<(f64, f64)>,
    /// (h(t) − h(t − w)) / w, where there is a value at t − w.
    pub(super) difference: Option<f64>,
}

/// What stands in the window that ends with a row.
///
/// # Errors
/// The reason when too little was measured for a rate.
#[expect(
    clippy::cast_precision_loss,
    reason = "a window is hours, in milliseconds"
)]
pub(super) fn rise_at(points: &Points, row: usize, window: i64) -> Result<RiseAt, NoRise> {
    let end = points.time[row];
    let start = end - window;
    let from = points.time.partition_point(|time| *time < start);
    let rows: Vec<usize> = (from..=row)
        .filter(|row| !points.value[*row].is_nan())
        .collect();
    if rows.len() < LEAST_POINTS {
        return Err(NoRise::TooFewPoints(rows.len()));
    }
    let longest = longest_line(usual_step(points));
    let pairs = rows
        .windows(2)
        .map(|pair| points.time[pair[1]] - points.time[pair[0]]);
    let covered: i64 = pairs.filter(|span| *span <= longest).sum();
    let coverage = covered as f64 / window as f64;
    if coverage < LEAST_COVERAGE {
        return Err(NoRise::TooLittleCoverage(coverage));
    }
    let hours = |row: usize| (points.time[row] - start) as f64 / HOUR;
    let before = value_at(points, start, longest);
    Ok(RiseAt {
        difference: before
            .filter(|_| !points.value[row].is_nan())
            .map(|before| (points.value[row] - before) / (window as f64 / HOUR)),
        points: rows
            .into_iter()
            .map(|row| (hours(row), points.value[row]))
            .collect(),
    })
}

/// The value at an instant: a reading, or on the line between two that are no further apart than `longest`.
#[expect(
    clippy::cast_precision_loss,
    reason = "spans of hours, in milliseconds"
)]
fn value_at(points: &Points, at: i64, longest: i64) -> Option<f64> {
    let is_there = |row: &usize| !points.value[*row].is_nan();
    let after = points.time.partition_point(|time| *time < at);
    let next = (after..points.time.len()).find(is_there)?;
    if points.time[next] == at {
        return Some(points.value[next]);
    }
    let before = (0..after).rev().find(is_there)?;
    let span = points.time[next] - points.time[before];
    let share = (at - points.time[before]) as f64 / span as f64;
    (span <= longest)
        .then(|| points.value[before] + share * (points.value[next] - points.value[before]))
}

/// Computes it.
pub(super) fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = chosen(input, settings)?;
    let window = window(settings)?;
    if points.time.is_empty() {
        return Err(refuse("the series is empty", "give at least three values"));
    }
    let (mut times, mut least, mut difference, mut robust) = (vec![], vec![], vec![], vec![]);
    let mut there = 0;
    let mut newest = Err(NoRise::TooFewPoints(0));
    for (row, &time) in points.time.iter().enumerate() {
        newest = rise_at(points, row, window);
        let rise = newest.as_ref().ok();
        there += u32::from(rise.is_some());
        times.push(points.resolution.stamp(time));
        least.push(rise.map(|rise| least_squares(&rise.points)));
        difference.push(rise.and_then(|rise| rise.difference));
        robust.push(rise.and_then(|rise| theil_sen(&rise.points)));
    }
    let last = |all: &[Option<f64>]| all.last().copied().flatten();
    let result = json!({
        "window_minutes": settings.wanted_number("window")?,
        "latest": {
            "time": times.last(),
            "per_hour": last(&least),
            "difference_per_hour": last(&difference),
            "theil_sen_per_hour": last(&robust),
        },
        "time": times,
        "per_hour": least,
        "difference_per_hour": difference,
        "theil_sen_per_hour": robust,
    });
    let all = u32::try_from(points.time.len()).unwrap_or(u32::MAX);
    let computed = Computed::new(result, Completeness::new(there, all))?
        .note("per_hour is the least-squares slope over real times");
    Ok(match newest {
        Ok(_) => computed,
        Err(why) => computed.note(format!("no rate at the last row: {why}")),
    })
}
