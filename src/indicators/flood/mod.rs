//! What the river is doing now.

pub mod crest;
pub mod rain;
pub mod rate_of_rise;
pub mod time_to_threshold;
pub mod travel_time;
pub mod warning;

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[];
