//! `thalweg compute INDICATOR --series CSV`: one indicator on series files, without a basin.

use super::args::Compute;
use super::compute_text;
use super::outcome::{Outcome, print, print_json, say, say_findings};
use super::table::{Lean, table};
use crate::domain::Finding;
use crate::engine::{self, ComputeRequest, Explained};

pub(super) const AFTER_HELP: &str = "\
A file is a CSV: time,value · time,station,value · or one column a series, named by its heading. Times are instants
(2002-08-12T06:00Z; UTC where no zone is written), dates, months (2002-08), years, or plain numbers as hours. Comments
begin with #. Nothing, NA, NaN, null and - are missing values. Semicolons with decimal commas are read as well.

Settings of the reader, for every indicator: station, column, unit, missing, clock, dates. `thalweg compute INDICATOR`
alone prints what an indicator tells, its formula, units, missing data, limits and source, and its own settings.

Example: thalweg compute flow-duration --series daily.csv --json
         thalweg compute rain-accumulation --series hourly.csv --set column=rain_mm --set hours=24";

pub(super) fn run(args: &Compute) -> Result<Outcome, Outcome> {
    if args.list {
        return list(args.json);
    }
    let name = args.indicator.as_deref().unwrap_or_default();
    if args.explain || (args.series.is_empty() && args.settings.is_empty()) {
        return explain(name, args.json);
    }
    let request = ComputeRequest {
        indicator: name.to_owned(),
        files: args.series.clone(),
        settings: settings(&args.settings)?,
    };
    let report = engine::compute(&request);
    let answer = match report.answer {
        Ok(answer) => answer,
        Err(why) => {
            say_findings(&report.findings);
            return Err(refused(*why));
        }
    };
    if args.json {
        let mut document = serde_json::to_value(&answer).map_err(Outcome::failed)?;
        document["findings"] = serde_json::to_value(&report.findings).map_err(Outcome::failed)?;
        print_json(&document)?;
    } else {
        print(&compute_text::text(&answer));
        say_findings(&report.findings);
        for note in &answer.notes {
            say(&format!("note: {note}"));
        }
    }
    Ok(Outcome::of(&report.findings))
}

fn refused(why: Finding) -> Outcome {
    let hint = why.hint.clone();
    let bare = Finding { hint: None, ..why };
    Outcome::Failed(bare.to_string(), hint)
}

fn settings(given: &[String]) -> Result<Vec<(String, String)>, Outcome> {
    let pair = |text: &String| {
        text.split_once('=')
            .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
            .ok_or_else(|| {
                Outcome::Failed(
                    format!("--set {text:?} has no ="),
                    Some("write --set key=value".to_owned()),
                )
            })
    };
    given.iter().map(pair).collect()
}

fn list(json: bool) -> Result<Outcome, Outcome> {
    let all = engine::indicators();
    if json {
        print_json(&serde_json::json!({ "indicators": all }))?;
        return Ok(Outcome::Done);
    }
    let rows: Vec<Vec<String>> = all
        .iter()
        .map(|one| {
            vec![
                one.family.to_owned(),
                one.indicator.to_owned(),
                one.title.clone(),
            ]
        })
        .collect();
    print(&table(
        &[
            ("family", Lean::Left),
            ("indicator", Lean::Left),
            ("what it tells", Lean::Left),
        ],
        &rows,
    ));
    Ok(Outcome::Done)
}

fn explain(name: &str, json: bool) -> Result<Outcome, Outcome> {
    let explained = engine::explain_indicator(name).map_err(|why| refused(*why))?;
    if json {
        print_json(&explained)?;
    } else {
        print(&page(&explained));
    }
    Ok(Outcome::Done)
}

/// The doc headings of an indicator and what may be set.
fn page(explained: &Explained) -> String {
    let mut rows: Vec<Vec<String>> = explained
        .settings
        .iter()
        .map(|(name, meaning, default)| {
            vec![
                (*name).to_owned(),
                (*default).to_owned(),
                (*meaning).to_owned(),
            ]
        })
        .collect();
    for setting in engine::READER_SETTINGS {
        if !explained
            .settings
            .iter()
            .any(|(name, ..)| *name == setting.name)
        {
            rows.push(vec![
                setting.name.to_owned(),
                String::new(),
                setting.meaning.to_owned(),
            ]);
        }
    }
    let settings = table(
        &[
            ("setting", Lean::Left),
            ("default", Lean::Left),
            ("meaning", Lean::Left),
        ],
        &rows,
    );
    format!(
        "{}\n\n{}\n\n{settings}",
        explained.indicator, explained.text
    )
}
