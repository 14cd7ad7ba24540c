//! Amounts over the periods of a calendar: the tree is walked once, column by column.

use std::rc::Rc;

use super::calendar::date;
use super::operators::{
    compare, is_quantity, product_measure, quotient_measure, round_to, sum_measure,
};
use super::run::{Frame, Run};
use super::spans::resolve;
use super::value::{Basis, Column, Growth};
use crate::domain::agreement::amount::{Amount, DayOf, PairOp, PeriodFact, Statistic};
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use chrono::Datelike as _;

impl<'r> Run<'r> {
    /// An amount over some periods, computed anew.
    pub(super) fn evaluated(&self, amount: &'r Amount, frame: Frame<'_>) -> Rc<Column> {
        let n = frame.len();
        Rc::new(match amount {
            Amount::Number(number) => Column::stated(Measure::Number, *number, n),
            Amount::Quantity { value, unit } => self.stated(*value, unit, n),
            Amount::Parameter(id) => match self.agreement.parameter(id) {
                Some(own) => self.stated(own.value, &own.unit, n),
                None => Column::unknown(Measure::Number, n),
            },
            Amount::Period(fact) => self.period_fact(*fact, frame),
            Amount::Day(of) => self.last_day(of, amount, frame),
            Amount::Statistic {
                statistic,
                of,
                span,
            } => return self.statistic(*statistic, of, span, frame),
            Amount::DaysWhen { test, span } => self.days_when(test, span, frame),
            Amount::Rule { rule, party } => self.of_rule(rule, party.as_ref(), frame),
            Amount::Condition(id) => self.of_condition(id, frame),
            Amount::Declared(id) => self.of_declaration(id, frame),
            Amount::Met(id) => self.of_test(id, frame),
            Amount::Volume(of) => self.volume(of, frame),
            Amount::Flow(of) => self.flow(of, frame),
            Amount::Table { table, at } => self.of_table(table, at, frame),
            Amount::Ledger { ledger, figure } => self.of_ledger(ledger, *figure, frame),
            Amount::Forecast {
                series,
                made,
                target,
            } => self.of_forecast(series, (*made, *target), frame),
            Amount::Fact { name, unit } => self.of_fact(name, unit, frame),
            Amount::Normal(of) => self.normal(of, frame),
            Amount::Previous { of, periods } => self.previous(of, *periods, frame),
            Amount::Over { calendar, of } => self.over(calendar, of, frame),
            Amount::Total { calendar, of } => self.total(calendar, of, frame),
            Amount::Share => self.changed(frame, |change| change.share),
            Amount::Available => self.changed(frame, |change| change.available),
            Amount::Not(of) => {
                let mut column = (*self.amount(of, frame)).clone();
                for number in &mut column.number {
                    *number = 1.0 - *number;
                }
                column.measure = Measure::Truth;
                column
            }
            Amount::Negative(of) => {
                let mut column = (*self.amount(of, frame)).clone();
                for number in &mut column.number {
                    *number = -*number;
                }
                column
            }
            Amount::Pair { op, left, right } => {
                let (left, right) = (self.amount(left, frame), self.amount(right, frame));
                self.pair(*op, &left, &right, frame)
            }
            Amount::If {
                test,
                then,
                otherwise,
            } => {
                let test = self.amount(test, frame);
                let (then, otherwise) = (self.amount(then, frame), self.amount(otherwise, frame));
                self.either(&test, [&then, &otherwise], frame)
            }
            Amount::FirstKnown(parts) => self.first_known(parts, frame),
            Amount::Lesser(parts) => self.extreme(parts, frame, |a, b| a < b),
            Amount::Greater(parts) => self.extreme(parts, frame, |a, b| a > b),
            Amount::Round { of, step, unit } => {
                let mut column = (*self.amount(of, frame)).clone();
                let own = self.plan.unit(column.measure);
                let step = &if is_quantity(unit.measure) {
                    convert(*step, unit, own)
                } else {
                    *step
                };
                for number in &mut column.number {
                    *number = round_to(*number, *step);
                }
                column
            }
        })
    }

    fn stated(&self, value: f64, unit: &AgreementUnit, periods: usize) -> Column {
        let own = self.plan.unit(unit.measure);
        Column::stated(unit.measure, convert(value, unit, own), periods)
    }

    fn period_fact(&self, fact: PeriodFact, frame: Frame<'_>) -> Column {
        let mut column = Column::stated(Measure::Number, f64::NAN, frame.len());
        for (n, days) in frame.days.iter().enumerate() {
            let first = date(days.0);
            column.number[n] = match fact {
                PeriodFact::Days => f64::from(days.1 - days.0 + 1),
                PeriodFact::Year => f64::from(first.year()),
                PeriodFact::Month => f64::from(first.month()),
                PeriodFact::Ordinal => {
                    let window = frame.cut.and_then(|cut| cut.windows.get(frame.offset + n));
                    let ordinal = window.and_then(|window| u32::try_from(window.ordinal).ok());
                    ordinal.map_or(f64::NAN, |ordinal| f64::from(ordinal + 1))
                }
            };
        }
        column
    }

    /// A value of a day beside a period: that of its last day.
    fn last_day(&self, of: &'r DayOf, amount: &'r Amount, frame: Frame<'_>) -> Column {
        let span = super::spans::WHOLE;
        let column = match of {
            DayOf::Series(_) | DayOf::StorageChange(_) | DayOf::Lag { .. } => {
                self.statistic(Statistic::Last, amount, &span, frame)
            }
        };
        (*column).clone()
    }

    fn changed<'f>(
        &self,
        frame: Frame<'f>,
        which: impl Fn(&'f super::run::ChangeContext<'f>) -> Option<&'f Column>,
    ) -> Column {
        frame
            .change
            .and_then(which)
            .cloned()
            .unwrap_or_else(|| Column::unknown(Measure::Number, frame.len()))
    }

    /// Two amounts, period by period.
    fn pair(&self, op: PairOp, left: &Column, right: &Column, frame: Frame<'_>) -> Column {
        let (a, b) = (left.measure, right.measure);
        let arithmetic = matches!(op, PairOp::Times | PairOp::Over);
        let logic = matches!(op, PairOp::And | PairOp::Or);
        let converted;
        let (mut left, mut right) = (left, right);
        if !arithmetic && !logic && a != b {
            let own = sum_measure(a, b);
            if own == Measure::Volume && (a == Measure::Flow || b == Measure::Flow) {
                let flow = if a == Measure::Flow { left } else { right };
                converted = self.as_volume(flow, frame);
                if a == Measure::Flow {
                    left = &converted;
                } else {
                    right = &converted;
                }
            }
        }
        let (measure, factor) = match op {
            PairOp::Times => self.in_own_units(product_measure(a, b), [a, b], true),
            PairOp::Over => self.in_own_units(quotient_measure(a, b), [a, b], false),
            PairOp::Plus | PairOp::Minus => (sum_measure(left.measure, right.measure), 1.0),
            _ => (Measure::Truth, 1.0),
        };
        let number = left.number.iter().zip(&right.number);
        let number = number.map(|(a, b)| match op {
            PairOp::Plus => a + b,
            PairOp::Minus => a - b,
            PairOp::Times => a * b * factor,
            PairOp::Over if *b == 0.0 => f64::NAN,
            PairOp::Over => a / b * factor,
            _ => compare(op, *a, *b),
        });
        Column {
            measure,
            growth: together(op, left, right, measure),
            number: number.collect(),
            basis: self.both(op, left, right),
        }
    }

    /// Factor of a product or quotient in the agreement's own units.
    fn in_own_units(
        &self,
        (measure, factor): (Measure, f64),
        [a, b]: [Measure; 2],
        is_product: bool,
    ) -> (Measure, f64) {
        if matches!(measure, Measure::Number | Measure::Truth) || measure == a || measure == b {
            return (measure, factor);
        }
        let of = |measure: Measure| self.plan.unit(measure).factor;
        let sides = if is_product {
            of(a) * of(b)
        } else {
            of(a) / of(b)
        };
        (measure, factor * sides / of(measure))
    }

    fn both(&self, op: PairOp, left: &Column, right: &Column) -> Vec<Basis> {
        let spreads = matches!(op, PairOp::Times | PairOp::Over);
        let pairs = left.basis.iter().zip(&right.basis);
        pairs
            .map(|(a, b)| {
                let mut both = a.and(*b);
                // What no clause gives stays so, however it is multiplied.
                both.is_silent |= spreads && (a.is_silent || b.is_silent);
                both
            })
            .collect()
    }

    /// A flow as the volume that it makes in the days of a period that are known.
    pub(super) fn as_volume(&self, flow: &Column, frame: Frame<'_>) -> Column {
        let factor = super::days::HM3_PER_M3S_DAY * self.plan.unit(Measure::Flow).factor
            / self.plan.unit(Measure::Volume).factor;
        let mut volume = flow.clone();
        for (number, days) in volume.number.iter_mut().zip(frame.days) {
            *number *= factor * f64::from(self.days_known(*days).0);
        }
        volume.measure = Measure::Volume;
        volume.growth = Growth::SoFar;
        volume
    }

    fn flow(&self, of: &'r Amount, frame: Frame<'_>) -> Column {
        let mut column = (*self.amount(of, frame)).clone();
        if column.measure != Measure::Volume {
            return column;
        }
        let factor = self.plan.unit(Measure::Volume).factor
            / (super::days::HM3_PER_M3S_DAY * self.plan.unit(Measure::Flow).factor);
        for (number, days) in column.number.iter_mut().zip(frame.days) {
            *number *= factor / f64::from(self.days_known(*days).0);
        }
        column.measure = Measure::Flow;
        column.growth = Growth::Steady;
        column
    }

    fn either(&self, test: &Column, branches: [&Column; 2], frame: Frame<'_>) -> Column {
        let mut column = branches[0].clone();
        column.measure = sum_measure(branches[0].measure, branches[1].measure);
        column.growth = grown(branches[0].growth, branches[1].growth);
        for n in 0..frame.len() {
            let chosen = match test.truth(n) {
                Some(true) => branches[0],
                Some(false) => branches[1],
                None => {
                    column.number[n] = f64::NAN;
                    column.basis[n] = test.basis[n];
                    continue;
                }
            };
            column.number[n] = chosen.number[n];
            let silent = chosen.basis[n].is_silent;
            column.basis[n] = chosen.basis[n].and(test.basis[n]);
            column.basis[n].is_silent = silent;
        }
        column
    }

    fn first_known(&self, parts: &'r [Amount], frame: Frame<'_>) -> Column {
        let mut all = parts.iter().map(|part| self.amount(part, frame));
        let Some(first) = all.next() else {
            return Column::unknown(Measure::Number, frame.len());
        };
        let mut column = (*first).clone();
        for next in all {
            column.measure = sum_measure(column.measure, next.measure);
            for n in 0..frame.len() {
                if column.get(n).is_none() && next.get(n).is_some() {
                    column.number[n] = next.number[n];
                    column.basis[n] = next.basis[n];
                }
            }
        }
        column
    }

    /// The least or greatest; what no clause gives does not count.
    fn extreme(
        &self,
        parts: &'r [Amount],
        frame: Frame<'_>,
        is_better: impl Fn(f64, f64) -> bool,
    ) -> Column {
        let mut all = parts.iter().map(|part| self.amount(part, frame));
        let Some(first) = all.next() else {
            return Column::unknown(Measure::Number, frame.len());
        };
        let mut column = (*first).clone();
        for next in all {
            column.growth = grown(column.growth, next.growth);
            let (a, b) = (column.measure, next.measure);
            let mixed = matches!(
                (a, b),
                (Measure::Flow, Measure::Volume) | (Measure::Volume, Measure::Flow)
            );
            let converted;
            let mut other = &*next;
            if mixed && a == Measure::Flow {
                column = self.as_volume(&column, frame);
            } else if mixed {
                converted = self.as_volume(other, frame);
                other = &converted;
            }
            column.measure = sum_measure(column.measure, other.measure);
            for n in 0..frame.len() {
                let (own, new) = (column.basis[n], other.basis[n]);
                if own.is_silent {
                    column.number[n] = other.number[n];
                } else if !new.is_silent {
                    let (a, b) = (column.number[n], other.number[n]);
                    column.number[n] = if a.is_nan() || b.is_nan() {
                        f64::NAN
                    } else if is_better(b, a) {
                        b
                    } else {
                        a
                    };
                }
                column.basis[n] = own.and(new);
            }
        }
        column
    }
}

/// A figure of one unit in another of the same measure; a figure in the same unit stays as it is printed.
pub(super) fn convert(value: f64, from: &AgreementUnit, to: &AgreementUnit) -> f64 {
    if from.factor == to.factor {
        value
    } else {
        to.from_si(from.to_si(value))
    }
}

/// How two amounts go on together.
pub(super) fn grown(a: Growth, b: Growth) -> Growth {
    match (a, b) {
        (Growth::SoFar, _) | (_, Growth::SoFar) => Growth::SoFar,
        (Growth::Whole, _) | (_, Growth::Whole) => Growth::Whole,
        (Growth::Steady, Growth::Steady) => Growth::Steady,
    }
}

fn together(op: PairOp, left: &Column, right: &Column, measure: Measure) -> Growth {
    match op {
        PairOp::Plus | PairOp::Minus | PairOp::Times => grown(left.growth, right.growth),
        PairOp::Over if measure != Measure::Number => left.growth,
        _ => Growth::Steady,
    }
}

/// Whether the days of a span lie partly in time to come.
pub(super) fn is_early(
    last: super::calendar::DayNumber,
    known_to: super::calendar::DayNumber,
) -> bool {
    last > known_to
}

/// First and last day of a span, and whether part of it is still to come.
pub(super) fn span_known(
    run: &Run<'_>,
    span: &crate::domain::agreement::amount::Span,
    period: (super::calendar::DayNumber, super::calendar::DayNumber),
) -> (super::calendar::DayNumber, super::calendar::DayNumber, bool) {
    let (from, to) = resolve(span, period);
    (from, to, is_early(to, run.known_to))
}
