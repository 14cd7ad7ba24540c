//! `[[station]]`: where something is measured.

use super::{level, rain};
use crate::domain::{Clock, Party, PartyId, Station, StationId, StationKind};
use crate::engine::entry::Entry;
use crate::engine::uncertainty_entry;

pub(super) fn station(entry: &mut Entry<'_>, parties: &[Party]) -> Station {
    let kind = match entry.text("kind").as_str() {
        "gauge" | "" => StationKind::Gauge,
        "rain" => StationKind::Rain,
        "reservoir" => StationKind::Reservoir,
        "canal" => StationKind::Canal,
        other => {
            entry.fault(
                "kind",
                &format!("\"{other}\" is no kind of station"),
                "write gauge, rain, reservoir or canal",
            );
            StationKind::Gauge
        }
    };
    let border = match entry.texts("border").as_slice() {
        [] => None,
        [a, b] => Some((PartyId::new(a), PartyId::new(b))),
        _ => {
            entry.fault(
                "border",
                "a border lies between two states",
                "write border = [\"A\", \"B\"]",
            );
            None
        }
    };
    let state = PartyId::new(entry.text("state"));
    let party = parties.iter().find(|party| party.id == state);
    // A state that is not there is a fault of its own.
    let clock = party.map_or(Clock::UTC, |party| party.clock);
    let levels = level::levels(entry, clock);
    Station {
        id: StationId::new(entry.text("id")),
        name: entry.text("name"),
        state,
        river: entry.text("river"),
        river_km: entry.number("km"),
        kind,
        tidal: entry.flag("tidal"),
        datum: entry.optional_text("datum"),
        gauge_zero: entry.optional_number("gauge_zero_m"),
        levels,
        rain_levels: rain::levels(entry),
        twin: entry.optional_text("twin").map(StationId::new),
        border,
        uncertainty: uncertainty_entry::read(entry),
    }
}
