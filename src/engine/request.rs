//! What is asked of a workspace.

use std::path::PathBuf;

use crate::domain::{Instant, PartyId};

/// Which files to import.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// Everything in the folders of the basin's sources.
    All,
    /// These files; each must lie in the folder of a source, or be recognised by exactly one source's profile.
    Files(Vec<PathBuf>),
}

/// Whose data count where two states measure the same section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum DataView {
    /// The station that the agreement names.
    #[default]
    Agreed,
    /// This party's own station at every section that it measures.
    Party(PartyId),
}

/// What to evaluate.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// Start of the period; by default the start of the record.
    pub from: Option<Instant>,
    /// End of the period; by default the as-of instant.
    pub to: Option<Instant>,
    /// The instant to look from; by default the basin's, or now.
    pub as_of: Option<Instant>,
    /// Whose data.
    pub view: DataView,
}
