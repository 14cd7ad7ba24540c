//! The sample's time: hours counted from the start of the model, and the dates of its story.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime};

/// Days from 1970-01-01 to the first hour of the model, 2013-01-01; three years fill its stores before the record begins.
const FIRST_DAY: i64 = 15_706;
/// Days that the model runs: until 2026-06-15.
const DAYS: usize = 4913;
/// Hours that the model runs.
pub(super) const HOURS: usize = DAYS * 24;

/// A date that is written down here and therefore exists.
pub(super) fn date(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or(NaiveDate::MIN)
}

/// First day of every daily record.
pub(super) fn first_day() -> NaiveDate {
    date(2016, 1, 1)
}

/// Last complete day before the as-of instant.
pub(super) fn last_day() -> NaiveDate {
    date(2026, 6, 13)
}

/// The instant that the basin is looked at from.
pub(super) fn as_of() -> Minute {
    Minute::at(date(2026, 6, 14), 6, 0)
}

/// First instant of the 15-minute and hourly records.
pub(super) fn first_live() -> Minute {
    Minute::at(date(2025, 4, 14), 0, 0)
}

/// Minutes since 1970-01-01T00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Minute(pub(super) i64);

impl Minute {
    /// A time of day in UTC.
    pub(super) fn at(date: NaiveDate, hour: i64, minute: i64) -> Self {
        let days = date.signed_duration_since(NaiveDate::default()).num_days();
        Self(days * 1440 + hour * 60 + minute)
    }

    /// What a clock at UTC shows.
    pub(super) fn utc(self) -> NaiveDateTime {
        DateTime::from_timestamp(self.0 * 60, 0).map_or(NaiveDateTime::MIN, |at| at.naive_utc())
    }

    /// What a clock shows that is so many minutes ahead of UTC.
    pub(super) fn ahead(self, minutes: i64) -> NaiveDateTime {
        Self(self.0 + minutes).utc()
    }

    /// Later by so many minutes.
    pub(super) fn plus(self, minutes: i64) -> Self {
        Self(self.0 + minutes)
    }

    /// Every so many minutes from here to `last`, both in.
    pub(super) fn until(self, last: Self, step: i64) -> impl Iterator<Item = Self> {
        (0..=(last.0 - self.0) / step).map(move |n| self.plus(n * step))
    }

    /// The model's hour that contains or begins at this minute, and the part of the hour that has passed.
    pub(super) fn model_hour(self) -> (usize, f64) {
        let since = self.0 - FIRST_DAY * 1440;
        let hour = usize::try_from(since.div_euclid(60)).unwrap_or(0);
        let part = i32::try_from(since.rem_euclid(60)).unwrap_or(0);
        (hour.min(HOURS - 1), f64::from(part) / 60.0)
    }
}

/// The model's hour at a time of day in UTC.
pub(super) fn hour_at(date: NaiveDate, hour: i64) -> usize {
    Minute::at(date, hour, 0).model_hour().0
}

/// The date of a model's hour.
pub(super) fn date_of(hour: usize) -> NaiveDate {
    let days = FIRST_DAY + i64::try_from(hour / 24).unwrap_or(0);
    NaiveDate::default() + Duration::days(days)
}

/// Dates from `first` to `last`, both in.
pub(super) fn days(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    first.iter_days().take_while(move |date| *date <= last)
}
