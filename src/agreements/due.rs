//! Amounts as an account counts them: now, up to the last known day, and by the end of the period; what switches an
//! obligation off; and the daily series behind a delivery.

use std::rc::Rc;

use super::account::Rare;
use super::days::{DayColumn, HM3_PER_M3S_DAY};
use super::run::{Frame, Run};
use super::spans::WHOLE;
use super::value::{Basis, Column, Growth};
use crate::domain::agreement::amount::{Amount, PairOp, Statistic};
use crate::domain::agreement::measure::{AgreementUnit, Measure};

/// An amount in the unit of an account; NaN where it cannot be assessed.
#[derive(Clone, Debug)]
pub(super) struct Due {
    /// What a row names. A volume made of flows is that of the days so far.
    pub now: Vec<f64>,
    to_date: Rare,
    by_end: Rare,
    column: Rc<Column>,
}

impl Due {
    /// Up to the last known day.
    pub(super) fn to_date(&self, period: usize) -> f64 {
        let due = self.to_date[period];
        if due.is_nan() { self.now[period] } else { due }
    }

    /// By the end of the period, as far as can be told.
    pub(super) fn by_end(&self, period: usize) -> f64 {
        let due = self.by_end[period];
        if due.is_nan() { self.now[period] } else { due }
    }

    /// What stands behind it.
    pub(super) fn basis(&self, period: usize) -> Basis {
        self.column.basis[period]
    }
}

/// What switches an obligation off, period by period.
#[derive(Clone, Debug, Default)]
pub(super) struct Switch {
    /// Position of the condition, where the clause names one and nothing else.
    pub condition: Option<usize>,
    /// Whether the test is met.
    pub met: Vec<Option<bool>>,
    /// Whether it was declared; `None` where no declaration is asked for.
    pub declared: Vec<Option<bool>>,
    /// Whether the obligation is off; `None` where that cannot be told.
    pub is_off: Vec<Option<bool>>,
}

impl<'r> Run<'r> {
    /// An amount as an account in this unit counts it.
    pub(super) fn due(&self, amount: &'r Amount, unit: &AgreementUnit, frame: Frame<'_>) -> Due {
        let column = self.amount(amount, frame);
        let now = self.counted(&column, unit, frame);
        let (mut to_date, mut by_end) = (Rare::unsaid(now.len()), Rare::unsaid(now.len()));
        for (n, days) in frame.days.iter().enumerate() {
            if days.1 <= self.known_to {
                continue;
            }
            let (known, whole) = self.days_known(*days);
            let share = f64::from(known) / f64::from(whole);
            match growth_in(&column, unit) {
                Growth::Steady => {}
                Growth::Whole => to_date.set(n, now[n] * self.part_due(*days)),
                Growth::SoFar => by_end.set(n, now[n] / share),
            }
        }
        Due {
            now,
            to_date,
            by_end,
            column,
        }
    }

    /// What switches an obligation off.
    pub(super) fn switch(&self, unless: &'r Amount, frame: Frame<'_>) -> Switch {
        if let Amount::Condition(id) = unless
            && let Some(at) = self.condition_at(id)
        {
            let mut switch = Switch {
                condition: Some(at),
                ..Switch::default()
            };
            for standing in self.standings(at, frame.days) {
                switch.met.push(standing.met);
                switch.declared.push(standing.declared);
                switch.is_off.push(standing.effect);
            }
            return switch;
        }
        let test = self.amount(unless, frame.waiting());
        let met: Vec<Option<bool>> = (0..frame.len()).map(|n| test.truth(n)).collect();
        Switch {
            condition: None,
            declared: vec![None; met.len()],
            is_off: met.clone(),
            met,
        }
    }

    /// The daily values whose sum or mean an amount is, in SI; `None` where it is no sum of days of the period.
    pub(super) fn credits(&self, amount: &'r Amount) -> Option<Rc<DayColumn>> {
        match amount {
            Amount::Day(_) => Some(self.daily(amount)),
            Amount::Statistic {
                statistic: Statistic::Mean | Statistic::Sum,
                of,
                span,
            } if *span == WHOLE => Some(self.daily(of)),
            Amount::Negative(of) => Some(self.scaled(&*self.credits(of)?, -1.0)),
            Amount::Pair {
                op: PairOp::Plus | PairOp::Minus,
                left,
                right,
            } => {
                let sign = match amount {
                    Amount::Pair {
                        op: PairOp::Minus, ..
                    } => -1.0,
                    _ => 1.0,
                };
                let (left, right) = (self.credits(left)?, self.credits(right)?);
                (left.measure == right.measure).then(|| self.summed(&left, &right, sign))
            }
            Amount::Pair {
                op: PairOp::Times,
                left,
                right,
            } => match (&**left, &**right) {
                (Amount::Number(factor), of) | (of, Amount::Number(factor)) => {
                    Some(self.scaled(&*self.credits(of)?, *factor))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn scaled(&self, column: &DayColumn, factor: f64) -> Rc<DayColumn> {
        let days = self.first..=self.known_to;
        let (values, approved) = days
            .map(|day| (factor * column.value(day), column.is_approved(day)))
            .unzip();
        Rc::new(DayColumn::made(
            column.measure,
            self.first,
            values,
            approved,
        ))
    }

    fn summed(&self, left: &DayColumn, right: &DayColumn, sign: f64) -> Rc<DayColumn> {
        let days = self.first..=self.known_to;
        let (values, approved) = days
            .map(|day| {
                (
                    left.value(day) + sign * right.value(day),
                    left.is_approved(day) && right.is_approved(day),
                )
            })
            .unzip();
        Rc::new(DayColumn::made(left.measure, self.first, values, approved))
    }
}

/// How an amount goes on in the unit of an account. A plain number is one of the whole period's.
fn growth_in(column: &Column, unit: &AgreementUnit) -> Growth {
    match (column.measure, unit.measure) {
        (_, Measure::Flow | Measure::Level | Measure::Area | Measure::Number | Measure::Truth) => {
            Growth::Steady
        }
        (Measure::Number, Measure::Volume | Measure::Depth) => match column.growth {
            Growth::SoFar => Growth::SoFar,
            Growth::Whole | Growth::Steady => Growth::Whole,
        },
        (Measure::Flow, Measure::Volume) => Growth::SoFar,
        _ => column.growth,
    }
}

/// Volume in hm³ of a day's value, for a flow; the value itself otherwise.
pub(super) fn of_a_day(measure: Measure, value: f64) -> f64 {
    match measure {
        Measure::Flow => value * HM3_PER_M3S_DAY,
        _ => value,
    }
}
