//! What is measured where: `station`.

use std::collections::BTreeMap;

use super::expression::SourceInfo;
use super::fields::{Fields, Place, finite};
use super::names::{Kind, Names};
use super::unit;
use crate::domain::PartyId;
use crate::domain::agreement::clauses::{TreatyStation, TreatyStationKind};
use crate::domain::agreement::measure::{AgreementUnit, Measure};

const KINDS: [(&str, TreatyStationKind); 10] = [
    ("gauge", TreatyStationKind::Gauge),
    ("canal", TreatyStationKind::Canal),
    ("dam_release", TreatyStationKind::DamRelease),
    ("rain", TreatyStationKind::Rain),
    ("evaporation", TreatyStationKind::Evaporation),
    ("reservoir", TreatyStationKind::Reservoir),
    ("level", TreatyStationKind::Level),
    ("area", TreatyStationKind::Area),
    ("manual", TreatyStationKind::Manual),
    ("number", TreatyStationKind::Number),
];

/// Reads `station`; an account in a reservoir is a station of its own.
pub(super) fn stations(
    root: &Fields<'_, '_>,
    names: &Names,
    own: &AgreementUnit,
) -> Vec<TreatyStation> {
    let mut stations = Vec::new();
    for station in root.tables("station") {
        let id = station.text("id", "border");
        let kind = station.choice("kind", &KINDS, Some(TreatyStationKind::Gauge));
        let (title, role) = (
            station.optional_text("title"),
            station.optional_text("role"),
        );
        let capacity = station
            .get("capacity")
            .and_then(|value| volume(&station, "capacity", value, own));
        let accounts = accounts(&station, names, own);
        let reservoir = kind == Some(TreatyStationKind::Reservoir);
        if !reservoir && kind.is_some() && (capacity.is_some() || !accounts.is_empty()) {
            station.fault(
                if capacity.is_some() {
                    "capacity"
                } else {
                    "accounts"
                },
                "only a reservoir has a capacity and accounts",
                "add kind = \"reservoir\"",
            );
        }
        if let (Some(id), Some(kind)) = (id, kind) {
            let one = |id: String, capacity, accounts| TreatyStation {
                id,
                title: title.clone(),
                kind,
                role: role.clone(),
                capacity,
                accounts,
            };
            let parties = accounts
                .iter()
                .map(|(party, _)| PartyId::new(party))
                .collect();
            stations.push(one(id.clone(), capacity, parties));
            for (party, capacity) in accounts {
                stations.push(one(format!("{id}.{party}"), capacity, Vec::new()));
            }
        }
        station.finish();
    }
    stations
}

/// `accounts = ["US", "MX"]`, or with the capacity of each.
fn accounts(
    station: &Fields<'_, '_>,
    names: &Names,
    own: &AgreementUnit,
) -> Vec<(String, Option<f64>)> {
    let is_table = station
        .get("accounts")
        .is_some_and(|value| value.get_ref().is_table());
    let accounts: Vec<(String, Option<f64>)> = if is_table {
        let Some(table) = station.table("accounts") else {
            return Vec::new();
        };
        table
            .rest()
            .into_iter()
            .map(|(party, value)| {
                let capacity = volume(&table, &party, value, own);
                (party, capacity)
            })
            .collect()
    } else {
        station
            .texts("accounts")
            .into_iter()
            .map(|party| (party, None))
            .collect()
    };
    for (party, _) in &accounts {
        names.require(station, "accounts", &[Kind::Party], party);
    }
    accounts
}

/// A volume in hm³: "4000 hm3", or a number in the agreement's own unit of volume.
fn volume(
    fields: &Fields<'_, '_>,
    key: &str,
    value: Place<'_, '_>,
    own: &AgreementUnit,
) -> Option<f64> {
    let read = match (finite(value.get_ref()), value.get_ref().as_str()) {
        (Some(number), _) => Some(own.to_si(number)),
        (None, Some(text)) => quantity(text)
            .filter(|(_, unit)| unit.measure == Measure::Volume)
            .map(|(number, unit)| unit.to_si(number)),
        _ => None,
    };
    if read.is_none_or(|volume| volume <= 0.0) {
        fields.fault(
            key,
            format!("{key} must be a volume above 0"),
            &format!("write {key} = \"4000 hm3\""),
        );
        return None;
    }
    read
}

/// "4000 hm3": a number and its unit.
pub(super) fn quantity(text: &str) -> Option<(f64, AgreementUnit)> {
    let text = text.trim();
    let end = text.find(|character: char| {
        !(character.is_ascii_digit() || matches!(character, '.' | '_' | '-' | '+'))
    })?;
    let number: f64 = text[..end].replace('_', "").parse().ok()?;
    let unit = unit::parse(&text[end..])?;
    number.is_finite().then_some((number, unit))
}

/// What expressions must know of the stations.
pub(super) fn sources(stations: &[TreatyStation]) -> BTreeMap<String, SourceInfo> {
    let info = |station: &TreatyStation| SourceInfo {
        measure: Some(station.kind.measure()),
        adds_up: matches!(
            station.kind,
            TreatyStationKind::Rain | TreatyStationKind::Evaporation | TreatyStationKind::Manual
        ),
        reservoir: station.kind == TreatyStationKind::Reservoir,
        capacity: station.capacity,
    };
    let mut sources = BTreeMap::new();
    for station in stations {
        sources
            .entry(station.id.clone())
            .or_insert_with(|| info(station));
    }
    sources
}
