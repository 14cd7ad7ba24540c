//! Return period of a value: where a flow of today stands on the curve of the annual floods.
//!
//! # What it tells
//! How rare a flow is: once in how many years its like or more is the highest of a year, with limits; how many
//! years of the record reached it; and whether the record is long enough to say so.
//! # Formula
//! T = 1/(1 − F(x)) with the distribution asked for, fitted by L-moments (log-Pearson III by Bulletin 17C). Limits: the
//! same over resamples of the years, `confidence` of them between. Beside it stands the plain count of years.
//! # Units
//! `value` in the unit of the series; years.
//! # Missing data
//! Of a record, annual maxima are formed as `annual-maxima` does, and its rule for incomplete years holds.
//! # Limits
//! At least 10 years. Beyond 2n years the figure is marked `greyed`, beyond 4n `hidden`: say "rarer than" then. Where the
//! distribution has an upper bound below the value, the return period is null and a note says so. A daily mean must be
//! held against maxima of daily means, a momentary flow against instantaneous peaks.
//! # Source
//! As the distribution: `gev`, `gumbel`, `generalised-logistic`, `pearson-3`, `log-pearson-3`.

use serde_json::json;

use super::annual::{self, INCOMPLETE, LEAST_COVERAGE, Peaks, VALUES, YEAR_START};
use super::bootstrap::{self, Resampling};
use super::distribution::Distribution;
use super::fit::{self, CONFIDENCE};
use super::record::{LEAST_YEARS, plausibility};
use super::{generalised_logistic, gev, gumbel, log_pearson_3, pearson_3};
use crate::domain::Finding;
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};
use crate::indicators::stats::l_moments::{LMoments, count, of_sorted, sorted};

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "return-period",
    text: include_str!("return_period.rs"),
    settings: &SETTINGS,
    run,
};

const SETTINGS: [Setting; 9] = [
    Setting {
        name: "value",
        meaning: "the flow to be placed, in the unit of the series",
        default: "",
    },
    Setting {
        name: "distribution",
        meaning: "gev, gumbel, generalised-logistic, pearson-3 or log-pearson-3",
        default: "gev",
    },
    CONFIDENCE,
    Setting {
        name: "resamples",
        meaning: "number of resamples for the limits",
        default: "1000",
    },
    Setting {
        name: "seed",
        meaning: "seed of the resamples; the same seed gives the same limits",
        default: "1",
    },
    YEAR_START,
    LEAST_COVERAGE,
    INCOMPLETE,
    VALUES,
];

/// A value placed on a curve.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Placed {
    /// Return period in years; infinite above an upper bound.
    pub years: f64,
    /// Limits of it.
    pub limits: Option<(f64, f64)>,
}

/// Places a value on the curve that a sample, sorted upwards without missing values, gives by L-moments.
pub fn place<D: Distribution>(
    sorted: &[f64],
    value: f64,
    (confidence, resampling): (f64, Resampling),
    fit: impl Fn(&LMoments) -> Option<D>,
) -> Option<Placed> {
    let distribution = fit(&of_sorted(sorted))?;
    let mut found = bootstrap::return_periods(sorted, value, resampling, fit);
    Some(Placed {
        years: distribution.return_period(value),
        limits: bootstrap::limits(&mut found, confidence),
    })
}

fn placed(peaks: &Peaks, value: f64, set: &Settings<'_>) -> Result<Placed, Box<Finding>> {
    let sample = sorted(&peaks.values());
    let asked = (
        fit::confidence(set)?,
        Resampling {
            resamples: set.count("resamples")?.unwrap_or(1000),
            seed: set.count("seed")?.unwrap_or(1) as u64,
        },
    );
    let choices = [
        ("gev", 0),
        ("gumbel", 1),
        ("generalised-logistic", 2),
        ("pearson-3", 3),
        ("log-pearson-3", 4),
    ];
    let found = match set.choice("distribution", &choices)? {
        0 => place(&sample, value, asked, gev::from_l_moments),
        1 => place(&sample, value, asked, gumbel::from_l_moments),
        2 => place(&sample, value, asked, generalised_logistic::from_l_moments),
        3 => place(&sample, value, asked, pearson_3::from_l_moments),
        _ => {
            let floods = log_pearson_3::of_peaks(peaks);
            let fitted = log_pearson_3::fit(&floods, log_pearson_3::Options::default())?;
            Some(Placed {
                years: fitted.return_period(value),
                limits: None,
            })
        }
    };
    found.ok_or_else(|| {
        refuse(
            "the annual maxima are all equal, or nearly so",
            "they have no distribution; look at the record",
        )
    })
}

fn run(input: &Input, set: &Settings<'_>) -> Outcome {
    let value = set.wanted_number("value")?;
    let peaks = annual::peaks(input, set)?;
    if let Some(refusal) = annual::too_short(&peaks, LEAST_YEARS, "a return period") {
        return Err(refusal);
    }
    let found = placed(&peaks, value, set)?;
    let values = peaks.values();
    let reached = values.iter().filter(|peak| **peak >= value).count();
    let finite = |years: f64| years.is_finite().then_some(years);
    let result = json!({
        "value": value,
        "distribution": set.text("distribution"),
        "return_period_years": finite(found.years),
        "low": found.limits.and_then(|limits| finite(limits.0)),
        "high": found.limits.and_then(|limits| finite(limits.1)),
        "exceedance_probability": 1.0 / found.years,
        "n": values.len(),
        "years_that_reached_it": reached,
        "highest_on_record": values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        "plausibility": plausibility(found.years, values.len()),
    });
    let mut computed = peaks.say(Computed::new(result, peaks.completeness())?);
    if found.years.is_infinite() {
        computed = computed
            .note("the fitted distribution ends below this value: it has no return period by it");
    } else if found.years > 2.0 * count(values.len()) {
        computed = computed.note(format!(
            "rarer than {:.0} years is all that {} years of record can say",
            2.0 * count(values.len()),
            values.len()
        ));
    }
    Ok(computed)
}
