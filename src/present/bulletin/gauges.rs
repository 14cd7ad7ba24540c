//! The table of all gauges.

use super::super::Words;
use super::super::gauge_words::{
    age, coming, distance, reading, river_state, state_in_words, trend, utc,
};
use super::super::paper::{Holds, PaperSection, PaperTable, RowMark};
use super::super::standing::{Standing, party_name, standing, summary};
use super::super::stations::last_of;
use super::super::words::MISSING;
use crate::domain::{Basin, Quantity, Station, StationKind, WarningState};
use crate::engine::{Evaluation, GaugeStatus, StationWarning};

/// "5 of 7 gauges with warning levels known; 2 at a level or above".
pub(super) fn known(evaluation: &Evaluation, words: &Words) -> String {
    let warnings = &evaluation.warnings.stations;
    if warnings.is_empty() {
        return summary(evaluation, words);
    }
    let with_levels: Vec<WarningState> = warnings
        .iter()
        .map(river_state)
        .filter(|state| *state != WarningState::NoLevels)
        .collect();
    let is_known =
        |state: &&WarningState| matches!(state, WarningState::Raised | WarningState::Normal);
    let known = with_levels.iter().filter(is_known).count();
    let raised = with_levels
        .iter()
        .filter(|state| **state == WarningState::Raised)
        .count();
    let fillings = [
        ("known", known.into()),
        ("total", with_levels.len().into()),
        ("raised", raised.into()),
    ];
    words.with("bulletin-known", &fillings)
}

/// Every station where water flows or stands, in river order.
pub(super) fn section(evaluation: &Evaluation, words: &Words) -> PaperSection {
    let heading = |key: &str| words.get(key);
    let mut table = PaperTable::new(&[
        (heading("bulletin-gauge"), Holds::Words),
        (heading("bulletin-state"), Holds::Words),
        (heading("bulletin-common"), Holds::Words),
        (heading("bulletin-reading"), Holds::Figures),
        (heading("bulletin-age"), Holds::Words),
        (heading("bulletin-trend"), Holds::Words),
        (heading("bulletin-next"), Holds::Words),
    ]);
    for gauge in &evaluation.gauges {
        let Some(station) = evaluation.basin.station(&gauge.station) else {
            continue;
        };
        if station.kind == StationKind::Rain {
            continue;
        }
        let place = place(&evaluation.basin, station, words);
        let warning = evaluation.warnings.of(&station.id);
        match warning.filter(|warning| river_state(warning) != WarningState::NoLevels) {
            Some(warning) => {
                let (mark, mut cells) = row(evaluation, warning, words);
                cells.insert(0, place);
                table.push(mark, cells);
            }
            None => {
                let (mark, mut cells) = plain(evaluation, (station, gauge), words);
                cells.insert(0, place);
                table.push(mark, cells);
            }
        }
    }
    PaperSection {
        heading: words.get("bulletin-gauges"),
        lead: Vec::new(),
        table: Some(table),
        lines: Vec::new(),
    }
}

fn place(basin: &Basin, station: &Station, words: &Words) -> String {
    let fillings = [
        ("station", station.name.as_str().into()),
        ("river", station.river.as_str().into()),
        ("km", words.number(station.river_km, 0).into()),
        ("party", party_name(basin, &station.state).into()),
    ];
    words.with("bulletin-place", &fillings)
}

fn row(evaluation: &Evaluation, warning: &StationWarning, words: &Words) -> (RowMark, Vec<String>) {
    let state = river_state(warning);
    let mark = match state {
        WarningState::Raised => RowMark::Strong,
        WarningState::Normal | WarningState::NoLevels => RowMark::Plain,
        _ => RowMark::Unknown,
    };
    let is_known = !state.is_unknown();
    let next = if is_known {
        let both = [coming(warning, words), distance(warning, words)];
        both.into_iter().flatten().collect::<Vec<_>>().join("; ")
    } else {
        words.get("bulletin-not-assessable")
    };
    let trend = if is_known {
        trend(warning, words)
    } else {
        words.get("trend-unknown")
    };
    let cells = vec![
        said(warning, words),
        common(warning, words),
        reading(warning, words),
        age(warning, evaluation.as_of, words),
        trend,
        if next.is_empty() {
            MISSING.to_owned()
        } else {
            next
        },
    ];
    (mark, cells)
}

/// The state, since when, and what people or doubtful readings add to it.
fn said(warning: &StationWarning, words: &Words) -> String {
    let mut parts = vec![state_in_words(warning, words)];
    if let Some(reached) = &warning.level {
        parts.push(words.with(
            "bulletin-since",
            &[("time", utc(reached.since, words).into())],
        ));
    }
    if let Some(pending) = &warning.pending {
        let level = pending.level.name.as_str();
        parts.push(words.with("bulletin-pending", &[("level", level.into())]));
    }
    if let Some(level) = &warning.suspect_level {
        parts.push(words.with(
            "bulletin-suspect-level",
            &[("level", level.name.as_str().into())],
        ));
    }
    if let Some(shelf) = &warning.shelf {
        parts.push(words.with(
            "bulletin-shelved-until",
            &[("time", utc(shelf.until, words).into())],
        ));
    }
    parts.join(", ")
}

/// The common scale beside the native words: rank, return period, share of the time.
fn common(warning: &StationWarning, words: &Words) -> String {
    let mut parts = Vec::new();
    if let Some(reached) = &warning.level {
        let rank = u32::from(reached.level.rank);
        parts.push(words.with("standing-rank", &[("rank", rank.into())]));
    }
    // Of a gauge that is silent the last reading is no statement about today.
    if !river_state(warning).is_unknown() {
        if let Some(years) = warning.crosswalk.return_period_years {
            let years = words.number(years, usize::from(years < 10.0));
            parts.push(words.with("bulletin-return-period", &[("years", years.into())]));
        }
        if let Some(share) = warning.crosswalk.share_exceeded {
            let percent = words.number(100.0 * share, usize::from(share < 0.1));
            parts.push(words.with("bulletin-exceeded", &[("percent", percent.into())]));
        }
    }
    if parts.is_empty() {
        MISSING.to_owned()
    } else {
        parts.join(", ")
    }
}

/// A station that nothing can be crossed at: what was read last.
fn plain(
    evaluation: &Evaluation,
    (station, gauge): (&Station, &GaugeStatus),
    words: &Words,
) -> (RowMark, Vec<String>) {
    // Levels that are set and not in force are none.
    let standing = match evaluation.warnings.of(&station.id) {
        Some(_) => Standing::NoLevels,
        None => standing(station, gauge),
    };
    let mark = match standing {
        Standing::Above(_) => RowMark::Strong,
        Standing::Below | Standing::NoLevels => RowMark::Plain,
        Standing::LastSeenBelow | Standing::Unknown => RowMark::Unknown,
    };
    let last = Quantity::ALL
        .into_iter()
        .find_map(|quantity| Some((quantity, last_of(evaluation, station, quantity)?)));
    let value = last.map_or_else(
        || MISSING.to_owned(),
        |(quantity, (_, value))| words.value(Some(value), quantity),
    );
    let age = match last {
        None => words.age(None),
        Some((_, (time, _))) => {
            let age = words.age(Some(evaluation.as_of.minutes_since(time)));
            words.with("age-ago", &[("age", age.into())])
        }
    };
    let cells = vec![
        standing.word(gauge, words),
        MISSING.to_owned(),
        value,
        age,
        MISSING.to_owned(),
        MISSING.to_owned(),
    ];
    (mark, cells)
}
