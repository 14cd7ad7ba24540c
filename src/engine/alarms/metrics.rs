//! How much the alarm book asks of the people who watch it.

use std::collections::BTreeMap;

use super::book::Book;
use crate::domain::{AlarmChange, AlarmEntry, AlarmMetrics, AlarmPhase, Instant, StationId};

const MINUTE: i64 = 60_000;
const TEN_MINUTES: i64 = 10 * MINUTE;
const DAY: i64 = 24 * 60 * MINUTE;
/// Days that rates are taken over.
const DAYS: i64 = 30;
/// Changes within a minute that are chatter.
const CHATTER: usize = 3;

/// The metrics of a book at `at`.
pub(super) fn metrics(entries: &[AlarmEntry], book: &Book, at: Instant) -> AlarmMetrics {
    let recent = || {
        entries
            .iter()
            .filter(|entry| at.millis() - entry.at.millis() <= DAYS * DAY && entry.at <= at)
    };
    let raised: Vec<&AlarmEntry> = recent().filter(|entry| is_news(entry)).collect();
    let times: Vec<i64> = raised.iter().map(|entry| entry.at.millis()).collect();
    let mut of_station: BTreeMap<&StationId, u32> = BTreeMap::new();
    for entry in &raised {
        *of_station.entry(&entry.station).or_default() += 1;
    }
    let mut busiest: Vec<(StationId, u32)> = of_station
        .into_iter()
        .map(|(station, n)| (station.clone(), n))
        .collect();
    busiest.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(&b.0)));
    busiest.truncate(10);
    let is_unseen = |phase: AlarmPhase| {
        matches!(
            phase,
            AlarmPhase::Unacknowledged | AlarmPhase::ReturnedUnacknowledged
        )
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    AlarmMetrics {
        last_10_minutes: count(
            times
                .iter()
                .filter(|time| at.millis() - **time < TEN_MINUTES)
                .count(),
        ),
        most_in_10_minutes: count(most_within(&times, TEN_MINUTES)),
        chattering: chattering(recent()),
        stale: book
            .all_open()
            .filter(|alarm| alarm.returned.is_none() && at.millis() - alarm.raised.millis() > DAY)
            .map(|alarm| alarm.station.clone())
            .collect(),
        shelved: book.shelved(at).cloned().collect(),
        unacknowledged: count(
            book.all_open()
                .filter(|alarm| is_unseen(alarm.phase))
                .count(),
        ),
        busiest,
    }
}

/// Whether a line asks a person to look.
fn is_news(entry: &AlarmEntry) -> bool {
    matches!(entry.change, AlarmChange::Raised { .. })
        || matches!(entry.change, AlarmChange::Level { .. })
}

/// The most of ascending times within a span.
fn most_within(times: &[i64], span: i64) -> usize {
    let within = |n: usize| times[n..].partition_point(|time| *time < times[n] + span);
    (0..times.len()).map(within).max().unwrap_or(0)
}

fn chattering<'a>(entries: impl Iterator<Item = &'a AlarmEntry>) -> Vec<StationId> {
    let mut times: BTreeMap<&StationId, Vec<i64>> = BTreeMap::new();
    for entry in entries {
        let is_change = matches!(
            entry.change,
            AlarmChange::Raised { .. } | AlarmChange::Returned { .. }
        );
        if is_change {
            times
                .entry(&entry.station)
                .or_default()
                .push(entry.at.millis());
        }
    }
    let chatters = |times: &[i64]| most_within(times, MINUTE) >= CHATTER;
    times
        .into_iter()
        .filter(|(_, times)| chatters(times))
        .map(|(station, _)| station.clone())
        .collect()
}
