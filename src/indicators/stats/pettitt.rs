//! Whether a series breaks into two levels, and after which value, without an assumption on its distribution.
//!
//! # What it tells
//! The most likely place of one step in the level of a series, and how surprising such a step is by chance.
//! # Formula
//! U_t = 2 Σ_{i ≤ t} rank_i − t (n + 1), ties sharing their mean rank; K = max |U_t|; p = 2 exp(−6 K² / (n³ + n²)), at
//! most 1. The break lies after the t of the greatest |U_t|: that value is the last of the first part.
//! # Units
//! K has none; the means before and after are in the unit of the series.
//! # Missing data
//! Missing values are left out.
//! # Limits
//! Refused below 20 values, noted below 30. The p is an approximation, good below 0.5. A trend looks like a step: read
//! `mann-kendall` beside it. A step may be a new gauge or rating, not a new river: look into the station's history.
//! # Source
//! Pettitt 1979.

use serde::Serialize;

use super::sample::{average_ranks, float, mean};
use super::timed::{Timed, long_enough};
use crate::indicators::catalogue::{Computed, Indicator, Input, Outcome, Setting, Settings};

/// Values below which a break is not sought.
pub(super) const LEAST_VALUES: Setting = Setting {
    name: "least_values",
    meaning: "values below which the test is refused",
    default: "20",
};

/// First and last year that count.
pub(super) const YEARS: Setting = Setting {
    name: "years",
    meaning: "first and last year that count, such as 1991-2020; all when not set",
    default: "",
};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "pettitt",
    text: include_str!("pettitt.rs"),
    settings: &[YEARS, LEAST_VALUES],
    run,
};

/// Result of the test of Pettitt.
#[derive(Clone, Debug, PartialEq)]
pub struct Pettitt {
    /// max |U|.
    pub k: f64,
    /// Approximate two-sided probability, at most 1.
    pub p: f64,
    /// Values of the first part.
    pub break_after: usize,
    /// U after each value.
    pub u: Vec<f64>,
}

/// The test, of at least two values of which none is missing, in order of time.
pub fn pettitt(values: &[f64]) -> Pettitt {
    let n = float(values.len());
    let mut sum = 0.0;
    let u: Vec<f64> = average_ranks(values)
        .iter()
        .enumerate()
        .map(|(place, rank)| {
            sum += rank;
            2.0 * sum - float(place + 1) * (n + 1.0)
        })
        .collect();
    let (place, k) = greatest(u.iter().map(|u| u.abs()));
    Pettitt {
        k,
        p: (2.0 * (-6.0 * k * k / (n.powi(3) + n * n)).exp()).min(1.0),
        break_after: place + 1,
        u,
    }
}

/// Place and value of the first greatest of values.
pub(super) fn greatest(values: impl Iterator<Item = f64>) -> (usize, f64) {
    let mut found = (0, f64::NEG_INFINITY);
    for (place, value) in values.enumerate() {
        if value > found.1 {
            found = (place, value);
        }
    }
    found
}

/// Where a break lies, for a result.
#[derive(Serialize)]
pub(super) struct Break {
    /// Values of the first part, from 1.
    break_after: usize,
    /// Time of the last value of the first part.
    last_of_first_part: Option<String>,
    mean_before: Option<f64>,
    mean_after: Option<f64>,
}

impl Break {
    pub(super) fn of(series: &Timed, break_after: usize) -> Self {
        let (before, after) = series.values.split_at(break_after.min(series.values.len()));
        let figure = |part: &[f64]| (!part.is_empty()).then(|| mean(part));
        Self {
            break_after,
            last_of_first_part: series.labels.get(break_after.wrapping_sub(1)).cloned(),
            mean_before: figure(before),
            mean_after: figure(after),
        }
    }

    /// A break so near an end says little.
    pub(super) fn note(&self, n: usize) -> Option<String> {
        let is_near = self.break_after < 5 || n - self.break_after < 5;
        is_near.then(|| "the break lies within five values of an end and is unreliable".to_owned())
    }
}

#[derive(Serialize)]
struct Found {
    n: usize,
    k: f64,
    p: f64,
    #[serde(flatten)]
    place: Break,
    u: Vec<f64>,
    method: &'static str,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let series = Timed::of(input, settings)?;
    let n = series.values.len();
    let note = long_enough("the test of Pettitt", n, 30, settings)?;
    let test = pettitt(&series.values);
    let place = Break::of(&series, test.break_after);
    let end = place.note(n);
    let found = Found {
        n,
        k: test.k,
        p: test.p,
        place,
        u: test.u,
        method: "Pettitt, p = 2 exp(-6 K^2 / (n^3 + n^2))",
    };
    let computed = Computed::new(found, series.completeness)?;
    Ok(note.into_iter().chain(end).fold(computed, Computed::note))
}
