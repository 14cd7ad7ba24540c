//! Daily values as columns: those of a station as they are given, those that are made by day.
//!
//! A missing day is NaN and stays so. A span is a slice; sums over long spans come from sums of blocks of days.

use std::cell::OnceCell;
use std::sync::Arc;

use super::calendar::{DayNumber, number};
use crate::domain::agreement::measure::Measure;
use crate::series::Daily;

/// hm³ that a flow of 1 m³/s makes in a day.
pub(super) const HM3_PER_M3S_DAY: f64 = 0.0864;

/// From this many days on a sum is made of sums of blocks.
const LONG: usize = 64;

/// Up to this many days, such as those of a week, are summed one by one.
const SHORT: usize = 16;

/// Days of a block.
const BLOCK: usize = 32;

/// Days that are summed side by side, since one sum alone waits for each addition before the next.
const LANES: usize = 4;

/// Daily values in SI.
#[derive(Debug)]
pub(super) struct DayColumn {
    /// What they measure.
    pub measure: Measure,
    first: DayNumber,
    /// Last day that anything is known of.
    known_to: DayNumber,
    values: Values,
    blocks: OnceCell<Vec<Tally>>,
}

#[derive(Debug)]
enum Values {
    Given(Arc<Daily>),
    Made {
        values: Vec<f64>,
        approved: Vec<bool>,
    },
}

/// What the days of a span come to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Tally {
    /// Sum of the days that have a value.
    pub sum: f64,
    /// Days that have a value.
    pub present: u32,
    /// Days that have a value which is approved.
    pub approved: u32,
}

impl Tally {
    fn add(&mut self, more: Self) {
        self.sum += more.sum;
        self.present += more.present;
        self.approved += more.approved;
    }
}

impl DayColumn {
    /// Values of a station as they are given.
    pub(super) fn given(daily: Arc<Daily>, measure: Measure, known_to: DayNumber) -> Self {
        Self {
            measure,
            first: number(daily.start),
            known_to,
            values: Values::Given(daily),
            blocks: OnceCell::new(),
        }
    }

    /// Values made by day, the first of them on `first`.
    pub(super) fn made(
        measure: Measure,
        first: DayNumber,
        values: Vec<f64>,
        approved: Vec<bool>,
    ) -> Self {
        let length = i32::try_from(values.len()).unwrap_or(i32::MAX);
        Self {
            measure,
            first,
            known_to: first.saturating_add(length - 1),
            values: Values::Made { values, approved },
            blocks: OnceCell::new(),
        }
    }

    /// No values at all.
    pub(super) fn nothing(measure: Measure) -> Self {
        Self::made(measure, 0, Vec::new(), Vec::new())
    }

    fn all(&self) -> &[f64] {
        match &self.values {
            Values::Given(daily) => &daily.values,
            Values::Made { values, .. } => values,
        }
    }

    fn all_approved(&self) -> &[bool] {
        match &self.values {
            Values::Given(daily) => &daily.approved,
            Values::Made { approved, .. } => approved,
        }
    }

    /// The values of a span as far as there are any, with the day of the first of them, and whether each is
    /// approved. The second slice may be shorter: what is not in it is not approved.
    pub(super) fn slice(&self, from: DayNumber, to: DayNumber) -> (DayNumber, &[f64], &[bool]) {
        let begin = from.max(self.first);
        let all = self.all();
        let start = usize::try_from(begin - self.first)
            .unwrap_or(0)
            .min(all.len());
        let end = usize::try_from(to.min(self.known_to) - self.first + 1)
            .unwrap_or(0)
            .clamp(start, all.len());
        let approved = self.all_approved();
        let approved = &approved[start.min(approved.len())..end.min(approved.len())];
        (begin, &all[start..end], approved)
    }

    /// Value of one day; NaN when missing.
    pub(super) fn value(&self, day: DayNumber) -> f64 {
        self.slice(day, day).1.first().copied().unwrap_or(f64::NAN)
    }

    /// Whether the value of one day is there and approved.
    pub(super) fn is_approved(&self, day: DayNumber) -> bool {
        let (_, values, approved) = self.slice(day, day);
        values.first().is_some_and(|value| !value.is_nan()) && approved.first() == Some(&true)
    }

    /// Sum of a span, and how many days stand behind it.
    pub(super) fn tally(&self, from: DayNumber, to: DayNumber) -> Tally {
        let (begin, values, approved) = self.slice(from, to);
        if values.len() <= SHORT && approved.len() == values.len() {
            return tally_of_few(values, approved);
        }
        let begun = usize::try_from(begin - self.first).unwrap_or(0);
        let start = begun.min(self.all().len() - values.len());
        let end = start + values.len();
        let (first_block, after_blocks) = (start.div_ceil(BLOCK), end / BLOCK);
        if values.len() < LONG || first_block >= after_blocks {
            return self.tally_at(start, end);
        }
        let blocks = self.blocks.get_or_init(|| self.all_blocks());
        let mut tally = self.tally_at(start, first_block * BLOCK);
        for block in &blocks[first_block..after_blocks] {
            tally.add(*block);
        }
        tally.add(self.tally_at(after_blocks * BLOCK, end));
        tally
    }

    fn all_blocks(&self) -> Vec<Tally> {
        let whole = self.all().len() / BLOCK;
        let blocks = 0..whole;
        blocks
            .map(|block| self.tally_at(block * BLOCK, (block + 1) * BLOCK))
            .collect()
    }

    /// Of the values from one position up to, and without, another.
    fn tally_at(&self, start: usize, end: usize) -> Tally {
        let (values, approved) = (&self.all()[start..end], self.all_approved());
        let approved = &approved[start.min(approved.len())..end.min(approved.len())];
        let (known, rest) = values.split_at(approved.len());
        let mut tally = tally_of(known, approved);
        for value in rest.iter().filter(|value| !value.is_nan()) {
            tally.sum += value;
            tally.present += 1;
        }
        tally
    }

    /// Smallest and largest day of a span; NaN without any.
    pub(super) fn extremes(&self, from: DayNumber, to: DayNumber) -> (f64, f64) {
        let (_, values, _) = self.slice(from, to);
        // The least of a number and NaN is the number.
        values
            .iter()
            .fold((f64::NAN, f64::NAN), |(least, most), value| {
                (least.min(*value), most.max(*value))
            })
    }

    /// Last day of a span that has a value.
    pub(super) fn last_present(&self, from: DayNumber, to: DayNumber) -> Option<DayNumber> {
        let (begin, values, _) = self.slice(from, to);
        let at = values.iter().rposition(|value| !value.is_nan())?;
        Some(begin + i32::try_from(at).ok()?)
    }
}

fn tally_of_few(values: &[f64], approved: &[bool]) -> Tally {
    let mut tally = Tally::default();
    for (value, is_good) in values.iter().zip(approved) {
        let is_there = !value.is_nan();
        tally.sum += if is_there { *value } else { 0.0 };
        tally.present += u32::from(is_there);
        tally.approved += u32::from(is_there & *is_good);
    }
    tally
}

/// Sum and counts of days, each with whether it is approved.
fn tally_of(values: &[f64], approved: &[bool]) -> Tally {
    let (mut sums, mut present) = ([0.0; LANES], [0.0; LANES]);
    let mut chunks = values.chunks_exact(LANES);
    for chunk in chunks.by_ref() {
        for lane in 0..LANES {
            let (value, one) = if chunk[lane].is_nan() {
                (0.0, 0.0)
            } else {
                (chunk[lane], 1.0)
            };
            sums[lane] += value;
            present[lane] += one;
        }
    }
    let mut tally = Tally {
        sum: (sums[0] + sums[1]) + (sums[2] + sums[3]),
        present: (present[0] + present[1] + present[2] + present[3]) as u32,
        approved: 0,
    };
    for value in chunks.remainder().iter().filter(|value| !value.is_nan()) {
        tally.sum += value;
        tally.present += 1;
    }
    tally.approved = if approved.iter().fold(true, |all, is_good| all & is_good) {
        tally.present
    } else {
        let both = values.iter().zip(approved);
        both.map(|(value, is_good)| u32::from(*is_good && !value.is_nan()))
            .sum()
    };
    tally
}

/// Volumes that are entered by hand: a day without an entry has none. Such a day is final only up to the last
/// entry, since a later one may still come for it.
pub(super) fn entered_by_hand(daily: &Daily, axis: (DayNumber, DayNumber)) -> DayColumn {
    let column = DayColumn::given(Arc::new(daily.clone()), Measure::Volume, axis.1);
    let last_entry = column.last_present(axis.0, axis.1).unwrap_or(axis.0 - 1);
    let days = axis.0..=axis.1;
    let (values, approved) = days
        .map(|day| {
            let value = column.value(day);
            if value.is_nan() {
                (0.0, day <= last_entry)
            } else {
                (value, column.is_approved(day))
            }
        })
        .unzip();
    DayColumn::made(Measure::Volume, axis.0, values, approved)
}

/// Fills gaps of at most so many days by a straight line between the days on either side. Such days are not
/// approved.
pub(super) fn estimate(values: &mut [f64], approved: &mut [bool], longest_days: u32) {
    let mut before: Option<usize> = None;
    for n in 0..values.len() {
        if values[n].is_nan() {
            continue;
        }
        if let Some(start) = before.filter(|start| start + 1 < n) {
            let gap = u32::try_from(n - start - 1).unwrap_or(u32::MAX);
            if gap <= longest_days {
                let (a, b) = (values[start], values[n]);
                for step in 1..=gap {
                    let at = start + step as usize;
                    values[at] = a + (b - a) * f64::from(step) / f64::from(gap + 1);
                    approved[at] = false;
                }
            }
        }
        before = Some(n);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn column(values: &[f64]) -> DayColumn {
        let approved = vec![true; values.len()];
        DayColumn::made(Measure::Flow, 100, values.to_vec(), approved)
    }

    #[test]
    fn a_span_is_counted_the_same_in_one_piece_and_by_blocks() {
        let values: Vec<f64> = (0..200)
            .map(|n| if n % 7 == 3 { f64::NAN } else { f64::from(n) })
            .collect();
        let column = column(&values);
        // Days 10 to 99 of the values: 4005 + 855 less 10, 17, … 94 (13 of them, mean 52).
        let long = column.tally(110, 199);
        assert_eq!(
            (long.sum, long.present, long.approved),
            (4905.0 - 13.0 * 52.0, 77, 77)
        );
        let short = column.tally(110, 119);
        assert_eq!((short.sum, short.present), (145.0 - 10.0 - 17.0, 8));
        assert_eq!(column.tally(0, 105).present, 5);
        assert_eq!(column.tally(0, 99).present, 0);
        // Ten values, 192 and 199 less.
        assert_eq!(column.tally(290, 900).present, 8);
    }

    #[test]
    fn a_short_gap_is_a_straight_line_and_a_long_one_stays() {
        let nan = f64::NAN;
        let mut values = [nan, 1.0, nan, nan, 4.0, nan, nan, nan, 8.0, nan];
        let mut approved = [true; 10];
        estimate(&mut values, &mut approved, 2);
        assert_eq!(&values[1..5], &[1.0, 2.0, 3.0, 4.0]);
        assert!(values[0].is_nan() && values[5..8].iter().all(|value| value.is_nan()));
        assert!(!approved[2] && !approved[3] && approved[4]);
    }
}
