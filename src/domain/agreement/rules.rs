//! The rules of an agreement, one type per kind of clause.

use chrono::NaiveDate;

use super::amount::Amount;
use super::calendar::MonthDay;
use super::measure::AgreementUnit;
use crate::domain::ids::PartyId;

/// One rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule {
    /// Id in the agreement.
    pub id: String,
    /// In words.
    pub title: Option<String>,
    /// Article.
    pub article: String,
    /// The clause as the agreement words it, where the file quotes it.
    pub text: Option<String>,
    /// How sure the file's author is of the clause, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
    /// Whether the agreement itself states it.
    pub stated: bool,
    /// Whether it is evaluated; a doubtful clause stays in the file but out of the sums.
    pub enabled: bool,
    /// Whether it is only a second yardstick.
    pub advisory: bool,
    /// First and last day on which a period may begin for the rule to hold; `None` where it has no end.
    pub in_force: (Option<NaiveDate>, Option<NaiveDate>),
    /// Calendars in whose seasons a period must begin.
    pub during: Vec<String>,
    /// Calendars in whose seasons a period must not begin.
    pub outside: Vec<String>,
    /// Test that must be met for the rule to hold in a period; where it is not met, there is no row.
    pub when: Option<Amount>,
    /// Unit that the rule counts in.
    pub unit: AgreementUnit,
    /// What it does.
    pub kind: RuleKind,
    /// Its place in the file: first and last line, from 1.
    pub lines: (u32, u32),
}

/// What a rule does.
#[derive(Clone, Debug, PartialEq)]
pub enum RuleKind {
    /// Shares one quantity in bands.
    Split(Split),
    /// At least so much in a period.
    Minimum(Limit),
    /// At most so much in a period.
    Maximum(Limit),
    /// Shares by period that are given, not computed from what is there.
    Schedule(Schedule),
    /// An amount in words of other amounts, for one party or for none.
    Amount(NamedAmount),
    /// Changes the shares of another rule.
    Change(Change),
    /// An event without a volume.
    Trigger(Trigger),
}

impl RuleKind {
    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Split(_) => "split",
            Self::Minimum(_) => "minimum",
            Self::Maximum(_) => "maximum",
            Self::Schedule(_) => "schedule",
            Self::Amount(_) => "amount",
            Self::Change(change) => change.how.word(),
            Self::Trigger(_) => "trigger",
        }
    }

    /// Calendar whose periods the rule has figures for; a change has none of its own.
    pub fn calendar(&self) -> Option<&str> {
        match self {
            Self::Split(split) => Some(&split.calendar),
            Self::Minimum(limit) | Self::Maximum(limit) => Some(&limit.calendar),
            Self::Schedule(schedule) => Some(&schedule.calendar),
            Self::Amount(amount) => Some(&amount.calendar),
            Self::Trigger(trigger) => Some(&trigger.calendar),
            Self::Change(_) => None,
        }
    }

    /// Id of the rule that this one changes.
    pub fn modifies(&self) -> Option<&str> {
        match self {
            Self::Change(change) => Some(&change.modifies),
            _ => None,
        }
    }
}

/// The step at which a split is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eval {
    /// To the amount of the period.
    Period,
    /// To each day; the result is the mean of the days' results for a flow, their sum for a volume.
    Daily,
}

/// Piecewise-linear sharing of one quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// Calendar.
    pub calendar: String,
    /// What is shared: one for the whole rule, or one for each of several streams, with its name.
    pub of: Vec<Stream>,
    /// The step at which the rule is applied. It is part of the rule: shares in bands are not linear.
    pub eval: Eval,
    /// Parties in file order.
    pub parties: Vec<PartyId>,
    /// Bands, ascending.
    pub bands: Vec<Band>,
}

/// What is shared.
#[derive(Clone, Debug, PartialEq)]
pub struct Stream {
    /// Its name where a rule shares each of several streams by itself.
    pub name: Option<String>,
    /// For [`Eval::Period`] an amount of the period, for [`Eval::Daily`] an amount of a day.
    pub amount: Amount,
}

/// One band: it holds for a quantity above `from`, and `share = base + slope × (quantity − from)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Band {
    /// Lower end, in the rule's unit. The lowest band also holds at its lower end.
    pub from: f64,
    /// `(base, slope)` of each party, in the order of [`Split::parties`].
    pub shares: Vec<(f64, f64)>,
}

/// A minimum or maximum per period.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// Calendar.
    pub calendar: String,
    /// What is held against the target: one for the whole rule, or one for each of several streams.
    pub of: Vec<Stream>,
    /// Party that must deliver, or that takes; `None` where the agreement names nobody.
    pub by: Option<PartyId>,
    /// Party that it is due to; for a maximum the party that may take; "-" where the agreement names nobody.
    pub to: PartyId,
    /// The target in the rule's unit.
    pub target: Target,
    /// Condition or test that switches the obligation off: the row stays, and is exempt.
    pub unless: Option<Amount>,
}

/// A target.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// An amount.
    Amount(Amount),
    /// One for each period of the accounting year.
    PerPeriod(Vec<f64>),
}

/// Shares by period that are given.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Calendar.
    pub calendar: String,
    /// Each party's amount, in file order.
    pub parties: Vec<(PartyId, ScheduleOf)>,
    /// What is there to be shared, where the agreement holds the schedule against it.
    pub available: Option<Amount>,
}

/// A party's amount in a schedule.
#[derive(Clone, Debug, PartialEq)]
pub enum ScheduleOf {
    /// By the period's first day, in the rule's unit; a period without a row has no share.
    Periods(Vec<(MonthDay, f64)>),
    /// An amount, the same clause in every period.
    Amount(Amount),
}

/// An amount in words of other amounts.
#[derive(Clone, Debug, PartialEq)]
pub struct NamedAmount {
    /// Calendar.
    pub calendar: String,
    /// Party that it is due to, where it is a share.
    pub party: Option<PartyId>,
    /// The amount.
    pub amount: Amount,
}

/// Changes the shares of another rule; several changes to one rule are made in file order.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// Rule that is changed.
    pub modifies: String,
    /// What it does.
    pub how: ChangeHow,
    /// Who bears the difference.
    pub rest: Rest,
}

/// What a change does.
#[derive(Clone, Debug, PartialEq)]
pub enum ChangeHow {
    /// Lifts a party's share to at least an amount.
    Guarantee {
        /// What holds where less is there than is guaranteed: with `Some(true)` the guarantee ends at what is
        /// available, with `Some(false)` there is no figure; `None`, where the file does not say, is the
        /// first with a note.
        cap_at_available: Option<bool>,
        /// Periods and parties.
        grants: Vec<Grant>,
    },
    /// Cuts a party's share to at most an amount.
    Cap {
        /// Periods and parties.
        grants: Vec<Grant>,
    },
    /// Multiplies a party's share; every party's where none is named.
    Scale {
        /// Party.
        party: Option<PartyId>,
        /// Factor.
        factor: Amount,
    },
    /// Moves an amount from one party to another.
    Transfer {
        /// Gives.
        from: PartyId,
        /// Receives.
        to: PartyId,
        /// How much.
        amount: Amount,
    },
}

impl ChangeHow {
    /// The word used in files.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Guarantee { .. } => "guarantee",
            Self::Cap { .. } => "cap",
            Self::Scale { .. } => "scale",
            Self::Transfer { .. } => "transfer",
        }
    }
}

/// A limit of a party's share, in one period of the year or in all.
#[derive(Clone, Debug, PartialEq)]
pub struct Grant {
    /// First day of the period; `None` for every period.
    pub start: Option<MonthDay>,
    /// Party.
    pub party: PartyId,
    /// Amount, in the rule's unit.
    pub amount: Amount,
}

/// Who bears the difference that a change makes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Rest {
    /// The other parties, in proportion to their shares: what is shared stays the same.
    #[default]
    Others,
    /// Nobody: the shares no longer add up to what is there, and the file says so.
    Nobody,
}

/// An event without a volume.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// Calendar.
    pub calendar: String,
    /// Levels, the most severe first: the first one whose test is met is called. One for a plain trigger.
    pub levels: Vec<TriggerLevel>,
}

/// One level of a trigger.
#[derive(Clone, Debug, PartialEq)]
pub struct TriggerLevel {
    /// What it calls for, such as "consultation", or the name of a zone.
    pub level: String,
    /// Its test.
    pub when: Amount,
    /// Whether the row is worth a word: a normal zone is not.
    pub calls: bool,
}

/// Whether `a` is above `b` by more than the last digits that a change of units costs: 50,000 cusec
/// converted to m³/s and back is not below 50,000.
pub fn exceeds(a: f64, b: f64) -> bool {
    a - b > 1e-9 * b.abs().max(1e-3)
}
