//! A difference between balances as the volume of water that it is.

use crate::domain::agreement::LedgerRow;
use crate::domain::agreement::measure::Measure;

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
    pub(super) fn of(row: &LedgerRow, value: f64) -> Self {
        let si = row.counted_in.to_si(value);
        Self {
            value,
            unit: row.unit.clone(),
            hm3: match row.counted_in.measure {
                Measure::Volume => Some(si),
                Measure::Flow => Some(si * f64::from(row.completeness.expected) * HM3_PER_M3S_DAY),
                _ => None,
            },
        }
    }

    /// Size for ranking: hm³ where it is water, else the number itself.
    pub(super) fn size(&self) -> f64 {
        self.hm3.unwrap_or(self.value).abs()
    }
}
