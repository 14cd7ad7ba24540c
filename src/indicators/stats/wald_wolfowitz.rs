//! Whether the values of a series depend on the ones before them (Wald and Wolfowitz).
//!
//! # What it tells
//! How surprising the products of neighbouring values are by chance. Tests of trend and homogeneity and frequency
//! curves take values as independent; a small p says that these are not.
//! # Formula
//! R = Σ x_i x_{i+1} + x_n x_1; with s_t = Σ x^t: E = (s1² − s2) / (n − 1); V = (s2² − s4) / (n − 1) − E² +
//! (s1⁴ − 4 s1² s2 + 4 s1 s3 + s2² − 2 s4) / ((n − 1)(n − 2)); Z = (R − E) / √V, two-sided p of the normal
//! distribution. The values are taken less their mean first, which changes nothing but the rounding.
//! # Units
//! None.
//! # Missing data
//! Missing values are left out, and the values on both sides become neighbours.
//! # Limits
//! Refused below 10 values. A trend or a step shows as dependence too.
//! # Source
//! Wald and Wolfowitz 1943; WMO Guide to Hydrological Practices.

use serde::Serialize;

use super::mann_kendall::LEAST_VALUES;
use super::pettitt::YEARS;
use super::sample::{float, mean};
use super::special::normal_cdf;
use super::timed::{Timed, long_enough};
use crate::indicators::catalogue::{Computed, Indicator, Input, Outcome, Settings};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "wald-wolfowitz",
    text: include_str!("wald_wolfowitz.rs"),
    settings: &[YEARS, LEAST_VALUES],
    run,
};

/// Z of the test, of at least three values of which none is missing, in order of time.
pub fn wald_wolfowitz(values: &[f64]) -> f64 {
    let n = float(values.len());
    let mean = mean(values);
    let x: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let next = x.iter().cycle().skip(1);
    let r: f64 = x.iter().zip(next).map(|(a, b)| a * b).sum();
    let power = |exponent: i32| x.iter().map(|x| x.powi(exponent)).sum::<f64>();
    let (s1, s2, s3, s4) = (power(1), power(2), power(3), power(4));
    let expected = (s1 * s1 - s2) / (n - 1.0);
    let products = s1.powi(4) - 4.0 * s1 * s1 * s2 + 4.0 * s1 * s3 + s2 * s2 - 2.0 * s4;
    let variance =
        (s2 * s2 - s4) / (n - 1.0) - expected * expected + products / ((n - 1.0) * (n - 2.0));
    (r - expected) / variance.sqrt()
}

#[derive(Serialize)]
struct Found {
    n: usize,
    z: f64,
    p: f64,
    method: &'static str,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let series = Timed::of(input, settings)?;
    let note = long_enough(
        "the test of independence",
        series.values.len(),
        30,
        settings,
    )?;
    let z = wald_wolfowitz(&series.values);
    let found = Found {
        n: series.values.len(),
        z,
        p: 2.0 * normal_cdf(-z.abs()),
        method: "Wald-Wolfowitz serial correlation test, normal approximation",
    };
    let computed = Computed::new(found, series.completeness)?;
    Ok(note.into_iter().fold(computed, Computed::note))
}
