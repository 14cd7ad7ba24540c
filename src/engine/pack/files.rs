//! The files of a data pack, read once: a name becomes a sum and a size, and what stands beside the payload a text.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::Path;

use sha2::Digest as _;

use super::{Member, Pack, fault};
use crate::domain::{Cause, FileHash, Finding};
use crate::engine::EngineError;
use crate::ingest;

/// Files of a pack.
const MOST_FILES: usize = 10_000;
/// Bytes of a manifest or another file beside the payload whose text is looked at.
const LARGEST_TEXT: u64 = 16 << 20;

pub(super) fn from_zip(path: &Path) -> Result<Pack, EngineError> {
    let bytes = fs::read(path).map_err(|error| EngineError::File(path.to_path_buf(), error))?;
    let mut pack = Pack::new(format!("{}!", path.display()));
    let members = match ingest::members(&bytes) {
        Ok(members) => members,
        Err(finding) => {
            let file = path.display().to_string();
            pack.findings.push(finding.file(file));
            return Ok(pack);
        }
    };
    let ends = |name: &&String| *name == "bagit.txt" || name.ends_with("/bagit.txt");
    let Some(declaration) = members.keys().filter(ends).min_by_key(|name| name.len()) else {
        let finding = Finding::error(
            Cause::Pack,
            "the archive holds no bagit.txt, so it is no data pack",
        )
        .hint("`thalweg inspect FILE` says what an archive of exports is");
        pack.findings.push(finding.file(path.display().to_string()));
        return Ok(pack);
    };
    let root = declaration.trim_end_matches("bagit.txt").to_owned();
    for (name, bytes) in members {
        match name.strip_prefix(&root) {
            Some(name) => {
                let text = (!name.starts_with("data/")).then(|| bytes.clone());
                let member = Member {
                    bytes: bytes.len() as u64,
                    sha256: FileHash::of(&bytes),
                    text,
                };
                pack.files.insert(name.to_owned(), member);
            }
            None => pack.fault_in(
                "",
                fault("a file lies beside the pack, so no manifest covers it").text(&name),
            ),
        }
    }
    pack.prefix.push_str(&root);
    Ok(pack)
}

pub(super) fn from_folder(path: &Path) -> Result<Pack, EngineError> {
    let mut pack = Pack::new(format!("{}/", path.display()));
    let mut folders = vec![(path.to_path_buf(), String::new())];
    while let Some((folder, below)) = folders.pop() {
        let failed = |error| EngineError::File(folder.clone(), error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let kind = entry.file_type().map_err(failed)?;
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            let is_named = entry.file_name().to_str().is_some() && ingest::is_harmless(&name);
            if !is_named || !(kind.is_dir() || kind.is_file()) {
                let message = "a link, or a name that not every system allows, stands in the pack";
                pack.fault_in("", fault(message).text(&name));
            } else if kind.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else {
                let member = member(&entry.path(), name.starts_with("data/"))
                    .map_err(|error| EngineError::File(entry.path(), error))?;
                pack.files.insert(name, member);
            }
            if pack.files.len() + folders.len() > MOST_FILES {
                pack.fault_in(
                    "",
                    fault(format!("the pack has more than {MOST_FILES} files")),
                );
                return Ok(pack);
            }
        }
    }
    Ok(pack)
}

/// A file of a folder, read once and piece by piece.
fn member(path: &Path, is_payload: bool) -> std::io::Result<Member> {
    let mut file = File::open(path)?;
    let mut text = (!is_payload && file.metadata()?.len() <= LARGEST_TEXT).then(Vec::new);
    let (mut hash, mut bytes, mut piece) = (sha2::Sha256::new(), 0, vec![0; 1 << 16]);
    loop {
        let n = file.read(&mut piece)?;
        let Some(read) = piece.get(..n).filter(|read| !read.is_empty()) else {
            break;
        };
        hash.update(read);
        bytes += n as u64;
        if let Some(text) = &mut text {
            text.extend_from_slice(read);
        }
    }
    let sha256 = FileHash::from_digest(&hash.finalize());
    Ok(Member {
        bytes,
        sha256,
        text,
    })
}
