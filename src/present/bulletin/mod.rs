//! The warning bulletin of the basin: every gauge with what is known of it, in each language of the commission with
//! the same figures. What is silent, late or in doubt is said in words; nothing is left out because it is not known.

mod gauges;
mod matters;

use super::Words;
use super::gauge_words::utc;
use super::paper::{Paper, PaperPart};
use crate::domain::FileHash;
use crate::engine::Evaluation;
use crate::engine::analysis::forecast::Outlook;

/// What a bulletin tells beside an evaluation.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BulletinExtras {
    /// Hash of the newest line of the archive's journal.
    pub journal_head: Option<FileHash>,
    /// What is forecast for the gauges of the basin, or why nothing is.
    pub forecasts: Vec<Outlook>,
}

/// The bulletin in every language that `words` shows, one after another.
pub fn bulletin(evaluation: &Evaluation, extras: &BulletinExtras, words: &Words) -> Paper {
    Paper {
        parts: words
            .each()
            .iter()
            .map(|words| part(evaluation, extras, words))
            .collect(),
    }
}

fn part(evaluation: &Evaluation, extras: &BulletinExtras, words: &Words) -> PaperPart {
    let basin = &evaluation.basin;
    let sections = [
        Some(gauges::section(evaluation, words)),
        matters::crests(evaluation, words),
        Some(matters::forecasts(evaluation, &extras.forecasts, words)),
        Some(matters::rain(evaluation, words)),
        Some(matters::alarms(evaluation, words)),
        Some(matters::sources(evaluation, words)),
        Some(matters::method(evaluation, words)),
    ];
    PaperPart {
        language: words.tag().to_owned(),
        title: basin.name.clone(),
        subtitle: words.get("bulletin-title"),
        banner: basin.exercise.is_some().then(|| words.get("cap-exercise")),
        basis: basis(evaluation, extras, words),
        sections: sections.into_iter().flatten().collect(),
        page_of: words.with(
            "paper-page",
            &[("n", "{n}".into()), ("total", "{total}".into())],
        ),
    }
}

fn basis(evaluation: &Evaluation, extras: &BulletinExtras, words: &Words) -> Vec<String> {
    let own = evaluation.basin.parties.iter().map(|party| {
        let time = words.date_and_time(evaluation.as_of, party.clock);
        words.with(
            "header-clock",
            &[("time", time.into()), ("party", party.name.as_str().into())],
        )
    });
    let clocks: Vec<String> = own.collect();
    let archive = [
        ("revision", evaluation.archive.revision.into()),
        ("files", evaluation.archive.files.into()),
        ("readings", evaluation.archive.readings.into()),
    ];
    let mut lines = vec![
        words.with(
            "bulletin-as-of",
            &[("time", utc(evaluation.as_of, words).into())],
        ),
        clocks.join(" · "),
        gauges::known(evaluation, words),
        words.with("header-archive", &archive),
    ];
    if let Some(head) = &extras.journal_head {
        lines.push(words.with("bulletin-head", &[("hash", head.as_str().into())]));
    }
    lines
}
