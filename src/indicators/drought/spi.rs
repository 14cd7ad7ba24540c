//! How wet or dry the last months were for the place and the season: standardised precipitation index (SPI).
//!
//! # What it tells
//! The precipitation of `scale` months as a standard normal value: 0 is the median of that season, −1 and below is dry,
//! −2 and below extremely dry, and +1 and above wet. Also the droughts: from the first month at −1 or below to the last
//! one below 0 (McKee).
//! # Formula
//! Sum over the `scale` months that end with a month; for each calendar month a distribution of the sums above zero in
//! the reference period; probability H = q + (1 − q) G with the share q of zeros; index = Φ⁻¹(H), clipped.
//! `distribution=gamma` fits by Thom: A = ln mean − mean ln, shape = (1 + √(1 + 4A/3)) / (4A); `gamma-ml` exactly;
//! `gamma-pwm` by unbiased probability-weighted moments; `pearson-3` by L-moments. `zeros=mckee` gives a zero the
//! probability q; `zeros=stagge` (n0 + 1) / (2 (n + 1)), and n0 / (n + 1) for q, which keeps the mean near 0.
//! # Units
//! Precipitation in mm (any unit gives the same index); the index has none.
//! # Missing data
//! A month that is missing makes every sum that holds it missing. Of daily values, a month needs every day.
//! # Limits
//! Refused below 20 years of a calendar month, noted below 30. No index over one month where more than half of the
//! values are zeros. A new reference period rewrites the past: `calibration` is part of the figure.
//! # Source
//! McKee, Doesken and Kleist 1993; Thom 1958, 1966; WMO-No. 1090; Stagge et al. 2015.

use super::standardised::run::{
    CALIBRATION, CLIP, DISTRIBUTIONS, LEAST_YEARS, SCALE, ZEROS, rule, said, scale,
};
use super::standardised::{MonthlyRecord, Total};
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "spi",
    text: include_str!("spi.rs"),
    settings: &[
        SCALE,
        Setting {
            name: "distribution",
            meaning: "gamma (Thom), gamma-ml, gamma-pwm, pearson-3, log-logistic or empirical",
            default: "gamma",
        },
        ZEROS,
        CALIBRATION,
        CLIP,
        LEAST_YEARS,
    ],
    run,
};

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = MonthlyRecord::of(input.single()?, Total::Sum)?;
    let months = scale(settings)?;
    let rule = rule(settings, settings.choice("distribution", DISTRIBUTIONS)?)?;
    let method = format!(
        "{}, zeros by {}",
        settings.text("distribution").unwrap_or_default(),
        settings.text("zeros").unwrap_or_default()
    );
    said(
        "spi",
        &record.over(months, Total::Sum),
        months,
        &rule,
        &method,
    )
}
