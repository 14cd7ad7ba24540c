//! Series of a vector as `compute` reads them from a file.

use chrono::{Months, NaiveDate};
use thalweg::indicators::catalogue::{Points, Resolution};

use super::Vector;

fn points(station: &str, resolution: Resolution, values: &[(NaiveDate, f64)]) -> Points {
    let millis = |date: NaiveDate| {
        date.and_hms_opt(0, 0, 0)
            .unwrap()
            .and_utc()
            .timestamp_millis()
    };
    Points {
        station: station.into(),
        resolution,
        time: values.iter().map(|(date, _)| millis(*date)).collect(),
        value: values.iter().map(|(_, value)| *value).collect(),
    }
}

fn number(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// A date of a CSV: `2001-10-01` or `01.10.2001`.
fn date(text: &str) -> NaiveDate {
    text.parse()
        .or_else(|_| NaiveDate::parse_from_str(text, "%d.%m.%Y"))
        .unwrap()
}

fn column(header: &[String], name: &str) -> usize {
    let found = header.iter().position(|one| one == name);
    found.unwrap_or_else(|| panic!("the CSV has no column {name}"))
}

/// A column of a CSV of days, times a factor; what is no number is missing.
pub(crate) fn daily(vector: &Vector, file: &str, name: &str, factor: f64) -> Points {
    let (header, rows) = vector.csv(file);
    let place = column(&header, name);
    let value = |row: &Vec<String>| (date(&row[0]), number(&row[place]) * factor);
    points(
        "",
        Resolution::Day,
        &rows.iter().map(value).collect::<Vec<_>>(),
    )
}

/// A column of a CSV of months, `year,month` or `2001-10`.
pub(crate) fn monthly(vector: &Vector, file: &str, name: &str, station: &str) -> Points {
    let (header, rows) = vector.csv(file);
    let place = column(&header, name);
    let month = |row: &Vec<String>| match header[0].as_str() {
        "year" => {
            NaiveDate::from_ymd_opt(row[0].parse().unwrap(), row[1].parse().unwrap(), 1).unwrap()
        }
        _ => date(&format!("{}-01", row[0])),
    };
    let value = |row: &Vec<String>| (month(row), number(&row[place]));
    points(
        station,
        Resolution::Month,
        &rows.iter().map(value).collect::<Vec<_>>(),
    )
}

/// Days from a date on.
pub(crate) fn days_of(first: &str, values: &[f64]) -> Points {
    let days = date(first).iter_days().zip(values.iter().copied());
    points("", Resolution::Day, &days.collect::<Vec<_>>())
}

/// Years from one on.
pub(crate) fn years_of(first: i32, values: &[f64]) -> Points {
    let years = (first..).map(|year| NaiveDate::from_ymd_opt(year, 1, 1).unwrap());
    points(
        "",
        Resolution::Year,
        &years.zip(values.iter().copied()).collect::<Vec<_>>(),
    )
}

/// Months from one on.
pub(crate) fn months_of(year: i32, month: u32, values: &[f64]) -> Points {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap();
    let months = (0..).map(|n| first.checked_add_months(Months::new(n)).unwrap());
    points(
        "",
        Resolution::Month,
        &months.zip(values.iter().copied()).collect::<Vec<_>>(),
    )
}

/// One value a year, of the same month.
pub(crate) fn one_month_a_year(values: &[f64]) -> Points {
    let years = (1951..).map(|year| NaiveDate::from_ymd_opt(year, 7, 1).unwrap());
    points(
        "",
        Resolution::Month,
        &years.zip(values.iter().copied()).collect::<Vec<_>>(),
    )
}
