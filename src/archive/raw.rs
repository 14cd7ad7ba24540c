//! The bytes of every file as its agency sent it, and a line of one as a person reads it.

use std::fs;
use std::path::{Path, PathBuf};

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::error::ArchiveError;
use crate::domain::FileHash;

/// Path of a raw file below the archive.
pub(super) fn path(sha256: &FileHash) -> PathBuf {
    Path::new("raw").join(format!("{sha256}.zst"))
}

/// Compressed at the fastest level: exports are text and shrink to a tenth at any level.
pub(super) fn compress(bytes: &[u8], path: &Path) -> Result<Vec<u8>, ArchiveError> {
    zstd::bulk::compress(bytes, 1).map_err(|error| ArchiveError::io("compress", path, error))
}

/// The bytes of a raw file, known to be those of the hash.
pub(super) fn read(dir: &Path, hash: &FileHash, size: u64) -> Result<Vec<u8>, ArchiveError> {
    let path = dir.join(path(hash));
    let stored = fs::read(&path).map_err(|error| ArchiveError::io("read", &path, error))?;
    // The size is known, so a damaged file cannot ask for more memory than the export had.
    let size = usize::try_from(size).unwrap_or(usize::MAX);
    let bytes = zstd::bulk::decompress(&stored, size)
        .map_err(|error| ArchiveError::damaged(&path, error.to_string()))?;
    if FileHash::of(&bytes) != *hash {
        return Err(ArchiveError::damaged(
            &path,
            "its content does not have the hash that names it",
        ));
    }
    Ok(bytes)
}

/// The text of a file: by its byte order mark, else UTF-8, else windows-1252, which reads every byte.
pub(super) fn decode(bytes: &[u8]) -> String {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return encoding
            .decode_without_bom_handling(&bytes[mark..])
            .0
            .into_owned();
    }
    UTF_8
        .decode_without_bom_handling_and_without_replacement(bytes)
        .unwrap_or_else(|| WINDOWS_1252.decode_without_bom_handling(bytes).0)
        .into_owned()
}

/// Line `line` from 1, without its end. A file without a line feed ends its lines with carriage returns.
pub(super) fn line(text: &str, line: u32) -> Option<&str> {
    let at = usize::try_from(line).ok()?.checked_sub(1)?;
    let end = if text.contains('\n') { '\n' } else { '\r' };
    let found = text.split(end).nth(at)?;
    Some(found.strip_suffix('\r').unwrap_or(found))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_read_as_the_agency_wrote_it() {
        for (bytes, n, expect) in [
            (&b"a\nb\n"[..], 2, Some("b")),
            (b"\xef\xbb\xbfa\r\nb\r\n", 1, Some("a")),
            (b"a\rb\rc", 3, Some("c")),
            (b"M\xfchl;1,2\n", 1, Some("M\u{fc}hl;1,2")),
            (b"\xff\xfea\0\n\0b\0", 2, Some("b")),
            (b"a\n", 3, None),
            (b"a\n", 0, None),
        ] {
            assert_eq!(line(&decode(bytes), n), expect, "{bytes:?}");
        }
    }
}
