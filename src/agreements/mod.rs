//! The treaty engine: an agreement is data, and every figure carries its trace.
//!
//! The order is fixed: series → conditions → shares and schedules → what changes them → minimum and
//! maximum → ledgers → triggers. The order of the rules in the file decides nothing, but for several
//! changes to one rule, which are made in file order.
#![warn(missing_docs)]

mod account;
mod across;
mod amount;
pub mod calendar;
mod change;
mod clauses;
mod compute;
mod condition;
mod daily;
mod days;
mod due;
mod evidence;
pub mod facts;
pub mod ledger;
mod limits;
mod load;
mod lookup;
mod normal;
mod operators;
mod plan;
mod references;
mod rows;
mod run;
mod said;
mod series;
mod shares;
mod shipped;
mod spans;
mod statistic;
mod stray;
pub mod study;
mod trace;
mod trigger;
mod unmeasured;
mod value;
mod why;
mod words;

use std::sync::Arc;

use chrono::NaiveDate;

use crate::domain::Findings;
use crate::domain::agreement::{LedgerRow, ShareRow, TriggerRow};
use crate::series::Daily;

pub use account::{Account, AccountHead};
pub use clauses::clauses;
pub use compute::{Accounts, ShareColumn, compute};
pub use evidence::evidence;
pub use facts::{Declaration, Facts, Forecast, OpeningBalance, StatedValue};
pub use ledger::past_traces;
pub(crate) use load::unit;
pub use load::{load, load_facts, readings, variant};
pub use plan::Plan;
pub use rows::evaluate;
pub use shipped::{SHIPPED, shipped};
pub use stray::stray_facts;
pub use trace::explain;
pub use trigger::Called;

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
    /// What a person should know.
    pub findings: Findings,
}
