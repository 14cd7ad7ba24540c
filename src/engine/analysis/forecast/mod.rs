//! What comes at a station, and how sure that is.

mod columns;
mod external;
mod leads;
mod travel;

use super::record::records;
use super::{Matter, Record};
use crate::domain::{ExternalForecast, ForecastEntry, Instant, Quantity, StationId};
use crate::engine::EngineError;
use crate::indicators::forecast::aligned::{quantile, sorted};
pub use crate::indicators::forecast::contingency::TableScores;
use crate::indicators::forecast::peaks::{Apart, floods};
pub use crate::indicators::forecast::skill::{Skill, Verdict};
use crate::indicators::forecast::travel_time_by_peaks::RangeTimes;
use columns::Gathered;

/// Levels of every band.
pub const LEVELS: [f64; 5] = [0.05, 0.25, 0.5, 0.75, 0.95];
/// Share of the record below a flood, where the basin states no value.
const FLOOD_SHARE: f64 = 0.95;
/// Fewest hours from flood to flood.
const APART_HOURS: f64 = 168.0;
/// Share of the lower top that the river falls to between two floods.
const DIP: f64 = 0.75;
/// How much of the past is shown before the issue, in leads of the longest forecast.
const SHOWN_LEADS: f64 = 4.0;

/// What comes at a station, and how sure that is.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Forecast {
    /// What it rests on.
    pub record: Vec<Record>,
    /// One for each quantity that the basin wants forecast here.
    pub outlooks: Vec<Outlook>,
}

/// The forecast of one quantity.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Outlook {
    /// Gauge that is forecast.
    pub station: StationId,
    /// What is forecast.
    pub quantity: Quantity,
    /// Why there is none; `None` when there is one.
    pub refusal: Option<Refusal>,
    /// The instant that it is issued for: the newest step that is whole at the as-of instant.
    pub issued: Option<Instant>,
    /// Hours of one step.
    pub step_hours: f64,
    /// Value from which on it is a flood.
    pub flood_from: f64,
    /// Separate floods in the record.
    pub n_floods: usize,
    /// Gauges above, with how long floods take from each.
    pub upstream: Vec<Upstream>,
    /// What was read before the issue, oldest first; a missing value is left out.
    pub observed: Vec<(Instant, f64)>,
    /// One for each lead.
    pub leads: Vec<Lead>,
    /// The highest flood of the record, as it would have been forecast by a fit that did not know it.
    pub highest: Option<Highest>,
    /// Forecasts that others made.
    pub external: Vec<ExternalForecast>,
    /// Files of others that could not be read, and why.
    pub unread: Vec<String>,
}

/// Why there is no forecast.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// A gauge has no series of the quantity at this step.
    NoSeries(StationId),
    /// A gauge has been silent for longer than its source allows.
    Silent(StationId),
    /// The gauges have too few steps in common, or none.
    TooShort,
}

/// A gauge above.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Upstream {
    /// The gauge.
    pub station: StationId,
    /// Hours that the forecast moves its values by.
    pub lag_hours: f64,
    /// Where that lag comes from.
    pub origin: LagOrigin,
    /// Hours between its newest value and the issue.
    pub age_hours: f64,
    /// Travel times of floods: of all, then by flow range.
    pub ranges: Vec<RangeTimes>,
    /// Floods there in the record.
    pub n_floods: usize,
    /// Lag of the greatest correlation of changes, hours.
    pub correlation_hours: Option<f64>,
}

/// Where a lag comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LagOrigin {
    /// Median of matched floods.
    Peaks,
    /// Greatest correlation of changes.
    Correlation,
    /// The reaches of the basin.
    Stated,
}

/// The forecast of one lead.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Lead {
    /// Hours from the issue.
    pub hours: f64,
    /// The time that is forecast.
    pub valid: Instant,
    /// What is done with it.
    pub verdict: Verdict,
    /// By the regression; `None` where it is not shown.
    pub value: Option<f64>,
    /// By [`LEVELS`]; empty where it is not shown.
    pub band: Vec<f64>,
    /// What came down the river, moved and scaled; `None` without upstream values, or beyond the travel time.
    pub lag_only: Option<f64>,
    /// The newest known value.
    pub persistence: Option<f64>,
    /// Whether a regressor lies outside what the fit saw.
    pub is_extrapolation: bool,
    /// Skill over past floods, out of sample.
    pub skill: Skill,
    /// Rows behind the fit.
    pub n_rows: usize,
}

/// The highest flood of the record in hindsight.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Highest {
    /// Time of its top.
    pub time: Instant,
    /// Its top.
    pub peak: f64,
    /// What would have been said of it: lead in hours, value, band.
    pub said: Vec<(f64, f64, Vec<f64>)>,
}

pub(super) fn analyse(matter: &Matter<'_>) -> Result<Forecast, EngineError> {
    let entries = matter.basin.forecasts.iter();
    let own = entries.filter(|entry| entry.station == matter.station.id);
    let outlooks: Result<Vec<Outlook>, EngineError> =
        own.map(|entry| outlook(matter, entry)).collect();
    Ok(Forecast {
        record: records(matter),
        outlooks: outlooks?,
    })
}

fn outlook(matter: &Matter<'_>, entry: &ForecastEntry) -> Result<Outlook, EngineError> {
    let (external, unread) = external::of_entry(matter, entry);
    let empty = Outlook {
        station: entry.station.clone(),
        quantity: entry.quantity,
        refusal: None,
        issued: None,
        step_hours: entry.step_hours,
        flood_from: entry.flood_from.unwrap_or(f64::NAN),
        n_floods: 0,
        upstream: Vec::new(),
        observed: Vec::new(),
        leads: Vec::new(),
        highest: None,
        external,
        unread,
    };
    let gathered = match columns::gather(matter, entry) {
        Ok(gathered) => gathered,
        Err(refusal) => {
            return Ok(Outlook {
                refusal: Some(refusal),
                ..empty
            });
        }
    };
    let apart = apart(&gathered, entry);
    let floods = floods(&gathered.record.columns[0], apart);
    let upstream = travel::of_gauges(matter, entry, &gathered, apart);
    let (gathered, ages) = gathered.with_lags(&upstream, &floods);
    let (leads, highest) = leads::all(matter, entry, (&gathered, &ages), (&floods, apart))?;
    Ok(Outlook {
        issued: Some(gathered.time(gathered.issued)),
        flood_from: apart.threshold,
        n_floods: floods.len(),
        observed: shown(&gathered, entry),
        upstream,
        leads,
        highest,
        ..empty
    })
}

/// What parts floods of the target.
fn apart(gathered: &Gathered, entry: &ForecastEntry) -> Apart {
    let values = sorted(gathered.record.columns[0].iter().copied());
    Apart {
        threshold: entry
            .flood_from
            .unwrap_or_else(|| quantile(&values, FLOOD_SHARE)),
        steps: columns::steps(APART_HOURS, entry.step_hours),
        dip: DIP,
    }
}

fn shown(gathered: &Gathered, entry: &ForecastEntry) -> Vec<(Instant, f64)> {
    let longest = entry.lead_hours.last().copied().unwrap_or(entry.step_hours);
    let back = columns::steps(SHOWN_LEADS * longest, entry.step_hours).max(12);
    let from = gathered.issued.saturating_sub(back);
    let values = (from..=gathered.issued)
        .map(|step| (gathered.time(step), gathered.record.columns[0][step]));
    values.filter(|(_, value)| !value.is_nan()).collect()
}
