//! `basin.toml` → [`Basin`]: every fault at once, each naming the entry and the remedy.
//!
//! Each list of the file is read by a file of its own; [`Entry`] takes the keys and names those it does not know.

mod cap;
mod check;
mod exercise;
mod forecast;
mod level;
mod rain;
mod reach;
mod source;
mod station;

use std::path::Path;

use toml::Table;

use super::EngineError;
use super::entry::{Entry, tables};
use crate::domain::cap::Sending;
use crate::domain::{AgreementId, Basin, Cause, Finding, Findings, Instant, Party, PartyId};

/// Name of the file that says what a basin is.
pub const FILE: &str = "basin.toml";

/// Reads the `basin.toml` of a folder.
///
/// # Errors
/// When there is none, or when it has faults: all of them.
pub fn load(dir: &Path) -> Result<(Basin, Findings), EngineError> {
    let path = dir.join(FILE);
    let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => EngineError::NoBasin(dir.to_path_buf()),
        _ => EngineError::File(path, error),
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        let finding = Finding::error(Cause::BadEncoding, "the file is not UTF-8")
            .file(FILE)
            .line(u32::try_from(line).unwrap_or(u32::MAX))
            .hint("save it as UTF-8; names with letters beyond a to z are usually the reason");
        EngineError::Basin([finding].into_iter().collect())
    })?;
    match basin(&text) {
        (Some(basin), findings) => Ok((basin, findings)),
        (None, findings) => Err(EngineError::Basin(findings)),
    }
}

/// Reads the text of a `basin.toml`. The basin is there when nothing was wrong.
pub fn basin(text: &str) -> (Option<Basin>, Findings) {
    let mut findings = Findings::new();
    if text.trim().is_empty() {
        findings.push(
            Finding::error(Cause::Configuration, "the file is empty")
                .file(FILE)
                .hint("take it from a copy or from a colleague; the archive beside it is not affected"),
        );
        return (None, findings);
    }
    let root: Table = match text.parse() {
        Ok(root) => root,
        Err(error) => {
            findings.push(syntax(text, &error));
            return (None, findings);
        }
    };
    let basin = read(&root, &mut findings);
    check::references(&basin, &mut findings);
    check::filled(&basin, &mut findings);
    level::check(&basin, &mut findings);
    forecast::check(&basin, &mut findings);
    rain::check(&basin, &mut findings);
    let of_schema = |finding: &&mut Finding| finding.entry.as_deref() == Some("schema");
    if let Some(finding) = findings.iter_mut().find(of_schema) {
        let at = text
            .lines()
            .position(|line| line.trim_start().starts_with("schema"));
        finding.line = at.and_then(|at| u32::try_from(at + 1).ok());
    }
    for finding in findings.iter_mut() {
        finding.file.get_or_insert_with(|| FILE.to_owned());
    }
    let basin = (!findings.has_errors()).then_some(basin);
    (basin, findings)
}

fn syntax(text: &str, error: &toml::de::Error) -> Finding {
    let mut finding = Finding::error(
        Cause::Configuration,
        format!("this is no TOML: {}", error.message()),
    )
    .file(FILE)
    .hint("correct this line; nothing after it could be read");
    if let Some(span) = error.span() {
        let before = &text[..span.start.min(text.len())];
        let line = before.matches('\n').count() + 1;
        finding = finding.line(u32::try_from(line).unwrap_or(u32::MAX));
        finding = finding.text(text.lines().nth(line - 1).unwrap_or_default());
    }
    finding
}

fn read(root: &Table, findings: &mut Findings) -> Basin {
    let mut top = Entry::new(String::new(), root, findings);
    top.require_schema("basin/1");
    let basin = Basin {
        name: top.text("name"),
        as_of: top.optional_text("as_of").and_then(|text| {
            top.parsed(
                "as_of",
                Instant::parse(&text),
                "an instant such as 2026-06-14T06:00:00Z",
            )
        }),
        exercise: None,
        clock: top.clock("clock"),
        water_year_start_month: top.month("water_year_start_month"),
        languages: top.texts("languages"),
        agreements: top
            .texts("agreements")
            .iter()
            .map(AgreementId::new)
            .collect(),
        parties: Vec::new(),
        stations: Vec::new(),
        subcatchments: Vec::new(),
        reaches: Vec::new(),
        sources: Vec::new(),
        sending: Sending::default(),
        forecasts: Vec::new(),
    };
    top.finish(&[
        "cap",
        "exercise",
        "party",
        "station",
        "subcatchment",
        "reach",
        "source",
        "forecast",
    ]);
    let parties = tables(root, "party", findings, party);
    Basin {
        exercise: exercise::exercise(root, findings),
        stations: tables(root, "station", findings, |entry| {
            station::station(entry, &parties)
        }),
        parties,
        subcatchments: tables(root, "subcatchment", findings, rain::subcatchment),
        reaches: tables(root, "reach", findings, reach::reach),
        sources: tables(root, "source", findings, source::source),
        sending: cap::sending(root, findings),
        forecasts: tables(root, "forecast", findings, forecast::forecast),
        ..basin
    }
}
fn party(entry: &mut Entry<'_>) -> Party {
    Party {
        id: PartyId::new(entry.text("id")),
        name: entry.text("name"),
        clock: entry.clock("clock"),
    }
}
