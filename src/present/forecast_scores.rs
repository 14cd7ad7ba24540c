//! Every score of a forecast, a column a lead, out of sample.

use super::Words;
use crate::domain::Quantity;
use crate::engine::analysis::forecast::{Outlook, Skill, TableScores};

/// What a score is measured in.
#[derive(Clone, Copy)]
enum Kind {
    /// Number without a unit.
    Plain,
    /// In the unit of the quantity.
    Amount,
    /// Hours.
    Hours,
}

type Score = (&'static str, Kind, fn(&Skill) -> Option<f64>);

/// Names that every language shares; those with a dash are keys.
const SCORES: [Score; 16] = [
    ("RMSE", Kind::Amount, |skill| skill.rmse),
    ("forecast-error-still", Kind::Amount, |skill| {
        skill.rmse_persistence
    }),
    ("forecast-error-trend", Kind::Amount, |skill| {
        skill.rmse_trend
    }),
    ("forecast-error-moved", Kind::Amount, |skill| {
        skill.rmse_lag_only
    }),
    ("forecast-error-season", Kind::Amount, |skill| {
        skill.rmse_climatology
    }),
    ("CRPS", Kind::Amount, |skill| skill.crps),
    ("forecast-crps-still", Kind::Amount, |skill| {
        skill.crps_persistence
    }),
    ("forecast-share-inside", Kind::Plain, |skill| {
        skill.band_share_inside
    }),
    ("Brier", Kind::Plain, |skill| skill.brier),
    ("ROC", Kind::Plain, |skill| skill.roc_area),
    ("POD", Kind::Plain, |skill| {
        of_table(skill, |table| table.pod)
    }),
    ("FAR", Kind::Plain, |skill| {
        of_table(skill, |table| table.far)
    }),
    ("CSI", Kind::Plain, |skill| {
        of_table(skill, |table| table.csi)
    }),
    ("forecast-gained", Kind::Hours, |skill| {
        skill.lead_time_gained_median_hours
    }),
    ("forecast-nse-all", Kind::Plain, |skill| skill.nse_all),
    ("forecast-kge-all", Kind::Plain, |skill| skill.kge_2012_all),
];

fn of_table(skill: &Skill, of: fn(&TableScores) -> Option<f64>) -> Option<f64> {
    skill.table.as_ref().and_then(of)
}

/// Names of the columns, then rows of cells; a score that no lead has is left out.
pub(super) fn scores(outlook: &Outlook, words: &Words) -> (Vec<String>, Vec<Vec<String>>) {
    let leads = outlook.leads.iter();
    let heads = leads.map(|lead| words.hours(lead.hours));
    let heads = std::iter::once(words.get("forecast-scores")).chain(heads);
    let floods = outlook
        .leads
        .iter()
        .map(|lead| words.count(u64::try_from(lead.skill.n_floods).unwrap_or(u64::MAX)));
    let floods = std::iter::once(words.get("forecast-floods"))
        .chain(floods)
        .collect();
    let rows = SCORES.iter().filter_map(|(name, kind, of)| {
        let values: Vec<Option<f64>> = outlook.leads.iter().map(|lead| of(&lead.skill)).collect();
        values.iter().any(Option::is_some).then(|| {
            let cells = values
                .into_iter()
                .map(|value| cell(value, *kind, (outlook.quantity, words)));
            let name = if name.contains('-') {
                words.get(name)
            } else {
                (*name).to_owned()
            };
            std::iter::once(name).chain(cells).collect()
        })
    });
    (
        heads.collect(),
        std::iter::once(floods).chain(rows).collect(),
    )
}

fn cell(value: Option<f64>, kind: Kind, (quantity, words): (Quantity, &Words)) -> String {
    match (value, kind) {
        (None, _) => "–".to_owned(),
        (Some(value), Kind::Plain) => words.number(value, 2),
        (Some(value), Kind::Hours) => words.hours(value),
        (value, Kind::Amount) => words.value(value, quantity),
    }
}
