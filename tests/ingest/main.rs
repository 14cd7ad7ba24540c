//! Exports in the true dialects of their agencies, with invented values; and a zoo of bad ones.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "a test stops at the first surprise"
)]

mod common;
mod containers;
mod dialects;
mod expected;
mod expected_lines;
mod external;
mod grids;
mod laws;
mod lines;
mod page;
mod properties;
mod refusals;
mod streams;
mod trees;
mod trees_bad;
mod written;
mod zoo;
