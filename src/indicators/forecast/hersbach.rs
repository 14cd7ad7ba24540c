//! What a mean ensemble score is made of, by Hersbach: how true the spread is, and what is left when it is.

use serde::Serialize;

use super::aligned::real;

/// Parts of the mean ensemble score.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Hersbach {
    /// The mean score: reliability and potential together.
    pub crps: f64,
    /// What a true spread would have saved.
    pub reliability: f64,
    /// What is left then.
    pub potential_crps: f64,
}

/// Parts over cases of one number of members each.
pub(super) fn hersbach(cases: &[(f64, Vec<f64>)]) -> Hersbach {
    let members = cases.iter().map(|case| case.1.len()).min().unwrap_or(0);
    let n = real(cases.len());
    let (mut alpha, mut beta) = (vec![0.0; members + 1], vec![0.0; members + 1]);
    let (mut lowest, mut highest) = (0.0, 0.0);
    for (y, forecast) in cases {
        let mut x = forecast.clone();
        x.sort_unstable_by(f64::total_cmp);
        let (first, last) = (x[0], x[members - 1]);
        if *y < first {
            beta[0] += (first - y) / n;
            lowest += 1.0 / n;
        }
        if *y > last {
            alpha[members] += (y - last) / n;
            highest += 1.0 / n;
        }
        for i in 1..members {
            let (low, high) = (x[i - 1], x[i]);
            alpha[i] += (y.clamp(low, high) - low) / n;
            beta[i] += (high - y.clamp(low, high)) / n;
        }
    }
    let (mut reliability, mut potential) = (0.0, 0.0);
    for i in 0..=members {
        let p = real(i) / real(members);
        let width = alpha[i] + beta[i];
        let (g, o) = match i {
            // Outside the ensemble the width is that of the misses alone.
            0 if lowest > 0.0 => (beta[0] / lowest, lowest),
            i if i == members && highest > 0.0 => (alpha[i] / highest, 1.0 - highest),
            i if i > 0 && i < members && width > 0.0 => (width, beta[i] / width),
            _ => continue,
        };
        reliability += g * (o - p).powi(2);
        potential += g * o * (1.0 - o);
    }
    Hersbach {
        crps: reliability + potential,
        reliability,
        potential_crps: potential,
    }
}
