//! What the order of the times says: both passes of the hour that exists twice, rows out of place, holes, days that
//! stand at another time than the other days. Nothing is filled in and nothing is moved to another time.

use super::align::{MANY, Place, say_rest, time_column};
use super::plan::Plan;
use super::stamps::{Stamp, Stamps};
use crate::domain::{Cause, Finding, Findings, Instant, Step};
use crate::ingest::RawSeries;

const DAY: i64 = 86_400_000;
/// A hole of fewer steps is a reading that was not sent.
const HOLE: i64 = 3;

/// Says it; the readings stay as they are.
pub(super) fn say(
    series: &RawSeries,
    plan: &Plan,
    ends: &Stamps,
    (place, findings): (&Place<'_>, &mut Findings),
) {
    if let (Some(&first), Some(&last)) = (ends.by_order.first(), ends.by_order.last()) {
        let message = format!(
            "these times exist twice, because summer time ends, and are told apart by their order; {} readings up to line {}",
            ends.by_order.len(),
            series.line[last]
        );
        findings.push(
            at(
                series,
                first,
                place,
                Finding::note(Cause::TimeFold, message),
            )
            .hint("nothing needs to be done; an export in UTC would leave no doubt"),
        );
    }
    let is_in_order = times(&ends.stamps).map(|(_, time)| time).is_sorted();
    if !is_in_order {
        let times: Vec<(usize, i64)> = times(&ends.stamps).collect();
        out_of_place(series, &times, (place, findings));
    }
    if plan.step == Step::Day {
        let rows: Vec<usize> = times(&ends.stamps).map(|(row, _)| row).collect();
        off_grid(series, &rows, (place, findings));
    }
    let longest = if is_in_order {
        hole(times(&ends.stamps), plan.step)
    } else {
        let mut sorted: Vec<(usize, i64)> = times(&ends.stamps).collect();
        sorted.sort_by_key(|&(_, time)| time);
        hole(sorted.into_iter(), plan.step)
    };
    if let Some(hole) = longest {
        findings.push(
            at(series, hole.row, place, hole.finding())
                .hint("ask the agency whether the readings exist"),
        );
    }
}

/// Rows with their times, without those that have none.
fn times(stamps: &[Stamp]) -> impl Iterator<Item = (usize, i64)> {
    stamps
        .iter()
        .enumerate()
        .filter_map(|(row, stamp)| match stamp {
            Stamp::At(time) => Some((row, *time)),
            _ => None,
        })
}

fn at(series: &RawSeries, row: usize, place: &Place<'_>, finding: Finding) -> Finding {
    place
        .put(finding)
        .line(series.line[row])
        .column(time_column(series, row))
}

/// Rows that are earlier than one before them, in a file that is in order otherwise. Newest first is an order too.
fn out_of_place(
    series: &RawSeries,
    times: &[(usize, i64)],
    (place, findings): (&Place<'_>, &mut Findings),
) {
    let is_newest_first = times.first().map(|first| first.1) > times.last().map(|last| last.1);
    let sign = if is_newest_first { -1 } else { 1 };
    let mut latest = i64::MIN;
    let mut early = Vec::new();
    for &(row, time) in times {
        if sign * time < latest {
            early.push(row);
        }
        latest = latest.max(sign * time);
    }
    if early.len() * 5 > times.len() {
        let message = format!(
            "the times are earlier than those of rows before them in {} of {} rows; the readings are stored in the order of time",
            early.len(),
            times.len()
        );
        let finding = Finding::note(Cause::BadTime, message);
        findings.push(at(series, early[0], place, finding).hint("nothing needs to be done"));
        return;
    }
    for &row in early.iter().take(MANY) {
        let finding = Finding::note(
            Cause::BadTime,
            "the time is earlier than that of a row before it; the reading is stored in the order of time",
        );
        findings.push(
            at(series, row, place, finding)
                .hint("check that the date is right; if it is, nothing needs to be done"),
        );
    }
    say_rest(early.len(), Cause::BadTime, place, findings);
}

/// Days that stand at another time than four fifths of the days.
fn off_grid(series: &RawSeries, rows: &[usize], (place, findings): (&Place<'_>, &mut Findings)) {
    let of_day = |row: usize| series.time[row].rem_euclid(DAY);
    let mut sorted: Vec<i64> = rows.iter().map(|&row| of_day(row)).collect();
    sorted.sort_unstable();
    let Some(&usual) = sorted.get(sorted.len() / 2) else {
        return;
    };
    let odd: Vec<usize> = rows
        .iter()
        .copied()
        .filter(|&row| of_day(row) != usual)
        .collect();
    if odd.len() * 5 > rows.len() {
        return;
    }
    for &row in odd.iter().take(MANY) {
        let finding = Finding::note(
            Cause::BadTime,
            "this day stands at another time of day than the other days; it is kept at its own",
        );
        findings.push(
            at(series, row, place, finding)
                .hint("ask the agency whether the record of that day began late"),
        );
    }
    say_rest(odd.len(), Cause::BadTime, place, findings);
}

/// The longest hole of a series.
struct Hole {
    /// The reading before it.
    before: i64,
    /// Row of the reading after it.
    row: usize,
    steps: i64,
    /// How many holes the series has.
    count: usize,
}

impl Hole {
    fn finding(&self) -> Finding {
        let mut message = format!(
            "there are no readings from {} for {} steps; the hole stays a hole",
            Instant::from_millis(self.before),
            self.steps
        );
        if self.count > 1 {
            message.push_str(&format!("; it is the longest of {}", self.count));
        }
        Finding::note(Cause::Incomplete, message)
    }
}

/// The longest hole between times in order, where the series has a step.
fn hole(times: impl Iterator<Item = (usize, i64)>, step: Step) -> Option<Hole> {
    let step = i64::from(step.minutes()?) * 60_000;
    let mut longest: Option<Hole> = None;
    let mut count = 0;
    let mut before: Option<i64> = None;
    for (row, time) in times {
        if let Some(before) = before
            && time - before > HOLE * step
        {
            count += 1;
            let steps = (time - before) / step;
            if longest.as_ref().is_none_or(|hole| steps > hole.steps) {
                longest = Some(Hole {
                    before,
                    row,
                    steps,
                    count: 0,
                });
            }
        }
        before = Some(time);
    }
    longest.map(|hole| Hole { count, ..hole })
}
