//! What differs between operating systems, and the order of steps that survives a power cut.
//!
//! Write aside, flush, rename, flush the folder: without the last step a rename that was acknowledged is lost in
//! some power cuts, on ext4 and on xfs alike. A failed flush is never tried again, because the system may have
//! dropped the pages and would then report success.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::error::ArchiveError;

/// The name a file has until it is whole.
fn aside(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    path.with_file_name(name)
}

/// Writes a file aside and flushes it; [`place`] gives it its name.
pub(super) fn write_aside(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    let aside = aside(path);
    let mut file =
        File::create(&aside).map_err(|error| ArchiveError::io("create", &aside, error))?;
    file.write_all(bytes)
        .map_err(|error| ArchiveError::io("write", &aside, error))?;
    file.sync_all()
        .map_err(|error| ArchiveError::io("flush", &aside, error))
}

/// Gives a file that was written aside its name. The folder is not flushed yet.
pub(super) fn place(path: &Path) -> Result<(), ArchiveError> {
    rename(&aside(path), path).map_err(|error| ArchiveError::io("replace", path, error))
}

/// Replaces a file as a whole, so that a reader sees the old one or the new one.
pub(super) fn replace(path: &Path, bytes: &[u8]) -> Result<(), ArchiveError> {
    write_aside(path, bytes)?;
    place(path)?;
    path.parent().map_or(Ok(()), sync_folder)
}

/// Makes a folder with all above it; returns those that did not exist before, topmost first.
pub(super) fn make_folder(path: &Path) -> Result<Vec<PathBuf>, ArchiveError> {
    let made: Vec<PathBuf> = path
        .ancestors()
        .take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists())
        .map(Path::to_owned)
        .collect();
    fs::create_dir_all(path).map_err(|error| ArchiveError::io("create", path, error))?;
    Ok(made.into_iter().rev().collect())
}

/// Makes the names in a folder durable. Windows has no such call; NTFS keeps a journal of its renames.
#[cfg(unix)]
pub(super) fn sync_folder(path: &Path) -> Result<(), ArchiveError> {
    File::open(path)
        .and_then(|folder| folder.sync_all())
        .map_err(|error| ArchiveError::io("flush", path, error))
}

/// Makes the names in a folder durable. Windows has no such call; NTFS keeps a journal of its renames.
#[cfg(not(unix))]
pub(super) fn sync_folder(_path: &Path) -> Result<(), ArchiveError> {
    Ok(())
}

#[cfg(not(windows))]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    fs::rename(from, to)
}

/// A virus scanner or an indexer may hold the file for a moment: access denied (5) and sharing violation (32)
/// are tried again for two seconds.
#[cfg(windows)]
fn rename(from: &Path, to: &Path) -> io::Result<()> {
    for _ in 0..10 {
        match fs::rename(from, to) {
            Err(error) if matches!(error.raw_os_error(), Some(5 | 32)) => {
                std::thread::sleep(std::time::Duration::from_millis(200));
            }
            done => return done,
        }
    }
    fs::rename(from, to)
}

/// Who runs this program, as another person at another desk would name them.
pub(super) fn whoami() -> String {
    let of = |names: [&str; 2]| names.iter().find_map(|name| std::env::var(name).ok());
    let user = of(["USER", "USERNAME"]).unwrap_or_else(|| "an unnamed user".to_owned());
    let host = of(["HOSTNAME", "COMPUTERNAME"])
        .or_else(|| fs::read_to_string("/etc/hostname").ok())
        .map(|host| host.trim().to_owned())
        .filter(|host| !host.is_empty());
    let process = std::process::id();
    match host {
        Some(host) => format!("{user} on {host}, process {process}"),
        None => format!("{user}, process {process}"),
    }
}
