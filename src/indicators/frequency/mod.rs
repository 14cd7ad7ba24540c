//! How rare a flood is.

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[];
