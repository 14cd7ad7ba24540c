//! How good probabilities of an event were: the Brier score, what it is made of, and the area under the ROC curve.
//!
//! # What it tells
//! Whether forecast probabilities were true (reliability), told cases apart (resolution), and beat always naming the
//! share of events (skill).
//! # Formula
//! BS = mean (p − o)², o = 1 when the event came. By Murphy, over the N_k cases of each distinct probability p_k with
//! event share o_k: BS = Σ N_k (p_k − o_k)²/N − Σ N_k (o_k − ō)²/N + ō(1 − ō), that is reliability − resolution +
//! uncertainty. BSS = 1 − BS/(ō(1 − ō)), against the share of events of the same sample. ROC area = share of pairs of
//! an event and a non-event in which the event had the higher probability, ties counted half (Mann–Whitney).
//! # Units
//! Without.
//! # Missing data
//! Cases with a missing side do not count.
//! # Limits
//! Distinct probabilities are not put into bins unless `bins` is set; then BS of the decomposition is that of the bin
//! means, and `within_bins` says what is lost. With no event, or nothing but events, skill and ROC area are not
//! defined. Below ten events no score should be quoted.
//! # Source
//! Brier 1950; Murphy 1973; Mason & Graham 2002.

use serde::Serialize;

use super::aligned::{Aligned, count, pair, real};
use super::verify_forecast::ratio;
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "observed",
        meaning: "series of what came, 1 or 0, or values to be held against the threshold; the one called so (observed, obs, outcome, event), else the first of the file",
        default: "",
    },
    Setting {
        name: "probability",
        meaning: "series of the forecast probabilities, 0 to 1; the second of the file",
        default: "",
    },
    Setting {
        name: "threshold",
        meaning: "observed value from which on it is an event; without it observed are 1 or 0",
        default: "",
    },
    Setting {
        name: "bins",
        meaning: "number of equal bins of probability; each distinct probability stands alone without it",
        default: "",
    },
];

/// The score and its parts; `None` where one is not defined.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Brier {
    /// Cases.
    pub n: usize,
    /// Cases in which the event came.
    pub n_events: usize,
    /// Brier score.
    pub brier: f64,
    /// How far probabilities are from the share of events at each.
    pub reliability: f64,
    /// How far those shares are apart.
    pub resolution: f64,
    /// ō(1 − ō).
    pub uncertainty: f64,
    /// Brier score less reliability − resolution + uncertainty: nothing without bins.
    pub within_bins: f64,
    /// Share of events.
    pub base_rate: f64,
    /// 1 − BS/uncertainty.
    pub brier_skill_score: Option<f64>,
    /// Area under the ROC curve.
    pub roc_area: Option<f64>,
    /// Points of the reliability diagram, by probability.
    pub reliability_curve: Vec<ReliabilityPoint>,
}

/// One distinct probability, or one bin.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct ReliabilityPoint {
    /// Mean forecast probability.
    pub probability: f64,
    /// Share of events there.
    pub observed_share: f64,
    /// Cases.
    pub n: usize,
}

/// Computes it for `compute`.
///
/// # Errors
/// When there are no cases, or probabilities outside 0 to 1.
pub fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let (observed, probability) = pair(input, settings, ("observed", "probability"))?;
    let axis = Aligned::new(&[observed, probability])?;
    let threshold = settings.number("threshold")?.unwrap_or(1.0);
    let cases: Vec<(f64, bool)> = axis.columns[1]
        .iter()
        .zip(&axis.columns[0])
        .filter(|(p, o)| !p.is_nan() && !o.is_nan())
        .map(|(p, o)| (*p, *o >= threshold))
        .collect();
    let found = brier(&cases, settings.count("bins")?)?;
    let n_events = found.n_events;
    let computed = Computed::new(found, count(cases.len(), axis.rows()))?;
    Ok(if n_events < 10 {
        computed.note(format!(
            "{n_events} events: below ten no score should be quoted"
        ))
    } else {
        computed
    })
}

/// Scores of cases, each a probability and whether the event came.
///
/// # Errors
/// When there is no case, or a probability lies outside 0 to 1.
pub fn brier(cases: &[(f64, bool)], bins: Option<usize>) -> Result<Brier, Box<Finding>> {
    if cases.is_empty() || cases.iter().any(|(p, _)| !(0.0..=1.0).contains(p)) {
        return Err(refuse(
            "there are no cases, or a probability lies outside 0 to 1",
            "give probabilities as shares, 0.2 rather than 20",
        ));
    }
    let n = real(cases.len());
    let n_events = cases.iter().filter(|case| case.1).count();
    let base_rate = real(n_events) / n;
    let outcome = |came: bool| if came { 1.0 } else { 0.0 };
    let brier = cases
        .iter()
        .map(|(p, came)| (p - outcome(*came)).powi(2))
        .sum::<f64>()
        / n;
    let curve = curve(cases, bins);
    let mean = |of: &dyn Fn(&ReliabilityPoint) -> f64| {
        curve
            .iter()
            .map(|point| real(point.n) * of(point))
            .sum::<f64>()
            / n
    };
    let reliability = mean(&|point| (point.probability - point.observed_share).powi(2));
    let resolution = mean(&|point| (point.observed_share - base_rate).powi(2));
    let uncertainty = base_rate * (1.0 - base_rate);
    Ok(Brier {
        n: cases.len(),
        n_events,
        brier,
        reliability,
        resolution,
        uncertainty,
        within_bins: brier - (reliability - resolution + uncertainty),
        base_rate,
        brier_skill_score: ratio(brier, uncertainty).map(|part| 1.0 - part),
        roc_area: roc_area(cases),
        reliability_curve: curve,
    })
}

fn curve(cases: &[(f64, bool)], bins: Option<usize>) -> Vec<ReliabilityPoint> {
    let mut sorted = cases.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let bin = |p: f64| match bins.filter(|bins| *bins > 0) {
        // The last bin holds its upper end.
        Some(bins) => (p * real(bins)).floor().min(real(bins) - 1.0),
        None => p,
    };
    let groups = sorted.chunk_by(|a, b| bin(a.0).total_cmp(&bin(b.0)).is_eq());
    groups
        .map(|group| {
            let n = real(group.len());
            let same = group
                .iter()
                .all(|case| case.0.total_cmp(&group[0].0).is_eq());
            ReliabilityPoint {
                probability: if same {
                    group[0].0
                } else {
                    group.iter().map(|case| case.0).sum::<f64>() / n
                },
                observed_share: real(group.iter().filter(|case| case.1).count()) / n,
                n: group.len(),
            }
        })
        .collect()
}

/// Area under the ROC curve by ranks, ties half; `None` without an event or without a non-event.
pub fn roc_area(cases: &[(f64, bool)]) -> Option<f64> {
    let mut sorted = cases.to_vec();
    sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
    let (mut below, mut won) = (0.0, 0.0);
    for tied in sorted.chunk_by(|a, b| a.0.total_cmp(&b.0).is_eq()) {
        let events = real(tied.iter().filter(|case| case.1).count());
        let others = real(tied.len()) - events;
        won += events * (below + 0.5 * others);
        below += others;
    }
    let events = real(cases.iter().filter(|case| case.1).count());
    ratio(won, events * below)
}
