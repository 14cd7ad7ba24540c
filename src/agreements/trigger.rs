//! Triggers: events without a volume, such as consultation below a flow, and zones.

use super::run::{Frame, Run};
use super::value::Column;
use crate::domain::agreement::TriggerRow;
use crate::domain::agreement::amount::{Amount, PairOp};
use crate::domain::agreement::rules::{Rule, RuleKind, Trigger};
use crate::domain::{Cause, Finding};

/// A trigger of one rule, period by period.
#[derive(Clone, Debug)]
pub struct Called {
    /// Position of the rule in the agreement.
    pub rule: usize,
    /// Position of the level that is called; `None` where none is.
    pub level: Vec<Option<usize>>,
    /// Whether it can be told.
    pub is_known: Vec<bool>,
    /// What was held against the threshold, and the threshold; NaN where the test is no plain comparison.
    pub tested: Vec<(f64, f64)>,
    /// Unit of both.
    pub unit: String,
}

/// The two sides of a test that is a plain comparison.
pub(super) fn sides(test: &Amount) -> Option<(PairOp, &Amount, &Amount)> {
    match test {
        Amount::Pair {
            op:
                op @ (PairOp::Below
                | PairOp::AtMost
                | PairOp::Above
                | PairOp::AtLeast
                | PairOp::Equal
                | PairOp::Unequal),
            left,
            right,
        } => Some((*op, left, right)),
        _ => None,
    }
}

/// How a trigger comes out in every period; `None` for another rule, or one that is not evaluated.
pub(super) fn called(run: &Run<'_>, at: usize) -> Option<Called> {
    let rule = &run.agreement.rules[at];
    let RuleKind::Trigger(trigger) = &rule.kind else {
        return None;
    };
    if trigger
        .levels
        .iter()
        .all(|level| run.is_unmeasured(&level.when))
    {
        return None;
    }
    let cut = run.cut_of(&trigger.calendar).filter(|_| rule.enabled)?;
    let frame = Frame::of(cut, 0..cut.days.len());
    let holds = run.holds(rule, frame);
    let mut called = Called {
        rule: at,
        level: vec![None; frame.len()],
        is_known: vec![true; frame.len()],
        tested: vec![(f64::NAN, f64::NAN); frame.len()],
        unit: String::new(),
    };
    let mut is_open: Vec<bool> = holds.iter().map(|holds| *holds != Some(false)).collect();
    for (n, holds) in holds.iter().enumerate() {
        called.is_known[n] = holds.is_some();
    }
    for (place, level) in trigger.levels.iter().enumerate() {
        let test = run.amount(&level.when, frame);
        let plain = sides(&level.when).map(|(_, left, right)| {
            let columns = (run.amount(left, frame), run.amount(right, frame));
            called.unit = unit_of(run, &columns.0, &columns.1);
            columns
        });
        for (n, is_open) in is_open.iter_mut().enumerate().filter(|(_, open)| **open) {
            let shows = place == 0 || test.truth(n) == Some(true);
            if let Some((left, right)) = plain.as_ref().filter(|_| shows) {
                called.tested[n] = (left.number[n], right.number[n]);
            }
            match test.truth(n) {
                Some(false) => {}
                Some(true) => {
                    called.level[n] = Some(place);
                    *is_open = false;
                }
                None => {
                    called.is_known[n] = false;
                    *is_open = false;
                }
            }
        }
    }
    Some(called)
}

fn unit_of(run: &Run<'_>, left: &Column, right: &Column) -> String {
    let measure = super::operators::sum_measure(left.measure, right.measure);
    run.plan.unit(measure).name.clone()
}

/// Rows of the levels that are called and worth a word, or cannot be assessed. A period that still runs is judged by
/// its days so far, and a finding says so.
pub(super) fn rows(run: &Run<'_>, called: &Called) -> Vec<TriggerRow> {
    let rule = &run.agreement.rules[called.rule];
    let mut all = Vec::new();
    let RuleKind::Trigger(trigger) = &rule.kind else {
        return all;
    };
    let Some(cut) = run.cut_of(&trigger.calendar) else {
        return all;
    };
    for (n, window) in cut.windows.iter().enumerate() {
        if !run.is_wanted(window) {
            continue;
        }
        let row = row(run, (rule, trigger), called, n);
        let calls = called.level[n].is_some_and(|level| trigger.levels[level].calls);
        if row.fired == Some(true) && calls && window.last() > run.plan.span.known_to {
            let finding = Finding::note(
                Cause::Incomplete,
                format!(
                    "{} still runs: the threshold is passed by its days up to {}",
                    row.period.label, run.plan.span.known_to
                ),
            );
            run.say(finding, &rule.id);
        }
        if calls || row.fired.is_none() {
            all.push(row);
        }
    }
    all
}

/// The row of one period, whether it fired or not.
pub(super) fn row(
    run: &Run<'_>,
    (rule, trigger): (&Rule, &Trigger),
    called: &Called,
    n: usize,
) -> TriggerRow {
    let window = run
        .cut_of(&trigger.calendar)
        .map(|cut| cut.windows[n].period.clone());
    let (value, threshold) = called.tested[n];
    let level = called.level[n].and_then(|level| trigger.levels.get(level));
    let period = window.unwrap_or_else(|| unreachable_period(run));
    TriggerRow {
        figure: format!(
            "{}/{}/-/{}/trigger",
            run.agreement.id, rule.id, period.label
        ),
        rule: rule.id.clone(),
        article: rule.article.clone(),
        level: level
            .or(trigger.levels.first())
            .map(|level| level.level.clone())
            .unwrap_or_default(),
        fired: called.is_known[n].then_some(level.is_some()),
        value: (!value.is_nan()).then_some(value),
        threshold: (!threshold.is_nan()).then_some(threshold),
        unit: called.unit.clone(),
        reading: String::new(),
        period,
    }
}

/// An empty period, for a calendar that the agreement does not have: the loader excludes it.
fn unreachable_period(run: &Run<'_>) -> crate::domain::agreement::AccountingPeriod {
    let days = run.plan.span.days;
    let boundary = run.plan.boundary;
    crate::domain::agreement::AccountingPeriod {
        label: String::new(),
        span: boundary.day.day(days.0, boundary.clock),
        days,
    }
}
