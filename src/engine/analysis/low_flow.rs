//! How low a station's flow is, and how long.

use super::record::records;
use super::{Matter, Record};
use crate::engine::EngineError;

/// How low a station's flow is, and how long.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LowFlow {
    /// What it rests on.
    pub record: Vec<Record>,
}

pub(super) fn analyse(matter: &Matter<'_>) -> Result<LowFlow, EngineError> {
    Ok(LowFlow {
        record: records(matter),
    })
}
