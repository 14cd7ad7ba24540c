//! Closed forms of the continuous ranked probability score, for distributions that river figures follow.

use statrs::distribution::{ContinuousCDF as _, Normal};
use statrs::function::beta::beta;
use statrs::function::exponential::integral;
use statrs::function::gamma::{gamma as gamma_function, gamma_lr};

/// Of a gamma distribution.
pub(super) fn gamma(shape: f64, scale: f64, y: f64) -> f64 {
    let below = |shape: f64| {
        if y <= 0.0 {
            0.0
        } else {
            gamma_lr(shape, y / scale)
        }
    };
    y * (2.0 * below(shape) - 1.0)
        - shape * scale * (2.0 * below(shape + 1.0) - 1.0)
        - scale / beta(0.5, shape)
}

/// Of a lognormal distribution, by the mean and standard deviation of the logarithms.
pub(super) fn lognormal(mean: f64, sd: f64, y: f64) -> f64 {
    let unit = Normal::standard();
    let below = |z: f64| unit.cdf(z);
    let whole = (mean + 0.5 * sd * sd).exp();
    let root = sd / std::f64::consts::SQRT_2;
    if y <= 0.0 {
        return -y - 2.0 * whole * (below(root) - 1.0);
    }
    let z = (y.ln() - mean) / sd;
    y * (2.0 * below(z) - 1.0) - 2.0 * whole * (below(z - sd) + below(root) - 1.0)
}

/// Of a generalised extreme value distribution: location, scale, and the shape ξ of Coles, below 1.
pub(super) fn gev((location, scale, shape): (f64, f64, f64), y: f64) -> f64 {
    let z = (y - location) / scale;
    if shape.abs() < 1e-9 {
        // Gumbel: −z − 2 Ei(ln F) + γ − ln 2, and −Ei(−t) = E1(t).
        let t = (-z).exp();
        const EULER: f64 = 0.577_215_664_901_532_9;
        let e1 = integral(t, 1).unwrap_or(f64::NAN);
        return scale * (-z + 2.0 * e1 + EULER - std::f64::consts::LN_2);
    }
    let inside = 1.0 + shape * z;
    // −ln F; beyond the distribution's end F is 0 or 1.
    let t = match (inside > 0.0, shape > 0.0) {
        (true, _) => inside.powf(-1.0 / shape),
        (false, true) => f64::INFINITY,
        (false, false) => 0.0,
    };
    let below = (-t).exp();
    let whole = gamma_function(1.0 - shape);
    let lower = if t.is_infinite() {
        whole
    } else if t <= 0.0 {
        0.0
    } else {
        whole * gamma_lr(1.0 - shape, t)
    };
    scale
        * ((-z - 1.0 / shape) * (1.0 - 2.0 * below)
            - (2.0_f64.powf(shape) * whole - 2.0 * lower) / shape)
}
