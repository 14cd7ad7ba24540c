//! What an evaluation says about warnings: where each gauge stands, what it crossed, and the alarms.

use crate::domain::{
    Act, Alarm, AlarmEntry, AlarmMetrics, Instant, LevelEvent, NativeColour, PartyId, Quantity,
    Shelf, StationId, WarningState,
};

/// A level of a gauge, in the state's own words.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct NativeLevel {
    /// The state's own name for it.
    pub name: String,
    /// Common rank, from 1.
    pub rank: u8,
    /// The state's own colour for it.
    pub colour: Option<NativeColour>,
    /// The quantity it is set on.
    pub quantity: Quantity,
    /// Threshold, SI.
    pub threshold: f64,
}

/// A level that is reached: raised, or waiting for confirmation.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ReachedLevel {
    /// Which.
    #[serde(flatten)]
    pub level: NativeLevel,
    /// First crossing, between two readings.
    pub since: Instant,
    /// When it was confirmed; `None` while one more reading is waited for.
    pub confirmed: Option<Instant>,
}

/// The next level, and when it is reached if the river goes on as it does: an extrapolation, not a forecast.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ComingLevel {
    /// Which.
    #[serde(flatten)]
    pub level: NativeLevel,
    /// Threshold less newest reading, SI; above zero.
    pub distance: f64,
    /// The same in centimetres, for stages.
    pub centimetres: Option<f64>,
    /// Hours after the newest reading if the rise stays as it is; `None` when the river does not rise, when its rate
    /// is not known, or beyond what the window of the rate supports.
    pub steady_hours: Option<f64>,
    /// Hours if the rise goes on accelerating; `None` when it does not accelerate.
    pub accelerating_hours: Option<f64>,
    /// What both assume, or why there are none.
    pub assumption: String,
}

/// Rate of rise over one window that ends with the newest reading.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct RiseOver {
    /// Length of the window, minutes.
    pub minutes: u32,
    /// SI per hour; below zero it falls.
    pub per_hour: Option<f64>,
    /// Why there is none.
    pub reason: Option<String>,
}

/// A reading that a warning stands on.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct WarningReading {
    /// What it measures.
    pub quantity: Quantity,
    /// Its instant.
    pub time: Instant,
    /// SI.
    pub value: f64,
}

/// How unusual the newest reading is, on a scale that all states share. Computed; it stands beside the native name,
/// never over it.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Crosswalk {
    /// Return period, years.
    pub return_period_years: Option<f64>,
    /// What that stands on, or why there is none.
    pub return_period_basis: String,
    /// Share of the time that the value was exceeded, 0 to 1.
    pub share_exceeded: Option<f64>,
    /// What that stands on, or why there is none.
    pub share_basis: String,
}

/// Where a gauge stands against its state's levels, and what people have done about it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct StationWarning {
    /// Gauge.
    pub station: StationId,
    /// State whose agency runs it.
    pub owner: PartyId,
    /// What the board says.
    pub state: WarningState,
    /// The river's own state where a person has put the alarm aside: what the board would say.
    pub beneath_shelf: Option<WarningState>,
    /// The highest confirmed level; of a gauge that is late, suspect or silent the one that stood last.
    pub level: Option<ReachedLevel>,
    /// A higher level that the newest readings stand at, not confirmed yet.
    pub pending: Option<ReachedLevel>,
    /// A level that only doubtful readings reach. It raises no alarm, and is not calm.
    pub suspect_level: Option<NativeLevel>,
    /// The level that comes next.
    pub next: Option<ComingLevel>,
    /// The newest good reading of the quantity that decides.
    pub reading: Option<WarningReading>,
    /// The newest doubtful reading, where it is newer than that.
    pub suspect_reading: Option<WarningReading>,
    /// Rates of rise of the quantity that decides, over 15, 30, 60 and 180 minutes.
    pub rises: Vec<RiseOver>,
    /// On the common scale.
    pub crosswalk: Crosswalk,
    /// Its alarm, while one is open: raised, or returned and not acknowledged.
    pub alarm: Option<Alarm>,
    /// Its shelf, while one is in force.
    pub shelf: Option<Shelf>,
    /// In words, why it stands as it does.
    pub reason: String,
}

impl StationWarning {
    /// Whether a person is asked to look: an alarm is open, nobody has seen its news, and it is not put aside.
    pub fn asks_for_attention(&self) -> bool {
        use crate::domain::AlarmPhase::{ReturnedUnacknowledged, Unacknowledged};
        let is_open =
            |alarm: &Alarm| matches!(alarm.phase, Unacknowledged | ReturnedUnacknowledged);
        self.shelf.is_none() && self.alarm.as_ref().is_some_and(is_open)
    }
}

/// Everything that an evaluation says about warnings.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Warnings {
    /// Stations on whose river something can be crossed, in river order: gauges, canals and reservoirs with or without
    /// levels.
    pub stations: Vec<StationWarning>,
    /// Every time above a level in the whole record up to the as-of instant, by station, then by first crossing.
    pub events: Vec<LevelEvent>,
    /// Alarms of the book, open and closed, newest first.
    pub alarms: Vec<Alarm>,
    /// The newest lines of the alarm book, newest first, those among them that are not written yet.
    pub entries: Vec<AlarmEntry>,
    /// What the book asks of people.
    pub metrics: AlarmMetrics,
    /// How many of the gauges with levels are known to stand somewhere: "n of m stations known".
    pub known: u32,
    /// Gauges with levels.
    pub with_levels: u32,
    /// Who last did anything, and when; `None` for an empty book.
    pub last_act: Option<Act>,
}

impl Warnings {
    /// What is said of a station.
    pub fn of(&self, station: &StationId) -> Option<&StationWarning> {
        self.stations
            .iter()
            .find(|warning| warning.station == *station)
    }
}
