//! Confidence limits of a log-Pearson III curve by Cohn's inverse Gaussian quadrature.
//!
//! The moments are spread over eight points by their covariance, each point over eight more by its own: the first
//! spread gives the variance of a quantile, the second how that variance moves with the quantile. Both together make
//! the limits lean, as Student's t with a slope.

use super::covariance::{
    LEAST_SKEW, Moments, Perceived, SkewError, centred, grid, of_moments, skew_mse,
    weighted_covariance,
};
use super::moments::RegionalSkew;
use crate::indicators::stats::pearson::Pearson3;
use crate::indicators::stats::special::student_quantile;

/// A quantile in decimal logarithms, its variance and its limits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Limits {
    pub(super) variance: f64,
    pub(super) low: f64,
    pub(super) high: f64,
}

/// What the limits stand on besides the moments.
#[derive(Clone, Copy, Debug)]
pub(super) struct Basis<'a> {
    pub(super) groups: &'a [Perceived],
    pub(super) regional: RegionalSkew,
    pub(super) rule: SkewError,
}

type Points = [(f64, Moments); 8];

/// Covariance of mean, variance and skew with what the region adds.
fn covariance(basis: &Basis<'_>, at: Moments) -> Option<[[f64; 3]; 3]> {
    let groups = centred(basis.groups, at.mean);
    let at = Moments {
        mean: 0.0,
        skew: at.skew.clamp(-1.5, 1.5),
        ..at
    };
    let mut s = of_moments(&groups, at)?;
    let (weight, mse) = match basis.regional {
        RegionalSkew::None => return Some(s),
        RegionalSkew::Fixed { mse, .. } => (0.0, mse),
        RegionalSkew::Weighted { mse, .. } => {
            let station = skew_mse(&groups, at, basis.rule)?;
            (mse / (station + mse), mse)
        }
    };
    let [mean, variance, skew] = &mut s;
    for (own, shared) in [(mean, 0), (variance, 1)] {
        own[2] *= weight;
        skew[shared] = own[2];
    }
    // A skew held without error would leave no spread to factor.
    let rest: f64 = (1.0 - weight) * (1.0 - weight) * mse;
    s[2][2] = (weight * weight * s[2][2] + rest).max(1e-12);
    Some(s)
}

/// Limits at each non-exceedance probability; `None` where the covariance cannot be found.
pub(super) fn limits(
    basis: &Basis<'_>,
    fitted: Pearson3,
    probabilities: &[f64],
    confidence: f64,
) -> Option<Vec<Limits>> {
    if fitted.skew.abs() > LEAST_SKEW {
        return at_skew(basis, fitted, probabilities, confidence);
    }
    let one = |skew: f64| {
        at_skew(
            basis,
            Pearson3 { skew, ..fitted },
            probabilities,
            confidence,
        )
    };
    let (below, above) = (one(-LEAST_SKEW)?, one(LEAST_SKEW)?);
    let share = (fitted.skew + LEAST_SKEW) / (2.0 * LEAST_SKEW);
    let between = |a: f64, b: f64| (1.0 - share) * a + share * b;
    let pairs = below.iter().zip(&above);
    let mixed = pairs.map(|(a, b)| Limits {
        variance: between(a.variance, b.variance),
        low: between(a.low, b.low),
        high: between(a.high, b.high),
    });
    Some(mixed.collect())
}

fn at_skew(
    basis: &Basis<'_>,
    fitted: Pearson3,
    probabilities: &[f64],
    confidence: f64,
) -> Option<Vec<Limits>> {
    let at = Moments::from(fitted);
    let outer = grid(at, &covariance(basis, at)?)?;
    let mut inner: Vec<Points> = Vec::with_capacity(outer.len());
    for (_, moments) in &outer {
        inner.push(grid(*moments, &covariance(basis, *moments)?)?);
    }
    let found = probabilities
        .iter()
        .map(|&p| one_limit(fitted.quantile_of(p), (&outer, &inner), p, confidence));
    Some(found.collect())
}

fn one_limit(
    quantile: f64,
    (outer, inner): (&Points, &[Points]),
    p: f64,
    confidence: f64,
) -> Limits {
    let at = |moments: &Moments| moments.pearson().quantile_of(p);
    let quantiles = outer.map(|(_, moments)| at(&moments));
    let mut deviations = [0.0; 8];
    for (deviation, points) in deviations.iter_mut().zip(inner) {
        let rows = points.map(|(weight, moments)| {
            let quantile = at(&moments);
            (weight, quantile, quantile)
        });
        *deviation = weighted_covariance(&rows).sqrt();
    }
    let rows = |x: &[f64; 8], y: &[f64; 8]| {
        let mut rows = [(0.0, 0.0, 0.0); 8];
        for (i, row) in rows.iter_mut().enumerate() {
            *row = (outer[i].0, x[i], y[i]);
        }
        weighted_covariance(&rows)
    };
    let variance = rows(&quantiles, &quantiles);
    let shared = rows(&quantiles, &deviations);
    let of_deviation = rows(&deviations, &deviations);
    let slope = shared / variance;
    let left = of_deviation - shared * shared / variance;
    let freedom = (0.5 * variance / left).max(5.0);
    let t = student_quantile(0.5 + 0.5 * confidence, freedom);
    let deviation = variance.sqrt();
    Limits {
        variance,
        low: quantile - deviation * t / (1.0 + slope * t).max(0.5),
        high: quantile + deviation * t / (1.0 - slope * t).max(0.5),
    }
}
