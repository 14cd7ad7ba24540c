//! What an analysis rests on, in words.

use super::Words;
use crate::domain::{Basin, Quantity};
use crate::engine::analysis::Record;

/// One line a series: quantity, step, agency, from when to when, how many readings.
pub(super) fn records(basin: &Basin, records: &[Record], words: &Words) -> Vec<String> {
    records
        .iter()
        .map(|record| {
            let step = match record.step_minutes {
                Some(1440) => words.get("record-daily"),
                Some(minutes) => words.hours(f64::from(minutes) / 60.0),
                None => words.get("record-irregular"),
            };
            let day = |at| words.date(basin.clock.civil(at));
            let count = |n: usize| words.count(u64::try_from(n).unwrap_or(u64::MAX));
            let quantity = words.get(match record.quantity {
                Quantity::Stage => "record-stage",
                Quantity::Discharge => "record-discharge",
                Quantity::Rain => "record-rain",
                Quantity::Storage => "record-storage",
            });
            words.with(
                "record-line",
                &[
                    ("quantity", quantity.into()),
                    ("step", step.into()),
                    ("agency", record.agency.as_str().into()),
                    ("first", day(record.first).into()),
                    ("last", day(record.last).into()),
                    ("readings", count(record.n_usable).into()),
                    ("missing", count(record.n_missing).into()),
                ],
            )
        })
        .collect()
}
