//! What a record is worth, whether it has a trend, and whether it breaks.

pub mod buishand;
pub mod completeness;
pub mod disagreement;
pub mod double_mass;
pub mod l_moments;
pub mod mann_kendall;
pub mod pearson;
pub mod pettitt;
pub mod quantile;
pub mod sample;
pub mod seasonal_kendall;
pub mod snht;
pub mod special;
mod timed;
pub mod wald_wolfowitz;

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[
    mann_kendall::INDICATOR,
    seasonal_kendall::INDICATOR,
    pettitt::INDICATOR,
    snht::INDICATOR,
    buishand::INDICATOR,
    wald_wolfowitz::INDICATOR,
    double_mass::INDICATOR,
];
