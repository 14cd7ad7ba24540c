//! Levels, crossings, boards and alarms, against figures by hand and against laws.
#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod board;
mod book;
mod crossings;
mod scaling;

use std::sync::Arc;

use thalweg::domain::{
    Instant, Quality, Quantity, SeriesKey, SourceId, StationId, Statistic, Step, WarningLevel,
};
use thalweg::series::{Columns, Series};

const MINUTE: i64 = 60_000;

/// Midnight before everything here.
fn start() -> Instant {
    Instant::parse("2026-01-02T00:00:00Z").unwrap()
}

/// Minutes after [`start`].
fn at(minutes: i64) -> Instant {
    start().plus_minutes(minutes)
}

/// A stage series of station `g`: minutes after [`start`], value, quality.
fn stage(step: Step, readings: &[(i64, f64, Quality)]) -> Arc<Series> {
    of(Quantity::Stage, step, readings)
}

fn of(quantity: Quantity, step: Step, readings: &[(i64, f64, Quality)]) -> Arc<Series> {
    let n = readings.len();
    let columns = Columns {
        time: readings
            .iter()
            .map(|reading| at(reading.0).millis())
            .collect(),
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
        statistic: Statistic::Instantaneous,
        source: SourceId::new("s"),
    };
    Arc::new(Series::new(key, columns, [].into(), [].into()))
}

/// Good readings every 15 minutes.
fn quarters(values: &[f64]) -> Arc<Series> {
    let readings: Vec<_> = (0..)
        .zip(values)
        .map(|(n, value)| (15 * n, *value, Quality::PROVISIONAL))
        .collect();
    stage(Step::Minutes(15), &readings)
}

fn level(name: &str, rank: u8, value: f64) -> WarningLevel {
    WarningLevel::new(name, rank, Quantity::Stage, value)
}
