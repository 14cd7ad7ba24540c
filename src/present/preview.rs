//! A file before it is taken in, for a person: what it is, its first rows beside what they are understood as, the
//! counts, the first bad place, and the questions.

use super::Words;
use super::receipt::{BalancePart, FindingLine, balance, finding_line, finding_lines};
use super::words::MISSING;
use crate::domain::{Clock, Severity};
use crate::engine::{Preview, PreviewReading, Question, SeriesReport};

/// What a column is understood as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ColumnRole {
    /// Dates or times.
    Time,
    /// The station.
    Station,
    /// Values that are read.
    Value,
    /// What goes with a value: flag, unit, parameter, clock.
    Beside,
    /// Not read.
    Apart,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct ColumnView {
    /// Its name in the file.
    pub name: String,
    /// What it is understood as.
    pub role: ColumnRole,
    /// The same in words.
    pub word: String,
}

/// A row of the file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct RowView {
    /// Line of the file, from 1.
    pub line: String,
    /// Its cells as they stand.
    pub cells: Vec<String>,
    /// Places of the cells that could not be understood, from 0.
    pub rejected: Vec<usize>,
    /// What it is understood as: an instant in UTC, and values in SI.
    pub readings: Vec<String>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct QuestionView {
    /// Key of the answer.
    pub key: String,
    /// What it is about, in a word or two.
    pub title: String,
    /// The question, with what speaks for the answers.
    pub question: String,
    /// Usual answers, the most probable one first.
    pub choices: Vec<String>,
    /// Whether nothing can be read before it is answered.
    pub blocking: bool,
}

/// A file before it is taken in.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct PreviewView {
    /// Its name.
    pub file: String,
    /// Who reads it.
    pub about: String,
    /// Encoding, line end, delimiter, decimal mark, shape, each with its name.
    pub facts: Vec<String>,
    /// What speaks for that, with lines.
    pub evidence: Vec<String>,
    /// The columns.
    pub columns: Vec<ColumnView>,
    /// The first rows.
    pub rows: Vec<RowView>,
    /// What would become of every reading; none before the file can be read.
    pub balance: Vec<BalancePart>,
    /// Each series in a line.
    pub series: Vec<String>,
    /// The first place that could not be understood.
    pub first_bad: Option<FindingLine>,
    /// What a person should know.
    pub findings: Vec<FindingLine>,
    /// What is still open.
    pub questions: Vec<QuestionView>,
    /// Whether it can be read.
    pub is_ready: bool,
}

/// The view of a preview.
pub fn preview(preview: &Preview, words: &Words) -> PreviewView {
    let about = match (&preview.profile, &preview.draft) {
        (Some(profile), _) => {
            words.with("receipt-profile", &[("profile", profile.as_str().into())])
        }
        (None, Some(_)) => words.get("preview-drafted"),
        (None, None) => words.get("preview-not-understood"),
    };
    PreviewView {
        file: preview.file.clone(),
        about,
        facts: facts(preview, words),
        evidence: preview
            .evidence
            .iter()
            .map(|evidence| match evidence.line {
                Some(line) => words.with(
                    "preview-evidence",
                    &[
                        ("entry", (&evidence.entry).into()),
                        ("says", (&evidence.says).into()),
                        ("line", line.into()),
                    ],
                ),
                None => format!("{}: {}", evidence.entry, evidence.says),
            })
            .collect(),
        columns: preview
            .columns
            .iter()
            .map(|(name, role)| column(name, role, words))
            .collect(),
        rows: rows(preview, words),
        balance: if preview.is_ready {
            balance(&preview.receipt, words)
        } else {
            Vec::new()
        },
        series: preview.series.iter().map(|it| series(it, words)).collect(),
        first_bad: preview.first_bad().map(|it| finding_line(it, words)),
        findings: finding_lines(preview.findings.iter(), words),
        questions: preview
            .questions
            .iter()
            .map(|it| question(it, words))
            .collect(),
        is_ready: preview.is_ready,
    }
}

fn facts(preview: &Preview, words: &Words) -> Vec<String> {
    let facts = &preview.facts;
    [
        ("preview-encoding", &facts.encoding),
        ("preview-line-end", &facts.line_ending),
        ("preview-delimiter", &facts.delimiter),
        ("preview-decimal", &facts.decimal),
        ("preview-shape", &facts.shape),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| words.with(key, &[("value", value.into())]))
    .collect()
}

fn column(name: &str, role: &str, words: &Words) -> ColumnView {
    let (kind, word) = match role {
        "time" => (ColumnRole::Time, words.get("preview-time")),
        "station" => (ColumnRole::Station, words.get("preview-station")),
        "name of the station" => (ColumnRole::Beside, words.get("preview-station-name")),
        "what is measured" => (ColumnRole::Beside, words.get("preview-parameter")),
        "unit" => (ColumnRole::Beside, words.get("preview-unit")),
        "clock" => (ColumnRole::Beside, words.get("preview-clock")),
        "flag" => (ColumnRole::Beside, words.get("preview-flag")),
        "numbers" => (ColumnRole::Value, words.get("preview-numbers")),
        "stage" | "discharge" | "rain" | "storage" => (ColumnRole::Value, words.get(role)),
        other if other.starts_with("not read") => {
            (ColumnRole::Apart, words.get("preview-not-read"))
        }
        other => (ColumnRole::Beside, other.to_owned()),
    };
    ColumnView {
        name: name.to_owned(),
        role: kind,
        word,
    }
}

fn rows(preview: &Preview, words: &Words) -> Vec<RowView> {
    preview
        .rows
        .iter()
        .map(|row| {
            let rejected = rejected(preview, row.line);
            let mut read = readings(&row.readings, preview.stations.len(), words);
            if preview.is_ready && !rejected.is_empty() {
                read.push(words.get("preview-rejected"));
            }
            RowView {
                line: row.line.to_string(),
                cells: row.cells.clone(),
                rejected,
                readings: read,
            }
        })
        .collect()
}

/// Places, from 0, of the cells of a line that could not be understood.
fn rejected(preview: &Preview, line: u32) -> Vec<usize> {
    preview
        .findings
        .iter()
        .filter(|finding| finding.line == Some(line) && finding.severity >= Severity::Warning)
        .filter_map(|finding| usize::try_from(finding.column?).ok()?.checked_sub(1))
        .collect()
}

/// "7 Jun 2026 05:00 · 1.25 m · 134.5 m³/s": the instant is said once for all values of it.
fn readings(readings: &[PreviewReading], n_stations: usize, words: &Words) -> Vec<String> {
    let mut said: Vec<String> = Vec::new();
    let mut before: Option<&PreviewReading> = None;
    for reading in readings {
        let value = if reading.value.is_nan() {
            words.get("preview-no-value")
        } else {
            words.exact(Some(reading.value), reading.unit)
        };
        let is_same =
            before.is_some_and(|it| it.time == reading.time && it.station == reading.station);
        match said.last_mut().filter(|_| is_same) {
            Some(last) => last.push_str(&format!(" · {value}")),
            None => {
                let time = words.date_and_time(reading.time, Clock::UTC);
                let station = if n_stations > 1 {
                    format!(" · {}", reading.station)
                } else {
                    String::new()
                };
                said.push(format!("{time}{station} · {value}"));
            }
        }
        before = Some(reading);
    }
    said
}

fn series(series: &SeriesReport, words: &Words) -> String {
    let time = |at: Option<crate::domain::Instant>| {
        at.map_or_else(
            || MISSING.to_owned(),
            |at| words.date_and_time(at, Clock::UTC),
        )
    };
    let values = u64::try_from(series.n_values).unwrap_or(u64::MAX);
    words.with(
        "preview-series",
        &[
            ("station", (&series.station).into()),
            ("quantity", words.get(series.quantity).to_lowercase().into()),
            ("step", (&series.step).into()),
            ("n", values.into()),
            ("first", time(series.first).into()),
            ("last", time(series.last).into()),
            ("min", words.exact(series.min, series.unit).into()),
            ("max", words.exact(series.max, series.unit).into()),
        ],
    )
}

fn question(question: &Question, words: &Words) -> QuestionView {
    let root = question.key.split('.').next().unwrap_or_default();
    let title = match root {
        "clock" => words.get("preview-ask-clock"),
        "stamp" => words.get("preview-ask-stamp"),
        "decimal" => words.get("preview-ask-decimal"),
        "dates" => words.get("preview-ask-dates"),
        "century" => words.get("preview-ask-century"),
        "year" => words.get("preview-ask-year"),
        "quantity" => words.get("preview-ask-quantity"),
        "unit" => words.get("preview-ask-unit"),
        "day" => words.get("preview-ask-day"),
        "missing" => words.get("preview-ask-missing"),
        "station" => words.get("preview-ask-station"),
        _ => question.key.clone(),
    };
    QuestionView {
        key: question.key.clone(),
        title,
        question: question.question.clone(),
        choices: question.choices.clone(),
        blocking: question.blocking,
    }
}
