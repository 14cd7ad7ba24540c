//! Past floods at a station, ready to draw.

use super::Words;
use super::record::records;
use crate::domain::Basin;
use crate::engine::analysis::Floods;

/// Past floods at a station.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct PastFloodsView {
    /// What it rests on, one line a series.
    pub record: Vec<String>,
}

/// The page in the language of `words`.
pub fn past_floods(basin: &Basin, found: &Floods, words: &Words) -> PastFloodsView {
    PastFloodsView {
        record: records(basin, &found.record, words),
    }
}
