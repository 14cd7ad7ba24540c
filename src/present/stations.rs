//! The list of stations.

use super::standing::{party_index, placed, standing};
use super::words::MISSING;
use super::{Standing, Words};
use crate::domain::{Freshness, Quantity, Station, StationId, StationKind};
use crate::engine::{Evaluation, GaugeStatus};

/// One row of the list.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StationRow {
    /// Station id.
    pub station: String,
    /// Name.
    pub name: String,
    /// Kind in words.
    pub kind: String,
    /// Index of the party in river order.
    pub party: usize,
    /// km from the source.
    pub km: f64,
    /// Last value with its unit, such as "4.12 m", or "–".
    pub latest: String,
    /// Age of the last reading in words, such as "15 min" or "2 d".
    pub age: String,
    /// Whether it is on time.
    pub freshness: Freshness,
    /// Common rank of the warning; `None` = unknown or without levels.
    pub rank: Option<u8>,
    /// Native name of the warning level reached, the word for unknown, empty below all.
    pub level: String,
    /// Whether its line is shown in the plots.
    pub is_shown: bool,
    /// Figure id for explain, of the latest value.
    pub figure: String,
}

/// The list, by river order.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct StationsView {
    /// Heading.
    pub title: String,
    /// Rows.
    pub rows: Vec<StationRow>,
}

/// The list of all stations; `shown` are those whose lines are drawn.
pub fn stations(evaluation: &Evaluation, shown: &[StationId], words: &Words) -> StationsView {
    let rows = placed(evaluation)
        .into_iter()
        .map(|(station, gauge)| row(evaluation, station, gauge, shown, words))
        .collect();
    StationsView {
        title: words.get("stations-title"),
        rows,
    }
}

/// Id for explain of the newest value of a station: `station/<id>/<quantity>/latest`.
pub fn latest_figure(station: &StationId, quantity: Quantity) -> String {
    format!("station/{station}/{}/latest", quantity.word())
}

/// What a station is looked at for, and its newest value in SI, as far as there is one.
pub(super) fn newest(
    evaluation: &Evaluation,
    station: &Station,
    gauge: &GaugeStatus,
) -> (Quantity, Option<f64>) {
    let stage = gauge.latest.and_then(|latest| latest.stage_m);
    let discharge = gauge.latest.and_then(|latest| latest.discharge_m3s);
    match station.kind {
        StationKind::Gauge if stage.is_some() || discharge.is_none() => (Quantity::Stage, stage),
        StationKind::Gauge | StationKind::Canal => (Quantity::Discharge, discharge),
        StationKind::Rain => (Quantity::Rain, gauge.rain_mm.h24),
        StationKind::Reservoir => {
            let storage = evaluation
                .series_of(&station.id, Quantity::Storage)
                .into_iter()
                .filter_map(|series| series.latest(evaluation.as_of))
                .max_by_key(|(time, ..)| *time);
            (Quantity::Storage, storage.map(|(_, value, _)| value))
        }
    }
}

fn row(
    evaluation: &Evaluation,
    station: &Station,
    gauge: &GaugeStatus,
    shown: &[StationId],
    words: &Words,
) -> StationRow {
    let standing = standing(station, gauge);
    let (quantity, value) = newest(evaluation, station, gauge);
    let written = words.value(value, quantity);
    let level = match standing {
        Standing::Below | Standing::LastSeenBelow | Standing::NoLevels => String::new(),
        Standing::Above(_) | Standing::Unknown => standing.word(gauge, words),
    };
    StationRow {
        station: station.id.to_string(),
        name: station.name.clone(),
        kind: words.get(match station.kind {
            StationKind::Gauge => "kind-gauge",
            StationKind::Rain => "kind-rain",
            StationKind::Reservoir => "kind-reservoir",
            StationKind::Canal => "kind-canal",
        }),
        party: party_index(&evaluation.basin, &station.state),
        km: station.river_km,
        latest: if quantity == Quantity::Rain && written != MISSING {
            words.with("rain-in-24-hours", &[("rain", written.into())])
        } else {
            written
        },
        age: words.age(gauge.age_minutes),
        freshness: gauge.freshness,
        rank: standing.rank(),
        level,
        is_shown: shown.contains(&station.id),
        figure: latest_figure(&station.id, quantity),
    }
}
