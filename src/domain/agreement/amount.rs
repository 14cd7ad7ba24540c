//! Amounts and tests: what an agreement says about a period, as an expression.
//!
//! The same tree stands for an amount ("the lesser of half the natural flow and 1,500 cfs") and for a test
//! ("less than 65 % of its normal"). Figures stay in the unit in which the agreement prints them: a
//! comparison or sum converts the reading, not the treaty's constant.

use super::calendar::MonthDay;
use super::measure::AgreementUnit;
use crate::domain::ids::PartyId;

/// An amount or a test of one period.
#[derive(Clone, Debug, PartialEq)]
pub enum Amount {
    /// A number without unit; beside a quantity it counts in the agreement's own unit of that quantity.
    Number(f64),
    /// A number with its unit, as the agreement writes it.
    Quantity {
        /// Number.
        value: f64,
        /// Its unit.
        unit: AgreementUnit,
    },
    /// A named number of the agreement.
    Parameter(String),
    /// A fact of the calendar.
    Period(PeriodFact),
    /// The value of one day of a station or series: only inside of a [`Amount::Statistic`] or in the
    /// definition of a series.
    Day(DayOf),
    /// A statistic of daily values over the period, or over another span.
    Statistic {
        /// Statistic.
        statistic: Statistic,
        /// Of what, day by day.
        of: Box<Self>,
        /// Over which days.
        span: Span,
    },
    /// How many days of the span pass a daily test.
    DaysWhen {
        /// The test of a day.
        test: Box<Self>,
        /// Over which days.
        span: Span,
    },
    /// What a rule gives to a party; `None` for a rule that gives to one party, or to nobody in particular.
    Rule {
        /// Rule.
        rule: String,
        /// Party.
        party: Option<PartyId>,
    },
    /// Whether a condition is in effect.
    Condition(String),
    /// Whether a condition was declared for the period.
    Declared(String),
    /// Whether the test of a condition is met, declared or not.
    Met(String),
    /// The volume of a flow over the period: its mean times the period's length. Of a rule of a finer
    /// calendar it is the sum of the volumes of its periods, whatever part of the period they cover.
    Volume(Box<Self>),
    /// A volume as a flow: spread over the period, or, inside of a [`Amount::Statistic`], over its day.
    Flow(Box<Self>),
    /// What a table says.
    Table {
        /// Table.
        table: String,
        /// Where it is read; nothing for a table by periods.
        at: Vec<Self>,
    },
    /// A figure of a ledger.
    Ledger {
        /// Ledger.
        ledger: String,
        /// Which.
        figure: LedgerFigure,
    },
    /// A forecast that was made on a day of the year for another.
    Forecast {
        /// Station or series.
        series: String,
        /// Day on which it was made: the last such day before `target`.
        made: MonthDay,
        /// Day that it is for: the last such day that is not after the period's last day.
        target: MonthDay,
    },
    /// A number that the parties state for the period in the facts.
    Fact {
        /// Its name.
        name: String,
        /// Unit that it counts in where the facts state none; where they state one, it must measure the same.
        unit: AgreementUnit,
    },
    /// Mean of an amount over the years of the climatology, at the same place in the year.
    Normal(Box<Self>),
    /// The amount so many periods earlier.
    Previous {
        /// Amount.
        of: Box<Self>,
        /// How many, at least 1.
        periods: u32,
    },
    /// The amount of the period of another calendar that this period begins in.
    Over {
        /// Calendar.
        calendar: String,
        /// Amount.
        of: Box<Self>,
    },
    /// The sum of an amount over the periods of a finer calendar that begin in this period.
    Total {
        /// Calendar.
        calendar: String,
        /// Amount.
        of: Box<Self>,
    },
    /// Inside of a rule that changes another: the party's share before the change.
    Share,
    /// Inside of a rule that changes another: what is shared.
    Available,
    /// The opposite of a test.
    Not(Box<Self>),
    /// The amount with the other sign.
    Negative(Box<Self>),
    /// Two amounts or tests.
    Pair {
        /// What is done with them.
        op: PairOp,
        /// Left.
        left: Box<Self>,
        /// Right.
        right: Box<Self>,
    },
    /// One of two amounts, by a test.
    If {
        /// Test.
        test: Box<Self>,
        /// Where it is met.
        then: Box<Self>,
        /// Where it is not.
        otherwise: Box<Self>,
    },
    /// The first of these that can be assessed.
    FirstKnown(Vec<Self>),
    /// The least of these.
    Lesser(Vec<Self>),
    /// The greatest of these.
    Greater(Vec<Self>),
    /// Rounded to a multiple of a step, half away from zero.
    Round {
        /// Amount.
        of: Box<Self>,
        /// Step.
        step: f64,
        /// Unit of the step; that of [`AgreementUnit::number`] for a number.
        unit: AgreementUnit,
    },
}

impl Amount {
    /// Amounts directly below this one.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Statistic { of, .. }
            | Self::DaysWhen { test: of, .. }
            | Self::Normal(of)
            | Self::Volume(of)
            | Self::Flow(of)
            | Self::Previous { of, .. }
            | Self::Over { of, .. }
            | Self::Total { of, .. }
            | Self::Not(of)
            | Self::Negative(of)
            | Self::Round { of, .. } => vec![of],
            Self::Pair { left, right, .. } => vec![left, right],
            Self::If {
                test,
                then,
                otherwise,
            } => vec![test, then, otherwise],
            Self::Table { at: parts, .. }
            | Self::FirstKnown(parts)
            | Self::Lesser(parts)
            | Self::Greater(parts) => parts.iter().collect(),
            Self::Day(DayOf::Lag { of, .. }) => vec![of],
            Self::Number(_)
            | Self::Quantity { .. }
            | Self::Parameter(_)
            | Self::Period(_)
            | Self::Day(_)
            | Self::Rule { .. }
            | Self::Condition(_)
            | Self::Declared(_)
            | Self::Met(_)
            | Self::Ledger { .. }
            | Self::Forecast { .. }
            | Self::Fact { .. }
            | Self::Share
            | Self::Available => Vec::new(),
        }
    }

    /// This amount and all below it, depth first.
    pub fn walk<'s>(&'s self, visit: &mut dyn FnMut(&'s Self)) {
        visit(self);
        for part in self.parts() {
            part.walk(visit);
        }
    }
}

/// A fact of the calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodFact {
    /// Days of the whole period.
    Days,
    /// Place in the accounting year, from 1.
    Ordinal,
    /// Year of the first day.
    Year,
    /// Month of the first day, 1 to 12.
    Month,
}

/// A value of one day.
#[derive(Clone, Debug, PartialEq)]
pub enum DayOf {
    /// A station or series.
    Series(String),
    /// The change of a reservoir's storage over the day, as a flow; positive while it fills.
    StorageChange(String),
    /// A value so many days earlier.
    Lag {
        /// Of what.
        of: Box<Amount>,
        /// Days.
        days: u32,
    },
}

/// A statistic of daily values. Missing days: within the share that the agreement allows, the mean of the
/// days present stands for the missing ones; beyond it there is no figure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statistic {
    /// Mean.
    Mean,
    /// Smallest day.
    Lowest,
    /// Largest day.
    Highest,
    /// Sum of the days: a volume for a flow, a depth for rain.
    Sum,
    /// Value of the first day.
    First,
    /// Value of the last day.
    Last,
    /// Last day less the day before the first: what a reservoir gained.
    Change,
}

/// Over which days a statistic is taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// First day; by default the first of the period.
    pub from: Option<SpanDay>,
    /// The day after the last one; by default the day after the period.
    pub until: Option<SpanDay>,
    /// Length in months before `until`, in place of `from`.
    pub months: Option<u32>,
    /// Length in days before `until`, in place of `from`.
    pub days: Option<u32>,
    /// So many years earlier.
    pub years_back: u32,
}

/// A day that a span begins with or ends before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpanDay {
    /// First day of the period.
    Start,
    /// Day after the period.
    End,
    /// First day of the period's third month.
    ThirdMonth,
    /// A day of the year. As `from` it is the last such day that is not after the period's last day; as
    /// `until` the first such day after `from`, or, without `from`, the last such day that is not after
    /// the day after the period.
    Day(MonthDay),
}

/// What is done with two amounts or tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PairOp {
    /// +
    Plus,
    /// -
    Minus,
    /// *
    Times,
    /// /
    Over,
    /// <
    Below,
    /// <=
    AtMost,
    /// >
    Above,
    /// >=
    AtLeast,
    /// =
    Equal,
    /// !=
    Unequal,
    /// and
    And,
    /// or
    Or,
}

/// A figure of a ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LedgerFigure {
    /// Due.
    Entitlement,
    /// Credited.
    Delivered,
    /// `delivered − entitlement + carried in`.
    Balance,
    /// From the period before.
    CarriedIn,
    /// To the period after.
    CarriedOut,
    /// Credited so far less what is due so far, pro rata of the days.
    AheadOfPace,
}
