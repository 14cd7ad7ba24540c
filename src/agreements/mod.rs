//! The treaty engine: an agreement is data, and every figure carries its trace.
//!
//! The order is fixed: series → conditions → shares and schedules → what changes them → minimum and
//! maximum → ledgers → triggers. The order of the rules in the file decides nothing, but for several
//! changes to one rule, which are made in file order.
#![warn(missing_docs)]

mod account;
pub mod calendar;
mod clauses;
mod condition;
mod days;
pub mod facts;
mod ledger;
mod limits;
mod load;
mod pending;
mod roots;
mod run;
mod shares;
pub mod study;
mod trace;
mod trigger;

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::Findings;
use crate::domain::agreement::clauses::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{Eval, Rule, RuleKind};
use crate::domain::agreement::{
    Agreement, ConditionEvidence, DerivedTerms, LedgerRow, ShareRow, TriggerRow,
};
use crate::series::Daily;

pub use clauses::clauses;
pub use facts::{Declaration, Facts, Forecast, OpeningBalance};
pub use load::{load, load_facts};
pub use run::evaluate;
pub use trace::explain;

/// What an agreement may ask for: daily values in SI by station id (m³/s, mm, hm³).
pub trait Inputs {
    /// Daily values of a station of the agreement; `None` when nobody measures it. For a derived series
    /// `None` has it derived; values that are given are taken instead.
    fn daily(&self, id: &str) -> Option<Arc<Daily>>;

    /// Facts that are no series.
    fn facts(&self) -> Facts {
        Facts::default()
    }
}

/// What to evaluate.
#[derive(Clone, Debug, PartialEq)]
pub struct Span {
    /// First and last day for which rows are wanted (periods that touch it are given whole).
    pub days: (NaiveDate, NaiveDate),
    /// Last day that anything is known of: later days are "not yet", never "missing".
    pub known_to: NaiveDate,
}

/// What came out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outcome {
    /// Ledger rows, by ledger in file order, then period.
    pub ledger: Vec<LedgerRow>,
    /// Shares.
    pub shares: Vec<ShareRow>,
    /// Triggers that fired or cannot be assessed.
    pub triggers: Vec<TriggerRow>,
    /// Conditions with the curves that show how they came out, by condition in file order, then period.
    pub evidence: Vec<ConditionEvidence>,
    /// Derived series of more than one term, each term by itself, in file order.
    pub terms: Vec<DerivedTerms>,
    /// What a person should know.
    pub findings: Findings,
}

/// Files of the agreements that come with the program. Each names itself.
pub const SHIPPED: &[&str] = &[include_str!("../../assets/agreements/ganges-1996.toml")];

/// Text of an agreement that comes with the program, by id.
pub fn shipped(id: &str) -> Option<&'static str> {
    SHIPPED.iter().copied().find(|text| {
        let (agreement, _) = load(text, id);
        agreement.is_some_and(|agreement| agreement.id.as_str() == id)
    })
}

/// Unit that a rule counts in: the agreement's own where it fits, else m³/s for means and hm³ for volumes.
fn unit_of(agreement: &Agreement, rule: &Rule) -> AgreementUnit {
    let eval = match &rule.kind {
        RuleKind::Split(split) => split.input.eval,
        RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => limit.input.eval,
        _ => return agreement.unit.clone(),
    };
    let (measure, otherwise) = match eval {
        Eval::PeriodMean | Eval::Daily => (Measure::Flow, AgreementUnit::cubic_metres_per_second()),
        Eval::Volume => (Measure::Volume, AgreementUnit::cubic_hectometres()),
    };
    if agreement.unit.measure == measure {
        agreement.unit.clone()
    } else {
        otherwise
    }
}
