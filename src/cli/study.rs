//! `thalweg study BASIN STUDY`: a ledger beside what it would be.

use std::path::PathBuf;

use super::agreement::date;
use super::args;
use super::evaluate::{open_imported, request};
use super::outcome::{Outcome, print, print_json, say_findings, talking_control};
use super::study_text;
use crate::domain::{AgreementId, Findings};
use crate::engine::{self, AgreementInputs, FileStudy, Proposal, Study, StudyKind, StudyRequest};

pub(super) fn run(args: &args::Study) -> Result<Outcome, Outcome> {
    let (basin, kind) = what(args)?;
    let (study, findings) = match (&args.inputs, basin) {
        (Some(inputs), None) => (of_files(args, inputs.clone(), kind)?, Findings::new()),
        (None, Some(basin)) => of_basin(args, &PathBuf::from(basin), kind)?,
        (Some(_), Some(_)) => {
            return Err(wrong(
                "a study is made on a basin or on --inputs",
                "leave out one of the two",
            ));
        }
        (None, None) => {
            return Err(wrong(
                "there is nothing to study",
                "name a basin's folder, or give --agreement and --inputs",
            ));
        }
    };
    let mut all = findings;
    all.append(study.findings.clone());
    if args.json {
        print_json(&study)?;
    } else {
        print(&study_text::text(&study));
        say_findings(&all);
    }
    Ok(Outcome::of(&all))
}

fn wrong(why: &str, hint: &str) -> Outcome {
    Outcome::Failed(why.to_owned(), Some(hint.to_owned()))
}

/// The basin, if one is named, and the study.
fn what(args: &args::Study) -> Result<(Option<&str>, StudyKind), Outcome> {
    let mut basin = None;
    let mut kind = None;
    for word in &args.what {
        match kind_of(word, args) {
            Some(found) if kind.is_none() => kind = Some(found?),
            _ => basin = Some(word.as_str()),
        }
    }
    let kind = kind.ok_or_else(|| {
        wrong(
            "which study is not said",
            "add dual, readings, uncertainty, decides or effect",
        )
    })?;
    Ok((basin, kind))
}

/// `None` for a word that names no study.
fn kind_of(word: &str, args: &args::Study) -> Option<Result<StudyKind, Outcome>> {
    Some(match word {
        "dual" => Ok(StudyKind::Dual),
        "readings" => Ok(StudyKind::Readings),
        "uncertainty" => Ok(StudyKind::Uncertainty {
            samples: usize::try_from(args.samples.max(2)).unwrap_or(usize::MAX),
            seed: args.seed,
        }),
        "decides" => Ok(StudyKind::Decides),
        "effect" => proposal(args).map(StudyKind::Effect),
        _ => return None,
    })
}

fn proposal(args: &args::Study) -> Result<Proposal, Outcome> {
    match &args.other {
        Some(path) => {
            let text = std::fs::read_to_string(path)
                .map_err(|error| Outcome::failed(format!("{error}: {}", path.display())))?;
            let name = path.to_string_lossy().into_owned();
            Ok(Proposal::Text { name, text })
        }
        None if args.changes.is_empty() => Err(wrong(
            "no change is proposed",
            "add --set rule.minimum.target=4500, or --with FILE for a whole other agreement",
        )),
        None => Ok(Proposal::Changes(args.changes.clone())),
    }
}

fn of_basin(
    args: &args::Study,
    basin: &std::path::Path,
    kind: StudyKind,
) -> Result<(Study, Findings), Outcome> {
    let request = request(
        args.from.as_deref(),
        args.to.as_deref(),
        args.as_of.as_deref(),
        &args.view,
    )?;
    let (workspace, findings) = open_imported(basin)?;
    let wanted = StudyRequest {
        agreement: args.agreement.as_ref().map(AgreementId::new),
        ledger: args.ledger.clone(),
        request,
        kind,
    };
    Ok((workspace.study(&wanted, &talking_control())?, findings))
}

fn of_files(args: &args::Study, inputs: PathBuf, kind: StudyKind) -> Result<Study, Outcome> {
    let agreement = args.agreement.clone().ok_or_else(|| {
        wrong(
            "which agreement is not said",
            "add --agreement with a file or the id of a shipped agreement",
        )
    })?;
    let mut percent_95 = Vec::new();
    for typed in &args.percents {
        percent_95.push(percent(typed)?);
    }
    let mut sides = Vec::new();
    for typed in &args.sides {
        let (party, file) = typed.split_once('=').ok_or_else(|| {
            wrong(
                &format!("--data {typed:?} names no file"),
                "write --data PARTY=FILE",
            )
        })?;
        sides.push((party.to_owned(), PathBuf::from(file)));
    }
    let wanted = FileStudy {
        inputs: AgreementInputs {
            agreement,
            inputs,
            facts: args.facts.clone(),
            from: date(args.from.as_deref())?,
            to: date(args.to.as_deref())?,
        },
        sides,
        percent_95,
        ledger: args.ledger.clone(),
        kind,
    };
    Ok(engine::study_files(&wanted, &talking_control())?)
}

fn percent(typed: &str) -> Result<(String, f64), Outcome> {
    typed
        .split_once('=')
        .and_then(|(station, percent)| Some((station.to_owned(), percent.parse::<f64>().ok()?)))
        .filter(|(_, percent)| (0.0..=100.0).contains(percent))
        .ok_or_else(|| {
            wrong(
                &format!("--percent {typed:?} is no uncertainty"),
                "write --percent STATION=6, from 0 to 100",
            )
        })
}
