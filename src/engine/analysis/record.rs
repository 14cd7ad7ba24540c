//! What an archive holds of a station: the ground of every analysis.

use super::Matter;
use crate::domain::{Instant, Quantity};

/// The record of one series.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Record {
    /// What was measured.
    pub quantity: Quantity,
    /// Agency that sent it, as a person names it.
    pub agency: String,
    /// Minutes between two readings; `None` where they come as they come.
    pub step_minutes: Option<u32>,
    /// Instant of the first reading that may enter a figure.
    pub first: Instant,
    /// Instant of the last one.
    pub last: Instant,
    /// Age of that reading at the as-of instant, minutes.
    pub age_minutes: i64,
    /// Number of readings that may enter a figure.
    pub n_usable: usize,
    /// Number of rows without a value, or with one that its agency calls bad.
    pub n_missing: usize,
}

/// The records of the matter's station, finest step first; a series without any usable reading has none.
pub(super) fn records(matter: &Matter<'_>) -> Vec<Record> {
    Quantity::ALL
        .into_iter()
        .flat_map(|quantity| matter.series_of(&matter.station.id, quantity))
        .filter_map(|series| {
            let usable: Vec<usize> = (0..series.len())
                .filter(|row| series.is_usable(*row))
                .collect();
            let at = |row: usize| Instant::from_millis(series.columns().time[row]);
            let source = matter.basin.source(&series.key.source);
            let last = at(*usable.last()?);
            Some(Record {
                quantity: series.key.quantity,
                agency: source.map_or_else(
                    || series.key.source.to_string(),
                    |source| source.agency.clone(),
                ),
                step_minutes: series.key.step.minutes(),
                first: at(*usable.first()?),
                last,
                age_minutes: matter.as_of.minutes_since(last),
                n_usable: usable.len(),
                n_missing: series.len() - usable.len(),
            })
        })
        .collect()
}
