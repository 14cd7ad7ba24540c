//! Whether a forecast was worth issuing: its errors in past floods beside those of a person without it.
//!
//! A score counts floods, not steps, for the steps of one flood are not independent: below ten floods there is none.

use serde::Serialize;

use super::aligned::{quantile, real, sorted};
use super::brier::roc_area;
use super::contingency::{Table, TableScores, beginnings, matched};
use super::crps::quantiles;
use super::out_of_sample::Case;
use super::peaks::Flood;
use super::verify_forecast::{ratio, scores};

/// Fewest floods behind a score.
pub const LEAST_FLOODS: usize = 10;
/// Resamples of the interval.
const RESAMPLES: usize = 1000;

/// How cases are judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Judging {
    /// Steps before and behind a flood's top that belong to the flood.
    pub window: usize,
    /// Levels of the bands.
    pub levels: Vec<f64>,
    /// Value from which on it is a flood, for hits and misses.
    pub threshold: f64,
    /// Steps that a forecast beginning may lie apart from the observed one.
    pub tolerance: usize,
    /// Hours of one step.
    pub step_hours: f64,
    /// Steps from the issue to the time that is forecast.
    pub lead: usize,
}

/// Skill over past floods, out of sample; `None` where a score is not defined or fewer than ten floods stand behind it.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Skill {
    /// Floods with forecasts.
    pub n_floods: usize,
    /// Forecasts within floods.
    pub n_cases: usize,
    /// Root mean square errors within floods: of the forecast …
    pub rmse: Option<f64>,
    /// … of persistence,
    pub rmse_persistence: Option<f64>,
    /// … of persistence with its trend kept up,
    pub rmse_trend: Option<f64>,
    /// … of upstream values moved by their travel times,
    pub rmse_lag_only: Option<f64>,
    /// … and of the mean of the season.
    pub rmse_climatology: Option<f64>,
    /// 1 − squared errors over those of persistence, within floods.
    pub persistence_index: Option<f64>,
    /// From and to: where 90 of 100 resamples of whole floods put it.
    pub persistence_index_90: Option<(f64, f64)>,
    /// The same index over the whole record.
    pub persistence_index_all: Option<f64>,
    /// Efficiency of Nash and Sutcliffe over the whole record.
    pub nse_all: Option<f64>,
    /// Efficiency of Kling et al. 2012 over the whole record.
    pub kge_2012_all: Option<f64>,
    /// Score of the band within floods, by its levels.
    pub crps: Option<f64>,
    /// The same of persistence: its mean absolute error.
    pub crps_persistence: Option<f64>,
    /// Share of observed values within the band's outermost levels, within floods.
    pub band_share_inside: Option<f64>,
    /// Hits, false alarms and misses of the threshold, flood by flood, and their scores.
    pub table: Option<TableScores>,
    /// Brier score of the share of levels above the threshold, within floods.
    pub brier: Option<f64>,
    /// Area under the ROC curve of that share.
    pub roc_area: Option<f64>,
    /// Median of the hours from the first warning to the crossing.
    pub lead_time_gained_median_hours: Option<f64>,
}

/// What is done with a forecast.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// It is shown with its skill.
    Shown,
    /// Too few floods to judge: only what came down the river is shown.
    LagOnly,
    /// It was not clearly better than persistence: it is not shown.
    Refused,
}

impl Skill {
    /// What is done with the forecast: it is shown when 95 of 100 resamples of the floods put it above persistence.
    pub fn verdict(&self) -> Verdict {
        match self.persistence_index_90 {
            _ if self.n_floods < LEAST_FLOODS => Verdict::LagOnly,
            Some((low, _)) if low > 0.0 => Verdict::Shown,
            _ => Verdict::Refused,
        }
    }
}

/// Skill of cases in order of issue, within `floods` of the target.
pub fn skill(cases: &[Case], floods: &[Flood], judging: &Judging) -> Skill {
    let mut of_flood: Vec<Vec<&Case>> = vec![Vec::new(); floods.len()];
    for case in cases {
        let apart = |flood: &Flood| flood.top.abs_diff(case.valid);
        let nearest = (0..floods.len()).min_by_key(|n| apart(&floods[*n]));
        if let Some(n) = nearest.filter(|n| apart(&floods[*n]) <= judging.window) {
            of_flood[n].push(case);
        }
    }
    of_flood.retain(|cases| !cases.is_empty());
    let within: Vec<&Case> = of_flood.iter().flatten().copied().collect();
    let mut skill = Skill {
        n_floods: of_flood.len(),
        n_cases: within.len(),
        ..Skill::default()
    };
    if skill.n_floods < LEAST_FLOODS {
        return skill;
    }
    errors(&mut skill, &within);
    index(&mut skill, &of_flood);
    whole_record(&mut skill, cases);
    bands(&mut skill, &within, judging);
    warnings(&mut skill, cases, judging);
    skill
}

fn errors(skill: &mut Skill, within: &[&Case]) {
    let rmse = |said: fn(&Case) -> f64| {
        let errors = within
            .iter()
            .map(|case| (said(case) - case.observed).powi(2));
        let errors: Vec<f64> = errors.filter(|error| !error.is_nan()).collect();
        ratio(errors.iter().sum(), real(errors.len())).map(f64::sqrt)
    };
    skill.rmse = rmse(|case| case.said.value);
    skill.rmse_persistence = rmse(|case| case.persistence);
    skill.rmse_trend = rmse(|case| case.trend);
    skill.rmse_lag_only = rmse(|case| case.lag_only);
    skill.rmse_climatology = rmse(|case| case.climatology);
}

fn index(skill: &mut Skill, of_flood: &[Vec<&Case>]) {
    let sums: Vec<(f64, f64)> = of_flood
        .iter()
        .map(|cases| {
            let both = cases.iter().filter(|case| !case.persistence.is_nan());
            both.fold((0.0, 0.0), |(own, still), case| {
                (
                    own + (case.said.value - case.observed).powi(2),
                    still + (case.persistence - case.observed).powi(2),
                )
            })
        })
        .collect();
    let of = |sums: &mut dyn Iterator<Item = &(f64, f64)>| {
        let (own, still) = sums.fold((0.0, 0.0), |all, one| (all.0 + one.0, all.1 + one.1));
        1.0 - own / still
    };
    let found = of(&mut sums.iter());
    skill.persistence_index = found.is_finite().then_some(found);
    let mut random = fastrand::Rng::with_seed(1);
    let resampled =
        (0..RESAMPLES).map(|_| of(&mut (0..sums.len()).map(|_| &sums[random.usize(..sums.len())])));
    let resampled = sorted(resampled);
    skill.persistence_index_90 = skill
        .persistence_index
        .map(|_| (quantile(&resampled, 0.05), quantile(&resampled, 0.95)));
}

fn whole_record(skill: &mut Skill, cases: &[Case]) {
    let observed: Vec<f64> = cases.iter().map(|case| case.observed).collect();
    let said: Vec<f64> = cases.iter().map(|case| case.said.value).collect();
    let Ok(own) = scores(&observed, &said, 1) else {
        return;
    };
    skill.nse_all = own.nse;
    skill.kge_2012_all = own.kge_2012;
    let sums = cases.iter().filter(|case| !case.persistence.is_nan()).fold(
        (0.0, 0.0),
        |(own, still), case| {
            (
                own + (case.said.value - case.observed).powi(2),
                still + (case.persistence - case.observed).powi(2),
            )
        },
    );
    skill.persistence_index_all = ratio(sums.0, sums.1).map(|part| 1.0 - part);
}

fn bands(skill: &mut Skill, within: &[&Case], judging: &Judging) {
    let levels = &judging.levels;
    let n = real(within.len());
    if levels.is_empty() {
        return;
    }
    let score = |case: &&Case| quantiles(levels, &case.said.band, case.observed);
    skill.crps = ratio(within.iter().map(score).sum(), n);
    let still = within
        .iter()
        .map(|case| (case.persistence - case.observed).abs());
    skill.crps_persistence = ratio(still.filter(|error| !error.is_nan()).sum(), n);
    let inside = |case: &&&Case| {
        let (low, high) = (case.said.band.first(), case.said.band.last());
        low.is_some_and(|low| *low <= case.observed)
            && high.is_some_and(|high| case.observed <= *high)
    };
    if levels.len() > 1 {
        skill.band_share_inside = ratio(real(within.iter().filter(inside).count()), n);
    }
    // The chance to stand above the threshold: the share of levels whose value does.
    let chance = |case: &&Case| {
        let above = case
            .said
            .band
            .iter()
            .filter(|value| **value >= judging.threshold)
            .count();
        (
            real(above) / real(levels.len()),
            case.observed >= judging.threshold,
        )
    };
    let chances: Vec<(f64, bool)> = within.iter().map(chance).collect();
    let squares = chances
        .iter()
        .map(|(p, came)| (p - if *came { 1.0 } else { 0.0 }).powi(2));
    skill.brier = ratio(squares.sum(), n);
    skill.roc_area = roc_area(&chances);
}

/// Floods and warnings of the whole record, each counted where it begins.
fn warnings(skill: &mut Skill, cases: &[Case], judging: &Judging) {
    let Some(last) = cases.iter().map(|case| case.valid).max() else {
        return;
    };
    let mut observed = vec![f64::NAN; last + 1];
    let mut said = observed.clone();
    for case in cases {
        observed[case.valid] = case.observed;
        said[case.valid] = case.said.value;
    }
    let came = beginnings(&observed, judging.threshold);
    let warned = beginnings(&said, judging.threshold);
    let pairs = matched(&came, &warned, real(judging.tolerance));
    let hits = real(pairs.len());
    let table = Table {
        hits,
        false_alarms: real(warned.len()) - hits,
        misses: real(came.len()) - hits,
        correct_negatives: None,
    };
    skill.table = (came.len() >= LEAST_FLOODS).then(|| table.scores());
    let gained = pairs.iter().map(|(came, warned)| {
        (real(judging.lead) + real(*came) - real(*warned)) * judging.step_hours
    });
    let gained = sorted(gained);
    skill.lead_time_gained_median_hours = (!gained.is_empty()).then(|| quantile(&gained, 0.5));
}
