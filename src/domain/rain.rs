//! Rain of a basin: the totals that its states warn at, and the areas that drain together.

use super::ids::{PartyId, StationId};

/// A total of rain that a state warns at.
#[derive(Clone, Debug, PartialEq)]
pub struct RainLevel {
    /// Name as the state writes it.
    pub name: String,
    /// Common rank, from 1.
    pub rank: u8,
    /// Hours over which the rain is summed.
    pub hours: u32,
    /// Rain that reaches the level, mm.
    pub millimetres: f64,
}

/// What the coordinates of an area are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Coordinates {
    /// Kilometres on a plane whose areas are true.
    Kilometres,
    /// Degrees east and north, which are projected before any length or area is taken.
    Degrees,
}

/// An area that drains to the river together, and the gauges whose rain stands for it.
#[derive(Clone, Debug, PartialEq)]
pub struct Subcatchment {
    /// Name.
    pub name: String,
    /// States that share it.
    pub states: Vec<PartyId>,
    /// What the coordinates are.
    pub coordinates: Coordinates,
    /// Corners in order, x and y.
    pub corners: Vec<(f64, f64)>,
    /// Rain gauges and where they stand; a gauge may stand outside.
    pub gauges: Vec<(StationId, (f64, f64))>,
}
