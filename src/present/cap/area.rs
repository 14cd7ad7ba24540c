//! Areas of a message: the state's own, and one for each neighbour that the same water reaches.

use super::super::Words;
use super::super::standing::party_name;
use super::situation::Situation;
use crate::domain::cap::{Area, Named};
use crate::domain::{Basin, Party, PartyId, Station};
use crate::engine::Evaluation;

/// One area a state: its own first, then the neighbours in the order of the basin.
pub(super) fn areas(
    evaluation: &Evaluation,
    party: &Party,
    situation: &Situation<'_>,
    words: &Words,
) -> Vec<Area> {
    let basin = &evaluation.basin;
    let about: Vec<&Station> = if situation.reached.is_empty() {
        let has_levels =
            |station: &&Station| station.state == party.id && !station.levels.is_empty();
        basin.stations.iter().filter(has_levels).collect()
    } else {
        situation
            .reached
            .iter()
            .map(|gauge| gauge.station)
            .collect()
    };
    let mut areas = vec![area(basin, (&party.id, &about), "cap-area-own", words)];
    for other in basin.parties.iter().filter(|other| other.id != party.id) {
        let beyond: Vec<&Station> = about
            .iter()
            .copied()
            .filter(|station| reaches(basin, station, &other.id))
            .collect();
        if !beyond.is_empty() {
            areas.push(area(basin, (&other.id, &beyond), "cap-area-beyond", words));
        }
    }
    areas
}

/// Whether the water of a gauge is also a state's: the gauge stands on its border, or the next gauge below is its own.
fn reaches(basin: &Basin, station: &Station, party: &PartyId) -> bool {
    let on_border = station
        .border
        .as_ref()
        .is_some_and(|(a, b)| a == party || b == party);
    let next_below = basin.reaches.iter().any(|reach| {
        reach.from == station.id
            && basin
                .station(&reach.to)
                .is_some_and(|below| below.state == *party)
    });
    on_border || next_below
}

fn area(
    basin: &Basin,
    (party, stations): (&PartyId, &[&Station]),
    key: &str,
    words: &Words,
) -> Area {
    let places: Vec<String> = stations
        .iter()
        .map(|station| {
            words.with(
                "cap-place",
                &[
                    ("station", station.name.as_str().into()),
                    ("river", station.river.as_str().into()),
                    ("km", words.number(station.river_km, 0).into()),
                ],
            )
        })
        .collect();
    let fillings = [
        ("party", party_name(basin, party).into()),
        ("places", places.join(", ").into()),
    ];
    let mut geocodes = vec![Named::new("basin-state", party.as_str())];
    geocodes.extend(
        stations
            .iter()
            .map(|station| Named::new("basin-gauge", station.id.as_str())),
    );
    Area {
        description: words.with(key, &fillings),
        polygons: basin
            .sending
            .polygons
            .iter()
            .filter(|(of, _)| of == party)
            .map(|(_, polygon)| polygon.clone())
            .collect(),
        circles: Vec::new(),
        geocodes,
    }
}
