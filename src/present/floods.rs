//! Past floods of a station, ready to draw: a table, each flood around its peak, and each year from its first day.

use std::sync::Arc;

use chrono::Datelike as _;

use super::standing::party_index;
use super::words::MISSING;
use super::{Cell, Sheet, Words};
use crate::domain::{Basin, Clock, Quantity};
use crate::engine::analysis::Floods;
use crate::engine::analysis::floods::{FloodPeak, PastFlood};

/// A column: a gauge on the same water.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FloodColumn {
    /// Name.
    pub name: String,
    /// Index of its party.
    pub party: usize,
    /// "14 h upstream" by the basin's reaches.
    pub way: String,
}

/// A flood at one gauge.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct FloodCell {
    /// The peak, for sorting.
    pub value: Option<f64>,
    /// The peak in words; a daily mean is marked.
    pub peak: String,
    /// How much later or earlier it came.
    pub after: String,
}

/// A flood.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct FloodRow {
    /// Instant of its peak, unix seconds: its id.
    pub at: i64,
    /// The same in words.
    pub label: String,
    /// The hydrological year that it was in, as in [`YearTrace::label`].
    pub year: String,
    /// The peak at the station.
    pub own: FloodCell,
    /// Its place among all floods.
    pub rank: usize,
    /// How often one as high came, in words.
    pub often: String,
    /// At each column's gauge.
    pub cells: Vec<FloodCell>,
    /// Hours from the peak, value.
    #[serde(skip)]
    pub trace: Arc<[(f64, f64)]>,
}

/// A hydrological year.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct YearTrace {
    /// "2023/24", or "2024" where the year begins in January.
    pub label: String,
    /// Day from 0, value.
    #[serde(skip)]
    pub trace: Arc<[(f64, f64)]>,
}

/// The page.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct PastFloodsView {
    /// What a flood is here, and what the figures rest on.
    pub notes: Vec<String>,
    /// Unit of every value.
    pub unit: String,
    /// Gauges up and down the river, source first.
    pub columns: Vec<FloodColumn>,
    /// Position among the columns before which the station itself stands.
    pub own_at: usize,
    /// Its name.
    pub own_name: String,
    /// Index of its party.
    pub own_party: usize,
    /// Floods, the newest first.
    pub rows: Vec<FloodRow>,
    /// Years, the oldest first; the last one runs.
    pub years: Vec<YearTrace>,
    /// Months by the day of the hydrological year on which they begin.
    pub months: Vec<(f64, String)>,
}

/// The page in the language of `words`.
pub fn past_floods(basin: &Basin, found: &Floods, words: &Words) -> PastFloodsView {
    let words = &words.first();
    let Some(quantity) = found.quantity else {
        return PastFloodsView {
            notes: vec![words.get("floods-no-record")],
            ..PastFloodsView::default()
        };
    };
    let station = basin.station(&found.station);
    let columns: Vec<FloodColumn> = found
        .gauges
        .iter()
        .map(|gauge| {
            let other = basin.station(&gauge.station);
            let key = if gauge.travel_hours < 0.0 {
                "floods-upstream"
            } else if gauge.travel_hours > 0.0 {
                "floods-downstream"
            } else {
                "floods-same-place"
            };
            let hours = words.hours(gauge.travel_hours.abs());
            FloodColumn {
                name: other.map_or_else(|| gauge.station.to_string(), |own| own.name.clone()),
                party: other.map_or(0, |own| party_index(basin, &own.state)),
                way: words.with(key, &[("hours", hours.into())]),
            }
        })
        .collect();
    let own_km = station.map_or(0.0, |own| own.river_km);
    let is_above = |id: &crate::domain::StationId| {
        basin
            .station(id)
            .is_some_and(|other| other.river_km <= own_km)
    };
    PastFloodsView {
        notes: notes(found, quantity, words),
        unit: quantity.facts().unit.symbol().to_owned(),
        own_at: found
            .gauges
            .iter()
            .take_while(|gauge| is_above(&gauge.station))
            .count(),
        own_name: station.map_or_else(|| found.station.to_string(), |own| own.name.clone()),
        own_party: station.map_or(0, |own| party_index(basin, &own.state)),
        columns,
        rows: found
            .floods
            .iter()
            .map(|flood| row(flood, found.year_starts, words))
            .collect(),
        years: found
            .by_year
            .iter()
            .map(|year| YearTrace {
                label: year_label(year.year, found.year_starts),
                trace: year.trace.clone().into(),
            })
            .collect(),
        months: months(u32::from(found.year_starts), words),
    }
}

/// A hydrological year by the calendar year in which it ends.
fn year_label(ends: i32, year_starts: u8) -> String {
    if year_starts == 1 {
        ends.to_string()
    } else {
        format!("{}/{:02}", ends - 1, ends.rem_euclid(100))
    }
}

/// Days of a common year before each month of a hydrological one.
fn months(first: u32, words: &Words) -> Vec<(f64, String)> {
    const DAYS: [u32; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
    let mut day = 0;
    (first..first + 12)
        .map(|month| {
            let at = day;
            let of_year = (month - 1) % 12;
            day += DAYS[usize::try_from(of_year).unwrap_or_default()];
            (f64::from(at), words.month(of_year + 1))
        })
        .collect()
}

fn notes(found: &Floods, quantity: Quantity, words: &Words) -> Vec<String> {
    let years = words.number(found.years, 1);
    if found.floods.is_empty() {
        return vec![words.with("floods-none-found", &[("years", years.into())])];
    }
    vec![
        words.with(
            "floods-what",
            &[
                ("n", found.floods.len().into()),
                ("from", words.value(found.from, quantity).into()),
                ("years", years.into()),
            ],
        ),
        words.get("floods-how"),
    ]
}

fn row(flood: &PastFlood, year_starts: u8, words: &Words) -> FloodRow {
    let civil = Clock::UTC.civil(flood.peak.time);
    let decimals = usize::from(flood.return_years < 10.0);
    FloodRow {
        at: flood.peak.time.millis() / 1000,
        label: if flood.peak.is_daily {
            words.date(civil)
        } else {
            format!("{} {}", words.date(civil), civil.format("%H:%M"))
        },
        year: year_label(
            civil.year() + i32::from(year_starts > 1 && civil.month() >= u32::from(year_starts)),
            year_starts,
        ),
        own: cell(Some(&flood.peak), None, words),
        rank: flood.rank,
        often: words.number(flood.return_years, decimals),
        cells: flood
            .peaks
            .iter()
            .zip(&flood.hours)
            .map(|(peak, hours)| {
                let hours = hours.map(|hours| (hours, flood.peak.is_daily));
                cell(peak.as_ref(), hours, words)
            })
            .collect(),
        trace: flood.trace.clone().into(),
    }
}

fn cell(peak: Option<&FloodPeak>, hours: Option<(f64, bool)>, words: &Words) -> FloodCell {
    let Some(peak) = peak else {
        return FloodCell {
            peak: MISSING.to_owned(),
            ..FloodCell::default()
        };
    };
    let decimals = match peak.quantity {
        Quantity::Stage => 2,
        _ => usize::from(peak.value.abs() < 100.0),
    };
    let value = words.number(peak.value, decimals);
    FloodCell {
        value: Some(peak.value),
        peak: if peak.is_daily {
            words.with("floods-daily", &[("value", value.into())])
        } else {
            value
        },
        after: hours.map_or_else(String::new, |(hours, is_daily)| {
            if is_daily || peak.is_daily {
                let days = words.signed((hours / 24.0).round(), 0);
                words.with("floods-days", &[("n", days.into())])
            } else {
                let hours = words.signed(hours, usize::from(hours.abs() < 10.0));
                words.with("floods-hours", &[("n", hours.into())])
            }
        }),
    }
}

/// The table as it leaves the program: one row a flood and gauge, times in UTC, values in SI.
pub fn floods_sheet(found: &Floods) -> Sheet {
    let text = |text: String| Cell::Text(text);
    let mut rows = Vec::new();
    for flood in &found.floods {
        let own = (found.station.to_string(), Some(&flood.peak), Some(0.0));
        let others = found.gauges.iter().zip(&flood.peaks).zip(&flood.hours);
        let others =
            others.map(|((gauge, peak), hours)| (gauge.station.to_string(), peak.as_ref(), *hours));
        for (station, peak, hours) in std::iter::once(own).chain(others) {
            rows.push(vec![
                text(found.station.to_string()),
                text(flood.peak.time.to_string()),
                Cell::Count(u64::try_from(flood.rank).unwrap_or(u64::MAX)),
                Cell::Number(flood.return_years),
                text(station),
                peak.map_or(Cell::Empty, |peak| text(peak.quantity.word().to_owned())),
                peak.map(|peak| peak.value).into(),
                peak.map(|peak| peak.time).into(),
                hours.into(),
                peak.map_or(Cell::Empty, |peak| {
                    text(if peak.is_daily { "day" } else { "moment" }.to_owned())
                }),
            ]);
        }
    }
    Sheet {
        columns: vec![
            "station",
            "flood",
            "rank",
            "return_period_years",
            "gauge",
            "quantity",
            "peak",
            "peak_time",
            "hours_after",
            "known_to",
        ],
        rows,
    }
}
