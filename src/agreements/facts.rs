//! Facts that are no series: declarations, forecasts on a date, opening balances.

use chrono::NaiveDate;

use crate::domain::{AgreementId, PartyId};

/// What is known beside the series. As TOML (read by [`super::load_facts`]):
///
/// ```toml
/// [[declaration]]
/// condition = "dry-year"
/// party = "BR"
/// on = 2022-04-12
/// period = "2021/22"
///
/// [[opening_balance]]
/// ledger = "br-at-grenzau"
/// on = 2026-04-01
/// value = -12.5
///
/// [[forecast]]
/// series = "upper-dam"
/// on = 2026-08-15
/// target = 2027-01-01
/// value = 320.0
///
/// [[value]]
/// name = "us-use-ratio"
/// period = "2026"
/// value = 0.93
/// ```
///
/// `agreement = "…"` narrows a declaration or opening balance to one agreement.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Facts {
    /// Declarations by a party.
    pub declarations: Vec<Declaration>,
    /// Balances that a ledger starts with.
    pub opening_balances: Vec<OpeningBalance>,
    /// Forecasts that a clause goes by.
    pub forecasts: Vec<Forecast>,
    /// Numbers that the parties state for a period.
    pub values: Vec<StatedValue>,
}

/// A number that the parties state for a period, such as a year's consumptive use.
#[derive(Clone, Debug, PartialEq)]
pub struct StatedValue {
    /// The agreement; `None` where only one is meant anyway.
    pub agreement: Option<AgreementId>,
    /// Name, as the agreement's clauses use it in `fact("…")`.
    pub name: String,
    /// Label of the period that it is for; `None` for every period.
    pub period: Option<String>,
    /// Number, in the unit beside it or without one.
    pub value: f64,
    /// Its unit as an agreement writes it, such as "af"; `None` for the agreement's own or for none.
    pub unit: Option<String>,
}

/// A party declared a condition of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Declaration {
    /// The agreement; `None` where only one is meant anyway.
    pub agreement: Option<AgreementId>,
    /// Condition of the agreement.
    pub condition: String,
    /// Party that declared it.
    pub party: PartyId,
    /// On which day.
    pub on: NaiveDate,
    /// Label of the period that it is for, such as "2021/22".
    pub period: String,
}

/// A balance that a ledger starts with.
#[derive(Clone, Debug, PartialEq)]
pub struct OpeningBalance {
    /// The agreement; `None` where only one is meant anyway.
    pub agreement: Option<AgreementId>,
    /// Ledger of the agreement.
    pub ledger: String,
    /// First day of the period that inherits it.
    pub on: NaiveDate,
    /// In the ledger's unit; negative for a deficit.
    pub value: f64,
}

/// A forecast that a clause goes by.
#[derive(Clone, Debug, PartialEq)]
pub struct Forecast {
    /// The agreement; `None` where only one is meant anyway.
    pub agreement: Option<AgreementId>,
    /// Station or series.
    pub series: String,
    /// Day on which it was made.
    pub on: NaiveDate,
    /// Day that it is for.
    pub target: NaiveDate,
    /// In the unit beside it, or in the agreement's own unit of what the series measures.
    pub value: f64,
    /// Its unit as an agreement writes it, such as "ft".
    pub unit: Option<String>,
}
