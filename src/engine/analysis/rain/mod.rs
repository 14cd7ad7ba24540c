//! Rain of the basin: every gauge against its state's own levels, and the areas that drain together, state by state.

mod areal;
mod gauge;

pub(in crate::engine) use gauge::standing;

use super::record::records;
use super::{Matter, Record};
use crate::domain::{Instant, PartyId, StationId};
use crate::engine::EngineError;

/// Durations of the page, hours.
pub const HOURS: [u32; 7] = crate::indicators::rain::HOURS;

/// What an index fades by in a day.
pub const FADING: f64 = 0.9;

/// Rain of the basin.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Rain {
    /// The instant that it is looked at from.
    pub as_of: Instant,
    /// What the chosen station's own record holds.
    pub record: Vec<Record>,
    /// Rain stations in river order.
    pub gauges: Vec<GaugeRain>,
    /// Areas in the order of `basin.toml`.
    pub areas: Vec<AreaRain>,
    /// States in river order that have an area or a rain station.
    pub states: Vec<StateRain>,
}

/// Rain at one station.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct GaugeRain {
    /// Station.
    pub station: StationId,
    /// Its state.
    pub state: PartyId,
    /// Length of a part, minutes; `None` where it never reported.
    pub step_minutes: Option<u32>,
    /// The instant that totals are counted back from.
    pub until: Option<Instant>,
    /// One for each of [`HOURS`].
    pub totals: Vec<Total>,
    /// Index of the days before, today's rain in it, mm.
    pub api_mm: Option<f64>,
    /// Days of the last 28 without a total.
    pub api_missing_days: u32,
    /// Heaviest rain of the record's last 30 days over 1, 6 and 24 hours.
    pub heaviest: Vec<Heaviest>,
    /// Rank of the highest level that is reached, 0 for none, `None` where that is not known or no level is set.
    pub rank: Option<u8>,
}

/// Rain over one duration.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Total {
    /// Hours.
    pub hours: u32,
    /// The total, mm; `None` where a part is missing or longer than the duration.
    pub mm: Option<f64>,
    /// What fell for certain, mm; `None` where parts are longer than the duration.
    pub at_least_mm: Option<f64>,
    /// Parts that are there, of those that make the duration.
    pub parts: (u32, u32),
    /// Native name and rank of the highest level of this duration that is reached.
    pub reached: Option<(String, u8)>,
    /// The next level of this duration: its name and mm.
    pub next: Option<(String, f64)>,
}

/// The heaviest rain of one duration.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Heaviest {
    /// Hours.
    pub hours: u32,
    /// mm, and the end of the duration; `None` where no window is complete.
    pub mm: Option<(f64, Instant)>,
}

/// Rain on an area.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct AreaRain {
    /// Name.
    pub name: String,
    /// States that share it.
    pub states: Vec<PartyId>,
    /// km².
    pub area_km2: f64,
    /// Gauges and their Thiessen weights when all of them report.
    pub weights: Vec<(StationId, f64)>,
    /// One for each of [`HOURS`].
    pub totals: Vec<AreaTotal>,
}

/// Rain on an area over one duration.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct AreaTotal {
    /// Hours.
    pub hours: u32,
    /// By Thiessen polygons of the gauges that have a total, mm.
    pub thiessen_mm: Option<f64>,
    /// By inverse squared distance of the same gauges, mm.
    pub inverse_distance_mm: Option<f64>,
    /// Gauges that have a total, of all.
    pub gauges: (u32, u32),
}

/// Rain of one state.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StateRain {
    /// State.
    pub state: PartyId,
    /// Its areas, by name; an area that states share stands with each of them.
    pub areas: Vec<String>,
    /// Mean over its areas by their size for each of [`HOURS`], mm; `None` where an area has none.
    pub mean_mm: Vec<Option<f64>>,
    /// Gauges of the state that have a total, of all, for each of [`HOURS`]; two gauges of one place count once.
    pub gauges: Vec<(u32, u32)>,
}

pub(super) fn analyse(matter: &Matter<'_>) -> Result<Rain, EngineError> {
    let gauges = gauge::all(matter)?;
    let areas = areal::areas(matter, &gauges);
    let states = areal::states(matter, &gauges, &areas);
    Ok(Rain {
        as_of: matter.as_of,
        record: records(matter),
        gauges,
        areas,
        states,
    })
}
