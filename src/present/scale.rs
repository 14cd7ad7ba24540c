//! What the y axes show: a range of its own for each plot, and one for all plots of a quantity.

use std::collections::BTreeMap;

use super::hydrograph::{LevelView, PlotLine, StateColumnView};
use super::line::seconds;
use crate::domain::{Period, Quantity};

fn values_in(lines: &[PlotLine], period: Period) -> impl Iterator<Item = f64> {
    let (from, to) = (seconds(period.start.millis()), seconds(period.end.millis()));
    lines
        .iter()
        .flat_map(|line| line.time.iter().zip(line.value.iter()))
        .filter(move |(time, value)| **time >= from && **time <= to && !value.is_nan())
        .map(|(_, value)| *value)
}

pub(super) fn has_values(lines: &[PlotLine], period: Period) -> bool {
    values_in(lines, period).next().is_some()
}

/// What the y axis shows: all values of the period; of the levels those reached and the next one if it is not
/// farther above than the values themselves range; a little room, and round ends. Amounts start at zero.
pub(super) fn y_range(
    quantity: Quantity,
    lines: &[PlotLine],
    levels: &[LevelView],
    period: Period,
) -> (f64, f64) {
    let (mut low, mut high) = values_in(lines, period)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| {
            (low.min(value), high.max(value))
        });
    if low > high {
        return (0.0, 1.0);
    }
    if quantity != Quantity::Stage {
        low = low.min(0.0);
    }
    let reach = high + (high - low);
    if let Some(next) = levels
        .iter()
        .map(|level| level.value)
        .filter(|value| *value > high && *value <= reach)
        .reduce(f64::min)
    {
        high = next;
    }
    round_ends(low, high, quantity)
}

/// Widens to multiples of a round step, with at least 4 % of room above.
fn round_ends(low: f64, high: f64, quantity: Quantity) -> (f64, f64) {
    // A dry or steady week must not be blown up to a drama.
    let least = match quantity {
        Quantity::Stage => 0.5,
        Quantity::Rain | Quantity::Discharge | Quantity::Storage => 1.0,
    };
    let length = (high - low).max(least);
    let step = round_step(length / 5.0);
    let low = (low / step).floor() * step;
    let high = ((low + least).max(high + 0.04 * length) / step).ceil() * step;
    (low, high)
}

/// The smallest of 1, 2, 5 × 10ⁿ that is not below `step`.
fn round_step(step: f64) -> f64 {
    let decade = 10_f64.powf(step.log10().floor());
    [1.0, 2.0, 5.0]
        .into_iter()
        .map(|factor| factor * decade)
        .find(|candidate| *candidate >= step * (1.0 - 1e-9))
        .unwrap_or(10.0 * decade)
}

pub(super) fn link_ranges(columns: &mut [StateColumnView]) {
    let mut ranges: BTreeMap<String, (f64, f64)> = BTreeMap::new();
    let filled = columns
        .iter()
        .flat_map(|column| &column.plots)
        .filter(|plot| plot.empty_reason.is_none());
    for plot in filled {
        ranges
            .entry(plot.quantity.clone())
            .and_modify(|range| {
                *range = (range.0.min(plot.y_range.0), range.1.max(plot.y_range.1));
            })
            .or_insert(plot.y_range);
    }
    for plot in columns.iter_mut().flat_map(|column| &mut column.plots) {
        if let Some(range) = ranges.get(&plot.quantity) {
            plot.linked_range = *range;
        }
    }
}
