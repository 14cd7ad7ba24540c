//! How often a flow is reached at a station, ready to draw.

use super::Words;
use super::record::records;
use crate::domain::Basin;
use crate::engine::analysis::Frequency;

/// How often a flow is reached at a station.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct FrequencyView {
    /// What it rests on, one line a series.
    pub record: Vec<String>,
}

/// The page in the language of `words`.
pub fn frequency(basin: &Basin, found: &Frequency, words: &Words) -> FrequencyView {
    FrequencyView {
        record: records(basin, &found.record, words),
    }
}
