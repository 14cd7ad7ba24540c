//! Findings: what a person should know, with the place, the reason and the remedy.

use std::fmt;

use super::odd_id::is_unseen;

/// How much a finding matters.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Good to know.
    Note,
    /// A figure may be affected.
    Warning,
    /// Something was not taken in, or cannot be computed.
    Error,
}

/// Why, as a stable word for programs; the message says it to a person.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// The file is empty, a directory, a picture, a web page: no export at all.
    NotAnExport,
    /// No profile claims the file, or more than one does.
    Unrecognised,
    /// A cell is no number.
    BadNumber,
    /// A cell is no date or time of the profile's form.
    BadTime,
    /// A row has too few or too many fields.
    BadShape,
    /// Bytes that the encoding does not allow.
    BadEncoding,
    /// A civil time that does not exist on the stated clock.
    TimeGap,
    /// A civil time that exists twice on the stated clock.
    TimeFold,
    /// The same instant twice in one file.
    Duplicate,
    /// The header and the data disagree.
    HeaderDisagrees,
    /// A station that the basin does not know.
    UnknownStation,
    /// A unit that the text or the basin does not settle.
    UnknownUnit,
    /// A value outside what is physically possible.
    Implausible,
    /// A value that looks like an undeclared missing code.
    Sentinel,
    /// A run of equal values that looks like a stuck sensor.
    FlatLine,
    /// A jump that looks like a spike.
    Spike,
    /// A jump after which everything stands on another level, as when a unit or a gauge zero changes.
    Step,
    /// Two sources of one section disagree.
    Disagreement,
    /// A later export changed values of an earlier one.
    Revised,
    /// A source has not reported for longer than it should.
    Late,
    /// A feed could not be fetched.
    Fetch,
    /// An entry of `basin.toml` or of an agreement is wrong.
    Configuration,
    /// Too little data stands behind a figure.
    Incomplete,
    /// An account that came to a limit of its agreement: an amount that lapses, is overdue or not settled.
    Account,
    /// The archive or a file on disk could not be read or written.
    Storage,
    /// A data pack is not what its manifests say, or does not prove where it comes from.
    Pack,
    /// A warning message breaks a rule of its form (CAP 1.2).
    Message,
}

/// One finding.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// How much it matters.
    pub severity: Severity,
    /// Why, for programs.
    pub cause: Cause,
    /// File, as the person knows it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Line in the file, from 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<u32>,
    /// Field of the line, from 1; in an agreement's expression the character.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<u32>,
    /// Entry of a configuration, station or figure that is meant.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<String>,
    /// What stands there, at most 80 characters, control characters escaped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What is the matter, one sentence without a full stop.
    pub message: String,
    /// What to do, one sentence without a full stop.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
}

impl Finding {
    /// A finding without a place.
    pub fn new(severity: Severity, cause: Cause, message: impl Into<String>) -> Self {
        Self {
            severity,
            cause,
            file: None,
            line: None,
            column: None,
            entry: None,
            text: None,
            message: message.into(),
            hint: None,
        }
    }

    /// An error without a place.
    pub fn error(cause: Cause, message: impl Into<String>) -> Self {
        Self::new(Severity::Error, cause, message)
    }

    /// A warning without a place.
    pub fn warning(cause: Cause, message: impl Into<String>) -> Self {
        Self::new(Severity::Warning, cause, message)
    }

    /// A note without a place.
    pub fn note(cause: Cause, message: impl Into<String>) -> Self {
        Self::new(Severity::Note, cause, message)
    }

    /// In this file.
    #[must_use]
    pub fn file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// At this line, from 1.
    #[must_use]
    pub fn line(mut self, line: u32) -> Self {
        self.line = Some(line);
        self
    }

    /// At this field, from 1.
    #[must_use]
    pub fn column(mut self, column: u32) -> Self {
        self.column = Some(column);
        self
    }

    /// About this entry, station or figure.
    #[must_use]
    pub fn entry(mut self, entry: impl Into<String>) -> Self {
        self.entry = Some(entry.into());
        self
    }

    /// Quotes what stands there, shortened and escaped.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.text = Some(quote(text));
        self
    }

    /// Says what to do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// At most 80 characters of foreign text, control and invisible characters escaped, so that a message can be
/// printed and shows what stands there.
pub fn quote(text: &str) -> String {
    let mut quoted = String::new();
    for (n, character) in text.chars().enumerate() {
        if n == 80 {
            quoted.push('…');
            break;
        }
        if character.is_control() || is_unseen(character) {
            quoted.extend(character.escape_default());
        } else {
            quoted.push(character);
        }
    }
    quoted
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(file) = &self.file {
            write!(f, "{file}")?;
            if let Some(line) = self.line {
                write!(f, ":{line}")?;
                if let Some(column) = self.column {
                    write!(f, ":{column}")?;
                }
            }
            write!(f, ": ")?;
        }
        if let Some(entry) = &self.entry {
            write!(f, "{entry}: ")?;
        }
        write!(f, "{}", self.message)?;
        if let Some(text) = &self.text {
            write!(f, ": \"{text}\"")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "\n  {hint}")?;
        }
        Ok(())
    }
}

/// Findings of a piece of work, in the order they were met.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(transparent)]
pub struct Findings(Vec<Finding>);

impl Findings {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds one.
    pub fn push(&mut self, finding: Finding) {
        self.0.push(finding);
    }

    /// Adds one, if there is one.
    pub fn push_some(&mut self, finding: Option<Finding>) {
        self.0.extend(finding);
    }

    /// Adds all of another piece of work.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    /// In order.
    pub fn iter(&self) -> std::slice::Iter<'_, Finding> {
        self.0.iter()
    }

    /// In order, to be completed with a file name or an entry.
    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, Finding> {
        self.0.iter_mut()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether one of them is an error.
    pub fn has_errors(&self) -> bool {
        self.0
            .iter()
            .any(|finding| finding.severity == Severity::Error)
    }
}

impl IntoIterator for Findings {
    type Item = Finding;
    type IntoIter = std::vec::IntoIter<Finding>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl FromIterator<Finding> for Findings {
    fn from_iter<I: IntoIterator<Item = Finding>>(findings: I) -> Self {
        Self(findings.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_reads_like_a_compiler_message() {
        let finding = Finding::error(Cause::BadNumber, "no number")
            .file("a.csv")
            .line(7)
            .column(2)
            .text("12,3x\u{1b}")
            .hint("correct the cell and import again");
        assert_eq!(
            finding.to_string(),
            "a.csv:7:2: no number: \"12,3x\\u{1b}\"\n  correct the cell and import again"
        );
    }
}
