//! Generalised Pareto distribution of values above a threshold: floods or rains of given return periods.
//!
//! # What it tells
//! Scale and shape of the excess over a threshold, and the value of each return period with its limits. Every value
//! above the threshold is taken as it stands; `peaks-over-threshold` takes independent floods out of a record first.
//! # Formula
//! P(X − u > y | X > u) = (1 + ξy/σ)^(−1/ξ); the value of T years is u + σ/ξ ((λT)^ξ − 1), λ the exceedances a year.
//! `method=ml`: maximum likelihood; standard errors from its curvature, limits by the delta method with the
//! uncertainty of the rate. `method=l-moments`: k = l1/l2 − 2, σ = (1 + k) l1 of the excesses; `shape_k` = −ξ.
//! # Units
//! Those of the series. Return periods in years.
//! # Missing data
//! The rate counts the days that have a value, not the calendar: a gap lengthens no record. Where the file holds the
//! exceedances only, `record_days` says how many days they were taken from.
//! # Limits
//! At least 10 exceedances, and 5 years of record; below 15 years it says that the record is short. Values that belong to
//! one event are not independent, and the limits are then too narrow.
//! # Source
//! Coles 2001, ch. 4; Hosking & Wallis 1987, Technometrics 29:339–349.

use serde_json::{Value, json};

use super::distribution::{bent, straightened, three_parameters};
use super::fit::{self, CONFIDENCE, EXCEEDANCE, RETURN_PERIODS};
use super::optimise::{hessian, inverse, minimise, sandwich};
use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};
use crate::indicators::stats::l_moments::{LMoments, count, of_sample};
use crate::indicators::stats::special::normal_quantile;

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "gpd",
    text: include_str!("gpd.rs"),
    settings: &SETTINGS,
    run,
};

pub(super) const THRESHOLD: Setting = Setting {
    name: "threshold",
    meaning: "threshold in the unit of the series; values above it count",
    default: "",
};
pub(super) const METHOD: Setting = Setting {
    name: "method",
    meaning: "ml (or maximum-likelihood) or l-moments",
    default: "ml",
};
pub(super) const RECORD_DAYS: Setting = Setting {
    name: "record_days",
    meaning: "days that the values were taken from, where the file holds only those above the threshold",
    default: "",
};
pub(super) const DAYS_PER_YEAR: Setting = Setting {
    name: "days_per_year",
    meaning: "days that make a year",
    default: "365.25",
};

const SETTINGS: [Setting; 7] = [
    THRESHOLD,
    METHOD,
    RETURN_PERIODS,
    EXCEEDANCE,
    CONFIDENCE,
    RECORD_DAYS,
    DAYS_PER_YEAR,
];

/// A generalised Pareto distribution above a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gpd {
    /// Threshold, unit of the values.
    pub threshold: f64,
    /// Scale σ, unit of the values.
    pub scale: f64,
    /// Shape ξ: above nothing a heavy tail, below it an upper bound.
    pub shape: f64,
}

impl Gpd {
    /// The value that is exceeded once in `period` years, at `rate` exceedances a year.
    pub fn level(&self, rate: f64, period: f64) -> f64 {
        self.threshold + self.scale * bent(-self.shape, (rate * period).ln())
    }

    /// Return period in years of a value above the threshold, at `rate` exceedances a year.
    pub fn return_period(&self, rate: f64, value: f64) -> f64 {
        let reduced = straightened(-self.shape, (value - self.threshold) / self.scale);
        reduced.exp() / rate
    }
}

/// The distribution with the L-moments of the excesses over the threshold.
pub fn from_l_moments(threshold: f64, excess: &LMoments) -> Option<Gpd> {
    let k = excess.l1 / excess.l2 - 2.0;
    (excess.l2 > 0.0).then_some(Gpd {
        threshold,
        scale: (1.0 + k) * excess.l1,
        shape: -k,
    })
}

/// Negative log-likelihood of scale and shape over excesses.
fn negative_log_likelihood(excess: &[f64], [scale, shape]: [f64; 2]) -> f64 {
    if scale <= 0.0 {
        return f64::INFINITY;
    }
    let reduced = excess.iter().map(|y| straightened(-shape, y / scale));
    count(excess.len()) * scale.ln() + (1.0 + shape) * reduced.sum::<f64>()
}

/// A fit to excesses, with the rate that they come at.
pub(super) struct Fitted {
    gpd: Gpd,
    rate: f64,
    years: f64,
    covariance: Option<[[f64; 2]; 2]>,
    likelihood: Option<f64>,
}

/// What the exceedances were taken from.
pub(super) struct Exceedances {
    pub(super) threshold: f64,
    pub(super) values: Vec<f64>,
    /// Days with a value.
    pub(super) days: f64,
}

pub(super) fn fit(from: &Exceedances, set: &Settings<'_>) -> Result<Fitted, Box<Finding>> {
    let years = from.days / set.wanted_number("days_per_year")?;
    let n = from.values.len();
    if n < 10 {
        return Err(refuse(
            format!(
                "{n} values above {}, and a fit needs at least 10",
                from.threshold
            ),
            "lower the threshold: one to three floods a year are usual",
        ));
    }
    if years < 5.0 {
        return Err(refuse(
            format!("{years:.1} years of record, and floods over a threshold need at least 5"),
            "give a longer record, or say with record_days how many days the values were taken from",
        ));
    }
    let excess: Vec<f64> = from.values.iter().map(|x| x - from.threshold).collect();
    let start = from_l_moments(from.threshold, &of_sample(&excess)).ok_or_else(|| {
        refuse(
            "the excesses are all equal",
            "a distribution needs values that differ",
        )
    })?;
    let mut fitted = Fitted {
        gpd: start,
        rate: count(n) / years,
        years,
        covariance: None,
        likelihood: None,
    };
    if set.choice(
        "method",
        &[
            ("ml", true),
            ("maximum-likelihood", true),
            ("l-moments", false),
        ],
    )? {
        let f = |p: &[f64; 2]| negative_log_likelihood(&excess, *p);
        let begin = [start.scale, start.shape.max(0.0)];
        let found = minimise(begin, [0.1 * start.scale, 0.1], f);
        let [scale, shape] = found.at;
        fitted.gpd = Gpd {
            scale,
            shape,
            ..start
        };
        fitted.likelihood = Some(found.value);
        fitted.covariance = inverse(hessian(found.at, [2e-3 * scale, 2e-3], f));
    }
    Ok(fitted)
}

impl Fitted {
    /// Standard error of the value of `period` years by the delta method, the rate's Poisson error included.
    fn error(&self, period: f64) -> Option<f64> {
        let covariance = self.covariance?;
        let level = |scale: f64, shape: f64, rate: f64| {
            let gpd = Gpd {
                scale,
                shape,
                ..self.gpd
            };
            gpd.level(rate, period)
        };
        let Gpd { scale, shape, .. } = self.gpd;
        let (h, g, r) = (1e-5 * scale, 1e-5, 1e-5 * self.rate);
        let of_scale =
            (level(scale + h, shape, self.rate) - level(scale - h, shape, self.rate)) / (2.0 * h);
        let of_shape =
            (level(scale, shape + g, self.rate) - level(scale, shape - g, self.rate)) / (2.0 * g);
        let of_rate =
            (level(scale, shape, self.rate + r) - level(scale, shape, self.rate - r)) / (2.0 * r);
        let variance = sandwich(&[of_scale, of_shape], &covariance)
            + of_rate * of_rate * self.rate / self.years;
        Some(variance.sqrt())
    }

    /// The result, as it is printed.
    pub(super) fn result(&self, from: &Exceedances, set: &Settings<'_>) -> Outcome {
        let (periods, _) = fit::periods(set)?;
        let z = normal_quantile(0.5 + 0.5 * fit::confidence(set)?);
        let rows: Vec<Value> = periods
            .iter()
            .map(|&period| {
                let value = self.gpd.level(self.rate, period);
                let error = self.error(period);
                json!({
                    "return_period_years": period,
                    "return_period_of_annual_maxima_years": -1.0 / (-1.0 / period).exp_m1(),
                    "value": value,
                    "standard_error": error,
                    "low": error.map(|error| value - z * error),
                    "high": error.map(|error| value + z * error),
                })
            })
            .collect();
        let moments = of_sample(
            &from
                .values
                .iter()
                .map(|x| x - from.threshold)
                .collect::<Vec<_>>(),
        );
        let errors = self.covariance.map(|c| [c[0][0].sqrt(), c[1][1].sqrt()]);
        let mut parameters = three_parameters(from.threshold, self.gpd.scale, -self.gpd.shape);
        if let Some(parameters) = parameters.as_object_mut() {
            parameters.remove("location");
        }
        let result = json!({
            "distribution": "generalised Pareto",
            "method": if self.likelihood.is_some() { "ml" } else { "l-moments" },
            "threshold": from.threshold,
            "n_exceedances": from.values.len(),
            "record_years": self.years,
            "rate_per_year": self.rate,
            "exceedance_rate_per_day": count(from.values.len()) / from.days,
            "parameters": parameters,
            "standard_errors": errors.map(|e| json!({ "scale": e[0], "shape": e[1] })),
            "covariance": self.covariance,
            "negative_log_likelihood": self.likelihood,
            "l_moments_of_excess": moments,
            "interval": if self.covariance.is_some() { "delta" } else { "none" },
            "quantiles": rows,
        });
        let days = present_days(from.days);
        let mut computed = Computed::new(result, Completeness::new(days, days))?;
        if self.years < 15.0 {
            computed = computed.note(format!(
                "{:.1} years: a short record for floods over a threshold, below 15",
                self.years
            ));
        }
        Ok(computed)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a number of days"
)]
fn present_days(days: f64) -> u32 {
    days.max(0.0) as u32
}

/// Days that have a value: those of the series, unless the settings say how many the values were taken from.
pub(super) fn record_days(
    time: &[i64],
    value: &[f64],
    set: &Settings<'_>,
) -> Result<f64, Box<Finding>> {
    if let Some(days) = set.number("record_days")? {
        return Ok(days);
    }
    let mut days = 0;
    let mut last = i64::MIN;
    for (time, _) in time.iter().zip(value).filter(|(_, value)| !value.is_nan()) {
        let day = time.div_euclid(86_400_000);
        if day != last {
            days += 1;
            last = day;
        }
    }
    Ok(f64::from(days))
}

fn run(input: &Input, set: &Settings<'_>) -> Outcome {
    let points = input.single()?;
    let threshold = set.wanted_number("threshold")?;
    let from = Exceedances {
        threshold,
        values: points.present().filter(|x| *x > threshold).collect(),
        days: record_days(&points.time, &points.value, set)?,
    };
    fit(&from, set)?.result(&from, set)
}
