//! How much rain makes a small river leave its banks.
//!
//! # What it tells
//! The rain of one duration that produces the runoff at which a reach begins to flood, for the wetness of the ground,
//! and how near observed or forecast rain comes to it. Indicative.
//! # Formula
//! Runoff by the curve number method: R = (P − Ia)² / (P − Ia + S), S = 25400/CN − 254, Ia = `initial_share`·S; solved
//! for P: P = Ia + (R + √(R² + 4RS)) / 2. Curve numbers of a dry or a wet ground follow from that of a normal one:
//! CN/(2.281 − 0.01281·CN) and CN/(0.427 + 0.00573·CN). Ratio: rain / guidance.
//! # Units
//! mm. CN is a number from 0 to 100.
//! # Missing data
//! None is filled: rain that is not given has no ratio. A total that is only a lower bound gives a lower bound of the
//! ratio.
//! # Limits
//! Indicative: classes of antecedent wetness are coarse, and the threshold runoff (bankfull, or the two-year flood
//! over the peak of the unit hydrograph) must come from the reach. One guidance per duration where the threshold
//! runoff is given per duration.
//! # Source
//! Georgakakos 2006 (J. Hydrol. 317); Ntelekos et al. 2006; NRCS National Engineering Handbook 630, ch. 9 and 10;
//! Hawkins et al. 1985 for dry and wet curve numbers.

use serde::Serialize;

use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "flash-flood-guidance",
    text: include_str!("flash_flood.rs"),
    settings: &[
        Setting {
            name: "threshold_runoff_mm",
            meaning: "runoff at which flooding begins, mm; or by duration, hours:mm, such as 1:10,3:15,6:20",
            default: "",
        },
        Setting {
            name: "curve_number",
            meaning: "curve numbers, 1 to 100",
            default: "",
        },
        Setting {
            name: "rain_mm",
            meaning: "rain to hold against it, mm; or by duration, hours:mm",
            default: "",
        },
        Setting {
            name: "initial_share",
            meaning: "initial abstraction as a share of S; 0.2, or 0.05 after newer work",
            default: "0.2",
        },
        Setting {
            name: "antecedent",
            meaning: "dry, normal or wet ground; the curve numbers given are those of normal ground",
            default: "normal",
        },
    ],
    run,
};

/// Retention S of a curve number, mm.
pub fn retention(curve_number: f64) -> f64 {
    25_400.0 / curve_number - 254.0
}

/// Runoff of a rain in mm, both in mm: 0 up to the initial abstraction.
pub fn runoff(rain: f64, retention: f64, initial_share: f64) -> f64 {
    let effective = rain - initial_share * retention;
    if effective <= 0.0 {
        0.0
    } else {
        effective * effective / (effective + retention)
    }
}

/// The rain that produces a runoff, both in mm.
pub fn guidance(runoff: f64, retention: f64, initial_share: f64) -> f64 {
    initial_share * retention
        + f64::midpoint(runoff, (runoff * runoff + 4.0 * runoff * retention).sqrt())
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Row {
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_h: Option<f64>,
    threshold_runoff_mm: f64,
    curve_number: f64,
    #[serde(rename = "S_mm")]
    retention_mm: f64,
    #[serde(rename = "Ia_mm")]
    initial_abstraction_mm: f64,
    guidance_mm: f64,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
struct Held {
    #[serde(skip_serializing_if = "Option::is_none")]
    duration_h: Option<f64>,
    rain_mm: f64,
    curve_number: f64,
    guidance_mm: f64,
    ratio: f64,
    runoff_mm: f64,
    exceeded: bool,
    category: &'static str,
}

fn run(_: &Input, settings: &Settings<'_>) -> Outcome {
    let thresholds = by_duration(settings, "threshold_runoff_mm")?;
    if thresholds.is_empty() {
        return Err(refuse(
            "threshold_runoff_mm is not set",
            "give it with --set threshold_runoff_mm=15",
        ));
    }
    let share = settings.wanted_number("initial_share")?;
    if !(0.0..1.0).contains(&share) {
        return Err(refuse(
            "initial_share must lie between 0 and 1",
            "set it to 0.2",
        ));
    }
    let wetness = settings.choice("antecedent", &[("dry", 0), ("normal", 1), ("wet", 2)])?;
    let numbers = settings.numbers("curve_number")?;
    if numbers.is_empty()
        || numbers
            .iter()
            .any(|number| !(*number > 0.0 && *number <= 100.0))
    {
        return Err(refuse(
            "curve_number must lie between 0 and 100",
            "give one or several, such as curve_number=60,75,90",
        ));
    }
    let mut rows = Vec::new();
    for (duration_h, threshold_runoff_mm) in &thresholds {
        for normal in &numbers {
            let curve_number = match wetness {
                0 => normal / (2.281 - 0.01281 * normal),
                2 => normal / (0.427 + 0.00573 * normal),
                _ => *normal,
            };
            let retention_mm = retention(curve_number);
            rows.push(Row {
                duration_h: *duration_h,
                threshold_runoff_mm: *threshold_runoff_mm,
                curve_number,
                retention_mm,
                initial_abstraction_mm: share * retention_mm,
                guidance_mm: guidance(*threshold_runoff_mm, retention_mm, share),
            });
        }
    }
    let rain = by_duration(settings, "rain_mm")?;
    let index: Vec<Held> = rain
        .iter()
        .flat_map(|rain| {
            rows.iter()
                .filter(|row| {
                    row.duration_h.is_none() || rain.0.is_none() || row.duration_h == rain.0
                })
                .map(|row| held(*rain, row, share))
        })
        .collect();
    let complete = Completeness::new(1, 1);
    let computed = Computed::new(
        serde_json::json!({ "rows": rows, "index": index }),
        complete,
    )?;
    Ok(computed.note("indicative: classes of antecedent wetness are coarse"))
}

fn held((duration, rain_mm): (Option<f64>, f64), row: &Row, share: f64) -> Held {
    let ratio = rain_mm / row.guidance_mm;
    Held {
        duration_h: duration.or(row.duration_h),
        rain_mm,
        curve_number: row.curve_number,
        guidance_mm: row.guidance_mm,
        ratio,
        runoff_mm: runoff(rain_mm, row.retention_mm, share),
        exceeded: ratio >= 1.0,
        category: match ratio {
            ratio if ratio >= 1.25 => "above 125 %",
            ratio if ratio >= 1.0 => "100 to 125 %",
            ratio if ratio >= 0.75 => "75 to 100 %",
            _ => "below 75 %",
        },
    }
}

/// `15`, `15,20` or `1:10,3:15` as durations and millimetres.
fn by_duration(
    settings: &Settings<'_>,
    name: &str,
) -> Result<Vec<(Option<f64>, f64)>, Box<Finding>> {
    let text = settings.text(name).unwrap_or_default();
    let parts = text.split([',', ';', ' ']).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let (hours, mm) = part
                .split_once([':', '='])
                .map_or((None, part), |(hours, mm)| (Some(hours), mm));
            let hours = hours
                .map(|hours| hours.trim_end_matches('h').parse::<f64>())
                .transpose()
                .ok();
            let mm = mm
                .parse::<f64>()
                .ok()
                .filter(|mm| *mm >= 0.0 && mm.is_finite());
            match (hours, mm) {
                (Some(hours), Some(mm)) => Ok((hours, mm)),
                _ => Err(refuse(
                    format!("{name} has \"{part}\", which is no amount"),
                    format!("write {name}=15 or {name}=1:10,3:15"),
                )),
            }
        })
        .collect()
}
