//! Pearson III distribution: floods of given return periods from annual maxima themselves, not their logarithms.
//!
//! # What it tells
//! Mean, standard deviation and skew, the flood of each return period with its confidence limits, and whether the
//! record is long enough to say it. `log-pearson-3` is the same distribution of the logarithms.
//! # Formula
//! The flood of T years is μ + σ K(T, γ) with the exact frequency factor K, the quantile of a standardised gamma
//! distribution. `method=l-moments`: the shape a = 4/γ² from t3 by Hosking's rational approximation (within 5e-5), which
//! the usual programs share; σ = l2 √π √a Γ(a)/Γ(a + ½); μ = l1. `method=l-moments-exact`: the shape solves
//! t3 = 6 I(1/3; a, 2a) − 3 to the last digit. `method=moments`: mean, standard deviation by n − 1, skew by
//! n/((n − 1)(n − 2)) Σ z³.
//! # Units
//! Those of the series. Return periods in years.
//! # Missing data
//! Of a record, annual maxima are formed as `annual-maxima` does, and its rule for incomplete years holds. Given peaks
//! without a value are left out.
//! # Limits
//! At least 10 years; below 30 it says that the record is short. Floods beyond 2n years are marked `greyed`, beyond 4n
//! `hidden`. A large skew puts a lower bound into the record.
//! # Source
//! Hosking & Wallis 1997, A.9.

use serde_json::{Value, json};

use super::distribution::Distribution;
use super::fit::{self, Family, Fit};
use crate::domain::Finding;
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings, refuse};
use crate::indicators::stats::l_moments::{LMoments, count};
pub use crate::indicators::stats::pearson::Pearson3;
use crate::indicators::stats::special::{beta_cdf, ln_gamma};

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "pearson-3",
    text: include_str!("pearson_3.rs"),
    settings: &SETTINGS,
    run,
};

const METHOD: Setting = Setting {
    name: "method",
    meaning: "l-moments, l-moments-exact or moments",
    default: "l-moments",
};
const SETTINGS: [Setting; fit::FIT_COUNT + 1] = fit::with_method(METHOD);

impl Distribution for Pearson3 {
    fn reduced(p: f64) -> f64 {
        p
    }

    fn at(&self, reduced: f64) -> f64 {
        self.quantile_of(reduced)
    }

    fn cdf(&self, x: f64) -> f64 {
        self.tails(x).0
    }

    fn parameters(&self) -> Value {
        json!({
            "mean": self.mean,
            "standard_deviation": self.standard_deviation,
            "skew": self.skew,
        })
    }

    fn upper_bound(&self) -> Option<f64> {
        (self.skew < -1e-6).then(|| self.bound())
    }

    fn return_period(&self, x: f64) -> f64 {
        1.0 / self.tails(x).1
    }
}

/// The Pearson III with these L-moments, by Hosking's approximation of the shape.
pub fn from_l_moments(moments: &LMoments) -> Option<Pearson3> {
    with_shape(moments, approximate_shape)
}

/// The Pearson III with these L-moments, its shape solved to the last digit.
pub fn from_l_moments_exactly(moments: &LMoments) -> Option<Pearson3> {
    with_shape(moments, exact_shape)
}

fn with_shape(moments: &LMoments, shape: fn(f64) -> f64) -> Option<Pearson3> {
    let t3 = moments.t3.abs();
    if !(moments.l2 > 0.0 && t3 < 1.0) {
        return None;
    }
    let normal = moments.l2 * std::f64::consts::PI.sqrt();
    if t3 < 1e-6 {
        return Some(Pearson3 {
            mean: moments.l1,
            standard_deviation: normal,
            skew: 0.0,
        });
    }
    let a = shape(t3);
    let ratio = (ln_gamma(a) - ln_gamma(a + 0.5)).exp();
    Some(Pearson3 {
        mean: moments.l1,
        standard_deviation: normal * a.sqrt() * ratio,
        skew: 2.0 / a.sqrt() * moments.t3.signum(),
    })
}

fn approximate_shape(t3: f64) -> f64 {
    if t3 < 1.0 / 3.0 {
        let z = 3.0 * std::f64::consts::PI * t3 * t3;
        (1.0 + 0.2906 * z) / (z * (1.0 + z * (0.1882 + z * 0.0442)))
    } else {
        let z = 1.0 - t3;
        z * (0.36067 + z * (-0.59567 + z * 0.25361))
            / (1.0 + z * (-2.78861 + z * (2.56096 - z * 0.77045)))
    }
}

fn exact_shape(t3: f64) -> f64 {
    let l_skewness = |a: f64| 6.0 * beta_cdf(a, 2.0 * a, 1.0 / 3.0) - 3.0;
    let near = approximate_shape(t3).ln();
    super::optimise::crossing(near - 0.01, near + 0.01, |ln_a| t3 - l_skewness(ln_a.exp())).exp()
}

/// The Pearson III with the mean, standard deviation (n − 1) and unbiased skew of the values.
pub fn from_moments(values: &[f64]) -> Option<Pearson3> {
    let (mean, standard_deviation) = fit::mean_and_deviation(values);
    let n = count(values.len());
    let cubes: f64 = values
        .iter()
        .map(|x| ((x - mean) / standard_deviation).powi(3))
        .sum();
    let skew = n / ((n - 1.0) * (n - 2.0)) * cubes;
    (standard_deviation > 0.0 && skew.is_finite()).then_some(Pearson3 {
        mean,
        standard_deviation,
        skew,
    })
}

fn run(input: &Input, set: &Settings<'_>) -> Outcome {
    type Way = fn(&LMoments) -> Option<Pearson3>;
    let methods: [(&str, Option<Way>); 3] = [
        ("l-moments", Some(from_l_moments)),
        ("l-moments-exact", Some(from_l_moments_exactly)),
        ("moments", None),
    ];
    let way = set.choice("method", &methods)?;
    let family = Family {
        name: "pearson-3",
        by_l_moments: way.unwrap_or(from_l_moments),
    };
    fit::run(input, set, &family, |values, request| match way {
        Some(_) => fit::by_l_moments(values, request, &family),
        None => by_moments(values, request),
    })
}

fn by_moments(values: &[f64], request: &fit::Request) -> Result<Fit<Pearson3>, Box<Finding>> {
    let fitted = from_moments(values).ok_or_else(|| {
        refuse(
            "the values are all equal",
            "a distribution needs annual maxima that differ",
        )
    })?;
    let mut fit = Fit::new(fitted, "moments");
    let known = ["bootstrap", "parametric-bootstrap", "none"];
    let interval = request.interval_or("bootstrap", &known)?;
    fit.bootstrap(values, request, interval, from_moments);
    Ok(fit)
}
