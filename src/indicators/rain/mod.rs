//! How much rain fell where, and what the ground has taken before.

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[];
