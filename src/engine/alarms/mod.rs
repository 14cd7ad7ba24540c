//! The alarm book: what the board says becomes alarms, and what people do with them is written down.

mod book;
mod metrics;
mod news;

use super::workspace::Shared;
use super::{EngineError, Evaluation, Warnings, warnings};
use crate::archive::Access;
use crate::domain::{
    AlarmChange, AlarmEntry, AlarmPhase, Instant, LONGEST_SHELF_MINUTES, StationId,
};
use book::Book;

/// Lines of the book that a board brings along.
const SHOWN: usize = 300;

/// Puts alarms, shelves and metrics into what the board says, as the book stands at `at`: what happened since the last
/// line is taken as if it were written, so that a program that only reads shows the same.
pub(super) fn fill(entries: &[AlarmEntry], warnings: &mut Warnings, at: Instant) {
    let mut known: Vec<AlarmEntry> = entries
        .iter()
        .filter(|entry| entry.at <= at)
        .cloned()
        .collect();
    let book = Book::of(&known);
    known.extend(news::news(&book, warnings, at));
    let book = Book::of(&known);
    for warning in &mut warnings.stations {
        warning.alarm = book.open(&warning.station).cloned();
        warning.shelf = book.shelf(&warning.station, at).cloned();
        if warning.shelf.is_some() {
            warning.beneath_shelf = Some(warning.state);
            warning.state = crate::domain::WarningState::Shelved;
        }
    }
    warnings.entries = known.iter().rev().take(SHOWN).cloned().collect();
    warnings.metrics = metrics::metrics(&known, &book, at);
    warnings.last_act = book.last_act().cloned();
    warnings.alarms = book.into_alarms();
}

impl Shared {
    /// Writes what an evaluation says that the book does not yet.
    pub(super) fn record_alarms(&self, evaluation: &Evaluation) -> Result<u32, EngineError> {
        let mut archive = self.archive();
        if matches!(archive.access(), Access::ReadOnly { .. }) {
            return Ok(0);
        }
        let book = Book::of(archive.alarm_entries());
        let new = news::news(&book, &evaluation.warnings, evaluation.as_of);
        archive
            .append_alarms(&new)
            .map_err(|error| EngineError::Archive(error.to_string()))?;
        Ok(u32::try_from(new.len()).unwrap_or(u32::MAX))
    }

    /// Writes down what a person did, if the book allows it.
    fn act(
        &self,
        station: &StationId,
        at: Instant,
        change: impl FnOnce(&Book) -> Result<AlarmChange, EngineError>,
    ) -> Result<(), EngineError> {
        let mut archive = self.archive();
        let book = Book::of(archive.alarm_entries());
        if let Some(last) = book.last_of(station).filter(|last| *last > at) {
            return Err(refused(format!(
                "the board is of {at}, and something happened at {station} at {last}: look at the newest board first"
            )));
        }
        let entry = AlarmEntry {
            station: station.clone(),
            at,
            change: change(&book)?,
        };
        archive
            .append_alarms(&[entry])
            .map_err(|error| EngineError::Archive(error.to_string()))
    }

    pub(super) fn acknowledge(
        &self,
        station: &StationId,
        who: &str,
        at: Instant,
    ) -> Result<(), EngineError> {
        let who = named(who)?;
        self.act(station, at, |book| {
            let phase = book.open(station).map(|alarm| alarm.phase);
            match phase {
                Some(AlarmPhase::Unacknowledged | AlarmPhase::ReturnedUnacknowledged) => {
                    Ok(AlarmChange::Acknowledged { who })
                }
                Some(_) => Err(refused(format!(
                    "the alarm of {station} is acknowledged already"
                ))),
                None => Err(refused(format!("no alarm is open at {station}"))),
            }
        })
    }

    pub(super) fn shelve(
        &self,
        station: &StationId,
        who: &str,
        reason: &str,
        until: Instant,
        at: Instant,
    ) -> Result<(), EngineError> {
        let who = named(who)?;
        if reason.trim().is_empty() {
            return Err(refused(
                "an alarm is put aside for a reason: state it".to_owned(),
            ));
        }
        let minutes = until.minutes_since(at);
        if !(1..=LONGEST_SHELF_MINUTES).contains(&minutes) {
            return Err(refused(format!(
                "an alarm is put aside for 24 hours at most, not for {minutes} minutes"
            )));
        }
        if self
            .basin
            .station(station)
            .is_none_or(|station| station.levels.is_empty())
        {
            return Err(refused(format!(
                "{station} is no gauge with warning levels"
            )));
        }
        self.act(station, at, |book| {
            Ok(AlarmChange::Shelved {
                who,
                reason: reason.trim().to_owned(),
                until,
                rank: book.active(station).map_or(0, |alarm| alarm.rank),
            })
        })
    }

    pub(super) fn unshelve(
        &self,
        station: &StationId,
        who: &str,
        at: Instant,
    ) -> Result<(), EngineError> {
        let who = named(who)?;
        self.act(station, at, |book| {
            if book.shelf(station, at).is_none() {
                return Err(refused(format!("the alarm of {station} is not put aside")));
            }
            Ok(AlarmChange::Unshelved { who: Some(who) })
        })
    }
}

/// A name that a person gave.
fn named(who: &str) -> Result<String, EngineError> {
    let who = who.trim();
    if who.is_empty() {
        return Err(refused(
            "say who does it: the book keeps a name with every act".to_owned(),
        ));
    }
    Ok(who.to_owned())
}

fn refused(why: String) -> EngineError {
    EngineError::Alarm(why)
}

/// What the river does, for the book.
fn river_state(warning: &super::StationWarning) -> crate::domain::WarningState {
    warnings::river_state(warning)
}
