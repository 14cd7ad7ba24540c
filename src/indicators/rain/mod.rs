//! Rain: totals, intensities, antecedent wetness, means of areas, guidance for flash floods.

mod accumulation;
mod antecedent;
mod flash_flood;
mod intensity;
pub mod inverse_distance;
pub mod parts;
mod places;
pub mod polygon;
pub mod thiessen;

pub use accumulation::HOURS;
pub use antecedent::{Variant, index as antecedent_index};
pub use flash_flood::{guidance, retention, runoff};

use super::catalogue::Indicator;

/// This family's entries.
pub(super) const INDICATORS: &[Indicator] = &[
    accumulation::INDICATOR,
    intensity::INDICATOR,
    antecedent::INDICATOR,
    thiessen::INDICATOR,
    inverse_distance::INDICATOR,
    flash_flood::INDICATOR,
];
