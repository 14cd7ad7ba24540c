//! A small basin made by hand: two states, a border section measured from both banks.

use std::sync::Arc;

use chrono::NaiveDate;
use thalweg::domain::agreement::measure::{AgreementUnit, Measure};
use thalweg::domain::agreement::{AccountingPeriod, LedgerRow, RowKind, Running};
use thalweg::domain::{
    Basin, Clock, Completeness, Findings, Freshness, Instant, Origin, Party, Period, Quality,
    Quantity, Reach, Reliability, Review, SeriesKey, Source, SourceKind, Station, StationKind,
    Statistic, Status, Step, WarningLevel,
};
use thalweg::engine::{
    ArchiveFacts, Evaluation, GaugeStatus, Latest, RainTotals, WarningStatus, Warnings,
};
use thalweg::present::Words;
use thalweg::series::{Columns, Series};

pub(crate) const APPROVED: Quality = Quality {
    origin: Origin::Measured,
    reliability: Reliability::Good,
    review: Review::Approved,
};
pub(crate) const ESTIMATED: Quality = Quality {
    origin: Origin::Estimated,
    ..APPROVED
};
pub(crate) const BAD: Quality = Quality {
    reliability: Reliability::Bad,
    ..APPROVED
};

pub(crate) fn words(tag: &str) -> Words {
    Words::new(&[tag.to_owned()])
}

pub(crate) fn at(text: &str) -> Instant {
    Instant::parse(text).unwrap()
}

pub(crate) fn seconds(text: &str) -> f64 {
    at(text).millis() as f64 / 1000.0
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn station(id: &str, state: &str, km: f64) -> Station {
    let level = |name: &str, rank, value| {
        WarningLevel::new(format!("{state} {name}"), rank, Quantity::Stage, value)
    };
    Station {
        id: id.into(),
        name: id.to_uppercase(),
        state: state.into(),
        river: "Main".to_owned(),
        river_km: km,
        tidal: false,
        kind: StationKind::Gauge,
        datum: None,
        gauge_zero: None,
        levels: vec![level("watch", 1, 3.0), level("alarm", 2, 4.0)],
        rain_levels: Vec::new(),
        twin: None,
        border: None,
        uncertainty: None,
    }
}

/// A gauge on time with a stage, of this rank.
pub(crate) fn gauge(station: &Station, rank: u8, stage: f64) -> GaugeStatus {
    GaugeStatus {
        station: station.id.clone(),
        state: station.state.clone(),
        river_km: station.river_km,
        latest: Some(Latest {
            time: at("2026-06-14T05:45:00Z"),
            stage_m: Some(stage),
            stage_time: Some(at("2026-06-14T05:45:00Z")),
            discharge_m3s: None,
            discharge_time: None,
        }),
        age_minutes: Some(15),
        freshness: Freshness::OnTime,
        warning: WarningStatus {
            native: (rank > 0).then(|| format!("{} level {rank}", station.state)),
            rank: Some(rank),
            reason: String::new(),
        },
        rate_of_rise_m_per_h: None,
        rain_mm: RainTotals::default(),
    }
}

/// Upper state UP with `hill` and the border gauge `left`; lower state LO with its twin `right`, `town` and rain.
pub(crate) fn evaluation() -> Evaluation {
    let party = |id: &str, name: &str, clock: &str| Party {
        id: id.into(),
        name: name.to_owned(),
        clock: Clock::parse(clock).unwrap(),
    };
    let border = |mut station: Station, twin: &str| {
        station.border = Some(("UP".into(), "LO".into()));
        station.twin = Some(twin.into());
        station
    };
    let mut rain = station("rain", "LO", 250.0);
    rain.kind = StationKind::Rain;
    rain.levels.clear();
    let mut creek = station("creek", "LO", 260.0);
    creek.river = "Side".to_owned();
    creek.levels.clear();
    let stations = vec![
        station("hill", "UP", 40.0),
        border(station("left", "UP", 190.0), "right"),
        border(station("right", "LO", 190.0), "left"),
        rain,
        creek,
        station("town", "LO", 305.0),
    ];
    let gauges = vec![
        gauge(&stations[0], 0, 1.0),
        gauge(&stations[1], 2, 4.12),
        gauge(&stations[2], 0, 2.0),
        gauge(&stations[3], 0, 0.0),
        gauge(&stations[4], 0, 0.5),
        gauge(&stations[5], 1, 3.1),
    ];
    Evaluation {
        basin: Arc::new(Basin {
            name: "Main".to_owned(),
            as_of: None,
            exercise: None,
            clock: Clock::parse("UTC+01:00").unwrap(),
            water_year_start_month: 10,
            parties: vec![
                party("UP", "Upland", "Europe/Vienna"),
                party("LO", "Lowland", "Asia/Tokyo"),
            ],
            stations,
            reaches: vec![Reach {
                from: "hill".into(),
                to: "left".into(),
                travel_hours: 14.0,
            }],
            forecasts: Vec::new(),
            sources: vec![source("live", "UP"), source("daily", "UP")],
            agreements: vec!["accord".into()],
            subcatchments: Vec::new(),
            sending: thalweg::domain::cap::Sending::default(),
            languages: vec!["en".to_owned()],
        }),
        as_of: at("2026-06-14T18:00:00Z"),
        period: Period::new(at("2026-06-07"), at("2026-06-14T18:00:00Z")),
        gauges,
        sources: Vec::new(),
        reaches: Vec::new(),
        ledger: Vec::new(),
        shares: Vec::new(),
        triggers: Vec::new(),
        evidence: Vec::new(),
        terms: Vec::new(),
        clauses: Arc::default(),
        units: Vec::new(),
        readings: Vec::new(),
        agreements: vec![("accord".to_owned(), "Accord".to_owned())],
        findings: Findings::new(),
        series: Vec::new(),
        warnings: Warnings::default(),
        archive: ArchiveFacts {
            revision: 3,
            files: 1,
            readings: 402_114,
        },
    }
}

pub(crate) fn source(id: &str, state: &str) -> Source {
    Source {
        id: id.into(),
        state: state.into(),
        agency: format!("Agency {id}"),
        kind: SourceKind::Folder("exports".to_owned()),
        profile: None,
        clock: None,
        day: None,
        units: Vec::new(),
        stations: Vec::new(),
        late_after_minutes: 60,
        silent_after_minutes: 600,
    }
}

pub(crate) fn key(
    station: &str,
    quantity: Quantity,
    step: Step,
    statistic: Statistic,
) -> SeriesKey {
    SeriesKey {
        station: station.into(),
        quantity,
        step,
        statistic,
        source: if step == Step::Day { "daily" } else { "live" }.into(),
    }
}

/// Readings at these instants.
pub(crate) fn series(key: SeriesKey, readings: &[(&str, f64, Quality)]) -> Arc<Series> {
    let n = readings.len();
    let columns = Columns {
        time: readings
            .iter()
            .map(|(time, ..)| at(time).millis())
            .collect(),
        value: readings.iter().map(|(_, value, _)| *value).collect(),
        quality: readings
            .iter()
            .map(|(.., quality)| quality.pack())
            .collect(),
        flag: vec![0; n],
        file: vec![0; n],
        line: vec![1; n],
        column: vec![1; n],
        revision: vec![1; n],
    };
    Arc::new(Series::new(key, columns, Arc::default(), Arc::default()))
}

/// A row of a minimum of 1,250 hm³ from 1 April to 30 June, owed to LO.
pub(crate) fn row() -> LedgerRow {
    LedgerRow {
        figure: "accord/quarter/LO/2025-26 Q3/balance".to_owned(),
        agreement: "accord".into(),
        reading: "main".to_owned(),
        rule: "quarter".to_owned(),
        title: "Minimum at Town".to_owned(),
        kind: RowKind::Minimum,
        article: "Art. 4".to_owned(),
        party: "LO".into(),
        by: Some("UP".into()),
        confidence: None,
        period: AccountingPeriod {
            label: "2025/26 Q3".to_owned(),
            span: Period::new(at("2026-03-31T23:00:00Z"), at("2026-06-30T23:00:00Z")),
            days: (day("2026-04-01"), day("2026-06-30")),
        },
        entitlement: Some(1250.0),
        delivered: Some(812.0),
        balance: Some(-438.0),
        carried_in: 0.0,
        carried_out: 0.0,
        applied_to_carried: 0.0,
        used_of_carried: 0.0,
        set_off: 0.0,
        lapsed: 0.0,
        allowed_deficit: 0.0,
        unit: "hm³".to_owned(),
        counted_in: AgreementUnit::si(Measure::Volume),
        status: Status::Provisional,
        completeness: Completeness::new(74, 74),
        condition: None,
        advisory: false,
        running: Some(Running {
            to: day("2026-06-13"),
            required_to_date: 1040.0,
            ahead: -228.0,
            carried_left: 0.0,
            remaining: 438.0,
            pace_needed_m3s: Some(298.2),
            delivered_curve: vec![(day("2026-04-01"), 11.0), (day("2026-06-13"), 812.0)],
            traces: Vec::new(),
            chance_in_balance: None,
        }),
    }
}
