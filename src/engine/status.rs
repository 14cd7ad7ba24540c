//! Where every station, source and reach stands at an instant.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::analysis::rain_standing;
use super::warnings::{Promise, freshness, river_state};
use super::workspace::{Shared, locked};
use super::{
    GaugeStatus, Latest, RainTotals, ReachStatus, SourceStatus, StationWarning, WarningStatus,
    Warnings,
};
use crate::domain::{
    Basin, Instant, Period, Quantity, Reach, Source, Station, StationId, StationKind, WarningState,
};
use crate::indicators::flood::crest::{self, Arrival};
use crate::indicators::flood::rain::accumulation;
use crate::indicators::flood::rate_of_rise::{WINDOW_MINUTES, rate_of_rise};
use crate::indicators::flood::travel_time::{Search, travel_time};
use crate::series::Series;

/// Every station, in river order.
pub(super) fn gauges(
    basin: &Basin,
    series: &[Arc<Series>],
    warnings: &Warnings,
    as_of: Instant,
) -> Vec<GaugeStatus> {
    basin
        .stations
        .iter()
        .map(|station| status(basin, series, (station, warnings), as_of))
        .collect()
}

fn status(
    basin: &Basin,
    series: &[Arc<Series>],
    (station, warnings): (&Station, &Warnings),
    as_of: Instant,
) -> GaugeStatus {
    let mut own: Vec<&Series> = series
        .iter()
        .map(AsRef::as_ref)
        .filter(|series| series.key.station == station.id)
        .collect();
    own.sort_by_key(|series| {
        (
            series.key.step.minutes().unwrap_or(0),
            series.key.source.clone(),
        )
    });
    let source = fastest_source(basin, &own);
    // A live feed that died is silent, though daily values of the station still come.
    let newest = own
        .iter()
        .filter(|series| source.is_none_or(|source| source.id == series.key.source))
        .filter_map(|series| series.latest(as_of))
        .map(|(time, ..)| time)
        .max();
    let age_minutes = newest.map(|newest| as_of.minutes_since(newest));
    GaugeStatus {
        station: station.id.clone(),
        state: station.state.clone(),
        river_km: station.river_km,
        latest: latest(&own, as_of),
        age_minutes,
        freshness: freshness(age_minutes, source.map(Promise::of)),
        warning: if station.kind == StationKind::Rain {
            rain_warning(station, &own, as_of)
        } else {
            warning(warnings.of(&station.id))
        },
        rate_of_rise_m_per_h: rise(&own, as_of),
        rain_mm: if station.kind == StationKind::Rain {
            rain(&own, as_of)
        } else {
            RainTotals::default()
        },
    }
}

/// The source that reports a station most often: its promises are what freshness is held against.
fn fastest_source<'a>(basin: &'a Basin, own: &[&Series]) -> Option<&'a Source> {
    own.iter()
        .filter_map(|series| basin.source(&series.key.source))
        .min_by_key(|source| source.late_after_minutes)
}

fn latest(own: &[&Series], as_of: Instant) -> Option<Latest> {
    let of = |quantity: Quantity| {
        let all = own.iter().filter(|series| series.key.quantity == quantity);
        all.filter_map(|series| series.latest_usable(as_of))
            .max_by_key(|reading| reading.time)
    };
    let (stage, discharge) = (of(Quantity::Stage), of(Quantity::Discharge));
    let time = stage
        .iter()
        .chain(&discharge)
        .map(|reading| reading.time)
        .max()?;
    Some(Latest {
        time,
        stage_m: stage.map(|reading| reading.value),
        stage_time: stage.map(|reading| reading.time),
        discharge_m3s: discharge.map(|reading| reading.value),
        discharge_time: discharge.map(|reading| reading.time),
    })
}

/// What the board says of a gauge, for those who only want the level: a rank only where the gauge is known to stand
/// somewhere, so that nothing is calm by silence.
fn warning(warning: Option<&StationWarning>) -> WarningStatus {
    let Some(warning) = warning else {
        return WarningStatus {
            native: None,
            rank: None,
            reason: "nothing can be crossed here".to_owned(),
        };
    };
    let state = river_state(warning);
    let level = warning
        .level
        .as_ref()
        .filter(|_| state != WarningState::NoData);
    let next = warning.next.as_ref().map(|next| {
        let unit = next.level.quantity.facts().unit.symbol();
        format!("{:.2} {unit} below {}", next.distance, next.level.name)
    });
    let reason = match (state, next) {
        (WarningState::Normal | WarningState::Raised, Some(next)) => {
            format!("{next}; {}", warning.reason)
        }
        (WarningState::Raised, None) => format!("above the highest level; {}", warning.reason),
        _ => warning.reason.clone(),
    };
    WarningStatus {
        native: level.map(|level| level.level.name.clone()),
        rank: level
            .map(|level| level.level.rank)
            .or(state.is_calm().then_some(0)),
        reason,
    }
}

/// Where a rain station stands against its state's rain levels.
fn rain_warning(station: &Station, own: &[&Series], as_of: Instant) -> WarningStatus {
    let (native, rank, reason) = rain_standing(station, own, as_of);
    WarningStatus {
        native,
        rank,
        reason,
    }
}

fn rise(own: &[&Series], as_of: Instant) -> Option<f64> {
    let stage = own
        .iter()
        .find(|series| series.key.quantity == Quantity::Stage)?;
    rate_of_rise(stage, as_of, WINDOW_MINUTES)
        .ok()
        .map(|rise| rise.per_hour)
}

fn rain(own: &[&Series], as_of: Instant) -> RainTotals {
    let Some((series, until)) = rain_basis(own, as_of) else {
        return RainTotals::default();
    };
    let total = |hours: u32| {
        accumulation(series, until, hours)
            .ok()
            .map(|total| total.millimetres)
    };
    RainTotals {
        h6: total(6),
        h24: total(24),
        h72: total(72),
    }
}

/// The series that rain totals of a station come from, and the instant that they are counted back from: the finest
/// one alone, since a daily total is another day's where hours are wanted. A live series that is on its way counts
/// from its last part, up to two steps ago; one that is later has no totals.
pub(super) fn rain_basis<'a>(own: &[&'a Series], as_of: Instant) -> Option<(&'a Series, Instant)> {
    let finest = own
        .iter()
        .filter(|series| series.key.quantity == Quantity::Rain)
        .filter(|series| series.latest(as_of).is_some())
        .min_by_key(|series| series.key.step.minutes().unwrap_or(u32::MAX))?;
    let step = finest.key.step.minutes()?;
    let last = finest.latest_usable(as_of)?.time;
    let is_on_its_way = step < 1440 && as_of.minutes_since(last) <= 2 * i64::from(step);
    Some((finest, if is_on_its_way { last } else { as_of }))
}

/// Every source: the age of its newest reading against what it promises.
pub(super) fn sources(
    shared: &Shared,
    series: &[Arc<Series>],
    as_of: Instant,
) -> Vec<SourceStatus> {
    let fetches = locked(&shared.fetches);
    let status = |source: &Source| {
        let mut stations: BTreeMap<&StationId, Option<Instant>> = BTreeMap::new();
        for series in series
            .iter()
            .filter(|series| series.key.source == source.id)
        {
            let latest = series.latest(as_of).map(|(time, ..)| time);
            let known = stations.entry(&series.key.station).or_default();
            *known = (*known).max(latest);
        }
        let newest = stations.values().min().copied().flatten();
        let age_minutes = newest.map(|newest| as_of.minutes_since(newest));
        SourceStatus {
            source: source.id.clone(),
            state: source.state.clone(),
            agency: source.agency.clone(),
            newest,
            age_minutes,
            freshness: freshness(age_minutes, Some(Promise::of(source))),
            fetch: fetches.get(&source.id).and_then(|state| state.said.clone()),
        }
    };
    shared.basin.sources.iter().map(status).collect()
}

/// How far back the last crest and the travel time of a reach are looked for.
const EVENT_HOURS: i64 = 96;

/// Every reach: travel time as stated and as observed, and when the crest above arrives below.
pub(super) fn reaches(basin: &Basin, series: &[Arc<Series>], as_of: Instant) -> Vec<ReachStatus> {
    basin
        .reaches
        .iter()
        .map(|reach| reach_status(series, reach, as_of))
        .collect()
}

fn reach_status(series: &[Arc<Series>], reach: &Reach, as_of: Instant) -> ReachStatus {
    let window = Period::new(
        as_of.plus_minutes(-60 * EVENT_HOURS),
        Instant::from_millis(as_of.millis() + 1),
    );
    let stage = |station: &StationId| {
        let own = series.iter().filter(|series| {
            series.key.station == *station && series.key.quantity == Quantity::Stage
        });
        own.min_by_key(|series| series.key.step.minutes())
    };
    let (above, below) = (stage(&reach.from), stage(&reach.to));
    // Two centimetres: twice the resolution of the coarsest stage in use.
    let crest = above.and_then(|above| crest::crest(above, window, 0.02));
    let expected = crest
        .as_ref()
        .map(|crest| crest::arrival(crest, reach.travel_hours));
    let search = Search {
        step_minutes: 30,
        max_hours: 48,
    };
    let observed = above
        .zip(below)
        .and_then(|(above, below)| travel_time(above, below, long_window(as_of), search));
    ReachStatus {
        from: reach.from.clone(),
        to: reach.to.clone(),
        travel_h: reach.travel_hours,
        observed_travel_h: observed.map(|found| found.hours),
        crest_above: crest
            .filter(|crest| crest.has_passed)
            .map(|crest| crest.time),
        crest_expected_below: match expected {
            Some(Arrival::At(instant)) => Some(instant),
            _ => None,
        },
    }
}

/// Sixty days: long enough to hold several rises, short enough for one season.
fn long_window(as_of: Instant) -> Period {
    Period::new(as_of.plus_minutes(-60 * 24 * 60), as_of)
}
