//! Inputs made by hand.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use thalweg::agreements::{Facts, Inputs, Outcome, Span, evaluate, load};
use thalweg::domain::Completeness;
use thalweg::domain::agreement::{Agreement, LedgerRow};
use thalweg::series::Daily;

/// One cusec in m³/s, by definition of the foot.
pub(crate) const CUSEC: f64 = 0.028316846592;

/// Stations with their daily values.
#[derive(Clone, Default)]
pub(crate) struct Given {
    stations: BTreeMap<String, Arc<Daily>>,
    pub(crate) facts: Facts,
}

impl Inputs for Given {
    fn daily(&self, id: &str) -> Option<Arc<Daily>> {
        self.stations.get(id).cloned()
    }

    fn facts(&self) -> Facts {
        self.facts.clone()
    }
}

impl Given {
    /// Approved values of one station in SI; NaN is a missing day.
    pub(crate) fn with(mut self, id: &str, start: &str, values: Vec<f64>) -> Self {
        let n = values.len();
        let daily = Daily {
            start: day(start),
            completeness: vec![Completeness::new(1, 1); n],
            approved: vec![true; n],
            rows: vec![(0, 1); n],
            values,
        };
        self.stations.insert(id.to_owned(), Arc::new(daily));
        self
    }

    /// The same, not approved.
    pub(crate) fn provisional(mut self, id: &str) -> Self {
        let mut daily = (*self.stations[id]).clone();
        daily.approved.fill(false);
        self.stations.insert(id.to_owned(), Arc::new(daily));
        self
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("date")
}

/// Everything from `from` to `to`, known to `to`.
pub(crate) fn span(from: &str, to: &str) -> Span {
    known(from, to, to)
}

pub(crate) fn known(from: &str, to: &str, known_to: &str) -> Span {
    Span {
        days: (day(from), day(to)),
        known_to: day(known_to),
    }
}

pub(crate) fn days(from: &str, to: &str) -> usize {
    usize::try_from((day(to) - day(from)).num_days() + 1).expect("days")
}

/// An agreement that must be without fault.
pub(crate) fn agreement(text: &str) -> Agreement {
    let (agreement, findings) = load(text, "agreement.toml");
    let messages: Vec<String> = findings.iter().map(ToString::to_string).collect();
    agreement.unwrap_or_else(|| panic!("the agreement has faults:\n{}", messages.join("\n")))
}

pub(crate) fn run(text: &str, given: &Given, span: &Span) -> Outcome {
    evaluate(&agreement(text), given, span)
}

pub(crate) fn row<'o>(outcome: &'o Outcome, rule: &str, label: &str) -> &'o LedgerRow {
    outcome
        .ledger
        .iter()
        .find(|row| row.rule == rule && row.period.label == label)
        .unwrap_or_else(|| panic!("no row {rule} {label} in {:#?}", figures(outcome)))
}

pub(crate) fn figures(outcome: &Outcome) -> Vec<&str> {
    outcome
        .ledger
        .iter()
        .map(|row| row.figure.as_str())
        .collect()
}

pub(crate) fn share(outcome: &Outcome, rule: &str, party: &str, label: &str) -> Option<f64> {
    outcome
        .shares
        .iter()
        .find(|row| row.rule == rule && row.party.as_str() == party && row.period.label == label)
        .unwrap_or_else(|| panic!("no share {rule} {party} {label}"))
        .value
}

#[track_caller]
pub(crate) fn near(found: Option<f64>, expected: f64, tolerance: f64) {
    let found = found.expect("a figure");
    assert!(
        (found - expected).abs() <= tolerance,
        "found {found}, expected {expected}"
    );
}
