//! How low the river is, for how long, and how rare that is.

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[];
