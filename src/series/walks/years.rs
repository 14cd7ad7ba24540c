//! What a record holds in each hydrological year.

use std::ops::Range;

use chrono::{DateTime, Datelike as _, NaiveDate};

/// What the values of some rows add up to.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fold {
    /// Rows with a value.
    pub present: usize,
    /// Sum of the values; 0 where there are none.
    pub sum: f64,
    /// Greatest value; NaN where there are none.
    pub max: f64,
    /// Smallest value; NaN where there are none.
    pub min: f64,
}

/// A hydrological year and what it holds.
#[derive(Clone, Debug, PartialEq)]
pub struct WaterYear {
    /// The calendar year in which it ends.
    pub year: i32,
    /// Its rows.
    pub rows: Range<usize>,
}

/// The hydrological years of a record, from that of its first row to that of its last, with their rows; a year
/// without rows has an empty range.
///
/// `time` is in milliseconds since 1970 on the clock that years are cut on, ascending; `first_month` is 1 to 12, and
/// with 1 a year is that of the calendar.
pub fn water_years(time: &[i64], first_month: u32) -> Vec<WaterYear> {
    let (Some(&first), Some(&last)) = (time.first(), time.last()) else {
        return Vec::new();
    };
    let year_of = |millis: i64| {
        let date = DateTime::from_timestamp_millis(millis).unwrap_or_default();
        date.year() + i32::from(first_month > 1 && date.month() >= first_month)
    };
    let mut from = 0;
    let years = year_of(first)..=year_of(last);
    let cut = years.map(|year| {
        let behind = start_of(year + 1, first_month);
        let to = from + time[from..].partition_point(|&time| time < behind);
        let rows = from..to;
        from = to;
        WaterYear { year, rows }
    });
    cut.collect()
}

/// First millisecond of the hydrological year of this name.
fn start_of(year: i32, first_month: u32) -> i64 {
    let begins = year - i32::from(first_month > 1);
    let date = NaiveDate::from_ymd_opt(begins, first_month, 1).unwrap_or_default();
    date.and_time(chrono::NaiveTime::MIN)
        .and_utc()
        .timestamp_millis()
}

/// Sum, number, greatest and smallest of the values, in one pass.
///
/// *Missing data*: NaN is left out of all of them, and [`Fold::present`] says how many are there. The sum is taken in
/// four strands that are added at the end, always in the same order.
pub fn fold(values: &[f64]) -> Fold {
    let (mut sum, mut present) = ([0.0; 4], [0_u64; 4]);
    let (mut max, mut min) = ([f64::NEG_INFINITY; 4], [f64::INFINITY; 4]);
    let (fours, rest) = values.as_chunks::<4>();
    let mut take = |strand: usize, value: f64| {
        let is_there = !value.is_nan();
        sum[strand] += if is_there { value } else { 0.0 };
        present[strand] += u64::from(is_there);
        // Comparisons with NaN are false.
        max[strand] = if value > max[strand] {
            value
        } else {
            max[strand]
        };
        min[strand] = if value < min[strand] {
            value
        } else {
            min[strand]
        };
    };
    for four in fours {
        for (strand, value) in four.iter().enumerate() {
            take(strand, *value);
        }
    }
    for (strand, value) in rest.iter().enumerate() {
        take(strand, *value);
    }
    let present = present.iter().sum::<u64>() as usize;
    let or_nan = |value: f64| if present > 0 { value } else { f64::NAN };
    Fold {
        present,
        sum: (sum[0] + sum[1]) + (sum[2] + sum[3]),
        max: or_nan(max.iter().copied().fold(f64::NEG_INFINITY, f64::max)),
        min: or_nan(min.iter().copied().fold(f64::INFINITY, f64::min)),
    }
}
