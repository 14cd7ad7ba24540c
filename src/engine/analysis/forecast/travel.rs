//! How long floods take from each gauge above.

use super::columns::{Gathered, steps};
use super::{APART_HOURS, DIP, FLOOD_SHARE, LagOrigin, Upstream};
use crate::domain::{ForecastEntry, StationId};
use crate::engine::analysis::Matter;
use crate::indicators::flood::travel_time::stated_hours;
use crate::indicators::forecast::aligned::{quantile, real, sorted};
use crate::indicators::forecast::peaks::Apart;
use crate::indicators::forecast::travel_time::{Estimator, changes, lag_curve};
use crate::indicators::forecast::travel_time_by_peaks::{Matching, by_range, pairs};

/// Longest travel time that is looked for, hours.
const LONGEST_HOURS: f64 = 120.0;
/// Fewest matched floods behind a lag.
const LEAST_MATCHED: usize = 10;
/// A correlation of changes below it says nothing of a lag.
const LEAST_CORRELATION: f64 = 0.5;

pub(super) fn of_gauges(
    matter: &Matter<'_>,
    entry: &ForecastEntry,
    gathered: &Gathered,
    downstream: Apart,
) -> Vec<Upstream> {
    let gauges = entry.upstream.iter().enumerate();
    let of = |(n, station): (usize, &StationId)| {
        let target = &gathered.record.columns[0];
        let own = &gathered.record.columns[n + 1];
        let matching = Matching {
            upstream: Apart {
                threshold: quantile(&sorted(own.iter().copied()), FLOOD_SHARE),
                steps: steps(APART_HOURS, entry.step_hours),
                dip: DIP,
            },
            // The peak that answers an upstream flood may stay below what counts as a flood downstream.
            downstream: Apart {
                threshold: quantile(&sorted(target.iter().copied()), FLOOD_SHARE)
                    .min(downstream.threshold),
                ..downstream
            },
            lags: (0, steps(LONGEST_HOURS, entry.step_hours)),
            least_correlation: 0.7,
            most_rise: 3.0,
            ranges: Vec::new(),
        };
        let pairs = pairs(own, target, &matching);
        let ranges = by_range(&pairs, &[], entry.step_hours);
        let curve = lag_curve(
            (&changes(own), &changes(target)),
            matching.lags.1,
            Estimator::Pairwise,
        )
        .ok();
        let correlation = curve
            .filter(|curve| {
                curve
                    .best_correlation
                    .is_some_and(|r| r >= LEAST_CORRELATION)
            })
            .and_then(|curve| curve.sub_step_lag_steps)
            .map(|steps| steps * entry.step_hours);
        let by_peaks = ranges
            .first()
            .filter(|all| all.n_floods >= LEAST_MATCHED)
            .and_then(|all| all.median_hours);
        let stated = stated_hours(&matter.basin.reaches, station, &entry.station);
        let (lag_hours, origin) = match (by_peaks, correlation.filter(|hours| *hours >= 0.0)) {
            (Some(hours), _) => (hours, LagOrigin::Peaks),
            (None, Some(hours)) if stated.is_none() => (hours, LagOrigin::Correlation),
            (None, _) => (stated.unwrap_or(0.0), LagOrigin::Stated),
        };
        Upstream {
            station: station.clone(),
            lag_hours,
            origin,
            age_hours: real(gathered.ages[n + 1]) * entry.step_hours,
            n_floods: pairs.len(),
            correlation_hours: correlation,
            ranges,
        }
    };
    gauges.map(of).collect()
}
