//! Where a state stands: its gauges above a level, those of which nothing is known, and what makes up the news.

use super::super::gauge_words::{rise_per_hour, river_state};
use super::{Stand, Urgency};
use crate::domain::{PartyId, Station, WarningState};
use crate::engine::{Evaluation, StationWarning};

/// A gauge that stands at a level, or stood at one when it was last known.
pub(super) struct Reached<'a> {
    pub(super) station: &'a Station,
    pub(super) warning: &'a StationWarning,
    pub(super) rank: u8,
}

/// Where a state stands.
pub(super) struct Situation<'a> {
    /// Gauges at a level, highest first, then in river order.
    pub(super) reached: Vec<Reached<'a>>,
    /// Gauges with levels of which nothing is known now, in river order.
    pub(super) unknown: Vec<(&'a Station, &'a StationWarning)>,
    /// Gauges with levels.
    pub(super) with_levels: usize,
    /// Highest common rank; 0 without a level.
    pub(super) rank: u8,
    /// What a message says of every gauge with levels.
    pub(super) stands: Vec<Stand>,
}

impl<'a> Situation<'a> {
    pub(super) fn of(evaluation: &'a Evaluation, party: &PartyId) -> Self {
        let own: Vec<(&Station, &StationWarning)> = evaluation
            .warnings
            .stations
            .iter()
            .filter(|warning| {
                warning.owner == *party && river_state(warning) != WarningState::NoLevels
            })
            .filter_map(|warning| Some((evaluation.basin.station(&warning.station)?, warning)))
            .collect();
        let mut reached: Vec<Reached<'a>> = own
            .iter()
            .filter_map(|(station, warning)| {
                let rank = warning.level.as_ref()?.level.rank;
                let stands = !river_state(warning).is_calm();
                stands.then_some(Reached {
                    station,
                    warning,
                    rank,
                })
            })
            .collect();
        reached.sort_by_key(|gauge| std::cmp::Reverse(gauge.rank));
        Self {
            rank: reached.first().map_or(0, |gauge| gauge.rank),
            unknown: own
                .iter()
                .copied()
                .filter(|(_, warning)| !is_known(river_state(warning)))
                .collect(),
            with_levels: own.len(),
            stands: own.iter().map(|(_, warning)| stand(warning)).collect(),
            reached,
        }
    }

    /// How many gauges are known, and of which ones nothing is; `None` when all are known.
    pub(super) fn silence(&self) -> Option<String> {
        let unknown: Vec<&str> = self
            .unknown
            .iter()
            .map(|(station, _)| station.name.as_str())
            .collect();
        (!unknown.is_empty()).then(|| {
            format!(
                "{} of {} gauges with levels are known; nothing is said of {}",
                self.with_levels - unknown.len(),
                self.with_levels,
                unknown.join(", ")
            )
        })
    }

    /// Why no all clear can be given; `None` when every gauge is known to be below all levels.
    pub(super) fn why_not_clear(&self) -> Option<String> {
        if self.with_levels == 0 {
            return Some(
                "no gauge of this state has a level, so nothing can be cleared".to_owned(),
            );
        }
        let names = |of: Vec<&str>| of.join(", ");
        if !self.unknown.is_empty() {
            let unknown = self
                .unknown
                .iter()
                .map(|(station, _)| station.name.as_str());
            return Some(format!(
                "an all clear needs fresh data of all gauges, and of these nothing is known now: {}",
                names(unknown.collect())
            ));
        }
        if !self.reached.is_empty() {
            let above = self.reached.iter().map(|gauge| gauge.station.name.as_str());
            return Some(format!(
                "these gauges stand above a level: {}",
                names(above.collect())
            ));
        }
        None
    }

    /// Whether the highest level stands on a fresh and good reading.
    pub(super) fn is_seen(&self) -> bool {
        self.reached.is_empty()
            || self
                .reached
                .iter()
                .take_while(|gauge| gauge.rank == self.rank)
                .any(|gauge| river_state(gauge.warning) == WarningState::Raised)
    }

    /// From the third rank at once, from the second soon, the first in time; a rise brings it one step nearer.
    pub(super) fn urgency(&self) -> Urgency {
        let rises = self.reached.iter().any(|gauge| {
            gauge.rank == self.rank
                && rise_per_hour(gauge.warning).is_some_and(|(rate, _)| rate > 0.0)
        });
        match self.rank + u8::from(rises) {
            3.. => Urgency::Immediate,
            2 => Urgency::Expected,
            _ => Urgency::Future,
        }
    }
}

fn is_known(state: WarningState) -> bool {
    matches!(state, WarningState::Raised | WarningState::Normal)
}

fn stand(warning: &StationWarning) -> Stand {
    Stand {
        station: warning.station.clone(),
        state: river_state(warning).word().to_owned(),
        level: warning
            .level
            .as_ref()
            .map(|reached| reached.level.name.clone()),
    }
}
