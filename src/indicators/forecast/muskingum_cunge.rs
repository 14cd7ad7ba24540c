//! What a channel makes of a flood wave by the Muskingum–Cunge method, with coefficients from its slope and section.
//!
//! # What it tells
//! The outflow of a reach whose slope, length and flow at the peak are known, without a calibration.
//! # Formula
//! Celerity c = β·V with V = Q/A at the reference flow; q₀ = Q/T; Courant number C = c·Δt/Δx; cell Reynolds number
//! D = q₀/(S₀·c·Δx). C0 = (−1 + C + D)/(1 + C + D), C1 = (1 + C − D)/(1 + C + D), C2 = (1 − C + D)/(1 + C + D), and
//! O₂ = C0·I₂ + C1·I₁ + C2·O₁ over each of the sub-reaches of Δx.
//! # Units
//! m³/s, m², m, m/s; slope without; the step in hours.
//! # Missing data
//! As `muskingum`: the outflow stops at a gap and starts again behind it.
//! # Limits
//! Constant coefficients, at one reference flow. C + D ≥ 1 is required, else the first coefficient is negative and the
//! outflow dips. No lateral inflow and no backwater.
//! # Source
//! Cunge 1969; Ponce, *Engineering Hydrology*, 9.2.

use serde::Serialize;

use super::aligned::count;
use super::muskingum::{Coefficients, Wave, flows, route, wave};
use crate::domain::Finding;
use crate::indicators::catalogue::{Computed, Input, Outcome, Setting, Settings, refuse};

/// What may be set.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "reach_length_m",
        meaning: "length of the reach, m",
        default: "",
    },
    Setting {
        name: "slope",
        meaning: "bottom slope, m per m",
        default: "",
    },
    Setting {
        name: "reference_flow_m3s",
        meaning: "reference flow, such as the peak, m³/s",
        default: "",
    },
    Setting {
        name: "flow_area_m2",
        meaning: "flow area at the reference flow, m²",
        default: "",
    },
    Setting {
        name: "top_width_m",
        meaning: "width of the water at the reference flow, m",
        default: "",
    },
    Setting {
        name: "beta",
        meaning: "exponent of the rating Q = a·A^β: 5/3 in a wide channel by Manning",
        default: "1.6666666666666667",
    },
    Setting {
        name: "celerity_m_per_s",
        meaning: "celerity of the wave instead of beta and flow_area_m2, m/s",
        default: "",
    },
    Setting {
        name: "unit_width_flow_m2s",
        meaning: "flow per width instead of reference_flow_m3s and top_width_m, m²/s",
        default: "",
    },
    Setting {
        name: "sub_reaches",
        meaning: "parts that the reach is cut into",
        default: "1",
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

/// The channel at its reference flow.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Channel {
    /// Celerity of the wave, m/s.
    pub celerity: f64,
    /// Flow per width, m²/s.
    pub unit_width_flow: f64,
    /// Bottom slope.
    pub slope: f64,
    /// Length of one sub-reach, m.
    pub length: f64,
}

impl Channel {
    /// Courant number for a step, seconds.
    pub fn courant(self, step_seconds: f64) -> f64 {
        self.celerity * step_seconds / self.length
    }

    /// Cell Reynolds number.
    pub fn reynolds(self) -> f64 {
        self.unit_width_flow / (self.slope * self.celerity * self.length)
    }

    /// Coefficients for a step, seconds.
    pub fn coefficients(self, step_seconds: f64) -> Coefficients {
        let (c, d) = (self.courant(step_seconds), self.reynolds());
        let whole = 1.0 + c + d;
        Coefficients {
            c0: (-1.0 + c + d) / whole,
            c1: (1.0 + c - d) / whole,
            c2: (1.0 - c + d) / whole,
        }
    }
}

#[derive(Serialize)]
struct Found {
    courant: f64,
    cell_reynolds: f64,
    celerity_m_per_s: f64,
    #[serde(flatten)]
    coefficients: Coefficients,
    step_hours: f64,
    sub_reaches: usize,
    outflow: Vec<f64>,
    #[serde(flatten)]
    wave: Wave,
}

/// Computes it for `compute`.
///
/// # Errors
/// When the channel is not described.
pub fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let (axis, inflow, observed) = flows(input, settings)?;
    let step_hours = settings.number("step_hours")?.unwrap_or(axis.step_hours());
    let parts = settings.count("sub_reaches")?.unwrap_or(1).max(1);
    let channel = channel(settings, parts)?;
    let seconds = step_hours * 3600.0;
    let coefficients = channel.coefficients(seconds);
    let outflow = route(&inflow, &observed, coefficients, parts);
    let (courant, cell_reynolds) = (channel.courant(seconds), channel.reynolds());
    let found = Found {
        courant,
        cell_reynolds,
        celerity_m_per_s: channel.celerity,
        coefficients,
        step_hours,
        sub_reaches: parts,
        wave: wave(&inflow, &outflow, step_hours),
        outflow,
    };
    let present = inflow.iter().filter(|value| !value.is_nan()).count();
    let computed = Computed::new(found, count(present, inflow.len()))?;
    Ok(if courant + cell_reynolds < 1.0 {
        computed.note(
            "C + D is below 1: the outflow may dip; take a longer step or a shorter sub-reach",
        )
    } else {
        computed
    })
}

fn channel(settings: &Settings<'_>, parts: usize) -> Result<Channel, Box<Finding>> {
    let flow = settings.number("reference_flow_m3s")?;
    let celerity = match settings.number("celerity_m_per_s")? {
        Some(celerity) => celerity,
        None => {
            let area = settings.wanted_number("flow_area_m2")?;
            settings.wanted_number("beta")? * settings.wanted_number("reference_flow_m3s")? / area
        }
    };
    let unit_width_flow = match (settings.number("unit_width_flow_m2s")?, flow) {
        (Some(flow), _) => flow,
        (None, Some(flow)) => flow / settings.wanted_number("top_width_m")?,
        (None, None) => settings.wanted_number("reference_flow_m3s")?,
    };
    let channel = Channel {
        celerity,
        unit_width_flow,
        slope: settings.wanted_number("slope")?,
        length: settings.wanted_number("reach_length_m")? / super::aligned::real(parts),
    };
    let parts = [
        channel.celerity,
        channel.unit_width_flow,
        channel.slope,
        channel.length,
    ];
    if parts.iter().all(|part| *part > 0.0) {
        return Ok(channel);
    }
    Err(refuse(
        "celerity, flow, slope and length of a channel are above nothing",
        "check the settings and their units: slope in m per m, length in m",
    ))
}
