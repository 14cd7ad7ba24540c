//! What a series is named by.

use std::fmt;

use super::ids::{SourceId, StationId};
use super::quantity::Quantity;

/// Nominal distance between readings.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// A fixed number of minutes below a day.
    Minutes(u32),
    /// A hydrological or calendar day.
    Day,
    /// A third of a calendar month: the days 1 to 10, 11 to 20, and the rest.
    Dekad,
    /// A calendar month.
    Month,
    /// No fixed distance.
    Irregular,
}

impl Step {
    /// Minutes between readings, nominal for ten days and a month; `None` when irregular.
    pub fn minutes(self) -> Option<u32> {
        match self {
            Self::Minutes(minutes) => Some(minutes),
            Self::Day => Some(1440),
            Self::Dekad => Some(10 * 1440),
            Self::Month => Some(30 * 1440),
            Self::Irregular => None,
        }
    }

    /// Whether a value stands for more than a day, so that it is no value of any day.
    pub fn is_longer_than_a_day(self) -> bool {
        matches!(self, Self::Dekad | Self::Month)
    }
}

impl fmt::Display for Step {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Minutes(minutes) => write!(f, "{minutes}min"),
            Self::Day => f.write_str("day"),
            Self::Dekad => f.write_str("dekad"),
            Self::Month => f.write_str("month"),
            Self::Irregular => f.write_str("irregular"),
        }
    }
}

/// What a value says about its interval.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Statistic {
    /// The value at the stamped moment.
    Instantaneous,
    /// Mean over the interval that ends at the stamp.
    Mean,
    /// Sum over the interval that ends at the stamp.
    Sum,
    /// Largest value of the interval.
    Max,
    /// Smallest value of the interval.
    Min,
}

impl Statistic {
    /// The word used in files and keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Instantaneous => "instantaneous",
            Self::Mean => "mean",
            Self::Sum => "sum",
            Self::Max => "max",
            Self::Min => "min",
        }
    }
}

/// The name of a series: who measured what, where, how often, and what a value means.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
pub struct SeriesKey {
    /// Where.
    pub station: StationId,
    /// What.
    pub quantity: Quantity,
    /// How often.
    pub step: Step,
    /// What a value says about its interval.
    pub statistic: Statistic,
    /// Who sent it.
    pub source: SourceId,
}

impl fmt::Display for SeriesKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}/{}/{}/{}/{}",
            self.station,
            self.quantity.word(),
            self.step,
            self.statistic.word(),
            self.source
        )
    }
}
