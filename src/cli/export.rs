//! `thalweg export BASIN`: readings and receipts as CSV.

use std::fs::File;
use std::io::{BufWriter, Write as _};
use std::path::Path;

use super::args::Export;
use super::outcome::{Outcome, print, print_json};
use super::table::{Lean, table};
use crate::domain::SeriesKey;
use crate::engine::Workspace;
use crate::present::{Sheet, receipt_sheet, tidy_sheet};
use crate::report;

/// A file that was written.
#[derive(serde::Serialize)]
struct Written {
    file: String,
    rows: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    series: Option<SeriesKey>,
}

pub(super) fn run(args: &Export) -> Result<Outcome, Outcome> {
    if args.out.is_none() && args.receipts.is_none() {
        return Err(Outcome::Failed(
            "nothing was asked for".to_owned(),
            Some(
                "name a folder for readings with --out, or a file for receipts with --receipts"
                    .to_owned(),
            ),
        ));
    }
    let (workspace, _) = Workspace::open(&args.basin)?;
    let mut written = Vec::new();
    if let Some(out) = &args.receipts {
        let sheet = receipt_sheet(&workspace.receipts());
        written.push(write(out, &sheet, None)?);
    }
    if let Some(folder) = &args.out {
        for key in workspace.keys() {
            if !args.stations.is_empty() && !args.stations.contains(&key.station.to_string()) {
                continue;
            }
            let series = workspace.series(&key)?;
            let out = folder.join(file_name(&key));
            written.push(write(&out, &tidy_sheet(&series), Some(key))?);
        }
    }
    if args.json {
        print_json(&serde_json::json!({ "files": written }))?;
    } else {
        print(&text(&written));
    }
    Ok(Outcome::Done)
}

/// One file a series: two series of a station would be one when they are read back.
fn file_name(key: &SeriesKey) -> String {
    let parts = [
        key.station.as_str(),
        key.quantity.word(),
        key.statistic.word(),
        &key.step.to_string(),
        key.source.as_str(),
    ];
    let mut name = String::new();
    for part in parts {
        if !name.is_empty() {
            name.push('_');
        }
        for mark in part.chars() {
            if mark.is_alphanumeric() || mark == '-' {
                name.push(mark);
            } else {
                name.push_str(&format!("%{:X}", u32::from(mark)));
            }
        }
    }
    format!("{name}.csv")
}

fn write(out: &Path, sheet: &Sheet, series: Option<SeriesKey>) -> Result<Written, Outcome> {
    let written = || {
        if let Some(folder) = out.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)?;
        }
        let mut file = BufWriter::new(File::create(out)?);
        report::csv(sheet, &mut file)?;
        file.flush()
    };
    written().map_err(|error: std::io::Error| {
        Outcome::Failed(
            format!("{error}: {}", out.display()),
            Some("name a place that may be written".to_owned()),
        )
    })?;
    Ok(Written {
        file: out.display().to_string(),
        rows: sheet.rows.len(),
        series,
    })
}

fn text(written: &[Written]) -> String {
    let rows: Vec<Vec<String>> = written
        .iter()
        .map(|file| vec![file.file.clone(), file.rows.to_string()])
        .collect();
    table(&[("file", Lean::Left), ("rows", Lean::Right)], &rows)
}
