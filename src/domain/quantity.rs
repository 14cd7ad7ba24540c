//! What is measured, and what follows from it: one registry row per quantity.

use super::unit::Unit;

/// A measured quantity.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Height of the water above the gauge zero, m.
    Stage,
    /// Volume per time through a section, m³/s.
    Discharge,
    /// Depth of precipitation over an interval, mm.
    Rain,
    /// Volume held in a reservoir, hm³.
    Storage,
}

/// How values of a quantity become one value of a longer interval.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregation {
    /// Time-weighted mean.
    Mean,
    /// Sum of all parts.
    Sum,
    /// The last value of the interval.
    Last,
}

/// The registry row of a quantity.
#[derive(Clone, Copy, Debug)]
pub struct QuantityFacts {
    /// Unit inside the program.
    pub unit: Unit,
    /// How values add up.
    pub aggregation: Aggregation,
    /// Values outside are impossible and rejected by quality control, in SI.
    pub plausible: (f64, f64),
    /// Decimals a person needs to see.
    pub decimals: usize,
}

impl Quantity {
    /// All quantities, in display order.
    pub const ALL: [Self; 4] = [Self::Stage, Self::Discharge, Self::Rain, Self::Storage];

    /// The registry row.
    pub fn facts(self) -> QuantityFacts {
        match self {
            Self::Stage => QuantityFacts {
                unit: Unit::Metre,
                aggregation: Aggregation::Mean,
                plausible: (-20.0, 60.0),
                decimals: 2,
            },
            Self::Discharge => QuantityFacts {
                unit: Unit::CubicMetrePerSecond,
                aggregation: Aggregation::Mean,
                // The largest discharge ever estimated for a river is about 370,000 m³/s (Amazon, 1953).
                plausible: (-5_000.0, 400_000.0),
                decimals: 1,
            },
            Self::Rain => QuantityFacts {
                unit: Unit::Millimetre,
                aggregation: Aggregation::Sum,
                // World record of one day: 1,825 mm (Foc-Foc, La Réunion, 1966).
                plausible: (0.0, 2_000.0),
                decimals: 1,
            },
            Self::Storage => QuantityFacts {
                unit: Unit::CubicHectometre,
                aggregation: Aggregation::Last,
                plausible: (0.0, 250_000.0),
                decimals: 1,
            },
        }
    }

    /// The word used in files and keys.
    pub fn word(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Discharge => "discharge",
            Self::Rain => "rain",
            Self::Storage => "storage",
        }
    }
}
