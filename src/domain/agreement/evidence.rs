//! What can be looked at behind a figure: the clause as written, the curves of a test, the terms of a sum.

use chrono::NaiveDate;

use super::record::AccountingPeriod;
use crate::domain::ids::{AgreementId, PartyId};

/// A clause as the agreement's file has it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Clause {
    /// Agreement.
    pub agreement: AgreementId,
    /// Which table of the file, as written there: "rule", "ledger", "condition", "series", "calendar".
    pub table: String,
    /// Its id in that table.
    pub id: String,
    /// In words; empty where the file has none.
    pub title: String,
    /// Article; empty where the file names none.
    pub article: String,
    /// How sure the file's author is of it, 0 to 1; `None` where nothing is in doubt.
    pub confidence: Option<f64>,
    /// Whether the agreement itself states it; a common reading of a silent agreement is not stated.
    pub is_stated: bool,
    /// Whether it is evaluated.
    pub is_enabled: bool,
    /// First and last day on which it holds; `None` where the file does not say.
    pub effective: (Option<NaiveDate>, Option<NaiveDate>),
    /// File, as it was named when it was loaded.
    pub file: String,
    /// Line of the file that `text` begins on, from 1.
    pub line: u32,
    /// The lines as written, with the comment above them.
    pub text: String,
}

/// How a condition came out in one period of its scope, with the curves that show it.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ConditionEvidence {
    /// Agreement.
    pub agreement: AgreementId,
    /// Which reading of the clauses, as in a ledger row.
    pub reading: String,
    /// Id of the condition.
    pub condition: String,
    /// In words; the id where the file has none.
    pub title: String,
    /// Article.
    pub article: String,
    /// Period of its scope.
    pub period: AccountingPeriod,
    /// Whether the test is met; `None` when it cannot be assessed.
    pub met: Option<bool>,
    /// Whether it was declared; `None` when the agreement asks for no declaration.
    pub declared: Option<bool>,
    /// Party that has to declare it.
    pub declared_by: Option<PartyId>,
    /// Its single tests, in the order of the file.
    pub tests: Vec<TestEvidence>,
}

/// One test of a condition in one period: a value held against a threshold.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TestEvidence {
    /// Station or series that is looked at.
    pub series: String,
    /// The test in words: "reference-rain from 1 Oct to 31 Mar, below 65 % of its mean".
    pub what: String,
    /// Unit of all values here.
    pub unit: String,
    /// First and last day that goes in.
    pub days: (NaiveDate, NaiveDate),
    /// What was reached; `None` when it cannot be assessed.
    pub value: Option<f64>,
    /// The mean that a ratio is held against; `None` for a plain threshold.
    pub normal: Option<f64>,
    /// The threshold, in `unit` (for a ratio: the asked share of the mean).
    pub threshold: Option<f64>,
    /// Relation that is asked for: "below", "at most", "above", "at least".
    pub relation: String,
    /// Whether this test is met.
    pub met: Option<bool>,
    /// Why not assessable, or how it came out, in words.
    pub because: String,
    /// What has accumulated at the end of each day (for a statistic that is no sum, the daily values); NaN
    /// where missing.
    #[serde(skip)]
    pub curve: Vec<(NaiveDate, f64)>,
    /// The same in the mean over the years behind `normal`, on the same days; empty where there is none.
    #[serde(skip)]
    pub normal_curve: Vec<(NaiveDate, f64)>,
}

/// A derived series with each of its terms, day by day: the terms of a day add up to its value.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct DerivedTerms {
    /// Agreement.
    pub agreement: AgreementId,
    /// Id of the series in the agreement.
    pub series: String,
    /// Article; empty where none is named.
    pub article: String,
    /// Unit of all values here.
    pub unit: String,
    /// First day of all values here.
    pub start: NaiveDate,
    /// Value of each day; NaN where a term is missing.
    #[serde(skip)]
    pub values: Vec<f64>,
    /// Its terms in file order.
    pub terms: Vec<TermSeries>,
}

/// One term of a derived series, as it enters the sum: factor, sign and lag applied.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TermSeries {
    /// Station or series of the agreement.
    pub of: String,
    /// In words: "0.6 × rain-torrin", "storage change of almsee", "− losses of reach".
    pub what: String,
    /// Value of each day of [`DerivedTerms::start`] and after; NaN where missing.
    #[serde(skip)]
    pub values: Vec<f64>,
}

/// How the running period would end if the rest of it came as in one past year.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct YearTrace {
    /// Label of the past period whose remainder is repeated, such as "1998/99".
    pub label: String,
    /// Delivered by the end, in the row's unit.
    pub delivered: f64,
    /// Balance at the end, carried in included, in the row's unit.
    pub balance: f64,
    /// Cumulative delivery at the end of each day from the running period's last known day to its end, in the
    /// row's unit.
    #[serde(skip)]
    pub curve: Vec<(NaiveDate, f64)>,
}

/// A further unit that stands beside one in which an agreement's rows are counted.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct UnitPair {
    /// Agreement.
    pub agreement: AgreementId,
    /// Unit as rows name it.
    pub unit: String,
    /// The one beside it.
    pub second: String,
    /// How many of `second` one of `unit` is.
    pub factor: f64,
}
