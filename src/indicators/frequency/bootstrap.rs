//! Confidence limits by drawing the years anew: how much the fitted curve would have moved with other luck.
//!
//! The kernel never copies or sorts a resample: it draws how often each year of the sorted sample is taken and sums
//! the values with the weights of the ranks they would stand at.

use super::distribution::Distribution;
use super::l_moments::{LMoments, count};

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

/// Draws L-moments of resamples of one sorted sample.
pub struct Resampler<'a> {
    sorted: &'a [f64],
    /// Sums of the weights of the ranks 1 to j, of b0, b1 and b2, each divided by n.
    sums: Vec<[f64; 3]>,
    counts: Vec<u32>,
    random: fastrand::Rng,
}

impl<'a> Resampler<'a> {
    /// Over a sample sorted upwards without missing values, at least 3 of them.
    pub fn new(sorted: &'a [f64], seed: u64) -> Self {
        let n = count(sorted.len());
        let mut sums = Vec::with_capacity(sorted.len() + 1);
        let mut sum = [0.0; 3];
        sums.push(sum);
        for rank in 0..sorted.len() {
            let below = count(rank);
            sum[0] += 1.0 / n;
            sum[1] += below / ((n - 1.0) * n);
            sum[2] += below * (below - 1.0) / ((n - 1.0) * (n - 2.0) * n);
            sums.push(sum);
        }
        Self {
            sorted,
            sums,
            counts: vec![0; sorted.len()],
            random: fastrand::Rng::with_seed(seed),
        }
    }

    /// The first three L-moments of one more resample; the higher ones are NaN.
    pub fn draw(&mut self) -> LMoments {
        let n = self.sorted.len() as u64;
        self.counts.fill(0);
        let mut left = self.sorted.len();
        while left > 0 {
            // Two draws a random word: the upper half of (32 bits × n) is even to 1 in 2^32/n.
            let word = self.random.u64(..);
            let first = ((word & 0xffff_ffff) * n) >> 32;
            self.counts[usize::try_from(first).unwrap_or_default()] += 1;
            left -= 1;
            if left > 0 {
                let second = ((word >> 32) * n) >> 32;
                self.counts[usize::try_from(second).unwrap_or_default()] += 1;
                left -= 1;
            }
        }
        self.sum()
    }

    fn sum(&self) -> LMoments {
        let mut b = [0.0; 3];
        let mut rank = 0;
        let mut before = self.sums[0];
        for (&value, &times) in self.sorted.iter().zip(&self.counts) {
            rank += times as usize;
            let after = self.sums[rank];
            b[0] += value * (after[0] - before[0]);
            b[1] += value * (after[1] - before[1]);
            b[2] += value * (after[2] - before[2]);
            before = after;
        }
        let [b0, b1, b2] = b;
        let l2 = 2.0 * b1 - b0;
        LMoments {
            l1: b0,
            l2,
            t3: (6.0 * b2 - 6.0 * b1 + b0) / l2,
            t4: f64::NAN,
            t5: f64::NAN,
        }
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
    if sorted.len() < 3 {
        return found;
    }
    let reduced: Vec<f64> = probabilities.iter().map(|&p| D::reduced(p)).collect();
    let mut resampler = Resampler::new(sorted, resampling.seed);
    for _ in 0..resampling.resamples {
        if let Some(distribution) = fit(&resampler.draw()) {
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
    if sorted.len() < 3 {
        return Vec::new();
    }
    let mut resampler = Resampler::new(sorted, resampling.seed);
    (0..resampling.resamples)
        .filter_map(|_| Some(fit(&resampler.draw())?.return_period(value)))
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
