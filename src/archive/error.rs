//! Why the archive could not do what it was asked.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use crate::domain::{Cause, FileHash, Finding, Receipt};

/// Why the archive could not do what it was asked. Nothing is half done: an import that fails is not in it.
#[derive(Debug)]
pub enum ArchiveError {
    /// The operating system refused.
    Io {
        /// What was being done, as in "could not … ".
        action: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A file of the archive is not what the journal says it is.
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The archive is open for reading only.
    ReadOnly {
        /// Why, naming who writes.
        reason: String,
    },
    /// A newer program wrote it.
    Newer {
        /// The file that says so.
        file: PathBuf,
        /// The schema it names.
        schema: String,
    },
    /// The receipt of a file does not add up, so readings would be lost in silence.
    Unbalanced {
        /// The file as the person knows it.
        file: String,
        /// Its receipt.
        receipt: Receipt,
    },
    /// A reading names a file that is neither in the batch nor in the archive.
    UnknownFile {
        /// The file as the reading names it.
        file: String,
        /// Its hash.
        sha256: FileHash,
    },
    /// A raw file has no such line.
    NoSuchLine {
        /// Hash of the file.
        sha256: FileHash,
        /// The line asked for, from 1.
        line: u32,
    },
}

impl ArchiveError {
    pub(super) fn io(action: &'static str, path: &Path, source: io::Error) -> Self {
        Self::Io {
            action,
            path: path.to_owned(),
            source,
        }
    }

    pub(super) fn damaged(file: &Path, reason: impl Into<String>) -> Self {
        Self::Damaged {
            file: file.to_owned(),
            reason: reason.into(),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Io { .. } => "check that the disk is there, has space, and may be written to",
            Self::Damaged { .. } => {
                "restore this file from a copy, or move the archive aside and import the exports again"
            }
            Self::ReadOnly { .. } => "close the other program, or work in that one",
            Self::Newer { .. } => "open it with the program that wrote it, or a newer one",
            Self::Unbalanced { .. } => "report this file: its reader loses readings",
            Self::UnknownFile { .. } => "hand the file's bytes over together with its readings",
            Self::NoSuchLine { .. } => "ask for a line that the file has",
        }
    }

    /// The same as a finding.
    pub fn finding(&self) -> Finding {
        let finding = Finding::error(Cause::Storage, self.to_string()).hint(self.hint());
        match self {
            Self::Io { path, .. }
            | Self::Damaged { file: path, .. }
            | Self::Newer { file: path, .. } => finding.file(path.display().to_string()),
            Self::Unbalanced { file, .. } | Self::UnknownFile { file, .. } => {
                finding.file(file.clone())
            }
            Self::ReadOnly { .. } | Self::NoSuchLine { .. } => finding,
        }
    }
}

impl fmt::Display for ArchiveError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Io {
                action,
                path,
                source,
            } => {
                write!(f, "could not {action} {}: {source}", path.display())
            }
            Self::Damaged { file, reason } => {
                write!(f, "{} is damaged: {reason}", file.display())
            }
            Self::ReadOnly { reason } => {
                write!(f, "the archive is open for reading only: {reason}")
            }
            Self::Newer { file, schema } => {
                write!(
                    f,
                    "{} has the schema {schema}, which this program does not know",
                    file.display()
                )
            }
            Self::Unbalanced { file, receipt } => {
                write!(f, "the receipt of {file} does not balance: {receipt}")
            }
            Self::UnknownFile { file, sha256 } => {
                write!(
                    f,
                    "readings name the file {file} ({sha256}), whose bytes the archive does not hold"
                )
            }
            Self::NoSuchLine { sha256, line } => {
                write!(f, "the file {sha256} has no line {line}")
            }
        }
    }
}

impl std::error::Error for ArchiveError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Io { source, .. } => Some(source),
            _ => None,
        }
    }
}
