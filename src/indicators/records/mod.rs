//! Measured records themselves: quality, completeness, daily means, ratings, balances.

mod balance;
mod completeness;
mod daily_mean;
mod naturalised;
mod quality;
mod rating;

pub use quality::{Flag, flat, range, rate, spike};
pub use rating::{Curve, Segment};

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[
    quality::INDICATOR,
    completeness::INDICATOR,
    daily_mean::INDICATOR,
    rating::INDICATOR,
    balance::INDICATOR,
    naturalised::INDICATOR,
];
