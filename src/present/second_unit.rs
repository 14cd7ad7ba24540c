//! The unit that stands beside an agreement's own: SI where the agreement counts in another, else the further unit
//! that its parties print, else the same water as a mean discharge or as a volume.

use super::words::unit_as_written;
use crate::domain::agreement::LedgerRow;
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::engine::Evaluation;

/// hm³ that a flow of 1 m³/s makes in a day.
const HM3_PER_M3S_DAY: f64 = 0.0864;

/// A second unit for the figures of one row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct SecondUnit {
    /// As a person reads it; empty where nothing can stand beside the own unit.
    pub(super) name: String,
    /// How many of it one of the own unit is.
    factor: f64,
}

impl SecondUnit {
    /// The unit beside that of a row.
    pub(super) fn of(evaluation: &Evaluation, row: &LedgerRow) -> Self {
        let own = &row.counted_in;
        let stated = evaluation
            .units
            .iter()
            .find(|pair| pair.agreement == row.agreement && pair.unit == row.unit);
        match stated {
            Some(pair) => Self::new(&pair.second, pair.factor),
            None if (own.factor - 1.0).abs() > 1e-9 => {
                Self::new(&AgreementUnit::si(own.measure).name, own.factor)
            }
            None => by_the_period(row),
        }
    }

    fn new(name: &str, factor: f64) -> Self {
        Self {
            name: unit_as_written(name),
            factor,
        }
    }

    /// A value of the own unit in this one.
    pub(super) fn of_value(&self, value: f64) -> f64 {
        value * self.factor
    }
}

/// The mean discharge that a volume makes over the whole period, or the volume that a mean discharge makes.
fn by_the_period(row: &LedgerRow) -> SecondUnit {
    let (first, last) = row.period.days;
    #[expect(
        clippy::cast_precision_loss,
        reason = "days of a calendar are far below 2^53"
    )]
    let days = ((last - first).num_days() + 1).max(1) as f64;
    let volume = HM3_PER_M3S_DAY * days;
    match row.counted_in.measure {
        Measure::Volume => SecondUnit::new("m³/s", 1.0 / volume),
        Measure::Flow => SecondUnit::new("hm³", volume),
        _ => SecondUnit::new("", f64::NAN),
    }
}
