//! Truth → what instruments and agencies make of it: noise, rounding, ice, tips of a rain gauge, planted faults.

use std::collections::BTreeMap;

use chrono::NaiveDate;

use super::clock::{self, Minute};
use super::dialects::{Day, Note, Reading};
use super::network;
use super::plants;
use super::rng::Rng;
use super::truth::Truth;

/// Standard deviation of a stage reading, m.
const STAGE_NOISE: f64 = 0.003;

/// Daily means of a gauge on a clock so many minutes ahead of UTC, over the whole record.
pub(super) fn daily_discharge(truth: &Truth, station: &str, ahead: i64) -> Vec<Day> {
    let means = Truth::daily_means(
        truth.discharge(station),
        clock::first_day(),
        clock::last_day(),
        ahead,
    );
    days(station, means)
}

/// Daily sums of a rain gauge over days that begin so many minutes after UTC midnight of their date; the gauge tips
/// at every `tip` mm.
pub(super) fn daily_rain(truth: &Truth, station: &str, begins: i64, tip: f64) -> Vec<Day> {
    let tipped = tips(truth.rain(station), tip);
    let sums = Truth::daily_sums(&tipped, clock::first_day(), clock::last_day(), begins);
    days(station, sums)
}

/// Days of a record; those of a planted gap without a value.
pub(super) fn days(station: &str, values: Vec<(NaiveDate, f64)>) -> Vec<Day> {
    values
        .into_iter()
        .map(|(date, value)| Day {
            date,
            value: (!plants::silent_day(station, date)).then_some(value),
            note: Note::Plain,
        })
        .collect()
}

/// What a tipping gauge reports of hourly depths: whole tips, the rest kept for the next hour.
pub(super) fn tips(hourly: &[f64], tip: f64) -> Vec<f64> {
    let mut held = 0.0;
    hourly
        .iter()
        .map(|depth| {
            held += depth;
            let tips = (held / tip).floor();
            held -= tips * tip;
            tips * tip
        })
        .collect()
}

/// Hourly depths that end at their stamps, from the first hour of the live record to `last`.
pub(super) fn hourly_rain(truth: &Truth, station: &str, tip: f64, last: Minute) -> Vec<Reading> {
    let tipped = tips(truth.rain(station), tip);
    clock::first_live()
        .plus(60)
        .until(last, 60)
        .map(|at| Reading {
            at,
            value: Some(tipped[at.model_hour().0]),
            note: Note::Plain,
        })
        .collect()
}

/// 15-minute stages of a gauge with the noise of its instrument, m, from the first instant of the live record.
pub(super) fn stages(truth: &Truth, station: &str, stream: u64, last: Minute) -> Vec<Reading> {
    let mut rng = Rng::new(super::river::SEED, stream);
    let rating = network::rating(station);
    let flow = truth.discharge(station);
    clock::first_live()
        .until(last, 15)
        .map(|at| Reading {
            at,
            value: Some(rating.stage(Truth::at(flow, at)) + STAGE_NOISE * rng.normal()),
            note: Note::Plain,
        })
        .collect()
}

/// The readings from `first` to `last`, both in.
pub(super) fn part(readings: &[Reading], first: Minute, last: Minute) -> Vec<Reading> {
    readings
        .iter()
        .filter(|reading| first <= reading.at && reading.at <= last)
        .copied()
        .collect()
}

/// Days on which the rivers of the middle basin run under ice, and how many days each stands from the first of its
/// spell: the mean of five days was below −2.2 °C at 500 m.
pub(super) fn ice(truth: &Truth) -> BTreeMap<NaiveDate, u32> {
    let temperature = truth.temperature();
    let mut found = BTreeMap::new();
    let mut spell = 0;
    for date in clock::days(clock::first_day(), clock::last_day()) {
        let end = clock::hour_at(date, 23);
        let mean = temperature[end - 119..=end].iter().sum::<f64>() / 120.0 - 1.2;
        spell = if mean < -2.2 { spell + 1 } else { 0 };
        if spell > 0 {
            found.insert(date, spell);
        }
    }
    found
}
