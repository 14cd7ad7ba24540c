//! What clauses rest on: series by name, and each other.

use std::collections::BTreeSet;

use crate::domain::agreement::Agreement;
use crate::domain::agreement::amount::{Amount, DayOf};
use crate::domain::agreement::calendar::CalendarKind;
use crate::domain::agreement::clauses::{Condition, Lasting};
use crate::domain::agreement::ledger::Ledger;
use crate::domain::agreement::rules::{ChangeHow, Rule, RuleKind, ScheduleOf, Target};

/// A clause that has results of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Clause {
    /// A rule, by its place in the file.
    Rule(usize),
    /// A condition.
    Condition(usize),
    /// A ledger.
    Ledger(usize),
}

/// Which clauses rest on their own earlier periods, so that they are computed period by period.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Recursion {
    /// Of each rule.
    pub rules: Vec<bool>,
    /// Of each condition.
    pub conditions: Vec<bool>,
    /// Of each ledger.
    pub ledgers: Vec<bool>,
}

/// Every amount of a rule.
pub(super) fn amounts_of_rule(rule: &Rule) -> Vec<&Amount> {
    let mut all: Vec<&Amount> = rule.when.iter().collect();
    match &rule.kind {
        RuleKind::Split(split) => all.extend(split.of.iter().map(|stream| &stream.amount)),
        RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => {
            all.extend(limit.of.iter().map(|stream| &stream.amount));
            if let Target::Amount(amount) = &limit.target {
                all.push(amount);
            }
            all.extend(&limit.unless);
        }
        RuleKind::Schedule(schedule) => {
            all.extend(schedule.parties.iter().filter_map(|(_, of)| match of {
                ScheduleOf::Amount(amount) => Some(amount),
                ScheduleOf::Periods(_) => None,
            }));
            all.extend(&schedule.available);
        }
        RuleKind::Amount(named) => all.push(&named.amount),
        RuleKind::Change(change) => match &change.how {
            ChangeHow::Guarantee { grants, .. } | ChangeHow::Cap { grants } => {
                all.extend(grants.iter().map(|grant| &grant.amount));
            }
            ChangeHow::Scale { factor: amount, .. } | ChangeHow::Transfer { amount, .. } => {
                all.push(amount);
            }
        },
        RuleKind::Trigger(trigger) => all.extend(trigger.levels.iter().map(|level| &level.when)),
    }
    all
}

/// Every amount of a condition.
pub(super) fn amounts_of_condition(condition: &Condition) -> Vec<&Amount> {
    let mut all: Vec<&Amount> = condition.test.iter().collect();
    match &condition.lasting {
        Lasting::Period => {}
        Lasting::UntilMonth { test, .. } | Lasting::Latched { until: test, .. } => all.push(test),
    }
    all
}

/// Every amount of a ledger.
pub(super) fn amounts_of_ledger(ledger: &Ledger) -> Vec<&Amount> {
    let mut all = vec![&ledger.entitlement, &ledger.delivered];
    all.extend(&ledger.unless);
    all.extend(ledger.reset.iter().map(|reset| &reset.when));
    if let Some(carry) = &ledger.carry {
        all.extend(&carry.max_deficit);
        all.extend(&carry.max_surplus);
        all.extend(&carry.max_surplus_per_period);
        all.extend(&carry.max_use_per_period);
    }
    all
}

/// The rules that change another one, in file order; of those that are evaluated.
pub(super) fn changes_of<'a>(
    agreement: &'a Agreement,
    rule: &'a str,
) -> impl Iterator<Item = &'a Rule> {
    agreement
        .rules
        .iter()
        .filter(move |change| change.enabled && change.kind.modifies() == Some(rule))
}

/// Stations and series that an amount names.
pub(super) fn names_of<'a>(amount: &'a Amount, all: &mut BTreeSet<&'a str>) {
    amount.walk(&mut |part| {
        if let Amount::Day(DayOf::Series(id) | DayOf::StorageChange(id)) = part {
            all.insert(id);
        }
    });
}

/// Every amount of an agreement but for those of disabled rules and of series.
pub(super) fn amounts_in(agreement: &Agreement) -> Vec<&Amount> {
    let rules = agreement.rules.iter().filter(|rule| rule.enabled);
    let mut all: Vec<&Amount> = rules.flat_map(amounts_of_rule).collect();
    all.extend(agreement.conditions.iter().flat_map(amounts_of_condition));
    all.extend(agreement.ledgers.iter().flat_map(amounts_of_ledger));
    all
}

/// Stations and series that clauses name; those of disabled rules, and those that only a series rests on,
/// are not among them.
pub(super) fn names_in(agreement: &Agreement) -> BTreeSet<&str> {
    let mut all = BTreeSet::new();
    for amount in amounts_in(agreement) {
        names_of(amount, &mut all);
    }
    all
}

/// Clauses that a clause rests on directly.
fn below(agreement: &Agreement, clause: Clause) -> Vec<Clause> {
    let mut all = Vec::new();
    let amounts: Vec<&Amount> = match clause {
        Clause::Rule(at) => {
            let rule = &agreement.rules[at];
            let mut amounts = amounts_of_rule(rule);
            for change in changes_of(agreement, &rule.id) {
                amounts.extend(amounts_of_rule(change));
            }
            amounts
        }
        Clause::Condition(at) => amounts_of_condition(&agreement.conditions[at]),
        Clause::Ledger(at) => amounts_of_ledger(&agreement.ledgers[at]),
    };
    for amount in amounts {
        amount.walk(&mut |part| all.extend(clause_of(agreement, part)));
    }
    // The rule that a change belongs to is no cycle: the change sees its shares before.
    if let Clause::Rule(at) = clause {
        let own: Vec<&Amount> = amounts_of_rule(&agreement.rules[at]);
        let names_itself = own.iter().any(|amount| {
            let mut found = false;
            amount.walk(&mut |part| found |= clause_of(agreement, part) == Some(clause));
            found
        });
        if !names_itself {
            all.retain(|below| *below != clause);
        }
    }
    if let Some(calendar) = calendar_of(agreement, clause)
        && let Some(CalendarKind::Cycle {
            closes: Some(id), ..
        }) = agreement.calendar(calendar).map(|calendar| &calendar.kind)
    {
        let at = agreement.conditions.iter().position(|own| own.id == *id);
        all.extend(at.map(Clause::Condition));
    }
    all
}

fn clause_of(agreement: &Agreement, part: &Amount) -> Option<Clause> {
    match part {
        Amount::Rule { rule: id, .. } => {
            let at = agreement.rules.iter().position(|rule| rule.id == *id);
            at.map(Clause::Rule)
        }
        Amount::Condition(id) | Amount::Declared(id) | Amount::Met(id) => {
            let at = agreement.conditions.iter().position(|own| own.id == *id);
            at.map(Clause::Condition)
        }
        Amount::Ledger { ledger, .. } => {
            let at = agreement.ledgers.iter().position(|own| own.id == *ledger);
            at.map(Clause::Ledger)
        }
        _ => None,
    }
}

fn calendar_of(agreement: &Agreement, clause: Clause) -> Option<&str> {
    match clause {
        Clause::Rule(at) => agreement.rules[at].kind.calendar(),
        Clause::Condition(at) => agreement.conditions[at].scope.as_deref(),
        Clause::Ledger(at) => Some(&agreement.ledgers[at].calendar),
    }
}

/// Whether a clause can be reached from itself.
fn rests_on_itself(agreement: &Agreement, clause: Clause) -> bool {
    let mut open = below(agreement, clause);
    let mut seen: Vec<Clause> = Vec::new();
    while let Some(next) = open.pop() {
        if next == clause {
            return true;
        }
        if !seen.contains(&next) {
            seen.push(next);
            open.extend(below(agreement, next));
        }
    }
    false
}

/// Which clauses rest on their own earlier periods.
pub(super) fn recursion(agreement: &Agreement) -> Recursion {
    let of = |count: usize, clause: fn(usize) -> Clause| -> Vec<bool> {
        (0..count)
            .map(|at| rests_on_itself(agreement, clause(at)))
            .collect()
    };
    Recursion {
        rules: of(agreement.rules.len(), Clause::Rule),
        conditions: of(agreement.conditions.len(), Clause::Condition),
        ledgers: of(agreement.ledgers.len(), Clause::Ledger),
    }
}

/// The lowest confidence of the clauses that stand behind an amount; `None` where nothing is in doubt.
pub(super) fn confidence_of<'a>(
    agreement: &'a Agreement,
    amounts: impl IntoIterator<Item = &'a Amount>,
) -> Option<f64> {
    let mut least: Option<f64> = None;
    let mut open: Vec<&Amount> = amounts.into_iter().collect();
    let mut seen: Vec<Clause> = Vec::new();
    while let Some(amount) = open.pop() {
        let mut more = Vec::new();
        amount.walk(&mut |part| {
            let own = match part {
                Amount::Parameter(id) => agreement.parameter(id).and_then(|own| own.confidence),
                Amount::Table { table, .. } => {
                    agreement.table(table).and_then(|own| own.confidence)
                }
                _ => None,
            };
            least = lower(least, own);
            if let Some(clause) = clause_of(agreement, part)
                && !seen.contains(&clause)
            {
                seen.push(clause);
                more.push(clause);
            }
        });
        for clause in more {
            let (own, amounts) = match clause {
                Clause::Rule(at) => {
                    let rule = &agreement.rules[at];
                    (confidence_of_rule(agreement, rule), amounts_of_rule(rule))
                }
                Clause::Condition(at) => {
                    let condition = &agreement.conditions[at];
                    (condition.confidence, amounts_of_condition(condition))
                }
                Clause::Ledger(at) => {
                    let ledger = &agreement.ledgers[at];
                    (ledger.confidence, amounts_of_ledger(ledger))
                }
            };
            least = lower(least, own);
            open.extend(amounts);
        }
    }
    least
}

/// The lower of a rule's own confidence and that of the rules that change it.
pub(super) fn confidence_of_rule(agreement: &Agreement, rule: &Rule) -> Option<f64> {
    changes_of(agreement, &rule.id).fold(rule.confidence, |least, change| {
        lower(least, change.confidence)
    })
}

/// The lower of two confidences.
pub(super) fn lower(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}
