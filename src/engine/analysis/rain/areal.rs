//! Rain on areas, and side by side for the states.

use std::collections::{BTreeMap, BTreeSet};

use super::{AreaRain, AreaTotal, GaugeRain, HOURS, Matter, StateRain};
use crate::domain::rain::{Coordinates, Subcatchment};
use crate::domain::{PartyId, StationId, StationKind};
use crate::indicators::rain::inverse_distance::{Shepard, grid};
use crate::indicators::rain::polygon::{self, Point};
use crate::indicators::rain::thiessen;

/// Squares of the grid along the longer side of an area.
const CELLS: usize = 60;
const SHEPARD: Shepard = Shepard {
    power: 2.0,
    nearest: usize::MAX,
    radius: f64::INFINITY,
};

pub(super) fn areas(matter: &Matter<'_>, gauges: &[GaugeRain]) -> Vec<AreaRain> {
    matter
        .basin
        .subcatchments
        .iter()
        .map(|area| area_rain(area, gauges))
        .collect()
}

/// Corners and gauges in kilometres.
fn plane(area: &Subcatchment) -> (Vec<Point>, Vec<Point>) {
    let places = area.gauges.iter().map(|(_, at)| *at);
    match area.coordinates {
        Coordinates::Kilometres => (area.corners.clone(), places.collect()),
        Coordinates::Degrees => {
            let centre = polygon::centre(&area.corners);
            let project = |at: Point| polygon::project(at, centre);
            (
                area.corners.iter().copied().map(project).collect(),
                places.map(project).collect(),
            )
        }
    }
}

fn area_rain(area: &Subcatchment, gauges: &[GaugeRain]) -> AreaRain {
    let (ring, places) = plane(area);
    let middles = grid(&ring, CELLS);
    // Each set of reporting gauges is weighted once.
    let mut known: BTreeMap<Vec<bool>, (Vec<f64>, Vec<f64>)> = BTreeMap::new();
    let mut weights = |reports: &[bool]| {
        let both = known.entry(reports.to_vec()).or_insert_with(|| {
            (
                thiessen::weights(&ring, &places, reports),
                SHEPARD.areal_weights(&middles, &places, reports),
            )
        });
        both.clone()
    };
    let whole = weights(&vec![true; places.len()]).0;
    let of = |id: &StationId| gauges.iter().find(|gauge| gauge.station == *id);
    let totals = HOURS.iter().enumerate().map(|(n, hours)| {
        let values: Vec<Option<f64>> = area
            .gauges
            .iter()
            .map(|(id, _)| of(id).and_then(|gauge| gauge.totals[n].mm))
            .collect();
        let reports: Vec<bool> = values.iter().map(Option::is_some).collect();
        let (thiessen, inverse) = weights(&reports);
        let there = reports.iter().filter(|reports| **reports).count();
        let mean = |weights: &[f64]| {
            let sum: f64 = values
                .iter()
                .zip(weights)
                .map(|(value, weight)| value.unwrap_or(0.0) * weight)
                .sum();
            (there > 0).then_some(sum)
        };
        AreaTotal {
            hours: *hours,
            thiessen_mm: mean(&thiessen),
            inverse_distance_mm: mean(&inverse),
            gauges: (count(there), count(reports.len())),
        }
    });
    AreaRain {
        name: area.name.clone(),
        states: area.states.clone(),
        area_km2: polygon::area(&ring),
        totals: totals.collect(),
        weights: area
            .gauges
            .iter()
            .map(|(id, _)| id.clone())
            .zip(whole)
            .collect(),
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

/// Every state with its areas and its gauges. A gauge whose twin in the same list reports counts once.
pub(super) fn states(
    matter: &Matter<'_>,
    gauges: &[GaugeRain],
    areas: &[AreaRain],
) -> Vec<StateRain> {
    let parties = matter.basin.parties.iter().map(|party| &party.id);
    let all = parties.map(|state| state_rain(matter, state, (gauges, areas)));
    all.filter(|state| !state.areas.is_empty() || state.gauges.iter().any(|(_, all)| *all > 0))
        .collect()
}

fn state_rain(
    matter: &Matter<'_>,
    state: &PartyId,
    (gauges, areas): (&[GaugeRain], &[AreaRain]),
) -> StateRain {
    let own: Vec<&AreaRain> = areas
        .iter()
        .filter(|area| area.states.contains(state))
        .collect();
    let mean = |n: usize| {
        let whole: f64 = own.iter().map(|area| area.area_km2).sum();
        let parts: Option<Vec<f64>> = own
            .iter()
            .map(|area| Some(area.totals[n].thiessen_mm? * area.area_km2))
            .collect();
        parts
            .filter(|parts| !parts.is_empty())
            .map(|parts| parts.iter().sum::<f64>() / whole)
    };
    let twins: BTreeSet<&StationId> = matter
        .basin
        .stations
        .iter()
        .filter(|station| station.kind == StationKind::Rain && station.state == *state)
        .filter_map(|station| station.twin.as_ref().filter(|twin| station.id < **twin))
        .collect();
    let counted: Vec<&GaugeRain> = gauges
        .iter()
        .filter(|gauge| gauge.state == *state && !twins.contains(&gauge.station))
        .collect();
    StateRain {
        state: state.clone(),
        areas: own.iter().map(|area| area.name.clone()).collect(),
        mean_mm: (0..HOURS.len()).map(mean).collect(),
        gauges: (0..HOURS.len())
            .map(|n| {
                (
                    count(
                        counted
                            .iter()
                            .filter(|gauge| gauge.totals[n].mm.is_some())
                            .count(),
                    ),
                    count(counted.len()),
                )
            })
            .collect(),
    }
}
