//! The treaty engine against figures that it did not make: annexes and published results, hand
//! computation, laws that every agreement must obey.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "a test stops at the first surprise"
)]

mod accounts;
mod accounts_by_hand;
mod amounts;
mod calendars;
mod cases;
mod columns;
mod cycles;
mod edges;
mod exceptions;
mod expressions;
mod ganges;
mod laws;
mod laws_accounts;
mod laws_agreements;
mod ledgers;
mod loader;
mod natural_flow;
mod page;
mod shapes;
mod studies;
mod support;
mod tidy;
mod traces;
mod zoo;
