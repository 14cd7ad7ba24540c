//! What the ids of an agreement stand for, so far as an expression must know it.

use std::collections::{BTreeMap, BTreeSet};

use crate::domain::agreement::clauses::Units;
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::spelling::nearest;

/// All that an expression may name.
#[derive(Clone, Debug)]
pub(crate) struct Scope {
    /// Units of the agreement.
    pub(crate) units: Units,
    /// Parties.
    pub(crate) parties: BTreeSet<String>,
    /// Stations, accounts in reservoirs, and series.
    pub(crate) sources: BTreeMap<String, SourceInfo>,
    /// Parameters, with their units.
    pub(crate) parameters: BTreeMap<String, AgreementUnit>,
    /// Tables.
    pub(crate) tables: BTreeMap<String, TableInfo>,
    /// Tables and parameters that could not be read: what is wrong with them was named.
    pub(crate) unread: BTreeSet<String>,
    /// Calendars.
    pub(crate) calendars: BTreeSet<String>,
    /// Conditions.
    pub(crate) conditions: BTreeSet<String>,
    /// Rules.
    pub(crate) rules: BTreeMap<String, RuleInfo>,
    /// Ledgers.
    pub(crate) ledgers: BTreeSet<String>,
    /// Calendars of the ledgers, as far as they are settled.
    pub(crate) ledger_calendars: BTreeMap<String, String>,
    /// Units in which rules and ledgers count, as far as they are settled.
    pub(crate) counted: BTreeMap<String, AgreementUnit>,
}

/// A station or series.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct SourceInfo {
    /// What it measures; `None` while that is not settled.
    pub(crate) measure: Option<Measure>,
    /// Whether its days add up: volumes of a day do, a storage does not.
    pub(crate) adds_up: bool,
    /// Whether it is the storage of a reservoir.
    pub(crate) reservoir: bool,
    /// Conservation capacity, hm³.
    pub(crate) capacity: Option<f64>,
}

/// A table.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct TableInfo {
    /// Unit of its values.
    pub(crate) unit: AgreementUnit,
    /// Units of the amounts by which it is read, in order; none for a table by periods.
    pub(crate) axes: Vec<AgreementUnit>,
}

/// A rule.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct RuleInfo {
    /// The word of its kind.
    pub(crate) kind: String,
    /// Parties that it gives shares to.
    pub(crate) parties: Vec<String>,
    /// Whether it is applied to several streams, each by itself.
    pub(crate) each: bool,
    /// What a cycle credits, as the file writes it.
    pub(crate) credit: Vec<String>,
}

impl RuleInfo {
    /// Whether it gives each of several parties a share.
    pub(crate) fn shares(&self) -> bool {
        matches!(self.kind.as_str(), "split" | "schedule")
    }
}

impl Scope {
    /// Every id that may stand alone in an expression.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.sources
            .keys()
            .chain(self.parameters.keys())
            .chain(self.rules.keys())
            .chain(&self.conditions)
            .chain(self.tables.keys())
            .map(String::as_str)
    }

    /// What to do about a name that nothing bears.
    pub(crate) fn hint<'w>(word: &str, known: impl Iterator<Item = &'w str> + Clone) -> String {
        if let Some(near) = nearest(word, known.clone()) {
            return format!("did you mean {near}?");
        }
        let all: Vec<&str> = known.take(12).collect();
        if all.is_empty() {
            "none is defined in this file".to_owned()
        } else {
            format!("write one of {}", all.join(", "))
        }
    }
}
