//! Sums and extremes of a series before and after, so that nothing is added or lost on the way unseen.

use std::collections::BTreeMap;

use super::plan::Plan;
use super::stamps::Stamp;
use crate::domain::{
    Differences, Extreme, Instant, Quality, SeriesKey, SeriesReceipt, StationId, Statuses, Step,
    Totals,
};
use crate::ingest::RawSeries;
use crate::series::Columns;

/// The receipts of a file's series while they grow.
#[derive(Default)]
pub(super) struct Receipts {
    taken: BTreeMap<SeriesKey, SeriesReceipt>,
    refused: Vec<SeriesReceipt>,
}

impl Receipts {
    /// A series that is not taken in, because its station, unit or clock is not settled.
    pub(super) fn refuse(&mut self, series: &RawSeries) {
        let mut receipt = of(series, None, series.step.unwrap_or(Step::Irregular));
        count(series, &mut receipt);
        self.refused.push(receipt);
    }

    /// The values of a series as the file gives them, in SI.
    pub(super) fn before(&mut self, series: &RawSeries, plan: &Plan, stamps: &[Stamp]) {
        let station = Some(plan.key.station.clone());
        let receipt = self
            .taken
            .entry(plan.key.clone())
            .or_insert_with(|| of(series, station, plan.step));
        if !receipt
            .station_in_file
            .split(", ")
            .any(|known| known == series.station)
        {
            receipt.station_in_file.push_str(", ");
            receipt.station_in_file.push_str(&series.station);
        }
        for (row, stamp) in stamps.iter().enumerate() {
            let reading = Extreme {
                value: plan.unit.to_si(series.value[row]) + 0.0,
                time: match stamp {
                    Stamp::At(time) => Some(Instant::from_millis(*time)),
                    Stamp::Gap | Stamp::Fold | Stamp::Refused => None,
                },
                line: series.line[row],
                column: u32::from(series.column[row]),
            };
            receipt.missing += u64::from(reading.value.is_nan());
            receipt.before.add(reading);
            if reading.time.is_none() {
                receipt.set_aside.add(reading);
            }
        }
    }

    /// Values that were given again, or that others contradict.
    pub(super) fn set_aside(
        &mut self,
        key: &SeriesKey,
        columns: &Columns,
        rows: impl Iterator<Item = usize>,
    ) {
        if let Some(receipt) = self.taken.get_mut(key) {
            for row in rows {
                receipt.set_aside.add(reading(columns, row));
            }
        }
    }

    /// The values that enter the archive.
    pub(super) fn after(&mut self, key: &SeriesKey, columns: &Columns) {
        if let Some(receipt) = self.taken.get_mut(key) {
            for row in 0..columns.len() {
                let reading = reading(columns, row);
                receipt.after.add(reading);
                if !reading.value.is_nan() {
                    receipt.first = receipt.first.or(reading.time);
                    receipt.last = reading.time;
                    receipt.statuses.add(Quality::unpack(columns.quality[row]));
                }
            }
        }
    }

    /// All of them: those of series that were taken in by key, then the others in the order of the file.
    pub(super) fn into_list(self) -> Vec<SeriesReceipt> {
        self.taken.into_values().chain(self.refused).collect()
    }
}

fn of(series: &RawSeries, station: Option<StationId>, step: Step) -> SeriesReceipt {
    SeriesReceipt {
        station_in_file: series.station.clone(),
        station,
        quantity: series.quantity,
        statistic: series.statistic,
        step,
        unit_in_file: series.unit.clone(),
        unit: series.quantity.facts().unit.symbol().to_owned(),
        before: Totals::default(),
        after: Totals::default(),
        set_aside: Totals::default(),
        first: None,
        last: None,
        missing: 0,
        statuses: Statuses::default(),
        differences: Differences::default(),
    }
}

/// Counts alone: without a unit there is no sum.
fn count(series: &RawSeries, receipt: &mut SeriesReceipt) {
    for value in &series.value {
        if value.is_nan() {
            receipt.missing += 1;
        } else {
            receipt.before.n += 1;
        }
    }
}

fn reading(columns: &Columns, row: usize) -> Extreme {
    Extreme {
        value: columns.value[row],
        time: Some(Instant::from_millis(columns.time[row])),
        line: columns.line[row],
        column: u32::from(columns.column[row]),
    }
}
