//! Distributions of a calendar month.

use statrs::function::gamma::{digamma, ln_gamma};

use crate::indicators::stats::l_moments::{LMoments, of_sample};
use crate::indicators::stats::pearson::standard_cdf;
use crate::indicators::stats::sample::{float, mean};
use crate::indicators::stats::special::{gamma_cdf, normal_quantile};

/// What the values of a calendar month are taken to follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distribution {
    /// Gamma by the approximate maximum likelihood of Thom.
    GammaThom,
    /// Gamma by exact maximum likelihood.
    GammaLikelihood,
    /// Gamma by unbiased probability-weighted moments.
    GammaMoments,
    /// Pearson III by L-moments.
    Pearson3,
    /// Log-logistic with three parameters (generalised logistic) by unbiased probability-weighted moments.
    LogLogistic,
    /// Ranks of Gringorten, (i − 0.44) / (n + 0.12).
    Empirical,
}

/// What a value of zero is worth where a distribution knows none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zeros {
    /// The share of zeros (McKee; WMO-No. 1090).
    McKee,
    /// The middle of the zeros (Stagge et al. 2015).
    Stagge,
}

/// A fitted distribution.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// Share of zeros among the values.
    pub zero_share: f64,
    shape: Shape,
    /// Probability of a zero, and share taken off the others.
    zero: (f64, f64),
}

#[derive(Clone, Debug, PartialEq)]
enum Shape {
    Gamma {
        shape: f64,
        scale: f64,
    },
    Pearson3 {
        mean: f64,
        sd: f64,
        skew: f64,
    },
    LogLogistic {
        location: f64,
        scale: f64,
        shape: f64,
    },
    Ranks(Vec<f64>),
}

/// Parameters for a result.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct Parameters {
    /// Location; of Pearson III the mean.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub location: Option<f64>,
    /// Scale; of Pearson III the standard deviation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<f64>,
    /// Shape; of Pearson III the skew.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub shape: Option<f64>,
}

/// A distribution fitted to values of which none is missing; `None` where they are too few or all equal.
pub fn fit(values: &[f64], distribution: Distribution, zeros: Zeros) -> Option<Fit> {
    let n = float(values.len());
    let sets_zeros_apart = !matches!(
        distribution,
        Distribution::LogLogistic | Distribution::Empirical
    );
    let others: Vec<f64> = if sets_zeros_apart {
        values
            .iter()
            .copied()
            .filter(|value| *value > 0.0)
            .collect()
    } else {
        values.to_vec()
    };
    if others.len() < 3 {
        return None;
    }
    let shape = match distribution {
        Distribution::GammaThom => gamma_thom(&others),
        Distribution::GammaLikelihood => gamma_likelihood(&others),
        Distribution::GammaMoments => gamma_moments(&others),
        Distribution::Pearson3 => pearson3(&others),
        Distribution::LogLogistic => log_logistic(&others),
        Distribution::Empirical => {
            let mut sorted = others.clone();
            sorted.sort_unstable_by(f64::total_cmp);
            Shape::Ranks(sorted)
        }
    };
    let n_zero = n - float(others.len());
    let zero = match zeros {
        Zeros::McKee => (n_zero / n, n_zero / n),
        Zeros::Stagge => ((n_zero + 1.0) / (2.0 * (n + 1.0)), n_zero / (n + 1.0)),
    };
    let zero = if n_zero > 0.0 { zero } else { (0.0, 0.0) };
    shape.is_usable().then_some(Fit {
        zero_share: n_zero / n,
        shape,
        zero,
    })
}

impl Fit {
    /// Standard normal value of the probability of a value; NaN in, NaN out.
    pub fn index(&self, value: f64) -> f64 {
        if value.is_nan() {
            return f64::NAN;
        }
        let sets_zeros_apart = matches!(self.shape, Shape::Gamma { .. } | Shape::Pearson3 { .. });
        let probability = if sets_zeros_apart && value <= 0.0 {
            self.zero.0
        } else {
            self.zero.1 + (1.0 - self.zero.1) * self.shape.below(value)
        };
        normal_quantile(probability)
    }

    /// Parameters for a result; none of ranks.
    pub fn parameters(&self) -> Parameters {
        let of = |location, scale, shape| Parameters {
            location,
            scale: Some(scale),
            shape: Some(shape),
        };
        match &self.shape {
            Shape::Gamma { shape, scale } => of(None, *scale, *shape),
            Shape::Pearson3 { mean, sd, skew } => of(Some(*mean), *sd, *skew),
            Shape::LogLogistic {
                location,
                scale,
                shape,
            } => of(Some(*location), *scale, *shape),
            Shape::Ranks(_) => Parameters::default(),
        }
    }
}

impl Shape {
    fn is_usable(&self) -> bool {
        match self {
            Self::Gamma { shape, scale } => shape.is_finite() && *shape > 0.0 && *scale > 0.0,
            Self::Pearson3 { sd, skew, .. } => *sd > 0.0 && skew.is_finite(),
            Self::LogLogistic { scale, shape, .. } => *scale > 0.0 && shape.is_finite(),
            Self::Ranks(sorted) => sorted.first() < sorted.last(),
        }
    }

    /// Probability of a smaller value.
    fn below(&self, value: f64) -> f64 {
        match self {
            Self::Gamma { shape, scale } => gamma_cdf(*shape, value / scale),
            Self::Pearson3 { mean, sd, skew } => standard_cdf((value - mean) / sd, *skew),
            Self::LogLogistic {
                location,
                scale,
                shape,
            } => logistic(generalised(*shape, (value - location) / scale)),
            Self::Ranks(sorted) => {
                let less = sorted.partition_point(|one| *one < value);
                let not_more = sorted.partition_point(|one| *one <= value);
                let rank = float(less + not_more + 1) / 2.0;
                let n = float(sorted.len());
                (rank.clamp(1.0, n) - 0.44) / (n + 0.12)
            }
        }
    }
}

/// The reduced value of a generalised logistic distribution (Hosking): −ln(1 − k x) / k.
fn generalised(k: f64, x: f64) -> f64 {
    if k.abs() < 1e-12 {
        return x;
    }
    let inner = 1.0 - k * x;
    if inner <= 0.0 {
        // Beyond the bound of the distribution: above it for k > 0, below it for k < 0.
        return if k > 0.0 {
            f64::INFINITY
        } else {
            f64::NEG_INFINITY
        };
    }
    -inner.ln() / k
}

fn logistic(y: f64) -> f64 {
    1.0 / (1.0 + (-y).exp())
}

/// ln of the mean less the mean of the ln.
fn log_spread(values: &[f64]) -> f64 {
    let logs: Vec<f64> = values.iter().map(|value| value.ln()).collect();
    mean(values).ln() - mean(&logs)
}

fn gamma_thom(values: &[f64]) -> Shape {
    let a = log_spread(values);
    let shape = (1.0 + (1.0 + 4.0 * a / 3.0).sqrt()) / (4.0 * a);
    Shape::Gamma {
        shape,
        scale: mean(values) / shape,
    }
}

fn gamma_likelihood(values: &[f64]) -> Shape {
    let a = log_spread(values);
    let mut shape = (1.0 + (1.0 + 4.0 * a / 3.0).sqrt()) / (4.0 * a);
    for _ in 0..50 {
        let error = shape.ln() - digamma(shape) - a;
        let slope = 1.0 / shape - trigamma(shape);
        let next = shape - error / slope;
        let next = if next > 0.0 { next } else { shape / 2.0 };
        let is_settled = (next - shape).abs() <= 1e-14 * shape;
        shape = next;
        if is_settled {
            break;
        }
    }
    Shape::Gamma {
        shape,
        scale: mean(values) / shape,
    }
}

/// Derivative of the digamma function for x > 0: recurrence up to 10, then the asymptotic series.
fn trigamma(x: f64) -> f64 {
    let (mut x, mut sum) = (x, 0.0);
    while x < 10.0 {
        sum += 1.0 / (x * x);
        x += 1.0;
    }
    let y = 1.0 / (x * x);
    sum + 1.0 / x + y / 2.0 + y / x * (1.0 / 6.0 - y * (1.0 / 30.0 - y * (1.0 / 42.0 - y / 30.0)))
}

/// Hosking (1990), rational approximations of the shape from the L-CV.
fn gamma_moments(values: &[f64]) -> Shape {
    let LMoments { l1, l2, .. } = of_sample(values);
    let cv = l2 / l1;
    let shape = if cv < 0.5 {
        let z = std::f64::consts::PI * cv * cv;
        (1.0 - 0.3080 * z) / (z * (1.0 + z * (-0.05812 + z * 0.01765)))
    } else {
        let z = 1.0 - cv;
        z * (0.7213 - z * 0.5947) / (1.0 + z * (-2.1817 + z * 1.2113))
    };
    Shape::Gamma {
        shape,
        scale: l1 / shape,
    }
}

/// Hosking (1990), rational approximations of the shape from the L-skewness.
fn pearson3(values: &[f64]) -> Shape {
    let LMoments { l1, l2, t3, .. } = of_sample(values);
    let magnitude = t3.abs();
    let root_pi = std::f64::consts::PI.sqrt();
    if magnitude <= 1e-6 {
        return Shape::Pearson3 {
            mean: l1,
            sd: l2 * root_pi,
            skew: 0.0,
        };
    }
    let alpha = if magnitude < 1.0 / 3.0 {
        let z = 3.0 * std::f64::consts::PI * t3 * t3;
        (1.0 + 0.2906 * z) / (z * (1.0 + z * (0.1882 + z * 0.0442)))
    } else {
        let z = 1.0 - magnitude;
        z * (0.36067 + z * (-0.59567 + z * 0.25361))
            / (1.0 + z * (-2.78861 + z * (2.56096 - z * 0.77045)))
    };
    let root = alpha.sqrt();
    let beta = root_pi * l2 * (ln_gamma(alpha) - ln_gamma(alpha + 0.5)).exp();
    Shape::Pearson3 {
        mean: l1,
        sd: beta * root,
        skew: t3.signum() * 2.0 / root,
    }
}

fn log_logistic(values: &[f64]) -> Shape {
    let LMoments { l1, l2, t3, .. } = of_sample(values);
    let k = -t3;
    if k.abs() < 1e-12 {
        return Shape::LogLogistic {
            location: l1,
            scale: l2,
            shape: 0.0,
        };
    }
    let sine = (k * std::f64::consts::PI).sin();
    let scale = l2 * sine / (k * std::f64::consts::PI);
    Shape::LogLogistic {
        location: l1 - scale * (1.0 / k - std::f64::consts::PI / sine),
        scale,
        shape: k,
    }
}
