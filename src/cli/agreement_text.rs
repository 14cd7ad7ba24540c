//! What an agreement says, for a terminal: shares, ledger, running periods, triggers.

use super::evaluate::{english, number, rule_word};
use super::table::{Lean, table};
use crate::agreements::Outcome;
use crate::domain::agreement::{ConditionFact, LedgerRow};
use crate::present::status_word;

/// The sections that have rows.
pub(super) fn text(outcome: &Outcome) -> String {
    let sections = [
        ("Shares", shares(outcome)),
        ("Ledger", ledger(&outcome.ledger)),
        ("Running", running(&outcome.ledger)),
        ("Triggers", triggers(outcome)),
    ];
    let with_rows = sections.iter().filter(|(_, text)| !text.is_empty());
    let blocks: Vec<String> = with_rows
        .map(|(heading, text)| format!("{heading}\n{text}"))
        .collect();
    if blocks.is_empty() {
        return "nothing: no period of these days has a figure\n".to_owned();
    }
    blocks.join("\n")
}

/// A table without the columns in which no row has anything.
fn filled(columns: &[(&str, Lean)], rows: &[Vec<String>]) -> String {
    if rows.is_empty() {
        return String::new();
    }
    let keep: Vec<usize> = (0..columns.len())
        .filter(|n| rows.iter().any(|row| !row[*n].is_empty()))
        .collect();
    let columns: Vec<(&str, Lean)> = keep.iter().map(|n| columns[*n]).collect();
    let rows: Vec<Vec<String>> = rows
        .iter()
        .map(|row| keep.iter().map(|n| row[*n].clone()).collect())
        .collect();
    table(&columns, &rows)
}

/// A figure; nothing for a zero that says nothing.
fn carried(value: f64) -> String {
    if value == 0.0 {
        String::new()
    } else {
        format!("{value:.1}")
    }
}

fn shares(outcome: &Outcome) -> String {
    let columns = [
        ("rule", Lean::Left),
        ("article", Lean::Left),
        ("party", Lean::Left),
        ("period", Lean::Left),
        ("share", Lean::Right),
        ("unit", Lean::Left),
        ("", Lean::Left),
    ];
    let rows = outcome.shares.iter().map(|row| {
        let advisory = if row.advisory { "advisory" } else { "" };
        vec![
            rule_word(&row.rule, &row.reading),
            row.article.clone(),
            row.party.to_string(),
            row.period.label.clone(),
            number(row.value, 1),
            row.unit.clone(),
            advisory.to_owned(),
        ]
    });
    filled(&columns, &rows.collect::<Vec<_>>())
}

fn ledger(rows: &[LedgerRow]) -> String {
    let columns = [
        ("ledger", Lean::Left),
        ("party", Lean::Left),
        ("period", Lean::Left),
        ("entitlement", Lean::Right),
        ("carried in", Lean::Right),
        ("delivered", Lean::Right),
        ("balance", Lean::Right),
        ("carried out", Lean::Right),
        ("unit", Lean::Left),
        ("status", Lean::Left),
        ("exception", Lean::Left),
        ("", Lean::Left),
    ];
    let words = english();
    let rows = rows.iter().map(|row| {
        let advisory = if row.advisory { "advisory" } else { "" };
        vec![
            rule_word(&row.rule, &row.reading),
            row.party.to_string(),
            row.period.label.clone(),
            number(row.entitlement, 1),
            carried(row.carried_in),
            number(row.delivered, 1),
            number(row.balance, 1),
            carried(row.carried_out),
            row.unit.clone(),
            status_word(row.status, &words),
            row.condition.as_ref().map_or_else(String::new, facts),
            advisory.to_owned(),
        ]
    });
    filled(&columns, &rows.collect::<Vec<_>>())
}

/// Test and declaration are two facts.
fn facts(fact: &ConditionFact) -> String {
    let met = match fact.met {
        Some(true) => "test met",
        Some(false) => "test not met",
        None => "test not assessable",
    };
    match fact.declared {
        Some(true) => format!("{}: {met}, declared", fact.id),
        Some(false) => format!("{}: {met}, not declared", fact.id),
        None => format!("{}: {met}", fact.id),
    }
}

fn running(rows: &[LedgerRow]) -> String {
    let columns = [
        ("ledger", Lean::Left),
        ("period", Lean::Left),
        ("known to", Lean::Left),
        ("required to date", Lean::Right),
        ("ahead", Lean::Right),
        ("of carried in", Lean::Right),
        ("remaining", Lean::Right),
        ("unit", Lean::Left),
        ("needs m³/s", Lean::Right),
        ("years that close", Lean::Right),
    ];
    let rows = rows.iter().filter_map(|row| {
        let running = row.running.as_ref()?;
        let pace = running.pace_needed_m3s;
        let chance = running.chance_in_balance;
        Some(vec![
            rule_word(&row.rule, &row.reading),
            row.period.label.clone(),
            running.to.to_string(),
            format!("{:.1}", running.required_to_date),
            format!("{:+.1}", running.ahead),
            carried(running.carried_left),
            format!("{:.1}", running.remaining),
            row.unit.clone(),
            pace.map_or_else(String::new, |pace| format!("{pace:.2}")),
            chance.map_or_else(String::new, |part| format!("{:.0} %", 100.0 * part)),
        ])
    });
    filled(&columns, &rows.collect::<Vec<_>>())
}

fn triggers(outcome: &Outcome) -> String {
    let rows = outcome.triggers.iter().map(|row| {
        let fired = match row.fired {
            Some(true) => "fired",
            Some(false) => "not fired",
            None => "not assessable",
        };
        format!(
            "{} [{}] {}: {} {fired}\n",
            rule_word(&row.rule, &row.reading),
            row.article,
            row.period.label,
            row.level
        )
    });
    rows.collect()
}
