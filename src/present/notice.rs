//! Findings as items of the board: errors first, many of one cause as one item.

use super::Words;
use super::board::{BoardItem, ItemKind};
use crate::domain::{Cause, Finding, Findings, Severity};

/// More findings than this of one severity and cause become one item with a count.
const MOST_SINGLE: usize = 3;

/// Errors, warnings, notes; within them causes in the order they were met. Late sources are not here: the board
/// has a section of its own for them.
pub(super) fn findings(findings: &Findings, words: &Words) -> Vec<BoardItem> {
    let mut items = Vec::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Note] {
        let mut groups: Vec<(Cause, Vec<&Finding>)> = Vec::new();
        for finding in findings
            .iter()
            .filter(|finding| finding.severity == severity && finding.cause != Cause::Late)
        {
            match groups.iter_mut().find(|(cause, _)| *cause == finding.cause) {
                Some((_, group)) => group.push(finding),
                None => groups.push((finding.cause, vec![finding])),
            }
        }
        for (cause, group) in groups {
            if group.len() > MOST_SINGLE {
                items.push(many(cause, &group, words));
            } else {
                items.extend(group.into_iter().map(one));
            }
        }
    }
    items
}

fn rank(severity: Severity) -> u8 {
    match severity {
        Severity::Note => 1,
        Severity::Warning => 2,
        Severity::Error => 3,
    }
}

fn one(finding: &Finding) -> BoardItem {
    let mut detail = place(finding);
    if let Some(text) = &finding.text {
        detail.push(format!("\"{text}\""));
    }
    detail.extend(finding.hint.clone());
    item(finding, finding.message.clone(), detail.join("; "))
}

fn many(cause: Cause, group: &[&Finding], words: &Words) -> BoardItem {
    let first = group[0];
    let mut files: Vec<&str> = group
        .iter()
        .filter_map(|finding| finding.file.as_deref())
        .collect();
    files.sort_unstable();
    files.dedup();
    let headline = words.with(
        "finding-many",
        &[
            ("cause", cause_word(cause, words).into()),
            ("n", group.len().into()),
        ],
    );
    let mut example = place(first);
    example.push(first.message.clone());
    let mut detail = vec![words.with("finding-example", &[("example", example.join(": ").into())])];
    if files.len() > 1 {
        detail.insert(0, words.with("finding-files", &[("n", files.len().into())]));
    }
    // One remedy is said for all only where it is the same for all.
    if group.iter().all(|finding| finding.hint == first.hint) {
        detail.extend(first.hint.clone());
    }
    item(first, headline, detail.join("; "))
}

fn item(finding: &Finding, headline: String, detail: String) -> BoardItem {
    BoardItem {
        kind: ItemKind::Finding,
        rank: rank(finding.severity),
        party: None,
        headline,
        detail,
        figure: String::new(),
    }
}

/// `file:line:column` and the entry that is meant, as far as there are any.
fn place(finding: &Finding) -> Vec<String> {
    let mut place = Vec::new();
    if let Some(file) = &finding.file {
        let mut text = file.clone();
        for number in [finding.line, finding.column].into_iter().map_while(|n| n) {
            text.push(':');
            text.push_str(&number.to_string());
        }
        place.push(text);
    }
    place.extend(finding.entry.clone());
    place
}

fn cause_word(cause: Cause, words: &Words) -> String {
    words.get(match cause {
        Cause::NotAnExport => "cause-not-an-export",
        Cause::Unrecognised => "cause-unrecognised",
        Cause::BadNumber => "cause-bad-number",
        Cause::BadTime => "cause-bad-time",
        Cause::BadShape => "cause-bad-shape",
        Cause::BadEncoding => "cause-bad-encoding",
        Cause::TimeGap => "cause-time-gap",
        Cause::TimeFold => "cause-time-fold",
        Cause::Duplicate => "cause-duplicate",
        Cause::HeaderDisagrees => "cause-header-disagrees",
        Cause::UnknownStation => "cause-unknown-station",
        Cause::UnknownUnit => "cause-unknown-unit",
        Cause::Implausible => "cause-implausible",
        Cause::Sentinel => "cause-sentinel",
        Cause::FlatLine => "cause-flat-line",
        Cause::Spike => "cause-spike",
        Cause::Step => "cause-step",
        Cause::Disagreement => "cause-disagreement",
        Cause::Revised => "cause-revised",
        Cause::Late => "cause-late",
        Cause::Fetch => "cause-fetch",
        Cause::Configuration => "cause-configuration",
        Cause::Incomplete => "cause-incomplete",
        Cause::Account => "cause-account",
        Cause::Storage => "cause-storage",
        Cause::Pack => "cause-pack",
        Cause::Message => "cause-message",
    })
}
