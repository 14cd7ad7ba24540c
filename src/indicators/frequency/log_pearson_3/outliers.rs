//! Low outliers: small annual peaks that follow another law than floods and would bend the curve where it matters.
//!
//! The multiple Grubbs–Beck test of Cohn et al. (2013), as Bulletin 17C applies it. Its official answer depends on
//! an approximation: above 20 degrees of freedom the non-central t is taken from Abramowitz & Stegun 26.7.10. With the
//! exact function some records have more low outliers; both can be asked for.

use super::record::LogFlood;
use crate::indicators::stats::l_moments::count;
use crate::indicators::stats::special::{
    ln_gamma, noncentral_t_approximate, noncentral_t_exact, normal_cdf, normal_density,
};

/// How the non-central t is evaluated above 20 degrees of freedom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoncentralT {
    /// Abramowitz & Stegun 26.7.10, as the reference program does.
    Approximate,
    /// The exact function.
    Exact,
}

/// Which test finds low outliers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Test {
    /// The multiple Grubbs–Beck test.
    Multiple(NoncentralT),
    /// The Grubbs–Beck test of Bulletin 17B for one outlier.
    Single,
    /// Everything below this value, decimal logarithm.
    Fixed(f64),
    /// No test.
    None,
}

/// What the test found.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Outliers {
    /// Smallest value that is kept, decimal logarithm; everything below is censored. `None` when nothing is.
    pub(super) threshold: Option<f64>,
    /// Systematic values that were tested, values known only to lie below the smallest exact one among them.
    pub(super) systematic: usize,
    /// Flows of nothing among them.
    pub(super) zeros: usize,
    /// p-value of each order statistic from the smallest up to the median.
    pub(super) p_values: Vec<f64>,
    /// Which test answered.
    pub(super) test: &'static str,
}

/// Significance of the sweep outward from the median.
const OUTWARD: f64 = 0.005;
/// Significance of the sweep inward from the smallest value.
const INWARD: f64 = 0.10;

/// Decimal logarithm that a low outlier is known to lie above, as in the reference program.
const LEAST_LOG: f64 = -6.0;

/// The systematic sample of the test, sorted upwards.
fn tested(floods: &[LogFlood]) -> Vec<f64> {
    let systematic = floods.iter().filter(|flood| flood.is_systematic);
    let (exact, others): (Vec<&LogFlood>, Vec<&LogFlood>) =
        systematic.partition(|flood| flood.is_exact());
    let mut sample: Vec<f64> = exact.iter().map(|flood| flood.low).collect();
    let least = sample.iter().copied().fold(f64::INFINITY, f64::min);
    if least.is_finite() {
        let below = others.iter().map(|flood| flood.high);
        sample.extend(below.filter(|high| *high <= least));
    }
    sample.sort_unstable_by(f64::total_cmp);
    sample
}

/// Looks for low outliers among the systematic floods.
pub(super) fn find(floods: &[LogFlood], test: Test) -> Outliers {
    let sample = tested(floods);
    let zeros = sample
        .iter()
        .filter(|x| **x <= super::record::LOG_OF_ZERO)
        .count();
    let mut found = Outliers {
        threshold: None,
        systematic: sample.len(),
        zeros,
        p_values: Vec::new(),
        test: "none",
    };
    let kept = &sample[zeros..];
    let smallest = kept.first().copied().filter(|_| zeros > 0);
    match test {
        Test::None => {}
        Test::Fixed(threshold) => {
            found.test = "fixed threshold";
            found.threshold = Some(threshold);
        }
        _ if kept.len() <= 5 || sample.len() < 10 => {
            found.test = "none: too few values above nothing";
            found.threshold = smallest;
        }
        Test::Multiple(noncentral_t) if 2 * zeros < sample.len() - sample.len() % 2 => {
            found.test = "multiple Grubbs-Beck";
            found.p_values = p_values(&sample, noncentral_t);
            let low = low_outliers(&found.p_values).max(zeros);
            found.threshold = if low > 0 {
                sample.get(low).copied()
            } else {
                None
            };
        }
        _ => {
            found.test = "single Grubbs-Beck";
            found.threshold = single(kept).or(smallest);
        }
    }
    found
}

/// The number of low outliers that the two sweeps find.
fn low_outliers(p_values: &[f64]) -> usize {
    let outward = p_values
        .iter()
        .rposition(|p| *p < OUTWARD)
        .map_or(0, |place| place + 1);
    let inward = p_values.iter().take_while(|p| **p < INWARD).count();
    outward.max(inward)
}

/// Grubbs and Beck with the 10 % critical value of Lu, on values above nothing: the smallest that is kept, when any
/// falls below.
fn single(kept: &[f64]) -> Option<f64> {
    let (mean, deviation) = super::super::fit::mean_and_deviation(kept);
    let lg = count(kept.len()).log10();
    let critical = mean - deviation * (-0.9043 + 3.345 * lg.sqrt() - 0.4046 * lg);
    if kept.first().is_some_and(|least| *least >= critical) {
        return None;
    }
    kept.iter().copied().find(|x| *x >= critical)
}

/// p-value of each order statistic of a sorted sample of decimal logarithms, up to its median.
pub fn p_values(sorted: &[f64], noncentral_t: NoncentralT) -> Vec<f64> {
    let n = sorted.len();
    let half = n / 2;
    (1..=half)
        .map(|r| {
            let above: Vec<f64> = sorted[r..].iter().map(|x| x.max(-88.0)).collect();
            let (mean, deviation) = super::super::fit::mean_and_deviation(&above);
            let omega = (sorted[r - 1].max(-88.0) - mean) / deviation;
            p_value(n, r, omega, noncentral_t)
        })
        .collect()
}

/// Probability that the r-th smallest of n normal values lies at least this far below the mean of those above it, in
/// their standard deviations.
fn p_value(n: usize, r: usize, omega: f64, noncentral_t: NoncentralT) -> f64 {
    let (a, b) = (count(r), count(n + 1 - r));
    let ln_beta = ln_gamma(a) + ln_gamma(b) - ln_gamma(a + b);
    // Over the normal variate of the order statistic the integrand is smooth and dies at both ends, where plain sums
    // converge faster than any power of the step.
    const STEP: f64 = 0.02;
    let (mut sum, mut weights) = (0.0, 0.0);
    for place in -450..=300 {
        let z = f64::from(place) * STEP;
        let p = normal_cdf(z);
        let ln_density = (a - 1.0) * p.ln() + (b - 1.0) * normal_cdf(-z).ln() - ln_beta;
        let weight = ln_density.exp() * normal_density(z);
        if weight > 1e-13 {
            sum += weight * at_order_statistic(n, r, (omega, z), noncentral_t);
            weights += weight;
        }
    }
    sum / weights
}

/// The same when the r-th smallest value itself is known to be `z`.
fn at_order_statistic(n: usize, r: usize, (omega, z): (f64, f64), kind: NoncentralT) -> f64 {
    let above = count(n - r);
    let h = normal_density(z) / normal_cdf(-z).max(1e-10);
    let e1 = h;
    let e2 = 1.0 + h * z;
    let e3 = 2.0 * e1 + h * z * z;
    let e4 = 3.0 * e2 + h * z.powi(3);
    let variance = e2 - e1 * e1;
    let of_mean = variance / above;
    let fourth = e4 - 4.0 * e3 * e1 + 6.0 * e2 * e1 * e1 - 3.0 * e1.powi(4);
    let of_variance = (fourth - variance * variance) / above
        + 2.0 * variance * variance / ((above - 1.0) * above);
    let alpha = variance * variance / of_variance;
    let beta = variance / alpha;
    let third = e3 - 3.0 * e2 * e1 + 2.0 * e1.powi(3);
    let covariance = third / (above * (above - 1.0)).sqrt();
    let deviation = beta.sqrt() * (ln_gamma(alpha + 0.5) - ln_gamma(alpha)).exp();
    let covariance = covariance / (2.0 * deviation);
    let of_deviation = variance - deviation * deviation;
    let lambda = covariance / of_deviation;
    let mean = e1 - lambda * deviation;
    let of_mean = of_mean - covariance * covariance / of_deviation;
    let nu = 2.0 * alpha;
    let delta = (mean - z) / of_mean.sqrt();
    let q = -(variance / of_mean).sqrt() * (omega + lambda);
    let below = if nu > 20.0 && kind == NoncentralT::Approximate {
        noncentral_t_approximate(q, nu, delta)
    } else {
        noncentral_t_exact(q, nu, delta)
    };
    1.0 - below
}

/// The floods with everything below the threshold censored, historical floods too, and no perception below it.
pub(super) fn censored(floods: &[LogFlood], threshold: Option<f64>) -> Vec<LogFlood> {
    let Some(threshold) = threshold else {
        return floods.to_vec();
    };
    floods
        .iter()
        .map(|flood| {
            let mut flood = *flood;
            if flood.high < threshold {
                (flood.low, flood.high) = (LEAST_LOG, threshold);
            }
            flood.threshold_low = flood.threshold_low.max(threshold);
            flood
        })
        .collect()
}
