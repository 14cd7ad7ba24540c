//! Writing an import so that it becomes real in one moment: with its line in the journal.

use std::collections::BTreeSet;
use std::io;
use std::path::PathBuf;

use super::append::Batch;
use super::error::ArchiveError;
use super::journal;
use super::os;
use super::raw;
use super::rows::{Rows, Tables};
use super::segment::{self, Segment};
use super::state::{FileRecord, ImportRecord, SegmentRecord};
use super::store::Archive;
use crate::domain::{FileHash, Instant, SeriesKey};

/// A feed that is asked every quarter of an hour makes a segment each time; so many of one key are put together.
const MANY: usize = 24;
/// A segment of so many rows is left alone: a year of quarter-hours is 35,040.
const LARGE: u64 = 100_000;

/// New rows of one key.
pub(super) struct Payload {
    pub(super) key: SeriesKey,
    pub(super) rows: Rows,
}

/// What an import writes.
pub(super) struct Commit {
    pub(super) at: Instant,
    pub(super) revision: Option<u32>,
    pub(super) files: Vec<FileRecord>,
    pub(super) payloads: Vec<Payload>,
    pub(super) added: u64,
}

/// Files that are written aside, to be given their names together.
#[derive(Default)]
struct Aside {
    paths: Vec<PathBuf>,
    folders: BTreeSet<PathBuf>,
}

impl Aside {
    fn write(&mut self, path: PathBuf, bytes: &[u8]) -> Result<(), ArchiveError> {
        if let Some(folder) = path.parent()
            && !self.folders.contains(folder)
        {
            let made = os::make_folder(folder)?;
            self.folders.extend(
                made.iter()
                    .filter_map(|made| made.parent())
                    .map(PathBuf::from),
            );
            self.folders.insert(folder.to_owned());
        }
        os::write_aside(&path, bytes)?;
        self.paths.push(path);
        Ok(())
    }

    fn place(&self) -> Result<(), ArchiveError> {
        self.paths.iter().try_for_each(|path| os::place(path))?;
        self.folders
            .iter()
            .try_for_each(|folder| os::sync_folder(folder))
    }
}

impl Archive {
    /// Writes segments and raw files, then the line of the journal, then the manifest.
    pub(super) fn commit(&mut self, commit: Commit, batch: &Batch) -> Result<(), ArchiveError> {
        let mut aside = Aside::default();
        let mut files = commit.files;
        for file in files
            .iter_mut()
            .filter(|file| file.stored.as_str().is_empty())
        {
            let imported = batch.files.iter().find(|one| one.sha256 == file.sha256);
            let path = self.dir.join(raw::path(&file.sha256));
            let bytes = raw::compress(imported.map_or(&[], |one| &one.bytes), &path)?;
            file.stored = FileHash::of(&bytes);
            aside.write(path, &bytes)?;
        }
        let mut segments = Vec::new();
        let mut merged = Vec::new();
        for payload in commit.payloads {
            let (segment, used) = self.merged(payload)?;
            segments.push(self.write_segment(&segment, &mut aside)?);
            merged.extend(used);
        }
        aside.place()?;
        let record = ImportRecord {
            n: self.loaded.mark.records + 1,
            previous: self.loaded.mark.head.clone(),
            at: commit.at,
            revision: commit.revision,
            files,
            segments,
            merged: merged.iter().map(|used| used.sha256.clone()).collect(),
            added: commit.added,
        };
        self.loaded.mark = journal::append(&self.dir, &self.loaded.mark, &record)?;
        self.loaded.state.apply(&record);
        journal::write_manifest(&self.dir, &self.loaded.state, &self.loaded.mark)?;
        for used in merged {
            // All of its rows stand in the merged one; a file that stays behind is named by `verify`.
            let removed = std::fs::remove_file(self.dir.join(used.path()));
            drop(removed);
        }
        Ok(())
    }

    fn write_segment(
        &self,
        segment: &Segment,
        aside: &mut Aside,
    ) -> Result<SegmentRecord, ArchiveError> {
        let time = &segment.columns.time;
        let bytes = segment::encode(segment).map_err(|error| {
            ArchiveError::io("write", &self.dir.join("data"), io::Error::other(error))
        })?;
        let record = SegmentRecord {
            sha256: FileHash::of(&bytes),
            key: segment.key.clone(),
            rows: time.len() as u64,
            first: time.first().copied().unwrap_or(0),
            last: time.last().copied().unwrap_or(0),
        };
        aside.write(self.dir.join(record.path()), &bytes)?;
        Ok(record)
    }

    /// The segment of a payload; where its key has many small ones, one segment of all their rows.
    fn merged(&self, payload: Payload) -> Result<(Segment, Vec<SegmentRecord>), ArchiveError> {
        let Payload { key, mut rows } = payload;
        let small: Vec<SegmentRecord> = self
            .loaded
            .state
            .segments
            .iter()
            .filter(|segment| segment.key == key && segment.rows < LARGE)
            .cloned()
            .collect();
        let used = if small.len() < MANY {
            Vec::new()
        } else {
            small
        };
        for record in &used {
            let old = self.segment(record)?;
            let all: Vec<usize> = (0..old.columns.len()).collect();
            let tables = Tables {
                flags: &old.flags,
                files: &old.files,
            };
            rows.add(&old.columns, tables, &all);
        }
        rows.sort();
        let segment = Segment {
            key,
            flags: rows.flags,
            files: rows.files,
            columns: rows.columns,
        };
        Ok((segment, used))
    }
}
