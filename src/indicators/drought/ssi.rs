//! How high or low the flow of the last months was for the season: standardised streamflow index (SSI).
//!
//! # What it tells
//! The mean flow of `scale` months as a standard normal value: 0 is the median of that season, −1 and below is low, −2
//! and below extremely low. Also the droughts in it, as of `spi`.
//! # Formula
//! Mean of the monthly means of the `scale` months that end with a month; for each calendar month a distribution in
//! the reference period; index = Φ⁻¹ of the probability. `distribution=log-logistic` (generalised logistic by unbiased
//! probability-weighted moments) or `empirical`: ranks of Gringorten, (i − 0.44) / (n + 0.12), ties at their mean rank;
//! also the gamma and Pearson III of `spi`.
//! # Units
//! Flow in the unit of the series; the index has none.
//! # Missing data
//! A month that is missing makes every mean that holds it missing. Of daily values, a month has a mean with at most ten
//! days missing and at most four in a row (WMO-No. 1203).
//! # Limits
//! Refused below 20 years of a calendar month, noted below 30. Ranks cannot go beyond the record: ±1.96 with 22 years.
//! On a regulated river the index is that of the river as it was managed.
//! # Source
//! Vicente-Serrano et al. 2012 (log-logistic); Farahmand and AghaKouchak 2015 (empirical).

use super::standardised::run::{
    CALIBRATION, CLIP, DISTRIBUTIONS, LEAST_YEARS, SCALE, ZEROS, rule, said, scale,
};
use super::standardised::{MonthlyRecord, Total};
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "ssi",
    text: include_str!("ssi.rs"),
    settings: &[
        SCALE,
        Setting {
            name: "distribution",
            meaning: "log-logistic, empirical, gamma (Thom), gamma-ml, gamma-pwm or pearson-3",
            default: "log-logistic",
        },
        ZEROS,
        CALIBRATION,
        CLIP,
        LEAST_YEARS,
    ],
    run,
};

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = MonthlyRecord::of(input.single()?, Total::Mean)?;
    let months = scale(settings)?;
    let rule = rule(settings, settings.choice("distribution", DISTRIBUTIONS)?)?;
    let method = format!(
        "{} of mean flows",
        settings.text("distribution").unwrap_or_default()
    );
    said(
        "ssi",
        &record.over(months, Total::Mean),
        months,
        &rule,
        &method,
    )
}
