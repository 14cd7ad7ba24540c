//! The part of the flow that comes from storage, by smoothed minima (UKIH).
//!
//! # What it tells
//! Base flow of each day and the base-flow index, its share of all water: near 1 where groundwater feeds the river, low
//! where rain runs off at once.
//! # Formula
//! Minimum of each block of `block_days` days from the first day on; a minimum is a turning point where `factor` times
//! it is not above either neighbour (ties count, and so do days without flow). Base flow is the straight line between
//! turning points, never above the flow. It is undefined before the first and after the last turning point. Index =
//! sum of base flow / sum of flow over days with both.
//! # Units
//! Unit of the series; the index has none.
//! # Missing data
//! A block with missing days uses the days that are there. A block without any day has no minimum: it breaks the chain,
//! so that neither of its neighbours is a turning point; the line is drawn over it as the reference program does unless
//! `over_gaps=no` ends it there. A missing day has no base flow.
//! # Limits
//! Refused below 365 days with a flow, noted below ten years. Snow melt and the releases of reservoirs pass for base
//! flow. `compare=strict` demands that the minimum be below its neighbours, as some programs do: a slightly other index.
//! # Source
//! Institute of Hydrology 1980; Gustard, Bullock and Dixon 1992; WMO-No. 1029.

use super::base_flow::{LEAST_DAYS, long_enough, result};
use super::record::DailyRecord;
use crate::indicators::catalogue::{Indicator, Input, Outcome, Setting, Settings, refuse};
use crate::indicators::stats::sample::float;

pub(super) const INDICATOR: Indicator = Indicator {
    name: "base-flow-ukih",
    text: include_str!("base_flow_ukih.rs"),
    settings: &[
        Setting {
            name: "block_days",
            meaning: "days of a block",
            default: "5",
        },
        Setting {
            name: "factor",
            meaning: "factor of the turning-point rule",
            default: "0.9",
        },
        Setting {
            name: "compare",
            meaning: "ties-count (<=) or strict (<)",
            default: "ties-count",
        },
        Setting {
            name: "over_gaps",
            meaning: "yes draws the line over blocks without any day, no ends it there",
            default: "yes",
        },
        LEAST_DAYS,
    ],
    run,
};

/// How turning points are found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SmoothedMinima {
    /// Days of a block.
    pub block_days: usize,
    /// Factor of the turning-point rule.
    pub factor: f64,
    /// Whether equality makes a turning point.
    pub ties: Ties,
    /// What happens at a block without any value.
    pub empty_block: EmptyBlock,
}

/// Whether equality makes a turning point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ties {
    /// It does.
    Count,
    /// It does not.
    Fail,
}

/// What happens at a block without any value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EmptyBlock {
    /// The line between turning points goes over it.
    Bridged,
    /// The line ends before it.
    Ends,
}

impl Default for SmoothedMinima {
    fn default() -> Self {
        Self {
            block_days: 5,
            factor: 0.9,
            ties: Ties::Count,
            empty_block: EmptyBlock::Bridged,
        }
    }
}

/// Base flow of each day; NaN where the flow is missing and outside the turning points.
pub fn smoothed_minima(flow: &[f64], rule: SmoothedMinima) -> Vec<f64> {
    // Place of the minimum of each block; none in a block without a value.
    let minima: Vec<Option<usize>> = flow
        .chunks(rule.block_days.max(1))
        .enumerate()
        .map(|(block, values)| {
            let present = (0..values.len()).filter(|place| !values[*place].is_nan());
            let lowest = present.min_by(|a, b| values[*a].total_cmp(&values[*b]))?;
            Some(block * rule.block_days.max(1) + lowest)
        })
        .collect();
    let mut base = vec![f64::NAN; flow.len()];
    let mut last: Option<usize> = None;
    for (block, place) in minima.iter().enumerate() {
        if place.is_none() && rule.empty_block == EmptyBlock::Ends {
            last = None;
        }
        let Some(place) = *place else { continue };
        if !is_turning_point(flow, &minima, block, rule) {
            continue;
        }
        if let Some(last) = last {
            draw_line(flow, &mut base, last, place);
        }
        base[place] = flow[place];
        last = Some(place);
    }
    base
}

fn is_turning_point(
    flow: &[f64],
    minima: &[Option<usize>],
    block: usize,
    rule: SmoothedMinima,
) -> bool {
    let minimum = |block: Option<usize>| {
        minima
            .get(block?)
            .copied()
            .flatten()
            .map(|place| flow[place])
    };
    let neighbours = (minimum(block.checked_sub(1)), minimum(Some(block + 1)));
    let (Some(own), (Some(before), Some(after))) = (minimum(Some(block)), neighbours) else {
        return false;
    };
    let lower = |other: f64| match rule.ties {
        Ties::Count => rule.factor * own <= other,
        Ties::Fail => rule.factor * own < other,
    };
    lower(before) && lower(after)
}

fn draw_line(flow: &[f64], base: &mut [f64], from: usize, to: usize) {
    let (start, slope) = (flow[from], (flow[to] - flow[from]) / float(to - from));
    for place in from + 1..to {
        if !flow[place].is_nan() {
            base[place] = (start + slope * float(place - from)).min(flow[place]);
        }
    }
}

fn run(input: &Input, settings: &Settings<'_>) -> Outcome {
    let record = DailyRecord::of(input)?;
    let note = long_enough(&record, settings)?;
    let rule = SmoothedMinima {
        block_days: settings.count("block_days")?.unwrap_or(5),
        factor: settings.wanted_number("factor")?,
        ties: settings.choice(
            "compare",
            &[("ties-count", Ties::Count), ("strict", Ties::Fail)],
        )?,
        empty_block: settings.choice(
            "over_gaps",
            &[("yes", EmptyBlock::Bridged), ("no", EmptyBlock::Ends)],
        )?,
    };
    if rule.block_days == 0 {
        return Err(refuse(
            "block_days is 0",
            "set it to the days of a block, such as 5",
        ));
    }
    let base = smoothed_minima(&record.values, rule);
    let method = format!(
        "base flow by UKIH smoothed minima, blocks of {} days, factor {}, {}, straight lines capped at the flow",
        rule.block_days,
        rule.factor,
        match rule.ties {
            Ties::Count => "ties count",
            Ties::Fail => "strictly below",
        }
    );
    result(&record, &base, method, note)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_river_without_flow_has_turning_points_too() {
        let flow = [0.0; 30];
        let base = smoothed_minima(&flow, SmoothedMinima::default());
        assert!(base[5..21].iter().all(|value| *value == 0.0));
        assert!(
            base[..5]
                .iter()
                .chain(&base[26..])
                .all(|value| value.is_nan())
        );
    }
}
