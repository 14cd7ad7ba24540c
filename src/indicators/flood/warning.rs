//! Where a gauge stands against its state's own levels.
//!
//! # What it tells
//! The highest level that the last reading has reached, in the state's own words, and the level that comes next.
//! # Formula
//! A level is reached when reading ≥ threshold; the levels of one gauge are ordered by rank.
//! # Units
//! m above the gauge zero for stage, m³/s for discharge: each level on the quantity that its state set it on.
//! # Missing data
//! Without a usable reading of at most the stated age the gauge is *unknown*, which is not calm. Readings that their
//! agency calls bad are no readings; a suspect one is used and named. A gauge whose levels are set on several
//! quantities is known when each has a reading, or when one of them has reached a level.
//! # Limits
//! One reading decides: there is no hysteresis and no persistence here, so a reading that trembles about a threshold
//! changes the answer each time.
//! # Source
//! WMO-No. 1072, *Manual on Flood Forecasting and Warning*: thresholds as the responsible service sets them.

use std::fmt;

use crate::domain::{Instant, Quantity, Reliability, WarningLevel};
use crate::series::{Series, UsableReading};

/// A level and how far away it is.
#[derive(Clone, Debug, PartialEq)]
pub struct NextLevel {
    /// The state's own name for it.
    pub native: String,
    /// Common rank.
    pub rank: u8,
    /// Threshold, SI.
    pub threshold: f64,
    /// Threshold less reading, SI; above zero.
    pub distance: f64,
    /// What both are.
    pub quantity: Quantity,
}

/// A gauge with a reading.
#[derive(Clone, Debug, PartialEq)]
pub struct Known {
    /// Native name of the highest level reached; `None` below all.
    pub native: Option<String>,
    /// Common rank, 0 below all.
    pub rank: u8,
    /// The nearest level above; `None` above all.
    pub next: Option<NextLevel>,
    /// Instant of the reading that decides.
    pub time: Instant,
    /// The reading, SI.
    pub value: f64,
    /// What it measures.
    pub quantity: Quantity,
    /// Whether its agency or quality control doubts the reading.
    pub is_suspect: bool,
}

/// Why nothing can be said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unknown {
    /// The state has set no level for this gauge.
    NoLevels,
    /// No usable reading of this quantity, ever.
    NeverReported(Quantity),
    /// The last usable reading is too old.
    TooOld {
        /// What it measures.
        quantity: Quantity,
        /// Instant of the last usable reading.
        newest: Instant,
        /// Its age, minutes.
        age_minutes: i64,
    },
}

/// Where a gauge stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Standing {
    /// With a reading.
    Known(Known),
    /// Without; that is not calm.
    Unknown(Unknown),
}

impl Standing {
    /// Common rank, 0 below all levels; `None` when unknown.
    pub fn rank(&self) -> Option<u8> {
        match self {
            Self::Known(known) => Some(known.rank),
            Self::Unknown(_) => None,
        }
    }

    /// Native name of the highest level reached; `None` below all levels and when unknown.
    pub fn native(&self) -> Option<&str> {
        match self {
            Self::Known(known) => known.native.as_deref(),
            Self::Unknown(_) => None,
        }
    }
}

/// Where a gauge with these `levels` stands at `at`.
///
/// `readings` are series of the gauge; of several of one quantity the newest usable reading counts. Only series of
/// a quantity that a level is set on are looked at.
pub fn standing(
    levels: &[WarningLevel],
    readings: &[&Series],
    at: Instant,
    max_age_minutes: i64,
) -> Standing {
    let mut known: Option<Known> = None;
    let mut unknown = levels.is_empty().then_some(Unknown::NoLevels);
    for quantity in Quantity::ALL {
        let mut of_quantity: Vec<&WarningLevel> = levels
            .iter()
            .filter(|level| level.quantity == quantity)
            .collect();
        if of_quantity.is_empty() {
            continue;
        }
        of_quantity.sort_by(|a, b| a.rank.cmp(&b.rank).then(a.value.total_cmp(&b.value)));
        match newest(readings, quantity, at, max_age_minutes) {
            Ok(reading) => {
                let here = against(&of_quantity, &reading, quantity);
                if known.as_ref().is_none_or(|known| here.rank > known.rank) {
                    known = Some(here);
                }
            }
            Err(reason) => unknown = unknown.or(Some(reason)),
        }
    }
    match (known, unknown) {
        (Some(known), None) => Standing::Known(known),
        (Some(known), Some(_)) if known.rank > 0 => Standing::Known(known),
        (_, Some(reason)) => Standing::Unknown(reason),
        (None, None) => Standing::Unknown(Unknown::NoLevels),
    }
}

fn newest(
    readings: &[&Series],
    quantity: Quantity,
    at: Instant,
    max_age_minutes: i64,
) -> Result<UsableReading, Unknown> {
    let newest = readings
        .iter()
        .filter(|series| series.key.quantity == quantity)
        .filter_map(|series| series.latest_usable(at))
        .reduce(|best, next| if next.time > best.time { next } else { best })
        .ok_or(Unknown::NeverReported(quantity))?;
    let age_minutes = at.minutes_since(newest.time);
    if age_minutes > max_age_minutes {
        return Err(Unknown::TooOld {
            quantity,
            newest: newest.time,
            age_minutes,
        });
    }
    Ok(newest)
}

fn against(levels: &[&WarningLevel], reading: &UsableReading, quantity: Quantity) -> Known {
    let reached = levels
        .iter()
        .rev()
        .find(|level| reading.value >= level.value);
    let next = levels
        .iter()
        .filter(|level| level.value > reading.value)
        .min_by(|a, b| a.value.total_cmp(&b.value))
        .map(|level| NextLevel {
            native: level.name.clone(),
            rank: level.rank,
            threshold: level.value,
            distance: level.value - reading.value,
            quantity,
        });
    Known {
        native: reached.map(|level| level.name.clone()),
        rank: reached.map_or(0, |level| level.rank),
        next,
        time: reading.time,
        value: reading.value,
        quantity,
        is_suspect: reading.quality.reliability == Reliability::Suspect,
    }
}

impl fmt::Display for Standing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Known(known) => known.fmt(f),
            Self::Unknown(unknown) => unknown.fmt(f),
        }
    }
}

impl fmt::Display for Known {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.next {
            Some(next) => next.fmt(f)?,
            None => f.write_str("above the highest level")?,
        }
        if self.is_suspect {
            f.write_str("; the reading is doubtful")?;
        }
        Ok(())
    }
}

impl fmt::Display for NextLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let facts = self.quantity.facts();
        let (unit, decimals) = (facts.unit.symbol(), facts.decimals);
        write!(
            f,
            "{:.decimals$} {unit} below {} ({:.decimals$} {unit})",
            self.distance, self.native, self.threshold
        )
    }
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoLevels => f.write_str("no warning level is set"),
            Self::NeverReported(quantity) => {
                write!(f, "no usable {} reading", quantity.word())
            }
            Self::TooOld {
                quantity,
                age_minutes,
                ..
            } => {
                let (hours, minutes) = (age_minutes / 60, age_minutes % 60);
                write!(
                    f,
                    "last usable {} reading is {hours} h {minutes} min old",
                    quantity.word()
                )
            }
        }
    }
}
