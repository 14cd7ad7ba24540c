//! The Pearson III distribution by its mean, standard deviation and skew, at any skew.
//!
//! Below a skew of 0.001 the Wilson–Hilferty transformation takes over from the gamma function, with the same
//! blend as the reference program of Bulletin 17C.

use std::f64::consts::PI;

use super::special::{
    gamma_quantile, gamma_tails, minus_ln_1p, normal_cdf, normal_density, normal_quantile,
    stirling_rest,
};

/// Mean, standard deviation and skew coefficient.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Pearson3 {
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub standard_deviation: f64,
    /// Coefficient of skew.
    pub skew: f64,
}

/// Weight of the gamma solution beside Wilson and Hilferty's, 0 to 1.
fn gamma_weight(skew: f64) -> f64 {
    let w = ((skew.abs() - 0.0007) / 0.0003).clamp(0.0, 1.0);
    1.0 - 0.5 * (1.0 + (PI * w).cos())
}

/// The frequency factor K: standard deviations above the mean of the value that is not exceeded with probability
/// `p`.
pub fn frequency_factor(p: f64, skew: f64) -> f64 {
    let weight = gamma_weight(skew);
    let mut factor = 0.0;
    if weight > 0.0 {
        let shape = 4.0 / (skew * skew);
        let (low, high) = if skew > 0.0 {
            (p, 1.0 - p)
        } else {
            (1.0 - p, p)
        };
        factor += weight * 0.5 * skew * (gamma_quantile(shape, low, high) - shape);
    }
    if weight < 1.0 {
        factor += (1.0 - weight) * wilson_hilferty(normal_quantile(p), skew);
    }
    factor
}

/// The frequency factor by Wilson and Hilferty from a standard normal value, as older programs take it.
pub fn wilson_hilferty(z: f64, skew: f64) -> f64 {
    if skew == 0.0 {
        return z;
    }
    let base = 1.0 + skew * z / 6.0 - skew * skew / 36.0;
    2.0 / skew * (base.powi(3) - 1.0)
}

fn inverse_wilson_hilferty(k: f64, skew: f64) -> f64 {
    if skew == 0.0 {
        return k;
    }
    let base = (1.0 + 0.5 * skew * k).max(0.0).cbrt();
    6.0 / skew * (skew * skew / 36.0 - 1.0 + base)
}

/// Probabilities that a standardised Pearson III value does not exceed `k`, and that it does.
fn standard_tails(k: f64, skew: f64) -> (f64, f64) {
    let weight = gamma_weight(skew);
    let (mut below, mut above) = (0.0, 0.0);
    if weight > 0.0 {
        let shape = 4.0 / (skew * skew);
        let (lower, upper) = gamma_tails(shape, shape * (1.0 + 0.5 * skew * k));
        let (one, other) = if skew > 0.0 {
            (lower, upper)
        } else {
            (upper, lower)
        };
        below += weight * one;
        above += weight * other;
    }
    if weight < 1.0 {
        let z = inverse_wilson_hilferty(k, skew);
        below += (1.0 - weight) * normal_cdf(z);
        above += (1.0 - weight) * normal_cdf(-z);
    }
    (below, above)
}

/// Share of a standardised Pearson III distribution of this skew below `k`.
pub fn standard_cdf(k: f64, skew: f64) -> f64 {
    standard_tails(k, skew).0
}

/// Density of a standardised Pearson III value.
fn standard_density(k: f64, skew: f64) -> f64 {
    if skew.abs() < 1e-6 {
        return normal_density(k);
    }
    let lean = 0.5 * skew * k;
    if lean <= -1.0 || !k.is_finite() {
        return 0.0;
    }
    let shape = 4.0 / (skew * skew);
    let exponent = -shape * minus_ln_1p(lean) - stirling_rest(shape);
    exponent.exp() / ((1.0 + lean) * (2.0 * PI).sqrt())
}

/// Raw moments 1 to `N` of a standardised Pearson III value known to lie between `low` and `high`.
///
/// The density f satisfies `(1 + gk/2) f′ = −(k + g/2) f`; multiplied by `k^j` and integrated, this gives each moment
/// from the two before it and the density at the ends, without the cancellation of the gamma form.
fn standard_moments<const N: usize>(low: f64, high: f64, skew: f64) -> [f64; N] {
    let (below_low, above_low) = standard_tails(low, skew);
    let (below_high, above_high) = standard_tails(high, skew);
    let mass = if below_low < above_low {
        below_high - below_low
    } else {
        above_low - above_high
    };
    let mut moments = [0.0; N];
    if mass <= 1e-290 {
        // Off the support, or too thin to say more: the end that is nearer to the middle.
        let end = if low.abs() < high.abs() { low } else { high };
        for (moment, power) in moments.iter_mut().zip(1..) {
            *moment = end.powi(power);
        }
        return moments;
    }
    let edge = |k: f64, power: i32| {
        let density = standard_density(k, skew);
        if density == 0.0 {
            0.0
        } else {
            k.powi(power) * (1.0 + 0.5 * skew * k) * density
        }
    };
    let (mut before, mut last) = (0.0, 1.0);
    for (power, moment) in (0..).zip(moments.iter_mut()) {
        let ends = (edge(high, power) - edge(low, power)) / mass;
        let next = f64::from(power) * (before + 0.5 * skew * last) - ends;
        *moment = next;
        (before, last) = (last, next);
    }
    moments
}

impl Pearson3 {
    /// The value that is not exceeded with probability `p`.
    pub fn quantile_of(&self, p: f64) -> f64 {
        self.mean + self.standard_deviation * frequency_factor(p, self.skew)
    }

    /// Probabilities that a value does not exceed `x`, and that it does.
    pub fn tails(&self, x: f64) -> (f64, f64) {
        standard_tails((x - self.mean) / self.standard_deviation, self.skew)
    }

    /// Raw moments 1 to `N` of a value known to lie between `low` and `high`, either of which may be infinite.
    pub fn moments_between<const N: usize>(&self, low: f64, high: f64) -> [f64; N] {
        let standard = |x: f64| (x - self.mean) / self.standard_deviation;
        let standardised = standard_moments::<N>(standard(low), standard(high), self.skew);
        let mut moments = [0.0; N];
        for (power, moment) in (1..).zip(moments.iter_mut()) {
            let mut sum = self.mean.powi(power);
            let mut choose = 1.0;
            for (inner, value) in (1..=power).zip(&standardised) {
                choose *= f64::from(power - inner + 1) / f64::from(inner);
                sum += choose
                    * self.mean.powi(power - inner)
                    * self.standard_deviation.powi(inner)
                    * value;
            }
            *moment = sum;
        }
        moments
    }

    /// The end of the distribution, where it has one on that side: the lower for a positive skew, the upper for a
    /// negative one.
    pub fn bound(&self) -> f64 {
        self.mean - 2.0 * self.standard_deviation / self.skew
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comes_back_and_turns_with_its_skew() {
        for skew in [-1.3, -0.2, 0.00001, 0.4, 2.0] {
            for p in [0.01, 0.2, 0.5, 0.98] {
                let k = frequency_factor(p, skew);
                assert!((standard_cdf(k, skew) - p).abs() < 1e-10);
                assert!((k + frequency_factor(1.0 - p, -skew)).abs() < 1e-9);
            }
        }
    }
}
