//! Accounts in columns: what a ledger or a limit comes to, period by period, without a text per period.

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
    /// Due up to the last known day.
    pub due_to_date: Vec<f64>,
    /// Due by the end of the period, as far as can be told.
    pub due_by_end: Vec<f64>,
    /// Credited to it.
    pub delivered: Vec<f64>,
    /// `delivered − entitlement + carried in`.
    pub balance: Vec<f64>,
    /// From the period before; 0 where nothing is.
    pub carried_in: Vec<f64>,
    /// To the period after.
    pub carried_out: Vec<f64>,
    /// Part of the delivery that went to what was carried in.
    pub applied_to_carried: Vec<f64>,
    /// Part of the carried surplus that made up for a deficit of the period.
    pub used_of_carried: Vec<f64>,
    /// What is left of the amount carried in, signed as a balance.
    pub carried_left: Vec<f64>,
    /// Delivered less what is due to date, less what went to the carried deficit.
    pub ahead: Vec<f64>,
    /// What was set off against another ledger, signed as the balance.
    pub set_off: Vec<f64>,
    /// What lapsed at the end of the period; signed as the balance.
    pub lapsed: Vec<f64>,
    /// Deficit that is allowed for a while, not below zero.
    pub allowed_deficit: Vec<f64>,
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
            due_to_date: vec![f64::NAN; n],
            due_by_end: vec![f64::NAN; n],
            delivered: vec![f64::NAN; n],
            balance: vec![f64::NAN; n],
            carried_in: vec![0.0; n],
            carried_out: vec![0.0; n],
            applied_to_carried: vec![0.0; n],
            used_of_carried: vec![0.0; n],
            carried_left: vec![0.0; n],
            ahead: vec![0.0; n],
            set_off: vec![0.0; n],
            lapsed: vec![0.0; n],
            allowed_deficit: vec![0.0; n],
            status: vec![Status::NotAssessable; n],
            completeness: vec![Completeness::default(); n],
            condition: None,
            met: Vec::new(),
            declared: Vec::new(),
        }
    }
}
