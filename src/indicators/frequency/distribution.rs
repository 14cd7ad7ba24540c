//! What the distributions of floods have in common.

use serde_json::{Value, json};

/// A fitted distribution of annual maxima.
///
/// A quantile is taken in two steps, so that a bootstrap takes the first one once: a variate of the probability that
/// no parameter changes, then the value at it.
pub trait Distribution: Copy {
    /// Reduced variate of a non-exceedance probability, 0 to 1.
    fn reduced(p: f64) -> f64;
    /// The value at a reduced variate.
    fn at(&self, reduced: f64) -> f64;
    /// Probability that a value does not exceed `x`.
    fn cdf(&self, x: f64) -> f64;
    /// Parameters under their names in a result.
    fn parameters(&self) -> Value;
    /// The highest value that the distribution knows, where it has one.
    fn upper_bound(&self) -> Option<f64>;

    /// The value that is not exceeded with probability `p`.
    fn quantile(&self, p: f64) -> f64 {
        self.at(Self::reduced(p))
    }

    /// Return period of a value in years, 1/P(exceeded); infinite above the upper bound.
    fn return_period(&self, x: f64) -> f64 {
        1.0 / (1.0 - self.cdf(x))
    }
}

/// `(1 − e^(−kr)) / k`, and its limit `r` where k is nothing: the common form of GEV, GLO and GPD in Hosking's sign.
pub(super) fn bent(k: f64, r: f64) -> f64 {
    if k.abs() < 1e-9 {
        r * (1.0 - 0.5 * k * r)
    } else {
        -(-k * r).exp_m1() / k
    }
}

/// The `r` at which [`bent`] is `y`; infinite at or beyond the bound.
pub(super) fn straightened(k: f64, y: f64) -> f64 {
    if k.abs() < 1e-9 {
        return y * (1.0 + 0.5 * k * y);
    }
    let inside = 1.0 - k * y;
    if inside <= 0.0 {
        if k > 0.0 {
            f64::INFINITY
        } else {
            f64::NEG_INFINITY
        }
    } else {
        -(-k * y).ln_1p() / k
    }
}

/// Location, scale and shape, the shape in both signs that are in use.
pub(super) fn three_parameters(location: f64, scale: f64, shape_k: f64) -> Value {
    json!({
        "location": location,
        "scale": scale,
        "shape_xi": -shape_k,
        "shape_k": shape_k,
    })
}
