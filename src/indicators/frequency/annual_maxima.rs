//! Annual maxima: the highest value of each hydrological year, with its date and how complete the year is.
//!
//! # What it tells
//! One flood peak a year, as every fit of a flood distribution takes it: its value, its date, how many days of the
//! year stand behind it, its rank and the return period it is drawn at. Years with too little of them measured stand
//! apart under `left_out`, with what they saw.
//! # Formula
//! Maximum over the hydrological year, which begins on the first of `year_start` and is named after the calendar year
//! that it ends in. Return period by plotting position: 1/P, P = (rank − a)/(n + 1 − 2a), with a = 0 (Weibull), 0.44
//! (Gringorten) or 0.40 (Cunnane).
//! # Units
//! Those of the series.
//! # Missing data
//! A year counts when at least `least_coverage` of its days have a value: its real peak may have fallen into a gap, and
//! a maximum over half a year is too low, never too high. The first and the last year of a record are therefore often
//! left out. `incomplete=season` lets such a year count when at least that share of every month is there in which a
//! maximum of the complete years fell (of 5 or more), and says so: with few years that season is not known well.
//! # Limits
//! Maxima of daily means are lower than the instantaneous peaks, much so in small catchments. Two floods around the
//! turn of the hydrological year may be one: choose a month in which floods are rare.
//! # Source
//! WMO-No. 168, Guide to Hydrological Practices, vol. II, 5.7; the share of 0.9 is common practice, not a standard.

use serde_json::{Value, json};

use super::annual::{INCOMPLETE, LEAST_COVERAGE, VALUES, YEAR_START, Year, first_day, peaks};
use super::fit::POSITION;
use super::plotting::{Position, ranks};
use crate::domain::Instant;
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "annual-maxima",
    text: include_str!("annual_maxima.rs"),
    settings: &SETTINGS,
    run,
};

const SETTINGS: [Setting; 5] = [YEAR_START, LEAST_COVERAGE, INCOMPLETE, POSITION, VALUES];

fn run(input: &Input, set: &Settings<'_>) -> Outcome {
    let peaks = peaks(input, set)?;
    if peaks.years.is_empty() {
        return Err(refuse(
            format!(
                "no year is complete enough for an annual maximum: {} years have values",
                peaks.left_out.len()
            ),
            "lower least_coverage if the gaps cannot hold a flood, or give a longer record",
        ));
    }
    let position = set.choice("plotting_position", Position::CHOICES)?;
    let values = peaks.values();
    let rows = peaks.years.iter().zip(ranks(&values));
    let maxima: Vec<Value> = rows
        .map(|(year, rank)| {
            let probability = position.exceedance(rank, values.len());
            let mut row = year_row(year, peaks.rules.year_start, peaks.are_given);
            row["rank"] = json!(rank);
            row["exceedance_probability"] = json!(probability);
            row["return_period_years"] = json!(1.0 / probability);
            row
        })
        .collect();
    let left_out: Vec<Value> = peaks
        .left_out
        .iter()
        .map(|year| year_row(year, peaks.rules.year_start, false))
        .collect();
    let result = json!({
        "n": values.len(),
        "maxima": maxima,
        "left_out": left_out,
        "plotting_position": position.word(),
    });
    Ok(peaks.say(Computed::new(result, peaks.completeness())?))
}

fn year_row(year: &Year, year_start: u32, is_given: bool) -> Value {
    if is_given {
        return json!({ "year": year.year, "value": year.value });
    }
    let time = Instant::from_millis(year.time).utc();
    json!({
        "year": year.year,
        "begins": first_day(year.year, year_start).to_string(),
        "value": year.value,
        "date": time.date().to_string(),
        "time": time.and_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
        "days_present": year.days.present,
        "days_expected": year.days.expected,
        "season_covered": year.is_by_season,
    })
}
