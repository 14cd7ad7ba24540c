//! What only the whole file shows: names that lead nowhere, lists that are empty, ids used twice.

use std::collections::BTreeSet;

use crate::domain::{Basin, Cause, Finding, Findings, PartyId, StationId};

pub(super) fn references(basin: &Basin, findings: &mut Findings) {
    let parties: BTreeSet<&PartyId> = basin.parties.iter().map(|party| &party.id).collect();
    let stations: BTreeSet<&StationId> = basin.stations.iter().map(|station| &station.id).collect();
    let mut missing = |entry: String, what: &str, name: &str, list: &str| {
        findings.push(
            Finding::error(
                Cause::Configuration,
                format!("no {what} is called \"{name}\""),
            )
            .entry(entry)
            .hint(format!(
                "add a [[{list}]] with this id, or correct the name"
            )),
        );
    };
    for station in &basin.stations {
        let entry = |key: &str| format!("station {}, {key}", station.id);
        let border = station
            .border
            .iter()
            .flat_map(|(a, b)| [("border", a), ("border", b)]);
        for (key, party) in border.chain([("state", &station.state)]) {
            if !parties.contains(party) {
                missing(entry(key), "party", party.as_str(), "party");
            }
        }
        if let Some(twin) = &station.twin
            && !stations.contains(twin)
        {
            missing(entry("twin"), "station", twin.as_str(), "station");
        }
    }
    for reach in &basin.reaches {
        for (key, end) in [("from", &reach.from), ("to", &reach.to)] {
            if !stations.contains(end) {
                missing(
                    format!("reach {} → {}, {key}", reach.from, reach.to),
                    "station",
                    end.as_str(),
                    "station",
                );
            }
        }
    }
    for source in &basin.sources {
        if !parties.contains(&source.state) {
            missing(
                format!("source {}, state", source.id),
                "party",
                source.state.as_str(),
                "party",
            );
        }
        for (_, station) in &source.stations {
            if !stations.contains(station) {
                missing(
                    format!("source {}, stations", source.id),
                    "station",
                    station.as_str(),
                    "station",
                );
            }
        }
    }
    check_unique(basin, findings);
}

pub(super) fn filled(basin: &Basin, findings: &mut Findings) {
    let lists = [
        ("party", basin.parties.len()),
        ("station", basin.stations.len()),
        ("source", basin.sources.len()),
    ];
    for (list, n) in lists {
        if n == 0 {
            let message = format!("there is no [[{list}]]");
            findings.push(
                Finding::error(Cause::Configuration, message)
                    .entry(list)
                    .hint(format!("add at least one [[{list}]] table")),
            );
        }
    }
}

fn check_unique(basin: &Basin, findings: &mut Findings) {
    let parties = basin
        .parties
        .iter()
        .map(|party| ("party", party.id.as_str()));
    let stations = basin
        .stations
        .iter()
        .map(|station| ("station", station.id.as_str()));
    let sources = basin
        .sources
        .iter()
        .map(|source| ("source", source.id.as_str()));
    let mut seen = BTreeSet::new();
    for (list, id) in parties.chain(stations).chain(sources) {
        if !seen.insert((list, id)) {
            findings.push(
                Finding::error(
                    Cause::Configuration,
                    format!("two entries have the id \"{id}\""),
                )
                .entry(format!("{list} {id}"))
                .hint("give each its own id"),
            );
        }
    }
}
