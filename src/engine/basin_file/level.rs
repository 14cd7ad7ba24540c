//! `levels` of a station: what its state warns at.

use toml::Value;

use crate::domain::{Basin, Cause, Finding, Findings, Quantity, WarningLevel};
use crate::engine::entry::Entry;

pub(super) fn level(value: &Value, entry: &mut Entry<'_>) -> Option<WarningLevel> {
    let remedy =
        "write { name = \"Alert\", rank = 1, stage_m = 3.2 } or discharge_m3s instead of stage_m";
    let Some(table) = value.as_table() else {
        entry.fault("levels", "a warning level is a table", remedy);
        return None;
    };
    let number = |key: &str| {
        table
            .get(key)
            .and_then(|value| value.as_float().or(value.as_integer().map(as_float)))
    };
    let (quantity, threshold) = match (number("stage_m"), number("discharge_m3s")) {
        (Some(stage), None) => (Quantity::Stage, stage),
        (None, Some(discharge)) => (Quantity::Discharge, discharge),
        _ => {
            entry.fault(
                "levels",
                "a warning level has exactly one threshold",
                remedy,
            );
            return None;
        }
    };
    let name = table.get("name").and_then(Value::as_str);
    let rank = table
        .get("rank")
        .and_then(Value::as_integer)
        .and_then(|rank| u8::try_from(rank).ok())
        .filter(|rank| *rank > 0);
    let (Some(name), Some(rank), true) = (name, rank, threshold.is_finite()) else {
        entry.fault(
            "levels",
            "a warning level needs a name, a rank from 1 and a finite threshold",
            remedy,
        );
        return None;
    };
    Some(WarningLevel {
        name: name.to_owned(),
        rank,
        quantity,
        value: threshold,
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "thresholds written as whole numbers are far below 2^53"
)]
fn as_float(integer: i64) -> f64 {
    integer as f64
}

/// A level of a higher rank that is reached first would never be seen as the higher one.
pub(super) fn check(basin: &Basin, findings: &mut Findings) {
    for station in &basin.stations {
        for low in &station.levels {
            let reversed = station.levels.iter().find(|high| {
                high.quantity == low.quantity && high.rank > low.rank && high.value < low.value
            });
            if let Some(high) = reversed {
                let message = format!(
                    "the warning level \"{}\" has the higher rank and the lower threshold than \"{}\"",
                    high.name, low.name
                );
                findings.push(
                    Finding::error(Cause::Configuration, message)
                        .entry(format!("station {}, levels", station.id))
                        .hint("correct the ranks or the thresholds"),
                );
            }
        }
    }
}
