//! What a raw series is called here: station, unit, clock, day. Every fault of a series is named, not only the first.

use super::{Declared, Question, intervals};
use crate::domain::finding::quote;
use crate::domain::odd_id::oddity;
use crate::domain::{
    Basin, Cause, Clock, DayRule, Finding, Instant, SeriesKey, Source, SourceId, StationId, Step,
    Unit,
};
use crate::ingest::{RawClock, RawSeries, RawTable};

/// What stands behind a file.
pub(super) enum Basis<'a> {
    /// A source of the basin.
    Source {
        basin: &'a Basin,
        source: &'a Source,
        /// The time of the import.
        now: Instant,
    },
    /// A person's word.
    File(&'a Declared),
}

/// What is settled about a raw series.
pub(super) struct Plan {
    pub(super) key: SeriesKey,
    pub(super) unit: Unit,
    /// `None` when the stamps are instants.
    pub(super) clock: Option<Clock>,
    pub(super) day: DayRule,
    pub(super) step: Step,
}

/// What is said on the way to a plan.
#[derive(Default)]
pub(super) struct Said {
    pub(super) findings: Vec<Finding>,
    pub(super) questions: Vec<Question>,
}

/// The plan of a series; `None` when something is not settled, which is then said.
pub(super) fn plan(
    raw: &RawTable,
    series: &RawSeries,
    basis: &Basis<'_>,
    said: &mut Said,
) -> Option<Plan> {
    let station = station(series, basis, said);
    let unit = unit(series, basis, said);
    let clock = clock(series, basis, said);
    for finding in &mut said.findings {
        finding.file.get_or_insert_with(|| raw.file.clone());
    }
    // Dates alone are taken for days until their distance says otherwise.
    let step = match series.step {
        Some(Step::Day) => intervals::calendar(&series.time).unwrap_or(Step::Day),
        Some(step) => step,
        None => intervals::infer(&series.time),
    };
    let (source, day) = match basis {
        Basis::Source { source, .. } => (source.id.clone(), source.day),
        Basis::File(declared) => (SourceId::new("file"), declared.day),
    };
    Some(Plan {
        key: SeriesKey {
            station: station?,
            quantity: series.quantity,
            step,
            statistic: series.statistic,
            source,
        },
        unit: unit?,
        clock: clock?,
        day: day.unwrap_or(series.day),
        step,
    })
}

/// The agency's station with its name, as a person recognises it.
fn called(series: &RawSeries) -> String {
    match &series.station_name {
        Some(name) => format!("{} ({name})", series.station),
        None => series.station.clone(),
    }
}

fn station(series: &RawSeries, basis: &Basis<'_>, said: &mut Said) -> Option<StationId> {
    let Basis::Source { basin, source, .. } = basis else {
        return Some(StationId::new(&series.station));
    };
    let mapped = source
        .stations
        .iter()
        .find(|(agency, _)| *agency == series.station)
        .map_or_else(|| StationId::new(&series.station), |(_, ours)| ours.clone());
    if basin.station(&mapped).is_some() {
        return Some(mapped);
    }
    said.findings.push(unknown_station(series, basin, source));
    None
}

/// That the basin does not know a station, and what may be the matter with its id.
fn unknown_station(series: &RawSeries, basin: &Basin, source: &Source) -> Finding {
    let id = quote(&series.station);
    let mut message = match oddity(&series.station) {
        Some(odd) => format!(
            "the id of the station {odd}; the basin knows no such station, so its readings are not taken in"
        ),
        None => format!(
            "the basin does not know the station {}, so its readings are not taken in",
            quote(&called(series))
        ),
    };
    if let (n @ 2.., Some(last)) = (series.line.len(), series.line.last()) {
        message.push_str(&format!("; {n} readings up to line {last}"));
    }
    let hint = match alike(&series.station, basin, source) {
        Some(known) => format!(
            "\"{known}\" is known: if that is meant, correct the export, or add \"{id}\" = \"{known}\" to the stations of source {} in basin.toml",
            source.id
        ),
        None => format!(
            "add \"{id}\" = \"<id of the station>\" to the stations of source {} in basin.toml",
            source.id
        ),
    };
    let mut finding = Finding::error(Cause::UnknownStation, message)
        .entry(id)
        .hint(hint);
    if series.cells.station > 0 {
        finding = finding.column(u32::from(series.cells.station));
    }
    match series.line.first() {
        Some(line) => finding.line(*line),
        None => finding,
    }
}

/// A known id that differs from this one by what is easily lost: leading zeros, invisible characters, quotation
/// marks, capitals.
fn alike<'a>(id: &str, basin: &'a Basin, source: &'a Source) -> Option<&'a str> {
    let bare = |id: &str| -> String {
        let mut after_digit = false;
        id.to_uppercase()
            .chars()
            .filter(|&character| character.is_alphanumeric())
            .filter(|&character| {
                let is_leading_zero = character == '0' && !after_digit;
                after_digit = character.is_ascii_digit() && !is_leading_zero;
                !is_leading_zero
            })
            .collect()
    };
    let wanted = bare(id);
    let known = source.stations.iter().map(|(theirs, _)| theirs.as_str());
    known
        .chain(basin.stations.iter().map(|station| station.id.as_str()))
        .find(|known| bare(known) == wanted)
}

fn unit(series: &RawSeries, basis: &Basis<'_>, said: &mut Said) -> Option<Unit> {
    let quantity = series.quantity;
    let stated = Unit::parse(&series.unit, quantity);
    let Basis::Source { source, .. } = basis else {
        if stated.is_none() {
            said.questions.push(Question::Unit {
                station: series.station.clone(),
                quantity,
                text: series.unit.clone(),
            });
            said.findings.push(unknown_unit(series));
        }
        return stated;
    };
    let ours = source
        .units
        .iter()
        .find(|(of, unit)| *of == quantity && unit.measures(quantity))
        .map(|(_, unit)| *unit);
    match (stated, ours) {
        (Some(stated), Some(ours)) if stated != ours => said.findings.push(
            Finding::warning(
                Cause::HeaderDisagrees,
                format!(
                    "the file gives {} in {}, the basin says {}; the basin's word is used",
                    quantity.word(),
                    stated.symbol(),
                    ours.symbol()
                ),
            )
            .text(&series.unit)
            .hint(format!(
                "take the unit out of source {} in basin.toml if the file is right",
                source.id
            )),
        ),
        (None, None) => said.findings.push(
            unknown_unit(series)
                .entry(series.station.clone())
                .hint(format!(
                    "add units = {{ {} = \"…\" }} to source {} in basin.toml",
                    quantity.word(),
                    source.id
                )),
        ),
        _ => {}
    }
    ours.or(stated)
}

fn unknown_unit(series: &RawSeries) -> Finding {
    let message = if series.unit.trim().is_empty() {
        format!("the file states no unit of {}", series.quantity.word())
    } else {
        format!(
            "this is no unit of {} that is known",
            series.quantity.word()
        )
    };
    Finding::error(
        Cause::UnknownUnit,
        format!("{message}, so its readings are not taken in"),
    )
    .text(&series.unit)
    .hint("say which unit it is")
}

/// `Some(None)` when the stamps are instants, `None` when nobody states the clock.
#[expect(
    clippy::option_option,
    reason = "not settled and not needed are two answers"
)]
fn clock(series: &RawSeries, basis: &Basis<'_>, said: &mut Said) -> Option<Option<Clock>> {
    let declared = match basis {
        Basis::Source { source, .. } => source.clock,
        Basis::File(declared) => declared.clock,
    };
    match (series.clock, declared) {
        (RawClock::Instants, _) => Some(None),
        (RawClock::Stated(stated), Some(declared)) if stated != declared => {
            said.findings.push(
                Finding::warning(
                    Cause::HeaderDisagrees,
                    format!(
                        "the file states the clock {stated}, the basin says {declared}; the basin's word is used"
                    ),
                )
                .hint("take the clock out of the source's entry in basin.toml if the file is right"),
            );
            Some(Some(declared))
        }
        (RawClock::Stated(clock) | RawClock::Assumed(clock), declared) => {
            Some(Some(declared.unwrap_or(clock)))
        }
        (RawClock::Unstated, Some(declared)) => Some(Some(declared)),
        (RawClock::Unstated, None) => {
            let finding = Finding::error(
                Cause::BadTime,
                "nobody states the clock of these times, so the readings are not taken in",
            );
            said.findings.push(match basis {
                Basis::Source { source, .. } => finding.hint(format!(
                    "add clock = \"UTC+01:00\", or whatever it is, to source {} in basin.toml",
                    source.id
                )),
                Basis::File(_) => finding.hint("ask the agency, and declare the clock"),
            });
            said.questions.push(Question::Clock {
                station: series.station.clone(),
            });
            None
        }
    }
}
