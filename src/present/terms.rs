//! A derived series such as natural flow, with each of its terms by itself.

use std::sync::Arc;

use chrono::NaiveTime;

use super::evidence::series_title;
use super::line::seconds;
use super::words::unit_as_written;
use crate::domain::agreement::DerivedTerms;
use crate::engine::Evaluation;

/// A derived series and its terms.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TermsView {
    /// Stable id.
    pub id: String,
    /// Id of the agreement.
    pub agreement: String,
    /// Id of the series.
    pub series: String,
    /// In words.
    pub title: String,
    /// Article, empty where none is named.
    pub article: String,
    /// Unit of every value.
    pub unit: String,
    /// The sum first, then each term in file order.
    pub lines: Vec<TermLine>,
}

/// The sum or one term, by day.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TermLine {
    /// Stable id.
    pub id: String,
    /// In words: "natural flow", "+ canal", "+ storage change of the dam".
    pub title: String,
    /// Index of the party whose station it is; `None` for the sum and for series of the agreement.
    pub party: Option<usize>,
    /// Unix seconds at the end of each day.
    #[serde(skip)]
    pub time: Arc<[f64]>,
    /// Value; NaN where missing.
    #[serde(skip)]
    pub value: Arc<[f64]>,
}

/// Every derived series of several terms.
pub(super) fn terms(evaluation: &Evaluation) -> Vec<TermsView> {
    let derived = evaluation.terms.iter();
    derived.map(|derived| view(evaluation, derived)).collect()
}

fn view(evaluation: &Evaluation, derived: &DerivedTerms) -> TermsView {
    let id = format!("{}/{}", derived.agreement, derived.series);
    let midnight = derived.start.and_time(NaiveTime::MIN).and_utc();
    let start = seconds(midnight.timestamp_millis());
    #[expect(
        clippy::cast_precision_loss,
        reason = "days of a record are far below 2^53"
    )]
    let time: Arc<[f64]> = (0..derived.values.len())
        .map(|n| start + 86_400.0 * (n + 1) as f64)
        .collect();
    let name = series_title(evaluation, &derived.agreement, &derived.series);
    let sum = TermLine {
        id: format!("{id}/sum"),
        title: name.clone(),
        party: None,
        time: Arc::clone(&time),
        value: derived.values.as_slice().into(),
    };
    let terms = derived.terms.iter().enumerate().map(|(n, term)| TermLine {
        id: format!("{id}/{n}"),
        title: term.what.replace(
            &term.of,
            &series_title(evaluation, &derived.agreement, &term.of),
        ),
        party: party_of(evaluation, &term.of),
        time: Arc::clone(&time),
        value: term.values.as_slice().into(),
    });
    TermsView {
        agreement: derived.agreement.to_string(),
        series: derived.series.clone(),
        title: name,
        article: derived.article.clone(),
        unit: unit_as_written(&derived.unit),
        lines: std::iter::once(sum).chain(terms).collect(),
        id,
    }
}

fn party_of(evaluation: &Evaluation, station: &str) -> Option<usize> {
    let station = evaluation.basin.station(&station.into())?;
    let parties = &evaluation.basin.parties;
    parties.iter().position(|party| party.id == station.state)
}
