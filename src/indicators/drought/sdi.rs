//! How the water of the year so far compares with other years: streamflow drought index (SDI).
//!
//! # What it tells
//! The volume that came since the start of the hydrological year, after 3, 6, 9 and 12 months, held against that of the
//! other years: below 0 drier than average, below −2 an extreme drought.
//! # Formula
//! V_k = sum of the monthly mean flow times the seconds of the month over the first k months; SDI_k = (V_k − mean) / sd
//! with n − 1 of the years with all twelve months, within `calibration` where that is set; a year that is not over is held
//! against them. `logarithm=yes` takes ln V first, for skewed volumes.
//! # Units
//! Flow in `unit`; volumes in hm³; the index has none.
//! # Missing data
//! A month that is missing makes the volumes from it on missing in that year. Of daily values, a month has a mean with
//! at most ten days missing and at most four in a row.
//! # Limits
//! Refused below 20 years, noted below 30. With `logarithm=yes` a year without any flow has no index.
//! # Source
//! Nalbantis and Tsakiris 2009.

use std::collections::BTreeMap;

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use super::record::{
    FLOW_UNIT, SECONDS_A_DAY, completeness, cubic_metres_per_second, figures, gate, span_of_years,
    year_start,
};
use super::standardised::run::CALIBRATION;
use super::standardised::{MonthlyRecord, Total};
use crate::domain::Finding;
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};
use crate::indicators::stats::sample::{float, moments};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "sdi",
    text: include_str!("sdi.rs"),
    settings: &[
        Setting {
            name: "months",
            meaning: "months from the start of the year",
            default: "3,6,9,12",
        },
        Setting {
            name: "year_start",
            meaning: "month that the hydrological year begins in, 1 to 12",
            default: "10",
        },
        Setting {
            name: "logarithm",
            meaning: "no, or yes to take ln of the volumes",
            default: "no",
        },
        CALIBRATION,
        FLOW_UNIT,
        Setting {
            name: "least_years",
            meaning: "years below which the index is refused",
            default: "20",
        },
    ],
    run,
};

/// Volume since the start of each year after `months` months, by the year that it ends in, in the unit of the flow
/// times a second; NaN where a month is missing. Years whose first month lies outside the record are left out, and so
/// is a last year whose months are not over.
pub fn volumes(record: &MonthlyRecord, months: usize, first_month: u32) -> Vec<(i32, f64)> {
    let mut years: BTreeMap<i32, (usize, f64)> = BTreeMap::new();
    for (place, value) in record.values.iter().enumerate() {
        let (year, month) = record.month_at(place);
        let since = (month + 12 - first_month) % 12;
        let year = year + i32::from(first_month > 1 && month >= first_month);
        if (since as usize) < months {
            let sum = years.entry(year).or_default();
            sum.0 += 1;
            sum.1 += value * seconds(record.month_at(place));
        }
    }
    let whole = years.into_iter().filter(|(_, (count, _))| *count == months);
    whole.map(|(year, (_, sum))| (year, sum)).collect()
}

fn seconds((year, month): (i32, u32)) -> f64 {
    let first = NaiveDate::from_ymd_opt(year, month, 1).unwrap_or_default();
    f64::from(first.num_days_in_month()) * SECONDS_A_DAY
}

/// Index of each volume, held against those that `counts` takes by their place; NaN where a volume is missing.
pub fn drought_index(volumes: &[f64], counts: impl Fn(usize) -> bool) -> Vec<f64> {
    let reference: Vec<f64> = (0..volumes.len())
        .filter(|place| counts(*place) && volumes[*place].is_finite())
        .map(|place| volumes[place])
        .collect();
    let all = moments(&reference);
    volumes
        .iter()
        .map(|volume| (volume - all.mean) / all.sd)
        .collect()
}

/// Class of an index as Nalbantis and Tsakiris name it; `None` where it is missing.
pub fn class(index: f64) -> Option<&'static str> {
    Some(match index {
        index if !index.is_finite() => return None,
        index if index >= 0.0 => "no drought",
        index if index >= -1.0 => "mild drought",
        index if index >= -1.5 => "moderate drought",
        index if index >= -2.0 => "severe drought",
        _ => "extreme drought",
    })
}

#[derive(Serialize)]
struct Span {
    months: usize,
    year: Vec<i32>,
    volume_hm3: Vec<Option<f64>>,
    sdi: Vec<Option<f64>>,
    class: Vec<Option<&'static str>>,
}

#[derive(Serialize)]
struct Found {
    reference_years: usize,
    spans: Vec<Span>,
    method: String,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = MonthlyRecord::of(input.single()?, Total::Mean)?;
    let first_month = year_start(settings)?;
    let hm3 = cubic_metres_per_second(settings)? / 1e6;
    let is_log = settings.choice("logarithm", &[("no", false), ("yes", true)])?;
    let calibration = span_of_years(settings, "calibration")?;
    let whole: Vec<i32> = volumes(&record, 12, first_month)
        .into_iter()
        .filter(|(year, volume)| {
            !volume.is_nan()
                && calibration
                    .as_ref()
                    .is_none_or(|years| years.contains(year))
        })
        .map(|(year, _)| year)
        .collect();
    let mut spans = Vec::new();
    for months in settings.numbers("months")? {
        let of_span = volumes(&record, whole_months(months)?, first_month);
        let found: Vec<f64> = of_span.iter().map(|(_, volume)| *volume).collect();
        let taken: Vec<f64> = if is_log {
            found.iter().map(|v| v.ln()).collect()
        } else {
            found.clone()
        };
        let index = drought_index(&taken, |place| whole.contains(&of_span[place].0));
        spans.push(Span {
            months: whole_months(months)?,
            year: of_span.iter().map(|(year, _)| *year).collect(),
            volume_hm3: figures(
                &found
                    .iter()
                    .map(|volume| volume * hm3)
                    .collect::<Vec<f64>>(),
            ),
            class: index.iter().map(|value| class(*value)).collect(),
            sdi: figures(&index),
        });
    }
    let least = settings.wanted_number("least_years")?;
    let note = gate(
        "the streamflow drought index",
        (float(whole.len()), "whole years"),
        (least, 30.0),
        "least_years",
    )?;
    let found = Found {
        reference_years: whole.len(),
        spans,
        method: format!(
            "streamflow drought index, years from month {first_month}, {}sd with n-1",
            if is_log { "ln of volumes, " } else { "" }
        ),
    };
    let computed = Computed::new(found, completeness(&record.values))?;
    Ok(note.into_iter().fold(computed, Computed::note))
}

fn whole_months(months: f64) -> Result<usize, Box<Finding>> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "checked to be 1 to 12"
    )]
    if (1.0..=12.0).contains(&months) && months.fract() == 0.0 {
        Ok(months as usize)
    } else {
        Err(refuse(
            format!("months holds {months}, which is no number of months of a year"),
            "set it to numbers from 1 to 12, such as months=3,6,9,12",
        ))
    }
}
