//! What the treaty engine says: ledger rows, shares, triggers, and the trace behind each figure.

use chrono::NaiveDate;

use super::evidence::YearTrace;
use crate::domain::completeness::Completeness;
use crate::domain::figure::Status;
use crate::domain::ids::{AgreementId, PartyId};
use crate::domain::time::Period;

use super::measure::AgreementUnit;

/// An accounting period of an agreement.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct AccountingPeriod {
    /// Label, such as "2026-06/1", "2025/26 Q3", "2025/26".
    pub label: String,
    /// Instants of its first and after its last moment on the agreement's clock.
    #[serde(flatten)]
    pub span: Period,
    /// First and last day on the agreement's clock.
    #[serde(skip)]
    pub days: (NaiveDate, NaiveDate),
}

/// The exception behind a row: whether its test is met and whether a party declared it are two facts.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ConditionFact {
    /// Id of the condition in the agreement.
    pub id: String,
    /// Whether the test is met; `None` when it cannot be assessed.
    pub met: Option<bool>,
    /// Whether a party declared it; `None` when the agreement asks for no declaration.
    pub declared: Option<bool>,
}

/// The running period: what is due so far, and what is still to come.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Running {
    /// Last day that has a value.
    pub to: NaiveDate,
    /// Required from the start to that day, pro rata, in the row's unit.
    pub required_to_date: f64,
    /// Delivered less [`Running::required_to_date`], less what went to the carried deficit: ahead of the pace of
    /// the period's own requirement, or behind it.
    pub ahead: f64,
    /// What is left of the amount carried in, signed as a balance: a deficit that was not filled yet.
    pub carried_left: f64,
    /// What is still missing to the requirement and to what was carried in, not below zero.
    pub remaining: f64,
    /// Mean discharge that delivers the rest by the end, m³/s; `None` when nothing remains, or while an
    /// exception holds and nothing is owed.
    pub pace_needed_m3s: Option<f64>,
    /// Cumulative delivery day by day, in the row's unit; NaN from the first missing day on.
    #[serde(skip)]
    pub delivered_curve: Vec<(NaiveDate, f64)>,
    /// How the period would end if the rest of it came as in each past year, oldest year first.
    pub traces: Vec<YearTrace>,
    /// Share of those years that close in balance, 0 to 1 (for a maximum: within the limit); `None` without
    /// traces.
    pub chance_in_balance: Option<f64>,
}

/// What a row holds the delivery against.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// A share or schedule: delivery is held against what the party is entitled to.
    #[default]
    Account,
    /// At least so much has to pass: a positive balance is a surplus.
    Minimum,
    /// At most so much may be taken: a positive balance is an excess over the limit, a negative one is room.
    Maximum,
}

/// One row of a ledger.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LedgerRow {
    /// Id for `explain`: `agreement/rule/party/label/balance`; the same with `entitlement` or `delivered`
    /// as last part names those terms.
    pub figure: String,
    /// Agreement.
    pub agreement: AgreementId,
    /// Which reading of the clauses, where an agreement has rival ones.
    pub reading: String,
    /// Id of the ledger or rule.
    pub rule: String,
    /// The rule in words.
    #[serde(skip)]
    pub title: String,
    /// What the delivery is held against.
    pub kind: RowKind,
    /// Article.
    pub article: String,
    /// Party that the water is due to.
    pub party: PartyId,
    /// Party that owes it, where the agreement says so.
    pub by: Option<PartyId>,
    /// How sure the agreement file is of the clauses behind the row, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
    /// Period.
    pub period: AccountingPeriod,
    /// Due to the party.
    pub entitlement: Option<f64>,
    /// Credited to it.
    pub delivered: Option<f64>,
    /// `delivered - entitlement + carried_in`.
    pub balance: Option<f64>,
    /// From the period before.
    pub carried_in: f64,
    /// To the period after: `balance - lapsed - set_off`, or what was carried in less those two where the
    /// period is exempt or has no figure. While the period runs, the account as it would stand if it ended
    /// today with what is required to date.
    pub carried_out: f64,
    /// Part of the delivery that went to the carried deficit.
    pub applied_to_carried: f64,
    /// Part of the carried surplus that made up for a deficit of the period.
    pub used_of_carried: f64,
    /// Deficit that was set off against another ledger's at the end of the period; signed as the balance.
    pub set_off: f64,
    /// What lapsed at the end of the period: beyond a limit, too old, or wiped; signed as the balance.
    pub lapsed: f64,
    /// Deficit of the period that the agreement allows for a while, not below zero.
    pub allowed_deficit: f64,
    /// Unit of all of these.
    pub unit: String,
    /// The same unit with its factor to m³/s, hm³ or mm.
    #[serde(skip)]
    pub counted_in: AgreementUnit,
    /// How final.
    pub status: Status,
    /// Days that had a value, of days in the period so far.
    pub completeness: Completeness,
    /// The exception that stands behind it, if any.
    pub condition: Option<ConditionFact>,
    /// Whether this row is only advisory (a second yardstick).
    pub advisory: bool,
    /// Set while the period runs.
    pub running: Option<Running>,
}

/// A share by a split or schedule, in the agreement's unit.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ShareRow {
    /// Id for `explain`: `agreement/rule/party/label/share`.
    pub figure: String,
    /// Rule.
    pub rule: String,
    /// Article.
    pub article: String,
    /// Party.
    pub party: PartyId,
    /// Period.
    pub period: AccountingPeriod,
    /// Share; `None` when not assessable.
    pub value: Option<f64>,
    /// How final.
    pub status: Status,
    /// Days that had a value, of days in the period so far.
    pub completeness: Completeness,
    /// Unit.
    pub unit: String,
    /// How sure the agreement file is of the clauses behind it, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
    /// Which reading of the clauses.
    pub reading: String,
    /// Only advisory.
    pub advisory: bool,
}

/// A trigger of an agreement that fired, or could not be assessed.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TriggerRow {
    /// Id for `explain`: `agreement/rule/-/label/trigger`.
    pub figure: String,
    /// Rule.
    pub rule: String,
    /// Article.
    pub article: String,
    /// Period.
    pub period: AccountingPeriod,
    /// What it calls for, such as "consultation".
    pub level: String,
    /// Whether it fired; `None` when it cannot be assessed.
    pub fired: Option<bool>,
    /// The statistic that was tested.
    pub value: Option<f64>,
    /// The threshold; `None` where the test is no plain comparison.
    pub threshold: Option<f64>,
    /// Unit of both.
    pub unit: String,
    /// Which reading of the clauses.
    pub reading: String,
}

/// What stands behind a figure of an agreement, down to daily values; the engine goes on to readings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// What it is, in words.
    pub what: String,
    /// Value.
    pub value: Option<f64>,
    /// Unit.
    pub unit: String,
    /// Article.
    pub article: Option<String>,
    /// Rule, method or reason, in words ("30,000 by Annexure I; 35,000 by the proviso").
    pub because: Option<String>,
    /// Inputs.
    pub inputs: Vec<Trace>,
    /// Set on a leaf: these days of this station or series of the agreement.
    pub daily: Option<DailyRef>,
}

/// Days of one series of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DailyRef {
    /// Station or series id of the agreement.
    pub series: String,
    /// First and last day that went in.
    pub days: (NaiveDate, NaiveDate),
}
