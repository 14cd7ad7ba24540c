//! Standardised indices of a station: SSI of a flow, SPI of rain.

use chrono::Datelike as _;

use super::answer::{Answer, Refusal};
use crate::domain::Quantity;
use crate::indicators::drought::record::DailyRecord;
use crate::indicators::drought::standardised::{
    Distribution, IndexRule, MonthlyRecord, Total, Zeros, class, standardise,
};

/// Which index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum IndexKind {
    /// Standardised precipitation index, gamma by Thom.
    Spi,
    /// Standardised streamflow index, log-logistic.
    Ssi,
}

/// An index over the months of a record.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct IndexSeries {
    /// Which.
    pub kind: IndexKind,
    /// Months taken together.
    pub scale: usize,
    /// The newest months in order, at most [`SHOWN`]; a month without an index stands there without one.
    pub values: Answer<Vec<IndexValue>>,
    /// Most years of a calendar month.
    pub years: usize,
}

/// Index of one month.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct IndexValue {
    /// Year.
    pub year: i32,
    /// Month, 1 to 12.
    pub month: u32,
    /// The index; `None` where the month, or one before it that counts, is missing.
    pub index: Option<f64>,
    /// Its class, such as `severely-dry`.
    pub class: Option<&'static str>,
}

/// Months that are given: three years.
pub const SHOWN: usize = 36;

/// Years that a calendar month needs.
const LEAST_YEARS: usize = 20;

pub(super) fn indices(record: &DailyRecord, quantity: Quantity) -> Vec<IndexSeries> {
    let (kind, total, distribution) = match quantity {
        Quantity::Rain => (IndexKind::Spi, Total::Sum, Distribution::GammaThom),
        Quantity::Discharge => (IndexKind::Ssi, Total::Mean, Distribution::LogLogistic),
        Quantity::Stage | Quantity::Storage => return Vec::new(),
    };
    let mut months = MonthlyRecord::of_days(record, total);
    let last = record.date(record.values.len().saturating_sub(1));
    if last.day() < u32::from(last.num_days_in_month()) {
        // A month that is not over is not a missing one.
        months.values.pop();
    }
    let rule = IndexRule {
        distribution,
        zeros: Zeros::McKee,
        clip: 3.09,
        calibration: None,
        least_values: LEAST_YEARS,
        most_zeros: 0.5,
    };
    [1, 3, 12]
        .into_iter()
        .map(|scale| series(&months.over(scale, total), &rule, (kind, scale)))
        .collect()
}

fn series(
    months: &MonthlyRecord,
    rule: &IndexRule,
    (kind, scale): (IndexKind, usize),
) -> IndexSeries {
    let index = standardise(months, rule);
    let years = index.counts.iter().copied().max().unwrap_or(0);
    let first = index.values.len().saturating_sub(SHOWN);
    let value = |place: usize| {
        let (year, month) = months.month_at(place);
        IndexValue {
            year,
            month,
            index: Some(index.values[place]).filter(|value| !value.is_nan()),
            class: class(index.values[place]),
        }
    };
    let values = if index.fits.iter().all(Option::is_none) {
        #[expect(clippy::cast_precision_loss, reason = "years of a record")]
        let (needed, have) = (LEAST_YEARS as f64, years as f64);
        Answer::Refused(Refusal::TooShort { needed, have })
    } else {
        Answer::Known((first..index.values.len()).map(value).collect())
    };
    IndexSeries {
        kind,
        scale,
        values,
        years,
    }
}
