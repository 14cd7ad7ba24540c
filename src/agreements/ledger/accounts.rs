//! A ledger's book as columns of an account, and what a person should know of it.

use super::book::{Page, pages};
use super::say::say;
use crate::agreements::account::{Account, AccountHead};
use crate::agreements::references::{amounts_of_ledger, confidence_of, lower};
use crate::agreements::run::Run;
use crate::domain::Status;
use crate::domain::agreement::RowKind;
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::ledger::Ledger;

/// A ledger over all periods of its calendar; `None` where its calendar is unknown.
pub(in crate::agreements) fn account(run: &Run<'_>, ledger: usize) -> Option<Account> {
    let own = &run.agreement.ledgers[ledger];
    let cut = run.cut_of(&own.calendar)?.clone();
    let mut account = Account::new(head(run, own), cut);
    let pages = pages(run, ledger);
    account.condition = match &own.unless {
        Some(Amount::Condition(id)) => {
            let conditions = &run.agreement.conditions;
            conditions.iter().position(|condition| condition.id == *id)
        }
        _ => None,
    };
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
    account.applied_to_carried.set(period, booking.applied_to_carried);
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
