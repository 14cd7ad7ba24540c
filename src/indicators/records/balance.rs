//! What a reach gains or loses between two gauges, and whether that is more than the error of measurement.
//!
//! # What it tells
//! Gain of a reach at every step, with its standard uncertainty, and whether it can be told from nothing.
//! # Formula
//! Gain = Q_down(t) − Q_up(t − lag) − tributaries + diversions − returns. Uncertainty: each term's relative standard
//! uncertainty times the term, added in quadrature. Told from nothing where |gain| > 2 of them.
//! # Units
//! m³/s, or one other unit for all terms.
//! # Missing data
//! A step with a missing term has no gain (null). Terms that are not given are 0.
//! # Limits
//! Steps should be longer than the travel time (days or ten days), or storage in the reach is taken for a gain.
//! Uncertainties are taken as independent; the same rating error at both gauges partly cancels.
//! # Source
//! WMO-No. 168, vol. II; JCGM 100:2008 (GUM) for the quadrature.

use serde_json::json;

use crate::domain::{Completeness, Finding};
use crate::indicators::catalogue::{
    Computed, Indicator, Input, Outcome, Setting, Settings, refuse,
};

/// The entry of the catalogue.
pub(super) const INDICATOR: Indicator = Indicator {
    name: "water-balance",
    text: include_str!("balance.rs"),
    settings: &[
        Setting {
            name: "up",
            meaning: "inflow at the upper gauge: a list of figures, or the name of a series; by default the series \"up\"",
            default: "",
        },
        Setting {
            name: "down",
            meaning: "outflow at the lower gauge, likewise",
            default: "",
        },
        Setting {
            name: "tributaries",
            meaning: "inflow between them, likewise",
            default: "",
        },
        Setting {
            name: "diversions",
            meaning: "taken out between them, likewise",
            default: "",
        },
        Setting {
            name: "returns",
            meaning: "given back between them, likewise",
            default: "",
        },
        Setting {
            name: "lag",
            meaning: "travel time from the upper to the lower gauge, steps",
            default: "0",
        },
        Setting {
            name: "u_gauges",
            meaning: "relative standard uncertainty of the gauges",
            default: "0.05",
        },
        Setting {
            name: "u_tributaries",
            meaning: "that of the tributaries",
            default: "0.1",
        },
        Setting {
            name: "u_diversions",
            meaning: "that of the diversions",
            default: "0.1",
        },
        Setting {
            name: "u_returns",
            meaning: "that of the returns",
            default: "0.2",
        },
    ],
    run,
};

/// A term with its sign and its relative uncertainty.
struct Term {
    sign: f64,
    uncertainty: f64,
    values: Vec<f64>,
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let lag = settings.count("lag")?.unwrap_or(0);
    let terms = [
        term(input, settings, ("down", "u_gauges"), 1.0)?,
        term(input, settings, ("up", "u_gauges"), -1.0)?,
        term(input, settings, ("tributaries", "u_tributaries"), -1.0)?,
        term(input, settings, ("diversions", "u_diversions"), 1.0)?,
        term(input, settings, ("returns", "u_returns"), -1.0)?,
    ];
    let [down, up, ..] = &terms;
    if down.values.is_empty() || up.values.is_empty() {
        return Err(refuse(
            "up or down is not set",
            "give a file with the columns up and down, or lists such as up=120,118",
        ));
    }
    let steps = down.values.len();
    if let Some(odd) = terms
        .iter()
        .find(|term| !term.values.is_empty() && term.values.len() != steps)
    {
        return Err(refuse(
            format!(
                "down has {steps} steps and another term {}",
                odd.values.len()
            ),
            "give every term as many figures",
        ));
    }
    let (mut gains, mut errors, mut told) = (Vec::new(), Vec::new(), Vec::new());
    for step in 0..steps {
        let at = |n: usize, term: &Term| {
            let step = if n == 1 {
                step.checked_sub(lag)
            } else {
                Some(step)
            };
            if term.values.is_empty() {
                0.0
            } else {
                step.map_or(f64::NAN, |step| term.values[step])
            }
        };
        let each = || {
            terms
                .iter()
                .enumerate()
                .map(|(n, term)| (at(n, term), term))
        };
        let gain: f64 = each().map(|(value, term)| term.sign * value).sum();
        let error = each()
            .map(|(value, term)| (term.uncertainty * value).powi(2))
            .sum::<f64>()
            .sqrt();
        told.push((!gain.is_nan()).then(|| gain.abs() > 2.0 * error));
        gains.push(gain);
        errors.push(error);
    }
    let there = gains.iter().filter(|gain| !gain.is_nan()).count();
    let count = |n| u32::try_from(n).unwrap_or(u32::MAX);
    let result = json!({
        "gain_m3s": gains, "u_gain_m3s_1sigma": errors, "significant_2sigma": told,
        "mean_gain_m3s": mean(&gains),
    });
    let computed = Computed::new(result, Completeness::new(count(there), count(steps)))?;
    let all_within = told.iter().all(|told| *told != Some(true));
    Ok(if all_within {
        computed.note("no gain can be told from nothing: all lie within two standard uncertainties")
    } else {
        computed
    })
}

/// The mean of what is there; `None` when nothing is.
fn mean(values: &[f64]) -> Option<f64> {
    let there: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| !value.is_nan())
        .collect();
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of steps stay far below 2^53"
    )]
    let mean = there.iter().sum::<f64>() / there.len() as f64;
    (!there.is_empty()).then_some(mean)
}

fn term(
    input: &Input,
    settings: &Settings<'_>,
    (name, uncertainty): (&str, &str),
    sign: f64,
) -> Result<Term, Box<Finding>> {
    let given = settings.text(name);
    let is_list = given
        .is_some_and(|text| text.starts_with(|c: char| c.is_ascii_digit() || "+-.".contains(c)));
    let values = match given {
        Some(_) if is_list => settings.numbers(name)?,
        Some(series) => input.station(series)?.value.clone(),
        None => input
            .station(name)
            .map(|points| points.value.clone())
            .unwrap_or_default(),
    };
    Ok(Term {
        sign,
        uncertainty: settings.wanted_number(uncertainty)?,
        values,
    })
}
