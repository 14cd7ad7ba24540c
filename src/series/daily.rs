//! Daily values by the quantity's rule.

use chrono::NaiveDate;

use crate::domain::{AllowedMissing, Clock, Completeness, DayRule};

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
