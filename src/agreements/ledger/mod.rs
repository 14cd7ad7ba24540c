//! Ledgers: what a party is entitled to, what it was given, and what becomes of the difference.

mod account;
mod layers;

pub use account::{Account, Booking, Entry, Lapse, Limits};
pub use layers::{Layer, Layers};
