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

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "l-moments",
    text: include_str!("l_moments.rs"),
    settings: &ANNUAL_SETTINGS,
    run,
};

/// The first five L-moments of a sample; a ratio that the sample is too short for is NaN.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct LMoments {
    /// Mean.
    pub l1: f64,
    /// L-scale.
    pub l2: f64,
    /// L-skewness.
    pub t3: f64,
    /// L-kurtosis.
    pub t4: f64,
    /// Fifth ratio.
    pub t5: f64,
}

/// The L-moments of a sample sorted upwards without missing values.
pub fn of_sorted(sorted: &[f64]) -> LMoments {
    let n = sorted.len();
    let mut b = [0.0; 5];
    for (i, &x) in sorted.iter().enumerate() {
        let mut weight = 1.0;
        for (r, sum) in b.iter_mut().enumerate() {
            *sum += weight * x;
            weight *= if i > r && n > r + 1 {
                count(i - r) / count(n - 1 - r)
            } else {
                0.0
            };
        }
    }
    from_weighted_moments(b.map(|sum| sum / count(n)), n)
}

/// The L-moments of a sample in any order; missing values are left out.
pub fn of_sample(values: &[f64]) -> LMoments {
    of_sorted(&sorted(values))
}

/// The values that are there, sorted upwards.
pub fn sorted(values: &[f64]) -> Vec<f64> {
    let mut sorted: Vec<f64> = values.iter().copied().filter(|x| !x.is_nan()).collect();
    sorted.sort_unstable_by(f64::total_cmp);
    sorted
}

fn from_weighted_moments([b0, b1, b2, b3, b4]: [f64; 5], n: usize) -> LMoments {
    let l2 = 2.0 * b1 - b0;
    let ratio = |order: usize, moment: f64| {
        if n >= order && l2 > 0.0 {
            moment / l2
        } else {
            f64::NAN
        }
    };
    LMoments {
        l1: if n >= 1 { b0 } else { f64::NAN },
        l2: if n >= 2 { l2 } else { f64::NAN },
        t3: ratio(3, 6.0 * b2 - 6.0 * b1 + b0),
        t4: ratio(4, 20.0 * b3 - 30.0 * b2 + 12.0 * b1 - b0),
        t5: ratio(5, 70.0 * b4 - 140.0 * b3 + 90.0 * b2 - 20.0 * b1 + b0),
    }
}

#[expect(clippy::cast_precision_loss, reason = "samples are shorter than 2^52")]
pub(super) fn count(n: usize) -> f64 {
    n as f64
}

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
