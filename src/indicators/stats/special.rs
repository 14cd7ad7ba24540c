//! Distributions that several indicators stand on: normal, gamma and Pearson III.
//!
//! The special functions are those of `statrs`; the inverse of the gamma distribution is refined here, because its
//! relative accuracy in the lower tail decides a low-flow quantile.

use statrs::function::erf::{erfc, erfc_inv};
use statrs::function::gamma::{gamma_lr, gamma_ur, ln_gamma};

/// Share of the standard normal distribution below `z`; NaN in, NaN out.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// The standard normal value that the share `p` lies below; infinite at 0 and 1, NaN outside them.
pub fn normal_quantile(p: f64) -> f64 {
    if p.is_nan() || !(0.0..=1.0).contains(&p) {
        f64::NAN
    } else if p > 0.5 {
        std::f64::consts::SQRT_2 * erfc_inv(2.0 * (1.0 - p))
    } else {
        -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p)
    }
}

/// Share of a gamma distribution of this shape and scale 1 below `x`; 0 for `x` ≤ 0, NaN for a shape that is not
/// positive.
pub fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if shape.is_nan() || shape <= 0.0 || x.is_nan() {
        f64::NAN
    } else if x <= 0.0 {
        0.0
    } else {
        gamma_lr(shape, x)
    }
}

/// The value that the share `p` of a gamma distribution of this shape and scale 1 lies below.
///
/// Halley's iteration on the smaller of the two tails, from the approximation of Wilson and Hilferty (of Abramowitz
/// and Stegun 26.4.17), or for a small shape from the power series' first term.
pub fn gamma_quantile(shape: f64, p: f64) -> f64 {
    if p.is_nan() || shape.is_nan() || shape <= 0.0 || !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || (1.0 - p) == 0.0 {
        return if p == 0.0 { 0.0 } else { f64::INFINITY };
    }
    let mut x = first_guess(shape, p);
    for _ in 0..60 {
        let error = if p < 0.5 {
            gamma_lr(shape, x) - p
        } else {
            (1.0 - p) - gamma_ur(shape, x)
        };
        let density = ((shape - 1.0) * x.ln() - x - ln_gamma(shape)).exp();
        if density <= 0.0 {
            break;
        }
        let step = error / density;
        let halley = step / (1.0 - 0.5 * (step * ((shape - 1.0) / x - 1.0)).clamp(-1.0, 1.0));
        let next = if halley < x { x - halley } else { x / 2.0 };
        let is_settled = (next - x).abs() <= 1e-15 * next;
        x = next;
        if is_settled {
            break;
        }
    }
    x
}

fn first_guess(shape: f64, p: f64) -> f64 {
    let z = normal_quantile(p);
    let cube = 1.0 - 1.0 / (9.0 * shape) + z / (3.0 * shape.sqrt());
    let wilson_hilferty = shape * cube.powi(3);
    let series = ((p.ln() + ln_gamma(shape + 1.0)) / shape).exp();
    if shape < 1.0 || cube <= 0.1 {
        if series.is_finite() && series > 0.0 {
            series.min(shape.max(1.0) + 40.0)
        } else {
            f64::MIN_POSITIVE
        }
    } else {
        wilson_hilferty
    }
}

/// Skew below which Pearson III is taken as normal.
const NO_SKEW: f64 = 1e-4;

/// Frequency factor of Pearson III: the standardised value that the share `p` lies below, for this skew.
pub fn pearson3_quantile(skew: f64, p: f64) -> f64 {
    if skew.abs() < NO_SKEW {
        return normal_quantile(p);
    }
    let shape = 4.0 / (skew * skew);
    let factor = |p: f64| (gamma_quantile(shape, p) - shape) / shape.sqrt();
    if skew > 0.0 {
        factor(p)
    } else {
        -factor(1.0 - p)
    }
}

/// The approximation of [`pearson3_quantile`] by Wilson and Hilferty that older programs use.
pub fn pearson3_quantile_wilson_hilferty(skew: f64, p: f64) -> f64 {
    let z = normal_quantile(p);
    if skew.abs() < NO_SKEW {
        return z;
    }
    let cube = (z - skew / 6.0) * skew / 6.0 + 1.0;
    2.0 / skew * (cube.powi(3) - 1.0)
}

/// Share of a standardised Pearson III distribution of this skew below `z`.
pub fn pearson3_cdf(skew: f64, z: f64) -> f64 {
    if skew.abs() < NO_SKEW {
        return normal_cdf(z);
    }
    let shape = 4.0 / (skew * skew);
    let x = shape + skew.signum() * z * shape.sqrt();
    let below = gamma_cdf(shape, x);
    if skew > 0.0 { below } else { 1.0 - below }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Figures of scipy 1.17, `norm` and `gamma`.
    #[test]
    fn agrees_with_an_independent_library() {
        let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-12 * b.abs(), "{a} is not {b}");
        close(normal_quantile(0.001), -3.090_232_306_167_813);
        close(normal_quantile(0.9), 1.281_551_565_544_600_8);
        close(normal_cdf(-1.0), 0.158_655_253_931_457_07);
        for shape in [0.05, 0.5, 1.3, 4.4, 90.0, 1e4] {
            for p in [1e-6, 0.01, 0.1, 0.5, 0.9, 0.9999] {
                let x = gamma_quantile(shape, p);
                let back = gamma_cdf(shape, x);
                assert!(
                    (back - p).abs() <= 1e-11 * p,
                    "{shape} {p}: {x} gives {back}"
                );
            }
        }
    }

    #[test]
    fn pearson_comes_back_and_turns_with_its_skew() {
        for skew in [-1.3, -0.2, 0.00001, 0.4, 2.0] {
            for p in [0.01, 0.2, 0.5, 0.98] {
                let z = pearson3_quantile(skew, p);
                assert!((pearson3_cdf(skew, z) - p).abs() < 1e-10);
                assert!((z + pearson3_quantile(-skew, 1.0 - p)).abs() < 1e-9);
            }
        }
    }
}
