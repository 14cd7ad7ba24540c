//! A record of one value a month, and sums over several months.

use chrono::Datelike as _;

use super::super::record::DailyRecord;
use crate::domain::Finding;
use crate::indicators::catalogue::{Points, Resolution};
use crate::indicators::stats::sample::float;

/// One value a month without holes; a missing month is NaN.
#[derive(Clone, Debug, PartialEq)]
pub struct MonthlyRecord {
    /// Year of the first value.
    pub year: i32,
    /// Month of the first value, 1 to 12.
    pub month: u32,
    /// Values; NaN is missing.
    pub values: Vec<f64>,
}

/// How days make a month, and months a longer span.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Total {
    /// Sum; a month needs every day.
    Sum,
    /// Mean; a month may miss up to ten days, and up to four in a row.
    Mean,
}

impl MonthlyRecord {
    /// Of a series of months, or of days that are made months.
    ///
    /// # Errors
    /// When the series holds neither.
    pub fn of(points: &Points, total: Total) -> Result<Self, Box<Finding>> {
        if points.resolution == Resolution::Day {
            let (start, values) = points.days()?;
            return Ok(Self::of_days(&DailyRecord { start, values }, total));
        }
        let months = points.months()?;
        Ok(Self {
            year: months.year,
            month: months.month,
            values: months.values,
        })
    }

    /// The months of a daily record; days of its first and last month that lie outside it are missing.
    pub fn of_days(daily: &DailyRecord, total: Total) -> Self {
        let mut record = Self {
            year: daily.start.year(),
            month: daily.start.month(),
            values: Vec::new(),
        };
        let mut place = 0;
        while place < daily.values.len() {
            let first = daily.date(place);
            let days = usize::from(first.num_days_in_month());
            let outside = first.day0() as usize;
            let end = (place + days - outside).min(daily.values.len());
            record
                .values
                .push(month(&daily.values[place..end], days, outside, total));
            place = end;
        }
        record
    }

    /// Year and month of a place.
    pub fn month_at(&self, place: usize) -> (i32, u32) {
        let month = self.month as usize - 1 + place;
        let year = self.year + i32::try_from(month / 12).unwrap_or_default();
        (year, u32::try_from(month % 12).unwrap_or_default() + 1)
    }

    /// The text of a place, such as `2002-08`.
    pub fn label(&self, place: usize) -> String {
        let (year, month) = self.month_at(place);
        format!("{year:04}-{month:02}")
    }

    /// Sums or means over the `scale` months that end with each month; NaN where one of them is missing.
    #[must_use]
    pub fn over(&self, scale: usize, total: Total) -> Self {
        let mut values = vec![f64::NAN; self.values.len()];
        for (window, value) in self
            .values
            .windows(scale.max(1))
            .zip(values.iter_mut().skip(scale.max(1) - 1))
        {
            let sum: f64 = window.iter().sum();
            *value = match total {
                Total::Sum => sum,
                Total::Mean => sum / float(window.len()),
            };
        }
        Self { values, ..*self }
    }

    /// Month by month with another record; a month that either lacks is NaN.
    #[must_use]
    pub fn with(&self, other: &Self, of: impl Fn(f64, f64) -> f64) -> Self {
        let months =
            |record: &Self| record.year * 12 + i32::try_from(record.month).unwrap_or_default();
        let offset = months(self) - months(other);
        let at = |place: usize| {
            let place = i32::try_from(place).ok()? + offset;
            other.values.get(usize::try_from(place).ok()?).copied()
        };
        let one =
            |(place, value): (usize, &f64)| at(place).map_or(f64::NAN, |other| of(*value, other));
        Self {
            values: self.values.iter().enumerate().map(one).collect(),
            ..*self
        }
    }
}

/// One month of `days` days, of which `outside` lie before the record and `values` holds the next ones.
fn month(values: &[f64], days: usize, outside: usize, total: Total) -> f64 {
    let present = values.iter().filter(|value| !value.is_nan());
    let (sum, count) = present.fold((0.0, 0), |(sum, count), value| (sum + value, count + 1));
    match total {
        Total::Sum if count == days => sum,
        Total::Mean if days - count < 11 && longest_gap(values, days, outside) < 5 => {
            sum / float(count)
        }
        _ => f64::NAN,
    }
}

fn longest_gap(values: &[f64], days: usize, outside: usize) -> usize {
    let (mut run, mut longest) = (outside, outside);
    for value in values {
        run = if value.is_nan() { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest.max(run + days - outside - values.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(values: Vec<f64>) -> DailyRecord {
        DailyRecord {
            start: "2021-01-01".parse().unwrap_or_default(),
            values,
        }
    }

    #[test]
    fn a_total_needs_every_day_and_a_mean_allows_gaps() {
        let mut values = vec![2.0; 59];
        values[3] = f64::NAN;
        let daily = record(values.clone());
        let totals = MonthlyRecord::of_days(&daily, Total::Sum);
        assert!(totals.values[0].is_nan());
        assert_eq!(totals.values[1], 56.0);
        assert_eq!(
            MonthlyRecord::of_days(&daily, Total::Mean).values,
            [2.0, 2.0]
        );
        values[4..8].fill(f64::NAN);
        assert!(MonthlyRecord::of_days(&record(values), Total::Mean).values[0].is_nan());
    }

    #[test]
    fn days_after_the_record_are_missing_ones() {
        let means = MonthlyRecord::of_days(&record(vec![1.0; 31 + 23]), Total::Mean);
        assert_eq!(means.values[0], 1.0);
        assert!(means.values[1].is_nan());
    }

    #[test]
    fn months_of_two_records_meet_by_date() {
        let one = MonthlyRecord {
            year: 2020,
            month: 12,
            values: vec![1.0, 2.0, 3.0],
        };
        let other = MonthlyRecord {
            year: 2021,
            month: 1,
            values: vec![10.0, 20.0],
        };
        let sum = one.with(&other, |a, b| a + b);
        assert!(sum.values[0].is_nan());
        assert_eq!(sum.values[1..], [12.0, 23.0]);
        assert_eq!(sum.label(2), "2021-02");
    }
}
