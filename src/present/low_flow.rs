//! Low flow at a station, ready to draw.

use super::Words;
use super::record::records;
use crate::domain::Basin;
use crate::engine::analysis::LowFlow;

/// Low flow at a station.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct LowFlowView {
    /// What it rests on, one line a series.
    pub record: Vec<String>,
}

/// The page in the language of `words`.
pub fn low_flow(basin: &Basin, found: &LowFlow, words: &Words) -> LowFlowView {
    LowFlowView {
        record: records(basin, &found.record, words),
    }
}
