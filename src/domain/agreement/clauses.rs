//! What an agreement is made of: parties, units, clock, calendars, series, tables, conditions, rules, ledgers.
//!
//! These types are the meaning of an agreement file after it was checked; they hold no treaty's name.
//! A new kind of clause is a new variant here, in [`super::rules`] or in [`super::amount`]; the compiler
//! lists what follows.

use chrono::NaiveDate;

use super::amount::Amount;
use super::calendar::{Calendar, MonthDay};
use super::ledger::Ledger;
use super::measure::{AgreementUnit, DisplayUnit, Measure};
use super::rules::Rule;
use crate::domain::completeness::AllowedMissing;
use crate::domain::ids::{AgreementId, PartyId};
use crate::domain::time::{Clock, DayRule};

/// A whole agreement, checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Agreement {
    /// Id.
    pub id: AgreementId,
    /// Title as the parties write it.
    pub title: String,
    /// First and last day in force; `None` where the file does not say.
    pub in_force: (Option<NaiveDate>, Option<NaiveDate>),
    /// Parties in the order of the agreement.
    pub parties: Vec<TreatyParty>,
    /// Units that the agreement counts in.
    pub units: Units,
    /// Further units that the parties print beside it.
    pub display_units: Vec<DisplayUnit>,
    /// Pairs of figures that the agreement prints for the same thing in two units; never converted.
    pub printed_pairs: Vec<PrintedPair>,
    /// Clock that its days are cut on; `None` where each station keeps its own and UTC stands in.
    pub clock: Option<Clock>,
    /// When its day begins.
    pub day: DayRule,
    /// Whether the agreement itself states the beginning of the day.
    pub day_start_stated: bool,
    /// Share of days that may be missing before a figure is withheld.
    pub allowed_missing: AllowedMissing,
    /// Stations that it names.
    pub stations: Vec<TreatyStation>,
    /// Series derived from them.
    pub series: Vec<DerivedSeries>,
    /// Named numbers.
    pub parameters: Vec<Parameter>,
    /// Tables.
    pub tables: Vec<Table>,
    /// Accounting calendars.
    pub calendars: Vec<Calendar>,
    /// Exceptions and other conditions.
    pub conditions: Vec<Condition>,
    /// Rules in file order.
    pub rules: Vec<Rule>,
    /// Ledgers in file order.
    pub ledgers: Vec<Ledger>,
    /// Rival readings of its clauses, the file's own among them as the first; never empty.
    pub readings: Vec<Reading>,
}

impl Agreement {
    /// The rule with this id.
    pub fn rule(&self, id: &str) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The calendar with this id.
    pub fn calendar(&self, id: &str) -> Option<&Calendar> {
        self.calendars.iter().find(|calendar| calendar.id == id)
    }

    /// The condition with this id.
    pub fn condition(&self, id: &str) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.id == id)
    }

    /// The station with this id.
    pub fn station(&self, id: &str) -> Option<&TreatyStation> {
        self.stations.iter().find(|station| station.id == id)
    }

    /// The derived series with this id.
    pub fn derived(&self, id: &str) -> Option<&DerivedSeries> {
        self.series.iter().find(|series| series.id == id)
    }

    /// The ledger with this id.
    pub fn ledger(&self, id: &str) -> Option<&Ledger> {
        self.ledgers.iter().find(|ledger| ledger.id == id)
    }

    /// The table with this id.
    pub fn table(&self, id: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.id == id)
    }

    /// The parameter with this id.
    pub fn parameter(&self, id: &str) -> Option<&Parameter> {
        self.parameters.iter().find(|parameter| parameter.id == id)
    }

    /// What a station or derived series measures; `None` for an id that is neither.
    pub fn measure(&self, id: &str) -> Option<Measure> {
        self.station(id)
            .map(|station| station.kind.measure())
            .or_else(|| self.derived(id).map(|series| series.measure))
    }
}

/// The unit that an agreement counts in, and its units for what that one does not measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Units {
    /// The agreement's own unit.
    pub main: AgreementUnit,
    /// Units of its own for further measures, such as acre-feet beside ft³/s.
    pub further: Vec<AgreementUnit>,
}

impl Units {
    /// The unit in which the agreement counts a measure: its own where it has one, else m³/s, hm³, mm, m, km².
    pub fn of(&self, measure: Measure) -> AgreementUnit {
        std::iter::once(&self.main)
            .chain(&self.further)
            .find(|unit| unit.measure == measure)
            .cloned()
            .unwrap_or_else(|| AgreementUnit::si(measure))
    }
}

/// One thing in two units, as the agreement prints both.
#[derive(Clone, Debug, PartialEq)]
pub struct PrintedPair {
    /// First figure and its unit.
    pub first: (f64, String),
    /// Second figure and its unit.
    pub second: (f64, String),
    /// Article.
    pub article: Option<String>,
}

/// A party as the agreement names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreatyParty {
    /// Short id.
    pub id: PartyId,
    /// Name.
    pub name: String,
}

/// What kind of place a station of an agreement is; it decides what its daily values mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TreatyStationKind {
    /// River gauge: daily mean discharge, m³/s.
    Gauge,
    /// Canal or intake: daily mean discharge, m³/s.
    Canal,
    /// Release of a dam: daily mean discharge, m³/s.
    DamRelease,
    /// Rain station: daily sum, mm.
    Rain,
    /// Evaporation: daily sum, mm.
    Evaporation,
    /// Reservoir: storage at the end of the day, hm³.
    Reservoir,
    /// Water level or elevation of a reservoir: at the end of the day, m.
    Level,
    /// Surface of a lake or reservoir: at the end of the day, km².
    Area,
    /// Volumes that the parties enter by hand: hm³ on their day. A day without an entry has no volume,
    /// which is no missing day.
    Manual,
    /// A number without unit that is known day by day.
    Number,
}

impl TreatyStationKind {
    /// What its daily values measure.
    pub fn measure(self) -> Measure {
        match self {
            Self::Gauge | Self::Canal | Self::DamRelease => Measure::Flow,
            Self::Rain | Self::Evaporation => Measure::Depth,
            Self::Reservoir | Self::Manual => Measure::Volume,
            Self::Level => Measure::Level,
            Self::Area => Measure::Area,
            Self::Number => Measure::Number,
        }
    }
}

/// A station as the agreement names it.
#[derive(Clone, Debug, PartialEq)]
pub struct TreatyStation {
    /// Id in the agreement.
    pub id: String,
    /// In words.
    pub title: Option<String>,
    /// Kind of place.
    pub kind: TreatyStationKind,
    /// What it is for, where not for the account itself, such as "control".
    pub role: Option<String>,
    /// Conservation capacity of a reservoir, hm³: what "full" means.
    pub capacity: Option<f64>,
    /// Parties that hold accounts in it, for a reservoir.
    pub accounts: Vec<PartyId>,
}

/// A series that the agreement derives from others, such as natural flow or reference rain.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedSeries {
    /// Id in the agreement.
    pub id: String,
    /// In words.
    pub title: Option<String>,
    /// Article that defines it.
    pub article: Option<String>,
    /// How sure the file's author is, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
    /// The clause as the agreement words it, where the file quotes it.
    pub text: Option<String>,
    /// Whether the agreement itself states it.
    pub stated: bool,
    /// Its terms; their sum is the series. A day on which a term is missing is missing.
    pub terms: Vec<Term>,
    /// Years whose mean a ratio is held against; `None` takes the record's own years.
    pub climatology: Option<Climatology>,
    /// What the agreement says about missing days.
    pub missing: MissingPolicy,
    /// What it measures, by its terms.
    pub measure: Measure,
}

/// One term of a derived series.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// What is added: a daily amount, its factor, lag and loss within.
    pub amount: Amount,
    /// As the file writes it, for a person.
    pub text: String,
    /// A loss on the way that the agreement names without a figure: it is said, and counts as nothing.
    pub unquantified_loss: Option<String>,
}

/// Years whose mean a ratio is held against.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Climatology {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// How often the parties move it on, years.
    pub update_years: Option<u32>,
}

/// What happens to days without a value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MissingPolicy {
    /// They stay missing.
    #[default]
    Withhold,
    /// The agreement has them estimated and flagged: a straight line over gaps of at most so many days.
    EstimateAndFlag {
        /// Longest gap that is filled, days.
        longest_days: u32,
    },
}

/// A named number of the agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Id in the agreement.
    pub id: String,
    /// In words.
    pub title: Option<String>,
    /// Article.
    pub article: Option<String>,
    /// Number.
    pub value: f64,
    /// Its unit; that of [`AgreementUnit::number`] where it has none.
    pub unit: AgreementUnit,
    /// How sure the file's author is, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
}

/// A table of an agreement.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Id in the agreement.
    pub id: String,
    /// In words.
    pub title: Option<String>,
    /// Article.
    pub article: String,
    /// How sure the file's author is, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
    /// The clause as the agreement words it, where the file quotes it.
    pub text: Option<String>,
    /// Whether the agreement itself states it.
    pub stated: bool,
    /// Unit of its values; that of [`AgreementUnit::number`] where it has none.
    pub unit: AgreementUnit,
    /// What it is read by.
    pub kind: TableKind,
}

/// What a table is read by.
#[derive(Clone, Debug, PartialEq)]
pub enum TableKind {
    /// By the period: first day and value.
    Periods(Vec<(MonthDay, Cell)>),
    /// By one amount.
    Curve {
        /// Ascending, in the unit of `x_unit`.
        x: Vec<f64>,
        /// Unit of `x`.
        x_unit: AgreementUnit,
        /// Values: one for each `x`; with steps one more, the first below the first edge.
        y: Vec<Cell>,
        /// How it is read between.
        between: Between,
        /// How it is read beyond its ends.
        beyond: Beyond,
    },
    /// By the classes of two amounts, or by the period and the class of an amount.
    Classes {
        /// What chooses the row.
        rows: Axis,
        /// What chooses the column.
        columns: Axis,
        /// Row by row.
        cells: Vec<Vec<Cell>>,
    },
}

/// What chooses a row or column of a table of classes.
#[derive(Clone, Debug, PartialEq)]
pub enum Axis {
    /// The period, by its first day.
    Periods(Vec<MonthDay>),
    /// The class of an amount.
    Classes {
        /// Ascending edges between the classes, one fewer than classes.
        edges: Vec<f64>,
        /// Their unit.
        unit: AgreementUnit,
        /// Whose the edge is.
        edge: Edge,
    },
}

/// To which class an edge belongs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edge {
    /// To the class below: a class holds for amounts above its lower edge, up to and with its upper one.
    #[default]
    Below,
    /// To the class above: a class holds from its lower edge on.
    Above,
}

/// One value of a table.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Cell {
    /// A number, in the table's unit.
    Value(f64),
    /// Nothing is owed here: the obligation is off.
    Exempt,
}

/// How a table is read between its points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Between {
    /// On a straight line.
    Linear,
    /// In steps.
    Step(Edge),
}

/// How a table is read beyond its ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Beyond {
    /// Not at all: there is no figure, and a finding says so.
    #[default]
    Withhold,
    /// The value at the end holds on.
    Hold,
    /// The last straight line goes on.
    Extend,
}

/// A condition, such as an exception for drought.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// Id in the agreement.
    pub id: String,
    /// In words.
    pub title: Option<String>,
    /// Article.
    pub article: String,
    /// How sure the file's author is, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
    /// The clause as the agreement words it, where the file quotes it.
    pub text: Option<String>,
    /// Whether the agreement itself states it.
    pub stated: bool,
    /// Calendar whose periods it is tested for; `None` where it is tested day by day.
    pub scope: Option<String>,
    /// The test; `None` where the declaration alone decides.
    pub test: Option<Amount>,
    /// What becomes of it after it was met.
    pub lasting: Lasting,
    /// Party that must declare it before it has an effect; `None` where the test alone decides.
    pub declared_by: Option<PartyId>,
    /// Days of the year between which it may be declared for a period; `None` where the file sets no limit.
    pub declare_between: Option<(MonthDay, MonthDay)>,
}

/// What becomes of a condition after its test was met.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Lasting {
    /// It holds for its period.
    #[default]
    Period,
    /// It holds for its period and beyond, until a test is met on the first day of a month.
    UntilMonth {
        /// Looked at on the first day of each month from this one on (1 to 12), after the period's test day.
        from_month: u32,
        /// The test, as it stands on that day.
        test: Amount,
    },
    /// It holds from period to period, until another test is met: memory over years.
    Latched {
        /// What ends it.
        until: Amount,
        /// Whether it holds before the record begins.
        initially: bool,
    },
}

/// Id of the reading that an agreement's file itself is.
pub const OWN_READING: &str = "agreed";

/// One reading of the clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct Reading {
    /// Id; [`OWN_READING`] for the file's own.
    pub id: String,
    /// In words, such as "as the United States read Art. 4".
    pub title: String,
    /// Article.
    pub article: Option<String>,
    /// What it changes: path and new value as TOML text.
    pub set: Vec<(String, String)>,
}
