//! Raw series → series: one value per instant, and a receipt that still balances.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::doubled::once_each;
use super::order;
use super::plan::{self, Basis, Plan, Said};
use super::receipts::Receipts;
use super::stamps::Stamp;
use super::{Harmonised, intervals, wrong_clock};
use crate::domain::{Cause, Finding, Findings, Quality, Receipt, SeriesKey, Unit};
use crate::ingest::{RawSeries, RawTable};
use crate::series::{Columns, FileOrigin, Series};

/// So many findings of one kind are given for one series; the rest is counted.
pub(super) const MANY: usize = 20;

/// Aligns every series of a file.
pub(super) fn align(raw: &RawTable, basis: &Basis<'_>, findings: &mut Findings) -> Harmonised {
    let mut receipt = raw.receipt;
    let mut said = Said::default();
    let mut by_key: BTreeMap<SeriesKey, Columns> = BTreeMap::new();
    let mut times = Findings::new();
    let mut receipts = Receipts::default();
    let mut units: BTreeMap<SeriesKey, Unit> = BTreeMap::new();
    for series in &raw.series {
        let Some(plan) = plan::plan(raw, series, basis, &mut said) else {
            let refused = series.value.iter().filter(|value| !value.is_nan()).count();
            take(&mut receipt, refused, |receipt| &mut receipt.rejected);
            receipts.refuse(series);
            continue;
        };
        let before = *units.entry(plan.key.clone()).or_insert(plan.unit);
        if before != plan.unit && series.cells.unit > 0 {
            said.findings
                .push(new_unit(series, before, plan.unit, &raw.file));
        }
        let columns = by_key.entry(plan.key.clone()).or_default();
        let mut ends = intervals::ends(series, plan.step, plan.clock, plan.day);
        let place = Place {
            file: &raw.file,
            entry: plan.key.to_string(),
        };
        let wrong = wrong_clock::refuse(series, &mut ends.stamps, basis, (&place, &mut times));
        take(&mut receipt, wrong, |receipt| &mut receipt.rejected);
        receipts.before(series, &plan, &ends.stamps);
        let lost = gather(raw, series, (&plan, &ends.stamps), columns, &mut times);
        take(&mut receipt, lost, |receipt| &mut receipt.ambiguous_time);
        order::say(series, &plan, &ends, (&place, &mut times));
    }
    push_once(said.findings, findings);
    findings.append(times);
    let flags: Arc<[Arc<str>]> = raw
        .flags
        .iter()
        .map(|flag| Arc::from(flag.as_str()))
        .collect();
    let files: Arc<[FileOrigin]> = Arc::from([FileOrigin {
        file: raw.file.clone(),
        sha256: raw.sha256.clone(),
    }]);
    let mut series = Vec::with_capacity(by_key.len());
    for (key, columns) in by_key {
        let (columns, aside) = once_each(&key, columns, &raw.file, (findings, &mut receipts));
        receipts.after(&key, &columns);
        take(&mut receipt, aside.again, |receipt| &mut receipt.duplicate);
        take(&mut receipt, aside.contradicted, |receipt| {
            &mut receipt.rejected
        });
        series.push(Series::new(
            key,
            columns,
            Arc::clone(&flags),
            Arc::clone(&files),
        ));
    }
    said.questions.sort();
    said.questions.dedup();
    Harmonised {
        series,
        receipt,
        receipts: receipts.into_list(),
        questions: said.questions,
    }
}

/// That a series goes on in another unit.
fn new_unit(series: &RawSeries, before: Unit, unit: Unit, file: &str) -> Finding {
    let (first, last) = (series.line.first(), series.line.last());
    let message = format!(
        "the unit changes from {} to {}; {} readings up to line {} are converted from their own",
        before.symbol(),
        unit.symbol(),
        series.line.len(),
        last.copied().unwrap_or(0)
    );
    Finding::note(Cause::UnknownUnit, message)
        .file(file)
        .line(first.copied().unwrap_or(0))
        .column(u32::from(series.cells.unit))
        .text(&series.unit)
        .hint("check that the values before and behind this line agree")
}

/// Moves readings from `kept` to another column of the receipt.
fn take(receipt: &mut Receipt, count: usize, to: impl Fn(&mut Receipt) -> &mut u64) {
    let count = (count as u64).min(receipt.kept);
    receipt.kept -= count;
    *to(receipt) += count;
}

/// What holds for several series of a file is said once.
fn push_once(said: Vec<Finding>, findings: &mut Findings) {
    let mut once: Vec<Finding> = Vec::new();
    for finding in said {
        if !once.contains(&finding) {
            once.push(finding);
        }
    }
    for finding in once {
        findings.push(finding);
    }
}

/// Adds the readings of a raw series; returns how many have a time that cannot be settled.
fn gather(
    raw: &RawTable,
    series: &RawSeries,
    (plan, stamps): (&Plan, &[Stamp]),
    columns: &mut Columns,
    findings: &mut Findings,
) -> usize {
    let qualities: Vec<u8> = raw.qualities.iter().map(|quality| quality.pack()).collect();
    let unsaid = Quality::PROVISIONAL.pack();
    let mut lost = Vec::new();
    for (row, stamp) in stamps.iter().enumerate() {
        let value = series.value[row];
        let Stamp::At(time) = *stamp else {
            if !value.is_nan() && *stamp != Stamp::Refused {
                lost.push(row);
            }
            continue;
        };
        let flag = series.flag[row];
        let quality = qualities.get(usize::from(flag));
        columns.time.push(time);
        // Adding zero turns a negative zero into zero, which is the same reading.
        columns.value.push(plan.unit.to_si(value) + 0.0);
        columns.quality.push(quality.copied().unwrap_or(unsaid));
        columns.flag.push(flag);
        columns.file.push(0);
        columns.line.push(series.line[row]);
        columns.column.push(series.column[row]);
        columns.revision.push(0);
    }
    let place = Place {
        file: &raw.file,
        entry: plan.key.to_string(),
    };
    say_lost(series, plan, stamps, &lost, &place, findings);
    lost.len()
}

/// The field that a finding about the time of a row points to: that of the stamp, where a row has one.
pub(super) fn time_column(series: &RawSeries, row: usize) -> u32 {
    match series.cells.time {
        0 => u32::from(series.column[row]),
        column => u32::from(column),
    }
}

/// Where findings of a series belong.
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    pub(super) entry: String,
}

impl Place<'_> {
    /// The finding with its place.
    pub(super) fn put(&self, finding: Finding) -> Finding {
        finding.file(self.file).entry(self.entry.clone())
    }
}

/// One finding for each run of neighbouring rows whose time cannot be settled.
fn say_lost(
    series: &RawSeries,
    plan: &Plan,
    stamps: &[Stamp],
    lost: &[usize],
    place: &Place<'_>,
    findings: &mut Findings,
) {
    let clock = plan
        .clock
        .map_or_else(String::new, |clock| clock.to_string());
    let runs: Vec<&[usize]> = lost
        .chunk_by(|&a, &b| b == a + 1 && stamps[a] == stamps[b])
        .collect();
    for run in runs.iter().take(MANY) {
        let (Some(&first), Some(&last)) = (run.first(), run.last()) else {
            continue;
        };
        let (cause, what) = if stamps[first] == Stamp::Gap {
            (Cause::TimeGap, "do not exist, because summer time begins")
        } else {
            (
                Cause::TimeFold,
                "exist twice, because summer time ends, and the file gives only one of the two",
            )
        };
        let mut message = format!("on the clock {clock} these times {what}");
        if run.len() > 1 {
            message.push_str(&format!(
                "; {} readings up to {} on line {}",
                run.len(),
                intervals::civil_text(series.time[last]),
                series.line[last]
            ));
        }
        findings.push(
            place
                .put(Finding::warning(cause, message))
                .line(series.line[first])
                .column(time_column(series, first))
                .text(&intervals::civil_text(series.time[first]))
                .hint("ask the agency which offset it means, or have it export UTC"),
        );
    }
    let cause = match runs.last().map(|run| stamps[run[0]]) {
        Some(Stamp::Gap) => Cause::TimeGap,
        _ => Cause::TimeFold,
    };
    say_rest(runs.len(), cause, place, findings);
}

/// Says how many places were not named one by one.
pub(super) fn say_rest(count: usize, cause: Cause, place: &Place<'_>, findings: &mut Findings) {
    if count > MANY {
        let rest = count - MANY;
        findings.push(place.put(Finding::warning(
            cause,
            format!("{rest} more places of this kind in this series"),
        )));
    }
}
