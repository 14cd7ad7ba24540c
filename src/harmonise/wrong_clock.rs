//! Times at which nothing can have been measured: later than now, or where the clock of a logger starts anew.

use super::align::{MANY, Place, say_rest, time_column};
use super::intervals::typical;
use super::plan::Basis;
use super::stamps::Stamp;
use crate::domain::{Cause, Finding, Findings, Instant};
use crate::ingest::RawSeries;

/// A clock may be so much fast.
const FAST: i64 = 15 * 60_000;
/// So long after its zero a clock that started anew may have been read.
const AFTER_ZERO: i64 = 3_600_000;
/// A record that has no other reading within this time of one was not going on then.
const FAR: i64 = 5 * 365 * 86_400_000;
/// Readings after the as-of instant that follow the record within so many steps are newer data and no fault.
const STEPS: i64 = 10;

/// The zeros of clocks, UTC milliseconds: 1899-12-30, 1900-01-01, 1904-01-01 (worksheets), 1970-01-01 (Unix),
/// 1980-01-01 (DOS), 1980-01-06 (GPS), 2000-01-01 (loggers).
const ZEROS: [i64; 7] = [
    -2_209_161_600_000,
    -2_208_988_800_000,
    -2_082_844_800_000,
    0,
    315_532_800_000,
    315_964_800_000,
    946_684_800_000,
];

/// Refuses such readings and names them; returns how many have a value.
pub(super) fn refuse(
    series: &RawSeries,
    stamps: &mut [Stamp],
    basis: &Basis<'_>,
    (place, findings): (&Place<'_>, &mut Findings),
) -> usize {
    let reset = reset(stamps);
    say(series, &reset, (place, findings), || {
        "this is where the clock of a logger starts anew, years from every other reading of the series; the reading is not taken in".to_owned()
    });
    let mut refused = reset;
    if let Basis::Source { basin, now, .. } = basis {
        let as_of = basin.now(*now);
        let ahead = ahead(series, stamps, as_of, *now);
        say(series, &ahead, (place, findings), || {
            format!("the time lies in the future, seen from {as_of}; the reading is not taken in")
        });
        refused.extend(ahead);
    }
    for &row in &refused {
        stamps[row] = Stamp::Refused;
    }
    let has_value = |row: &&usize| !series.value[**row].is_nan();
    refused.iter().filter(has_value).count()
}

fn say(
    series: &RawSeries,
    rows: &[usize],
    (place, findings): (&Place<'_>, &mut Findings),
    message: impl Fn() -> String,
) {
    for &row in rows.iter().take(MANY) {
        findings.push(
            place
                .put(Finding::error(Cause::BadTime, message()))
                .line(series.line[row])
                .column(time_column(series, row))
                .text(&super::intervals::civil_text(series.time[row]))
                .hint("correct the date, or ask the agency for the export again"),
        );
    }
    say_rest(rows.len(), Cause::BadTime, place, findings);
}

/// Rows that stand at the zero of a clock and far from all others.
fn reset(stamps: &[Stamp]) -> Vec<usize> {
    let last = ZEROS[ZEROS.len() - 1] + AFTER_ZERO;
    let is_zero = |time: i64| {
        time < last
            && ZEROS
                .iter()
                .any(|zero| (0..AFTER_ZERO).contains(&(time - zero)))
    };
    let mut rows: Vec<usize> = (0..stamps.len())
        .filter(|&row| matches!(stamps[row], Stamp::At(time) if is_zero(time)))
        .collect();
    // Many such rows are a record of their own.
    if rows.is_empty() || rows.len() * 5 > stamps.len() {
        return Vec::new();
    }
    let others: Vec<i64> = stamps
        .iter()
        .filter_map(|stamp| match stamp {
            Stamp::At(time) if !is_zero(*time) => Some(*time),
            _ => None,
        })
        .collect();
    rows.retain(|&row| match stamps[row] {
        Stamp::At(time) => others.iter().all(|other| (other - time).abs() > FAR),
        _ => false,
    });
    rows
}

/// Rows later than both the as-of instant and now; and rows between the two that do not follow the record.
fn ahead(series: &RawSeries, stamps: &[Stamp], as_of: Instant, now: Instant) -> Vec<usize> {
    let never = as_of.max(now).millis() + FAST;
    let seen = as_of.millis() + FAST;
    let after =
        |limit: i64| move |row: &usize| matches!(stamps[*row], Stamp::At(time) if time > limit);
    let rows: Vec<usize> = (0..stamps.len()).filter(after(seen)).collect();
    if rows.is_empty() {
        return rows;
    }
    let times = stamps.iter().filter_map(|stamp| match stamp {
        Stamp::At(time) => Some(*time),
        _ => None,
    });
    let last_before = times.clone().filter(|&time| time <= seen).max();
    let first_after = times.filter(|&time| time > seen).min();
    let step = typical(&series.time).unwrap_or(0);
    let follows = match (last_before, first_after) {
        (Some(before), Some(after)) => after - before <= STEPS * step,
        _ => true,
    };
    if follows {
        rows.into_iter().filter(after(never)).collect()
    } else {
        rows
    }
}
