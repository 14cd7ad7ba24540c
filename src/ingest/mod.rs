//! Bytes → columns in the agency's own words.

pub mod profile;
pub mod raw;
mod reader;

pub use profile::{Profile, Profiles};
pub use raw::{FileFacts, RawClock, RawSeries, RawTable};
pub use reader::read;
