//! What the river would have carried without reservoirs and withdrawals.
//!
//! # What it tells
//! Naturalised volume and mean flow of a month, or of consecutive months, by depletion of the works above the gauge.
//! # Formula
//! V_nat = V_obs + (S_end − S_start) + (E − P)·A + D − R + X: observed volume, change of storage, net evaporation of the
//! lake, diversions, returns, exports. V_obs = mean flow × days of the month × 86 400 s.
//! # Units
//! m³/s, m³, mm, m².
//! # Missing data
//! Terms that are not given are 0 and named in a note; a list that is shorter than the months is refused.
//! # Limits
//! The works must lie above the gauge and their water arrive within the month. Over short steps the noise of level and
//! area tables outweighs the change of storage: use ten days or more. Negative results are shown, not cut.
//! # Source
//! Wurbs 2006 (naturalised flows of the WRAP/WAM system); WMO-No. 168, vol. II.

use chrono::{Months, NaiveDate};
use serde_json::json;

use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "naturalised-flow",
    text: include_str!("naturalised.rs"),
    settings: &[
        Setting {
            name: "month",
            meaning: "month, or the first of several, such as 2024-02",
            default: "",
        },
        Setting {
            name: "discharge_m3s",
            meaning: "observed mean flow, m³/s; a list for several months",
            default: "",
        },
        Setting {
            name: "storage_start_m3",
            meaning: "storage at the beginning, m³; likewise",
            default: "",
        },
        Setting {
            name: "storage_end_m3",
            meaning: "storage at the end, m³",
            default: "",
        },
        Setting {
            name: "evaporation_mm",
            meaning: "evaporation from the lake, mm",
            default: "",
        },
        Setting {
            name: "rain_mm",
            meaning: "rain on the lake, mm",
            default: "",
        },
        Setting {
            name: "area_m2",
            meaning: "area of the lake, m²",
            default: "",
        },
        Setting {
            name: "diversion_m3",
            meaning: "water diverted above the gauge, m³",
            default: "",
        },
        Setting {
            name: "return_m3",
            meaning: "water returned above the gauge, m³",
            default: "",
        },
        Setting {
            name: "export_m3",
            meaning: "water taken to another basin, m³",
            default: "",
        },
    ],
    run,
};

const TERMS: [&str; 8] = [
    "storage_start_m3",
    "storage_end_m3",
    "evaporation_mm",
    "rain_mm",
    "area_m2",
    "diversion_m3",
    "return_m3",
    "export_m3",
];

fn run(_: &Input, settings: &Settings<'_>) -> Outcome {
    let text = settings.wanted_text("month")?;
    let first: NaiveDate = format!("{text}-01").parse().map_err(|_| {
        refuse(
            format!("month is \"{text}\", which is no month"),
            "write month=2024-02",
        )
    })?;
    settings.wanted_text("discharge_m3s")?;
    let flows = settings.numbers("discharge_m3s")?;
    let mut absent = Vec::new();
    let mut terms = Vec::new();
    for name in TERMS {
        let values = settings.numbers(name)?;
        if values.is_empty() {
            absent.push(name);
        } else if values.len() != flows.len() {
            return Err(uneven(name, values.len(), flows.len()));
        }
        terms.push(values);
    }
    if terms[0].is_empty() != terms[1].is_empty() {
        return Err(refuse(
            "storage is given at one end only",
            "give storage_start_m3 and storage_end_m3",
        ));
    }
    if terms[4].is_empty() && !(terms[2].is_empty() && terms[3].is_empty()) {
        return Err(refuse(
            "evaporation or rain is given without area_m2",
            "give the area of the lake in m²",
        ));
    }
    let mut rows = Vec::new();
    let mut month = first;
    for (n, flow) in flows.iter().enumerate() {
        let next = month.checked_add_months(Months::new(1)).unwrap_or(month);
        let days = u32::try_from((next - month).num_days()).unwrap_or(0);
        let term = |at: usize| terms[at].get(n).copied().unwrap_or(0.0);
        let seconds = f64::from(days) * 86_400.0;
        let natural =
            flow * seconds + (term(1) - term(0)) + (term(2) - term(3)) / 1000.0 * term(4) + term(5)
                - term(6)
                + term(7);
        rows.push(json!({
            "month": month.format("%Y-%m").to_string(), "days": days, "observed_volume_m3": flow * seconds,
            "natural_volume_m3": natural, "natural_m3s": natural / seconds, "negative": natural < 0.0,
        }));
        month = next;
    }
    let count = u32::try_from(rows.len()).unwrap_or(u32::MAX);
    let result = match rows.as_slice() {
        [one] => one.clone(),
        _ => json!({ "months": rows }),
    };
    let computed = Computed::new(result, Completeness::new(count, count))?;
    Ok(if absent.is_empty() {
        computed
    } else {
        computed.note(format!("taken as 0, not given: {}", absent.join(", ")))
    })
}

fn uneven(name: &str, has: usize, wants: usize) -> Box<Finding> {
    refuse(
        format!("{name} has {has} figures and discharge_m3s {wants}"),
        "give every term one figure a month",
    )
}
