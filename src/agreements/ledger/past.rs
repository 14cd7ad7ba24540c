//! How a running period would end if the remainder of each past year repeated.
//!
//! The days that are known are followed by the same days of an earlier year, and the whole agreement is evaluated on
//! them: shares, conditions and carry-over follow, whatever the clauses are. 29 February takes the value of the 28th
//! from a year that has none, and is passed over the other way round. A reservoir whose change is counted goes on from
//! where it stands, by the changes of the earlier year; one that is only looked at, such as for being full, stands as it
//! stood then. A past year counts only where no day of its remainder is missing.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate};

use super::running::curve;
use crate::agreements::account::Account;
use crate::agreements::calendar::{date, number};
use crate::agreements::plan::Plan;
use crate::agreements::references::{amounts_of_condition, amounts_of_ledger, amounts_of_rule};
use crate::agreements::rows::delivered_of;
use crate::agreements::run::Run;
use crate::agreements::spans::years_on;
use crate::agreements::{Facts, Inputs, Span, ledger, limits};
use crate::domain::agreement::amount::{Amount, DayOf, Statistic};
use crate::domain::agreement::calendar::CalendarKind;
use crate::domain::agreement::{Agreement, LedgerRow, RowKind, YearTrace};
use crate::domain::{Completeness, PartyId, Status};
use crate::series::Daily;

/// First and last day of a period.
type Days = (NaiveDate, NaiveDate);

/// Fills [`crate::domain::agreement::Running::traces`] of the rows whose period still runs, oldest first, and the
/// share of them that end in balance. Rows of one reading of one agreement; `span` is that of their evaluation.
pub fn past_traces(
    agreement: &Agreement,
    inputs: &dyn Inputs,
    span: &Span,
    rows: &mut [LedgerRow],
) {
    let periods: BTreeSet<Days> = rows
        .iter()
        .filter(|row| row.running.is_some())
        .map(|row| row.period.days)
        .collect();
    let Some(first) = first_day(agreement, inputs) else {
        return;
    };
    for days in periods {
        let wanted: Vec<&mut LedgerRow> = rows
            .iter_mut()
            .filter(|row| row.running.is_some() && row.period.days == days)
            .collect();
        period(agreement, inputs, (span.known_to, first), wanted);
    }
}

/// First day that any station of the agreement has.
fn first_day(agreement: &Agreement, inputs: &dyn Inputs) -> Option<NaiveDate> {
    let stations = agreement.stations.iter().map(|station| &station.id);
    stations
        .filter_map(|id| inputs.daily(id).map(|daily| daily.start))
        .min()
}

/// Traces of rows of one and the same period.
fn period(
    agreement: &Agreement,
    inputs: &dyn Inputs,
    (known_to, first): (NaiveDate, NaiveDate),
    mut rows: Vec<&mut LedgerRow>,
) {
    let Some(days) = rows.first().map(|row| row.period.days) else {
        return;
    };
    let span = Span {
        days,
        known_to: days.1,
    };
    let plan = Plan::new(agreement, &span);
    let mut found: BTreeMap<usize, Vec<YearTrace>> = BTreeMap::new();
    let Some(begin) = known_to.succ_opt() else {
        return;
    };
    let most = begin.year() - first.year();
    let counted_by_change = counted_by_change(agreement);
    for years in (1..=most).rev() {
        // The whole remainder must lie in what is known.
        if years_on(begin, -years) < first || years_on(days.1, -years) > known_to {
            continue;
        }
        let composed = Composed {
            inputs,
            known_to,
            last: days.1,
            years,
            counted_by_change: &counted_by_change,
            made: RefCell::default(),
        };
        let run = Run::new(&plan, &composed);
        for (at, row) in rows.iter().enumerate() {
            if let Some(trace) = trace(&run, row, (begin, years)) {
                found.entry(at).or_default().push(trace);
            }
        }
    }
    for (at, traces) in found {
        if let Some(running) = &mut rows[at].running {
            running.traces = traces;
        }
        set_chance(rows[at]);
    }
}

fn set_chance(row: &mut LedgerRow) {
    let least = 1e-9 * row.entitlement.unwrap_or_default().abs().max(1.0);
    let sign = if row.kind == RowKind::Maximum {
        -1.0
    } else {
        1.0
    };
    if let Some(running) = &mut row.running {
        let in_balance = running
            .traces
            .iter()
            .filter(|trace| sign * trace.balance >= -least)
            .count();
        let all = running.traces.len();
        running.chance_in_balance = (all > 0).then(|| in_balance as f64 / all as f64);
    }
}

/// How the period of a row ends in one evaluation; `None` where it has no figure, or more days are missing than
/// are so far. Where a reset wipes the account, the balance is what is left of it.
fn trace(run: &Run<'_>, row: &LedgerRow, (begin, years): (NaiveDate, i32)) -> Option<YearTrace> {
    let account = account_of(run, &row.rule, &row.party)?;
    let first = number(row.period.days.0);
    // A condition may close the period earlier than it would end today.
    let at = account.cut.days.iter().position(|days| days.0 == first)?;
    let last = account.cut.days[at].1;
    let (delivered, mut balance) = (account.delivered[at], account.balance[at]);
    if account.status[at] == Status::Reset {
        balance = account.carried_out[at];
    }
    let missing = |days: Completeness| days.expected.saturating_sub(days.present);
    let is_whole = missing(account.completeness[at]) <= missing(row.completeness);
    if balance.is_nan() || !account.is_active[at] || !is_whole {
        return None;
    }
    let amount = delivered_of(run, &account)?;
    Some(YearTrace {
        label: label(run, &account, row, (begin, years)),
        delivered,
        balance,
        curve: curve(
            run,
            amount,
            &account.head.unit,
            (first, number(begin), last),
        ),
    })
}

fn account_of(run: &Run<'_>, name: &str, party: &PartyId) -> Option<Account> {
    let ledgers = &run.agreement.ledgers;
    if let Some(at) = ledgers.iter().position(|ledger| ledger.id == name) {
        return ledger::account(run, at);
    }
    let id = name.split(':').next()?;
    let at = run.agreement.rules.iter().position(|rule| rule.id == id)?;
    limits::accounts(run, at)
        .into_iter()
        .find(|account| account.head.rule == name && account.head.party == *party)
}

/// The past period whose remainder was taken; for cycles and rolling years, where it is the remainder of no one
/// period, the years that it was taken from.
fn label(
    run: &Run<'_>,
    account: &Account,
    row: &LedgerRow,
    (begin, years): (NaiveDate, i32),
) -> String {
    let (first, last) = row.period.days;
    let kind = &run.agreement.calendars[account.cut.calendar].kind;
    let is_long = matches!(
        kind,
        CalendarKind::Cycle { .. } | CalendarKind::Rolling { .. }
    );
    let middle = number(first) + (number(last) - number(first)) / 2;
    let then = account.cut.holding(number(years_on(date(middle), -years)));
    if let Some(period) = then.filter(|_| !is_long) {
        return account.cut.windows[period].period.label.clone();
    }
    let (from, to) = (
        years_on(begin, -years).year(),
        years_on(last, -years).year(),
    );
    if from == to {
        from.to_string()
    } else {
        format!("{from}/{:02}", to.rem_euclid(100))
    }
}

/// The known days, followed by the same days so many years earlier.
struct Composed<'c> {
    inputs: &'c dyn Inputs,
    known_to: NaiveDate,
    last: NaiveDate,
    years: i32,
    counted_by_change: &'c BTreeSet<&'c str>,
    made: RefCell<BTreeMap<String, Option<Arc<Daily>>>>,
}

impl Inputs for Composed<'_> {
    fn daily(&self, id: &str) -> Option<Arc<Daily>> {
        if let Some(made) = self.made.borrow().get(id) {
            return made.clone();
        }
        let made = self
            .inputs
            .daily(id)
            .map(|daily| Arc::new(self.compose(id, &daily)));
        self.made.borrow_mut().insert(id.to_owned(), made.clone());
        made
    }

    fn facts(&self) -> Facts {
        self.inputs.facts()
    }
}

impl Composed<'_> {
    fn compose(&self, id: &str, daily: &Daily) -> Daily {
        let then = |day: NaiveDate| years_on(day, -self.years);
        let value = |day: NaiveDate| daily.value(day).unwrap_or(f64::NAN);
        let known = usize::try_from((self.known_to - daily.start).num_days() + 1).unwrap_or(0);
        let mut values: Vec<f64> = daily.values.iter().copied().take(known).collect();
        values.resize(known, f64::NAN);
        let step = if self.counted_by_change.contains(id) {
            // From the last day that is known on both sides.
            let steps = daily.start.iter_days().zip(&values);
            let steps = steps.map(|(day, now)| now - value(then(day)));
            steps.fold(
                f64::NAN,
                |last, step| if step.is_nan() { last } else { step },
            )
        } else {
            0.0
        };
        let mut day = self.known_to.max(daily.start);
        while day < self.last {
            let Some(next) = day.succ_opt() else { break };
            day = next;
            values.push(value(then(day)) + step);
        }
        let length = values.len();
        let mut approved: Vec<bool> = daily.approved.iter().copied().take(known).collect();
        approved.resize(length, false);
        Daily {
            start: daily.start,
            completeness: vec![Completeness::new(1, 1); length],
            approved,
            rows: vec![(0, 0); length],
            values,
        }
    }
}

/// Stations and series whose change from day to day is counted somewhere in an agreement.
fn counted_by_change(agreement: &Agreement) -> BTreeSet<&str> {
    let mut amounts: Vec<&Amount> = Vec::new();
    amounts.extend(agreement.rules.iter().flat_map(amounts_of_rule));
    amounts.extend(agreement.conditions.iter().flat_map(amounts_of_condition));
    amounts.extend(agreement.ledgers.iter().flat_map(amounts_of_ledger));
    let terms = agreement.series.iter().flat_map(|series| &series.terms);
    amounts.extend(terms.map(|term| &term.amount));
    let mut all = BTreeSet::new();
    for amount in amounts {
        amount.walk(&mut |part| match part {
            Amount::Day(DayOf::StorageChange(id)) => {
                all.insert(id.as_str());
            }
            Amount::Statistic {
                statistic: Statistic::Change,
                of,
                ..
            } => {
                if let Amount::Day(DayOf::Series(id)) = &**of {
                    all.insert(id);
                }
            }
            _ => {}
        });
    }
    all
}
