//! A ledger's book as columns of an account, and what a person should know of it.

use super::book::{Page, pages};
use super::say::say;
use super::terms;
use crate::agreements::account::{Account, AccountHead};
use crate::agreements::calendar::Cut;
use crate::agreements::references::{amounts_of_ledger, confidence_of, lower};
use crate::agreements::run::{Frame, Run};
use crate::domain::Status;
use crate::domain::agreement::RowKind;
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::ledger::Ledger;

/// A ledger over all periods of its calendar; `None` where its calendar is unknown.
pub(in crate::agreements) fn account(run: &Run<'_>, ledger: usize) -> Option<Account> {
    let own = &run.agreement.ledgers[ledger];
    let cut = run.cut_of(&own.calendar)?.clone();
    let mut account = Account::new(head(run, own), cut);
    if is_plain(run, ledger, &account.cut) {
        fill(run, own, &mut account);
        say(run, own, &account.cut, &[]);
        return Some(account);
    }
    let pages = pages(run, ledger);
    account.condition = condition_of(run, own);
    if own.unless.is_some() {
        account.met = pages.iter().map(|page| page.met).collect();
        account.declared = pages.iter().map(|page| page.declared).collect();
    }
    say(run, own, &account.cut, &pages);
    for (period, page) in pages.iter().enumerate() {
        enter(&mut account, period, page, own.unless.is_some());
    }
    Some(account)
}

/// Position of the condition that a ledger names and nothing else.
fn condition_of(run: &Run<'_>, ledger: &Ledger) -> Option<usize> {
    match &ledger.unless {
        Some(Amount::Condition(id)) => {
            let conditions = &run.agreement.conditions;
            conditions.iter().position(|condition| condition.id == *id)
        }
        _ => None,
    }
}

/// Whether each period of a ledger stands for itself, so that no book is needed.
fn is_plain(run: &Run<'_>, ledger: usize, cut: &Cut) -> bool {
    let own = &run.agreement.ledgers[ledger];
    own.carry.is_none()
        && own.reset.is_none()
        && own.offset.is_none()
        && own.allowances.is_empty()
        && !run.plan.recursion.ledgers[ledger]
        && terms::group(run, ledger).len() == 1
        && !cut.windows.iter().any(|window| window.is_closed_early)
}

/// An account of periods that stand for themselves.
fn fill<'r>(run: &Run<'r>, ledger: &'r Ledger, account: &mut Account) {
    let cut = std::sync::Arc::clone(&account.cut);
    let frame = Frame::of(&cut, 0..cut.windows.len());
    let entitled = run.due(&ledger.entitlement, &ledger.unit, frame);
    let given = run.due(&ledger.delivered, &ledger.unit, frame);
    let switch = ledger.unless.as_ref().map(|test| run.switch(test, frame));
    for n in 0..frame.len() {
        let (known, whole) = run.days_known(cut.days[n]);
        let is_off = switch.as_ref().and_then(|switch| switch.is_off[n]);
        let basis = entitled.basis(n);
        let both = basis.and(given.basis(n));
        account.is_active[n] = !basis.is_silent;
        account.entitlement[n] = entitled.now[n];
        if known < whole {
            account.set_due(n, entitled.to_date(n), entitled.by_end(n));
        }
        account.delivered[n] = given.now[n];
        account.balance[n] = given.now[n] - entitled.now[n];
        account.completeness[n] = both.completeness();
        let is_decided = switch.is_none() || is_off.is_some();
        account.status[n] = if is_off == Some(true) || basis.is_exempt || basis.is_silent {
            Status::Exempt
        } else if account.balance[n].is_nan() {
            Status::NotAssessable
        } else if known >= whole && both.is_final && is_decided {
            Status::Final
        } else {
            Status::Provisional
        };
    }
    if let Some(switch) = switch {
        account.condition = condition_of(run, ledger);
        account.met = switch.met;
        account.declared = switch.declared;
    }
}

fn head(run: &Run<'_>, ledger: &Ledger) -> AccountHead {
    let behind = confidence_of(run.agreement, amounts_of_ledger(ledger));
    AccountHead {
        rule: ledger.id.clone(),
        title: ledger.title.clone().unwrap_or_else(|| ledger.id.clone()),
        kind: RowKind::Account,
        article: ledger.article.clone(),
        party: ledger.party.clone(),
        by: ledger.by.clone(),
        confidence: lower(ledger.confidence, behind),
        advisory: ledger.advisory,
        unit: ledger.unit.clone(),
    }
}

fn enter(account: &mut Account, period: usize, page: &Page, has_switch: bool) {
    let (entry, booking) = (&page.entry, &page.booking);
    account.is_active[period] = page.is_active;
    account.entitlement[period] = entry.entitlement;
    account.set_due(period, entry.due_to_date, page.due_by_end);
    account.delivered[period] = entry.delivered;
    account.balance[period] = booking.balance;
    account.carried_in.set(period, booking.carried_in);
    account.carried_out.set(period, booking.carried_out);
    account
        .applied_to_carried
        .set(period, booking.applied_to_carried);
    account.used_of_carried.set(period, booking.used_of_carried);
    account.carried_left.set(period, booking.carried_left);
    account.set_off.set(period, booking.set_off);
    account.lapsed.set(period, booking.lapsed);
    account.allowed_deficit.set(period, booking.allowed_deficit);
    account.completeness[period] = page.basis.completeness();
    account.status[period] = status(page, has_switch);
}

fn status(page: &Page, has_switch: bool) -> Status {
    let entry = &page.entry;
    let is_decided = !has_switch || page.is_off.is_some();
    if entry.wipes.is_some() {
        Status::Reset
    } else if entry.is_exempt {
        Status::Exempt
    } else if page.booking.balance.is_nan() {
        Status::NotAssessable
    } else if entry.is_over && page.basis.is_final && is_decided {
        Status::Final
    } else {
        Status::Provisional
    }
}
