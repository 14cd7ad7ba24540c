//! The journal, and the manifest that it adds up to.
//!
//! Each line of the journal holds the SHA-256 of the line before, so that whoever kept the newest hash finds out
//! when the past was rewritten. The manifest is only a copy that opens fast: it says how far into the journal it
//! goes, and what stands after that place is added when the archive is opened.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use super::error::ArchiveError;
use super::os;
use super::state::{ImportRecord, State};
use crate::domain::FileHash;

const SCHEMA: &str = "archive/1";
const SEAL: &str = ",\n\"sha256\":\"";

/// How far a state goes into the journal.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub(super) struct Mark {
    /// Lines.
    pub(super) records: u64,
    /// Bytes of all lines.
    pub(super) bytes: u64,
    /// Where the last line begins.
    pub(super) last: u64,
    /// SHA-256 of the last line without its line end; of nothing before the first.
    pub(super) head: FileHash,
}

impl Mark {
    /// Before the first line.
    pub(super) fn start() -> Self {
        Self {
            records: 0,
            bytes: 0,
            last: 0,
            head: FileHash::of(b""),
        }
    }

    fn after(&self, line: &str) -> Self {
        Self {
            records: self.records + 1,
            bytes: self.bytes + line.len() as u64 + 1,
            last: self.bytes,
            head: FileHash::of(line.as_bytes()),
        }
    }
}

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
    let path = dir.join("journal.jsonl");
    let (lines, torn) = read_tail(&path, &mark)?;
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
        let record = parse(path, line, mark)?;
        *mark = mark.after(line);
        state.apply(&record);
    }
    Ok(())
}

/// The whole lines after the mark, once the line before it is known to be the right one, and how many bytes
/// of a cut-off line follow them.
fn read_tail(path: &Path, mark: &Mark) -> Result<(String, u64), ArchiveError> {
    let io = |error| ArchiveError::io("read", path, error);
    let mut file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::NotFound && mark.bytes == 0 => {
            return Ok((String::new(), 0));
        }
        Err(error) => return Err(io(error)),
    };
    file.seek(SeekFrom::Start(mark.last)).map_err(io)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(io)?;
    let last = usize::try_from(mark.bytes - mark.last).unwrap_or(usize::MAX);
    if bytes.len() < last {
        return Err(ArchiveError::damaged(
            path,
            "it ends before the manifest does",
        ));
    }
    if last > 0 && (FileHash::of(&bytes[..last - 1]) != mark.head || bytes[last - 1] != b'\n') {
        return Err(ArchiveError::damaged(
            path,
            format!("line {} is not the one that was written", mark.records),
        ));
    }
    // A line that was cut off may end inside a character; whole lines are always text.
    let tail = &bytes[last..];
    let whole = memchr::memrchr(b'\n', tail).map_or(0, |at| at + 1);
    match std::str::from_utf8(&tail[..whole]) {
        Ok(lines) => Ok((lines.to_owned(), (tail.len() - whole) as u64)),
        Err(error) => Err(ArchiveError::damaged(path, error.to_string())),
    }
}

fn parse(path: &Path, line: &str, before: &Mark) -> Result<ImportRecord, ArchiveError> {
    let n = before.records + 1;
    let record: ImportRecord = serde_json::from_str(line)
        .map_err(|error| ArchiveError::damaged(path, format!("line {n}: {error}")))?;
    if record.previous != before.head || record.n != n {
        return Err(ArchiveError::damaged(
            path,
            format!("line {n} does not follow the line before it"),
        ));
    }
    Ok(record)
}

/// Appends one line and flushes it: from here on the import is real.
pub(super) fn append(dir: &Path, mark: &Mark, record: &ImportRecord) -> Result<Mark, ArchiveError> {
    let path = dir.join("journal.jsonl");
    let line = serde_json::to_string(record)
        .map_err(|error| ArchiveError::io("write", &path, io::Error::other(error)))?;
    let is_new = !path.exists();
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(&path)
        .map_err(|error| ArchiveError::io("open", &path, error))?;
    file.write_all(format!("{line}\n").as_bytes())
        .map_err(|error| ArchiveError::io("write", &path, error))?;
    file.sync_all()
        .map_err(|error| ArchiveError::io("flush", &path, error))?;
    if is_new {
        os::sync_folder(dir)?;
    }
    Ok(mark.after(&line))
}

/// Takes away what a cut-off write left after the last whole line.
pub(super) fn cut(dir: &Path, mark: &Mark) -> Result<(), ArchiveError> {
    let path = dir.join("journal.jsonl");
    OpenOptions::new()
        .write(true)
        .open(&path)
        .and_then(|file| {
            file.set_len(mark.bytes)?;
            file.sync_all()
        })
        .map_err(|error| ArchiveError::io("shorten", &path, error))
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
    let path = dir.join("journal.jsonl");
    let (lines, _) = read_tail(&path, &Mark::start())?;
    let (mut state, mut mark) = (State::default(), Mark::start());
    follow(&path, &lines, &mut state, &mut mark)?;
    Ok((state, mark))
}
