//! What the lines of the alarm book add up to.

use std::collections::BTreeMap;

use crate::domain::{
    Act, Alarm, AlarmChange, AlarmEntry, AlarmPhase, Instant, Shelf, StationId, WarningState,
};

/// Every alarm, and what is put aside.
#[derive(Clone, Debug, Default)]
pub(super) struct Book {
    stations: BTreeMap<StationId, Page>,
    closed: Vec<Alarm>,
    last_act: Option<Act>,
    last: Option<Instant>,
}

/// What the book holds of one gauge.
#[derive(Clone, Debug, Default)]
struct Page {
    state: Option<WarningState>,
    alarm: Option<Alarm>,
    shelf: Option<Shelf>,
    last: Option<Instant>,
}

impl Book {
    /// The book of some lines, oldest first.
    pub(super) fn of(entries: &[AlarmEntry]) -> Self {
        let mut book = Self::default();
        for entry in entries {
            book.apply(entry);
        }
        book
    }

    fn apply(&mut self, entry: &AlarmEntry) {
        let at = entry.at;
        let page = self.stations.entry(entry.station.clone()).or_default();
        page.last = page.last.max(Some(at));
        self.last = self.last.max(Some(at));
        match &entry.change {
            AlarmChange::State { to, .. } => page.state = Some(*to),
            AlarmChange::Raised { level, rank, since } => {
                // What returned and was never acknowledged gives way to the new alarm.
                self.closed.extend(page.alarm.take());
                page.alarm = Some(Alarm {
                    station: entry.station.clone(),
                    since: *since,
                    raised: at,
                    level: level.clone(),
                    rank: *rank,
                    highest_level: level.clone(),
                    highest_rank: *rank,
                    phase: AlarmPhase::Unacknowledged,
                    acknowledged: None,
                    returned: None,
                });
            }
            AlarmChange::Level { level, rank } => {
                if let Some(alarm) = &mut page.alarm {
                    alarm.level.clone_from(level);
                    if *rank > alarm.highest_rank {
                        alarm.highest_level.clone_from(level);
                        alarm.highest_rank = *rank;
                    }
                    // A higher level is news; a lower one is not.
                    if *rank > alarm.rank {
                        alarm.phase = AlarmPhase::Unacknowledged;
                        alarm.acknowledged = None;
                    }
                    alarm.rank = *rank;
                }
            }
            AlarmChange::Returned { .. } => {
                if let Some(mut alarm) = page.alarm.take() {
                    alarm.returned = Some(at);
                    if alarm.phase == AlarmPhase::Acknowledged {
                        alarm.phase = AlarmPhase::Closed;
                        self.closed.push(alarm);
                    } else {
                        alarm.phase = AlarmPhase::ReturnedUnacknowledged;
                        page.alarm = Some(alarm);
                    }
                }
            }
            AlarmChange::Acknowledged { who } => {
                let act = Act {
                    who: who.clone(),
                    at,
                };
                if let Some(mut alarm) = page.alarm.take() {
                    alarm.acknowledged = Some(act.clone());
                    if alarm.returned.is_some() {
                        alarm.phase = AlarmPhase::Closed;
                        self.closed.push(alarm);
                    } else {
                        alarm.phase = AlarmPhase::Acknowledged;
                        page.alarm = Some(alarm);
                    }
                }
                self.last_act = Some(act);
            }
            AlarmChange::Shelved {
                who,
                reason,
                until,
                rank,
            } => {
                let by = Act {
                    who: who.clone(),
                    at,
                };
                page.shelf = Some(Shelf {
                    by: by.clone(),
                    until: *until,
                    reason: reason.clone(),
                    rank: *rank,
                });
                self.last_act = Some(by);
            }
            AlarmChange::Unshelved { who } => {
                page.shelf = None;
                if let Some(who) = who {
                    self.last_act = Some(Act {
                        who: who.clone(),
                        at,
                    });
                }
            }
        }
    }

    /// The alarm of a gauge that is not over or not seen.
    pub(super) fn open(&self, station: &StationId) -> Option<&Alarm> {
        self.stations.get(station)?.alarm.as_ref()
    }

    /// The alarm of a gauge whose river stands at a level.
    pub(super) fn active(&self, station: &StationId) -> Option<&Alarm> {
        self.open(station).filter(|alarm| alarm.returned.is_none())
    }

    /// What the book last said of a gauge's state.
    pub(super) fn state(&self, station: &StationId) -> Option<WarningState> {
        self.stations.get(station)?.state
    }

    /// The shelf of a gauge that is in force at `at`: within its time, and no higher level was reached since.
    pub(super) fn shelf(&self, station: &StationId, at: Instant) -> Option<&Shelf> {
        let rank = self.active(station).map_or(0, |alarm| alarm.rank);
        self.kept_shelf(station)
            .filter(|shelf| at < shelf.until && rank <= shelf.rank)
    }

    /// The shelf of a gauge that the book has not ended yet.
    pub(super) fn kept_shelf(&self, station: &StationId) -> Option<&Shelf> {
        self.stations.get(station)?.shelf.as_ref()
    }

    /// Instant of the newest line of a gauge.
    pub(super) fn last_of(&self, station: &StationId) -> Option<Instant> {
        self.stations.get(station)?.last
    }

    /// Instant of the newest line.
    pub(super) fn last(&self) -> Option<Instant> {
        self.last
    }

    /// Who last did anything.
    pub(super) fn last_act(&self) -> Option<&Act> {
        self.last_act.as_ref()
    }

    /// Gauges whose shelf is in force.
    pub(super) fn shelved(&self, at: Instant) -> impl Iterator<Item = &StationId> {
        let all = self.stations.keys();
        all.filter(move |station| self.shelf(station, at).is_some())
    }

    /// Alarms that are not over or not seen.
    pub(super) fn all_open(&self) -> impl Iterator<Item = &Alarm> {
        self.stations
            .values()
            .filter_map(|page| page.alarm.as_ref())
    }

    /// All alarms, open and closed, newest first.
    pub(super) fn into_alarms(self) -> Vec<Alarm> {
        let open = self.stations.into_values().filter_map(|page| page.alarm);
        let mut all: Vec<Alarm> = self.closed.into_iter().chain(open).collect();
        all.sort_by(|a, b| (b.raised, &a.station).cmp(&(a.raised, &b.station)));
        all
    }
}
