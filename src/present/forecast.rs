//! What comes at a station, ready to draw.

use super::Words;
use super::record::records;
use crate::domain::Basin;
use crate::engine::analysis::Forecast;

/// What comes at a station.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct ForecastView {
    /// What it rests on, one line a series.
    pub record: Vec<String>,
}

/// The page in the language of `words`.
pub fn forecast(basin: &Basin, found: &Forecast, words: &Words) -> ForecastView {
    ForecastView {
        record: records(basin, &found.record, words),
    }
}
