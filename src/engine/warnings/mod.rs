//! Where every gauge stands against its state's levels, and everything that it ever crossed.
//!
//! A board takes one new reading in without reading the rest anew: each series has a watch that follows it row by
//! row, and only the watch of the series that changed goes on.

mod crosswalk;
mod freshness;
mod station;
mod watches;

use std::sync::Arc;

use super::{StationWarning, Warnings};
use crate::domain::{Basin, Instant, LevelEvent, Station, StationKind, WarningState};
use crate::series::Series;

pub(super) use freshness::{Promise, freshness};
use station::Own;
use watches::Watches;

/// The board: every series beside its watch.
#[derive(Debug, Default)]
pub struct Board {
    watches: Watches,
    ranks: crosswalk::Cache,
}

impl Board {
    /// Where every gauge of a basin stands at `at`, by series up to then, sorted by key. What was read before is not
    /// read again.
    pub fn stations(
        &mut self,
        basin: &Basin,
        series: &[Arc<Series>],
        at: Instant,
    ) -> Vec<StationWarning> {
        let mut found = Vec::new();
        for station in watched(basin) {
            let own = self.own(basin, series, station);
            let crosswalk =
                |reading: &super::WarningReading| self.ranks.of(&station.id, &own, reading);
            found.push(station::warning(basin, station, &own, at, crosswalk));
        }
        found
    }

    /// Every time above a level up to `at`, by station in river order, then by first crossing.
    pub fn events(
        &mut self,
        basin: &Basin,
        series: &[Arc<Series>],
        at: Instant,
    ) -> Vec<LevelEvent> {
        let mut all = Vec::new();
        for station in watched(basin) {
            all.extend(station::events(&self.own(basin, series, station), at));
        }
        all
    }

    /// The series of a station that a level can be set on, finest first, each with its watch.
    fn own(&mut self, basin: &Basin, series: &[Arc<Series>], station: &Station) -> Vec<Own> {
        // Keys are sorted by station first.
        let from = series.partition_point(|series| series.key.station < station.id);
        let all = series[from..].iter();
        let mut own: Vec<Own> = all
            .take_while(|series| series.key.station == station.id)
            .filter(|series| !series.key.step.is_longer_than_a_day())
            .map(|series| Own {
                source: basin.source(&series.key.source).map(Promise::of),
                watch: self.watches.of(station, series),
                series: Arc::clone(series),
            })
            .collect();
        own.sort_by(|a, b| {
            let order = |own: &Own| own.series.key.step.minutes().unwrap_or(0);
            (order(a), &a.series.key.source).cmp(&(order(b), &b.series.key.source))
        });
        own
    }
}

/// Stations where something can be crossed.
fn watched(basin: &Basin) -> impl Iterator<Item = &Station> {
    let all = basin.stations.iter();
    all.filter(|station| station.kind != StationKind::Rain || !station.levels.is_empty())
}

/// How many of the gauges with levels are known to stand somewhere.
pub(super) fn count(warnings: &mut Warnings) {
    let with_levels = |warning: &&StationWarning| river_state(warning) != WarningState::NoLevels;
    let counted = warnings.stations.iter().filter(with_levels);
    let known = counted
        .clone()
        .filter(|warning| !river_state(warning).is_unknown());
    let n = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    (warnings.known, warnings.with_levels) = (n(known.count()), n(counted.count()));
}

/// What the river does, whether or not a person put the alarm aside.
pub(super) fn river_state(warning: &StationWarning) -> WarningState {
    warning.beneath_shelf.unwrap_or(warning.state)
}
