//! Log-Pearson III by the moments of the logarithms, without censoring: Bulletin 17B's curve.

use serde_json::json;

use super::super::annual::Peaks;
use super::super::fit::{observed, said_of_length};
use super::super::pearson_3::from_moments;
use super::super::plotting::Position;
use super::super::record::{LEAST_YEARS, plausibility};
use super::moments::RegionalSkew;
use super::record::Flood;
use super::result::Asked;
use crate::indicators::catalogue::{Computed, Outcome, Settings, refuse};
use crate::indicators::stats::l_moments::count;
use crate::indicators::stats::pearson::{Pearson3, frequency_factor};
use crate::indicators::stats::special::normal_quantile;

/// Kite's polynomial for the frequency factor: exact for no skew, 0.01 % off in the flood of 200 years at a skew of
/// 0.1, worse at large ones.
pub fn kite_factor(p: f64, skew: f64) -> f64 {
    let (z, k) = (normal_quantile(p), skew / 6.0);
    let square = z * z - 1.0;
    z + square * k + (z.powi(3) - 6.0 * z) * k * k / 3.0 - square * k.powi(3)
        + z * k.powi(4)
        + k.powi(5) / 3.0
}

/// Limits in decimal logarithms by the approximate non-central t of Bulletin 17B, appendix 9.
fn limits(fitted: &Pearson3, factor: f64, n: f64, confidence: f64) -> (f64, f64) {
    let z = normal_quantile(0.5 + 0.5 * confidence);
    let a = 1.0 - z * z / (2.0 * (n - 1.0));
    let b = factor * factor - z * z / n;
    let root = (factor * factor - a * b).max(0.0).sqrt();
    let at = |k: f64| fitted.mean + fitted.standard_deviation * k;
    (at((factor - root) / a), at((factor + root) / a))
}

pub(super) fn run(
    peaks: &Peaks,
    floods: &[Flood],
    set: &Settings<'_>,
    (asked, regional): (Asked, RegionalSkew),
) -> Outcome {
    let plain: Vec<f64> = floods
        .iter()
        .filter(|flood| flood.low == flood.high)
        .map(|flood| flood.low)
        .collect();
    if plain.len() < floods.len() || plain.iter().any(|x| *x <= 0.0) {
        return Err(refuse(
            "method=moments takes exact floods above nothing only",
            "use method=ema, which knows flows of nothing, bounds and thresholds",
        ));
    }
    if plain.len() < LEAST_YEARS {
        return Err(refuse(
            format!("{} annual peaks, and a skew needs at least 10", plain.len()),
            "give a longer record",
        ));
    }
    let logs: Vec<f64> = plain.iter().map(|x| x.log10()).collect();
    let station = from_moments(&logs).ok_or_else(|| {
        refuse(
            "the values are all equal",
            "a distribution needs annual peaks that differ",
        )
    })?;
    let n = count(logs.len());
    let skew = match regional {
        RegionalSkew::None => station.skew,
        RegionalSkew::Fixed { skew, .. } => skew,
        RegionalSkew::Weighted { skew, mse } => {
            let own = super::covariance::formula_skew_mse(n, station.skew);
            (mse * station.skew + own * skew) / (mse + own)
        }
    };
    let fitted = Pearson3 { skew, ..station };
    let is_kite = set.choice("frequency_factor", &[("exact", false), ("kite", true)])?;
    let position = set.choice("plotting_position", Position::CHOICES)?;
    let rows = asked.periods.iter().zip(&asked.probabilities);
    let quantiles: Vec<_> = rows
        .map(|(&period, &p)| {
            let factor = if is_kite {
                kite_factor(p, skew)
            } else {
                frequency_factor(p, skew)
            };
            let (low, high) = limits(&fitted, factor, n, asked.confidence);
            json!({
                "return_period_years": period,
                "exceedance_probability": 1.0 - p,
                "frequency_factor": factor,
                "value": 10_f64.powf(fitted.mean + fitted.standard_deviation * factor),
                "low": 10_f64.powf(low),
                "high": 10_f64.powf(high),
                "plausibility": plausibility(period, logs.len()),
            })
        })
        .collect();
    let result = json!({
        "distribution": "log-pearson-3",
        "method": "moments",
        "n": logs.len(),
        "moments_log10": fitted,
        "station_skew": station.skew,
        "frequency_factor": if is_kite { "kite" } else { "exact" },
        "interval": "bulletin-17b",
        "confidence": asked.confidence,
        "quantiles": quantiles,
        "plotting_position": position.word(),
        "observed": observed(peaks, position),
    });
    let computed = peaks.say(Computed::new(result, peaks.completeness())?);
    Ok(said_of_length(computed, logs.len(), &asked.periods))
}
