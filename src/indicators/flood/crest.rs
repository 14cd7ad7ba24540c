//! Where the crest is, and when it reaches the next gauge.
//!
//! # What it tells
//! Whether the crest has passed a gauge, and when it is due at a gauge further down.
//! # Formula
//! The crest is the greatest reading of the window, the earliest where several are equal. It has passed when a later
//! reading is lower by more than the play. Due downstream = time of the crest + travel time of the reach.
//! # Units
//! Unit of the series; hours.
//! # Missing data
//! No usable reading in the window: no crest. A crest beside a gap is still the greatest that was *seen*.
//! # Limits
//! The stated travel time is that of a usual flood; a greater one travels faster within its banks. Where the crest
//! has not passed, the answer is only "not before".
//! # Source
//! Crest-to-crest lag, as in WMO-No. 168, vol. II.

use crate::domain::{Instant, Period};
use crate::series::Series;

/// The greatest reading of a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Crest {
    /// Its instant.
    pub time: Instant,
    /// SI.
    pub value: f64,
    /// Instant of the last usable reading of the window.
    pub newest: Instant,
    /// Whether the river has fallen since.
    pub has_passed: bool,
}

/// When a crest is due further down.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Arrival {
    /// The crest has passed upstream.
    At(Instant),
    /// It has not passed yet: not before this instant.
    NotBefore(Instant),
}

/// The crest of the readings that end in `window`; the river has fallen when a later reading is lower by more than
/// `play` (two steps of the sensor's resolution, or the noise). `None` without usable readings.
pub fn crest(series: &Series, window: Period, play: f64) -> Option<Crest> {
    let readings = || {
        series
            .rows_ending_in(window)
            .filter_map(|row| series.usable(row))
    };
    let top = readings().reduce(|top, next| if next.value > top.value { next } else { top })?;
    let newest = readings().next_back()?;
    let has_passed =
        readings().any(|later| later.time > top.time && later.value < top.value - play);
    Some(Crest {
        time: top.time,
        value: top.value,
        newest: newest.time,
        has_passed,
    })
}

/// When the crest reaches a gauge that is `travel_hours` further down.
pub fn arrival(crest: &Crest, travel_hours: f64) -> Arrival {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "travel times are days at most, and a millisecond does not matter"
    )]
    let travel = (travel_hours * 3_600_000.0).round() as i64;
    if crest.has_passed {
        Arrival::At(Instant::from_millis(crest.time.millis() + travel))
    } else {
        Arrival::NotBefore(Instant::from_millis(crest.newest.millis() + travel))
    }
}
