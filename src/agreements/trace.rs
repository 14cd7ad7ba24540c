//! Where a figure comes from: balance → entitlement and delivery → article → period → daily values.

use super::condition::{self, Assessed, Conditions, scope_of};
use super::days::Stat;
use super::load::calendar_of;
use super::roots::{amount, days_of, series_trace};
use super::run::Run;
use super::shares::{self, Shared, Shares};
use super::{Inputs, Span, ledger, limits, trigger, unit_of};
use crate::domain::agreement::clauses::Measure;
use crate::domain::agreement::rules::{Eval, Limit, Rule, RuleKind, When};
use crate::domain::agreement::{Agreement, LedgerRow, RowKind, ShareRow, Trace, TriggerRow};
use crate::domain::{PartyId, Status};

/// What stands behind a figure, whether or not its period lies in `span`; `None` for a figure that the
/// evaluation does not have.
pub fn explain(
    agreement: &Agreement,
    inputs: &dyn Inputs,
    span: &Span,
    figure: &str,
) -> Option<Trace> {
    let mut run = Run::new(agreement, inputs, span);
    run.want_everything();
    let conditions = condition::assess(&mut run);
    let shared = shares::share(&run);
    let (account, term) = figure.rsplit_once('/')?;
    if term == "share" {
        let rows = shares::rows(&run, &shared);
        let row = rows.iter().find(|row| row.figure == figure)?;
        return share_row(&run, &shared, row);
    }
    if term == "trigger" {
        let rows = trigger::all(&run);
        let row = rows.iter().find(|row| row.figure == figure)?;
        return trigger_row(&run, row);
    }
    let mut rows = ledger::rows(&mut run, &shared, &conditions);
    rows.extend(limits::rows(&mut run, &conditions));
    let balance = format!("{account}/balance");
    let row = rows.iter().find(|row| row.figure == balance)?;
    let tracer = Tracer {
        run: &run,
        shared: &shared,
        conditions: &conditions,
        rows: &rows,
        row,
    };
    match term {
        "balance" => Some(tracer.balance()),
        "entitlement" => Some(tracer.entitlement()),
        "delivered" => tracer.delivered(),
        _ => None,
    }
}

/// One row with what it was made from.
struct Tracer<'r, 'a> {
    run: &'r Run<'a>,
    shared: &'r Shares,
    conditions: &'r Conditions,
    rows: &'r [LedgerRow],
    row: &'r LedgerRow,
}

impl Tracer<'_, '_> {
    fn balance(&self) -> Trace {
        let row = self.row;
        let mut inputs = vec![self.entitlement()];
        inputs.extend(self.delivered());
        if row.carried_in != 0.0 {
            inputs.push(self.carried_in());
        }
        inputs.extend(self.condition().map(|assessed| assessed.trace.clone()));
        Trace {
            what: format!(
                "balance of {}, {}, {}",
                row.party, row.title, row.period.label
            ),
            value: row.balance,
            unit: row.unit.clone(),
            article: Some(row.article.clone()),
            because: Some(self.balance_in_words()),
            inputs,
            daily: None,
        }
    }

    /// What the period inherited. The period before has a trace of its own, which its figure id leads to.
    fn carried_in(&self) -> Trace {
        let row = self.row;
        let first = row.period.days.0;
        let before = self
            .rows
            .iter()
            .find(|other| other.rule == row.rule && other.period.days.1.succ_opt() == Some(first));
        let (what, because) = match (ledger::opening_balance(self.run, &row.rule, first), before) {
            (Some(_), _) => (
                format!("carried in: opening balance on {first}"),
                Some(
                    "opening balance of the ledger, as the facts of the basin state it".to_owned(),
                ),
            ),
            (None, Some(before)) => (
                format!("carried in from {}", before.period.label),
                Some(inherited(before)),
            ),
            (None, None) => ("carried in".to_owned(), None),
        };
        Trace {
            what,
            value: Some(row.carried_in),
            unit: row.unit.clone(),
            article: Some(row.article.clone()),
            because,
            ..Trace::default()
        }
    }

    fn balance_in_words(&self) -> String {
        let row = self.row;
        let Some((delivered, entitlement)) = row.delivered.zip(row.entitlement) else {
            return format!(
                "not assessable: only {} days have a value",
                row.completeness
            );
        };
        let what = match row.kind {
            RowKind::Account => "entitled",
            RowKind::Minimum => "required at least",
            RowKind::Maximum => "allowed at most",
        };
        let mut words = format!(
            "{} delivered less {} {what}",
            amount(delivered),
            amount(entitlement)
        );
        if row.carried_in != 0.0 {
            words.push_str(&format!(", with {} carried in", amount(row.carried_in)));
        }
        match row.status {
            Status::Exempt => words
                .push_str("; the obligation is off by the exception, which is not the same as met"),
            Status::Provisional if row.running.is_some() => {
                words.push_str("; the period still runs");
            }
            Status::Provisional => {
                words.push_str("; days are missing, not approved, or an exception is undecided");
            }
            Status::Final | Status::Reset | Status::NotAssessable => {}
        }
        words
    }

    fn condition(&self) -> Option<&Assessed> {
        let fact = self.row.condition.as_ref()?;
        let condition = self.run.agreement.condition(&fact.id)?;
        let scope = scope_of(self.run, condition, self.row.period.days.0)?;
        self.conditions.get(&(fact.id.clone(), scope.first()))
    }

    fn entitlement(&self) -> Trace {
        let agreement = self.run.agreement;
        let ledger = agreement
            .ledgers
            .iter()
            .find(|ledger| ledger.id == self.row.rule);
        let inputs: Vec<Trace> = match ledger {
            Some(ledger) => ledger
                .entitlement
                .iter()
                .filter_map(|term| self.of_rule(agreement.rule(&term.rule)?, &self.row.party))
                .collect(),
            None => agreement
                .rule(&self.row.rule)
                .and_then(|rule| self.of_rule(rule, &self.row.party))
                .into_iter()
                .collect(),
        };
        let same_unit = inputs.iter().all(|input| input.unit == self.row.unit);
        if let ([only], true) = (&inputs[..], same_unit) {
            return only.clone();
        }
        let because = if same_unit {
            "sum of the rules that hold in the period".to_owned()
        } else {
            format!("share × {} days, as {}", self.known_days(), self.row.unit)
        };
        Trace {
            what: format!(
                "entitlement of {}, {}",
                self.row.party, self.row.period.label
            ),
            value: self.row.entitlement,
            unit: self.row.unit.clone(),
            article: Some(self.row.article.clone()),
            because: Some(because),
            inputs,
            daily: None,
        }
    }

    fn known_days(&self) -> u32 {
        let (first, last) = self.row.period.days;
        super::days::days_between(first, last.min(self.run.span.known_to))
    }

    /// `None` for a rule that does not hold in the period.
    fn of_rule(&self, rule: &Rule, party: &PartyId) -> Option<Trace> {
        match &rule.kind {
            RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => Some(self.of_limit(rule, limit)),
            _ => {
                let windows = self.run.windows(calendar_of(rule)?);
                let first = self.row.period.days.0;
                let n = windows.iter().position(|window| window.first() == first)?;
                let shared = shares::find(self.shared, &rule.id, n)?;
                Some(share(self.run, rule, shared, party))
            }
        }
    }

    fn of_limit(&self, rule: &Rule, limit: &Limit) -> Trace {
        let unit = unit_of(self.run.agreement, rule);
        let windows = self.run.windows(&limit.input.calendar);
        let window = windows
            .iter()
            .find(|window| window.period == self.row.period);
        let target = window.map(|window| limits::target(limit, window));
        let verb = match self.row.kind {
            RowKind::Maximum => "takes at most",
            RowKind::Account | RowKind::Minimum => "lets pass at least",
        };
        let words =
            target.map(|target| format!("{} {verb} {} {}", limit.by, amount(target), unit.name));
        Trace {
            what: format!("{}, {}", title(rule), self.row.period.label),
            value: target,
            unit: unit.name,
            article: Some(rule.article.clone()),
            because: words,
            ..Trace::default()
        }
    }

    fn delivered(&self) -> Option<Trace> {
        let agreement = self.run.agreement;
        let (first, last) = self.row.period.days;
        let last = last.min(self.run.span.known_to);
        let ledger = agreement
            .ledgers
            .iter()
            .find(|ledger| ledger.id == self.row.rule);
        let terms = match ledger {
            Some(ledger) => super::days::delivered_terms(ledger)?,
            None => match &agreement.rule(&self.row.rule)?.kind {
                RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => {
                    vec![super::roots::plain_term(&limit.input.series[0])]
                }
                _ => return None,
            },
        };
        let inputs = terms
            .iter()
            .map(|term| super::roots::term_trace(self.run, term, (first, last)))
            .collect();
        let what = match self.row.kind {
            RowKind::Maximum => "taken",
            RowKind::Account | RowKind::Minimum => "delivered",
        };
        Some(Trace {
            what: format!("{what} from {first} to {last}"),
            value: self.row.delivered,
            unit: self.row.unit.clone(),
            article: None,
            because: Some(format!("{} days have a value", self.row.completeness)),
            inputs,
            daily: None,
        })
    }
}

/// Why a period carried out what it did, and where that is explained.
fn inherited(before: &LedgerRow) -> String {
    let why = match (before.status, before.balance) {
        (Status::Exempt, _) => "an exempt period passes on what it was given",
        (_, None) => "a period without a figure passes on what it was given",
        _ => "balance of the period before",
    };
    format!("{why}: see {}", before.figure)
}

fn title(rule: &Rule) -> &str {
    rule.title.as_deref().unwrap_or(&rule.id)
}

fn share_row(run: &Run<'_>, all: &Shares, row: &ShareRow) -> Option<Trace> {
    let id = row.rule.split(':').next()?;
    let rule = run.agreement.rule(id)?;
    let windows = run.windows(calendar_of(rule)?);
    let shared = all.get(id)?.iter().find(|shared| {
        shared.name() == row.rule
            && windows
                .get(shared.window)
                .is_some_and(|window| window.period == row.period)
    })?;
    Some(share(run, rule, shared, &row.party))
}

/// A share with every value on the way to it.
fn share(run: &Run<'_>, rule: &Rule, shared: &Shared, party: &PartyId) -> Trace {
    let unit = unit_of(run.agreement, rule);
    let steps = shared.steps(party);
    let calendar = calendar_of(rule).unwrap_or_default();
    let window = run.windows(calendar).get(shared.window);
    let label = window.map_or("", |window| window.period.label.as_str());
    let words: Vec<String> = steps
        .iter()
        .map(|step| format!("{} by {}", amount(step.value), step.article))
        .collect();
    let because = if words.is_empty() {
        let days = shared.stat.unwrap_or_default().completeness();
        format!("not assessable: {days} days have a value, or the agreement is silent on so little")
    } else {
        words.join("; ")
    };
    let inputs = match (&rule.kind, window) {
        (RuleKind::Split(split), Some(window)) => {
            let series = shared.stream.as_ref().unwrap_or(&split.input.series[0]);
            let last = window.last().min(run.span.known_to);
            let stat = shared.stat.unwrap_or_default();
            let mut quantity = quantity(run, series, (window.first(), last), &stat);
            quantity.value = shared.quantity;
            quantity.unit.clone_from(&unit.name);
            quantity.what = format!("{} of {}", eval_words(split.input.eval), quantity.what);
            vec![quantity]
        }
        _ => Vec::new(),
    };
    Trace {
        what: format!("share of {party}, {}, {label}", title(rule)),
        value: shared.of(party),
        unit: unit.name,
        article: Some(rule.article.clone()),
        because: Some(because),
        inputs,
        daily: None,
    }
}

fn eval_words(eval: Eval) -> &'static str {
    match eval {
        Eval::PeriodMean => "mean",
        Eval::Daily => "mean (each day shared by itself)",
        Eval::Volume => "volume",
    }
}

fn quantity(
    run: &Run<'_>,
    series: &str,
    days: (chrono::NaiveDate, chrono::NaiveDate),
    stat: &Stat,
) -> Trace {
    Trace {
        what: format!("{series} from {} to {}", days.0, days.1),
        because: Some(days_of(stat)),
        inputs: vec![series_trace(run, series, days)],
        ..Trace::default()
    }
}

fn trigger_row(run: &Run<'_>, row: &TriggerRow) -> Option<Trace> {
    let rule = run.agreement.rule(&row.rule)?;
    let RuleKind::Trigger(trigger) = &rule.kind else {
        return None;
    };
    let When::Series {
        series,
        calendar,
        statistic,
        is,
    } = &trigger.when
    else {
        return None;
    };
    let n = run
        .windows(calendar)
        .iter()
        .position(|window| window.period == row.period)?;
    let stat = run.stats(calendar, series).get(n)?;
    let last = row.period.days.1.min(run.span.known_to);
    let measure = run.agreement.measure(series).unwrap_or(Measure::Flow);
    let unit = trigger::unit_for(run.agreement, measure, *statistic);
    let verdict = match row.fired {
        Some(true) => format!("{} {}: {}", is.op, amount(is.value), trigger.level),
        Some(false) => format!("not {} {}", is.op, amount(is.value)),
        None => "not assessable".to_owned(),
    };
    let mut input = quantity(run, series, (row.period.days.0, last), stat);
    input.value = row.value;
    input.unit.clone_from(&unit.name);
    Some(Trace {
        what: format!("{}, {}", title(rule), row.period.label),
        value: row.value,
        unit: unit.name,
        article: Some(rule.article.clone()),
        because: Some(verdict),
        inputs: vec![input],
        daily: None,
    })
}
