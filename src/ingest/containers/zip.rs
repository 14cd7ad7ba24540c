//! Zip archives: members as bytes. Names are shown and never used as paths.

use std::io::{Cursor, Read as _, Write};

use ::zip::ZipArchive;

use super::workbook::Kind;
use crate::domain::{Cause, Finding};
use crate::ingest::refuse;

/// Inflated bytes for one packed byte; text exports pack about 10:1, bombs 1000:1.
pub(super) const RATIO: u64 = 200;
/// Below this, the ratio is not asked for: a few equal lines pack arbitrarily well.
pub(super) const SMALL: u64 = 1 << 20;
/// Inflated bytes of a member.
const LARGEST_MEMBER: u64 = 2 << 30;
/// Members of an archive.
const MOST_MEMBERS: usize = 10_000;

/// Names that Windows takes for devices.
const DEVICES: [&str; 6] = ["con", "prn", "aux", "nul", "com", "lpt"];

/// A file in an archive.
pub(super) struct Member {
    /// As the archive names it.
    pub(super) name: String,
    /// Unpacked.
    pub(super) bytes: Vec<u8>,
}

/// Whether the bytes are a zip archive.
pub fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06")
}

/// What workbook a zip archive is; `None` for an archive of files, and for one that cannot be opened.
pub(super) fn workbook(bytes: &[u8]) -> Option<Kind> {
    if !is_zip(bytes) {
        return None;
    }
    let mut archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("xl/workbook.xml") {
        return Some(Kind::Xlsx);
    }
    if has("xl/workbook.bin") {
        return Some(Kind::Xlsb);
    }
    let mut mime = String::new();
    let member = archive.by_name("mimetype").ok()?;
    member.take(100).read_to_string(&mut mime).ok()?;
    mime.starts_with("application/vnd.oasis.opendocument.spreadsheet")
        .then_some(Kind::Ods)
}

/// Unpacks every member to nowhere: whether an archive that another reader will open stays below `most` bytes.
pub(super) fn check(bytes: &[u8], most: u64) -> Result<(), Box<Finding>> {
    let mut archive = open(bytes)?;
    let names = names(&mut archive, |_| true)?;
    let mut total = 0;
    for (index, name) in names.iter().enumerate() {
        total += inflate(&mut archive, index, name, &mut std::io::sink())?;
        if total > most {
            return Err(too_large());
        }
    }
    Ok(())
}

/// The files of an archive in order of their names, of at most `most` bytes; an archive with one bad entry is
/// refused as a whole.
pub(super) fn members(bytes: &[u8], most: u64) -> Result<Vec<Member>, Box<Finding>> {
    let mut archive = open(bytes)?;
    let names = names(&mut archive, is_harmless)?;
    if let Some(finding) = refuse::office(&names) {
        return Err(Box::new(finding));
    }
    if archive.has_duplicate_names() || has_same_names(&names) {
        return Err(refuse_archive(
            "two members of the archive have the same name, so it is unclear which counts",
            "ask the agency for the archive again",
        ));
    }
    let mut members = Vec::new();
    let mut total = 0_u64;
    for (index, name) in names.iter().enumerate() {
        if name.ends_with('/') {
            continue;
        }
        let mut bytes = Vec::new();
        total += inflate(&mut archive, index, name, &mut bytes)?;
        if total > most {
            return Err(too_large());
        }
        members.push(Member {
            name: name.clone(),
            bytes,
        });
    }
    members.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(members)
}

fn open(bytes: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, Box<Finding>> {
    ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
        refuse_archive(
            format!("the archive cannot be opened: {error}"),
            "it may be cut; download it again",
        )
    })
}

fn too_large() -> Box<Finding> {
    refuse_archive(
        "the members of the archive are larger than 4 GiB together",
        "unpack it and import the files in parts",
    )
}

pub(super) fn refuse_archive(message: impl Into<String>, hint: &str) -> Box<Finding> {
    Box::new(Finding::error(Cause::NotAnExport, message).hint(hint))
}

/// The names of all members, checked before anything is unpacked.
fn names(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    may_be: impl Fn(&str) -> bool,
) -> Result<Vec<String>, Box<Finding>> {
    if archive.len() > MOST_MEMBERS {
        return Err(refuse_archive(
            format!(
                "the archive has {} members, more than {MOST_MEMBERS}",
                archive.len()
            ),
            "unpack it and import the files in parts",
        ));
    }
    (0..archive.len())
        .map(|index| {
            let member = archive.by_index_raw(index).map_err(|error| {
                refuse_archive(
                    format!("a member of the archive cannot be read: {error}"),
                    "download the archive again",
                )
            })?;
            let name = match member.name() {
                Ok(name) => name.into_owned(),
                Err(_) => String::from_utf8_lossy(member.name_raw()).into_owned(),
            };
            let refuse = |why: &str, hint: &str| {
                let mut finding = refuse_archive(format!("the archive is refused: {why}"), hint);
                finding.text = Some(crate::domain::finding::quote(&name));
                finding
            };
            if member.is_symlink() {
                return Err(refuse(
                    "a member is a link to another file",
                    "ask the agency for an archive of plain files",
                ));
            }
            if member.encrypted() {
                return Err(refuse(
                    "a member is encrypted",
                    "unpack it with its password and import the files",
                ));
            }
            if !may_be(&name) {
                return Err(refuse(
                    "the name of a member leaves its folder or is none that every system allows",
                    "unpack it by hand, look at it and import the files",
                ));
            }
            Ok(name)
        })
        .collect()
}

/// Whether a name stays where it is put, on every system.
pub fn is_harmless(name: &str) -> bool {
    let stem = name.strip_suffix('/').unwrap_or(name);
    let odd = |character: char| character.is_control() || "\\:*?\"<>|".contains(character);
    !stem.is_empty() && !stem.contains(odd) && stem.split('/').all(is_harmless_part)
}

fn is_harmless_part(part: &str) -> bool {
    let first = part
        .split('.')
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase();
    let device = first.trim_end_matches(|character: char| character.is_ascii_digit());
    let is_device = DEVICES.contains(&device)
        && (first.len() == 3 || (first.len() == 4 && matches!(device, "com" | "lpt")));
    !part.is_empty() && part != ".." && !part.ends_with(['.', ' ']) && !is_device
}

fn has_same_names(names: &[String]) -> bool {
    let mut folded: Vec<String> = names.iter().map(|name| name.to_lowercase()).collect();
    folded.sort();
    folded.windows(2).any(|pair| pair[0] == pair[1])
}

/// Unpacks a member and says how many bytes it has.
fn inflate(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    name: &str,
    to: &mut impl Write,
) -> Result<u64, Box<Finding>> {
    let refuse = |why: String, hint: &str| {
        let mut finding = refuse_archive(format!("the archive is refused: {why}"), hint);
        finding.text = Some(crate::domain::finding::quote(name));
        finding
    };
    let member = archive.by_index(index).map_err(|error| {
        refuse(
            format!("a member cannot be read: {error}"),
            "download the archive again",
        )
    })?;
    let declared = member.size();
    let limit = LARGEST_MEMBER.min((member.compressed_size().saturating_mul(RATIO)).max(SMALL));
    let unpacked = std::io::copy(&mut member.take(limit + 1), to).map_err(|error| {
        refuse(
            format!("a member cannot be unpacked: {error}"),
            "download the archive again",
        )
    })?;
    if unpacked > limit {
        return Err(refuse(
            format!(
                "a member unpacks to more than {RATIO} times its packed size, or to more than 2 GiB"
            ),
            "no text export packs so well; ask the agency what it is",
        ));
    }
    if unpacked != declared {
        return Err(refuse(
            format!("a member holds {unpacked} bytes, but its header says {declared}"),
            "download the archive again",
        ));
    }
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_could_do_harm_are_known() {
        for name in [
            "../x.csv",
            "/x.csv",
            "C:\\x.csv",
            "..\\x.csv",
            "CON",
            "con.csv",
            "a:b",
            "a.csv.",
            "a\nb.csv",
            "a/../b.csv",
            "LPT1.txt",
            "a//b.csv",
            "",
        ] {
            assert!(!is_harmless(name), "{name:?}");
        }
        for name in [
            "a.csv",
            "Abfluss/16005701_ezw.csv",
            "Abfluß/ä.csv",
            "comet.csv",
            "a/",
            "console.txt",
        ] {
            assert!(is_harmless(name), "{name:?}");
        }
    }
}
