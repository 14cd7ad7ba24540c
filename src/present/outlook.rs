//! How a running period may end: the rest of it as it came in each past year.

use std::sync::Arc;

use super::Words;
use super::pace::end_of_day;
use super::words::{decimals_of, unit_as_written};
use crate::domain::agreement::{LedgerRow, RowKind, Running};

/// How a running period may end.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct OutlookView {
    /// One sentence: range, number of years, chance; empty when there are no past years.
    pub sentence: String,
    /// One per past year, by the balance that it would end with, smallest first.
    pub traces: Vec<TraceView>,
    /// Share of the years that close in balance, 0 to 1.
    pub chance: Option<f64>,
}

/// The rest of the period as it came in one past year.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TraceView {
    /// Label of the past period.
    pub label: String,
    /// Balance at the end, in the row's unit.
    pub balance: f64,
    /// The same in words.
    pub text: String,
    /// Cumulative delivery from the last known day on: unix seconds, value.
    #[serde(skip)]
    pub curve: Arc<[(f64, f64)]>,
}

/// The outlook of a running row.
pub(super) fn outlook(row: &LedgerRow, running: &Running, words: &Words) -> OutlookView {
    let first = words.first();
    let signed = |value: f64| first.signed(value, decimals_of(value));
    let mut traces: Vec<TraceView> = running
        .traces
        .iter()
        .map(|trace| TraceView {
            label: trace.label.clone(),
            balance: trace.balance,
            text: signed(trace.balance),
            // It goes on from what is delivered by now.
            curve: row
                .delivered
                .map(|delivered| (end_of_day(row, running.to), delivered))
                .into_iter()
                .chain(
                    trace
                        .curve
                        .iter()
                        .filter(|(day, _)| *day > running.to)
                        .map(|(day, value)| (end_of_day(row, *day), *value)),
                )
                .collect(),
        })
        .collect();
    traces.sort_by(|a, b| a.balance.total_cmp(&b.balance));
    OutlookView {
        sentence: words.say(|words| sentence(row, running, &traces, words)),
        traces,
        chance: running.chance_in_balance,
    }
}

fn sentence(row: &LedgerRow, running: &Running, traces: &[TraceView], words: &Words) -> String {
    let (Some(low), Some(high)) = (traces.first(), traces.last()) else {
        return String::new();
    };
    let unit = unit_as_written(&row.unit);
    let signed = |value: f64| words.signed(value, decimals_of(value));
    let range = words.with(
        "outlook-range",
        &[
            ("years", traces.len().into()),
            ("low", signed(low.balance).into()),
            ("high", format!("{} {unit}", signed(high.balance)).into()),
        ],
    );
    let Some(chance) = running.chance_in_balance else {
        return range;
    };
    let key = match row.kind {
        RowKind::Maximum => "outlook-chance-within",
        RowKind::Account | RowKind::Minimum => "outlook-chance",
    };
    let chance = words.with(key, &[("chance", words.number(100.0 * chance, 0).into())]);
    format!("{range}; {chance}")
}
