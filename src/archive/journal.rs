//! The journal, and the manifest that it adds up to.
//!
//! Each line of the journal holds the SHA-256 of the line before, so that whoever kept the newest hash finds out
//! when the past was rewritten. The manifest is only a copy that opens fast: it says how far into the journal it
//! goes, and what stands after that place is added when the archive is opened.

use std::fs;
use std::io;
use std::path::Path;

use super::chain::{self, Mark};
use super::error::ArchiveError;
use super::os;
use super::state::{ImportRecord, State};
use crate::domain::FileHash;

const FILE: &str = "journal.jsonl";
const SCHEMA: &str = "archive/1";
const SEAL: &str = ",\n\"sha256\":\"";

#[derive(serde::Serialize, serde::Deserialize)]
struct Manifest {
    schema: String,
    journal: Mark,
    #[serde(flatten)]
    state: State,
}

/// The state of an archive and the mark it goes to.
#[derive(Clone, Debug)]
pub(super) struct Loaded {
    pub(super) state: State,
    pub(super) mark: Mark,
    /// Bytes after the last whole line, left by a write that was cut off.
    pub(super) torn: u64,
    /// Whether the manifest stands where the journal ends.
    pub(super) is_current: bool,
}

/// Reads manifest and journal; neither need exist.
pub(super) fn load(dir: &Path) -> Result<Loaded, ArchiveError> {
    let manifest = read_manifest(&dir.join("manifest.json"))?;
    let is_there = manifest.is_some();
    let (mut state, mut mark) = manifest.unwrap_or_else(|| (State::default(), Mark::start()));
    let from = mark.bytes;
    let path = dir.join(FILE);
    let (lines, torn) = chain::read_tail(&path, &mark)?;
    follow(&path, &lines, &mut state, &mut mark)?;
    Ok(Loaded {
        state,
        torn,
        is_current: is_there && mark.bytes == from,
        mark,
    })
}

fn read_manifest(path: &Path) -> Result<Option<(State, Mark)>, ArchiveError> {
    let text = match fs::read_to_string(path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            return Err(ArchiveError::damaged(path, "it is no text"));
        }
        Err(error) => return Err(ArchiveError::io("read", path, error)),
    };
    let body = text.rsplit_once(SEAL).map_or("", |(body, _)| body);
    if seal(body) != text {
        return Err(ArchiveError::damaged(
            path,
            "its content does not have the hash that it names; without this file the archive is read from the journal",
        ));
    }
    let manifest: Manifest = serde_json::from_str(&text)
        .map_err(|error| ArchiveError::damaged(path, error.to_string()))?;
    if manifest.schema != SCHEMA {
        return Err(ArchiveError::Newer {
            file: path.to_owned(),
            schema: manifest.schema,
        });
    }
    let mut state = manifest.state;
    state.index();
    Ok(Some((state, manifest.journal)))
}

/// Closes the text of an object that is still open with the hash of that text.
fn seal(open: &str) -> String {
    format!("{open}{SEAL}{}\"}}\n", FileHash::of(open.as_bytes()))
}

/// Adds whole lines to what is known.
fn follow(
    path: &Path,
    lines: &str,
    state: &mut State,
    mark: &mut Mark,
) -> Result<(), ArchiveError> {
    for line in lines.lines() {
        let record: ImportRecord = chain::parse(path, line, mark)?;
        *mark = mark.after(line);
        state.apply(&record);
    }
    Ok(())
}

/// Appends one line and flushes it: from here on the import is real.
pub(super) fn append(dir: &Path, mark: &Mark, record: &ImportRecord) -> Result<Mark, ArchiveError> {
    chain::append(&dir.join(FILE), mark, record)
}

/// Takes away what a cut-off write left after the last whole line.
pub(super) fn cut(dir: &Path, mark: &Mark) -> Result<(), ArchiveError> {
    chain::cut(&dir.join(FILE), mark)
}

/// Replaces the manifest.
pub(super) fn write_manifest(dir: &Path, state: &State, mark: &Mark) -> Result<(), ArchiveError> {
    let path = dir.join("manifest.json");
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        journal: mark.clone(),
        state: state.clone(),
    };
    let text = serde_json::to_string(&manifest)
        .map_err(|error| ArchiveError::io("write", &path, io::Error::other(error)))?;
    let open = text.strip_suffix('}').unwrap_or(&text);
    os::replace(&path, seal(open).as_bytes())
}

/// Follows the whole chain from its first line; returns what it adds up to.
pub(super) fn replay(dir: &Path) -> Result<(State, Mark), ArchiveError> {
    let path = dir.join(FILE);
    let (lines, _) = chain::read_tail(&path, &Mark::start())?;
    let (mut state, mut mark) = (State::default(), Mark::start());
    follow(&path, &lines, &mut state, &mut mark)?;
    Ok((state, mark))
}
