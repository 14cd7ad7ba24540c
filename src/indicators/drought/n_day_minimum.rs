//! The lowest mean flow over n days of each year.
//!
//! # What it tells
//! For each year the lowest mean of `days` days in a row and when it was; their mean over the years is MAM(n), such as
//! MAM7.
//! # Formula
//! Mean of the n days that end on a day, all n present; the lowest of a year, by the year that the last of the n days
//! lies in. Years begin in `year_start`: choose a month of the wet season, so that no dry season is cut in two.
//! # Units
//! Unit of the series.
//! # Missing data
//! A mean with a missing day is no mean. A year with less than `least_present` of its days has no minimum, since the
//! lowest flow may be among the missing ones.
//! # Limits
//! The calendar year is wrong where rivers are low in winter. Minima of a regulated river are those of its managers.
//! # Source
//! Riggs 1972 (USGS TWRI 4-B1); WMO-No. 1029. The usage of the United States begins the year on 1 April.

use serde::Serialize;

use super::record::{DailyRecord, as_u32, figure, figures, year_start};
use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};
use crate::indicators::stats::sample::{float, mean};

/// What may be set for the annual minima, here and for their frequency.
pub(super) const DAYS_IN_A_ROW: Setting = Setting {
    name: "days",
    meaning: "days in a row that are averaged",
    default: "7",
};
pub(super) const YEAR_START: Setting = Setting {
    name: "year_start",
    meaning: "month that a year begins in, 1 to 12; 4 where rivers are high in spring",
    default: "4",
};
pub(super) const LEAST_PRESENT: Setting = Setting {
    name: "least_present",
    meaning: "share of the days of a year that must be there, 0 to 1",
    default: "0.98",
};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "n-day-minimum",
    text: include_str!("n_day_minimum.rs"),
    settings: &[DAYS_IN_A_ROW, YEAR_START, LEAST_PRESENT],
    run,
};

/// The lowest n-day mean of a year.
#[derive(Clone, Debug, PartialEq)]
pub struct AnnualMinimum {
    /// The calendar year that the year ends in.
    pub year: i32,
    /// Lowest mean of n days; NaN where the year has too few days.
    pub minimum: f64,
    /// Last of the n days.
    pub last_day: Option<chrono::NaiveDate>,
    /// Days with a value, of those of the year.
    pub days: Completeness,
}

/// Means of the `days` values that end at each place; NaN where one is missing. Each is summed afresh: a running sum
/// loses the digits of a dry year after a flood.
pub fn trailing_means(values: &[f64], days: usize) -> Vec<f64> {
    let mut means = vec![f64::NAN; values.len()];
    if days == 0 {
        return means;
    }
    for (window, mean) in values.windows(days).zip(means.iter_mut().skip(days - 1)) {
        *mean = window.iter().sum::<f64>() / float(days);
    }
    means
}

/// The lowest n-day mean of each year of the record that begins in `first_month`; a year with less than
/// `least_present` of its days has none.
pub fn annual_minima(
    record: &DailyRecord,
    days: usize,
    first_month: u32,
    least_present: f64,
) -> Vec<AnnualMinimum> {
    let means = trailing_means(&record.values, days);
    let years = record.years(first_month).into_iter();
    years
        .map(|year| {
            let is_enough = year.days.share() + 1e-9 >= least_present;
            let lowest = is_enough
                .then(|| first_lowest(&means, year.places.clone()))
                .flatten();
            AnnualMinimum {
                year: year.year,
                minimum: lowest.map_or(f64::NAN, |place| means[place]),
                last_day: lowest.map(|place| record.date(place)),
                days: year.days,
            }
        })
        .collect()
}

/// The first place of the lowest mean. Two windows of the same flows in another order differ by rounding alone: such a
/// difference makes no later day the lowest.
fn first_lowest(means: &[f64], places: std::ops::Range<usize>) -> Option<usize> {
    let mut lowest: Option<usize> = None;
    for place in places.filter(|place| !means[*place].is_nan()) {
        let is_lower = |best: usize| means[place] < means[best] - 1e-12 * means[best].abs();
        if lowest.is_none_or(is_lower) {
            lowest = Some(place);
        }
    }
    lowest
}

/// The annual minima that the settings ask for.
pub(super) fn set_minima(
    record: &DailyRecord,
    settings: &Settings<'_>,
) -> Result<(usize, Vec<AnnualMinimum>), Box<Finding>> {
    let days = settings.count("days")?.unwrap_or(7);
    if !(1..=366).contains(&days) {
        return Err(refuse(
            format!("days is {days}"),
            "set it to a number of days between 1 and 366, such as days=7",
        ));
    }
    let least = settings.wanted_number("least_present")?;
    Ok((
        days,
        annual_minima(record, days, year_start(settings)?, least),
    ))
}

#[derive(Serialize)]
struct Found {
    year: Vec<i32>,
    minimum: Vec<Option<f64>>,
    last_day: Vec<Option<chrono::NaiveDate>>,
    days_present: Vec<u32>,
    days_of_the_year: Vec<u32>,
    valid_years: usize,
    mean_annual_minimum: Option<f64>,
    method: String,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = DailyRecord::of(input)?;
    let (days, years) = set_minima(&record, settings)?;
    let minima: Vec<f64> = years.iter().map(|year| year.minimum).collect();
    let valid: Vec<f64> = minima
        .iter()
        .copied()
        .filter(|minimum| !minimum.is_nan())
        .collect();
    if valid.is_empty() {
        return Err(refuse(
            "no year has enough days for a minimum",
            "give at least one whole year of daily values, or lower least_present",
        ));
    }
    let found = Found {
        year: years.iter().map(|year| year.year).collect(),
        minimum: figures(&minima),
        last_day: years.iter().map(|year| year.last_day).collect(),
        days_present: years.iter().map(|year| year.days.present).collect(),
        days_of_the_year: years.iter().map(|year| year.days.expected).collect(),
        valid_years: valid.len(),
        mean_annual_minimum: figure(mean(&valid)),
        method: format!(
            "lowest mean of {days} days a year, years from month {}, named by the year they end in",
            year_start(settings)?
        ),
    };
    let completeness = Completeness::new(as_u32(valid.len()), as_u32(years.len()));
    Computed::new(found, completeness)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mean_with_a_missing_day_is_no_mean() {
        let means = trailing_means(&[3.0, 1.0, 2.0, f64::NAN, 5.0, 1.0], 2);
        assert_eq!(means[1..3], [2.0, 1.5]);
        assert!(means[0].is_nan() && means[3].is_nan() && means[4].is_nan());
        assert_eq!(means[5], 3.0);
    }
}
