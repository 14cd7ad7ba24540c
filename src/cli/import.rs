//! `thalweg import BASIN [FILE…]`: exports into the archive, each with its receipt.

use super::args::Import;
use super::outcome::{Outcome, print, print_json, say_findings, talking_control};
use super::table::{Lean, table};
use crate::engine::{ImportReport, Selection, Workspace};

pub(super) fn run(args: &Import) -> Result<Outcome, Outcome> {
    let (workspace, mut findings) = Workspace::open(&args.basin)?;
    let selection = if args.files.is_empty() {
        Selection::All
    } else {
        Selection::Files(args.files.clone())
    };
    let report = workspace.import(&selection, &talking_control())?;
    for file in &report.files {
        findings.append(file.findings.clone());
    }
    if args.json {
        print_json(&report)?;
    } else {
        print(&text(&report));
        say_findings(&findings);
    }
    Ok(Outcome::of(&findings))
}

fn text(report: &ImportReport) -> String {
    let columns = [
        ("file", Lean::Left),
        ("profile", Lean::Left),
        ("read", Lean::Right),
        ("kept", Lean::Right),
        ("rejected", Lean::Right),
        ("duplicate", Lean::Right),
        ("ambiguous time", Lean::Right),
        ("missing", Lean::Right),
        ("added", Lean::Right),
        ("revised", Lean::Right),
        ("unchanged", Lean::Right),
    ];
    let rows: Vec<Vec<String>> = report
        .files
        .iter()
        .map(|file| {
            let receipt = file.receipt;
            let counts = [
                receipt.read,
                receipt.kept,
                receipt.rejected,
                receipt.duplicate,
                receipt.ambiguous_time,
                receipt.missing,
                file.added,
                file.revised,
                file.unchanged,
            ];
            let profile = file
                .profile
                .as_ref()
                .map_or_else(|| "–".to_owned(), ToString::to_string);
            [file.file.clone(), profile]
                .into_iter()
                .chain(counts.iter().map(ToString::to_string))
                .collect()
        })
        .collect();
    format!("{}\nrevision {}\n", table(&columns, &rows), report.revision)
}
