//! What the distances of the stamps say about readings of intervals.

use crate::domain::{Cause, Finding, Statistic, Step};
use crate::ingest::profile::Rules;
use crate::ingest::raw::RawSeries;
use crate::ingest::table::Table;

use super::DAY_MS;
use super::plan::Plan;

/// Settles steps and marks that only the stamps show: days by `daily_stamp`, and a daily parameter whose readings
/// come every few minutes, which is believed to be what the stamps say.
pub(super) fn settle(plan: &Plan<'_>, table: &mut Table<'_>) {
    let mut vague = false;
    let mut contradicting: Vec<String> = Vec::new();
    for series in &mut table.series {
        let typical = typical(&series.time);
        if series.statistic == Statistic::Instantaneous {
            continue;
        }
        if typical == Some(DAY_MS) && series.step != Some(Step::Day) {
            if let Some(mark) = plan.tree.daily_stamp {
                (series.step, series.stamp) = (Some(Step::Day), mark);
            }
        } else if series.step == Some(Step::Day) && typical.is_some_and(|it| it < DAY_MS / 2) {
            contradicting.push(format!("{} {}", series.station, series.quantity.word()));
            undo(series, plan.rules);
        }
        vague |= plan.tree.vague_stamps && series.step != Some(Step::Day);
    }
    if !contradicting.is_empty() {
        table.complaints.say(
            Finding::warning(
                Cause::HeaderDisagrees,
                "the profile knows these readings as values of days, but they come more often; the stamps are believed",
            )
            .text(&contradicting.join(", "))
            .hint("ask the agency what its readings are, and what their stamps mark"),
        );
    }
    if vague {
        table.complaints.say(
            Finding::warning(
                Cause::BadTime,
                "the agency does not say whether a mean is stamped with the beginning or the end of its interval; the end is taken",
            )
            .hint("ask the agency; an hourly mean may lie an hour off"),
        );
    }
}

fn undo(series: &mut RawSeries, rules: &Rules) {
    (series.step, series.stamp) = (None, rules.stamp);
}

/// The median distance of neighbouring stamps, milliseconds; `None` below two different stamps.
fn typical(time: &[i64]) -> Option<i64> {
    let mut sorted = time.to_vec();
    sorted.sort_unstable();
    let mut distances: Vec<i64> = sorted
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .filter(|&distance| distance > 0)
        .collect();
    let middle = distances.len().checked_sub(1)? / 2;
    Some(*distances.select_nth_unstable(middle).1)
}
