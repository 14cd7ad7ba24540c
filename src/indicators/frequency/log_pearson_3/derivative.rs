//! How the moments of a gamma variate outside the perception thresholds answer to the fitted moments, as the reference
//! program of Bulletin 17C sums it.
//!
//! The derivative of the incomplete gamma function by its shape is a series that the program ends at 1e-11. Near a skew
//! of nothing the shape is large, and what the series leaves out comes back a million times enlarged: with all digits
//! two lower limits of Bulletin 17C's example 6 would stand 0.9 and 0.7 % apart from the published program's. The same
//! end of the series gives the same limits, within 1e-4.

use statrs::function::gamma::digamma;

use crate::indicators::stats::special::{gamma_tails, ln_gamma};

/// Terms below this share of the sum end the series.
const END: f64 = 1e-11;

/// Shift, shape and scale of a gamma variate.
#[derive(Clone, Copy, Debug)]
pub(super) struct Gamma {
    pub(super) shift: f64,
    pub(super) shape: f64,
    pub(super) scale: f64,
}

/// Derivative of the lower incomplete gamma function (regularised) by its shape.
fn by_shape(shape: f64, x: f64) -> f64 {
    if x <= 0.0 || (x - shape).abs() / (shape + 1.0).sqrt() > 7.0 {
        return 0.0;
    }
    if x < 5.0 {
        return by_shape_below(shape, x);
    }
    let ln_x = x.ln();
    let is_far_above = x > shape + 30.0;
    let mut term = if is_far_above {
        (-x + (shape - 1.0) * ln_x - ln_gamma(shape)).exp()
    } else {
        (-x + shape * ln_x - ln_gamma(shape + 1.0)).exp()
    };
    let mut at = if is_far_above { shape } else { shape + 1.0 };
    let mut sum = (ln_x - digamma(at)) * term;
    for n in 1..10_000 {
        if is_far_above {
            at -= 1.0;
            if at <= 0.0 {
                break;
            }
            term *= at / x;
        } else {
            term *= x / at;
            at += 1.0;
        }
        let more = (ln_x - digamma(at)) * term;
        sum += more;
        if n > 1 && more.abs() < (1.0 + sum.abs()) * END {
            break;
        }
    }
    if is_far_above { -sum } else { sum }
}

fn by_shape_below(shape: f64, x: f64) -> f64 {
    let ln_x = x.ln();
    let part = |a: f64| (a * ln_x - 1.0) / (a * a);
    let mut term = x.powf(shape);
    let mut sum = term * part(shape);
    for n in 1..1000 {
        let n_real = f64::from(n);
        term *= -x / n_real;
        let more = term * part(shape + n_real);
        sum += more;
        if n > 1 && more.abs() < (1.0 + sum.abs()) * END {
            break;
        }
    }
    sum / ln_gamma(shape).exp() - digamma(shape) * gamma_tails(shape, x).0
}

/// Density of a gamma variate of scale 1.
fn density(shape: f64, x: f64) -> f64 {
    if x > 0.0 && x.is_finite() {
        ((shape - 1.0) * x.ln() - x - ln_gamma(shape)).exp()
    } else {
        0.0
    }
}

/// Share, its derivative by the shape, and density times place, at one end; density for the shapes α to α + 3.
#[derive(Clone, Copy)]
struct End {
    below: f64,
    by_shape: f64,
    density: f64,
    density_times_place: f64,
}

fn end(shape: f64, x: f64) -> End {
    let density = density(shape, x);
    End {
        below: gamma_tails(shape, x).0,
        by_shape: by_shape(shape, x),
        density,
        density_times_place: if density > 0.0 { density * x } else { 0.0 },
    }
}

/// Derivatives of the raw moments 1 to 3 of a value known to lie between `low` and `high`, by shift, shape and scale:
/// `[moment][parameter]`.
pub(super) fn of_moments_between(gamma: Gamma, low: f64, high: f64) -> [[f64; 3]; 3] {
    let Gamma {
        shift,
        shape,
        scale,
    } = gamma;
    let standard = |x: f64| ((x - shift) / scale).max(0.0);
    let (from, to) = if scale > 0.0 {
        (standard(low), standard(high))
    } else {
        (standard(high), standard(low))
    };
    if from >= to {
        return [[0.0; 3]; 3];
    }
    // Moments of the standardised variate by the shapes one to three higher, times a rising product of the shape.
    let (first_from, first_to) = (end(shape, from), end(shape, to));
    let mass = first_to.below - first_from.below;
    let mass_by_shape = first_to.by_shape - first_from.by_shape;
    let (mut rising, mut rising_slope) = (1.0, 0.0);
    let mut moments = [1.0, 0.0, 0.0, 0.0];
    let mut slopes = [[0.0; 3]; 4];
    for power in 1..4 {
        let step = f64::from(u8::try_from(power).unwrap_or_default());
        (rising, rising_slope) = (
            rising * (shape + step - 1.0),
            rising + (shape + step - 1.0) * rising_slope,
        );
        let (low, high) = (end(shape + step, from), end(shape + step, to));
        let own = high.below - low.below;
        let ratio = |more: f64, whole: f64| (more * mass - whole * own) / (mass * mass);
        let by_shape = ratio(high.by_shape - low.by_shape, mass_by_shape);
        let by_shift = ratio(
            (low.density - high.density) / scale,
            (first_from.density - first_to.density) / scale,
        );
        let by_scale = ratio(
            (low.density_times_place - high.density_times_place) / scale,
            (first_from.density_times_place - first_to.density_times_place) / scale,
        );
        let exponent = i32::try_from(power).unwrap_or_default();
        let (scaled, moment) = (scale.powi(exponent), rising * own / mass);
        moments[power] = scaled * moment;
        slopes[power] = [
            scaled * rising * by_shift,
            scaled * (rising * by_shape + rising_slope * own / mass),
            step * scale.powi(exponent - 1) * moment + scaled * rising * by_scale,
        ];
    }
    shifted(shift, &moments, &slopes)
}

/// The same after the shift: the binomial sum of each moment.
fn shifted(shift: f64, moments: &[f64; 4], slopes: &[[f64; 3]; 4]) -> [[f64; 3]; 3] {
    const CHOOSE: [[f64; 4]; 4] = [
        [1.0, 0.0, 0.0, 0.0],
        [1.0, 1.0, 0.0, 0.0],
        [1.0, 2.0, 1.0, 0.0],
        [1.0, 3.0, 3.0, 1.0],
    ];
    let mut found = [[0.0; 3]; 3];
    for (row, own) in found.iter_mut().enumerate() {
        let power = row + 1;
        for inner in 0..=power {
            let left = i32::try_from(power - inner).unwrap_or_default();
            let choose = CHOOSE[power][inner];
            for (parameter, slope) in own.iter_mut().enumerate() {
                *slope += choose * shift.powi(left) * slopes[inner][parameter];
            }
            if left > 0 {
                own[0] += choose * f64::from(left) * shift.powi(left - 1) * moments[inner];
            }
        }
    }
    found
}
