//! How wet the ground is from the rain of the days before.
//!
//! # What it tells
//! The antecedent precipitation index of every day: rain that fades by a constant share a day.
//! # Formula
//! Including today: A_t = K·A_(t−1) + P_t. Excluding today: A_t = K·(A_(t−1) + P_(t−1)). For parts of another length
//! dt, K becomes K^(dt / 1 day). K may change with the calendar month of the day that it leads to.
//! # Units
//! mm; K is a number between 0 and 1.
//! # Missing data
//! After a missing value there is no index (null) until ln(0.05) / ln(K) days, rounded, have been observed in a row,
//! 28 at K = 0.90, when at most 5 % of what fell before still counts. With `gap=bounds` it is carried on twice
//! instead, with no rain and with the largest daily rain of the record on missing days: the truth lies between, if no
//! missing day was wetter than every observed one.
//! # Limits
//! The record begins with `initial` (0 by default), so the first ln(0.05) / ln(K) days run low; `spun_up_from` says
//! when they end. Snow and evaporation are not in it. K lies between 0.80 and 0.98, lower in summer; 0.90 is usual.
//! # Source
//! Kohler and Linsley 1951, US Weather Bureau Research Paper 34; WMO-No. 168, vol. II.

use chrono::Datelike as _;

use super::accumulation::refuse_negative;
use super::parts::HOUR;
use crate::domain::{Completeness, Finding, Instant};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Points, Resolution, Setting, Settings, refuse,
};

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "antecedent-precipitation",
    text: include_str!("antecedent.rs"),
    settings: &[
        Setting {
            name: "k",
            meaning: "share of the index that is left after a day; or twelve of them, from January",
            default: "0.9",
        },
        Setting {
            name: "variant",
            meaning: "including or excluding: whether today's rain is in it",
            default: "including",
        },
        Setting {
            name: "initial",
            meaning: "index before the first day, mm",
            default: "0",
        },
        Setting {
            name: "gap",
            meaning: "null, or bounds: what a missing value does",
            default: "null",
        },
    ],
    run,
};

/// Whether the rain of a day is in the index of that day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// A_t = K·A_(t−1) + P_t.
    Including,
    /// A_t = K·(A_(t−1) + P_(t−1)).
    Excluding,
}

/// The index of every part.
///
/// `fading` is what is left of the index after the part, one a value. *Units*: those of `rain`. *Missing data*: a NaN
/// makes the index NaN until `respin` values in a row are there; it then begins again with 0 before the first of them.
pub fn index(
    rain: &[f64],
    fading: &[f64],
    (variant, initial, respin): (Variant, f64, usize),
) -> Vec<f64> {
    let excludes = variant == Variant::Excluding;
    let (mut state, mut carried, mut since_gap) = (initial, 0.0, usize::MAX);
    let each = rain.iter().zip(fading).map(|(&rain, &fading)| {
        let faded = fading * (state + carried);
        let was_known = since_gap >= respin;
        if rain.is_nan() {
            (state, carried, since_gap) = (0.0, 0.0, 0);
            return if excludes && was_known {
                faded
            } else {
                f64::NAN
            };
        }
        since_gap = since_gap.saturating_add(1);
        (state, carried) = if excludes {
            (faded, rain)
        } else {
            (faded + rain, 0.0)
        };
        let is_known = if excludes {
            was_known
        } else {
            since_gap >= respin
        };
        if is_known { state } else { f64::NAN }
    });
    each.collect()
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = input.single()?;
    refuse_negative(points)?;
    let (time, rain, step) = parts(points)?;
    let k = shares(&settings.numbers("k")?)?;
    let variant = settings.choice(
        "variant",
        &[
            ("including", Variant::Including),
            ("excluding", Variant::Excluding),
        ],
    )?;
    let bounds = settings.choice("gap", &[("null", false), ("bounds", true)])?;
    let initial = settings.wanted_number("initial")?;
    if initial < 0.0 {
        return Err(refuse(
            "initial is below nothing",
            "give the index before the first day in mm",
        ));
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "lengths of parts in milliseconds stay far below 2^53"
    )]
    let days = step as f64 / (24.0 * HOUR as f64);
    let fading: Vec<f64> = time.iter().map(|time| k[month(*time)].powf(days)).collect();
    let slowest = k.iter().copied().fold(0.0, f64::max);
    let respin = respin(slowest, days);
    let how = (variant, initial, respin);
    let stamps: Vec<String> = time
        .iter()
        .map(|time| points.resolution.say(*time))
        .collect();
    let values = index(&rain, &fading, how);
    let mut result = serde_json::json!({
        "time": stamps,
        "api_mm": values,
        "latest_mm": values.last().copied().filter(|value| !value.is_nan()),
        "max_mm": values.iter().copied().filter(|value| !value.is_nan()).reduce(f64::max),
        "spun_up_from": stamps.get(respin),
        "spin_up_days": days * from_count(respin),
    });
    let missing = rain.iter().filter(|rain| rain.is_nan()).count();
    if bounds {
        let largest = rain
            .iter()
            .copied()
            .filter(|rain| !rain.is_nan())
            .fold(0.0, f64::max);
        let filled = |with: f64| -> Vec<f64> {
            rain.iter()
                .map(|rain| if rain.is_nan() { with } else { *rain })
                .collect()
        };
        result["lower_mm"] = serde_json::json!(index(&filled(0.0), &fading, how));
        result["upper_mm"] = serde_json::json!(index(&filled(largest), &fading, how));
        result["assumed_on_missing_mm"] = serde_json::json!([0.0, largest]);
    }
    let rows = u32::try_from(rain.len()).unwrap_or(u32::MAX);
    let there = u32::try_from(rain.len() - missing).unwrap_or(u32::MAX);
    let said = if variant == Variant::Including {
        "today's rain is in the index: A = K·A + P"
    } else {
        "today's rain is not in the index: A = K·(A + P of the day before)"
    };
    let computed = Computed::new(result, Completeness::new(there, rows))?.note(said);
    Ok(match stamps.get(respin) {
        Some(from) if initial == 0.0 => computed.note(format!(
            "the index runs low before {from}: the rain before the record is not known"
        )),
        None => computed
            .note("the record is shorter than the spin-up: the index depends on its initial value"),
        Some(_) => computed,
    })
}

/// Parts after which at most 5 % of what was before still counts.
fn respin(k: f64, days: f64) -> usize {
    let wanted = (0.05_f64.ln() / (k.ln() * days)).round();
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to a range of whole numbers"
    )]
    let parts = wanted.clamp(1.0, 1e9) as usize;
    parts
}

#[expect(clippy::cast_precision_loss, reason = "counts stay far below 2^53")]
fn from_count(count: usize) -> f64 {
    count as f64
}

fn month(time: i64) -> usize {
    usize::try_from(Instant::from_millis(time).utc().date().month0()).unwrap_or_default()
}

/// One K for each month.
fn shares(given: &[f64]) -> Result<[f64; 12], Box<Finding>> {
    let sound = given.iter().all(|k| *k > 0.0 && *k < 1.0);
    match given {
        [one] if sound => Ok([*one; 12]),
        twelve if sound && twelve.len() == 12 => {
            let mut k = [0.0; 12];
            k.copy_from_slice(twelve);
            Ok(k)
        }
        _ => Err(refuse(
            "k must lie between 0 and 1",
            "give one, such as k=0.9, or twelve from January to December",
        )),
    }
}

/// The series without holes, and the length of its parts.
fn parts(points: &Points) -> Result<(Vec<i64>, Vec<f64>, i64), Box<Finding>> {
    let irregular = || {
        refuse(
            "the parts have no one length",
            "give one value a day or one value an hour",
        )
    };
    let step = match (points.resolution, points.spacing()) {
        (Resolution::Month | Resolution::Year, _) => return Err(irregular()),
        (Resolution::Day, _) => 24 * HOUR,
        (_, Some((step, _))) => step,
        (_, None) => {
            return Err(refuse(
                "the series has fewer than two values",
                "give a longer record",
            ));
        }
    };
    let (Some(&first), Some(&last)) = (points.time.first(), points.time.last()) else {
        return Err(refuse("the series is empty", "give at least one value"));
    };
    let place = |time: i64| usize::try_from((time - first) / step).unwrap_or_default();
    if points.time.iter().any(|time| (time - first) % step != 0)
        || place(last) > 50 * points.time.len() + 100_000
    {
        return Err(irregular());
    }
    let mut rain = vec![f64::NAN; place(last) + 1];
    for (time, value) in points.time.iter().zip(&points.value) {
        rain[place(*time)] = *value;
    }
    let time = (0..rain.len())
        .map(|n| first + i64::try_from(n).unwrap_or(0) * step)
        .collect();
    Ok((time, rain, step))
}
