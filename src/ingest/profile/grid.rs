//! The `[grid]` table of a profile: rows that hold a value for each day, hour or month.

use serde::{Deserialize, Serialize};

use super::schema::{Between, ColumnRef};

/// Rows of many values: what the columns count, and what a row says of its date.
///
/// The value columns of a series are those whose names are its `column`, then a number (with or without zeros
/// before it) or, for months, a name in any language or a Roman number, then `suffix`. An empty `column` stands for
/// names that are the number alone. A flag column is named by what follows the name of its value column, by what
/// its own name begins with (`begins`, then the same number), or by how many fields behind the value it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GridRule {
    /// What the value columns count.
    pub columns: Counted,
    /// What follows the number in the name of a value column.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suffix: String,
    /// Column of the date of the row: its day for hours, any day of its month for days.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<ColumnRef>,
    /// Its forms, such as `dd/mm/yyyy` or `yyyy-mm`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub patterns: Vec<String>,
    /// Column of the year: `2020`, or `2020-2021` and `2020/21` for a hydrological year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year: Option<ColumnRef>,
    /// Key of the header that gives the year.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_key: Option<String>,
    /// The year within a line of the header.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_in_line: Option<Between>,
    /// What rows begin with that give the year for the rows below, such as `Year:`; may be empty.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub year_row: Option<String>,
    /// Column of the month: a number, a name or a Roman number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<ColumnRef>,
    /// Column of the day of the month.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub day: Option<ColumnRef>,
    /// First month of a hydrological year; 1 for calendar years.
    #[serde(default = "january", skip_serializing_if = "is_january")]
    pub year_begins: u32,
    /// Which calendar year a hydrological year of one number is named after.
    #[serde(default, skip_serializing_if = "is_ends")]
    pub year_named: YearNamed,
    /// The month that the number 1 means: 11 where months are counted from November.
    #[serde(default = "january", skip_serializing_if = "is_january")]
    pub month_one: u32,
    /// Whether an empty year, month, day or station is that of the row above, as under a merged cell.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub carry: bool,
}

/// What the value columns of a row count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Counted {
    /// The days 1 to 31 of the row's month.
    Days,
    /// The hours 0 to 24 of the row's day; 24 is the next midnight.
    Hours,
    /// The months of the row's year: for the row's day of each month, or for the month as a whole.
    Months,
}

/// Which calendar year a hydrological year is named after.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearNamed {
    /// The one in which it ends.
    #[default]
    Ends,
    /// The one in which it begins.
    Begins,
}

fn january() -> u32 {
    1
}

fn is_january(month: &u32) -> bool {
    *month == 1
}

fn is_ends(named: &YearNamed) -> bool {
    *named == YearNamed::Ends
}

impl GridRule {
    /// What is wrong with the rule, as far as it alone can tell.
    pub(super) fn fault(&self) -> Option<&'static str> {
        let has_year = self.year.is_some()
            || self.year_key.is_some()
            || self.year_in_line.is_some()
            || self.year_row.is_some();
        let months = 1..=12;
        if !months.contains(&self.year_begins) || !months.contains(&self.month_one) {
            return Some("grid.year_begins and grid.month_one are months, 1 to 12");
        }
        let is_dated = match self.columns {
            Counted::Days => self.date.is_some() || (has_year && self.month.is_some()),
            Counted::Hours => {
                self.date.is_some() || (has_year && self.month.is_some() && self.day.is_some())
            }
            Counted::Months => has_year,
        };
        (!is_dated).then_some("grid names no columns for the date of a row")
    }
}
