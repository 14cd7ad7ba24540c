//! Plotting positions: the exceedance probability that a ranked flood is drawn at.
//!
//! Weibull i/(n + 1) is unbiased in probability, Cunnane (i − 0.40)/(n + 0.2) nearly unbiased in the quantile for
//! most distributions, Gringorten (i − 0.44)/(n + 0.12) made for Gumbel and GEV; i counts from the largest. Hirsch and
//! Stedinger (1987) place records with historical floods and perception thresholds.

use crate::indicators::stats::l_moments::count;

/// Which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Position {
    /// i/(n + 1).
    Weibull,
    /// (i − 0.44)/(n + 0.12).
    Gringorten,
    /// (i − 0.40)/(n + 0.2).
    Cunnane,
}

impl Position {
    /// Words of a setting.
    pub const CHOICES: &'static [(&'static str, Self)] = &[
        ("weibull", Self::Weibull),
        ("gringorten", Self::Gringorten),
        ("cunnane", Self::Cunnane),
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        let found = Self::CHOICES.iter().find(|(_, position)| *position == self);
        found.map_or("", |(word, _)| word)
    }

    /// The a of (i − a)/(n + 1 − 2a).
    pub fn constant(self) -> f64 {
        match self {
            Self::Weibull => 0.0,
            Self::Gringorten => 0.44,
            Self::Cunnane => 0.40,
        }
    }

    /// Exceedance probability of the value with rank `rank` (1 is the largest) of `n`.
    pub fn exceedance(self, rank: usize, n: usize) -> f64 {
        let a = self.constant();
        (count(rank) - a) / (count(n) + 1.0 - 2.0 * a)
    }
}

/// Ranks, 1 for the largest; equal values keep their order in time.
pub fn ranks(values: &[f64]) -> Vec<usize> {
    let mut order: Vec<usize> = (0..values.len()).collect();
    order.sort_by(|&a, &b| values[b].total_cmp(&values[a]));
    let mut ranks = vec![0; values.len()];
    for (rank, place) in (1..).zip(order) {
        ranks[place] = rank;
    }
    ranks
}

/// A year of a record with perception thresholds: what is known of its flood, and the lowest flood that would have
/// been noticed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Perceived {
    /// The flood, where it is known exactly.
    pub value: Option<f64>,
    /// Perception threshold of the year.
    pub threshold: f64,
}

/// Exceedance probabilities by Hirsch and Stedinger, one for each year with a known flood, in order; `a` is the constant
/// of the plotting position within each band between two thresholds.
pub fn hirsch_stedinger(years: &[Perceived], a: f64) -> Vec<Option<f64>> {
    let mut thresholds: Vec<f64> = years.iter().map(|year| year.threshold).collect();
    thresholds.sort_unstable_by(f64::total_cmp);
    thresholds.dedup();
    let bands = exceedances_of_thresholds(years, &thresholds);
    let mut placed = vec![None; years.len()];
    for (band, &low) in thresholds.iter().enumerate() {
        let high = thresholds.get(band + 1).copied().unwrap_or(f64::INFINITY);
        let mut inside: Vec<usize> = (0..years.len())
            .filter(|&i| years[i].value.is_some_and(|x| x >= low && x < high))
            .collect();
        inside.sort_by(|&i, &j| {
            let value = |i: usize| years[i].value.unwrap_or(f64::NAN);
            value(j).total_cmp(&value(i))
        });
        let (from, to) = (bands[band + 1], bands[band]);
        let all = count(inside.len());
        for (rank, place) in (1..).zip(inside) {
            let share = (count(rank) - a) / (all + 1.0 - 2.0 * a);
            placed[place] = Some(from + (to - from) * share);
        }
    }
    placed
}

/// Probability of exceeding each threshold, and 0 after the highest.
fn exceedances_of_thresholds(years: &[Perceived], thresholds: &[f64]) -> Vec<f64> {
    let mut probability = vec![0.0; thresholds.len() + 1];
    for (band, &low) in thresholds.iter().enumerate().rev() {
        let high = thresholds.get(band + 1).copied().unwrap_or(f64::INFINITY);
        let known = |year: &&Perceived| year.value.is_some_and(|x| x >= low && x < high);
        let inside = count(years.iter().filter(known).count());
        // Years that would have noticed a flood of this band and had none above it.
        let below = years
            .iter()
            .filter(|year| year.threshold <= low && year.value.is_none_or(|x| x < low))
            .count();
        let share = if inside > 0.0 {
            inside / (inside + count(below))
        } else {
            0.0
        };
        probability[band] = probability[band + 1] + (1.0 - probability[band + 1]) * share;
    }
    probability
}
