//! Time-weighted means of moments: one pass over sorted columns.

use super::days::{Days, count, row_number};
use super::{DayShare, Series};
use crate::domain::{Completeness, Period, Step};
use crate::series::usable::longest_bridged;

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
    let mut area = Area::default();
    for_each_segment(series, longest_gap, |segment| {
        if let Some(piece) = segment.between(bounds[0], bounds[1]) {
            area.add(&piece);
        }
    });
    #[expect(
        clippy::cast_precision_loss,
        reason = "spans of centuries in milliseconds stay far below 2^53"
    )]
    let share = area.millis as f64 / (bounds[1] - bounds[0]) as f64;
    (area.millis > 0).then(|| TimeWeighted {
        mean: area.mean(),
        coverage: share,
    })
}

/// What each day gets.
pub(super) fn shares(series: &Series, days: &Days) -> Vec<DayShare> {
    let mut found: Vec<Found> = vec![Found::default(); days.len()];
    count_readings(series, days, &mut found);
    let mut at = 0;
    for_each_segment(series, longest_bridged(series.key.step), |segment| {
        at = days.onwards(at, segment.start + 1);
        let mut day = at;
        while day < days.len() && days.bounds[day] < segment.end {
            if let Some(piece) = segment.between(days.bounds[day], days.bounds[day + 1]) {
                found[day].area.add(&piece);
                found[day].touch(series, segment.rows.0);
                found[day].touch(series, segment.rows.1);
            }
            day += 1;
        }
    });
    found
        .iter()
        .enumerate()
        .map(|(day, found)| found.share(series.key.step, days.millis(day)))
        .collect()
}

/// Two readings with a straight line between them.
struct Segment {
    start: i64,
    end: i64,
    values: (f64, f64),
    rows: (usize, usize),
}

/// A part of a segment that lies in one day.
struct Piece {
    millis: i64,
    mean: f64,
}

impl Segment {
    /// The part after `from` up to `to`; `None` when there is none.
    fn between(&self, from: i64, to: i64) -> Option<Piece> {
        let (start, end) = (self.start.max(from), self.end.min(to));
        (start < end).then(|| Piece {
            millis: end - start,
            mean: self.at(start).midpoint(self.at(end)),
        })
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "spans between two readings in milliseconds stay far below 2^53"
    )]
    fn at(&self, time: i64) -> f64 {
        if time == self.end {
            return self.values.1;
        }
        let share = (time - self.start) as f64 / (self.end - self.start) as f64;
        self.values.0 + share * (self.values.1 - self.values.0)
    }
}

/// Calls for every two neighbouring usable readings that are not further apart than `longest_gap`.
fn for_each_segment(series: &Series, longest_gap: i64, mut call: impl FnMut(&Segment)) {
    let columns = series.columns();
    let mut previous: Option<usize> = None;
    for row in (0..columns.len()).filter(|&row| series.is_usable(row)) {
        if let Some(before) = previous
            && columns.time[row] - columns.time[before] <= longest_gap
        {
            call(&Segment {
                start: columns.time[before],
                end: columns.time[row],
                values: (columns.value[before], columns.value[row]),
                rows: (before, row),
            });
        }
        previous = Some(row);
    }
}

/// Area under a line, kept as the departure from the first value so that a constant has exactly itself as mean.
#[derive(Clone, Copy, Debug, Default)]
struct Area {
    base: f64,
    departure: f64,
    millis: i64,
}

impl Area {
    #[expect(
        clippy::cast_precision_loss,
        reason = "spans within a day in milliseconds stay far below 2^53"
    )]
    fn add(&mut self, piece: &Piece) {
        if self.millis == 0 {
            self.base = piece.mean;
        }
        self.departure += (piece.mean - self.base) * piece.millis as f64;
        self.millis += piece.millis;
    }

    #[expect(
        clippy::cast_precision_loss,
        reason = "spans of centuries in milliseconds stay far below 2^53"
    )]
    fn mean(&self) -> f64 {
        self.base + self.departure / self.millis as f64
    }
}

/// What was found in a day.
#[derive(Clone, Copy, Debug, Default)]
struct Found {
    area: Area,
    readings: u32,
    rows: Option<(usize, usize)>,
    has_unapproved: bool,
}

impl Found {
    fn touch(&mut self, series: &Series, row: usize) {
        let (from, to) = self.rows.unwrap_or((row, row + 1));
        self.rows = Some((from.min(row), to.max(row + 1)));
        if series.is_usable(row) {
            self.has_unapproved |= !series.is_approved(row);
        }
    }

    fn share(&self, step: Step, day_millis: i64) -> DayShare {
        let unit = step
            .minutes()
            .map_or(3_600_000, |minutes| i64::from(minutes.max(1)) * 60_000);
        let covered = count(self.area.millis / unit);
        let present = if step == Step::Irregular {
            covered
        } else {
            covered.min(self.readings)
        };
        let expected = count((day_millis + unit / 2) / unit);
        let rows = self.rows.unwrap_or_default();
        DayShare {
            value: if self.area.millis > 0 {
                self.area.mean()
            } else {
                f64::NAN
            },
            completeness: Completeness::new(present.min(expected), expected),
            is_approved: self.area.millis > 0 && !self.has_unapproved,
            rows: (row_number(rows.0), row_number(rows.1)),
        }
    }
}

/// Notes every row in the day that it ends in, and counts the usable ones.
fn count_readings(series: &Series, days: &Days, found: &mut [Found]) {
    let mut at = 0;
    for (row, &time) in series.columns().time.iter().enumerate() {
        if time <= days.bounds[0] {
            continue;
        }
        at = days.onwards(at, time);
        found[at].touch(series, row);
        if series.is_usable(row) {
            found[at].readings += 1;
        }
    }
}
