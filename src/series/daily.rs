//! Daily values by the quantity's rule.
//!
//! | series | value of a day |
//! |---|---|
//! | moments of discharge or stage | time-weighted mean: the area under straight lines between readings, with values interpolated at both ends of the day, over the time that is covered |
//! | interval means of discharge or stage | mean of the intervals of the day |
//! | rain | sum of the intervals of the day |
//! | storage | last value of the day |
//! | maxima, minima | largest, smallest of the day |
//! | daily values | themselves, one for one |
//!
//! An interval belongs to the day in which its middle lies. That is the day it ends in when day and interval fit,
//! and it keeps a daily value of 00–24 h on one clock a value of the same date on a clock an hour away.
//! Readings that their agency calls bad never enter, and nothing is drawn across more than
//! [`longest_bridged`](super::usable::longest_bridged).

use chrono::NaiveDate;
use polars::prelude::PolarsResult;

use super::Series;
use crate::domain::{
    Aggregation, AllowedMissing, Clock, Completeness, DayRule, Instant, Statistic, Step,
};

mod days;
mod parts;
mod weighted;

use days::Days;
use parts::Fold;
pub use weighted::{TimeWeighted, time_weighted_mean};

/// How days are cut and how much of one may be missing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DailyRule {
    /// Clock that days are cut on.
    pub clock: Clock,
    /// When the day begins and which date it bears.
    pub day: DayRule,
    /// Share of a day that may be missing.
    pub allowed_missing: AllowedMissing,
}

/// One value a day without holes: a missing day is NaN.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Daily {
    /// Date of the first value.
    pub start: NaiveDate,
    /// Values in SI, NaN where too little was there.
    pub values: Vec<f64>,
    /// What stood behind each value, as readings of the series.
    pub completeness: Vec<Completeness>,
    /// Whether every reading of the day is approved by its agency.
    pub approved: Vec<bool>,
    /// First and last row of the series that went into each day, `(from, to)` half-open.
    pub rows: Vec<(u32, u32)>,
}

impl Daily {
    /// Position of a date; `None` outside.
    pub fn index(&self, date: NaiveDate) -> Option<usize> {
        let days = usize::try_from((date - self.start).num_days()).ok()?;
        (days < self.values.len()).then_some(days)
    }

    /// Value of a date; `None` outside or when missing.
    pub fn value(&self, date: NaiveDate) -> Option<f64> {
        self.index(date)
            .map(|day| self.values[day])
            .filter(|value| !value.is_nan())
    }

    /// Date after the last value.
    pub fn end(&self) -> NaiveDate {
        self.start + chrono::Duration::days(i64::try_from(self.values.len()).unwrap_or(i64::MAX))
    }
}

/// What a day got before its rule decides whether that is enough.
#[derive(Clone, Copy, Debug, Default)]
struct DayShare {
    value: f64,
    completeness: Completeness,
    is_approved: bool,
    rows: (u32, u32),
}

/// Daily values of a series, from the day of its first reading to the day of its last.
///
/// *Units*: those of the series. *Missing data*: a day whose completeness does not suffice is NaN and keeps its
/// completeness. For moments, a reading counts as present when it is there and the time up to it is covered; of a
/// series without a fixed step, hours count in place of readings. For storage, one reading is expected, near the end
/// of the day. Values of ten days or a month are no values of days. Intervals of no fixed length cannot be assessed: nothing says how much of the day they cover.
///
/// # Errors
/// Only when polars cannot group the columns, which equal lengths exclude.
pub fn daily(series: &Series, rule: &DailyRule) -> PolarsResult<Daily> {
    if series.key.step.is_longer_than_a_day() {
        return Ok(Daily::default());
    }
    let method = Method::of(series);
    let half_step = half_step(series);
    let Some(days) = days_of(series, rule, half_step, method) else {
        return Ok(Daily::default());
    };
    let shares = match method {
        Method::Weighted => weighted::shares(series, &days),
        Method::Parts(fold) => parts::shares(series, &days, fold, half_step)?,
    };
    let mut daily = Daily {
        start: days.first,
        values: Vec::with_capacity(shares.len()),
        completeness: Vec::with_capacity(shares.len()),
        approved: Vec::with_capacity(shares.len()),
        rows: Vec::with_capacity(shares.len()),
    };
    for share in shares {
        let is_enough =
            share.completeness.present > 0 && share.completeness.suffices(rule.allowed_missing);
        daily
            .values
            .push(if is_enough { share.value } else { f64::NAN });
        daily.completeness.push(share.completeness);
        daily.approved.push(share.is_approved);
        daily.rows.push(share.rows);
    }
    Ok(daily)
}

/// How a series becomes daily.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Method {
    /// Area under straight lines between moments.
    Weighted,
    /// Intervals folded together.
    Parts(Fold),
}

impl Method {
    fn of(series: &Series) -> Self {
        let key = &series.key;
        if key.step == Step::Day {
            return Self::Parts(Fold::Last);
        }
        match (key.statistic, key.quantity.facts().aggregation) {
            (Statistic::Max, _) => Self::Parts(Fold::Max),
            (Statistic::Min, _) => Self::Parts(Fold::Min),
            (_, Aggregation::Sum) => Self::Parts(Fold::Sum),
            (_, Aggregation::Last) => Self::Parts(Fold::LastOfDay),
            (Statistic::Instantaneous, Aggregation::Mean) => Self::Weighted,
            (Statistic::Mean | Statistic::Sum, Aggregation::Mean) => Self::Parts(Fold::Mean),
        }
    }
}

/// From the end of an interval back to its middle, milliseconds. A moment is its own middle; a content of a
/// reservoir belongs to the day whose end is nearest.
fn half_step(series: &Series) -> i64 {
    let is_moment = series.key.statistic == Statistic::Instantaneous
        && series.key.quantity.facts().aggregation != Aggregation::Last;
    match series.key.step.minutes() {
        Some(minutes) if !is_moment => i64::from(minutes) * 30_000,
        _ => 0,
    }
}

/// The days from the first to the last reading. A moment at midnight opens the day that begins with it.
fn days_of(series: &Series, rule: &DailyRule, half_step: i64, method: Method) -> Option<Days> {
    let time = &series.columns().time;
    let (first, last) = (*time.first()?, *time.last()?);
    let opens = match method {
        Method::Weighted => 1,
        Method::Parts(_) => -half_step,
    };
    let date = |millis| {
        rule.day
            .date_of_interval_ending(Instant::from_millis(millis), rule.clock)
    };
    let from = date(first + opens);
    let to = date(last - half_step).max(from);
    Some(Days::new(from, to, rule))
}
