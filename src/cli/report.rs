//! `thalweg report BASIN --out X.html`: the statement of account, the warning bulletin, or the table of past floods.

use std::path::Path;

use super::args::{Report, ReportKind};
use super::evaluate::{open_imported, request};
use super::outcome::{Outcome, print, print_json};
use crate::app::bulletin_extras;
use crate::domain::StationId;
use crate::engine::{Analysis, AnalysisKind, AnalysisRequest, Control, Evaluation, Workspace};
use crate::present::{
    BulletinExtras, Paper, Sheet, Words, bulletin, floods_paper, floods_sheet, level_events_paper,
    level_events_sheet, statement,
};
use crate::report::{csv, paper_html, paper_pdf, statement_html};

pub(super) fn run(args: &Report) -> Result<Outcome, Outcome> {
    let request = request(None, None, args.as_of.as_deref(), "agreed")?;
    let (workspace, _) = open_imported(&args.basin)?;
    let evaluation = workspace.evaluate(&request)?;
    let languages = args.language.as_deref().map_or_else(
        || evaluation.basin.languages.clone(),
        |list| list.split(',').map(|tag| tag.trim().to_owned()).collect(),
    );
    let words = Words::new(&languages);
    match args.kind {
        ReportKind::Statement => {
            let view = statement(&evaluation, &words);
            if args.json {
                print_json(&view)?;
            }
            let to = To::new(args, &["html"])?;
            to.write(args, &statement_html(&view).into_bytes())?;
        }
        ReportKind::Bulletin => {
            // Forecasts are made at the basin's own instant and say nothing at another one.
            let extras = if args.as_of.is_none() {
                bulletin_extras(&workspace, &Control::new())?
            } else {
                BulletinExtras {
                    journal_head: Some(workspace.journal_head()),
                    forecasts: Vec::new(),
                }
            };
            let paper = bulletin(&evaluation, &extras, &words.side_by_side(languages.len()));
            write_paper(args, &paper, &["html", "pdf"])?;
        }
        ReportKind::Floods => {
            let words = words.side_by_side(languages.len());
            match &args.station {
                Some(station) => floods_of(args, (&workspace, &evaluation), (station, &words))?,
                None => floods(args, &evaluation, &words)?,
            }
        }
    }
    Ok(Outcome::of(&evaluation.findings))
}

/// The floods of one gauge, with their peaks at every gauge on the same water.
fn floods_of(
    args: &Report,
    (workspace, evaluation): (&Workspace, &Evaluation),
    (station, words): (&str, &Words),
) -> Result<(), Outcome> {
    let wanted = AnalysisRequest {
        station: StationId::new(station),
        kind: AnalysisKind::Floods,
    };
    let Analysis::Floods(found) = workspace.analyse(&wanted, &Control::new())? else {
        return Ok(());
    };
    if args.json || !is_table(args) {
        let paper = floods_paper((&evaluation.basin, evaluation.as_of), &found, words);
        return write_paper(args, &paper, &FLOODS);
    }
    write_table(args, &floods_sheet(&found))
}

/// Every time above a level, of all gauges.
fn floods(args: &Report, evaluation: &Evaluation, words: &Words) -> Result<(), Outcome> {
    if args.json || !is_table(args) {
        return write_paper(args, &level_events_paper(evaluation, words), &FLOODS);
    }
    write_table(args, &level_events_sheet(evaluation))
}

/// Endings of a table of floods.
const FLOODS: [&str; 3] = ["csv", "html", "pdf"];

fn is_table(args: &Report) -> bool {
    args.out.as_deref().is_none_or(|out| ending(out) == "csv")
}

fn write_table(args: &Report, sheet: &Sheet) -> Result<(), Outcome> {
    let mut bytes = Vec::new();
    csv(sheet, &mut bytes).map_err(Outcome::failed)?;
    To::new(args, &FLOODS)?.write(args, &bytes)
}

fn write_paper(args: &Report, paper: &Paper, endings: &[&str]) -> Result<(), Outcome> {
    if args.json {
        print_json(paper)?;
    }
    let to = To::new(args, endings)?;
    let bytes = if to.ending == "pdf" {
        paper_pdf(paper).map_err(Outcome::failed)?
    } else {
        paper_html(paper).into_bytes()
    };
    to.write(args, &bytes)
}

fn ending(out: &Path) -> String {
    let ending = out.extension().unwrap_or_default();
    ending.to_string_lossy().to_lowercase()
}

/// Where a document goes, by the ending of its file.
struct To {
    ending: String,
}

impl To {
    fn new(args: &Report, endings: &[&str]) -> Result<Self, Outcome> {
        let ending = args.out.as_deref().map_or_else(String::new, ending);
        // A statement of an unknown ending has always been written as HTML.
        let is_free = args.out.is_none() || args.kind == ReportKind::Statement;
        if is_free || endings.contains(&ending.as_str()) {
            return Ok(Self { ending });
        }
        let out = args.out.as_deref().unwrap_or(Path::new(""));
        Err(Outcome::Failed(
            format!("this document cannot be written as {}", out.display()),
            Some(format!(
                "give the file one of the endings {}",
                endings.join(", ")
            )),
        ))
    }

    /// Writes the file and prints its name, or prints the document where there is no file.
    fn write(&self, args: &Report, bytes: &[u8]) -> Result<(), Outcome> {
        let Some(out) = &args.out else {
            if !args.json {
                print(&String::from_utf8_lossy(bytes));
            }
            return Ok(());
        };
        std::fs::write(out, bytes).map_err(|error| {
            Outcome::Failed(
                format!("{} could not be written: {error}", out.display()),
                Some("name another file with --out".to_owned()),
            )
        })?;
        if !args.json {
            print(&out.display().to_string());
        }
        Ok(())
    }
}
