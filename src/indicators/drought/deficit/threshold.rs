//! The threshold that a flow is held against: one for the year, one a month, or one a day of the year.

use chrono::Datelike as _;

use super::super::flow_duration::flow_duration;
use super::super::percentile_bands::{BandRule, bands, day_of_year};
use super::super::record::{DailyRecord, figures};
use crate::indicators::stats::quantile::QuantileType;

/// Which threshold is formed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThresholdKind {
    /// One for all days.
    Fixed,
    /// One a calendar month.
    Monthly,
    /// One a day of the year, of the days within `half_window` around it.
    Daily {
        /// Days on either side.
        half_window: usize,
    },
}

/// A threshold.
#[derive(Clone, Debug, PartialEq)]
pub enum Threshold {
    /// For all days, in the unit of the series.
    Fixed(f64),
    /// January to December; NaN where a month has no value.
    Monthly(Vec<f64>),
    /// By [`day_of_year`]; NaN where a day has no value.
    Daily(Vec<f64>),
}

/// The flow that is exceeded the share `exceeded` (0 to 1) of the time.
pub fn threshold(
    record: &DailyRecord,
    exceeded: f64,
    kind: ThresholdKind,
    quantile: QuantileType,
) -> Threshold {
    match kind {
        ThresholdKind::Fixed => {
            Threshold::Fixed(flow_duration(&record.values, &[exceeded], quantile)[0])
        }
        ThresholdKind::Monthly => {
            let mut months = vec![Vec::new(); 12];
            for (place, value) in record.values.iter().enumerate() {
                months[record.date(place).month0() as usize].push(*value);
            }
            let level = |month: &Vec<f64>| flow_duration(month, &[exceeded], quantile)[0];
            Threshold::Monthly(months.iter().map(level).collect())
        }
        ThresholdKind::Daily { half_window } => {
            let rule = BandRule {
                shares: vec![1.0 - exceeded],
                half_window,
                kind: quantile,
                least_share: 0.0,
                least_years: 1,
            };
            let days = bands(record, &rule, |_| true);
            Threshold::Daily(days.iter().map(|day| day.flows[0]).collect())
        }
    }
}

impl Threshold {
    /// The threshold of each day of a record.
    pub fn of_days(&self, record: &DailyRecord) -> Vec<f64> {
        let of = |place: usize| match self {
            Self::Fixed(level) => *level,
            Self::Monthly(months) => months[record.date(place).month0() as usize],
            Self::Daily(days) => days[day_of_year(record.date(place))],
        };
        (0..record.values.len()).map(of).collect()
    }

    /// The one threshold, where there is one.
    pub fn fixed(&self) -> Option<f64> {
        match self {
            Self::Fixed(level) => Some(*level),
            Self::Monthly(_) | Self::Daily(_) => None,
        }
    }

    /// The thresholds, where there are several.
    pub fn varying(&self) -> Vec<Option<f64>> {
        match self {
            Self::Fixed(_) => Vec::new(),
            Self::Monthly(levels) | Self::Daily(levels) => figures(levels),
        }
    }
}
