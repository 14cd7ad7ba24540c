//! Pure: series in, figures out. One file an indicator, and each says under *What it tells · Formula · Units ·
//! Missing data · Limits · Source* what an opposing expert will ask.
//!
//! Nothing here reads a file, a clock or the network, and nothing here knows a station, a state or an agreement.
#![warn(missing_docs)]

pub mod catalogue;
pub mod drought;
pub mod flood;
pub mod forecast;
pub mod frequency;
pub mod rain;
pub mod records;
pub mod stats;
