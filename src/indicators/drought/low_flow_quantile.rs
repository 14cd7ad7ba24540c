//! How low the n-day flow falls once in T years, such as 7Q10.
//!
//! # What it tells
//! The lowest mean flow of `days` days that is undercut once in T years on average: 7Q10 with the settings as they are.
//! # Formula
//! Annual minima as of `n-day-minimum`, then the quantile at p = 1/T. `distribution=log-pearson-3`: mean, standard
//! deviation (n − 1) and skew of log10 of the minima, exact frequency factor of Pearson III.
//! `log-pearson-3-wilson-hilferty`: the same with the approximate factor of older programs. `weibull`: two parameters
//! by L-moments, k = −ln 2 / ln(1 − λ2/λ1). `empirical`: ranked minima, i/(n+1), straight line between two of them; no
//! figure beyond the ranks. Years with a minimum of zero: p' = (p − p0)/(1 − p0) with their share p0, and 0 where
//! p ≤ p0.
//! # Units
//! Unit of the series; return periods in years.
//! # Missing data
//! As of `n-day-minimum`: years with too few days do not count.
//! # Limits
//! Refused below 10 years with a minimum, noted below 20. The figure describes the years of the record; it does not
//! hold for a river whose management has changed.
//! # Source
//! Riggs 1972 (USGS TWRI 4-B1); WMO-No. 1029; Tallaksen and Van Lanen 2004 (zeros by conditional probability).

use serde::Serialize;
use statrs::function::gamma::gamma;

use super::n_day_minimum::{DAYS_IN_A_ROW, LEAST_PRESENT, YEAR_START, set_minima};
use super::record::{DailyRecord, as_u32, figure, figures, gate};
use crate::domain::Completeness;
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};
use crate::indicators::stats::l_moments::{LMoments, of_sample};
use crate::indicators::stats::pearson::{frequency_factor, wilson_hilferty};
use crate::indicators::stats::quantile::{QuantileType, quantile};
use crate::indicators::stats::sample::{Moments, float, moments};
use crate::indicators::stats::special::normal_quantile;

pub(super) const INDICATOR: Indicator = Indicator {
    name: "low-flow-quantile",
    text: include_str!("low_flow_quantile.rs"),
    settings: &[
        DAYS_IN_A_ROW,
        Setting {
            name: "return_periods",
            meaning: "return periods in years",
            default: "2,5,10,20,50",
        },
        YEAR_START,
        LEAST_PRESENT,
        Setting {
            name: "distribution",
            meaning: "log-pearson-3, log-pearson-3-wilson-hilferty, weibull or empirical",
            default: "log-pearson-3",
        },
        Setting {
            name: "least_years",
            meaning: "years with a minimum below which the figure is refused",
            default: "10",
        },
    ],
    run,
};

/// What the annual minima are taken to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LowFlowDistribution {
    /// Pearson III of log10 by moments, exact frequency factor.
    LogPearson3,
    /// The same with the frequency factor of Wilson and Hilferty.
    LogPearson3WilsonHilferty,
    /// Weibull with two parameters by L-moments.
    Weibull,
    /// Ranked minima, i/(n + 1).
    Empirical,
}

const DISTRIBUTIONS: &[(&str, LowFlowDistribution)] = &[
    ("log-pearson-3", LowFlowDistribution::LogPearson3),
    (
        "log-pearson-3-wilson-hilferty",
        LowFlowDistribution::LogPearson3WilsonHilferty,
    ),
    ("weibull", LowFlowDistribution::Weibull),
    ("empirical", LowFlowDistribution::Empirical),
];

/// The flow that annual minima (none missing) undercut with the probability `p` a year; NaN where the sample does not
/// reach, or has no spread to fit.
pub fn low_flow_quantile(minima: &[f64], p: f64, distribution: LowFlowDistribution) -> f64 {
    if minima.is_empty() {
        return f64::NAN;
    }
    if distribution == LowFlowDistribution::Empirical {
        return empirical(minima, p);
    }
    let positive: Vec<f64> = minima
        .iter()
        .copied()
        .filter(|minimum| *minimum > 0.0)
        .collect();
    let zero_share = 1.0 - float(positive.len()) / float(minima.len());
    if p <= zero_share {
        return 0.0;
    }
    let p = (p - zero_share) / (1.0 - zero_share);
    match distribution {
        LowFlowDistribution::Weibull => weibull(&positive, p),
        LowFlowDistribution::LogPearson3WilsonHilferty => {
            log_pearson(&positive, |skew| wilson_hilferty(normal_quantile(p), skew))
        }
        _ => log_pearson(&positive, |skew| frequency_factor(p, skew)),
    }
}

fn log_moments(positive: &[f64]) -> Moments {
    let logs: Vec<f64> = positive.iter().map(|minimum| minimum.log10()).collect();
    moments(&logs)
}

fn log_pearson(positive: &[f64], factor: impl Fn(f64) -> f64) -> f64 {
    let logs = log_moments(positive);
    10_f64.powf(logs.mean + logs.sd * factor(logs.skew))
}

fn weibull(positive: &[f64], p: f64) -> f64 {
    let LMoments { l1, l2, .. } = of_sample(positive);
    let shape = -std::f64::consts::LN_2 / (1.0 - l2 / l1).ln();
    let scale = l1 / gamma(1.0 + 1.0 / shape);
    scale * (-(1.0 - p).ln()).powf(1.0 / shape)
}

fn empirical(minima: &[f64], p: f64) -> f64 {
    let n = float(minima.len());
    if p * (n + 1.0) < 1.0 - 1e-9 || p * (n + 1.0) > n + 1e-9 {
        return f64::NAN;
    }
    let mut sorted = minima.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    quantile(&sorted, p, QuantileType::Type6)
}

#[derive(Serialize)]
struct Found {
    return_period_years: Vec<f64>,
    quantile: Vec<Option<f64>>,
    valid_years: usize,
    zero_years: usize,
    /// Of log10 of the minima above zero.
    log10_mean: Option<f64>,
    log10_sd: Option<f64>,
    log10_skew: Option<f64>,
    year: Vec<i32>,
    minimum: Vec<Option<f64>>,
    method: String,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = DailyRecord::of(input)?;
    let (days, years) = set_minima(&record, settings)?;
    let distribution = settings.choice("distribution", DISTRIBUTIONS)?;
    let periods = settings.numbers("return_periods")?;
    if let Some(odd) = periods.iter().find(|period| **period <= 1.0) {
        return Err(refuse(
            format!("return_periods holds {odd}, which is no return period of an annual minimum"),
            "set it to years above 1, such as return_periods=2,10,20",
        ));
    }
    let minima: Vec<f64> = years.iter().map(|year| year.minimum).collect();
    let valid: Vec<f64> = minima
        .iter()
        .copied()
        .filter(|minimum| !minimum.is_nan())
        .collect();
    let least = settings.wanted_number("least_years")?;
    let note = gate(
        "a low-flow quantile",
        (float(valid.len()), "years with a minimum"),
        (least, 20.0),
        "least_years",
    )?;
    let positive: Vec<f64> = valid
        .iter()
        .copied()
        .filter(|minimum| *minimum > 0.0)
        .collect();
    let logs = log_moments(&positive);
    let quantiles: Vec<f64> = periods
        .iter()
        .map(|period| low_flow_quantile(&valid, 1.0 / period, distribution))
        .collect();
    let word = DISTRIBUTIONS.iter().find(|(_, one)| *one == distribution);
    let found = Found {
        return_period_years: periods,
        quantile: figures(&quantiles),
        valid_years: valid.len(),
        zero_years: valid.len() - positive.len(),
        log10_mean: figure(logs.mean),
        log10_sd: figure(logs.sd),
        log10_skew: figure(logs.skew),
        year: years.iter().map(|year| year.year).collect(),
        minimum: figures(&minima),
        method: format!(
            "annual minima of {days}-day means, {}, zeros by conditional probability",
            word.map_or("", |(word, _)| word)
        ),
    };
    let completeness = Completeness::new(as_u32(valid.len()), as_u32(years.len()));
    let computed = Computed::new(found, completeness)?;
    Ok(note.into_iter().fold(computed, Computed::note))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_river_that_runs_dry_once_in_five_years_has_no_ten_year_flow() {
        let minima = [0.0, 3.0, 4.0, 5.0, 6.0, 0.0, 3.5, 4.5, 5.5, 6.5];
        let at = |p| low_flow_quantile(&minima, p, LowFlowDistribution::LogPearson3);
        assert_eq!(at(0.1), 0.0);
        assert!(at(0.5) > 3.0);
    }

    #[test]
    fn the_ranks_do_not_reach_beyond_the_sample() {
        let minima = [3.0, 4.0, 5.0, 6.0];
        assert!(low_flow_quantile(&minima, 0.1, LowFlowDistribution::Empirical).is_nan());
        assert_eq!(
            low_flow_quantile(&minima, 0.2, LowFlowDistribution::Empirical),
            3.0
        );
    }
}
