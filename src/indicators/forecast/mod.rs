//! When a wave reaches the next gauge, how sure that is, and how well such forecasts did before.

pub mod aligned;
pub mod brier;
pub mod contingency;
pub mod crps;
mod crps_closed;
mod hersbach;
pub mod lag_and_route;
pub mod lagged_regression;
pub mod least_squares;
pub mod model;
pub mod muskingum;
pub mod muskingum_cunge;
pub mod out_of_sample;
pub mod peaks;
pub mod quantile_regression;
pub mod skill;
pub mod travel_time;
pub mod travel_time_by_peaks;
pub mod verify_forecast;

pub use hersbach::Hersbach;

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        name: "travel-time",
        text: include_str!("travel_time.rs"),
        settings: travel_time::SETTINGS,
        run: travel_time::run,
    },
    Indicator {
        name: "travel-time-by-peaks",
        text: include_str!("travel_time_by_peaks.rs"),
        settings: travel_time_by_peaks::SETTINGS,
        run: travel_time_by_peaks::run,
    },
    Indicator {
        name: "lag-and-route",
        text: include_str!("lag_and_route.rs"),
        settings: lag_and_route::SETTINGS,
        run: lag_and_route::run,
    },
    Indicator {
        name: "muskingum",
        text: include_str!("muskingum.rs"),
        settings: muskingum::SETTINGS,
        run: muskingum::run,
    },
    Indicator {
        name: "muskingum-cunge",
        text: include_str!("muskingum_cunge.rs"),
        settings: muskingum_cunge::SETTINGS,
        run: muskingum_cunge::run,
    },
    Indicator {
        name: "lagged-regression",
        text: include_str!("lagged_regression.rs"),
        settings: lagged_regression::SETTINGS,
        run: lagged_regression::run,
    },
    Indicator {
        name: "verify-forecast",
        text: include_str!("verify_forecast.rs"),
        settings: verify_forecast::SETTINGS,
        run: verify_forecast::run,
    },
    Indicator {
        name: "contingency",
        text: include_str!("contingency.rs"),
        settings: contingency::SETTINGS,
        run: contingency::run,
    },
    Indicator {
        name: "brier",
        text: include_str!("brier.rs"),
        settings: brier::SETTINGS,
        run: brier::run,
    },
    Indicator {
        name: "crps",
        text: include_str!("crps.rs"),
        settings: crps::SETTINGS,
        run: crps::run,
    },
];
