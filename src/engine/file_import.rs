//! What became of a file: the receipt that a person sees, now and after years.

use super::import::Read;
use crate::archive::{FileRecord, ImportedFile};
use crate::domain::{FileHash, Findings, Instant, ProfileId, Receipt, SeriesReceipt};

/// What became of one file.
#[derive(Clone, Debug, serde::Serialize)]
pub struct FileImport {
    /// Path relative to the basin; a member of an archive is `a.zip!b.csv`.
    pub file: String,
    /// Hash of its bytes.
    pub sha256: FileHash,
    /// Profile that read it; `None` when none did.
    pub profile: Option<ProfileId>,
    /// What became of every reading.
    pub receipt: Receipt,
    /// The same series by series: sums, extremes, and what differs from what the archive knew before.
    pub series: Vec<SeriesReceipt>,
    /// When the export says that it was made, where its profile knows how to tell.
    pub issued: Option<Instant>,
    /// When it was taken in.
    pub at: Option<Instant>,
    /// Readings of instants that were new.
    pub added: u64,
    /// Readings that changed what was known.
    pub revised: u64,
    /// Readings that were known.
    pub unchanged: u64,
    /// What a person should know.
    pub findings: Findings,
    /// Whether the archive did not have these bytes before.
    #[serde(skip)]
    pub is_new: bool,
}

/// What became of an import.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct ImportReport {
    /// Newest revision of the archive afterwards.
    pub revision: u32,
    /// File by file, in the order they were taken in.
    pub files: Vec<FileImport>,
}

impl FileImport {
    /// A file that nobody could read.
    pub(super) fn unread(read: &Read) -> Self {
        Self {
            file: read.name.clone(),
            sha256: read.sha256.clone(),
            profile: None,
            receipt: Receipt::default(),
            series: Vec::new(),
            issued: None,
            at: None,
            added: 0,
            revised: 0,
            unchanged: 0,
            findings: read.findings.clone(),
            is_new: true,
        }
    }

    /// A file that was read and is not yet in the archive.
    pub(super) fn waiting(file: &ImportedFile) -> Self {
        Self {
            file: file.file.clone(),
            sha256: file.sha256.clone(),
            profile: Some(file.profile.clone()),
            receipt: file.receipt,
            series: file.series.clone(),
            issued: file.issued,
            at: None,
            added: 0,
            revised: 0,
            unchanged: 0,
            findings: file.findings.clone(),
            is_new: true,
        }
    }

    /// What the archive remembers of a file.
    pub(super) fn remembered(record: &FileRecord) -> Self {
        Self {
            file: record.file.clone(),
            sha256: record.sha256.clone(),
            profile: Some(record.profile.clone()),
            receipt: record.receipt,
            series: record.series.clone(),
            issued: record.issued,
            at: Some(record.at),
            added: record.added,
            revised: record.revised,
            unchanged: record.unchanged,
            findings: record.findings.clone(),
            is_new: false,
        }
    }

    /// Values that were known within the file's time and for which it has no row.
    pub fn absent(&self) -> u64 {
        self.series
            .iter()
            .map(|series| series.differences.absent)
            .sum()
    }
}
