//! The floods of a station's record: how high each was, there and at the gauges up and down the river, and how long
//! the crest took between them.

use std::cmp::Reverse;

use super::Matter;
use super::flood_gauges::{Linked, linked, peak_near};
use crate::domain::{DayRule, Instant, Period, Quantity, StationId, Step};
use crate::engine::EngineError;
use crate::engine::inputs::ALLOWED_OF_A_DAY;
use crate::indicators::flood::peaks::{PeakRule, flood_peaks};
use crate::series::daily::daily;
use crate::series::{DailyRule, Series};

/// Floods for each year of the record: enough for a choice, few enough that each was one.
const A_YEAR: f64 = 2.0;
/// Most floods in a table.
const MOST: usize = 60;
/// Days before and after the peak that an overlay shows.
const BEFORE_DAYS: i64 = 5;
const AFTER_DAYS: i64 = 9;
const HOUR: f64 = 3_600_000.0;
const DAY_MINUTES: i64 = 24 * 60;

/// The highest value of a flood at one gauge.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FloodPeak {
    /// Its instant; the middle of the day where only a daily mean is known.
    pub time: Instant,
    /// SI.
    pub value: f64,
    /// Of what.
    pub quantity: Quantity,
    /// Whether it is a daily mean, which hides the crest.
    pub is_daily: bool,
}

/// A gauge beside the station.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FloodGauge {
    /// Gauge.
    pub station: StationId,
    /// Hours that a wave takes from the station to it by the basin's reaches; below zero upstream.
    pub travel_hours: f64,
}

/// A flood.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct PastFlood {
    /// At the station.
    pub peak: FloodPeak,
    /// Place among all floods of the record, the highest first, from 1.
    pub rank: usize,
    /// Years of the record and one, by the rank: how often a flood as high came, by this record alone.
    pub return_years: f64,
    /// At each of [`Floods::gauges`]; `None` where nothing was measured then.
    pub peaks: Vec<Option<FloodPeak>>,
    /// Hours from the peak at the station to the peak there, below zero upstream; to the day only where either is a
    /// daily mean. `None` where nothing was measured.
    pub hours: Vec<Option<f64>>,
    /// Hours from the peak, and the value: what an overlay draws. NaN is a gap.
    #[serde(skip)]
    pub trace: Vec<(f64, f64)>,
}

/// One hydrological year as days from its first one, and the daily mean. NaN is a gap.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FloodYear {
    /// Calendar year in which it ends.
    pub year: i32,
    /// Day from 0, value.
    #[serde(skip)]
    pub trace: Vec<(f64, f64)>,
}

/// The floods of a record.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Floods {
    /// Station.
    pub station: StationId,
    /// What was looked at; `None` where the station has neither discharge nor stage.
    pub quantity: Option<Quantity>,
    /// Years from the first to the last usable reading.
    pub years: f64,
    /// The smallest peak of the table: every higher one of the record is in it.
    pub from: Option<f64>,
    /// First month of the hydrological year.
    pub year_starts: u8,
    /// Gauges on the same water, source first, the station itself not among them.
    pub gauges: Vec<FloodGauge>,
    /// The floods, the newest first.
    pub floods: Vec<PastFlood>,
    /// Hydrological years, the oldest first.
    pub by_year: Vec<FloodYear>,
}

pub(super) fn analyse(matter: &Matter<'_>) -> Result<Floods, EngineError> {
    let own = &matter.station.id;
    let all: Vec<&Series> = [Quantity::Discharge, Quantity::Stage]
        .into_iter()
        .map(|quantity| matter.series_of(own, quantity))
        .find(|series| !series.is_empty())
        .unwrap_or_default();
    // The longest record; of equal ones the finest, which comes first.
    let longest = all.iter().rev().max_by_key(|series| span(series));
    let Some(longest) = longest.copied() else {
        return Ok(Floods {
            station: own.clone(),
            quantity: None,
            years: 0.0,
            from: None,
            year_starts: matter.basin.water_year_start_month,
            gauges: Vec::new(),
            floods: Vec::new(),
            by_year: Vec::new(),
        });
    };
    let (time, value) = usable(longest);
    let mut peaks = flood_peaks(&time, &value, PeakRule::default());
    peaks.sort_by(|a, b| value[*b].total_cmp(&value[*a]));
    #[expect(clippy::cast_precision_loss, reason = "milliseconds of centuries")]
    let years = span(longest) as f64 / (365.25 * 24.0 * HOUR);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most twice the years of a record"
    )]
    let wanted = ((A_YEAR * years).ceil() as usize).clamp(1, MOST);
    peaks.truncate(wanted);
    let gauges = linked(matter);
    let mut floods = Vec::new();
    for (n, row) in peaks.iter().enumerate() {
        matter.step(n, peaks.len(), &matter.station.name)?;
        let peak = (Instant::from_millis(time[*row]), value[*row]);
        floods.push(flood(
            matter,
            (&all, longest),
            peak,
            (&gauges, n + 1, years),
        ));
    }
    let from = floods.iter().map(|flood| flood.peak.value).reduce(f64::min);
    floods.sort_by_key(|flood| Reverse(flood.peak.time));
    Ok(Floods {
        station: own.clone(),
        quantity: Some(longest.key.quantity),
        years,
        from,
        year_starts: matter.basin.water_year_start_month,
        gauges: gauges
            .iter()
            .map(|gauge| FloodGauge {
                station: gauge.station.clone(),
                travel_hours: gauge.hours,
            })
            .collect(),
        floods,
        by_year: by_year(matter, longest)?,
    })
}

/// Milliseconds from the first to the last reading.
fn span(series: &Series) -> i64 {
    let time = &series.columns().time;
    time.last().zip(time.first()).map_or(0, |(b, a)| b - a)
}

/// Times and values of a series, NaN where a reading may not enter a figure; a daily mean stands in the middle of its
/// day.
pub(super) fn usable(series: &Series) -> (Vec<i64>, Vec<f64>) {
    let shift = match series.key.step {
        Step::Day => DAY_MINUTES / 2 * 60_000,
        _ => 0,
    };
    let columns = series.columns();
    let is_sure = |row: usize| {
        use crate::domain::{Quality, Reliability};
        series.is_usable(row)
            && Quality::unpack(columns.quality[row]).reliability != Reliability::Suspect
    };
    let values = (0..series.len()).map(|row| {
        // A doubtful reading makes no flood.
        if is_sure(row) {
            columns.value[row]
        } else {
            f64::NAN
        }
    });
    let times = columns.time.iter().map(|time| time - shift);
    (times.collect(), values.collect())
}

/// Half a day each side of a daily peak holds the crest; a live one is looked for there.
const REFINE_MINUTES: i64 = 36 * 60;

fn flood(
    matter: &Matter<'_>,
    (all, longest): (&[&Series], &Series),
    (time, value): (Instant, f64),
    (gauges, rank, years): (&[Linked], usize, f64),
) -> PastFlood {
    let around = Period::new(
        time.plus_minutes(-REFINE_MINUTES),
        time.plus_minutes(REFINE_MINUTES),
    );
    let found = peak_near(matter, &matter.station.id, longest.key.quantity, around);
    let peak = found.unwrap_or(FloodPeak {
        time,
        value,
        quantity: longest.key.quantity,
        is_daily: longest.key.step == Step::Day,
    });
    let peaks: Vec<Option<FloodPeak>> = gauges
        .iter()
        .map(|gauge| {
            let centre = peak.time.plus_minutes(gauge.minutes());
            let room = gauge.room_minutes();
            let window = Period::new(centre.plus_minutes(-room), centre.plus_minutes(room));
            peak_near(matter, &gauge.station, longest.key.quantity, window)
        })
        .collect();
    let hours = peaks.iter().map(|other| {
        let other = other.as_ref()?;
        Some(hours_between(peak.time, other.time))
    });
    #[expect(clippy::cast_precision_loss, reason = "a few dozen floods")]
    let return_years = (years + 1.0) / rank as f64;
    PastFlood {
        rank,
        return_years,
        hours: hours.collect(),
        peaks,
        trace: trace(all, &peak),
        peak,
    }
}

#[expect(clippy::cast_precision_loss, reason = "hours of a few weeks")]
fn hours_between(from: Instant, to: Instant) -> f64 {
    (to.millis() - from.millis()) as f64 / HOUR
}

/// The finest series that covers most of the days around the peak.
fn trace(all: &[&Series], peak: &FloodPeak) -> Vec<(f64, f64)> {
    let window = Period::new(
        peak.time.plus_minutes(-BEFORE_DAYS * DAY_MINUTES),
        peak.time.plus_minutes(AFTER_DAYS * DAY_MINUTES),
    );
    let covers = |series: &&&Series| {
        let rows = series.rows_ending_in(window);
        let step = i64::from(series.key.step.minutes().unwrap_or(60)).max(1);
        let expected = (BEFORE_DAYS + AFTER_DAYS) * DAY_MINUTES / step;
        i64::try_from(rows.len()).is_ok_and(|n| 2 * n >= expected)
    };
    let Some(series) = all.iter().find(covers).or(all.last()) else {
        return Vec::new();
    };
    let (time, value) = usable(series);
    let rows = series.rows_ending_in(window);
    // A point every hour is finer than any overlay shows.
    let stride = (60 / series.key.step.minutes().unwrap_or(60).max(1)).max(1);
    let is_kept = |row: &usize| {
        let at_peak = time[*row] == peak.time.millis();
        at_peak || u32::try_from(*row).is_ok_and(|row| row % stride == 0)
    };
    rows.filter(is_kept)
        .map(|row| {
            let at = Instant::from_millis(time[row]);
            (hours_between(peak.time, at), value[row])
        })
        .collect()
}

/// Daily means by hydrological year.
fn by_year(matter: &Matter<'_>, series: &Series) -> Result<Vec<FloodYear>, EngineError> {
    use chrono::{Datelike as _, NaiveDate};
    let rule = DailyRule {
        clock: matter.basin.clock,
        day: DayRule::MIDNIGHT,
        allowed_missing: ALLOWED_OF_A_DAY,
    };
    let days = daily(series, &rule).map_err(|error| EngineError::Compute(error.to_string()))?;
    let month = u32::from(matter.basin.water_year_start_month);
    let mut years: Vec<FloodYear> = Vec::new();
    let dated = days.start.iter_days().zip(&days.values);
    for (date, value) in dated {
        let starts = if date.month() >= month {
            date.year()
        } else {
            date.year() - 1
        };
        let year = if month == 1 { starts } else { starts + 1 };
        if years.last().is_none_or(|last| last.year != year) {
            years.push(FloodYear {
                year,
                trace: Vec::new(),
            });
        }
        let first = NaiveDate::from_ymd_opt(starts, month, 1).unwrap_or(date);
        #[expect(clippy::cast_precision_loss, reason = "days of a year")]
        let day = (date - first).num_days() as f64;
        if let Some(last) = years.last_mut() {
            last.trace.push((day, *value));
        }
    }
    Ok(years)
}
