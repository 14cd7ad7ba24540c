//! The heaviest rain of a record for each duration, and of each year.
//!
//! # What it tells
//! The largest total of each duration, its mean intensity, when it fell, and the largest of every year: what a design
//! storm or a curve of intensity and duration is made from.
//! # Formula
//! i_d = max over t of S_d(t) / d, S_d being the rain in (t − d, t]. Parts end at their stamps.
//! # Units
//! mm, mm/h, minutes.
//! # Missing data
//! Windows with a missing part have no total; they are counted per duration and year, since the heaviest rain may lie
//! in one of them. A year in which more than `allowed_missing` of the windows are incomplete has no largest total
//! (null) but a lower bound.
//! # Limits
//! Windows begin and end with parts: the true maximum of a duration of one part is about 1.13 times the one found, of
//! two parts 1.04, of six 1.01. Years are calendar years unless `year_start` says otherwise.
//! # Source
//! WMO-No. 168, vol. II, ch. 5; Hershfield 1961; Weiss 1964 for the factors by number of parts.

use chrono::Datelike as _;
use serde::Serialize;

use super::accumulation::{largest, refuse_negative};
use super::parts::{self, HOUR, PartLength};
use crate::domain::{Completeness, Finding, Instant};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Points, Setting, Settings, refuse,
};

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "rain-intensity",
    text: include_str!("intensity.rs"),
    settings: &[
        Setting {
            name: "minutes",
            meaning: "durations, minutes; shorter than a part are left out",
            default: "5,10,15,30,60,120,180,360,720,1440,2880,4320",
        },
        Setting {
            name: "step",
            meaning: "length of a part, minutes; by default the most common spacing",
            default: "",
        },
        Setting {
            name: "year_start",
            meaning: "first month of a year, 1 to 12",
            default: "1",
        },
        Setting {
            name: "allowed_missing",
            meaning: "share of a year's windows that may be incomplete, 0 to 1",
            default: "0.1",
        },
    ],
    run,
};

/// The heaviest rain of one duration.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Heaviest {
    duration_minutes: f64,
    depth_mm: Option<f64>,
    intensity_mm_per_h: Option<f64>,
    start: Option<String>,
    end: Option<String>,
    windows: usize,
    windows_incomplete: usize,
    years: Vec<Year>,
}

/// The heaviest rain of one year.
#[derive(Clone, Debug, PartialEq, Serialize)]
struct Year {
    /// Calendar year in which it ends.
    year: i32,
    depth_mm: Option<f64>,
    at_least_mm: f64,
    end: Option<String>,
    windows: usize,
    windows_incomplete: usize,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = input.single()?;
    if points.time.is_empty() {
        return Err(refuse("the series is empty", "give at least one value"));
    }
    refuse_negative(points)?;
    let length = parts::length_of(points, settings.number("step")?)?;
    let start = year_start(settings)?;
    let allowed = settings.number("allowed_missing")?.unwrap_or(0.1);
    let mut found = Vec::new();
    for minutes in settings.numbers("minutes")? {
        let span = parts::millis_of(minutes / 60.0)?;
        if !matches!(length, PartLength::Fixed(step) if span < step) {
            found.push(heaviest(points, (length, span), (start, allowed)));
        }
    }
    if found.is_empty() {
        return Err(refuse(
            "every duration is shorter than a part",
            "set minutes to longer ones",
        ));
    }
    let present = u32::try_from(points.present().count()).unwrap_or(u32::MAX);
    let rows = u32::try_from(points.value.len()).unwrap_or(u32::MAX);
    let computed = Computed::new(
        serde_json::json!({ "durations": found }),
        Completeness::new(present, rows),
    )?;
    Ok(computed.note(parts::said(length)))
}

/// The first month of a year.
pub(super) fn year_start(settings: &Settings<'_>) -> Result<u32, Box<Finding>> {
    let month = settings.count("year_start")?.unwrap_or(1);
    let month = u32::try_from(month)
        .ok()
        .filter(|month| (1..=12).contains(month));
    month.ok_or_else(|| refuse("year_start is no month", "set it to 1 to 12"))
}

fn heaviest(
    points: &Points,
    (length, span): (PartLength, i64),
    (start, allowed): (u32, f64),
) -> Heaviest {
    let totals = parts::totals(&points.time, &points.value, length, span);
    let sums: Vec<f64> = totals
        .iter()
        .map(|total| {
            if total.uncovered == 0 {
                total.millimetres
            } else {
                f64::NAN
            }
        })
        .collect();
    #[expect(
        clippy::cast_precision_loss,
        reason = "spans in milliseconds stay far below 2^53"
    )]
    let hours = span as f64 / HOUR as f64;
    let max = largest(&sums);
    let years = years(points, start).into_iter().map(|(year, rows)| {
        let of_year = &sums[rows.clone()];
        let incomplete = of_year.iter().filter(|sum| sum.is_nan()).count();
        let max = largest(of_year);
        #[expect(clippy::cast_precision_loss, reason = "row counts stay far below 2^53")]
        let suffices = incomplete as f64 <= allowed * of_year.len() as f64;
        Year {
            year,
            depth_mm: max.filter(|_| suffices).map(|row| of_year[row]),
            at_least_mm: totals[rows.clone()]
                .iter()
                .map(|total| total.millimetres)
                .fold(0.0, f64::max),
            end: max.map(|row| points.stamp(rows.start + row)),
            windows: of_year.len(),
            windows_incomplete: incomplete,
        }
    });
    Heaviest {
        duration_minutes: hours * 60.0,
        depth_mm: max.map(|row| sums[row]),
        intensity_mm_per_h: max.map(|row| sums[row] / hours),
        start: max.map(|row| Instant::from_millis(points.time[row] - span).to_string()),
        end: max.map(|row| points.stamp(row)),
        windows: sums.len(),
        windows_incomplete: sums.iter().filter(|sum| sum.is_nan()).count(),
        years: years.collect(),
    }
}

/// Rows of each year, a year being called after the calendar year in which it ends.
fn years(points: &Points, start: u32) -> Vec<(i32, std::ops::Range<usize>)> {
    let year_of = |millis: i64| {
        // A part that ends at the first moment of a year fell in the year before.
        let date = Instant::from_millis(
            millis
                - i64::from(points.resolution == crate::indicators::catalogue::Resolution::Instant),
        )
        .utc()
        .date();
        date.year() + i32::from(start > 1 && date.month() >= start)
    };
    let mut years: Vec<(i32, std::ops::Range<usize>)> = Vec::new();
    for (row, millis) in points.time.iter().enumerate() {
        let year = year_of(*millis);
        match years.last_mut() {
            Some((last, rows)) if *last == year => rows.end = row + 1,
            _ => years.push((year, row..row + 1)),
        }
    }
    years
}
