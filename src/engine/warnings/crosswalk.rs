//! How unusual a reading is, on a scale that all states share.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::station::Own;
use crate::domain::StationId;
use crate::engine::{Crosswalk, WarningReading};
use crate::series::Series;

const DAY: i64 = 86_400_000;
/// Days of record below which a share of the time says nothing.
const FEWEST_DAYS: i64 = 365;

/// Crosswalks as they were last computed: a reading that did not change is not ranked again.
#[derive(Debug, Default)]
pub(super) struct Cache {
    kept: BTreeMap<StationId, (Arc<Series>, WarningReading, Crosswalk)>,
}

impl Cache {
    /// The crosswalk of a reading of a station, by the longest record of its quantity.
    pub(super) fn of(
        &mut self,
        station: &StationId,
        own: &[Own],
        reading: &WarningReading,
    ) -> Crosswalk {
        let Some(record) = longest(own, reading) else {
            return Crosswalk::default();
        };
        if let Some((series, known, crosswalk)) = self.kept.get(station)
            && Arc::ptr_eq(series, record)
            && known == reading
        {
            return crosswalk.clone();
        }
        let crosswalk = compute(record, reading);
        let kept = (Arc::clone(record), *reading, crosswalk.clone());
        self.kept.insert(station.clone(), kept);
        crosswalk
    }
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

fn compute(record: &Series, reading: &WarningReading) -> Crosswalk {
    let columns = record.columns();
    let (Some(first), Some(last)) = (columns.time.first(), columns.time.last()) else {
        return Crosswalk::default();
    };
    let days = (last - first) / DAY;
    let (mut there, mut higher) = (0_u32, 0_u32);
    for value in columns.value.iter().filter(|value| !value.is_nan()) {
        there += 1;
        higher += u32::from(*value > reading.value);
    }
    let share = (days >= FEWEST_DAYS && there > 0).then(|| f64::from(higher) / f64::from(there));
    let basis = if share.is_some() {
        format!(
            "share of {there} values of {days} days that are higher, step {}",
            record.key.step
        )
    } else {
        format!("{days} days of record, {FEWEST_DAYS} are needed")
    };
    Crosswalk {
        return_period_years: None,
        return_period_basis: "not computed here".to_owned(),
        share_exceeded: share,
        share_basis: basis,
    }
}
