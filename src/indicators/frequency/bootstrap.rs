//! Confidence limits by drawing the years anew: how much the fitted curve would have moved with other luck.
//!
//! Fits by L-moments take theirs from [`Resamples`], which never copies or sorts a resample.

use super::distribution::Distribution;
use crate::indicators::stats::l_moments::{LMoments, count};
use crate::series::walks::{self, Resamples};

/// How the years are drawn.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Resampling {
    /// Number of resamples.
    pub resamples: usize,
    /// Seed; the same seed gives the same limits.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self {
            resamples: 1000,
            seed: 1,
        }
    }
}

/// L-moments of the next resample; the higher ones are NaN.
fn draw(resamples: &mut Resamples) -> LMoments {
    let walks::LMoments { l1, l2, l3 } = resamples.draw();
    LMoments {
        l1,
        l2,
        t3: l3 / l2,
        t4: f64::NAN,
        t5: f64::NAN,
    }
}

/// The values at each probability over all resamples, fitted by L-moments; a resample without a fit is left out.
/// `sorted` is the sample sorted upwards without missing values.
pub fn quantiles<D: Distribution>(
    sorted: &[f64],
    probabilities: &[f64],
    resampling: Resampling,
    fit: impl Fn(&LMoments) -> Option<D>,
) -> Vec<Vec<f64>> {
    let mut found = vec![Vec::with_capacity(resampling.resamples); probabilities.len()];
    let Some(mut resamples) = Resamples::new(sorted, resampling.seed) else {
        return found;
    };
    let reduced: Vec<f64> = probabilities.iter().map(|&p| D::reduced(p)).collect();
    for _ in 0..resampling.resamples {
        if let Some(distribution) = fit(&draw(&mut resamples)) {
            for (column, &variate) in found.iter_mut().zip(&reduced) {
                column.push(distribution.at(variate));
            }
        }
    }
    found
}

/// The return period of a value in years over all resamples; infinite where a resample's curve ends below it.
pub fn return_periods<D: Distribution>(
    sorted: &[f64],
    value: f64,
    resampling: Resampling,
    fit: impl Fn(&LMoments) -> Option<D>,
) -> Vec<f64> {
    let Some(mut resamples) = Resamples::new(sorted, resampling.seed) else {
        return Vec::new();
    };
    (0..resampling.resamples)
        .filter_map(|_| Some(fit(&draw(&mut resamples))?.return_period(value)))
        .collect()
}

/// The same as [`quantiles`] with any fit of a whole sample, for methods that are no L-moments; each resample is handed over
/// sorted upwards.
pub fn quantiles_of_samples<D: Distribution>(
    sorted: &[f64],
    probabilities: &[f64],
    resampling: Resampling,
    fit: impl Fn(&[f64]) -> Option<D>,
) -> Vec<Vec<f64>> {
    let mut random = fastrand::Rng::with_seed(resampling.seed);
    over_samples(sorted.len(), probabilities, resampling, fit, |sample| {
        for value in sample.iter_mut() {
            *value = sorted[random.usize(..sorted.len())];
        }
    })
}

/// The same with samples drawn from the fitted distribution itself, as many values as the record has.
pub fn quantiles_of_model<D: Distribution>(
    (model, n): (D, usize),
    probabilities: &[f64],
    resampling: Resampling,
    fit: impl Fn(&[f64]) -> Option<D>,
) -> Vec<Vec<f64>> {
    let mut random = fastrand::Rng::with_seed(resampling.seed);
    over_samples(n, probabilities, resampling, fit, |sample| {
        for value in sample.iter_mut() {
            let p = random.f64().max(f64::MIN_POSITIVE);
            *value = model.quantile(p);
        }
    })
}

fn over_samples<D: Distribution>(
    n: usize,
    probabilities: &[f64],
    resampling: Resampling,
    fit: impl Fn(&[f64]) -> Option<D>,
    mut draw: impl FnMut(&mut [f64]),
) -> Vec<Vec<f64>> {
    let reduced: Vec<f64> = probabilities.iter().map(|&p| D::reduced(p)).collect();
    let mut found = vec![Vec::with_capacity(resampling.resamples); probabilities.len()];
    if n == 0 {
        return found;
    }
    let mut sample = vec![0.0; n];
    for _ in 0..resampling.resamples {
        draw(&mut sample);
        sample.sort_unstable_by(f64::total_cmp);
        if let Some(distribution) = fit(&sample) {
            for (column, &variate) in found.iter_mut().zip(&reduced) {
                column.push(distribution.at(variate));
            }
        }
    }
    found
}

/// The two percentiles that hold `confidence` (0 to 1) of the values between them, each the order statistic nearest
/// to it from outside; `None` below 20 values.
pub fn limits(values: &mut [f64], confidence: f64) -> Option<(f64, f64)> {
    if values.len() < 20 {
        return None;
    }
    let last = count(values.len() - 1);
    let tail = 0.5 * (1.0 - confidence);
    let place = |share: f64| {
        // Between 0 and the number of values, by construction.
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share of the last place, rounded"
        )]
        let place = (share * last).round() as usize;
        place.min(values.len() - 1)
    };
    let (low, high) = (place(tail), place(1.0 - tail));
    let lower = *values.select_nth_unstable_by(low, f64::total_cmp).1;
    let upper = *values.select_nth_unstable_by(high, f64::total_cmp).1;
    Some((lower, upper))
}
