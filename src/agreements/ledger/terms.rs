//! What a clause of carry-over says of one period: where a balance's life ends, what is set off, what is allowed.

use chrono::{Datelike as _, Days, NaiveDate};

use crate::agreements::calendar::{Cut, Window, number};
use crate::agreements::run::Run;
use crate::domain::agreement::calendar::MonthDay;
use crate::domain::agreement::ledger::{CarryWithin, Ledger};

/// Whether nothing is carried beyond the end of a period.
pub(super) fn ends_life(run: &Run<'_>, ledger: &Ledger, cut: &Cut, period: usize) -> bool {
    let (Some(carry), Some(window)) = (&ledger.carry, cut.windows.get(period)) else {
        return false;
    };
    let next = cut
        .windows
        .get(period + 1)
        .map_or_else(|| day_after(window.last()), Window::first);
    match &carry.within {
        CarryWithin::Always => false,
        CarryWithin::Season => run
            .agreement
            .calendar(&ledger.calendar)
            .and_then(|calendar| calendar.season)
            .is_some_and(|season| {
                !season.contains(next) || season.first_day(next) != season.first_day(window.first())
            }),
        CarryWithin::Calendar(id) => run.cut_of(id).is_none_or(|outer| {
            outer
                .holding(number(window.first()))
                .is_none_or(|at| outer.windows[at].last() < next)
        }),
    }
}

/// Largest deficit that is allowed for a while in a period that begins on a day, in the ledger's unit.
pub(super) fn allowed_deficit(ledger: &Ledger, first: NaiveDate) -> f64 {
    ledger
        .allowances
        .iter()
        .filter(|allowance| allowance.months.contains(&first.month()))
        .map(|allowance| allowance.max_deficit)
        .fold(0.0, f64::max)
}

/// Whether a period holds a day of the year.
pub(super) fn holds(days: (NaiveDate, NaiveDate), day: MonthDay) -> bool {
    day.on_or_before(days.1) >= days.0
}

/// Places of the ledgers that are set off against each other, directly or through others, and count in the same
/// periods; a ledger of its own is alone among them.
pub(super) fn group(run: &Run<'_>, ledger: usize) -> Vec<usize> {
    let all = &run.agreement.ledgers;
    let linked = |a: usize, b: usize| {
        let names = |one: &Ledger, other: &Ledger| {
            one.offset
                .as_ref()
                .is_some_and(|offset| offset.with.contains(&other.id))
        };
        all[a].calendar == all[b].calendar && (names(&all[a], &all[b]) || names(&all[b], &all[a]))
    };
    let mut group = vec![ledger];
    let mut seen = 0;
    while let Some(&member) = group.get(seen) {
        for other in 0..all.len() {
            if !group.contains(&other) && linked(member, other) {
                group.push(other);
            }
        }
        seen += 1;
    }
    group.sort_unstable();
    group
}

/// Pairs of a group that are set off at the end of a period, each once, in file order.
pub(super) fn set_off_in(
    run: &Run<'_>,
    group: &[usize],
    days: (NaiveDate, NaiveDate),
) -> Vec<(usize, usize)> {
    let all = &run.agreement.ledgers;
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for &member in group {
        let Some(offset) = all[member].offset.as_ref() else {
            continue;
        };
        if !holds(days, offset.by) {
            continue;
        }
        for with in &offset.with {
            let other = group.iter().copied().find(|&other| all[other].id == *with);
            if let Some(other) = other.filter(|&other| other != member)
                && !pairs.contains(&(other, member))
                && !pairs.contains(&(member, other))
            {
                pairs.push((member, other));
            }
        }
    }
    pairs
}

fn day_after(day: NaiveDate) -> NaiveDate {
    day.checked_add_days(Days::new(1)).unwrap_or(day)
}
