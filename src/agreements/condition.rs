//! Conditions: the test and the declaration are two facts, and the effect needs both where the agreement asks
//! for both. What cannot be assessed stays so.

use std::ops::Range;
use std::rc::Rc;

use chrono::{Datelike as _, Months, NaiveDate};

use super::calendar::{Cut, DayNumber, Window, date, number};
use super::days::DayColumn;
use super::run::{Frame, Run};
use super::value::{Basis, Column, Growth};
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::calendar::YearSpan;
use crate::domain::agreement::clauses::{Condition, Lasting};
use crate::domain::agreement::measure::Measure;
use crate::domain::{Cause, Finding};

/// A condition in the periods of its scope, as far as they are computed.
#[derive(Debug, Default)]
pub(super) struct Assessed {
    /// Periods computed so far.
    pub done: usize,
    is_busy: bool,
    /// Whether the test is met, memory over years included.
    pub met: Vec<Option<bool>>,
    /// Whether it was declared; `None` where no declaration is asked for.
    pub declared: Vec<Option<bool>>,
    /// What stands behind the test.
    pub basis: Vec<Basis>,
    /// First day after the period on which it no longer holds; the day after the period where it does not last.
    pub ends: Vec<DayNumber>,
}

impl Assessed {
    /// Whether the condition is in effect in a period of its scope, what it lasts from before aside.
    fn effect(&self, condition: &Condition, at: usize) -> Option<bool> {
        effect(condition, self.met[at], self.declared[at])
    }
}

/// Met, and declared where that is asked for. Where there is no test the declaration alone decides.
fn effect(condition: &Condition, met: Option<bool>, declared: Option<bool>) -> Option<bool> {
    if condition.test.is_none() {
        return declared;
    }
    both_facts(met, declared)
}

fn both_facts(met: Option<bool>, declared: Option<bool>) -> Option<bool> {
    match (met, declared) {
        (Some(false), _) | (_, Some(false)) => Some(false),
        (met, _) => met,
    }
}

/// How a condition stands beside a period of any calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Whether the test is met.
    pub met: Option<bool>,
    /// Whether it was declared; `None` where no declaration is asked for.
    pub declared: Option<bool>,
    /// Whether it is in effect.
    pub effect: Option<bool>,
    /// Position of the period of its scope; `None` for a condition of days.
    pub scope: Option<usize>,
    /// What stands behind it.
    pub basis: Basis,
}

impl<'r> Run<'r> {
    /// Position of a condition.
    pub(super) fn condition_at(&self, id: &str) -> Option<usize> {
        let conditions = &self.agreement.conditions;
        conditions.iter().position(|condition| condition.id == id)
    }

    /// The periods of a condition's scope; `None` for a condition of days.
    pub(super) fn scope(&self, at: usize) -> Option<&Cut> {
        let id = self.agreement.conditions[at].scope.as_deref()?;
        self.cut_of(id).map(AsRef::as_ref)
    }

    /// Makes the first `upto` periods of a condition's scope computed.
    pub(super) fn extend_condition(&self, at: usize, upto: usize) {
        let Some(cut) = self.scope(at) else { return };
        loop {
            let done = {
                let mut state = self.conditions[at].borrow_mut();
                if state.is_busy || state.done >= upto.min(cut.days.len()) {
                    return;
                }
                state.is_busy = true;
                state.done
            };
            let end = if self.plan.recursion.conditions[at] {
                done + 1
            } else {
                cut.days.len()
            };
            self.assess(at, cut, done..end);
        }
    }

    fn assess(&self, at: usize, cut: &Cut, periods: Range<usize>) {
        let condition = &self.agreement.conditions[at];
        let frame = Frame::of(cut, periods.clone()).waiting();
        let test = condition.test.as_ref().map(|test| self.amount(test, frame));
        let mut met: Vec<Option<bool>> = (0..frame.len())
            .map(|n| test.as_ref().and_then(|test| test.truth(n)))
            .collect();
        if let Lasting::Latched { until, initially } = &condition.lasting {
            let until = self.amount(until, frame);
            let state = self.conditions[at].borrow();
            let mut holds = state.met.last().copied().unwrap_or(Some(*initially));
            for (n, met) in met.iter_mut().enumerate() {
                holds = latched(holds, *met, until.truth(n));
                *met = holds;
            }
        }
        let declared: Vec<Option<bool>> = periods
            .clone()
            .map(|n| self.declared(condition, &cut.windows[n]))
            .collect();
        let ends = self.ends(condition, &cut.days[periods], &met, &declared);
        let mut state = self.conditions[at].borrow_mut();
        state.met.extend(met);
        state.declared.extend(declared);
        match test {
            Some(test) => state.basis.extend(&test.basis),
            None => {
                let length = state.met.len();
                state.basis.resize(length, Basis::STATED);
            }
        }
        state.ends.extend(ends);
        state.done = state.met.len();
        state.is_busy = false;
    }

    /// Whether a condition was declared for a period; `None` where no declaration is asked for.
    fn declared(&self, condition: &Condition, window: &Window) -> Option<bool> {
        let party = condition.declared_by.as_ref()?;
        let here = &self.agreement.id;
        let between = condition
            .declare_between
            .map(|(from, to)| YearSpan { from, to });
        let is_declared = self.facts.declarations.iter().any(|fact| {
            fact.agreement.as_ref().is_none_or(|id| id == here)
                && fact.condition == condition.id
                && fact.party == *party
                && fact.period == window.period.label
                && fact.on <= self.plan.span.known_to
                && between.is_none_or(|between| between.contains(fact.on))
        });
        Some(is_declared)
    }

    /// First day on which each period's condition no longer holds.
    fn ends(
        &self,
        condition: &'r Condition,
        periods: &[(DayNumber, DayNumber)],
        met: &[Option<bool>],
        declared: &[Option<bool>],
    ) -> Vec<DayNumber> {
        let mut ends: Vec<DayNumber> = periods.iter().map(|(_, last)| last + 1).collect();
        let Lasting::UntilMonth { from_month, test } = &condition.lasting else {
            return ends;
        };
        for (n, end) in ends.iter_mut().enumerate() {
            if effect(condition, met[n], declared[n]) != Some(true) {
                continue;
            }
            *end = self.end_after(periods[n].1, *from_month, test);
        }
        ends
    }

    /// The first day of a month on which a test is met, from a month of the next calendar year on; beyond all days
    /// that are known where there is none.
    fn end_after(&self, last: DayNumber, from_month: u32, test: &'r Amount) -> DayNumber {
        let year = date(last).year() + 1;
        let first = NaiveDate::from_ymd_opt(year, from_month, 1).unwrap_or_default();
        let days: Vec<(DayNumber, DayNumber)> = (0..)
            .map(|months| number(first + Months::new(months)))
            .take_while(|day| *day <= self.known_to + 1)
            .map(|day| (day, day))
            .collect();
        // The test looks at the days before the first of a month, so it may be known one day early.
        for day in &days {
            let column = self.amount(test, Frame::made_up(std::slice::from_ref(day)).waiting());
            if column.truth(0) == Some(true) {
                return day.0;
            }
        }
        DayNumber::MAX
    }

    /// How a condition stands beside a period: that of its scope's period that holds the first day, or one that
    /// lasts from before over the whole period. A condition of days stands for a period when it is met on any day.
    pub(super) fn standing(&self, at: usize, days: (DayNumber, DayNumber)) -> Standing {
        let condition = &self.agreement.conditions[at];
        let Some(cut) = self.scope(at) else {
            return self.standing_of_days(at, days);
        };
        let unknown = Standing {
            met: None,
            declared: condition.declared_by.as_ref().map(|_| false),
            effect: None,
            scope: None,
            basis: Basis::STATED,
        };
        let Some(scope) = cut.holding(days.0) else {
            let is_before = cut.days.first().is_none_or(|(first, _)| days.0 < *first);
            return Standing {
                met: (!is_before).then_some(false),
                effect: (!is_before).then_some(false),
                ..unknown
            };
        };
        self.extend_condition(at, scope + 1);
        let state = self.conditions[at].borrow();
        if state.done <= scope {
            return unknown;
        }
        let mut standing = Standing {
            met: state.met[scope],
            declared: state.declared[scope],
            effect: state.effect(condition, scope),
            scope: Some(scope),
            basis: state.basis[scope],
        };
        let lasts = matches!(condition.lasting, Lasting::UntilMonth { .. });
        if standing.effect != Some(true) && lasts {
            let from_before = (0..scope).rev().find(|before| {
                state.effect(condition, *before) == Some(true) && state.ends[*before] > days.1
            });
            if let Some(before) = from_before {
                standing = Standing {
                    met: Some(true),
                    declared: state.declared[before],
                    effect: Some(true),
                    scope: Some(before),
                    basis: state.basis[before],
                };
            }
        }
        standing
    }

    /// How a condition stands beside each of some periods, one after the other.
    pub(super) fn standings(&self, at: usize, periods: &[(DayNumber, DayNumber)]) -> Vec<Standing> {
        let one_by_one = || {
            periods
                .iter()
                .map(|days| self.standing(at, *days))
                .collect()
        };
        let condition = &self.agreement.conditions[at];
        let lasts = matches!(condition.lasting, Lasting::UntilMonth { .. });
        let Some(cut) = self.scope(at).filter(|cut| !lasts && !cut.days.is_empty()) else {
            return one_by_one();
        };
        if self.plan.recursion.conditions[at] {
            return one_by_one();
        }
        self.extend_condition(at, cut.days.len());
        let state = self.conditions[at].borrow();
        if state.done < cut.days.len() {
            drop(state);
            return one_by_one();
        }
        let mut scope = 0;
        periods
            .iter()
            .map(|days| {
                while cut.days.get(scope + 1).is_some_and(|next| next.0 <= days.0) {
                    scope += 1;
                }
                let (first, last) = cut.days[scope];
                if days.0 < first || last < days.0 {
                    return self.standing(at, *days);
                }
                Standing {
                    met: state.met[scope],
                    declared: state.declared[scope],
                    effect: state.effect(condition, scope),
                    scope: Some(scope),
                    basis: state.basis[scope],
                }
            })
            .collect()
    }

    fn standing_of_days(&self, at: usize, (first, last): (DayNumber, DayNumber)) -> Standing {
        let column = self.condition_days(at);
        let known_to = last.min(self.known_to);
        let tally = column.tally(first, known_to);
        let (known, whole) = self.days_known((first, last));
        let met = if tally.sum > 0.0 {
            Some(true)
        } else {
            (tally.present == whole).then_some(false)
        };
        Standing {
            met,
            declared: None,
            effect: met,
            scope: None,
            basis: Basis {
                present: tally.present,
                expected: known,
                is_final: tally.approved == whole,
                is_early: last > self.known_to,
                ..Basis::STATED
            },
        }
    }

    /// A condition of days: 1 on the days on which it is met.
    pub(super) fn condition_days(&self, at: usize) -> Rc<DayColumn> {
        let column = self.condition_days[at].get_or_init(|| {
            let condition = &self.agreement.conditions[at];
            let Some(test) = &condition.test else {
                return Rc::new(DayColumn::nothing(Measure::Truth));
            };
            let test = self.daily(test);
            let Lasting::Latched { until, initially } = &condition.lasting else {
                return test;
            };
            let until = self.daily(until);
            let truth = |value: f64| (!value.is_nan()).then_some(value != 0.0);
            let mut holds = Some(*initially);
            let (values, approved) = (self.first..=self.known_to)
                .map(|day| {
                    holds = latched(holds, truth(test.value(day)), truth(until.value(day)));
                    let value = holds.map_or(f64::NAN, |holds| f64::from(u8::from(holds)));
                    (value, test.is_approved(day) && until.is_approved(day))
                })
                .unzip();
            Rc::new(DayColumn::made(
                Measure::Truth,
                self.first,
                values,
                approved,
            ))
        });
        Rc::clone(column)
    }

    /// Days on which a condition of days becomes met: it was not met before, as far as that is known.
    pub(super) fn days_it_becomes_met(&self, at: usize) -> Vec<DayNumber> {
        let column = self.condition_days(at);
        let mut was_met = false;
        let mut days = Vec::new();
        for day in self.first..=self.known_to {
            let value = column.value(day);
            if value.is_nan() {
                continue;
            }
            if value > 0.0 && !was_met {
                days.push(day);
            }
            was_met = value > 0.0;
        }
        days
    }

    pub(super) fn of_condition(&self, id: &str, frame: Frame<'_>) -> Column {
        self.of_standing(id, frame, |standing| standing.effect)
    }

    pub(super) fn of_declaration(&self, id: &str, frame: Frame<'_>) -> Column {
        self.of_standing(id, frame, |standing| standing.declared)
    }

    pub(super) fn of_test(&self, id: &str, frame: Frame<'_>) -> Column {
        self.of_standing(id, frame, |standing| standing.met)
    }

    fn of_standing(
        &self,
        id: &str,
        frame: Frame<'_>,
        which: impl Fn(&Standing) -> Option<bool>,
    ) -> Column {
        let mut column = Column {
            growth: Growth::Steady,
            ..Column::unknown(Measure::Truth, frame.len())
        };
        let Some(at) = self.condition_at(id) else {
            return column;
        };
        for (n, standing) in self.standings(at, frame.days).into_iter().enumerate() {
            let truth = which(&standing);
            column.number[n] = truth.map_or(f64::NAN, |truth| f64::from(u8::from(truth)));
            column.basis[n] = standing.basis;
        }
        column
    }

    /// Says which declarations have no effect, because the test of their period is not met.
    pub(super) fn say_strays(&self) {
        for (at, condition) in self.agreement.conditions.iter().enumerate() {
            let Some(cut) = self.scope(at).filter(|_| condition.declared_by.is_some()) else {
                continue;
            };
            self.extend_condition(at, cut.days.len());
            let state = self.conditions[at].borrow();
            for (n, window) in cut.windows.iter().enumerate().take(state.done) {
                let is_stray = state.declared[n] == Some(true) && state.met[n] == Some(false);
                if is_stray && self.is_wanted(window) {
                    let clause = format!("condition {}", condition.id);
                    let sentence = (
                        "declared for",
                        ", though its test is not met; the obligation stands",
                    );
                    self.say_of(&clause, sentence, window.period.label.clone(), || {
                        Finding::warning(Cause::Configuration, "")
                            .hint("take the declaration back, or look at the reference series")
                    });
                }
            }
        }
    }
}

/// Memory from period to period: once met it holds, until the other test is met. Where both are met in one period,
/// it holds.
fn latched(holds: Option<bool>, met: Option<bool>, until: Option<bool>) -> Option<bool> {
    let stays = match (holds, until) {
        (Some(false), _) | (_, Some(true)) => Some(false),
        (Some(true), Some(false)) => Some(true),
        _ => None,
    };
    match (met, stays) {
        (Some(true), _) | (_, Some(true)) => Some(true),
        (Some(false), Some(false)) => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_latch_holds_until_the_other_test_and_forgets_nothing() {
        let (yes, no) = (Some(true), Some(false));
        assert_eq!(latched(no, yes, no), yes);
        assert_eq!(latched(yes, no, no), yes);
        assert_eq!(latched(yes, no, yes), no);
        assert_eq!(latched(no, None, no), None);
        assert_eq!(latched(yes, yes, yes), yes);
        assert_eq!(latched(no, yes, yes), yes);
        assert_eq!(latched(None, yes, no), yes);
        assert_eq!(latched(None, no, yes), no);
        assert_eq!(latched(None, no, no), None);
    }

    #[test]
    fn without_a_declaration_there_is_no_effect_whatever_the_test_says() {
        assert_eq!(both_facts(None, Some(false)), Some(false));
        assert_eq!(both_facts(Some(true), Some(true)), Some(true));
        assert_eq!(both_facts(Some(true), None), Some(true));
        assert_eq!(both_facts(None, Some(true)), None);
    }
}
