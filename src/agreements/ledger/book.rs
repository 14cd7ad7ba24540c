//! The books of an agreement's ledgers: each period in its turn, with what stands behind it.
//!
//! A ledger that rests on no earlier period of its own takes all its amounts at once; one that does is booked
//! period by period, as far as somebody asks. Ledgers that are set off against each other are booked together.

use std::cell::Ref;
use std::ops::Range;
use std::rc::Rc;
use std::sync::Arc;

use chrono::{Months, NaiveDate};

use super::bookkeeping::{Booking, Bookkeeping, Entry, Limits};
use super::terms;
use crate::agreements::calendar::{Cut, Window, date};
use crate::agreements::due::{Due, Switch};
use crate::agreements::run::{Frame, Run};
use crate::agreements::value::{Basis, Column, Growth};
use crate::domain::agreement::amount::{Amount, LedgerFigure};
use crate::domain::agreement::calendar::CalendarKind;
use crate::domain::agreement::ledger::{Carry, Ledger};

/// The book of one ledger, as far as it is written.
#[derive(Debug, Default)]
pub(in crate::agreements) struct Book {
    pages: Vec<Page>,
    bookkeeping: Option<Bookkeeping>,
    /// Its amounts are being evaluated: whoever asks meanwhile sees the pages that are written.
    is_open: bool,
}

/// One period of a ledger.
#[derive(Clone, Copy, Debug)]
pub(super) struct Page {
    /// What it brought, in the ledger's unit.
    pub entry: Entry,
    /// What became of it.
    pub booking: Booking,
    /// Due by the end of the period, as far as can be told.
    pub due_by_end: f64,
    /// What stands behind entitlement and delivery.
    pub basis: Basis,
    /// Whether a clause of the ledger holds in the period.
    pub is_active: bool,
    /// Whether the test that switches the obligation off is met, whether that was declared, and whether the
    /// obligation is off; `None` where there is no test, or where it cannot be assessed.
    pub met: Option<bool>,
    pub declared: Option<bool>,
    pub is_off: Option<bool>,
    /// A limit of what is carried could not be assessed, and counts as none.
    pub lacks_limit: bool,
}

/// Amounts of a ledger over some of its periods.
struct Amounts {
    entitled: Due,
    given: Due,
    /// Years of a cycle, where the entitlement is stated for a whole one, whatever flows.
    cycle_years: Option<u32>,
    switch: Option<Switch>,
    reset: Option<Rc<Column>>,
    max_deficit: Option<Due>,
    max_surplus: Option<Due>,
    max_surplus_per_period: Option<Due>,
    max_use_per_period: Option<Due>,
}

/// Writes the book of a ledger up to, and without, a period, as far as its amounts can be evaluated now.
pub(in crate::agreements) fn extend(run: &Run<'_>, ledger: usize, end: usize) {
    let Some(cut) = run.cut_of(&run.agreement.ledgers[ledger].calendar).cloned() else {
        return;
    };
    let end = end.min(cut.windows.len());
    let is_written = |at: usize| {
        let book = run.books[at].borrow();
        book.is_open || book.pages.len() >= end
    };
    if is_written(ledger) {
        return;
    }
    let group = terms::group(run, ledger);
    let recurs = group.iter().any(|&at| run.plan.recursion.ledgers[at]);
    while !is_written(ledger) {
        let begin = run.books[ledger].borrow().pages.len();
        let stop = if recurs { begin + 1 } else { cut.windows.len() };
        write(run, &group, &cut, begin..stop);
    }
}

/// Writes some periods of the books of a group.
fn write(run: &Run<'_>, group: &[usize], cut: &Arc<Cut>, periods: Range<usize>) {
    for &at in group {
        run.books[at].borrow_mut().is_open = true;
    }
    let amounts: Vec<Amounts> = group
        .iter()
        .map(|&at| amounts(run, &run.agreement.ledgers[at], cut, periods.clone()))
        .collect();
    for &at in group {
        run.books[at].borrow_mut().pages.reserve(periods.len());
    }
    for period in periods.clone() {
        let place = (period, period - periods.start);
        if let ([at], [amounts]) = (group, amounts.as_slice()) {
            let page = enter(run, *at, cut, amounts, place);
            close_one(run, *at, page);
            continue;
        }
        let pages: Vec<Page> = group
            .iter()
            .zip(&amounts)
            .map(|(&at, amounts)| enter(run, at, cut, amounts, place))
            .collect();
        close(run, group, cut, period, pages);
    }
    for &at in group {
        run.books[at].borrow_mut().is_open = false;
    }
}

fn amounts<'r>(run: &Run<'r>, ledger: &'r Ledger, cut: &Cut, periods: Range<usize>) -> Amounts {
    let frame = Frame::of(cut, periods);
    let due = |amount: &'r Amount| run.due(amount, &ledger.unit, frame);
    let carry = ledger.carry.as_ref();
    let limit = |of: fn(&Carry) -> Option<&Amount>| carry.and_then(of).map(due);
    let cycle_years = match &run.agreement.calendars[cut.calendar].kind {
        CalendarKind::Cycle { years, .. } => Some(*years),
        _ => None,
    };
    let is_stated = |_: &u32| run.amount(&ledger.entitlement, frame).growth == Growth::Whole;
    Amounts {
        entitled: due(&ledger.entitlement),
        given: due(&ledger.delivered),
        cycle_years: cycle_years.filter(is_stated),
        switch: ledger.unless.as_ref().map(|test| run.switch(test, frame)),
        reset: ledger
            .reset
            .as_ref()
            .map(|reset| run.amount(&reset.when, frame.waiting())),
        max_deficit: limit(|carry| carry.max_deficit.as_ref()),
        max_surplus: limit(|carry| carry.max_surplus.as_ref()),
        max_surplus_per_period: limit(|carry| carry.max_surplus_per_period.as_ref()),
        max_use_per_period: limit(|carry| carry.max_use_per_period.as_ref()),
    }
}

/// What a period brings, and the first half of its booking.
fn enter(
    run: &Run<'_>,
    at: usize,
    cut: &Cut,
    amounts: &Amounts,
    (period, place): (usize, usize),
) -> Page {
    let ledger = &run.agreement.ledgers[at];
    let window = &cut.windows[period];
    let (known, whole) = run.days_known(cut.days[period]);
    let (entitled, given) = (&amounts.entitled, &amounts.given);
    let is_off = amounts
        .switch
        .as_ref()
        .and_then(|switch| switch.is_off[place]);
    let (limits, lacks_limit) = limits(amounts, place);
    let is_over = known >= whole;
    let is_reset = is_over
        && amounts
            .reset
            .as_ref()
            .is_some_and(|test| window.is_closed_early || test.truth(place) == Some(true));
    let basis = entitled.basis(place);
    let (part, part_to_date) = match amounts.cycle_years {
        Some(years) => parts_of_cycle(run, window, years),
        None => (1.0, 1.0),
    };
    let to_date = match amounts.cycle_years {
        Some(_) => entitled.now[place] * part_to_date,
        None => entitled.to_date(place),
    };
    let entry = Entry {
        entitlement: entitled.now[place] * part,
        due_to_date: to_date,
        delivered: given.now[place],
        is_exempt: is_off == Some(true) || basis.is_exempt || basis.is_silent,
        is_over,
        wipes: ledger
            .reset
            .as_ref()
            .filter(|_| is_reset)
            .map(|reset| reset.wipes),
        opening: opening(run, ledger, window.first()),
        ends_life: terms::ends_life(run, ledger, cut, period),
        limits,
        allowed_deficit: terms::allowed_deficit(ledger, window.first()),
    };
    let mut book = run.books[at].borrow_mut();
    let keeper = book
        .bookkeeping
        .get_or_insert_with(|| Bookkeeping::new(ledger.carry.as_ref()));
    Page {
        booking: keeper.enter(&entry),
        entry,
        due_by_end: entitled.by_end(place) * part,
        basis: basis.and(given.basis(place)),
        is_active: !basis.is_silent,
        met: amounts.switch.as_ref().and_then(|switch| switch.met[place]),
        declared: amounts
            .switch
            .as_ref()
            .and_then(|switch| switch.declared[place]),
        is_off,
        lacks_limit,
    }
}

/// The second half: deficits are set off, then every account is closed.
fn close(run: &Run<'_>, group: &[usize], cut: &Cut, period: usize, mut pages: Vec<Page>) {
    let days = cut.windows[period].period.days;
    let is_over = pages.first().is_some_and(|page| page.entry.is_over);
    if group.len() > 1 && is_over {
        for (one, other) in terms::set_off_in(run, group, days) {
            set_off(run, group, (one, other), &mut pages);
        }
    }
    for (&at, page) in group.iter().zip(pages) {
        close_one(run, at, page);
    }
}

fn close_one(run: &Run<'_>, at: usize, mut page: Page) {
    let mut book = run.books[at].borrow_mut();
    if let Some(keeper) = &mut book.bookkeeping {
        keeper.close(&page.entry, &mut page.booking);
    }
    book.pages.push(page);
}

fn set_off(run: &Run<'_>, group: &[usize], (one, other): (usize, usize), pages: &mut [Page]) {
    let deficit = |at: usize| {
        let book = run.books[at].borrow();
        let deficit = book.bookkeeping.as_ref().map_or(0.0, Bookkeeping::deficit);
        let unit = &run.agreement.ledgers[at].unit;
        (unit.to_si(deficit), unit.clone())
    };
    let ((mine, my_unit), (theirs, their_unit)) = (deficit(one), deficit(other));
    let both = mine.min(theirs);
    if both <= 0.0 {
        return;
    }
    for (at, unit) in [(one, my_unit), (other, their_unit)] {
        let mut book = run.books[at].borrow_mut();
        let place = group.iter().position(|&member| member == at);
        if let (Some(keeper), Some(place)) = (&mut book.bookkeeping, place) {
            keeper.set_off(unit.from_si(both), &mut pages[place].booking);
        }
    }
}

/// Part of a cycle's years that lies in its period, less than the whole where something closed it early, and the
/// part up to the last known day. A year counts as a year, with or without 29 February.
fn parts_of_cycle(run: &Run<'_>, window: &Window, years: u32) -> (f64, f64) {
    let (first, last) = window.period.days;
    let end = if window.is_closed_early {
        last.succ_opt().unwrap_or(last)
    } else {
        year_on(first, years)
    };
    let now = date(run.known_to).succ_opt().unwrap_or(end).min(end);
    let part = |until| years_between(first, until) / f64::from(years.max(1));
    (part(end), part(now))
}

/// The same day so many years later.
fn year_on(first: NaiveDate, years: u32) -> NaiveDate {
    first
        .checked_add_months(Months::new(12 * years))
        .unwrap_or(first)
}

/// Years from one day to another, the last of them by its days.
fn years_between(first: NaiveDate, until: NaiveDate) -> f64 {
    let mut whole = 0;
    while year_on(first, whole + 1) <= until && whole < 1000 {
        whole += 1;
    }
    let (begun, next) = (year_on(first, whole), year_on(first, whole + 1));
    let (days, year) = ((until - begun).num_days(), (next - begun).num_days());
    f64::from(whole) + days.max(0) as f64 / year.max(1) as f64
}

/// Limits in a period, and whether one of them cannot be assessed.
fn limits(amounts: &Amounts, place: usize) -> (Limits, bool) {
    let mut lacks = false;
    let mut limit = |due: &Option<Due>| match due.as_ref().map(|due| due.now[place]) {
        None => f64::INFINITY,
        Some(limit) if limit.is_nan() => {
            lacks = true;
            f64::INFINITY
        }
        Some(limit) => limit,
    };
    let limits = Limits {
        deficit: limit(&amounts.max_deficit),
        surplus: limit(&amounts.max_surplus),
        surplus_per_period: limit(&amounts.max_surplus_per_period),
        use_per_period: limit(&amounts.max_use_per_period),
    };
    (limits, lacks)
}

/// The stated balance that a period inherits in place of what the one before left.
pub(super) fn opening(run: &Run<'_>, ledger: &Ledger, first: NaiveDate) -> Option<f64> {
    let here = &run.agreement.id;
    run.facts
        .opening_balances
        .iter()
        .find(|fact| {
            fact.agreement.as_ref().is_none_or(|id| id == here)
                && fact.ledger == ledger.id
                && fact.on == first
        })
        .map(|fact| fact.value)
}

/// The pages of a ledger over all its periods.
pub(super) fn pages<'b>(run: &'b Run<'_>, ledger: usize) -> Ref<'b, [Page]> {
    extend(run, ledger, usize::MAX);
    Ref::map(run.books[ledger].borrow(), |book| book.pages.as_slice())
}

/// A figure of a ledger over some of its periods, in the agreement's own unit. Periods that are not booked yet,
/// since the book is being written, have none.
pub(in crate::agreements) fn figures(
    run: &Run<'_>,
    ledger: usize,
    figure: LedgerFigure,
    periods: Range<usize>,
) -> Column {
    extend(run, ledger, periods.end);
    let unit = &run.agreement.ledgers[ledger].unit;
    let own = run.plan.unit(unit.measure);
    let mut column = Column::unknown(unit.measure, periods.len());
    column.growth = Growth::Steady;
    let book = run.books[ledger].borrow();
    let begin = periods.start.min(book.pages.len());
    for (n, page) in book.pages[begin..].iter().take(periods.len()).enumerate() {
        let number = page.figure(figure);
        column.number[n] = if own == unit {
            number
        } else {
            own.from_si(unit.to_si(number))
        };
        column.basis[n] = Basis {
            is_exempt: false,
            is_silent: false,
            ..page.basis
        };
    }
    column
}

impl Page {
    fn figure(&self, figure: LedgerFigure) -> f64 {
        match figure {
            LedgerFigure::Entitlement => self.entry.entitlement,
            LedgerFigure::Delivered => self.entry.delivered,
            LedgerFigure::Balance => self.booking.balance,
            LedgerFigure::CarriedIn => self.booking.carried_in,
            LedgerFigure::CarriedOut => self.booking.carried_out,
            LedgerFigure::AheadOfPace => self.booking.ahead,
        }
    }
}
