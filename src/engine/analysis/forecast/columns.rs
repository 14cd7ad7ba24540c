//! The gauges of a forecast on one time axis that ends with the issue.

use chrono::Datelike as _;

use super::{Refusal, Upstream};
use crate::domain::{ForecastEntry, Instant, Quantity, StationId};
use crate::engine::analysis::Matter;
use crate::indicators::forecast::aligned::real;
use crate::indicators::forecast::out_of_sample::Record;
use crate::indicators::forecast::peaks::Flood;
use crate::series::Series;
use crate::series::walks::{Lookup, as_of};

const HOUR: f64 = 3_600_000.0;
/// Fewest steps of an axis.
const LEAST_STEPS: usize = 100;
/// Fewest hydrological years that are left out one by one; below it floods are.
const LEAST_YEARS: usize = 5;
/// Most parts that a record is judged in.
const MOST_PARTS: u32 = 40;

/// The gauges on one axis: the target first, then those above.
pub(super) struct Gathered {
    pub(super) record: Record,
    /// Step of the issue: the last of the axis.
    pub(super) issued: usize,
    /// Steps between the newest value of each gauge and the issue.
    pub(super) ages: Vec<usize>,
    start: i64,
    step: i64,
}

/// Whole steps in so many hours.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "spans of hours and days above nothing"
)]
pub(super) fn steps(hours: f64, step_hours: f64) -> usize {
    (hours / step_hours).round().max(0.0) as usize
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "hours of a day in milliseconds"
)]
fn millis(hours: f64) -> i64 {
    (hours * HOUR).round() as i64
}

/// Puts target and upstream gauges on one axis.
pub(super) fn gather(matter: &Matter<'_>, entry: &ForecastEntry) -> Result<Gathered, Refusal> {
    let stations: Vec<&StationId> = std::iter::once(&entry.station)
        .chain(&entry.upstream)
        .collect();
    let step = millis(entry.step_hours);
    let found: Result<Vec<&Series>, Refusal> = stations
        .iter()
        .map(|id| {
            series_at(matter, id, (entry.quantity, step))
                .ok_or_else(|| Refusal::NoSeries((*id).clone()))
        })
        .collect();
    let found = found?;
    let newest: Vec<Option<i64>> = found
        .iter()
        .map(|series| {
            series
                .latest_usable(matter.as_of)
                .map(|reading| reading.time.millis())
        })
        .collect();
    let anchor = newest[0].ok_or_else(|| Refusal::NoSeries(entry.station.clone()))?;
    let ahead = (matter.as_of.millis() - anchor).div_euclid(step).max(0);
    let end = anchor + ahead * step;
    let start = found
        .iter()
        .filter_map(|series| series.columns().time.first())
        .max()
        .copied()
        .unwrap_or(end);
    let start = end - (end - start).div_euclid(step).max(0) * step;
    let times: Vec<i64> = (0..)
        .map(|n| start + n * step)
        .take_while(|time| *time <= end)
        .collect();
    if times.len() < LEAST_STEPS {
        return Err(Refusal::TooShort);
    }
    let columns: Vec<Vec<f64>> = found
        .iter()
        .map(|series| column(series, &times, step))
        .collect();
    let mut ages = Vec::new();
    for ((id, series), column) in stations.iter().zip(&found).zip(&columns) {
        let age = column.iter().rev().position(|value| !value.is_nan());
        let age = age.ok_or_else(|| Refusal::NoSeries((*id).clone()))?;
        let silent = matter
            .basin
            .source(&series.key.source)
            .map_or(0, |source| source.silent_after_minutes);
        if real(age) * entry.step_hours * 60.0 > f64::from(silent) + entry.step_hours * 60.0 {
            return Err(Refusal::Silent((*id).clone()));
        }
        ages.push(age);
    }
    Ok(Gathered {
        record: Record {
            season: times.iter().map(|time| season(matter, *time)).collect(),
            fold: times.iter().map(|time| year(matter, *time)).collect(),
            columns,
            upstream: Vec::new(),
        },
        issued: times.len() - 1,
        ages,
        start,
        step,
    })
}

/// The series that a gauge is read from: of this very step, else the finest that is finer.
fn series_at<'a>(
    matter: &Matter<'a>,
    id: &StationId,
    (quantity, step): (Quantity, i64),
) -> Option<&'a Series> {
    let found = matter.series_of(id, quantity);
    let of = |series: &&Series| {
        series
            .key
            .step
            .minutes()
            .map(|minutes| i64::from(minutes) * 60_000)
    };
    let same = found.iter().find(|series| of(series) == Some(step));
    same.or_else(|| {
        found
            .iter()
            .find(|series| of(series).is_none_or(|own| own < step))
    })
    .copied()
}

/// Values that may enter a figure; each counts for its own step alone, so that a gap stays one.
fn column(series: &Series, times: &[i64], step: i64) -> Vec<f64> {
    let usable = |row: usize| {
        if series.is_usable(row) {
            series.columns().value[row]
        } else {
            f64::NAN
        }
    };
    let values: Vec<f64> = (0..series.len()).map(usable).collect();
    let lookup = Lookup {
        lag: 0,
        tolerance: step - 1,
    };
    as_of(&series.columns().time, &values, times, &lookup)
}

/// Day of the year of the moment before a stamp, for a day is stamped with its end.
fn season(matter: &Matter<'_>, time: i64) -> u16 {
    let civil = matter.basin.clock.civil(Instant::from_millis(time - 1));
    u16::try_from(civil.date().ordinal0()).unwrap_or_default()
}

/// Hydrological year of a stamp.
fn year(matter: &Matter<'_>, time: i64) -> u32 {
    let date = matter
        .basin
        .clock
        .civil(Instant::from_millis(time - 1))
        .date();
    let is_next = date.month() >= u32::from(matter.basin.water_year_start_month)
        && matter.basin.water_year_start_month > 1;
    u32::try_from(date.year()).unwrap_or_default() + u32::from(is_next)
}

impl Gathered {
    /// Stamp of a step; steps beyond the issue are there too.
    pub(super) fn time(&self, step: usize) -> Instant {
        Instant::from_millis(self.start + self.step * i64::try_from(step).unwrap_or_default())
    }

    /// With the lags of the gauges above, and parts that are left out one by one: hydrological years, or the times of
    /// the floods where years are few. Gives the ages apart.
    pub(super) fn with_lags(
        mut self,
        upstream: &[Upstream],
        floods: &[Flood],
    ) -> (Self, Vec<usize>) {
        let step_hours = real(usize::try_from(self.step).unwrap_or_default()) / HOUR;
        let lags = upstream
            .iter()
            .map(|gauge| steps(gauge.lag_hours, step_hours));
        self.record.upstream = lags.enumerate().map(|(n, lag)| (n + 1, lag)).collect();
        let fold = &mut self.record.fold;
        let (first, last) = (
            fold.first().copied().unwrap_or(0),
            fold.last().copied().unwrap_or(0),
        );
        let years = last - first + 1;
        if usize::try_from(years).unwrap_or(usize::MAX) < LEAST_YEARS {
            let nearest =
                |step: usize| (0..floods.len()).min_by_key(|n| floods[*n].top.abs_diff(step));
            for (step, fold) in fold.iter_mut().enumerate() {
                *fold = nearest(step)
                    .and_then(|n| u32::try_from(n).ok())
                    .unwrap_or(0);
            }
        } else {
            let together = years.div_ceil(MOST_PARTS);
            fold.iter_mut()
                .for_each(|year| *year = (*year - first) / together);
        }
        let ages = self.ages.clone();
        (self, ages)
    }
}
