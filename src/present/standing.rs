//! Where a gauge stands, as every board and line must say it: what is not known is never calm.

use super::Words;
use crate::domain::{Basin, Freshness, PartyId, Station, StationKind};
use crate::engine::{Evaluation, GaugeStatus};

/// Where a gauge stands against its state's levels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// At or above the level of this common rank, 1 upwards.
    Above(u8),
    /// Below all levels, by a reading that is on time.
    Below,
    /// Below all levels when last seen; its source is late.
    LastSeenBelow,
    /// Its state set levels, and nothing can be said.
    Unknown,
    /// Its state set no levels.
    NoLevels,
}

/// The standing of a gauge. Silence and absence outrank whatever else is said of it.
pub fn standing(station: &Station, gauge: &GaugeStatus) -> Standing {
    let has_value = gauge
        .latest
        .is_some_and(|latest| latest.stage_m.is_some() || latest.discharge_m3s.is_some());
    if station.levels.is_empty() {
        return Standing::NoLevels;
    }
    match (gauge.freshness, gauge.warning.rank) {
        (Freshness::Silent, _) | (_, None) => Standing::Unknown,
        _ if !has_value => Standing::Unknown,
        (_, Some(rank @ 1..)) => Standing::Above(rank),
        (Freshness::Late, Some(0)) => Standing::LastSeenBelow,
        (Freshness::OnTime, Some(0)) => Standing::Below,
    }
}

impl Standing {
    /// Common rank, 0 below all levels; `None` when unknown or without levels.
    pub fn rank(self) -> Option<u8> {
        match self {
            Self::Above(rank) => Some(rank),
            Self::Below | Self::LastSeenBelow => Some(0),
            Self::Unknown | Self::NoLevels => None,
        }
    }

    /// The native name of the level, or words for every other standing.
    pub fn word(self, gauge: &GaugeStatus, words: &Words) -> String {
        match self {
            Self::Above(rank) => gauge.warning.native.clone().unwrap_or_else(|| {
                words.with("standing-rank", &[("rank", u32::from(rank).into())])
            }),
            Self::Below => words.get("standing-below"),
            Self::LastSeenBelow => words.get("standing-last-seen-below"),
            Self::Unknown => words.get("standing-unknown"),
            Self::NoLevels => words.get("standing-no-levels"),
        }
    }
}

/// Every station of the evaluation with what is known of it, in river order.
pub(super) fn placed(evaluation: &Evaluation) -> Vec<(&Station, &GaugeStatus)> {
    evaluation
        .gauges
        .iter()
        .filter_map(|gauge| Some((evaluation.basin.station(&gauge.station)?, gauge)))
        .collect()
}

/// "5 of 11 gauges above a warning level, 2 unknown"; gauges without levels are not counted.
pub fn summary(evaluation: &Evaluation, words: &Words) -> String {
    let standings: Vec<Standing> = placed(evaluation)
        .into_iter()
        .filter(|(station, _)| station.kind == StationKind::Gauge)
        .map(|(station, gauge)| standing(station, gauge))
        .filter(|standing| *standing != Standing::NoLevels)
        .collect();
    words.say(|words| summary_of(&standings, words))
}

fn summary_of(standings: &[Standing], words: &Words) -> String {
    let count = |wanted: fn(&Standing) -> bool| standings.iter().filter(|s| wanted(s)).count();
    let mut text = words.with(
        "summary-above",
        &[
            ("above", count(|s| matches!(s, Standing::Above(_))).into()),
            ("total", standings.len().into()),
        ],
    );
    let unknown = count(|s| *s == Standing::Unknown);
    let late = count(|s| *s == Standing::LastSeenBelow);
    for (key, n) in [("summary-unknown", unknown), ("summary-late", late)] {
        if n > 0 {
            text.push_str(", ");
            text.push_str(&words.with(key, &[("n", n.into())]));
        }
    }
    text
}

/// Position of a party in river order. The basin's loader refuses a state that is no party.
pub(super) fn party_index(basin: &Basin, party: &PartyId) -> usize {
    basin
        .parties
        .iter()
        .position(|known| known.id == *party)
        .unwrap_or_default()
}

/// Name of a party, or its id where the basin has none by that name.
pub(super) fn party_name(basin: &Basin, party: &PartyId) -> String {
    basin
        .party(party)
        .map_or_else(|| party.to_string(), |party| party.name.clone())
}
