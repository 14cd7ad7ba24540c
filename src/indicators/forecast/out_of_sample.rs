//! Forecasts of the past, each by a regression that was not fitted to its own year, beside what a person without one
//! would have said.

use std::collections::BTreeSet;

use super::aligned::real;
use super::model::{Model, Plan, Prediction, Rows};

/// Days of the year around one whose values make its climatology.
const SEASON_DAYS: i32 = 15;
/// Days of a leap year.
const YEAR_DAYS: i32 = 366;

/// What the record is, step by step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Record {
    /// One vector a series; NaN is missing.
    pub columns: Vec<Vec<f64>>,
    /// Part of the record that each step belongs to, such as its hydrological year: never fitted when it is judged.
    pub fold: Vec<u32>,
    /// Day of the year of each step, from 0.
    pub season: Vec<u16>,
    /// Upstream series and their travel times to the target, steps: what lag-only adds up.
    pub upstream: Vec<(usize, usize)>,
}

/// One forecast of the past.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    /// Step of the issue.
    pub issued: usize,
    /// Step that is forecast.
    pub valid: usize,
    /// What came.
    pub observed: f64,
    /// What the regression of the other parts says.
    pub said: Prediction,
    /// The newest known value.
    pub persistence: f64,
    /// The newest known value and its last change, kept up over the lead; NaN without two values.
    pub trend: f64,
    /// Upstream values moved by their travel times, scaled to the target; NaN without upstream values.
    pub lag_only: f64,
    /// Mean of the season in the other parts; NaN where they have none.
    pub climatology: f64,
}

/// Every whole row of the record, forecast by a fit to the other parts.
///
/// `whole` is the fit to all rows, where the search for the bands starts. Rows of parts that leave too few to fit are
/// left out.
pub fn cases(record: &Record, plan: &Plan, rows: &Rows, whole: &Model) -> Vec<Case> {
    let fold = |step: usize| record.fold.get(step).copied().unwrap_or_default();
    let parts: BTreeSet<u32> = rows
        .issued
        .iter()
        .map(|issued| fold(issued + plan.lead))
        .collect();
    let climatology = Climatology::new(record, plan.target);
    let mut cases = Vec::with_capacity(rows.y.len());
    for part in parts {
        // A row that begins or ends in the part is not fitted: it knows something of it.
        let others = rows.only(|issued| fold(issued) != part && fold(issued + plan.lead) != part);
        let Ok(model) = Model::fit(plan, &others, Some(whole)) else {
            continue;
        };
        let lag_only = LagOnly::new(record, plan, part);
        for &issued in rows
            .issued
            .iter()
            .filter(|issued| fold(*issued + plan.lead) == part)
        {
            if let Some(known) = plan.known(&record.columns, issued) {
                let said = model.predict(plan, &known);
                cases.push(case(
                    record,
                    plan,
                    (issued, said),
                    (&climatology, &lag_only),
                ));
            }
        }
    }
    cases.sort_by_key(|case| case.issued);
    cases
}

fn case(
    record: &Record,
    plan: &Plan,
    (issued, said): (usize, Prediction),
    (climatology, lag_only): (&Climatology, &LagOnly),
) -> Case {
    let valid = issued + plan.lead;
    Case {
        issued,
        valid,
        observed: record.columns[plan.target][valid],
        said,
        persistence: persistence(record, plan, issued),
        trend: trend(record, plan, issued),
        lag_only: lag_only.at(record, plan, issued),
        climatology: climatology.at(valid),
    }
}

/// The newest value of the target that was known at a step; NaN without.
pub fn persistence(record: &Record, plan: &Plan, issued: usize) -> f64 {
    let newest = issued.checked_sub(plan.latency);
    newest.map_or(f64::NAN, |newest| record.columns[plan.target][newest])
}

/// Persistence with the last change kept up until the time that is forecast; NaN without two values.
pub fn trend(record: &Record, plan: &Plan, issued: usize) -> f64 {
    let Some(newest) = issued
        .checked_sub(plan.latency)
        .filter(|newest| *newest > 0)
    else {
        return f64::NAN;
    };
    let target = &record.columns[plan.target];
    target[newest] + real(plan.lead + plan.latency) * (target[newest] - target[newest - 1])
}

/// Upstream values moved by their travel times and scaled to mean and spread of the target.
pub struct LagOnly {
    mean: (f64, f64),
    ratio: f64,
}

impl LagOnly {
    /// From the record without a part; `u32::MAX` leaves none out.
    pub fn new(record: &Record, plan: &Plan, part: u32) -> Self {
        let target = record
            .columns
            .get(plan.target)
            .map_or(&[][..], Vec::as_slice);
        let fold = |step: usize| record.fold.get(step).copied().unwrap_or_default();
        let pairs: Vec<(f64, f64)> = (0..target.len())
            .filter(|valid| fold(*valid) != part)
            .map(|valid| {
                (
                    moved(record, plan, valid.checked_sub(plan.lead)),
                    target[valid],
                )
            })
            .filter(|(x, y)| !x.is_nan() && !y.is_nan())
            .collect();
        let n = real(pairs.len());
        let mean_x = pairs.iter().map(|pair| pair.0).sum::<f64>() / n;
        let mean_y = pairs.iter().map(|pair| pair.1).sum::<f64>() / n;
        let xx: f64 = pairs.iter().map(|pair| (pair.0 - mean_x).powi(2)).sum();
        let yy: f64 = pairs.iter().map(|pair| (pair.1 - mean_y).powi(2)).sum();
        Self {
            mean: (mean_x, mean_y),
            ratio: (yy / xx).sqrt(),
        }
    }

    /// What it says at a step; NaN without upstream values.
    pub fn at(&self, record: &Record, plan: &Plan, issued: usize) -> f64 {
        self.mean.1 + self.ratio * (moved(record, plan, Some(issued)) - self.mean.0)
    }
}

/// Sum of the upstream values that reach the target at the time that is forecast, or of the newest known ones.
fn moved(record: &Record, plan: &Plan, issued: Option<usize>) -> f64 {
    let Some(issued) = issued.filter(|_| !record.upstream.is_empty()) else {
        return f64::NAN;
    };
    let value = |(series, lag): &(usize, usize)| {
        let newest = plan
            .terms
            .iter()
            .filter(|term| term.series == *series)
            .map(|term| term.back)
            .min();
        let back = lag.saturating_sub(plan.lead).max(newest.unwrap_or(0));
        issued
            .checked_sub(back)
            .map_or(f64::NAN, |step| record.columns[*series][step])
    };
    record.upstream.iter().map(value).sum()
}

/// Mean of the target by day of the year, without the part that is judged.
struct Climatology<'a> {
    record: &'a Record,
    /// Sum and number by part and day of the year.
    parts: Vec<(u32, Vec<(f64, f64)>)>,
}

impl<'a> Climatology<'a> {
    fn new(record: &'a Record, target: usize) -> Self {
        let mut parts: Vec<(u32, Vec<(f64, f64)>)> = Vec::new();
        let steps = record.columns[target]
            .iter()
            .zip(&record.season)
            .zip(&record.fold);
        for ((value, season), fold) in steps.filter(|((value, _), _)| !value.is_nan()) {
            if parts.last().is_none_or(|last| last.0 != *fold) {
                parts.push((
                    *fold,
                    vec![(0.0, 0.0); usize::try_from(YEAR_DAYS).unwrap_or_default()],
                ));
            }
            let day = parts
                .last_mut()
                .and_then(|last| last.1.get_mut(usize::from(*season)));
            if let Some((sum, n)) = day {
                *sum += value;
                *n += 1.0;
            }
        }
        Self { record, parts }
    }

    fn at(&self, valid: usize) -> f64 {
        let fold = self.record.fold.get(valid).copied();
        let Some(season) = self
            .record
            .season
            .get(valid)
            .map(|season| i32::from(*season))
        else {
            return f64::NAN;
        };
        let days = (season - SEASON_DAYS..=season + SEASON_DAYS)
            .filter_map(|day| usize::try_from(day.rem_euclid(YEAR_DAYS)).ok());
        let days: Vec<usize> = days.collect();
        let others = self.parts.iter().filter(|(part, _)| Some(*part) != fold);
        let cells = others.flat_map(|(_, cells)| days.iter().filter_map(|day| cells.get(*day)));
        let (sum, n) = cells.fold((0.0, 0.0), |all, cell| (all.0 + cell.0, all.1 + cell.1));
        sum / n
    }
}
