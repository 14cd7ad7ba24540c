//! What a reach makes of a flood wave by the Muskingum method: later and lower, with the water kept.
//!
//! # What it tells
//! The outflow of a reach for a given inflow, with the storage time K and the weight X of the reach.
//! # Formula
//! O₂ = C0·I₂ + C1·I₁ + C2·O₁ with D = 2K(1 − X) + Δt, C0 = (Δt − 2KX)/D, C1 = (Δt + 2KX)/D,
//! C2 = (2K(1 − X) − Δt)/D. Stable when 2KX ≤ Δt ≤ 2K(1 − X); a longer reach is cut into N sub-reaches of K/N, the
//! fewest that are stable.
//! # Units
//! Discharge in and out in the unit of the series; K and the step in hours; X without.
//! # Missing data
//! At a gap of the inflow the outflow stops. Behind it the reach starts again from the observed outflow if there is a
//! second series, else from a steady state, and a note says so.
//! # Limits
//! No lateral inflow and no backwater. X is kept when a reach is cut, which is an approximation. K belongs to the
//! discharge that it was found at. The first outflow is `initial_outflow`, else the observed one, else the first
//! inflow.
//! # Source
//! McCarthy 1938; Chow, Maidment & Mays 1988, 8.4; Ponce, *Engineering Hydrology*, 9.1.

use serde::Serialize;

use super::aligned::{Aligned, real};
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "k_hours",
        meaning: "storage time of the reach, hours",
        default: "",
    },
    Setting {
        name: "x",
        meaning: "weight of the inflow, 0 (reservoir) to 0.5 (the wave keeps its form)",
        default: "",
    },
    Setting {
        name: "step_hours",
        meaning: "step of the routing, hours; the step of the series",
        default: "",
    },
    Setting {
        name: "initial_outflow",
        meaning: "outflow at the first step; the observed one, else the first inflow",
        default: "",
    },
    Setting {
        name: "sub_reaches",
        meaning: "parts that the reach is cut into; the fewest that are stable",
        default: "",
    },
    Setting {
        name: "inflow",
        meaning: "series of the inflow; the first of the file",
        default: "",
    },
    Setting {
        name: "observed_outflow",
        meaning: "series of the observed outflow, for starts behind gaps; the second of the file",
        default: "",
    },
];

/// Coefficients of one step.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Coefficients {
    /// Of the inflow now.
    pub c0: f64,
    /// Of the inflow one step before.
    pub c1: f64,
    /// Of the outflow one step before.
    pub c2: f64,
}

/// A reach.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reach {
    /// Storage time, hours.
    pub k_hours: f64,
    /// Weight of the inflow, 0 to 0.5.
    pub x: f64,
}

impl Reach {
    /// Coefficients for a step of `step_hours`.
    pub fn coefficients(self, step_hours: f64) -> Coefficients {
        let d = 2.0 * self.k_hours * (1.0 - self.x) + step_hours;
        Coefficients {
            c0: (step_hours - 2.0 * self.k_hours * self.x) / d,
            c1: (step_hours + 2.0 * self.k_hours * self.x) / d,
            c2: (2.0 * self.k_hours * (1.0 - self.x) - step_hours) / d,
        }
    }

    /// Whether 2KX ≤ Δt ≤ 2K(1 − X).
    pub fn is_stable(self, step_hours: f64) -> bool {
        // A step that is meant to stand on the rule's edge may miss it by rounding.
        let edge = 1e-9 * step_hours;
        2.0 * self.k_hours * self.x <= step_hours + edge
            && step_hours <= 2.0 * self.k_hours * (1.0 - self.x) + edge
    }

    /// One of `n` equal parts of it.
    #[must_use]
    pub fn part(self, n: usize) -> Self {
        Self {
            k_hours: self.k_hours / real(n),
            ..self
        }
    }

    /// Fewest parts that are stable at a step; `None` when there are none, because the step is too long.
    pub fn stable_parts(self, step_hours: f64) -> Option<usize> {
        (1..=1000).find(|&n| self.part(n).is_stable(step_hours))
    }
}

/// Outflow for an inflow, step by step; NaN where the inflow is missing.
///
/// `observed` gives the outflow to start from, at the first step and behind gaps; where it is missing a steady state
/// is assumed. `parts` equal parts lie behind one another, each with `one`'s coefficients.
pub fn route(inflow: &[f64], observed: &[f64], one: Coefficients, parts: usize) -> Vec<f64> {
    let mut outflow = Vec::with_capacity(inflow.len());
    let mut before: Option<Vec<f64>> = None;
    for (n, &now) in inflow.iter().enumerate() {
        let next = match before.filter(|_| !now.is_nan()) {
            _ if now.is_nan() => None,
            None => Some(start(
                now,
                observed.get(n).copied().unwrap_or(f64::NAN),
                parts,
            )),
            Some(before) => Some(step(&before, now, one)),
        };
        outflow.push(
            next.as_ref()
                .and_then(|at| at.last().copied())
                .unwrap_or(f64::NAN),
        );
        before = next;
    }
    outflow
}

/// Discharges at the head of the reach and at the end of each part: straight from the inflow to the outflow.
fn start(inflow: f64, outflow: f64, parts: usize) -> Vec<f64> {
    let outflow = if outflow.is_nan() { inflow } else { outflow };
    let share = |n: usize| real(n) / real(parts.max(1));
    (0..=parts)
        .map(|n| inflow + share(n) * (outflow - inflow))
        .collect()
}

fn step(before: &[f64], inflow: f64, one: Coefficients) -> Vec<f64> {
    let mut now = Vec::with_capacity(before.len());
    now.push(inflow);
    for part in 1..before.len() {
        now.push(one.c0 * now[part - 1] + one.c1 * before[part - 1] + one.c2 * before[part]);
    }
    now
}

#[derive(Serialize)]
struct Found {
    #[serde(flatten)]
    coefficients: Coefficients,
    step_hours: f64,
    sub_reaches: usize,
    is_stable: bool,
    outflow: Vec<f64>,
    #[serde(flatten)]
    wave: Wave,
}

/// How an outflow stands to its inflow.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Wave {
    /// Highest inflow.
    pub peak_inflow: f64,
    /// Highest outflow.
    pub peak_outflow: f64,
    /// From the highest inflow to the highest outflow, hours.
    pub peak_delay_hours: f64,
    /// Sum of the outflow over the sum of the inflow, where both are there.
    pub volume_ratio: f64,
}

/// Peaks and volumes of a routed wave; both sides of one length.
pub fn wave(inflow: &[f64], outflow: &[f64], step_hours: f64) -> Wave {
    let top = |values: &[f64]| {
        let present = (0..values.len()).filter(|&n| !values[n].is_nan());
        present.reduce(|best, n| if values[n] > values[best] { n } else { best })
    };
    let both = inflow
        .iter()
        .zip(outflow)
        .filter(|(i, o)| !i.is_nan() && !o.is_nan());
    let (water_in, water_out) = both.fold((0.0, 0.0), |sum, (i, o)| (sum.0 + i, sum.1 + o));
    let at = |values: &[f64]| top(values).map_or(f64::NAN, |n| values[n]);
    let delay = top(inflow)
        .zip(top(outflow))
        .map(|(i, o)| real(o) - real(i));
    Wave {
        peak_inflow: at(inflow),
        peak_outflow: at(outflow),
        peak_delay_hours: delay.map_or(f64::NAN, |steps| steps * step_hours),
        volume_ratio: water_out / water_in,
    }
}

/// Computes it for `compute`.
///
/// # Errors
/// When K or X is not set or impossible, or no cut makes the reach stable.
pub fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let (axis, inflow, observed) = flows(input, settings)?;
    let reach = Reach {
        k_hours: settings.wanted_number("k_hours")?,
        x: settings.wanted_number("x")?,
    };
    if reach.k_hours <= 0.0 || !(0.0..=0.5).contains(&reach.x) {
        return Err(refuse(
            format!(
                "a reach with K = {} h and X = {} does not exist",
                reach.k_hours, reach.x
            ),
            "K is longer than nothing, and X lies from 0 to 0.5",
        ));
    }
    let step_hours = settings.number("step_hours")?.unwrap_or(axis.step_hours());
    let parts = parts(reach, step_hours, settings.count("sub_reaches")?)?;
    let part = reach.part(parts);
    let coefficients = part.coefficients(step_hours);
    let outflow = route(&inflow, &observed, coefficients, parts);
    let is_stable = part.is_stable(step_hours);
    let found = Found {
        coefficients,
        step_hours,
        sub_reaches: parts,
        is_stable,
        wave: wave(&inflow, &outflow, step_hours),
        outflow,
    };
    let present = inflow.iter().filter(|value| !value.is_nan()).count();
    let mut computed = Computed::new(found, super::aligned::count(present, inflow.len()))?;
    if !is_stable {
        computed =
            computed.note("2KX ≤ Δt ≤ 2K(1 − X) does not hold: the outflow may dip or swing");
    }
    if parts > 1 {
        computed = computed.note(format!(
            "the reach is cut into {parts} parts of equal K; X is kept"
        ));
    }
    if present < inflow.len() {
        computed = computed.note("the inflow has gaps: behind each the reach starts again, from the observed outflow where there is one, else from a steady state");
    }
    Ok(computed)
}

/// Number of parts: as set, else the fewest that are stable.
fn parts(reach: Reach, step_hours: f64, set: Option<usize>) -> Result<usize, Box<Finding>> {
    if let Some(parts) = set {
        return Ok(parts.max(1));
    }
    reach.stable_parts(step_hours).ok_or_else(|| {
        refuse(
            format!("a step of {step_hours} h is too long for K = {} h and X = {}: 2KX ≤ Δt ≤ 2K(1 − X) holds for no number of parts", reach.k_hours, reach.x),
            "give the inflow at shorter steps, or set sub_reaches=1 to see what comes of it",
        )
    })
}

/// Inflow and observed outflow of a file on one axis, the set first outflow included; NaN where there is none.
///
/// # Errors
/// When the file holds no series, or not the named one.
pub fn flows(
    input: &Input,
    settings: &Settings<'_>,
) -> Result<(Aligned, Vec<f64>, Vec<f64>), Box<Finding>> {
    let inflow = match settings.text("inflow") {
        Some(name) => input.station(name)?,
        None => input.series.first().map_or_else(|| input.single(), Ok)?,
    };
    let outflow = match settings.text("observed_outflow") {
        Some(name) => Some(input.station(name)?),
        None => input.series.get(1),
    };
    let both: Vec<_> = std::iter::once(inflow).chain(outflow).collect();
    let mut axis = Aligned::new(&both)?;
    let none = vec![f64::NAN; axis.rows()];
    let mut observed = if both.len() > 1 {
        axis.columns.remove(1)
    } else {
        none
    };
    let inflow = axis.columns[0].clone();
    if let (Some(first), Some(set)) = (observed.first_mut(), settings.number("initial_outflow")?) {
        *first = set;
    }
    Ok((axis, inflow, observed))
}
