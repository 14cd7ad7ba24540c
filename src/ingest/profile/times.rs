//! The entries of a profile file about times: where the stamp stands, its forms, and its clock.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::domain::Clock;

use super::ColumnRef;

/// Where the stamp stands, and its forms.
///
/// `yyyy mm dd HH MM SS` at fixed places; `d`, `m`, `H` alone for numbers without a leading zero; `yy` for a year
/// of two digits (see `two_digit_years_from`); `mon` for the name of a month; `ap` for AM or PM; words between `'`; `f` for an optional
/// fraction of a second; `z` at the end for an offset (`Z`, `UTC`, `+01:00`). Whole forms by name: `unix_s`,
/// `unix_ms`, `excel_1900`, `excel_1904`. Between marks, a number may lack its leading zero whatever the form says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeRule {
    /// The column of the date, or of the whole stamp; with `parts`, the column that findings point to.
    pub column: ColumnRef,
    /// Its forms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// Words behind the stamp that name its clock, such as `EET`, with their fixed offsets; where there are some,
    /// every stamp must have one.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub zones: BTreeMap<String, Clock>,
    /// The first year that a year of two digits can mean: from 1950, "49" is 2049.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub two_digit_years_from: Option<i32>,
    /// The date in columns of its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<DateParts>,
    /// The column of the time of day, where it has its own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_column: Option<ColumnRef>,
    /// Its forms.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub time_patterns: Vec<String>,
}

/// A date in columns of its own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateParts {
    /// The year.
    pub year: ColumnRef,
    /// The month, 1 to 12.
    pub month: ColumnRef,
    /// The day; none for monthly values, which are stamped with the first of their month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<ColumnRef>,
    /// The hour, 0 to 24.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hour: Option<ColumnRef>,
    /// First month of a hydrological year that bears the number of the year in which it ends; 1 for calendar years.
    #[serde(default = "january", skip_serializing_if = "is_january")]
    pub year_begins: u32,
}

fn january() -> u32 {
    1
}

fn is_january(month: &u32) -> bool {
    *month == january()
}

/// What clock the stamps were read from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
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
    /// The row of column names or the header says it somewhere: the longest of these texts that stands there, or
    /// an offset written as `UTC-06:00`.
    InText(BTreeMap<String, Clock>),
}
