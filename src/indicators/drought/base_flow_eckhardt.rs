//! The part of the flow that comes from storage, by the two-parameter filter of Eckhardt.
//!
//! # What it tells
//! Base flow of each day and the base-flow index, its share of all water.
//! # Formula
//! b(i) = min(q(i), ((1 − B) a b(i−1) + (1 − a) B q(i)) / (1 − a B)) with the recession constant a (`recession`) and
//! the greatest index B (`greatest_index`). b(0) by `start`: `flow` (q(0)), `lyne-hollick` (first value of that filter,
//! variant forward-backward, α 0.925), or `share` (B q(0)); the choice moves the index of a single year.
//! # Units
//! Unit of the series; a and B have none.
//! # Missing data
//! A gap ends a run and the filter begins anew after it; nothing is joined and nothing filled.
//! # Limits
//! Refused below 365 days with a flow, noted below ten years. B is an assumption on the aquifer: 0.80 for a perennial
//! river over porous rock, 0.50 for an ephemeral one, 0.25 over hard rock; the index follows it.
//! # Source
//! Eckhardt 2005, 2008.

use super::base_flow::{LEAST_DAYS, by_runs, long_enough, result};
use super::base_flow_lyne_hollick::{Variant, lyne_hollick};
use super::record::DailyRecord;
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings, refuse};

pub(super) const INDICATOR: Indicator = Indicator {
    name: "base-flow-eckhardt",
    text: include_str!("base_flow_eckhardt.rs"),
    settings: &[
        Setting {
            name: "recession",
            meaning: "recession constant a of a day, between 0 and 1",
            default: "0.98",
        },
        Setting {
            name: "greatest_index",
            meaning: "greatest base-flow index B (BFImax), between 0 and 1",
            default: "0.8",
        },
        Setting {
            name: "alpha",
            meaning: "the same as recession, by the symbol of many programs",
            default: "",
        },
        Setting {
            name: "bfi_max",
            meaning: "the same as greatest_index, by the symbol of many programs",
            default: "",
        },
        Setting {
            name: "start",
            meaning: "what the first day's base flow is: flow, lyne-hollick or share",
            default: "flow",
        },
        LEAST_DAYS,
    ],
    run,
};

/// What the first day's base flow is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// The flow itself.
    Flow,
    /// The first value of the filter of Lyne and Hollick.
    LyneHollick,
    /// The greatest index times the flow.
    Share,
}

/// The filter parameter that a Lyne–Hollick start is made with.
const START_ALPHA: f64 = 0.925;

/// Base flow of each day for the recession constant `a` and the greatest index `b`; NaN where the flow is missing.
pub fn eckhardt(flow: &[f64], a: f64, b: f64, start: Start) -> Vec<f64> {
    by_runs(flow, |run| {
        let mut base: Vec<f64> = Vec::with_capacity(run.len());
        for q in run {
            let next = match base.last() {
                Some(before) => ((1.0 - b) * a * before + (1.0 - a) * b * q) / (1.0 - a * b),
                None => match start {
                    Start::Flow => *q,
                    Start::Share => b * q,
                    Start::LyneHollick => {
                        lyne_hollick(run, START_ALPHA, Variant::ForwardBackward, 0)[0]
                    }
                },
            };
            base.push(next.min(*q));
        }
        base
    })
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = DailyRecord::of(input)?;
    let note = long_enough(&record, settings)?;
    let set = |symbol: &str, name: &str| match settings.number(symbol)? {
        Some(value) => Ok(value),
        None => settings.wanted_number(name),
    };
    let (a, b) = (
        set("alpha", "recession")?,
        set("bfi_max", "greatest_index")?,
    );
    for (name, value) in [("recession", a), ("greatest_index", b)] {
        if !(value > 0.0 && value < 1.0) {
            return Err(refuse(
                format!("{name} is {value}, which does not lie between 0 and 1"),
                "set it to a number between 0 and 1",
            ));
        }
    }
    let word = settings.text("start").unwrap_or_default();
    let start = settings.choice(
        "start",
        &[
            ("flow", Start::Flow),
            ("lyne-hollick", Start::LyneHollick),
            ("share", Start::Share),
        ],
    )?;
    let base = eckhardt(&record.values, a, b, start);
    let method = format!("base flow by Eckhardt, recession {a}, greatest index {b}, start {word}");
    result(&record, &base, method, note)
}
