//! The result of a fit by Bulletin 17C, as it is printed.

use serde_json::{Value, json};

use super::super::annual::Peaks;
use super::super::fit::said_of_length;
use super::super::plotting::{Perceived, Position, hirsch_stedinger};
use super::super::record::plausibility;
use super::moments::RegionalSkew;
use super::outliers::{NoncentralT, Test};
use super::record::Flood;
use super::{Fitted, Options, fit};
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Outcome, Settings, refuse};

/// What is asked of a fit.
pub(super) struct Asked {
    pub(super) periods: Vec<f64>,
    /// Non-exceedance probabilities of the periods.
    pub(super) probabilities: Vec<f64>,
    pub(super) confidence: f64,
}

fn test(set: &Settings<'_>) -> Result<Test, Box<Finding>> {
    if let Some(threshold) = set.number("low_outlier_threshold")? {
        if threshold <= 0.0 {
            return Err(refuse(
                format!(
                    "low_outlier_threshold is {threshold}, and a logarithm needs more than nothing"
                ),
                "set it to the smallest flood that is kept",
            ));
        }
        return Ok(Test::Fixed(threshold.log10()));
    }
    let kinds = [
        ("approximate", NoncentralT::Approximate),
        ("exact", NoncentralT::Exact),
    ];
    let kind = set.choice("noncentral_t", &kinds)?;
    let tests = [
        ("multiple-grubbs-beck", Test::Multiple(kind)),
        ("mgbt", Test::Multiple(kind)),
        ("grubbs-beck", Test::Single),
        ("none", Test::None),
    ];
    set.choice("low_outliers", &tests)
}

pub(super) fn by_expected_moments(
    peaks: &Peaks,
    floods: &[Flood],
    set: &Settings<'_>,
    (asked, regional): (Asked, RegionalSkew),
) -> Outcome {
    let options = Options {
        test: test(set)?,
        regional,
        confidence: asked.confidence,
    };
    let fitted = fit(floods, options)?;
    let position = set.choice("plotting_position", Position::CHOICES)?;
    let quantiles = fitted.quantiles(&asked.probabilities);
    let has_limits = quantiles.iter().all(|quantile| quantile.low.is_some());
    let rows: Vec<Value> = asked
        .periods
        .iter()
        .zip(&quantiles)
        .map(|(&period, quantile)| {
            json!({
                "return_period_years": period,
                "exceedance_probability": 1.0 / period,
                "value": quantile.value,
                "low": quantile.low,
                "high": quantile.high,
                "variance_log10": quantile.variance_log10,
                "plausibility": plausibility(period, floods.len()),
            })
        })
        .collect();
    let mut result = summary(&fitted, floods);
    result["confidence"] = json!(asked.confidence);
    result["interval"] = json!(if has_limits {
        "inverse Gaussian quadrature"
    } else {
        "none"
    });
    result["quantiles"] = json!(rows);
    result["plotting_position"] = json!(format!("hirsch-stedinger, {}", position.word()));
    result["observed"] = json!(observed(&fitted, floods, position));
    let mut computed = peaks.say(Computed::new(result, peaks.completeness())?);
    if !has_limits {
        computed = computed.note("no confidence limits: the covariance of the moments cannot be found for this pattern of censoring");
    }
    if let Some(threshold) = fitted
        .outliers
        .threshold
        .filter(|_| fitted.low_outliers > 0)
    {
        computed = computed.note(format!(
            "{} floods below {:.6} are low outliers: they count as floods below it, not with their values",
            fitted.low_outliers,
            10_f64.powf(threshold)
        ));
    }
    Ok(said_of_length(computed, floods.len(), &asked.periods))
}

fn summary(fitted: &Fitted, floods: &[Flood]) -> Value {
    let years: Vec<i32> = floods.iter().map(|flood| flood.year).collect();
    let p_values = fitted.outliers.p_values.iter().zip(1..);
    let p_values: Vec<Value> = p_values
        .map(|(p, rank)| json!({ "rank": rank, "p": p }))
        .collect();
    let errors = &fitted.errors;
    let effective = errors
        .skew
        .map(|skew| floods_systematic(fitted) * errors.skew_systematic_only / skew);
    json!({
        "distribution": "log-pearson-3",
        "method": "ema",
        "n": floods.len(),
        "n_exact": floods.iter().filter(|flood| flood.low == flood.high).count(),
        "n_historic": floods.iter().filter(|flood| !flood.is_systematic).count(),
        "first_year": years.iter().min(),
        "last_year": years.iter().max(),
        "moments_log10": fitted.moments,
        "station_moments_log10": fitted.station,
        "skew": match fitted.options.regional {
            RegionalSkew::None => "station",
            RegionalSkew::Weighted { .. } => "weighted",
            RegionalSkew::Fixed { .. } => "regional",
        },
        "mean_square_errors": {
            "mean": errors.mean,
            "variance": errors.variance,
            "skew": errors.skew,
            "skew_systematic_only": errors.skew_systematic_only,
            "effective_record_length_skew": effective,
        },
        "low_outliers": {
            "test": fitted.outliers.test,
            "n_systematic": fitted.outliers.systematic,
            "n_low": fitted.low_outliers,
            "n_zero": fitted.outliers.zeros,
            "threshold": fitted.outliers.threshold.map(|threshold| 10_f64.powf(threshold)),
            "p_values": p_values,
        },
    })
}

fn floods_systematic(fitted: &Fitted) -> f64 {
    crate::indicators::stats::l_moments::count(fitted.outliers.systematic.max(10))
}

/// Every flood that is known exactly, with the return period that it is drawn at.
fn observed(fitted: &Fitted, floods: &[Flood], position: Position) -> Vec<Value> {
    let least = fitted
        .outliers
        .threshold
        .map_or(0.0, |threshold| 10_f64.powf(threshold));
    // A logarithm and back may lose the last digit of the threshold, which is itself one of the floods.
    let least = least * (1.0 - 1e-12);
    let years: Vec<Perceived> = floods
        .iter()
        .map(|flood| Perceived {
            value: (flood.low == flood.high && flood.low >= least).then_some(flood.low),
            threshold: flood.threshold_low.max(least),
        })
        .collect();
    let placed = hirsch_stedinger(&years, position.constant());
    let rows = floods.iter().zip(placed);
    rows.filter(|(flood, _)| flood.low == flood.high)
        .map(|(flood, probability)| {
            json!({
                "year": flood.year,
                "value": flood.low,
                "kind": if flood.is_systematic { "systematic" } else { "historic" },
                "is_low_outlier": probability.is_none(),
                "exceedance_probability": probability,
                "return_period_years": probability.map(|p| 1.0 / p),
            })
        })
        .collect()
}
