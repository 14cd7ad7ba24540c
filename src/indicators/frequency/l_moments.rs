//! L-moments of a sample: its location, its scale and its shape, little moved by one large value.
//!
//! # What it tells
//! The first L-moments of annual maxima (or of any sample): `l1` is the mean, `l2` half the mean distance of two
//! values, `t3` the L-skewness, `t4` the L-kurtosis, `t5` the fifth ratio. They are what the fits by L-moments stand
//! on.
//! # Formula
//! From the sorted sample x₁ ≤ … ≤ xₙ, unbiased: b_r = n⁻¹ Σ C(i−1, r)/C(n−1, r) x_i; l1 = b0; l2 = 2b1 − b0;
//! l3 = 6b2 − 6b1 + b0; l4 = 20b3 − 30b2 + 12b1 − b0; l5 = 70b4 − 140b3 + 90b2 − 20b1 + b0; t_r = l_r/l2.
//! # Units
//! `l1` and `l2`: the unit of the series. Ratios: none.
//! # Missing data
//! Missing values are left out. Of a daily record or of moments, annual maxima are formed first, as `annual-maxima`
//! does, and its rule for incomplete years holds.
//! # Limits
//! `t_r` needs at least r values, and values that are not all equal. Below some 20 values `t4` says little.
//! # Source
//! Hosking 1990, J. R. Stat. Soc. B 52:105–124; Hosking & Wallis 1997, Regional Frequency Analysis, 2.5. Not the
//! plotting-position estimators, whose bias is of the order of the differences between the distributions.

use serde_json::json;

use super::annual::{ANNUAL_SETTINGS, peaks};
use crate::indicators::catalogue::{Computed, Indicator, Input, Outcome, Settings, refuse};
use crate::indicators::stats::l_moments::of_sample;

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "l-moments",
    text: include_str!("l_moments.rs"),
    settings: &ANNUAL_SETTINGS,
    run,
};

fn run(input: &Input, set: &Settings<'_>) -> Outcome {
    let peaks = peaks(input, set)?;
    let values = peaks.values();
    if values.len() < 2 {
        return Err(refuse(
            format!("there are {} values, and an L-scale needs 2", values.len()),
            "give more years; t3 needs 3 and t4 needs 4",
        ));
    }
    let moments = of_sample(&values);
    let result = json!({
        "n": values.len(),
        "l1": moments.l1,
        "l2": moments.l2,
        "t3": moments.t3,
        "t4": moments.t4,
        "t5": moments.t5,
        "variant": "unbiased",
    });
    Ok(peaks.say(Computed::new(result, peaks.completeness())?))
}
