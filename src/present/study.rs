//! A study of one account, ready to draw: its balances as the data, the readings, the instruments or the clause of
//! somebody else would have them.

use super::Words;
use super::standing::{party_index, party_name};
use super::study_rows::{dual, effect, readings, uncertainty};
use super::study_weights::decides;
use crate::engine::{Evaluation, Found, Study};

/// Which study.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum StudyTopic {
    /// Each side's data.
    #[default]
    Dual,
    /// Each reading of the clauses.
    Readings,
    /// The measurement error.
    Uncertainty,
    /// Each station and gap.
    Decides,
    /// A proposed change.
    Effect,
}

impl StudyTopic {
    /// All of them, in the order of their list.
    pub const ALL: [Self; 5] = [
        Self::Dual,
        Self::Readings,
        Self::Uncertainty,
        Self::Decides,
        Self::Effect,
    ];

    /// Key of its name; `…-tip` beside it is the key of what it answers.
    pub fn word_key(self) -> &'static str {
        match self {
            Self::Dual => "study-dual",
            Self::Readings => "study-readings",
            Self::Uncertainty => "study-uncertainty",
            Self::Decides => "study-decides",
            Self::Effect => "study-effect",
        }
    }
}

/// What a person wants to have studied.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyWish {
    /// Which study.
    pub topic: StudyTopic,
    /// Id of the agreement.
    pub agreement: String,
    /// Id of the ledger or rule in it.
    pub ledger: String,
    /// Changes for [`StudyTopic::Effect`], `place=value`.
    pub changes: Vec<String>,
}

/// A study of one account.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct StudyView {
    /// Names of what stands side by side: "agreed", "Avaria", "Bresk".
    pub sides: Vec<String>,
    /// Index of the party whose data a side is; `None` for every other side.
    pub side_parties: Vec<Option<usize>>,
    /// Unit of every value.
    pub unit: String,
    /// Sentences on the whole: sums, what was assumed, where readings differ.
    pub notes: Vec<String>,
    /// One row per balance, oldest first.
    pub rows: Vec<StudyRow>,
    /// Heading of the last column of the table; empty where it has none.
    pub last_heading: String,
    /// What the balances rest on, largest effect first.
    pub weights: Vec<StudyWeight>,
}

/// One balance.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct StudyRow {
    /// Label of the period.
    pub period: String,
    /// Index of the party that the water is due to.
    pub party: usize,
    /// Its name.
    pub party_name: String,
    /// What each side says, in the view's unit; `None` where it has no figure.
    pub values: Vec<Option<f64>>,
    /// The same in words.
    pub texts: Vec<String>,
    /// From where to where it may lie, where that is known.
    pub range: Option<(f64, f64)>,
    /// The verdict, or why there is none.
    pub verdict: String,
    /// Whether it is a verdict.
    pub is_verdict: bool,
    /// The price of the disagreement, the change, or the chance; empty where there is none.
    pub last: String,
}

/// One thing that the balances rest on.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StudyWeight {
    /// Station, or station and days of a gap.
    pub title: String,
    /// What it changes, in words.
    pub text: String,
    /// Largest effect, in the view's unit.
    pub size: f64,
}

/// The study as it is drawn.
pub fn study(evaluation: &Evaluation, study: &Study, words: &Words) -> StudyView {
    match &study.found {
        Found::Dual(found) => dual(evaluation, found, words),
        Found::Readings(found) => readings(evaluation, found, words),
        Found::Uncertainty(found) => uncertainty(evaluation, found, words),
        Found::Decides(found) => decides(evaluation, found, words),
        Found::Effect(found) => effect(evaluation, found, words),
    }
}

/// A row with what every kind of study says of it.
pub(super) fn row_of(evaluation: &Evaluation, subject: &crate::engine::study::Subject) -> StudyRow {
    StudyRow {
        period: subject.period.label.clone(),
        party: party_index(&evaluation.basin, &subject.party),
        party_name: party_name(&evaluation.basin, &subject.party),
        ..StudyRow::default()
    }
}

/// A place of a clause that holds a number, and may be proposed to hold another.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Adjustable {
    /// As an edit names it: `rule.dravec-quarter.target.1`.
    pub place: String,
    /// Key and position as a person reads them: "target, 1".
    pub label: String,
    /// The number as it stands.
    pub value: f64,
}

/// The numbers of a clause, as its file has them; none where they cannot be told apart.
pub(super) fn adjustables(id: &str, text: &str) -> Vec<Adjustable> {
    let Ok(table) = text.parse::<toml::Table>() else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for (kind, value) in &table {
        let inner = match value {
            toml::Value::Array(entries) => entries.first(),
            toml::Value::Table(named) => named.get(id).or(Some(value)),
            _ => None,
        };
        let kind = if kind == id { "ledger" } else { kind };
        if let Some(inner) = inner {
            collect(inner, (&format!("{kind}.{id}"), ""), &mut found);
        }
    }
    found
}

/// Keys whose numbers are no matter of proposal.
const FIXED: [&str; 5] = ["confidence", "id", "title", "article", "in_force"];

fn collect(value: &toml::Value, (place, label): (&str, &str), found: &mut Vec<Adjustable>) {
    let mut number = |value: f64| {
        found.push(Adjustable {
            place: place.to_owned(),
            label: label.to_owned(),
            value,
        });
    };
    match value {
        #[expect(
            clippy::cast_precision_loss,
            reason = "numbers of a treaty are far below 2^53"
        )]
        toml::Value::Integer(whole) => number(*whole as f64),
        toml::Value::Float(value) => number(*value),
        toml::Value::Array(items) => {
            for (n, item) in items.iter().enumerate() {
                let below = (
                    format!("{place}.{}", n + 1),
                    join(label, &(n + 1).to_string()),
                );
                collect(item, (&below.0, &below.1), found);
            }
        }
        toml::Value::Table(table) => {
            for (key, item) in table
                .iter()
                .filter(|(key, _)| !FIXED.contains(&key.as_str()))
            {
                let below = (format!("{place}.{key}"), join(label, key));
                collect(item, (&below.0, &below.1), found);
            }
        }
        _ => {}
    }
}

fn join(label: &str, part: &str) -> String {
    if label.is_empty() {
        part.to_owned()
    } else {
        format!("{label}, {part}")
    }
}
