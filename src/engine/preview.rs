//! A file before it is taken in: what it is, its first rows as they are understood, and what only a person can say.

use std::collections::BTreeMap;
use std::path::Path;

use super::EngineError;
use super::inspect::{Question, SeriesReport, asked, question, series_report};
use super::suggest;
use super::workspace::Shared;
use crate::domain::{
    Cause, Clock, Finding, Findings, Instant, ProfileId, Receipt, Severity, SourceId, StationId,
};
use crate::harmonise::{self, Declared};
use crate::ingest::sniff::{self, Draft, Evidence};
use crate::ingest::{self, FileFacts, Part, Profiles, RawTable};

/// Rows that are shown.
const ROWS: usize = 24;

/// Answers of a person, each with the key of its question, in the order they were given.
pub type Answers = Vec<(String, String)>;

/// A file as it would be read.
#[derive(Clone, Debug)]
pub struct Preview {
    /// Its name; a part of a container is `a.zip!b.csv`.
    pub file: String,
    /// Profile that claims it; `None` where it was drafted.
    pub profile: Option<ProfileId>,
    /// The drafted profile: a name for it, and its text.
    pub draft: Option<(ProfileId, String)>,
    /// Encoding, line ending, delimiter, decimal mark, shape.
    pub facts: FileFacts,
    /// What speaks for that.
    pub evidence: Vec<Evidence>,
    /// Name and role of each column.
    pub columns: Vec<(String, String)>,
    /// The first rows.
    pub rows: Vec<PreviewRow>,
    /// What is still open.
    pub questions: Vec<Question>,
    /// Whether it can be read: nothing that stands in the way is open.
    pub is_ready: bool,
    /// Series, in SI; none before it can be read.
    pub series: Vec<SeriesReport>,
    /// What would become of every reading; all zero before it can be read.
    pub receipt: Receipt,
    /// What a person should know.
    pub findings: Findings,
    /// The agency's stations.
    pub stations: Vec<TheirStation>,
    /// The source of the basin that sends such files, as far as that can be guessed.
    pub source: Option<SourceId>,
}

/// A row of a file, and what it is understood as.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewRow {
    /// Line of the file, from 1.
    pub line: u32,
    /// Its cells as they stand; empty where the file has no cells.
    pub cells: Vec<String>,
    /// Its readings; none before the file can be read, and none where the row was rejected.
    pub readings: Vec<PreviewReading>,
}

/// A reading as it would be kept.
#[derive(Clone, Debug, PartialEq)]
pub struct PreviewReading {
    /// The agency's station.
    pub station: String,
    /// When.
    pub time: Instant,
    /// SI; NaN for "no value".
    pub value: f64,
    /// SI unit.
    pub unit: &'static str,
}

/// A station of the agency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TheirStation {
    /// The agency's id.
    pub id: String,
    /// The agency's name of it.
    pub name: Option<String>,
    /// The basin's station that it may be.
    pub suggestion: Option<StationId>,
}

impl Preview {
    /// The first place that could not be understood.
    pub fn first_bad(&self) -> Option<&Finding> {
        let rejected = |finding: &&Finding| {
            finding.line.is_some()
                && finding.severity >= Severity::Warning
                && matches!(
                    finding.cause,
                    Cause::BadNumber | Cause::BadTime | Cause::BadShape | Cause::BadEncoding
                )
        };
        self.findings
            .iter()
            .filter(rejected)
            .min_by_key(|finding| finding.line)
    }
}

/// Looks at a file with what a person has answered so far.
pub(super) fn preview(
    shared: &Shared,
    path: &Path,
    answers: &[(String, String)],
) -> Result<Preview, EngineError> {
    let bytes =
        std::fs::read(path).map_err(|error| EngineError::File(path.to_path_buf(), error))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut findings = Findings::new();
    let tables = ingest::read(&bytes, &name, &shared.profiles, None, &mut findings);
    let mut preview = match tables.first() {
        Some(table) => claimed(table, findings, answers),
        None => match unclaimed(&bytes, &name, answers) {
            Some((part, draft, complaints)) => drafted(&part, &draft, complaints),
            None => empty(&name, findings),
        },
    };
    suggest::complete(&mut preview, shared);
    Ok(preview)
}

/// The first text inside a file for which a profile can be drafted, and the draft.
pub(super) fn unclaimed<'a>(
    bytes: &'a [u8],
    name: &str,
    answers: &[(String, String)],
) -> Option<(Part<'a>, Draft, Findings)> {
    let mut ignored = Findings::new();
    let found = ingest::parts(bytes, name, &mut ignored)
        .into_iter()
        .find_map(|part| {
            let draft = sniff::draft(&part.bytes, &part.name)?;
            Some((part, draft))
        });
    let (part, mut draft) = found?;
    let mut complaints = Findings::new();
    for (key, answer) in answers {
        complaints.push_some(draft.answer(key, answer).err().map(|fault| *fault));
    }
    Some((part, draft, complaints))
}

fn empty(name: &str, findings: Findings) -> Preview {
    Preview {
        file: name.to_owned(),
        profile: None,
        draft: None,
        facts: FileFacts::default(),
        evidence: Vec::new(),
        columns: Vec::new(),
        rows: Vec::new(),
        questions: Vec::new(),
        is_ready: false,
        series: Vec::new(),
        receipt: Receipt::default(),
        findings,
        stations: Vec::new(),
        source: None,
    }
}

fn claimed(table: &RawTable, findings: Findings, answers: &[(String, String)]) -> Preview {
    let mut preview = Preview {
        profile: Some(table.profile.clone()),
        facts: table.facts.clone(),
        is_ready: true,
        ..empty(&table.file, findings)
    };
    let said = answers.iter().rfind(|(key, _)| key == "clock");
    let declared = Declared {
        clock: said.and_then(|(_, text)| Clock::parse(text)),
        day: None,
    };
    take(&mut preview, table, &declared);
    preview
}

fn drafted(part: &Part<'_>, draft: &Draft, mut findings: Findings) -> Preview {
    let shown = draft.preview();
    findings.append(draft.findings().iter().cloned().collect());
    let id = draft.id();
    let mut preview = Preview {
        draft: Some((ProfileId::new(&id), draft.to_toml())),
        facts: draft.facts().clone(),
        evidence: draft.evidence().to_vec(),
        columns: shown
            .columns
            .iter()
            .map(|column| (column.name.clone(), column.role.clone()))
            .collect(),
        rows: shown
            .rows
            .iter()
            .take(ROWS)
            .map(|row| PreviewRow {
                line: row.line,
                cells: row.cells.clone(),
                readings: Vec::new(),
            })
            .collect(),
        questions: draft.questions().iter().map(asked).collect(),
        is_ready: draft.is_ready(),
        ..empty(&part.name, findings)
    };
    if preview.is_ready {
        let profiles = Profiles::of(draft.profile(&id));
        let only = ProfileId::new(&id);
        let tables = ingest::read(
            &part.bytes,
            &part.name,
            &profiles,
            Some(&only),
            &mut preview.findings,
        );
        match tables.first() {
            Some(table) => take(&mut preview, table, &Declared::default()),
            None => preview.is_ready = false,
        }
    }
    preview
}

/// Fills in what a table holds: series, receipt, stations, and the readings of the rows that are shown.
fn take(preview: &mut Preview, table: &RawTable, declared: &Declared) {
    let resolved = harmonise::resolve(table, declared, &mut preview.findings);
    for asked in &resolved.questions {
        let question = question(asked);
        if !preview
            .questions
            .iter()
            .any(|known| known.key == question.key)
        {
            preview.questions.push(question);
        }
    }
    // A unit can only be settled in basin.toml; a clock can be settled here.
    preview.is_ready &= !preview
        .questions
        .iter()
        .any(|question| question.key == "clock");
    preview.receipt = resolved.receipt;
    preview.series = resolved
        .series
        .iter()
        .map(|series| series_report(series, table))
        .collect();
    for raw in &table.series {
        if !preview.stations.iter().any(|known| known.id == raw.station) {
            preview.stations.push(TheirStation {
                id: raw.station.clone(),
                name: raw.station_name.clone(),
                suggestion: None,
            });
        }
    }
    let mut readings: BTreeMap<u32, Vec<(u16, PreviewReading)>> = BTreeMap::new();
    let wanted: Vec<u32> = preview.rows.iter().map(|row| row.line).collect();
    let is_wanted = |line: u32| wanted.is_empty() || wanted.binary_search(&line).is_ok();
    for series in &resolved.series {
        let columns = series.columns();
        let rows = (0..columns.len()).filter(|&row| is_wanted(columns.line[row]));
        // The first lines of the file need not be the first instants, but they are among these when none is named.
        for row in rows.take(if wanted.is_empty() { ROWS } else { usize::MAX }) {
            let reading = PreviewReading {
                station: series.key.station.to_string(),
                time: Instant::from_millis(columns.time[row]),
                value: columns.value[row],
                unit: series.key.quantity.facts().unit.symbol(),
            };
            let place = (columns.column[row], reading);
            readings.entry(columns.line[row]).or_default().push(place);
        }
    }
    if wanted.is_empty() {
        let text = String::from_utf8_lossy(&table.bytes);
        let lines: Vec<&str> = text.lines().collect();
        preview.rows = readings
            .keys()
            .take(ROWS)
            .map(|&line| PreviewRow {
                line,
                cells: whole_line(&lines, line),
                readings: Vec::new(),
            })
            .collect();
    }
    for row in &mut preview.rows {
        let mut found = readings.remove(&row.line).unwrap_or_default();
        found.sort_by_key(|(column, _)| *column);
        row.readings = found.into_iter().map(|(_, reading)| reading).collect();
    }
}

/// A line as one cell, as far as it is worth showing.
fn whole_line(lines: &[&str], line: u32) -> Vec<String> {
    let at = usize::try_from(line).unwrap_or(usize::MAX);
    let text = at.checked_sub(1).and_then(|at| lines.get(at));
    let shown = text.map(|text| crate::domain::finding::quote(text));
    shown.into_iter().collect()
}
