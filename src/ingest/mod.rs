//! Bytes → columns in the agency's own words.

pub mod raw;

pub use raw::{FileFacts, RawClock, RawSeries, RawTable};
