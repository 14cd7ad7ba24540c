//! How rare a flood is.

pub mod annual;
pub mod annual_maxima;
pub mod bootstrap;
pub mod distribution;
mod fit;
pub mod generalised_logistic;
pub mod gev;
pub mod gev_likelihood;
pub mod gpd;
pub mod gumbel;
pub mod l_moments;
pub mod log_pearson_3;
mod optimise;
pub mod peaks_over_threshold;
pub mod pearson_3;
pub mod plotting;
pub mod record;
pub mod return_period;

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[
    annual_maxima::INDICATOR,
    l_moments::INDICATOR,
    gev::INDICATOR,
    gumbel::INDICATOR,
    generalised_logistic::INDICATOR,
    pearson_3::INDICATOR,
    log_pearson_3::INDICATOR,
    peaks_over_threshold::INDICATOR,
    gpd::INDICATOR,
    return_period::INDICATOR,
];
