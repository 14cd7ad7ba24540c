//! The walk over rows: one stamp a line, one or more value columns, any number of stations.

mod cell;
mod extras;
mod fast;
mod fast_stamp;
mod kinds;
mod layout;
mod odd;
mod pick;
mod slow;
pub(super) mod word;

use std::collections::BTreeMap;

use super::diagnose::Forms;
use super::flags::Codes;
use super::lines::{Joined, LineEnd, Lines};
use super::stamp::Pattern;
use super::table::{Proto, Table};

pub(super) use cell::{Cell, Missing};
pub(super) use extras::{Cut, Extras, Parts};
use fast::Fast;
pub(super) use kinds::{BROKEN, OTHER_DELIMITER};
use layout::Layout;
pub(super) use pick::Only;
use slow::{Meaning, Walker};

/// Where the station of a row stands.
pub(super) enum StationAt {
    /// In a field.
    Field(usize),
    /// The header named it, with its name.
    Fixed(String, Option<String>),
}

/// A column of flags.
#[derive(Clone)]
pub(super) struct FlagPlan<'r> {
    /// Field, from 0.
    pub(super) field: usize,
    /// What the codes mean.
    pub(super) codes: Option<&'r Codes>,
    /// Characters between several codes.
    pub(super) split: &'r str,
    /// Whether an empty cell is a flag that is not known.
    pub(super) required: bool,
    /// Codes which say that the value beside them is none.
    pub(super) missing: Vec<Vec<u8>>,
}

/// A column of values.
#[derive(Clone)]
pub(super) struct ValuePlan<'r> {
    /// Field, from 0.
    pub(super) field: usize,
    /// Its flags.
    pub(super) flags: Vec<FlagPlan<'r>>,
    /// What its series is.
    pub(super) proto: Proto,
    /// Cells that mean "no value".
    pub(super) missing: Missing,
    /// Rows that it takes.
    pub(super) only: Only,
    /// The station, where every value column is one.
    pub(super) station: Option<String>,
    /// What is put behind the station's id.
    pub(super) gauge: Option<&'r str>,
    /// What may follow a number in its cell.
    pub(super) suffixes: Option<&'r Codes>,
}

/// A column that names the clock of each row.
pub(super) struct Offsets {
    /// Field, from 0.
    pub(super) field: usize,
    /// The agency's codes, and how many minutes each is ahead of UTC.
    pub(super) codes: Vec<(Vec<u8>, i32)>,
}

/// How a file writes its rows.
pub(super) struct RowPlan<'r> {
    pub(super) delimiter: u8,
    pub(super) quote: Option<u8>,
    pub(super) decimal: u8,
    /// How many fields a row has.
    pub(super) fields: usize,
    pub(super) station: StationAt,
    /// Field of the stamp, and its forms.
    pub(super) time: (usize, Vec<Pattern>),
    /// Field of the time of day, and its forms.
    pub(super) time_of_day: Option<(usize, Vec<Pattern>)>,
    /// The column of the clock's code.
    pub(super) offset: Option<Offsets>,
    pub(super) values: Vec<ValuePlan<'r>>,
    /// Field of the unit of a row.
    pub(super) unit: Option<usize>,
    /// What remarks begin with.
    pub(super) comment: Option<Vec<u8>>,
    /// What lines after the readings begin with.
    pub(super) footer: Vec<Vec<u8>>,
    /// The row of column names.
    pub(super) header: Option<Vec<u8>>,
    /// What the first line of a further export begins with.
    pub(super) section: Option<Vec<u8>>,
    /// Names of stations, where the file gives them.
    pub(super) names: BTreeMap<String, String>,
    /// What only some exports do.
    pub(super) extras: Extras,
    /// What the forms of the stamp have.
    pub(super) forms: Forms,
}

/// Why the walk ended.
pub(super) enum End<'a> {
    /// Nothing follows.
    OfFile,
    /// A further export begins with the next line.
    OfSection(Lines<'a>),
}

/// Walks the rows until the file or the export ends.
pub(super) fn walk<'a>(mut lines: Lines<'a>, plan: &RowPlan<'_>, table: &mut Table<'_>) -> End<'a> {
    let mut walk = Walk::new(plan, table, lines.end());
    let goes_on = walk.feed(&mut lines);
    walk.finish();
    if goes_on {
        End::OfSection(lines)
    } else {
        End::OfFile
    }
}

/// A walk over rows that may come in several parts. A part ends with a line and never inside quotation marks, since
/// a quoted field may go on over several lines.
pub(super) struct Walk<'w, 'r, 'f> {
    walker: Walker<'w, 'r, 'f>,
    fast: Option<Fast>,
}

impl<'w, 'r, 'f> Walk<'w, 'r, 'f> {
    /// Before the first row.
    pub(super) fn new(plan: &'w RowPlan<'r>, table: &'w mut Table<'f>, end: LineEnd) -> Self {
        Self {
            fast: Layout::of(plan, end).map(Fast::new),
            walker: Walker::new(plan, table),
        }
    }

    /// The table that is being filled.
    pub(super) fn table(&mut self) -> &mut Table<'f> {
        self.walker.table
    }

    /// After the last row: says what only all rows together show.
    pub(super) fn finish(self) {
        self.walker.finish();
    }

    /// Walks these lines; whether a further export begins with the first of those that are left.
    pub(super) fn feed(&mut self, lines: &mut Lines<'_>) -> bool {
        loop {
            if let Some(fast) = &mut self.fast {
                fast.run(&mut self.walker, lines);
            }
            let before = *lines;
            if self.walker.table.refused {
                return false;
            }
            let Some(mut line) = lines.next() else {
                return false;
            };
            if let Some(quote) = self.walker.plan.quote {
                match before.joined(
                    line,
                    (quote, self.walker.plan.delimiter),
                    self.walker.plan.fields,
                ) {
                    Joined::Line => {}
                    Joined::Lines(whole, rest) => (line, *lines) = (whole, rest),
                    Joined::Open => {
                        odd::refuse_open(line, self.walker.table);
                        return false;
                    }
                }
            }
            match self.walker.meaning(line) {
                Meaning::Row => {
                    let whole = self.walker.row(line);
                    let is_behind_blank = line.number == self.walker.blank + 1;
                    if !whole && is_behind_blank && odd::is_header(line, *lines, self.walker.plan) {
                        odd::refuse_table(line, self.walker.table);
                    }
                    if whole && let Some(fast) = &mut self.fast {
                        let len = before.rest().len() - lines.rest().len();
                        fast.learn(&self.walker, line, &before.rest()[..len]);
                    }
                }
                Meaning::Nothing => self.walker.blank = line.number,
                Meaning::Told(kind) => self.walker.tell(kind, line),
                Meaning::Section => {
                    *lines = before;
                    return true;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
