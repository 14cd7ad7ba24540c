//! What a file is, without any basin.

use std::collections::BTreeMap;
use std::path::Path;

use crate::domain::{Cause, FileHash, Finding, Findings, Instant, ProfileId, Receipt, Unit};
use crate::harmonise;
use crate::ingest::sniff::{self, Draft};
use crate::ingest::{self, FileFacts, Profiles, RawTable};
use crate::series::Series;

/// What a person already answered.
#[derive(Clone, Debug, Default)]
pub struct InspectOptions {
    /// Read with this profile instead of recognising.
    pub profile: Option<ProfileId>,
    /// Answers by the keys of the questions, such as `clock` → `UTC+01:00`.
    pub answers: BTreeMap<String, String>,
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
    /// Whether nothing is read before it is answered.
    pub blocking: bool,
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
    let drafts = if options.profile.is_none() {
        drafts(&bytes, &name, &mut findings)
    } else {
        Vec::new()
    };
    let n_reports = tables.len() + drafts.len();
    if n_reports == 0 {
        return vec![unread(name, &bytes, findings)];
    }
    let of = |file: &str| -> Findings {
        let own = findings
            .iter()
            .filter(|finding| n_reports == 1 || finding.file.as_deref() == Some(file));
        own.cloned().collect()
    };
    let mut reports: Vec<FileReport> = tables
        .into_iter()
        .map(|table| {
            let own = of(&table.file);
            report(table, own, options)
        })
        .collect();
    reports.extend(drafts.into_iter().map(|part| {
        let own = of(&part.name);
        drafted(part, own, options)
    }));
    reports.sort_by(|a, b| a.file.cmp(&b.file));
    reports
}

/// A part of the file that nobody claims, and what can be drafted from it.
struct Unknown {
    name: String,
    bytes: Vec<u8>,
    draft: Draft,
}

/// Drafts a profile for every part that nobody claims; the finding that nobody does goes with it.
fn drafts(bytes: &[u8], name: &str, findings: &mut Findings) -> Vec<Unknown> {
    let nobody = |finding: &Finding| {
        finding.cause == Cause::Unrecognised && !finding.message.starts_with("more than one")
    };
    if !findings.iter().any(nobody) {
        return Vec::new();
    }
    let mut drafts = Vec::new();
    for part in ingest::parts(bytes, name, &mut Findings::new()) {
        let unclaimed = |finding: &Finding| {
            nobody(finding) && finding.file.as_deref() == Some(part.name.as_str())
        };
        if !findings.iter().any(unclaimed) {
            continue;
        }
        if let Some(draft) = sniff::draft(&part.bytes, &part.name) {
            *findings = findings
                .iter()
                .filter(|finding| !unclaimed(finding))
                .cloned()
                .collect();
            drafts.push(Unknown {
                name: part.name.clone(),
                bytes: part.bytes.to_vec(),
                draft,
            });
        }
    }
    drafts
}

/// A part read by the profile that was drafted from it, as soon as nothing is open that stands in the way.
fn drafted(part: Unknown, mut findings: Findings, options: &InspectOptions) -> FileReport {
    let Unknown {
        name,
        bytes,
        mut draft,
    } = part;
    for (key, text) in &options.answers {
        if let Err(finding) = draft.answer(key, text) {
            findings.push(finding.file(name.clone()));
        }
    }
    for finding in draft.findings() {
        findings.push(finding.clone().file(name.clone()));
    }
    let questions: Vec<Question> = draft.questions().iter().map(asked).collect();
    let proposed = Some(serde_json::json!({
        "id": draft.id(),
        "toml": draft.to_toml(),
        "evidence": draft.evidence(),
        "preview": draft.preview(),
    }));
    let id = ProfileId::new(draft.id());
    let table = if draft.is_ready() {
        let profiles = Profiles::of(draft.profile(id.as_str()));
        let mut tables = ingest::read(&bytes, &name, &profiles, Some(&id), &mut findings);
        tables.pop()
    } else {
        findings.push(not_ready(&draft).file(name.clone()));
        None
    };
    let mut report = match table {
        Some(table) => {
            findings.push(
                Finding::note(
                    Cause::Unrecognised,
                    "no profile claims the file; it was read by the profile that was drafted from it",
                )
                .file(name.clone())
                .hint("look at the preview, and save the profile with the basin if it is right"),
            );
            report(table, findings, options)
        }
        None => unread(name, &bytes, findings),
    };
    report.profile = None;
    report.recognised = false;
    report.proposed = proposed;
    report.questions.splice(0..0, questions);
    report.facts = FileFacts {
        bytes: report.bytes,
        ..draft.facts().clone()
    };
    report
}

fn not_ready(draft: &Draft) -> Finding {
    let keys: Vec<&str> = draft
        .questions()
        .iter()
        .filter(|asked| asked.blocking)
        .map(|asked| asked.key.as_str())
        .collect();
    if keys.is_empty() {
        return Finding::error(
            Cause::Unrecognised,
            "no profile claims the file, and no column of it holds stage, discharge, rain or storage",
        )
        .hint("write a profile for the export if one of them stands in it");
    }
    let sets: Vec<String> = keys.iter().map(|key| format!("--set {key}=…")).collect();
    Finding::error(
        Cause::Unrecognised,
        format!(
            "no profile claims the file; one was drafted from it, and these questions must be answered before it is read: {}",
            keys.join(", ")
        ),
    )
    .hint(format!("answer them: {}", sets.join(" ")))
}

fn unread(file: String, bytes: &[u8], findings: Findings) -> FileReport {
    FileReport {
        file,
        bytes: bytes.len() as u64,
        sha256: FileHash::of(bytes),
        profile: None,
        recognised: false,
        proposed: None,
        questions: Vec::new(),
        facts: FileFacts::default(),
        series: Vec::new(),
        receipt: Receipt::default(),
        findings,
    }
}

fn report(mut table: RawTable, mut findings: Findings, options: &InspectOptions) -> FileReport {
    let answer = |key: &str| options.answers.get(key);
    let declared = harmonise::Declared {
        clock: answer("clock").and_then(|text| sniff::clock_typed(text)),
        day: answer("day").and_then(|text| Some(sniff::day_typed(text)?.rule())),
    };
    if let Some(unit) = answer("unit") {
        for series in &mut table.series {
            let is_open = Unit::parse(&series.unit, series.quantity).is_none();
            if is_open && Unit::parse(unit, series.quantity).is_some() {
                series.unit.clone_from(unit);
            }
        }
    }
    let unnamed = name_station(&mut table, answer("station"));
    let resolved = harmonise::resolve(&table, &declared, &mut findings);
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
        questions: resolved
            .questions
            .iter()
            .map(question)
            .chain(unnamed)
            .collect(),
        facts: table.facts.clone(),
        series: resolved
            .series
            .iter()
            .map(|series| series_report(series, &table))
            .collect(),
        receipt: resolved.receipt,
        findings,
    }
}

/// Gives the series that no station is named for the one that a person says; asks where nobody has said it.
fn name_station(table: &mut RawTable, said: Option<&String>) -> Option<Question> {
    for series in &mut table.series {
        if let (true, Some(station)) = (series.station.is_empty(), said) {
            series.station.clone_from(station);
        }
    }
    let stem = table.file.rsplit(['/', '\\', '!']).next()?;
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    table
        .series
        .iter()
        .any(|series| series.station.is_empty())
        .then(|| Question {
            key: "station".to_owned(),
            question: "which station are the readings from; nothing in the file names it"
                .to_owned(),
            choices: vec![stem.to_owned()],
            blocking: false,
        })
}

pub(super) fn asked(asked: &sniff::Asked) -> Question {
    Question {
        key: asked.key.clone(),
        question: asked.question.clone(),
        choices: asked.choices.clone(),
        blocking: asked.blocking,
    }
}

pub(super) fn question(question: &harmonise::Question) -> Question {
    let of = |station: &str| match station {
        "" => "the station".to_owned(),
        station => format!("station {station}"),
    };
    match question {
        harmonise::Question::Clock { station } => Question {
            key: "clock".to_owned(),
            question: format!("which clock were the times of {} read from", of(station)),
            choices: vec![
                "UTC".to_owned(),
                "UTC+01:00".to_owned(),
                "Europe/Berlin".to_owned(),
            ],
            blocking: true,
        },
        harmonise::Question::Unit {
            station,
            quantity,
            text,
        } => Question {
            key: "unit".to_owned(),
            question: format!(
                "which unit is the {} of {} in; the file writes {text:?}",
                quantity.word(),
                of(station)
            ),
            choices: Unit::ALL
                .into_iter()
                .filter(|unit| unit.measures(*quantity))
                .map(|unit| unit.symbol().to_owned())
                .collect(),
            blocking: true,
        },
    }
}

pub(super) fn series_report(series: &Series, table: &RawTable) -> SeriesReport {
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
