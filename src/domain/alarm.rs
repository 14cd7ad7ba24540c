//! The alarm of a gauge, and what people do with it: raised, acknowledged, returned, shelved.
//!
//! A gauge has one alarm at a time. A higher level is news and asks for attention again; a lower one is not. An alarm
//! that returned stays until somebody has seen it.

use super::ids::StationId;
use super::time::Instant;

/// How long an alarm can be put aside at most, minutes.
pub const LONGEST_SHELF_MINUTES: i64 = 24 * 60;

/// Where an alarm stands between the river and the people.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AlarmPhase {
    /// At or above a level, and nobody has said that they saw it.
    Unacknowledged,
    /// At or above a level, and seen.
    Acknowledged,
    /// The river has left all levels, and nobody has said that they saw the alarm: it stays until then.
    ReturnedUnacknowledged,
    /// Over, and seen.
    Closed,
}

/// Somebody did something at an instant.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Act {
    /// Who, as they gave their name.
    pub who: String,
    /// When, on the clock of the basin's evaluation.
    pub at: Instant,
}

/// An alarm that was put aside.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Shelf {
    /// Who put it aside, and when.
    pub by: Act,
    /// When it comes back by itself.
    pub until: Instant,
    /// Why.
    pub reason: String,
    /// Common rank that it was put aside at; a higher level brings the alarm back.
    pub rank: u8,
}

/// The alarm of one gauge.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Alarm {
    /// Gauge.
    pub station: StationId,
    /// When the river first crossed a level of it.
    pub since: Instant,
    /// When it was raised on the clock of the evaluation.
    pub raised: Instant,
    /// Native name of the level that stands now, or stood last.
    pub level: String,
    /// Common rank of that.
    pub rank: u8,
    /// Native name of the highest level so far.
    pub highest_level: String,
    /// Common rank of that.
    pub highest_rank: u8,
    /// Between river and people.
    pub phase: AlarmPhase,
    /// Who has seen the newest news of it, and when.
    pub acknowledged: Option<Act>,
    /// When the river left all levels.
    pub returned: Option<Instant>,
}

/// One change of an alarm or of a gauge's state, a line of the journal.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum AlarmChange {
    /// The board says something else of the gauge.
    State {
        /// What it said; absent the first time.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<super::WarningState>,
        /// What it says now.
        to: super::WarningState,
    },
    /// A level was reached while there was no alarm.
    Raised {
        /// Native name of the level.
        level: String,
        /// Common rank.
        rank: u8,
        /// When the river first crossed it.
        since: Instant,
    },
    /// Another level stands: a higher one asks for attention again.
    Level {
        /// Native name of the level.
        level: String,
        /// Common rank.
        rank: u8,
    },
    /// The river has left all levels.
    Returned {
        /// Why, where it is not that readings fell: a level that ended, a revision that took the rise away.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        because: Option<String>,
    },
    /// Somebody has seen it.
    Acknowledged {
        /// Who.
        who: String,
    },
    /// Somebody put it aside.
    Shelved {
        /// Who.
        who: String,
        /// Why.
        reason: String,
        /// Until when.
        until: Instant,
        /// Common rank then, 0 without an alarm.
        rank: u8,
    },
    /// It came back.
    Unshelved {
        /// Who brought it back; `None` when its time was over or a higher level was reached.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        who: Option<String>,
    },
}

/// A change, of which gauge, and when.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct AlarmEntry {
    /// Gauge.
    pub station: StationId,
    /// When, on the clock of the basin's evaluation.
    pub at: Instant,
    /// What.
    #[serde(flatten)]
    pub change: AlarmChange,
}

/// How much an alarm book asks of the people who watch it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct AlarmMetrics {
    /// Alarms, and higher levels of alarms, of the last ten minutes.
    pub last_10_minutes: u32,
    /// The most of any ten minutes of the last 30 days. More than ten is a flood of alarms.
    pub most_in_10_minutes: u32,
    /// Gauges that were raised or returned three times or more within a minute.
    pub chattering: Vec<StationId>,
    /// Gauges whose alarm has stood for more than 24 hours.
    pub stale: Vec<StationId>,
    /// Gauges whose alarm is put aside.
    pub shelved: Vec<StationId>,
    /// Alarms that nobody has acknowledged.
    pub unacknowledged: u32,
    /// The ten gauges with most alarms of the last 30 days, and how many.
    pub busiest: Vec<(StationId, u32)>,
}
