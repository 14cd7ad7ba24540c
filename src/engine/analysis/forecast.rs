//! What comes at a station, and how sure that is.

use super::record::records;
use super::{Matter, Record};
use crate::engine::EngineError;

/// What comes at a station, and how sure that is.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Forecast {
    /// What it rests on.
    pub record: Vec<Record>,
}

pub(super) fn analyse(matter: &Matter<'_>) -> Result<Forecast, EngineError> {
    Ok(Forecast {
        record: records(matter),
    })
}
