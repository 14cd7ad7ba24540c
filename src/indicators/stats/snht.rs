//! Whether a series breaks into two levels, and after which value, for normal values (SNHT).
//!
//! # What it tells
//! The standard normal homogeneity test: the most likely place of one step in the mean, and how often chance alone
//! gives so large a one. More sensitive near the ends than `pettitt`, and to single odd values.
//! # Formula
//! z = (x − mean) / s with n − 1; T(k) = k z̄₁² + (n − k) z̄₂² of the means before and after k; T0 = max T. p is the
//! share of `simulations` series of independent normal values of the same length whose T0 is at least as large; the
//! draws are the same for the same `seed`.
//! # Units
//! T has none; the means before and after are in the unit of the series.
//! # Missing data
//! Missing values are left out.
//! # Limits
//! Refused below 20 values, noted below 30. Breaks within five values of an end are unreliable. Rain is better tested as
//! its ratio to that of the neighbours, which takes the weather out. Values that depend on each other give small p too
//! often. Published critical values at 5 %: 6.95 for n = 20, 7.65 for 30, 8.45 for 50, 9.15 for 100.
//! # Source
//! Alexandersson 1986; Alexandersson and Moberg 1997.

use serde::Serialize;

use super::pettitt::{Break, LEAST_VALUES, YEARS, greatest};
use super::sample::{float, moments};
use super::timed::{Timed, long_enough, normal_draw, share_at_least};
use crate::domain::Finding;
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

/// Draws that a probability stands on.
pub(super) const SIMULATIONS: Setting = Setting {
    name: "simulations",
    meaning: "series drawn by chance that p is counted over",
    default: "20000",
};

/// Where the draws begin.
pub(super) const SEED: Setting = Setting {
    name: "seed",
    meaning: "number that the draws begin with; the same gives the same",
    default: "1",
};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "snht",
    text: include_str!("snht.rs"),
    settings: &[SIMULATIONS, SEED, YEARS, LEAST_VALUES],
    run,
};

/// T of each k from 1 to n − 1, of values of which none is missing, in order of time.
pub fn snht(values: &[f64]) -> Vec<f64> {
    let all = moments(values);
    let n = float(values.len());
    let z: Vec<f64> = values.iter().map(|x| (x - all.mean) / all.sd).collect();
    let total: f64 = z.iter().sum();
    let mut before = 0.0;
    (1..values.len())
        .map(|k| {
            before += z[k - 1];
            let k = float(k);
            before * before / k + (total - before) * (total - before) / (n - k)
        })
        .collect()
}

/// T0 of `simulations` series of `n` independent normal values, ascending.
pub fn snht_by_chance(n: usize, simulations: usize, seed: u64) -> Vec<f64> {
    by_chance(n, simulations, seed, |values| {
        greatest(snht(values).into_iter()).1
    })
}

/// A statistic of `simulations` series of `n` independent normal values, ascending.
pub(super) fn by_chance(
    n: usize,
    simulations: usize,
    seed: u64,
    statistic: impl Fn(&[f64]) -> f64,
) -> Vec<f64> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut values = vec![0.0; n];
    let mut found: Vec<f64> = (0..simulations)
        .map(|_| {
            values.fill_with(|| normal_draw(&mut random));
            statistic(&values)
        })
        .collect();
    found.sort_unstable_by(f64::total_cmp);
    found
}

/// How many series are drawn, and from which seed.
pub(super) fn chance(settings: &Settings<'_>) -> Result<(usize, u64), Box<Finding>> {
    let simulations = settings.count("simulations")?.unwrap_or(20_000);
    if !(100..=1_000_000).contains(&simulations) {
        return Err(refuse(
            format!("simulations is {simulations}"),
            "set it to a number between 100 and 1000000",
        ));
    }
    Ok((simulations, settings.count("seed")?.unwrap_or(1) as u64))
}

#[derive(Serialize)]
struct Found {
    n: usize,
    t0: f64,
    p: f64,
    #[serde(flatten)]
    place: Break,
    t: Vec<f64>,
    method: String,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let series = Timed::of(input, settings)?;
    let n = series.values.len();
    let note = long_enough("the standard normal homogeneity test", n, 30, settings)?;
    let (simulations, seed) = chance(settings)?;
    let t = snht(&series.values);
    let (place, t0) = greatest(t.iter().copied());
    if !t0.is_finite() {
        return Err(refuse(
            "all values are equal",
            "there is nothing to test in such a series",
        ));
    }
    let place = Break::of(&series, place + 1);
    let end = place.note(n);
    let found = Found {
        n,
        t0,
        p: share_at_least(&snht_by_chance(n, simulations, seed), t0),
        place,
        t,
        method: format!(
            "standard normal homogeneity test, sd with n-1, p of {simulations} series by chance"
        ),
    };
    let computed = Computed::new(found, series.completeness)?;
    Ok(note.into_iter().chain(end).fold(computed, Computed::note))
}
