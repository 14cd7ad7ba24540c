//! A forecast that the commission wants made, and forecasts that others made.

use super::ids::StationId;
use super::quantity::Quantity;
use super::time::Instant;

/// A forecast of one gauge from those above it.
#[derive(Clone, Debug, PartialEq)]
pub struct ForecastEntry {
    /// Gauge that is forecast.
    pub station: StationId,
    /// What is forecast, and read upstream.
    pub quantity: Quantity,
    /// Gauges above it.
    pub upstream: Vec<StationId>,
    /// Hours from the issue to the times that are forecast, ascending.
    pub lead_hours: Vec<f64>,
    /// Hours between two values that are compared.
    pub step_hours: f64,
    /// Value from which on it is a flood, in SI; `None` takes the value below which 95 of 100 of the record lie.
    pub flood_from: Option<f64>,
    /// Folder below the basin with forecasts that others made.
    pub external: Option<String>,
}

/// A forecast that somebody else made: never an observation.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ExternalForecast {
    /// Who made it, as its file says; else the file's name.
    pub source: String,
    /// When it was issued.
    pub issued: Instant,
    /// Times and values in SI, ascending; a missing value is left out.
    pub values: Vec<(Instant, f64)>,
}
