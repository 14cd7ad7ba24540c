//! Ledgers: entitlement by rule, delivery by series, and what the next period inherits.
//!
//! `balance = delivered − entitlement + carried in`. A balance is carried within a season only: the first
//! period of a season, and the first after a gap, begins with nothing or with an opening balance. A period
//! without a figure passes on what it was given.

use chrono::NaiveDate;

use super::account::{self, Due};
use super::calendar::Window;
use super::condition::Conditions;
use super::days::{HM3_PER_M3S_DAY, Stat, ledger_column};
use super::facts::OpeningBalance;
use super::load::calendar_of;
use super::run::Run;
use super::shares::{self, Shares, is_active};
use super::{limits, unit_of};
use crate::domain::agreement::clauses::{AgreementUnit, CarryOver, Ledger, Measure};
use crate::domain::agreement::rules::{Rule, RuleKind};
use crate::domain::agreement::{LedgerRow, RowKind};
use crate::domain::{Completeness, PartyId, Status};

/// A ledger with what does not change from period to period.
struct Account<'r> {
    ledger: &'r Ledger,
    rules: Vec<&'r Rule>,
    calendar: &'r str,
    party: PartyId,
    unit: AgreementUnit,
    column: String,
    measure: Measure,
    article: String,
}

/// Rows of every ledger, in file order, then by period.
pub(super) fn rows(run: &mut Run<'_>, shared: &Shares, conditions: &Conditions) -> Vec<LedgerRow> {
    let agreement = run.agreement;
    let mut all = Vec::new();
    for ledger in &agreement.ledgers {
        if let Some(account) = account_of(run, ledger) {
            all.extend(periods(run, &account, shared, conditions));
        }
    }
    all
}

/// Unit of a ledger: its own, else hm³ where flows are carried over, else the unit of its rules.
pub(super) fn ledger_unit(run: &Run<'_>, ledger: &Ledger, rule: &Rule) -> AgreementUnit {
    let unit = unit_of(run.agreement, rule);
    match &ledger.unit {
        Some(own) => own.clone(),
        None if ledger.carry == CarryOver::NextPeriod && unit.measure == Measure::Flow => {
            AgreementUnit::cubic_hectometres()
        }
        None => unit,
    }
}

/// `None` for a ledger whose rules are disabled or not yet evaluated.
fn account_of<'r>(run: &Run<'r>, ledger: &'r Ledger) -> Option<Account<'r>> {
    let agreement = run.agreement;
    let rules: Vec<&Rule> = ledger
        .entitlement
        .iter()
        .filter_map(|term| agreement.rule(&term.rule))
        .filter(|rule| rule.enabled && !matches!(rule.kind, RuleKind::Cycle(_)))
        .collect();
    let first = *rules.first()?;
    let party = match (&ledger.entitlement[0].party, &first.kind) {
        (Some(party), _) => party.clone(),
        (None, RuleKind::Minimum(limit) | RuleKind::Maximum(limit)) => limit.to.clone(),
        (None, _) => return None,
    };
    let mut articles: Vec<&str> = ledger.article.as_deref().into_iter().collect();
    if articles.is_empty() {
        for rule in &rules {
            if !articles.contains(&rule.article.as_str()) {
                articles.push(&rule.article);
            }
        }
    }
    let terms = super::days::delivered_terms(ledger)?;
    let measure = terms
        .first()
        .map_or(Some(Measure::Flow), |term| match &term.of {
            crate::domain::agreement::clauses::TermOf::Series(id) => agreement.measure(id),
            crate::domain::agreement::clauses::TermOf::StorageChange(_) => Some(Measure::Flow),
        })?;
    Some(Account {
        ledger,
        calendar: calendar_of(first)?,
        party,
        unit: ledger_unit(run, ledger, first),
        column: ledger_column(&ledger.id),
        measure,
        article: articles.join("; "),
        rules,
    })
}

/// What a ledger's rules entitle to in one period.
struct Entitled {
    due: Option<Due>,
    completeness: Option<Completeness>,
    is_final: bool,
    condition: Option<super::condition::Assessed>,
}

fn periods(
    run: &Run<'_>,
    account: &Account<'_>,
    shared: &Shares,
    conditions: &Conditions,
) -> Vec<LedgerRow> {
    let stats = run.stats(account.calendar, &account.column);
    let mut rows = Vec::new();
    let mut previous: Option<(&Window, f64)> = None;
    for (n, (window, stat)) in run.windows(account.calendar).iter().zip(stats).enumerate() {
        let Some(entitled) = entitled(run, account, (n, window, stat), shared, conditions) else {
            continue;
        };
        let carried_in = match account.ledger.carry {
            CarryOver::NextPeriod => carried_in(run, account.ledger, window, previous),
            CarryOver::None | CarryOver::Rule(_) => 0.0,
        };
        let row = row(run, account, (window, stat), &entitled, carried_in);
        previous = Some((window, row.carried_out));
        if run.wanted(window) {
            rows.push(row);
        }
    }
    rows
}

/// The balance that a ledger is given for the period that begins on a day.
pub(super) fn opening_balance<'r>(
    run: &'r Run<'_>,
    ledger: &str,
    first: NaiveDate,
) -> Option<&'r OpeningBalance> {
    let here = &run.agreement.id;
    run.facts.opening_balances.iter().find(|fact| {
        fact.agreement.as_ref().is_none_or(|id| id == here)
            && fact.ledger == ledger
            && fact.on == first
    })
}

fn carried_in(
    run: &Run<'_>,
    ledger: &Ledger,
    window: &Window,
    previous: Option<(&Window, f64)>,
) -> f64 {
    if let Some(opening) = opening_balance(run, &ledger.id, window.first()) {
        return opening.value;
    }
    match previous {
        Some((before, balance))
            if before.season == window.season
                && before.last().succ_opt() == Some(window.first()) =>
        {
            balance
        }
        _ => 0.0,
    }
}

/// `None` when no rule of the ledger holds in the period.
fn entitled(
    run: &Run<'_>,
    account: &Account<'_>,
    (n, window, stat): (usize, &Window, &Stat),
    shared: &Shares,
    conditions: &Conditions,
) -> Option<Entitled> {
    let mut sum = Some(Due {
        entitlement: 0.0,
        to_date: 0.0,
        whole: 0.0,
    });
    let mut entitled = Entitled {
        due: None,
        completeness: None,
        is_final: true,
        condition: None,
    };
    let mut active = false;
    for rule in &account.rules {
        let due = match &rule.kind {
            RuleKind::Split(_) | RuleKind::Schedule(_) => {
                let Some(shared) = shares::find(shared, &rule.id, n) else {
                    continue;
                };
                if let Some(behind) = &shared.stat {
                    entitled.is_final &= behind.is_final();
                    let completeness = behind.completeness();
                    entitled.completeness = Some(
                        entitled
                            .completeness
                            .map_or(completeness, |other| account::worse(other, completeness)),
                    );
                }
                let share = shared.of(&account.party);
                share.map(|share| share_due(run, account, rule, share, stat))
            }
            RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => {
                if !is_active(run.agreement, &limit.input, window) {
                    continue;
                }
                entitled.condition = limit.unless.as_ref().and_then(|id| {
                    let condition = run.agreement.condition(id)?;
                    let scope = super::condition::scope_of(run, condition, window.first())?;
                    conditions.get(&(id.clone(), scope.first())).cloned()
                });
                Some(limits::due(limit, window, stat))
            }
            _ => continue,
        };
        active = true;
        sum = sum.zip(due).map(|(sum, due)| Due {
            entitlement: sum.entitlement + due.entitlement,
            to_date: sum.to_date + due.to_date,
            whole: sum.whole + due.whole,
        });
    }
    entitled.due = sum;
    active.then_some(entitled)
}

/// A share in the ledger's unit. A flow becomes a volume over the days known so far; a volume of a running
/// period is due in full, and pro rata to date where a schedule fixes it.
fn share_due(run: &Run<'_>, account: &Account<'_>, rule: &Rule, share: f64, stat: &Stat) -> Due {
    let unit = unit_of(run.agreement, rule);
    let (known, whole) = (f64::from(stat.known), f64::from(stat.whole));
    let si = unit.to_si(share);
    let is_schedule = matches!(rule.kind, RuleKind::Schedule(_));
    let (entitlement, to_date, whole) = match (unit.measure, account.unit.measure) {
        (Measure::Flow, Measure::Volume) => {
            let volume = |days: f64| si * days * HM3_PER_M3S_DAY;
            (volume(known), volume(known), volume(whole))
        }
        (Measure::Volume, Measure::Flow) => {
            let mean = si / (known * HM3_PER_M3S_DAY);
            (mean, mean, mean)
        }
        (Measure::Volume, _) if is_schedule => (si, si * known / whole, si),
        (Measure::Volume, _) => (si, si, si * whole / known),
        _ => (si, si, si),
    };
    Due {
        entitlement: account.unit.from_si(entitlement),
        to_date: account.unit.from_si(to_date),
        whole: account.unit.from_si(whole),
    }
}

fn row(
    run: &Run<'_>,
    account: &Account<'_>,
    (window, stat): (&Window, &Stat),
    entitled: &Entitled,
    carried_in: f64,
) -> LedgerRow {
    let ledger = account.ledger;
    let enough = stat.completeness().suffices(run.agreement.allowed_missing);
    let delivered = enough.then(|| account::delivered(&account.unit, account.measure, stat));
    let entitlement = entitled.due.map(|due| due.entitlement);
    let balance = delivered
        .zip(entitlement)
        .map(|(delivered, entitlement)| delivered - entitlement + carried_in);
    let completeness = entitled.completeness.map_or(stat.completeness(), |other| {
        account::worse(stat.completeness(), other)
    });
    let mut row = LedgerRow {
        figure: format!(
            "{}/{}/{}/{}/balance",
            run.agreement.id, ledger.id, account.party, window.period.label
        ),
        agreement: run.agreement.id.clone(),
        reading: String::new(),
        rule: ledger.id.clone(),
        title: ledger.title.clone().unwrap_or_else(|| ledger.id.clone()),
        kind: RowKind::Account,
        article: account.article.clone(),
        party: account.party.clone(),
        period: window.period.clone(),
        entitlement,
        delivered,
        balance,
        carried_in,
        carried_out: 0.0,
        unit: account.unit.name.clone(),
        status: Status::Provisional,
        completeness,
        condition: entitled
            .condition
            .as_ref()
            .map(|assessed| assessed.fact.clone()),
        advisory: ledger.advisory || account.rules.iter().all(|rule| rule.advisory),
        running: None,
    };
    let exempt = entitled
        .condition
        .as_ref()
        .is_some_and(super::condition::Assessed::is_in_effect);
    let decided = row.condition.as_ref().is_none_or(|fact| fact.met.is_some());
    row.status = account::status(&row, [stat.is_final(), entitled.is_final, decided]);
    if exempt {
        row.status = Status::Exempt;
    }
    if ledger.carry == CarryOver::NextPeriod {
        // A period that is off, or without a figure, adds nothing of its own.
        let own = row.balance.filter(|_| !exempt).unwrap_or(carried_in);
        row.carried_out = if ledger.surplus_counts {
            own
        } else {
            own.min(0.0)
        };
    }
    if let Some(due) = entitled.due {
        let place = (window, stat, account.column.as_str());
        row.running = account::running(run, &row, place, due, &account.unit);
    }
    row
}
