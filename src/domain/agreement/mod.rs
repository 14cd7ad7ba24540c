//! Agreements: what one says (its clauses), and what the treaty engine says about it (rows, and the
//! trace behind each figure).

pub mod amount;
pub mod calendar;
pub mod clauses;
pub mod ledger;
pub mod measure;
mod record;
pub mod rules;

pub use clauses::Agreement;
pub use record::{
    AccountingPeriod, ConditionFact, DailyRef, LedgerRow, RowKind, Running, ShareRow, Trace,
    TriggerRow, YearTrace,
};
