//! The river from source to mouth, on one line.

use super::standing::{party_index, placed, standing};
use super::stations::newest;
use super::{Standing, Words};
use crate::domain::{Basin, Freshness, Station, StationKind};
use crate::engine::{Evaluation, GaugeStatus};

/// A gauge on the line.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RiverMark {
    /// Station id.
    pub station: String,
    /// Name.
    pub name: String,
    /// Index of the party in river order.
    pub party: usize,
    /// km from the source.
    pub km: f64,
    /// On the main stem, or a tributary's mouth, canal or reservoir beside it.
    pub is_main_stem: bool,
    /// Whether its state set warning levels; without them its rank is `None` and means nothing.
    pub has_levels: bool,
    /// Common rank of the warning, 0 = below all levels; `None` = unknown, which is not calm.
    pub rank: Option<u8>,
    /// Native name of the warning level, or the word for below all levels, or for unknown.
    pub state_word: String,
    /// How old the last reading of what it is looked at for is, in words.
    pub age: String,
    /// Whether it is on time.
    pub freshness: Freshness,
}

/// The river line.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RiverView {
    /// River name.
    pub name: String,
    /// Length drawn, km.
    pub length_km: f64,
    /// Word at the upper end.
    pub source_word: String,
    /// Word at the lower end.
    pub mouth_word: String,
    /// Gauges in river order.
    pub marks: Vec<RiverMark>,
    /// Borders: km and the two party indices.
    pub borders: Vec<(f64, usize, usize)>,
    /// Reaches with travel times: from km, to km, "18 h".
    pub reaches: Vec<(f64, f64, String)>,
}

/// The river line of an evaluation. Rain stations stand beside the river and are left out.
pub fn river(evaluation: &Evaluation, words: &Words) -> RiverView {
    let basin = &evaluation.basin;
    let main_stem = main_stem(basin);
    // A mark has room for one language.
    let first = words.first();
    let marks: Vec<RiverMark> = placed(evaluation)
        .into_iter()
        .filter(|(station, _)| station.kind != StationKind::Rain)
        .map(|(station, gauge)| mark(evaluation, (station, gauge), main_stem, &first))
        .collect();
    let last_km = marks.iter().map(|mark| mark.km).fold(0.0, f64::max);
    RiverView {
        name: main_stem.to_owned(),
        // The basin names no mouth: the line runs a little beyond the last gauge, to a round number.
        length_km: (last_km * 1.01 / 10.0).ceil() * 10.0,
        source_word: words.get("river-source"),
        mouth_word: words.get("river-mouth"),
        marks,
        borders: borders(basin),
        reaches: reaches(basin, words),
    }
}

fn mark(
    evaluation: &Evaluation,
    (station, gauge): (&Station, &GaugeStatus),
    main_stem: &str,
    words: &Words,
) -> RiverMark {
    let standing = standing(station, gauge);
    RiverMark {
        station: station.id.to_string(),
        name: station.name.clone(),
        party: party_index(&evaluation.basin, &station.state),
        km: station.river_km,
        is_main_stem: station.kind == StationKind::Gauge && station.river == main_stem,
        has_levels: standing != Standing::NoLevels,
        rank: standing.rank(),
        state_word: standing.word(gauge, words),
        age: words.age(newest(evaluation, station, gauge).age_minutes),
        freshness: gauge.freshness,
    }
}

/// The river that most gauges stand on; of equals the one named first.
fn main_stem(basin: &Basin) -> &str {
    let gauges = || {
        basin
            .stations
            .iter()
            .filter(|station| station.kind == StationKind::Gauge)
    };
    let mut most = ("", 0);
    for station in gauges() {
        let n = gauges()
            .filter(|other| other.river == station.river)
            .count();
        if n > most.1 {
            most = (&station.river, n);
        }
    }
    if most.1 == 0 { &basin.name } else { most.0 }
}

fn borders(basin: &Basin) -> Vec<(f64, usize, usize)> {
    let mut borders: Vec<(f64, usize, usize)> = Vec::new();
    for station in &basin.stations {
        if let Some((upper, lower)) = &station.border {
            let border = (
                station.river_km,
                party_index(basin, upper),
                party_index(basin, lower),
            );
            // Twins stand on the same border from both banks.
            if !borders.contains(&border) {
                borders.push(border);
            }
        }
    }
    borders
}

fn reaches(basin: &Basin, words: &Words) -> Vec<(f64, f64, String)> {
    basin
        .reaches
        .iter()
        .filter_map(|reach| {
            let from = basin.station(&reach.from)?;
            let to = basin.station(&reach.to)?;
            let text = words.hours(reach.travel_hours);
            Some((from.river_km, to.river_km, text))
        })
        .collect()
}
