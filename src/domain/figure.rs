//! Figures that explain themselves.

use super::completeness::Completeness;
use super::ids::FileHash;

/// How final a figure is.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Readings behind it may still change, or the period still runs.
    Provisional,
    /// The period is closed and every reading behind it is approved.
    Final,
    /// An exception switched the obligation off; that is not "met".
    Exempt,
    /// The ledger was reset by a clause.
    Reset,
    /// Too little data: no figure, but a reason.
    NotAssessable,
}

/// How old the last reading of a station is, against what its source promises.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Freshness {
    /// As it should be.
    OnTime,
    /// Later than it should be.
    Late,
    /// So late that nothing can be said.
    Silent,
}

/// One computed figure.
#[derive(Clone, Debug, PartialEq)]
pub struct Figure {
    /// Id for `explain`, stable between runs: `agreement/rule/party/period label/term`.
    pub id: String,
    /// The value in `unit`; `None` when not assessable.
    pub value: Option<f64>,
    /// Unit as a person reads it.
    pub unit: String,
    /// How final it is.
    pub status: Status,
    /// What stands behind it.
    pub completeness: Completeness,
}

/// One reading as the agency wrote it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub struct ReadingRef {
    /// File, relative to the basin's folder.
    pub file: String,
    /// Hash of the file's bytes.
    pub sha256: FileHash,
    /// Line in the file, from 1.
    pub line: u32,
    /// Field of the line, from 1.
    pub column: u32,
    /// The line as it stands in the file, decoded.
    pub text: String,
    /// Import that brought it.
    pub revision: u32,
}

/// The answer to "where does this number come from": a tree that ends in readings.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Explanation {
    /// What the figure is, in words.
    pub what: String,
    /// Its value, if there is one.
    pub value: Option<f64>,
    /// Its unit.
    pub unit: String,
    /// Article of the agreement that makes it so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub article: Option<String>,
    /// Rule, method, or reason for there being no figure, in words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// What it was computed from.
    #[serde(default)]
    pub inputs: Vec<Explanation>,
    /// The reading at the end of the way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reading: Option<ReadingRef>,
}
