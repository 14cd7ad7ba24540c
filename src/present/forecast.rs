//! What comes at a station, ready to draw: a fan over what was read, each lead with its skill, travel times.

use super::Words;
use super::forecast_rows::{hindsight, lead_row, travel_rows};
use super::forecast_scores::scores;
use super::record::records;
use super::standing::party_index;
use crate::domain::{Basin, Instant, Quantity, StationId};
use crate::engine::analysis::Forecast;
use crate::engine::analysis::forecast::{Outlook, Refusal, Verdict};

/// What comes at a station.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct ForecastView {
    /// What it rests on, one line a series.
    pub record: Vec<String>,
    /// Said when the basin wants no forecast here.
    pub empty: String,
    /// One for each quantity that is forecast.
    pub fans: Vec<FanView>,
}

/// One forecast.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct FanView {
    /// Station, quantity and time of the issue.
    pub title: String,
    /// Unit of the plot.
    pub unit: String,
    /// Index of the state in river order, for the colour.
    pub party: usize,
    /// Why there is no forecast at all; `None` when there is one.
    pub refusal: Option<String>,
    /// Unix seconds of the issue.
    pub issued: f64,
    /// What was read: Unix seconds, value.
    pub observed: Vec<(f64, f64)>,
    /// Leads that are shown, the newest reading first as a band of no width.
    pub fan: Vec<FanPoint>,
    /// Leads of which only what came down the river is shown.
    pub lag_only: Vec<(f64, f64)>,
    /// Value from which on it is a flood, with its words.
    pub flood_from: Option<(f64, String)>,
    /// Forecasts that others made: name, points.
    pub external: Vec<(String, Vec<(f64, f64)>)>,
    /// Left and right edge, Unix seconds.
    pub x_range: (f64, f64),
    /// Lower and upper edge.
    pub y_range: (f64, f64),
    /// Each lead in words.
    pub leads: Vec<LeadRow>,
    /// Scores of past floods, a column a lead: names of the columns, then rows of cells.
    pub scores: (Vec<String>, Vec<Vec<String>>),
    /// Travel times by gauge and flow range.
    pub travel: Vec<TravelRow>,
    /// What else a person should know.
    pub notes: Vec<String>,
}

/// The fan at one time.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FanPoint {
    /// Unix seconds.
    pub time: f64,
    /// By the regression.
    pub value: f64,
    /// By level, ascending.
    pub band: Vec<f64>,
}

/// One lead in words.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LeadRow {
    /// Hours from the issue, and the time that is forecast.
    pub lead: String,
    /// Forecast, or what stands in its place.
    pub said: String,
    /// From and to: nine of ten.
    pub band: String,
    /// Skill over past floods, or why the forecast is not shown.
    pub skill: String,
    /// How many rows stand behind the fit.
    pub rows: String,
    /// Whether the regression's forecast is shown.
    pub is_shown: bool,
}

/// Travel times of one gauge in one flow range, in words.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TravelRow {
    /// Gauge; empty where it is that of the row above.
    pub station: String,
    /// Flow range.
    pub range: String,
    /// Median.
    pub median: String,
    /// Shortest and longest.
    pub spread: String,
    /// Floods behind them.
    pub floods: String,
}

/// The page in the language of `words`.
pub fn forecast(basin: &Basin, found: &Forecast, words: &Words) -> ForecastView {
    ForecastView {
        record: records(basin, &found.record, words),
        empty: words.get("forecast-none"),
        fans: found
            .outlooks
            .iter()
            .map(|outlook| fan(basin, outlook, words))
            .collect(),
    }
}

/// Unix seconds.
#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds since 1970 stay far below 2^53"
)]
fn seconds(at: Instant) -> f64 {
    at.millis() as f64 / 1000.0
}

fn fan(basin: &Basin, outlook: &Outlook, words: &Words) -> FanView {
    let points = |values: &[(Instant, f64)]| {
        values
            .iter()
            .map(|(at, value)| (seconds(*at), *value))
            .collect()
    };
    let observed: Vec<(f64, f64)> = points(&outlook.observed);
    let external: Vec<(String, Vec<(f64, f64)>)> = outlook
        .external
        .iter()
        .map(|other| {
            let issued = moment(basin, other.issued, words);
            let name = words.with(
                "forecast-external",
                &[
                    ("source", (&other.source).into()),
                    ("issued", issued.into()),
                ],
            );
            (name, points(&other.values))
        })
        .collect();
    let issued = outlook.issued.map_or(f64::NAN, seconds);
    let lag_only = outlook
        .leads
        .iter()
        .filter(|lead| lead.verdict != Verdict::Shown);
    let lag_only = lag_only
        .filter_map(|lead| Some((seconds(lead.valid), lead.lag_only?)))
        .collect();
    let quantity = quantity_words(outlook.quantity, words);
    let unit = outlook.quantity.facts().unit.symbol().to_owned();
    let flood = outlook.flood_from.is_finite().then(|| {
        let value = words.value(Some(outlook.flood_from), outlook.quantity);
        (
            outlook.flood_from,
            words.with("forecast-flood-from", &[("value", value.into())]),
        )
    });
    let mut view = FanView {
        title: title(basin, outlook, &quantity, words),
        unit,
        party: party_of(basin, outlook),
        refusal: outlook
            .refusal
            .as_ref()
            .map(|why| refusal(basin, why, words)),
        issued,
        fan: fan_points(outlook, &observed),
        lag_only,
        flood_from: flood,
        leads: outlook
            .leads
            .iter()
            .map(|lead| lead_row(basin, outlook, lead, words))
            .collect(),
        scores: scores(outlook, words),
        travel: travel_rows(basin, outlook, words),
        notes: notes(basin, outlook, words),
        observed,
        external,
        ..FanView::default()
    };
    ranges(&mut view);
    view
}

fn party_of(basin: &Basin, outlook: &Outlook) -> usize {
    let state = basin
        .station(&outlook.station)
        .map(|station| &station.state);
    state.map_or(0, |state| party_index(basin, state))
}

fn title(basin: &Basin, outlook: &Outlook, quantity: &str, words: &Words) -> String {
    let station = name(basin, &outlook.station);
    match outlook.issued {
        Some(at) => words.with(
            "forecast-title",
            &[
                ("quantity", quantity.into()),
                ("station", station.into()),
                ("issued", moment(basin, at, words).into()),
            ],
        ),
        None => words.with(
            "forecast-title-none",
            &[("quantity", quantity.into()), ("station", station.into())],
        ),
    }
}

/// Date and time on the basin's clock, which is named.
fn moment(basin: &Basin, at: Instant, words: &Words) -> String {
    format!("{} {}", words.date_and_time(at, basin.clock), basin.clock)
}

pub(super) fn name(basin: &Basin, id: &StationId) -> String {
    basin
        .station(id)
        .map_or_else(|| id.to_string(), |station| station.name.clone())
}

fn quantity_words(quantity: Quantity, words: &Words) -> String {
    words.get(match quantity {
        Quantity::Stage => "record-stage",
        Quantity::Discharge => "record-discharge",
        Quantity::Rain => "record-rain",
        Quantity::Storage => "record-storage",
    })
}

pub(super) fn refusal(basin: &Basin, why: &Refusal, words: &Words) -> String {
    match why {
        Refusal::NoSeries(id) => {
            words.with("forecast-no-series", &[("station", name(basin, id).into())])
        }
        Refusal::Silent(id) => {
            words.with("forecast-silent", &[("station", name(basin, id).into())])
        }
        Refusal::TooShort => words.get("forecast-too-short"),
    }
}

/// The newest reading, then every lead that is shown.
fn fan_points(outlook: &Outlook, observed: &[(f64, f64)]) -> Vec<FanPoint> {
    let shown = outlook.leads.iter().filter_map(|lead| {
        Some(FanPoint {
            time: seconds(lead.valid),
            value: lead.value?,
            band: lead.band.clone(),
        })
    });
    let shown: Vec<FanPoint> = shown.collect();
    let Some(first) = shown.first() else {
        return shown;
    };
    let n = first.band.len();
    let now = observed.last().map(|(time, value)| FanPoint {
        time: *time,
        value: *value,
        band: vec![*value; n],
    });
    now.into_iter().chain(shown).collect()
}

fn notes(basin: &Basin, outlook: &Outlook, words: &Words) -> Vec<String> {
    let mut notes = Vec::new();
    if outlook.leads.iter().any(|lead| lead.is_extrapolation) {
        notes.push(words.get("forecast-extrapolation"));
    }
    if outlook.external.is_empty() {
        notes.push(words.get("forecast-no-external"));
    }
    notes.extend(hindsight(basin, outlook, words));
    notes.extend(outlook.unread.iter().cloned());
    notes
}

/// Room around everything that is drawn.
fn ranges(view: &mut FanView) {
    let points = || {
        let lines = view.external.iter().flat_map(|(_, points)| points);
        view.observed
            .iter()
            .chain(lines)
            .chain(&view.lag_only)
            .copied()
    };
    let fan = || {
        view.fan
            .iter()
            .flat_map(|point| point.band.iter().map(|value| (point.time, *value)))
    };
    let fold = |of: &dyn Fn((f64, f64)) -> f64| {
        points()
            .chain(fan())
            .map(of)
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
                (low.min(value), high.max(value))
            })
    };
    let (left, right) = fold(&|point| point.0);
    let (low, high) = fold(&|point| point.1);
    let pad = 0.06 * (high - low).max(1e-9);
    view.x_range = (left, right + 0.02 * (right - left));
    view.y_range = (low - pad, high + pad);
}
