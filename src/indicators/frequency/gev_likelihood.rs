//! The GEV by maximum likelihood: estimate, standard errors, and limits by the delta method and by profile.

use super::distribution::Distribution;
use super::gev::{Gev, from_l_moments};
use super::optimise::{Minimum, crossing, hessian, inverse, minimise, sandwich};
use crate::domain::Finding;
use crate::indicators::catalogue::refuse;
use crate::indicators::stats::l_moments::{count, of_sample};
use crate::indicators::stats::special::{chi_square_1_quantile, ln_gamma, normal_quantile};

/// What is held of the shape before the record is seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prior {
    /// Nothing.
    None,
    /// Beta(6, 9) of k between −0.5 and 0.5 (Martins & Stedinger 2000).
    MartinsStedinger,
}

/// A GEV by maximum likelihood.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// The distribution.
    pub gev: Gev,
    /// Negative log-likelihood there.
    pub negative_log_likelihood: f64,
    /// Covariance of location, scale and shape; `None` when the likelihood has no proper curvature there.
    pub covariance: Option<[[f64; 3]; 3]>,
    /// What a person should know.
    pub notes: Vec<String>,
}

/// Negative log-likelihood of location, scale and shape ξ; infinite outside the support.
pub fn negative_log_likelihood(values: &[f64], [location, scale, shape]: [f64; 3]) -> f64 {
    if scale <= 0.0 {
        return f64::INFINITY;
    }
    let mut sum = count(values.len()) * scale.ln();
    for x in values {
        let y = (x - location) / scale;
        let reduced = super::distribution::straightened(-shape, y);
        if !reduced.is_finite() {
            return f64::INFINITY;
        }
        sum += (1.0 + shape) * reduced + (-reduced).exp();
    }
    sum
}

fn penalty(prior: Prior, shape: f64) -> f64 {
    match prior {
        Prior::None => 0.0,
        Prior::MartinsStedinger => {
            let k = -shape;
            if k.abs() >= 0.5 {
                return f64::INFINITY;
            }
            let ln_beta = ln_gamma(6.0) + ln_gamma(9.0) - ln_gamma(15.0);
            ln_beta - 5.0 * (0.5 + k).ln() - 8.0 * (0.5 - k).ln()
        }
    }
}

/// Fits by maximum likelihood, begun at the fit by L-moments.
///
/// # Errors
/// When the values have no L-moments of a GEV to begin with.
pub fn estimate(values: &[f64], prior: Prior) -> Result<Estimate, Box<Finding>> {
    let start = from_l_moments(&of_sample(values)).ok_or_else(|| {
        refuse(
            "the values are all equal, or too few to have a shape",
            "give at least 10 different annual maxima",
        )
    })?;
    let f = |p: &[f64; 3]| negative_log_likelihood(values, *p) + penalty(prior, p[2]);
    let begin = [start.location, start.scale, start.shape.clamp(-0.4, 0.4)];
    // Where the support of the start leaves a value out, a Gumbel holds it.
    let begin = if f(&begin).is_finite() {
        begin
    } else {
        [start.location, start.scale, 0.01]
    };
    let found = minimise(begin, [0.1 * start.scale, 0.1 * start.scale, 0.1], f);
    let mut notes = Vec::new();
    if !found.is_settled || !found.value.is_finite() {
        notes.push("the likelihood did not settle: the fit by L-moments stands instead".to_owned());
        return Ok(Estimate {
            gev: start,
            negative_log_likelihood: f(&[start.location, start.scale, start.shape]),
            covariance: None,
            notes,
        });
    }
    let [location, scale, shape] = found.at;
    if shape < -0.5 {
        notes.push(format!(
            "shape {shape:.3} is below -0.5, where standard errors and limits of the likelihood are void"
        ));
    }
    let steps = [2e-3 * scale, 2e-3 * scale, 2e-3];
    let covariance = inverse(hessian(found.at, steps, f)).filter(|c| (0..3).all(|i| c[i][i] > 0.0));
    Ok(Estimate {
        gev: Gev {
            location,
            scale,
            shape,
        },
        negative_log_likelihood: negative_log_likelihood(values, found.at),
        covariance,
        notes,
    })
}

impl Estimate {
    /// Standard errors of location, scale and shape; NaN when there is no covariance.
    pub fn standard_errors(&self) -> [f64; 3] {
        let variance = |i: usize| self.covariance.map_or(f64::NAN, |c| c[i][i]);
        [0, 1, 2].map(|i| variance(i).sqrt())
    }

    /// Standard error of the value that is not exceeded with probability `p`, by the delta method.
    pub fn standard_error(&self, p: f64) -> Option<f64> {
        let covariance = self.covariance?;
        let quantile = |location: f64, scale: f64, shape: f64| {
            let gev = Gev {
                location,
                scale,
                shape,
            };
            gev.quantile(p)
        };
        let Gev {
            location,
            scale,
            shape,
        } = self.gev;
        let (h, g) = (1e-5 * scale, 1e-5);
        let gradient = [
            1.0,
            (quantile(location, scale + h, shape) - quantile(location, scale - h, shape))
                / (2.0 * h),
            (quantile(location, scale, shape + g) - quantile(location, scale, shape - g))
                / (2.0 * g),
        ];
        Some(sandwich(&gradient, &covariance).sqrt())
    }

    /// Limits by the delta method at this confidence, 0 to 1.
    pub fn delta(&self, p: f64, confidence: f64) -> Option<(f64, f64)> {
        let half = normal_quantile(0.5 + 0.5 * confidence) * self.standard_error(p)?;
        let value = self.gev.quantile(p);
        Some((value - half, value + half))
    }
}

/// Limits of the value that is not exceeded with probability `p` where the profile likelihood falls by half the
/// quantile of chi-square: the ones to show beyond the record, since they lean the way the uncertainty does.
pub fn profile(
    values: &[f64],
    prior: Prior,
    estimate: &Estimate,
    p: f64,
    confidence: f64,
) -> Option<(f64, f64)> {
    let error = estimate.standard_error(p)?;
    let best = estimate.gev.quantile(p);
    let Gev { scale, shape, .. } = estimate.gev;
    let reduced = Gev::reduced(p);
    let drop = 0.5 * chi_square_1_quantile(confidence);
    let profiled = |level: f64, start: [f64; 2]| -> Minimum<2> {
        minimise(start, [0.1 * scale, 0.05], |&[scale, shape]: &[f64; 2]| {
            let location = level - scale * super::distribution::bent(-shape, reduced);
            negative_log_likelihood(values, [location, scale, shape]) + penalty(prior, shape)
        })
    };
    let least = profiled(best, [scale, shape]);
    let limit = |direction: f64| {
        let excess = |level: f64| profiled(level, least.at).value - least.value - drop;
        let mut inside = best;
        let mut step = error.max(1e-9 * best.abs());
        for _ in 0..40 {
            let outside = inside + direction * step;
            if excess(outside) >= 0.0 {
                return Some(crossing(inside, outside, excess));
            }
            inside = outside;
            step *= 1.5;
        }
        None
    };
    Some((limit(-1.0)?, limit(1.0)?))
}
