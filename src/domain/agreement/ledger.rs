//! Ledgers: what a party is entitled to, what it was given, and what becomes of the difference.

use super::amount::Amount;
use super::calendar::MonthDay;
use super::measure::AgreementUnit;
use crate::domain::ids::PartyId;

/// A ledger.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Id in the agreement.
    pub id: String,
    /// In words.
    pub title: Option<String>,
    /// Article of the account itself, where it has one of its own; else those of its rules.
    pub article: String,
    /// Party that the water is due to.
    pub party: PartyId,
    /// Party that owes it, where the agreement says so.
    pub by: Option<PartyId>,
    /// Calendar.
    pub calendar: String,
    /// What is due.
    pub entitlement: Amount,
    /// What is credited.
    pub delivered: Amount,
    /// What happens to the balance.
    pub carry: Option<Carry>,
    /// What wipes the account: a test of a day or a period.
    pub reset: Option<Reset>,
    /// Ledgers against whose deficit this one's is set off, and by which day of the year.
    pub offset: Option<Offset>,
    /// Deficits that are allowed for a while.
    pub allowances: Vec<Allowance>,
    /// Condition or test that switches the obligation off.
    pub unless: Option<Amount>,
    /// Unit of the ledger.
    pub unit: AgreementUnit,
    /// Whether it is only a second yardstick.
    pub advisory: bool,
    /// How sure the file's author is, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
}

/// What the next period inherits.
#[derive(Clone, Debug, PartialEq)]
pub struct Carry {
    /// Article.
    pub article: Option<String>,
    /// How far a balance is carried.
    pub within: CarryWithin,
    /// Share of a deficit that is carried, 0 to 1.
    pub deficit: f64,
    /// Share of a surplus that is carried, 0 to 1; less than 1 for evaporation.
    pub surplus: f64,
    /// For how many periods an amount is carried before it lapses; `None` for ever.
    pub for_periods: Option<u32>,
    /// Within how many periods a deficit is to be made up; what is older stays, and is said. `None` where the
    /// agreement sets no term.
    pub repay_within: Option<u32>,
    /// What a delivery fills first.
    pub fills_first: FillsFirst,
    /// Largest deficit that is carried, in the ledger's unit; what is beyond it lapses and is said.
    pub max_deficit: Option<Amount>,
    /// Largest surplus that is carried.
    pub max_surplus: Option<Amount>,
    /// Largest surplus that one period adds.
    pub max_surplus_per_period: Option<Amount>,
    /// Most of a carried surplus that one period may use.
    pub max_use_per_period: Option<Amount>,
    /// How many periods in a row may end with a deficit; more is said.
    pub max_deficits_in_row: Option<u32>,
    /// From what a deficit may be made up, in words.
    pub sources: Vec<String>,
}

/// How far a balance is carried.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CarryWithin {
    /// From period to period for ever.
    Always,
    /// Within the season of the ledger's calendar; each season begins with nothing.
    Season,
    /// Within a period of another calendar; each such period begins with nothing.
    Calendar(String),
}

/// What a delivery fills first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FillsFirst {
    /// What is carried from before.
    #[default]
    Carried,
    /// What is due for the period itself.
    Period,
}

/// What wipes an account.
#[derive(Clone, Debug, PartialEq)]
pub struct Reset {
    /// Article.
    pub article: Option<String>,
    /// The test: of a period, or of a day where the calendar closes early by it.
    pub when: Amount,
    /// What is wiped.
    pub wipes: Wipes,
}

/// What a reset wipes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Wipes {
    /// Surplus and deficit.
    #[default]
    Both,
    /// The carried deficit only.
    Deficit,
    /// The carried surplus only.
    Surplus,
}

/// Two deficits that are set off against each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offset {
    /// Other ledgers.
    pub with: Vec<String>,
    /// By which day of the year; at the end of the period that holds it they are set off.
    pub by: MonthDay,
    /// Article.
    pub article: Option<String>,
}

/// A deficit that is allowed for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowance {
    /// Article.
    pub article: Option<String>,
    /// Months, 1 to 12: for periods that begin in one of them.
    pub months: Vec<u32>,
    /// At most so much, in the ledger's unit.
    pub max_deficit: f64,
    /// By which day of the year it must be settled.
    pub settle_by: Option<MonthDay>,
}
