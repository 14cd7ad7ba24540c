//! The `[tree]` table of a profile: where the records of a JSON or XML document lie and how they are written.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::schema::{RowFilter, Rules};
use crate::domain::StampMark;
use crate::ingest::tree::Path;

/// Where the records of a document lie.
///
/// Records are found by paths: names parted by points, `[]` for every item of a list, `[2]` for the third, `*` for
/// every member. Columns (of the station, the time, the series, …) are paths within a record; `^` before one seeks
/// it in the objects around the record, the innermost first, and `|` parts alternatives. Columns of the station,
/// its name, the parameter, the statistic, the unit and the clock are sought outwards without a `^` too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct TreeRule {
    /// Ways to the records; each is read.
    pub records: Vec<String>,
    /// How a record is written.
    pub layout: TreeLayout,
    /// Names of the values of a record that is a list.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<String>,
    /// The column that gives those names: `DT,VAL,Q`, a list of texts, or a list of objects with names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header: Option<String>,
    /// Namespace of the records' elements.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub namespace: Option<String>,
    /// For recognition: names of the outermost element.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub root: Vec<String>,
    /// For recognition: each of these paths leads somewhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub has: Vec<String>,
    /// For recognition: none of these paths leads anywhere.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<String>,
    /// For recognition: what the first value at a path begins with, one of several.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub begins: BTreeMap<String, Vec<String>>,
    /// For recognition: what the first value at a path never begins with.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub never_begins: BTreeMap<String, Vec<String>>,
    /// Columns that are a part of another.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub parts: BTreeMap<String, TreePart>,
    /// Only records whose columns hold one of these; others are no readings (a forecast, a threshold), and a note
    /// counts them.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub only: Vec<RowFilter>,
    /// Column of the statistic's code, by `[statistics]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statistic: Option<String>,
    /// Codes of that column that say nothing: the parameter's own statistic holds.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub no_statistic: Vec<String>,
    /// Column around the records that holds the code of "no value", such as `noDataValue`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub no_data: Option<String>,
    /// Column that tells apart series of one station and one quantity (methods, sensors): the first that comes is
    /// read, and a warning counts the others.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub distinct: Option<String>,
    /// Column around the records of the offset of stamps that have none, such as `zoneOffset`: they are then civil
    /// times of that offset.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<String>,
    /// Which end counts where a stamp is an interval `a/b`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interval: Option<IntervalEnd>,
    /// What a stamp marks where readings of an interval are a day apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_stamp: Option<StampMark>,
    /// Whether the agency leaves unsaid what the stamps of shorter intervals mark: they are read by the profile's
    /// rule, and a warning says so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub vague_stamps: bool,
    /// Whether midnights of UTC stand for dates of a clock that the document does not name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub dates_as_utc: bool,
    /// The agency's words for units, and ours.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub units: BTreeMap<String, String>,
    /// Whether numbers within quotation marks are the export's habit; else a note says that they were read.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub quoted_numbers: bool,
}

impl TreeRule {
    /// What is wrong with the table, in a profile of these rules.
    pub(super) fn check(&self, rules: &Rules) -> Result<(), String> {
        if self.records.is_empty() {
            return Err("tree.records is empty".to_owned());
        }
        let paths = self.records.iter().chain(&self.has).chain(&self.lacks);
        for path in paths.chain(self.begins.keys()) {
            Path::compile(path)?;
        }
        let lists = matches!(self.layout, TreeLayout::Rows | TreeLayout::Pairs);
        if lists && self.names.is_empty() && self.header.is_none() {
            return Err("tree.names or tree.header is missing".to_owned());
        }
        if rules.series.is_empty() {
            return Err("a profile of this shape needs at least one [[series]]".to_owned());
        }
        if rules.time.is_none() {
            return Err("a profile of this shape needs [time]".to_owned());
        }
        Ok(())
    }
}

/// How a record is written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TreeLayout {
    /// Members with names, or an element.
    #[default]
    Objects,
    /// A list of values, whose names stand elsewhere.
    Rows,
    /// One list for all records: stamp, value, stamp, value, …
    Pairs,
    /// One list a column, all of one length.
    Columns,
}

/// Which end of an interval a stamp marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum IntervalEnd {
    /// The first.
    Start,
    /// The last.
    End,
}

/// A part of another column's text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TreePart {
    /// The column.
    pub of: String,
    /// It begins behind the last of these; at the beginning of the text when empty.
    #[serde(default)]
    pub after: String,
    /// It ends before the first of these; at the end of the text when there is none.
    #[serde(default)]
    pub until: Vec<String>,
}
