//! Studies of a ledger: what it would say with other data, another reading of a clause, other readings of the
//! instruments, or another clause.
//!
//! Every study evaluates the same agreement several times and puts the ledgers side by side. Nothing is read
//! anew: the daily values are shared, and a study wraps them. A figure that is missing in one of the ledgers
//! stays missing in the comparison; it is never taken for zero.

mod chance;
mod decides;
mod draws;
mod dual;
mod edit;
mod effect;
mod gaps;
mod known;
mod prepared;
mod readings;
mod rivals;
mod subject;
mod uncertainty;
mod volume;

pub use decides::{GapEffect, GapRow, Leverage, RowEffect, StationEffect, leverage};
pub use dual::{DualLedger, DualRow, DualSum, NoVerdict, View, ViewLabel, dual};
pub use edit::{Edit, apply, changed, parse_edit, variants};
pub use effect::{Effect, EffectRow, EffectSum, effect};
pub use gaps::{FillBasis, Gap};
pub use known::Known;
pub use readings::{
    Differs, DiffersIn, Reading, ReadingLabel, ReadingRow, RivalReadings, readings,
};
pub use rivals::{evaluate_with_rivals, id_under};
pub use subject::{Cell, Standing, Subject};
pub use uncertainty::{
    Closing, Sampling, StationError, UncertainRow, Uncertainty, assumed_errors, uncertainty,
};
pub use volume::Volume;

/// Told after every evaluation of a study: how many of how many are done. Answers whether to go on.
pub type Watch<'a> = dyn Fn(usize, usize) -> bool + Sync + 'a;
