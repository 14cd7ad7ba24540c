//! What was said against what is expected.

use thalweg::domain::{Cause, Finding, Severity};

use crate::causes;
use crate::corpus::{Case, Expectation, Place};

/// Checks everything that was said of a file.
pub(crate) fn findings(case: &Case, said: &[Finding], differences: &mut Vec<String>) {
    for finding in said {
        well_formed(case, finding, differences);
    }
    match case.expectation {
        Expectation::Accept => nothing_serious(said, differences),
        Expectation::AcceptFlagged => {
            if case.flags.is_empty() {
                somewhere(&case.cause, said, differences);
            }
            no_errors(said, differences);
        }
        Expectation::RejectRows => rejected(case, said, differences),
        Expectation::RejectFile => refused(case, said, differences),
    }
    for flag in &case.flags {
        if !said.iter().any(|finding| shows(finding, flag)) {
            differences.push(format!(
                "no flag {} on line {} column {:?}; said of that line: {}",
                flag.cause,
                flag.line,
                flag.column,
                of_line(said, flag.line)
            ));
        }
    }
}

/// Every message can be printed, quotes little, and says what to do.
fn well_formed(case: &Case, finding: &Finding, differences: &mut Vec<String>) {
    let printed = finding.to_string();
    let is_odd = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    };
    if printed.contains(is_odd) {
        differences.push(format!(
            "a control character reaches the message {printed:?}"
        ));
    }
    if finding
        .text
        .as_ref()
        .is_some_and(|text| text.chars().count() > 1000)
        || printed.chars().count() > 2000
    {
        differences.push(format!(
            "the message is endless: {} characters",
            printed.chars().count()
        ));
    }
    if finding.severity == Severity::Error
        && (finding.hint.is_none() || (finding.file.is_none() && finding.entry.is_none()))
    {
        differences.push(format!("no file or no remedy: {printed}"));
    }
    if let Some(secret) = &case.must_not_log
        && printed.contains(secret.as_str())
    {
        differences.push("the secret is in the message".to_owned());
    }
}

fn nothing_serious(said: &[Finding], differences: &mut Vec<String>) {
    for finding in said {
        if finding.severity > Severity::Note {
            differences.push(format!("not expected: {finding}"));
        }
    }
}

fn no_errors(said: &[Finding], differences: &mut Vec<String>) {
    for finding in said {
        if finding.severity == Severity::Error {
            differences.push(format!("not expected: {finding}"));
        }
    }
}

fn somewhere(cause: &str, said: &[Finding], differences: &mut Vec<String>) {
    if !said.iter().any(|finding| causes::is(finding, cause)) {
        differences.push(format!("nobody says {cause}: {}", all(said)));
    }
}

/// Exactly the rows that are expected are refused, each with its place and reason.
fn rejected(case: &Case, said: &[Finding], differences: &mut Vec<String>) {
    for error in &case.errors {
        let is_said = said.iter().any(|finding| shows(finding, error));
        if !is_said {
            differences.push(format!(
                "no refusal {} on line {} column {:?}; said of that line: {}",
                error.cause,
                error.line,
                error.column,
                of_line(said, error.line)
            ));
        }
    }
    if case.errors.is_empty() {
        somewhere(&case.cause, said, differences);
        return;
    }
    for finding in said {
        let is_expected = (case.id == "T06" && finding.cause == Cause::Duplicate)
            || case
                .errors
                .iter()
                .any(|error| Some(error.line) == finding.line);
        if finding.severity == Severity::Error && !is_expected {
            differences.push(format!("not expected: {finding}"));
        }
    }
}

fn refused(case: &Case, said: &[Finding], differences: &mut Vec<String>) {
    let refusal = said.iter().find(|finding| {
        finding.severity == Severity::Error
            && causes::is(finding, &case.cause)
            && (case.line.is_none() || finding.line == case.line)
    });
    if refusal.is_none() {
        differences.push(format!(
            "no refusal {} on line {:?}: {}",
            case.cause,
            case.line,
            all(said)
        ));
    }
}

/// Whether a finding shows a flag: at its line, or in a run of lines that the message bounds ("up to line 25").
fn shows(finding: &Finding, flag: &Place) -> bool {
    let Some(line) = finding.line else {
        return false;
    };
    let last = finding
        .message
        .split("line ")
        .skip(1)
        .filter_map(|rest| {
            rest.split(|c: char| !c.is_ascii_digit())
                .next()?
                .parse()
                .ok()
        })
        .max()
        .unwrap_or(line);
    causes::is(finding, &flag.cause)
        && finding.column == flag.column
        && (line == flag.line || (line < flag.line && flag.line <= last))
}

fn of_line(said: &[Finding], line: u32) -> String {
    let there: Vec<Finding> = said
        .iter()
        .filter(|finding| finding.line == Some(line))
        .cloned()
        .collect();
    if there.is_empty() {
        format!("nothing; elsewhere {}", all(said))
    } else {
        all(&there)
    }
}

pub(crate) fn all(said: &[Finding]) -> String {
    let texts: Vec<String> = said
        .iter()
        .take(6)
        .map(|finding| {
            let text: String = finding.to_string().chars().take(300).collect();
            format!(
                "\n       {:?} {:?} {}",
                finding.severity,
                finding.cause,
                text.replace('\n', " | ")
            )
        })
        .collect();
    if texts.is_empty() {
        "nothing".to_owned()
    } else {
        texts.concat()
    }
}
