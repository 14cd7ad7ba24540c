//! What a record is worth.

pub mod completeness;
pub mod disagreement;

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[];
