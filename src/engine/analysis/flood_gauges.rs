//! The gauges on the same water as a station, and the peak of a flood at one of them.

use super::Matter;
use super::floods::{FloodPeak, usable};
use crate::domain::{Instant, Period, Quantity, StationId, StationKind, Step};

/// A gauge that a wave reaches from the station, or reached before it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Linked {
    pub(super) station: StationId,
    /// Hours from the station; below zero upstream.
    pub(super) hours: f64,
}

impl Linked {
    /// The same in minutes.
    #[expect(clippy::cast_possible_truncation, reason = "travel times of days")]
    pub(super) fn minutes(&self) -> i64 {
        (self.hours * 60.0).clamp(-1e6, 1e6) as i64
    }

    /// How far from there a crest is looked for: a day, or more the longer the way.
    pub(super) fn room_minutes(&self) -> i64 {
        (24 * 60).max(self.minutes().abs() * 3 / 4)
    }
}

/// Every gauge that the basin's reaches join to the station, source first. The gauge of another state at the same
/// section is joined with no travel time.
pub(super) fn linked(matter: &Matter<'_>) -> Vec<Linked> {
    let basin = matter.basin;
    let own = &matter.station.id;
    let mut found = vec![(own.clone(), 0.0)];
    let mut next = 0;
    while let Some((station, hours)) = found.get(next).cloned() {
        next += 1;
        let down = basin
            .reaches
            .iter()
            .filter(|reach| reach.from == station)
            .map(|reach| (reach.to.clone(), hours + reach.travel_hours));
        let up = basin
            .reaches
            .iter()
            .filter(|reach| reach.to == station)
            .map(|reach| (reach.from.clone(), hours - reach.travel_hours));
        let twin = basin
            .stations
            .iter()
            .filter(|other| {
                other.twin.as_ref() == Some(&station)
                    || basin.station(&station).and_then(|own| own.twin.as_ref()) == Some(&other.id)
            })
            .map(|other| (other.id.clone(), hours));
        // A sibling tributary is not on the way of the water.
        let (down, up): (Vec<_>, Vec<_>) = match hours {
            0.0 => (down.collect(), up.collect()),
            hours if hours > 0.0 => (down.collect(), Vec::new()),
            _ => (Vec::new(), up.collect()),
        };
        let near: Vec<_> = down.into_iter().chain(up).chain(twin).collect();
        for (other, hours) in near {
            if found.iter().all(|(known, _)| *known != other) {
                found.push((other, hours));
            }
        }
    }
    basin
        .stations
        .iter()
        .filter(|station| station.kind == StationKind::Gauge && station.id != *own)
        .filter_map(|station| {
            let (_, hours) = found.iter().find(|(known, _)| *known == station.id)?;
            Some(Linked {
                station: station.id.clone(),
                hours: *hours,
            })
        })
        .collect()
}

/// The highest sure reading of a gauge in a window, by the finest series that has any there. One at the edge of the
/// window is no crest of this flood.
pub(super) fn peak_near(
    matter: &Matter<'_>,
    station: &StationId,
    quantity: Quantity,
    window: Period,
) -> Option<FloodPeak> {
    for series in matter.series_of(station, quantity) {
        let rows = series.rows_ending_in(window);
        if rows.len() < 3 && series.key.step != Step::Day {
            continue;
        }
        let (time, value) = usable(series);
        let best = rows
            .clone()
            .filter(|row| !value[*row].is_nan())
            .reduce(|best, row| if value[row] > value[best] { row } else { best });
        let Some(best) = best else { continue };
        let is_edge = best == rows.start || best + 1 == rows.end;
        let goes_on = match best {
            _ if !is_edge => false,
            row if row == rows.start => row > 0 && value[row - 1] > value[row],
            row => value.get(row + 1).is_some_and(|after| *after > value[row]),
        };
        if !goes_on {
            return Some(FloodPeak {
                time: Instant::from_millis(time[best]),
                value: value[best],
                quantity,
                is_daily: series.key.step == Step::Day,
            });
        }
    }
    None
}
