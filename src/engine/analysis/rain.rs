//! Rain on what drains to a station.

use super::record::records;
use super::{Matter, Record};
use crate::engine::EngineError;

/// Rain on what drains to a station.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Rain {
    /// What it rests on.
    pub record: Vec<Record>,
}

pub(super) fn analyse(matter: &Matter<'_>) -> Result<Rain, EngineError> {
    Ok(Rain {
        record: records(matter),
    })
}
