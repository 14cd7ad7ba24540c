//! `[[forecast]]`: a forecast of one gauge from those above it.

use std::collections::BTreeSet;

use crate::domain::{Basin, Cause, Finding, Findings, ForecastEntry, Quantity, StationId};
use crate::engine::entry::Entry;

const REMEDY: &str = "write hours above zero, such as lead_h = [6.0, 12.0, 24.0]";

pub(super) fn forecast(entry: &mut Entry<'_>) -> ForecastEntry {
    let lead_hours = entry.numbers("lead_h");
    let step_hours = entry.optional_number("step_h").unwrap_or(1.0);
    let read = ForecastEntry {
        station: StationId::new(entry.text("station")),
        quantity: quantity(entry),
        upstream: entry.texts("upstream").iter().map(StationId::new).collect(),
        flood_from: entry.optional_number("flood_from"),
        external: entry.optional_text("external"),
        lead_hours: lead_hours.clone(),
        step_hours,
    };
    if step_hours <= 0.0 || step_hours > 24.0 {
        entry.fault(
            "step_h",
            "a step lies above 0 and up to 24 hours",
            "write step_h = 1.0, or 24.0 for daily values",
        );
    }
    let whole = |lead: &f64| {
        let steps = lead / step_hours;
        *lead > 0.0 && (steps - steps.round()).abs() < 1e-6
    };
    if lead_hours.is_empty()
        || !lead_hours.iter().all(whole)
        || !lead_hours.is_sorted_by(|a, b| a < b)
    {
        entry.fault(
            "lead_h",
            "leads ascend, and each is a whole number of steps",
            REMEDY,
        );
    }
    if read.upstream.is_empty() {
        entry.fault(
            "upstream",
            "a forecast needs at least one gauge upstream",
            "write upstream = [\"…\"]",
        );
    }
    read
}

fn quantity(entry: &mut Entry<'_>) -> Quantity {
    match entry.text("quantity").as_str() {
        "stage" => Quantity::Stage,
        "discharge" => Quantity::Discharge,
        _ => {
            entry.fault(
                "quantity",
                "stage or discharge is forecast",
                "write quantity = \"discharge\"",
            );
            Quantity::Discharge
        }
    }
}

/// Names stations that are not there, and gauges that have two forecasts of one quantity.
pub(super) fn check(basin: &Basin, findings: &mut Findings) {
    let mut seen = BTreeSet::new();
    for entry in &basin.forecasts {
        let mut fault = |key: &str, message: String, hint: &str| {
            let finding = Finding::error(Cause::Configuration, message);
            findings.push(
                finding
                    .entry(format!("forecast {}, {key}", entry.station))
                    .hint(hint),
            );
        };
        let named = std::iter::once(("station", &entry.station));
        for (key, id) in named.chain(entry.upstream.iter().map(|id| ("upstream", id))) {
            if basin.station(id).is_none() {
                fault(
                    key,
                    format!("no station is called \"{id}\""),
                    "add a [[station]] with this id, or correct the name",
                );
            }
        }
        if entry.upstream.contains(&entry.station) {
            fault(
                "upstream",
                "a gauge is not upstream of itself".into(),
                "name the gauges above it",
            );
        }
        if !seen.insert((&entry.station, entry.quantity)) {
            fault(
                "station",
                "this gauge has two forecasts of one quantity".into(),
                "keep one of them",
            );
        }
    }
}
