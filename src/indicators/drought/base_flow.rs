//! What the three separations of base flow share: unbroken runs of a record, and what is said of a result.

use serde::Serialize;

use super::record::{DailyRecord, completeness, figure, figures, gate};
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Outcome, Setting, Settings};
use crate::indicators::stats::sample::float;

/// Setting of the shortest record.
pub(super) const LEAST_DAYS: Setting = Setting {
    name: "least_days",
    meaning: "days with a flow below which the index is refused",
    default: "365",
};

/// The unbroken runs of values, by place.
pub(super) fn runs(values: &[f64]) -> Vec<std::ops::Range<usize>> {
    let mut runs = Vec::new();
    let mut place = 0;
    while place < values.len() {
        if values[place].is_nan() {
            place += 1;
            continue;
        }
        let first = place;
        while place < values.len() && !values[place].is_nan() {
            place += 1;
        }
        runs.push(first..place);
    }
    runs
}

/// Applies a filter of an unbroken run to every run of a record; NaN stays where the flow is missing.
pub(super) fn by_runs(values: &[f64], filter: impl Fn(&[f64]) -> Vec<f64>) -> Vec<f64> {
    let mut base = vec![f64::NAN; values.len()];
    for run in runs(values) {
        base[run.clone()].copy_from_slice(&filter(&values[run]));
    }
    base
}

/// Base-flow index: sum of the base flow over the sum of the flow, on the days on which both are known; NaN of none,
/// and where no water flowed.
pub fn base_flow_index(flow: &[f64], base: &[f64]) -> f64 {
    let known = flow
        .iter()
        .zip(base)
        .filter(|(flow, base)| !flow.is_nan() && !base.is_nan());
    let (flow, base) = known.fold((0.0, 0.0), |sums, (flow, base)| {
        (sums.0 + flow, sums.1 + base)
    });
    if flow > 0.0 { base / flow } else { f64::NAN }
}

#[derive(Serialize)]
struct Found {
    base_flow_index: Option<f64>,
    base_flow: Vec<Option<f64>>,
    day: Vec<chrono::NaiveDate>,
    days_with_base_flow: usize,
    /// Sums over the days on which both are known, in the unit of the series times a day.
    flow_sum: f64,
    base_flow_sum: f64,
    unbroken_runs: usize,
    method: String,
}

/// The result of a separation.
pub(super) fn result(
    record: &DailyRecord,
    base: &[f64],
    method: String,
    note: Option<String>,
) -> Outcome {
    let both = || {
        record
            .values
            .iter()
            .zip(base)
            .filter(|(flow, base)| !flow.is_nan() && !base.is_nan())
    };
    let runs = runs(&record.values).len();
    let found = Found {
        base_flow_index: figure(base_flow_index(&record.values, base)),
        base_flow: figures(base),
        day: (0..record.values.len())
            .map(|place| record.date(place))
            .collect(),
        days_with_base_flow: both().count(),
        flow_sum: both().map(|(flow, _)| flow).sum(),
        base_flow_sum: both().map(|(_, base)| base).sum(),
        unbroken_runs: runs,
        method,
    };
    let mut computed = Computed::new(found, completeness(&record.values))?;
    if runs > 1 {
        computed = computed.note(format!(
            "the record has {} gaps; nothing is joined across them",
            runs - 1
        ));
    }
    Ok(note.into_iter().fold(computed, Computed::note))
}

/// Refuses a record of less than a year, and notes one below ten.
pub(super) fn long_enough(
    record: &DailyRecord,
    settings: &Settings<'_>,
) -> Result<Option<String>, Box<Finding>> {
    let days = record.values.iter().filter(|value| !value.is_nan()).count();
    let least = settings.wanted_number("least_days")?;
    gate(
        "a base-flow index",
        (float(days), "days"),
        (least, 3652.0),
        "least_days",
    )
}
