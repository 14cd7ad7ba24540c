//! What became of one series of a file: sums and extremes before and after, and what differs from what was known.

use super::ids::StationId;
use super::key::{SeriesKey, Statistic, Step};
use super::quality::{Quality, Review};
use super::quantity::Quantity;
use super::time::Instant;

/// A value with its place.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Extreme {
    /// SI.
    pub value: f64,
    /// Its instant; `None` where its civil time cannot be settled.
    pub time: Option<Instant>,
    /// Line in the file, from 1.
    pub line: u32,
    /// Field of the line, from 1.
    pub column: u32,
}

/// Values that were added up. Readings that say "no value" are no part of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Totals {
    /// How many values.
    pub n: u64,
    /// Their sum as they stand, SI; `None` without any.
    pub sum: Option<f64>,
    /// The smallest, the first of several; `None` without any.
    pub min: Option<Extreme>,
    /// The largest, the first of several; `None` without any.
    pub max: Option<Extreme>,
}

impl Totals {
    /// Adds one value; NaN, which says "no value", changes nothing.
    pub fn add(&mut self, reading: Extreme) {
        if reading.value.is_nan() {
            return;
        }
        self.n += 1;
        self.sum = Some(self.sum.unwrap_or(0.0) + reading.value);
        if self.min.is_none_or(|least| reading.value < least.value) {
            self.min = Some(reading);
        }
        if self.max.is_none_or(|most| reading.value > most.value) {
            self.max = Some(reading);
        }
    }
}

/// Values by how far their review has come and how far they can be relied on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Statuses {
    /// As they came from the instrument.
    pub raw: u64,
    /// Looked at, may still change.
    pub provisional: u64,
    /// Final by the agency's word.
    pub approved: u64,
    /// Of all of them, those that are not called good.
    pub doubtful: u64,
}

impl Statuses {
    /// Counts one value.
    pub fn add(&mut self, quality: Quality) {
        match quality.review {
            Review::Raw => self.raw += 1,
            Review::Provisional => self.provisional += 1,
            Review::Approved => self.approved += 1,
        }
        self.doubtful += u64::from(quality.reliability != super::Reliability::Good);
    }
}

/// A reading that was known and is said anew.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Change {
    /// Its instant.
    pub time: Instant,
    /// What was known, SI.
    pub old: f64,
    /// What the file says, SI.
    pub new: f64,
    /// Line in the file, from 1.
    pub line: u32,
    /// Field of the line, from 1.
    pub column: u32,
}

/// A file against what the archive knew before it; readings that say "no value" count as readings.
#[derive(Clone, Copy, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Differences {
    /// Readings of instants that were new.
    pub added: u64,
    /// Readings whose value or quality differs from what was known.
    pub revised: u64,
    /// Of the revised ones, those that did not displace an approved reading.
    pub downgraded: u64,
    /// Readings that were known.
    pub unchanged: u64,
    /// Values that were known and are "no value" in the file; they are among the revised ones.
    pub withdrawn: u64,
    /// Values that were known between the file's first and last instant and for which it has no row. They stay.
    pub absent: u64,
    /// The first and the last of the absent ones.
    pub absent_span: Option<(Instant, Instant)>,
    /// The largest change of a value among the revised ones, the first of several.
    pub largest: Option<Change>,
}

impl Differences {
    /// Notes a change of a value, if it is the largest so far.
    pub fn note(&mut self, change: Change) {
        let size = |change: &Change| (change.new - change.old).abs();
        let is_larger = self.largest.is_none_or(|most| size(&change) > size(&most));
        if size(&change) > 0.0 && is_larger {
            self.largest = Some(change);
        }
    }
}

/// One series of a file.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct SeriesReceipt {
    /// The agency's id of the station; several that became one series are parted by commas.
    pub station_in_file: String,
    /// The basin's station; `None` when the series was not taken in, and then there are no totals.
    pub station: Option<StationId>,
    /// What is measured.
    pub quantity: Quantity,
    /// What a value says about its interval.
    pub statistic: Statistic,
    /// Distance between readings in the archive.
    #[serde(with = "step_text")]
    pub step: Step,
    /// The unit as the file writes it.
    pub unit_in_file: String,
    /// SI unit of every figure here.
    pub unit: String,
    /// Values of the file, not yet sorted out.
    pub before: Totals,
    /// Values that entered the archive's steps.
    pub after: Totals,
    /// What was read and did not enter: given twice, or at a time that does not exist or exists twice.
    pub set_aside: Totals,
    /// Instant of the first value that entered.
    pub first: Option<Instant>,
    /// Instant of the last one.
    pub last: Option<Instant>,
    /// Readings that say "no value".
    pub missing: u64,
    /// What entered, by status.
    pub statuses: Statuses,
    /// Against what the archive knew before.
    pub differences: Differences,
}

impl SeriesReceipt {
    /// Whether this is the receipt of the series with this key.
    pub fn is_of(&self, key: &SeriesKey) -> bool {
        self.station.as_ref() == Some(&key.station)
            && (self.quantity, self.statistic, self.step) == (key.quantity, key.statistic, key.step)
    }

    /// Whether the values before are those after and those set aside, in number and in sum.
    pub fn balances(&self) -> bool {
        let sum = |totals: &Totals| totals.sum.unwrap_or(0.0);
        let (before, after) = (sum(&self.before), sum(&self.after) + sum(&self.set_aside));
        // Sums in another order differ by rounding alone.
        let rounding = 1e-9 * (before.abs() + after.abs() + 1.0);
        self.station.is_none()
            || (self.before.n == self.after.n + self.set_aside.n
                && (before - after).abs() <= rounding)
    }
}

/// A step as it is written everywhere else: "15min", "day", "irregular".
mod step_text {
    use serde::Deserialize as _;

    use super::Step;

    pub(super) fn serialize<S: serde::Serializer>(step: &Step, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(step)
    }

    pub(super) fn deserialize<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Step, D::Error> {
        let text = String::deserialize(from)?;
        let minutes = text.strip_suffix("min").and_then(|n| n.parse().ok());
        match (text.as_str(), minutes) {
            ("day", _) => Ok(Step::Day),
            ("irregular", _) => Ok(Step::Irregular),
            (_, Some(minutes)) => Ok(Step::Minutes(minutes)),
            _ => Err(serde::de::Error::custom(format!("{text:?} is no step"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(value: f64, line: u32) -> Extreme {
        Extreme {
            value,
            time: None,
            line,
            column: 2,
        }
    }

    #[test]
    fn totals_take_the_first_extreme_and_pass_over_no_value() {
        let mut totals = Totals::default();
        for (line, value) in [(2, 1.5), (3, f64::NAN), (4, 4.0), (5, 1.5), (6, 4.0)] {
            totals.add(reading(value, line));
        }
        let expect = Totals {
            n: 4,
            sum: Some(11.0),
            min: Some(reading(1.5, 2)),
            max: Some(reading(4.0, 4)),
        };
        assert_eq!(totals, expect);
    }

    #[test]
    fn the_largest_change_is_the_first_of_its_size() {
        let change = |new: f64, line: u32| Change {
            time: Instant::from_millis(0),
            old: 5.0,
            new,
            line,
            column: 1,
        };
        let mut differences = Differences::default();
        for (new, line) in [(5.0, 1), (4.0, 2), (3.0, 3), (7.0, 4)] {
            differences.note(change(new, line));
        }
        assert_eq!(differences.largest, Some(change(3.0, 3)));
    }
}
