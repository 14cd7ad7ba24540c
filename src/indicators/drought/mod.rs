//! How low the river is, for how long, and how rare that is.

mod base_flow;
pub mod base_flow_eckhardt;
pub mod base_flow_lyne_hollick;
pub mod base_flow_ukih;
pub mod deficit;
pub mod flow_duration;
pub mod low_flow_quantile;
pub mod n_day_minimum;
pub mod percentile_bands;
pub mod pet;
pub mod record;
pub mod sdi;
pub mod spei;
pub mod spi;
pub mod ssi;
pub mod standardised;

pub use base_flow::base_flow_index;

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[
    flow_duration::INDICATOR,
    percentile_bands::INDICATOR,
    n_day_minimum::INDICATOR,
    low_flow_quantile::INDICATOR,
    deficit::INDICATOR,
    base_flow_ukih::INDICATOR,
    base_flow_lyne_hollick::INDICATOR,
    base_flow_eckhardt::INDICATOR,
    spi::INDICATOR,
    spei::INDICATOR,
    ssi::INDICATOR,
    sdi::INDICATOR,
];
