//! How near a forecast with a spread came: the continuous ranked probability score, less is better.
//!
//! # What it tells
//! The error of a forecast that says how sure it is, in the unit of the series; for a single value it is the absolute
//! error. `method` names what the forecast is: an ensemble of members, the mean and standard deviation of a normal
//! distribution, quantiles of stated levels, or one distribution for all times.
//! # Formula
//! ensemble: mean|X − y| − ½ mean|X − X′| over all m² pairs of members; fair: the same with m(m − 1) pairs.
//! gaussian: σ(z(2Φ(z) − 1) + 2φ(z) − 1/√π), z = (y − μ)/σ; from members, μ and σ (n − 1) are theirs.
//! quantiles: twice the mean pinball loss over the levels, an approximation. gamma, lognormal, gev: closed forms.
//! Hersbach's parts of the mean ensemble score: reliability and what is left, the potential score.
//! # Units
//! The unit of the series.
//! # Missing data
//! A time without an observed value, or with a missing member, has no score and does not count.
//! # Limits
//! The plain ensemble score punishes small ensembles; compare ensembles of unequal size by the fair one. Quantiles
//! bound only what lies between the levels.
//! # Source
//! Gneiting & Raftery 2007; Hersbach 2000; Ferro 2014 (fair); Jordan, Krüger & Lerch 2019 (closed forms).

use serde::Serialize;
use statrs::distribution::{Continuous as _, ContinuousCDF as _, Normal};

use super::aligned::{Aligned, count, real};
use super::crps_closed::{gamma, gev, lognormal};
use super::hersbach::{Hersbach, hersbach};
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "observed",
        meaning: "series of what was observed; the first of the file. All others are the forecast",
        default: "",
    },
    Setting {
        name: "method",
        meaning: "ensemble (all members are series), gaussian (members, or two series mean and sd, or location and scale), quantiles (series in the order of levels), gamma, lognormal, gev",
        default: "ensemble",
    },
    Setting {
        name: "levels",
        meaning: "levels of the quantile series, such as 0.1,0.5,0.9",
        default: "",
    },
    Setting {
        name: "location",
        meaning: "mean (gaussian), mean of logarithms (lognormal), location (gev)",
        default: "",
    },
    Setting {
        name: "scale",
        meaning: "standard deviation (gaussian), of logarithms (lognormal), scale (gamma, gev)",
        default: "",
    },
    Setting {
        name: "shape",
        meaning: "shape (gamma); ξ of Coles (gev), above 0 for a heavy tail",
        default: "",
    },
];

#[derive(Clone, Copy, PartialEq, Eq)]
enum Method {
    Ensemble,
    Gaussian,
    Quantiles,
    Gamma,
    Lognormal,
    Gev,
}

const METHODS: [(&str, Method); 6] = [
    ("ensemble", Method::Ensemble),
    ("gaussian", Method::Gaussian),
    ("quantiles", Method::Quantiles),
    ("gamma", Method::Gamma),
    ("lognormal", Method::Lognormal),
    ("gev", Method::Gev),
];

/// Ensemble score with all m² pairs of members; `members` need not be sorted.
pub fn ensemble(members: &[f64], observed: f64) -> f64 {
    let (away, apart) = distances(members, observed);
    away - 0.5 * apart / real(members.len()).powi(2)
}

/// Ensemble score with m(m − 1) pairs: its mean does not depend on the number of members.
pub fn fair(members: &[f64], observed: f64) -> f64 {
    let (away, apart) = distances(members, observed);
    let m = real(members.len());
    away - 0.5 * apart / (m * (m - 1.0))
}

/// Mean distance to the observed value, and the sum of distances over all m² pairs.
fn distances(members: &[f64], observed: f64) -> (f64, f64) {
    let mut sorted = members.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let m = real(sorted.len());
    let away = sorted.iter().map(|x| (x - observed).abs()).sum::<f64>() / m;
    let weigh = |(n, x): (usize, &f64)| x * (2.0 * real(n) + 1.0 - m);
    (
        away,
        2.0 * sorted.iter().enumerate().map(weigh).sum::<f64>(),
    )
}

/// Score of a normal distribution; the absolute error when it has no spread.
pub fn gaussian(mean: f64, sd: f64, observed: f64) -> f64 {
    if sd <= 0.0 {
        return (observed - mean).abs();
    }
    let unit = Normal::standard();
    let z = (observed - mean) / sd;
    let inverse_root_pi = 1.0 / std::f64::consts::PI.sqrt();
    sd * (z * (2.0 * unit.cdf(z) - 1.0) + 2.0 * unit.pdf(z) - inverse_root_pi)
}

/// Pinball loss of a quantile of a level.
pub fn pinball(level: f64, forecast: f64, observed: f64) -> f64 {
    let under = observed - forecast;
    if under >= 0.0 {
        level * under
    } else {
        (level - 1.0) * under
    }
}

/// Twice the mean pinball loss over levels.
pub fn quantiles(levels: &[f64], forecast: &[f64], observed: f64) -> f64 {
    let losses = levels
        .iter()
        .zip(forecast)
        .map(|(level, f)| pinball(*level, *f, observed));
    2.0 * losses.sum::<f64>() / real(levels.len())
}

#[derive(Serialize)]
struct Found {
    method: String,
    n: usize,
    mean_crps: f64,
    crps: Vec<f64>,
    mean_fair_crps: Option<f64>,
    fair_crps: Option<Vec<f64>>,
    mean_pinball: Option<Vec<f64>>,
    hersbach: Option<Hersbach>,
}

/// One case: the observed value and the forecast series' values.
type Case = (f64, Vec<f64>);

/// Computes it for `compute`.
///
/// # Errors
/// When there is no case, or the method lacks its series or settings.
pub fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let method = settings.choice("method", &METHODS)?;
    let (cases, rows) = cases(input, settings)?;
    let scores = scores(method, &cases, settings)?;
    let n = scores.len();
    let members = |of: fn(&[f64], f64) -> f64| -> Vec<f64> {
        cases.iter().map(|(y, members)| of(members, *y)).collect()
    };
    let is_ensemble = method == Method::Ensemble;
    let fair_crps = (is_ensemble && cases[0].1.len() > 1).then(|| members(fair));
    let levels = settings.numbers("levels")?;
    let loss = |place: usize| {
        let losses = cases
            .iter()
            .map(|(y, f)| pinball(levels[place], f[place], *y));
        losses.sum::<f64>() / real(n)
    };
    let found = Found {
        method: settings.wanted_text("method")?.to_owned(),
        n,
        mean_crps: mean(&scores),
        crps: scores,
        mean_fair_crps: fair_crps.as_deref().map(mean),
        fair_crps,
        mean_pinball: (method == Method::Quantiles).then(|| (0..levels.len()).map(loss).collect()),
        hersbach: is_ensemble.then(|| hersbach(&cases)),
    };
    let computed = Computed::new(found, count(n, rows))?;
    Ok(if n < 10 {
        computed.note(format!("{n} cases: below ten no score should be quoted"))
    } else {
        computed
    })
}

fn cases(input: &Input, settings: &Settings<'_>) -> Result<(Vec<Case>, usize), Box<Finding>> {
    let observed = match settings.text("observed") {
        Some(name) => input.station(name)?,
        None => input.series.first().map_or_else(|| input.single(), Ok)?,
    };
    let others = input
        .series
        .iter()
        .filter(|series| series.station != observed.station);
    let all: Vec<_> = std::iter::once(observed).chain(others).collect();
    // One value has no step, and needs no common axis.
    let columns = if all.iter().all(|series| series.value.len() == 1) {
        all.iter().map(|series| series.value.clone()).collect()
    } else {
        Aligned::new(&all)?.columns
    };
    let rows = columns[0].len();
    let row = |n: usize| {
        (
            columns[0][n],
            columns[1..].iter().map(|column| column[n]).collect(),
        )
    };
    let is_whole = |(y, members): &Case| !y.is_nan() && members.iter().all(|x: &f64| !x.is_nan());
    let cases: Vec<Case> = (0..rows).map(row).filter(is_whole).collect();
    if cases.is_empty() {
        return Err(refuse(
            "there is no time with an observed value and a whole forecast",
            "give both for the same times",
        ));
    }
    Ok((cases, rows))
}

fn scores(
    method: Method,
    cases: &[Case],
    settings: &Settings<'_>,
) -> Result<Vec<f64>, Box<Finding>> {
    let each = |of: &dyn Fn(&Case) -> f64| cases.iter().map(of).collect();
    let n = cases[0].1.len();
    let wanted = |name: &str| settings.wanted_number(name);
    match method {
        Method::Ensemble if n > 0 => Ok(each(&|(y, members)| ensemble(members, *y))),
        Method::Gaussian if settings.text("location").is_some() => {
            let (mean, sd) = (wanted("location")?, wanted("scale")?);
            Ok(each(&|(y, _)| gaussian(mean, sd, *y)))
        }
        Method::Gaussian if n == 2 => Ok(each(&|(y, f)| gaussian(f[0], f[1], *y))),
        Method::Gaussian if n > 2 => Ok(each(&|(y, members)| {
            let (mean, sd) = spread(members);
            gaussian(mean, sd, *y)
        })),
        Method::Quantiles => {
            let levels = settings.numbers("levels")?;
            if levels.is_empty() || levels.len() != n {
                return Err(refuse(
                    format!(
                        "{} levels are set and the file holds {n} forecast series",
                        levels.len()
                    ),
                    "set levels=0.1,0.5,0.9 with one level for each series, in the order of the file",
                ));
            }
            Ok(each(&|(y, f)| quantiles(&levels, f, *y)))
        }
        Method::Gamma => {
            let (shape, scale) = (wanted("shape")?, wanted("scale")?);
            Ok(each(&|(y, _)| gamma(shape, scale, *y)))
        }
        Method::Lognormal => {
            let (location, scale) = (wanted("location")?, wanted("scale")?);
            Ok(each(&|(y, _)| lognormal(location, scale, *y)))
        }
        Method::Gev => {
            let at = (wanted("location")?, wanted("scale")?, wanted("shape")?);
            Ok(each(&|(y, _)| gev(at, *y)))
        }
        Method::Ensemble | Method::Gaussian => Err(refuse(
            "there is no forecast beside the observed series",
            "give the members as further stations of the file",
        )),
    }
}

/// Mean and standard deviation (n − 1).
fn spread(members: &[f64]) -> (f64, f64) {
    let centre = mean(members);
    let squares: f64 = members.iter().map(|x| (x - centre).powi(2)).sum();
    (centre, (squares / (real(members.len()) - 1.0)).sqrt())
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / real(values.len())
}
