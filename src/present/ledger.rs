//! The ledger as bars: balances through the periods.

use std::collections::BTreeSet;

use super::Words;
use super::allocation::{BalanceBar, BalanceParts, BalanceView, PartyBalances};
use super::pace::{condition_facts, status_word};
use super::standing::party_index;
use super::words::unit_as_written;
use crate::domain::agreement::LedgerRow;
use crate::engine::Evaluation;

/// As many of the newest periods as a row of bars can show at all.
const MOST_PERIODS: usize = 400;

/// What belongs into one picture or one block of the table.
fn same_ledger(a: &LedgerRow, b: &LedgerRow) -> bool {
    a.agreement == b.agreement && a.reading == b.reading && a.rule == b.rule && a.unit == b.unit
}

/// Rows of each ledger together, ledgers in the order of their first row.
pub(super) fn ledgers(evaluation: &Evaluation) -> Vec<Vec<&LedgerRow>> {
    let mut ledgers: Vec<Vec<&LedgerRow>> = Vec::new();
    for row in &evaluation.ledger {
        match ledgers.iter_mut().find(|rows| same_ledger(rows[0], row)) {
            Some(rows) => rows.push(row),
            None => ledgers.push(vec![row]),
        }
    }
    ledgers
}

/// The rule in words with its article, and its reading where the agreement has rival ones.
pub(super) fn heading(evaluation: &Evaluation, row: &LedgerRow, words: &Words) -> String {
    let rule = heading_without_article(row);
    let heading = if row.article.is_empty() {
        rule
    } else {
        format!("{rule}, {}", row.article)
    };
    told_apart(evaluation, row, words, heading)
}

/// The same without the article, for a place that names it elsewhere.
pub(super) fn rule(evaluation: &Evaluation, row: &LedgerRow, words: &Words) -> String {
    told_apart(evaluation, row, words, heading_without_article(row))
}

/// What a reading is called: its title in the agreement, or its id.
pub(super) fn reading_words(evaluation: &Evaluation, row: &LedgerRow) -> String {
    title_of_reading(evaluation, row).unwrap_or_else(|| row.reading.replace('_', " "))
}

fn title_of_reading(evaluation: &Evaluation, row: &LedgerRow) -> Option<String> {
    let known = &evaluation.readings;
    known
        .iter()
        .find(|(agreement, id, _)| *agreement == row.agreement && *id == row.reading)
        .map(|(.., title)| title.clone())
        .filter(|title| !title.is_empty())
}

fn told_apart(
    evaluation: &Evaluation,
    row: &LedgerRow,
    words: &Words,
    mut heading: String,
) -> String {
    let has_rivals = evaluation.ledger.iter().any(|other| {
        other.agreement == row.agreement && other.rule == row.rule && other.reading != row.reading
    });
    if has_rivals {
        let reading = title_of_reading(evaluation, row).unwrap_or_else(|| {
            words.with(
                "ledger-reading",
                &[("reading", row.reading.as_str().into())],
            )
        });
        heading = format!("{heading} ({reading})");
    }
    if row.advisory {
        heading = format!("{heading} ({})", words.get("ledger-advisory"));
    }
    heading
}

/// One view per ledger: the balance of each party through the periods.
pub(super) fn balances(evaluation: &Evaluation, words: &Words) -> Vec<BalanceView> {
    let all = ledgers(evaluation);
    all.iter()
        .map(|rows| balance(evaluation, &whole(&all, rows), words))
        .collect()
}

/// A rival reading has rows only where its figures differ; elsewhere those of the agreement's own reading hold.
fn whole<'r>(all: &[Vec<&'r LedgerRow>], rows: &[&'r LedgerRow]) -> Vec<&'r LedgerRow> {
    let mut rows = rows.to_vec();
    let first = rows[0];
    let own = all.iter().find(|other| {
        let other = other[0];
        other.agreement == first.agreement
            && other.rule == first.rule
            && other.unit == first.unit
            && other.reading != first.reading
    });
    let is_own = all.iter().position(|other| std::ptr::eq(other[0], first))
        < own.and_then(|own| all.iter().position(|other| std::ptr::eq(other[0], own[0])));
    if let Some(own) = own.filter(|_| !is_own) {
        for row in own {
            let is_there = rows
                .iter()
                .any(|known| known.period.span == row.period.span && known.party == row.party);
            if !is_there {
                rows.push(row);
            }
        }
    }
    rows
}

fn balance(evaluation: &Evaluation, rows: &[&LedgerRow], words: &Words) -> BalanceView {
    let starts: BTreeSet<_> = rows.iter().map(|row| row.period.span.start).collect();
    let starts: Vec<_> = starts.into_iter().rev().take(MOST_PERIODS).rev().collect();
    let label = |start| {
        rows.iter()
            .find(|row| row.period.span.start == start)
            .map(|row| row.period.label.clone())
            .unwrap_or_default()
    };
    let parties: BTreeSet<usize> = rows
        .iter()
        .map(|row| party_index(&evaluation.basin, &row.party))
        .collect();
    let bars = |party: usize| {
        starts
            .iter()
            .map(|start| {
                let row = rows.iter().find(|row| {
                    row.period.span.start == *start
                        && party_index(&evaluation.basin, &row.party) == party
                });
                row.map_or_else(missing_bar, |row| BalanceBar {
                    balance: row.balance.filter(|balance| balance.is_finite()),
                    parts: parts(row),
                    status: row.status,
                    status_word: bar_word(row, words),
                    figure: row.figure.clone(),
                })
            })
            .collect()
    };
    BalanceView {
        id: format!("{}/{}", rows[0].agreement, rows[0].rule),
        agreement: rows[0].agreement.to_string(),
        clause: rows[0].rule.clone(),
        reading: rows[0].reading.clone(),
        ledger: heading_without_article(rows[0]),
        title: words.say(|words| heading(evaluation, rows[0], words)),
        rule: words.say(|words| rule(evaluation, rows[0], words)),
        kind: rows[0].kind,
        unit: unit_as_written(&rows[0].unit),
        periods: starts.iter().map(|start| label(*start)).collect(),
        parties: parties
            .into_iter()
            .map(|party| PartyBalances {
                party,
                bars: bars(party),
            })
            .collect(),
    }
}

/// A deficit that was carried in, as far as it is left, and what the period itself adds; to date while it runs.
fn parts(row: &LedgerRow) -> Option<BalanceParts> {
    if row.carried_in >= 0.0 {
        return None;
    }
    let (carried, own) = match &row.running {
        Some(running) => (running.carried_left, running.ahead),
        None => {
            let carried = row.carried_in + row.applied_to_carried;
            (carried, row.balance? - carried)
        }
    };
    (carried.is_finite() && own.is_finite()).then_some(BalanceParts { carried, own })
}

fn bar_word(row: &LedgerRow, words: &Words) -> String {
    let status = status_word(row.status, words);
    match &row.condition {
        Some(condition) => format!("{status}: {}", condition_facts(condition, words)),
        None => status,
    }
}

/// Stands where a party has no row in a period that another party has one in.
fn missing_bar() -> BalanceBar {
    BalanceBar {
        balance: None,
        parts: None,
        status: crate::domain::Status::NotAssessable,
        status_word: String::new(),
        figure: String::new(),
    }
}

/// The rule in words, or its id.
pub(super) fn heading_without_article(row: &LedgerRow) -> String {
    if row.title.is_empty() {
        row.rule.clone()
    } else {
        row.title.clone()
    }
}
