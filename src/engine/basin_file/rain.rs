//! `rain_levels` of a station, and `[[subcatchment]]`: an area with the gauges whose rain stands for it.

use toml::Value;

use crate::domain::rain::{Coordinates, RainLevel, Subcatchment};
use crate::domain::{Basin, Cause, Finding, Findings, PartyId, StationId, StationKind};
use crate::engine::entry::Entry;
use crate::indicators::rain::polygon;

const LEVEL: &str = "write { hours = 24, mm = 50.0, name = \"Heavy rain\", rank = 1 }";
const POLYGON: &str =
    "write polygon = [[0.0, 0.0], [10.0, 0.0], [12.0, 6.0]], the corners in order";
const GAUGES: &str = "write gauges = { my-gauge = [4.0, 7.5] }, its place in the same coordinates";

/// Rain totals that a station's state warns at.
pub(super) fn levels(entry: &mut Entry<'_>) -> Vec<RainLevel> {
    let list = entry.list("rain_levels");
    list.iter()
        .filter_map(|value| level(value, entry))
        .collect()
}

fn level(value: &Value, entry: &mut Entry<'_>) -> Option<RainLevel> {
    let table = value.as_table();
    let get = |key: &str| table.and_then(|table| table.get(key));
    let whole = |key: &str| get(key).and_then(Value::as_integer);
    let known = ["hours", "mm", "name", "rank"];
    let stray = table.is_some_and(|table| table.keys().any(|key| !known.contains(&key.as_str())));
    let level = RainLevel {
        name: get("name")
            .and_then(Value::as_str)
            .unwrap_or_default()
            .to_owned(),
        rank: whole("rank")
            .and_then(|rank| u8::try_from(rank).ok())
            .unwrap_or(0),
        hours: whole("hours")
            .and_then(|hours| u32::try_from(hours).ok())
            .unwrap_or(0),
        millimetres: get("mm").and_then(number).unwrap_or(0.0),
    };
    let sound = !level.name.is_empty()
        && level.rank > 0
        && (1..=8_784).contains(&level.hours)
        && level.millimetres > 0.0;
    if stray || !sound {
        entry.fault(
            "rain_levels",
            "a rain level needs a name, a rank from 1, hours and mm above 0, and nothing else",
            LEVEL,
        );
        return None;
    }
    Some(level)
}

/// An area that drains together.
pub(super) fn subcatchment(entry: &mut Entry<'_>) -> Subcatchment {
    let name = entry.text("name");
    let coordinates = match entry.text("coordinates").as_str() {
        "km" | "" => Coordinates::Kilometres,
        "lon-lat" => Coordinates::Degrees,
        other => {
            let message = format!("\"{other}\" is no kind of coordinates");
            entry.fault(
                "coordinates",
                &message,
                "write km for projected kilometres, or lon-lat for degrees",
            );
            Coordinates::Kilometres
        }
    };
    let list = entry.list("polygon");
    let corners: Vec<(f64, f64)> = list.iter().filter_map(point).collect();
    let closed = corners.len() > 1 && corners.first() == corners.last();
    let corners = corners[..corners.len() - usize::from(closed)].to_vec();
    if corners.len() + usize::from(closed) != list.len()
        || corners.len() < 3
        || polygon::area(&corners) <= 0.0
    {
        entry.fault(
            "polygon",
            "an area has at least three corners, each x and y",
            POLYGON,
        );
    } else if polygon::crosses_itself(&corners) {
        entry.fault("polygon", "the outline crosses itself", POLYGON);
    }
    let gauges = gauges(entry);
    let degrees = coordinates == Coordinates::Degrees;
    let all = || corners.iter().chain(gauges.iter().map(|(_, at)| at));
    if degrees && all().any(|(lon, lat)| lon.abs() > 180.0 || lat.abs() > 90.0) {
        entry.fault(
            "coordinates",
            "a coordinate is no longitude or latitude",
            "write longitude before latitude, or coordinates = \"km\"",
        );
    }
    Subcatchment {
        name,
        states: entry.texts("states").iter().map(PartyId::new).collect(),
        coordinates,
        corners,
        gauges,
    }
}

fn gauges(entry: &mut Entry<'_>) -> Vec<(StationId, (f64, f64))> {
    let mut found: Vec<(StationId, (f64, f64))> = Vec::new();
    let Some(table) = entry.table("gauges") else {
        entry.fault(
            "gauges",
            "an area needs the rain gauges that stand for it",
            GAUGES,
        );
        return found;
    };
    for (id, value) in table {
        match point(value) {
            None => entry.fault(
                "gauges",
                &format!("the place of {id} is no pair of numbers"),
                GAUGES,
            ),
            Some(at) => {
                if let Some((twin, _)) = found.iter().find(|(_, other)| *other == at) {
                    let message = format!("{twin} and {id} stand at one place");
                    entry.fault(
                        "gauges",
                        &message,
                        "keep one: the rain of a border gauge must count once",
                    );
                }
                found.push((StationId::new(id), at));
            }
        }
    }
    found
}

fn point(value: &Value) -> Option<(f64, f64)> {
    match value.as_array()?.as_slice() {
        [x, y] => Some((number(x)?, number(y)?)),
        _ => None,
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "whole numbers that people write are far below 2^53"
)]
fn number(value: &Value) -> Option<f64> {
    let number = value
        .as_float()
        .or(value.as_integer().map(|whole| whole as f64));
    number.filter(|number| number.is_finite())
}

/// What only the whole file shows: gauges and states that are not there.
pub(super) fn check(basin: &Basin, findings: &mut Findings) {
    for area in &basin.subcatchments {
        let mut fault = |key: &str, message: String, hint: &str| {
            let entry = format!("subcatchment {}, {key}", area.name);
            findings.push(
                Finding::error(Cause::Configuration, message)
                    .entry(entry)
                    .hint(hint),
            );
        };
        for (id, _) in &area.gauges {
            let is_rain = basin
                .station(id)
                .is_some_and(|station| station.kind == StationKind::Rain);
            if !is_rain {
                fault(
                    "gauges",
                    format!("no rain station is called \"{id}\""),
                    "add a [[station]] of kind rain with this id, or correct the name",
                );
            }
        }
        for state in area
            .states
            .iter()
            .filter(|state| basin.party(state).is_none())
        {
            fault(
                "states",
                format!("no party is called \"{state}\""),
                "add a [[party]] with this id, or correct the name",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::domain::Basin;
    use crate::engine::basin_file;

    const SAMPLE: &str = include_str!("../../../sample_data/basin.toml");

    fn faults(from: &str, to: &str) -> String {
        assert!(SAMPLE.contains(from), "the sample has no {from}");
        let (_, findings) = basin_file::basin(&SAMPLE.replacen(from, to, 1));
        findings
            .iter()
            .map(|finding| format!("{finding}\n"))
            .collect()
    }

    #[test]
    fn the_sample_has_areas_and_rain_levels() {
        let (basin, findings) = basin_file::basin(SAMPLE);
        let basin: Basin = basin.expect("the sample is sound");
        assert!(!findings.has_errors());
        assert_eq!(basin.subcatchments.len(), 2);
        assert_eq!(basin.subcatchments[1].states.len(), 2);
        let levels = basin
            .stations
            .iter()
            .map(|station| station.rain_levels.len());
        assert!(levels.sum::<usize>() > 10);
    }

    #[test]
    fn faults_of_areas_and_rain_levels_are_named() {
        for (from, to, why) in [
            (
                "{ hours = 6, mm = 25.0,",
                "{ hours = 0, mm = 25.0,",
                "hours and mm above 0",
            ),
            (
                "{ hours = 6, mm = 25.0,",
                "{ hours = 6, colour = 1, mm = 25.0,",
                "nothing else",
            ),
            (
                "\"rain-hochtal\" = [18.0, 48.0]",
                "\"rain-hochtal\" = [58.0, 30.0]",
                "at one place",
            ),
            (
                "\"rain-hochtal\" = [18.0, 48.0]",
                "\"rain-nowhere\" = [18.0, 48.0]",
                "no rain station",
            ),
            ("states = [\"BR\", \"CO\"]", "states = [\"XX\"]", "no party"),
            (
                "[40.0, 70.0], [75.0, 52.0]",
                "[75.0, 12.0], [40.0, 70.0]",
                "crosses itself",
            ),
            (
                "coordinates = \"km\"",
                "coordinates = \"miles\"",
                "no kind of coordinates",
            ),
        ] {
            assert!(
                faults(from, to).contains(why),
                "{why}: {}",
                faults(from, to)
            );
        }
    }
}
