//! The other sections: crests, forecasts, rain, alarms, sources, method.

use super::super::Words;
use super::super::crest;
use super::super::forecast::refusal;
use super::super::forecast_rows::lead_row;
use super::super::gauge_words::utc;
use super::super::paper::{Holds, PaperSection, PaperTable, RowMark};
use super::super::standing::{party_name, placed};
use super::super::words::MISSING;
use crate::domain::{AlarmPhase, Basin, Freshness, Quantity, StationId, StationKind};
use crate::engine::Evaluation;
use crate::engine::analysis::forecast::Outlook;

fn lines(heading: String, lines: Vec<String>) -> PaperSection {
    PaperSection {
        heading,
        lead: Vec::new(),
        table: None,
        lines,
    }
}

fn name(basin: &Basin, station: &StationId) -> String {
    basin
        .station(station)
        .map_or_else(|| station.to_string(), |station| station.name.clone())
}

/// Crests under way; none is no section.
pub(super) fn crests(evaluation: &Evaluation, words: &Words) -> Option<PaperSection> {
    let items = crest::crests(evaluation, words);
    let all: Vec<String> = items
        .into_iter()
        .map(|item| format!("{}; {}", item.headline, item.detail))
        .collect();
    (!all.is_empty()).then(|| lines(words.get("board-crests"), all))
}

/// What is forecast, each with its skill, and what is not, with the reason.
pub(super) fn forecasts(
    evaluation: &Evaluation,
    forecasts: &[Outlook],
    words: &Words,
) -> PaperSection {
    let basin = &evaluation.basin;
    let clock = basin.clock.to_string();
    let mut table = PaperTable::new(&[
        (words.get("bulletin-gauge"), Holds::Words),
        (
            format!("{} · {clock}", words.get("forecast-lead")),
            Holds::Words,
        ),
        (words.get("forecast-said"), Holds::Figures),
        (words.get("forecast-band"), Holds::Figures),
        (words.get("forecast-skill-heading"), Holds::Words),
    ]);
    let mut all = Vec::new();
    for outlook in forecasts {
        let station = name(basin, &outlook.station);
        if let Some(why) = &outlook.refusal {
            let fillings = [
                ("station", station.as_str().into()),
                ("why", refusal(basin, why, words).into()),
            ];
            all.push(words.with("bulletin-forecast-refused", &fillings));
        }
        for lead in &outlook.leads {
            let row = lead_row(basin, outlook, lead, words);
            let cells = vec![station.clone(), row.lead, row.said, row.band, row.skill];
            table.push(RowMark::Plain, cells);
        }
    }
    if forecasts.is_empty() {
        all.push(words.get("bulletin-forecast-none"));
    }
    PaperSection {
        heading: words.get("bulletin-forecasts"),
        lead: Vec::new(),
        table: (!table.rows.is_empty()).then_some(table),
        lines: all,
    }
}

/// Rain at every rain station; a sum that is not whole is not given.
pub(super) fn rain(evaluation: &Evaluation, words: &Words) -> PaperSection {
    let sum = |hours: &str| {
        let title = words.with("bulletin-rain-sum", &[("hours", hours.into())]);
        (title, Holds::Figures)
    };
    let mut table = PaperTable::new(&[
        (words.get("bulletin-rain-station"), Holds::Words),
        sum("6"),
        sum("24"),
        sum("72"),
        (words.get("bulletin-age"), Holds::Words),
    ]);
    for (station, gauge) in placed(evaluation) {
        if station.kind != StationKind::Rain {
            continue;
        }
        let value =
            |sum: Option<f64>| sum.map_or_else(|| MISSING.to_owned(), |sum| words.number(sum, 1));
        let rain = &gauge.rain_mm;
        let age = words.age(gauge.age_minutes);
        let age = match gauge.age_minutes {
            Some(_) => words.with("age-ago", &[("age", age.into())]),
            None => age,
        };
        let is_silent = gauge.freshness == Freshness::Silent;
        let fillings = [
            ("station", station.name.as_str().into()),
            ("river", station.river.as_str().into()),
            (
                "party",
                party_name(&evaluation.basin, &station.state).into(),
            ),
        ];
        table.push(
            if is_silent {
                RowMark::Unknown
            } else {
                RowMark::Plain
            },
            vec![
                words.with("bulletin-rain-place", &fillings),
                value(rain.h6),
                value(rain.h24),
                value(rain.h72),
                if is_silent {
                    format!("{}, {age}", words.get("source-silent"))
                } else {
                    age
                },
            ],
        );
    }
    PaperSection {
        heading: words.get("bulletin-rain"),
        lead: vec![words.get("bulletin-rain-lead")],
        table: Some(table),
        lines: Vec::new(),
    }
}

/// Alarms that nobody has seen, and those that were put aside.
pub(super) fn alarms(evaluation: &Evaluation, words: &Words) -> PaperSection {
    let warnings = &evaluation.warnings;
    let basin = &evaluation.basin;
    let mut all = Vec::new();
    for warning in &warnings.stations {
        let station = name(basin, &warning.station);
        if let Some(alarm) = &warning.alarm {
            let phase = words.get(match alarm.phase {
                AlarmPhase::Unacknowledged => "bulletin-alarm-unacknowledged",
                AlarmPhase::Acknowledged => "bulletin-alarm-acknowledged",
                AlarmPhase::ReturnedUnacknowledged => "bulletin-alarm-returned",
                AlarmPhase::Closed => "bulletin-alarm-closed",
            });
            let who = alarm
                .acknowledged
                .as_ref()
                .map(|act| format!(" ({})", act.who));
            let fillings = [
                ("station", station.as_str().into()),
                ("level", alarm.highest_level.as_str().into()),
                ("time", utc(alarm.since, words).into()),
                (
                    "phase",
                    format!("{phase}{}", who.unwrap_or_default()).into(),
                ),
            ];
            all.push(words.with("bulletin-alarm", &fillings));
        }
        if let Some(shelf) = &warning.shelf {
            let fillings = [
                ("station", station.as_str().into()),
                ("until", utc(shelf.until, words).into()),
                ("who", shelf.by.who.as_str().into()),
                ("reason", shelf.reason.as_str().into()),
            ];
            all.push(words.with("bulletin-shelf", &fillings));
        }
    }
    if all.is_empty() {
        all.push(words.get("bulletin-alarms-none"));
    }
    lines(words.get("bulletin-alarms"), all)
}

/// Sources that do not keep what they promised.
pub(super) fn sources(evaluation: &Evaluation, words: &Words) -> PaperSection {
    let mut all: Vec<String> = Vec::new();
    for source in &evaluation.sources {
        let key = match source.freshness {
            Freshness::OnTime => continue,
            Freshness::Late => "source-late",
            Freshness::Silent => "source-silent",
        };
        let last = source.newest.map_or_else(
            || words.get("unknown-never-reported"),
            |newest| {
                let age = words.age(Some(evaluation.as_of.minutes_since(newest)));
                let time = words.date_and_time(newest, crate::domain::Clock::UTC);
                words.with(
                    "last-reading",
                    &[("time", time.into()), ("age", age.into())],
                )
            },
        );
        let what = format!("{} ({})", source.agency, source.source);
        let state = format!("{}; {last}", words.get(key));
        all.push(words.with(
            "board-headline",
            &[("what", what.into()), ("state", state.into())],
        ));
    }
    if all.is_empty() {
        all.push(words.get("bulletin-sources-none"));
    }
    lines(words.get("bulletin-sources"), all)
}

/// How the figures came about, and what they are not.
pub(super) fn method(evaluation: &Evaluation, words: &Words) -> PaperSection {
    let mut all: Vec<String> = [
        "bulletin-method-levels",
        "bulletin-method-common",
        "bulletin-method-trend",
        "bulletin-method-unknown",
        "bulletin-method-quality",
    ]
    .map(|key| words.get(key))
    .to_vec();
    let doubtful = evaluation
        .warnings
        .stations
        .iter()
        .filter_map(|warning| Some((warning, warning.suspect_reading?)));
    for (warning, reading) in doubtful {
        let value = words.value(Some(reading.value), reading.quantity);
        let fillings = [
            ("station", name(&evaluation.basin, &warning.station).into()),
            ("value", value.into()),
            ("time", utc(reading.time, words).into()),
        ];
        all.push(words.with("bulletin-doubtful", &fillings));
    }
    let units = [Quantity::Stage, Quantity::Discharge, Quantity::Rain]
        .map(|quantity| quantity.facts().unit.symbol())
        .join(", ");
    all.push(words.with("bulletin-units", &[("units", units.into())]));
    lines(words.get("bulletin-method"), all)
}
