//! Bytes → columns in the agency's own words.
//!
//! The way of a file: [`read`] → refused (a picture, a page), or unpacked, or decoded → every profile is asked
//! whether the file is its own → the profile's shape walks it by column. Nothing here knows our stations, units or
//! instants; `harmonise` says the words again in ours.
//!
//! A profile is a file in `assets/formats`; only shapes are code, in `shapes/`.

mod besides;
mod blocks;
pub mod cap;
mod claim;
mod columns;
mod complaints;
mod containers;
mod counter;
mod decode;
mod diagnose;
mod fixed;
mod flags;
pub mod forecasts;
mod issued;
mod lines;
mod number;
mod odd_text;
mod preamble;
pub mod profile;
pub mod raw;
mod reader;
mod recognise;
mod refuse;
mod rows;
mod shapes;
pub mod sniff;
mod stamp;
mod stream;
mod table;
mod tree;
mod verdict;

pub use containers::{Part, is_harmless, is_zip, members, parts};
pub use number::parse as number;
pub use profile::{Profile, Profiles};
pub use raw::{CellColumns, FileFacts, RawClock, RawSeries, RawTable};
pub use reader::read;
pub use stream::{Chunk, Reading, Sink, stream};
pub use tree::{TreeColumn, TreeTable, survey};
