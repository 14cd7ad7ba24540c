//! Ledgers: what a party is entitled to, what it was given, and what becomes of the difference.

mod accounts;
mod book;
mod bookkeeping;
mod explain;
mod layers;
mod past;
mod running;
mod say;
mod terms;

pub use bookkeeping::{Booking, Bookkeeping, Entry, Lapse, Limits};
pub use layers::{Layer, Layers};
pub use past::past_traces;

pub(super) use accounts::account;
pub(super) use book::{Book, extend, figures};
pub(super) use explain::carried_trace;
pub(super) use running::running;
