//! The fast way: an agreement to columns, without a text per period.

use polars::prelude::{Column, DataFrame, PolarsResult};

use super::account::Account;
use super::plan::Plan;
use super::run::Run;
use super::shares::{Stream, parties_of};
use super::trigger::{Called, called};
use super::{Inputs, ledger, limits};
use crate::domain::agreement::rules::{Rule, RuleKind};
use crate::domain::{Findings, PartyId, Status};

/// What stands for a party where a figure is nobody's.
pub(super) const NOBODY: &str = "-";

/// The shares of a party by one rule, or one stream of it. Columns have one entry for each period of the rule's
/// calendar.
#[derive(Clone, Debug)]
pub struct ShareColumn {
    /// Position of the rule in the agreement.
    pub rule: usize,
    /// Position of the stream in the rule.
    pub stream: usize,
    /// Party; "-" for an amount that is nobody's share.
    pub party: PartyId,
    /// Whether the rule holds in the period.
    pub is_active: Vec<bool>,
    /// Share in the rule's unit; NaN where it cannot be assessed.
    pub value: Vec<f64>,
}

/// Everything that an agreement says, in columns.
#[derive(Debug)]
pub struct Accounts {
    /// Ledgers in file order, then minima and maxima in file order.
    pub accounts: Vec<Account>,
    /// Shares by rule in file order, then by stream and party.
    pub shares: Vec<ShareColumn>,
    /// Triggers in file order.
    pub triggers: Vec<Called>,
    /// What a person should know.
    pub findings: Findings,
}

/// Evaluates an agreement into columns.
pub fn compute(plan: &Plan<'_>, inputs: &dyn Inputs) -> Accounts {
    let run = Run::new(plan, inputs);
    let accounts = accounts_of(&run);
    let shares = shares_of(&run);
    let rules = 0..plan.agreement.rules.len();
    let triggers = rules.filter_map(|at| called(&run, at)).collect();
    Accounts {
        accounts,
        shares,
        triggers,
        findings: run.findings(),
    }
}

/// Accounts of ledgers, then of minima and maxima.
pub(super) fn accounts_of(run: &Run<'_>) -> Vec<Account> {
    let ledgers = 0..run.agreement.ledgers.len();
    let mut all: Vec<Account> = ledgers.filter_map(|at| ledger::account(run, at)).collect();
    for at in 0..run.agreement.rules.len() {
        all.extend(limits::accounts(run, at));
    }
    all
}

/// Whether nobody measures what a rule shares, or gives as its figure.
fn is_unmeasured(run: &Run<'_>, rule: &Rule, stream: usize) -> bool {
    match &rule.kind {
        RuleKind::Split(split) => split
            .of
            .get(stream)
            .is_some_and(|of| run.is_unmeasured(&of.amount)),
        RuleKind::Amount(named) => run.is_unmeasured(&named.amount),
        _ => false,
    }
}

/// Shares of splits, schedules and amounts that are somebody's.
pub(super) fn shares_of(run: &Run<'_>) -> Vec<ShareColumn> {
    let mut all = Vec::new();
    for (at, rule) in run.agreement.rules.iter().enumerate() {
        let is_share = matches!(
            rule.kind,
            RuleKind::Split(_) | RuleKind::Schedule(_) | RuleKind::Amount(_)
        );
        let cut = rule.kind.calendar().and_then(|id| run.cut_of(id));
        let (true, Some(cut)) = (is_share && rule.enabled, cut) else {
            continue;
        };
        run.extend_rule(at, cut.days.len());
        let state = run.rules[at].borrow();
        for (n, stream) in state.streams.iter().enumerate() {
            if is_unmeasured(run, rule, n) {
                continue;
            }
            let Stream {
                is_active, parties, ..
            } = stream;
            for (value, party) in parties.iter().zip(parties_of(rule)) {
                all.push(ShareColumn {
                    rule: at,
                    stream: n,
                    party: party.cloned().unwrap_or_else(|| PartyId::new(NOBODY)),
                    is_active: is_active.clone(),
                    value: value.clone(),
                });
            }
        }
    }
    all
}

impl Accounts {
    /// All accounts as one table, a line for each period in which a clause holds: `rule, party, period, first, last,
    /// entitlement, delivered, balance, carried_in, carried_out, unit, status`. Figures are in the account's unit and
    /// null where there are none; days are dates.
    ///
    /// # Errors
    /// Only when polars cannot put the columns side by side, which equal lengths exclude.
    pub fn frame(&self) -> PolarsResult<DataFrame> {
        let rows: Vec<(&Account, usize)> = self
            .accounts
            .iter()
            .flat_map(|account| {
                let periods = 0..account.cut.windows.len();
                periods
                    .filter(|n| account.is_active[*n])
                    .map(move |n| (account, n))
            })
            .collect();
        let text = |name: &str, of: &dyn Fn(&Account, usize) -> String| {
            let values: Vec<String> = rows.iter().map(|(account, n)| of(account, *n)).collect();
            Column::new(name.into(), values)
        };
        let number = |name: &str, of: &dyn Fn(&Account, usize) -> f64| {
            let values = rows.iter().map(|(account, n)| of(account, *n));
            let values: Vec<Option<f64>> = values
                .map(|value| (!value.is_nan()).then_some(value))
                .collect();
            Column::new(name.into(), values)
        };
        DataFrame::new(
            rows.len(),
            vec![
                text("rule", &|account, _| account.head.rule.clone()),
                text("party", &|account, _| account.head.party.to_string()),
                text("period", &|account, n| {
                    account.cut.windows[n].period.label.clone()
                }),
                text("first", &|account, n| {
                    account.cut.windows[n].first().to_string()
                }),
                text("last", &|account, n| {
                    account.cut.windows[n].last().to_string()
                }),
                number("entitlement", &|account, n| account.entitlement[n]),
                number("delivered", &|account, n| account.delivered[n]),
                number("balance", &|account, n| account.balance[n]),
                number("carried_in", &|account, n| account.carried_in[n]),
                number("carried_out", &|account, n| account.carried_out[n]),
                text("unit", &|account, _| account.head.unit.name.clone()),
                text("status", &|account, n| word(account.status[n]).to_owned()),
            ],
        )
    }
}

fn word(status: Status) -> &'static str {
    match status {
        Status::Provisional => "provisional",
        Status::Final => "final",
        Status::Exempt => "exempt",
        Status::Reset => "reset",
        Status::NotAssessable => "not_assessable",
    }
}
