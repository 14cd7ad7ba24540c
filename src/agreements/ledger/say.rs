//! What a person should know of a ledger's book: amounts that lapse, are overdue or not settled, and periods that
//! could only pass on what they were given.

use super::book::Page;
use super::bookkeeping::{Booking, Bookkeeping, Lapse};
use super::terms::holds;
use crate::agreements::calendar::{Cut, number};
use crate::agreements::run::Run;
use crate::agreements::words::amount;
use crate::domain::agreement::ledger::{Allowance, Ledger};
use crate::domain::{Cause, Finding};

/// Longest list of periods in one sentence.
const MOST_NAMED: usize = 6;

/// Says which stated opening balances of a ledger count nowhere.
fn stray_openings(run: &Run<'_>, ledger: &Ledger, cut: &Cut) {
    let here = &run.agreement.id;
    for fact in &run.facts.opening_balances {
        let is_meant = fact.agreement.as_ref().is_none_or(|id| id == here);
        // A period that has not begun yet may still inherit it.
        if !is_meant || fact.ledger != ledger.id || number(fact.on) > run.known_to {
            continue;
        }
        let finding = if ledger.carry.is_none() {
            Finding::warning(
                Cause::Configuration,
                format!(
                    "the opening balance on {} counts nowhere: nothing is carried in this ledger",
                    fact.on
                ),
            )
            .hint("take it out of the facts, or say in the ledger what is carried")
        } else if cut.windows.iter().all(|window| window.first() != fact.on) {
            let held = cut.holding(number(fact.on)).map(|at| &cut.windows[at]);
            let hint = held.map_or_else(
                || "give it the first day of the period that inherits it".to_owned(),
                |window| {
                    format!(
                        "write on = {}, the first day of {}",
                        window.first(),
                        window.period.label
                    )
                },
            );
            Finding::warning(
                Cause::Configuration,
                format!(
                    "the opening balance on {} counts nowhere: no period begins on that day",
                    fact.on
                ),
            )
            .hint(hint)
        } else {
            continue;
        };
        run.say(finding, &ledger.id);
    }
}

/// Adds what is to be said of the periods for which rows are wanted.
pub(super) fn say(run: &Run<'_>, ledger: &Ledger, cut: &Cut, pages: &[Page]) {
    stray_openings(run, ledger, cut);
    let Some(carry) = &ledger.carry else {
        return;
    };
    let teller = Teller {
        run,
        ledger,
        cut,
        pages,
    };
    for why in [
        Lapse::TooOld,
        Lapse::BeyondDeficit,
        Lapse::BeyondSurplus,
        Lapse::BeyondPeriodSurplus,
    ] {
        teller.lapsed(why);
    }
    teller.passed_on();
    teller.each(
        |page| page.lacks_limit,
        |_, label| label.to_owned(),
        |periods| {
            Finding::warning(
                Cause::Incomplete,
                format!("a limit of what is carried cannot be assessed for {periods}; it was not applied"),
            )
            .hint("look at what the limit rests on")
        },
    );
    if let Some(most) = carry.max_deficits_in_row {
        teller.each(
            |page| page.booking.deficits_in_row > most,
            |page, label| format!("{label} ({})", page.booking.deficits_in_row),
            |periods| {
                Finding::warning(
                    Cause::Account,
                    format!("more than {most} periods in a row ended with a deficit: {periods}"),
                )
                .hint("the number is that of the periods in a row")
            },
        );
    }
    if carry.repay_within.is_some() {
        teller.overdue();
    }
    for allowance in &ledger.allowances {
        teller.settled(allowance);
    }
    teller.offset_elsewhere();
}

struct Teller<'t> {
    run: &'t Run<'t>,
    ledger: &'t Ledger,
    cut: &'t Cut,
    pages: &'t [Page],
}

impl Teller<'_> {
    /// One finding for all wanted periods that a test picks.
    fn each(
        &self,
        picks: impl Fn(&Page) -> bool,
        names: impl Fn(&Page, &str) -> String,
        finding: impl FnOnce(&str) -> Finding,
    ) {
        let mut named: Vec<String> = Vec::new();
        let mut more = 0;
        for (page, window) in self.pages.iter().zip(&self.cut.windows) {
            if !page.is_active || !picks(page) || !self.run.is_wanted(window) {
                continue;
            }
            if named.len() < MOST_NAMED {
                named.push(names(page, &window.period.label));
            } else {
                more += 1;
            }
        }
        if named.is_empty() {
            return;
        }
        let mut periods = named.join(", ");
        if more > 0 {
            periods.push_str(&format!(" and {more} more"));
        }
        self.run.say(finding(&periods), &self.ledger.id);
    }

    fn in_unit(&self, value: f64) -> String {
        format!("{} {}", amount(value), self.ledger.unit.name)
    }

    fn lapsed(&self, why: Lapse) {
        self.each(
            |page| page.booking.lapse(why) != 0.0,
            |page, label| format!("{label} ({})", self.in_unit(page.booking.lapse(why))),
            |periods| {
                Finding::note(
                    Cause::Account,
                    format!("lapsed at the end of {periods}: {}", why.words()),
                )
            },
        );
    }

    fn passed_on(&self) {
        let is_unknown = |page: &Page| !page.entry.is_exempt && page.booking.balance.is_nan();
        self.each(
            |page| is_unknown(page) && page.entry.is_over && page.booking.carried_in != 0.0,
            |page, label| format!("{label} ({})", self.in_unit(page.booking.carried_in)),
            |periods| {
                Finding::note(
                    Cause::Incomplete,
                    format!("no figure for {periods}: what was carried in is passed on as it is"),
                )
                .hint("the carried amounts after it leave the period out; send its missing days")
            },
        );
    }

    fn overdue(&self) {
        let least = |page: &Page| 1e-9 * page.entry.entitlement.abs().max(1.0);
        self.each(
            |page| page.booking.overdue > least(page),
            |page, label| format!("{label} ({})", self.in_unit(page.booking.overdue)),
            |periods| {
                Finding::warning(
                    Cause::Account,
                    format!(
                        "a deficit that was to be made up by then is still carried at the end of {periods}"
                    ),
                )
            },
        );
    }

    /// Deficits that were allowed for a while and not settled by their day.
    fn settled(&self, allowance: &Allowance) {
        let Some(by) = allowance.settle_by else {
            return;
        };
        let mut used: f64 = 0.0;
        let mut left: Vec<(usize, f64)> = Vec::new();
        for (period, page) in self.pages.iter().enumerate() {
            let days = self.cut.windows[period].period.days;
            used = used.max(page.booking.allowed_deficit);
            if page.entry.is_over && holds(days, by) {
                let outstanding = used.min(-page.booking.carried_out);
                if outstanding > 1e-9 * page.entry.entitlement.abs().max(1.0) {
                    left.push((period, outstanding));
                }
                used = 0.0;
            }
        }
        for (period, outstanding) in left {
            let window = &self.cut.windows[period];
            if !self.run.is_wanted(window) {
                continue;
            }
            let finding = Finding::warning(
                Cause::Account,
                format!(
                    "a deficit of {} that was allowed until {by} is not settled at the end of {}",
                    self.in_unit(outstanding),
                    window.period.label
                ),
            );
            self.run.say(finding, &self.ledger.id);
        }
    }

    fn offset_elsewhere(&self) {
        let Some(offset) = &self.ledger.offset else {
            return;
        };
        for with in &offset.with {
            let other = self.run.agreement.ledger(with);
            if other.is_some_and(|other| other.calendar != self.ledger.calendar) {
                let finding = Finding::warning(
                    Cause::Configuration,
                    format!("not set off against {with}: it counts in other periods"),
                )
                .hint("give both ledgers the same calendar");
                self.run.say(finding, &self.ledger.id);
            }
        }
    }
}

/// Books a page once more, without what the other ledgers did at the time.
pub(super) fn replay(keeper: &mut Bookkeeping, page: &Page) -> Booking {
    let mut booking = keeper.enter(&page.entry);
    if page.booking.set_off != 0.0 {
        keeper.set_off(-page.booking.set_off, &mut booking);
    }
    keeper.close(&page.entry, &mut booking);
    booking
}
