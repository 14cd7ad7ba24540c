//! Opening an archive: who may write, and what is in it.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};

use super::alarms;
use super::error::ArchiveError;
use super::journal::{self, Loaded};
use super::os;
use super::raw;
use super::state::{Facts, FileRecord};
use crate::domain::{FileHash, Instant, ReadingRef, SeriesKey};
use crate::series::Series;

/// Whether this program may write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Access {
    /// It holds the lock.
    Writer,
    /// It reads what was there when it opened.
    ReadOnly {
        /// Why, naming who writes.
        reason: String,
    },
}

/// An open archive. It lets go of the lock when dropped, and the system does so when the program dies.
#[derive(Debug)]
pub struct Archive {
    pub(super) dir: PathBuf,
    pub(super) loaded: Loaded,
    pub(super) alarms: alarms::Book,
    pub(super) access: Access,
    _lock: Option<File>,
}

impl Archive {
    /// Opens the archive in `dir` and makes the folder if need be. The first program to open it writes; a
    /// second one, and any on a medium that may not be written to, reads.
    ///
    /// # Errors
    /// When the folder cannot be made or read, or when manifest or journal are damaged or of a newer program.
    pub fn open(dir: &Path) -> Result<Self, ArchiveError> {
        if !dir.is_dir() {
            for made in os::make_folder(dir)? {
                made.parent().map_or(Ok(()), |parent| {
                    if parent.as_os_str().is_empty() {
                        Ok(())
                    } else {
                        os::sync_folder(parent)
                    }
                })?;
            }
        }
        let (mut access, lock) = acquire(dir);
        let loaded = journal::load(dir)?;
        let alarms = alarms::load(dir)?;
        if access == Access::Writer
            && let Err(error) = mend(dir, &loaded).and_then(|()| alarms::mend(dir, &alarms))
        {
            access = Access::ReadOnly {
                reason: error.to_string(),
            };
        }
        Ok(Self {
            dir: dir.to_owned(),
            loaded,
            alarms,
            access,
            _lock: lock,
        })
    }

    /// Whether this program may write, and why not.
    pub fn access(&self) -> &Access {
        &self.access
    }

    /// Reads again what another program may have written since.
    ///
    /// # Errors
    /// As [`Archive::open`].
    pub fn refresh(&mut self) -> Result<(), ArchiveError> {
        self.loaded = journal::load(&self.dir)?;
        self.alarms = alarms::load(&self.dir)?;
        Ok(())
    }

    /// In numbers.
    pub fn facts(&self) -> Facts {
        self.loaded.state.facts()
    }

    /// Hash of the newest line of the journal: whoever keeps it finds out when the past is rewritten.
    pub fn head(&self) -> &FileHash {
        &self.loaded.mark.head
    }

    /// When each revision was made, oldest first.
    pub fn revisions(&self) -> impl Iterator<Item = (u32, Instant)> {
        let revisions = &self.loaded.state.revisions;
        revisions
            .iter()
            .map(|revision| (revision.number, revision.at))
    }

    /// Every file that was imported, in the order of its first import.
    pub fn files(&self) -> &[FileRecord] {
        &self.loaded.state.files
    }

    /// Whether a file with these bytes was imported.
    pub fn has_file(&self, sha256: &FileHash) -> bool {
        self.loaded.state.file(sha256).is_some()
    }

    /// The keys of all series, sorted.
    pub fn keys(&self) -> Vec<SeriesKey> {
        let segments = &self.loaded.state.segments;
        let mut keys: Vec<SeriesKey> = segments.iter().map(|segment| segment.key.clone()).collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// The hashes of the segments that hold a series: what was read of it stays true while they are the same.
    pub fn version(&self, key: &SeriesKey) -> Vec<FileHash> {
        let segments = self
            .loaded
            .state
            .segments
            .iter()
            .filter(|segment| segment.key == *key);
        segments.map(|segment| segment.sha256.clone()).collect()
    }

    /// What is remembered of the file with these bytes.
    pub fn file(&self, sha256: &FileHash) -> Option<&FileRecord> {
        self.loaded.state.file(sha256)
    }

    /// The bytes of a file as its agency sent it.
    ///
    /// # Errors
    /// When the archive has no such file, or it is damaged.
    pub fn raw(&self, sha256: &FileHash) -> Result<Vec<u8>, ArchiveError> {
        let file = self
            .loaded
            .state
            .file(sha256)
            .ok_or_else(|| ArchiveError::UnknownFile {
                file: String::new(),
                sha256: sha256.clone(),
            })?;
        raw::read(&self.dir, sha256, file.bytes)
    }

    /// Line `line` (from 1) of a file, decoded, without its end.
    ///
    /// # Errors
    /// When the archive has no such file or the file no such line, or the file is damaged.
    pub fn raw_line(&self, sha256: &FileHash, line: u32) -> Result<String, ArchiveError> {
        let text = raw::decode(&self.raw(sha256)?);
        raw::line(&text, line)
            .map(str::to_owned)
            .ok_or_else(|| ArchiveError::NoSuchLine {
                sha256: sha256.clone(),
                line,
            })
    }

    /// The reading of a row of a series, with its line as the agency wrote it; `None` for a row that is not there.
    ///
    /// # Errors
    /// As [`Archive::raw_line`].
    pub fn reading(&self, series: &Series, row: usize) -> Result<Option<ReadingRef>, ArchiveError> {
        series
            .reading(row)
            .map(|mut reading| {
                reading.text = self.raw_line(&reading.sha256, reading.line)?;
                Ok(reading)
            })
            .transpose()
    }
}

/// Takes the lock if it is free. The system's lock decides, never the text beside it.
fn acquire(dir: &Path) -> (Access, Option<File>) {
    let holder = dir.join("lock-holder.txt");
    let file = match OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(dir.join("lock"))
    {
        Ok(file) => file,
        Err(error) => {
            let reason = format!(
                "the folder {} may not be written to: {error}",
                dir.display()
            );
            return (Access::ReadOnly { reason }, None);
        }
    };
    match file.try_lock() {
        Ok(()) => {
            // Only a courtesy to the next one: without it they are told that somebody writes, not who.
            let told = fs::write(&holder, format!("{}\n", os::whoami()));
            drop(told);
            (Access::Writer, Some(file))
        }
        Err(TryLockError::WouldBlock) => {
            let who = fs::read_to_string(&holder).map_or_else(
                |_| "another program".to_owned(),
                |who| who.trim().to_owned(),
            );
            let reason = format!("it is being written by {who}");
            (Access::ReadOnly { reason }, None)
        }
        Err(TryLockError::Error(error)) => {
            let reason = format!("the folder {} cannot be locked: {error}", dir.display());
            (Access::ReadOnly { reason }, None)
        }
    }
}

/// Finishes what a crash left: a cut-off line goes, a manifest that lags behind is written anew.
fn mend(dir: &Path, loaded: &Loaded) -> Result<(), ArchiveError> {
    if loaded.torn > 0 {
        journal::cut(dir, &loaded.mark)?;
    }
    if !loaded.is_current && loaded.mark.records > 0 {
        journal::write_manifest(dir, &loaded.state, &loaded.mark)?;
    }
    Ok(())
}
