//! The forecast of a gauge as a bulletin prints it.

use crate::domain::{Instant, Quantity, StationId};

/// A forecast of a gauge with the skill that it showed on the archive, or why there is none.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FloodForecast {
    /// Gauge.
    pub station: StationId,
    /// What is forecast.
    pub quantity: Quantity,
    /// For when.
    pub at: Instant,
    /// SI.
    pub value: f64,
    /// Lower edge of its band, SI.
    pub low: f64,
    /// Upper edge of its band, SI.
    pub high: f64,
    /// How it was made.
    pub method: String,
    /// Skill against persistence, out of sample; 1 is perfect, 0 no better.
    pub skill: f64,
    /// Why there is none; the figures mean nothing then.
    pub refused: Option<String>,
}
