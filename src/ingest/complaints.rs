//! Findings of one file: each with its place, and never so many that nobody reads them.

use std::collections::BTreeMap;

use crate::domain::{Cause, Finding, Findings, Severity};

/// So many findings of one kind are told in full; the rest is counted.
const TOLD_IN_FULL: u64 = 200;

/// A kind of finding: what is the matter and what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    /// For programs.
    pub(super) cause: Cause,
    /// How much it matters.
    pub(super) severity: Severity,
    /// What is the matter.
    pub(super) message: &'static str,
    /// What to do.
    pub(super) hint: &'static str,
}

impl Kind {
    /// Something was not taken in.
    pub(super) const fn error(cause: Cause, message: &'static str, hint: &'static str) -> Self {
        Self {
            cause,
            severity: Severity::Error,
            message,
            hint,
        }
    }

    /// Good to know.
    pub(super) const fn note(cause: Cause, message: &'static str, hint: &'static str) -> Self {
        Self {
            cause,
            severity: Severity::Note,
            message,
            hint,
        }
    }
}

/// The findings of one file.
pub(super) struct Complaints<'f> {
    file: &'f str,
    findings: &'f mut Findings,
    /// How many of each kind, and the line of the first.
    counts: BTreeMap<Kind, (u64, u32)>,
    errors: bool,
}

impl<'f> Complaints<'f> {
    /// None yet.
    pub(super) fn new(file: &'f str, findings: &'f mut Findings) -> Self {
        Self {
            file,
            findings,
            counts: BTreeMap::new(),
            errors: false,
        }
    }

    /// The file, as the person knows it.
    pub(super) fn file(&self) -> &'f str {
        self.file
    }

    /// Whether one of them is an error.
    pub(super) fn has_errors(&self) -> bool {
        self.errors
    }

    /// How many of a kind there are.
    pub(super) fn count(&self, kind: Kind) -> u64 {
        self.counts.get(&kind).map_or(0, |(count, _)| *count)
    }

    /// The line of the first of a kind.
    pub(super) fn first(&self, kind: Kind) -> Option<u32> {
        self.counts.get(&kind).map(|(_, line)| *line)
    }

    /// A finding at a place; `column` 0 is the line as a whole.
    pub(super) fn at(&mut self, kind: Kind, line: u32, column: usize, text: &str) {
        self.errors |= kind.severity == Severity::Error;
        let (count, _) = self.counts.entry(kind).or_insert((0, line));
        *count += 1;
        if *count > TOLD_IN_FULL {
            return;
        }
        let mut finding = Finding::new(kind.severity, kind.cause, kind.message)
            .file(self.file)
            .line(line)
            .text(text)
            .hint(kind.hint);
        if let Ok(column) = u32::try_from(column)
            && column > 0
        {
            finding = finding.column(column);
        }
        self.findings.push(finding);
    }

    /// A finding of its own wording.
    pub(super) fn say(&mut self, finding: Finding) {
        self.errors |= finding.severity == Severity::Error;
        self.findings.push(finding.file(self.file));
    }

    /// Says how many of each kind were not told in full.
    pub(super) fn finish(self) {
        for (kind, (count, _)) in self.counts {
            if count > TOLD_IN_FULL {
                let more = count - TOLD_IN_FULL;
                self.findings.push(
                    Finding::new(
                        kind.severity,
                        kind.cause,
                        format!(
                            "{more} more of the same kind, {count} in all: {}",
                            kind.message
                        ),
                    )
                    .file(self.file)
                    .hint(kind.hint),
                );
            }
        }
    }
}
