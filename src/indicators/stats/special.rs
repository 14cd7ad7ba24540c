//! Special functions that the distributions stand on.
//!
//! The incomplete gamma function is written out here because a Pearson III with a small skew has a shape of millions,
//! where the usual prefactor loses half of its digits.

use std::f64::consts::{PI, SQRT_2};

use statrs::function::{beta, erf, gamma};

/// Euler's constant.
pub const EULER: f64 = 0.577_215_664_901_532_9;

const TINY: f64 = 1e-300;

/// Natural logarithm of the gamma function, for positive `x`.
pub fn ln_gamma(x: f64) -> f64 {
    gamma::ln_gamma(x)
}

/// The gamma function, also of negative numbers that are not whole.
pub fn gamma_function(x: f64) -> f64 {
    gamma::gamma(x)
}

/// Density of the standard normal distribution.
pub fn normal_density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / (2.0 * PI).sqrt()
}

/// Probability that a standard normal value does not exceed `z`; exact in both tails.
pub fn normal_cdf(z: f64) -> f64 {
    let half = 0.5 * z * z;
    // By the incomplete gamma function, which is not asked at nothing nor where it underflows: the library's erfc is
    // good to ten digits only.
    let tail = if half == 0.0 {
        0.5
    } else if half > 740.0 {
        0.0
    } else {
        0.5 * gamma::gamma_ur(0.5, half)
    };
    if z > 0.0 { 1.0 - tail } else { tail }
}

/// The standard normal value that is not exceeded with probability `p`; infinite at 0 and 1, NaN outside them.
pub fn normal_quantile(p: f64) -> f64 {
    if !(0.0..=1.0).contains(&p) {
        return f64::NAN;
    }
    if p == 0.0 || p == 1.0 {
        return (p - 0.5) * f64::INFINITY;
    }
    -SQRT_2 * erf::erfc_inv(2.0 * p)
}

/// `u − ln(1 + u)` without loss near nothing.
pub(crate) fn minus_ln_1p(u: f64) -> f64 {
    if u.abs() > 0.03 {
        return u - u.ln_1p();
    }
    let (mut term, mut sum) = (u * u, 0.0);
    for n in 2..20 {
        sum += term / f64::from(n);
        term *= -u;
    }
    sum
}

/// `ln Γ(a)` less the leading part of Stirling's formula, `(a − ½) ln a − a + ½ ln 2π`.
pub(crate) fn stirling_rest(a: f64) -> f64 {
    if a < 12.0 {
        return ln_gamma(a) - (a - 0.5) * a.ln() + a - 0.5 * (2.0 * PI).ln();
    }
    let square = a * a;
    (1.0 / 12.0
        - (1.0 / 360.0 - (1.0 / 1260.0 - (1.0 / 1680.0 - 1.0 / 1188.0 / square) / square) / square)
            / square)
        / a
}

/// `x^a e^(−x) / Γ(a + 1)`.
fn gamma_term(a: f64, x: f64) -> f64 {
    // Far below the shape the other form would lose x beside 1.
    if x < 0.5 * a {
        return (a * x.ln() - x - ln_gamma(a + 1.0)).exp();
    }
    let exponent = -a * minus_ln_1p((x - a) / a) - stirling_rest(a);
    exponent.exp() / (2.0 * PI * a).sqrt()
}

/// Both tails of the gamma distribution with shape `a` at `x`: not exceeded, exceeded. They sum to 1, and the
/// smaller one is exact.
pub fn gamma_tails(a: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (0.0, 1.0);
    }
    if x.is_infinite() {
        return (1.0, 0.0);
    }
    if x < a + 1.0 {
        let (mut term, mut sum, mut n) = (1.0, 1.0, a);
        while term > 1e-17 * sum {
            n += 1.0;
            term *= x / n;
            sum += term;
        }
        let lower = (gamma_term(a, x) * sum).min(1.0);
        (lower, 1.0 - lower)
    } else {
        let upper = (gamma_term(a, x) * a * upper_fraction(a, x)).min(1.0);
        (1.0 - upper, upper)
    }
}

/// Share of a gamma distribution of this shape and scale 1 below `x`; NaN for a shape that is not positive.
pub fn gamma_cdf(shape: f64, x: f64) -> f64 {
    if shape > 0.0 && !x.is_nan() {
        gamma_tails(shape, x).0
    } else {
        f64::NAN
    }
}

/// Continued fraction of the upper tail (Lentz).
fn upper_fraction(a: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..200_000 {
        let i = f64::from(i);
        let an = -i * (i - a);
        b += 2.0;
        d = an * d + b;
        if d.abs() < TINY {
            d = TINY;
        }
        c = b + an / c;
        if c.abs() < TINY {
            c = TINY;
        }
        d = 1.0 / d;
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

/// The value of a gamma distribution with shape `a` that is not exceeded with probability `p`; `q` is 1 − p, given
/// apart so that neither tail loses digits.
pub fn gamma_quantile(a: f64, p: f64, q: f64) -> f64 {
    if p <= 0.0 {
        return 0.0;
    }
    if q <= 0.0 {
        return f64::INFINITY;
    }
    let mut x = gamma_start(a, p, q);
    let (mut low, mut high) = (0.0, f64::INFINITY);
    for _ in 0..200 {
        let (lower, upper) = gamma_tails(a, x);
        let miss = if p < q { lower - p } else { q - upper };
        if miss > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = gamma_term(a, x) * a / x;
        let newton = miss / density;
        let curve = 0.5 * ((a - 1.0) / x - 1.0);
        let step = newton / (1.0 - (newton * curve).clamp(-0.5, 0.5));
        let mut next = x - step;
        if !(next > low && next < high) {
            next = if high.is_infinite() {
                2.0 * x + 1.0
            } else {
                0.5 * (low + high)
            };
        }
        let is_done = (next - x).abs() <= 1e-15 * x || next == x;
        x = next;
        if is_done {
            break;
        }
    }
    x
}

fn gamma_start(a: f64, p: f64, q: f64) -> f64 {
    let z = if p < q {
        normal_quantile(p)
    } else {
        -normal_quantile(q)
    };
    // Wilson and Hilferty; where the shape is small, the first term of the series.
    let cubic = a * (1.0 - 1.0 / (9.0 * a) + z / (3.0 * a.sqrt())).powi(3);
    let small = ((p.ln() + ln_gamma(a + 1.0)) / a).exp();
    if a < 0.5 || cubic <= 0.0 || (a < 2.0 && p < 0.1) {
        small.max(TINY)
    } else {
        cubic
    }
}

/// Share of a beta distribution with shapes `a` and `b` that lies below `x`, 0 to 1.
pub fn beta_cdf(a: f64, b: f64, x: f64) -> f64 {
    beta::beta_reg(a, b, x.clamp(0.0, 1.0))
}

/// Probability that a value of Student's t with `nu` degrees of freedom does not exceed `t`.
pub fn student_cdf(t: f64, nu: f64) -> f64 {
    let tail = 0.5 * beta_cdf(0.5 * nu, 0.5, nu / (nu + t * t));
    if t > 0.0 { 1.0 - tail } else { tail }
}

/// The value of Student's t with `nu` degrees of freedom that is not exceeded with probability `p`.
pub fn student_quantile(p: f64, nu: f64) -> f64 {
    let mut t = normal_quantile(p);
    let (mut low, mut high) = (f64::NEG_INFINITY, f64::INFINITY);
    let scale = (ln_gamma(0.5 * (nu + 1.0)) - ln_gamma(0.5 * nu)).exp() / (nu * PI).sqrt();
    for _ in 0..200 {
        let miss = student_cdf(t, nu) - p;
        if miss > 0.0 {
            high = t;
        } else {
            low = t;
        }
        let density = scale * (-(0.5 * (nu + 1.0)) * (t * t / nu).ln_1p()).exp();
        let mut next = t - miss / density;
        if !(next > low && next < high) {
            next = if low.is_finite() && high.is_finite() {
                0.5 * (low + high)
            } else {
                2.0 * t
            };
        }
        if (next - t).abs() <= 1e-14 * t.abs().max(1e-3) {
            return next;
        }
        t = next;
    }
    t
}

/// The value of chi-square with one degree of freedom that is not exceeded with probability `p`.
pub fn chi_square_1_quantile(p: f64) -> f64 {
    normal_quantile(0.5 + 0.5 * p).powi(2)
}

/// Probability that a non-central t with `nu` degrees of freedom and non-centrality `delta` does not exceed `t`:
/// the approximation 26.7.10 of Abramowitz and Stegun.
pub fn noncentral_t_approximate(t: f64, nu: f64, delta: f64) -> f64 {
    normal_cdf((t * (1.0 - 1.0 / (4.0 * nu)) - delta) / (1.0 + t * t / (2.0 * nu)).sqrt())
}

/// Probability that a non-central t with `nu` degrees of freedom and non-centrality `delta` does not exceed `t`:
/// the series of algorithm AS 243 (Lenth 1989).
pub fn noncentral_t_exact(t: f64, nu: f64, delta: f64) -> f64 {
    let (t, delta, is_negative) = if t < 0.0 {
        (-t, -delta, true)
    } else {
        (t, delta, false)
    };
    let mut sum = 0.0;
    if t > 0.0 {
        let x = t * t / (t * t + nu);
        let half = 0.5 * delta * delta;
        let mut p = 0.5 * (-half).exp();
        let mut q = (2.0 / PI).sqrt() * p * delta;
        let (mut a, b) = (0.5, 0.5 * nu);
        let mut odd = beta_cdf(a, b, x);
        let mut even = 1.0 - (1.0 - x).powf(b);
        let ln_beta_half = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
        let mut geven = b * x * (1.0 - x).powf(b);
        let mut godd = 2.0 * x.sqrt() * (b * (1.0 - x).ln() - ln_beta_half).exp();
        let mut rest = 0.5 - p;
        sum = p * odd + q * even;
        for n in 1..2000 {
            a += 1.0;
            odd -= godd;
            even -= geven;
            godd *= x * (a + b - 1.0) / a;
            geven *= x * (a + b - 0.5) / (a + 0.5);
            let n = f64::from(n);
            p *= half / n;
            q *= half / (n + 0.5);
            rest -= p;
            sum += p * odd + q * even;
            if (2.0 * rest * (odd - godd)).abs() < 1e-13 && n > half {
                break;
            }
        }
    }
    let below = (sum + normal_cdf(-delta)).clamp(0.0, 1.0);
    if is_negative { 1.0 - below } else { below }
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
                let x = gamma_quantile(shape, p, 1.0 - p);
                let back = gamma_cdf(shape, x);
                assert!(
                    (back - p).abs() <= 1e-11 * p,
                    "{shape} {p}: {x} gives {back}"
                );
            }
        }
    }
}
