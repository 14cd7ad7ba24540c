//! Columns to rows: the figures of the periods that are wanted, with their ids.

use super::account::Account;
use super::compute::{ShareColumn, accounts_of, shares_of};
use super::plan::Plan;
use super::references::{amounts_of_rule, changes_of, confidence_of, confidence_of_rule, lower};
use super::run::{Frame, Run};
use super::shares::parties_of;
use super::trigger::called;
use super::value::Basis;
use super::{Inputs, Outcome, Span, ledger, limits, trigger};
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::rules::{Rule, RuleKind, Target};
use crate::domain::agreement::{Agreement, ConditionFact, LedgerRow, ShareRow};
use crate::domain::{Cause, Finding, Status};

/// Evaluates an agreement: the rows of the periods that touch the days of the span.
pub fn evaluate(agreement: &Agreement, inputs: &dyn Inputs, span: &Span) -> Outcome {
    let plan = Plan::new(agreement, span);
    let run = Run::new(&plan, inputs);
    let mut outcome = Outcome::default();
    for column in shares_of(&run) {
        outcome.shares.extend(share_rows(&run, &column));
    }
    run.say_strays();
    for account in accounts_of(&run) {
        let rows = (0..account.cut.windows.len())
            .filter(|n| account.is_active[*n] && run.is_wanted(&account.cut.windows[*n]));
        outcome
            .ledger
            .extend(rows.map(|n| ledger_row(&run, &account, n)));
    }
    for at in 0..agreement.rules.len() {
        if let Some(called) = called(&run, at) {
            outcome.triggers.extend(trigger::rows(&run, &called));
        }
    }
    say_undecided(&run, &outcome.ledger);
    say_not_assessable(&run, &outcome.ledger);
    outcome.findings = run.findings();
    outcome
}

/// Where an account is credited from: the amount behind its delivery.
pub(super) fn delivered_of<'r>(run: &Run<'r>, account: &Account) -> Option<&'r Amount> {
    let agreement = run.agreement;
    if let Some(ledger) = agreement.ledger(&account.head.rule) {
        return Some(&ledger.delivered);
    }
    let (rule, stream) = rule_of(agreement, &account.head.rule)?;
    let (limit, _) = limits::limit_of(rule)?;
    limit.of.get(stream).map(|stream| &stream.amount)
}

/// The rule and the position of its stream that a row is named after.
pub(super) fn rule_of<'a>(agreement: &'a Agreement, name: &str) -> Option<(&'a Rule, usize)> {
    let (id, stream) = name.split_once(':').unwrap_or((name, ""));
    let rule = agreement.rule(id)?;
    let streams = match &rule.kind {
        RuleKind::Split(split) => &split.of[..],
        RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => &limit.of[..],
        _ => &[],
    };
    let at = streams
        .iter()
        .position(|own| own.name.as_deref() == Some(stream));
    Some((rule, at.unwrap_or(0)))
}

fn known(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}

/// The row of one period.
pub(super) fn ledger_row(run: &Run<'_>, account: &Account, n: usize) -> LedgerRow {
    let head = &account.head;
    let window = &account.cut.windows[n];
    let condition = account.condition.map(|at| ConditionFact {
        id: run.agreement.conditions[at].id.clone(),
        met: account.met[n],
        declared: account.declared[n],
    });
    let running = (window.last() > run.plan.span.known_to)
        .then(|| ledger::running(run, account, delivered_of(run, account)?, n))
        .flatten();
    LedgerRow {
        figure: format!(
            "{}/{}/{}/{}/balance",
            run.agreement.id, head.rule, head.party, window.period.label
        ),
        agreement: run.agreement.id.clone(),
        reading: String::new(),
        rule: head.rule.clone(),
        title: head.title.clone(),
        kind: head.kind,
        article: head.article.clone(),
        party: head.party.clone(),
        by: head.by.clone(),
        confidence: head.confidence,
        period: window.period.clone(),
        entitlement: known(account.entitlement[n]),
        delivered: known(account.delivered[n]),
        balance: known(account.balance[n]),
        carried_in: account.carried_in[n],
        carried_out: account.carried_out[n],
        applied_to_carried: account.applied_to_carried[n],
        used_of_carried: account.used_of_carried[n],
        set_off: account.set_off[n],
        lapsed: account.lapsed[n],
        allowed_deficit: account.allowed_deficit[n],
        unit: head.unit.name.clone(),
        counted_in: head.unit.clone(),
        status: account.status[n],
        completeness: account.completeness[n],
        condition,
        advisory: head.advisory,
        running,
    }
}

/// The rule's name in a figure id, with the stream where it is applied to each of several by itself.
pub(super) fn share_name(rule: &Rule, stream: usize) -> String {
    let name = match &rule.kind {
        RuleKind::Split(split) => split.of.get(stream).and_then(|own| own.name.as_ref()),
        _ => None,
    };
    name.map_or_else(|| rule.id.clone(), |name| format!("{}:{name}", rule.id))
}

/// What stands behind the shares of a rule, period by period.
fn behind_shares(run: &Run<'_>, column: &ShareColumn) -> Vec<Basis> {
    run.rules[column.rule].borrow().streams[column.stream]
        .basis
        .clone()
}

fn share_rows(run: &Run<'_>, column: &ShareColumn) -> Vec<ShareRow> {
    let agreement = run.agreement;
    let rule = &agreement.rules[column.rule];
    let Some(cut) = rule.kind.calendar().and_then(|id| run.cut_of(id)) else {
        return Vec::new();
    };
    let name = share_name(rule, column.stream);
    let confidence = lower(
        confidence_of_rule(agreement, rule),
        confidence_of(agreement, amounts_of_rule(rule)),
    );
    let behind = behind_shares(run, column);
    let periods =
        (0..cut.windows.len()).filter(|n| column.is_active[*n] && run.is_wanted(&cut.windows[*n]));
    periods
        .map(|n| {
            let period = cut.windows[n].period.clone();
            let value = known(column.value[n]);
            let status = match (value, behind[n]) {
                (None, basis) if basis.is_exempt => Status::Exempt,
                (None, _) => Status::NotAssessable,
                (_, basis) if basis.is_final && period.days.1 <= run.plan.span.known_to => {
                    Status::Final
                }
                _ => Status::Provisional,
            };
            if status == Status::NotAssessable {
                let said = format!("{} ({} days)", period.label, behind[n].completeness());
                run.say_of(&format!("rule {name}"), ("no share in", ""), said, || {
                    Finding::warning(Cause::Incomplete, "").hint(
                        "explain the figure to see what it rests on, and give what is missing",
                    )
                });
            }
            ShareRow {
                figure: format!(
                    "{}/{name}/{}/{}/share",
                    agreement.id, column.party, period.label
                ),
                rule: name.clone(),
                article: articles(run, column, n),
                party: column.party.clone(),
                value,
                status,
                completeness: behind[n].completeness(),
                unit: rule.unit.name.clone(),
                confidence,
                reading: String::new(),
                advisory: rule.advisory,
                period,
            }
        })
        .collect()
}

/// Articles that made a share, in their order.
fn articles(run: &Run<'_>, column: &ShareColumn, n: usize) -> String {
    let agreement = run.agreement;
    let rule = &agreement.rules[column.rule];
    if changes_of(agreement, &rule.id).next().is_none() {
        return rule.article.clone();
    }
    let place = parties_of(rule)
        .iter()
        .position(|party| *party == Some(&column.party));
    let state = run.rules[column.rule].borrow();
    let stream = &state.streams[column.stream];
    let is_changed = place.is_some_and(|place| {
        stream.before[place][n].to_bits() != stream.parties[place][n].to_bits()
    });
    drop(state);
    if !is_changed {
        return rule.article.clone();
    }
    let mut articles: Vec<&str> = vec![&rule.article];
    for step in super::change::steps(run, column.rule, column.stream, n) {
        if Some(step.party) == place && step.rule != column.rule {
            articles.push(&agreement.rules[step.rule].article);
        }
    }
    articles.join("; ")
}

/// Says of which periods that are over it cannot be told whether their exception holds.
fn say_undecided(run: &Run<'_>, rows: &[LedgerRow]) {
    for row in rows {
        let is_over = row.period.days.1 <= run.plan.span.known_to;
        let undecided = row.condition.as_ref().is_some_and(|fact| {
            let has_test = run
                .agreement
                .condition(&fact.id)
                .is_some_and(|condition| condition.test.is_some());
            has_test && fact.met.is_none()
        });
        if is_over && undecided {
            let sentence = ("whether the exception holds cannot be told yet in", "");
            run.say_of(&row.rule, sentence, row.period.label.clone(), || {
                Finding::note(Cause::Incomplete, "")
                    .hint("explain the figure to see which day it is tested on, or what is missing")
            });
        }
    }
}

/// One finding for each account that has periods without a figure, naming them; where enough days are there, it
/// says what else is missing.
fn say_not_assessable(run: &Run<'_>, rows: &[LedgerRow]) {
    let allowed = run.agreement.allowed_missing;
    let percent = 100.0 * allowed.0;
    for row in rows
        .iter()
        .filter(|row| row.balance.is_none() && row.status != Status::Exempt)
    {
        let label = &row.period.label;
        let reason = row.completeness.suffices(allowed).then(|| reason(run, row));
        match reason.flatten() {
            Some(reason) => {
                let period = format!("{label} ({reason})");
                run.say_of(&row.rule, ("no figure for", ""), period, || {
                    Finding::warning(Cause::Incomplete, "").hint(
                        "explain the figure to see what it rests on, and give what is missing",
                    )
                });
            }
            None => {
                let sentence = ("no figure for", ": too many days are missing");
                let period = format!("{label} ({} days)", row.completeness);
                run.say_of(&row.rule, sentence, period, || {
                    Finding::warning(Cause::Incomplete, "").hint(format!(
                        "up to {percent:.0} % of the days of a period may be missing; send the days that are"
                    ))
                });
            }
        }
    }
}

/// What is missing behind a row, where it is not its days.
fn reason(run: &Run<'_>, row: &LedgerRow) -> Option<String> {
    let agreement = run.agreement;
    let mut amounts: Vec<&Amount> = Vec::new();
    let calendar = if let Some(ledger) = agreement.ledger(&row.rule) {
        amounts.extend([&ledger.entitlement, &ledger.delivered]);
        ledger.calendar.as_str()
    } else {
        let (rule, stream) = rule_of(agreement, &row.rule)?;
        let (limit, _) = limits::limit_of(rule)?;
        if let Target::Amount(amount) = &limit.target {
            amounts.push(amount);
        }
        amounts.extend(limit.of.get(stream).map(|stream| &stream.amount));
        limit.calendar.as_str()
    };
    let cut = run.cut_of(calendar)?;
    let n = cut
        .windows
        .iter()
        .position(|window| window.period == row.period)?;
    let frame = Frame::of(cut, n..n + 1);
    amounts
        .into_iter()
        .find_map(|amount| run.missing(amount, frame))
}
