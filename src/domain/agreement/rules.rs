//! The rules of an agreement, one type per kind of clause.

use std::fmt;

use super::calendar::MonthDay;
use super::clauses::AgreementUnit;
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
    /// How sure the file's author is of the clause, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
    /// Whether the agreement itself states it.
    pub stated: bool,
    /// Whether it is evaluated; a doubtful clause stays in the file but out of the sums.
    pub enabled: bool,
    /// Whether it is only a second yardstick.
    pub advisory: bool,
    /// What it does.
    pub kind: RuleKind,
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
    /// A table of shares by period.
    Schedule(Schedule),
    /// Lifts a party's share in certain periods.
    Guarantee(Guarantee),
    /// Multiplies a party's share.
    Scale(Scale),
    /// At least so much over a cycle of years.
    Cycle(Cycle),
    /// How a cycle's deficit is made up.
    Carry(Carry),
    /// What ends a cycle early.
    CycleReset(CycleReset),
    /// A deficit that is allowed for a while.
    DeficitAllowance(DeficitAllowance),
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
            Self::Guarantee(_) => "guarantee",
            Self::Scale(_) => "scale",
            Self::Cycle(_) => "cycle",
            Self::Carry(_) => "carry",
            Self::CycleReset(_) => "cycle_reset",
            Self::DeficitAllowance(_) => "deficit_allowance",
            Self::Trigger(_) => "trigger",
        }
    }

    /// Id of the rule that this one changes.
    pub fn modifies(&self) -> Option<&str> {
        match self {
            Self::Guarantee(guarantee) => Some(&guarantee.modifies),
            Self::Scale(scale) => Some(&scale.modifies),
            _ => None,
        }
    }
}

/// What a rule is applied to.
#[derive(Clone, Debug, PartialEq)]
pub struct RuleInput {
    /// Series or stations; more than one means each by itself.
    pub series: Vec<String>,
    /// Whether the rule is applied to each of several streams by itself.
    pub each: bool,
    /// Calendar.
    pub calendar: String,
    /// The step at which the rule is applied. It is part of the rule: shares in bands are not linear.
    pub eval: Eval,
    /// Only in periods that begin in this season.
    pub during: Option<String>,
    /// Only in periods that begin outside this season.
    pub outside: Option<String>,
}

/// The step at which a rule is applied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Eval {
    /// To the mean of the period.
    PeriodMean,
    /// To each day; the result is the mean of the days' results.
    Daily,
    /// To the volume of the period.
    Volume,
}

/// Piecewise-linear sharing of one quantity.
#[derive(Clone, Debug, PartialEq)]
pub struct Split {
    /// What is shared.
    pub input: RuleInput,
    /// Parties in file order.
    pub parties: Vec<PartyId>,
    /// Bands, ascending.
    pub bands: Vec<Band>,
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
    /// What is held against the target.
    pub input: RuleInput,
    /// Party that must deliver, or that takes.
    pub by: PartyId,
    /// Party that it is due to; for a maximum the party that may take.
    pub to: PartyId,
    /// The target in the rule's unit.
    pub target: Target,
    /// Condition that switches the obligation off.
    pub unless: Option<String>,
}

/// A target.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// The same in every period.
    Fixed(f64),
    /// One for each period of the accounting year.
    PerPeriod(Vec<f64>),
}

/// A table of shares by period.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Calendar.
    pub calendar: String,
    /// Parties that have a column, in file order.
    pub parties: Vec<PartyId>,
    /// First day of each period, and the parties' figures in the agreement's unit.
    pub rows: Vec<(MonthDay, Vec<f64>)>,
}

/// Lifts a party's share in certain periods; the other parties get the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Guarantee {
    /// Rule that is changed.
    pub modifies: String,
    /// Whether the guarantee ends at what is available, where the agreement is silent.
    pub cap_at_available: bool,
    /// Periods by their first day.
    pub windows: Vec<GuaranteeWindow>,
}

/// One guaranteed period.
#[derive(Clone, Debug, PartialEq)]
pub struct GuaranteeWindow {
    /// First day of the period.
    pub start: MonthDay,
    /// Party that it favours.
    pub party: PartyId,
    /// At least so much, in the rule's unit.
    pub at_least: f64,
}

/// Multiplies a party's share; the other parties get the rest.
#[derive(Clone, Debug, PartialEq)]
pub struct Scale {
    /// Rule that is changed.
    pub modifies: String,
    /// Party.
    pub party: PartyId,
    /// Factor, 0 to 1.
    pub factor: f64,
}

/// At least so much over a cycle of years.
#[derive(Clone, Debug, PartialEq)]
pub struct Cycle {
    /// Calendar.
    pub calendar: String,
    /// Party that must deliver.
    pub by: PartyId,
    /// Party that it is due to.
    pub to: PartyId,
    /// What is credited: shares (`rule.PARTY`) and series.
    pub credit: Vec<String>,
    /// Required a year, in the agreement's unit.
    pub per_year: f64,
    /// Required in the cycle.
    pub total: f64,
}

/// How a cycle's deficit is made up.
#[derive(Clone, Debug, PartialEq)]
pub struct Carry {
    /// Cycle rule.
    pub of: String,
    /// By when, as the agreement names it.
    pub repay_within: String,
    /// Whether credits fill the carried deficit before the running cycle.
    pub apply_first: bool,
    /// How many cycles in a row may end with a deficit.
    pub max_deficit_cycles_in_row: Option<u32>,
    /// From what it may be made up, in words.
    pub sources: Vec<String>,
}

/// What ends a cycle early.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CycleReset {
    /// Cycle rule.
    pub of: String,
    /// Condition.
    pub when: String,
    /// Whether the cycle ends.
    pub close_cycle: bool,
    /// Whether what is owed from before counts as delivered.
    pub zero_debt: bool,
    /// Where the next cycle begins, as the agreement names it.
    pub new_anchor: String,
}

/// A deficit that is allowed for a while.
#[derive(Clone, Debug, PartialEq)]
pub struct DeficitAllowance {
    /// What is allowed.
    pub allow: Vec<Allowance>,
    /// How it is settled: by which day, and between which ledgers it offsets.
    pub settle: Option<(MonthDay, Vec<String>)>,
}

/// One allowed deficit.
#[derive(Clone, Debug, PartialEq)]
pub struct Allowance {
    /// Ledger.
    pub ledger: String,
    /// Party that may run it.
    pub party: PartyId,
    /// Months, 1 to 12.
    pub months: Vec<u32>,
    /// At most so much.
    pub max_deficit: f64,
    /// Unit of it.
    pub unit: AgreementUnit,
}

/// An event without a volume.
#[derive(Clone, Debug, PartialEq)]
pub struct Trigger {
    /// When it fires.
    pub when: When,
    /// What it calls for, such as "consultation".
    pub level: String,
}

/// When a trigger fires.
#[derive(Clone, Debug, PartialEq)]
pub enum When {
    /// A statistic of a series over each period of a calendar.
    Series {
        /// Station or series.
        series: String,
        /// Calendar.
        calendar: String,
        /// Statistic of its daily values.
        statistic: Statistic,
        /// What it is held against, in the agreement's unit.
        is: Comparison,
    },
    /// A figure of a ledger.
    Ledger {
        /// Ledger.
        ledger: String,
        /// Which figure, as the file names it.
        figure: String,
        /// What it is held against.
        is: Comparison,
    },
}

/// Statistic of the daily values of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// Mean.
    Mean,
    /// Smallest day.
    Min,
    /// Largest day.
    Max,
    /// Sum: a volume for a flow, a depth for rain.
    Sum,
}

/// Holds a value against a threshold.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Comparison {
    /// Relation.
    pub op: Op,
    /// Threshold.
    pub value: f64,
}

/// A relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// <
    Below,
    /// <=
    AtMost,
    /// >
    Above,
    /// >=
    AtLeast,
}

/// Whether `a` is above `b` by more than the last digits that a change of units costs: 50,000 cusec
/// converted to m³/s and back is not below 50,000.
pub fn exceeds(a: f64, b: f64) -> bool {
    a - b > 1e-9 * b.abs().max(1e-3)
}

impl Comparison {
    /// Whether `value` passes; equality is judged to nine digits, see [`exceeds`].
    pub fn holds(self, value: f64) -> bool {
        match self.op {
            Op::Below => exceeds(self.value, value),
            Op::AtMost => !exceeds(value, self.value),
            Op::Above => exceeds(value, self.value),
            Op::AtLeast => !exceeds(self.value, value),
        }
    }
}

impl fmt::Display for Op {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Below => "below",
            Self::AtMost => "at most",
            Self::Above => "above",
            Self::AtLeast => "at least",
        })
    }
}
