//! The Mekong's flows and levels.

use thalweg::agreements::Outcome;

use super::realise::{evaluated, even, fired, row_at, treaty};
use super::{Case, Verdict, same};
use crate::support::Given;

pub(super) fn run(case: &Case<'_>) -> Verdict {
    match case.text("treaty") {
        "mekong-pmfm-6a" => month(case),
        "mekong-flood" => level(case),
        _ => case.no_runner(),
    }
}

fn id_of(station: &str) -> String {
    station.to_lowercase().replace(' ', "_")
}

/// A month of an even flow at a station.
fn flows(station: &str, month: &str, flow: f64) -> (Outcome, String) {
    let (first, last) = match month {
        "March" => ("2021-03-01", "2021-03-31"),
        "April" => ("2021-04-01", "2021-04-30"),
        other => panic!("no month {other}"),
    };
    let given = Given::default().with(station, first, even(first, last, flow));
    (
        evaluated(&treaty("mekong-pmfm"), &given, first, last),
        first.to_owned(),
    )
}

fn zone(outcome: &Outcome, rule: &str) -> &'static str {
    match fired(outcome, rule).map(|row| row.level.as_str()) {
        Some("below_lower") => "below_lower",
        Some("above_range") => "above_range",
        _ => "within_range",
    }
}

fn month(case: &Case<'_>) -> Verdict {
    let station = id_of(case.input_text("station"));
    let month = case.input_text("month");
    let yardstick = format!("{station}_{}", case.input_text("option").to_lowercase());
    let flow = case.input("monthly_mean_m3s");
    let (outcome, date) = flows(&station, month, flow);
    let row = row_at(&outcome, &yardstick, &date)?;
    case.holds("lower", row.entitlement)?;
    let expected = case.expected_text("status");
    let found = zone(&outcome, &format!("{yardstick}_zone"));
    same(expected, Some(found == expected), Some(true))?;
    same(
        "at least the lower bound",
        row.balance.map(|balance| balance >= 0.0),
        Some(expected != "below_lower"),
    )
}

fn level(case: &Case<'_>) -> Verdict {
    let station = id_of(case.input_text("station"));
    let at = |level: f64| -> Option<String> {
        let given = Given::default().with(&station, "2024-08-29", vec![level]);
        let outcome = evaluated(&treaty("mekong-flood"), &given, "2024-08-29", "2024-08-29");
        fired(&outcome, &format!("{station}_level")).map(|row| row.level.clone())
    };
    let found = at(case.input("level_m"));
    if let Some(flood) = case.expects("flood") {
        same(
            "flood",
            Some(found.as_deref() == Some("flood")),
            Some(flood),
        )?;
    }
    if let Some(alarm) = case.expects("alarm") {
        same(
            "alarm",
            Some(found.as_deref() == Some("alarm")),
            Some(alarm),
        )?;
    }
    for (key, name) in [("alarm_m", "alarm"), ("flood_m", "flood")] {
        if case.wants(key) {
            same(
                key,
                Some(at(case.expected(key)).as_deref() == Some(name)),
                Some(true),
            )?;
            let below = at(case.expected(key) - 0.01);
            same(key, Some(below.as_deref() == Some(name)), Some(false))?;
        }
    }
    Ok(())
}
