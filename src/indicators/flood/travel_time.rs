//! How long a wave takes from one gauge to the next.
//!
//! # What it tells
//! The lag at which the hydrograph downstream is most like the one upstream, over the time of one event.
//! # Formula
//! r(k) = Pearson correlation over all pairs (x at t, y at t + k) of which both are there, for k = 0, 1, … steps.
//! The best lag is the k of the greatest r; a parabola through its neighbours gives the part of a step.
//! # Units
//! Hours; lags in steps of the grid that both series are put on.
//! # Missing data
//! Pairs with a missing side are left out *pair by pair*, never closed up. Fewer than half of the pairs of the window
//! and there is no lag.
//! # Limits
//! Only over an event: over years the seasons correlate. A strongly attenuating reach has a correlation lag below its
//! storage time. The celerity of a wave depends on the discharge, so a lag belongs to its event. The plateau (all
//! lags whose r is within 0.005 of the best) says how sharp the answer is. Daily data resolve nothing below a day.
//! # Source
//! Pairwise estimator; the usual biased one (division by n, as in `ccf` of R) puts a 6 h lag at 2 h on a smooth flood.

use crate::domain::{Period, Reach, StationId};
use crate::series::Series;
use crate::series::grid::on_grid;

/// How far below the best correlation still counts as equally good.
pub(crate) const PLATEAU: f64 = 0.005;

/// A lag between two columns on one time axis.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Lag {
    /// Best whole lag, steps.
    pub steps: usize,
    /// Best lag with its part of a step.
    pub exact_steps: f64,
    /// Correlation at the best whole lag.
    pub correlation: f64,
    /// Smallest and largest lag around the best whose correlation is nearly as good.
    pub plateau: (usize, usize),
    /// Pairs behind the best.
    pub pairs: usize,
}

/// A travel time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TravelTime {
    /// Hours, to a part of a step.
    pub hours: f64,
    /// From and to, hours: the plateau.
    pub range_hours: (f64, f64),
    /// Correlation at the best whole lag.
    pub correlation: f64,
    /// Pairs behind it.
    pub pairs: usize,
}

/// Correlations r(0), r(1), … r(`max_lag`) of pairs that are both there; NaN where fewer than three pairs are, or
/// where a side does not change.
pub fn correlations(upstream: &[f64], downstream: &[f64], max_lag: usize) -> Vec<(f64, usize)> {
    (0..=max_lag)
        .map(|lag| {
            let later = downstream.get(lag..).unwrap_or_default();
            correlation(upstream, later)
        })
        .collect()
}

/// The lag at which `downstream` is most like `upstream`; both on one time axis, NaN for missing.
///
/// `None` when no lag has pairs for at least half of the axis, or when a side does not change.
pub fn lag(upstream: &[f64], downstream: &[f64], max_lag: usize) -> Option<Lag> {
    let found = correlations(upstream, downstream, max_lag);
    let least = upstream.len().min(downstream.len()).div_ceil(2).max(3);
    let r: Vec<f64> = found
        .iter()
        .map(|(r, pairs)| if *pairs < least { f64::NAN } else { *r })
        .collect();
    let steps = (0..r.len())
        .filter(|&lag| !r[lag].is_nan())
        .reduce(|best, lag| if r[lag] > r[best] { lag } else { best })?;
    let good = |lag: &usize| r[*lag] >= r[steps] - PLATEAU;
    let low = (0..steps).rev().take_while(good).last().unwrap_or(steps);
    let high = (steps + 1..r.len())
        .take_while(good)
        .last()
        .unwrap_or(steps);
    Some(Lag {
        steps,
        exact_steps: vertex(&r, steps),
        correlation: r[steps],
        plateau: (low, high),
        pairs: found[steps].1,
    })
}

/// Travel time from `upstream` to `downstream` over `event`, looking for lags up to `max_hours`.
///
/// Both series are put on a grid of `step_minutes` first; `None` as in [`lag`].
pub fn travel_time(
    upstream: &Series,
    downstream: &Series,
    event: Period,
    search: Search,
) -> Option<TravelTime> {
    let x = on_grid(upstream, event, search.step_minutes);
    let y = on_grid(downstream, event, search.step_minutes);
    let max_lag = usize::try_from(search.max_hours * 60 / search.step_minutes.max(1)).ok()?;
    let lag = lag(&x, &y, max_lag)?;
    let hours = f64::from(search.step_minutes) / 60.0;
    #[expect(
        clippy::cast_precision_loss,
        reason = "lags are small numbers of steps"
    )]
    let to_hours = |steps: usize| steps as f64 * hours;
    Some(TravelTime {
        hours: lag.exact_steps * hours,
        range_hours: (to_hours(lag.plateau.0), to_hours(lag.plateau.1)),
        correlation: lag.correlation,
        pairs: lag.pairs,
    })
}

/// Where a travel time is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Search {
    /// Step of the grid, minutes.
    pub step_minutes: u32,
    /// Longest lag, hours.
    pub max_hours: u32,
}

/// Stated travel time along the reaches from one gauge to another further down, hours; `None` when the reaches do
/// not lead there.
pub fn stated_hours(reaches: &[Reach], from: &StationId, to: &StationId) -> Option<f64> {
    let mut here = from;
    let mut hours = 0.0;
    // A river has no circles; a configuration might.
    for _ in 0..=reaches.len() {
        if here == to {
            return Some(hours);
        }
        let reach = reaches.iter().find(|reach| reach.from == *here)?;
        hours += reach.travel_hours;
        here = &reach.to;
    }
    None
}

/// Pearson correlation of the pairs that are both there, and their number; NaN below three pairs, or where a side does
/// not change.
#[expect(
    clippy::cast_precision_loss,
    reason = "numbers of pairs stay far below 2^53"
)]
pub(crate) fn correlation(x: &[f64], y: &[f64]) -> (f64, usize) {
    let pairs: Vec<(f64, f64)> = x
        .iter()
        .zip(y)
        .filter(|(x, y)| !x.is_nan() && !y.is_nan())
        .map(|(x, y)| (*x, *y))
        .collect();
    if pairs.len() < 3 {
        return (f64::NAN, pairs.len());
    }
    let n = pairs.len() as f64;
    let mean_x = pairs.iter().map(|pair| pair.0).sum::<f64>() / n;
    let mean_y = pairs.iter().map(|pair| pair.1).sum::<f64>() / n;
    let (mut xx, mut xy, mut yy) = (0.0, 0.0, 0.0);
    for (x, y) in &pairs {
        let (x, y) = (x - mean_x, y - mean_y);
        xx += x * x;
        xy += x * y;
        yy += y * y;
    }
    if xx <= 0.0 || yy <= 0.0 {
        return (f64::NAN, pairs.len());
    }
    (xy / (xx * yy).sqrt(), pairs.len())
}

/// Top of the parabola through the best lag and its neighbours; the lag itself at an end of the search.
pub(crate) fn vertex(r: &[f64], best: usize) -> f64 {
    #[expect(
        clippy::cast_precision_loss,
        reason = "lags are small numbers of steps"
    )]
    let whole = best as f64;
    let (Some(&before), Some(&after)) = (
        best.checked_sub(1).and_then(|lag| r.get(lag)),
        r.get(best + 1),
    ) else {
        return whole;
    };
    let bend = before - 2.0 * r[best] + after;
    let part = 0.5 * (before - after) / bend;
    if part.abs() <= 0.5 {
        whole + part
    } else {
        whole
    }
}
