//! What Corvia sent: ANA daily discharge, WISKI 15-minute stages on the civil clock, the last payload of a feed, KNMI rain.

use chrono::{Datelike as _, NaiveDate, NaiveDateTime};
use chrono_tz::Europe::Lisbon;

use super::File;
use crate::domain::{Clock, Instant};
use crate::sample::clock::{self, Minute, date};
use crate::sample::dialects::{Day, Note, Reading, ana, knmi, wiski};
use crate::sample::truth::Truth;
use crate::sample::{measured, network, plants};

pub(super) fn files(truth: &Truth) -> Vec<File> {
    let mut files = daily(truth);
    files.extend(live(truth));
    files.push(foz(truth));
    files.extend(rain(truth));
    files
}

fn daily(truth: &Truth) -> Vec<File> {
    [
        ("salto", "58476000"),
        ("pontal", "58561000"),
        ("foz", "58628000"),
    ]
    .into_iter()
    .map(|(station, code)| {
        let days = measured::daily_discharge(truth, station, 0);
        let bytes = ana::file(code, &months(&days));
        File::new("co-daily", &format!("vazoes_C_{code}.csv"), bytes)
    })
    .collect()
}

/// Newest first; until 2023 each month raw and checked.
fn months(days: &[Day]) -> Vec<ana::Month> {
    let mut months = Vec::new();
    for month in days.chunk_by(|a, b| a.date.month() == b.date.month()).rev() {
        let Some(first) = month.first() else {
            continue;
        };
        let is_checked = first.date.year() <= 2023;
        months.push(ana::Month {
            first: first.date,
            level: 1,
            days: month.iter().map(|day| raw(*day, is_checked)).collect(),
        });
        if is_checked {
            months.push(ana::Month {
                first: first.date,
                level: 2,
                days: filled(month),
            });
        }
    }
    months
}

/// The raw level: in some months of the checked years the rating was still the old one.
fn raw(day: Day, is_checked: bool) -> Day {
    let is_changed =
        is_checked && (day.date.month() + day.date.year().unsigned_abs()).is_multiple_of(7);
    let share = if is_changed { 1.035 } else { 1.0 };
    Day {
        value: day.value.map(|value| value * share),
        ..day
    }
}

/// The checked level: gaps of the raw level are estimated along a straight line.
fn filled(month: &[Day]) -> Vec<Day> {
    let known: Vec<(f64, f64)> = month
        .iter()
        .filter_map(|day| Some((f64::from(day.date.day()), day.value?)))
        .collect();
    let estimate = |date: NaiveDate| {
        let at = f64::from(date.day());
        let before = known.iter().rev().find(|(day, _)| *day < at)?;
        let after = known.iter().find(|(day, _)| *day > at)?;
        Some(before.1 + (after.1 - before.1) * (at - before.0) / (after.0 - before.0))
    };
    month
        .iter()
        .map(|day| match day.value {
            Some(_) => *day,
            None => Day {
                value: estimate(day.date),
                note: Note::Estimated,
                ..*day
            },
        })
        .collect()
}

/// What a wall clock in Corvia shows.
fn civil(at: Minute) -> NaiveDateTime {
    Clock::Zone(Lisbon).civil(Instant::from_millis(at.0 * 60_000))
}

/// Half-years of stages of the two gauges that the institute runs.
fn live(truth: &Truth) -> Vec<File> {
    let salto = measured::stages(truth, "salto", 31, plants::last_of_salto());
    let pontal = stuck(measured::stages(truth, "pontal", 32, clock::as_of()));
    let salto: Vec<Reading> = salto
        .into_iter()
        .filter(|reading| !plants::first_pass(reading.at))
        .collect();
    let mut files = halves(("salto", "CO476", "Salto"), &salto, civil);
    // The logger of Pontal was set to summer time an hour late.
    let unset = |at: Minute| {
        if plants::unset_logger(at) {
            at.utc()
        } else {
            civil(at)
        }
    };
    files.extend(halves(("pontal", "CO561", "Pontal"), &pontal, unset));
    files
}

fn halves(
    (station, number, name): (&str, &str, &str),
    readings: &[Reading],
    shown: impl Fn(Minute) -> NaiveDateTime,
) -> Vec<File> {
    let begin = |year, month| Minute::at(date(year, month, 1), 0, 0);
    let halves = [
        ("2025-04", clock::first_live(), begin(2025, 10)),
        ("2025-10", begin(2025, 10), begin(2026, 4)),
        ("2026-04", begin(2026, 4), clock::as_of().plus(1)),
    ];
    halves
        .into_iter()
        .map(|(period, first, end)| {
            let part = measured::part(readings, first, end.plus(-1));
            let bytes = wiski::file(&wiski_head(station, number, name), &rows(&part, &shown));
            File::new("co-live", &format!("{number}_W_15min_{period}.tsv"), bytes)
        })
        .collect()
}

fn wiski_head<'a>(station: &str, number: &'a str, name: &'a str) -> wiski::Head<'a> {
    let site = network::site(station);
    wiski::Head {
        site: "Rio Arvena",
        number,
        name,
        km: site.map_or(0.0, |site| site.km),
        zero: site.and_then(|site| site.zero).unwrap_or(0.0),
    }
}

fn rows(readings: &[Reading], shown: impl Fn(Minute) -> NaiveDateTime) -> Vec<wiski::Row> {
    readings
        .iter()
        .map(|reading| wiski::Row {
            civil: shown(reading.at),
            value: reading.value,
            note: reading.note,
        })
        .collect()
}

/// The float of Pontal hangs, and an hour of maintenance has no values.
fn stuck(mut readings: Vec<Reading>) -> Vec<Reading> {
    let (first, last) = plants::stuck_at_pontal();
    let visit = Minute::at(date(2025, 8, 5), 9, 0);
    let mut hanging = None;
    for reading in &mut readings {
        if first <= reading.at && reading.at <= last {
            let value = *hanging.get_or_insert(reading.value);
            reading.value = value;
        }
        if visit <= reading.at && reading.at < visit.plus(90) {
            reading.value = None;
        }
    }
    readings
}

/// The last payload that the feed of Foz delivered: a month of stages, with a code for missing values that it does
/// not declare.
fn foz(truth: &Truth) -> File {
    let last = plants::last_of_foz();
    let all = measured::stages(truth, "foz", 33, last);
    let mut month = measured::part(&all, last.plus(-31 * 1440 + 15), last);
    for reading in &mut month {
        if plants::sentinel_at_foz(reading.at) {
            reading.value = Some(9999.0);
        }
    }
    let bytes = wiski::file(&wiski_head("foz", "CO628", "Foz"), &rows(&month, civil));
    File::new("co-foz-live", "foz_2026-06-13T2104Z.tsv", bytes)
}

/// Sums of days from 08 to 08 UTC that bear the date of their end.
fn rain(truth: &Truth) -> Vec<File> {
    [
        ("rain-salto", 470, "SALTO_470"),
        ("rain-pontal", 555, "PONTAL_555"),
    ]
    .into_iter()
    .map(|(station, number, name)| {
        let days = measured::daily_rain(truth, station, 8 * 60 - 1440, 0.1);
        File::new(
            "co-rain",
            &format!("precipitacao_{name}.txt"),
            knmi::file(number, &days),
        )
    })
    .collect()
}
