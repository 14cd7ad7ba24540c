//! The text of an agreement, to stand beside the number that follows from it.

use chrono::{NaiveDate, NaiveTime};

use super::Words;
use super::study::{Adjustable, adjustables};
use crate::domain::agreement::Clause;
use crate::engine::Evaluation;

/// One clause as its file has it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ClauseView {
    /// Id of the agreement.
    pub agreement: String,
    /// Id of the clause in its file.
    pub id: String,
    /// In words, or the id where the file has none.
    pub title: String,
    /// Article, empty where the file names none.
    pub article: String,
    /// What a reader must know before trusting it: "from memory 0.85", "not stated by the treaty".
    pub badges: Vec<String>,
    /// "in force from 12 Dec 1996 until 11 Dec 2026", empty where the file says nothing of its own.
    pub effective: String,
    /// "agreements/ganges-1996.toml, line 49".
    pub place: String,
    /// Number of the first line.
    pub line: u32,
    /// The lines as written.
    pub text: String,
    /// Positions of the clauses that this one names.
    pub names: Vec<usize>,
    /// Positions of the clauses that change this one.
    pub changed_by: Vec<usize>,
    /// Numbers in it that may be proposed to be others.
    pub adjustables: Vec<Adjustable>,
}

/// Every clause of every agreement, in the order of the files.
pub(super) fn clauses(evaluation: &Evaluation, words: &Words) -> Vec<ClauseView> {
    let all = &evaluation.clauses;
    all.iter()
        .map(|clause| ClauseView {
            agreement: clause.agreement.to_string(),
            id: clause.id.clone(),
            title: if clause.title.is_empty() {
                clause.id.replace(['_', '-'], " ")
            } else {
                clause.title.clone()
            },
            article: clause.article.clone(),
            badges: badges(clause, words),
            effective: effective(clause, words),
            place: words.with(
                "clause-place",
                &[
                    ("file", (&clause.file).into()),
                    ("line", clause.line.to_string().into()),
                ],
            ),
            line: clause.line,
            text: clause.text.clone(),
            names: named_by(clause, all),
            changed_by: changing(clause, all),
            adjustables: adjustables(&clause.id, &clause.text),
        })
        .collect()
}

fn badges(clause: &Clause, words: &Words) -> Vec<String> {
    let mut badges = Vec::new();
    if let Some(confidence) = clause.confidence {
        let confidence = words.number(confidence, 2);
        badges.push(words.with("clause-confidence", &[("confidence", confidence.into())]));
    }
    if !clause.is_stated {
        badges.push(words.get("clause-not-stated"));
    }
    if !clause.is_enabled {
        badges.push(words.get("clause-not-enabled"));
    }
    badges
}

fn effective(clause: &Clause, words: &Words) -> String {
    let date = |date: NaiveDate| words.date(date.and_time(NaiveTime::MIN));
    match clause.effective {
        (Some(from), Some(to)) => words.with(
            "clause-from-to",
            &[("from", date(from).into()), ("to", date(to).into())],
        ),
        (Some(from), None) => words.with("clause-from", &[("from", date(from).into())]),
        (None, Some(to)) => words.with("clause-to", &[("to", date(to).into())]),
        (None, None) => String::new(),
    }
}

/// Clauses of the same agreement whose ids stand among the values of this one.
fn named_by(clause: &Clause, all: &[Clause]) -> Vec<usize> {
    let lines = clause.text.lines();
    let code: String = lines
        .filter(|line| !line.trim_start().starts_with('#'))
        .map(without_prose)
        .collect::<Vec<_>>()
        .join("\n");
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    let said: Vec<&str> = code.split(|c| !is_part(c)).collect();
    let is_named = |other: &Clause| {
        other.agreement == clause.agreement
            && other.id != clause.id
            && said.contains(&other.id.as_str())
    };
    (0..all.len()).filter(|n| is_named(&all[*n])).collect()
}

/// A line without what is meant for people: its words may be ids by chance.
fn without_prose(line: &str) -> String {
    let mut line = line.to_owned();
    for key in ["title = \"", "article = \"", "text = \""] {
        if let Some(start) = line.find(key) {
            let rest = start + key.len();
            let end = line[rest..].find('"').map_or(line.len(), |n| rest + n + 1);
            line.replace_range(start..end, "");
        }
    }
    line
}

/// Clauses that say of themselves that they modify this one.
fn changing(clause: &Clause, all: &[Clause]) -> Vec<usize> {
    let says = |line: &str| {
        line.split_once('=').is_some_and(|(key, value)| {
            key.trim() == "modifies" && value.contains(&format!("\"{}\"", clause.id))
        })
    };
    let changes =
        |other: &Clause| other.agreement == clause.agreement && other.text.lines().any(says);
    (0..all.len()).filter(|n| changes(&all[*n])).collect()
}

/// The clause that a ledger row, condition or series of an agreement stands for, those that change it and
/// those that it names, each once, nearest first.
pub fn clauses_behind<'v>(
    clauses: &'v [ClauseView],
    agreement: &str,
    id: &str,
) -> Vec<&'v ClauseView> {
    let is_it = |clause: &&ClauseView| clause.agreement == agreement && clause.id == id;
    let mut found: Vec<&ClauseView> = clauses.iter().filter(is_it).collect();
    let mut next = 0;
    while let Some(clause) = found.get(next).copied() {
        for n in clause.changed_by.iter().chain(&clause.names) {
            if let Some(other) = clauses.get(*n)
                && !found.iter().any(|known| std::ptr::eq(*known, other))
            {
                found.push(other);
            }
        }
        next += 1;
    }
    found
}
