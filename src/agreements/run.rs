//! One evaluation: the order in which clauses are evaluated, and what they share.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::calendar::{DayBoundary, Window, windows};
use super::days::{Days, Stat, ledger_column};
use super::load::calendar_of;
use super::{Facts, Inputs, Outcome, Span, condition, ledger, limits, pending, shares, trigger};
use crate::domain::agreement::rules::{RuleKind, When};
use crate::domain::agreement::{Agreement, LedgerRow};
use crate::domain::{Cause, Clock, Finding, Findings};

/// What the clauses of one evaluation share.
pub(super) struct Run<'a> {
    pub agreement: &'a Agreement,
    pub span: &'a Span,
    wanted: (NaiveDate, NaiveDate),
    pub facts: Facts,
    pub days: Days,
    pub boundary: DayBoundary,
    calendars: BTreeMap<String, Vec<Window>>,
    stats: BTreeMap<String, BTreeMap<String, Vec<Stat>>>,
    pub findings: Findings,
}

/// Evaluates an agreement.
pub fn evaluate(agreement: &Agreement, inputs: &dyn Inputs, span: &Span) -> Outcome {
    let mut run = Run::new(agreement, inputs, span);
    let mut outcome = Outcome::default();
    let conditions = condition::assess(&mut run);
    let shared = shares::share(&run);
    outcome.shares = shares::rows(&run, &shared);
    outcome.ledger = ledger::rows(&mut run, &shared, &conditions);
    outcome.ledger.extend(limits::rows(&mut run, &conditions));
    outcome.triggers = trigger::rows(&mut run);
    say_not_assessable(&mut run, &outcome.ledger);
    pending::say(&mut run);
    outcome.findings = run.findings;
    outcome
}

impl<'a> Run<'a> {
    /// Series first: all days, all calendars, all statistics that a clause will ask for.
    pub(super) fn new(agreement: &'a Agreement, inputs: &dyn Inputs, span: &'a Span) -> Self {
        let mut findings = Findings::new();
        let boundary = DayBoundary {
            clock: agreement.clock.unwrap_or(Clock::UTC),
            day: agreement.day,
        };
        let mut run = Run {
            agreement,
            span,
            wanted: span.days,
            facts: inputs.facts(),
            days: Days::none(span.days.0),
            boundary,
            calendars: BTreeMap::new(),
            stats: BTreeMap::new(),
            findings: Findings::new(),
        };
        match Days::build(agreement, inputs, span, &mut findings) {
            Ok(days) => run.days = days,
            Err(error) => findings.push(column_error(agreement, &error)),
        }
        let last = span.known_to;
        for calendar in &agreement.calendars {
            let all = windows(calendar, boundary, (run.days.first, last));
            let in_force = all.into_iter().filter(|window| in_force(agreement, window));
            run.calendars
                .insert(calendar.id.clone(), in_force.collect());
        }
        for (calendar, columns) in columns_by_calendar(agreement) {
            let windows = run.windows(&calendar);
            match run.days.stats(windows, &columns, last) {
                Ok(stats) => {
                    run.stats.insert(calendar, stats);
                }
                Err(error) => findings.push(column_error(agreement, &error)),
            }
        }
        run.findings = findings;
        run
    }

    /// Periods of a calendar, from the beginning of the record, while the agreement is in force.
    pub(super) fn windows(&self, calendar: &str) -> &[Window] {
        self.calendars.get(calendar).map_or(&[], Vec::as_slice)
    }

    /// Statistics of a series or of a ledger's credits over the periods of a calendar.
    pub(super) fn stats(&self, calendar: &str, column: &str) -> &[Stat] {
        self.stats
            .get(calendar)
            .and_then(|columns| columns.get(column))
            .map_or(&[], Vec::as_slice)
    }

    /// From here on rows of every period are wanted.
    pub(super) fn want_everything(&mut self) {
        self.wanted = (self.days.first, self.span.known_to);
    }

    /// Whether rows are wanted for a period.
    pub(super) fn wanted(&self, window: &Window) -> bool {
        window.first() <= self.wanted.1 && window.last() >= self.wanted.0
    }

    /// Adds a finding about a clause.
    pub(super) fn say(&mut self, finding: Finding, clause: &str) {
        let entry = format!("{}, {clause}", self.agreement.id);
        self.findings.push(finding.entry(entry));
    }
}

fn column_error(agreement: &Agreement, error: &polars::prelude::PolarsError) -> Finding {
    Finding::error(
        Cause::Incomplete,
        format!("the daily values could not be put side by side: {error}"),
    )
    .entry(agreement.id.as_str())
}

fn in_force(agreement: &Agreement, window: &Window) -> bool {
    let (from, to) = agreement.in_force;
    from.is_none_or(|from: NaiveDate| from <= window.last())
        && to.is_none_or(|to: NaiveDate| window.first() <= to)
}

/// Series that rules are applied to.
pub(super) fn series_of_rules(agreement: &Agreement) -> Vec<&str> {
    let mut series = Vec::new();
    for rule in agreement.rules.iter().filter(|rule| rule.enabled) {
        match &rule.kind {
            RuleKind::Split(split) => series.extend(split.input.series.iter().map(String::as_str)),
            RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => {
                series.extend(limit.input.series.iter().map(String::as_str));
            }
            RuleKind::Trigger(trigger) => {
                if let When::Series { series: id, .. } = &trigger.when {
                    series.push(id);
                }
            }
            _ => {}
        }
    }
    series
}

/// Which columns are asked for by the periods of which calendar.
fn columns_by_calendar(agreement: &Agreement) -> BTreeMap<String, BTreeSet<String>> {
    let mut columns: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut add = |calendar: &str, column: &str| {
        columns
            .entry(calendar.to_owned())
            .or_default()
            .insert(column.to_owned());
    };
    for rule in agreement.rules.iter().filter(|rule| rule.enabled) {
        match &rule.kind {
            RuleKind::Split(split) => {
                for series in &split.input.series {
                    add(&split.input.calendar, series);
                }
            }
            RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => {
                add(&limit.input.calendar, &limit.input.series[0]);
            }
            RuleKind::Trigger(trigger) => {
                if let When::Series {
                    series, calendar, ..
                } = &trigger.when
                {
                    add(calendar, series);
                }
            }
            _ => {}
        }
    }
    for ledger in &agreement.ledgers {
        let calendar = ledger
            .entitlement
            .first()
            .and_then(|term| calendar_of(agreement.rule(&term.rule)?));
        if let Some(calendar) = calendar
            && super::days::delivered_terms(ledger).is_some()
        {
            add(calendar, &ledger_column(&ledger.id));
        }
    }
    columns
}

/// One finding for each account that has periods without a figure, naming them.
fn say_not_assessable(run: &mut Run<'_>, rows: &[LedgerRow]) {
    let mut periods: Vec<(String, Vec<String>)> = Vec::new();
    for row in rows.iter().filter(|row| row.balance.is_none()) {
        let entry = format!("{} ({} days)", row.period.label, row.completeness);
        match periods.last_mut() {
            Some((rule, labels)) if *rule == row.rule => labels.push(entry),
            _ => periods.push((row.rule.clone(), vec![entry])),
        }
    }
    let allowed = 100.0 * run.agreement.allowed_missing.0;
    for (rule, labels) in periods {
        let finding = Finding::warning(
            Cause::Incomplete,
            format!(
                "no figure for {}: too many days are missing",
                labels.join(", ")
            ),
        )
        .hint(format!(
            "up to {allowed:.0} % of the days of a period may be missing; send the days that are"
        ));
        run.say(finding, &rule);
    }
}
