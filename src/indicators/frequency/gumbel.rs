//! Gumbel distribution: floods of given return periods from annual maxima, with two parameters only.
//!
//! # What it tells
//! Location and scale of the distribution of annual maxima, the flood of each return period with its confidence
//! limits, and whether the record is long enough to say it. With two parameters it is steadier than `gev` on short
//! records, and too low where floods have a heavy tail.
//! # Formula
//! F(x) = exp(−exp(−(x − ξ)/α)); the flood of T years is ξ − α ln(−ln(1 − 1/T)).
//! `method=l-moments`: α = l2/ln 2, ξ = l1 − 0.5772 α. `method=moments`: α = √6/π · s with s by n − 1,
//! ξ = mean − 0.5772 α (Euler's constant in full). `method=ml`: maximum likelihood.
//! # Units
//! Those of the series. Return periods in years.
//! # Missing data
//! Of a record, annual maxima are formed as `annual-maxima` does, and its rule for incomplete years holds. Given peaks
//! without a value are left out.
//! # Limits
//! At least 10 years; below 30 it says that the record is short. Floods beyond 2n years are marked `greyed`, beyond 4n
//! `hidden`.
//! # Source
//! Gumbel 1958; Chow, Maidment & Mays 1988, 12.2; Hosking & Wallis 1997, A.4.

use serde_json::{Value, json};

use super::distribution::Distribution;
use super::fit::{self, Family, Fit};
use super::optimise::{hessian, inverse, minimise, sandwich};
use crate::domain::Finding;
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings, refuse};
use crate::indicators::stats::l_moments::{LMoments, count, of_sample};
use crate::indicators::stats::special::{EULER, normal_quantile};

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "gumbel",
    text: include_str!("gumbel.rs"),
    settings: &SETTINGS,
    run,
};

const METHOD: Setting = Setting {
    name: "method",
    meaning: "l-moments, moments, or ml (or maximum-likelihood)",
    default: "l-moments",
};
const SETTINGS: [Setting; fit::FIT_COUNT + 1] = fit::with_method(METHOD);

/// Location and scale of a Gumbel distribution.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gumbel {
    /// Location (the mode), unit of the values.
    pub location: f64,
    /// Scale, unit of the values.
    pub scale: f64,
}

impl Distribution for Gumbel {
    fn reduced(p: f64) -> f64 {
        -(-p.ln()).ln()
    }

    fn at(&self, reduced: f64) -> f64 {
        self.location + self.scale * reduced
    }

    fn cdf(&self, x: f64) -> f64 {
        (-(-(x - self.location) / self.scale).exp()).exp()
    }

    fn parameters(&self) -> Value {
        json!({ "location": self.location, "scale": self.scale })
    }

    fn upper_bound(&self) -> Option<f64> {
        None
    }

    fn return_period(&self, x: f64) -> f64 {
        -1.0 / (-(-(x - self.location) / self.scale).exp()).exp_m1()
    }
}

/// The Gumbel distribution with these L-moments; `None` when the values are all equal.
pub fn from_l_moments(moments: &LMoments) -> Option<Gumbel> {
    (moments.l2 > 0.0).then(|| {
        let scale = moments.l2 / std::f64::consts::LN_2;
        Gumbel {
            location: moments.l1 - EULER * scale,
            scale,
        }
    })
}

/// The Gumbel distribution with the mean and the standard deviation (n − 1) of the values.
pub fn from_moments(values: &[f64]) -> Option<Gumbel> {
    let (mean, deviation) = fit::mean_and_deviation(values);
    (deviation > 0.0).then(|| {
        let scale = 6.0_f64.sqrt() / std::f64::consts::PI * deviation;
        Gumbel {
            location: mean - EULER * scale,
            scale,
        }
    })
}

/// Negative log-likelihood of location and scale.
fn negative_log_likelihood(values: &[f64], [location, scale]: [f64; 2]) -> f64 {
    if scale <= 0.0 {
        return f64::INFINITY;
    }
    let terms = values.iter().map(|x| {
        let y = (x - location) / scale;
        y + (-y).exp()
    });
    count(values.len()) * scale.ln() + terms.sum::<f64>()
}

fn run(input: &Input, set: &Settings<'_>) -> Outcome {
    let family = Family {
        name: "gumbel",
        by_l_moments: from_l_moments,
    };
    fit::run(input, set, &family, |values, request| {
        match set.choice(
            "method",
            &[
                ("l-moments", 0),
                ("moments", 1),
                ("ml", 2),
                ("maximum-likelihood", 2),
            ],
        )? {
            0 => fit::by_l_moments(values, request, &family),
            1 => by_moments(values, request),
            _ => by_likelihood(values, request),
        }
    })
}

fn equal_values() -> Box<Finding> {
    refuse(
        "the values are all equal",
        "a distribution needs annual maxima that differ",
    )
}

fn by_moments(values: &[f64], request: &fit::Request) -> Result<Fit<Gumbel>, Box<Finding>> {
    let gumbel = from_moments(values).ok_or_else(equal_values)?;
    let mut fit = Fit::new(gumbel, "moments");
    let (mean, standard_deviation) = fit::mean_and_deviation(values);
    fit.further = json!({ "mean": mean, "standard_deviation": standard_deviation });
    let interval =
        request.interval_or("bootstrap", &["bootstrap", "parametric-bootstrap", "none"])?;
    fit.bootstrap(values, request, interval, from_moments);
    Ok(fit)
}

fn by_likelihood(values: &[f64], request: &fit::Request) -> Result<Fit<Gumbel>, Box<Finding>> {
    let start = from_l_moments(&of_sample(values)).ok_or_else(equal_values)?;
    let f = |p: &[f64; 2]| negative_log_likelihood(values, *p);
    let step = 0.1 * start.scale;
    let found = minimise([start.location, start.scale], [step, step], f);
    let [location, scale] = found.at;
    let gumbel = Gumbel { location, scale };
    let covariance = inverse(hessian(found.at, [2e-3 * scale; 2], f));
    let mut fit = Fit::new(gumbel, "ml");
    fit.further = json!({
        "negative_log_likelihood": found.value,
        "standard_errors": covariance.map(|c| json!({ "location": c[0][0].sqrt(), "scale": c[1][1].sqrt() })),
        "covariance": covariance,
    });
    fit.interval = request.interval_or("delta", &["delta", "none"])?.to_owned();
    let z = normal_quantile(0.5 + 0.5 * request.confidence);
    for &p in &request.probabilities {
        let error = covariance.map(|c| sandwich(&[1.0, Gumbel::reduced(p)], &c).sqrt());
        let value = gumbel.quantile(p);
        fit.errors.push(error);
        let limits = error.map(|error| (value - z * error, value + z * error));
        fit.limits.push(limits.filter(|_| fit.interval == "delta"));
    }
    Ok(fit)
}
