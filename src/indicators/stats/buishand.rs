//! Whether a series breaks into two levels, by the range of its adjusted partial sums (Buishand).
//!
//! # What it tells
//! Three figures on the same sums, each with the share of chance series that reach it: the range R/√n and the greatest
//! deviation Q/√n, strongest for a break in the middle, and U.
//! # Formula
//! S_k = Σ_{i ≤ k} (x_i − mean); R = (max S − min S) / s, with S_0 = 0 among them; Q = max |S| / s;
//! U = Σ_{k < n} (S_k / s)² / (n (n + 1)), s with n − 1 (`sd=population`: n). p is the share of `simulations` series of
//! independent normal values of the same length whose figure is at least as large; the same `seed` gives the same.
//! # Units
//! None; the means before and after are in the unit of the series.
//! # Missing data
//! Missing values are left out.
//! # Limits
//! Refused below 20 values, noted below 30. A trend gives a large range too.
//! # Source
//! Buishand 1982, 1984.

use serde::Serialize;

use super::pettitt::{Break, LEAST_VALUES, YEARS, greatest};
use super::sample::{float, moments};
use super::snht::{SEED, SIMULATIONS, by_chance, chance};
use super::timed::{Timed, long_enough, share_at_least};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "buishand",
    text: include_str!("buishand.rs"),
    settings: &[
        Setting {
            name: "sd",
            meaning: "sample (n - 1) or population (n)",
            default: "sample",
        },
        SIMULATIONS,
        SEED,
        YEARS,
        LEAST_VALUES,
    ],
    run,
};

/// Divisor of the standard deviation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deviation {
    /// n − 1.
    Sample,
    /// n.
    Population,
}

/// The three figures and the break.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Buishand {
    /// R / √n.
    pub range: f64,
    /// Q / √n.
    pub deviation: f64,
    /// U.
    pub u: f64,
    /// Values of the first part: where |S| is greatest.
    pub break_after: usize,
}

/// The figures, of values of which none is missing, in order of time.
pub fn buishand(values: &[f64], deviation: Deviation) -> Buishand {
    let all = moments(values);
    let n = float(values.len());
    let sd = match deviation {
        Deviation::Sample => all.sd,
        Deviation::Population => all.sd * ((n - 1.0) / n).sqrt(),
    };
    let mut sum = 0.0;
    let sums: Vec<f64> = values
        .iter()
        .map(|x| {
            sum += x - all.mean;
            sum / sd
        })
        .collect();
    let inner = &sums[..sums.len().saturating_sub(1)];
    let (low, high) = inner.iter().fold((0.0_f64, 0.0_f64), |(low, high), s| {
        (low.min(*s), high.max(*s))
    });
    let (place, most) = greatest(inner.iter().map(|s| s.abs()));
    Buishand {
        range: (high - low) / n.sqrt(),
        deviation: most / n.sqrt(),
        u: inner.iter().map(|s| s * s).sum::<f64>() / (n * (n + 1.0)),
        break_after: place + 1,
    }
}

#[derive(Serialize)]
struct Found {
    n: usize,
    /// R / sqrt(n).
    range: f64,
    range_p: f64,
    /// Q / sqrt(n).
    deviation: f64,
    deviation_p: f64,
    u: f64,
    u_p: f64,
    #[serde(flatten)]
    place: Break,
    method: String,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let series = Timed::of(input, settings)?;
    let n = series.values.len();
    let note = long_enough("the test of Buishand", n, 30, settings)?;
    let (simulations, seed) = chance(settings)?;
    let kind = settings.choice(
        "sd",
        &[
            ("sample", Deviation::Sample),
            ("population", Deviation::Population),
        ],
    )?;
    let test = buishand(&series.values, kind);
    if !test.range.is_finite() {
        return Err(refuse(
            "all values are equal",
            "there is nothing to test in such a series",
        ));
    }
    let p = |found: f64, figure: fn(Buishand) -> f64| {
        let null = by_chance(n, simulations, seed, |values| {
            figure(buishand(values, kind))
        });
        share_at_least(&null, found)
    };
    let place = Break::of(&series, test.break_after);
    let end = place.note(n);
    let found = Found {
        n,
        range: test.range,
        range_p: p(test.range, |one| one.range),
        deviation: test.deviation,
        deviation_p: p(test.deviation, |one| one.deviation),
        u: test.u,
        u_p: p(test.u, |one| one.u),
        place,
        method: format!(
            "Buishand, R/sqrt(n), Q/sqrt(n) and U, sd with {}, p of {simulations} series by chance",
            match kind {
                Deviation::Sample => "n-1",
                Deviation::Population => "n",
            }
        ),
    };
    let computed = Computed::new(found, series.completeness)?;
    Ok(note.into_iter().chain(end).fold(computed, Computed::note))
}
