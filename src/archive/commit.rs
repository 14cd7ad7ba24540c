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
use super::shared::{self, FLUSHERS};
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

/// A file that is to be written.
struct Draft {
    path: PathBuf,
    bytes: Vec<u8>,
}

/// Writes all files aside, then gives them their names, then makes the names durable.
fn write(drafts: &[Draft]) -> Result<(), ArchiveError> {
    let mut folders: BTreeSet<PathBuf> = BTreeSet::new();
    for folder in drafts.iter().filter_map(|draft| draft.path.parent()) {
        if folders.insert(folder.to_owned()) {
            let made = os::make_folder(folder)?;
            folders.extend(
                made.iter()
                    .filter_map(|made| made.parent())
                    .map(PathBuf::from),
            );
        }
    }
    shared::each(drafts, FLUSHERS, |draft| {
        os::write_aside(&draft.path, &draft.bytes)
    })?;
    drafts.iter().try_for_each(|draft| os::place(&draft.path))?;
    let folders: Vec<PathBuf> = folders.into_iter().collect();
    shared::each(&folders, FLUSHERS, |folder| os::sync_folder(folder))?;
    Ok(())
}

impl Archive {
    /// Writes segments and raw files, then the line of the journal, then the manifest.
    pub(super) fn commit(&mut self, commit: Commit, batch: &Batch) -> Result<(), ArchiveError> {
        let mut files = commit.files;
        let mut drafts = self.raw_files(&mut files, batch)?;
        let mut segments = Vec::new();
        let mut merged = Vec::new();
        let written = shared::each(&commit.payloads, shared::processors(), |payload| {
            let (segment, used) = self.merged(payload)?;
            Ok((self.segment_file(&segment)?, used))
        })?;
        for ((record, draft), used) in written {
            segments.push(record);
            drafts.push(draft);
            merged.extend(used);
        }
        write(&drafts)?;
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

    /// Compresses the files whose bytes the archive does not hold yet.
    fn raw_files(
        &self,
        files: &mut [FileRecord],
        batch: &Batch,
    ) -> Result<Vec<Draft>, ArchiveError> {
        let new: Vec<&mut FileRecord> = files
            .iter_mut()
            .filter(|file| file.stored.as_str().is_empty())
            .collect();
        let hashes: Vec<FileHash> = new.iter().map(|file| file.sha256.clone()).collect();
        let drafts = shared::each(&hashes, shared::processors(), |hash| {
            let imported = batch.files.iter().find(|file| file.sha256 == *hash);
            let path = self.dir.join(raw::path(hash));
            let bytes = raw::compress(imported.map_or(&[], |file| &file.bytes), &path)?;
            Ok(Draft { path, bytes })
        })?;
        for (file, draft) in new.into_iter().zip(&drafts) {
            file.stored = FileHash::of(&draft.bytes);
        }
        Ok(drafts)
    }

    fn segment_file(&self, segment: &Segment) -> Result<(SegmentRecord, Draft), ArchiveError> {
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
        let path = self.dir.join(record.path());
        Ok((record, Draft { path, bytes }))
    }

    /// The segment of a payload; where its key has many small ones, one segment of all their rows.
    fn merged(&self, payload: &Payload) -> Result<(Segment, Vec<SegmentRecord>), ArchiveError> {
        let key = payload.key.clone();
        let mut rows = payload.rows.clone();
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
