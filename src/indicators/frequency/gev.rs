//! Generalised extreme value distribution: floods of given return periods, from annual maxima.
//!
//! # What it tells
//! Location, scale and shape of the distribution of annual maxima, the flood of each return period with its
//! confidence limits, and whether the record is long enough to say it.
//! # Formula
//! F(x) = exp(−(1 + ξ(x − μ)/σ)^(−1/ξ)); the flood of T years is μ + σ/ξ ((−ln(1 − 1/T))^(−ξ) − 1). `shape_xi` is ξ
//! in the sign of Coles (ξ > 0: heavy tail, ξ < 0: an upper bound); `shape_k` = −ξ in the sign of Hosking.
//! `method=l-moments`: k from t3 = 2(1 − 3^(−k))/(1 − 2^(−k)) − 3 by Hosking's rational approximation (within 5e-7),
//! which the usual programs share; then σ and μ from l2 and l1. `method=l-moments-exact` solves for k to the last digit;
//! `method=l-moments-one-step` takes k = 7.8590c + 2.9554c² with c = 2/(3 + t3) − ln 2/ln 3, within 9e-4. `method=ml`:
//! maximum likelihood. `method=generalised-ml`: the same with the prior of Martins and Stedinger on k, Beta(6, 9)
//! between −0.5 and 0.5, for records below some 50 years.
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
use crate::domain::Finding;
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings};
use crate::indicators::stats::l_moments::LMoments;
use crate::indicators::stats::special::{EULER, gamma_function};

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "gev",
    text: include_str!("gev.rs"),
    settings: &SETTINGS,
    run,
};

const METHOD: Setting = Setting {
    name: "method",
    meaning: "l-moments, l-moments-exact, l-moments-one-step, ml (or maximum-likelihood), or generalised-ml (with a prior on the shape)",
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

/// Which way to the shape.
#[derive(Clone, Copy)]
enum Shape {
    /// Hosking's rational approximation.
    Rational,
    /// Newton's rule to the last digit.
    Exact,
    /// 7.8590c + 2.9554c².
    OneStep,
}

/// Hosking's shape k whose L-skewness is `t3`.
fn shape_k(t3: f64, way: Shape) -> f64 {
    let c = 2.0 / (3.0 + t3) - LN_2 / LN_3;
    let near = c * (7.8590 + 2.9554 * c);
    match way {
        Shape::OneStep => near,
        Shape::Rational if t3 >= -0.8 => rational(t3),
        Shape::Rational | Shape::Exact => newton(t3, near),
    }
}

fn newton(t3: f64, start: f64) -> f64 {
    let mut k = start;
    for _ in 0..60 {
        let (found, slope) = l_skewness(k);
        let step = (found - t3) / slope;
        k = (k - step).max(0.5 * (k - 1.0));
        if step.abs() < 1e-14 {
            break;
        }
    }
    k
}

/// Hosking's approximation of the shape for L-skewness between −0.8 and 1, from his Fortran routines.
fn rational(t3: f64) -> f64 {
    if t3 > 0.0 {
        let z = 1.0 - t3;
        let above = -1.0 + z * (1.599_214_91 + z * (-0.488_322_13 + z * 0.015_731_52));
        above / (1.0 + z * (-0.643_639_29 + z * 0.089_852_47))
    } else {
        let inner = -2.507_282_14 + t3 * (-1.134_555_66 - t3 * 0.071_380_22);
        let above = 0.283_775_30 + t3 * (-1.210_963_99 + t3 * inner);
        let below = 2.061_896_96 + t3 * (1.319_122_39 + t3 * 0.250_771_04);
        above / (1.0 + t3 * below)
    }
}

/// The GEV with these L-moments, by Hosking's rational approximation of the shape (within 5e-7), which the usual
/// programs share; `None` when they are those of no GEV (L-skewness missing or not inside −1 to 1, or values that are
/// all equal).
pub fn from_l_moments(moments: &LMoments) -> Option<Gev> {
    with_shape(moments, Shape::Rational)
}

/// The same with the shape solved to the last digit.
pub fn from_l_moments_exactly(moments: &LMoments) -> Option<Gev> {
    with_shape(moments, Shape::Exact)
}

/// The same with k = 7.8590c + 2.9554c²: within 9e-4 of the shape, as some programs leave it.
pub fn from_l_moments_in_one_step(moments: &LMoments) -> Option<Gev> {
    with_shape(moments, Shape::OneStep)
}

fn with_shape(moments: &LMoments, way: Shape) -> Option<Gev> {
    if !(moments.l2 > 0.0 && moments.t3.abs() < 1.0) {
        return None;
    }
    let k = shape_k(moments.t3, way);
    if k.abs() < 1e-6 {
        let scale = moments.l2 / LN_2;
        return Some(Gev {
            location: moments.l1 - EULER * scale,
            scale,
            shape: 0.0,
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
    type Way = fn(&LMoments) -> Option<Gev>;
    let methods: [(&str, Result<Way, likelihood::Prior>); 7] = [
        ("l-moments", Ok(from_l_moments)),
        ("l-moments-exact", Ok(from_l_moments_exactly)),
        ("l-moments-one-step", Ok(from_l_moments_in_one_step)),
        ("ml", Err(likelihood::Prior::None)),
        ("maximum-likelihood", Err(likelihood::Prior::None)),
        ("generalised-ml", Err(likelihood::Prior::MartinsStedinger)),
        (
            "generalised-maximum-likelihood",
            Err(likelihood::Prior::MartinsStedinger),
        ),
    ];
    let way = set.choice("method", &methods)?;
    let family = Family {
        name: "gev",
        by_l_moments: way.unwrap_or(from_l_moments),
    };
    fit::run(input, set, &family, |values, request| match way {
        Ok(_) => fit::by_l_moments(values, request, &family),
        Err(prior) => by_likelihood(values, request, prior),
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
