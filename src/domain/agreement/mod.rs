//! Agreements: what one says (its clauses), and what the treaty engine says about it (rows, and the
//! trace behind each figure).

pub mod calendar;
pub mod clauses;
mod record;
pub mod rules;

pub use clauses::Agreement;
pub use record::{
    AccountingPeriod, ConditionFact, DailyRef, LedgerRow, RowKind, Running, ShareRow, Trace,
    TriggerRow,
};
