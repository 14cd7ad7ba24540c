//! `thalweg import BASIN [FILE…]`: exports into the archive, each with its receipt.

use super::adopt;
use super::args::Import;
use super::outcome::{Outcome, print, print_json, say_findings, talking_control};
use super::table::{Lean, table};
use crate::domain::{Aggregation, Extreme, SeriesReceipt, Totals};
use crate::engine::{FileImport, ImportReport, Selection, Workspace};

/// So many new files are shown series by series; the table of more would not be read.
const MOST_IN_FULL: usize = 12;

pub(super) fn run(args: &Import) -> Result<Outcome, Outcome> {
    let (workspace, mut findings) = Workspace::open(&args.basin)?;
    let report = if adopt::is_asked(args) {
        adopt::adopt(&workspace, args)?.report
    } else {
        let selection = if args.files.is_empty() {
            Selection::All
        } else {
            Selection::Files(args.files.clone())
        };
        workspace.import(&selection, &talking_control())?
    };
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
    let mut text = table(&columns, &rows);
    let new = report.files.iter().filter(|file| file.is_new);
    if new.clone().count() > MOST_IN_FULL {
        text.push_str("\nsums, extremes and differences of each series: thalweg export BASIN --receipts FILE.csv\n");
        return format!("{text}\nrevision {}\n", report.revision);
    }
    for file in new {
        if !file.series.is_empty() {
            text.push_str(&format!("\n{}\n  {}\n", file.file, file.receipt));
            text.push_str(&series_text(file));
        }
    }
    format!("{text}\nrevision {}\n", report.revision)
}

/// What became of each series: values, extremes with line, sums of rain, and what differs from what was known.
fn series_text(file: &FileImport) -> String {
    let columns = [
        ("  station", Lean::Left),
        ("series", Lean::Left),
        ("read", Lean::Right),
        ("kept", Lean::Right),
        ("smallest (line)", Lean::Right),
        ("largest (line)", Lean::Right),
        ("sum read", Lean::Right),
        ("sum kept", Lean::Right),
        ("new", Lean::Right),
        ("revised", Lean::Right),
        ("absent", Lean::Right),
        ("largest change", Lean::Left),
    ];
    let rows: Vec<Vec<String>> = file.series.iter().map(series_row).collect();
    table(&columns, &rows)
}

fn series_row(series: &SeriesReceipt) -> Vec<String> {
    let extreme = |extreme: Option<Extreme>| {
        extreme.map_or_else(
            || "–".to_owned(),
            |it| format!("{} {} ({})", short(it.value), series.unit, it.line),
        )
    };
    let is_rain = series.quantity.facts().aggregation == Aggregation::Sum;
    let sum = |totals: &Totals| {
        let sum = totals.sum.filter(|_| is_rain);
        sum.map_or_else(String::new, |sum| format!("{} {}", short(sum), series.unit))
    };
    let found = &series.differences;
    let station = series.station.as_ref().map_or_else(
        || format!("  {} (not taken in)", series.station_in_file),
        |ours| format!("  {} → {ours}", series.station_in_file),
    );
    let change = found.largest.map_or_else(String::new, |change| {
        format!(
            "{} → {} {} at {}, line {}",
            short(change.old),
            short(change.new),
            series.unit,
            change.time,
            change.line
        )
    });
    vec![
        station,
        format!(
            "{}, {}, {}",
            series.quantity.word(),
            series.statistic.word(),
            series.step
        ),
        series.before.n.to_string(),
        series.after.n.to_string(),
        extreme(series.after.min),
        extreme(series.after.max),
        sum(&series.before),
        sum(&series.after),
        found.added.to_string(),
        found.revised.to_string(),
        found.absent.to_string(),
        change,
    ]
}

/// A value without the noise of a conversion in its last digits.
fn short(value: f64) -> String {
    let rounded = (value * 1e6).round() / 1e6;
    format!("{}", rounded + 0.0)
}
