//! The profiles that a basin brings along: `formats/<id>.toml`.

use std::path::Path;

use crate::domain::{Cause, Finding, Findings};
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
