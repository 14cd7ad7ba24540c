//! Everything on one screen.

use super::{AllocationView, BoardView, RiverView, StateColumnView, StationsView};

/// A named span of time to look at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preset {
    /// The last seven days.
    Week,
    /// The last thirty days.
    Month,
    /// The running hydrological year.
    WaterYear,
    /// Everything there is.
    All,
}

/// The line at the top.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct HeaderView {
    /// Basin.
    pub basin: String,
    /// "as of 14 Jun 2026 06:00 UTC", with one civil time per party: (party index, "08:00 Avaria").
    pub as_of: String,
    /// Civil times of the parties at that instant.
    pub clocks: Vec<(usize, String)>,
    /// Number of gauges above a level and of unknown ones, in words.
    pub summary: String,
    /// Parties in river order: id, name.
    pub parties: Vec<(String, String)>,
    /// "revision 3 · 24 files · 402,114 readings".
    pub archive: String,
}

/// The dashboard.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DashboardView {
    /// Top line.
    pub header: HeaderView,
    /// River line.
    pub river: RiverView,
    /// Stations.
    pub stations: StationsView,
    /// One column per state, in river order.
    pub states: Vec<StateColumnView>,
    /// Allocation.
    pub allocation: AllocationView,
    /// Board.
    pub board: BoardView,
    /// Unix seconds of the as-of instant: the "now" line.
    pub now: f64,
    /// Unix seconds of the period shown.
    pub period: (f64, f64),
}
