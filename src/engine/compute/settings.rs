//! Settings of the reader beside those of the indicator.

use super::clock::TimeSettings;
use super::stamp::DateOrder;
use super::table::Reading;
use super::unit;
use crate::domain::{Cause, Clock, Finding};
use crate::indicators::catalogue::{Given, Indicator};

/// A setting of the reader.
#[derive(Clone, Copy, Debug, serde::Serialize)]
pub struct ReaderSetting {
    /// Name.
    pub name: &'static str,
    /// What it means.
    pub meaning: &'static str,
}

/// What may be set about reading, for every indicator that has no setting of that name itself.
pub const READER_SETTINGS: [ReaderSetting; 6] = [
    ReaderSetting {
        name: "station",
        meaning: "series to take, by station or heading; several with commas, in that order",
    },
    ReaderSetting {
        name: "column",
        meaning: "column of values to take; several with commas",
    },
    ReaderSetting {
        name: "unit",
        meaning: "unit of the values, such as ft³/s; they are converted to SI",
    },
    ReaderSetting {
        name: "missing",
        meaning: "numbers that mean \"no value\", such as -999; or none",
    },
    ReaderSetting {
        name: "clock",
        meaning: "clock of stamps without a zone, such as UTC+01:00 or Europe/Lisbon; UTC by default",
    },
    ReaderSetting {
        name: "dates",
        meaning: "dd/mm/yyyy or mm/dd/yyyy, where the dates themselves do not settle it",
    },
];

/// What was set about reading.
#[derive(Default)]
pub(super) struct Reader {
    /// Series to keep; all where it is empty.
    pub(super) stations: Vec<String>,
    /// How files are read.
    pub(super) reading: Reading,
    /// As it was given.
    pub(super) given: Vec<Given>,
}

/// Divides what was set into the indicator's own and the reader's.
pub(super) fn divide(
    indicator: &Indicator,
    all: &[Given],
) -> Result<(Vec<Given>, Reader), Box<Finding>> {
    let mut own = Vec::new();
    let mut reader = Reader::default();
    for given in all {
        let is_own = indicator
            .settings
            .iter()
            .any(|setting| setting.name == given.0);
        let is_reader = READER_SETTINGS
            .iter()
            .any(|setting| setting.name == given.0);
        if is_own || !is_reader {
            own.push(given.clone());
        } else {
            reader.set(&given.0, given.1.trim())?;
            reader.given.push(given.clone());
        }
    }
    Ok((own, reader))
}

impl Reader {
    fn set(&mut self, name: &str, text: &str) -> Result<(), Box<Finding>> {
        let list = || {
            text.split(',')
                .map(|part| part.trim().to_owned())
                .filter(|part| !part.is_empty())
        };
        match name {
            "station" => self.stations = list().collect(),
            "column" => self.reading.columns = list().collect(),
            "unit" => {
                if unit::parse(text).is_none() {
                    return Err(refused(
                        name,
                        text,
                        "write m³/s, l/s, ft³/s, ML/d, m, cm, ft, mm, in, hm³, m³ or acre-ft",
                    ));
                }
                self.reading.unit = Some(text.to_owned());
            }
            "missing" if text == "none" => self.reading.missing = Some(Vec::new()),
            "missing" => {
                let codes: Option<Vec<f64>> = list().map(|code| code.parse().ok()).collect();
                self.reading.missing =
                    Some(codes.ok_or_else(|| {
                        refused(name, text, "write numbers, such as -999, or none")
                    })?);
            }
            "clock" => {
                let clock = Clock::parse(text);
                self.reading.times.clock = Some(clock.ok_or_else(|| {
                    refused(
                        name,
                        text,
                        "write UTC, UTC+01:00 or a zone such as Europe/Lisbon",
                    )
                })?);
            }
            _ => {
                self.reading.times = TimeSettings {
                    order: Some(order(text)?),
                    ..self.reading.times
                }
            }
        }
        Ok(())
    }
}

fn order(text: &str) -> Result<DateOrder, Box<Finding>> {
    match text.to_lowercase().get(..1) {
        Some("d") => Ok(DateOrder::DayFirst),
        Some("m") => Ok(DateOrder::MonthFirst),
        _ => Err(refused("dates", text, "write dd/mm/yyyy or mm/dd/yyyy")),
    }
}

fn refused(name: &str, text: &str, hint: &str) -> Box<Finding> {
    Box::new(
        Finding::error(Cause::Configuration, format!("{name} cannot be read"))
            .text(text)
            .hint(hint),
    )
}
