//! Peaks over a threshold: independent floods of a record, how many a year, and the flood of each return period.
//!
//! # What it tells
//! The highest value and the date of every flood above the threshold, the rate they come at, and return periods by
//! the generalised Pareto distribution. It uses more of a short record than annual maxima do.
//! # Formula
//! Runs declustering: values above the threshold belong to one flood until more than `separation_days` pass without
//! one. With `minimum_ratio` (0.75 in the practice of the US Water Resources Council) two floods are also one unless the
//! flow between them falls below that share of the smaller peak. Extremal index: floods / values above. The fit is that of
//! `gpd`; a return period T of the peaks is 1/(1 − exp(−1/T)) in annual maxima.
//! Without `threshold` it is the lowest value that leaves at most `peaks_per_year` floods a year.
//! # Units
//! Those of the series. Return periods in years.
//! # Missing data
//! The rate counts days with a value only. A gap ends no flood by itself: time passes, but what it hides is not known.
//! # Limits
//! At least 5 years and 10 floods; below 15 years it says that the record is short. Floods of daily means are lower than
//! instantaneous peaks.
//! # Source
//! Coles 2001, 5.3; Lang, Ouarda & Bobée 1999, J. Hydrol. 225:103–117; USWRC 1976.

use serde_json::{Value, json};

use super::fit::{CONFIDENCE, EXCEEDANCE, RETURN_PERIODS};
use super::gpd::{self, DAYS_PER_YEAR, Exceedances, METHOD, RECORD_DAYS, THRESHOLD, record_days};
use crate::domain::{Finding, Instant};
use crate::indicators::catalogue::{Indicator, Input, Outcome, Points, Setting, Settings, refuse};
use crate::indicators::stats::l_moments::{count, sorted};

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "peaks-over-threshold",
    text: include_str!("peaks_over_threshold.rs"),
    settings: &SETTINGS,
    run,
};

const SETTINGS: [Setting; 10] = [
    THRESHOLD,
    Setting {
        name: "peaks_per_year",
        meaning: "floods a year that the threshold is set for, when none is given",
        default: "2",
    },
    Setting {
        name: "separation_days",
        meaning: "days without a value above the threshold that part two floods",
        default: "7",
    },
    Setting {
        name: "minimum_ratio",
        meaning: "share of the smaller peak that the flow must fall below between two floods; unset: not asked for",
        default: "",
    },
    METHOD,
    RETURN_PERIODS,
    EXCEEDANCE,
    CONFIDENCE,
    RECORD_DAYS,
    DAYS_PER_YEAR,
];

/// How floods are told apart.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Separation {
    /// Days without a value above the threshold.
    pub days: f64,
    /// Share of the smaller peak that the flow between must fall below.
    pub minimum_ratio: Option<f64>,
}

/// A flood above a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// When it was highest, milliseconds since 1970 UTC.
    pub time: i64,
    /// Its highest value.
    pub value: f64,
    /// Values above the threshold.
    pub above: usize,
}

/// The floods above a threshold. `time` in milliseconds since 1970 UTC, ascending; NaN is missing.
pub fn peaks(time: &[i64], value: &[f64], threshold: f64, separation: Separation) -> Vec<Peak> {
    let apart = separation.days * 86_400_000.0;
    let mut found: Vec<Peak> = Vec::new();
    let (mut last_above, mut least_since) = (i64::MIN, f64::INFINITY);
    for (&time, &value) in time.iter().zip(value) {
        if value.is_nan() {
            continue;
        }
        if value <= threshold {
            least_since = least_since.min(value);
            continue;
        }
        let is_new = found.last().is_none_or(|peak| {
            let gap = millis(time - last_above);
            let falls = separation
                .minimum_ratio
                .is_none_or(|ratio| least_since < ratio * peak.value.min(value));
            gap > apart && falls
        });
        match found.last_mut().filter(|_| !is_new) {
            Some(peak) => {
                peak.above += 1;
                if value > peak.value {
                    (peak.time, peak.value) = (time, value);
                }
            }
            None => found.push(Peak {
                time,
                value,
                above: 1,
            }),
        }
        (last_above, least_since) = (time, f64::INFINITY);
    }
    found
}

#[expect(
    clippy::cast_precision_loss,
    reason = "a span of years in milliseconds"
)]
fn millis(span: i64) -> f64 {
    span as f64
}

/// The lowest threshold among the values of the series that leaves at most `most` floods.
fn threshold_for(points: &Points, most: f64, separation: Separation) -> Option<f64> {
    let values = sorted(&points.value);
    let (mut low, mut high) = (0, values.len().checked_sub(1)?);
    while low < high {
        let middle = usize::midpoint(low, high);
        let floods = peaks(&points.time, &points.value, values[middle], separation);
        // Below the median flow floods run together, and few are found for the wrong reason.
        if count(floods.len()) <= most && middle > values.len() / 2 {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    values.get(low).copied()
}

fn separation(set: &Settings<'_>) -> Result<Separation, Box<Finding>> {
    let days = set.wanted_number("separation_days")?;
    if days < 0.0 {
        return Err(refuse(
            format!("separation_days is {days}"),
            "set it to nothing or more, such as separation_days=7",
        ));
    }
    Ok(Separation {
        days,
        minimum_ratio: set.number("minimum_ratio")?,
    })
}

fn run(input: &Input, set: &Settings<'_>) -> Outcome {
    let points = input.single()?;
    let separation = separation(set)?;
    let days = record_days(&points.time, &points.value, set)?;
    let threshold = match set.number("threshold")? {
        Some(threshold) => threshold,
        None => {
            let years = days / set.wanted_number("days_per_year")?;
            let most = set.wanted_number("peaks_per_year")? * years;
            threshold_for(points, most, separation).ok_or_else(|| {
                refuse(
                    "the series holds no value",
                    "give a daily record or moments",
                )
            })?
        }
    };
    let floods = peaks(&points.time, &points.value, threshold, separation);
    let above: usize = floods.iter().map(|flood| flood.above).sum();
    let from = Exceedances {
        threshold,
        values: floods.iter().map(|flood| flood.value).collect(),
        days,
    };
    let mut computed = gpd::fit(&from, set)?.result(&from, set)?;
    let rows: Vec<Value> = floods
        .iter()
        .map(|flood| {
            let time = Instant::from_millis(flood.time).utc();
            json!({
                "date": time.date().to_string(),
                "time": time.and_utc().to_rfc3339_opts(chrono::SecondsFormat::Secs, true),
                "value": flood.value,
                "values_above": flood.above,
            })
        })
        .collect();
    let further = [
        ("n_values_above", json!(above)),
        ("n_peaks", json!(floods.len())),
        ("extremal_index", json!(count(floods.len()) / count(above))),
        ("separation_days", json!(separation.days)),
        ("peaks", json!(rows)),
    ];
    for (key, value) in further {
        computed.result.insert(key.to_owned(), value);
    }
    Ok(computed)
}
