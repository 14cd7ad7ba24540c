//! How long a wave takes from one gauge to the next, by the lag at which the two records are most alike.
//!
//! # What it tells
//! The lag of the greatest correlation between the upstream and the downstream series, for the values and for their
//! changes from step to step, and how sharp that answer is. The time between the two highest values stands beside it.
//! # Formula
//! r(k) = Pearson correlation over all pairs (x at t, y at t + k) of which both are there; k > 0 when downstream is
//! later. A parabola through the best lag and its neighbours gives the part of a step. The plateau is every lag around
//! the best whose r is within 0.005 of it. `estimator=biased` divides by all n with the means of the whole series, as
//! `ccf` of R does; it draws the lag towards nothing and is there for comparison only.
//! # Units
//! Hours, and steps of the series' own axis. The unit of the series does not matter.
//! # Missing data
//! Pairs with a missing side are left out pair by pair, never closed up. A change exists where both its values do. A
//! lag with fewer than three pairs has no r. The biased estimator takes whole series only.
//! # Limits
//! Give events, not years: over years the seasons correlate. A strongly attenuating reach has a correlation lag below
//! its storage time. The celerity of a wave depends on the discharge; `travel-time-by-peaks` parts flow ranges. Daily
//! data resolve nothing below a day.
//! # Source
//! Box, Jenkins & Reinsel, *Time Series Analysis*, ch. 12, with pairs instead of the biased estimator.

use serde::Serialize;

use super::aligned::{Aligned, pair, real};
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};
use crate::indicators::flood::travel_time::{PLATEAU, correlation, vertex};

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "upstream",
        meaning: "series of the upstream gauge; the first of the file",
        default: "",
    },
    Setting {
        name: "downstream",
        meaning: "series of the downstream gauge; the second of the file",
        default: "",
    },
    Setting {
        name: "max_lag",
        meaning: "longest lag, steps; lags from its negative on are tried",
        default: "24",
    },
    Setting {
        name: "estimator",
        meaning: "pairwise, or biased as in ccf of R",
        default: "pairwise",
    },
];

/// How the correlation of a lag is reckoned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Estimator {
    /// Over the pairs of the lag, with their own means.
    Pairwise,
    /// Divided by all n, with the means of the whole series.
    Biased,
}

/// The correlations of one pair of columns.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LagCurve {
    /// Lags, steps; positive when downstream is later.
    pub lags_steps: Vec<i64>,
    /// Correlation at each; NaN where there is none.
    pub correlation: Vec<f64>,
    /// Pairs behind each.
    pub pairs: Vec<usize>,
    /// Lag of the greatest correlation.
    pub best_lag_steps: Option<i64>,
    /// The same with its part of a step.
    pub sub_step_lag_steps: Option<f64>,
    /// Correlation there.
    pub best_correlation: Option<f64>,
    /// First and last lag whose correlation is within 0.005 of the best.
    pub plateau_steps: Option<(i64, i64)>,
}

#[derive(Serialize)]
struct Found {
    estimator: &'static str,
    step_hours: f64,
    travel_time_hours: Option<f64>,
    range_hours: Option<(f64, f64)>,
    #[serde(flatten)]
    levels: LagCurve,
    first_differences: LagCurve,
    first_differences_travel_time_hours: Option<f64>,
    peak_to_peak_steps: Option<i64>,
    peak_to_peak_hours: Option<f64>,
}

/// Computes it for `compute`.
///
/// # Errors
/// When there are not two series with three common values at least.
pub fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let (up, down) = pair(input, settings, ("upstream", "downstream"))?;
    let choices = [
        ("pairwise", Estimator::Pairwise),
        ("biased", Estimator::Biased),
    ];
    let estimator = settings.choice("estimator", &choices)?;
    let max_lag = settings.count("max_lag")?.unwrap_or(24);
    let axis = Aligned::new(&[up, down])?;
    let (x, y) = (&axis.columns[0], &axis.columns[1]);
    let levels = lag_curve((x, y), max_lag, estimator)?;
    let changes = lag_curve((&changes(x), &changes(y)), max_lag, estimator)?;
    let peaks = top(y).zip(top(x)).map(|(y, x)| signed(y) - signed(x));
    let step = axis.step_hours();
    let hours = |steps: Option<f64>| steps.map(|steps| steps * step);
    let notes = notes(&levels, step);
    let found = Found {
        estimator: match estimator {
            Estimator::Pairwise => "pairwise",
            Estimator::Biased => "biased",
        },
        step_hours: step,
        travel_time_hours: hours(levels.sub_step_lag_steps),
        range_hours: levels
            .plateau_steps
            .map(|(low, high)| (whole(low) * step, whole(high) * step)),
        first_differences_travel_time_hours: hours(changes.sub_step_lag_steps),
        levels,
        first_differences: changes,
        peak_to_peak_steps: peaks,
        peak_to_peak_hours: peaks.map(|steps| whole(steps) * step),
    };
    let computed = Computed::new(found, axis.completeness())?;
    Ok(notes.into_iter().fold(computed, Computed::note))
}

fn notes(levels: &LagCurve, step_hours: f64) -> Vec<String> {
    let mut notes = Vec::new();
    if step_hours >= 24.0 {
        notes.push(
            "daily values resolve nothing below a day: the part of a step is a hint only".into(),
        );
    }
    let ends = (levels.lags_steps.first(), levels.lags_steps.last());
    if levels
        .best_lag_steps
        .as_ref()
        .is_some_and(|best| Some(best) == ends.0 || Some(best) == ends.1)
    {
        notes.push("the best lag stands at the end of the search: widen max_lag".into());
    }
    notes
}

/// Correlations of `(x, y)` at lags from −`max_lag` to `max_lag`.
///
/// # Errors
/// When no lag has a correlation; for the biased estimator also when a value is missing.
pub fn lag_curve(
    (x, y): (&[f64], &[f64]),
    max_lag: usize,
    estimator: Estimator,
) -> Result<LagCurve, Box<Finding>> {
    let is_missing = |value: &f64| value.is_nan();
    if estimator == Estimator::Biased && (x.iter().any(is_missing) || y.iter().any(is_missing)) {
        return Err(refuse(
            "the biased estimator takes whole series, and values are missing",
            "use estimator=pairwise",
        ));
    }
    let max_lag = max_lag.min(x.len().saturating_sub(1));
    let lags: Vec<i64> = (-signed(max_lag)..=signed(max_lag)).collect();
    let at = |lag: &i64| match estimator {
        Estimator::Pairwise => pairwise(x, y, *lag),
        Estimator::Biased => biased(x, y, *lag),
    };
    let (correlation, pairs): (Vec<f64>, Vec<usize>) = lags.iter().map(at).unzip();
    let best = (0..lags.len())
        .filter(|&n| !correlation[n].is_nan())
        .reduce(|best, n| {
            if correlation[n] > correlation[best] {
                n
            } else {
                best
            }
        });
    let Some(best) = best else {
        return Err(refuse(
            "no lag has three pairs of values that change",
            "give an event during which both gauges reported",
        ));
    };
    let good = |n: &usize| correlation[*n] >= correlation[best] - PLATEAU;
    let low = (0..best).rev().take_while(good).last().unwrap_or(best);
    let high = (best + 1..lags.len())
        .take_while(good)
        .last()
        .unwrap_or(best);
    Ok(LagCurve {
        best_lag_steps: Some(lags[best]),
        sub_step_lag_steps: Some(vertex(&correlation, best) - real(max_lag)),
        best_correlation: Some(correlation[best]),
        plateau_steps: Some((lags[low], lags[high])),
        lags_steps: lags,
        correlation,
        pairs,
    })
}

/// `y` behind `x` by a lag: the parts of both that lie beside one another.
fn beside<'a>(x: &'a [f64], y: &'a [f64], lag: i64) -> (&'a [f64], &'a [f64]) {
    let by = usize::try_from(lag.unsigned_abs()).unwrap_or(usize::MAX);
    if lag >= 0 {
        (x, y.get(by..).unwrap_or_default())
    } else {
        (x.get(by..).unwrap_or_default(), y)
    }
}

fn pairwise(x: &[f64], y: &[f64], lag: i64) -> (f64, usize) {
    let (x, y) = beside(x, y, lag);
    correlation(x, y)
}

fn biased(x: &[f64], y: &[f64], lag: i64) -> (f64, usize) {
    let mean = |values: &[f64]| values.iter().sum::<f64>() / real(values.len());
    let (mean_x, mean_y) = (mean(x), mean(y));
    let square = |values: &[f64], mean: f64| values.iter().map(|v| (v - mean).powi(2)).sum::<f64>();
    let length = (square(x, mean_x) * square(y, mean_y)).sqrt();
    let (x, y) = beside(x, y, lag);
    let product: f64 = x
        .iter()
        .zip(y)
        .map(|(x, y)| (x - mean_x) * (y - mean_y))
        .sum();
    (product / length, x.len().min(y.len()))
}

/// Changes from step to step; NaN where a side is missing.
pub fn changes(values: &[f64]) -> Vec<f64> {
    values.windows(2).map(|pair| pair[1] - pair[0]).collect()
}

/// Place of the highest value, the first of equals.
fn top(values: &[f64]) -> Option<usize> {
    (0..values.len())
        .filter(|&n| !values[n].is_nan())
        .reduce(|best, n| if values[n] > values[best] { n } else { best })
}

fn signed(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "lags are small numbers of steps"
)]
fn whole(steps: i64) -> f64 {
    steps as f64
}
