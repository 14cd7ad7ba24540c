//! What a record of this length can say: beyond twice its years a flood is drawn pale, beyond four times not at all.

use crate::indicators::stats::l_moments::count;

/// Years that a fit needs.
pub const LEAST_YEARS: usize = 10;

/// Years from which on a fit needs no warning.
pub const COMFORTABLE_YEARS: usize = 30;

/// How far a return period lies beyond the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Plausibility {
    /// Up to twice the years of the record.
    Supported,
    /// Beyond twice: to be shown pale.
    Greyed,
    /// Beyond four times: not to be shown.
    Hidden,
}

/// How plausible the flood of `return_period` years is, from a record of `years` annual maxima.
pub fn plausibility(return_period: f64, years: usize) -> Plausibility {
    let years = count(years);
    if return_period <= 2.0 * years {
        Plausibility::Supported
    } else if return_period <= 4.0 * years {
        Plausibility::Greyed
    } else {
        Plausibility::Hidden
    }
}
