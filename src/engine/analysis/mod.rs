//! What the pages on floods and droughts ask of one station. One file a page: its owner's numbers as plain values.

mod flood_gauges;
pub mod floods;
pub mod forecast;
pub mod frequency;
pub mod low_flow;
pub mod rain;
pub mod record;

use std::path::Path;
use std::sync::Arc;

pub use floods::Floods;
pub use forecast::Forecast;
pub use frequency::Frequency;
pub use low_flow::LowFlow;
pub use rain::Rain;
pub(super) use rain::standing as rain_standing;
pub use record::Record;

use super::evaluate::{as_of, known_series};
use super::workspace::Shared;
use super::{Control, EngineError, Request};
use crate::domain::{Basin, Cause, Finding, Instant, Quantity, Station, StationId};
use crate::series::Series;

/// What is asked of a station.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    serde::Serialize,
    serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum AnalysisKind {
    /// What comes, and how sure that is.
    #[default]
    Forecast,
    /// The floods of its record.
    Floods,
    /// Rain on what drains to it.
    Rain,
    /// How often a flow is reached.
    Frequency,
    /// How low it is, and how long.
    LowFlow,
}

/// An analysis of one station, as of the basin's instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnalysisRequest {
    /// Station of the basin.
    pub station: StationId,
    /// What is asked.
    pub kind: AnalysisKind,
}

/// The answer to an [`AnalysisRequest`].
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Analysis {
    /// See [`forecast`].
    Forecast(Forecast),
    /// See [`floods`].
    Floods(Floods),
    /// See [`rain`].
    Rain(Rain),
    /// See [`frequency`].
    Frequency(Frequency),
    /// See [`low_flow`].
    LowFlow(LowFlow),
}

/// Everything that an analysis works on.
pub(super) struct Matter<'a> {
    pub(super) basin: &'a Basin,
    /// Every series of the archive up to the as-of instant, sorted by key.
    pub(super) series: &'a [Arc<Series>],
    pub(super) as_of: Instant,
    pub(super) station: &'a Station,
    /// Folder of the basin.
    pub(super) root: &'a Path,
    /// To report steps to, and to ask whether to go on.
    pub(super) control: &'a Control,
}

impl<'a> Matter<'a> {
    /// The series of a quantity at a station, finest step first.
    pub(super) fn series_of(&self, station: &StationId, quantity: Quantity) -> Vec<&'a Series> {
        let own = self.series.iter().map(AsRef::as_ref);
        let mut found: Vec<&Series> = own
            .filter(|series| series.key.station == *station && series.key.quantity == quantity)
            .collect();
        found.sort_by_key(|series| {
            let step = series.key.step.minutes().unwrap_or(0);
            (step, series.key.source.clone())
        });
        found
    }

    /// Reports a step; an error when the person does not want the rest.
    pub(super) fn step(&self, done: usize, total: usize, what: &str) -> Result<(), EngineError> {
        if self.control.is_cancelled() {
            return Err(EngineError::Cancelled);
        }
        self.control.report(done, total, what);
        Ok(())
    }
}

pub(super) fn of_basin(
    shared: &Shared,
    request: &AnalysisRequest,
    control: &Control,
) -> Result<Analysis, EngineError> {
    let basin = &shared.basin;
    let station = basin
        .station(&request.station)
        .ok_or_else(|| no_station(basin, &request.station))?;
    let as_of = as_of(basin, &Request::default());
    let (series, _) = known_series(shared, as_of)?;
    let matter = Matter {
        basin,
        series: &series,
        as_of,
        station,
        root: &shared.root,
        control,
    };
    matter.step(0, 1, &station.name)?;
    let found = match request.kind {
        AnalysisKind::Forecast => Analysis::Forecast(forecast::analyse(&matter)?),
        AnalysisKind::Floods => Analysis::Floods(floods::analyse(&matter)?),
        AnalysisKind::Rain => Analysis::Rain(rain::analyse(&matter)?),
        AnalysisKind::Frequency => Analysis::Frequency(frequency::analyse(&matter)?),
        AnalysisKind::LowFlow => Analysis::LowFlow(low_flow::analyse(&matter)?),
    };
    matter.step(1, 1, &station.name)?;
    Ok(found)
}

fn no_station(basin: &Basin, station: &StationId) -> EngineError {
    let known: Vec<&str> = basin.stations.iter().map(|own| own.id.as_str()).collect();
    let finding = Finding::error(
        Cause::Configuration,
        format!("no station of this basin has the id \"{station}\""),
    )
    .hint(format!("name one of {}", known.join(", ")));
    EngineError::Study([finding].into_iter().collect())
}
