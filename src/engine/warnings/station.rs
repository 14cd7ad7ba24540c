//! Where one gauge stands.

use std::sync::Arc;

use super::freshness::{Promise, freshness};
use crate::domain::{
    Basin, Freshness, Instant, LevelEvent, Quantity, Station, Statistic, Step, WarningLevel,
    WarningState,
};
use crate::engine::{
    ComingLevel, Crosswalk, NativeLevel, ReachedLevel, RiseOver, StationWarning, WarningReading,
};
use crate::indicators::flood::crossings::{Newest, Standing, Watch};
use crate::indicators::flood::rate_of_rise::rate_of_rise;
use crate::indicators::flood::time_to_threshold::time_to_threshold;
use crate::series::Series;

/// Windows of the rate of rise, minutes.
const WINDOWS: [u32; 4] = [15, 30, 60, 180];
/// Windows that a time to a threshold is taken from: the first that has a rate.
const WINDOWS_AHEAD: [u32; 2] = [60, 180];
/// Hours that a time to a threshold reaches at most where no travel time from upstream is stated.
const LONGEST_AHEAD_HOURS: f64 = 6.0;

/// A series of a gauge with its watch and what its source promises.
pub(super) struct Own {
    pub(super) series: Arc<Series>,
    pub(super) watch: Arc<Watch>,
    pub(super) source: Option<Promise>,
}

impl Own {
    /// Instant of the newest reading that has a value, whatever its quality.
    fn newest(&self) -> Option<Instant> {
        let good = self.watch.newest_good().map(|newest| newest.time);
        let doubtful = self.watch.newest_doubtful().map(|newest| newest.time);
        [good, doubtful, self.watch.newest_rejected()]
            .into_iter()
            .flatten()
            .max()
    }

    fn freshness(&self, at: Instant) -> Freshness {
        let age = self.newest().map(|newest| at.minutes_since(newest));
        freshness(age, self.source)
    }
}

/// What one quantity of a gauge says.
struct View<'a> {
    quantity: Quantity,
    own: Option<&'a Own>,
    state: WarningState,
    raised: Option<Standing<'a>>,
    pending: Option<Standing<'a>>,
    suspect_level: Option<&'a WarningLevel>,
}

/// Where a gauge stands at `at`.
pub(super) fn warning(
    basin: &Basin,
    station: &Station,
    own: &[Own],
    at: Instant,
    crosswalk: impl FnOnce(&WarningReading) -> Crosswalk,
) -> StationWarning {
    let in_force: Vec<&WarningLevel> = station.levels_at(at).collect();
    let quantities = Quantity::ALL.into_iter();
    let views: Vec<View<'_>> = quantities
        .filter(|quantity| in_force.iter().any(|level| level.quantity == *quantity))
        .map(|quantity| view(quantity, &in_force, own, at))
        .collect();
    // The worst decides; of equal ones the higher level, then the first.
    let deciding = views.iter().reduce(|best, next| {
        let order = |view: &View<'_>| (view.state, rank(view.raised.as_ref()));
        if order(next) > order(best) {
            next
        } else {
            best
        }
    });
    let mut warning = empty(station);
    let Some(deciding) = deciding else {
        warning.reason = "its state set no level here".to_owned();
        return warning;
    };
    warning.state = deciding.state;
    let highest = |pick: fn(&View<'_>) -> Option<ReachedLevel>| {
        let all = views.iter().filter_map(pick);
        all.max_by_key(|reached| reached.level.rank)
    };
    warning.level = highest(|view| view.raised.as_ref().map(reached));
    let stands = warning.level.as_ref().map_or(0, |level| level.level.rank);
    warning.pending = highest(|view| view.pending.as_ref().map(reached))
        .filter(|pending| pending.level.rank > stands);
    let doubtful = views.iter().filter_map(|view| view.suspect_level);
    warning.suspect_level = doubtful
        .filter(|level| level.rank > stands)
        .max_by_key(|level| level.rank)
        .map(native);
    warning.reason = reason(deciding, at);
    if let Some(series) = deciding.own {
        fill(&mut warning, series, deciding, &in_force);
        // An old reading says nothing of where the river goes, nor of how rare it is now.
        if deciding.state == WarningState::NoData {
            let old = "no recent reading";
            if let Some(next) = &mut warning.next {
                next.assumption = old.to_owned();
            }
            warning.crosswalk.return_period_basis = old.to_owned();
            warning.crosswalk.share_basis = old.to_owned();
        } else {
            if let Some(next) = &mut warning.next {
                look_ahead(next, basin, station, series);
            }
            warning.crosswalk = warning.reading.as_ref().map(crosswalk).unwrap_or_default();
        }
    }
    warning
}

fn empty(station: &Station) -> StationWarning {
    StationWarning {
        station: station.id.clone(),
        owner: station.state.clone(),
        state: WarningState::NoLevels,
        beneath_shelf: None,
        level: None,
        pending: None,
        suspect_level: None,
        next: None,
        reading: None,
        suspect_reading: None,
        rises: Vec::new(),
        crosswalk: Crosswalk::default(),
        alarm: None,
        shelf: None,
        reason: String::new(),
    }
}

/// Readings of the series that decide, and what comes next by them.
fn fill(warning: &mut StationWarning, own: &Own, view: &View<'_>, in_force: &[&WarningLevel]) {
    let quantity = view.quantity;
    let reading = |newest: Newest| WarningReading {
        quantity,
        time: newest.time,
        value: newest.value,
    };
    warning.reading = own.watch.newest_good().map(reading);
    warning.suspect_reading = own.watch.newest_doubtful().map(reading);
    let Some(newest) = warning.reading else {
        return;
    };
    warning.rises = WINDOWS
        .map(|minutes| rise(&own.series, newest.time, minutes))
        .to_vec();
    let stands = view
        .raised
        .as_ref()
        .map_or(0, |standing| standing.level.rank);
    let next = in_force
        .iter()
        .filter(|level| {
            level.quantity == quantity && level.value > newest.value && level.rank > stands
        })
        .min_by(|a, b| a.value.total_cmp(&b.value));
    warning.next = next.map(|level| ComingLevel {
        level: native(level),
        distance: level.value - newest.value,
        centimetres: (quantity == Quantity::Stage).then_some((level.value - newest.value) * 100.0),
        steady_hours: None,
        accelerating_hours: None,
        assumption: String::new(),
    });
}

fn rise(series: &Series, at: Instant, minutes: u32) -> RiseOver {
    let rate = rate_of_rise(series, at, minutes);
    RiseOver {
        minutes,
        per_hour: rate.as_ref().ok().map(|rise| rise.per_hour),
        reason: rate.err().map(|why| why.to_string()),
    }
}

/// When the next level is reached if the river goes on as it does.
fn look_ahead(next: &mut ComingLevel, basin: &Basin, station: &Station, own: &Own) {
    let Some(newest) = own.watch.newest_good() else {
        return;
    };
    let threshold = next.level.threshold;
    let found = WINDOWS_AHEAD.iter().find_map(|minutes| {
        let time = time_to_threshold(&own.series, newest.time, *minutes, threshold).ok()?;
        Some((*minutes, time))
    });
    let upstream = basin.reaches.iter().filter(|reach| reach.to == station.id);
    let travel = upstream.map(|reach| reach.travel_hours).reduce(f64::min);
    let longest = travel.unwrap_or(LONGEST_AHEAD_HOURS);
    next.assumption = match found {
        None => "no rate of rise: too few readings of the last hours".to_owned(),
        Some((_, None)) => "the river does not rise".to_owned(),
        Some((minutes, Some(time))) => {
            let within = |hours: &f64| *hours <= longest;
            next.steady_hours = Some(time.steady_hours).filter(within);
            next.accelerating_hours = time.accelerating_hours.filter(within);
            match (next.steady_hours.or(next.accelerating_hours), travel) {
                (None, Some(_)) => format!(
                    "further away than {longest:.1} h, the travel time from the next gauge upstream"
                ),
                (None, None) => format!("further away than {longest:.1} h"),
                (Some(_), _) => format!(
                    "the rise of the last {minutes} min goes on: steadily, or accelerating as it did"
                ),
            }
        }
    };
}

fn view<'a>(
    quantity: Quantity,
    in_force: &[&'a WarningLevel],
    own: &'a [Own],
    at: Instant,
) -> View<'a> {
    let own = deciding(quantity, own, at);
    let mut view = View {
        quantity,
        own,
        state: WarningState::NoData,
        raised: None,
        pending: None,
        suspect_level: None,
    };
    let Some(own) = own else { return view };
    for standing in own.watch.standing(at) {
        if standing.is_confirmed {
            view.raised.get_or_insert(standing);
            break;
        }
        view.pending.get_or_insert(standing);
    }
    let doubtful = own.watch.newest_doubtful();
    if let Some(doubtful) = doubtful {
        let reached = in_force
            .iter()
            .filter(|level| level.quantity == quantity && doubtful.value >= level.value);
        view.suspect_level = reached.copied().max_by_key(|level| level.rank);
    }
    let is_doubtful = doubtful.is_some() || own.watch.newest_rejected().is_some();
    view.state = match own.freshness(at) {
        Freshness::Silent => WarningState::NoData,
        _ if is_doubtful || own.watch.newest_good().is_none() => WarningState::Suspect,
        Freshness::Late => WarningState::Late,
        Freshness::OnTime if view.raised.is_some() => WarningState::Raised,
        // One reading at a level is no alarm yet, and the gauge is not calm either.
        Freshness::OnTime if view.pending.is_some() => WarningState::Suspect,
        Freshness::OnTime => WarningState::Normal,
    };
    view
}

/// The series that decides: the finest that is not silent, else the one with the newest reading. Extremes of an
/// interval are no state of the river.
fn deciding(quantity: Quantity, own: &[Own], at: Instant) -> Option<&Own> {
    let of = own.iter().filter(|own| {
        own.series.key.quantity == quantity
            && !matches!(own.series.key.statistic, Statistic::Min | Statistic::Sum)
            && own.newest().is_some()
    });
    let alive = of
        .clone()
        .find(|own| own.freshness(at) != Freshness::Silent);
    alive.or_else(|| of.max_by_key(|own| own.newest()))
}

fn rank(standing: Option<&Standing<'_>>) -> u8 {
    standing.map_or(0, |standing| standing.level.rank)
}

fn native(level: &WarningLevel) -> NativeLevel {
    NativeLevel {
        name: level.name.clone(),
        rank: level.rank,
        colour: level.colour,
        quantity: level.quantity,
        threshold: level.value,
    }
}

fn reached(standing: &Standing<'_>) -> ReachedLevel {
    ReachedLevel {
        level: native(standing.level),
        since: standing.excursion.first_crossing,
        confirmed: standing
            .is_confirmed
            .then_some(standing.excursion.confirmed),
    }
}

/// In words, why the gauge stands as it does.
fn reason(view: &View<'_>, at: Instant) -> String {
    let word = view.quantity.word();
    let Some((own, newest)) = view.own.and_then(|own| Some((own, own.newest()?))) else {
        return format!("no usable {word} was ever reported");
    };
    let age = at.minutes_since(newest);
    match view.state {
        WarningState::NoData => match own.watch.newest_good() {
            Some(good) => format!("last usable {word} of {}", good.time),
            None => format!("no usable {word} was ever reported"),
        },
        WarningState::Late => format!("the source is late: last {word} of {newest}, {age} min ago"),
        WarningState::Suspect => match (own.watch.newest_doubtful(), &view.pending) {
            (Some(doubtful), _) => format!("the {word} of {} is doubtful", doubtful.time),
            (None, Some(pending)) => format!(
                "the {word} of {newest} stands at {}, one more reading is waited for",
                pending.level.name
            ),
            (None, None) => format!("the {word} of {newest} was rejected"),
        },
        _ if own.series.key.step == Step::Day => {
            format!("by the daily mean that ended {newest}, a crest may have stood higher")
        }
        _ => format!("by the {word} of {newest}"),
    }
}

/// Every confirmed time above a level of a gauge up to `at`: of the finest series of each quantity, and of coarser
/// ones before that began or after it ended.
pub(super) fn events(own: &[Own], at: Instant) -> Vec<LevelEvent> {
    let mut all: Vec<LevelEvent> = Vec::new();
    for quantity in Quantity::ALL {
        let mut spans: Vec<(i64, i64)> = Vec::new();
        let of = own.iter().filter(|own| {
            own.series.key.quantity == quantity
                && !matches!(own.series.key.statistic, Statistic::Min | Statistic::Sum)
        });
        for own in of {
            let is_free = |event: &LevelEvent| {
                let period = event.period();
                let (start, end) = (period.start.millis(), period.end.millis());
                !spans.iter().any(|span| start <= span.1 && span.0 <= end)
            };
            all.extend(
                own.watch
                    .events(&own.series, at)
                    .into_iter()
                    .filter(is_free),
            );
            let time = &own.series.columns().time;
            spans.extend(time.first().copied().zip(time.last().copied()));
        }
    }
    all.sort_by_key(|event| (event.excursion.first_crossing, event.rank));
    all
}
