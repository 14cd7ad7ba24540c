//! What is true in the invented basin: what a test may hold the exports against.

use chrono::{Duration, NaiveDate};

use super::clock::{self, HOURS, Minute};
use super::river::{self, River};
use super::weather::RAIN_GAUGES;
use crate::domain::Instant;

/// The basin before anybody measures it, with neither noise nor planted faults.
pub struct Truth {
    river: River,
}

/// The truth of the basin that is shipped.
pub fn truth() -> Truth {
    Truth {
        river: river::river(river::SEED),
    }
}

impl Truth {
    /// Discharge of a gauge or of the canal at each full hour, m³/s, from [`Truth::first_hour`]; empty for a station
    /// that has none. Both banks at Grenzau are the same water.
    pub fn discharge(&self, station: &str) -> &[f64] {
        let river = &self.river;
        match station {
            "hochstein" => &river.hochstein,
            "lissamund" => &river.lissamund,
            "grenzau-av" | "grenzau-br" => &river.grenzau,
            "torrin" => &river.torrin,
            "westkanal" => &river.westkanal,
            "mittelbruck" => &river.mittelbruck,
            "dravec" => &river.dravec,
            "salto" => &river.salto,
            "pontal" => &river.pontal,
            "foz" => &river.foz,
            _ => &[],
        }
    }

    /// Storage of Almsee at each full hour, hm³, from [`Truth::first_hour`].
    pub fn storage(&self) -> &[f64] {
        &self.river.almsee
    }

    /// Depth that fell in the hour before each full hour, mm, from [`Truth::first_hour`]; empty for a station that
    /// is no rain gauge.
    pub fn rain(&self, station: &str) -> &[f64] {
        RAIN_GAUGES
            .iter()
            .position(|gauge| *gauge == station)
            .map_or(&[], |zone| &self.river.weather.rain[zone])
    }

    /// Air temperature 300 m above the sea at each full hour, °C.
    pub(super) fn temperature(&self) -> &[f64] {
        &self.river.weather.temperature
    }

    /// The instant of the first hour. The model's first three years fill its stores; the records begin in 2016.
    pub fn first_hour() -> Instant {
        Instant::from_utc(clock::date_of(0).and_time(chrono::NaiveTime::MIN))
    }

    /// The index of the full hour at or before an instant.
    pub fn hour(at: Instant) -> usize {
        Minute(at.millis().div_euclid(60_000)).model_hour().0
    }

    /// Means of the days from `first` to `last` (both in) of an hourly flow, cut by a clock so many minutes ahead of
    /// UTC. Each hour counts with the mean of its two ends.
    pub fn daily_means(
        hourly: &[f64],
        first: NaiveDate,
        last: NaiveDate,
        ahead: i64,
    ) -> Vec<(NaiveDate, f64)> {
        clock::days(first, last)
            .map(|date| {
                let (begin, _) = Minute::at(date, 0, -ahead).model_hour();
                let end = (begin + 24).min(HOURS - 1);
                let inner: f64 = hourly[begin + 1..end].iter().sum();
                (date, (inner + (hourly[begin] + hourly[end]) / 2.0) / 24.0)
            })
            .collect()
    }

    /// Sums of an hourly depth over days that begin so many minutes after UTC midnight of their date.
    pub fn daily_sums(
        hourly: &[f64],
        first: NaiveDate,
        last: NaiveDate,
        begins: i64,
    ) -> Vec<(NaiveDate, f64)> {
        clock::days(first, last)
            .map(|date| {
                let (begin, _) = Minute::at(date, 0, begins).model_hour();
                let end = (begin + 24).min(HOURS - 1);
                (date, hourly[begin + 1..=end].iter().sum())
            })
            .collect()
    }

    /// A flow at any minute: a smooth curve through the full hours (Catmull and Rom 1974).
    pub(super) fn at(hourly: &[f64], at: Minute) -> f64 {
        let (hour, part) = at.model_hour();
        let value = |offset: usize| hourly[(hour + offset).clamp(1, HOURS) - 1];
        let (before, here, next, after) = (value(0), value(1), value(2), value(3));
        let curve = 2.0 * before - 5.0 * here + 4.0 * next - after;
        let bend = 3.0 * (here - next) + after - before;
        here + 0.5 * part * (next - before + part * (curve + part * bend))
    }
}

/// The day after.
pub(super) fn next_day(date: NaiveDate) -> NaiveDate {
    date + Duration::days(1)
}
