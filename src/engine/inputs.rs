//! What an agreement's station means in this basin: which series, cut into which days.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use chrono::NaiveDate;

use super::workspace::locked;
use super::{DataView, EngineError};
use crate::agreements::{Facts, Inputs};
use crate::domain::{
    AllowedMissing, Basin, DayRule, Instant, Quantity, Station, StationId, StationKind, Step,
};
use crate::series::daily::daily;
use crate::series::{Daily, DailyRule, Series};

/// Share of a day's readings that may be missing before the day has no value: a fifth, as WMO-No. 168 and
/// most agencies have it for daily means of unit values.
pub(super) const ALLOWED_OF_A_DAY: AllowedMissing = AllowedMissing(0.2);

/// The basin's stations as an agreement asks for them.
pub(super) struct BasinInputs<'a> {
    basin: &'a Basin,
    series: &'a [Arc<Series>],
    view: &'a DataView,
    facts: &'a Facts,
    cache: Mutex<BTreeMap<String, Option<Arc<Daily>>>>,
}

impl<'a> BasinInputs<'a> {
    pub(super) fn new(
        basin: &'a Basin,
        series: &'a [Arc<Series>],
        view: &'a DataView,
        facts: &'a Facts,
    ) -> Self {
        Self {
            basin,
            series,
            view,
            facts,
            cache: Mutex::default(),
        }
    }

    /// The station that an id means under the view: a party's own station at a section that it measures.
    pub(super) fn station(&self, id: &str) -> Option<&'a Station> {
        let station = self.basin.station(&StationId::new(id))?;
        let DataView::Party(party) = self.view else {
            return Some(station);
        };
        let twin = station
            .twin
            .as_ref()
            .and_then(|twin| self.basin.station(twin));
        Some(twin.filter(|twin| twin.state == *party).unwrap_or(station))
    }

    /// Every series that is known.
    pub(super) fn all(&self) -> &'a [Arc<Series>] {
        self.series
    }

    /// The series that gives the daily values of an id: the agency's own daily values where it sends any,
    /// else its finest readings.
    pub(super) fn series_of(&self, id: &str) -> Option<&'a Arc<Series>> {
        let station = self.station(id)?;
        daily_source(self.series, station)
    }

    /// Daily values of a series on the basin's days.
    pub(super) fn daily_of(&self, series: &Series) -> Result<Daily, EngineError> {
        daily(series, &self.rule()).map_err(|error| {
            EngineError::Compute(format!("daily values of {}: {error}", series.key))
        })
    }

    fn rule(&self) -> DailyRule {
        DailyRule {
            clock: self.basin.clock,
            day: DayRule::MIDNIGHT,
            allowed_missing: ALLOWED_OF_A_DAY,
        }
    }
}

/// The series behind a station's daily values.
pub(super) fn daily_source<'a>(
    series: &'a [Arc<Series>],
    station: &Station,
) -> Option<&'a Arc<Series>> {
    let quantity = main_quantity(station.kind);
    series
        .iter()
        .filter(|series| series.key.station == station.id && series.key.quantity == quantity)
        .min_by_key(|series| {
            (
                series.key.step != Step::Day,
                series.key.step.minutes(),
                series.key.source.clone(),
            )
        })
}

/// What a kind of station is there for.
pub(super) fn main_quantity(kind: StationKind) -> Quantity {
    match kind {
        StationKind::Gauge | StationKind::Canal => Quantity::Discharge,
        StationKind::Rain => Quantity::Rain,
        StationKind::Reservoir => Quantity::Storage,
    }
}

impl Inputs for BasinInputs<'_> {
    fn daily(&self, id: &str) -> Option<Arc<Daily>> {
        if let Some(known) = locked(&self.cache).get(id) {
            return known.clone();
        }
        // A series that cannot be cut into days is reported by the evaluation's own pass over all series.
        let computed = self
            .series_of(id)
            .and_then(|series| self.daily_of(series).ok())
            .map(Arc::new);
        locked(&self.cache).insert(id.to_owned(), computed.clone());
        computed
    }

    fn facts(&self) -> Facts {
        self.facts.clone()
    }
}

/// The last whole day before an instant on the basin's clock.
pub(super) fn last_whole_day(basin: &Basin, at: Instant) -> NaiveDate {
    let today = basin.clock.civil(at).date();
    today.pred_opt().unwrap_or(today)
}
