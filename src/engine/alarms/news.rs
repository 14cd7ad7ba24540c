//! What a board says that the book does not yet. The same board twice is no news.

use std::collections::BTreeMap;

use super::book::Book;
use super::river_state;
use crate::domain::{
    AlarmChange, AlarmEntry, Ending, Instant, LevelEvent, StationId, WarningState,
};
use crate::engine::{StationWarning, Warnings};

/// Lines that the board of `at` adds to a book, in river order. A board of before the newest line of the book is a
/// look back and adds nothing.
pub(super) fn news(book: &Book, warnings: &Warnings, at: Instant) -> Vec<AlarmEntry> {
    if book.last().is_some_and(|last| at < last) {
        return Vec::new();
    }
    let mut all = Vec::new();
    let mut of_stations: BTreeMap<&StationId, Vec<&LevelEvent>> = BTreeMap::new();
    for event in &warnings.events {
        of_stations.entry(&event.station).or_default().push(event);
    }
    for warning in &warnings.stations {
        let station = &warning.station;
        let events = of_stations.remove(station).unwrap_or_default();
        let changes = of_station(book, warning, &events, at);
        all.extend(changes.into_iter().map(|change| AlarmEntry {
            station: station.clone(),
            at,
            change,
        }));
    }
    all
}

fn of_station(
    book: &Book,
    warning: &StationWarning,
    events: &[&LevelEvent],
    at: Instant,
) -> Vec<AlarmChange> {
    let station = &warning.station;
    let mut changes = Vec::new();
    let to = river_state(warning);
    let from = book.state(station);
    if from.is_none() && to == WarningState::NoLevels {
        return changes;
    }
    let mut rank = book.active(station).map_or(0, |alarm| alarm.rank);
    let missed = missed(book, station, events);
    match (book.active(station), &warning.level) {
        (None, Some(level)) => {
            let since = events.iter().filter(|event| event.is_ongoing());
            let since = since.map(|event| event.excursion.first_crossing).min();
            changes.push(AlarmChange::Raised {
                level: level.level.name.clone(),
                rank: level.level.rank,
                since: since.unwrap_or(level.since),
            });
            rank = level.level.rank;
        }
        (None, None) => {
            // It came and went between two looks: it stays until somebody has seen it.
            if let Some(event) = missed {
                changes.push(AlarmChange::Raised {
                    level: event.level.clone(),
                    rank: event.rank,
                    since: event.excursion.first_crossing,
                });
                changes.push(AlarmChange::Returned { because: None });
            }
        }
        (Some(alarm), Some(level)) => {
            let between = missed
                .filter(|event| event.rank > alarm.highest_rank && event.rank > level.level.rank);
            if let Some(event) = between {
                changes.push(AlarmChange::Level {
                    level: event.level.clone(),
                    rank: event.rank,
                });
            }
            if between.is_some() || level.level.rank != alarm.rank {
                changes.push(AlarmChange::Level {
                    level: level.level.name.clone(),
                    rank: level.level.rank,
                });
                rank = level.level.rank;
            }
        }
        (Some(alarm), None) => {
            changes.push(AlarmChange::Returned {
                because: because(alarm.since, warning, events),
            });
        }
    }
    let kept = book.kept_shelf(station);
    if kept.is_some_and(|shelf| shelf.until <= at || rank > shelf.rank) {
        changes.push(AlarmChange::Unshelved { who: None });
    }
    if from != Some(to) {
        changes.push(AlarmChange::State { from, to });
    }
    changes
}

/// The highest level that was confirmed since the book was last written and that no line of it tells of. Before the
/// first line nothing was missed: past floods are no alarms.
fn missed<'a>(
    book: &Book,
    station: &StationId,
    events: &[&'a LevelEvent],
) -> Option<&'a LevelEvent> {
    let last = book.last()?;
    let known = book.open(station).and_then(|alarm| alarm.returned);
    let new = events.iter().copied().filter(|event| {
        event.excursion.confirmed > last
            && known.is_none_or(|returned| event.excursion.confirmed > returned)
    });
    new.max_by_key(|event| event.rank)
}

/// Why an alarm is over, where it is not that the readings fell.
fn because(since: Instant, warning: &StationWarning, events: &[&LevelEvent]) -> Option<String> {
    if warning.state == WarningState::NoLevels {
        return Some("no level is in force here any longer".to_owned());
    }
    let mut of_alarm = events.iter().filter(|event| {
        let period = event.period();
        period.start <= since && since <= period.end
    });
    match of_alarm.next_back() {
        None => Some("a revision of the readings took the rise away".to_owned()),
        Some(event) if event.excursion.ending == Ending::LevelEnded => {
            Some(format!("the level {} is in force no longer", event.level))
        }
        Some(_) => None,
    }
}
