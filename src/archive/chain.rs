//! A file of lines that only grows: each line names the hash of the line before, so that whoever kept the newest hash
//! finds out when the past was rewritten.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use super::error::ArchiveError;
use super::os;
use crate::domain::FileHash;

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

    pub(super) fn after(&self, line: &str) -> Self {
        Self {
            records: self.records + 1,
            bytes: self.bytes + line.len() as u64 + 1,
            last: self.bytes,
            head: FileHash::of(line.as_bytes()),
        }
    }
}

/// What every line says of its place in the chain.
pub(super) trait Link: serde::de::DeserializeOwned {
    /// Number of the line, from 1.
    fn n(&self) -> u64;
    /// SHA-256 of the line before, without its line end; of nothing for the first.
    fn previous(&self) -> &FileHash;
}

/// The whole lines after the mark, once the line before it is known to be the right one, and how many bytes
/// of a cut-off line follow them.
pub(super) fn read_tail(path: &Path, mark: &Mark) -> Result<(String, u64), ArchiveError> {
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

/// Reads the line that follows `before`.
pub(super) fn parse<T: Link>(path: &Path, line: &str, before: &Mark) -> Result<T, ArchiveError> {
    let n = before.records + 1;
    let record: T = serde_json::from_str(line)
        .map_err(|error| ArchiveError::damaged(path, format!("line {n}: {error}")))?;
    if *record.previous() != before.head || record.n() != n {
        return Err(ArchiveError::damaged(
            path,
            format!("line {n} does not follow the line before it"),
        ));
    }
    Ok(record)
}

/// Appends one line and flushes it: from here on it is real.
pub(super) fn append(
    path: &Path,
    mark: &Mark,
    record: &impl serde::Serialize,
) -> Result<Mark, ArchiveError> {
    let line = serde_json::to_string(record)
        .map_err(|error| ArchiveError::io("write", path, io::Error::other(error)))?;
    append_lines(path, &format!("{line}\n"))?;
    Ok(mark.after(&line))
}

/// Appends whole lines and flushes them once.
pub(super) fn append_lines(path: &Path, lines: &str) -> Result<(), ArchiveError> {
    let is_new = !path.exists();
    let mut file = OpenOptions::new()
        .create(true)
        .append(true)
        .open(path)
        .map_err(|error| ArchiveError::io("open", path, error))?;
    file.write_all(lines.as_bytes())
        .map_err(|error| ArchiveError::io("write", path, error))?;
    file.sync_all()
        .map_err(|error| ArchiveError::io("flush", path, error))?;
    if is_new {
        path.parent().map_or(Ok(()), os::sync_folder)?;
    }
    Ok(())
}

/// Takes away what a cut-off write left after the last whole line.
pub(super) fn cut(path: &Path, mark: &Mark) -> Result<(), ArchiveError> {
    OpenOptions::new()
        .write(true)
        .open(path)
        .and_then(|file| {
            file.set_len(mark.bytes)?;
            file.sync_all()
        })
        .map_err(|error| ArchiveError::io("shorten", path, error))
}
