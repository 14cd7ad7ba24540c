//! The board: warnings, late feeds, findings.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::crest::crests;
use super::notice::findings;
use super::standing::{party_index, placed, standing};
use super::stations::{last_of, newest};
use super::warnings::state_key;
use super::words::side_by_side;
use super::{Standing, Words, latest_figure, summary};
use crate::domain::agreement::TriggerRow;
use crate::domain::{Clock, Freshness, Instant, Station, StationId, Step};
use crate::engine::{Evaluation, GaugeStatus, SourceStatus};

/// What kind of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A gauge above a warning level.
    Warning,
    /// A gauge of which nothing is known.
    Unknown,
    /// A crest that has passed one gauge and is expected at the next.
    Crest,
    /// A source that is late or silent.
    Late,
    /// A trigger of an agreement.
    Trigger,
    /// A finding.
    Finding,
}

/// One item.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct BoardItem {
    /// Kind.
    pub kind: ItemKind,
    /// Common rank for warnings (1 upwards; for a crest that of the gauge it comes from, 0 below all levels);
    /// severity for findings (1 note, 2 warning, 3 error).
    pub rank: u8,
    /// Index of the party it is about, if any.
    pub party: Option<usize>,
    /// First line, such as "Grenzau: Meldestufe 2".
    pub headline: String,
    /// Second line: figures, age, reason, remedy.
    pub detail: String,
    /// Figure id for explain, empty when there is none.
    pub figure: String,
}

/// The board.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct BoardView {
    /// "3 of 11 gauges above a warning level, 1 unknown".
    pub summary: String,
    /// Headings with their items: warnings, late feeds, findings.
    pub sections: Vec<(String, Vec<BoardItem>)>,
}

/// The board of an evaluation. A section without items is left out.
pub fn board(evaluation: &Evaluation, words: &Words) -> BoardView {
    let mut views = words
        .each()
        .into_iter()
        .map(|words| board_in(evaluation, &words));
    let first = views.next().unwrap_or_default();
    views.fold(first, beside)
}

/// The same board in one language more: what is on it and where does not depend on the words.
fn beside(mut board: BoardView, other: BoardView) -> BoardView {
    let join = |text: &mut String, other: String| {
        *text = side_by_side([std::mem::take(text), other]);
    };
    join(&mut board.summary, other.summary);
    for ((title, items), (other_title, others)) in board.sections.iter_mut().zip(other.sections) {
        join(title, other_title);
        for (item, other) in items.iter_mut().zip(others) {
            join(&mut item.headline, other.headline);
            join(&mut item.detail, other.detail);
        }
    }
    board
}

fn board_in(evaluation: &Evaluation, words: &Words) -> BoardView {
    let sections = [
        ("board-warnings", warnings(evaluation, words)),
        ("board-crests", crests(evaluation, words)),
        ("board-late", late(evaluation, words)),
        ("board-triggers", triggers(evaluation, words)),
        ("board-findings", findings(&evaluation.findings, words)),
    ];
    BoardView {
        summary: summary(evaluation, words),
        sections: sections
            .into_iter()
            .filter(|(_, items)| !items.is_empty())
            .map(|(key, items)| (words.get(key), items))
            .collect(),
    }
}

/// Gauges above a level, highest first, then those of which nothing is known, then those last seen below all
/// levels by a late source; the river's order decides between equals. A gauge that is known to be calm is not here.
fn warnings(evaluation: &Evaluation, words: &Words) -> Vec<BoardItem> {
    let mut items: Vec<(u8, BoardItem)> = placed(evaluation)
        .into_iter()
        .filter_map(|(station, gauge)| {
            let standing = standing(station, gauge);
            let urgency = match standing {
                Standing::Above(rank) => rank.saturating_add(2),
                Standing::Unknown => 2,
                Standing::LastSeenBelow => 1,
                Standing::Below | Standing::NoLevels => return None,
            };
            Some((
                urgency,
                warning(evaluation, (station, gauge), standing, words),
            ))
        })
        .collect();
    items.sort_by_key(|(urgency, _)| Reverse(*urgency));
    items.into_iter().map(|(_, item)| item).collect()
}

fn warning(
    evaluation: &Evaluation,
    (station, gauge): (&Station, &GaugeStatus),
    standing: Standing,
    words: &Words,
) -> BoardItem {
    let detail = match standing {
        Standing::Unknown => why_unknown(evaluation, station, gauge, words),
        _ => reading_in_words(evaluation, (station, gauge), words),
    };
    BoardItem {
        kind: match standing {
            Standing::Above(_) => ItemKind::Warning,
            _ => ItemKind::Unknown,
        },
        rank: standing.rank().unwrap_or(0),
        party: Some(party_index(&evaluation.basin, &station.state)),
        headline: words.with(
            "board-headline",
            &[
                ("what", station.name.as_str().into()),
                ("state", word_of(evaluation, station, gauge, words).into()),
            ],
        ),
        detail,
        figure: latest_figure(station),
    }
}

/// The native level, or what is known instead: late, suspect and silent are three things.
fn word_of(
    evaluation: &Evaluation,
    station: &Station,
    gauge: &GaugeStatus,
    words: &Words,
) -> String {
    let standing = standing(station, gauge);
    let state = evaluation.warnings.of(&station.id);
    match state.map(|warning| warning.state) {
        Some(state) if standing == Standing::Unknown && state.is_unknown() => {
            words.get(state_key(state))
        }
        _ => standing.word(gauge, words),
    }
}

/// "4.12 m, 15 min ago, rising 0.12 m/h, 0.38 m below Meldestufe 3".
fn reading_in_words(
    evaluation: &Evaluation,
    (station, gauge): (&Station, &GaugeStatus),
    words: &Words,
) -> String {
    let newest = newest(evaluation, station, gauge);
    let (quantity, value) = (newest.quantity, newest.value);
    let age = words.age(newest.age_minutes);
    let written = words.value(value, quantity);
    let value_in_words = match newest.step {
        Some(Step::Day) => words.with("reading-daily-mean", &[("value", written.into())]),
        _ => written,
    };
    let mut parts = vec![
        value_in_words,
        words.with("age-ago", &[("age", age.into())]),
    ];
    if let Some(rate) = gauge.rate_of_rise_m_per_h.filter(|rate| rate.is_finite()) {
        let key = if rate.abs() < 0.005 {
            "rate-steady"
        } else if rate > 0.0 {
            "rate-rising"
        } else {
            "rate-falling"
        };
        let rate = words.number(rate.abs(), 2);
        parts.push(words.with(key, &[("rate", rate.into())]));
    }
    let next = station
        .levels_at(evaluation.as_of)
        .filter(|level| {
            level.quantity == quantity && value.is_some_and(|value| value < level.value)
        })
        .min_by(|a, b| a.value.total_cmp(&b.value));
    if let (Some(next), Some(value)) = (next, value) {
        let fillings = [
            (
                "distance",
                words.value(Some(next.value - value), quantity).into(),
            ),
            ("level", next.name.as_str().into()),
        ];
        parts.push(words.with("level-next", &fillings));
    }
    parts.join(", ")
}

/// The age of the quantity that the levels are set on; where that is not old, what the evaluation says.
fn why_unknown(
    evaluation: &Evaluation,
    station: &Station,
    gauge: &GaugeStatus,
    words: &Words,
) -> String {
    let last = station
        .levels_at(evaluation.as_of)
        .next()
        .and_then(|level| last_of(evaluation, station, level.quantity))
        .map(|(time, _)| time)
        .or_else(|| Some(evaluation.as_of.plus_minutes(-gauge.age_minutes?)));
    match last {
        None => words.get("unknown-never-reported"),
        Some(_) if gauge.freshness == Freshness::OnTime && !gauge.warning.reason.is_empty() => {
            gauge.warning.reason.clone()
        }
        Some(last) => last_reading(last, evaluation.as_of.minutes_since(last), words),
    }
}

/// "last reading 12 Jun 2026 06:00 UTC, 2 d ago".
fn last_reading(last: Instant, age: i64, words: &Words) -> String {
    words.with(
        "last-reading",
        &[
            ("time", words.date_and_time(last, Clock::UTC).into()),
            ("age", words.age(Some(age)).into()),
        ],
    )
}

/// Sources that do not keep what they promise, silent ones first.
fn late(evaluation: &Evaluation, words: &Words) -> Vec<BoardItem> {
    let mut sources: Vec<&SourceStatus> = evaluation
        .sources
        .iter()
        .filter(|source| source.freshness != Freshness::OnTime)
        .collect();
    sources.sort_by_key(|source| {
        (
            Reverse(source.freshness),
            party_index(&evaluation.basin, &source.state),
        )
    });
    sources
        .into_iter()
        .map(|source| late_item(evaluation, source, words))
        .collect()
}

fn late_item(evaluation: &Evaluation, source: &SourceStatus, words: &Words) -> BoardItem {
    let (rank, state) = match source.freshness {
        Freshness::Silent => (2, words.get("source-silent")),
        Freshness::Late | Freshness::OnTime => (1, words.get("source-late")),
    };
    let last = match oldest_station(evaluation, source) {
        Some((station, last)) => {
            let age = evaluation.as_of.minutes_since(last);
            words.with(
                "board-headline",
                &[
                    ("what", station.into()),
                    ("state", last_reading(last, age, words).into()),
                ],
            )
        }
        None => words.get("unknown-never-reported"),
    };
    let detail = match &source.fetch {
        Some(fetch) => format!("{last}; {fetch}"),
        None => last,
    };
    let what = format!("{} ({})", source.agency, source.source);
    BoardItem {
        kind: ItemKind::Late,
        rank,
        party: Some(party_index(&evaluation.basin, &source.state)),
        headline: words.with(
            "board-headline",
            &[("what", what.into()), ("state", state.into())],
        ),
        detail,
        figure: String::new(),
    }
}

/// The station of a source that has been silent for longest, with its last reading: it is what the source is late
/// by. `None` when the source never sent a reading.
fn oldest_station(evaluation: &Evaluation, source: &SourceStatus) -> Option<(String, Instant)> {
    let mut stations: BTreeMap<&StationId, Instant> = BTreeMap::new();
    let own = evaluation
        .series
        .iter()
        .filter(|series| series.key.source == source.source);
    for series in own {
        if let Some((last, ..)) = series.latest(evaluation.as_of) {
            stations
                .entry(&series.key.station)
                .and_modify(|known| *known = last.max(*known))
                .or_insert(last);
        }
    }
    let (id, last) = stations.into_iter().min_by_key(|(_, last)| *last)?;
    let name = evaluation
        .basin
        .station(id)
        .map_or_else(|| id.to_string(), |station| station.name.clone());
    Some((name, last))
}

/// The last time each trigger fired or could not be assessed; what never did is not listed. Whether anything was
/// assessed since is said: a consultation of years ago is not called for now.
fn triggers(evaluation: &Evaluation, words: &Words) -> Vec<BoardItem> {
    let mut newest: Vec<&TriggerRow> = Vec::new();
    for row in evaluation
        .triggers
        .iter()
        .filter(|row| row.fired != Some(false))
    {
        let agreement = |row: &TriggerRow| row.figure.split('/').next().map(str::to_owned);
        let same = newest
            .iter_mut()
            .find(|other| other.rule == row.rule && agreement(other) == agreement(row));
        match same {
            Some(other) if other.period.span.start <= row.period.span.start => *other = row,
            Some(_) => {}
            None => newest.push(row),
        }
    }
    newest.sort_by_key(|row| row.fired != Some(true));
    newest
        .into_iter()
        .map(|row| {
            let is_past = evaluation.triggers.iter().any(|other| {
                other.rule == row.rule
                    && other.figure.split('/').next() == row.figure.split('/').next()
                    && other.period.span.start > row.period.span.start
                    && other.fired == Some(false)
            });
            let state = match row.fired {
                Some(_) if is_past => "trigger-fired-before",
                Some(_) => "trigger-fired",
                None => "status-not-assessable",
            };
            trigger_item(row, &words.get(state), words)
        })
        .collect()
}

fn trigger_item(row: &TriggerRow, state: &str, words: &Words) -> BoardItem {
    let rank = if row.fired.is_some() { 2 } else { 1 };
    let what = format!("{}, {}", row.level, row.article);
    let detail = words.with(
        "trigger-detail",
        &[
            ("value", words.figure(row.value, &row.unit).into()),
            ("threshold", words.figure(row.threshold, &row.unit).into()),
            ("period", row.period.label.as_str().into()),
        ],
    );
    BoardItem {
        kind: ItemKind::Trigger,
        rank,
        party: None,
        headline: words.with(
            "board-headline",
            &[("what", what.into()), ("state", state.into())],
        ),
        detail,
        figure: row.figure.clone(),
    }
}
