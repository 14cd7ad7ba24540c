//! One evaluation: what its clauses share, and the results that are kept so that nothing is computed twice.

use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use chrono::Months;

use super::calendar::{Cut, DayNumber, Window, closing_cycles, date, number};
use super::condition::Assessed;
use super::days::DayColumn;
use super::ledger::Book;
use super::plan::Plan;
use super::said::Remark;
use super::series::SeriesStore;
use super::shares::Shares;
use super::value::Column;
use super::{Facts, Inputs};
use crate::domain::agreement::Agreement;
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::calendar::{CalendarKind, MonthDay};
use crate::domain::{Finding, Findings};

/// What the clauses of one evaluation share.
pub(super) struct Run<'r> {
    pub plan: &'r Plan<'r>,
    pub agreement: &'r Agreement,
    pub facts: Facts,
    /// First day of the record.
    pub first: DayNumber,
    /// Last day that anything is known of.
    pub known_to: DayNumber,
    pub series: SeriesStore,
    cuts: Vec<OnceCell<Arc<Cut>>>,
    /// Every day of the record as a period of its own.
    each_day: OnceCell<Vec<(DayNumber, DayNumber)>>,
    /// Whole columns by the place of their amount in the agreement, the calendar, and whether it waits.
    memo: RefCell<HashMap<(usize, usize, bool), Rc<Column>>>,
    pub(super) daily_memo: RefCell<HashMap<usize, Rc<DayColumn>>>,
    pub(super) rules: Vec<RefCell<Shares>>,
    pub(super) conditions: Vec<RefCell<Assessed>>,
    pub(super) condition_days: Vec<OnceCell<Rc<DayColumn>>>,
    /// One for each ledger; written by the module of ledgers alone.
    pub(super) books: Vec<RefCell<Book>>,
    findings: RefCell<Findings>,
    pub(super) remarks: RefCell<Vec<Remark>>,
}

/// Periods over which an amount is evaluated.
#[derive(Clone, Copy)]
pub(super) struct Frame<'f> {
    /// The calendar that they are periods of; `None` for days or periods made up on the way.
    pub cut: Option<&'f Cut>,
    /// Position of the first of them in that calendar.
    pub offset: usize,
    /// First and last day of each.
    pub days: &'f [(DayNumber, DayNumber)],
    /// Whether what is not over yet cannot be assessed, rather than counts by its days so far.
    pub waits: bool,
    /// What a rule that changes another one sees.
    pub change: Option<&'f ChangeContext<'f>>,
}

/// What a rule that changes another one sees.
pub(super) struct ChangeContext<'f> {
    /// Position of the rule that is changed: by name it stands for its shares before the first change.
    pub rule: usize,
    /// The party's share before this change, in the agreement's own unit.
    pub share: Option<&'f Column>,
    /// What is shared.
    pub available: Option<&'f Column>,
    /// Shares before the first change, by party.
    pub before: &'f [Vec<f64>],
}

impl<'f> Frame<'f> {
    /// Some periods of a calendar.
    pub(super) fn of(cut: &'f Cut, periods: Range<usize>) -> Self {
        let end = periods.end.min(cut.days.len());
        let start = periods.start.min(end);
        Self {
            cut: Some(cut),
            offset: start,
            days: &cut.days[start..end],
            waits: false,
            change: None,
        }
    }

    /// Periods of no calendar.
    pub(super) fn made_up(days: &'f [(DayNumber, DayNumber)]) -> Self {
        Self {
            cut: None,
            offset: 0,
            days,
            waits: false,
            change: None,
        }
    }

    /// The same, where what is not over yet cannot be assessed.
    #[must_use]
    pub(super) fn waiting(self) -> Self {
        Self {
            waits: true,
            ..self
        }
    }

    /// The same for a rule that changes another one.
    #[must_use]
    pub(super) fn changing(self, change: &'f ChangeContext<'f>) -> Self {
        Self {
            change: Some(change),
            ..self
        }
    }

    /// Day of the year on which a period begins.
    pub(super) fn start(&self, n: usize, days: (DayNumber, DayNumber)) -> MonthDay {
        let known = self.cut.and_then(|cut| cut.starts.get(self.offset + n));
        known.copied().unwrap_or_else(|| MonthDay::of(date(days.0)))
    }

    /// Number of periods.
    pub(super) fn len(&self) -> usize {
        self.days.len()
    }

    /// The whole of its calendar.
    fn is_whole(&self) -> bool {
        self.change.is_none()
            && self
                .cut
                .is_some_and(|cut| self.offset == 0 && self.days.len() == cut.days.len())
    }
}

impl<'r> Run<'r> {
    /// Takes the daily values that clauses look at.
    pub(super) fn new(plan: &'r Plan<'r>, inputs: &dyn Inputs) -> Self {
        let agreement = plan.agreement;
        let mut findings = Findings::new();
        let series = SeriesStore::new(plan, inputs, &mut findings);
        let first = series.first;
        let calendars = plan.cuts(date(first));
        let cuts = calendars
            .iter()
            .map(|cut| {
                let kind = &agreement.calendars[cut.calendar].kind;
                match kind {
                    CalendarKind::Cycle {
                        closes: Some(_), ..
                    } => OnceCell::new(),
                    _ => OnceCell::from(Arc::clone(cut)),
                }
            })
            .collect();
        Self {
            plan,
            agreement,
            facts: inputs.facts(),
            first,
            known_to: number(plan.span.known_to),
            series,
            cuts,
            each_day: OnceCell::new(),
            memo: RefCell::default(),
            daily_memo: RefCell::default(),
            rules: agreement.rules.iter().map(|_| RefCell::default()).collect(),
            conditions: agreement
                .conditions
                .iter()
                .map(|_| RefCell::default())
                .collect(),
            condition_days: agreement
                .conditions
                .iter()
                .map(|_| OnceCell::new())
                .collect(),
            books: agreement
                .ledgers
                .iter()
                .map(|_| RefCell::default())
                .collect(),
            findings: RefCell::new(findings),
            remarks: RefCell::default(),
        }
    }

    /// The periods of a calendar, from the beginning of the record, while the agreement is in force.
    pub(super) fn cut(&self, calendar: usize) -> &Arc<Cut> {
        self.cuts[calendar].get_or_init(|| {
            let own = &self.agreement.calendars[calendar];
            let CalendarKind::Cycle {
                closes: Some(id), ..
            } = &own.kind
            else {
                return Arc::new(Cut::new(calendar, Vec::new()));
            };
            let conditions = &self.agreement.conditions;
            let closing: Vec<_> = conditions
                .iter()
                .position(|condition| condition.id == *id)
                .map(|at| self.days_it_becomes_met(at))
                .unwrap_or_default()
                .into_iter()
                .map(date)
                .collect();
            let days = (date(self.first), self.plan.span.known_to);
            let mut all = closing_cycles(own, self.plan.boundary, days, &closing);
            self.plan.keep_in_force(&mut all);
            Arc::new(Cut::new(calendar, all))
        })
    }

    /// The periods of a calendar by its id; none for an unknown one.
    pub(super) fn cut_of(&self, calendar: &str) -> Option<&Arc<Cut>> {
        self.plan.calendar(calendar).map(|at| self.cut(at))
    }

    /// Whether rows are wanted for a period.
    pub(super) fn is_wanted(&self, window: &Window) -> bool {
        let (from, to) = self.plan.span.days;
        window.first() <= to && window.last() >= from && window.counts_from <= to
    }

    /// Days of a period that something can be known of, and days of the whole period.
    pub(super) fn days_known(&self, (first, last): (DayNumber, DayNumber)) -> (u32, u32) {
        let count = |to: DayNumber| u32::try_from(to - first + 1).unwrap_or(0);
        (count(last.min(self.known_to)), count(last))
    }

    /// The part of a stated volume that is due by the last known day: pro rata of the days, each whole year of a
    /// longer period alike, as "a year in cycles of five years" has it.
    pub(super) fn part_due(&self, days: (DayNumber, DayNumber)) -> f64 {
        let (known, whole) = self.days_known(days);
        let by_days = f64::from(known) / f64::from(whole);
        if known >= whole || whole < 2 * 365 {
            return by_days;
        }
        let birthday = |years: u32| number(date(days.0) + Months::new(12 * years));
        let years = (2..=100)
            .take_while(|years| birthday(*years) <= days.1 + 1)
            .last();
        let Some(years) = years.filter(|years| birthday(*years) == days.1 + 1) else {
            return by_days;
        };
        let so_far = days.1.min(self.known_to) + 1;
        let begun = (1..=years)
            .take_while(|years| birthday(*years) <= so_far)
            .count();
        let begun = u32::try_from(begun).unwrap_or(years);
        let part =
            f64::from(so_far - birthday(begun)) / f64::from(birthday(begun + 1) - birthday(begun));
        (f64::from(begun) + part) / f64::from(years)
    }

    /// Every day of the record as a period.
    pub(super) fn each_day(&self) -> &[(DayNumber, DayNumber)] {
        self.each_day
            .get_or_init(|| (self.first..=self.known_to).map(|day| (day, day)).collect())
    }

    /// An amount over some periods. A whole column is kept, and found again by the place of the amount in the
    /// agreement.
    pub(super) fn amount(&self, amount: &'r Amount, frame: Frame<'_>) -> Rc<Column> {
        let whole = frame.cut.filter(|_| frame.is_whole());
        let Some(cut) = whole else {
            return self.evaluated(amount, frame);
        };
        let key = (self.plan.place(amount), cut.calendar, frame.waits);
        if let Some(known) = self.memo.borrow().get(&key) {
            return Rc::clone(known);
        }
        let column = self.evaluated(amount, frame);
        self.memo.borrow_mut().insert(key, Rc::clone(&column));
        column
    }

    /// Adds a finding about a clause, once.
    pub(super) fn say(&self, finding: Finding, clause: &str) {
        let finding = finding.entry(format!("{}, {clause}", self.agreement.id));
        let mut findings = self.findings.borrow_mut();
        if !findings.iter().any(|known| *known == finding) {
            findings.push(finding);
        }
    }

    /// All findings so far.
    pub(super) fn findings(self) -> Findings {
        self.say_remarks();
        self.findings.into_inner()
    }
}
