//! Daily means from readings at unequal times.
//!
//! # What it tells
//! The time-weighted mean of every day, how much of the day is covered, and the largest and smallest reading.
//! # Formula
//! `method=linear`: area under straight lines between readings, with values interpolated at both ends of the day, over
//! the covered time. `method=previous`: a reading holds until the next, for loggers that leave out unchanged values.
//! `method=arithmetic`: the plain mean of the readings of the day, for comparison.
//! # Units
//! Those of the values; coverage is a share of the day, 0 to 1.
//! # Missing data
//! Time before the first and after the last reading is not covered, nor is the time between two readings further apart
//! than `max_gap` hours or across a missing one. A day with less than `min_coverage` has no mean (null);
//! `mean_of_covered` is then the mean of what is covered. With `previous`, the last reading holds for `max_gap` at most.
//! # Limits
//! Days are those of `day_clock`, from midnight to midnight or from `day_start`; a day of a summer-time change has 23 or
//! 25 hours. The arithmetic mean is wrong when readings crowd around a flood. Never rate a mean stage: rate readings.
//! # Source
//! USGS TM 3-A8 (daily mean from unit values); WMO-No. 168, vol. I.

use chrono::{Duration, NaiveDate, NaiveTime};
use serde_json::json;

use crate::domain::{Clock, Completeness, Finding, Instant};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Points, Resolution, Setting, Settings, refuse,
};
use crate::series::walks::{AtMissing, AtPeriodEnd, MeanRule, PeriodMean, means};

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "daily-mean",
    text: include_str!("daily_mean.rs"),
    settings: &[
        Setting {
            name: "method",
            meaning: "linear, previous or arithmetic",
            default: "linear",
        },
        Setting {
            name: "max_gap",
            meaning: "longest time between two readings that is covered, hours; by default any",
            default: "",
        },
        Setting {
            name: "min_coverage",
            meaning: "share of a day that must be covered, 0 to 1",
            default: "0.8",
        },
        Setting {
            name: "day_clock",
            meaning: "clock of the days, such as UTC+02:00 or Europe/Lisbon",
            default: "UTC",
        },
        Setting {
            name: "day_start",
            meaning: "hour at which a day begins; it bears the date of its beginning",
            default: "0",
        },
    ],
    run,
};

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Linear,
    Previous,
    Arithmetic,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = input.single()?;
    if points.resolution != Resolution::Instant {
        return Err(refuse(
            "daily means are formed from moments",
            "give readings with date and time, such as 2002-08-12T06:00Z",
        ));
    }
    let method = settings.choice(
        "method",
        &[
            ("linear", Method::Linear),
            ("previous", Method::Previous),
            ("arithmetic", Method::Arithmetic),
        ],
    )?;
    let gap = match settings.number("max_gap")? {
        Some(hours) => crate::indicators::rain::parts::millis_of(hours)?,
        None => i64::MAX / 4,
    };
    let enough = settings.wanted_number("min_coverage")?;
    let (dates, bounds) = days(points, settings)?;
    let found = match method {
        Method::Linear => linear(points, &bounds, gap),
        Method::Previous => previous(points, &bounds, gap),
        Method::Arithmetic => arithmetic(points, &bounds),
    };
    let mut whole = Completeness::default();
    let rows: Vec<_> = dates
        .iter()
        .zip(&found)
        .zip(bounds.windows(2))
        .map(|((date, mean), bounds)| {
            #[expect(clippy::cast_precision_loss, reason = "a day in milliseconds stays far below 2^53")]
            let coverage = mean.covered as f64 / (bounds[1] - bounds[0]) as f64;
            let value = Some(mean.mean).filter(|mean| !mean.is_nan());
            let is_enough = coverage >= enough - 1e-12;
            whole = whole.and(Completeness::new(u32::from(is_enough), 1));
            let (readings, max, min) = extremes(points, bounds);
            json!({
                "day": date, "mean": value.filter(|_| is_enough), "coverage": coverage, "mean_of_covered": value,
                "readings": readings, "max": max, "min": min,
                "start": Instant::from_millis(bounds[0]), "end": Instant::from_millis(bounds[1]),
            })
        })
        .collect();
    Computed::new(json!({ "days": rows }), whole)
}

/// Dates and the moments between them, from the first to the last reading.
fn days(
    points: &Points,
    settings: &Settings<'_>,
) -> Result<(Vec<NaiveDate>, Vec<i64>), Box<Finding>> {
    let text = settings.wanted_text("day_clock")?;
    let clock = Clock::parse(text).ok_or_else(|| {
        refuse(
            format!("day_clock is \"{text}\""),
            "write UTC, UTC+02:00 or a zone such as Europe/Lisbon",
        )
    })?;
    let hour = settings
        .count("day_start")?
        .and_then(|hour| u32::try_from(hour).ok())
        .filter(|hour| *hour < 24);
    let start = hour
        .and_then(|hour| NaiveTime::from_hms_opt(hour, 0, 0))
        .ok_or_else(|| refuse("day_start is no hour", "set it to 0 to 23"))?;
    let (Some(&first), Some(&last)) = (points.time.first(), points.time.last()) else {
        return Err(refuse("the series is empty", "give at least one value"));
    };
    let date_of = |millis: i64| {
        let civil = clock.civil(Instant::from_millis(millis));
        if civil.time() < start {
            civil.date() - Duration::days(1)
        } else {
            civil.date()
        }
    };
    // A reading at the end of a day belongs to that day's line.
    let (from, to) = (date_of(first), date_of(last - 1).max(date_of(first)));
    let dates: Vec<NaiveDate> = from.iter_days().take_while(|date| *date <= to).collect();
    let bound = |date: NaiveDate| clock.boundary(date.and_time(start)).millis();
    let ends = dates.iter().copied().chain(to.succ_opt());
    let bounds: Vec<i64> = ends.map(bound).collect();
    Ok((dates, bounds))
}

fn linear(points: &Points, bounds: &[i64], gap: i64) -> Vec<PeriodMean> {
    let rule = MeanRule {
        longest_gap: gap,
        at_missing: AtMissing::Break,
        at_period_end: AtPeriodEnd::Cut,
    };
    means(&points.time, |row| points.value[row], bounds, &rule)
}

/// A reading holds until the next one, `gap` at most.
fn previous(points: &Points, bounds: &[i64], gap: i64) -> Vec<PeriodMean> {
    let each = bounds.windows(2).map(|bounds| {
        let from = points
            .time
            .partition_point(|time| *time <= bounds[0])
            .saturating_sub(1);
        let to = points.time.partition_point(|time| *time < bounds[1]);
        let (mut area, mut covered) = (0.0, 0);
        for row in from..to {
            let next = points
                .time
                .get(row + 1)
                .copied()
                .unwrap_or(points.time[row]);
            let is_near = next - points.time[row] <= gap;
            let span = next.min(bounds[1]) - points.time[row].max(bounds[0]);
            if span > 0 && is_near && !points.value[row].is_nan() {
                #[expect(
                    clippy::cast_precision_loss,
                    reason = "a day in milliseconds stays far below 2^53"
                )]
                let weight = span as f64;
                area += points.value[row] * weight;
                covered += span;
            }
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "a day in milliseconds stays far below 2^53"
        )]
        let mean = if covered > 0 {
            area / covered as f64
        } else {
            f64::NAN
        };
        PeriodMean {
            mean,
            covered,
            rows: (from, to),
        }
    });
    each.collect()
}

fn arithmetic(points: &Points, bounds: &[i64]) -> Vec<PeriodMean> {
    let each = bounds.windows(2).map(|bounds| {
        let from = points.time.partition_point(|time| *time < bounds[0]);
        let to = points.time.partition_point(|time| *time < bounds[1]);
        let there: Vec<f64> = points.value[from..to]
            .iter()
            .copied()
            .filter(|value| !value.is_nan())
            .collect();
        #[expect(
            clippy::cast_precision_loss,
            reason = "counts of readings stay far below 2^53"
        )]
        let mean = there.iter().sum::<f64>() / there.len() as f64;
        let covered = if there.is_empty() {
            0
        } else {
            bounds[1] - bounds[0]
        };
        PeriodMean {
            mean,
            covered,
            rows: (from, to),
        }
    });
    each.collect()
}

/// Readings of a day, the largest and the smallest: observed ones, never interpolated.
fn extremes(points: &Points, bounds: &[i64]) -> (usize, Option<f64>, Option<f64>) {
    let from = points.time.partition_point(|time| *time < bounds[0]);
    let to = points.time.partition_point(|time| *time < bounds[1]);
    let there = || {
        points.value[from..to]
            .iter()
            .copied()
            .filter(|value| !value.is_nan())
    };
    (
        there().count(),
        there().reduce(f64::max),
        there().reduce(f64::min),
    )
}
