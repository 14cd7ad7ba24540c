//! The entries of a profile file. Every table refuses entries that it does not know.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::{
    DayRule, LabelSide, Origin, ProfileId, Quality, Quantity, Reliability, Review, StampMark,
    Statistic, Step,
};

use super::declares::Declares;
use super::grid::GridRule;
use super::times::{ClockRule, TimeRule};
use super::tree::TreeRule;

/// What is known of one kind of export.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Name of its file in `assets/formats` without the ending.
    pub id: ProfileId,
    /// What the file says.
    pub rules: Rules,
    /// The same export as the agency also writes it (another language, another decimal mark): the rules again,
    /// each with the entries of one `[[variant]]` in the place of its own.
    pub variants: Vec<Rules>,
}

impl Profile {
    /// Every way in which the export is written; the first that claims a file reads it.
    pub fn dialects(&self) -> impl Iterator<Item = &Rules> {
        std::iter::once(&self.rules).chain(&self.variants)
    }
}

/// A profile file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Who sends it, as a person names it.
    pub agency: String,
    /// What it is, and where that is known from.
    pub about: String,
    /// Encodings that have been seen. A byte-order mark and well-formed UTF-8 win over the list.
    #[serde(default = "utf8", skip_serializing_if = "is_utf8")]
    pub encodings: Vec<String>,
    /// Which code walks it.
    pub shape: ShapeName,
    /// Between fields; a blank stands for one or more blanks; none for shapes without lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub delimiter: Option<char>,
    /// Decimal mark.
    #[serde(default = "point", skip_serializing_if = "is_point")]
    pub decimal: char,
    /// Mark between groups of three digits, where the export writes one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thousands: Option<char>,
    /// Around fields that may hold the delimiter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<char>,
    /// Lines that begin so are remarks.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub comment: Option<String>,
    /// The pair around the unit in a column name, such as `[]`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub brackets: Option<String>,
    /// How the profile knows its own.
    pub recognise: Recognise,
    /// Where the readings begin.
    #[serde(default, skip_serializing_if = "is_default")]
    pub begin: Begin,
    /// Names of the columns by place, for files without a row of names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// Fields at fixed places of a line; the lines are then read as if a tabulator parted the fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fixed: Vec<FixedColumn>,
    /// What the first line of a further table in the same file begins with; without it, the first of the lines that
    /// recognition asks for, where the file begins with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table_begins: Option<String>,
    /// Rows between the row of names and the first reading that hold neither (units, a second language).
    #[serde(default, skip_serializing_if = "is_default")]
    pub rows_after_header: usize,
    /// Whether a row may end early: the fields that it lacks are empty.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub ragged: bool,
    /// Lines after the readings that begin so are no readings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub footer: Vec<String>,
    /// Where the station's id stands; without it the name of the file stands for the station, and a finding says so.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub station: Option<StationRule>,
    /// Where the stamp stands, and its forms.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<TimeRule>,
    /// Where the export says when it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<IssuedRule>,
    /// What clock the stamps were read from.
    pub clock: ClockRule,
    /// What a stamp marks.
    #[serde(default, skip_serializing_if = "is_default")]
    pub stamp: StampMark,
    /// Header key of the period that the file claims to cover.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub period: Option<String>,
    /// Header key of the unit.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_key: Option<String>,
    /// Column that gives the unit of each row.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit_column: Option<ColumnRef>,
    /// Column whose code says what a row measures, by `[parameters]`; rows of other codes are not read, and a
    /// note counts them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<ColumnRef>,
    /// Words of the header that say what is measured and how.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<Words>,
    /// Columns that are a part of another column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cut: Vec<CutRule>,
    /// Columns of quantities that the program does not know; a note names them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unread: Vec<ColumnRef>,
    /// Series of a row, or families of day columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub series: Vec<SeriesRule>,
    /// Where the records lie, for the shape `tree`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tree: Option<TreeRule>,
    /// Day columns, for the shape `wide_days`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wide: Option<WideRule>,
    /// What columns and rows count, for the shape `grid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub grid: Option<GridRule>,
    /// What an agency's parameter code measures; `*` stands for any part of a code.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub parameters: BTreeMap<String, ParameterRule>,
    /// What an agency's statistic code says.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub statistics: BTreeMap<String, Statistic>,
    /// Cells that mean "no value"; the empty text stands for an empty cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    /// Words in the place of a value that mean "no value" and say why; the word becomes the flag.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing_flags: Vec<String>,
    /// Lists of flag codes, by name.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub quality: BTreeMap<String, BTreeMap<String, QualityPart>>,
    /// What a reading without a flag is.
    #[serde(default, skip_serializing_if = "is_default")]
    pub unflagged: QualityPart,
    /// Whether the profile names every column of the export, so that others are told.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub closed: bool,
    /// What remarks declare about the rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declares: Option<Declares>,
    /// Whether values of rain are what a counter shows: the rain is the rise from one to the next.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub counter: bool,
    /// First words of files that come along in an archive and hold no readings.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<String>,
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

fn is_utf8(labels: &Vec<String>) -> bool {
    *labels == utf8()
}

fn is_point(mark: &char) -> bool {
    *mark == point()
}

fn is_eighty(lines: &usize) -> bool {
    *lines == eighty()
}

fn utf8() -> Vec<String> {
    vec!["UTF-8".to_owned()]
}

fn point() -> char {
    '.'
}

/// The code that walks a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShapeName {
    /// One stamp a line, one or more value columns.
    Long,
    /// Remarks, a row of names, a row of widths, then a row a stamp; series are named by code columns.
    Rdb,
    /// One month a line, one column a day.
    WideDays,
    /// Rows of many values: a column a day, an hour or a month.
    Grid,
    /// Blocks of keys behind `#`, each followed by rows of stamp and value.
    Zrxp,
    /// WaterML 1.1 as JSON.
    WatermlJson,
    /// JSON or XML: records within nested values, found by paths.
    Tree,
}

impl ShapeName {
    /// The word of the profile file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Long => "long",
            Self::Rdb => "rdb",
            Self::WideDays => "wide_days",
            Self::Grid => "grid",
            Self::Zrxp => "zrxp",
            Self::WatermlJson => "waterml_json",
            Self::Tree => "tree",
        }
    }
}

/// How a profile knows its own: by content, never by file name. All rules must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognise {
    /// The text begins so, blanks apart.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts: Option<String>,
    /// For each of these, a line begins so.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
    /// Each of these stands somewhere.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub contains: Vec<String>,
    /// One line has all of these fields.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub header: Vec<String>,
    /// The same line has at least one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub any_header: Vec<String>,
    /// None of these stands anywhere: keeps exports apart that look alike.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub absent: Vec<String>,
    /// For files without a row of names: the first row has one of these numbers of fields, and its stamp can be
    /// read.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<usize>,
    /// The cells of the series in the first rows are numbers with these marks: keeps the twins of a dialect apart
    /// that differ in nothing else.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub values: bool,
    /// How many lines are looked at, remarks apart.
    #[serde(default = "eighty", skip_serializing_if = "is_eighty")]
    pub within: usize,
}

fn eighty() -> usize {
    80
}

/// Where the readings begin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Begin {
    /// After the row of column names that recognition asks for.
    #[default]
    AfterHeader,
    /// After the line that begins so; the number is how many fields a row has.
    AfterLine(String, usize),
    /// With the first line that is no remark; `columns` names the fields.
    FirstRow,
}

/// A field at a fixed place of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FixedColumn {
    /// Its name.
    pub name: String,
    /// First character, from 1.
    pub from: usize,
    /// Last character.
    pub to: usize,
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ColumnRef {
    /// By place, from 1.
    Place(usize),
    /// By name, the first of that name.
    Name(String),
    /// By name, the nth of that name from 1.
    Nth {
        /// The name, without its unit.
        name: String,
        /// Which of that name.
        nth: usize,
    },
    /// The first whose name begins so.
    Begins {
        /// First part of the name.
        begins: String,
    },
}

/// Where the station's id stands: one of the entries.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct StationRule {
    /// In a column.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub column: Option<ColumnRef>,
    /// Behind a key of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// In the row below this name of a row of the header, at the same place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub under: Option<String>,
    /// Within a line of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_line: Option<Between>,
    /// Within the name of the file, which must begin with the text of `line`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_file_name: Option<Between>,
    /// Every value column is a station, and its name is the station's; the first series rule holds for all.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub per_column: bool,
    /// The export is of this one station and never names it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fixed: Option<String>,
    /// Key of the header that gives the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_key: Option<String>,
    /// Column that gives the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_column: Option<ColumnRef>,
}

/// Where an export says when it was made. Of two exports that differ the later one counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IssuedRule {
    /// The text of the head before the date, the first of it.
    pub after: String,
    /// Forms of the date, as those of stamps.
    pub patterns: Vec<String>,
}

/// A column that is a part of another, such as the station in the address of a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CutRule {
    /// Its name, for the other entries.
    pub name: String,
    /// The whole column.
    pub column: ColumnRef,
    /// The part begins behind the first of these that stands there; with the column when it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub after: Vec<String>,
    /// Whether it begins behind the last place where that stands instead of the first.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub after_last: bool,
    /// The part ends before the first of these that stands there; with the column when it is empty.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub until: Vec<String>,
}

/// A part of a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Between {
    /// What the line begins with.
    pub line: String,
    /// The part begins behind this; at the beginning of the line when it is empty.
    pub after: String,
    /// The part ends before this; at the end of the line when it is empty or not there.
    pub until: String,
}

/// Words of the header that say what is measured and how.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Header key behind which they stand, parted by commas or brackets.
    pub key: String,
    /// Words for statistics.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub statistic: BTreeMap<String, Statistic>,
    /// Words for steps.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub step: BTreeMap<String, Step>,
}

/// A series that a row holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesRule {
    /// The column of its values; for day columns, what their names begin with.
    pub column: ColumnRef,
    /// Only where the header words hold this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub word: Option<String>,
    /// Only where a line before the readings holds one of these.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub said: Vec<String>,
    /// Only where the column name gives one of these units.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_units: Vec<String>,
    /// Only rows whose column holds one of these.
    #[serde(rename = "where", skip_serializing_if = "Option::is_none")]
    pub only: Option<RowFilter>,
    /// List of codes in `[quality]` for what may follow a number in its cell, such as `*`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffixes: Option<String>,
    /// What is measured.
    pub quantity: Quantity,
    /// What a value says about its interval.
    #[serde(default = "instantaneous")]
    pub statistic: Statistic,
    /// The same where stamps are dates alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_statistic: Option<Statistic>,
    /// Distance between readings, where the profile knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// The unit, where the file does not say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// How the agency cuts its day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<DayText>,
    /// What a stamp marks, where it differs from the profile's rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp: Option<StampMark>,
    /// Its flag columns; for day columns, what follows the name of the value's column.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<FlagColumn>,
    /// Its own cells that mean "no value", instead of the profile's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Vec<String>>,
}

fn instantaneous() -> Statistic {
    Statistic::Instantaneous
}

/// Which rows a series takes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RowFilter {
    /// The column.
    pub column: ColumnRef,
    /// What it holds.
    pub is: Vec<String>,
}

/// A day as a person writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayText {
    /// When it begins, such as "07:00".
    pub begins: String,
    /// Which side gives the date.
    pub label: LabelSide,
}

impl DayText {
    /// Minutes after midnight; `None` where the text is no time of day.
    pub(super) fn minutes(&self) -> Option<u16> {
        let (hours, minutes) = self.begins.split_once(':')?;
        let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
        (hours < 24 && minutes < 60).then(|| hours * 60 + minutes)
    }

    /// The rule. A profile whose text is no time of day is refused, so that midnight never stands in for it.
    pub fn rule(&self) -> DayRule {
        DayRule {
            begins_at: self.minutes().unwrap_or(0),
            label: self.label,
        }
    }
}

/// A column of flags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagColumn {
    /// The column.
    pub column: ColumnRef,
    /// Name of its list of codes in `[quality]`.
    pub codes: String,
    /// Characters between several codes of one cell.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub split: String,
    /// Whether an empty cell is a flag that is not known.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Codes which say that the value beside them is none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
}

/// Day columns: one month a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WideRule {
    /// Column of the month, and its form.
    pub month: String,
    /// Form of the month, with its first day.
    pub pattern: String,
    /// Column of the consistency level.
    pub level: String,
    /// Levels, the one to prefer first.
    pub prefer: Vec<String>,
    /// List of codes in `[quality]` for the level.
    pub level_codes: String,
    /// Column that says whether a line holds daily means (`1`) or readings at a time of day (`0`).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily: Option<String>,
    /// Column of that time of day, and its form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hour: Option<String>,
    /// Form of the time of day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hour_pattern: Option<String>,
}

/// What a parameter code measures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterRule {
    /// What.
    pub quantity: Quantity,
    /// In which unit, by the agency's list of codes.
    pub unit: String,
    /// What a value says where no statistic code is given.
    #[serde(default = "instantaneous")]
    pub statistic: Statistic,
    /// The same where stamps are dates alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub daily_statistic: Option<Statistic>,
    /// Distance between readings, where the code says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<Step>,
    /// How the agency cuts the day of this parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<DayText>,
    /// What a stamp marks, where it differs from the profile's rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stamp: Option<StampMark>,
    /// What is put behind the station's id, for a second gauge of the same quantity at one station.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gauge: Option<String>,
}

/// What a flag code says about quality; what it leaves out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityPart {
    /// Where the value comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// How far it can be relied on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
    /// How far its review has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<Review>,
    /// The agency's words for the code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub says: Option<String>,
}

impl QualityPart {
    /// `quality`, changed by what this code says.
    #[must_use]
    pub fn onto(&self, quality: Quality) -> Quality {
        Quality {
            origin: self.origin.unwrap_or(quality.origin),
            reliability: self.reliability.unwrap_or(quality.reliability),
            review: self.review.unwrap_or(quality.review),
        }
    }
}
