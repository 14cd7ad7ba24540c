//! The days of a record as boundaries on the time axis.

use chrono::NaiveDate;

use super::DailyRule;

/// Consecutive days; day `n` is the span after `bounds[n]` up to and including `bounds[n + 1]`.
pub(super) struct Days {
    /// Date of the first.
    pub(super) first: NaiveDate,
    /// Milliseconds since 1970 UTC, one more than there are days.
    pub(super) bounds: Vec<i64>,
}

impl Days {
    /// From the day of date `from` to the day of date `to`, both included.
    pub(super) fn new(from: NaiveDate, to: NaiveDate, rule: &DailyRule) -> Self {
        let mut bounds = vec![rule.day.day(from, rule.clock).start.millis()];
        bounds.extend(
            from.iter_days()
                .take_while(|date| *date <= to)
                .map(|date| rule.day.day(date, rule.clock).end.millis()),
        );
        Self {
            first: from,
            bounds,
        }
    }

    /// How many.
    pub(super) fn len(&self) -> usize {
        self.bounds.len() - 1
    }

    /// The day that `millis` lies in, looking onwards from day `from`; beyond the last, the last.
    pub(super) fn onwards(&self, from: usize, millis: i64) -> usize {
        let mut day = from;
        while day + 1 < self.len() && self.bounds[day + 1] < millis {
            day += 1;
        }
        day
    }

    /// Milliseconds of a day: 23, 24 or 25 hours.
    pub(super) fn millis(&self, day: usize) -> i64 {
        self.bounds[day + 1] - self.bounds[day]
    }
}

/// A count that is never negative and never beyond 32 bits.
pub(super) fn count(n: i64) -> u32 {
    u32::try_from(n.max(0)).unwrap_or(u32::MAX)
}

/// A row number; series stay far below 2^32 rows.
pub(super) fn row_number(row: usize) -> u32 {
    u32::try_from(row).unwrap_or(u32::MAX)
}
