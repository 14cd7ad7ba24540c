//! Rival readings of a clause, computed side by side instead of argued.
//!
//! *What it tells*: in which periods it matters which reading is taken, and by how much. *Rule*: each reading is the
//! whole agreement with the changes that the file lists under it; ledgers, shares and triggers are compared.
//! *Missing data*: where one reading has a figure and the other has none, they differ.

use chrono::NaiveDate;

use super::rivals::same_row;
use super::subject::{Cell, Subject, align};
use super::volume::Volume;
use crate::agreements::{Inputs, Outcome, Span, evaluate};
use crate::domain::agreement::rules::exceeds;
use crate::domain::agreement::{Agreement, LedgerRow, clauses};
use crate::domain::{Findings, PartyId};

/// One reading: the agreement as it is then.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// How it is named.
    pub label: ReadingLabel,
    /// The agreement under this reading.
    pub agreement: Agreement,
}

/// How a reading is named.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ReadingLabel {
    /// Id; `agreed` for the agreement as its file has it.
    pub id: String,
    /// In words.
    pub title: String,
    /// The clause that is read.
    pub article: String,
}

impl ReadingLabel {
    pub(super) fn of(said: &clauses::Reading) -> Self {
        Self {
            id: said.id.clone(),
            title: said.title.clone(),
            article: said.article.clone().unwrap_or_default(),
        }
    }
}

/// Ledgers under several readings.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RivalReadings {
    /// The readings; the agreement as its file has it first.
    pub readings: Vec<ReadingLabel>,
    /// One line a balance.
    pub rows: Vec<ReadingRow>,
    /// When they differ: by rule and party, days joined where they touch.
    pub differs: Vec<Differs>,
    /// What a person should know.
    #[serde(skip)]
    pub findings: Findings,
}

/// One balance under several readings.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ReadingRow {
    /// Which balance.
    #[serde(flatten)]
    pub subject: Subject,
    /// What each reading says, in the order of the readings; `None` where it has no such row.
    pub cells: Vec<Option<Cell>>,
    /// Whether they differ: in a figure, a status or the existence of the row.
    pub differs: bool,
    /// Distance between the largest and the smallest margin; `None` with fewer than two figures.
    pub difference: Option<Volume>,
}

/// A stretch of days on which the readings differ about one rule and party.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Differs {
    /// Ledger or rule.
    pub rule: String,
    /// Party; `None` for a trigger.
    pub party: Option<PartyId>,
    /// Whether it is a balance, a share or a trigger.
    pub what: DiffersIn,
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Periods in it.
    pub n_periods: usize,
}

/// In what readings differ.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DiffersIn {
    /// A row of a ledger.
    Balance,
    /// A share.
    Share,
    /// Whether a trigger fires.
    Trigger,
}

/// Evaluates every reading on the same data.
///
/// *Units*: those of the ledgers. *Missing data*: see the module.
pub fn readings(readings: &[Reading], inputs: &dyn Inputs, span: &Span) -> RivalReadings {
    let mut findings = Findings::new();
    let mut outcomes: Vec<Outcome> = Vec::new();
    for reading in readings {
        let outcome = evaluate(&reading.agreement, inputs, span);
        for finding in outcome.findings.iter() {
            if !findings.iter().any(|known| known == finding) {
                findings.push(finding.clone());
            }
        }
        outcomes.push(outcome);
    }
    let columns: Vec<&[LedgerRow]> = outcomes.iter().map(|o| o.ledger.as_slice()).collect();
    let rows: Vec<ReadingRow> = align(&columns)
        .iter()
        .filter_map(|line| row(line))
        .collect();
    let mut differs = Stretches::default();
    for row in rows.iter().filter(|row| row.differs) {
        let subject = &row.subject;
        let what = (DiffersIn::Balance, &subject.rule, Some(&subject.party));
        differs.add(what, subject.period.days);
    }
    differs.shares(&outcomes);
    differs.triggers(&outcomes);
    RivalReadings {
        readings: readings.iter().map(|r| r.label.clone()).collect(),
        rows,
        differs: differs.all,
        findings,
    }
}

fn row(line: &[Option<&LedgerRow>]) -> Option<ReadingRow> {
    let first = line.iter().copied().flatten().next()?;
    let cells: Vec<Option<Cell>> = line.iter().map(|row| row.map(Cell::of)).collect();
    let margins: Vec<f64> = cells.iter().flatten().filter_map(|c| c.margin).collect();
    let difference = (margins.len() > 1).then(|| {
        let largest = margins.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let smallest = margins.iter().copied().fold(f64::INFINITY, f64::min);
        Volume::of(first, largest - smallest)
    });
    let differs = line.windows(2).any(|pair| match (pair[0], pair[1]) {
        (Some(a), Some(b)) => same_row(a, b) == Some(false),
        (None, None) => false,
        _ => true,
    });
    Some(ReadingRow {
        subject: Subject::of(first),
        cells,
        differs,
        difference,
    })
}

/// Whether two figures differ by more than their last digits, or only one of them is there.
pub(super) fn differ(a: Option<f64>, b: Option<f64>) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => exceeds(a, b) || exceeds(b, a),
        (None, None) => false,
        _ => true,
    }
}

/// Periods joined to stretches of days.
#[derive(Default)]
struct Stretches {
    all: Vec<Differs>,
}

type What<'a> = (DiffersIn, &'a String, Option<&'a PartyId>);

impl Stretches {
    fn add(&mut self, (what, rule, party): What<'_>, (from, to): (NaiveDate, NaiveDate)) {
        let last = self.all.iter_mut().rev().find(|known| {
            known.what == what && known.rule == *rule && known.party.as_ref() == party
        });
        if let Some(last) = last
            && last.to.succ_opt().is_some_and(|next| from <= next)
            && from >= last.from
        {
            last.to = last.to.max(to);
            last.n_periods += 1;
            return;
        }
        self.all.push(Differs {
            rule: rule.clone(),
            party: party.cloned(),
            what,
            from,
            to,
            n_periods: 1,
        });
    }

    fn shares(&mut self, outcomes: &[Outcome]) {
        let Some((first, others)) = outcomes.split_first() else {
            return;
        };
        for share in &first.shares {
            let same = |outcome: &Outcome| {
                let other = outcome.shares.iter().find(|other| {
                    other.rule == share.rule
                        && other.party == share.party
                        && other.period.days == share.period.days
                });
                other.is_some_and(|other| !differ(other.value, share.value))
            };
            if !others.iter().all(same) {
                let what = (DiffersIn::Share, &share.rule, Some(&share.party));
                self.add(what, share.period.days);
            }
        }
    }

    fn triggers(&mut self, outcomes: &[Outcome]) {
        let Some((first, others)) = outcomes.split_first() else {
            return;
        };
        for trigger in &first.triggers {
            let same = |outcome: &Outcome| {
                let other = outcome.triggers.iter().find(|other| {
                    other.rule == trigger.rule && other.period.days == trigger.period.days
                });
                other.is_some_and(|other| other.fired == trigger.fired)
            };
            if !others.iter().all(same) {
                self.add(
                    (DiffersIn::Trigger, &trigger.rule, None),
                    trigger.period.days,
                );
            }
        }
    }
}
