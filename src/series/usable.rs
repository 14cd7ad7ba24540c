//! Which readings may enter a figure, and how far apart two of them may stand.

use std::ops::Range;

use crate::domain::{Instant, Period, Quality, Reliability, Review, Step};

use super::Series;

const MINUTE: i64 = 60_000;

/// Longest span without a reading that a line may be drawn across for a series without a fixed step.
/// Agencies use 2 to 6 hours on flashy rivers and 12 to 24 on large ones; the careful end of the range for a
/// river that is shared is the longest a flashy one allows.
const IRREGULAR_GAP: i64 = 6 * 60 * MINUTE;

/// Longest span, in milliseconds, between two readings that still counts as observed: three steps, but never less
/// than an hour. Beyond it the time between is missing, and nothing is drawn or summed across it.
pub fn longest_bridged(step: Step) -> i64 {
    step.minutes().map_or(IRREGULAR_GAP, |minutes| {
        (3 * i64::from(minutes) * MINUTE).max(60 * MINUTE)
    })
}

/// A reading that may enter a figure.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UsableReading {
    /// Row in the series.
    pub row: usize,
    /// End of its interval, or its moment.
    pub time: Instant,
    /// SI, never NaN.
    pub value: f64,
    /// Its quality; suspect readings are used and named, bad ones never come here.
    pub quality: Quality,
}

impl Series {
    /// Whether the reading of a row may enter a figure: it has a value and its agency does not call it bad.
    /// A row that does not exist may not.
    pub fn is_usable(&self, row: usize) -> bool {
        let columns = self.columns();
        columns.value.get(row).is_some_and(|value| !value.is_nan())
            && Quality::unpack(columns.quality[row]).reliability != Reliability::Bad
    }

    /// Whether the reading of a row is final by its agency's word.
    pub fn is_approved(&self, row: usize) -> bool {
        self.columns()
            .quality
            .get(row)
            .is_some_and(|&quality| Quality::unpack(quality).review == Review::Approved)
    }

    /// The reading of a row, if it may enter a figure.
    pub fn usable(&self, row: usize) -> Option<UsableReading> {
        self.is_usable(row).then(|| UsableReading {
            row,
            time: Instant::from_millis(self.columns().time[row]),
            value: self.columns().value[row],
            quality: Quality::unpack(self.columns().quality[row]),
        })
    }

    /// Rows whose interval ends in `period`: after its start, up to and including its end. A reading stamped
    /// with the start belongs to the period before.
    pub fn rows_ending_in(&self, period: Period) -> Range<usize> {
        let time = &self.columns().time;
        let from = time.partition_point(|&time| time <= period.start.millis());
        let to = time.partition_point(|&time| time <= period.end.millis());
        from..to.max(from)
    }

    /// The last reading at or before `at` that may enter a figure.
    pub fn latest_usable(&self, at: Instant) -> Option<UsableReading> {
        let end = self
            .columns()
            .time
            .partition_point(|&time| time <= at.millis());
        (0..end).rev().find_map(|row| self.usable(row))
    }
}
