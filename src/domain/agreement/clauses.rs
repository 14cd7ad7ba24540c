//! What an agreement is made of: parties, unit, clock, calendars, series, conditions, rules, ledgers.
//!
//! These types are the meaning of an agreement file after it was checked; they hold no treaty's name.
//! A new kind of clause is a new variant here or in [`super::rules`]; the compiler lists what follows.

use chrono::{Datelike as _, Duration, NaiveDate};

use super::calendar::{Calendar, MonthDay};
use super::rules::{Comparison, Rule, Statistic};
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
    /// Unit that the agreement counts in.
    pub unit: AgreementUnit,
    /// Further units that the parties print beside it.
    pub display_units: Vec<DisplayUnit>,
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
    /// Accounting calendars.
    pub calendars: Vec<Calendar>,
    /// Exceptions and other conditions.
    pub conditions: Vec<Condition>,
    /// Rules in file order.
    pub rules: Vec<Rule>,
    /// Ledgers in file order.
    pub ledgers: Vec<Ledger>,
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

    /// What a station or derived series measures; `None` for an id that is neither.
    pub fn measure(&self, id: &str) -> Option<Measure> {
        self.station(id)
            .map(|station| station.kind.measure())
            .or_else(|| self.derived(id).map(|series| series.measure))
    }
}

/// A party as the agreement names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreatyParty {
    /// Short id.
    pub id: PartyId,
    /// Name.
    pub name: String,
}

/// What kind of thing a series of an agreement measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Volume per time; m³/s inside.
    Flow,
    /// Volume; hm³ inside.
    Volume,
    /// Depth of rain; mm inside.
    Depth,
}

/// A unit that an agreement counts in.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementUnit {
    /// As a person reads it: "cusec", "m³/s", "hm³", "cfs-days".
    pub name: String,
    /// What it measures.
    pub measure: Measure,
    /// One of it in m³/s, hm³ or mm.
    pub factor: f64,
}

impl AgreementUnit {
    /// Cubic metres per second.
    pub fn cubic_metres_per_second() -> Self {
        Self {
            name: "m³/s".to_owned(),
            measure: Measure::Flow,
            factor: 1.0,
        }
    }

    /// Cubic hectometres, a million cubic metres.
    pub fn cubic_hectometres() -> Self {
        Self {
            name: "hm³".to_owned(),
            measure: Measure::Volume,
            factor: 1.0,
        }
    }

    /// Millimetres of rain.
    pub fn millimetres() -> Self {
        Self {
            name: "mm".to_owned(),
            measure: Measure::Depth,
            factor: 1.0,
        }
    }

    /// `value` in m³/s, hm³ or mm expressed in this unit. A result that differs from a number of six
    /// decimals by no more than what the conversion itself costs is that number, so that 50,000 cusec
    /// survive the way to m³/s and back.
    pub fn from_si(&self, value: f64) -> f64 {
        let converted = value / self.factor;
        let near = (converted * 1e6).round() / 1e6;
        if (converted - near).abs() <= 1e-13 * converted.abs() {
            near
        } else {
            converted
        }
    }

    /// `value` of this unit in m³/s, hm³ or mm.
    pub fn to_si(&self, value: f64) -> f64 {
        value * self.factor
    }
}

/// A further unit that the parties print.
#[derive(Clone, Debug, PartialEq)]
pub struct DisplayUnit {
    /// As they write it.
    pub id: String,
    /// One of it in m³.
    pub cubic_metres: Option<f64>,
    /// One of it by another factor, which the id explains.
    pub factor: Option<f64>,
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
    /// Reservoir: storage at the end of the day, hm³.
    Reservoir,
    /// Volumes that the parties enter by hand: hm³ on their day.
    Manual,
}

impl TreatyStationKind {
    /// What its daily values measure.
    pub fn measure(self) -> Measure {
        match self {
            Self::Gauge | Self::Canal | Self::DamRelease => Measure::Flow,
            Self::Rain => Measure::Depth,
            Self::Reservoir | Self::Manual => Measure::Volume,
        }
    }
}

/// A station as the agreement names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TreatyStation {
    /// Id in the agreement.
    pub id: String,
    /// Kind of place.
    pub kind: TreatyStationKind,
    /// What it is for, where not for the account itself, such as "control".
    pub role: Option<String>,
    /// Parties that hold accounts in it, for a reservoir.
    pub accounts: Vec<PartyId>,
}

/// A series that the agreement derives from others, such as natural flow or reference rain.
#[derive(Clone, Debug, PartialEq)]
pub struct DerivedSeries {
    /// Id in the agreement.
    pub id: String,
    /// Article that defines it.
    pub article: Option<String>,
    /// Its terms; their sum is the series. A day on which a term is missing is missing.
    pub terms: Vec<Term>,
    /// Years whose mean a ratio is held against; `None` takes the record's own years.
    pub climatology: Option<Climatology>,
    /// What the agreement says about missing days.
    pub missing: MissingPolicy,
    /// What it measures, by its terms.
    pub measure: Measure,
}

/// One term of a derived series: `coef × value(t − lag_days)`.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// What is taken.
    pub of: TermOf,
    /// Factor, without unit.
    pub coef: f64,
    /// Days by which the term lags behind.
    pub lag_days: u32,
    /// A loss that the agreement takes off on the way, as it names it.
    pub loss: Option<String>,
}

/// What a term takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TermOf {
    /// The daily value of a station or series.
    Series(String),
    /// The change of a reservoir's storage over the day, as m³/s; positive while it fills.
    StorageChange(String),
}

impl TermOf {
    /// The station or series behind the term.
    pub fn id(&self) -> &str {
        match self {
            Self::Series(id) | Self::StorageChange(id) => id,
        }
    }
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
    /// The agreement has them estimated and flagged.
    EstimateAndFlag,
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
    /// Calendar whose periods it is tested for; `None` where it has no period.
    pub scope: Option<String>,
    /// The test.
    pub test: Test,
    /// When it ends before its period does.
    pub until: Option<Until>,
    /// Party that must declare it before it has an effect; `None` where the test alone decides.
    pub declared_by: Option<PartyId>,
}

/// A test that is met, not met, or cannot be assessed.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// All of these.
    All(Vec<Self>),
    /// At least one of these.
    Any(Vec<Self>),
    /// An index accumulated over part of the period, against its mean over the years.
    Ratio(RatioTest),
    /// A statistic of a series over the period.
    Statistic {
        /// Station or series.
        series: String,
        /// Statistic of its daily values.
        statistic: Statistic,
        /// What it is held against, in the unit of the series as the agreement counts it.
        is: Comparison,
    },
    /// The filling of a party's conservation storage, 0 to 1.
    Fill {
        /// Reservoirs that are looked at.
        reservoirs: Vec<String>,
        /// Whose account.
        account: Option<PartyId>,
        /// What the filling is held against.
        is: Comparison,
        /// How many of them must pass.
        at_least: u32,
    },
}

/// An index accumulated over part of the period, against its mean over the years.
#[derive(Clone, Debug, PartialEq)]
pub struct RatioTest {
    /// Station or series, usually of rain.
    pub index: String,
    /// Over which days.
    pub accumulate: Accumulate,
    /// What the ratio is held against.
    pub is: Comparison,
    /// The mean, where the agreement gives it as a number (mm or hm³); otherwise it is computed.
    pub mean: Option<f64>,
}

/// Over which days an index is accumulated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Accumulate {
    /// From a day up to, and without, another, first such days of the period.
    Dates {
        /// First day.
        from: MonthDay,
        /// The day after the last one. Equal to `from` it means a whole year.
        to: MonthDay,
        /// So many years earlier.
        years_back: u32,
    },
    /// So many months up to, and without, the first day of the period's third month.
    MonthsToThirdMonth {
        /// How many.
        months: u32,
    },
}

impl Accumulate {
    /// First day, and the day after the last one, for a period that begins on `start`.
    pub fn days(self, start: NaiveDate) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Dates {
                from,
                to,
                years_back,
            } => {
                let back = i32::try_from(years_back).unwrap_or(0);
                let first = from.on_or_after(start);
                let end = to.on_or_after(first + Duration::days(1));
                (
                    from.in_year(first.year() - back),
                    to.in_year(end.year() - back),
                )
            }
            Self::MonthsToThirdMonth { months } => {
                let end = start + chrono::Months::new(2);
                (end - chrono::Months::new(months), end)
            }
        }
    }
}

/// When a condition ends before its period does.
#[derive(Clone, Debug, PartialEq)]
pub struct Until {
    /// Station or series.
    pub index: String,
    /// Day from which it is accumulated.
    pub accumulate_from: MonthDay,
    /// When it is looked at, as the agreement names it.
    pub check: String,
    /// What the ratio to the mean is held against.
    pub is: Comparison,
}

/// A ledger: what a party is entitled to, what it was given, and what happens to the difference.
#[derive(Clone, Debug, PartialEq)]
pub struct Ledger {
    /// Id in the agreement.
    pub id: String,
    /// In words.
    pub title: Option<String>,
    /// Article of the account itself, where it has one of its own.
    pub article: Option<String>,
    /// Rules whose results add up to the entitlement.
    pub entitlement: Vec<EntitlementTerm>,
    /// What is credited.
    pub delivered: Vec<DeliveredTerm>,
    /// What happens to the balance.
    pub carry: CarryOver,
    /// Clause that resets the ledger.
    pub reset: Option<String>,
    /// Unit of the ledger; `None` where it is the unit of its rules.
    pub unit: Option<AgreementUnit>,
    /// Whether it is only a second yardstick.
    pub advisory: bool,
    /// Whether progress within the period is shown.
    pub progress: bool,
    /// Whether a surplus is carried as well as a deficit.
    pub surplus_counts: bool,
}

/// One rule that adds to an entitlement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntitlementTerm {
    /// Rule.
    pub rule: String,
    /// Party whose share is meant; `None` for a rule that owes to one party only.
    pub party: Option<PartyId>,
}

/// One thing that is credited.
#[derive(Clone, Debug, PartialEq)]
pub struct DeliveredTerm {
    /// 1 or −1.
    pub sign: f64,
    /// What.
    pub of: DeliveredOf,
}

/// What is credited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeliveredOf {
    /// What passes at a station, or a series.
    Series(String),
    /// What a reservoir gains.
    StorageChange(String),
    /// What a rule credits itself.
    Credit(String),
}

/// What happens to a balance at the end of its period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CarryOver {
    /// Nothing: each period stands for itself.
    None,
    /// The next period of the same season inherits it.
    NextPeriod,
    /// A clause of its own decides.
    Rule(String),
}
