//! Daily values that realise a case.

use chrono::{Duration, NaiveDate};
use thalweg::agreements::{Outcome, evaluate, shipped};
use thalweg::domain::PartyId;
use thalweg::domain::agreement::{Agreement, LedgerRow, ShareRow, TriggerRow};

use crate::support::{Given, agreement, day, span};

/// One acre-foot in m³ (US survey foot), one cubic foot a second in m³/s, by definition.
pub(super) const ACRE_FOOT_M3: f64 = 1_233.489_238_468_1;
pub(super) const CFS: f64 = 0.028_316_846_592;

/// The shipped agreement with this id.
pub(super) fn treaty(id: &str) -> Agreement {
    agreement(shipped(id).unwrap_or_else(|| panic!("{id} is not shipped")))
}

/// One of its rival readings.
pub(super) fn reading(id: &str, reading: &str) -> Agreement {
    let text = shipped(id).unwrap_or_else(|| panic!("{id} is not shipped"));
    let (variants, _) = thalweg::agreements::study::variants(text, id);
    variants
        .into_iter()
        .find(|variant| variant.label.id == reading)
        .map_or_else(
            || panic!("{id} has no reading {reading}"),
            |variant| variant.agreement,
        )
}

/// Days from the first to the last, both included.
pub(super) fn length(first: NaiveDate, last: NaiveDate) -> usize {
    usize::try_from((last - first).num_days() + 1).expect("days in order")
}

/// The same value on each day.
pub(super) fn even(first: &str, last: &str, value: f64) -> Vec<f64> {
    vec![value; length(day(first), day(last))]
}

/// A mean flow that gives this volume in hm³ from the first to the last day.
pub(super) fn flow_of(hm3: f64, first: &str, last: &str) -> f64 {
    hm3 * 1e6 / (86_400.0 * length(day(first), day(last)) as f64)
}

/// `values` with one day replaced.
pub(super) fn on(mut values: Vec<f64>, first: &str, date: NaiveDate, value: f64) -> Vec<f64> {
    let at = usize::try_from((date - day(first)).num_days()).expect("a day within");
    values[at] = value;
    values
}

pub(super) fn after(date: NaiveDate, days: i64) -> NaiveDate {
    date + Duration::days(days)
}

pub(super) fn evaluated(treaty: &Agreement, given: &Given, first: &str, last: &str) -> Outcome {
    evaluate(treaty, given, &span(first, last))
}

/// The row of a ledger or rule whose period holds a day.
pub(super) fn row_at<'o>(
    outcome: &'o Outcome,
    rule: &str,
    date: &str,
) -> Result<&'o LedgerRow, String> {
    let date = day(date);
    let mut rows = outcome.ledger.iter().filter(|row| row.rule == rule);
    rows.find(|row| row.period.days.0 <= date && date <= row.period.days.1)
        .ok_or_else(|| format!("no row of {rule} on {date}"))
}

/// Share of a party in the period that holds a day.
pub(super) fn share_at(outcome: &Outcome, rule: &str, party: &str, date: &str) -> Option<f64> {
    let date = day(date);
    let mut rows = outcome.shares.iter().filter(|row| is(row, rule, party));
    rows.find(|row| row.period.days.0 <= date && date <= row.period.days.1)?
        .value
}

/// All shares of a party.
pub(super) fn shares_of<'o>(
    outcome: &'o Outcome,
    rule: &'o str,
    party: &'o str,
) -> impl Iterator<Item = &'o ShareRow> {
    outcome
        .shares
        .iter()
        .filter(move |row| is(row, rule, party))
}

fn is(row: &ShareRow, rule: &str, party: &str) -> bool {
    row.rule == rule && row.party == PartyId::from(party)
}

/// The zone or call that a trigger gives, if it gives one.
pub(super) fn fired<'o>(outcome: &'o Outcome, rule: &str) -> Option<&'o TriggerRow> {
    let mut rows = outcome.triggers.iter();
    rows.find(|row| row.rule == rule && row.fired == Some(true))
}
