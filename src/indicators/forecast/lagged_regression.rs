//! What a gauge will read a lead from now, by a regression on what it and the gauges above it read before.
//!
//! # What it tells
//! The forecast of the newest time with its band, the coefficients behind it, and how well the same regression did on
//! the part of the record that it was not fitted to, beside persistence.
//! # Formula
//! y(t + L) = b₀ + Σ bⱼ·xⱼ(t − dⱼ), one regression a lead L, fitted by least squares with an orthogonal factorisation.
//! The band: quantile regression of the stated levels, the exact solution of the linear programme (as `rq` of quantreg
//! with method br), sorted where lines cross. Residual quantiles are of type 7. Persistence says y(t).
//! # Units
//! The unit of the series; leads and lags in steps of their common axis. `transform=log` fits logarithms,
//! `transform=box-cox` with `lambda` the power of Box and Cox; forecasts are turned back, without a correction.
//! # Missing data
//! A row with a missing target or regressor is left out; nothing is filled.
//! # Limits
//! Smooth regressors of one river are nearly alike: their coefficients say little one by one. Beyond the values of the
//! fit the forecast is an extrapolation, which is said. One lead beyond the travel time leans on memory alone. Fewer
//! than 10 floods behind a fit and it should not be issued.
//! # Source
//! Chevillon 2007 (direct forecasts of several steps); Koenker & Bassett 1978; Koenker & d'Orey 1987.

use serde::Serialize;
use serde_json::{Map, Value};

use super::aligned::{Aligned, quantile};
use super::model::{Model, Plan, Rows, Term, Transform};
use super::verify_forecast::{Scores, scores};
use crate::domain::{Finding, Instant};
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "target",
        meaning: "series that is forecast; the last of the file",
        default: "",
    },
    Setting {
        name: "lead",
        meaning: "steps from the issue to the time that is forecast",
        default: "1",
    },
    Setting {
        name: "terms",
        meaning: "regressors as series@steps back, such as down@0,up@0,up@3; the newest value of every series",
        default: "",
    },
    Setting {
        name: "quantiles",
        meaning: "levels of the band",
        default: "0.1,0.5,0.9",
    },
    Setting {
        name: "residual_quantiles",
        meaning: "levels of the residuals that are listed",
        default: "0.05,0.1,0.5,0.9,0.95",
    },
    Setting {
        name: "train_rows",
        meaning: "first rows that are fitted; the others are the test. All without it",
        default: "",
    },
    Setting {
        name: "train_until",
        meaning: "last day or instant of issue that is fitted, such as 2001-12-31, instead of train_rows",
        default: "",
    },
    Setting {
        name: "transform",
        meaning: "none, log or box-cox",
        default: "none",
    },
    Setting {
        name: "lambda",
        meaning: "power of box-cox",
        default: "0.25",
    },
];

#[derive(Serialize)]
struct BandFit {
    level: f64,
    coefficients: Map<String, Value>,
}

#[derive(Serialize)]
struct Latest {
    issued: String,
    valid: String,
    forecast: f64,
    band: Vec<f64>,
    persistence: Option<f64>,
    is_extrapolation: bool,
}

#[derive(Serialize)]
struct Found {
    target: String,
    lead_steps: usize,
    lead_hours: f64,
    transform: String,
    n_rows: usize,
    n_train: usize,
    n_test: usize,
    coefficients: Map<String, Value>,
    residual_standard_error: f64,
    residual_quantile_levels: Vec<f64>,
    residual_quantiles: Vec<f64>,
    quantile_regression: Vec<BandFit>,
    rmse_test: Option<f64>,
    rmse_persistence_test: Option<f64>,
    persistence_index_test: Option<f64>,
    nse_test: Option<f64>,
    band_levels: Vec<f64>,
    band_share_inside_test: Option<f64>,
    latest: Option<Latest>,
}

/// Computes it for `compute`.
///
/// # Errors
/// When rows are too few, a regressor is made up of others, or a setting is wrong.
pub fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let all: Vec<_> = input.series.iter().collect();
    let axis = Aligned::new(&all)?;
    let names: Vec<&str> = input
        .series
        .iter()
        .map(|one| one.station.as_str())
        .collect();
    let plan = plan(settings, &names)?;
    let rows = plan.rows(&axis.columns);
    let (train, test) = split(settings, &axis, &rows)?;
    let labels = labels(&plan, &names);
    let model = Model::fit(&plan, &train, None).map_err(|place| unfit(&labels, &train, place))?;
    let tested = test_scores(&plan, &model, &axis.columns, &test)?;
    let levels = settings.numbers("residual_quantiles")?;
    let named = |b: &[f64]| {
        labels
            .iter()
            .cloned()
            .zip(b.iter().map(|b| Value::from(*b)))
            .collect()
    };
    let bands = plan.levels.iter().zip(&model.bands);
    let found = Found {
        target: names[plan.target].to_owned(),
        lead_steps: plan.lead,
        lead_hours: super::aligned::real(plan.lead) * axis.step_hours(),
        transform: settings.wanted_text("transform")?.to_owned(),
        n_rows: rows.y.len(),
        n_train: train.y.len(),
        n_test: test.y.len(),
        coefficients: named(&model.coefficients),
        residual_standard_error: model.residual_standard_error,
        residual_quantiles: levels
            .iter()
            .map(|level| quantile(&model.residuals, *level))
            .collect(),
        residual_quantile_levels: levels,
        quantile_regression: bands
            .map(|(level, b)| BandFit {
                level: *level,
                coefficients: named(b),
            })
            .collect(),
        rmse_test: tested.as_ref().and_then(|tested| tested.scores.rmse),
        rmse_persistence_test: tested.as_ref().and_then(|tested| tested.rmse_persistence),
        persistence_index_test: tested.as_ref().and_then(Tested::persistence_index),
        nse_test: tested.as_ref().and_then(|tested| tested.scores.nse),
        band_share_inside_test: tested.as_ref().and_then(|tested| tested.inside),
        latest: latest(&plan, &model, &axis),
        band_levels: plan.levels,
    };
    let is_extrapolation = found
        .latest
        .as_ref()
        .is_some_and(|latest| latest.is_extrapolation);
    let computed = Computed::new(found, axis.completeness())?;
    let computed = if test.y.is_empty() {
        computed.note("every row is fitted: set train_rows or train_until to see how the regression does on rows that it has not seen")
    } else {
        computed
    };
    Ok(if is_extrapolation {
        computed.note("the newest forecast lies beyond the values of the fit: an extrapolation")
    } else {
        computed
    })
}

fn plan(settings: &Settings<'_>, names: &[&str]) -> Result<Plan, Box<Finding>> {
    let place = |name: &str| {
        names.iter().position(|one| *one == name).ok_or_else(|| {
            refuse(
                format!("the file holds no series called \"{name}\""),
                format!("it holds: {}", names.join(", ")),
            )
        })
    };
    let target = match settings.text("target") {
        Some(name) => place(name)?,
        None => names.len() - 1,
    };
    let lambda = settings.wanted_number("lambda")?;
    let transforms = [
        ("none", Transform::None),
        ("log", Transform::Log),
        ("box-cox", Transform::BoxCox(lambda)),
    ];
    let term = |text: &str| {
        let (name, back) = text.rsplit_once('@').unwrap_or((text, "0"));
        let back = back.trim().parse().map_err(|_| {
            refuse(
                format!("\"{text}\" is no regressor"),
                "write series@steps back, such as up@3",
            )
        })?;
        Ok(Term {
            series: place(name.trim())?,
            back,
        })
    };
    let terms: Result<Vec<Term>, Box<Finding>> = match settings.text("terms") {
        Some(text) => text.split(',').map(|text| term(text.trim())).collect(),
        None => Ok((0..names.len())
            .map(|series| Term { series, back: 0 })
            .collect()),
    };
    let mut levels = settings.numbers("quantiles")?;
    levels.sort_by(f64::total_cmp);
    if levels.iter().any(|level| *level <= 0.0 || *level >= 1.0) {
        return Err(refuse(
            "a level of the band lies outside 0 to 1",
            "set quantiles=0.1,0.5,0.9",
        ));
    }
    Ok(Plan {
        target,
        lead: settings.count("lead")?.unwrap_or(1),
        latency: 0,
        terms: terms?,
        levels,
        transform: settings.choice("transform", &transforms)?,
    })
}

fn labels(plan: &Plan, names: &[&str]) -> Vec<String> {
    let term = |term: &Term| format!("{}@{}", names[term.series], term.back);
    std::iter::once("intercept".to_owned())
        .chain(plan.terms.iter().map(term))
        .collect()
}

fn split(
    settings: &Settings<'_>,
    axis: &Aligned,
    rows: &Rows,
) -> Result<(Rows, Rows), Box<Finding>> {
    let last = match (settings.count("train_rows")?, settings.text("train_until")) {
        (Some(n), _) => rows.issued.get(n.saturating_sub(1)).copied(),
        (None, Some(text)) => {
            let end = Instant::parse(text)
                .or_else(|| Instant::parse(&format!("{text}T23:59:59Z")))
                .ok_or_else(|| {
                    refuse(
                        format!("train_until is \"{text}\", which is no date"),
                        "set it such as train_until=2001-12-31",
                    )
                })?;
            let is_before = |issued: &&usize| axis.time(**issued) <= end.millis();
            rows.issued.iter().take_while(is_before).last().copied()
        }
        (None, None) => None,
    };
    Ok(match last {
        Some(last) => (
            rows.only(|issued| issued <= last),
            rows.only(|issued| issued > last),
        ),
        None => (rows.clone(), rows.only(|_| false)),
    })
}

fn unfit(labels: &[String], train: &Rows, place: usize) -> Box<Finding> {
    match labels.get(place) {
        Some(label) => refuse(
            format!("the regressor {label} is made up of the others"),
            "leave it out with --set terms=…",
        ),
        None => refuse(
            format!(
                "{} whole rows are too few for {place} coefficients",
                train.y.len()
            ),
            "give a longer record, or fewer terms",
        ),
    }
}

struct Tested {
    scores: Scores,
    rmse_persistence: Option<f64>,
    inside: Option<f64>,
}

impl Tested {
    fn persistence_index(&self) -> Option<f64> {
        let part = self.scores.rmse? / self.rmse_persistence?;
        Some(1.0 - part * part)
    }
}

fn test_scores(
    plan: &Plan,
    model: &Model,
    columns: &[Vec<f64>],
    test: &Rows,
) -> Result<Option<Tested>, Box<Finding>> {
    if test.y.len() < 2 {
        return Ok(None);
    }
    let target = &columns[plan.target];
    let (mut observed, mut forecast, mut still) = (Vec::new(), Vec::new(), Vec::new());
    let mut inside = 0;
    for &issued in &test.issued {
        let Some(known) = plan.known(columns, issued) else {
            continue;
        };
        let said = model.predict(plan, &known);
        let came = target[issued + plan.lead];
        let band = (said.band.first(), said.band.last());
        if band.0.is_some_and(|low| *low <= came) && band.1.is_some_and(|high| came <= *high) {
            inside += 1;
        }
        observed.push(came);
        forecast.push(said.value);
        still.push(target[issued]);
    }
    let n = super::aligned::real(observed.len());
    Ok(Some(Tested {
        rmse_persistence: scores(&observed, &still, 1)?.rmse,
        scores: scores(&observed, &forecast, 1)?,
        inside: (plan.levels.len() > 1).then(|| super::aligned::real(inside) / n),
    }))
}

fn latest(plan: &Plan, model: &Model, axis: &Aligned) -> Option<Latest> {
    let newest = (0..axis.rows()).rev();
    let (issued, known) = newest
        .filter_map(|issued| Some((issued, plan.known(&axis.columns, issued)?)))
        .next()?;
    let said = model.predict(plan, &known);
    let now = axis.columns[plan.target][issued];
    Some(Latest {
        issued: Instant::from_millis(axis.time(issued)).to_string(),
        valid: Instant::from_millis(axis.time(issued + plan.lead)).to_string(),
        forecast: said.value,
        band: said.band,
        persistence: (!now.is_nan()).then_some(now),
        is_extrapolation: said.is_outside,
    })
}
