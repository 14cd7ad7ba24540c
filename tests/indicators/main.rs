//! Daily values and indicators against figures made by others and by hand.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod daily;
mod forecast;
mod frequency;
mod gaps;
mod low_flow;
mod rain;
mod rise;
mod stats;
mod travel;
mod walks;

use chrono::NaiveDate;
use thalweg::domain::{
    AllowedMissing, Clock, Completeness, DayRule, Instant, Period, Quality, Quantity, Reliability,
    Review, SeriesKey, SourceId, StationId, Statistic, Step,
};
use thalweg::series::{Columns, Daily, DailyRule, Series};

const HOUR: i64 = 3_600_000;

/// What a series is, without its place.
type Kind = (Quantity, Step, Statistic);

const STAGE_15: Kind = (Quantity::Stage, Step::Minutes(15), Statistic::Instantaneous);
const FLOW_60: Kind = (
    Quantity::Discharge,
    Step::Minutes(60),
    Statistic::Instantaneous,
);
const FLOW_ANY: Kind = (
    Quantity::Discharge,
    Step::Irregular,
    Statistic::Instantaneous,
);
const FLOW_DAY: Kind = (Quantity::Discharge, Step::Day, Statistic::Mean);
const FLOW_MEAN_60: Kind = (Quantity::Discharge, Step::Minutes(60), Statistic::Mean);
const RAIN_60: Kind = (Quantity::Rain, Step::Minutes(60), Statistic::Sum);
const RAIN_DAY: Kind = (Quantity::Rain, Step::Day, Statistic::Sum);
const STORE_60: Kind = (
    Quantity::Storage,
    Step::Minutes(60),
    Statistic::Instantaneous,
);

fn at(text: &str) -> Instant {
    Instant::parse(&format!("{text}:00Z")).unwrap()
}

fn date(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn bad() -> Quality {
    Quality {
        reliability: Reliability::Bad,
        ..Quality::PROVISIONAL
    }
}

fn approved() -> Quality {
    Quality {
        review: Review::Approved,
        ..Quality::PROVISIONAL
    }
}

/// NaN is "no value".
fn series(kind: Kind, readings: &[(Instant, f64)]) -> Series {
    graded(
        kind,
        &readings
            .iter()
            .map(|&(time, value)| (time, value, Quality::PROVISIONAL))
            .collect::<Vec<_>>(),
    )
}

fn graded((quantity, step, statistic): Kind, readings: &[(Instant, f64, Quality)]) -> Series {
    let n = readings.len();
    let columns = Columns {
        time: readings.iter().map(|reading| reading.0.millis()).collect(),
        value: readings.iter().map(|reading| reading.1).collect(),
        quality: readings.iter().map(|reading| reading.2.pack()).collect(),
        flag: vec![0; n],
        file: vec![0; n],
        line: vec![1; n],
        column: vec![1; n],
        revision: vec![1; n],
    };
    let key = SeriesKey {
        station: StationId::new("g"),
        quantity,
        step,
        statistic,
        source: SourceId::new("s"),
    };
    Series::new(key, columns, [].into(), [].into())
}

/// One value a step from `start` on.
fn regular(kind: Kind, start: &str, values: &[f64]) -> Series {
    let minutes = i64::from(kind.1.minutes().unwrap());
    let start = at(start);
    let readings: Vec<_> = values
        .iter()
        .zip(0..)
        .map(|(&value, n)| (start.plus_minutes(n * minutes), value))
        .collect();
    series(kind, &readings)
}

fn rule(allowed: f64) -> DailyRule {
    DailyRule {
        clock: Clock::UTC,
        day: DayRule::MIDNIGHT,
        allowed_missing: AllowedMissing(allowed),
    }
}

fn close(value: f64, expect: f64, relative: f64) {
    assert!(
        (value - expect).abs() <= relative * expect.abs().max(1e-300),
        "{value} is not {expect}"
    );
}

/// The readings of an uneven record, made by others: the means below come from `traces` 0.7.0
/// (`TimeSeries.mean(interpolate="linear")`) and a trapezoid over 1-second steps.
fn uneven() -> Series {
    let readings = [
        ("2024-03-01T20:15", 40.0),
        ("2024-03-02T00:00", 42.5),
        ("2024-03-02T03:20", 55.0),
        ("2024-03-02T07:45", 180.0),
        ("2024-03-02T08:00", 210.0),
        ("2024-03-02T13:10", 160.0),
        ("2024-03-02T21:50", 95.0),
        ("2024-03-03T01:30", 88.0),
        ("2024-03-03T06:00", 80.0),
        ("2024-03-03T18:00", 71.0),
        ("2024-03-04T02:00", 66.0),
        ("2024-03-04T09:00", 64.0),
    ]
    .map(|(time, value)| (at(time), value));
    series(FLOW_ANY, &readings)
}

fn stage(readings: &[(&str, f64)]) -> Series {
    let readings: Vec<_> = readings
        .iter()
        .map(|&(time, value)| (at(time), value))
        .collect();
    series(STAGE_15, &readings)
}
