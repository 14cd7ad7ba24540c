//! What a commission with two hundred stations waits for: every indicator of the catalogue, and one new reading.

use std::fmt::Write as _;
use std::fs;
use std::sync::Arc;

use chrono::{Datelike as _, Duration, NaiveDate};
use thalweg::domain::{
    Instant, Quality, Quantity, SeriesKey, SourceId, StationId, Statistic, Step,
};
use thalweg::engine::{Board, Workspace};
use thalweg::indicators::catalogue::{self, Indicator, Input, Points, Resolution, Settings};
use thalweg::series::{Columns, Series};

use crate::clock::cpu_nanos;
use crate::made::River;

const STATIONS: u64 = 200;
const YEARS: i64 = 60;
/// Readings of each gauge before the new one: a year of quarters of an hour.
const READINGS: i64 = 365 * 96;
const DAY: i64 = 86_400_000;
/// An indicator is stopped when it has taken so long.
const PATIENCE: f64 = 20.0;

pub(crate) fn print() {
    let (days, months) = records();
    let years: Vec<Input> = days.iter().map(yearly).collect();
    let mut all = 0.0;
    println!("CPU seconds for {STATIONS} stations, {YEARS} years of days:");
    for indicator in catalogue::all() {
        // Tests of trend and homogeneity compare all pairs: they are meant for one value a year.
        let is_of_years = YEARLY.contains(&indicator.name);
        let first = if is_of_years { &years } else { &days };
        let took = [first, &months]
            .into_iter()
            .find_map(|records| of_all(indicator, records).map(|took| (took, records)));
        match took {
            Some((took, records)) => {
                let of = records[0].series[0].resolution;
                println!("  {:28} {took:8.4} ({of:?})", indicator.name);
                all += took;
            }
            None => println!("  {:28} takes other input", indicator.name),
        }
    }
    println!("  together {all:.3} s");
    board();
}

/// Indicators of annual values.
const YEARLY: [&str; 6] = [
    "mann-kendall",
    "pettitt",
    "snht",
    "buishand",
    "wald-wolfowitz",
    "double-mass",
];

/// The highest value of each year of days.
fn yearly(days: &Input) -> Input {
    let mut years = points(Resolution::Year);
    for (time, value) in days.series[0].time.iter().zip(&days.series[0].value) {
        let year = Instant::from_millis(*time).utc().date().year();
        let first = NaiveDate::from_ymd_opt(year, 1, 1).expect("a date");
        let stamp = first.and_time(chrono::NaiveTime::MIN).and_utc();
        let stamp = stamp.timestamp_millis();
        if years.time.last() != Some(&stamp) {
            years.time.push(stamp);
            years.value.push(f64::NAN);
        }
        if let Some(highest) = years.value.last_mut() {
            *highest = highest.max(*value);
        }
    }
    Input {
        series: vec![years],
        columns: Vec::new(),
    }
}

/// CPU seconds of an indicator for all stations; `None` where it takes other input.
fn of_all(indicator: &Indicator, records: &[Input]) -> Option<f64> {
    let settings = Settings::new(indicator.settings, &[]).ok()?;
    let before = cpu_nanos();
    for (nth, record) in records.iter().enumerate() {
        (indicator.run)(record, &settings).ok()?;
        let took = (cpu_nanos() - before) as f64 / 1e9;
        if took > PATIENCE {
            return Some(took * records.len() as f64 / (nth + 1) as f64);
        }
    }
    Some((cpu_nanos() - before) as f64 / 1e9)
}

/// Every station's days, and its months.
fn records() -> (Vec<Input>, Vec<Input>) {
    let first = NaiveDate::from_ymd_opt(1964, 10, 1).expect("a date");
    let of_station = |station| {
        let mut river = River::new(1000 + station, 5.0 + 3.0 * station as f64);
        let (mut days, mut months) = (points(Resolution::Day), points(Resolution::Month));
        let mut sum = (0.0, 0.0);
        for day in 0..YEARS * 365 + 15 {
            let date = first + Duration::days(day);
            let stamp = date.and_time(chrono::NaiveTime::MIN).and_utc();
            let value = river.next(day as f64);
            // One day in four hundred is missing.
            let value = if (day + station as i64) % 400 == 0 {
                f64::NAN
            } else {
                value
            };
            if date.day() == 1 {
                months.time.push(stamp.timestamp_millis());
                months.value.push(0.0);
                sum = (0.0, 0.0);
            }
            sum = (
                sum.0 + if value.is_nan() { 0.0 } else { value },
                sum.1 + 1.0,
            );
            if let Some(month) = months.value.last_mut() {
                *month = sum.0 / sum.1;
            }
            days.time.push(stamp.timestamp_millis());
            days.value.push(value);
        }
        let input = |points| Input {
            series: vec![points],
            columns: Vec::new(),
        };
        (input(days), input(months))
    };
    (0..STATIONS).map(of_station).unzip()
}

fn points(resolution: Resolution) -> Points {
    Points {
        station: String::new(),
        resolution,
        time: Vec::new(),
        value: Vec::new(),
    }
}

/// What one new reading costs on the board, the making of its series among it.
fn board() {
    let folder = tempfile::TempDir::new().expect("a folder can be made");
    fs::write(folder.path().join("basin.toml"), basin()).expect("room on the disk");
    fs::create_dir_all(folder.path().join("live")).expect("a folder can be made");
    let (workspace, findings) = Workspace::open(folder.path()).expect("a basin");
    let basin = workspace.basin();
    assert_eq!(basin.stations.len() as u64, STATIONS, "{findings:?}");
    let mut series: Vec<Arc<Series>> = (0..STATIONS).map(|nth| Arc::new(gauge(nth))).collect();
    series.sort_by(|a, b| a.key.cmp(&b.key));
    let last = |readings| Instant::from_millis(20_000 * DAY + readings * 900_000);
    let mut board = Board::default();
    let before = cpu_nanos();
    let known = board.stations(&basin, &series, last(READINGS)).len();
    let first = (cpu_nanos() - before) as f64 / 1e6;
    let mut took: Vec<f64> = (1..=50)
        .map(|nth| {
            let place = nth as usize * 3 % series.len();
            let before = cpu_nanos();
            let old = &series[place];
            let mut columns = old.columns().clone();
            push(&mut columns, last(READINGS + nth), 1.0 + 0.05 * nth as f64);
            let flags = Arc::clone(&old.flags);
            let new = Series::new(old.key.clone(), columns, flags, Arc::clone(&old.files));
            series[place] = Arc::new(new);
            let now = board.stations(&basin, &series, last(READINGS + nth));
            assert_eq!(now.len(), known);
            (cpu_nanos() - before) as f64 / 1e6
        })
        .collect();
    took.sort_by(f64::total_cmp);
    println!(
        "board of {known} gauges with {READINGS} readings each: first {first:.1} ms, after one new reading {:.2} ms (median of 50, {:.2} to {:.2})",
        took[25], took[0], took[49]
    );
}

fn basin() -> String {
    let mut text = "schema = \"basin/1\"\nname = \"Two hundred gauges\"\nclock = \"UTC\"\n\n[[party]]\nid = \"A\"\nname = \"A\"\nclock = \"UTC\"\n".to_owned();
    for nth in 0..STATIONS {
        let _ = write!(
            text,
            "\n[[station]]\nid = \"g{nth:03}\"\nname = \"G {nth}\"\nstate = \"A\"\nriver = \"R\"\nkm = {nth}.0\nkind = \"gauge\"\nlevels = [\n    {{ name = \"1\", rank = 1, stage_m = 2.4 }},\n    {{ name = \"2\", rank = 2, stage_m = 3.0 }},\n    {{ name = \"3\", rank = 3, stage_m = 3.8 }},\n]\n"
        );
    }
    text + "\n[[source]]\nid = \"live\"\nstate = \"A\"\nagency = \"A\"\nfolder = \"live\"\nlate_after_h = 1.5\nsilent_after_h = 12.0\n"
}

fn gauge(nth: u64) -> Series {
    let mut river = River::new(nth, 1.0);
    let mut columns = Columns::default();
    for quarter in 1..=READINGS {
        let at = Instant::from_millis(20_000 * DAY + quarter * 900_000);
        push(&mut columns, at, river.next(quarter as f64 / 96.0));
    }
    let key = SeriesKey {
        station: StationId::new(format!("g{nth:03}")),
        quantity: Quantity::Stage,
        step: Step::Minutes(15),
        statistic: Statistic::Instantaneous,
        source: SourceId::new("live"),
    };
    Series::new(key, columns, [].into(), [].into())
}

fn push(columns: &mut Columns, at: Instant, value: f64) {
    columns.time.push(at.millis());
    columns.value.push((value * 1000.0).round() / 1000.0);
    columns.quality.push(Quality::PROVISIONAL.pack());
    columns.flag.push(0);
    columns.file.push(0);
    columns.line.push(1);
    columns.column.push(1);
    columns.revision.push(1);
}
