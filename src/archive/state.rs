//! What the journal adds up to.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;

use crate::domain::{FileHash, Findings, Instant, ProfileId, Receipt, SeriesKey, SeriesReceipt};

/// What the archive holds, in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Facts {
    /// Number of the newest revision, 0 before the first.
    pub revision: u32,
    /// Files kept.
    pub files: u64,
    /// Instants of all series that have a reading, those that say "no value" among them; a revised reading
    /// counts once.
    pub readings: u64,
}

/// One file as it was last imported.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct FileRecord {
    /// Path relative to the basin; a member of an archive is `a.zip!b.csv`.
    pub file: String,
    /// Hash of its bytes.
    pub sha256: FileHash,
    /// Hash of the file in `raw/`, which is compressed.
    pub stored: FileHash,
    /// Size, bytes.
    pub bytes: u64,
    /// Profile that read it.
    pub profile: ProfileId,
    /// What became of its readings.
    pub receipt: Receipt,
    /// The same series by series, with what differs from what was known.
    #[serde(default)]
    pub series: Vec<SeriesReceipt>,
    /// When the export says that it was made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub issued: Option<Instant>,
    /// Findings of its import.
    pub findings: Findings,
    /// Revision it brought; `None` when every reading was known.
    pub revision: Option<u32>,
    /// When it was imported.
    pub at: Instant,
    /// Readings of instants that were new.
    pub added: u64,
    /// Readings that differ from what was known.
    pub revised: u64,
    /// Of the revised ones, those that did not displace an approved reading.
    #[serde(default)]
    pub downgraded: u64,
    /// Readings that were known.
    pub unchanged: u64,
}

/// One immutable Parquet file.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct SegmentRecord {
    pub(super) sha256: FileHash,
    pub(super) key: SeriesKey,
    pub(super) rows: u64,
    /// First and last instant, ms since 1970 UTC.
    pub(super) first: i64,
    pub(super) last: i64,
}

impl SegmentRecord {
    /// Folder below the archive, in the way that query engines read as columns.
    pub(super) fn folder(&self) -> PathBuf {
        let key = &self.key;
        PathBuf::from("data")
            .join(format!("station={}", encoded(key.station.as_str())))
            .join(format!("quantity={}", key.quantity.word()))
            .join(format!("step={}", key.step))
            .join(format!("statistic={}", key.statistic.word()))
            .join(format!("source={}", encoded(key.source.as_str())))
    }

    /// Path below the archive.
    pub(super) fn path(&self) -> PathBuf {
        self.folder().join(format!("{}.parquet", self.sha256))
    }
}

/// A name as a folder may bear it on every system: letters, digits, `-`, `_` and inner dots stay, the rest is
/// percent-encoded, as query engines decode it.
fn encoded(text: &str) -> String {
    let mut name = String::new();
    for (at, byte) in text.bytes().enumerate() {
        let is_inner_dot = byte == b'.' && at > 0 && at + 1 < text.len();
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') || is_inner_dot {
            name.push(char::from(byte));
        } else {
            let written = write!(name, "%{byte:02X}");
            debug_assert!(written.is_ok(), "writing to a string does not fail");
        }
    }
    name
}

/// A revision and when it was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct RevisionRecord {
    pub(super) number: u32,
    pub(super) at: Instant,
}

/// One line of the journal.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct ImportRecord {
    /// Number of the line, from 1.
    pub(super) n: u64,
    /// SHA-256 of the line before, without its line end; of nothing for the first.
    pub(super) previous: FileHash,
    pub(super) at: Instant,
    /// `None` when the files brought no reading that was new.
    pub(super) revision: Option<u32>,
    pub(super) files: Vec<FileRecord>,
    pub(super) segments: Vec<SegmentRecord>,
    /// Segments whose rows all went into one of `segments`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) merged: Vec<FileHash>,
    /// Instants that had no reading before.
    pub(super) added: u64,
}

impl super::chain::Link for ImportRecord {
    fn n(&self) -> u64 {
        self.n
    }

    fn previous(&self) -> &FileHash {
        &self.previous
    }
}

/// What the journal adds up to.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub(super) struct State {
    pub(super) revisions: Vec<RevisionRecord>,
    pub(super) files: Vec<FileRecord>,
    pub(super) segments: Vec<SegmentRecord>,
    pub(super) readings: u64,
    /// Where in `files` a hash stands: a feed brings tens of thousands.
    #[serde(skip)]
    places: BTreeMap<FileHash, usize>,
}

impl State {
    /// Makes files findable by hash after the list was read from the manifest.
    pub(super) fn index(&mut self) {
        self.places = (0..)
            .zip(&self.files)
            .map(|(place, file)| (file.sha256.clone(), place))
            .collect();
    }

    /// Adds one line of the journal.
    pub(super) fn apply(&mut self, record: &ImportRecord) {
        if let Some(number) = record.revision {
            self.revisions.push(RevisionRecord {
                number,
                at: record.at,
            });
        }
        for file in &record.files {
            if let Some(&place) = self.places.get(&file.sha256) {
                self.files[place] = file.clone();
            } else {
                self.places.insert(file.sha256.clone(), self.files.len());
                self.files.push(file.clone());
            }
        }
        if !record.merged.is_empty() {
            self.segments
                .retain(|segment| !record.merged.contains(&segment.sha256));
        }
        self.segments.extend(record.segments.iter().cloned());
        self.readings += record.added;
    }

    /// Number of the newest revision, 0 before the first.
    pub(super) fn revision(&self) -> u32 {
        self.revisions.last().map_or(0, |revision| revision.number)
    }

    /// The file with this hash.
    pub(super) fn file(&self, sha256: &FileHash) -> Option<&FileRecord> {
        self.places.get(sha256).map(|&place| &self.files[place])
    }

    /// In numbers.
    pub(super) fn facts(&self) -> Facts {
        Facts {
            revision: self.revision(),
            files: u64::try_from(self.files.len()).unwrap_or(u64::MAX),
            readings: self.readings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_text_becomes_a_folder_name() {
        for (text, expect) in [
            ("grenzau-av", "grenzau-av"),
            ("01104475", "01104475"),
            ("Tisza/Szolnok", "Tisza%2FSzolnok"),
            ("..", "%2E%2E"),
            ("a.b", "a.b"),
            ("Mühl", "M%C3%BChl"),
        ] {
            assert_eq!(encoded(text), expect);
        }
    }
}
