//! Rival readings beside the ordinary evaluation: only what differs is added.

use super::readings::{Reading, differ};
use super::subject::{is_same, margin, standing};
use crate::agreements::{Inputs, Outcome, Span, evaluate, past_traces};
use crate::domain::agreement::clauses::OWN_READING;
use crate::domain::agreement::{Agreement, LedgerRow, ShareRow, TriggerRow};

/// The id by which figures of an agreement begin under one of its rival readings: `agreement@reading`.
pub fn id_under(agreement: &Agreement, reading: &str) -> String {
    format!("{}@{reading}", agreement.id)
}

/// Evaluates an agreement as its file has it, and after its rows those rows of each rival reading that differ from
/// them. Each row names its reading; the figures of a rival reading begin with `agreement@reading`.
///
/// *Missing data*: a row with a figure and one without differ. Findings are those of the file's own reading.
pub fn evaluate_with_rivals(
    agreement: &Agreement,
    rivals: &[&Reading],
    inputs: &dyn Inputs,
    span: &Span,
) -> Outcome {
    let mut all = evaluate(agreement, inputs, span);
    let own = agreement
        .readings
        .first()
        .map_or(OWN_READING, |reading| &reading.id);
    name_rows(&mut all, own);
    let (n_ledger, n_shares, n_triggers) = (all.ledger.len(), all.shares.len(), all.triggers.len());
    for rival in rivals {
        let mut other = evaluate(&rival.agreement, inputs, span);
        let known = &all.ledger[..n_ledger];
        other
            .ledger
            .retain(|row| differs_from(known, row, same_row));
        past_traces(&rival.agreement, inputs, span, &mut other.ledger);
        let known = &all.shares[..n_shares];
        other
            .shares
            .retain(|share| differs_from(known, share, same_share));
        let known = &all.triggers[..n_triggers];
        other
            .triggers
            .retain(|trigger| differs_from(known, trigger, same_trigger));
        name_rows(&mut other, &rival.label.id);
        let prefix = id_under(agreement, &rival.label.id);
        let figures = (other.ledger.iter_mut().map(|row| &mut row.figure))
            .chain(other.shares.iter_mut().map(|share| &mut share.figure))
            .chain(other.triggers.iter_mut().map(|trigger| &mut trigger.figure));
        for figure in figures {
            if let Some(rest) = figure.strip_prefix(agreement.id.as_str()) {
                *figure = format!("{prefix}{rest}");
            }
        }
        all.ledger.append(&mut other.ledger);
        all.shares.append(&mut other.shares);
        all.triggers.append(&mut other.triggers);
    }
    past_traces(agreement, inputs, span, &mut all.ledger[..n_ledger]);
    all
}

fn name_rows(outcome: &mut Outcome, reading: &str) {
    let names = (outcome.ledger.iter_mut().map(|row| &mut row.reading))
        .chain(outcome.shares.iter_mut().map(|share| &mut share.reading))
        .chain(
            outcome
                .triggers
                .iter_mut()
                .map(|trigger| &mut trigger.reading),
        );
    for name in names {
        reading.clone_into(name);
    }
}

/// Whether none of the known rows is about the same thing with the same figures. Rows come in the order of their
/// periods, but a reading may have others, so that only a search is sure.
fn differs_from<T>(known: &[T], row: &T, same: fn(&T, &T) -> Option<bool>) -> bool {
    known
        .iter()
        .find_map(|other| same(other, row))
        .is_none_or(|is_same| !is_same)
}

/// `None` for rows about different things.
pub(super) fn same_row(a: &LedgerRow, b: &LedgerRow) -> Option<bool> {
    is_same(a, b).then(|| {
        standing(a) == standing(b)
            && !differ(margin(a), margin(b))
            && !differ(a.entitlement, b.entitlement)
            && !differ(a.delivered, b.delivered)
            && !differ(Some(a.carried_out), Some(b.carried_out))
            && !differ(Some(a.applied_to_carried), Some(b.applied_to_carried))
            && !differ(ahead(a), ahead(b))
    })
}

/// Where a running period stands by its own requirement: what a delivery fills first shows here before it
/// shows in a balance.
fn ahead(row: &LedgerRow) -> Option<f64> {
    row.running.as_ref().map(|running| running.ahead)
}

fn same_share(a: &ShareRow, b: &ShareRow) -> Option<bool> {
    let same_subject = a.period.days == b.period.days && a.rule == b.rule && a.party == b.party;
    same_subject.then(|| !differ(a.value, b.value))
}

fn same_trigger(a: &TriggerRow, b: &TriggerRow) -> Option<bool> {
    let same_subject = a.period.days == b.period.days && a.rule == b.rule && a.level == b.level;
    same_subject.then_some(a.fired == b.fired)
}
