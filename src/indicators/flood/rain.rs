//! How much rain fell.
//!
//! # What it tells
//! Rain over the last 6, 24 or 72 hours at one station.
//! # Formula
//! Sum of all parts that end in (t − k, t]. A part is an interval total, labelled by its end.
//! # Units
//! mm.
//! # Missing data
//! One missing part and there is no total: missing rain is not dry. Readings that their agency calls bad are missing.
//! # Limits
//! A part that ends within the window but begins before it counts whole: the total is exact when t is the end of a
//! part, and late by less than a part otherwise; `until` says where it ends. Totals of fixed hours or days run below
//! those of a sliding window (factor about 1.13 for a day). Daily stations have no 6-hour total.
//! # Source
//! WMO-No. 168, vol. I; Hershfield 1961 for the factor.

use std::fmt;

use crate::domain::{Instant, Period, Step};
use crate::series::{Series, UsableReading};

/// Windows of the board, hours.
pub const WINDOWS_HOURS: [u32; 3] = [6, 24, 72];

/// A rain total.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RainTotal {
    /// mm.
    pub millimetres: f64,
    /// End of its last part.
    pub until: Instant,
}

/// Why there is no total.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRain {
    /// The parts are longer than the window, do not divide it, or have no fixed length.
    StepDoesNotFit(Step),
    /// Parts are missing.
    Missing {
        /// Parts that are there.
        present: u32,
        /// Parts that make the window.
        expected: u32,
    },
}

impl fmt::Display for NoRain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StepDoesNotFit(Step::Day) => f.write_str("only daily totals"),
            Self::StepDoesNotFit(step) => write!(f, "totals of step {step} do not fit the window"),
            Self::Missing { present, expected } => {
                write!(f, "{present} of {expected} parts of the window are there")
            }
        }
    }
}

/// Rain of one series over the `hours` that end at `at`.
///
/// # Errors
/// The reason when a part is missing or the step does not fit.
pub fn accumulation(series: &Series, at: Instant, hours: u32) -> Result<RainTotal, NoRain> {
    let step = series.key.step;
    let parts = step
        .minutes()
        .filter(|minutes| {
            *minutes > 0 && *minutes <= hours * 60 && (hours * 60).is_multiple_of(*minutes)
        })
        .map(|minutes| hours * 60 / minutes)
        .ok_or(NoRain::StepDoesNotFit(step))?;
    let window = Period::new(at.plus_minutes(-i64::from(hours) * 60), at);
    let mut newest_first: Vec<UsableReading> = series
        .rows_ending_in(window)
        .rev()
        .filter_map(|row| series.usable(row))
        .collect();
    let present = u32::try_from(newest_first.len()).unwrap_or(u32::MAX);
    if present < parts {
        return Err(NoRain::Missing {
            present,
            expected: parts,
        });
    }
    // The day of a summer-time change has 23 hours, so that one day end too many can lie in the window.
    newest_first.truncate(usize::try_from(parts).unwrap_or(usize::MAX));
    let until = newest_first.first().map_or(at, |reading| reading.time);
    Ok(RainTotal {
        millimetres: newest_first.iter().rev().map(|reading| reading.value).sum(),
        until,
    })
}
