//! What flow is usual on each day of the year: percentiles by day of the year.
//!
//! # What it tells
//! For every day of the year the flows that a share of the years stayed below on that day, so that today's flow can be
//! called low or high for the season. With `of` and `on`, the percentile of a flow on a date stands beside.
//! # Formula
//! For a day, all values within `window` days around the same day of every year are ranked together; the percentile is
//! their quantile of `type` 6 (Weibull) unless set. 29 February has its own place; its neighbours fill its window.
//! # Units
//! Unit of the series; percentiles are shares of the values that lie below (not exceedance).
//! # Missing data
//! A missing day is left out, never a zero. A gap can raise or lower a percentile, so it never does so silently: each
//! day carries the values that were there of those expected, and the years that they come from, and a day with less
//! than `least_share` of its values, or with values of fewer than `least_years` years, has no percentiles at all.
//! # Limits
//! Refused below 3 years; noted below 10 years, where the outer percentiles are no more than the lowest and highest
//! value. The days of one window are not independent: a window smooths, it adds little evidence. For a regulated river
//! the bands are those of the river as it was managed.
//! # Source
//! U.S. Geological Survey, WaterWatch (percentile classes by day of year, Weibull ranks).

use chrono::{Datelike as _, NaiveDate};
use serde::Serialize;

use super::flow_duration::shares;
use super::record::{
    DAYS_A_YEAR, DailyRecord, as_u32, figure, figures, gate, hydrological_year, span_of_years,
};
use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};
use crate::indicators::stats::quantile::{QUANTILE_TYPES, QuantileType, quantile};
use crate::indicators::stats::sample::float;

/// Days of the calendar that the bands stand on: a leap year's.
pub const DAYS: usize = 366;

pub(super) const INDICATOR: Indicator = Indicator {
    name: "percentile-bands",
    text: include_str!("percentile_bands.rs"),
    settings: &[
        Setting {
            name: "percentiles",
            meaning: "shares of the values that lie below, in percent",
            default: "5,10,25,50,75,90,95",
        },
        Setting {
            name: "window",
            meaning: "days ranked together around a day, an odd number; 1 is the day alone",
            default: "7",
        },
        Setting {
            name: "type",
            meaning: "type of quantile: 4, 5, 6 (Weibull), 7, 8 or 9",
            default: "6",
        },
        Setting {
            name: "years",
            meaning: "first and last calendar year that count, such as 1991-2020; all when not set",
            default: "",
        },
        Setting {
            name: "least_share",
            meaning: "share of a day's values below which it has no percentiles, 0 to 1",
            default: "0.8",
        },
        Setting {
            name: "least_years",
            meaning: "years below which there are no percentiles",
            default: "3",
        },
        Setting {
            name: "of",
            meaning: "a flow whose percentile is asked, in the unit of the series",
            default: "",
        },
        Setting {
            name: "on",
            meaning: "the date that the flow of `of` was measured, such as 2022-08-15",
            default: "",
        },
    ],
    run,
};

/// How the bands are formed.
#[derive(Clone, Debug, PartialEq)]
pub struct BandRule {
    /// Shares of the values that lie below, 0 to 1.
    pub shares: Vec<f64>,
    /// Days on either side of a day that are ranked with it.
    pub half_window: usize,
    /// Type of quantile.
    pub kind: QuantileType,
    /// Share of a day's values below which it has no percentiles.
    pub least_share: f64,
    /// Years below which a day has no percentiles.
    pub least_years: usize,
}

/// The values of one day of the year and what they say.
#[derive(Clone, Debug, PartialEq)]
pub struct DayBand {
    /// Flows at the shares of the rule; NaN where they are withheld.
    pub flows: Vec<f64>,
    /// Values ranked, ascending.
    pub sorted: Vec<f64>,
    /// Values that were there, of those expected in the years of the record.
    pub values: Completeness,
    /// Years with at least one value.
    pub years: usize,
}

/// Place of a date in the calendar of the bands, 0 (1 January) to 365; 29 February is 59.
pub fn day_of_year(date: NaiveDate) -> usize {
    let leap = NaiveDate::from_ymd_opt(2000, date.month(), date.day());
    leap.map_or(0, |date| date.ordinal0() as usize)
}

/// Month and day of a place of the calendar of the bands.
pub fn month_and_day(place: usize) -> (u32, u32) {
    let ordinal = as_u32(place % DAYS) + 1;
    NaiveDate::from_yo_opt(2000, ordinal).map_or((1, 1), |date| (date.month(), date.day()))
}

/// The bands of each of the 366 days; the record's places that `counts` refuses are left out, and not expected either.
pub fn bands(
    record: &DailyRecord,
    rule: &BandRule,
    counts: impl Fn(NaiveDate) -> bool,
) -> Vec<DayBand> {
    let mut days: Vec<(Vec<f64>, u32)> = vec![(Vec::new(), 0); DAYS];
    let mut years: Vec<Vec<i32>> = vec![Vec::new(); DAYS];
    for (place, value) in record.values.iter().enumerate() {
        let date = record.date(place);
        if !counts(date) {
            continue;
        }
        let day = day_of_year(date);
        days[day].1 += 1;
        if !value.is_nan() {
            days[day].0.push(*value);
            years[day].push(date.year());
        }
    }
    (0..DAYS)
        .map(|day| {
            let window = (DAYS + day - rule.half_window)..=(DAYS + day + rule.half_window);
            let (mut sorted, mut expected, mut seen) = (Vec::new(), 0, Vec::new());
            for place in window {
                let (values, all) = &days[place % DAYS];
                sorted.extend_from_slice(values);
                expected += all;
                seen.extend_from_slice(&years[place % DAYS]);
            }
            sorted.sort_unstable_by(f64::total_cmp);
            seen.sort_unstable();
            seen.dedup();
            band(sorted, expected, seen.len(), rule)
        })
        .collect()
}

fn band(sorted: Vec<f64>, expected: u32, years: usize, rule: &BandRule) -> DayBand {
    let values = Completeness::new(as_u32(sorted.len()), expected);
    let is_enough = values.share() + 1e-9 >= rule.least_share && years >= rule.least_years.max(1);
    let flow = |share: &f64| {
        if is_enough {
            quantile(&sorted, *share, rule.kind)
        } else {
            f64::NAN
        }
    };
    DayBand {
        flows: rule.shares.iter().map(flow).collect(),
        values,
        years,
        sorted,
    }
}

impl DayBand {
    /// Whether the day has percentiles.
    pub fn is_known(&self) -> bool {
        self.flows.iter().any(|flow| !flow.is_nan())
    }

    /// Share of the values that lie below a flow, 0 to 1; NaN where percentiles are withheld or the flow is missing.
    pub fn share_below(&self, flow: f64, kind: QuantileType) -> f64 {
        if self.is_known() && !flow.is_nan() {
            kind.share_below(&self.sorted, flow)
        } else {
            f64::NAN
        }
    }
}

#[derive(Serialize)]
struct Found {
    /// Month and day, such as 08-15.
    day: Vec<String>,
    percentiles: Vec<f64>,
    /// One list a day, in the order of the percentiles.
    flow: Vec<Vec<Option<f64>>>,
    n: Vec<u32>,
    expected: Vec<u32>,
    years: Vec<usize>,
    withheld_days: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    of_percentile: Option<f64>,
    method: String,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = DailyRecord::of(input)?;
    let rule = rule(settings)?;
    let span = span_of_years(settings, "years")?;
    let counts = |date: NaiveDate| {
        span.as_ref()
            .is_none_or(|span| span.contains(&hydrological_year(date, 1)))
    };
    let found = bands(&record, &rule, counts);
    let counted = (0..record.values.len()).filter(|place| counts(record.date(*place)));
    let length = float(
        counted
            .filter(|place| !record.values[*place].is_nan())
            .count(),
    ) / DAYS_A_YEAR;
    let least = float(rule.least_years);
    let note = gate(
        "a percentile of a day of the year",
        ((length * 100.0).ceil() / 100.0, "years of days"),
        (least, 10.0),
        "least_years",
    )?;
    let of_percentile = percentile_of(&found, &rule, settings)?;
    let withheld = found.iter().filter(|day| !day.is_known()).count();
    let day = |place| {
        let (month, day) = month_and_day(place);
        format!("{month:02}-{day:02}")
    };
    let result = Found {
        day: (0..DAYS).map(day).collect(),
        percentiles: settings.numbers("percentiles")?,
        flow: found.iter().map(|day| figures(&day.flows)).collect(),
        n: found.iter().map(|day| day.values.present).collect(),
        expected: found.iter().map(|day| day.values.expected).collect(),
        years: found.iter().map(|day| day.years).collect(),
        withheld_days: withheld,
        of_percentile,
        method: format!(
            "percentiles by day of the year, window {} days, quantile {}",
            2 * rule.half_window + 1,
            rule.kind.name()
        ),
    };
    let completeness = super::record::completeness(&record.values);
    let mut computed = Computed::new(result, completeness)?;
    if withheld > 0 {
        computed = computed.note(format!(
            "{withheld} of {DAYS} days have no percentiles: less than {:.0} % of their values are there, or fewer than {} years",
            100.0 * rule.least_share,
            rule.least_years
        ));
    }
    Ok(note.into_iter().fold(computed, Computed::note))
}

fn rule(settings: &Settings<'_>) -> Result<BandRule, Box<Finding>> {
    let window = settings.count("window")?.unwrap_or(7);
    if window.is_multiple_of(2) || window > DAYS / 2 {
        return Err(refuse(
            format!(
                "window is {window}, which is no odd number of days below {}",
                DAYS / 2
            ),
            "set it to 1, 3, 5, 7 …, so that as many days lie before a day as after it",
        ));
    }
    Ok(BandRule {
        shares: shares(settings, "percentiles")?,
        half_window: window / 2,
        kind: settings.choice("type", QUANTILE_TYPES)?,
        least_share: settings.wanted_number("least_share")?,
        least_years: settings.count("least_years")?.unwrap_or(3),
    })
}

fn percentile_of(
    bands: &[DayBand],
    rule: &BandRule,
    settings: &Settings<'_>,
) -> Result<Option<f64>, Box<Finding>> {
    let (Some(flow), Some(date)) = (settings.number("of")?, settings.text("on")) else {
        return Ok(None);
    };
    let date: NaiveDate = date.parse().map_err(|_| {
        refuse(
            format!("on is \"{date}\", which is no date"),
            "set it to a date such as on=2022-08-15",
        )
    })?;
    let band = &bands[day_of_year(date)];
    Ok(figure(100.0 * band.share_below(flow, rule.kind)))
}
