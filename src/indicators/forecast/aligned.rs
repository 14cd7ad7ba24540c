//! Series of several gauges on one time axis.

use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{Input, Points, Settings, refuse};
use crate::series::walks::{Lookup, as_of};

/// Columns on one axis of equal steps.
#[derive(Clone, Debug, PartialEq)]
pub struct Aligned {
    /// First stamp, milliseconds since 1970 UTC.
    pub start: i64,
    /// Step, milliseconds.
    pub step: i64,
    /// One vector a series, all of one length; NaN is missing.
    pub columns: Vec<Vec<f64>>,
}

impl Aligned {
    /// Puts series on the finest of their steps, from the first to the last stamp of any of them.
    ///
    /// A stamp between two of the axis counts for the next one; nothing is interpolated.
    ///
    /// # Errors
    /// When a series has fewer than two stamps.
    pub fn new(series: &[&Points]) -> Result<Self, Box<Finding>> {
        let of = |points: &&Points| {
            let steps = points.time.windows(2).map(|pair| pair[1] - pair[0]);
            steps.filter(|step| *step > 0).min()
        };
        let steps: Option<Vec<i64>> = series.iter().map(of).collect();
        let step = steps.and_then(|steps| steps.into_iter().min());
        let Some(step) = step else {
            return Err(refuse(
                "a series has fewer than two values",
                "give series of several values with the columns time,station,value",
            ));
        };
        let ends = |points: &&Points| {
            points
                .time
                .first()
                .copied()
                .zip(points.time.last().copied())
        };
        let ends: Vec<(i64, i64)> = series.iter().filter_map(ends).collect();
        let start = ends.iter().map(|end| end.0).min().unwrap_or_default();
        let last = ends.iter().map(|end| end.1).max().unwrap_or_default();
        let times: Vec<i64> = (0..)
            .map(|n| start + n * step)
            .take_while(|t| *t <= last)
            .collect();
        // A value counts for its own step alone, so that a gap stays one.
        let lookup = Lookup {
            lag: 0,
            tolerance: step - 1,
        };
        let column = |points: &&Points| as_of(&points.time, &points.value, &times, &lookup);
        Ok(Self {
            start,
            step,
            columns: series.iter().map(column).collect(),
        })
    }

    /// Step, hours.
    pub fn step_hours(&self) -> f64 {
        hours(self.step)
    }

    /// Stamp of a row, milliseconds since 1970 UTC.
    pub fn time(&self, row: usize) -> i64 {
        self.start + self.step * i64::try_from(row).unwrap_or_default()
    }

    /// Rows.
    pub fn rows(&self) -> usize {
        self.columns.first().map_or(0, Vec::len)
    }

    /// Rows in which every column has a value, of all.
    pub fn completeness(&self) -> Completeness {
        let whole = |row: &usize| self.columns.iter().all(|column| !column[*row].is_nan());
        let present = (0..self.rows()).filter(whole).count();
        count(present, self.rows())
    }
}

/// Milliseconds as hours.
#[expect(
    clippy::cast_precision_loss,
    reason = "spans of a record stay far below 2^53 ms"
)]
pub fn hours(milliseconds: i64) -> f64 {
    milliseconds as f64 / 3_600_000.0
}

/// A number of things as a number to reckon with.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of readings stay far below 2^53"
)]
pub fn real(count: usize) -> f64 {
    count as f64
}

/// `present` of `expected` values.
pub fn count(present: usize, expected: usize) -> Completeness {
    let small = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    Completeness::new(small(present), small(expected))
}

/// Words that series are called by, the setting's own first.
const NAMES: [&[&str]; 5] = [
    &["observed", "obs", "observation", "outcome", "event"],
    &[
        "forecast",
        "fcst",
        "simulated",
        "simulation",
        "sim",
        "predicted",
    ],
    &["probability", "prob", "p", "forecast"],
    &["upstream", "up"],
    &["downstream", "down"],
];

/// Place of the series that is called as a setting is; a unit behind a low line does not count.
fn called(input: &Input, setting: &str) -> Option<usize> {
    let names = NAMES.iter().find(|names| names[0] == setting)?;
    input.series.iter().position(|series| {
        let name = series.station.split('_').next().unwrap_or_default();
        names.iter().any(|known| known.eq_ignore_ascii_case(name))
    })
}

/// Two series of a file: those that the settings `first` and `second` name, else those that are called so, else the
/// first two of the file.
///
/// # Errors
/// When there are fewer than two, or none of that name.
pub fn pair<'a>(
    input: &'a Input,
    settings: &Settings<'_>,
    (first, second): (&str, &str),
) -> Result<(&'a Points, &'a Points), Box<Finding>> {
    let known = (called(input, first), called(input, second));
    let (a, b) = match known {
        (Some(a), Some(b)) if a != b => (a, b),
        (Some(a), _) => (a, usize::from(a == 0)),
        (None, Some(b)) => (usize::from(b == 0), b),
        (None, None) => (0, 1),
    };
    let by = |name: &str, place: usize| match settings.text(name) {
        Some(station) => input.station(station),
        None => input
            .series
            .get(place)
            .ok_or_else(|| too_few(input, first, second)),
    };
    Ok((by(first, a)?, by(second, b)?))
}

fn too_few(input: &Input, first: &str, second: &str) -> Box<Finding> {
    refuse(
        format!(
            "the file holds {} series and two are needed",
            input.series.len()
        ),
        format!(
            "give a CSV with the columns time,station,value: first the {first}, then the {second} series, or name them with --set {first}=… --set {second}=…"
        ),
    )
}

/// The value of a sorted list that a share of it stays below: linear between ranks, type 7 of Hyndman and Fan.
///
/// NaN for an empty list.
pub fn quantile(sorted: &[f64], share: f64) -> f64 {
    let Some(last) = sorted.len().checked_sub(1) else {
        return f64::NAN;
    };
    let place = share.clamp(0.0, 1.0) * real(last);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a place within the list"
    )]
    let below = (place.floor() as usize).min(last);
    let above = (below + 1).min(last);
    sorted[below] + (place - real(below)) * (sorted[above] - sorted[below])
}

/// The values that are there, smallest first.
pub fn sorted(values: impl IntoIterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.into_iter().filter(|value| !value.is_nan()).collect();
    values.sort_unstable_by(f64::total_cmp);
    values
}
