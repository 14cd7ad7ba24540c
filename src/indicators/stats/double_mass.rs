//! Whether a station keeps its proportion to its neighbours over the years (double mass).
//!
//! # What it tells
//! The sums of a station against the sums of its neighbours' mean: a straight line while nothing changes at the station,
//! a bend where its gauge, site or catchment did. Where the bend is likeliest, and the factor that brings the older
//! values to the newer ones.
//! # Formula
//! Base = mean of the other series, the station never among them. Slope of a part = sum of the station / sum of the
//! base. The break is where two parts, each of at least `least_part` values, leave the smallest sum of squares of
//! station − slope · base. Factor for the early values = later slope / earlier slope.
//! # Units
//! Sums in the unit of the series; factors have none.
//! # Missing data
//! A time at which any of the series is missing is left out of all.
//! # Limits
//! Refused below twice `least_part` values. Fewer than three neighbours are noted, five are better. Sums are not
//! independent, so that no probability is given: accept a break that lasts for at least five values and that the
//! station's history explains.
//! # Source
//! Searcy and Hardison 1960 (USGS WSP 1541-B).

use serde::Serialize;

use super::sample::float;
use crate::domain::{Completeness, Finding, Instant};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Points, Resolution, Setting, Settings, refuse,
};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "double-mass",
    text: include_str!("double_mass.rs"),
    settings: &[
        Setting {
            name: "station",
            meaning: "the series that is tested; the last one when not set, or that called \"station\"",
            default: "",
        },
        Setting {
            name: "least_part",
            meaning: "values on either side of a break",
            default: "5",
        },
        Setting {
            name: "break_after",
            meaning: "values before a break that is known; sought when not set",
            default: "",
        },
    ],
    run,
};

/// What the two parts of a double mass curve say.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct DoubleMass {
    /// Values of the first part.
    pub break_after: usize,
    /// Sum of the station over sum of the base in the first part.
    pub slope_before: f64,
    /// The same in the second part.
    pub slope_after: f64,
    /// Sum of squares left by two parts, over that left by one slope.
    pub misfit_ratio: f64,
}

/// The break that leaves the smallest misfit, each part with at least `least_part` values; `None` when there are too
/// few. None of the values is missing.
pub fn double_mass(base: &[f64], station: &[f64], least_part: usize) -> Option<DoubleMass> {
    let least = least_part.max(1);
    let breaks = least..(station.len() + 1).saturating_sub(least);
    let parts = breaks.map(|place| at_break(base, station, place));
    parts.min_by(|a, b| a.misfit_ratio.total_cmp(&b.misfit_ratio))
}

/// The two parts of a break that is known.
pub fn at_break(base: &[f64], station: &[f64], break_after: usize) -> DoubleMass {
    let slope =
        |base: &[f64], station: &[f64]| station.iter().sum::<f64>() / base.iter().sum::<f64>();
    let misfit = |base: &[f64], station: &[f64]| {
        let slope = slope(base, station);
        base.iter()
            .zip(station)
            .map(|(base, station)| (station - slope * base).powi(2))
            .sum::<f64>()
    };
    let (base_before, base_after) = base.split_at(break_after);
    let (before, after) = station.split_at(break_after);
    let one = misfit(base, station);
    let two = misfit(base_before, before) + misfit(base_after, after);
    DoubleMass {
        break_after,
        slope_before: slope(base_before, before),
        slope_after: slope(base_after, after),
        misfit_ratio: if one > 0.0 { two / one } else { 1.0 },
    }
}

#[derive(Serialize)]
struct Found {
    station: String,
    neighbours: usize,
    time: Vec<String>,
    cumulative_base: Vec<f64>,
    cumulative_station: Vec<f64>,
    break_after: usize,
    last_of_first_part: Option<String>,
    slope_before: f64,
    slope_after: f64,
    factor_early_to_recent: f64,
    factor_recent_to_early: f64,
    /// Sum of squares left by two slopes, as a share of that left by one.
    misfit_ratio: f64,
    method: String,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let (tested, others) = chosen(input, settings)?;
    let rows = common(tested, &others);
    let base: Vec<f64> = rows.iter().map(|row| row.1).collect();
    let station: Vec<f64> = rows.iter().map(|row| row.2).collect();
    let least = settings.count("least_part")?.unwrap_or(5);
    let found = match settings.count("break_after")? {
        Some(place) if place > 0 && place < station.len() => Some(at_break(&base, &station, place)),
        Some(place) => {
            return Err(refuse(
                format!(
                    "break_after is {place}, and there are {} common values",
                    station.len()
                ),
                "set it to the number of values before the break",
            ));
        }
        None => double_mass(&base, &station, least),
    };
    let Some(found) = found else {
        return Err(refuse(
            format!(
                "double mass needs {} common values, and there are {}",
                2 * least,
                station.len()
            ),
            "give longer series, or set least_part lower",
        ));
    };
    let labels: Vec<String> = rows
        .iter()
        .map(|row| label(row.0, tested.resolution))
        .collect();
    let result = Found {
        station: tested.station.clone(),
        neighbours: others.len(),
        cumulative_base: cumulative(&base),
        cumulative_station: cumulative(&station),
        break_after: found.break_after,
        last_of_first_part: labels.get(found.break_after - 1).cloned(),
        slope_before: found.slope_before,
        slope_after: found.slope_after,
        factor_early_to_recent: found.slope_after / found.slope_before,
        factor_recent_to_early: found.slope_before / found.slope_after,
        misfit_ratio: found.misfit_ratio,
        time: labels,
        method: format!(
            "double mass, slopes of sums, parts of at least {least} values, least squares break"
        ),
    };
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let completeness = Completeness::new(count(rows.len()), count(tested.time.len()));
    let computed = Computed::new(result, completeness)?;
    Ok(if others.len() < 3 {
        computed.note(format!(
            "the base has {} series; with fewer than three a bend may be theirs, five are better",
            others.len()
        ))
    } else {
        computed
    })
}

/// The series that is tested, and the others.
fn chosen<'a>(
    input: &'a Input,
    settings: &Settings<'_>,
) -> Result<(&'a Points, Vec<&'a Points>), Box<Finding>> {
    let tested = match settings.text("station") {
        Some(name) => input.station(name)?,
        None => input.station("station").or_else(|_| {
            let last = input.series.last();
            last.ok_or_else(|| {
                refuse(
                    "the file holds no series",
                    "give a CSV with the columns time,base,station",
                )
            })
        })?,
    };
    let others: Vec<&Points> = input
        .series
        .iter()
        .filter(|one| one.station != tested.station)
        .collect();
    if others.is_empty() {
        return Err(refuse(
            "there is no series to hold the station against",
            "give a CSV with the columns time,base,station, or one with several stations",
        ));
    }
    Ok((tested, others))
}

/// Time, mean of the others and value of the tested series, where all are there.
fn common(tested: &Points, others: &[&Points]) -> Vec<(i64, f64, f64)> {
    let at = |points: &Points, time: i64| {
        let place = points.time.binary_search(&time).ok()?;
        (!points.value[place].is_nan()).then_some(points.value[place])
    };
    let rows = tested.time.iter().filter_map(|time| {
        let own = at(tested, *time)?;
        let mut sum = 0.0;
        for other in others {
            sum += at(other, *time)?;
        }
        Some((*time, sum / float(others.len()), own))
    });
    rows.collect()
}

fn label(time: i64, resolution: Resolution) -> String {
    let date = Instant::from_millis(time).utc().date();
    match resolution {
        Resolution::Year => date.format("%Y").to_string(),
        Resolution::Month => date.format("%Y-%m").to_string(),
        Resolution::Number => (time / 3_600_000).to_string(),
        Resolution::Instant | Resolution::Day => date.to_string(),
    }
}

fn cumulative(values: &[f64]) -> Vec<f64> {
    let mut sum = 0.0;
    values
        .iter()
        .map(|value| {
            sum += value;
            sum
        })
        .collect()
}
