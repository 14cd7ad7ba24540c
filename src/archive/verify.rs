//! Checking every byte that the archive holds.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::alarms;
use super::error::ArchiveError;
use super::journal;
use super::raw;
use super::store::Archive;
use crate::domain::{Cause, FileHash, Finding, Findings};

impl Archive {
    /// Reads everything and compares it with what was written: the chain of the journal, the manifest, every
    /// segment and every raw file. Each finding names its file; a file that nothing names is a note.
    pub fn verify(&self) -> Findings {
        let mut findings = Findings::new();
        self.verify_journal(&mut findings);
        let mut named = BTreeSet::new();
        for record in &self.loaded.state.segments {
            let checked = self.segment(record).and_then(|segment| {
                let path = self.dir.join(record.path());
                if segment.key == record.key && segment.columns.len() as u64 == record.rows {
                    Ok(())
                } else {
                    let reason = "it holds another series than the journal says";
                    Err(ArchiveError::damaged(&path, reason))
                }
            });
            push(checked, &mut findings);
            named.insert(record.path());
        }
        for file in &self.loaded.state.files {
            let path = raw::path(&file.sha256);
            let read = fs::read(self.dir.join(&path))
                .map_err(|error| ArchiveError::io("read", &self.dir.join(&path), error));
            let checked = read.and_then(|bytes| {
                if FileHash::of(&bytes) == file.stored {
                    raw::read(&self.dir, &file.sha256, file.bytes).map(drop)
                } else {
                    let reason = "its content is not what was written";
                    Err(ArchiveError::damaged(&self.dir.join(&path), reason))
                }
            });
            push(checked, &mut findings);
            named.insert(path);
        }
        for path in files_below(&self.dir, &["data", "raw"]) {
            if !named.contains(&path) {
                findings.push(
                    Finding::note(
                        Cause::Storage,
                        "the journal does not name this file, so nothing reads it",
                    )
                    .file(self.dir.join(path).display().to_string())
                    .hint("delete it, once no import is running"),
                );
            }
        }
        findings
    }

    fn verify_journal(&self, findings: &mut Findings) {
        let checked = journal::replay(&self.dir).and_then(|(state, mark)| {
            if state == self.loaded.state && mark == self.loaded.mark {
                Ok(())
            } else {
                let path = self.dir.join("manifest.json");
                let reason = "it is not what the journal adds up to";
                Err(ArchiveError::damaged(&path, reason))
            }
        });
        push(checked, findings);
        push(journal::load(&self.dir).map(drop), findings);
        push(alarms::load(&self.dir).map(drop), findings);
    }
}

fn push(checked: Result<(), ArchiveError>, findings: &mut Findings) {
    if let Err(error) = checked {
        findings.push(error.finding());
    }
}

/// All files below some folders of a folder, as paths relative to it, sorted.
fn files_below(dir: &Path, folders: &[&str]) -> Vec<PathBuf> {
    let mut open: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
    let mut files = Vec::new();
    while let Some(folder) = open.pop() {
        let Ok(entries) = fs::read_dir(dir.join(&folder)) else {
            continue;
        };
        for entry in entries.flatten() {
            let path = folder.join(entry.file_name());
            if entry.path().is_dir() {
                open.push(path);
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}
