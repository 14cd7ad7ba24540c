//! What elevation a stage is, with the gauge zero that was in force at its time.
//!
//! # What it tells
//! The water level in a vertical datum for every stage, and in the neighbour's datum where the offset is known; or,
//! the other way, the stage of a level.
//! # Formula
//! level = stage + zero(t), with zero(t) the gauge zero in force at t: each holds from its date up to, and without, the
//! next one's. Level of the neighbour's datum = level + `shift`.
//! # Units
//! m.
//! # Missing data
//! Before the first zero a level is not defined, and never taken from the earliest zero; a missing stage has none.
//! # Limits
//! The offset between two national datums differs from place to place: it is that of the site, from its own levelling.
//! A threshold is a level: after a zero moved it is shown as another stage.
//! # Source
//! WMO-No. 1044, *Manual on Stream Gauging*, vol. I: gauge datum and its history.

use chrono::{NaiveDate, NaiveDateTime};
use serde_json::{Map, Value, json};

use super::rise_entry::chosen;
use crate::domain::{Completeness, Finding, Instant};
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "zeros",
        meaning: "gauge zeros with the dates from which they hold, date=zero, such as 1990-01-01=112.43,2005-07-01T12:00=111.43",
        default: "",
    },
    Setting {
        name: "shift",
        meaning: "what is added to a level to have it in the neighbour's datum, m",
        default: "",
    },
    Setting {
        name: "direction",
        meaning: "to_level, or to_stage where the series holds levels",
        default: "to_level",
    },
    Setting {
        name: "station",
        meaning: "which series of the file, where it holds several",
        default: "",
    },
];

/// A gauge zero and the instant from which it holds, ms since 1970 UTC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Zero {
    /// From here on.
    pub from: i64,
    /// Elevation, m.
    pub elevation: f64,
}

/// The zero in force at `time` of zeros in the order of their dates; `None` before the first.
pub fn zero_at(zeros: &[Zero], time: i64) -> Option<f64> {
    let after = zeros.partition_point(|zero| zero.from <= time);
    after.checked_sub(1).map(|row| zeros[row].elevation)
}

fn zeros(settings: &Settings<'_>) -> Result<Vec<Zero>, Box<Finding>> {
    let text = settings.wanted_text("zeros")?;
    let parts = text
        .split([',', ';'])
        .map(str::trim)
        .filter(|part| !part.is_empty());
    let mut zeros: Vec<Zero> = parts
        .map(|part| {
            zero(part).ok_or_else(|| {
                refuse(
                    format!("zeros has \"{part}\", which is no date=zero"),
                    "write zeros=1990-01-01=112.43,2005-07-01T12:00=111.43",
                )
            })
        })
        .collect::<Result<_, _>>()?;
    zeros.sort_by_key(|zero| zero.from);
    if let Some(pair) = zeros.windows(2).find(|pair| pair[0].from == pair[1].from) {
        return Err(refuse(
            format!("two zeros hold from {}", Instant::from_millis(pair[0].from)),
            "give each its own date",
        ));
    }
    Ok(zeros)
}

fn zero(part: &str) -> Option<Zero> {
    let (date, number) = part.rsplit_once(['=', ' ', ':'])?;
    let elevation: f64 = number
        .trim()
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())?;
    let date = date.trim();
    let moment = date
        .parse::<NaiveDate>()
        .ok()
        .map(|date| date.and_time(chrono::NaiveTime::MIN));
    let forms = [
        "%Y-%m-%dT%H:%M",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M",
        "%Y-%m-%d %H:%M:%S",
    ];
    let written = || {
        let mut read = forms
            .iter()
            .filter_map(|form| NaiveDateTime::parse_from_str(date, form).ok());
        read.next()
    };
    let from = match moment.or_else(written) {
        Some(civil) => civil.and_utc().timestamp_millis(),
        None => Instant::parse(date)?.millis(),
    };
    Some(Zero { from, elevation })
}

/// Computes it.
pub(super) fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = chosen(input, settings)?;
    let zeros = zeros(settings)?;
    let shift = settings.number("shift")?;
    let sign = settings.choice("direction", &[("to_level", 1.0), ("to_stage", -1.0)])?;
    let in_force: Vec<Option<f64>> = points
        .time
        .iter()
        .map(|time| zero_at(&zeros, *time))
        .collect();
    let converted: Vec<Option<f64>> = points
        .value
        .iter()
        .zip(&in_force)
        .map(|(value, zero)| {
            zero.map(|zero| value + sign * zero)
                .filter(|level| !level.is_nan())
        })
        .collect();
    let times: Vec<Value> = points
        .time
        .iter()
        .map(|time| points.resolution.stamp(*time))
        .collect();
    let mut result = Map::new();
    result.insert("time".to_owned(), json!(times));
    result.insert("zero_m".to_owned(), json!(in_force));
    let key = if sign > 0.0 { "level_m" } else { "stage_m" };
    result.insert(key.to_owned(), json!(converted));
    if let (Some(shift), true) = (shift, sign > 0.0) {
        let neighbour: Vec<Option<f64>> = converted
            .iter()
            .map(|level| level.map(|level| level + shift))
            .collect();
        result.insert("level_neighbour_m".to_owned(), json!(neighbour));
    }
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let there = converted.iter().flatten().count();
    let computed = Computed::new(
        result,
        Completeness::new(count(there), count(points.time.len())),
    )?;
    let early = in_force.iter().filter(|zero| zero.is_none()).count();
    Ok(if early > 0 {
        computed.note(format!(
            "{early} values are before the first zero and have none"
        ))
    } else {
        computed
    })
}
