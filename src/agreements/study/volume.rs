//! A difference between balances as the volume of water that it is.

use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::{Agreement, LedgerRow};
use crate::domain::{Quantity, Unit};

/// hm³ that a flow of 1 m³/s makes in a day.
const HM3_PER_M3S_DAY: f64 = 0.0864;

/// A difference in the unit of its ledger, and as water.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Volume {
    /// In `unit`.
    pub value: f64,
    /// Unit of the ledger, as the row names it.
    pub unit: String,
    /// The same in hm³; a difference of mean flows counts over the days of the period that are known. `None`
    /// for a depth of rain, which is no volume.
    pub hm3: Option<f64>,
}

impl Volume {
    /// `value` in the unit of a row.
    pub(super) fn of(agreement: &Agreement, row: &LedgerRow, value: f64) -> Self {
        Self {
            value,
            unit: row.unit.clone(),
            hm3: hm3(agreement, row, value),
        }
    }

    /// Size for ranking: hm³ where it is water, else the number itself.
    pub(super) fn size(&self) -> f64 {
        self.hm3.unwrap_or(self.value).abs()
    }
}

fn hm3(agreement: &Agreement, row: &LedgerRow, value: f64) -> Option<f64> {
    let unit = unit_named(agreement, &row.unit)?;
    let si = value * unit.factor;
    match unit.measure {
        Measure::Volume => Some(si),
        Measure::Flow => Some(si * f64::from(row.completeness.expected) * HM3_PER_M3S_DAY),
        _ => None,
    }
}

/// The unit that a row names: one of the agreement's, else one that everybody knows.
fn unit_named(agreement: &Agreement, name: &str) -> Option<AgreementUnit> {
    let own = std::iter::once(&agreement.units.main).chain(&agreement.units.further);
    let of_ledgers = agreement.ledgers.iter().map(|ledger| &ledger.unit);
    let of_rules = agreement.rules.iter().map(|rule| &rule.unit);
    let mut all = own.chain(of_ledgers).chain(of_rules);
    if let Some(unit) = all.find(|unit| unit.name == name) {
        return Some(unit.clone());
    }
    let common = [
        (Quantity::Storage, Measure::Volume),
        (Quantity::Discharge, Measure::Flow),
        (Quantity::Rain, Measure::Depth),
    ];
    common.into_iter().find_map(|(quantity, measure)| {
        Unit::parse(name, quantity).map(|unit| AgreementUnit {
            name: name.to_owned(),
            measure,
            factor: unit.to_si(1.0),
        })
    })
}
