//! How complete the months of a record are.
//!
//! # What it tells
//! For each calendar month: how many daily values are there, and whether a monthly mean or total may be formed.
//! # Formula
//! Mean by the 11/5 rule: not with 11 or more days missing, nor with 5 or more in a row. By the older 5/3 rule: not
//! with more than 5 missing, nor with more than 3 in a row. Total: only with every day.
//! # Units
//! Days.
//! # Missing data
//! That is what it counts. Runs are counted within the month. Days of the month before or after the record are missing.
//! # Limits
//! The rules are for climate normals; an agreement's own rule comes first.
//! # Source
//! WMO-No. 1203 (2017), 4.4: 11/5; WMO-No. 100 and WMO/TD-341: 5/3.

use chrono::{Datelike as _, Months, NaiveDate};

use crate::domain::Completeness;
use crate::series::Daily;

/// A calendar month of a daily record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MonthCompleteness {
    /// First day of the month.
    pub month: NaiveDate,
    /// Days with a value, of the days of the month.
    pub days: Completeness,
    /// Most missing days in a row.
    pub longest_run: u32,
}

impl MonthCompleteness {
    /// Whether a monthly mean may be formed by the 11/5 rule.
    pub fn allows_mean_11_5(self) -> bool {
        self.missing() < 11 && self.longest_run < 5
    }

    /// Whether a monthly mean may be formed by the older 5/3 rule.
    pub fn allows_mean_5_3(self) -> bool {
        self.missing() <= 5 && self.longest_run <= 3
    }

    /// Whether a monthly total may be formed.
    pub fn allows_total(self) -> bool {
        self.missing() == 0
    }

    /// Days without a value.
    pub fn missing(self) -> u32 {
        self.days.expected.saturating_sub(self.days.present)
    }
}

/// The months from the first to the last day of a record.
pub fn months(daily: &Daily) -> Vec<MonthCompleteness> {
    if daily.values.is_empty() {
        return Vec::new();
    }
    let mut months = Vec::new();
    let mut first = month_of(daily.start);
    while first < daily.end() {
        let Some(next) = first.checked_add_months(Months::new(1)) else {
            break;
        };
        months.push(month(daily, first, next));
        first = next;
    }
    months
}

fn month(daily: &Daily, first: NaiveDate, next: NaiveDate) -> MonthCompleteness {
    let (mut present, mut expected, mut run, mut longest_run) = (0, 0, 0, 0);
    for date in first.iter_days().take_while(|date| *date < next) {
        expected += 1;
        if daily.value(date).is_some() {
            present += 1;
            run = 0;
        } else {
            run += 1;
            longest_run = longest_run.max(run);
        }
    }
    MonthCompleteness {
        month: first,
        days: Completeness::new(present, expected),
        longest_run,
    }
}

/// First day of the month of a date.
pub(super) fn month_of(date: NaiveDate) -> NaiveDate {
    date.with_day(1).unwrap_or(date)
}
