//! Bresk's real-time values: the layout of the Water Survey of Canada's datamart. UTF-8 BOM, CRLF, ` ID` with a leading
//! blank, the same column names twice, stamps with their offset, symbols and QA/QC codes.

use std::fmt::Write as _;

use super::{Note, Reading, significant};
use crate::sample::clock::Minute;

/// One station's rows.
pub(crate) struct Station<'a> {
    pub(crate) id: &'a str,
    /// Stage, m.
    pub(crate) stage: &'a [Reading],
    /// Discharge at the same instants, m³/s.
    pub(crate) discharge: &'a [Reading],
    /// Readings until here have the QA/QC code 4 (approved), later ones 1 (preliminary).
    pub(crate) approved_until: Minute,
}

/// The file: all rows of the first station, then all of the next. The clock is two hours ahead of UTC all year.
pub(crate) fn file(stations: &[Station<'_>]) -> Vec<u8> {
    let mut text = String::from("\u{feff}");
    text.push_str(" ID,Date,Water Level / Niveau d'eau (m),Grade,Symbol / Symbole,QA/QC,");
    text.push_str("Discharge / Débit (cms),Grade,Symbol / Symbole,QA/QC\r\n");
    for station in stations {
        for (stage, discharge) in station.stage.iter().zip(station.discharge) {
            let check = if stage.at <= station.approved_until {
                4
            } else {
                1
            };
            let stamp = stage.at.ahead(120).format("%Y-%m-%dT%H:%M:%S+02:00");
            let level = stage.value.map(|value| format!("{value:.3}"));
            let flow = discharge.value.map(|value| shortest(significant(value, 3)));
            let _ = write!(
                text,
                "{},{stamp},{},{}\r\n",
                station.id,
                part(level, stage.note, check),
                part(flow, discharge.note, check),
            );
        }
    }
    text.into_bytes()
}

/// Value, grade, symbol and check of one quantity.
fn part(value: Option<String>, note: Note, check: u8) -> String {
    let Some(value) = value else {
        return ",,,".to_owned();
    };
    let symbol = match note {
        Note::Ice => "B",
        Note::Estimated => "E",
        Note::Plain | Note::Equipment => "",
    };
    format!("{value},,{symbol},{check}")
}

/// Without zeros that say nothing.
fn shortest(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
