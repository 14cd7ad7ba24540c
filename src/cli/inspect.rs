//! `thalweg inspect FILE…`: what a file is, without any basin.

use super::args::Inspect;
use super::outcome::{Outcome, print, print_json, say_findings};
use crate::domain::{Findings, ProfileId};
use crate::engine::{self, FileReport, InspectOptions};

pub(super) fn run(args: &Inspect) -> Result<Outcome, Outcome> {
    let options = options(args)?;
    let reports: Vec<FileReport> = args
        .files
        .iter()
        .flat_map(|file| engine::inspect(file, &options))
        .collect();
    let findings: Findings = reports
        .iter()
        .flat_map(|report| report.findings.iter().cloned())
        .collect();
    if args.json {
        print_json(&serde_json::json!({ "files": reports }))?;
    } else {
        for report in &reports {
            print(&text(report));
        }
        say_findings(&findings);
    }
    Ok(Outcome::of(&findings))
}

fn options(args: &Inspect) -> Result<InspectOptions, Outcome> {
    let mut options = InspectOptions {
        profile: args.profile.as_deref().map(ProfileId::new),
        ..InspectOptions::default()
    };
    for answer in &args.answers {
        let Some((key, text)) = answer.split_once('=') else {
            return Err(Outcome::Failed(
                format!("--set {answer:?} is no answer"),
                Some("write --set key=value, such as --set clock=UTC+01:00".to_owned()),
            ));
        };
        options
            .answers
            .insert(key.trim().to_owned(), text.trim().to_owned());
    }
    Ok(options)
}

fn text(report: &FileReport) -> String {
    let mut text = format!(
        "{}\n  {} bytes, sha256 {}\n",
        report.file, report.bytes, report.sha256
    );
    match &report.profile {
        None => text.push_str("  not recognised\n"),
        Some(profile) => {
            text.push_str(&format!(
                "  {profile}: {}, {}, delimiter {}, decimal mark {}, shape {}\n",
                report.facts.encoding,
                report.facts.line_ending,
                if report.facts.delimiter.is_empty() {
                    "none"
                } else {
                    &report.facts.delimiter
                },
                report.facts.decimal,
                report.facts.shape
            ));
        }
    }
    for series in &report.series {
        let span = match (series.first, series.last) {
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => "no value".to_owned(),
        };
        let extremes = match (series.min, series.max) {
            (Some(min), Some(max)) => format!("{min} to {max} {}", series.unit),
            _ => String::new(),
        };
        text.push_str(&format!(
            "  station {} {} ({}, {}): {} values, {} missing, {span}, {extremes}\n",
            series.station,
            series.quantity,
            series.statistic,
            series.step,
            series.n_values,
            series.n_missing
        ));
    }
    for question in &report.questions {
        text.push_str(&format!(
            "  question {}: {} ({})\n",
            question.key,
            question.question,
            question.choices.join(", ")
        ));
    }
    text.push_str(&format!("  {}\n", report.receipt));
    text
}
