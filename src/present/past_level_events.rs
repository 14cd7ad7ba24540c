//! Every time above a warning level in the record, as a paper and as a table for other programs.

use super::Words;
use super::gauge_words::utc;
use super::paper::{Holds, Paper, PaperPart, PaperSection, PaperTable, RowMark};
use super::sheet::{Cell, Sheet};
use super::words::MISSING;
use crate::domain::LevelEvent;
use crate::engine::Evaluation;

const COLUMNS: [&str; 20] = [
    "station",
    "name",
    "state",
    "river",
    "river_km",
    "quantity",
    "unit",
    "level",
    "common_rank",
    "threshold",
    "crossed_up",
    "crossed_up_interpolated",
    "peak",
    "peak_time",
    "crossed_down",
    "duration_hours",
    "volume_above_hm3",
    "ending",
    "readings",
    "readings_expected",
];

/// The table for other programs: SI, instants in UTC, an empty cell where there is no value.
pub fn level_events_sheet(evaluation: &Evaluation) -> Sheet {
    let events = evaluation.warnings.events.iter();
    Sheet {
        columns: COLUMNS.to_vec(),
        rows: events.map(|event| cells(evaluation, event)).collect(),
    }
}

fn cells(evaluation: &Evaluation, event: &LevelEvent) -> Vec<Cell> {
    let station = evaluation.basin.station(&event.station);
    let of = |text: Option<&str>| text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()));
    let excursion = &event.excursion;
    let ending = serde_json::to_value(excursion.ending).ok();
    vec![
        Cell::Text(event.station.to_string()),
        of(station.map(|station| station.name.as_str())),
        of(station.map(|station| station.state.as_str())),
        of(station.map(|station| station.river.as_str())),
        station.map(|station| station.river_km).into(),
        Cell::Text(event.quantity.word().to_owned()),
        Cell::Text(event.quantity.facts().unit.symbol().to_owned()),
        Cell::Text(event.level.clone()),
        Cell::Count(event.rank.into()),
        Cell::Number(event.threshold),
        Cell::Text(excursion.first_crossing.to_string()),
        Cell::Text(excursion.is_interpolated.to_string()),
        Cell::Number(excursion.peak),
        Cell::Text(excursion.peak_time.to_string()),
        excursion.crossed_down.into(),
        Cell::Number(excursion.duration_hours),
        excursion.volume_above_hm3.into(),
        of(ending.as_ref().and_then(|ending| ending.as_str())),
        Cell::Count(excursion.completeness.present.into()),
        Cell::Count(excursion.completeness.expected.into()),
    ]
}

/// The same to print, in every language that `words` shows.
pub fn level_events_paper(evaluation: &Evaluation, words: &Words) -> Paper {
    Paper {
        parts: words
            .each()
            .iter()
            .map(|words| part(evaluation, words))
            .collect(),
    }
}

fn part(evaluation: &Evaluation, words: &Words) -> PaperPart {
    let mut table = PaperTable::new(&[
        (words.get("floods-gauge"), Holds::Words),
        (words.get("floods-level"), Holds::Words),
        (words.get("floods-threshold"), Holds::Figures),
        (words.get("floods-up"), Holds::Words),
        (words.get("floods-peak"), Holds::Figures),
        (words.get("floods-peak-time"), Holds::Words),
        (words.get("floods-down"), Holds::Words),
        (words.get("floods-duration"), Holds::Figures),
        (words.get("floods-volume"), Holds::Figures),
        (words.get("floods-completeness"), Holds::Figures),
    ]);
    for event in &evaluation.warnings.events {
        let mark = if event.is_ongoing() {
            RowMark::Strong
        } else {
            RowMark::Plain
        };
        table.push(mark, row(evaluation, event, words));
    }
    let is_empty = table.rows.is_empty();
    PaperPart {
        language: words.tag().to_owned(),
        title: evaluation.basin.name.clone(),
        subtitle: words.get("floods-title"),
        banner: evaluation
            .basin
            .exercise
            .is_some()
            .then(|| words.get("cap-exercise")),
        basis: vec![words.with(
            "bulletin-as-of",
            &[("time", utc(evaluation.as_of, words).into())],
        )],
        sections: vec![PaperSection {
            heading: String::new(),
            lead: vec![words.get(if is_empty {
                "floods-none"
            } else {
                "floods-lead"
            })],
            table: (!is_empty).then_some(table),
            lines: Vec::new(),
        }],
        page_of: words.with(
            "paper-page",
            &[("n", "{n}".into()), ("total", "{total}".into())],
        ),
    }
}

fn row(evaluation: &Evaluation, event: &LevelEvent, words: &Words) -> Vec<String> {
    let excursion = &event.excursion;
    let name = evaluation
        .basin
        .station(&event.station)
        .map_or_else(|| event.station.to_string(), |station| station.name.clone());
    let value = |value: f64| words.value(Some(value), event.quantity);
    let down = excursion.crossed_down.map(|at| utc(at, words));
    vec![
        name,
        event.level.clone(),
        value(event.threshold),
        utc(excursion.first_crossing, words),
        value(excursion.peak),
        utc(excursion.peak_time, words),
        down.unwrap_or_else(|| words.get("floods-ongoing")),
        words.number(excursion.duration_hours, 1),
        excursion
            .volume_above_hm3
            .map_or_else(|| MISSING.to_owned(), |volume| words.number(volume, 2)),
        words.with(
            "floods-of",
            &[
                ("present", excursion.completeness.present.into()),
                ("expected", excursion.completeness.expected.into()),
            ],
        ),
    ]
}
