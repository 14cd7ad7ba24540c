//! Where a figure comes from: balance → entitlement and delivery → article → period → daily values.

mod amount;
mod comparison;
mod condition;
mod phrases;
mod rules;
mod series;

use super::account::Account;
use super::compute::{NOBODY, accounts_of, shares_of};
use super::plan::Plan;
use super::rows::{delivered_of, rule_of, share_name};
use super::run::{Frame, Run};
use super::shares::parties_of;
use super::words::amount as written;
use super::{Inputs, Span, change, ledger, limits, trigger};
use crate::domain::agreement::rules::{Eval, Limit, Rule, RuleKind};
use crate::domain::agreement::{Agreement, RowKind, Trace};
use crate::domain::{PartyId, Status};

pub(super) use comparison::line_of;
pub(super) use condition::leaves_of;
pub(super) use phrases::words_of;

/// What stands behind a figure, whether or not its period lies in `span`; `None` for a figure that the
/// evaluation does not have.
pub fn explain(
    agreement: &Agreement,
    inputs: &dyn Inputs,
    span: &Span,
    figure: &str,
) -> Option<Trace> {
    let plan = Plan::new(agreement, span);
    let run = Run::new(&plan, inputs);
    let (place, term) = figure.rsplit_once('/')?;
    let place = place
        .strip_prefix(agreement.id.as_str())?
        .strip_prefix('/')?;
    match term {
        "share" => share_figure(&run, place),
        "trigger" => trigger_figure(&run, place),
        _ => {
            let accounts = accounts_of(&run);
            let (account, n) = accounts.iter().find_map(|account| {
                let head = format!("{}/{}/", account.head.rule, account.head.party);
                let label = place.strip_prefix(&head)?;
                let windows = account.cut.windows.iter();
                let n = windows
                    .zip(&account.is_active)
                    .position(|(window, active)| *active && window.period.label == label)?;
                Some((account, n))
            })?;
            let tracer = Tracer {
                run: &run,
                account,
                n,
            };
            match term {
                "balance" => Some(tracer.balance()),
                "entitlement" => Some(tracer.entitlement()),
                "delivered" => tracer.delivered(),
                term => tracer.carried(term),
            }
        }
    }
}

/// One period of an account.
struct Tracer<'t, 'r> {
    run: &'t Run<'r>,
    account: &'t Account,
    n: usize,
}

fn known(number: f64) -> Option<f64> {
    (!number.is_nan()).then_some(number)
}

impl<'t, 'r> Tracer<'t, 'r> {
    fn label(&self) -> &'t str {
        &self.account.cut.windows[self.n].period.label
    }

    fn frame(&self) -> Frame<'t> {
        Frame::of(&self.account.cut, self.n..self.n + 1)
    }

    fn balance(&self) -> Trace {
        let (account, n, head) = (self.account, self.n, &self.account.head);
        let mut inputs = vec![self.entitlement()];
        inputs.extend(self.delivered());
        if account.carried_in[n] != 0.0 {
            inputs.extend(self.carried("carried_in"));
        }
        inputs.extend(self.exception());
        Trace {
            what: format!(
                "balance of {}, {}, {}",
                head.party,
                head.title,
                self.label()
            ),
            value: known(account.balance[n]),
            unit: head.unit.name.clone(),
            article: Some(head.article.clone()),
            because: Some(self.balance_in_words()),
            inputs,
            daily: None,
        }
    }

    /// What became of the balance before or after, for a ledger.
    fn carried(&self, term: &str) -> Option<Trace> {
        let ledgers = &self.run.agreement.ledgers;
        let at = ledgers
            .iter()
            .position(|ledger| ledger.id == self.account.head.rule)?;
        ledger::carried_trace(self.run, at, self.n, term)
    }

    fn balance_in_words(&self) -> String {
        let (account, n) = (self.account, self.n);
        let (delivered, entitlement) = (account.delivered[n], account.entitlement[n]);
        let status = account.status[n];
        if status == Status::Exempt && entitlement.is_nan() {
            return "nothing is owed here: the obligation is off, which is not the same as met"
                .to_owned();
        }
        if delivered.is_nan() || entitlement.is_nan() {
            return format!(
                "not assessable: only {} days have a value",
                account.completeness[n]
            );
        }
        let what = match account.head.kind {
            RowKind::Account => "entitled",
            RowKind::Minimum => "required at least",
            RowKind::Maximum => "allowed at most",
        };
        let mut words = format!(
            "{} delivered less {} {what}",
            written(delivered),
            written(entitlement)
        );
        if account.carried_in[n] != 0.0 {
            words.push_str(&format!(
                ", with {} carried in",
                written(account.carried_in[n])
            ));
        }
        if account.lapsed[n] != 0.0 {
            words.push_str(&format!("; {} lapsed", written(account.lapsed[n])));
        }
        if account.set_off[n] != 0.0 {
            words.push_str(&format!("; {} set off", written(account.set_off[n])));
        }
        let runs = account.cut.windows[n].last() > self.run.plan.span.known_to;
        words.push_str(match status {
            Status::Exempt => {
                "; the obligation is off by the exception, which is not the same as met"
            }
            Status::Provisional if runs => "; the period still runs",
            Status::Provisional => "; days are missing, not approved, or an exception is undecided",
            Status::Reset => "; the account was wiped by a clause",
            Status::Final | Status::NotAssessable => "",
        });
        words
    }

    /// The test that switches the obligation off.
    fn exception(&self) -> Option<Trace> {
        let agreement = self.run.agreement;
        let days = self.account.cut.days[self.n];
        if let Some(at) = self.account.condition {
            return Some(condition::condition_trace(self.run, at, days));
        }
        let unless = match agreement.ledger(&self.account.head.rule) {
            Some(ledger) => ledger.unless.as_ref(),
            None => self.limit().and_then(|(_, limit)| limit.unless.as_ref()),
        }?;
        let mut trace = amount::trace(self.run, unless, self.frame().waiting());
        trace.what = format!("off where {}", trace.what);
        Some(trace)
    }

    fn limit(&self) -> Option<(&'r Rule, &'r Limit)> {
        let (rule, _) = rule_of(self.run.agreement, &self.account.head.rule)?;
        limits::limit_of(rule).map(|(limit, _)| (rule, limit))
    }

    fn entitlement(&self) -> Trace {
        let (account, n, head) = (self.account, self.n, &self.account.head);
        if self.run.agreement.ledger(&head.rule).is_none()
            && let Some((rule, _)) = self.limit()
        {
            return rules::limit_trace(self.run, rule, self.frame());
        }
        let Some(ledger) = self.run.agreement.ledger(&head.rule) else {
            return Trace::default();
        };
        let inner = amount::trace(self.run, &ledger.entitlement, self.frame());
        let same_unit = inner.unit == head.unit.name;
        if same_unit && inner.article.is_some() {
            return inner;
        }
        let because = inner.because.clone().filter(|_| same_unit);
        let inputs = if same_unit && !inner.inputs.is_empty() {
            inner.inputs
        } else {
            vec![inner]
        };
        Trace {
            what: format!("entitlement of {}, {}", head.party, self.label()),
            value: known(account.entitlement[n]),
            unit: head.unit.name.clone(),
            article: Some(head.article.clone()),
            because,
            inputs,
            daily: None,
        }
    }

    fn delivered(&self) -> Option<Trace> {
        let (account, n) = (self.account, self.n);
        let amount = delivered_of(self.run, account)?;
        let (first, last) = account.cut.windows[n].period.days;
        let last = last.min(self.run.plan.span.known_to);
        let what = match account.head.kind {
            RowKind::Maximum => "taken",
            RowKind::Account | RowKind::Minimum => "delivered",
        };
        let completeness = account.completeness[n];
        Some(Trace {
            what: format!("{what} from {first} to {last}"),
            value: known(account.delivered[n]),
            unit: account.head.unit.name.clone(),
            article: None,
            because: Some(format!("{completeness} days have a value")),
            inputs: amount::parts(self.run, amount, self.frame()),
            daily: None,
        })
    }
}

/// A rule's title, its id where it has none.
pub(super) fn title(rule: &Rule) -> &str {
    rule.title.as_deref().unwrap_or(&rule.id)
}

fn share_figure(run: &Run<'_>, place: &str) -> Option<Trace> {
    shares_of(run).into_iter().find_map(|column| {
        let rule = &run.agreement.rules[column.rule];
        let head = format!("{}/{}/", share_name(rule, column.stream), column.party);
        let label = place.strip_prefix(&head)?;
        let cut = run.cut_of(rule.kind.calendar()?)?;
        let n = cut
            .windows
            .iter()
            .zip(&column.is_active)
            .position(|(window, active)| *active && window.period.label == label)?;
        let party = Some(&column.party).filter(|party| party.as_str() != NOBODY);
        share_trace(run, column.rule, column.stream, party, n)
    })
}

/// A share with every value on the way to it.
pub(super) fn share_trace(
    run: &Run<'_>,
    at: usize,
    stream: usize,
    party: Option<&PartyId>,
    n: usize,
) -> Option<Trace> {
    let agreement = run.agreement;
    let rule = &agreement.rules[at];
    let cut = run.cut_of(rule.kind.calendar()?)?;
    let window = cut.windows.get(n)?;
    run.extend_rule(at, n + 1);
    let place = parties_of(rule).iter().position(|own| *own == party)?;
    let value = {
        let state = run.rules[at].borrow();
        let figures = state.streams.get(stream)?;
        figures.parties[place].get(n).copied().unwrap_or(f64::NAN)
    };
    let steps = change::steps(run, at, stream, n);
    let words: Vec<String> = steps
        .iter()
        .filter(|step| step.party == place && !step.value.is_nan())
        .map(|step| {
            let article = &agreement.rules[step.rule].article;
            format!("{} by {article}", written(step.value))
        })
        .collect();
    let frame = Frame::of(cut, n..n + 1);
    let mut inputs = share_inputs(run, rule, (stream, place), frame);
    for step in &steps {
        if step.rule != at && step.party == place {
            inputs.extend(rules::change_trace(run, &agreement.rules[step.rule], frame));
        }
    }
    let whose = party.map_or_else(
        || title(rule).to_owned(),
        |party| format!("share of {party}, {}", title(rule)),
    );
    Some(Trace {
        what: format!("{whose}, {}", window.period.label),
        value: known(value),
        unit: rule.unit.name.clone(),
        article: Some(rule.article.clone()),
        because: Some(if value.is_nan() {
            "not assessable: too few days have a value, or the agreement is silent on so little"
                .to_owned()
        } else {
            words.join("; ")
        }),
        inputs,
        daily: None,
    })
}

/// What a share was computed from.
fn share_inputs(
    run: &Run<'_>,
    rule: &'_ Rule,
    (stream, place): (usize, usize),
    frame: Frame<'_>,
) -> Vec<Trace> {
    // The rule as the agreement has it, which outlives this borrow.
    let Some(rule) = run.agreement.rule(&rule.id) else {
        return Vec::new();
    };
    match &rule.kind {
        RuleKind::Split(split) => {
            let of = &split.of[stream].amount;
            match split.eval {
                Eval::Period => vec![rules::counted_trace(run, of, &rule.unit, frame)],
                Eval::Daily => vec![rules::daily_split_trace(run, of, frame)],
            }
        }
        RuleKind::Schedule(schedule) => match schedule.parties.get(place).map(|(_, of)| of) {
            Some(crate::domain::agreement::rules::ScheduleOf::Amount(of)) => {
                amount::unless_stated(amount::trace(run, of, frame))
            }
            _ => Vec::new(),
        },
        RuleKind::Amount(named) => amount::unless_stated(amount::trace(run, &named.amount, frame)),
        _ => Vec::new(),
    }
}

fn trigger_figure(run: &Run<'_>, place: &str) -> Option<Trace> {
    let agreement = run.agreement;
    (0..agreement.rules.len()).find_map(|at| {
        let rule = &agreement.rules[at];
        let label = place.strip_prefix(&format!("{}/-/", rule.id))?;
        let RuleKind::Trigger(trigger) = &rule.kind else {
            return None;
        };
        let cut = run.cut_of(&trigger.calendar)?;
        let n = cut
            .windows
            .iter()
            .position(|window| window.period.label == label)?;
        let called = trigger::called(run, at)?;
        let row = trigger::row(run, (rule, trigger), &called, n);
        let frame = Frame::of(cut, n..n + 1);
        let tests = trigger.levels.iter();
        let inputs: Vec<Trace> = tests
            .map(|level| {
                let mut trace = amount::trace(run, &level.when, frame);
                trace.what = format!("{}: {}", level.level, trace.what);
                trace
            })
            .collect();
        let verdict = match row.fired {
            Some(true) => format!("calls for {}", row.level),
            Some(false) => "calls for nothing".to_owned(),
            None => "not assessable".to_owned(),
        };
        Some(Trace {
            what: format!("{}, {label}", title(rule)),
            value: row.value,
            unit: row.unit,
            article: Some(rule.article.clone()),
            because: Some(verdict),
            inputs,
            daily: None,
        })
    })
}
