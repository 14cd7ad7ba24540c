//! What is not there: gaps, and completeness over a period.

use super::Series;
use super::usable::longest_bridged;
use crate::domain::{Completeness, Instant, Period};

/// A span in which readings are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gap {
    /// From the last reading before it (or the start of the period) to the next one (or the end of the period).
    pub period: Period,
    /// How many readings are missing; `None` for a series without a fixed step.
    pub missing: Option<u32>,
}

/// The gaps of a series within `period`, in time order.
///
/// A reading is expected at every step after the start of the period, up to and including its end. Readings
/// without a value, and bad ones, are missing. Without a fixed step a gap is a span without readings, of which more
/// than [`longest_bridged`] lies within the period.
pub fn gaps(series: &Series, period: Period) -> Vec<Gap> {
    let mut gaps = Vec::new();
    let mut before = period.start;
    for reading in series
        .rows_ending_in(period)
        .filter_map(|row| series.usable(row))
    {
        gaps.extend(gap(series, before, reading.time, 1));
        before = reading.time;
    }
    gaps.extend(gap(series, before, period.end, 0));
    gaps
}

/// Missing readings between two instants; `closing` is 1 when a reading stands at the second.
fn gap(series: &Series, before: Instant, after: Instant, closing: i64) -> Option<Gap> {
    let span = after.millis() - before.millis();
    let period = Period::new(before, after);
    let Some(step) = step_millis(series) else {
        return (span > longest_bridged(series.key.step)).then_some(Gap {
            period,
            missing: None,
        });
    };
    // Half a step of play: a reading a little off its minute is not missing.
    let steps = if closing == 1 {
        (span + step / 2) / step
    } else {
        span / step
    };
    let missing = u32::try_from(steps - closing)
        .ok()
        .filter(|&missing| missing > 0)?;
    Some(Gap {
        period,
        missing: Some(missing),
    })
}

/// How many readings of `period` are there, of those that should be.
///
/// Readings without a value, and bad ones, are missing. For a series without a fixed step nothing is expected,
/// so that the answer never suffices.
pub fn completeness(series: &Series, period: Period) -> Completeness {
    let present = series
        .rows_ending_in(period)
        .filter(|&row| series.is_usable(row))
        .count();
    let present = u32::try_from(present).unwrap_or(u32::MAX);
    let expected = step_millis(series).map_or(0, |step| {
        u32::try_from((period.end.millis() - period.start.millis()) / step).unwrap_or_default()
    });
    Completeness::new(
        if expected == 0 {
            present
        } else {
            present.min(expected)
        },
        expected,
    )
}

fn step_millis(series: &Series) -> Option<i64> {
    series
        .key
        .step
        .minutes()
        .map(|minutes| i64::from(minutes.max(1)) * 60_000)
}
