//! The alarm journal, as lines that a person reads.

use super::Words;
use super::warnings::state_key;
use crate::domain::{AlarmChange, AlarmEntry, Clock, WarningState};
use crate::engine::Evaluation;

/// When, which gauge, what: the newest first.
pub(super) fn journal(evaluation: &Evaluation, words: &Words, most: usize) -> Vec<[String; 3]> {
    let entries = evaluation.warnings.entries.iter().take(most);
    entries
        .map(|entry| {
            let station = evaluation.basin.station(&entry.station);
            [
                words.date_and_time(entry.at, Clock::UTC),
                station.map_or_else(|| entry.station.to_string(), |own| own.name.clone()),
                said(entry, words),
            ]
        })
        .collect()
}

fn said(entry: &AlarmEntry, words: &Words) -> String {
    let state = |state: WarningState| words.get(state_key(state));
    match &entry.change {
        AlarmChange::State { from, to } => match from {
            Some(from) => format!("{} → {}", state(*from), state(*to)),
            None => state(*to),
        },
        AlarmChange::Raised { level, since, .. } => words.with(
            "journal-raised",
            &[
                ("level", level.as_str().into()),
                ("time", words.date_and_time(*since, Clock::UTC).into()),
            ],
        ),
        AlarmChange::Level { level, .. } => {
            words.with("journal-level", &[("level", level.as_str().into())])
        }
        AlarmChange::Returned { because } => match because {
            Some(because) => words.with(
                "journal-returned-because",
                &[("why", because.as_str().into())],
            ),
            None => words.get("journal-returned"),
        },
        AlarmChange::Acknowledged { who } => {
            words.with("journal-acknowledged", &[("who", who.as_str().into())])
        }
        AlarmChange::Shelved {
            who, reason, until, ..
        } => words.with(
            "journal-shelved",
            &[
                ("who", who.as_str().into()),
                ("reason", reason.as_str().into()),
                ("time", words.date_and_time(*until, Clock::UTC).into()),
            ],
        ),
        AlarmChange::Unshelved { who } => match who {
            Some(who) => words.with("journal-unshelved", &[("who", who.as_str().into())]),
            None => words.get("journal-unshelved-by-itself"),
        },
    }
}
