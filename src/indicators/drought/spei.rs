//! How wet or dry the last months were once evaporation is taken off: standardised precipitation-evapotranspiration
//! index (SPEI).
//!
//! # What it tells
//! Precipitation less potential evapotranspiration (PET) of `scale` months as a standard normal value, as of `spi`; it
//! shows a drought that heat makes.
//! # Formula
//! D = P − PET of each month, summed over the `scale` months that end with a month; for each calendar month a
//! distribution in the reference period; index = Φ⁻¹ of the probability. `distribution=log-logistic`: generalised
//! logistic by unbiased probability-weighted moments. `gamma-plus-1000` adds 1000 mm to each D and fits the gamma of
//! `spi` instead, as the program climate_indices does: the two differ by up to 0.9. PET: the series `pet` where it is
//! given; `pet_method=thornthwaite` from the series `temperature` and the latitude, 16 (N/12)(d/30)(10 T/I)^a;
//! `pet_method=hargreaves` from `temperature_min` and `temperature_max`, 0.0023 · 0.408 Ra (T + 17.8) √(Tmax − Tmin).
//! A file with one series is taken as D itself.
//! # Units
//! Precipitation and PET in mm a month, temperature in °C, latitude in degrees north; the index has none.
//! # Missing data
//! A month that any of the series lacks makes every sum that holds it missing.
//! # Limits
//! Refused below 20 years of a calendar month, noted below 30. The way PET is formed decides the index more than its
//! distribution does; the result names it. Thornthwaite knows temperature alone.
//! # Source
//! Vicente-Serrano, Beguería and López-Moreno 2010; Beguería et al. 2014; Thornthwaite 1948; Hargreaves and Samani 1985.

use super::pet::{hargreaves, thornthwaite};
use super::standardised::run::{CALIBRATION, CLIP, LEAST_YEARS, SCALE, rule, said, scale};
use super::standardised::{Distribution, MonthlyRecord, Total};
use crate::domain::Finding;
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings, refuse};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "spei",
    text: include_str!("spei.rs"),
    settings: &[
        SCALE,
        Setting {
            name: "distribution",
            meaning: "log-logistic, gamma-plus-1000, pearson-3 or empirical",
            default: "log-logistic",
        },
        Setting {
            name: "pet_method",
            meaning: "given (the series pet), thornthwaite or hargreaves",
            default: "given",
        },
        Setting {
            name: "latitude",
            meaning: "degrees north, for thornthwaite and hargreaves",
            default: "",
        },
        series("precipitation", "precipitation"),
        series("pet", "pet"),
        series("temperature", "temperature"),
        series("temperature_min", "temperature_min"),
        series("temperature_max", "temperature_max"),
        CALIBRATION,
        CLIP,
        LEAST_YEARS,
    ],
    run,
};

/// The setting that names a series.
const fn series(name: &'static str, default: &'static str) -> Setting {
    Setting {
        name,
        meaning: "name of the series, a column or a station of the file",
        default,
    }
}

/// What is added to each month's balance before a gamma distribution is fitted, mm.
const SHIFT: f64 = 1000.0;

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let (balance, pet) = balance(input, settings)?;
    let months = scale(settings)?;
    let (distribution, shift) = settings.choice(
        "distribution",
        &[
            ("log-logistic", (Distribution::LogLogistic, 0.0)),
            ("gamma-plus-1000", (Distribution::GammaThom, SHIFT)),
            ("pearson-3", (Distribution::Pearson3, SHIFT)),
            ("empirical", (Distribution::Empirical, 0.0)),
        ],
    )?;
    let shifted = MonthlyRecord {
        values: balance.values.iter().map(|value| value + shift).collect(),
        ..balance
    };
    let rule = rule(settings, distribution)?;
    let word = settings.text("distribution").unwrap_or_default();
    let method = format!("{word}, PET {pet}");
    said(
        "spei",
        &shifted.over(months, Total::Sum),
        months,
        &rule,
        &method,
    )
}

/// Precipitation less potential evapotranspiration, and how the latter came.
fn balance(
    input: &Input,
    settings: &Settings<'_>,
) -> Result<(MonthlyRecord, String), Box<Finding>> {
    if let [one] = input.series.as_slice() {
        return Ok((
            MonthlyRecord::of(one, Total::Sum)?,
            "already taken off".to_owned(),
        ));
    }
    let record = |name: &str, total: Total| {
        MonthlyRecord::of(input.station(settings.text(name).unwrap_or(name))?, total)
    };
    let word = settings.text("pet_method").unwrap_or_default();
    let pet = match settings.choice(
        "pet_method",
        &[("given", 0), ("thornthwaite", 1), ("hargreaves", 2)],
    )? {
        0 => record("pet", Total::Sum)?,
        1 => thornthwaite(&record("temperature", Total::Mean)?, latitude(settings)?),
        _ => hargreaves(
            &record("temperature_min", Total::Mean)?,
            &record("temperature_max", Total::Mean)?,
            latitude(settings)?,
        ),
    };
    let balance = record("precipitation", Total::Sum)?.with(&pet, |rain, pet| rain - pet);
    Ok((balance, word.to_owned()))
}

fn latitude(settings: &Settings<'_>) -> Result<f64, Box<Finding>> {
    let latitude = settings.wanted_number("latitude")?;
    if (-66.0..=66.0).contains(&latitude) {
        Ok(latitude)
    } else {
        Err(refuse(
            format!("latitude is {latitude}, where the sun does not rise every day of the year"),
            "set it to degrees north between -66 and 66, or give the series pet",
        ))
    }
}
