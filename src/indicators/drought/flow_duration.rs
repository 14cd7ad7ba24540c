//! For which share of the time a flow is reached or exceeded.
//!
//! # What it tells
//! Flows by the percentage of time that they are exceeded: 95 is a low flow (Q95), 5 a high one. Also how often the
//! river was dry, and, when a flow is named with `of`, for which percentage of the time that flow is exceeded.
//! # Formula
//! Values ranked in ascending order; the flow exceeded p % of the time is the quantile at the share 1 − p/100, by
//! `type` 6 (Weibull, i/(n+1)) unless set; 4, 5, 7, 8 and 9 are there as well (Hyndman and Fan). `curve=record`
//! ranks all days together. `curve=median-annual` forms the curve of each complete year and takes the median over the
//! years of each percentage, which no single dry year decides.
//! # Units
//! Unit of the series; percentages of time.
//! # Missing data
//! A missing day is left out, never a zero; the completeness says how many were there. `complete_years=yes` uses only
//! years in which at least 98 % of the days have a value, so that a season that is often missing does not weigh less.
//! The median of annual curves always does.
//! # Limits
//! Refused below 3 years of days; below 10 years it is noted as short. Zeros count as flows and their share stands
//! beside. The curve has no memory: it does not say how long a low flow lasts.
//! # Source
//! Vogel and Fennessey 1994 (median annual curve); WMO-No. 1029; Hyndman and Fan 1996 (types of quantile). Most
//! statistics programs use type 7, which gives slightly different figures.

use serde::Serialize;

use super::record::{
    DAYS_A_YEAR, DailyRecord, as_u32, figure, figures, gate, span_of_years, year_start,
};
use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};
use crate::indicators::stats::quantile::{QUANTILE_TYPES, QuantileType, quantile};
use crate::indicators::stats::sample::{float, mean};
use crate::series::walks::order_statistics;

/// Share of its days that a year needs to count as complete.
const COMPLETE_YEAR: f64 = 0.98;

pub(super) const INDICATOR: Indicator = Indicator {
    name: "flow-duration",
    text: include_str!("flow_duration.rs"),
    settings: &[
        Setting {
            name: "exceedance",
            meaning: "percentages of time exceeded",
            default: "1,2,5,10,20,25,30,40,50,60,70,75,80,90,95,98,99",
        },
        Setting {
            name: "type",
            meaning: "type of quantile: 4, 5, 6 (Weibull), 7, 8 or 9",
            default: "6",
        },
        Setting {
            name: "curve",
            meaning: "record (all days together) or median-annual",
            default: "record",
        },
        Setting {
            name: "of",
            meaning: "a flow whose percentage of exceedance is asked, in the unit of the series",
            default: "",
        },
        Setting {
            name: "year_start",
            meaning: "month that a year begins in, 1 to 12",
            default: "1",
        },
        Setting {
            name: "years",
            meaning: "first and last year that count, such as 1991-2020; all when not set",
            default: "",
        },
        Setting {
            name: "complete_years",
            meaning: "yes uses only years with 98 % of their days, no uses every day",
            default: "no",
        },
        Setting {
            name: "least_years",
            meaning: "years of days below which the curve is refused",
            default: "3",
        },
    ],
    run,
};

/// Flows exceeded for each of the shares `exceeded` (0 to 1) of the time, of values in which NaN is missing; NaN where
/// there is no value.
pub fn flow_duration(values: &[f64], exceeded: &[f64], kind: QuantileType) -> Vec<f64> {
    let count = values.iter().filter(|value| !value.is_nan()).count();
    if count == 0 {
        return vec![f64::NAN; exceeded.len()];
    }
    let place = |share: &f64| kind.place(count, 1.0 - share);
    let places: Vec<(usize, f64)> = exceeded.iter().map(place).collect();
    let both = |(below, _): &(usize, f64)| [*below, (below + 1).min(count - 1)];
    let mut ranks: Vec<usize> = places.iter().flat_map(both).collect();
    ranks.sort_unstable();
    ranks.dedup();
    let found = order_statistics(values, &ranks);
    let at = |rank: usize| found[ranks.partition_point(|one| *one < rank)];
    let flow = |place: &(usize, f64)| {
        let [low, high] = both(place).map(at);
        if place.1 == 0.0 {
            low
        } else {
            low + place.1 * (high - low)
        }
    };
    places.iter().map(flow).collect()
}

/// For which share of the time `flow` is exceeded, 0 to 1, of values in which NaN is missing; ties count half.
pub fn share_exceeding(values: &[f64], flow: f64, kind: QuantileType) -> f64 {
    let mut sorted: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| !value.is_nan())
        .collect();
    if sorted.is_empty() || flow.is_nan() {
        return f64::NAN;
    }
    sorted.sort_unstable_by(f64::total_cmp);
    1.0 - kind.share_below(&sorted, flow)
}

/// Median over years of the flows exceeded for each share of the time; each year is a slice of values.
pub fn median_annual(years: &[&[f64]], exceeded: &[f64], kind: QuantileType) -> Vec<f64> {
    let curves: Vec<Vec<f64>> = years
        .iter()
        .map(|year| flow_duration(year, exceeded, kind))
        .collect();
    let median = |place: usize| {
        let mut flows: Vec<f64> = curves.iter().map(|curve| curve[place]).collect();
        flows.retain(|flow| !flow.is_nan());
        flows.sort_unstable_by(f64::total_cmp);
        quantile(&flows, 0.5, QuantileType::Type7)
    };
    (0..exceeded.len()).map(median).collect()
}

#[derive(Serialize)]
struct Found {
    exceedance_percent: Vec<f64>,
    flow: Vec<Option<f64>>,
    /// Where a flow was named.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    of_exceedance_percent: Option<f64>,
    n: usize,
    years: f64,
    complete_years: usize,
    mean: Option<f64>,
    zero_percent: Option<f64>,
    method: String,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = DailyRecord::of(input)?;
    let kind = settings.choice("type", QUANTILE_TYPES)?;
    let exceeded = shares(settings, "exceedance")?;
    let is_annual = settings.choice("curve", &[("record", false), ("median-annual", true)])?;
    let is_complete = settings.choice("complete_years", &[("no", false), ("yes", true)])?;
    let span = span_of_years(settings, "years")?;
    let mut years = record.years(year_start(settings)?);
    years.retain(|year| span.as_ref().is_none_or(|span| span.contains(&year.year)));
    let complete: Vec<_> = years
        .iter()
        .filter(|year| year.days.share() >= COMPLETE_YEAR)
        .collect();
    let used: Vec<&[f64]> = if is_annual || is_complete {
        complete
            .iter()
            .map(|year| &record.values[year.places.clone()])
            .collect()
    } else {
        years
            .iter()
            .map(|year| &record.values[year.places.clone()])
            .collect()
    };
    let values = used.concat();
    let present: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| !value.is_nan())
        .collect();
    let length = float(present.len()) / DAYS_A_YEAR;
    let least = settings.wanted_number("least_years")?;
    // Three calendar years are 1095 days, a little less than three average years.
    let note = gate(
        "a flow duration curve",
        ((length * 100.0).ceil() / 100.0, "years of days"),
        (least, 10.0),
        "least_years",
    )?;
    let flow = if is_annual {
        median_annual(&used, &exceeded, kind)
    } else {
        flow_duration(&values, &exceeded, kind)
    };
    let of = settings.number("of")?;
    let zeros = present.iter().filter(|value| **value == 0.0).count();
    let curve = if is_annual {
        "median of annual curves"
    } else {
        "period of record"
    };
    let found = Found {
        exceedance_percent: settings.numbers("exceedance")?,
        flow: figures(&flow),
        of,
        of_exceedance_percent: of.and_then(|of| figure(100.0 * share_exceeding(&values, of, kind))),
        n: present.len(),
        years: length,
        complete_years: complete.len(),
        mean: figure(mean(&present)),
        zero_percent: figure(100.0 * float(zeros) / float(present.len())),
        method: format!("flow duration, {curve}, quantile {}", kind.name()),
    };
    let days = Completeness::new(as_u32(present.len()), as_u32(values.len()));
    let computed = Computed::new(found, days)?;
    Ok(note.into_iter().fold(computed, Computed::note))
}

/// Percentages of a setting as shares.
pub(super) fn shares(settings: &Settings<'_>, name: &str) -> Result<Vec<f64>, Box<Finding>> {
    let percents = settings.numbers(name)?;
    match percents
        .iter()
        .find(|percent| !(0.0..=100.0).contains(*percent))
    {
        None if !percents.is_empty() => {
            Ok(percents.iter().map(|percent| percent / 100.0).collect())
        }
        odd => Err(refuse(
            match odd {
                Some(odd) => format!("{name} holds {odd}, which is no percentage"),
                None => format!("{name} is empty"),
            },
            format!("set it to percentages between 0 and 100, such as {name}=5,50,95"),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_missing_day_is_not_a_zero() {
        let values = [4.0, f64::NAN, 2.0, 3.0, f64::NAN, 1.0];
        let flows = flow_duration(&values, &[0.2, 0.5, 0.8], QuantileType::Type6);
        assert_eq!(flows, [4.0, 2.5, 1.0]);
        assert!(flow_duration(&[f64::NAN], &[0.5], QuantileType::Type6)[0].is_nan());
    }

    #[test]
    fn the_share_that_exceeds_is_the_inverse() {
        let values = [4.0, 2.0, 3.0, 1.0];
        let flow = flow_duration(&values, &[0.37], QuantileType::Type6)[0];
        assert!((share_exceeding(&values, flow, QuantileType::Type6) - 0.37).abs() < 1e-12);
    }
}
