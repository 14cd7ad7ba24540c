//! A basin: who shares the river, where it is measured, and who sends what.

use super::exercise::Exercise;
use super::forecast::ForecastEntry;
use super::ids::{AgreementId, PartyId, ProfileId, SourceId, StationId};
use super::quantity::Quantity;
use super::rain::{RainLevel, Subcatchment};
use super::time::{Clock, DayRule, Instant};
use super::uncertainty::RelativeUncertainty;
use super::unit::Unit;
use super::warning::WarningLevel;

/// A state, or another party to the agreements.
#[derive(Clone, Debug, PartialEq)]
pub struct Party {
    /// Short id, as agreements and exports use it.
    pub id: PartyId,
    /// Name as the commission writes it.
    pub name: String,
    /// Clock that its civil times are shown on.
    pub clock: Clock,
}

/// What kind of place a station is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StationKind {
    /// Stage and discharge of a river.
    Gauge,
    /// Precipitation.
    Rain,
    /// Storage behind a dam.
    Reservoir,
    /// Discharge taken out of the river.
    Canal,
}

/// A place where something is measured.
#[derive(Clone, Debug, PartialEq)]
pub struct Station {
    /// Id in the basin.
    pub id: StationId,
    /// Name as its state writes it.
    pub name: String,
    /// The state whose agency runs it.
    pub state: PartyId,
    /// River or tributary.
    pub river: String,
    /// Distance from the source along the main river, km; a tributary's gauge has the km of the mouth.
    pub river_km: f64,
    /// Kind of place.
    pub kind: StationKind,
    /// Whether the tide turns the flow, so that a negative discharge is real.
    pub tidal: bool,
    /// Vertical datum of `gauge_zero`, such as "AHD 1995".
    pub datum: Option<String>,
    /// Elevation of the gauge zero in that datum, m.
    pub gauge_zero: Option<f64>,
    /// Warning levels, lowest first.
    pub levels: Vec<WarningLevel>,
    /// Rain totals that its state warns at.
    pub rain_levels: Vec<RainLevel>,
    /// The station of another state that measures the same section.
    pub twin: Option<StationId>,
    /// Whether the gauge stands on a border, and between which states.
    pub border: Option<(PartyId, PartyId)>,
    /// Uncertainty of its daily values as its agency states it; `None` where nobody does.
    pub uncertainty: Option<RelativeUncertainty>,
}

impl Station {
    /// The warning levels that are in force at an instant.
    pub fn levels_at(&self, at: Instant) -> impl Iterator<Item = &WarningLevel> {
        let all = self.levels.iter();
        all.filter(move |level| level.validity.contains(at))
    }
}

/// A stretch of river between two gauges.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// Upstream gauge.
    pub from: StationId,
    /// Downstream gauge.
    pub to: StationId,
    /// Travel time of a flood wave, hours.
    pub travel_hours: f64,
}

/// Where a source's bytes come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceKind {
    /// A folder below the basin, relative.
    Folder(String),
    /// A URL that delivers the same kind of export, polled while the window is open. Each new payload
    /// becomes a file in `folder` and goes the way of every other export.
    Feed {
        /// Where.
        url: String,
        /// Folder below the basin that keeps the payloads.
        folder: String,
        /// How often, minutes.
        every_minutes: u32,
    },
}

impl SourceKind {
    /// The folder below the basin that holds this source's files.
    pub fn folder(&self) -> &str {
        match self {
            Self::Folder(folder) | Self::Feed { folder, .. } => folder,
        }
    }
}

/// One agency's exports of one kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Id in the basin.
    pub id: SourceId,
    /// The state whose agency sends it.
    pub state: PartyId,
    /// Agency, as a person names it.
    pub agency: String,
    /// Where the bytes come from.
    pub kind: SourceKind,
    /// Profile that reads them; `None` lets recognition decide.
    pub profile: Option<ProfileId>,
    /// Clock, where the export does not state one or the basin knows better.
    pub clock: Option<Clock>,
    /// Hydrological day, where the export does not state one.
    pub day: Option<DayRule>,
    /// Unit per quantity, where the export does not state one.
    pub units: Vec<(Quantity, Unit)>,
    /// The agency's name of a station → ours. Agencies' ids that are equal to ours need no entry.
    pub stations: Vec<(String, StationId)>,
    /// After how many minutes without a new reading the source is late.
    pub late_after_minutes: u32,
    /// After how many it is silent.
    pub silent_after_minutes: u32,
}

/// Everything `basin.toml` says.
#[derive(Clone, Debug, PartialEq)]
pub struct Basin {
    /// Name of the river or basin.
    pub name: String,
    /// The instant that the basin is looked at from; `None` means now.
    pub as_of: Option<Instant>,
    /// The exercise that is played on it; its instant goes before [`Self::as_of`].
    pub exercise: Option<Exercise>,
    /// Clock that hydrological days of agreements and daily values are cut on.
    pub clock: Clock,
    /// First month of the hydrological year.
    pub water_year_start_month: u8,
    /// Parties in river order, source first.
    pub parties: Vec<Party>,
    /// Stations in river order.
    pub stations: Vec<Station>,
    /// Areas that drain together, with their rain gauges.
    pub subcatchments: Vec<Subcatchment>,
    /// Reaches with travel times.
    pub reaches: Vec<Reach>,
    /// Sources.
    pub sources: Vec<Source>,
    /// Forecasts that the commission wants made.
    pub forecasts: Vec<ForecastEntry>,
    /// Agreements that are evaluated.
    pub agreements: Vec<AgreementId>,
    /// Languages of the commission, first one first shown.
    pub languages: Vec<String>,
    /// How warnings are sent.
    pub sending: super::cap::Sending,
}

impl Basin {
    /// The instant that the basin is looked at from when our clocks show `wall`.
    pub fn now(&self, wall: Instant) -> Instant {
        let played = self.exercise.map(|exercise| exercise.at(wall));
        played.or(self.as_of).unwrap_or(wall)
    }

    /// The station with this id.
    pub fn station(&self, id: &StationId) -> Option<&Station> {
        self.stations.iter().find(|station| station.id == *id)
    }

    /// The party with this id.
    pub fn party(&self, id: &PartyId) -> Option<&Party> {
        self.parties.iter().find(|party| party.id == *id)
    }

    /// The source with this id.
    pub fn source(&self, id: &SourceId) -> Option<&Source> {
        self.sources.iter().find(|source| source.id == *id)
    }
}
