//! Time-weighted means of moments: one pass over sorted columns.

use std::ops::Range;

use super::days::{Days, count, row_number};
use super::{DayShare, Series};
use crate::domain::{Completeness, Period, Step};
use crate::series::usable::longest_bridged;
use crate::series::walks::{AtMissing, AtPeriodEnd, MeanRule, PeriodMean, means};

/// A time-weighted mean and what it stands on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeWeighted {
    /// Mean over the covered time.
    pub mean: f64,
    /// Covered share of the period, 0 to 1.
    pub coverage: f64,
}

/// Time-weighted mean of moments over `period`: the area under straight lines between readings, with values
/// interpolated at both ends, over the time that is covered. Two readings further apart than `longest_gap`
/// milliseconds leave the time between them uncovered.
///
/// *Missing data*: readings without a value, and bad ones, are passed over; `None` when nothing is covered.
/// *Source*: USGS TM 3-A8 (daily mean from unit values); WMO-No. 168, vol. I.
pub fn time_weighted_mean(
    series: &Series,
    period: Period,
    longest_gap: i64,
) -> Option<TimeWeighted> {
    let bounds = [period.start.millis(), period.end.millis()];
    let found = between(series, &bounds, longest_gap).into_iter().next()?;
    #[expect(
        clippy::cast_precision_loss,
        reason = "spans of centuries in milliseconds stay far below 2^53"
    )]
    let coverage = found.covered as f64 / (bounds[1] - bounds[0]) as f64;
    (found.covered > 0).then_some(TimeWeighted {
        mean: found.mean,
        coverage,
    })
}

/// Means of the periods between neighbouring `bounds`, of the readings that may enter a figure.
fn between(series: &Series, bounds: &[i64], longest_gap: i64) -> Vec<PeriodMean> {
    let columns = series.columns();
    let value = |row: usize| {
        if series.is_usable(row) {
            columns.value[row]
        } else {
            f64::NAN
        }
    };
    let rule = MeanRule {
        longest_gap,
        at_missing: AtMissing::Bridge,
        at_period_end: AtPeriodEnd::Cut,
    };
    means(&columns.time, value, bounds, &rule)
}

/// What each day gets.
pub(super) fn shares(series: &Series, days: &Days) -> Vec<DayShare> {
    let time = &series.columns().time;
    let found = between(series, &days.bounds, longest_bridged(series.key.step));
    let mut from = time.partition_point(|&time| time <= days.bounds[0]);
    let each = found.iter().enumerate().map(|(day, mean)| {
        let rest = &time[from..];
        let to = if day + 1 == days.len() {
            time.len()
        } else {
            from + rest.partition_point(|&time| time <= days.bounds[day + 1])
        };
        let ends = from..to;
        from = to;
        share(series, mean, &ends, days.millis(day))
    });
    each.collect()
}

/// What a day gets, from its mean and the rows that end in it.
fn share(series: &Series, mean: &PeriodMean, ends: &Range<usize>, day_millis: i64) -> DayShare {
    let step = series.key.step;
    let unit = step
        .minutes()
        .map_or(3_600_000, |minutes| i64::from(minutes.max(1)) * 60_000);
    let covered = count(mean.covered / unit);
    let readings = ends.clone().filter(|&row| series.is_usable(row)).count();
    let present = if step == Step::Irregular {
        covered
    } else {
        covered.min(row_number(readings))
    };
    let expected = count((day_millis + unit / 2) / unit);
    let rows = union(ends, mean);
    // A reading beyond the day that a line into it begins or ends at is part of the day's mean.
    let mut used = rows.clone().filter(|&row| series.is_usable(row));
    let is_approved = mean.covered > 0 && used.all(|row| series.is_approved(row));
    DayShare {
        value: mean.mean,
        completeness: Completeness::new(present.min(expected), expected),
        is_approved,
        rows: (row_number(rows.start), row_number(rows.end)),
    }
}

/// The rows that end in the day, and those between which it is covered.
fn union(ends: &Range<usize>, mean: &PeriodMean) -> Range<usize> {
    match (ends.is_empty(), mean.covered > 0) {
        (true, true) => mean.rows.0..mean.rows.1,
        (false, true) => ends.start.min(mean.rows.0)..ends.end.max(mean.rows.1),
        (false, false) => ends.clone(),
        (true, false) => 0..0,
    }
}
