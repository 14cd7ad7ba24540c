//! What a file is, without any basin.

use std::path::Path;

use crate::domain::{Cause, Clock, FileHash, Finding, Findings, Instant, ProfileId, Receipt};
use crate::harmonise;
use crate::ingest::{self, FileFacts, Profiles, RawTable};
use crate::series::Series;

/// What a person already answered.
#[derive(Clone, Debug, Default)]
pub struct InspectOptions {
    /// Read with this profile instead of recognising.
    pub profile: Option<ProfileId>,
    /// Clock of the stamps, where the file does not state it.
    pub clock: Option<Clock>,
}

/// A question that only a person can answer.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Question {
    /// Key of the answer, for `--set key=value`.
    pub key: String,
    /// The question.
    pub question: String,
    /// Usual answers.
    pub choices: Vec<String>,
}

/// One series of a file, in SI.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct SeriesReport {
    /// The agency's id of the station.
    pub station: String,
    /// Quantity word.
    pub quantity: &'static str,
    /// Statistic word.
    pub statistic: &'static str,
    /// Step, such as "day" or "15min".
    pub step: String,
    /// Unit as the file writes it.
    pub unit_in_file: String,
    /// SI unit of the figures here.
    pub unit: &'static str,
    /// Instant of the first value.
    pub first: Option<Instant>,
    /// Instant of the last value.
    pub last: Option<Instant>,
    /// Values.
    pub n_values: usize,
    /// Readings that say "no value".
    pub n_missing: usize,
    /// Smallest value.
    pub min: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Sum of the values as they stand, for checks.
    pub sum: Option<f64>,
}

/// What a file is.
#[derive(Clone, Debug, serde::Serialize)]
pub struct FileReport {
    /// Path as it was given; a member of an archive is `a.zip!b.csv`.
    pub file: String,
    /// Size.
    pub bytes: u64,
    /// Hash of the bytes.
    pub sha256: FileHash,
    /// Profile that claims it.
    pub profile: Option<ProfileId>,
    /// Whether exactly one profile claims it.
    pub recognised: bool,
    /// A profile proposed for an unknown export.
    pub proposed: Option<serde_json::Value>,
    /// What only a person can answer.
    pub questions: Vec<Question>,
    /// Encoding, line ending, delimiter, decimal mark, shape.
    #[serde(flatten)]
    pub facts: FileFacts,
    /// Series, in SI.
    pub series: Vec<SeriesReport>,
    /// What became of every reading.
    pub receipt: Receipt,
    /// What a person should know.
    pub findings: Findings,
}

/// Looks at a file. A zip gives one report a member.
pub fn inspect(path: &Path, options: &InspectOptions) -> Vec<FileReport> {
    let name = path.to_string_lossy().into_owned();
    let bytes = match std::fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = if path.is_dir() {
                "this is a folder, not a file".to_owned()
            } else {
                format!("the file cannot be read: {error}")
            };
            let finding = Finding::error(Cause::NotAnExport, message)
                .file(name.clone())
                .hint("name a file that exists and may be read");
            return vec![unread(name, &[], [finding].into_iter().collect())];
        }
    };
    let mut findings = Findings::new();
    let tables = ingest::read(
        &bytes,
        &name,
        &Profiles::shipped(),
        options.profile.as_ref(),
        &mut findings,
    );
    if tables.is_empty() {
        return vec![unread(name, &bytes, findings)];
    }
    let n_tables = tables.len();
    tables
        .into_iter()
        .map(|table| {
            let own = findings.iter().filter(|finding| {
                n_tables == 1 || finding.file.as_deref() == Some(table.file.as_str())
            });
            report(&table, own.cloned().collect(), options)
        })
        .collect()
}

fn unread(file: String, bytes: &[u8], findings: Findings) -> FileReport {
    let proposal = ingest::propose(bytes);
    let questions = proposal.iter().flat_map(|it| &it.questions).map(asked);
    FileReport {
        file,
        bytes: bytes.len() as u64,
        sha256: FileHash::of(bytes),
        profile: None,
        recognised: false,
        proposed: proposal
            .as_ref()
            .and_then(|it| serde_json::to_value(it).ok()),
        questions: questions.collect(),
        facts: proposal.map_or_else(FileFacts::default, |it| it.facts),
        series: Vec::new(),
        receipt: Receipt::default(),
        findings,
    }
}

fn report(table: &RawTable, mut findings: Findings, options: &InspectOptions) -> FileReport {
    let declared = harmonise::Declared {
        clock: options.clock,
        day: None,
    };
    let resolved = harmonise::resolve(table, &declared, &mut findings);
    for finding in findings.iter_mut() {
        finding.file.get_or_insert_with(|| table.file.clone());
    }
    FileReport {
        file: table.file.clone(),
        bytes: table.facts.bytes,
        sha256: table.sha256.clone(),
        profile: Some(table.profile.clone()),
        recognised: true,
        proposed: None,
        questions: resolved.questions.iter().map(question).collect(),
        facts: table.facts.clone(),
        series: resolved
            .series
            .iter()
            .map(|series| series_report(series, table))
            .collect(),
        receipt: resolved.receipt,
        findings,
    }
}

fn asked(asked: &ingest::Asked) -> Question {
    Question {
        key: asked.key.clone(),
        question: asked.question.clone(),
        choices: asked.choices.clone(),
    }
}

fn question(question: &harmonise::Question) -> Question {
    match question {
        harmonise::Question::Clock { station } => Question {
            key: "clock".to_owned(),
            question: format!("which clock were the times of station {station} read from"),
            choices: vec![
                "UTC".to_owned(),
                "UTC+01:00".to_owned(),
                "an IANA zone such as Europe/Lisbon".to_owned(),
            ],
        },
        harmonise::Question::Unit {
            station,
            quantity,
            text,
        } => Question {
            key: "unit".to_owned(),
            question: format!(
                "which unit is the {} of station {station} in; the file writes {text:?}",
                quantity.word()
            ),
            choices: crate::domain::Unit::ALL
                .into_iter()
                .filter(|unit| unit.measures(*quantity))
                .map(|unit| unit.symbol().to_owned())
                .collect(),
        },
    }
}

fn series_report(series: &Series, table: &RawTable) -> SeriesReport {
    let columns = series.columns();
    let present: Vec<usize> = (0..columns.len())
        .filter(|row| !columns.value[*row].is_nan())
        .collect();
    let values = || present.iter().map(|row| columns.value[*row]);
    let at = |row: Option<&usize>| row.map(|row| Instant::from_millis(columns.time[*row]));
    let raw = table.series.iter().find(|raw| {
        raw.station == series.key.station.as_str() && raw.quantity == series.key.quantity
    });
    SeriesReport {
        station: series.key.station.to_string(),
        quantity: series.key.quantity.word(),
        statistic: series.key.statistic.word(),
        step: series.key.step.to_string(),
        unit_in_file: raw.map(|raw| raw.unit.clone()).unwrap_or_default(),
        unit: series.key.quantity.facts().unit.symbol(),
        first: at(present.first()),
        last: at(present.last()),
        n_values: present.len(),
        n_missing: columns.len() - present.len(),
        min: values().reduce(f64::min),
        max: values().reduce(f64::max),
        sum: (!present.is_empty()).then(|| values().sum()),
    }
}
