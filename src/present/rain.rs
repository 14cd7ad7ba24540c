//! Rain above a station, ready to draw.

use super::Words;
use super::record::records;
use crate::domain::Basin;
use crate::engine::analysis::Rain;

/// Rain above a station.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct RainView {
    /// What it rests on, one line a series.
    pub record: Vec<String>,
}

/// The page in the language of `words`.
pub fn rain(basin: &Basin, found: &Rain, words: &Words) -> RainView {
    RainView {
        record: records(basin, &found.record, words),
    }
}
