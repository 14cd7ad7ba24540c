//! The effect of a proposed rule: the ledger of all past years as it is, and as it would have been.
//!
//! *What it tells*: who would have gained how much water in which period. *Rule*: change = after − before of the
//! margin. *Missing data*: a change needs a figure on both sides; a row that exists on one side only has none, and is
//! named.

use super::subject::{Cell, Subject, align};
use super::volume::Volume;
use crate::agreements::{Inputs, Span, evaluate};
use crate::domain::agreement::{Agreement, LedgerRow};
use crate::domain::{Findings, PartyId};

/// Ledgers before and after a change of the agreement.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Effect {
    /// The changes, as a person typed them.
    pub changes: Vec<String>,
    /// One line a balance.
    pub rows: Vec<EffectRow>,
    /// One line an account.
    pub sums: Vec<EffectSum>,
    /// What a person should know of the ledger after the change.
    #[serde(skip)]
    pub findings: Findings,
}

/// One balance before and after.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct EffectRow {
    /// Which balance.
    #[serde(flatten)]
    pub subject: Subject,
    /// As the agreement is; `None` where it has no such row.
    pub before: Option<Cell>,
    /// As it would be; `None` where it would have no such row.
    pub after: Option<Cell>,
    /// Margin after − margin before; `None` unless both are there in the same unit.
    pub change: Option<Volume>,
    /// The part of it that the period itself adds, without what was carried into it.
    pub own_change: Option<Volume>,
    /// Whether it stands on another side of nothing, or for another reason, than before.
    pub standing_changes: bool,
}

/// An account over all its periods.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct EffectSum {
    /// Ledger or rule.
    pub rule: String,
    /// The same in words.
    pub title: String,
    /// Party.
    pub party: PartyId,
    /// Unit.
    pub unit: String,
    /// Periods with a figure before and after.
    pub n_periods: usize,
    /// Periods that stand elsewhere than before.
    pub n_standing_changes: usize,
    /// Sum of the changes in `unit`, each without what was carried in, so that nothing counts twice.
    pub change: f64,
    /// The same in hm³; `None` where it is no water.
    pub change_hm3: Option<f64>,
}

/// Evaluates the agreement before and after the change on the same data.
///
/// *Units*: those of the ledgers. *Missing data*: see the module.
pub fn effect(
    (before, after): (&Agreement, &Agreement),
    changes: Vec<String>,
    inputs: &dyn Inputs,
    span: &Span,
) -> Effect {
    let old = evaluate(before, inputs, span);
    let new = evaluate(after, inputs, span);
    let mut rows = Vec::new();
    let mut sums: Vec<EffectSum> = Vec::new();
    for line in align(&[old.ledger.as_slice(), new.ledger.as_slice()]) {
        if let Some(row) = row(line[0], line[1]) {
            add(&mut sums, &row);
            rows.push(row);
        }
    }
    Effect {
        changes,
        rows,
        sums,
        findings: new.findings,
    }
}

fn row(before: Option<&LedgerRow>, after: Option<&LedgerRow>) -> Option<EffectRow> {
    let subject = Subject::of(after.or(before)?);
    let same_unit = before.zip(after).filter(|(a, b)| a.unit == b.unit);
    let (before, cell) = (before.map(Cell::of), after.map(Cell::of));
    let difference = |of: fn(&Cell) -> Option<f64>| {
        let (_, row) = same_unit?;
        let (old, new) = (of(before.as_ref()?)?, of(cell.as_ref()?)?);
        Some(Volume::of(row, new - old))
    };
    let (change, own_change) = (difference(|cell| cell.margin), difference(Cell::own));
    let standing = |cell: &Option<Cell>| cell.as_ref().map(|cell| cell.standing);
    Some(EffectRow {
        subject,
        standing_changes: standing(&before) != standing(&cell),
        before,
        after: cell,
        change,
        own_change,
    })
}

fn add(sums: &mut Vec<EffectSum>, row: &EffectRow) {
    let subject = &row.subject;
    let known = sums
        .iter()
        .position(|sum| sum.rule == subject.rule && sum.party == subject.party);
    let place = known.unwrap_or_else(|| {
        sums.push(EffectSum {
            rule: subject.rule.clone(),
            title: subject.title.clone(),
            party: subject.party.clone(),
            unit: subject.unit.clone(),
            n_periods: 0,
            n_standing_changes: 0,
            change: 0.0,
            change_hm3: Some(0.0),
        });
        sums.len() - 1
    });
    let sum = &mut sums[place];
    sum.n_standing_changes += usize::from(row.standing_changes);
    let Some(own) = &row.own_change else {
        return;
    };
    sum.n_periods += 1;
    sum.change += own.value;
    sum.change_hm3 = sum.change_hm3.zip(own.hm3).map(|(total, own)| total + own);
}
