//! Accounts in columns: what a ledger or a limit comes to, period by period, without a text per period.

use std::ops::Index;
use std::sync::Arc;

use super::calendar::Cut;
use crate::domain::agreement::RowKind;
use crate::domain::agreement::measure::AgreementUnit;
use crate::domain::{Completeness, PartyId, Status};

/// What does not change from period to period.
#[derive(Clone, Debug, PartialEq)]
pub struct AccountHead {
    /// Id of the ledger or rule.
    pub rule: String,
    /// In words.
    pub title: String,
    /// What the delivery is held against.
    pub kind: RowKind,
    /// Article.
    pub article: String,
    /// Party that the water is due to.
    pub party: PartyId,
    /// Party that owes it, where the agreement says so.
    pub by: Option<PartyId>,
    /// How sure the agreement file is of the clauses behind it, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
    /// Whether it is only a second yardstick.
    pub advisory: bool,
    /// Unit of all amounts.
    pub unit: AgreementUnit,
}

/// An account over all periods of its calendar. Amounts are in the unit of the head, NaN where there is no
/// figure; every column has one entry for each period of `cut`.
#[derive(Clone, Debug)]
pub struct Account {
    /// What does not change from period to period.
    pub head: AccountHead,
    /// Its calendar.
    pub cut: Arc<Cut>,
    /// Whether a clause of the account holds in the period; where none does there is no row.
    pub is_active: Vec<bool>,
    /// Due to the party.
    pub entitlement: Vec<f64>,
    /// Due up to the last known day, where that is not the whole of it.
    pub(super) to_date: Rare,
    /// Due by the end of the period, as far as can be told, where that is not what is due now.
    pub(super) by_end: Rare,
    /// Credited to it.
    pub delivered: Vec<f64>,
    /// `delivered − entitlement + carried in`.
    pub balance: Vec<f64>,
    /// From the period before; 0 where nothing is.
    pub carried_in: Rare,
    /// To the period after.
    pub carried_out: Rare,
    /// Part of the delivery that went to what was carried in.
    pub applied_to_carried: Rare,
    /// Part of the carried surplus that made up for a deficit of the period.
    pub used_of_carried: Rare,
    /// What is left of the amount carried in, signed as a balance.
    pub carried_left: Rare,
    /// What was set off against another ledger, signed as the balance.
    pub set_off: Rare,
    /// What lapsed at the end of the period; signed as the balance.
    pub lapsed: Rare,
    /// Deficit that is allowed for a while, not below zero.
    pub allowed_deficit: Rare,
    /// How final.
    pub status: Vec<Status>,
    /// Days that had a value, of days in the period so far.
    pub completeness: Vec<Completeness>,
    /// Position of the condition behind the account in the agreement; `None` where none is, or where the
    /// test stands in the clause itself.
    pub condition: Option<usize>,
    /// Whether the test that switches it off is met; `None` where it cannot be assessed. Empty where the
    /// account has no such test.
    pub met: Vec<Option<bool>>,
    /// Whether it was declared; `None` where no declaration is asked for, empty without a test.
    pub declared: Vec<Option<bool>>,
}

impl Account {
    /// An account without figures yet.
    pub fn new(head: AccountHead, cut: Arc<Cut>) -> Self {
        let n = cut.windows.len();
        Self {
            head,
            cut,
            is_active: vec![false; n],
            entitlement: vec![f64::NAN; n],
            to_date: Rare::unsaid(n),
            by_end: Rare::unsaid(n),
            delivered: vec![f64::NAN; n],
            balance: vec![f64::NAN; n],
            carried_in: Rare::zero(n),
            carried_out: Rare::zero(n),
            applied_to_carried: Rare::zero(n),
            used_of_carried: Rare::zero(n),
            carried_left: Rare::zero(n),
            set_off: Rare::zero(n),
            lapsed: Rare::zero(n),
            allowed_deficit: Rare::zero(n),
            status: vec![Status::NotAssessable; n],
            completeness: vec![Completeness::default(); n],
            condition: None,
            met: Vec::new(),
            declared: Vec::new(),
        }
    }
    /// Due up to the last known day.
    pub fn due_to_date(&self, period: usize) -> f64 {
        let due = self.to_date[period];
        if due.is_nan() {
            self.entitlement[period]
        } else {
            due
        }
    }

    /// Due by the end of the period, as far as can be told.
    pub fn due_by_end(&self, period: usize) -> f64 {
        let due = self.by_end[period];
        if due.is_nan() {
            self.entitlement[period]
        } else {
            due
        }
    }

    /// Delivered less what went to the carried deficit, less what is due to date.
    pub fn ahead(&self, period: usize) -> f64 {
        self.delivered[period] - self.applied_to_carried[period] - self.due_to_date(period)
    }

    /// Says what is due to date and by the end of a period, where it is not what is due now.
    pub(super) fn set_due(&mut self, period: usize, to_date: f64, by_end: f64) {
        let now = self.entitlement[period];
        self.to_date
            .set(period, if to_date == now { f64::NAN } else { to_date });
        self.by_end
            .set(period, if by_end == now { f64::NAN } else { by_end });
    }
}

/// A column that most accounts have nothing to say in: it holds no figures until one differs from the usual.
#[derive(Clone, Debug)]
pub struct Rare {
    usual: f64,
    periods: usize,
    figures: Vec<f64>,
}

impl Rare {
    pub(super) fn zero(periods: usize) -> Self {
        Self {
            usual: 0.0,
            periods,
            figures: Vec::new(),
        }
    }

    pub(super) fn unsaid(periods: usize) -> Self {
        Self {
            usual: f64::NAN,
            ..Self::zero(periods)
        }
    }

    pub(super) fn set(&mut self, period: usize, figure: f64) {
        if self.figures.is_empty() {
            if figure == self.usual || figure.is_nan() && self.usual.is_nan() {
                return;
            }
            self.figures.resize(self.periods, self.usual);
        }
        self.figures[period] = figure;
    }
}

impl Index<usize> for Rare {
    type Output = f64;

    fn index(&self, period: usize) -> &f64 {
        self.figures.get(period).unwrap_or(&self.usual)
    }
}
