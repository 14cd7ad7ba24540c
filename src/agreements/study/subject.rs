//! Which balance a study is about, what one ledger says of it, and ledgers laid side by side.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use crate::domain::agreement::rules::exceeds;
use crate::domain::agreement::{AccountingPeriod, LedgerRow, RowKind};
use crate::domain::{AgreementId, Completeness, PartyId, Status};

/// A balance: of one account, one party, one period.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Subject {
    /// Agreement.
    pub agreement: AgreementId,
    /// Ledger or rule; `rule:stream` for one of several streams.
    pub rule: String,
    /// The same in words.
    pub title: String,
    /// What the delivery is held against.
    pub kind: RowKind,
    /// Article.
    pub article: String,
    /// Party that the water is due to.
    pub party: PartyId,
    /// Period.
    pub period: AccountingPeriod,
    /// Unit of every figure about it that names no other.
    pub unit: String,
    /// Only a second yardstick.
    pub advisory: bool,
    /// Whether the period still runs.
    pub running: bool,
}

impl Subject {
    pub(super) fn of(row: &LedgerRow) -> Self {
        Self {
            agreement: row.agreement.clone(),
            rule: account(row).to_owned(),
            title: row.title.clone(),
            kind: row.kind,
            article: row.article.clone(),
            party: row.party.clone(),
            period: row.period.clone(),
            unit: row.unit.clone(),
            advisory: row.advisory,
            running: row.running.is_some(),
        }
    }
}

/// On which side of nothing a balance stands. Above is a surplus of what was due, or an excess over a maximum.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// More than was due; for a maximum, more than the limit.
    Above,
    /// Exactly what was due, to nine digits.
    Even,
    /// Less than was due; for a maximum, room below the limit.
    Below,
    /// The difference is smaller than the measurement error: the instruments do not tell on which side it is.
    WithinError,
    /// An exception switched the obligation off.
    Exempt,
    /// A clause reset the account.
    Reset,
    /// There is no figure.
    NotAssessable,
}

/// What one ledger says of a balance.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Cell {
    /// Id of the figure in its own ledger.
    pub figure: String,
    /// Due to the party, in the subject's unit; `None` when not assessable.
    pub entitlement: Option<f64>,
    /// Credited to it.
    pub delivered: Option<f64>,
    /// From the period before.
    pub carried_in: f64,
    /// As the ledger has it: `delivered - entitlement + carried_in`.
    pub balance: Option<f64>,
    /// To the period after.
    pub carried_out: f64,
    /// Part of the delivery that went to a carried deficit.
    pub applied_to_carried: f64,
    /// While the period runs: its own delivery less what is due to date and what went to a carried deficit.
    pub ahead: Option<f64>,
    /// While the period runs: what is left of the amount carried in, signed as a balance.
    pub carried_left: Option<f64>,
    /// What is judged: the balance; while the period runs, against what is due to date.
    pub margin: Option<f64>,
    /// How final.
    pub status: Status,
    /// Days behind it.
    pub completeness: Completeness,
    /// On which side of nothing the margin stands.
    pub standing: Standing,
}

impl Cell {
    pub(super) fn of(row: &LedgerRow) -> Self {
        Self {
            figure: row.figure.clone(),
            entitlement: row.entitlement,
            delivered: row.delivered,
            carried_in: row.carried_in,
            balance: row.balance,
            carried_out: row.carried_out,
            applied_to_carried: row.applied_to_carried,
            ahead: row.running.as_ref().map(|running| running.ahead),
            carried_left: row.running.as_ref().map(|running| running.carried_left),
            margin: margin(row),
            status: row.status,
            completeness: row.completeness,
            standing: standing(row),
        }
    }

    /// What the period itself adds, without what was carried into it.
    pub(super) fn own(&self) -> Option<f64> {
        self.margin.map(|margin| margin - self.carried_in)
    }
}

/// Balance of a closed period; of a running one, what is delivered beyond what is due to date.
pub(super) fn margin(row: &LedgerRow) -> Option<f64> {
    let balance = row.balance?;
    match (&row.running, row.entitlement) {
        (Some(running), Some(entitlement)) => {
            Some(balance + entitlement - running.required_to_date)
        }
        _ => Some(balance),
    }
}

/// Standing of a row by its own figures.
pub(super) fn standing(row: &LedgerRow) -> Standing {
    match row.status {
        Status::Exempt => Standing::Exempt,
        Status::Reset => Standing::Reset,
        Status::NotAssessable => Standing::NotAssessable,
        Status::Provisional | Status::Final => match margin(row) {
            None => Standing::NotAssessable,
            Some(margin) => side(margin, row.entitlement.unwrap_or(0.0)),
        },
    }
}

/// On which side of nothing a margin stands, to nine digits of what is due.
pub(super) fn side(margin: f64, due: f64) -> Standing {
    let due = due.abs();
    if margin.is_nan() {
        Standing::NotAssessable
    } else if exceeds(due + margin, due) {
        Standing::Above
    } else if exceeds(due, due + margin) {
        Standing::Below
    } else {
        Standing::Even
    }
}

/// Account, party, first and last day.
pub(super) type Key<'r> = (&'r str, &'r str, NaiveDate, NaiveDate);

pub(super) fn key(row: &LedgerRow) -> Key<'_> {
    let (first, last) = row.period.days;
    (account(row), row.party.as_str(), first, last)
}

/// Whether two rows are about the same balance.
pub(super) fn is_same(a: &LedgerRow, b: &LedgerRow) -> bool {
    key(a) == key(b)
}

/// The ledger or rule as its figure names it: a rule that is applied to each of several streams has an account a
/// stream.
fn account(row: &LedgerRow) -> &str {
    row.figure.split('/').nth(1).unwrap_or(&row.rule)
}

/// Ledgers side by side: one line a balance, one cell a ledger. The order is that of the first ledger; what only
/// a later one has follows in its order.
pub(super) fn align<'r>(ledgers: &[&'r [LedgerRow]]) -> Vec<Vec<Option<&'r LedgerRow>>> {
    let mut lines: Vec<Vec<Option<&LedgerRow>>> = Vec::new();
    let mut places: BTreeMap<Key<'r>, usize> = BTreeMap::new();
    for (n, ledger) in ledgers.iter().enumerate() {
        for row in *ledger {
            let place = *places.entry(key(row)).or_insert_with(|| {
                lines.push(vec![None; ledgers.len()]);
                lines.len() - 1
            });
            lines[place][n] = Some(row);
        }
    }
    lines
}
