//! Ledgers: what a party is entitled to, what it was given, and what becomes of the difference.

mod bookkeeping;
mod layers;

pub use bookkeeping::{Bookkeeping, Booking, Entry, Lapse, Limits};
pub use layers::{Layer, Layers};

use std::ops::Range;

use super::account::Account as Columns;
use super::run::Run;
use super::value::Column;
use crate::domain::agreement::amount::{Amount, LedgerFigure};
use crate::domain::agreement::measure::Measure;
use crate::domain::agreement::{Running, Trace};

/// What is known of one ledger so far.
#[derive(Debug, Default)]
pub(super) struct Book {}

/// Makes the first `upto` periods of a ledger computed.
pub(super) fn extend(_run: &Run<'_>, _ledger: usize, _upto: usize) {}

/// A figure of a ledger over some of its periods.
pub(super) fn figures(_run: &Run<'_>, _ledger: usize, _figure: LedgerFigure, periods: Range<usize>) -> Column {
    Column::unknown(Measure::Volume, periods.len())
}

/// The whole account of a ledger; `None` where it has no periods.
pub(super) fn account(_run: &Run<'_>, _ledger: usize) -> Option<Columns> {
    None
}

/// Progress of a period that still runs.
pub(super) fn running<'r>(_run: &Run<'r>, _account: &Columns, _delivered: &'r Amount, _period: usize) -> Option<Running> {
    None
}

/// What a period inherited, and from where.
pub(super) fn carried_trace(_run: &Run<'_>, _account: &Columns, _period: usize) -> Option<Trace> {
    None
}
