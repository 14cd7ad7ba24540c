//! What SPI, SPEI and SSI share: monthly records, sums over months, a distribution a calendar month, the index, its
//! classes and the droughts in it.

mod droughts;
mod fit;
mod monthly;
pub(super) mod run;

pub use droughts::{Drought, class, droughts, index_class};
pub use fit::{Distribution, Fit, Zeros, fit};
pub use monthly::{MonthlyRecord, Total};

use std::ops::RangeInclusive;

/// How an index is formed.
#[derive(Clone, Debug, PartialEq)]
pub struct IndexRule {
    /// Distribution of each calendar month.
    pub distribution: Distribution,
    /// What a value of zero is worth.
    pub zeros: Zeros,
    /// Greatest absolute value of the index.
    pub clip: f64,
    /// Calendar years that the distributions are fitted to; all when `None`.
    pub calibration: Option<RangeInclusive<i32>>,
    /// Values a calendar month needs to be fitted.
    pub least_values: usize,
    /// Share of zeros above which a calendar month has no index.
    pub most_zeros: f64,
}

/// An index and what it stands on.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    /// One a month of the record; NaN where there is none.
    pub values: Vec<f64>,
    /// Distribution of January to December; `None` where a month has too few values, or too many zeros.
    pub fits: Vec<Option<Fit>>,
    /// Values of each calendar month in the calibration years.
    pub counts: Vec<usize>,
}

/// The index of a record of sums or means: a distribution a calendar month, then the standard normal value of the same
/// probability. NaN is missing and stays so.
pub fn standardise(record: &MonthlyRecord, rule: &IndexRule) -> Index {
    let mut samples = vec![Vec::new(); 12];
    for (place, value) in record.values.iter().enumerate() {
        let (year, month) = record.month_at(place);
        let counts = rule
            .calibration
            .as_ref()
            .is_none_or(|years| years.contains(&year));
        if counts && !value.is_nan() {
            samples[month as usize - 1].push(*value);
        }
    }
    let fits: Vec<Option<Fit>> = samples
        .iter()
        .map(|sample| {
            let fit = fit(sample, rule.distribution, rule.zeros)?;
            (sample.len() >= rule.least_values && fit.zero_share <= rule.most_zeros).then_some(fit)
        })
        .collect();
    let index = |(place, value): (usize, &f64)| {
        let (_, month) = record.month_at(place);
        let fit = fits[month as usize - 1].as_ref();
        fit.map_or(f64::NAN, |fit| {
            fit.index(*value).clamp(-rule.clip, rule.clip)
        })
    };
    Index {
        values: record.values.iter().enumerate().map(index).collect(),
        counts: samples.iter().map(Vec::len).collect(),
        fits,
    }
}
