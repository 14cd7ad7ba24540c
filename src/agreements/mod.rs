//! The treaty engine: an agreement is data, and every figure carries its trace.

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::Findings;
use crate::domain::agreement::{LedgerRow, ShareRow, TriggerRow};
use crate::series::Daily;

/// What an agreement may ask for: daily values in SI by station id (m³/s, mm, hm³).
pub trait Inputs {
    /// Daily values of a station or series of the agreement; `None` when nobody measures it.
    fn daily(&self, id: &str) -> Option<Arc<Daily>>;
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
    /// What a person should know.
    pub findings: Findings,
}
