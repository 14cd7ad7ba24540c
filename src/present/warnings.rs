//! Where every gauge stands against its state's own levels, what it crossed, and what people have done about it.

use std::cmp::Reverse;

use super::standing::{party_index, party_name};
use super::words::MISSING;
use super::{Words, latest_figure};
use crate::domain::{
    AlarmPhase, Clock, Instant, LevelEvent, NativeColour, Quantity, Station, WarningState,
};
use crate::engine::{Evaluation, StationWarning};

/// A cell of two lines: what matters, and what stands behind it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct TwoLines {
    /// What matters.
    pub main: String,
    /// What stands behind it.
    pub below: String,
}

/// One gauge.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct WarningRow {
    /// Station id.
    pub station: String,
    /// Name, and its state with the kilometre.
    pub name: TwoLines,
    /// Index of its party.
    pub party: usize,
    /// What the board says.
    pub state: WarningState,
    /// Common rank of the level that stands or stood last; 0 where none does.
    pub rank: u8,
    /// The native name of the level or the word of the state, and since when.
    pub standing: TwoLines,
    /// The state's own colour of that level.
    pub colour: Option<NativeColour>,
    /// The newest reading and its age.
    pub reading: TwoLines,
    /// How fast it rises, and over which time.
    pub rise: TwoLines,
    /// The next level and when it would be reached, with what that assumes.
    pub next: TwoLines,
    /// The peak of the time above a level, and when it was.
    pub peak: TwoLines,
    /// Volume above the level.
    pub volume: TwoLines,
    /// The common scale: how unusual the reading is.
    pub common: TwoLines,
    /// What people have done about it.
    pub alarm: TwoLines,
    /// Whether somebody should say that they saw it.
    pub can_acknowledge: bool,
    /// Whether its alarm is put aside.
    pub is_shelved: bool,
    /// Whether there is an alarm that can be put aside.
    pub can_shelve: bool,
    /// Everything that would not fit: reason, assumption, what the common scale stands on.
    pub more: String,
    /// Figure id for explain.
    pub figure: String,
}

/// One time above one level.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct EventRow {
    /// Station's name.
    pub station: String,
    /// Index of its party.
    pub party: usize,
    /// Native name of the level.
    pub level: String,
    /// Its common rank.
    pub rank: u8,
    /// When it was passed upwards.
    pub up: String,
    /// When it was passed downwards, or that it still stands above.
    pub down: String,
    /// Peak and its time.
    pub peak: String,
    /// How long it stood above.
    pub duration: String,
    /// Volume above, where it can be known.
    pub volume: String,
}

/// The page.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct WarningsView {
    /// "9 of 10 gauges known · 2 alarms not acknowledged".
    pub summary: String,
    /// One row a gauge, the most urgent first.
    pub rows: Vec<WarningRow>,
    /// Times above a level, the newest first.
    pub events: Vec<EventRow>,
    /// Changes of alarms and states, the newest first: when, which gauge, what.
    pub journal: Vec<[String; 3]>,
}

/// Events and changes that a list shows.
const LISTED: usize = 200;

/// The page of an evaluation.
pub fn warnings(evaluation: &Evaluation, words: &Words) -> WarningsView {
    let words = &words.first();
    let found = &evaluation.warnings;
    let mut rows: Vec<(u16, WarningRow)> = found
        .stations
        .iter()
        .filter_map(|warning| {
            let station = evaluation.basin.station(&warning.station)?;
            Some((urgency(warning), row(evaluation, station, warning, words)))
        })
        .collect();
    rows.sort_by_key(|(urgency, _)| Reverse(*urgency));
    let mut events: Vec<&LevelEvent> = found.events.iter().collect();
    events.sort_by_key(|event| Reverse(event.excursion.first_crossing));
    WarningsView {
        summary: summary(evaluation, words),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        events: events
            .into_iter()
            .take(LISTED)
            .map(|event| event_row(evaluation, event, words))
            .collect(),
        journal: super::alarm_journal::journal(evaluation, words, LISTED),
    }
}

/// Gauges above a level by rank; then those of which less is known than the board must know; then the calm ones.
fn urgency(warning: &StationWarning) -> u16 {
    let state = match warning.state {
        WarningState::NoLevels => 0,
        WarningState::Normal => 1,
        WarningState::Shelved => 2,
        WarningState::Suspect => 3,
        WarningState::Late => 4,
        WarningState::NoData => 5,
        WarningState::Raised => 6,
    };
    let rank = warning.level.as_ref().map_or(0, |level| level.level.rank);
    state * 256 + u16::from(rank)
}

fn summary(evaluation: &Evaluation, words: &Words) -> String {
    let found = &evaluation.warnings;
    let raised = found
        .stations
        .iter()
        .filter(|warning| warning.state == WarningState::Raised)
        .count();
    let mut parts = vec![
        words.with(
            "warnings-known",
            &[
                ("known", found.known.into()),
                ("total", found.with_levels.into()),
            ],
        ),
        words.with("warnings-raised", &[("n", raised.into())]),
    ];
    let counted = [
        ("warnings-unacknowledged", found.metrics.unacknowledged),
        (
            "warnings-shelved",
            u32::try_from(found.metrics.shelved.len()).unwrap_or(u32::MAX),
        ),
    ];
    for (key, n) in counted {
        if n > 0 {
            parts.push(words.with(key, &[("n", n.into())]));
        }
    }
    if found.metrics.last_10_minutes > 10 {
        let n = found.metrics.last_10_minutes;
        parts.push(words.with("warnings-flood-of-alarms", &[("n", n.into())]));
    }
    parts.join(" · ")
}

fn row(
    evaluation: &Evaluation,
    station: &Station,
    warning: &StationWarning,
    words: &Words,
) -> WarningRow {
    let basin = &evaluation.basin;
    let level = warning.level.as_ref();
    let event = event_of(evaluation, warning);
    let km = words.number(station.river_km, 0);
    WarningRow {
        station: station.id.to_string(),
        name: TwoLines {
            main: station.name.clone(),
            below: format!("{} · km {km}", party_name(basin, &warning.owner)),
        },
        party: party_index(basin, &warning.owner),
        state: warning.state,
        rank: level.map_or(0, |level| level.level.rank),
        standing: standing(evaluation, warning, words),
        colour: level.and_then(|level| level.level.colour),
        reading: reading(evaluation, warning, words),
        rise: rise(warning, words),
        next: next(warning, words),
        peak: peak(warning, event, words),
        volume: volume(event, words),
        common: common(warning, words),
        alarm: alarm(evaluation, warning, words),
        can_acknowledge: warning.asks_for_attention(),
        is_shelved: warning.shelf.is_some(),
        can_shelve: warning.shelf.is_none()
            && (warning.alarm.is_some() || warning.state.is_unknown()),
        more: more(warning, words),
        figure: latest_figure(station),
    }
}

/// The state's own word first: its level where one stands, and how long it has stood.
fn standing(evaluation: &Evaluation, warning: &StationWarning, words: &Words) -> TwoLines {
    let word = words.get(state_key(warning.state));
    let level = warning.level.as_ref();
    let since = level.map(|level| {
        let age = evaluation.as_of.minutes_since(level.since);
        let fillings = [
            ("time", stamp(level.since, words).into()),
            ("age", words.age(Some(age)).into()),
        ];
        words.with("warnings-since", &fillings)
    });
    match (warning.state, level) {
        (WarningState::Raised, Some(level)) => TwoLines {
            main: level.level.name.clone(),
            below: since.unwrap_or_default(),
        },
        (_, Some(level)) => TwoLines {
            main: word,
            below: words.with(
                "warnings-stood-last",
                &[("level", level.level.name.as_str().into())],
            ),
        },
        (_, None) => TwoLines {
            main: word,
            below: match &warning.pending {
                Some(pending) => words.with(
                    "warnings-pending",
                    &[("level", pending.level.name.as_str().into())],
                ),
                None if warning.reading.is_none() && warning.state == WarningState::NoData => {
                    words.get("unknown-never-reported")
                }
                None => warning
                    .suspect_level
                    .as_ref()
                    .map_or_else(String::new, |level| {
                        words.with(
                            "warnings-suspect-level",
                            &[("level", level.name.as_str().into())],
                        )
                    }),
            },
        },
    }
}

/// Key of the word for a state of a gauge.
pub fn state_key(state: WarningState) -> &'static str {
    match state {
        WarningState::NoLevels => "state-no-levels",
        WarningState::Normal => "state-normal",
        WarningState::Shelved => "state-shelved",
        WarningState::Suspect => "state-suspect",
        WarningState::Late => "state-late",
        WarningState::NoData => "state-no-data",
        WarningState::Raised => "state-raised",
    }
}

fn stamp(at: Instant, words: &Words) -> String {
    let civil = Clock::UTC.civil(at);
    format!("{} {}", words.day(civil), civil.format("%H:%M"))
}

fn reading(evaluation: &Evaluation, warning: &StationWarning, words: &Words) -> TwoLines {
    let Some(reading) = &warning.reading else {
        return TwoLines {
            main: MISSING.to_owned(),
            below: String::new(),
        };
    };
    let age = evaluation.as_of.minutes_since(reading.time);
    TwoLines {
        main: words.value(Some(reading.value), reading.quantity),
        below: words.with("age-ago", &[("age", words.age(Some(age)).into())]),
    }
}

/// The rate over an hour, or over the shortest longer time for which there is one.
fn rise(warning: &StationWarning, words: &Words) -> TwoLines {
    // Of a gauge that fell silent nothing is known about now.
    let is_silent = warning.state == WarningState::NoData;
    let known = |rise: &&crate::engine::RiseOver| rise.per_hour.is_some() && !is_silent;
    let rises = || warning.rises.iter();
    let hour = rises().filter(known).find(|rise| rise.minutes >= 60);
    let Some(rise) = hour.or_else(|| rises().rfind(known)) else {
        return TwoLines {
            main: MISSING.to_owned(),
            below: String::new(),
        };
    };
    let quantity = warning.reading.map(|reading| reading.quantity);
    let (unit, decimals) = match quantity {
        Some(Quantity::Discharge) => ("m³/s/h", 1),
        _ => ("m/h", 2),
    };
    let rate = words.signed(rise.per_hour.unwrap_or_default(), decimals);
    TwoLines {
        main: format!("{rate} {unit}"),
        below: words.with(
            "warnings-over",
            &[("minutes", words.count(u64::from(rise.minutes)).into())],
        ),
    }
}

fn next(warning: &StationWarning, words: &Words) -> TwoLines {
    let is_silent = warning.state == WarningState::NoData;
    let Some(next) = warning.next.as_ref().filter(|_| !is_silent) else {
        return TwoLines {
            main: MISSING.to_owned(),
            below: String::new(),
        };
    };
    let distance = words.value(Some(next.distance), next.level.quantity);
    let main = match next.steady_hours {
        Some(hours) => words.with(
            "warnings-next-in",
            &[
                ("level", next.level.name.as_str().into()),
                ("hours", words.number(hours, 1).into()),
            ],
        ),
        None => next.level.name.clone(),
    };
    let key = if next.steady_hours.is_some() {
        "warnings-distance-steady"
    } else {
        "warnings-distance"
    };
    TwoLines {
        main,
        below: words.with(key, &[("distance", distance.into())]),
    }
}

/// The event of the level that stands; of a gauge below all levels there is none.
fn event_of<'a>(evaluation: &'a Evaluation, warning: &StationWarning) -> Option<&'a LevelEvent> {
    let level = warning.level.as_ref()?;
    let events = evaluation.warnings.events.iter();
    events
        .filter(|event| event.station == warning.station && event.level == level.level.name)
        .max_by_key(|event| event.excursion.first_crossing)
}

fn peak(warning: &StationWarning, event: Option<&LevelEvent>, words: &Words) -> TwoLines {
    match event {
        Some(event) if warning.level.is_some() => TwoLines {
            main: words.value(Some(event.excursion.peak), event.quantity),
            below: stamp(event.excursion.peak_time, words),
        },
        _ => TwoLines {
            main: MISSING.to_owned(),
            below: String::new(),
        },
    }
}

fn volume(event: Option<&LevelEvent>, words: &Words) -> TwoLines {
    match event.map(|event| event.excursion.volume_above_hm3) {
        Some(Some(volume)) => TwoLines {
            main: words.figure(Some(volume), "hm³"),
            below: words.get("warnings-volume-above"),
        },
        Some(None) => TwoLines {
            main: MISSING.to_owned(),
            below: words.get("warnings-level-of-stage"),
        },
        None => TwoLines {
            main: MISSING.to_owned(),
            below: String::new(),
        },
    }
}

fn common(warning: &StationWarning, words: &Words) -> TwoLines {
    let scale = &warning.crosswalk;
    let often = scale.return_period_years.map(|years| {
        let decimals = usize::from(years < 10.0);
        let years = words.number(years, decimals);
        words.with("warnings-return-period", &[("years", years.into())])
    });
    let share = scale.share_exceeded.map(|share| {
        let share = words.number(100.0 * share, 1);
        words.with("warnings-exceeded", &[("share", share.into())])
    });
    // What there is comes first; why there is none is worth a line too.
    match (often, share) {
        (Some(main), below) => TwoLines {
            main,
            below: below.unwrap_or_else(|| scale.share_basis.clone()),
        },
        (None, Some(main)) => TwoLines {
            main,
            below: scale.return_period_basis.clone(),
        },
        (None, None) => TwoLines {
            main: MISSING.to_owned(),
            below: scale.share_basis.clone(),
        },
    }
}

fn alarm(evaluation: &Evaluation, warning: &StationWarning, words: &Words) -> TwoLines {
    if let Some(shelf) = &warning.shelf {
        let left = shelf.until.minutes_since(evaluation.as_of);
        return TwoLines {
            main: words.with(
                "warnings-shelved-until",
                &[
                    ("time", stamp(shelf.until, words).into()),
                    ("left", words.age(Some(left)).into()),
                ],
            ),
            below: format!("{}: {}", shelf.by.who, shelf.reason),
        };
    }
    let Some(alarm) = &warning.alarm else {
        return TwoLines::default();
    };
    let key = match alarm.phase {
        AlarmPhase::Unacknowledged => "alarm-unacknowledged",
        AlarmPhase::Acknowledged => "alarm-acknowledged",
        AlarmPhase::ReturnedUnacknowledged => "alarm-returned",
        AlarmPhase::Closed => "alarm-closed",
    };
    let below = match &alarm.acknowledged {
        Some(act) => format!("{}, {}", act.who, stamp(act.at, words)),
        None => words.with(
            "warnings-raised-at",
            &[("time", stamp(alarm.raised, words).into())],
        ),
    };
    TwoLines {
        main: words.get(key),
        below,
    }
}

fn more(warning: &StationWarning, words: &Words) -> String {
    let mut lines = vec![warning.reason.clone()];
    if let Some(next) = &warning.next {
        lines.push(next.assumption.clone());
        if let Some(hours) = next.accelerating_hours {
            let hours = words.number(hours, 1);
            lines.push(words.with("warnings-accelerating", &[("hours", hours.into())]));
        }
    }
    lines.push(warning.crosswalk.return_period_basis.clone());
    lines.push(warning.crosswalk.share_basis.clone());
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn event_row(evaluation: &Evaluation, event: &LevelEvent, words: &Words) -> EventRow {
    let basin = &evaluation.basin;
    let station = basin.station(&event.station);
    let excursion = &event.excursion;
    let time = |at| words.date_and_time(at, Clock::UTC);
    let down = match excursion.crossed_down {
        Some(at) if !event.is_ongoing() => time(at),
        _ if event.is_ongoing() => words.get("warnings-still-above"),
        _ => time(excursion.until),
    };
    EventRow {
        station: station.map_or_else(|| event.station.to_string(), |own| own.name.clone()),
        party: station.map_or(0, |own| party_index(basin, &own.state)),
        level: event.level.clone(),
        rank: event.rank,
        up: time(excursion.first_crossing),
        down,
        peak: format!(
            "{}, {}",
            words.value(Some(excursion.peak), event.quantity),
            stamp(excursion.peak_time, words)
        ),
        duration: words.hours(excursion.duration_hours),
        volume: excursion
            .volume_above_hm3
            .map_or_else(String::new, |volume| words.figure(Some(volume), "hm³")),
    }
}
