//! One indicator on series files, without a basin: what `thalweg compute` runs.

mod clock;
mod roles;
mod settings;
mod stamp;
mod table;
mod text;
mod unit;
mod value;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value};

use crate::domain::spelling::nearest;
use crate::domain::{Cause, Completeness, Finding, Findings};
use crate::indicators::catalogue::{self, Indicator, Input, Resolution, Settings};

pub use settings::{READER_SETTINGS, ReaderSetting};

/// What `thalweg compute` is given.
#[derive(Clone, Debug, Default)]
pub struct ComputeRequest {
    /// Name of the indicator.
    pub indicator: String,
    /// Files of series; none for an indicator that takes numbers alone.
    pub files: Vec<PathBuf>,
    /// `key=value`, in the order they were given.
    pub settings: Vec<(String, String)>,
}

/// What an indicator gave.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Answer {
    /// Name of the indicator.
    pub indicator: &'static str,
    /// Every setting in force, numbers as numbers.
    pub parameters: Map<String, Value>,
    /// Figures under stable keys; a missing figure is null.
    pub result: Map<String, Value>,
    /// Values that were there, of those expected.
    pub completeness: Completeness,
    /// Where the method is written.
    pub source: String,
    /// What a person should know about the result.
    pub notes: Vec<String>,
    /// The series that were read.
    pub series: Vec<SeriesFacts>,
}

/// A series that was read.
#[derive(Clone, Debug, serde::Serialize)]
pub struct SeriesFacts {
    /// Its name; empty where the file names none.
    pub name: String,
    /// What its stamps name: instant, day, month, year or number.
    pub times: &'static str,
    /// First value that is there: an instant, or hours of plain numbers.
    pub first: Option<String>,
    /// Last value that is there.
    pub last: Option<String>,
    /// Values that are there.
    pub values: usize,
    /// Rows whose value is missing.
    pub missing: usize,
}

/// What came of a request.
#[derive(Debug)]
pub struct ComputeReport {
    /// What was found while reading, with file, line and column.
    pub findings: Findings,
    /// The result, or why there is none.
    pub answer: Result<Answer, Box<Finding>>,
}

/// Reads the files and runs the indicator. Rows that cannot be read are findings; those beside them are kept.
pub fn compute(request: &ComputeRequest) -> ComputeReport {
    let mut findings = Findings::new();
    let answer = answer(request, &mut findings);
    ComputeReport { findings, answer }
}

fn answer(request: &ComputeRequest, findings: &mut Findings) -> Result<Answer, Box<Finding>> {
    let indicator = find(&request.indicator)?;
    let (own, reader) = settings::divide(indicator, &request.settings)?;
    let settings = Settings::new(indicator.settings, &own)?;
    let (input, mut notes) = input(&request.files, &reader, findings)?;
    let computed = (indicator.run)(&input, &settings)?;
    let in_force = settings
        .in_force()
        .into_iter()
        .map(|(name, text)| (name.to_owned(), parameter(text)));
    let read_as = reader
        .given
        .iter()
        .map(|(name, text)| (name.clone(), parameter(text)));
    notes.extend(computed.notes);
    Ok(Answer {
        indicator: indicator.name,
        parameters: in_force.chain(read_as).collect(),
        result: computed.result,
        completeness: computed.completeness,
        source: indicator.section("Source"),
        notes,
        series: input.series.iter().map(facts).collect(),
    })
}

fn find(name: &str) -> Result<&'static Indicator, Box<Finding>> {
    catalogue::find(name).ok_or_else(|| {
        let hint = nearest(name, catalogue::all().map(|indicator| indicator.name)).map_or_else(
            || "`thalweg compute --list` names them all".to_owned(),
            |near| format!("did you mean {near}? `thalweg compute --list` names them all"),
        );
        Box::new(
            Finding::error(
                Cause::Configuration,
                format!("no indicator is called \"{name}\""),
            )
            .hint(hint),
        )
    })
}

fn parameter(text: &str) -> Value {
    text.parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())
        .map_or_else(
            || Value::from(text),
            |number| {
                text.parse::<i64>()
                    .map_or_else(|_| Value::from(number), Value::from)
            },
        )
}

/// The series of all files.
fn input(
    files: &[PathBuf],
    reader: &settings::Reader,
    findings: &mut Findings,
) -> Result<(Input, Vec<String>), Box<Finding>> {
    let mut input = Input::default();
    let mut notes = Vec::new();
    for path in files {
        let file = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| {
            Box::new(
                Finding::error(Cause::Storage, error.to_string())
                    .file(&file)
                    .hint("check that the file exists and may be read"),
            )
        })?;
        let mut found = Findings::new();
        let table = table::read(&bytes, &reader.reading, &mut found);
        for finding in found {
            findings.push(finding.file(&file));
        }
        let mut table = table.map_err(|why| Box::new(why.file(&file)))?;
        notes.append(&mut table.notes);
        name_apart(&mut input, &mut table, path, files.len());
        input.series.append(&mut table.series);
        input.columns.append(&mut table.columns);
    }
    choose(&mut input, &reader.stations)?;
    Ok((input, notes))
}

/// A series without a name, or with one that is taken, gets that of its file.
fn name_apart(input: &mut Input, table: &mut table::Table, path: &Path, files: usize) {
    let stem = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let taken: BTreeSet<&str> = input
        .series
        .iter()
        .map(|points| points.station.as_str())
        .collect();
    for points in &mut table.series {
        if points.station.is_empty() && files > 1 {
            points.station.clone_from(&stem);
        } else if taken.contains(points.station.as_str()) {
            points.station = format!("{stem}/{}", points.station);
        }
    }
}

/// Keeps the series that were chosen, in the order in which they were named.
fn choose(input: &mut Input, stations: &[String]) -> Result<(), Box<Finding>> {
    if stations.is_empty() {
        return Ok(());
    }
    let mut chosen = Vec::new();
    for name in stations {
        chosen.push(input.station(name)?.clone());
    }
    input.series = chosen;
    Ok(())
}

fn facts(points: &catalogue::Points) -> SeriesFacts {
    let present = || {
        points
            .time
            .iter()
            .zip(&points.value)
            .filter(|(_, value)| !value.is_nan())
    };
    let say = |millis: i64| points.resolution.say(millis);
    let values = present().count();
    SeriesFacts {
        name: points.station.clone(),
        times: match points.resolution {
            Resolution::Instant => "instant",
            Resolution::Day => "day",
            Resolution::Month => "month",
            Resolution::Year => "year",
            Resolution::Number => "number",
        },
        first: present().next().map(|(millis, _)| say(*millis)),
        last: present().next_back().map(|(millis, _)| say(*millis)),
        values,
        missing: points.value.len() - values,
    }
}

/// An indicator as a list of all has it.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Listed {
    /// What it belongs to, such as rain.
    pub family: &'static str,
    /// Name.
    pub indicator: &'static str,
    /// One sentence.
    pub title: String,
}

/// All indicators, by family.
pub fn indicators() -> Vec<Listed> {
    let families = catalogue::families().into_iter();
    let all = families.flat_map(|(family, indicators)| {
        indicators.iter().map(move |indicator| Listed {
            family,
            indicator: indicator.name,
            title: indicator.title(),
        })
    });
    all.collect()
}

/// What an indicator says about itself.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Explained {
    /// Name.
    pub indicator: &'static str,
    /// What it tells, its formula, units, missing data, limits and source.
    pub text: String,
    /// What may be set: name, meaning, default.
    pub settings: Vec<(&'static str, &'static str, &'static str)>,
}

/// What an indicator says about itself.
///
/// # Errors
/// When none has this name.
pub fn explain_indicator(name: &str) -> Result<Explained, Box<Finding>> {
    let indicator = find(name)?;
    let settings = indicator.settings.iter();
    Ok(Explained {
        indicator: indicator.name,
        text: indicator.help(),
        settings: settings
            .map(|setting| (setting.name, setting.meaning, setting.default))
            .collect(),
    })
}

#[cfg(test)]
mod tests;
