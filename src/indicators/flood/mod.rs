//! What the river is doing now.

pub mod crest;
pub mod crossings;
pub mod peaks;
pub mod rain;
pub mod rate_of_rise;
mod rise_entry;
pub mod stage_to_level;
pub mod time_to_threshold;
mod time_to_threshold_entry;
pub mod travel_time;
pub mod volume_above_level;

use super::catalogue::Indicator;

/// This family's entries.
pub const INDICATORS: &[Indicator] = &[
    Indicator {
        name: "threshold-crossings",
        text: crossings::TEXT,
        settings: crossings::SETTINGS,
        run: crossings::RUN,
    },
    Indicator {
        name: "rate-of-rise",
        text: include_str!("rate_of_rise.rs"),
        settings: rise_entry::SETTINGS,
        run: rise_entry::run,
    },
    Indicator {
        name: "time-to-threshold",
        text: include_str!("time_to_threshold.rs"),
        settings: time_to_threshold_entry::SETTINGS,
        run: time_to_threshold_entry::run,
    },
    Indicator {
        name: "volume-above-level",
        text: include_str!("volume_above_level.rs"),
        settings: volume_above_level::SETTINGS,
        run: volume_above_level::run,
    },
    Indicator {
        name: "stage-to-level",
        text: include_str!("stage_to_level.rs"),
        settings: stage_to_level::SETTINGS,
        run: stage_to_level::run,
    },
];
