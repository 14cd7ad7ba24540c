//! Rain at stations: totals against levels, antecedent index, heaviest rain.

use super::{FADING, GaugeRain, HOURS, Heaviest, Matter, Total};
use crate::domain::rain::RainLevel;
use crate::domain::{Instant, Period, Quantity, Station, StationKind};
use crate::engine::EngineError;
use crate::engine::inputs::ALLOWED_OF_A_DAY;
use crate::engine::status::rain_basis;
use crate::indicators::flood::rain::accumulation;
use crate::indicators::rain::parts::{HOUR, PartLength, totals};
use crate::indicators::rain::{Variant, antecedent_index};
use crate::series::daily::daily;
use crate::series::{DailyRule, Series};

/// Days until at most 5 % of what was before still counts in the index.
const SPIN_UP_DAYS: usize = 28;
/// Durations of the heaviest rain, hours.
const HEAVIEST: [u32; 3] = [1, 6, 24];
/// How far back the heaviest rain is looked for, days.
const HEAVIEST_DAYS: i64 = 30;

/// Total, lower bound, and parts that are there of those expected.
type Held = (Option<f64>, f64, (u32, u32));

/// Every rain station of the basin in river order.
pub(super) fn all(matter: &Matter<'_>) -> Result<Vec<GaugeRain>, EngineError> {
    let stations: Vec<&Station> = matter
        .basin
        .stations
        .iter()
        .filter(|station| station.kind == StationKind::Rain)
        .collect();
    let mut found = Vec::with_capacity(stations.len());
    for (n, station) in stations.iter().enumerate() {
        matter.step(n, stations.len(), &station.name)?;
        found.push(gauge(matter, station)?);
    }
    Ok(found)
}

fn gauge(matter: &Matter<'_>, station: &Station) -> Result<GaugeRain, EngineError> {
    let own = matter.series_of(&station.id, Quantity::Rain);
    let Some((series, until)) = rain_basis(&own, matter.as_of) else {
        return Ok(silent(station));
    };
    let totals: Vec<Total> = HOURS
        .iter()
        .map(|hours| total(series, until, *hours, &station.rain_levels))
        .collect();
    let (api_mm, api_missing_days) = index(matter, &own)?;
    Ok(GaugeRain {
        station: station.id.clone(),
        state: station.state.clone(),
        step_minutes: series.key.step.minutes(),
        until: Some(until),
        rank: rank(station, &|hours| held(series, until, hours)),
        totals,
        api_mm,
        api_missing_days,
        heaviest: heaviest(series, until),
    })
}

fn silent(station: &Station) -> GaugeRain {
    GaugeRain {
        station: station.id.clone(),
        state: station.state.clone(),
        step_minutes: None,
        until: None,
        totals: HOURS.iter().map(|hours| nothing(*hours)).collect(),
        api_mm: None,
        api_missing_days: 28,
        heaviest: Vec::new(),
        rank: None,
    }
}

fn nothing(hours: u32) -> Total {
    Total {
        hours,
        mm: None,
        at_least_mm: None,
        parts: (0, 0),
        reached: None,
        next: None,
    }
}

/// Total and lower bound of a duration, and its parts; `None` where parts do not fit it.
fn held(series: &Series, until: Instant, hours: u32) -> Option<Held> {
    let step = series
        .key
        .step
        .minutes()
        .filter(|step| *step > 0 && (hours * 60).is_multiple_of(*step))?;
    let expected = hours * 60 / step;
    let window = Period::new(until.plus_minutes(-60 * i64::from(hours)), until);
    let there: Vec<f64> = series
        .rows_ending_in(window)
        .filter_map(|row| series.usable(row))
        .map(|reading| reading.value)
        .collect();
    let present = u32::try_from(there.len()).unwrap_or(u32::MAX).min(expected);
    let total = accumulation(series, until, hours)
        .ok()
        .map(|total| total.millimetres);
    Some((
        total,
        total.unwrap_or_else(|| there.iter().sum()),
        (present, expected),
    ))
}

fn total(series: &Series, until: Instant, hours: u32, levels: &[RainLevel]) -> Total {
    let Some((mm, at_least, parts)) = held(series, until, hours) else {
        return nothing(hours);
    };
    let own = || levels.iter().filter(|level| level.hours == hours);
    let reached = own()
        .filter(|level| at_least >= level.millimetres)
        .max_by_key(|level| level.rank);
    let next = own()
        .filter(|level| at_least < level.millimetres)
        .min_by(|a, b| a.millimetres.total_cmp(&b.millimetres));
    Total {
        hours,
        mm,
        at_least_mm: Some(at_least),
        parts,
        reached: reached.map(|level| (level.name.clone(), level.rank)),
        next: next.map(|level| (level.name.clone(), level.millimetres)),
    }
}

/// Highest rank that is reached; nothing reached is 0 only where every level's duration is complete.
fn rank(station: &Station, held: &dyn Fn(u32) -> Option<Held>) -> Option<u8> {
    let mut known = !station.rain_levels.is_empty();
    let mut highest = 0;
    for level in &station.rain_levels {
        match held(level.hours) {
            Some((_, at_least, _)) if at_least >= level.millimetres => {
                highest = highest.max(level.rank);
            }
            Some((Some(_), ..)) => {}
            Some((None, ..)) | None => known = false,
        }
    }
    (highest > 0 || known).then_some(highest)
}

/// Where a rain station stands against its state's rain levels: the highest that is reached, by what fell for certain.
pub(in crate::engine) fn standing(
    station: &Station,
    own: &[&Series],
    as_of: Instant,
) -> (Option<String>, Option<u8>, String) {
    if station.rain_levels.is_empty() {
        return (None, None, "its state set no level here".to_owned());
    }
    let Some((series, until)) = rain_basis(own, as_of) else {
        return (None, None, "no usable rain was ever reported".to_owned());
    };
    let held = |hours| held(series, until, hours);
    let rank = rank(station, &held);
    let reached = station
        .rain_levels
        .iter()
        .filter(|level| {
            held(level.hours).is_some_and(|(_, at_least, _)| at_least >= level.millimetres)
        })
        .max_by_key(|level| level.rank);
    let why = match (reached, rank) {
        (Some(level), _) => format!("{} mm in {} h reached", level.millimetres, level.hours),
        (None, Some(_)) => "below all rain levels".to_owned(),
        (None, None) => "parts of the rain are missing".to_owned(),
    };
    (reached.map(|level| level.name.clone()), rank, why)
}

/// The antecedent index of the last whole day, and how many of the last 28 days have no total.
fn index(matter: &Matter<'_>, own: &[&Series]) -> Result<(Option<f64>, u32), EngineError> {
    let rule = DailyRule {
        clock: matter.basin.clock,
        day: crate::domain::DayRule::MIDNIGHT,
        allowed_missing: ALLOWED_OF_A_DAY,
    };
    let mut best: Option<Vec<f64>> = None;
    let today = matter.basin.clock.civil(matter.as_of).date();
    for series in own {
        let daily = daily(series, &rule).map_err(|error| {
            EngineError::Compute(format!("daily rain of {}: {error}", series.key))
        })?;
        let values: Vec<f64> = (1..=120_i64)
            .rev()
            .map(|back| {
                daily
                    .value(today - chrono::Duration::days(back))
                    .unwrap_or(f64::NAN)
            })
            .collect();
        let there = |values: &[f64]| values.iter().filter(|value| !value.is_nan()).count();
        if best
            .as_ref()
            .is_none_or(|before| there(&values) > there(before))
        {
            best = Some(values);
        }
    }
    let Some(values) = best else {
        return Ok((None, 28));
    };
    let fading = vec![FADING; values.len()];
    let found = antecedent_index(&values, &fading, (Variant::Including, 0.0, SPIN_UP_DAYS));
    let missing = values
        .iter()
        .rev()
        .take(SPIN_UP_DAYS)
        .filter(|value| value.is_nan())
        .count();
    let latest = found.last().copied().filter(|index| !index.is_nan());
    Ok((latest, u32::try_from(missing).unwrap_or(28)))
}

/// Heaviest complete windows of the last days.
fn heaviest(series: &Series, until: Instant) -> Vec<Heaviest> {
    let Some(step) = series.key.step.minutes() else {
        return Vec::new();
    };
    let window = Period::new(until.plus_minutes(-HEAVIEST_DAYS * 1440), until);
    let rows = series.rows_ending_in(window);
    let time: Vec<i64> = series.columns().time[rows.clone()].to_vec();
    let value: Vec<f64> = rows
        .map(|row| series.usable(row).map_or(f64::NAN, |reading| reading.value))
        .collect();
    let fits = HEAVIEST.iter().filter(|hours| step <= **hours * 60);
    fits.map(|hours| {
        let found = totals(
            &time,
            &value,
            PartLength::Fixed(i64::from(step) * 60_000),
            i64::from(*hours) * HOUR,
        );
        let complete = found
            .iter()
            .zip(&time)
            .filter(|(total, _)| total.uncovered == 0);
        let best = complete.reduce(|best, next| {
            if next.0.millimetres > best.0.millimetres {
                next
            } else {
                best
            }
        });
        Heaviest {
            hours: *hours,
            mm: best.map(|(total, end)| (total.millimetres, Instant::from_millis(*end))),
        }
    })
    .collect()
}
