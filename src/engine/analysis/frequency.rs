//! How often a flow is reached at a station.

use super::record::records;
use super::{Matter, Record};
use crate::engine::EngineError;

/// How often a flow is reached at a station.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Frequency {
    /// What it rests on.
    pub record: Vec<Record>,
}

pub(super) fn analyse(matter: &Matter<'_>) -> Result<Frequency, EngineError> {
    Ok(Frequency {
        record: records(matter),
    })
}
