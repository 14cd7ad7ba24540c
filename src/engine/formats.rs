//! The profiles that a basin brings along: `formats/<id>.toml`.

use std::path::{Path, PathBuf};

use super::EngineError;
use crate::domain::{Cause, Finding, Findings, ProfileId};
use crate::ingest::Profiles;

const FOLDER: &str = "formats";

/// The profiles that come with the program and those of the basin, which take the place of one with the same id.
/// A file that is no profile is a finding and no hindrance.
pub(super) fn of_basin(dir: &Path, findings: &mut Findings) -> Profiles {
    let mut profiles = Profiles::shipped();
    let Ok(entries) = std::fs::read_dir(dir.join(FOLDER)) else {
        return profiles;
    };
    let mut paths: Vec<_> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "toml"))
        .collect();
    paths.sort();
    for path in paths {
        let id = path
            .file_stem()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let name = format!("{FOLDER}/{id}.toml");
        let added = match std::fs::read_to_string(&path) {
            Ok(text) => profiles.add(&id, &text),
            Err(error) => Err(Box::new(
                Finding::error(
                    Cause::Configuration,
                    format!("the profile cannot be read: {error}"),
                )
                .hint("check that the file may be read and is UTF-8"),
            )),
        };
        if let Err(fault) = added {
            findings.push(fault.file(name));
        }
    }
    profiles
}

/// Writes a profile of the basin's own. A profile of this id that is there stays as it is, unless it has the same
/// text.
///
/// # Errors
/// When another text has this id, the id is no name of a file, or the disk refuses.
pub(super) fn save(dir: &Path, id: &ProfileId, text: &str) -> Result<PathBuf, EngineError> {
    let is_plain = |mark: char| mark.is_ascii_alphanumeric() || matches!(mark, '-' | '_');
    let folder = dir.join(FOLDER);
    let path = folder.join(format!("{id}.toml"));
    let refuse = |why: &str| {
        let error = std::io::Error::new(std::io::ErrorKind::AlreadyExists, why.to_owned());
        EngineError::File(path.clone(), error)
    };
    if id.as_str().is_empty() || !id.as_str().chars().all(is_plain) {
        return Err(refuse(
            "the name of a profile has letters a to z, digits, - and _ alone",
        ));
    }
    match std::fs::read_to_string(&path) {
        Ok(there) if there == text => return Ok(path),
        Ok(_) => return Err(refuse("another profile has this name already")),
        Err(_) => {}
    }
    let failed = |error| EngineError::File(path.clone(), error);
    std::fs::create_dir_all(&folder).map_err(failed)?;
    let part = folder.join(format!(".{id}.toml.part"));
    std::fs::write(&part, text).map_err(failed)?;
    std::fs::rename(&part, &path).map_err(failed)?;
    Ok(path)
}
