//! Mean, standard deviation and skew of the logarithms by the expected moments algorithm.
//!
//! A year known exactly counts with its value, a year known between bounds with the moments that the fitted
//! distribution expects there; fitting and expecting alternate until nothing moves any more.

use super::record::LogFlood;
use crate::indicators::stats::l_moments::count;
use crate::indicators::stats::pearson::Pearson3;

/// Lowest skew that the algorithm converges at.
const LEAST_SKEW: f64 = -1.41;

/// What is known of the skew from the region.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum RegionalSkew {
    /// Nothing: the station's own skew.
    None,
    /// Weighted with the station's skew by the mean square errors of both.
    Weighted {
        /// Skew of the region.
        skew: f64,
        /// Its mean square error.
        mse: f64,
    },
    /// The region's skew alone.
    Fixed {
        /// Skew of the region.
        skew: f64,
        /// Its mean square error.
        mse: f64,
    },
}

/// Years with the same bounds.
struct Alike {
    low: f64,
    high: f64,
    years: f64,
}

fn alike(floods: &[LogFlood]) -> Vec<Alike> {
    let mut found: Vec<Alike> = Vec::new();
    for flood in floods {
        match found
            .iter_mut()
            .find(|group| group.low == flood.low && group.high == flood.high)
        {
            Some(group) => group.years += 1.0,
            None => found.push(Alike {
                low: flood.low,
                high: flood.high,
                years: 1.0,
            }),
        }
    }
    found
}

/// Fits floods in decimal logarithms; `skew_mse` is the mean square error of the station's skew, which weights the
/// region's. `None` when it does not converge.
pub(super) fn fit(floods: &[LogFlood], regional: RegionalSkew, skew_mse: f64) -> Option<Pearson3> {
    let n = count(floods.len());
    let groups = alike(floods);
    let exact = count(floods.iter().filter(|flood| flood.is_exact()).count());
    let corrections = (
        exact / (exact - 1.0),
        exact * exact / ((exact - 1.0) * (exact - 2.0)),
    );
    let pull = match regional {
        RegionalSkew::Weighted { skew, mse } => (n * skew_mse / mse, skew),
        _ => (0.0, 0.0),
    };
    let mut now = Pearson3 {
        mean: 0.0,
        standard_deviation: 1.0,
        skew: 0.0,
    };
    let mut last_change = f64::INFINITY;
    for round in 0..20_000 {
        let mut next = step(&groups, n, corrections, (now, pull));
        if let RegionalSkew::Fixed { skew, .. } = regional {
            next.skew = skew;
        }
        next.skew = next.skew.max(LEAST_SKEW);
        if round > 1000 {
            // A cycle of few members stands still at their mean.
            next.mean = 0.5 * (next.mean + now.mean);
            next.skew = 0.5 * (next.skew + now.skew);
            next.standard_deviation = 0.5 * (next.standard_deviation + now.standard_deviation);
        }
        let change = distance(now, next);
        if !change.is_finite() {
            return None;
        }
        if change <= 1e-10 && change >= last_change {
            return Some(next);
        }
        last_change = change;
        now = next;
    }
    None
}

fn distance(a: Pearson3, b: Pearson3) -> f64 {
    let variance = b.standard_deviation.powi(2);
    let of_variance = a.standard_deviation.powi(2) - variance;
    (a.mean - b.mean).powi(2) / variance
        + of_variance.powi(2) / variance.powi(2) / 10.0
        + (a.skew - b.skew).powi(2) / 100.0
}

fn step(
    groups: &[Alike],
    n: f64,
    (second, third): (f64, f64),
    (now, (pull, regional_skew)): (Pearson3, (f64, f64)),
) -> Pearson3 {
    let expected: Vec<[f64; 3]> = groups
        .iter()
        .map(|group| {
            if group.low == group.high {
                [group.low, group.low.powi(2), group.low.powi(3)]
            } else {
                now.moments_between::<3>(group.low, group.high)
            }
        })
        .collect();
    let pairs = || groups.iter().zip(&expected);
    let mean = pairs()
        .map(|(group, moments)| group.years * moments[0])
        .sum::<f64>()
        / n;
    let (mut squares, mut cubes) = (0.0, 0.0);
    for (group, [m1, m2, m3]) in pairs() {
        let (square, cube) = if group.low == group.high {
            let off = group.low - mean;
            (second * off * off, third * off.powi(3))
        } else {
            let square = m2 - 2.0 * mean * m1 + mean * mean;
            let cube = m3 - 3.0 * mean * m2 + 3.0 * mean * mean * m1 - mean.powi(3);
            (square, cube)
        };
        squares += group.years * square;
        cubes += group.years * cube;
    }
    let standard_deviation = (squares / n).sqrt();
    let scale = standard_deviation.powi(3);
    Pearson3 {
        mean,
        standard_deviation,
        skew: (cubes + pull * regional_skew * scale) / ((n + pull) * scale),
    }
}
