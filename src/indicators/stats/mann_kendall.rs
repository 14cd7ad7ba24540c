//! Whether a series rises or falls over the years, and by how much.
//!
//! # What it tells
//! The test of Mann and Kendall for a trend in one direction, its strength (tau) and the slope of Sen with its
//! confidence limits. Beside it the same test with the variance of Hamed and Rao, for values that depend on each other.
//! # Formula
//! S = Σ sign(x_j − x_i) over all pairs i < j; variance (n(n−1)(2n+5) − Σ t(t−1)(2t+5)) / 18 with groups of t ties;
//! Z = (S − sign S) / √variance (`continuity=no`: S / √variance); two-sided p of the normal distribution. tau-a =
//! S / (n(n−1)/2); tau-b divides by √((n(n−1)/2 − tied pairs) · n(n−1)/2). Slope: median of all pairwise slopes on the
//! real times; limits by Gilbert: the slopes at the ranks (N ∓ z √variance)/2, rounded, the upper one and one more. Hamed and Rao: variance times
//! 1 + 2/(n(n−1)(n−2)) Σ (n−i)(n−i−1)(n−i−2) ρ_i over the autocorrelations ρ_i of the ranks of the detrended values
//! that differ from 0 at the level 5 %. Lag 1 (Matalas and Langbein): variance times
//! 1 + 2 (r^(n+1) − n r² + (n − 1) r) / (n (r − 1)²) with the autocorrelation r of the detrended values, as the U.S.
//! Geological Survey adjusts the p of records of more than ten values.
//! # Units
//! Slope in the unit of the series per year; of a series without a calendar, per unit of its numbers.
//! # Missing data
//! Missing values are left out and the others keep their times.
//! # Limits
//! Refused below 10 values, noted below 30: too few for what is said of climate. A step looks like a trend: read
//! `pettitt` beside it. Hamed and Rao can shrink the variance too; then trust the plain test.
//! # Source
//! Mann 1945; Kendall 1975; Sen 1968; Gilbert 1987; Hamed and Rao 1998; Matalas and Langbein 1962.

use serde::Serialize;

use super::sample::{average_ranks, float, mean};
use super::special::{normal_cdf, normal_quantile};
use super::timed::{Timed, long_enough};
use crate::domain::Finding;
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

/// Whether one is taken off |S| before it is divided.
pub(super) const CONTINUITY: Setting = Setting {
    name: "continuity",
    meaning: "yes takes one off |S| before it is divided, no does not",
    default: "yes",
};

/// Values below which a trend is refused.
pub(super) const LEAST_VALUES: Setting = Setting {
    name: "least_values",
    meaning: "values below which the test is refused",
    default: "10",
};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "mann-kendall",
    text: include_str!("mann_kendall.rs"),
    settings: &[
        CONTINUITY,
        Setting {
            name: "confidence",
            meaning: "confidence of the limits of the slope, 0 to 1",
            default: "0.95",
        },
        Setting {
            name: "years",
            meaning: "first and last year that count, such as 1991-2020; all when not set",
            default: "",
        },
        LEAST_VALUES,
    ],
    run,
};

/// The test of Mann and Kendall.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct MannKendall {
    /// Sum of the signs of all pairs.
    pub s: f64,
    /// Its variance, with ties.
    pub variance: f64,
    /// Standard normal value; 0 where S is 0.
    pub z: f64,
    /// Two-sided probability.
    pub p: f64,
    /// S of all pairs.
    pub tau_a: f64,
    /// S of the pairs that are not tied.
    pub tau_b: f64,
}

/// Whether a test takes one off |S|.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Continuity {
    /// It does.
    Corrected,
    /// It does not.
    None,
}

/// The sum of signs and its variance, of values of which none is missing, in order of time.
pub fn score(values: &[f64]) -> (f64, f64) {
    let mut s = 0.0;
    for (place, later) in values.iter().enumerate() {
        for earlier in &values[..place] {
            s += sign(later - earlier);
        }
    }
    let n = float(values.len());
    let spread = |n: f64| n * (n - 1.0) * (2.0 * n + 5.0);
    let ties: f64 = ties(values).into_iter().map(spread).sum();
    (s, (spread(n) - ties) / 18.0)
}

/// −1, 0 or 1.
fn sign(difference: f64) -> f64 {
    if difference == 0.0 {
        0.0
    } else {
        difference.signum()
    }
}

/// How many values are in each group of equal ones.
fn ties(values: &[f64]) -> Vec<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let groups = sorted.chunk_by(|a, b| a == b);
    groups.map(|group| float(group.len())).collect()
}

/// Standard normal value of S, and its two-sided probability.
pub(super) fn significance(s: f64, variance: f64, continuity: Continuity) -> (f64, f64) {
    let shrunk = match continuity {
        Continuity::Corrected => s - sign(s),
        Continuity::None => s,
    };
    if shrunk == 0.0 {
        return (0.0, 1.0);
    }
    let z = shrunk / variance.sqrt();
    (z, 2.0 * normal_cdf(-z.abs()))
}

/// The test, of values of which none is missing, in order of time.
pub fn mann_kendall(values: &[f64], continuity: Continuity) -> MannKendall {
    let (s, variance) = score(values);
    let (z, p) = significance(s, variance, continuity);
    let pairs = float(values.len()) * (float(values.len()) - 1.0) / 2.0;
    let tied: f64 = ties(values).iter().map(|t| t * (t - 1.0) / 2.0).sum();
    MannKendall {
        s,
        variance,
        z,
        p,
        tau_a: s / pairs,
        tau_b: s / ((pairs - tied) * pairs).sqrt(),
    }
}

/// Sen's slope and its limits; `variance` is that of S.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SenSlope {
    /// Median of the pairwise slopes, per unit of time.
    pub slope: f64,
    /// Lower and upper limit.
    pub limits: (f64, f64),
    /// Median of value − slope · time: where the line stands at the time 0.
    pub intercept: f64,
}

/// Sen's slope of `values` at `times` (none missing, times ascending); NaN below two values.
pub fn sen_slope(times: &[f64], values: &[f64], variance: f64, confidence: f64) -> SenSlope {
    let mut slopes = Vec::with_capacity(values.len() * values.len() / 2);
    for (place, later) in values.iter().enumerate() {
        for (time, earlier) in times[..place].iter().zip(values) {
            slopes.push((later - earlier) / (times[place] - time));
        }
    }
    slopes.sort_unstable_by(f64::total_cmp);
    let slope = median(&slopes);
    let half = normal_quantile(0.5 + confidence / 2.0) * variance.sqrt();
    let count = float(slopes.len());
    let at = |rank: f64| {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "within the ranks"
        )]
        let place = rank.round_ties_even().clamp(1.0, count.max(1.0)) as usize - 1;
        slopes.get(place).copied().unwrap_or(f64::NAN)
    };
    let mut levels: Vec<f64> = times
        .iter()
        .zip(values)
        .map(|(t, x)| x - slope * t)
        .collect();
    levels.sort_unstable_by(f64::total_cmp);
    SenSlope {
        slope,
        limits: (at((count - half) / 2.0), at((count + half) / 2.0 + 1.0)),
        intercept: median(&levels),
    }
}

/// Middle of sorted values; NaN of none.
pub(super) fn median(sorted: &[f64]) -> f64 {
    let n = sorted.len();
    if n == 0 {
        f64::NAN
    } else {
        f64::midpoint(sorted[(n - 1) / 2], sorted[n / 2])
    }
}

/// Factor of Hamed and Rao on the variance, of `values` in order (none missing) and their slope per step.
pub fn hamed_rao_inflation(values: &[f64], slope: f64) -> f64 {
    let detrended: Vec<f64> = (0..values.len())
        .map(|i| values[i] - slope * float(i + 1))
        .collect();
    let ranks = average_ranks(&detrended);
    let n = float(values.len());
    let bound = normal_quantile(0.975) / n.sqrt();
    let sum: f64 = autocorrelations(&ranks)
        .iter()
        .enumerate()
        .skip(1)
        .filter(|(_, rho)| rho.abs() > bound)
        .map(|(lag, rho)| {
            let left = n - float(lag);
            left * (left - 1.0) * (left - 2.0) * rho
        })
        .sum();
    1.0 + 2.0 / (n * (n - 1.0) * (n - 2.0)) * sum
}

/// Factor of Matalas and Langbein on the variance, of `values` in order (none missing) and their slope per step.
pub fn lag_1_inflation(values: &[f64], slope: f64) -> f64 {
    let detrended: Vec<f64> = (0..values.len())
        .map(|i| values[i] - slope * float(i + 1))
        .collect();
    let n = float(values.len());
    let r = autocorrelations(&detrended).get(1).copied().unwrap_or(0.0);
    let power = r.powi(i32::try_from(values.len() + 1).unwrap_or(i32::MAX));
    1.0 + 2.0 * (power - n * r * r + (n - 1.0) * r) / (n * (r - 1.0) * (r - 1.0))
}

/// Autocorrelations of values of which none is missing, from lag 0, each divided by n.
pub(super) fn autocorrelations(values: &[f64]) -> Vec<f64> {
    let mean = mean(values);
    let apart: Vec<f64> = values.iter().map(|value| value - mean).collect();
    let at = |lag: usize| {
        apart
            .iter()
            .zip(&apart[lag..])
            .map(|(a, b)| a * b)
            .sum::<f64>()
    };
    let own = at(0);
    (0..values.len()).map(|lag| at(lag) / own).collect()
}

#[derive(Serialize)]
struct Found {
    n: usize,
    #[serde(flatten)]
    test: MannKendall,
    direction: &'static str,
    sen_slope: f64,
    sen_slope_lower: f64,
    sen_slope_upper: f64,
    sen_intercept: f64,
    slope_per: &'static str,
    lag_1_autocorrelation: Option<f64>,
    hamed_rao_variance: f64,
    hamed_rao_inflation: f64,
    hamed_rao_z: f64,
    hamed_rao_p: f64,
    lag_1_adjusted_z: f64,
    lag_1_adjusted_p: f64,
    method: String,
}

/// Which way a trend goes at the level 5 %, in a word.
pub fn direction(s: f64, p: f64) -> &'static str {
    if p >= 0.05 {
        "no trend at the level 5 %"
    } else if s > 0.0 {
        "rising"
    } else {
        "falling"
    }
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let series = Timed::of(input, settings)?;
    let note = long_enough("a trend", series.values.len(), 30, settings)?;
    let continuity = continuity(settings)?;
    let confidence = confidence(settings)?;
    let test = mann_kendall(&series.values, continuity);
    let sen = sen_slope(&series.times, &series.values, test.variance, confidence);
    let steps: Vec<f64> = (0..series.values.len()).map(float).collect();
    let per_step = sen_slope(&steps, &series.values, test.variance, confidence).slope;
    let inflation = hamed_rao_inflation(&series.values, per_step);
    let (hamed_rao_z, hamed_rao_p) = significance(test.s, test.variance * inflation, continuity);
    let lag_1_variance = test.variance * lag_1_inflation(&series.values, per_step);
    let (lag_1_adjusted_z, lag_1_adjusted_p) = significance(test.s, lag_1_variance, continuity);
    let lag_1 = autocorrelations(&series.values).get(1).copied();
    let found = Found {
        n: series.values.len(),
        direction: direction(test.s, test.p),
        test,
        sen_slope: sen.slope,
        sen_slope_lower: sen.limits.0,
        sen_slope_upper: sen.limits.1,
        sen_intercept: sen.intercept,
        slope_per: series.unit,
        lag_1_autocorrelation: lag_1.filter(|rho| rho.is_finite()),
        hamed_rao_variance: test.variance * inflation,
        hamed_rao_inflation: inflation,
        hamed_rao_z,
        hamed_rao_p,
        lag_1_adjusted_z,
        lag_1_adjusted_p,
        method: format!(
            "Mann-Kendall, variance with ties, {}; Sen slope, limits by Gilbert at {confidence}",
            match continuity {
                Continuity::Corrected => "continuity correction",
                Continuity::None => "no continuity correction",
            }
        ),
    };
    let mut computed = Computed::new(found, series.completeness)?;
    if inflation < 1.0 {
        computed = computed.note(
            "the variance of Hamed and Rao is smaller than the plain one; read the plain test",
        );
    }
    Ok(note.into_iter().fold(computed, Computed::note))
}

/// The setting of the continuity correction.
pub(super) fn continuity(settings: &Settings<'_>) -> Result<Continuity, Box<Finding>> {
    settings.choice(
        "continuity",
        &[("yes", Continuity::Corrected), ("no", Continuity::None)],
    )
}

fn confidence(settings: &Settings<'_>) -> Result<f64, Box<Finding>> {
    let confidence = settings.wanted_number("confidence")?;
    if confidence > 0.0 && confidence < 1.0 {
        Ok(confidence)
    } else {
        Err(refuse(
            format!("confidence is {confidence}, which does not lie between 0 and 1"),
            "set it to a share such as confidence=0.95",
        ))
    }
}
