//! Generalised extreme value distribution: floods of given return periods, from annual maxima.
//!
//! # What it tells
//! Location, scale and shape of the distribution of annual maxima, the flood of each return period with its
//! confidence limits, and whether the record is long enough to say it.
//! # Formula
//! F(x) = exp(−(1 + ξ(x − μ)/σ)^(−1/ξ)); the flood of T years is μ + σ/ξ ((−ln(1 − 1/T))^(−ξ) − 1). `shape_xi` is ξ
//! in the sign of Coles (ξ > 0: heavy tail, ξ < 0: an upper bound); `shape_k` = −ξ in the sign of Hosking.
//! `method=l-moments`: k from t3 = 2(1 − 3^(−k))/(1 − 2^(−k)) − 3 by Newton's rule to the last digit, then σ and μ from
//! l2 and l1. `method=ml`: maximum likelihood. `method=generalised-ml`: the same with the prior of Martins and
//! Stedinger on k, Beta(6, 9) between −0.5 and 0.5, for records below some 50 years.
//! `interval`: for ml `profile` (unless set) or `delta`; for l-moments `bootstrap` (the years drawn anew with
//! replacement) or `parametric-bootstrap`; `none`.
//! # Units
//! Those of the series. Return periods in years.
//! # Missing data
//! Of a record, annual maxima are formed as `annual-maxima` does, and its rule for incomplete years holds. Given peaks
//! without a value are left out.
//! # Limits
//! At least 10 years; below 30 it says that the record is short. Floods beyond 2n years are marked `greyed`, beyond 4n
//! `hidden`: a window shows them pale or not at all. The maxima must be independent and without trend; see
//! `mann-kendall` and `pettitt`. A shape below −0.5 makes the standard errors void, which is said.
//! # Source
//! Hosking 1985, 1990; Hosking & Wallis 1997, A.6; Coles 2001, ch. 3; Martins & Stedinger 2000, WRR 36:737–744.

use serde_json::{Value, json};

use super::distribution::{Distribution, bent, straightened, three_parameters};
use super::fit::{self, Family, Fit};
use super::gev_likelihood as likelihood;
use super::l_moments::LMoments;
use super::special::{EULER, gamma_function};
use crate::domain::Finding;
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings};

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "gev",
    text: include_str!("gev.rs"),
    settings: &SETTINGS,
    run,
};

const METHOD: Setting = Setting {
    name: "method",
    meaning: "l-moments, ml (maximum likelihood), or generalised-ml (with a prior on the shape)",
    default: "l-moments",
};
const SETTINGS: [Setting; fit::FIT_COUNT + 1] = fit::with_method(METHOD);

/// Location, scale and shape of a GEV.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Gev {
    /// Location μ, unit of the values.
    pub location: f64,
    /// Scale σ, unit of the values.
    pub scale: f64,
    /// Shape ξ in the sign of Coles: above nothing a heavy tail, below it an upper bound.
    pub shape: f64,
}

impl Distribution for Gev {
    fn reduced(p: f64) -> f64 {
        -(-p.ln()).ln()
    }

    fn at(&self, reduced: f64) -> f64 {
        self.location + self.scale * bent(-self.shape, reduced)
    }

    fn cdf(&self, x: f64) -> f64 {
        let reduced = straightened(-self.shape, (x - self.location) / self.scale);
        (-(-reduced).exp()).exp()
    }

    fn parameters(&self) -> Value {
        three_parameters(self.location, self.scale, -self.shape)
    }

    fn upper_bound(&self) -> Option<f64> {
        (self.shape < -1e-9).then(|| self.location - self.scale / self.shape)
    }

    fn return_period(&self, x: f64) -> f64 {
        let reduced = straightened(-self.shape, (x - self.location) / self.scale);
        -1.0 / (-(-reduced).exp()).exp_m1()
    }
}

const LN_2: f64 = std::f64::consts::LN_2;
const LN_3: f64 = 1.098_612_288_668_109_8;

/// L-skewness of a GEV with Hosking's shape k, and its derivative.
fn l_skewness(k: f64) -> (f64, f64) {
    if k.abs() < 1e-6 {
        let slope = -LN_3 / LN_2 * (LN_3 - LN_2);
        return (2.0 * LN_3 / LN_2 - 3.0 + slope * k, slope);
    }
    let (three, two) = (-(-k * LN_3).exp_m1(), -(-k * LN_2).exp_m1());
    let slope = ((1.0 - three) * LN_3 * two - three * (1.0 - two) * LN_2) / (two * two);
    (2.0 * three / two - 3.0, 2.0 * slope)
}

/// Hosking's shape k whose L-skewness is `t3`; `steps` of Newton's rule after the approximation of Hosking.
fn shape_k(t3: f64, steps: usize) -> f64 {
    let c = 2.0 / (3.0 + t3) - LN_2 / LN_3;
    let mut k = c * (7.8590 + 2.9554 * c);
    for _ in 0..steps {
        let (found, slope) = l_skewness(k);
        let step = (found - t3) / slope;
        k = (k - step).max(0.5 * (k - 1.0));
        if step.abs() < 1e-14 {
            break;
        }
    }
    k
}

/// The GEV with these L-moments; `None` when they are those of no GEV (L-skewness missing or not inside −1 to 1, or
/// values that are all equal).
pub fn from_l_moments(moments: &LMoments) -> Option<Gev> {
    with_steps(moments, 60)
}

/// [`from_l_moments`] with two steps of Newton's rule: within 1e-9 of it, for a bootstrap.
pub fn from_l_moments_quickly(moments: &LMoments) -> Option<Gev> {
    with_steps(moments, 2)
}

fn with_steps(moments: &LMoments, steps: usize) -> Option<Gev> {
    if !(moments.l2 > 0.0 && moments.t3.abs() < 1.0) {
        return None;
    }
    let k = shape_k(moments.t3, steps);
    if k.abs() < 1e-6 {
        let scale = moments.l2 / LN_2;
        return Some(Gev {
            location: moments.l1 - EULER * scale,
            scale,
            shape: -k,
        });
    }
    let gamma = gamma_function(1.0 + k);
    let scale = moments.l2 * k / (-(-k * LN_2).exp_m1() * gamma);
    Some(Gev {
        location: moments.l1 - scale * (1.0 - gamma) / k,
        scale,
        shape: -k,
    })
}

fn run(input: &Input, set: &Settings<'_>) -> Outcome {
    let family = Family {
        name: "gev",
        least: 10,
        by_l_moments: from_l_moments_quickly,
    };
    fit::run(input, set, &family, |values, request| {
        let methods = [("l-moments", 0), ("ml", 1), ("generalised-ml", 2)];
        match set.choice("method", &methods)? {
            0 => fit::by_l_moments(values, request, &family, from_l_moments),
            1 => by_likelihood(values, request, likelihood::Prior::None),
            _ => by_likelihood(values, request, likelihood::Prior::MartinsStedinger),
        }
    })
}

fn by_likelihood(
    values: &[f64],
    request: &fit::Request,
    prior: likelihood::Prior,
) -> Result<Fit<Gev>, Box<Finding>> {
    let estimate = likelihood::estimate(values, prior)?;
    let mut fit = Fit::new(
        estimate.gev,
        match prior {
            likelihood::Prior::None => "ml",
            likelihood::Prior::MartinsStedinger => "generalised-ml",
        },
    );
    let errors = estimate.standard_errors();
    fit.further = json!({
        "negative_log_likelihood": estimate.negative_log_likelihood,
        "standard_errors": { "location": errors[0], "scale": errors[1], "shape": errors[2] },
        "covariance": estimate.covariance,
    });
    fit.notes.extend(estimate.notes.iter().cloned());
    let method = request.interval_or("profile", &["profile", "delta", "none"])?;
    fit.interval = method.to_owned();
    fit.limits = request
        .probabilities
        .iter()
        .map(|&p| match method {
            "profile" => likelihood::profile(values, prior, &estimate, p, request.confidence),
            "delta" => estimate.delta(p, request.confidence),
            _ => None,
        })
        .collect();
    fit.errors = request
        .probabilities
        .iter()
        .map(|&p| estimate.standard_error(p))
        .collect();
    Ok(fit)
}
