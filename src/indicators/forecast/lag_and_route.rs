//! What a reach makes of a flood wave that is first moved in time and then passed through one reservoir.
//!
//! # What it tells
//! The outflow for a lag L and a storage time K; with a downstream series and without L and K, the pair that fits it
//! best.
//! # Formula
//! O(t) is the outflow of a linear reservoir that I(t − L) flows into, by the exact step: with k = e^(−Δt/K),
//! O₂ = k·O₁ + (1 − k)·I₂ for an inflow that is constant over a step and stamped at its end (`inflow_form=steps`), or
//! O₂ = k·O₁ + (c − k)·I₁ + (1 − c)·I₂, c = (K/Δt)(1 − k), for one that is straight between readings
//! (`inflow_form=straight`). The outflow is multiplied by `scale`, such as the ratio of the areas, for the water that
//! joins between the gauges. A fit is the least sum of squares over all lags of whole steps and the best K of each.
//! # Units
//! Discharge in and out in the unit of the series; L and K in hours.
//! # Missing data
//! At a gap of the inflow the outflow stops and starts again from a steady state. A fit takes the steps that have both.
//! # Limits
//! One K for all discharges. The scale spreads the water of the area between evenly over time.
//! # Source
//! Meyer 1941; Nash 1959 (linear reservoir, exact solution).

use serde::Serialize;

use super::aligned::{Aligned, count, real};
use super::muskingum::{Wave, flows, wave};
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "lag_hours",
        meaning: "lag L, hours; fitted to the downstream series when it is not set",
        default: "",
    },
    Setting {
        name: "k_hours",
        meaning: "storage time K, hours; fitted to the downstream series when it is not set",
        default: "",
    },
    Setting {
        name: "scale",
        meaning: "factor of the outflow, such as the ratio of the areas",
        default: "1",
    },
    Setting {
        name: "max_lag",
        meaning: "longest lag that a fit tries, steps",
        default: "48",
    },
    Setting {
        name: "inflow_form",
        meaning: "steps (constant over a step, stamped at its end) or straight (between readings)",
        default: "steps",
    },
    Setting {
        name: "initial_outflow",
        meaning: "outflow at the first step; the first inflow",
        default: "",
    },
    Setting {
        name: "inflow",
        meaning: "series of the inflow; the first of the file",
        default: "",
    },
    Setting {
        name: "observed_outflow",
        meaning: "series of the observed outflow; the second of the file",
        default: "",
    },
];

/// How the inflow runs between its values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Constant over a step.
    Steps,
    /// Straight between readings.
    Straight,
}

/// Outflow of a linear reservoir of `k_steps` behind a lag of whole steps; NaN where the inflow is missing.
pub fn route(inflow: &[f64], lag: usize, k_steps: f64, (form, first): (Form, f64)) -> Vec<f64> {
    let k = if k_steps > 0.0 {
        (-1.0 / k_steps).exp()
    } else {
        0.0
    };
    let c = match form {
        Form::Steps => k,
        Form::Straight => k_steps * (1.0 - k),
    };
    let mut outflow = vec![f64::NAN; inflow.len()];
    let mut first = Some(first).filter(|first| !first.is_nan());
    for n in lag..inflow.len() {
        let now = inflow[n - lag];
        let before = (n > lag).then(|| (outflow[n - 1], inflow[n - lag - 1]));
        outflow[n] = match before.filter(|(out, inflow)| !out.is_nan() && !inflow.is_nan()) {
            Some((out, then)) if !now.is_nan() => k * out + (c - k) * then + (1.0 - c) * now,
            _ if now.is_nan() => f64::NAN,
            _ => first.take().unwrap_or(now),
        };
    }
    outflow
}

/// The lag and storage time whose outflow is nearest to `observed`: lag and K in steps, and the root mean square
/// error. `None` when no lag has ten steps of both.
pub fn fit(
    inflow: &[f64],
    observed: &[f64],
    max_lag: usize,
    form: Form,
) -> Option<(usize, f64, f64)> {
    let error = |lag: usize, k: f64| {
        let routed = route(inflow, lag, k, (form, f64::NAN));
        let both = routed
            .iter()
            .zip(observed)
            .filter(|(r, o)| !r.is_nan() && !o.is_nan());
        let (n, sum) = both.fold((0, 0.0), |(n, sum), (r, o)| {
            (n + 1, sum + (r - o) * (r - o))
        });
        if n < 10 {
            f64::INFINITY
        } else {
            (sum / real(n)).sqrt()
        }
    };
    let of_lag = |lag: usize| {
        let k = lowest(|k| error(lag, k), 0.0, 4.0 * real(max_lag).max(6.0));
        (lag, k, error(lag, k))
    };
    let best = (0..=max_lag)
        .map(of_lag)
        .min_by(|a, b| a.2.total_cmp(&b.2))?;
    best.2.is_finite().then_some(best)
}

/// Where a function of one number is lowest: a coarse walk, then golden sections around its best.
fn lowest(of: impl Fn(f64) -> f64, low: f64, high: f64) -> f64 {
    const PARTS: usize = 24;
    const GOLDEN: f64 = 0.618_033_988_749_895;
    let place = |n: usize| low + (high - low) * (real(n) / real(PARTS)).powi(2);
    let best = (0..=PARTS)
        .min_by(|&a, &b| of(place(a)).total_cmp(&of(place(b))))
        .unwrap_or(0);
    let (mut a, mut b) = (place(best.saturating_sub(1)), place((best + 1).min(PARTS)));
    for _ in 0..60 {
        let (left, right) = (b - GOLDEN * (b - a), a + GOLDEN * (b - a));
        if of(left) <= of(right) {
            b = right;
        } else {
            a = left;
        }
    }
    f64::midpoint(a, b)
}

#[derive(Serialize)]
struct Found {
    lag_hours: f64,
    k_hours: f64,
    scale: f64,
    is_fitted: bool,
    rmse: Option<f64>,
    step_hours: f64,
    outflow: Vec<f64>,
    #[serde(flatten)]
    wave: Wave,
}

/// Computes it for `compute`.
///
/// # Errors
/// When L and K are neither set nor can be fitted, or L is no whole number of steps.
pub fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let (axis, inflow, observed) = flows(input, settings)?;
    let forms = [("steps", Form::Steps), ("straight", Form::Straight)];
    let form = settings.choice("inflow_form", &forms)?;
    let scale = settings.wanted_number("scale")?;
    if scale <= 0.0 {
        return Err(refuse(
            "scale is not above nothing",
            "set it to the ratio of the areas, such as scale=1.1",
        ));
    }
    let (lag, k_steps, is_fitted) = reach(settings, &axis, (&inflow, &observed, scale), form)?;
    let first = settings
        .number("initial_outflow")?
        .map_or(f64::NAN, |first| first / scale);
    let mut outflow = route(&inflow, lag, k_steps, (form, first));
    outflow.iter_mut().for_each(|value| *value *= scale);
    let step = axis.step_hours();
    let found = Found {
        lag_hours: real(lag) * step,
        k_hours: k_steps * step,
        scale,
        is_fitted,
        rmse: rmse(&outflow, &observed),
        step_hours: step,
        wave: wave(&inflow, &outflow, step),
        outflow,
    };
    let present = inflow.iter().filter(|value| !value.is_nan()).count();
    Computed::new(found, count(present, inflow.len()))
}

fn reach(
    settings: &Settings<'_>,
    axis: &Aligned,
    (inflow, observed, scale): (&[f64], &[f64], f64),
    form: Form,
) -> Result<(usize, f64, bool), Box<Finding>> {
    let step = axis.step_hours();
    match (settings.number("lag_hours")?, settings.number("k_hours")?) {
        (Some(lag), Some(k)) => Ok((steps(lag, step)?, k / step, false)),
        (None, None) => {
            let scaled: Vec<f64> = observed.iter().map(|value| value / scale).collect();
            let max_lag = settings.count("max_lag")?.unwrap_or(48);
            let (lag, k, _) = fit(inflow, &scaled, max_lag, form).ok_or_else(|| {
                refuse(
                    "there are fewer than ten steps with inflow and observed outflow to fit to",
                    "set lag_hours and k_hours, or give the downstream series too",
                )
            })?;
            Ok((lag, k, true))
        }
        _ => Err(refuse(
            "only one of lag_hours and k_hours is set",
            "set both, or neither to have them fitted",
        )),
    }
}

fn steps(lag_hours: f64, step_hours: f64) -> Result<usize, Box<Finding>> {
    let steps = lag_hours / step_hours;
    if steps < 0.0 || (steps - steps.round()).abs() > 1e-9 {
        return Err(refuse(
            format!("a lag of {lag_hours} h is no whole number of steps of {step_hours} h"),
            "set lag_hours to a multiple of the step",
        ));
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a whole number above nothing"
    )]
    Ok(steps.round() as usize)
}

fn rmse(outflow: &[f64], observed: &[f64]) -> Option<f64> {
    let both = outflow
        .iter()
        .zip(observed)
        .filter(|(a, b)| !a.is_nan() && !b.is_nan());
    let (n, sum) = both.fold((0, 0.0), |(n, sum), (a, b)| {
        (n + 1, sum + (a - b) * (a - b))
    });
    (n > 0).then(|| (sum / real(n)).sqrt())
}
