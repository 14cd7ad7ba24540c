//! Log-Pearson III distribution: floods of given return periods by Bulletin 17C, or by the moments of the logarithms.
//!
//! # What it tells
//! Mean, standard deviation and skew of the decimal logarithms of annual peaks, the flood of each return period with
//! its confidence limits, and which low values were set aside. `method=ema` takes historical floods, perception
//! thresholds, floods known between bounds and years of broken record into account.
//! # Formula
//! log10 Q = M + S K(T, G), with the exact frequency factor of the Pearson III distribution.
//! `method=ema`: expected moments algorithm. A year known between bounds enters with the moments that the fitted
//! distribution expects there, until nothing changes. Low outliers by the multiple Grubbs–Beck test
//! (`noncentral_t=approximate` as the reference program, Abramowitz & Stegun 26.7.10 above 20 degrees of freedom; `exact`
//! finds more in some records), everything below the smallest kept value is censored. Regional skew: weighted by mean
//! square errors, log10 MSE = a − b log10(n/10) of Bulletin 17B, corrected for censoring to first order; with low
//! outliers the plain formula. Limits by inverse Gaussian quadrature (Cohn), Student's t with a slope.
//! `method=moments`: M, S by n − 1, G = n/((n − 1)(n − 2)) Σ z³, no outlier test; limits by the approximate non-central t
//! of Bulletin 17B, appendix 9. `frequency_factor=kite` takes Kite's polynomial in place of the exact K.
//! # Units
//! Those of the series; moments in decimal logarithms of it. Return periods in years.
//! # Missing data
//! A row without a value, without `low` and `high`, and without `threshold_low` above nothing says nothing and is left
//! out. With a `threshold_low` it says that nothing above it was seen that year. Of a record, annual maxima are formed as
//! `annual-maxima` does.
//! # Limits
//! At least 10 systematic years. Outside the United States there is no regional skew: the station's own holds, and the
//! GEV belongs beside it. The map of skews of Bulletin 17B is withdrawn. Floods beyond 2n years are marked `greyed`, beyond
//! 4n `hidden`, n being the years with any information. Flows of nothing need `method=ema`.
//! # Source
//! England et al. 2019, Bulletin 17C, USGS TM 4-B5; Cohn et al. 1997, 2001, 2013; Griffis et al. 2004; Kite 1977.
//!
//! # Further columns of the file
//! `time,value,low,high,threshold_low,threshold_high,kind`: `low` and `high` bound a flood that is not known exactly
//! (empty `low` is 0, empty `high` none); `threshold_low` is the smallest flood that would have been noticed that year;
//! `kind` is `systematic` (or empty) or `historic`. In place of rows, `perception_thresholds=1890-1928:21000` speaks for
//! a span of years and `historic_years=1936` marks floods.

mod covariance;
mod derivative;
mod limits;
mod moments;
mod outliers;
mod plain;
mod record;
mod result;

pub use moments::RegionalSkew;
pub use outliers::{NoncentralT, Test, p_values};
pub use plain::kite_factor;
pub use record::{Flood, of_peaks};

use covariance::{Moments, Perceived, SkewError};
use limits::{Basis, Limits};
use outliers::Outliers;

use super::annual::{self, INCOMPLETE, LEAST_COVERAGE, VALUES, YEAR_START};
use super::fit::{CONFIDENCE, EXCEEDANCE, RETURN_PERIODS};
use crate::domain::Finding;
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings, refuse};
use crate::indicators::stats::pearson::Pearson3;

/// The entry of the catalogue.
pub const INDICATOR: Indicator = Indicator {
    name: "log-pearson-3",
    text: include_str!("mod.rs"),
    settings: &SETTINGS,
    run,
};

const SETTINGS: [Setting; 18] = [
    set("method", "ema (Bulletin 17C) or moments", "ema"),
    RETURN_PERIODS,
    EXCEEDANCE,
    CONFIDENCE,
    set(
        "low_outliers",
        "multiple-grubbs-beck, grubbs-beck or none",
        "multiple-grubbs-beck",
    ),
    set(
        "low_outlier_threshold",
        "smallest flood that is kept, in place of a test",
        "",
    ),
    set(
        "noncentral_t",
        "approximate (as the reference program) or exact",
        "approximate",
    ),
    set(
        "skew",
        "station, weighted or regional; unset: weighted when a regional skew is given",
        "",
    ),
    set("regional_skew", "skew coefficient of the region", ""),
    set(
        "regional_skew_mse",
        "mean square error of the regional skew",
        "",
    ),
    set(
        "historic_years",
        "years whose flood is historical, such as 1889,1936",
        "",
    ),
    set(
        "perception_thresholds",
        "spans of years and the smallest flood noticed in them, such as 1890-1928:21000",
        "",
    ),
    set(
        "frequency_factor",
        "exact or kite, for method=moments",
        "exact",
    ),
    set(
        "plotting_position",
        "weibull, gringorten or cunnane, within each band of thresholds",
        "weibull",
    ),
    YEAR_START,
    LEAST_COVERAGE,
    INCOMPLETE,
    VALUES,
];

const fn set(name: &'static str, meaning: &'static str, default: &'static str) -> Setting {
    Setting {
        name,
        meaning,
        default,
    }
}

/// How a record is fitted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Options {
    /// Low outliers.
    pub test: Test,
    /// Skew of the region.
    pub regional: RegionalSkew,
    /// Share of the confidence interval, two-sided.
    pub confidence: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            test: Test::Multiple(NoncentralT::Approximate),
            regional: RegionalSkew::None,
            confidence: 0.9,
        }
    }
}

/// A quantile with its limits, in the unit of the values.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Quantile {
    /// The flood.
    pub value: f64,
    /// Lower limit.
    pub low: Option<f64>,
    /// Upper limit.
    pub high: Option<f64>,
    /// Variance of its decimal logarithm.
    pub variance_log10: Option<f64>,
}

/// A fit by Bulletin 17C.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitted {
    /// Moments of the decimal logarithms.
    pub moments: Pearson3,
    /// The same without the region's skew.
    pub station: Pearson3,
    outliers: Outliers,
    low_outliers: usize,
    errors: Errors,
    groups: Vec<Perceived>,
    rule: SkewError,
    options: Options,
}

/// Mean square errors of the station's moments.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Errors {
    mean: Option<f64>,
    variance: Option<f64>,
    skew: Option<f64>,
    skew_systematic_only: f64,
}

/// Fits floods by Bulletin 17C.
///
/// # Errors
/// Fewer than 10 systematic years, fewer than 4 exact floods, or no convergence.
pub fn fit(floods: &[Flood], options: Options) -> Result<Fitted, Box<Finding>> {
    let logs: Vec<_> = floods.iter().map(Flood::log).collect();
    let found = outliers::find(&logs, options.test);
    if found.systematic < super::record::LEAST_YEARS {
        return Err(refuse(
            format!(
                "{} systematic annual peaks, and Bulletin 17C needs 10",
                found.systematic
            ),
            "give a longer record; historical floods come on top of it, not in its place",
        ));
    }
    let kept = outliers::censored(&logs, found.threshold);
    let low_outliers = match found.threshold {
        Some(threshold) => logs.iter().filter(|flood| flood.high < threshold).count(),
        None => 0,
    };
    if kept.iter().filter(|flood| flood.is_exact()).count() < 4 {
        return Err(refuse(
            "fewer than 4 floods are known exactly and above the low outliers",
            "a skew cannot be formed; give more of the record, or lower low_outlier_threshold",
        ));
    }
    let rule = if low_outliers > 0 && found.test == "multiple Grubbs-Beck" {
        SkewError::Formula
    } else {
        SkewError::Adjusted
    };
    let groups = covariance::perceived(&kept);
    let stuck = || {
        refuse(
            "the expected moments algorithm does not converge on these floods",
            "look for bounds and thresholds that contradict each other; else use gev",
        )
    };
    let station = moments::fit(&kept, RegionalSkew::None, 1.0).ok_or_else(stuck)?;
    let errors = errors(&groups, station.into(), rule, found.systematic);
    let moments = match options.regional {
        RegionalSkew::None => station,
        regional => {
            let n = covariance::years(&kept);
            let plain = covariance::formula_skew_mse(n, station.skew);
            let mse = errors.skew.unwrap_or(plain);
            moments::fit(&kept, regional, mse).ok_or_else(stuck)?
        }
    };
    Ok(Fitted {
        moments,
        station,
        outliers: found,
        low_outliers,
        errors,
        groups,
        rule,
        options,
    })
}

fn errors(groups: &[Perceived], at: Moments, rule: SkewError, systematic: usize) -> Errors {
    let open = Perceived {
        years: crate::indicators::stats::l_moments::count(systematic.max(10)),
        low: f64::NEG_INFINITY,
        high: f64::INFINITY,
    };
    Errors {
        mean: covariance::mean_square_error(groups, at, 0),
        variance: covariance::mean_square_error(groups, at, 1),
        skew: covariance::skew_mse(groups, at, rule),
        skew_systematic_only: covariance::skew_mse(&[open], at, rule)
            .unwrap_or_else(|| covariance::formula_skew_mse(open.years, at.skew)),
    }
}

impl Fitted {
    /// Floods at non-exceedance probabilities, with their limits where those can be found.
    pub fn quantiles(&self, probabilities: &[f64]) -> Vec<Quantile> {
        let basis = Basis {
            groups: &self.groups,
            regional: self.options.regional,
            rule: self.rule,
        };
        let confidence = self.options.confidence;
        let found = limits::limits(&basis, self.moments, probabilities, confidence);
        let limit = |i: usize| -> Option<Limits> { found.as_ref()?.get(i).copied() };
        let natural = |x: f64| 10_f64.powf(x);
        let quantiles = probabilities.iter().enumerate().map(|(i, &p)| Quantile {
            value: natural(self.moments.quantile_of(p)),
            low: limit(i).map(|limit| natural(limit.low)),
            high: limit(i).map(|limit| natural(limit.high)),
            variance_log10: limit(i).map(|limit| limit.variance),
        });
        quantiles.collect()
    }

    /// Low values that were set aside.
    pub fn low_outliers(&self) -> usize {
        self.low_outliers
    }

    /// Return period of a flood in years.
    pub fn return_period(&self, value: f64) -> f64 {
        if value <= 0.0 {
            return 1.0;
        }
        1.0 / self.moments.tails(value.log10()).1
    }
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let peaks = annual::peaks(input, settings)?;
    let floods = record::read(input, &peaks, settings)?;
    let (periods, probabilities) = super::fit::periods(settings)?;
    let asked = result::Asked {
        periods,
        probabilities,
        confidence: super::fit::confidence(settings)?,
    };
    let regional = regional(settings)?;
    match settings.choice("method", &[("ema", true), ("moments", false)])? {
        true => result::by_expected_moments(&peaks, &floods, settings, (asked, regional)),
        false => plain::run(&peaks, &floods, settings, (asked, regional)),
    }
}

fn regional(set: &Settings<'_>) -> Result<RegionalSkew, Box<Finding>> {
    let skew = set.number("regional_skew")?;
    let mse = set.number("regional_skew_mse")?;
    let usual = if skew.is_some() {
        "weighted"
    } else {
        "station"
    };
    match (set.text("skew").unwrap_or(usual), skew) {
        ("station", _) => Ok(RegionalSkew::None),
        ("weighted" | "regional", None) => Err(refuse(
            "a regional skew is asked for and none is given",
            "set regional_skew and regional_skew_mse, or skew=station",
        )),
        ("weighted", Some(skew)) => match mse {
            Some(mse) if mse > 0.0 => Ok(RegionalSkew::Weighted { skew, mse }),
            _ => Err(refuse(
                "a weighted skew needs the mean square error of the regional one",
                "set regional_skew_mse above 0, such as regional_skew_mse=0.078",
            )),
        },
        ("regional", Some(skew)) => Ok(RegionalSkew::Fixed {
            skew,
            mse: mse.unwrap_or(0.0).abs(),
        }),
        (other, _) => Err(refuse(
            format!("skew is \"{other}\", which is no choice here"),
            "set skew to one of: station, weighted, regional",
        )),
    }
}
