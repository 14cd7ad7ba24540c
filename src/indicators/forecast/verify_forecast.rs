//! How near forecasts or simulations came to what was observed.
//!
//! # What it tells
//! The usual scores of a forecast series against an observed one, each under the name that tells its definition.
//! # Formula
//! With e = forecast − observed: NSE = 1 − Σe²/Σ(o − ō)²; log-NSE the same of logarithms, with ε = ō/100 added to both
//! when a value is zero; KGE 2009 = 1 − √((r − 1)² + (α − 1)² + (β − 1)²) with α the ratio of the standard deviations
//! and β that of the means; KGE 2012 with γ, the ratio of the coefficients of variation, instead of α;
//! PBIAS = 100·Σe/Σo, **positive when too much is forecast** (`pbias_moriasi_percent` has the opposite sign);
//! persistence index = 1 − Σe²/Σ(o(t) − o(t − L))² over the t of which o(t − L) is there, with L the lead.
//! # Units
//! Errors in the unit of the series; PBIAS in %; the others without.
//! # Missing data
//! Only pairs of which both sides are there count.
//! # Limits
//! NSE at a short lead is always high, for rivers remember: judge by the persistence index. A forecast of the mean has
//! NSE 0 and KGE 1 − √2 = −0.414. Values of one flood are not independent: count events, not pairs.
//! # Source
//! Nash & Sutcliffe 1970; Gupta et al. 2009; Kling et al. 2012; Kitanidis & Bras 1980; Pushpalatha et al. 2012;
//! Willmott 1981.

use serde::Serialize;

use super::aligned::{Aligned, count, pair, real};
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};
use crate::indicators::flood::travel_time::correlation;

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "observed",
        meaning: "series of what was observed; the first of the file",
        default: "",
    },
    Setting {
        name: "forecast",
        meaning: "series of what was forecast for those times; the second of the file",
        default: "",
    },
    Setting {
        name: "lead",
        meaning: "lead of the forecast, steps, for the persistence index",
        default: "1",
    },
];

/// Scores of one forecast; `None` where a score is not defined.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Scores {
    /// Pairs behind them.
    pub n_pairs: usize,
    /// Mean error, forecast less observed.
    pub mean_error: Option<f64>,
    /// Mean absolute error.
    pub mae: Option<f64>,
    /// Root mean square error.
    pub rmse: Option<f64>,
    /// 100·Σ(forecast − observed)/Σ observed: positive when too much is forecast.
    pub pbias_percent: Option<f64>,
    /// The same with the opposite sign, as Moriasi et al. 2007 write it.
    pub pbias_moriasi_percent: Option<f64>,
    /// Efficiency of Nash and Sutcliffe.
    pub nse: Option<f64>,
    /// The same of logarithms; `None` when a value is below zero.
    pub log_nse: Option<f64>,
    /// With absolute instead of squared errors.
    pub modified_nse: Option<f64>,
    /// Index of agreement of Willmott.
    pub index_of_agreement: Option<f64>,
    /// Pearson correlation.
    pub r: Option<f64>,
    /// Its square.
    pub r_squared: Option<f64>,
    /// Efficiency of Gupta et al. 2009.
    pub kge_2009: Option<f64>,
    /// Efficiency of Kling et al. 2012.
    pub kge_2012: Option<f64>,
    /// Ratio of the standard deviations, forecast to observed.
    pub kge_alpha: Option<f64>,
    /// Ratio of the means.
    pub kge_beta: Option<f64>,
    /// Ratio of the coefficients of variation.
    pub kge_gamma: Option<f64>,
    /// 1 − squared errors over those of persistence at the lead.
    pub persistence_index: Option<f64>,
    /// Pairs behind the persistence index.
    pub n_pairs_persistence: usize,
    /// RMSE over the standard deviation of the observed.
    pub rsr: Option<f64>,
    /// Volumetric efficiency, 1 − Σ|e|/Σo.
    pub volumetric_efficiency: Option<f64>,
}

/// Computes it for `compute`.
///
/// # Errors
/// When there are not two pairs.
pub fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let (observed, forecast) = pair(input, settings, ("observed", "forecast"))?;
    let lead = settings.count("lead")?.unwrap_or(1);
    let axis = Aligned::new(&[observed, forecast])?;
    let found = scores(&axis.columns[0], &axis.columns[1], lead)?;
    let n = found.n_pairs;
    let computed = Computed::new(found, count(n, axis.rows()))?;
    Ok(if n < 10 {
        computed.note(format!("{n} pairs: below ten no score should be quoted"))
    } else {
        computed
    })
}

/// Scores of a forecast for each step against what was observed; both on one axis, NaN missing; `lead` in steps.
///
/// # Errors
/// When fewer than two pairs have both sides.
pub fn scores(observed: &[f64], forecast: &[f64], lead: usize) -> Result<Scores, Box<Finding>> {
    let both = |(o, f): (&f64, &f64)| (!o.is_nan() && !f.is_nan()).then_some((*o, *f));
    let (o, f): (Vec<f64>, Vec<f64>) = observed.iter().zip(forecast).filter_map(both).unzip();
    if o.len() < 2 {
        return Err(refuse(
            format!(
                "{} pairs have both an observed and a forecast value, and two are needed",
                o.len()
            ),
            "give both series for the same times",
        ));
    }
    let n = real(o.len());
    let (mean_o, mean_f) = (mean(&o), mean(&f));
    let errors: Vec<f64> = o.iter().zip(&f).map(|(o, f)| f - o).collect();
    let sse = squares(&errors);
    let absolute: f64 = errors.iter().map(|e| e.abs()).sum();
    let spread_o: f64 = o.iter().map(|o| (o - mean_o).powi(2)).sum();
    let spread_f: f64 = f.iter().map(|f| (f - mean_f).powi(2)).sum();
    let reach: f64 = o
        .iter()
        .zip(&f)
        .map(|(o, f)| ((f - mean_o).abs() + (o - mean_o).abs()).powi(2))
        .sum();
    let away: f64 = o.iter().map(|o| (o - mean_o).abs()).sum();
    let total: f64 = o.iter().sum();
    let r = defined(correlation(&o, &f).0);
    let alpha = ratio(spread_f.sqrt(), spread_o.sqrt());
    let beta = ratio(mean_f, mean_o);
    let gamma = alpha.zip(beta).and_then(|(alpha, beta)| ratio(alpha, beta));
    let kge = |spread: Option<f64>| {
        let ((r, spread), beta) = r.zip(spread).zip(beta)?;
        Some(1.0 - ((r - 1.0).powi(2) + (spread - 1.0).powi(2) + (beta - 1.0).powi(2)).sqrt())
    };
    let (sse_lead, persistence, n_persistence) = persistence(observed, forecast, lead);
    Ok(Scores {
        n_pairs: o.len(),
        mean_error: Some(mean(&errors)),
        mae: Some(absolute / n),
        rmse: Some((sse / n).sqrt()),
        pbias_percent: ratio(100.0 * errors.iter().sum::<f64>(), total),
        pbias_moriasi_percent: ratio(-100.0 * errors.iter().sum::<f64>(), total),
        nse: ratio(sse, spread_o).map(|part| 1.0 - part),
        log_nse: log_nse(&o, &f),
        modified_nse: ratio(absolute, away).map(|part| 1.0 - part),
        index_of_agreement: ratio(sse, reach).map(|part| 1.0 - part),
        r,
        r_squared: r.map(|r| r * r),
        kge_2009: kge(alpha),
        kge_2012: kge(gamma),
        kge_alpha: alpha,
        kge_beta: beta,
        kge_gamma: gamma,
        persistence_index: ratio(sse_lead, persistence).map(|part| 1.0 - part),
        n_pairs_persistence: n_persistence,
        rsr: ratio((sse / n).sqrt(), (spread_o / (n - 1.0)).sqrt()),
        volumetric_efficiency: ratio(absolute, total).map(|part| 1.0 - part),
    })
}

/// Sums of squared errors of a forecast and of persistence over the same steps, and their number.
pub fn persistence(observed: &[f64], forecast: &[f64], lead: usize) -> (f64, f64, usize) {
    let (mut sse, mut still, mut n) = (0.0, 0.0, 0);
    for t in lead..observed.len().min(forecast.len()) {
        let (now, then, said) = (observed[t], observed[t - lead], forecast[t]);
        if !(now.is_nan() || then.is_nan() || said.is_nan()) {
            sse += (now - said).powi(2);
            still += (now - then).powi(2);
            n += 1;
        }
    }
    (sse, still, n)
}

fn log_nse(o: &[f64], f: &[f64]) -> Option<f64> {
    let least = o.iter().chain(f).copied().fold(f64::INFINITY, f64::min);
    if least < 0.0 {
        return None;
    }
    let small = if least > 0.0 { 0.0 } else { mean(o) / 100.0 };
    let logs = |values: &[f64]| -> Vec<f64> { values.iter().map(|v| (v + small).ln()).collect() };
    let (o, f) = (logs(o), logs(f));
    let mean_o = mean(&o);
    let sse: f64 = o.iter().zip(&f).map(|(o, f)| (o - f).powi(2)).sum();
    let spread: f64 = o.iter().map(|o| (o - mean_o).powi(2)).sum();
    ratio(sse, spread).map(|part| 1.0 - part)
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / real(values.len())
}

fn squares(values: &[f64]) -> f64 {
    values.iter().map(|value| value * value).sum()
}

/// `None` where the quotient is not defined.
pub fn ratio(above: f64, below: f64) -> Option<f64> {
    defined(above / below)
}

fn defined(value: f64) -> Option<f64> {
    value.is_finite().then_some(value)
}
