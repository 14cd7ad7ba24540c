//! Minimum and maximum per period, and the exceptions that switch them off.
//!
//! Exempt is not met: an exempt row keeps its figures, and its status says that the obligation was off.

use super::account::{self, Due};
use super::calendar::Window;
use super::condition::{Conditions, scope_of};
use super::days::Stat;
use super::run::Run;
use super::shares::{is_active, quantity};
use super::unit_of;
use crate::domain::agreement::clauses::Measure;
use crate::domain::agreement::rules::{Eval, Limit, Rule, RuleKind, Target};
use crate::domain::agreement::{LedgerRow, RowKind};
use crate::domain::{Cause, Finding, Status};

/// Rows of every enabled minimum and maximum, in file order, then by period.
pub(super) fn rows(run: &mut Run<'_>, conditions: &Conditions) -> Vec<LedgerRow> {
    let agreement = run.agreement;
    let mut rows = Vec::new();
    let mut unknown = Vec::new();
    for rule in agreement.rules.iter().filter(|rule| rule.enabled) {
        let (limit, kind) = match &rule.kind {
            RuleKind::Minimum(limit) => (limit, RowKind::Minimum),
            RuleKind::Maximum(limit) => (limit, RowKind::Maximum),
            _ => continue,
        };
        let stats = run.stats(&limit.input.calendar, &limit.input.series[0]);
        for (window, stat) in run.windows(&limit.input.calendar).iter().zip(stats) {
            if !run.wanted(window) || !is_active(agreement, &limit.input, window) {
                continue;
            }
            let row = row(run, (rule, limit, kind), (window, stat), conditions);
            let undecided = row
                .condition
                .as_ref()
                .is_some_and(|fact| fact.met.is_none() && stat.known == stat.whole);
            if undecided {
                unknown.push((rule.id.clone(), row.period.label.clone()));
            }
            rows.push(row);
        }
    }
    for (rule, period) in unknown {
        let finding = Finding::note(
            Cause::Incomplete,
            format!("whether the exception holds in {period} cannot be told yet"),
        )
        .hint("explain the figure to see which day it is tested on, or what is missing");
        run.say(finding, &rule);
    }
    rows
}

/// The target of a period, in the rule's unit.
pub(super) fn target(limit: &Limit, window: &Window) -> f64 {
    match &limit.target {
        Target::Fixed(target) => *target,
        Target::PerPeriod(targets) => targets.get(window.ordinal).copied().unwrap_or(f64::NAN),
    }
}

/// What a minimum or maximum asks for in a period. A volume is due pro rata while the period runs.
pub(super) fn due(limit: &Limit, window: &Window, stat: &Stat) -> Due {
    let target = target(limit, window);
    let so_far = match limit.input.eval {
        Eval::Volume => f64::from(stat.known) / f64::from(stat.whole),
        Eval::PeriodMean | Eval::Daily => 1.0,
    };
    Due {
        entitlement: target,
        to_date: target * so_far,
        whole: target,
    }
}

fn row(
    run: &Run<'_>,
    (rule, limit, kind): (&Rule, &Limit, RowKind),
    (window, stat): (&Window, &Stat),
    conditions: &Conditions,
) -> LedgerRow {
    let unit = unit_of(run.agreement, rule);
    let series = &limit.input.series[0];
    let measure = run.agreement.measure(series).unwrap_or(Measure::Flow);
    let due = due(limit, window, stat);
    let completeness = stat.completeness();
    let delivered = completeness
        .suffices(run.agreement.allowed_missing)
        .then(|| quantity(limit.input.eval, &unit, measure, stat));
    let assessed = limit.unless.as_ref().and_then(|id| {
        let scope = scope_of(run, run.agreement.condition(id)?, window.first())?;
        conditions.get(&(id.clone(), scope.first()))
    });
    let mut row = LedgerRow {
        figure: format!(
            "{}/{}/{}/{}/balance",
            run.agreement.id, rule.id, limit.to, window.period.label
        ),
        agreement: run.agreement.id.clone(),
        reading: String::new(),
        rule: rule.id.clone(),
        title: rule.title.clone().unwrap_or_else(|| rule.id.clone()),
        kind,
        article: rule.article.clone(),
        party: limit.to.clone(),
        period: window.period.clone(),
        entitlement: Some(due.entitlement),
        delivered,
        balance: delivered.map(|delivered| delivered - due.entitlement),
        carried_in: 0.0,
        carried_out: 0.0,
        unit: unit.name.clone(),
        status: Status::Provisional,
        completeness,
        condition: assessed.map(|assessed| assessed.fact.clone()),
        advisory: rule.advisory,
        running: None,
    };
    // While the exception is undecided the obligation stands, but nothing about it is final.
    let decided = row.condition.as_ref().is_none_or(|fact| fact.met.is_some());
    row.status = account::status(&row, [stat.is_final(), decided]);
    if assessed.is_some_and(super::condition::Assessed::is_in_effect) {
        row.status = Status::Exempt;
    }
    row.running = account::running(run, &row, (window, stat, series), due, &unit);
    row
}
