//! Marks of a time axis at true starts of years, months, days and hours of a clock.

use super::Words;
use crate::domain::Clock;

/// One mark.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TimeMark {
    /// Unix seconds.
    pub time: f64,
    /// Label, empty for a mark that stays unlabelled.
    pub label: String,
    /// Distance to the next mark of its kind, s: coarser marks have larger ones.
    pub step_seconds: f64,
}

/// Marks for `range` (unix seconds) on a plot `width` pixels wide, in the civil time of `clock`.
pub fn time_marks(range: (f64, f64), width: f64, clock: Clock, words: &Words) -> Vec<TimeMark> {
    let _ = (range, width, clock, words);
    Vec::new()
}
