//! Whether a series rises or falls over the years, season by season.
//!
//! # What it tells
//! The test of Mann and Kendall within each month (or season), added up, so that the course of the year neither makes
//! nor hides a trend.
//! # Formula
//! S and its variance of each season as of `mann-kendall`; both summed over the seasons; Z = (S − sign S) / √variance.
//! Slope: median of the slopes of all pairs within a season. With `covariance=yes` the covariance between the seasons
//! of Hirsch and Slack is added to the variance, for seasons that depend on each other.
//! # Units
//! Slope in the unit of the series per year; of a series without a calendar, per `seasons` values.
//! # Missing data
//! Missing values are left out; the others keep their year and season.
//! # Limits
//! Refused when no season has `least_values` values. Seasons with opposite trends cancel each other: read the figures of
//! each. Monthly values depend on each other, and the plain test takes them as independent.
//! # Source
//! Hirsch, Slack and Smith 1982; Hirsch and Slack 1984.

use std::collections::BTreeMap;

use serde::Serialize;

use super::mann_kendall::{CONTINUITY, continuity, direction, median, score, significance};
use super::sample::{average_ranks, float};
use super::timed::long_enough;
use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Points, Resolution, Setting, Settings, refuse,
};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "seasonal-kendall",
    text: include_str!("seasonal_kendall.rs"),
    settings: &[
        Setting {
            name: "seasons",
            meaning: "seasons of a year for a series without a calendar; monthly series have 12",
            default: "12",
        },
        CONTINUITY,
        Setting {
            name: "covariance",
            meaning: "yes adds the covariance between seasons to the variance, no does not",
            default: "no",
        },
        Setting {
            name: "least_values",
            meaning: "values of a season below which the test is refused",
            default: "10",
        },
    ],
    run,
};

/// One season: years and values, none missing.
pub type Season = Vec<(i32, f64)>;

/// What the seasons say together.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SeasonalKendall {
    /// Sum over the seasons.
    pub s: f64,
    /// Its variance.
    pub variance: f64,
    /// Sum of signs of each season.
    pub season_s: Vec<f64>,
    /// Variance of each season.
    pub season_variance: Vec<f64>,
    /// Median of the slopes within seasons, per year.
    pub sen_slope: f64,
}

/// The test over seasons; `covariance` adds what they have in common.
pub fn seasonal_kendall(seasons: &[Season], covariance: Covariance) -> SeasonalKendall {
    let (mut season_s, mut season_variance, mut slopes) = (Vec::new(), Vec::new(), Vec::new());
    for season in seasons {
        let values: Vec<f64> = season.iter().map(|(_, value)| *value).collect();
        let (s, variance) = score(&values);
        season_s.push(s);
        season_variance.push(variance);
        for (place, (year, value)) in season.iter().enumerate() {
            let earlier = season[..place].iter();
            slopes.extend(earlier.map(|(then, old)| (value - old) / f64::from(year - then)));
        }
    }
    slopes.sort_unstable_by(f64::total_cmp);
    let common = match covariance {
        Covariance::Ignored => 0.0,
        Covariance::Added => covariances(seasons),
    };
    SeasonalKendall {
        s: season_s.iter().sum(),
        variance: season_variance.iter().sum::<f64>() + common,
        season_s,
        season_variance,
        sen_slope: median(&slopes),
    }
}

/// Whether what the seasons have in common counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Covariance {
    /// It does not.
    Ignored,
    /// It does.
    Added,
}

/// Sum of the covariances of all ordered pairs of seasons, over the years that all seasons have.
fn covariances(seasons: &[Season]) -> f64 {
    let has = |season: &Season, year: i32| {
        season
            .iter()
            .find(|(one, _)| *one == year)
            .map(|(_, value)| *value)
    };
    let years: Vec<i32> = seasons.first().map_or(Vec::new(), |first| {
        let all = first.iter().map(|(year, _)| *year);
        all.filter(|year| seasons.iter().all(|season| has(season, *year).is_some()))
            .collect()
    });
    let columns: Vec<Vec<f64>> = seasons
        .iter()
        .map(|season| years.iter().filter_map(|year| has(season, *year)).collect())
        .collect();
    let ranks: Vec<Vec<f64>> = columns.iter().map(|column| average_ranks(column)).collect();
    let n = float(years.len());
    let mut sum = 0.0;
    for (g, one) in columns.iter().enumerate() {
        for (h, other) in columns.iter().enumerate() {
            if g == h {
                continue;
            }
            let products: f64 = ranks[g].iter().zip(&ranks[h]).map(|(a, b)| a * b).sum();
            let k = concordance(one, other);
            sum += (k + 4.0 * products - n * (n + 1.0) * (n + 1.0)) / 3.0;
        }
    }
    sum
}

fn concordance(one: &[f64], other: &[f64]) -> f64 {
    let mut sum = 0.0;
    for j in 0..one.len() {
        for i in 0..j {
            let product = (one[j] - one[i]) * (other[j] - other[i]);
            sum += if product == 0.0 {
                0.0
            } else {
                product.signum()
            };
        }
    }
    sum
}

#[derive(Serialize)]
struct Found {
    seasons: usize,
    #[serde(flatten)]
    test: SeasonalKendall,
    z: f64,
    p: f64,
    direction: &'static str,
    season_z: Vec<f64>,
    season_p: Vec<f64>,
    method: String,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let points = input.single()?;
    let (seasons, completeness) = seasons(points, settings)?;
    let longest = seasons.iter().map(Vec::len).max().unwrap_or(0);
    let note = long_enough("a seasonal trend", longest, 30, settings)?;
    let continuity = continuity(settings)?;
    let covariance = settings.choice(
        "covariance",
        &[("no", Covariance::Ignored), ("yes", Covariance::Added)],
    )?;
    let test = seasonal_kendall(&seasons, covariance);
    let (z, p) = significance(test.s, test.variance, continuity);
    let (season_z, season_p) = test
        .season_s
        .iter()
        .zip(&test.season_variance)
        .map(|(s, variance)| significance(*s, *variance, continuity))
        .unzip();
    let found = Found {
        seasons: seasons.len(),
        direction: direction(test.s, p),
        z,
        p,
        season_z,
        season_p,
        test,
        method: format!(
            "seasonal Kendall, {} seasons, variance with ties{}",
            seasons.len(),
            match covariance {
                Covariance::Ignored => "",
                Covariance::Added => " and covariance between seasons",
            }
        ),
    };
    let computed = Computed::new(found, completeness)?;
    Ok(note.into_iter().fold(computed, Computed::note))
}

/// The values by season, in the order of the year.
fn seasons(
    points: &Points,
    settings: &Settings<'_>,
) -> Result<(Vec<Season>, Completeness), Box<Finding>> {
    let mut completeness = Completeness::default();
    let mut found: BTreeMap<usize, Season> = BTreeMap::new();
    let mut take = |season: usize, year: i32, value: f64| {
        completeness.expected += 1;
        if !value.is_nan() {
            completeness.present += 1;
            found.entry(season).or_default().push((year, value));
        }
    };
    match points.resolution {
        Resolution::Month => {
            let months = points.months()?;
            let first = months.month as usize - 1;
            for (place, value) in months.values.iter().enumerate() {
                let month = first + place;
                take(
                    month % 12,
                    months.year + i32::try_from(month / 12).unwrap_or_default(),
                    *value,
                );
            }
        }
        Resolution::Number => {
            let count = settings.count("seasons")?.unwrap_or(12).max(1);
            for (place, value) in points.value.iter().enumerate() {
                take(
                    place % count,
                    i32::try_from(place / count).unwrap_or_default(),
                    *value,
                );
            }
        }
        _ => {
            return Err(refuse(
                "this indicator takes monthly values, or numbered ones with their seasons",
                "give one value a month, stamped such as 2002-08",
            ));
        }
    }
    Ok((found.into_values().collect(), completeness))
}
