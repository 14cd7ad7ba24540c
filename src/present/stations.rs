//! The list of stations.

use super::standing::{party_index, placed, standing};
use super::words::MISSING;
use super::{Standing, Words};
use crate::domain::{Freshness, Instant, Quantity, Station, StationId, StationKind, Step};
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
    /// Whether it measures a river's stage or discharge.
    pub is_gauge: bool,
    /// Index of the party in river order.
    pub party: usize,
    /// km from the source.
    pub km: f64,
    /// Last value with its unit, such as "4.12 m", or "–".
    pub latest: String,
    /// Age of that value in words, such as "15 min" or "2 d".
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
    // A row has room for one language.
    let first = words.first();
    let rows = placed(evaluation)
        .into_iter()
        .map(|(station, gauge)| row(evaluation, station, gauge, shown, &first))
        .collect();
    StationsView {
        title: words.get("stations-title"),
        rows,
    }
}

/// Id for explain of what the board says of a station: `gauge/<station>/latest`, or `gauge/<station>/rain_24h`.
pub fn latest_figure(station: &Station) -> String {
    match station.kind {
        StationKind::Rain => format!("gauge/{}/rain_24h", station.id),
        StationKind::Gauge | StationKind::Reservoir | StationKind::Canal => {
            format!("gauge/{}/latest", station.id)
        }
    }
}

/// What a station is looked at for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Newest {
    pub(super) quantity: Quantity,
    /// SI; `None` when there is none.
    pub(super) value: Option<f64>,
    /// Age of this value, minutes: a station may go on sending another quantity.
    pub(super) age_minutes: Option<i64>,
    /// How often it is reported: a daily mean hides its crest, and a person must know.
    pub(super) step: Option<Step>,
}

pub(super) fn newest(evaluation: &Evaluation, station: &Station, gauge: &GaugeStatus) -> Newest {
    let stage = gauge.latest.and_then(|latest| latest.stage_m);
    let discharge = gauge.latest.and_then(|latest| latest.discharge_m3s);
    let (quantity, value) = match station.kind {
        StationKind::Gauge if stage.is_some() || discharge.is_none() => (Quantity::Stage, stage),
        StationKind::Gauge | StationKind::Canal => (Quantity::Discharge, discharge),
        StationKind::Rain => (Quantity::Rain, gauge.rain_mm.h24),
        StationKind::Reservoir => (Quantity::Storage, None),
    };
    let last = last_of(evaluation, station, quantity);
    Newest {
        quantity,
        value: match quantity {
            Quantity::Storage => last.map(|(_, value)| value),
            Quantity::Stage | Quantity::Discharge | Quantity::Rain => value,
        },
        age_minutes: last
            .map(|(time, _)| evaluation.as_of.minutes_since(time))
            .or(gauge.age_minutes),
        step: evaluation
            .series_of(&station.id, quantity)
            .into_iter()
            .find(|series| series.latest_usable(evaluation.as_of).is_some())
            .map(|series| series.key.step),
    }
}

/// The newest usable reading of a quantity, by any source.
pub(super) fn last_of(
    evaluation: &Evaluation,
    station: &Station,
    quantity: Quantity,
) -> Option<(Instant, f64)> {
    evaluation
        .series_of(&station.id, quantity)
        .into_iter()
        .filter_map(|series| series.latest_usable(evaluation.as_of))
        .map(|reading| (reading.time, reading.value))
        .max_by_key(|(time, _)| *time)
}

fn row(
    evaluation: &Evaluation,
    station: &Station,
    gauge: &GaugeStatus,
    shown: &[StationId],
    words: &Words,
) -> StationRow {
    let standing = standing(station, gauge);
    let newest = newest(evaluation, station, gauge);
    let written = words.value(newest.value, newest.quantity);
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
        is_gauge: station.kind == StationKind::Gauge,
        party: party_index(&evaluation.basin, &station.state),
        km: station.river_km,
        latest: if newest.quantity == Quantity::Rain && written != MISSING {
            words.with("rain-in-24-hours", &[("rain", written.into())])
        } else {
            written
        },
        age: words.age(newest.age_minutes),
        freshness: gauge.freshness,
        rank: standing.rank(),
        level,
        is_shown: shown.contains(&station.id),
        figure: latest_figure(station),
    }
}
