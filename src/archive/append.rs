//! Taking in what was imported: what is new becomes one revision, what is known changes nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::commit::{Commit, Payload};
use super::error::ArchiveError;
use super::read::AsOf;
use super::rows::{Rows, Standing, Tables};
use super::state::FileRecord;
use super::store::{Access, Archive};
use crate::domain::{
    Change, Differences, FileHash, Findings, Instant, Period, ProfileId, Receipt, SeriesKey,
    SeriesReceipt,
};
use crate::series::{Columns, Series};

/// A file that was read.
#[derive(Clone, Debug)]
pub struct ImportedFile {
    /// Path relative to the basin; a member of an archive is `a.zip!b.csv`.
    pub file: String,
    /// Hash of its bytes, the member's for a member.
    pub sha256: FileHash,
    /// Profile that read it.
    pub profile: ProfileId,
    /// What became of its readings.
    pub receipt: Receipt,
    /// The same series by series; what differs from what was known is found here and need not be filled.
    pub series: Vec<SeriesReceipt>,
    /// When the export says that it was made, to the second.
    pub issued: Option<Instant>,
    /// Its bytes, the member's for a member.
    pub bytes: Arc<[u8]>,
    /// Findings of its import.
    pub findings: Findings,
}

/// What one import brings: it becomes real as a whole or not at all.
#[derive(Clone, Debug)]
pub struct Batch {
    /// Readings, in the order of the files. Where two files of one batch differ on a reading, both
    /// are kept, and the later one counts unless only the earlier one is approved.
    pub series: Vec<Series>,
    /// Every file that was read, those that brought nothing among them.
    pub files: Vec<ImportedFile>,
    /// When.
    pub at: Instant,
}

/// What became of one file's readings, those that say "no value" among them.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FileOutcome {
    /// Path as it was handed over.
    pub file: String,
    /// Hash of its bytes.
    pub sha256: FileHash,
    /// Whether the archive already held these bytes.
    pub is_known: bool,
    /// Readings of instants that were new.
    pub added: u64,
    /// Readings whose value or quality differs from what was known.
    pub revised: u64,
    /// Of the revised ones, those that came after an approved reading of their instant and are not approved, or
    /// say "no value" where it has one: they are kept, and the approved reading counts.
    pub downgraded: u64,
    /// Readings that were known.
    pub unchanged: u64,
    /// The same series by series, in the order of the keys.
    pub series: Vec<(SeriesKey, Differences)>,
}

/// What became of a batch.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Appended {
    /// Revision that the batch became; `None` when it brought no reading that was new.
    pub revision: Option<u32>,
    /// One for each file of the batch, in its order.
    pub files: Vec<FileOutcome>,
}

impl Appended {
    /// Readings of instants that were new.
    pub fn added(&self) -> u64 {
        self.files.iter().map(|file| file.added).sum()
    }

    /// Readings whose value or quality differs from what was known.
    pub fn revised(&self) -> u64 {
        self.files.iter().map(|file| file.revised).sum()
    }

    /// Readings that were known.
    pub fn unchanged(&self) -> u64 {
        self.files.iter().map(|file| file.unchanged).sum()
    }
}

/// What becomes of one reading.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Added,
    Revised,
    Downgraded,
    Unchanged,
}

impl Archive {
    /// Takes in a batch. A reading with the value and quality that count is `unchanged` and not stored again, and so
    /// is one that is kept below an approved one already; a file that is known and brings nothing new leaves no
    /// trace, so that importing twice is importing once. On an error nothing was taken in, and the archive is read-only until it is opened again.
    ///
    /// # Errors
    /// When it is open for reading only, a receipt does not balance, a reading names a file that is not handed
    /// over, or the disk refuses.
    pub fn append(&mut self, batch: &Batch) -> Result<Appended, ArchiveError> {
        if let Access::ReadOnly { reason } = &self.access {
            return Err(ArchiveError::ReadOnly {
                reason: reason.clone(),
            });
        }
        self.check(batch)?;
        // The journal writes whole seconds, and what is in memory must equal what is read back.
        let at = Instant::from_millis(batch.at.millis().div_euclid(1000) * 1000);
        let revision = self.loaded.state.revision() + 1;
        let mut appended = self.outcomes(batch);
        let mut payloads = Vec::new();
        for (key, series) in by_key(batch) {
            let mut rows = self.news(key, &series, &mut appended)?;
            rows.columns.revision.fill(revision);
            if !rows.columns.is_empty() {
                payloads.push(Payload {
                    key: key.clone(),
                    rows,
                });
            }
        }
        if !payloads.is_empty() {
            appended.revision = Some(revision);
        }
        let files = self.records(batch, &appended, at);
        if payloads.is_empty() && files.is_empty() {
            return Ok(appended);
        }
        let commit = Commit {
            at,
            revision: appended.revision,
            files,
            payloads,
            added: appended.added(),
        };
        if let Err(error) = self.commit(commit, batch) {
            self.access = Access::ReadOnly {
                reason: format!("an import failed: {error}"),
            };
            return Err(error);
        }
        Ok(appended)
    }

    fn check(&self, batch: &Batch) -> Result<(), ArchiveError> {
        if let Some(file) = batch.files.iter().find(|file| !file.receipt.balances()) {
            return Err(ArchiveError::Unbalanced {
                file: file.file.clone(),
                receipt: file.receipt,
            });
        }
        // A file whose bytes are not those of its hash could never be shown as the origin of a reading.
        if let Some(file) = batch
            .files
            .iter()
            .find(|file| FileHash::of(&file.bytes) != file.sha256)
        {
            return Err(ArchiveError::UnknownFile {
                file: file.file.clone(),
                sha256: file.sha256.clone(),
            });
        }
        let named = batch.series.iter().flat_map(|series| series.files.iter());
        for origin in named {
            let is_brought = batch.files.iter().any(|file| file.sha256 == origin.sha256);
            if !is_brought && !self.has_file(&origin.sha256) {
                return Err(ArchiveError::UnknownFile {
                    file: origin.file.clone(),
                    sha256: origin.sha256.clone(),
                });
            }
        }
        Ok(())
    }

    fn outcomes(&self, batch: &Batch) -> Appended {
        let files = batch.files.iter().map(|file| FileOutcome {
            file: file.file.clone(),
            sha256: file.sha256.clone(),
            is_known: self.has_file(&file.sha256),
            added: 0,
            revised: 0,
            downgraded: 0,
            unchanged: 0,
            series: Vec::new(),
        });
        Appended {
            revision: None,
            files: files.collect(),
        }
    }

    /// The readings of one key that differ from what is known, in the order they came.
    fn news(
        &self,
        key: &SeriesKey,
        series: &[&Series],
        appended: &mut Appended,
    ) -> Result<Rows, ArchiveError> {
        let mut known = self.known(key, series)?;
        let mut rows = Rows::new();
        for series in series {
            let fates = known.fates(series);
            count(series, &fates, &known, appended);
            let new: Vec<usize> = (0..fates.len())
                .filter(|&row| fates[row] != Fate::Unchanged)
                .collect();
            let tables = Tables {
                flags: &series.flags,
                files: &series.files,
            };
            rows.add(series.columns(), tables, &new);
            known.learn(series, &fates);
        }
        rows.sort();
        Ok(rows)
    }

    /// What is known over the time that these series span.
    fn known(&self, key: &SeriesKey, series: &[&Series]) -> Result<Known, ArchiveError> {
        let first = series
            .iter()
            .filter_map(|series| series.columns().time.first());
        let last = series
            .iter()
            .filter_map(|series| series.columns().time.last());
        let (Some(&first), Some(&last)) = (first.min(), last.max()) else {
            return Ok(Known::default());
        };
        let period = Period::new(Instant::from_millis(first), Instant::from_millis(last + 1));
        let mut rows = self.rows(key, Some(period), AsOf::Latest)?;
        rows.sort();
        Ok(Known::of(&rows))
    }

    /// What the journal says of each file: nothing of one that is known and brought nothing.
    fn records(&self, batch: &Batch, appended: &Appended, at: Instant) -> Vec<FileRecord> {
        let mut records: Vec<FileRecord> = Vec::new();
        for (file, outcome) in batch.files.iter().zip(&appended.files) {
            let before = self.loaded.state.file(&file.sha256);
            let has_news = outcome.added + outcome.revised > 0;
            let is_as_before = before.is_some_and(|before| {
                before.receipt == file.receipt && before.findings == file.findings
            });
            let is_twice = records.iter().any(|record| record.sha256 == file.sha256);
            if (is_as_before && !has_news) || is_twice {
                continue;
            }
            let revision = if has_news {
                appended.revision
            } else {
                before.and_then(|before| before.revision)
            };
            records.push(FileRecord {
                file: before.map_or_else(|| file.file.clone(), |before| before.file.clone()),
                sha256: file.sha256.clone(),
                stored: before.map_or_else(|| FileHash::new(""), |before| before.stored.clone()),
                bytes: file.bytes.len() as u64,
                profile: file.profile.clone(),
                receipt: file.receipt,
                series: receipts(file, outcome),
                issued: file.issued,
                findings: file.findings.clone(),
                revision,
                at,
                added: outcome.added + before.map_or(0, |before| before.added),
                revised: outcome.revised + before.map_or(0, |before| before.revised),
                downgraded: outcome.downgraded + before.map_or(0, |before| before.downgraded),
                unchanged: outcome.unchanged,
            });
        }
        records
    }
}

/// The series of a batch by key, each key's in the order of the batch.
fn by_key(batch: &Batch) -> BTreeMap<&SeriesKey, Vec<&Series>> {
    let mut by_key: BTreeMap<&SeriesKey, Vec<&Series>> = BTreeMap::new();
    for series in &batch.series {
        by_key.entry(&series.key).or_default().push(series);
    }
    by_key
}

/// The receipts of a file's series with what differs from what was known.
fn receipts(file: &ImportedFile, outcome: &FileOutcome) -> Vec<SeriesReceipt> {
    let with = |receipt: &SeriesReceipt| {
        let found = outcome.series.iter().find(|(key, _)| receipt.is_of(key));
        SeriesReceipt {
            differences: found.map_or(receipt.differences, |(_, found)| *found),
            ..receipt.clone()
        }
    };
    file.series.iter().map(with).collect()
}

/// Adds the fates of a series to the outcomes of the files that its readings stand in.
fn count(series: &Series, fates: &[Fate], known: &Known, appended: &mut Appended) {
    for (file, origin) in series.files.iter().enumerate() {
        let Some(outcome) = appended
            .files
            .iter_mut()
            .find(|outcome| outcome.sha256 == origin.sha256)
        else {
            continue;
        };
        let differences = known.differences(series, fates, file);
        outcome.added += differences.added;
        outcome.revised += differences.revised;
        outcome.downgraded += differences.downgraded;
        outcome.unchanged += differences.unchanged;
        outcome.series.push((series.key.clone(), differences));
    }
}

/// The value and quality of each time that count, sorted by time.
#[derive(Default)]
struct Known {
    time: Vec<i64>,
    value: Vec<f64>,
    quality: Vec<u8>,
    /// The rows that do not count.
    below: BTreeSet<Row>,
}

/// Time, bits of the value and quality of a row, such that equal readings are equal.
type Row = (i64, u64, u8);

fn row(time: i64, value: f64, quality: u8) -> Row {
    // There is one "no value" and one zero.
    let value = if value.is_nan() {
        f64::NAN
    } else {
        value + 0.0
    };
    (time, value.to_bits(), quality)
}

impl Known {
    /// Of sorted rows.
    fn of(rows: &Rows) -> Self {
        let columns = &rows.columns;
        let current = rows.current();
        let mut at = current.iter().peekable();
        let below = (0..columns.len())
            .filter(|row| at.next_if(|current| *current == row).is_none())
            .map(|at| row(columns.time[at], columns.value[at], columns.quality[at]));
        Self {
            below: below.collect(),
            time: current.iter().map(|&row| columns.time[row]).collect(),
            value: current.iter().map(|&row| columns.value[row]).collect(),
            quality: current.iter().map(|&row| columns.quality[row]).collect(),
        }
    }

    fn fates(&self, series: &Series) -> Vec<Fate> {
        let columns = series.columns();
        let mut at = 0;
        (0..columns.len())
            .map(|at_row| {
                while at < self.time.len() && self.time[at] < columns.time[at_row] {
                    at += 1;
                }
                if self.time.get(at) != Some(&columns.time[at_row]) {
                    return Fate::Added;
                }
                let (time, value) = (columns.time[at_row], columns.value[at_row]);
                let quality = columns.quality[at_row];
                let new = row(time, value, quality);
                if new == row(time, self.value[at], self.quality[at]) {
                    return Fate::Unchanged;
                }
                if Standing::of(value, quality) >= Standing::of(self.value[at], self.quality[at]) {
                    Fate::Revised
                } else if self.below.contains(&new) {
                    Fate::Unchanged
                } else {
                    Fate::Downgraded
                }
            })
            .collect()
    }

    /// How the readings of one file in a series differ from what is known.
    fn differences(&self, series: &Series, fates: &[Fate], file: usize) -> Differences {
        let columns = series.columns();
        let mut differences = Differences::default();
        let mut rows = (0..columns.len())
            .filter(|&row| usize::try_from(columns.file[row]) == Ok(file))
            .peekable();
        let Some(&first) = rows.peek() else {
            return differences;
        };
        let mut at = self
            .time
            .partition_point(|&time| time < columns.time[first]);
        for row in rows {
            let time = columns.time[row];
            while self.time.get(at).is_some_and(|&known| known < time) {
                self.note_absent(at, &mut differences);
                at += 1;
            }
            let old = (self.time.get(at) == Some(&time)).then(|| self.value[at]);
            at += usize::from(old.is_some());
            match fates[row] {
                Fate::Added => differences.added += 1,
                Fate::Unchanged => differences.unchanged += 1,
                Fate::Revised => differences.revised += 1,
                Fate::Downgraded => {
                    differences.revised += 1;
                    differences.downgraded += 1;
                }
            }
            let is_new = matches!(fates[row], Fate::Revised | Fate::Downgraded);
            if let Some(old) = old.filter(|old| is_new && !old.is_nan()) {
                note_change(old, columns, row, &mut differences);
            }
        }
        differences
    }

    /// A known value for which the file has no row.
    fn note_absent(&self, at: usize, differences: &mut Differences) {
        if !self.value[at].is_nan() {
            let time = Instant::from_millis(self.time[at]);
            differences.absent += 1;
            let first = differences.absent_span.map_or(time, |(first, _)| first);
            differences.absent_span = Some((first, time));
        }
    }

    /// Adds the new rows of a series, over or below what was known of their times.
    fn learn(&mut self, series: &Series, fates: &[Fate]) {
        let columns = series.columns();
        let mut old = std::mem::take(self);
        let mut at = 0;
        let mut take_until = |known: &mut Self, time: i64| {
            while at < old.time.len() && old.time[at] < time {
                known.time.push(old.time[at]);
                known.value.push(old.value[at]);
                known.quality.push(old.quality[at]);
                at += 1;
            }
            if old.time.get(at) == Some(&time) {
                old.below.insert(row(time, old.value[at], old.quality[at]));
                at += 1;
            }
        };
        let mut below = Vec::new();
        for (at, fate) in fates.iter().enumerate() {
            let (time, value) = (columns.time[at], columns.value[at]);
            match fate {
                Fate::Unchanged => {}
                Fate::Downgraded => below.push(row(time, value, columns.quality[at])),
                Fate::Added | Fate::Revised => {
                    take_until(self, time);
                    self.time.push(time);
                    self.value.push(value);
                    self.quality.push(columns.quality[at]);
                }
            }
        }
        take_until(self, i64::MAX);
        self.below = old.below;
        self.below.extend(below);
    }
}

/// A known value that a row of a file says anew.
fn note_change(old: f64, columns: &Columns, row: usize, differences: &mut Differences) {
    let new = columns.value[row];
    if new.is_nan() {
        differences.withdrawn += 1;
        return;
    }
    differences.note(Change {
        time: Instant::from_millis(columns.time[row]),
        old,
        new,
        line: columns.line[row],
        column: u32::from(columns.column[row]),
    });
}
