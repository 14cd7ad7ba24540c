//! The alarm book: every change of an alarm and of a gauge's state, in a chain of its own beside the journal.
//!
//! `alarms.jsonl` is written by the program that holds the archive's lock; a program that only reads adds nothing.

use std::io;
use std::path::Path;

use super::chain::{self, Link, Mark};
use super::error::ArchiveError;
use super::store::{Access, Archive};
use crate::domain::{AlarmEntry, FileHash};

const FILE: &str = "alarms.jsonl";

/// One line.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
struct Line {
    n: u64,
    previous: FileHash,
    #[serde(flatten)]
    entry: AlarmEntry,
}

impl Link for Line {
    fn n(&self) -> u64 {
        self.n
    }

    fn previous(&self) -> &FileHash {
        &self.previous
    }
}

/// The book as it stands on the disk.
#[derive(Clone, Debug)]
pub(super) struct Book {
    entries: Vec<AlarmEntry>,
    mark: Mark,
    torn: u64,
}

/// Reads the whole book; it need not exist.
pub(super) fn load(dir: &Path) -> Result<Book, ArchiveError> {
    let path = dir.join(FILE);
    let mut mark = Mark::start();
    let (lines, torn) = chain::read_tail(&path, &mark)?;
    let mut entries = Vec::new();
    for text in lines.lines() {
        let line: Line = chain::parse(&path, text, &mark)?;
        mark = mark.after(text);
        entries.push(line.entry);
    }
    Ok(Book {
        entries,
        mark,
        torn,
    })
}

/// Takes away what a cut-off write left.
pub(super) fn mend(dir: &Path, book: &Book) -> Result<(), ArchiveError> {
    if book.torn > 0 {
        chain::cut(&dir.join(FILE), &book.mark)?;
    }
    Ok(())
}

impl Archive {
    /// Every line of the alarm book, oldest first.
    pub fn alarm_entries(&self) -> &[AlarmEntry] {
        &self.alarms.entries
    }

    /// Hash of the newest line of the alarm book.
    pub fn alarm_head(&self) -> &FileHash {
        &self.alarms.mark.head
    }

    /// Adds lines to the alarm book, all or none.
    ///
    /// # Errors
    /// When the archive is open for reading only, or the disk refuses.
    pub fn append_alarms(&mut self, entries: &[AlarmEntry]) -> Result<(), ArchiveError> {
        if let Access::ReadOnly { reason } = &self.access {
            return Err(ArchiveError::ReadOnly {
                reason: reason.clone(),
            });
        }
        if entries.is_empty() {
            return Ok(());
        }
        let path = self.dir.join(FILE);
        let mut mark = self.alarms.mark.clone();
        let mut text = String::new();
        for entry in entries {
            let line = Line {
                n: mark.records + 1,
                previous: mark.head.clone(),
                entry: entry.clone(),
            };
            let line = serde_json::to_string(&line)
                .map_err(|error| ArchiveError::io("write", &path, io::Error::other(error)))?;
            mark = mark.after(&line);
            text.push_str(&line);
            text.push('\n');
        }
        if let Err(error) = chain::append_lines(&path, &text) {
            // What was written of it goes, so that the chain ends with a whole line.
            drop(chain::cut(&path, &self.alarms.mark));
            return Err(error);
        }
        self.alarms.mark = mark;
        self.alarms.entries.extend_from_slice(entries);
        Ok(())
    }
}
