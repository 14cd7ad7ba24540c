//! When a wave reaches the next gauge, how sure that is, and how well such forecasts did before.

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[];
