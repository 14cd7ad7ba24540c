//! Amounts of a day, over all days of the record at once. Everything is in SI; figures of the agreement are
//! converted once.

use std::rc::Rc;

use super::calendar::DayNumber;
use super::days::{DayColumn, HM3_PER_M3S_DAY, estimate};
use super::operators::{compare, product_measure, quotient_measure, sum_measure};
use super::run::{Frame, Run};
use crate::domain::agreement::amount::{Amount, DayOf, PairOp};
use crate::domain::agreement::clauses::{DerivedSeries, MissingPolicy};
use crate::domain::agreement::measure::Measure;

/// Values of every day of the record, while they are being made.
struct Made {
    measure: Measure,
    values: Vec<f64>,
    approved: Vec<bool>,
}

/// Factor by which values of a day enter a sum of another measure: a volume enters a sum of flows as the flow
/// that makes it in a day, a flow enters a sum of volumes as the volume of the day.
pub(super) fn counting_factor(sum: Measure, term: Measure) -> f64 {
    match (sum, term) {
        (Measure::Flow, Measure::Volume) => 1.0 / HM3_PER_M3S_DAY,
        (Measure::Volume, Measure::Flow) => HM3_PER_M3S_DAY,
        _ => 1.0,
    }
}

/// The series that an amount of a day is a multiple of, and how many times.
fn multiple_of_series(amount: &Amount) -> Option<(f64, &str)> {
    match amount {
        Amount::Day(DayOf::Series(id)) => Some((1.0, id)),
        Amount::Negative(of) => multiple_of_series(of).map(|(factor, id)| (-factor, id)),
        Amount::Pair {
            op: PairOp::Times,
            left,
            right,
        } => match (&**left, &**right) {
            (Amount::Number(times), of) | (of, Amount::Number(times)) => {
                multiple_of_series(of).map(|(factor, id)| (times * factor, id))
            }
            _ => None,
        },
        _ => None,
    }
}

/// Values on an axis of so many days, the first of them on the day `start`.
fn placed<T: Copy>(values: &[T], start: usize, length: usize, missing: T) -> Vec<T> {
    let mut all = Vec::with_capacity(length);
    all.resize(start, missing);
    all.extend_from_slice(&values[..values.len().min(length - start)]);
    all.resize(length, missing);
    all
}

fn counted_as(measure: Measure, mut made: Made) -> Made {
    let factor = counting_factor(measure, made.measure);
    if factor != 1.0 {
        made.values.iter_mut().for_each(|value| *value *= factor);
    }
    made.measure = measure;
    made
}

impl<'r> Run<'r> {
    /// The values of a station or series; nothing for a name that no clause uses.
    pub(super) fn series_column(&self, id: &str) -> Rc<DayColumn> {
        let Some(at) = self.series.position(id) else {
            return Rc::new(DayColumn::nothing(super::series::measure_of(
                self.agreement,
                id,
            )));
        };
        let column = self.series.column(at, || {
            let derived = self.agreement.derived(id);
            Rc::new(derived.map_or_else(
                || DayColumn::nothing(self.series.measure(at)),
                |derived| self.derive(derived),
            ))
        });
        Rc::clone(column)
    }

    /// An amount of a day over all days of the record.
    pub(super) fn daily(&self, amount: &'r Amount) -> Rc<DayColumn> {
        if let Amount::Day(DayOf::Series(id)) = amount {
            return self.series_column(id);
        }
        let key = std::ptr::from_ref(amount) as usize;
        if let Some(known) = self.daily_memo.borrow().get(&key) {
            return Rc::clone(known);
        }
        let made = self.made(amount);
        let column = Rc::new(self.column_of(made));
        self.daily_memo.borrow_mut().insert(key, Rc::clone(&column));
        column
    }

    fn column_of(&self, made: Made) -> DayColumn {
        DayColumn::made(made.measure, self.first, made.values, made.approved)
    }

    fn derive(&self, derived: &'r DerivedSeries) -> DayColumn {
        let mut terms = derived.terms.iter();
        let Some(first) = terms.next() else {
            return DayColumn::nothing(derived.measure);
        };
        let mut sum = match multiple_of_series(&first.amount) {
            Some((factor, id)) => {
                let mut made = self.copied(&self.series_column(id), 0);
                if factor != 1.0 {
                    made.values.iter_mut().for_each(|value| *value *= factor);
                }
                counted_as(derived.measure, made)
            }
            None => counted_as(derived.measure, self.made(&first.amount)),
        };
        for term in terms {
            match multiple_of_series(&term.amount) {
                Some((factor, id)) => self.add(&mut sum, &self.series_column(id), factor),
                None => {
                    let column = self.column_of(self.made(&term.amount));
                    self.add(&mut sum, &column, 1.0);
                }
            }
        }
        if let MissingPolicy::EstimateAndFlag { longest_days } = derived.missing {
            estimate(&mut sum.values, &mut sum.approved, longest_days);
        }
        self.column_of(sum)
    }

    /// Adds so much of a term day by day.
    fn add(&self, sum: &mut Made, term: &DayColumn, part: f64) {
        let factor = part * counting_factor(sum.measure, term.measure);
        let (begin, values, approved) = term.slice(self.first, self.known_to);
        let length = sum.values.len();
        let start = usize::try_from(begin - self.first).unwrap_or(0).min(length);
        let end = (start + values.len()).min(length);
        for (sum, value) in sum.values[start..end].iter_mut().zip(values) {
            *sum += factor * value;
        }
        sum.values[..start].fill(f64::NAN);
        sum.values[end..].fill(f64::NAN);
        let good = (start + approved.len()).min(end);
        for (sum, approved) in sum.approved[start..good].iter_mut().zip(approved) {
            *sum &= approved;
        }
        sum.approved[..start].fill(false);
        sum.approved[good..].fill(false);
    }

    fn length(&self) -> usize {
        usize::try_from(self.known_to - self.first + 1).unwrap_or(0)
    }

    fn blank(&self, measure: Measure) -> Made {
        Made {
            measure,
            values: vec![f64::NAN; self.length()],
            approved: vec![false; self.length()],
        }
    }

    fn same_each_day(&self, measure: Measure, value: f64) -> Made {
        Made {
            measure,
            values: vec![value; self.length()],
            approved: vec![true; self.length()],
        }
    }

    /// The values of a column so many days later.
    fn copied(&self, column: &DayColumn, lag: DayNumber) -> Made {
        let (begin, values, approved) = column.slice(self.first - lag, self.known_to - lag);
        let length = self.length();
        let start = usize::try_from(begin + lag - self.first)
            .unwrap_or(0)
            .min(length);
        Made {
            measure: column.measure,
            values: placed(values, start, length, f64::NAN),
            approved: placed(approved, start, length, false),
        }
    }

    fn made(&self, amount: &'r Amount) -> Made {
        match amount {
            Amount::Day(DayOf::Series(id)) => self.copied(&self.series_column(id), 0),
            Amount::Day(DayOf::StorageChange(id)) => self.storage_change(id),
            Amount::Day(DayOf::Lag { of, days }) => {
                let days = i32::try_from(*days).unwrap_or(i32::MAX);
                self.copied(&self.daily(of), days)
            }
            Amount::Number(value) => self.same_each_day(Measure::Number, *value),
            Amount::Quantity { value, unit } => {
                self.same_each_day(unit.measure, unit.to_si(*value))
            }
            Amount::Parameter(id) => match self.agreement.parameter(id) {
                Some(own) => self.same_each_day(own.unit.measure, own.unit.to_si(own.value)),
                None => self.blank(Measure::Number),
            },
            Amount::Negative(of) => {
                let mut made = self.made(of);
                made.values.iter_mut().for_each(|value| *value = -*value);
                made
            }
            Amount::Flow(of) => counted_as(Measure::Flow, self.made(of)),
            Amount::Volume(of) => counted_as(Measure::Volume, self.made(of)),
            Amount::Not(of) => {
                let mut made = self.made(of);
                for value in &mut made.values {
                    *value = 1.0 - *value;
                }
                made
            }
            Amount::Pair { op, left, right } => {
                self.pair_of(*op, self.made(left), self.made(right))
            }
            Amount::If {
                test,
                then,
                otherwise,
            } => self.either_by_day(&self.made(test), self.made(then), self.made(otherwise)),
            Amount::FirstKnown(parts) => {
                self.folded(
                    parts,
                    |known, next| {
                        if known.is_nan() { next } else { known }
                    },
                )
            }
            Amount::Lesser(parts) => {
                self.folded(parts, |a, b| if a <= b { a } else { b + a * 0.0 })
            }
            Amount::Greater(parts) => {
                self.folded(parts, |a, b| if a >= b { a } else { b + a * 0.0 })
            }
            Amount::Condition(id) => self.condition_by_day(id, amount),
            _ => self.by_single_days(amount),
        }
    }

    /// hm³ gained over the day, as m³/s.
    fn storage_change(&self, id: &str) -> Made {
        let column = self.series_column(id);
        let mut made = self.copied(&column, 0);
        let before = self.copied(&column, 1);
        for (value, before) in made.values.iter_mut().zip(&before.values) {
            *value = (*value - before) / HM3_PER_M3S_DAY;
        }
        for (approved, before) in made.approved.iter_mut().zip(&before.approved) {
            *approved &= before;
        }
        made.measure = Measure::Flow;
        made
    }

    fn condition_by_day(&self, id: &str, amount: &'r Amount) -> Made {
        let conditions = &self.agreement.conditions;
        let own = conditions
            .iter()
            .position(|condition| condition.id == id && condition.scope.is_none());
        match own {
            Some(at) => self.copied(&self.condition_days(at), 0),
            None => self.by_single_days(amount),
        }
    }

    /// What is no value of a day, with each day as a period of its own.
    fn by_single_days(&self, amount: &'r Amount) -> Made {
        let column = self.amount(amount, Frame::made_up(self.each_day()));
        let unit = self.plan.unit(column.measure);
        Made {
            measure: column.measure,
            values: column
                .number
                .iter()
                .map(|number| unit.to_si(*number))
                .collect(),
            approved: column.basis.iter().map(|basis| basis.is_final).collect(),
        }
    }

    fn folded(&self, parts: &'r [Amount], choose: impl Fn(f64, f64) -> f64) -> Made {
        let mut all = parts.iter().map(|part| self.made(part));
        let Some(mut sum) = all.next() else {
            return self.blank(Measure::Number);
        };
        for mut part in all {
            self.align(&mut sum, &mut part);
            for (sum, part) in sum.values.iter_mut().zip(&part.values) {
                *sum = choose(*sum, *part);
            }
            for (sum, part) in sum.approved.iter_mut().zip(&part.approved) {
                *sum &= part;
            }
        }
        sum
    }

    fn either_by_day(&self, test: &Made, mut then: Made, mut otherwise: Made) -> Made {
        self.align(&mut then, &mut otherwise);
        for (n, test_value) in test.values.iter().enumerate() {
            if test_value.is_nan() {
                then.values[n] = f64::NAN;
            } else if *test_value == 0.0 {
                then.values[n] = otherwise.values[n];
                then.approved[n] = otherwise.approved[n];
            }
            then.approved[n] &= test.approved[n];
        }
        then
    }

    /// Gives a plain number beside a quantity that quantity's own unit, and a volume beside a flow the flow that
    /// makes it in a day.
    fn align(&self, left: &mut Made, right: &mut Made) {
        let own = sum_measure(left.measure, right.measure);
        for side in [left, right] {
            let factor = match (side.measure, own) {
                (Measure::Number, Measure::Number) => 1.0,
                (Measure::Number, own) => self.plan.unit(own).factor,
                (Measure::Flow, Measure::Volume) => HM3_PER_M3S_DAY,
                _ => 1.0,
            };
            if factor != 1.0 {
                side.values.iter_mut().for_each(|value| *value *= factor);
            }
            side.measure = own;
        }
    }

    fn pair_of(&self, op: PairOp, mut left: Made, mut right: Made) -> Made {
        let (a, b) = (left.measure, right.measure);
        let (measure, factor) = match op {
            PairOp::Times => product_measure(a, b),
            PairOp::Over => quotient_measure(a, b),
            PairOp::Plus | PairOp::Minus => {
                self.align(&mut left, &mut right);
                (left.measure, 1.0)
            }
            _ => {
                if !matches!(op, PairOp::And | PairOp::Or) {
                    self.align(&mut left, &mut right);
                }
                (Measure::Truth, 1.0)
            }
        };
        // One loop for each operation: a choice in every step would keep the steps apart.
        let mut each = |of: &dyn Fn(&mut [f64], &[f64])| of(&mut left.values, &right.values);
        match op {
            PairOp::Plus => each(&|a, b| a.iter_mut().zip(b).for_each(|(a, b)| *a += b)),
            PairOp::Minus => each(&|a, b| a.iter_mut().zip(b).for_each(|(a, b)| *a -= b)),
            PairOp::Times => each(&|a, b| a.iter_mut().zip(b).for_each(|(a, b)| *a *= b * factor)),
            PairOp::Over => each(&|a, b| {
                for (a, b) in a.iter_mut().zip(b) {
                    *a = if *b == 0.0 { f64::NAN } else { *a / b * factor };
                }
            }),
            _ => each(&|a, b| {
                for (a, b) in a.iter_mut().zip(b) {
                    *a = compare(op, *a, *b);
                }
            }),
        }
        for (a, b) in left.approved.iter_mut().zip(&right.approved) {
            *a &= b;
        }
        left.measure = measure;
        left
    }
}
