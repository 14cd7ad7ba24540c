//! What an evaluation says: the plain values that views, reports and the command line are made of.

use std::sync::Arc;

use super::Warnings;
use crate::domain::agreement::{
    Clause, ConditionEvidence, DerivedTerms, LedgerRow, ShareRow, TriggerRow, UnitPair,
};
use crate::domain::{
    AgreementId, Basin, Findings, Freshness, Instant, PartyId, Period, Quantity, SourceId,
    StationId,
};
use crate::series::Series;

/// The last values of a station, each with its own instant: a live stage may be days older than a daily discharge.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Latest {
    /// Instant of the newest of them.
    pub time: Instant,
    /// Stage above the gauge zero, m.
    pub stage_m: Option<f64>,
    /// Instant of that stage.
    pub stage_time: Option<Instant>,
    /// Discharge, m³/s.
    pub discharge_m3s: Option<f64>,
    /// Instant of that discharge; the end of the day, for a daily mean.
    pub discharge_time: Option<Instant>,
}

/// Where a gauge stands against its state's own levels.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct WarningStatus {
    /// Native name of the highest level reached; `None` below all levels and when unknown.
    pub native: Option<String>,
    /// Common rank, 0 below all; `None` when unknown, which is not calm.
    pub rank: Option<u8>,
    /// Why it is unknown, or the level that comes next and how far away it is.
    pub reason: String,
}

/// Rain at or around a gauge up to the as-of instant, mm; `None` where not assessable.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize)]
pub struct RainTotals {
    /// Last 6 hours.
    #[serde(rename = "6h")]
    pub h6: Option<f64>,
    /// Last 24 hours.
    #[serde(rename = "24h")]
    pub h24: Option<f64>,
    /// Last 72 hours.
    #[serde(rename = "72h")]
    pub h72: Option<f64>,
}

/// One station on the board.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct GaugeStatus {
    /// Station.
    pub station: StationId,
    /// State whose agency runs it.
    pub state: PartyId,
    /// km from the source.
    pub river_km: f64,
    /// Last values.
    pub latest: Option<Latest>,
    /// Age, at the as-of instant, of the newest reading from the source that reports the station most often;
    /// `None` when there never was one.
    pub age_minutes: Option<i64>,
    /// Against what its source promises.
    pub freshness: Freshness,
    /// Against its state's levels.
    pub warning: WarningStatus,
    /// Rise of stage over the last three hours, m/h.
    pub rate_of_rise_m_per_h: Option<f64>,
    /// Rain at the station itself, for rain stations.
    pub rain_mm: RainTotals,
}

/// Where a source stands.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct SourceStatus {
    /// Source.
    pub source: SourceId,
    /// State.
    pub state: PartyId,
    /// Agency as a person names it.
    pub agency: String,
    /// Last reading of the station that is worst off: one dead gauge must not hide behind its neighbours.
    pub newest: Option<Instant>,
    /// Its age, minutes.
    pub age_minutes: Option<i64>,
    /// Against what it promises.
    pub freshness: Freshness,
    /// What the last fetch said, for a feed.
    pub fetch: Option<String>,
}

/// A stretch of river: how long a flood wave takes, and when the crest that passed above is expected below.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ReachStatus {
    /// Upstream gauge.
    pub from: StationId,
    /// Downstream gauge.
    pub to: StationId,
    /// Travel time as `basin.toml` states it, hours.
    pub travel_h: f64,
    /// Travel time that the record itself shows, hours; `None` when the readings do not settle it.
    pub observed_travel_h: Option<f64>,
    /// Instant of the last crest at the upstream gauge.
    pub crest_above: Option<Instant>,
    /// When that crest is expected below, by the stated travel time.
    pub crest_expected_below: Option<Instant>,
}

/// What the archive holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct ArchiveFacts {
    /// Number of the newest revision.
    pub revision: u32,
    /// Files imported.
    pub files: u64,
    /// Readings kept.
    pub readings: u64,
}

/// Everything an evaluation says.
#[derive(Clone, Debug)]
pub struct Evaluation {
    /// The basin it is about.
    pub basin: Arc<Basin>,
    /// The instant whose knowledge it uses.
    pub as_of: Instant,
    /// The period it covers.
    pub period: Period,
    /// Stations in river order.
    pub gauges: Vec<GaugeStatus>,
    /// Sources in the order of `basin.toml`.
    pub sources: Vec<SourceStatus>,
    /// Reaches in the order of `basin.toml`.
    pub reaches: Vec<ReachStatus>,
    /// Ledger rows of all agreements.
    pub ledger: Vec<LedgerRow>,
    /// Shares of all agreements.
    pub shares: Vec<ShareRow>,
    /// Triggers of all agreements.
    pub triggers: Vec<TriggerRow>,
    /// Conditions of all agreements, with the curves behind them.
    pub evidence: Vec<ConditionEvidence>,
    /// Derived series of all agreements, term by term.
    pub terms: Vec<DerivedTerms>,
    /// Clauses of all agreements as their files have them, in file order.
    pub clauses: Arc<[Clause]>,
    /// Units that stand beside those of the agreements' rows.
    pub units: Vec<UnitPair>,
    /// Readings of the agreements in words: agreement, id of the reading, title.
    pub readings: Vec<(AgreementId, String, String)>,
    /// Titles of the agreements, by id, in the order of `basin.toml`.
    pub agreements: Vec<(String, String)>,
    /// What a person should know.
    pub findings: Findings,
    /// Every series up to the as-of instant, whole record, sorted by key: what plots are made of.
    pub series: Vec<Arc<Series>>,
    /// Warnings, crossings and alarms.
    pub warnings: Warnings,
    /// What the archive holds.
    pub archive: ArchiveFacts,
}

impl Evaluation {
    /// The series of a station and quantity, finest step first.
    pub fn series_of(&self, station: &StationId, quantity: Quantity) -> Vec<&Arc<Series>> {
        let mut found: Vec<&Arc<Series>> = self
            .series
            .iter()
            .filter(|series| series.key.station == *station && series.key.quantity == quantity)
            .collect();
        found.sort_by_key(|series| {
            (
                series.key.step.minutes().unwrap_or(0),
                series.key.source.clone(),
            )
        });
        found
    }
}
