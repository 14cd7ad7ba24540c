//! Agreements: what one says (its clauses), and what the treaty engine says about it (rows, the trace
//! behind each figure, and what can be looked at behind it).

pub mod amount;
pub mod calendar;
pub mod clauses;
mod evidence;
pub mod ledger;
pub mod measure;
mod record;
pub mod rules;

pub use clauses::Agreement;
pub use evidence::{
    Clause, ConditionEvidence, DerivedTerms, TermSeries, TestEvidence, UnitPair, YearTrace,
};
pub use record::{
    AccountingPeriod, ConditionFact, DailyRef, LedgerRow, RowKind, Running, ShareRow, Trace,
    TriggerRow,
};
