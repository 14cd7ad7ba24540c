//! Facts that no clause asks for: a misspelt declaration would otherwise never be missed.

use std::collections::BTreeSet;

use super::facts::{Declaration, Facts};
use super::references::{amounts_of_condition, amounts_of_ledger, amounts_of_rule};
use crate::domain::agreement::Agreement;
use crate::domain::agreement::amount::Amount;
use crate::domain::spelling::nearest;
use crate::domain::{AgreementId, Cause, Finding, Findings};

/// Warns of facts that none of these agreements asks for; `file` is where they stand, as a person knows it.
pub fn stray_facts(facts: &Facts, agreements: &[&Agreement], file: &str) -> Findings {
    let mut findings = Findings::new();
    for (kind, agreement, id) in names(facts) {
        let meant: Vec<&Agreement> = agreements
            .iter()
            .copied()
            .filter(|one| agreement.is_none_or(|id| one.id == *id))
            .collect();
        let known: BTreeSet<&str> = meant.iter().flat_map(|one| kind.known(one)).collect();
        if !known.contains(id) {
            let hint = nearest(id, known.iter().copied()).map_or_else(
                || "correct the name, or remove the fact".to_owned(),
                |near| format!("did you mean {near}?"),
            );
            let message = format!("no agreement here asks for the {} \"{id}\"", kind.word());
            findings.push(stray(kind, id, message, file).hint(hint));
        }
    }
    for declaration in &facts.declarations {
        findings.push_some(by_another(declaration, agreements, file));
    }
    findings
}

/// What a fact is about.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Condition,
    Ledger,
    Series,
    Value,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Condition => "condition",
            Self::Ledger => "ledger",
            Self::Series => "forecast of",
            Self::Value => "value",
        }
    }

    /// The table of the facts.
    fn table(self) -> &'static str {
        match self {
            Self::Condition => "declaration",
            Self::Ledger => "opening_balance",
            Self::Series => "forecast",
            Self::Value => "value",
        }
    }

    /// Names that an agreement asks for.
    fn known(self, agreement: &Agreement) -> Vec<&str> {
        match self {
            Self::Condition => agreement
                .conditions
                .iter()
                .map(|condition| condition.id.as_str())
                .collect(),
            Self::Ledger => agreement
                .ledgers
                .iter()
                .map(|ledger| ledger.id.as_str())
                .collect(),
            Self::Series | Self::Value => {
                let mut known = Vec::new();
                for amount in amounts(agreement) {
                    amount.walk(&mut |part| match part {
                        Amount::Forecast { series, .. } if self == Self::Series => {
                            known.push(series.as_str());
                        }
                        Amount::Fact { name, .. } if self == Self::Value => {
                            known.push(name.as_str());
                        }
                        _ => {}
                    });
                }
                known
            }
        }
    }
}

/// Every amount of the clauses.
fn amounts(agreement: &Agreement) -> Vec<&Amount> {
    let rules = agreement.rules.iter().flat_map(amounts_of_rule);
    let conditions = agreement.conditions.iter().flat_map(amounts_of_condition);
    let ledgers = agreement.ledgers.iter().flat_map(amounts_of_ledger);
    rules.chain(conditions).chain(ledgers).collect()
}

/// Each fact with the agreement that it is narrowed to, and the name that it is for.
fn names(facts: &Facts) -> Vec<(Kind, Option<&AgreementId>, &str)> {
    let declarations = facts.declarations.iter().map(|fact| {
        (
            Kind::Condition,
            fact.agreement.as_ref(),
            fact.condition.as_str(),
        )
    });
    let balances = facts
        .opening_balances
        .iter()
        .map(|fact| (Kind::Ledger, fact.agreement.as_ref(), fact.ledger.as_str()));
    let forecasts = facts
        .forecasts
        .iter()
        .map(|fact| (Kind::Series, fact.agreement.as_ref(), fact.series.as_str()));
    let values = facts
        .values
        .iter()
        .map(|fact| (Kind::Value, fact.agreement.as_ref(), fact.name.as_str()));
    let mut all: Vec<(Kind, Option<&AgreementId>, &str)> = Vec::new();
    for fact in declarations.chain(balances).chain(forecasts).chain(values) {
        if !all.contains(&fact) {
            all.push(fact);
        }
    }
    all
}

/// A declaration by a party that the condition does not name.
fn by_another(declaration: &Declaration, agreements: &[&Agreement], file: &str) -> Option<Finding> {
    let mut parties = Vec::new();
    for agreement in agreements {
        let is_meant = declaration
            .agreement
            .as_ref()
            .is_none_or(|id| agreement.id == *id);
        if let Some(condition) = agreement
            .condition(&declaration.condition)
            .filter(|_| is_meant)
        {
            parties.push(condition.declared_by.as_ref());
        }
    }
    if parties.is_empty() || parties.contains(&Some(&declaration.party)) {
        return None;
    }
    let id = &declaration.condition;
    let (message, hint) = match parties.iter().flatten().next() {
        Some(party) => (
            format!(
                "{} declares \"{id}\" for {}, which {party} has to declare",
                declaration.party, declaration.period
            ),
            format!("write party = \"{party}\", or remove the declaration: it has no effect"),
        ),
        None => (
            format!(
                "\"{id}\" takes no declaration, so that the one for {} has no effect",
                declaration.period
            ),
            "add declared_by to the condition, or remove the declaration".to_owned(),
        ),
    };
    Some(stray(Kind::Condition, id, message, file).hint(hint))
}

fn stray(kind: Kind, id: &str, message: String, file: &str) -> Finding {
    Finding::warning(Cause::Configuration, message)
        .file(file)
        .entry(format!("{} {id}", kind.table()))
}
