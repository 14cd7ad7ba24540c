//! No clause rests on itself: series, conditions, rules, ledgers and the calendars that close early.

use std::collections::BTreeMap;

use super::check::Check;
use crate::domain::agreement::Agreement;
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::calendar::CalendarKind;
use crate::domain::agreement::clauses::{Condition, Lasting};
use crate::domain::agreement::ledger::Ledger;
use crate::domain::agreement::rules::{Change, ChangeHow, Rule, RuleKind, ScheduleOf, Target};

/// What rests on what, by names such as "rule formula".
type Graph = BTreeMap<String, Vec<String>>;

/// Names every circle once, at the clause of it that stands first in the alphabet.
pub(super) fn check(agreement: &Agreement, check: &Check<'_, '_>) {
    let graph = graph(agreement);
    let mut named: Vec<Vec<String>> = Vec::new();
    for start in graph.keys() {
        let Some(path) = circle(&graph, start) else {
            continue;
        };
        let mut members = path.clone();
        members.sort();
        members.dedup();
        if named.contains(&members) {
            continue;
        }
        let mut words = path;
        words.push(start.clone());
        check.fault(
            start,
            "",
            format!("the clause rests on itself: {}", words.join(" → ")),
            "take one of the amounts from an earlier period, with previous(x)",
        );
        named.push(members);
    }
}

/// A shortest way from a clause back to itself.
fn circle(graph: &Graph, start: &str) -> Option<Vec<String>> {
    let mut paths: Vec<Vec<String>> = vec![vec![start.to_owned()]];
    let mut seen: Vec<String> = Vec::new();
    while !paths.is_empty() {
        let mut longer = Vec::new();
        for path in paths {
            let last = path.last()?;
            for next in graph.get(last).into_iter().flatten() {
                if next == start {
                    return Some(path);
                }
                if !seen.contains(next) {
                    seen.push(next.clone());
                    let mut on = path.clone();
                    on.push(next.clone());
                    longer.push(on);
                }
            }
        }
        paths = longer;
    }
    None
}

fn graph(agreement: &Agreement) -> Graph {
    let mut graph = Graph::new();
    for condition in &agreement.conditions {
        let mut edges = Vec::new();
        of_condition(condition, &mut edges);
        graph.insert(format!("condition {}", condition.id), edges);
    }
    for rule in &agreement.rules {
        let name = format!("rule {}", rule.id);
        let mut edges = Vec::new();
        of_rule(rule, &mut edges);
        // What changes a rule is part of what it gives; there the rule stands for itself before the changes.
        if let RuleKind::Change(change) = &rule.kind {
            let changed = format!("rule {}", change.modifies);
            edges.retain(|edge| *edge != changed);
            graph.entry(changed).or_default().append(&mut edges);
        } else {
            graph.entry(name).or_default().append(&mut edges);
        }
    }
    for ledger in &agreement.ledgers {
        let mut edges = Vec::new();
        of_ledger(ledger, &mut edges);
        graph.insert(format!("ledger, {}", ledger.id), edges);
    }
    for calendar in &agreement.calendars {
        if let CalendarKind::Cycle {
            closes: Some(closes),
            ..
        } = &calendar.kind
        {
            graph.insert(
                format!("calendar, {}", calendar.id),
                vec![format!("condition {closes}")],
            );
        }
    }
    graph
}

/// What an amount rests on in the same period.
fn gather(amount: &Amount, edges: &mut Vec<String>) {
    match amount {
        Amount::Rule { rule, .. } => edges.push(format!("rule {rule}")),
        Amount::Condition(id) | Amount::Met(id) => edges.push(format!("condition {id}")),
        Amount::Ledger { ledger, .. } => edges.push(format!("ledger, {ledger}")),
        Amount::Over { calendar, .. } | Amount::Total { calendar, .. } => {
            edges.push(format!("calendar, {calendar}"));
        }
        // An earlier period is settled before this one.
        Amount::Previous { .. } => return,
        _ => {}
    }
    for part in amount.parts() {
        gather(part, edges);
    }
}

fn of_condition(condition: &Condition, edges: &mut Vec<String>) {
    condition.test.iter().for_each(|test| gather(test, edges));
    match &condition.lasting {
        Lasting::Period => {}
        Lasting::UntilMonth { test, .. } => gather(test, edges),
        Lasting::Latched { until, .. } => gather(until, edges),
    }
    edges.extend(condition.scope.iter().map(|id| format!("calendar, {id}")));
}

fn of_rule(rule: &Rule, edges: &mut Vec<String>) {
    rule.when.iter().for_each(|test| gather(test, edges));
    edges.extend(rule.kind.calendar().map(|id| format!("calendar, {id}")));
    match &rule.kind {
        RuleKind::Split(split) => split
            .of
            .iter()
            .for_each(|stream| gather(&stream.amount, edges)),
        RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => {
            limit
                .of
                .iter()
                .for_each(|stream| gather(&stream.amount, edges));
            if let Target::Amount(target) = &limit.target {
                gather(target, edges);
            }
            limit.unless.iter().for_each(|test| gather(test, edges));
        }
        RuleKind::Schedule(schedule) => {
            for (_, of) in &schedule.parties {
                if let ScheduleOf::Amount(amount) = of {
                    gather(amount, edges);
                }
            }
            schedule
                .available
                .iter()
                .for_each(|amount| gather(amount, edges));
        }
        RuleKind::Amount(amount) => gather(&amount.amount, edges),
        RuleKind::Change(change) => of_change(change, edges),
        RuleKind::Trigger(trigger) => trigger
            .levels
            .iter()
            .for_each(|level| gather(&level.when, edges)),
    }
}

fn of_change(change: &Change, edges: &mut Vec<String>) {
    match &change.how {
        ChangeHow::Guarantee { grants, .. } | ChangeHow::Cap { grants } => {
            grants.iter().for_each(|grant| gather(&grant.amount, edges));
        }
        ChangeHow::Scale { factor, .. } => gather(factor, edges),
        ChangeHow::Transfer { amount, .. } => gather(amount, edges),
    }
}

fn of_ledger(ledger: &Ledger, edges: &mut Vec<String>) {
    edges.push(format!("calendar, {}", ledger.calendar));
    gather(&ledger.entitlement, edges);
    gather(&ledger.delivered, edges);
    ledger.unless.iter().for_each(|test| gather(test, edges));
    ledger
        .reset
        .iter()
        .for_each(|reset| gather(&reset.when, edges));
    let Some(carry) = &ledger.carry else {
        return;
    };
    for limit in [
        &carry.max_deficit,
        &carry.max_surplus,
        &carry.max_surplus_per_period,
        &carry.max_use_per_period,
    ] {
        limit.iter().for_each(|amount| gather(amount, edges));
    }
}
