//! How unusual a reading is, on a scale that all states share.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::station::Own;
use crate::domain::{Quantity, StationId};
use crate::engine::{Crosswalk, WarningReading};
use crate::indicators::frequency::distribution::Distribution as _;
use crate::indicators::frequency::{annual, gev};
use crate::indicators::stats::l_moments::of_sorted;
use crate::series::Series;

const DAY: i64 = 86_400_000;
/// A discharge that is older than the stage beside it by more does not speak for it, minutes.
const OLDEST_MINUTES: i64 = 24 * 60;
/// Whole years below which there is no return period.
const FEWEST_YEARS: u32 = 10;
/// Days of record below which a share of the time says nothing.
const FEWEST_DAYS: i64 = 365;

/// Crosswalks as they were last computed: a reading that did not change is not ranked again.
#[derive(Debug, Default)]
pub(super) struct Cache {
    kept: BTreeMap<StationId, (Vec<Ranked>, Crosswalk)>,
}

/// A reading and the record that it is ranked in.
#[derive(Clone, Debug)]
struct Ranked {
    record: Arc<Series>,
    reading: WarningReading,
}

impl PartialEq for Ranked {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.record, &other.record) && self.reading == other.reading
    }
}

impl Cache {
    /// The crosswalk of a reading of a station, by the longest record of its quantity; beside a stage stands the
    /// newest discharge, whose record is often the longer one.
    pub(super) fn of(
        &mut self,
        station: &StationId,
        own: &[Own],
        reading: &WarningReading,
    ) -> Crosswalk {
        let discharge = newest(own, Quantity::Discharge).filter(|discharge| {
            reading.quantity == Quantity::Stage
                && reading.time.minutes_since(discharge.time) <= OLDEST_MINUTES
        });
        let readings = [Some(*reading), discharge].into_iter().flatten();
        let ranked: Vec<Ranked> = readings
            .filter_map(|reading| {
                let record = Arc::clone(longest(own, &reading)?);
                Some(Ranked { record, reading })
            })
            .collect();
        if let Some((known, crosswalk)) = self.kept.get(station)
            && *known == ranked
        {
            return crosswalk.clone();
        }
        let crosswalk = compute(&ranked);
        self.kept
            .insert(station.clone(), (ranked, crosswalk.clone()));
        crosswalk
    }
}

/// The newest good reading of a quantity.
fn newest(own: &[Own], quantity: Quantity) -> Option<WarningReading> {
    let of = own.iter().filter(|own| own.series.key.quantity == quantity);
    let newest = of.filter_map(|own| own.watch.newest_good());
    newest
        .max_by_key(|newest| newest.time)
        .map(|newest| WarningReading {
            quantity,
            time: newest.time,
            value: newest.value,
        })
}

/// The series of the reading's quantity whose record began first.
fn longest<'a>(own: &'a [Own], reading: &WarningReading) -> Option<&'a Arc<Series>> {
    let of = own
        .iter()
        .filter(|own| own.series.key.quantity == reading.quantity);
    let records = of.filter(|own| !own.series.is_empty());
    let first = records.min_by_key(|own| own.series.columns().time.first().copied());
    first.map(|own| &own.series)
}

fn compute(ranked: &[Ranked]) -> Crosswalk {
    let Some(first) = ranked.first() else {
        return Crosswalk::default();
    };
    let (share_exceeded, share_basis) = share(&first.record, &first.reading);
    let mut all = ranked
        .iter()
        .map(|ranked| return_period(&ranked.record, &ranked.reading));
    let own = all.next().unwrap_or_default();
    let (return_period_years, return_period_basis) = match all.next() {
        Some((Some(years), basis)) if own.0.is_none() => {
            (Some(years), format!("of the discharge: {basis}"))
        }
        _ => own,
    };
    Crosswalk {
        return_period_years,
        return_period_basis,
        share_exceeded,
        share_basis,
    }
}

/// Share of the record's values that are higher.
fn share(record: &Series, reading: &WarningReading) -> (Option<f64>, String) {
    let columns = record.columns();
    let (Some(first), Some(last)) = (columns.time.first(), columns.time.last()) else {
        return (None, "there is no record".to_owned());
    };
    let days = (last - first) / DAY;
    let (mut there, mut higher) = (0_u32, 0_u32);
    for value in columns.value.iter().filter(|value| !value.is_nan()) {
        there += 1;
        higher += u32::from(*value > reading.value);
    }
    if days < FEWEST_DAYS || there == 0 {
        return (
            None,
            format!("{days} days of record, {FEWEST_DAYS} are needed"),
        );
    }
    let basis = format!(
        "share of {there} values of {days} days that are higher, step {}",
        record.key.step
    );
    (Some(f64::from(higher) / f64::from(there)), basis)
}

/// Return period by a GEV of the annual maxima of whole years. A value that every year exceeds has none.
fn return_period(record: &Series, reading: &WarningReading) -> (Option<f64>, String) {
    let columns = record.columns();
    // A live record is short: whether it could hold enough years is known without looking for their maxima.
    let span = columns.time.first().zip(columns.time.last());
    let at_most = span.map_or(0, |(first, last)| (last - first) / (365 * DAY));
    if at_most < i64::from(FEWEST_YEARS) {
        return (
            None,
            format!("{at_most} years of record, {FEWEST_YEARS} are needed"),
        );
    }
    let usable: Vec<f64> = (0..record.len())
        .map(|row| {
            if record.is_usable(row) {
                columns.value[row]
            } else {
                f64::NAN
            }
        })
        .collect();
    let maxima = annual::maxima(&columns.time, &usable, annual::Rules::default(), false);
    let mut maxima = maxima.values();
    maxima.sort_by(f64::total_cmp);
    let years = u32::try_from(maxima.len()).unwrap_or(u32::MAX);
    if years < FEWEST_YEARS {
        return (
            None,
            format!("{years} whole years of record, {FEWEST_YEARS} are needed"),
        );
    }
    let Some(curve) = gev::from_l_moments(&of_sorted(&maxima)) else {
        return (None, format!("no GEV fits the maxima of {years} years"));
    };
    let found = curve.return_period(reading.value);
    let basis = format!(
        "GEV by L-moments of {years} annual maxima, step {}",
        record.key.step
    );
    // Beyond four times its length a record says nothing but "rarer".
    let longest = 4.0 * f64::from(years);
    if found > longest {
        (
            None,
            format!("rarer than once in {longest:.0} years; {basis}"),
        )
    } else {
        (Some(found), basis)
    }
}
