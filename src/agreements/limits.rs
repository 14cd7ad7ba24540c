//! Minimum and maximum per period, and the exceptions that switch them off.
//!
//! Exempt is not met: an exempt row keeps its figures, and its status says that the obligation was off.

use super::account::{Account, AccountHead};
use super::references::{amounts_of_rule, confidence_of, lower};
use super::run::{Frame, Run};
use crate::domain::Status;
use crate::domain::agreement::RowKind;
use crate::domain::agreement::measure::Measure;
use crate::domain::agreement::rules::{Limit, Rule, RuleKind};

/// What a rule holds against what; `None` for one that is no minimum or maximum.
pub(super) fn limit_of(rule: &Rule) -> Option<(&Limit, RowKind)> {
    match &rule.kind {
        RuleKind::Minimum(limit) => Some((limit, RowKind::Minimum)),
        RuleKind::Maximum(limit) => Some((limit, RowKind::Maximum)),
        _ => None,
    }
}

/// The accounts of a minimum or maximum, one for each stream; none for another rule, or one that is not evaluated.
pub(super) fn accounts<'r>(run: &Run<'r>, at: usize) -> Vec<Account> {
    let rule: &'r Rule = &run.agreement.rules[at];
    let Some((limit, kind)) = limit_of(rule).filter(|_| rule.enabled) else {
        return Vec::new();
    };
    (0..limit.of.len())
        .filter_map(|stream| account(run, at, (limit, kind), stream))
        .collect()
}

fn account<'r>(
    run: &Run<'r>,
    at: usize,
    (limit, kind): (&'r Limit, RowKind),
    stream: usize,
) -> Option<Account> {
    let rule = &run.agreement.rules[at];
    if run.is_unmeasured(&limit.of[stream].amount) {
        return None;
    }
    let cut = run.cut_of(&limit.calendar)?;
    let frame = Frame::of(cut, 0..cut.days.len());
    run.extend_rule(at, frame.len());
    let delivered = run.due(&limit.of[stream].amount, &rule.unit, frame);
    let unless = limit.unless.as_ref();
    let switch = unless.map(|unless| run.switch(unless, frame));
    let head = head(run, rule, (limit, kind), stream);
    let mut account = Account::new(head, std::sync::Arc::clone(cut));
    let state = run.rules[at].borrow();
    let target = state.streams.first()?;
    let grows = matches!(rule.unit.measure, Measure::Volume | Measure::Depth);
    for n in 0..frame.len() {
        let (known, whole) = run.days_known(cut.days[n]);
        let due = target.parties[0][n];
        let basis = delivered.basis(n);
        account.is_active[n] = target.is_active[n] && !basis.is_silent;
        account.entitlement[n] = due;
        let share = if grows && known < whole {
            run.part_due(cut.days[n])
        } else {
            1.0
        };
        if share != 1.0 {
            account.set_due(n, due * share, due);
        }
        account.delivered[n] = delivered.now[n];
        account.balance[n] = delivered.now[n] - due;
        let both = basis.and(target.basis[n]);
        account.completeness[n] = both.completeness();
        let is_off = switch.as_ref().and_then(|switch| switch.is_off[n]);
        let decided = switch.is_none() || is_off.is_some();
        // While the exception is undecided the obligation stands, but nothing about it is final.
        account.status[n] = if is_off == Some(true) || both.is_exempt {
            Status::Exempt
        } else if account.balance[n].is_nan() {
            Status::NotAssessable
        } else if both.is_final && decided && known == whole {
            Status::Final
        } else {
            Status::Provisional
        };
    }
    if let Some(switch) = switch {
        account.condition = switch.condition;
        account.met = switch.met;
        account.declared = switch.declared;
    }
    Some(account)
}

/// Name of a stream of a limit in a figure id.
pub(super) fn name(rule: &Rule, limit: &Limit, stream: usize) -> String {
    match limit.of.get(stream).and_then(|stream| stream.name.as_ref()) {
        Some(stream) => format!("{}:{stream}", rule.id),
        None => rule.id.clone(),
    }
}

fn head(
    run: &Run<'_>,
    rule: &Rule,
    (limit, kind): (&Limit, RowKind),
    stream: usize,
) -> AccountHead {
    AccountHead {
        rule: name(rule, limit, stream),
        title: rule.title.clone().unwrap_or_else(|| rule.id.clone()),
        kind,
        article: rule.article.clone(),
        party: limit.to.clone(),
        by: limit.by.clone(),
        confidence: lower(
            rule.confidence,
            confidence_of(run.agreement, amounts_of_rule(rule)),
        ),
        advisory: rule.advisory,
        unit: rule.unit.clone(),
    }
}
