//! What the agreement entitles each state to, what it got.

use std::sync::Arc;

use super::Words;
use super::clause::{ClauseView, clauses};
use super::evidence::{ConditionView, conditions};
use super::ledger::balances;
use super::ledger_table::{LedgerTable, ledger};
use super::outlook::OutlookView;
use super::pace::paces;
use super::terms::{TermsView, terms};
use crate::domain::Status;
use crate::domain::agreement::RowKind;
use crate::engine::Evaluation;

/// Delivered against required to date in the running period of one rule.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PaceView {
    /// Stable id.
    pub id: String,
    /// Heading: rule in words, article.
    pub title: String,
    /// The rule in words alone, for a narrow heading.
    pub rule: String,
    /// The article alone, empty when none is named.
    pub article: String,
    /// What the delivery is held against: a share, a minimum, or a maximum that must not be passed.
    pub kind: RowKind,
    /// Index of the party that the water is due to.
    pub party: usize,
    /// Label of the running period.
    pub period: String,
    /// Unit of all volumes.
    pub unit: String,
    /// Delivered so far; NaN (null in JSON) when not assessable, as for the next two.
    pub delivered: f64,
    /// Required to date, pro rata.
    pub required_to_date: f64,
    /// Required by the end of the period; of a share of the actual flow, which is not known yet, what is due to
    /// date. What was carried in is not in it: the balance and the sentence have that.
    pub required: f64,
    /// Mean discharge still needed until the end, m³/s; `None` when nothing is.
    pub pace_needed_m3s: Option<f64>,
    /// Sentence that says all this, and "exempt" or "not assessable" where that is so.
    pub sentence: String,
    /// Status of the running figure.
    pub status: Status,
    /// Cumulative delivered at the end of each day: unix seconds, volume (for a mean discharge the mean so far).
    #[serde(skip)]
    pub delivered_curve: Arc<[(f64, f64)]>,
    /// Cumulative required, pro rata (for a mean discharge a level line).
    #[serde(skip)]
    pub required_curve: Arc<[(f64, f64)]>,
    /// The pace that is needed: from what is delivered now to what is required in the end; empty where none is.
    #[serde(skip)]
    pub pace_curve: Arc<[(f64, f64)]>,
    /// How the period may end.
    pub outlook: OutlookView,
    /// Id of the agreement.
    pub agreement: String,
    /// Id of its ledger or rule there.
    pub clause: String,
    /// Figure id for explain.
    pub figure: String,
}

/// Balance of one party in the past and running periods of one ledger.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct BalanceView {
    /// Stable id, the same for rival readings of one ledger.
    pub id: String,
    /// Id of the agreement.
    pub agreement: String,
    /// Id of the ledger or rule there.
    pub clause: String,
    /// Which reading of the clauses.
    pub reading: String,
    /// Ledger in words, without its reading.
    pub ledger: String,
    /// Ledger in words, article.
    pub title: String,
    /// The ledger in words alone, for a narrow heading.
    pub rule: String,
    /// What the deliveries were held against.
    pub kind: RowKind,
    /// Unit.
    pub unit: String,
    /// Period labels, oldest first.
    pub periods: Vec<String>,
    /// One row of bars per party.
    pub parties: Vec<PartyBalances>,
}

/// Balances of one party, one per period of the [`BalanceView`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PartyBalances {
    /// Index of the party in river order.
    pub party: usize,
    /// Bars, oldest first.
    pub bars: Vec<BalanceBar>,
}

/// A carried deficit and the period's own balance, apart.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct BalanceParts {
    /// What is left of the deficit that was carried in, not above zero.
    pub carried: f64,
    /// What the period itself adds; against what is due to date while it runs.
    pub own: f64,
}

/// One balance.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct BalanceBar {
    /// Balance in the view's unit; `None` when not assessable.
    pub balance: Option<f64>,
    /// What it is made of, where a deficit was carried in.
    pub parts: Option<BalanceParts>,
    /// Status.
    pub status: Status,
    /// Status in words, with what stands behind it.
    pub status_word: String,
    /// Figure id for explain.
    pub figure: String,
}

/// The allocation panel.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct AllocationView {
    /// Heading: the agreement's title.
    pub title: String,
    /// Running periods.
    pub paces: Vec<PaceView>,
    /// Balances.
    pub balances: Vec<BalanceView>,
    /// The ledger.
    pub ledger: LedgerTable,
    /// Conditions and their evidence.
    pub conditions: Vec<ConditionView>,
    /// Derived series, term by term.
    pub terms: Vec<TermsView>,
    /// The agreements as written.
    pub clauses: Vec<ClauseView>,
    /// Said when no agreement is in force.
    pub empty_reason: Option<String>,
}

/// The allocation panel of an evaluation.
pub fn allocation(evaluation: &Evaluation, words: &Words) -> AllocationView {
    let titles: Vec<&str> = evaluation
        .agreements
        .iter()
        .map(|(_, title)| title.as_str())
        .collect();
    let empty_reason = if titles.is_empty() {
        Some(words.get("allocation-no-agreement"))
    } else if evaluation.ledger.is_empty() {
        Some(words.get("allocation-no-rows"))
    } else {
        None
    };
    AllocationView {
        title: titles.join(" · "),
        paces: paces(evaluation, words),
        balances: balances(evaluation, words),
        ledger: ledger(evaluation, words),
        conditions: conditions(evaluation, words),
        terms: terms(evaluation),
        clauses: clauses(evaluation, words),
        empty_reason,
    }
}
