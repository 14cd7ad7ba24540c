//! The floods of a station's record.

use super::record::records;
use super::{Matter, Record};
use crate::engine::EngineError;

/// The floods of a station's record.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Floods {
    /// What it rests on.
    pub record: Vec<Record>,
}

pub(super) fn analyse(matter: &Matter<'_>) -> Result<Floods, EngineError> {
    Ok(Floods {
        record: records(matter),
    })
}
