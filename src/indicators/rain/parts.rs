//! Parts of rain: totals over intervals that end at their stamps.

use crate::domain::Finding;
use crate::indicators::catalogue::{Points, Resolution, refuse};
use crate::series::walks::rolling_sums;

/// One hour in milliseconds.
pub const HOUR: i64 = 3_600_000;

/// Where the part that ends at a stamp begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartLength {
    /// So many milliseconds before its stamp.
    Fixed(i64),
    /// At the stamp before it; the first value of a series has no beginning and counts as missing.
    SinceStampBefore,
}

/// What fell in a window.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WindowTotal {
    /// Sum of what is there, mm: the total where the window is covered, else a lower bound.
    pub millimetres: f64,
    /// Milliseconds of the window that are not covered by a value.
    pub uncovered: i64,
}

/// Totals over the `span` milliseconds that end at each stamp, for every row in order.
///
/// A part that begins before its window counts with the share that lies in it, as if it had fallen evenly. *Units*:
/// those of `value`. *Missing data*: a NaN, a stamp that is not there and the time before the record are not covered;
/// what that means is for the caller to say. A dry window is exactly 0.
pub fn totals(time: &[i64], value: &[f64], length: PartLength, span: i64) -> Vec<WindowTotal> {
    let mut all = Vec::with_capacity(time.len());
    let open = Open::new(time, value, length);
    rolling_sums(time, value, span, |row, window| {
        let start = time[row] - span;
        let covered = open.until(row) - open.before(window.from);
        let (outside, missing_fall) = open.outside(window.from, start);
        all.push(WindowTotal {
            millimetres: (window.sum - missing_fall).max(0.0),
            uncovered: (span - (covered - outside)).max(0),
        });
    });
    all
}

/// Covered time up to each row, cumulated.
struct Open<'a> {
    time: &'a [i64],
    value: &'a [f64],
    length: PartLength,
    covered: Vec<i64>,
}

impl<'a> Open<'a> {
    fn new(time: &'a [i64], value: &'a [f64], length: PartLength) -> Self {
        let mut open = Self {
            time,
            value,
            length,
            covered: Vec::with_capacity(time.len()),
        };
        let mut sum = 0;
        for (row, value) in value.iter().enumerate().take(time.len()) {
            if !value.is_nan() {
                sum += open.length_of(row);
            }
            open.covered.push(sum);
        }
        open
    }

    /// How long the part of a row is.
    fn length_of(&self, row: usize) -> i64 {
        let since = row
            .checked_sub(1)
            .map(|before| self.time[row] - self.time[before]);
        match self.length {
            // Two parts never cover the same moment.
            PartLength::Fixed(length) => since.map_or(length, |since| since.min(length)),
            PartLength::SinceStampBefore => since.unwrap_or(0),
        }
    }

    fn until(&self, row: usize) -> i64 {
        self.covered[row]
    }

    fn before(&self, row: usize) -> i64 {
        row.checked_sub(1).map_or(0, |before| self.covered[before])
    }

    /// Of the part of a row: how long it lies before `start`, and how much fell there.
    fn outside(&self, row: usize, start: i64) -> (i64, f64) {
        let length = self.length_of(row);
        let out = (start - (self.time[row] - length)).clamp(0, length);
        if out == 0 || self.value[row].is_nan() {
            return (0, 0.0);
        }
        #[expect(
            clippy::cast_precision_loss,
            reason = "lengths of parts in milliseconds stay far below 2^53"
        )]
        let share = out as f64 / length as f64;
        (out, share * self.value[row])
    }
}

/// Most common spacing below which a series has no fixed step.
const REGULAR: f64 = 0.6;

/// The length of the parts of a series: as it was set in minutes, else the most common spacing where most are alike.
///
/// # Errors
/// When the stamps are months, years or fewer than two, so that nothing says how long a part is.
pub fn length_of(points: &Points, minutes: Option<f64>) -> Result<PartLength, Box<Finding>> {
    if let Some(minutes) = minutes {
        if minutes <= 0.0 {
            return Err(refuse(
                "step must be above 0",
                "give the length of a part in minutes, such as step=60",
            ));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a step in milliseconds is rounded on purpose"
        )]
        return Ok(PartLength::Fixed((minutes * 60_000.0).round() as i64));
    }
    if matches!(points.resolution, Resolution::Month | Resolution::Year) {
        return Err(refuse(
            "rain of months or years cannot be summed over hours",
            "give totals of hours or days",
        ));
    }
    match points.spacing() {
        Some((gap, share)) if share >= REGULAR => Ok(PartLength::Fixed(gap)),
        Some(_) => Ok(PartLength::SinceStampBefore),
        None if points.resolution == Resolution::Day => Ok(PartLength::Fixed(24 * HOUR)),
        None => Err(refuse(
            "one value alone does not say how long its part is",
            "set step in minutes, such as step=60",
        )),
    }
}

/// What was assumed about the parts, in words.
pub fn said(length: PartLength) -> String {
    match length {
        PartLength::Fixed(millis) => {
            format!("parts of {} that end at their stamps", span_word(millis))
        }
        PartLength::SinceStampBefore => {
            "parts of unequal length: each is spread evenly over the time since the stamp before"
                .to_owned()
        }
    }
}

/// A span as a person says it.
pub fn span_word(millis: i64) -> String {
    if millis % HOUR == 0 {
        format!("{} h", millis / HOUR)
    } else {
        #[expect(clippy::cast_precision_loss, reason = "shown to a person")]
        let minutes = millis as f64 / 60_000.0;
        format!("{minutes} min")
    }
}

/// Hours as milliseconds.
///
/// # Errors
/// When they are not above 0 or longer than a century.
pub fn millis_of(hours: f64) -> Result<i64, Box<Finding>> {
    if !(hours > 0.0 && hours < 876_600.0) {
        return Err(refuse(
            format!("{hours} hours are no duration"),
            "give hours above 0, such as hours=1,3,6,24",
        ));
    }
    #[expect(
        clippy::cast_possible_truncation,
        reason = "checked to lie within a century"
    )]
    Ok((hours * 3_600_000.0).round() as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hours(span: i64, value: &[f64], length: PartLength) -> Vec<(f64, i64)> {
        let time: Vec<i64> = (1..=value.len())
            .map(|n| i64::try_from(n).unwrap_or(0) * HOUR)
            .collect();
        totals(&time, value, length, span * HOUR)
            .iter()
            .map(|total| (total.millimetres, total.uncovered / HOUR))
            .collect()
    }

    #[test]
    fn a_missing_part_leaves_a_lower_bound() {
        let fixed = PartLength::Fixed(HOUR);
        assert_eq!(
            hours(2, &[1.0, 2.0, f64::NAN, 4.0], fixed),
            [(1.0, 1), (3.0, 0), (2.0, 1), (4.0, 1)]
        );
    }

    #[test]
    fn a_part_that_begins_before_its_window_counts_by_its_share() {
        // Stamps at 0 h, 4 h and 6 h: the 8 mm of the first four hours are 2 mm an hour.
        let time = [0, 4 * HOUR, 6 * HOUR];
        let found = totals(
            &time,
            &[f64::NAN, 8.0, 3.0],
            PartLength::SinceStampBefore,
            3 * HOUR,
        );
        assert!((found[2].millimetres - 5.0).abs() < 1e-12);
        assert_eq!(found[2].uncovered, 0);
    }
}
