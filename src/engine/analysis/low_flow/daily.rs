//! The daily values of a station: its longest record, continued to today by its newer series.

use super::super::Matter;
use crate::domain::{DayRule, Quantity};
use crate::engine::EngineError;
use crate::engine::inputs::ALLOWED_OF_A_DAY;
use crate::indicators::drought::record::DailyRecord;
use crate::series::daily::daily;
use crate::series::{Daily, DailyRule, Series};

/// Daily values of a station.
pub(super) struct StationDays {
    pub(super) quantity: Quantity,
    pub(super) agency: String,
    pub(super) record: DailyRecord,
    /// Place of the last day with a value.
    pub(super) last: usize,
    pub(super) continued_days: usize,
}

impl StationDays {
    /// Value of the last day.
    pub(super) fn today(&self) -> f64 {
        self.record.values[self.last]
    }

    /// Days between the last day and the as-of instant.
    pub(super) fn age_days(&self, matter: &Matter<'_>) -> i64 {
        let today = matter.basin.clock.civil(matter.as_of).date();
        (today - self.record.date(self.last)).num_days()
    }
}

/// Discharge before all others: low flow is about water.
const QUANTITIES: [Quantity; 4] = [
    Quantity::Discharge,
    Quantity::Rain,
    Quantity::Storage,
    Quantity::Stage,
];

/// The longest record of the first quantity that the station has; `None` without daily values.
pub(super) fn longest(matter: &Matter<'_>) -> Result<Option<StationDays>, EngineError> {
    for quantity in QUANTITIES {
        let mut found = Vec::new();
        for series in matter.series_of(&matter.station.id, quantity) {
            let days = days_of(matter, series)?;
            if days.values.iter().any(|value| !value.is_nan()) {
                found.push((series, days));
            }
        }
        let count = |days: &Daily| days.values.iter().filter(|value| !value.is_nan()).count();
        let longest =
            (0..found.len()).max_by_key(|place| (count(&found[*place].1), found.len() - place));
        if let Some(place) = longest {
            let (series, days) = found.swap_remove(place);
            let others = found.into_iter().map(|(_, days)| days);
            return Ok(Some(continued(matter, series, days, others)));
        }
    }
    Ok(None)
}

fn days_of(matter: &Matter<'_>, series: &Series) -> Result<Daily, EngineError> {
    let rule = DailyRule {
        clock: matter.basin.clock,
        day: DayRule::MIDNIGHT,
        allowed_missing: ALLOWED_OF_A_DAY,
    };
    daily(series, &rule)
        .map_err(|error| EngineError::Compute(format!("daily values of {}: {error}", series.key)))
}

fn continued(
    matter: &Matter<'_>,
    series: &Series,
    days: Daily,
    others: impl Iterator<Item = Daily>,
) -> StationDays {
    let source = matter.basin.source(&series.key.source);
    let agency = source.map_or_else(
        || series.key.source.to_string(),
        |source| source.agency.clone(),
    );
    let mut record = DailyRecord {
        start: days.start,
        values: days.values,
    };
    let last_of = |values: &[f64]| {
        values
            .iter()
            .rposition(|value| !value.is_nan())
            .unwrap_or(0)
    };
    record.values.truncate(last_of(&record.values) + 1);
    let own = record.values.len();
    for other in others {
        for (place, value) in other.values.iter().enumerate() {
            let date = other.start + chrono::Days::new(place as u64);
            let Ok(at) = usize::try_from((date - record.start).num_days()) else {
                continue;
            };
            if at < own || value.is_nan() {
                continue;
            }
            if at >= record.values.len() {
                record.values.resize(at + 1, f64::NAN);
            }
            if record.values[at].is_nan() {
                record.values[at] = *value;
            }
        }
    }
    let last = last_of(&record.values);
    let continued_days = record.values[own..]
        .iter()
        .filter(|value| !value.is_nan())
        .count();
    StationDays {
        quantity: series.key.quantity,
        agency,
        last,
        continued_days,
        record,
    }
}
