//! Clauses that are read and kept, but not yet evaluated: each is said, never passed over in silence.

use super::run::Run;
use crate::domain::agreement::clauses::{CarryOver, DeliveredOf, MissingPolicy, Test};
use crate::domain::agreement::rules::{RuleKind, When};
use crate::domain::{Cause, Finding};

/// Adds one finding for each clause whose effect is missing from the figures.
pub(super) fn say(run: &mut Run<'_>) {
    let agreement = run.agreement;
    let mut pending: Vec<(String, String)> = Vec::new();
    for series in &agreement.series {
        let entry = format!("series {}", series.id);
        if series.missing == MissingPolicy::EstimateAndFlag {
            pending.push((
                entry.clone(),
                "the estimation of missing days is not yet evaluated; they stay missing".to_owned(),
            ));
        }
        for term in &series.terms {
            if let Some(loss) = &term.loss {
                pending.push((
                    entry.clone(),
                    format!(
                        "the loss {loss} is not yet evaluated; {} counts in full",
                        term.of.id()
                    ),
                ));
            }
        }
    }
    for condition in &agreement.conditions {
        let entry = format!("condition {}", condition.id);
        if has_fill(&condition.test) {
            pending.push((
                entry.clone(),
                "the filling of conservation storage is not yet evaluated; the condition counts as not assessable"
                    .to_owned(),
            ));
        }
        if condition.until.is_some() {
            pending.push((
                entry,
                "the early end of the condition is not yet evaluated; it holds for its whole period".to_owned(),
            ));
        }
    }
    for rule in agreement.rules.iter().filter(|rule| rule.enabled) {
        let is_pending = match &rule.kind {
            RuleKind::Cycle(_)
            | RuleKind::Carry(_)
            | RuleKind::CycleReset(_)
            | RuleKind::DeficitAllowance(_) => true,
            RuleKind::Trigger(trigger) => matches!(trigger.when, When::Ledger { .. }),
            RuleKind::Split(_)
            | RuleKind::Minimum(_)
            | RuleKind::Maximum(_)
            | RuleKind::Schedule(_)
            | RuleKind::Guarantee(_)
            | RuleKind::Scale(_) => false,
        };
        if is_pending {
            pending.push((
                format!("rule {}", rule.id),
                format!(
                    "a rule of kind {} is not yet evaluated here; it has no figures",
                    rule.kind.word()
                ),
            ));
        }
    }
    for ledger in &agreement.ledgers {
        let rests_on_cycle = ledger.entitlement.iter().any(|term| {
            let kind = agreement.rule(&term.rule).map(|rule| &rule.kind);
            matches!(kind, Some(RuleKind::Cycle(_)))
        });
        let credits_itself = ledger
            .delivered
            .iter()
            .any(|term| matches!(term.of, DeliveredOf::Credit(_)));
        if rests_on_cycle || credits_itself {
            pending.push((
                format!("ledger {}", ledger.id),
                "a ledger over a cycle of years is not yet evaluated; it has no rows".to_owned(),
            ));
        } else if matches!(ledger.carry, CarryOver::Rule(_)) || ledger.reset.is_some() {
            pending.push((
                format!("ledger {}", ledger.id),
                "its carry-over by a clause of its own is not yet evaluated; nothing is carried"
                    .to_owned(),
            ));
        }
    }
    for (entry, message) in pending {
        let finding = Finding::warning(Cause::Configuration, message)
            .hint("read the figures of this agreement without this clause");
        run.say(finding, &entry);
    }
}

fn has_fill(test: &Test) -> bool {
    match test {
        Test::All(tests) | Test::Any(tests) => tests.iter().any(has_fill),
        Test::Fill { .. } => true,
        Test::Ratio(_) | Test::Statistic { .. } => false,
    }
}
