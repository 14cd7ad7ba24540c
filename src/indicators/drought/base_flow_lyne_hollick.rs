//! The part of the flow that comes from storage, by the recursive filter of Lyne and Hollick.
//!
//! # What it tells
//! Base flow of each day and the base-flow index, its share of all water.
//! # Formula
//! Quick flow f(i) = α f(i−1) + (1+α)/2 (q(i) − q(i−1)), base flow q − f, never above q. The name does not fix the
//! number: how often the filter runs, what it starts from and whether f is kept from falling below 0 differ among
//! programs, and the index with them by a third. `variant` names one:
//! `ladson` (recommended): f kept at 0 or above, `pad_days` mirrored at both ends, forward, backward, forward;
//! `single-pass`: f kept at 0 or above, one pass, no padding, f = 0 at first;
//! `forward-backward`: in terms of the base flow, b(i) = α b(i−1) + (1−α)/2 (q(i) + q(i−1)), forward from q and
//! backward from there;
//! `unclipped-1` and `unclipped-3`: f may fall below 0 in the recursion and counts as 0 in the result, `pad_days` of the
//! end values, one pass or three, f = q − lowest q at first;
//! `base-recursion-1` and `base-recursion-3`: the base flow recursion forward from q, if it is in the lowest quarter, or
//! two thirds of the mean; one pass or three, each from q/1.2 or the mean.
//! # Units
//! Unit of the series; the index has none. α = 0.925 is for daily values.
//! # Missing data
//! A gap ends a run and the filter begins anew after it; nothing is joined and nothing filled.
//! # Limits
//! Refused below 365 days with a flow, noted below ten years. A filter of the signal, not of water: it knows no aquifer.
//! The days after each gap carry the start's influence, about 30 with α = 0.925.
//! # Source
//! Lyne and Hollick 1979; Nathan and McMahon 1990; Ladson et al. 2013 (mirrored ends and three passes). The variants
//! are those of hydrostats (ladson), baseflow (forward-backward), hydrosignatures (unclipped) and EcoHydRology
//! (base-recursion).

use super::base_flow::{LEAST_DAYS, by_runs, long_enough, result};
use super::record::DailyRecord;
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings, refuse};
use crate::indicators::stats::quantile::{QuantileType, quantile};
use crate::indicators::stats::sample::mean;

pub(super) const INDICATOR: Indicator = Indicator {
    name: "base-flow-lyne-hollick",
    text: include_str!("base_flow_lyne_hollick.rs"),
    settings: &[
        Setting {
            name: "alpha",
            meaning: "filter parameter, between 0 and 1; 0.925 for daily values",
            default: "0.925",
        },
        Setting {
            name: "variant",
            meaning: "ladson, single-pass, forward-backward, unclipped-1, unclipped-3, base-recursion-1 or base-recursion-3",
            default: "ladson",
        },
        Setting {
            name: "pad_days",
            meaning: "days added at both ends of ladson and unclipped",
            default: "30",
        },
        LEAST_DAYS,
    ],
    run,
};

/// Which of the filters of this name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// Clipped state, mirrored ends, forward, backward, forward.
    Ladson,
    /// Clipped state, one pass, no padding.
    SinglePass,
    /// Recursion of the base flow, forward and backward.
    ForwardBackward,
    /// State not clipped, ends repeated, so many passes.
    Unclipped(usize),
    /// Recursion of the base flow from guessed starts, so many passes.
    BaseRecursion(usize),
}

const VARIANTS: &[(&str, Variant)] = &[
    ("ladson", Variant::Ladson),
    ("single-pass", Variant::SinglePass),
    ("forward-backward", Variant::ForwardBackward),
    ("unclipped-1", Variant::Unclipped(1)),
    ("unclipped-3", Variant::Unclipped(3)),
    ("base-recursion-1", Variant::BaseRecursion(1)),
    ("base-recursion-3", Variant::BaseRecursion(3)),
];

/// Base flow of each day by one variant; NaN where the flow is missing.
pub fn lyne_hollick(flow: &[f64], alpha: f64, variant: Variant, pad_days: usize) -> Vec<f64> {
    by_runs(flow, |run| match variant {
        Variant::Ladson => ladson(run, alpha, pad_days),
        Variant::SinglePass => quick_flow_pass(run, alpha, 0.0, State::Clipped),
        Variant::ForwardBackward => forward_backward(run, alpha),
        Variant::Unclipped(passes) => unclipped(run, alpha, passes, pad_days),
        Variant::BaseRecursion(passes) => base_recursion(run, alpha, passes),
    })
}

/// Whether the recursion goes on from a quick flow below nothing.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Clipped,
    Free,
}

/// One forward pass of the quick-flow form from `start`; returns the base flow.
fn quick_flow_pass(flow: &[f64], alpha: f64, start: f64, state: State) -> Vec<f64> {
    let mut quick = start;
    let mut base = Vec::with_capacity(flow.len());
    for (place, q) in flow.iter().enumerate() {
        if let Some(before) = place.checked_sub(1) {
            quick = alpha * quick + (1.0 + alpha) / 2.0 * (q - flow[before]);
        }
        if state == State::Clipped {
            quick = quick.max(0.0);
        }
        base.push(q - quick.max(0.0));
    }
    base
}

fn reversed(mut values: Vec<f64>) -> Vec<f64> {
    values.reverse();
    values
}

fn ladson(flow: &[f64], alpha: f64, pad_days: usize) -> Vec<f64> {
    let pad = pad_days.min(flow.len());
    let mut padded: Vec<f64> = flow[..pad].iter().rev().copied().collect();
    padded.extend_from_slice(flow);
    padded.extend(flow[flow.len() - pad..].iter().rev());
    let pass = |flow: &[f64]| {
        let first_step = flow.get(1).map_or(0.0, |second| second - flow[0]);
        let start = (1.0 + alpha) / 2.0 * first_step;
        let base = quick_flow_pass(flow, alpha, start, State::Clipped);
        // A quick flow above the flow leaves no base flow, never one below nothing.
        base.into_iter().map(|b| b.max(0.0)).collect::<Vec<f64>>()
    };
    let forward = pass(&padded);
    let backward = pass(&reversed(forward));
    let again = pass(&reversed(backward));
    again[pad..pad + flow.len()].to_vec()
}

fn unclipped(flow: &[f64], alpha: f64, passes: usize, pad_days: usize) -> Vec<f64> {
    let (Some(first), Some(last)) = (flow.first(), flow.last()) else {
        return Vec::new();
    };
    let mut base = vec![*first; pad_days];
    base.extend_from_slice(flow);
    base.extend(vec![*last; pad_days]);
    for pass in 0..passes {
        if pass > 0 {
            base.reverse();
        }
        let lowest = base.iter().copied().fold(f64::INFINITY, f64::min);
        base = quick_flow_pass(&base, alpha, base[0] - lowest, State::Free);
    }
    if passes.is_multiple_of(2) {
        base.reverse();
    }
    base[pad_days..pad_days + flow.len()].to_vec()
}

/// One pass of the base-flow form over `total` from `start`, never above `total`.
fn base_flow_pass(total: &[f64], alpha: f64, start: f64) -> Vec<f64> {
    let mut base = vec![start];
    for pair in total.windows(2) {
        let before = base[base.len() - 1];
        base.push((alpha * before + (1.0 - alpha) / 2.0 * (pair[0] + pair[1])).min(pair[1]));
    }
    base.truncate(total.len());
    base
}

fn forward_backward(flow: &[f64], alpha: f64) -> Vec<f64> {
    let Some(first) = flow.first() else {
        return Vec::new();
    };
    let forward = reversed(base_flow_pass(flow, alpha, *first));
    reversed(base_flow_pass(&forward, alpha, forward[0]))
}

fn base_recursion(flow: &[f64], alpha: f64, passes: usize) -> Vec<f64> {
    let Some(first) = flow.first() else {
        return Vec::new();
    };
    let mut sorted = flow.to_vec();
    sorted.sort_unstable_by(f64::total_cmp);
    let is_low = *first < quantile(&sorted, 0.25, QuantileType::Type7);
    let mut start = if is_low { *first } else { mean(flow) / 1.5 };
    let mut flow = flow.to_vec();
    let mut total = flow.clone();
    for pass in 0..passes {
        let base = base_flow_pass(&total, alpha, start);
        if pass + 1 == passes {
            total = base;
            break;
        }
        flow.reverse();
        let average = mean(&base);
        start = if flow[0] < average {
            flow[0] / 1.2
        } else {
            average
        };
        total = reversed(base);
    }
    if passes.is_multiple_of(2) {
        total.reverse();
    }
    total
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = DailyRecord::of(input)?;
    let note = long_enough(&record, settings)?;
    let alpha = settings.wanted_number("alpha")?;
    if !(alpha > 0.0 && alpha < 1.0) {
        return Err(refuse(
            format!("alpha is {alpha}, which does not lie between 0 and 1"),
            "set it to 0.925 for daily values, or to what your source states",
        ));
    }
    let variant = settings.choice("variant", VARIANTS)?;
    let pad_days = settings.count("pad_days")?.unwrap_or(30);
    let base = lyne_hollick(&record.values, alpha, variant, pad_days);
    let word = VARIANTS.iter().find(|(_, one)| *one == variant);
    let padding = match variant {
        Variant::Ladson => format!(
            ", {pad_days} days mirrored at both ends, forward, backward, forward, clipped at 0"
        ),
        Variant::Unclipped(_) => {
            format!(", {pad_days} days of the end values at both ends, state not clipped")
        }
        _ => String::new(),
    };
    let word = word.map_or("", |(word, _)| word);
    let method = format!("base flow by Lyne and Hollick, variant {word}, alpha {alpha}{padding}");
    result(&record, &base, method, note)
}
