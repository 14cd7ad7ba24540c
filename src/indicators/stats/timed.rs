//! A series as the tests of trend and homogeneity take it: the values that are there, with their times as numbers.

use chrono::Datelike as _;

use super::sample::float;
use crate::domain::{Completeness, Finding, Instant};
use crate::indicators::catalogue::{Input, Points, Resolution, Settings, refuse};

/// Values with their times.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Timed {
    /// Years with their fraction, or the plain numbers of a series without a calendar; ascending.
    pub(super) times: Vec<f64>,
    /// None missing.
    pub(super) values: Vec<f64>,
    /// How a result names each value: its year, date or number.
    pub(super) labels: Vec<String>,
    /// What the times count.
    pub(super) unit: &'static str,
    /// Values that are there, of those of the series.
    pub(super) completeness: Completeness,
}

impl Timed {
    /// Of the only series of an input, within `years` where that is set.
    ///
    /// # Errors
    /// When there is no series or several.
    pub(super) fn of(input: &Input, settings: &Settings<'_>) -> Result<Self, Box<Finding>> {
        let span = crate::indicators::drought::record::span_of_years(settings, "years")?;
        Ok(Self::of_points(input.single()?, |year| {
            span.as_ref().is_none_or(|span| span.contains(&year))
        }))
    }

    /// Of one series, the values of the years that `counts` takes; numbers without a calendar all count.
    pub(super) fn of_points(points: &Points, counts: impl Fn(i32) -> bool) -> Self {
        let mut timed = Self {
            times: Vec::new(),
            values: Vec::new(),
            labels: Vec::new(),
            unit: if points.resolution == Resolution::Number {
                "unit of time"
            } else {
                "year"
            },
            completeness: Completeness::default(),
        };
        for (time, value) in points.time.iter().zip(&points.value) {
            let (number, label, year) = place(*time, points.resolution);
            if year.is_some_and(|year| !counts(year)) {
                continue;
            }
            timed.completeness.expected += 1;
            if !value.is_nan() {
                timed.completeness.present += 1;
                timed.times.push(number);
                timed.values.push(*value);
                timed.labels.push(label);
            }
        }
        timed
    }
}

/// Time as a number, as a text, and its year where there is a calendar.
fn place(time: i64, resolution: Resolution) -> (f64, String, Option<i32>) {
    if resolution == Resolution::Number {
        #[expect(
            clippy::cast_precision_loss,
            reason = "numbers of a file, far below 2^53"
        )]
        let number = time as f64 / 3_600_000.0;
        return (number, number.to_string(), None);
    }
    let date = Instant::from_millis(time).utc().date();
    let year = f64::from(date.year());
    match resolution {
        Resolution::Year => (year, date.year().to_string(), Some(date.year())),
        Resolution::Month => (
            year + f64::from(date.month0()) / 12.0,
            date.format("%Y-%m").to_string(),
            Some(date.year()),
        ),
        _ => {
            let days = if date.leap_year() { 366.0 } else { 365.0 };
            (
                year + f64::from(date.ordinal0()) / days,
                date.to_string(),
                Some(date.year()),
            )
        }
    }
}

/// Refuses a sample with fewer values than `least_values` says, and notes one with fewer than `good`.
pub(super) fn long_enough(
    what: &str,
    n: usize,
    good: usize,
    settings: &Settings<'_>,
) -> Result<Option<String>, Box<Finding>> {
    let least = settings.count("least_values")?.unwrap_or(0).max(3);
    if n < least {
        return Err(refuse(
            format!("{what} needs {least} values, and the series has {n}"),
            "give a longer series; --set least_values=… asks for the figure all the same",
        ));
    }
    Ok((n < good).then(|| format!("short series: {n} values; below {good} {what} is uncertain")))
}

/// A share of draws as a probability: how many of the sorted `null` values are at least `found`.
pub(super) fn share_at_least(null: &[f64], found: f64) -> f64 {
    float(null.len() - null.partition_point(|value| *value < found)) / float(null.len().max(1))
}

/// One standard normal value.
pub(super) fn normal_draw(random: &mut fastrand::Rng) -> f64 {
    loop {
        let (x, y) = (2.0 * random.f64() - 1.0, 2.0 * random.f64() - 1.0);
        let square = x * x + y * y;
        if square > 0.0 && square < 1.0 {
            return x * (-2.0 * square.ln() / square).sqrt();
        }
    }
}
