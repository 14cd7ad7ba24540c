//! The entries of a profile file. Every table refuses entries that it does not know.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::domain::{
    Clock, DayRule, LabelSide, Origin, ProfileId, Quality, Quantity, Reliability, Review,
    StampMark, Statistic, Step,
};

/// What is known of one kind of export.
#[derive(Clone, Debug, PartialEq)]
pub struct Profile {
    /// Name of its file in `assets/formats` without the ending.
    pub id: ProfileId,
    /// What the file says.
    pub rules: Rules,
}

/// A profile file.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Who sends it, as a person names it.
    pub agency: String,
    /// What it is, and where that is known from.
    pub about: String,
    /// Encodings that have been seen. A byte-order mark and well-formed UTF-8 win over the list.
    #[serde(default = "utf8")]
    pub encodings: Vec<String>,
    /// Which code walks it.
    pub shape: ShapeName,
    /// Between fields; none for shapes without lines.
    pub delimiter: Option<char>,
    /// Decimal mark.
    #[serde(default = "point")]
    pub decimal: char,
    /// Around fields that may hold the delimiter.
    pub quote: Option<char>,
    /// Lines that begin so are remarks.
    pub comment: Option<String>,
    /// The pair around the unit in a column name, such as `[]`.
    pub brackets: Option<String>,
    /// How the profile knows its own.
    pub recognise: Recognise,
    /// Where the readings begin.
    #[serde(default)]
    pub begin: Begin,
    /// Lines after the readings that begin so are no readings.
    #[serde(default)]
    pub footer: Vec<String>,
    /// Where the station's id stands.
    pub station: Option<StationRule>,
    /// Where the stamp stands, and its forms.
    pub time: Option<TimeRule>,
    /// What clock the stamps were read from.
    pub clock: ClockRule,
    /// What a stamp marks.
    #[serde(default)]
    pub stamp: StampMark,
    /// Header key of the period that the file claims to cover.
    pub period: Option<String>,
    /// Header key of the unit.
    pub unit_key: Option<String>,
    /// Words of the header that say what is measured and how.
    pub words: Option<Words>,
    /// Series of a row, or families of day columns.
    #[serde(default)]
    pub series: Vec<SeriesRule>,
    /// Day columns, for the shape `wide_days`.
    pub wide: Option<WideRule>,
    /// What an agency's parameter code measures.
    #[serde(default)]
    pub parameters: BTreeMap<String, ParameterRule>,
    /// What an agency's statistic code says.
    #[serde(default)]
    pub statistics: BTreeMap<String, Statistic>,
    /// Cells that mean "no value"; the empty text stands for an empty cell.
    #[serde(default)]
    pub missing: Vec<String>,
    /// Words in the place of a value that mean "no value" and say why; the word becomes the flag.
    #[serde(default)]
    pub missing_flags: Vec<String>,
    /// Lists of flag codes, by name.
    #[serde(default)]
    pub quality: BTreeMap<String, BTreeMap<String, QualityPart>>,
    /// What a reading without a flag is.
    #[serde(default)]
    pub unflagged: QualityPart,
    /// First words of files that come along in an archive and hold no readings.
    #[serde(default)]
    pub companions: Vec<String>,
}

fn utf8() -> Vec<String> {
    vec!["UTF-8".to_owned()]
}

fn point() -> char {
    '.'
}

/// The code that walks a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ShapeName {
    /// One stamp a line, one or more value columns.
    Long,
    /// Remarks, a row of names, a row of widths, then a row a stamp; series are named by code columns.
    Rdb,
    /// One month a line, one column a day.
    WideDays,
    /// WaterML 1.1 as JSON.
    WatermlJson,
}

impl ShapeName {
    /// The word of the profile file.
    pub fn word(self) -> &'static str {
        match self {
            Self::Long => "long",
            Self::Rdb => "rdb",
            Self::WideDays => "wide_days",
            Self::WatermlJson => "waterml_json",
        }
    }
}

/// How a profile knows its own: by content, never by file name. All rules must hold.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Recognise {
    /// The text begins so, blanks apart.
    pub starts: Option<String>,
    /// For each of these, a line begins so.
    #[serde(default)]
    pub lines: Vec<String>,
    /// Each of these stands somewhere.
    #[serde(default)]
    pub contains: Vec<String>,
    /// One line has all of these fields.
    #[serde(default)]
    pub header: Vec<String>,
    /// The same line has at least one of these.
    #[serde(default)]
    pub any_header: Vec<String>,
    /// How many lines are looked at, remarks apart.
    #[serde(default = "eighty")]
    pub within: usize,
}

fn eighty() -> usize {
    80
}

/// Where the readings begin.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Begin {
    /// After the row of column names that recognition asks for.
    #[default]
    AfterHeader,
    /// After the line that begins so; the number is how many fields a row has.
    AfterLine(String, usize),
}

/// A column.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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
}

/// Where the station's id stands.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StationRule {
    /// In a column.
    pub column: Option<ColumnRef>,
    /// Behind a key of the header.
    pub key: Option<String>,
    /// Key of the header that gives the name.
    pub name_key: Option<String>,
}

/// Where the stamp stands, and its forms: `yyyy mm dd HH MM SS`, `f` for an optional fraction of a second,
/// `z` for an offset (`Z` or `+01:00`).
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeRule {
    /// The column of the date, or of the whole stamp.
    pub column: ColumnRef,
    /// Its forms.
    pub patterns: Vec<String>,
    /// The column of the time of day, where it has its own.
    pub time_column: Option<ColumnRef>,
    /// Its forms.
    #[serde(default)]
    pub time_patterns: Vec<String>,
}

/// What clock the stamps were read from.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockRule {
    /// Each stamp has its offset.
    InStamp,
    /// The file says nothing and the agency's habit is not known.
    Unstated,
    /// The file says nothing; the agency is known to use this.
    Assumed(Clock),
    /// Text that recognition asks for says so.
    Stated(Clock),
    /// A key of the header says it in the agency's words.
    Header {
        /// The key.
        key: String,
        /// The agency's words.
        map: BTreeMap<String, Clock>,
    },
    /// A column says it in the agency's codes; where there is no such column, nothing is stated.
    Column {
        /// The column.
        column: ColumnRef,
        /// The agency's codes; fixed offsets.
        map: BTreeMap<String, Clock>,
    },
}

/// Words of the header that say what is measured and how.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// Header key behind which they stand, parted by commas or brackets.
    pub key: String,
    /// Words for statistics.
    #[serde(default)]
    pub statistic: BTreeMap<String, Statistic>,
    /// Words for steps.
    #[serde(default)]
    pub step: BTreeMap<String, Step>,
}

/// A series that a row holds.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeriesRule {
    /// The column of its values; for day columns, what their names begin with.
    pub column: ColumnRef,
    /// Only where the header words hold this one.
    pub word: Option<String>,
    /// Only where the column name gives one of these units.
    #[serde(default)]
    pub in_units: Vec<String>,
    /// What is measured.
    pub quantity: Quantity,
    /// What a value says about its interval.
    #[serde(default = "instantaneous")]
    pub statistic: Statistic,
    /// The same where stamps are dates alone.
    pub daily_statistic: Option<Statistic>,
    /// Distance between readings, where the profile knows it.
    pub step: Option<Step>,
    /// The unit, where the file does not say it.
    pub unit: Option<String>,
    /// How the agency cuts its day.
    pub day: Option<DayText>,
    /// What a stamp marks, where it differs from the profile's rule.
    pub stamp: Option<StampMark>,
    /// Its flag columns; for day columns, what follows the name of the value's column.
    #[serde(default)]
    pub flags: Vec<FlagColumn>,
    /// Its own cells that mean "no value", instead of the profile's.
    pub missing: Option<Vec<String>>,
}

fn instantaneous() -> Statistic {
    Statistic::Instantaneous
}

/// A day as a person writes it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DayText {
    /// When it begins, such as "07:00".
    pub begins: String,
    /// Which side gives the date.
    pub label: LabelSide,
}

impl DayText {
    /// The rule; midnight where the text is no time.
    pub fn rule(&self) -> DayRule {
        let begins_at = self
            .begins
            .split_once(':')
            .and_then(|(hours, minutes)| {
                Some(hours.parse::<u16>().ok()? * 60 + minutes.parse::<u16>().ok()?)
            })
            .unwrap_or(0);
        DayRule {
            begins_at,
            label: self.label,
        }
    }
}

/// A column of flags.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FlagColumn {
    /// The column.
    pub column: ColumnRef,
    /// Name of its list of codes in `[quality]`.
    pub codes: String,
    /// Characters between several codes of one cell.
    #[serde(default)]
    pub split: String,
}

/// Day columns: one month a line.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
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
    pub daily: Option<String>,
    /// Column of that time of day, and its form.
    pub hour: Option<String>,
    /// Form of the time of day.
    pub hour_pattern: Option<String>,
}

/// What a parameter code measures.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParameterRule {
    /// What.
    pub quantity: Quantity,
    /// In which unit, by the agency's list of codes.
    pub unit: String,
    /// What a value says where no statistic code is given.
    #[serde(default = "instantaneous")]
    pub statistic: Statistic,
}

/// What a flag code says about quality; what it leaves out stays.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct QualityPart {
    /// Where the value comes from.
    pub origin: Option<Origin>,
    /// How far it can be relied on.
    pub reliability: Option<Reliability>,
    /// How far its review has come.
    pub review: Option<Review>,
    /// The agency's words for the code.
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
