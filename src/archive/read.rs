//! Reading a series as it was known at some time.

use std::fs;
use std::sync::Arc;

use bytes::Bytes;

use super::error::ArchiveError;
use super::journal;
use super::rows::{Rows, Tables};
use super::segment::{self, Segment};
use super::state::{SegmentRecord, State};
use super::store::Archive;
use crate::domain::{FileHash, Instant, Period, Quality, SeriesKey};
use crate::series::Series;

/// Whose knowledge to read with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AsOf {
    /// Of now.
    #[default]
    Latest,
    /// Of this revision: 0 knows nothing.
    Revision(u32),
    /// Of this moment: every revision made at it or before it.
    Instant(Instant),
}

/// A reading that a later import changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Revised {
    /// Instant of the reading.
    pub time: Instant,
    /// What it was: SI, `None` for "no value".
    pub old: Option<f64>,
    /// Its quality then.
    pub old_quality: Quality,
    /// Import that brought it.
    pub old_revision: u32,
    /// What it became.
    pub new: Option<f64>,
    /// Its quality from then on.
    pub new_quality: Quality,
    /// Import that changed it.
    pub new_revision: u32,
}

impl Archive {
    /// The readings of a key in `period` (all of them for `None`): for every time the row that
    /// counted then, which is the newest approved one that was known, or the newest where none was approved. A key or a time that nothing was known of gives no row.
    ///
    /// # Errors
    /// When a segment cannot be read, or is not what was written.
    pub fn series(
        &self,
        key: &SeriesKey,
        period: Option<Period>,
        as_of: AsOf,
    ) -> Result<Series, ArchiveError> {
        let mut rows = self.rows(key, period, as_of)?;
        rows.sort();
        rows.keep_current();
        Ok(Series::new(
            key.clone(),
            rows.columns,
            Arc::from(rows.flags),
            Arc::from(rows.files),
        ))
    }

    /// Every change of the reading that counts, by time and then by revision. A row that did not displace an
    /// approved one changed nothing.
    ///
    /// # Errors
    /// As [`Archive::series`].
    pub fn revised(&self, key: &SeriesKey) -> Result<Vec<Revised>, ArchiveError> {
        let mut rows = self.rows(key, None, AsOf::Latest)?;
        rows.sort();
        let columns = &rows.columns;
        let value = |row: usize| Some(columns.value[row]).filter(|value| !value.is_nan());
        let mut revised = Vec::new();
        let mut old = 0;
        for row in 1..columns.len() {
            let is_same_time = columns.time[old] == columns.time[row];
            if is_same_time && rows.standing(row) < rows.standing(old) {
                continue;
            }
            if is_same_time {
                revised.push(Revised {
                    time: Instant::from_millis(columns.time[row]),
                    old: value(old),
                    old_quality: Quality::unpack(columns.quality[old]),
                    old_revision: columns.revision[old],
                    new: value(row),
                    new_quality: Quality::unpack(columns.quality[row]),
                    new_revision: columns.revision[row],
                });
            }
            old = row;
        }
        Ok(revised)
    }

    /// Rows of a key that were known, those that do not count among them, in no order.
    pub(super) fn rows(
        &self,
        key: &SeriesKey,
        period: Option<Period>,
        as_of: AsOf,
    ) -> Result<Rows, ArchiveError> {
        match self.rows_of(&self.loaded.state, key, period, as_of) {
            // The writer may have merged segments since this program opened the archive.
            Err(ArchiveError::Io { source, .. })
                if source.kind() == std::io::ErrorKind::NotFound =>
            {
                let now = journal::load(&self.dir)?;
                self.rows_of(&now.state, key, period, as_of)
            }
            done => done,
        }
    }

    fn rows_of(
        &self,
        state: &State,
        key: &SeriesKey,
        period: Option<Period>,
        as_of: AsOf,
    ) -> Result<Rows, ArchiveError> {
        let newest = match as_of {
            AsOf::Latest => u32::MAX,
            AsOf::Revision(number) => number,
            AsOf::Instant(at) => state
                .revisions
                .iter()
                .rev()
                .find(|revision| revision.at <= at)
                .map_or(0, |revision| revision.number),
        };
        let (first, last) = period.map_or((i64::MIN, i64::MAX), |period| {
            (period.start.millis(), period.end.millis().saturating_sub(1))
        });
        let mut rows = Rows::new();
        for record in &state.segments {
            if record.key == *key && record.first <= last && first <= record.last {
                let segment = self.segment(record)?;
                let columns = &segment.columns;
                let known: Vec<usize> = (0..columns.len())
                    .filter(|&row| {
                        let time = columns.time[row];
                        first <= time && time <= last && columns.revision[row] <= newest
                    })
                    .collect();
                let tables = Tables {
                    flags: &segment.flags,
                    files: &segment.files,
                };
                rows.add(columns, tables, &known);
            }
        }
        Ok(rows)
    }

    /// Reads a segment, once its bytes are known to be those that were written.
    pub(super) fn segment(&self, record: &SegmentRecord) -> Result<Segment, ArchiveError> {
        let path = self.dir.join(record.path());
        let bytes = fs::read(&path).map_err(|error| ArchiveError::io("read", &path, error))?;
        if FileHash::of(&bytes) != record.sha256 {
            return Err(ArchiveError::damaged(
                &path,
                "its content does not have the hash that names it",
            ));
        }
        segment::decode(Bytes::from(bytes))
            .map_err(|error| ArchiveError::damaged(&path, error.to_string()))
    }
}
