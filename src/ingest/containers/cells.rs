//! Cells → lines parted by TAB.

use crate::domain::{Cause, Finding};
use crate::ingest::stamp;

/// Columns of a sheet; no agency is known to need more than a few hundred.
const MOST_COLUMNS: u32 = 4096;
/// Characters of all lines of a sheet.
const LONGEST: usize = 1 << 30;
/// Seconds of a day.
const DAY: i64 = 86_400;
/// Stands before a date until it is known whether its whole column holds days.
const DATE: char = '\u{1}';
/// Stands before a time of day.
const TIME: char = '\u{2}';
/// What a date at midnight ends with.
const MIDNIGHT: &str = " 00:00:00";
/// The day that serial 1 of the 1900 system means: the end of the day in a column of times.
const FIRST_DAY: &str = "1900-01-01 00:00:00";

/// Lines while cells come in, row by row and from left to right.
#[derive(Default)]
pub(super) struct Lines {
    text: String,
    row: u32,
    column: u32,
    widest: u32,
    /// For each column, what its moments are.
    moments: Vec<Moments>,
    /// Rows with a number or a moment, and the last of them.
    numbers: (usize, Option<u32>),
}

/// What the moments of a column are.
#[derive(Clone, Copy, Default)]
struct Moments {
    /// One of them has a time of day beside its date.
    instants: bool,
    /// One of them is a date, other than the first day of the 1900 system.
    dates: bool,
    /// One of them is a time of day alone.
    times: bool,
}

impl Lines {
    /// Goes to a cell, both from 0; `false` where that is not ahead, or further than a table goes.
    fn go(&mut self, row: u32, column: u32) -> Result<(), Box<Finding>> {
        let behind = row < self.row || (row == self.row && column < self.column);
        if behind || column >= MOST_COLUMNS || self.text.len() > LONGEST {
            return Err(Box::new(
                Finding::error(
                    Cause::BadShape,
                    if behind {
                        "the cells of the sheet are out of order".to_owned()
                    } else {
                        format!(
                            "the sheet has more than {MOST_COLUMNS} columns or a gibibyte of text"
                        )
                    },
                )
                .line(row.saturating_add(1))
                .column(column.saturating_add(1))
                .hint("save the sheet again, or save the part with the readings as CSV"),
            ));
        }
        while self.row < row {
            self.text.push('\n');
            self.row += 1;
            self.column = 0;
        }
        while self.column < column {
            self.text.push('\t');
            self.column += 1;
        }
        self.widest = self.widest.max(column + 1);
        Ok(())
    }

    /// A cell of words. What would part lines or cells becomes a blank, and a quotation mark at its beginning
    /// follows one, so that it quotes nothing.
    pub(super) fn words(&mut self, row: u32, column: u32, words: &str) -> Result<(), Box<Finding>> {
        let words = words.trim_matches(is_blank);
        if words.is_empty() {
            return Ok(());
        }
        self.go(row, column)?;
        if words.starts_with('"') {
            self.text.push(' ');
        }
        self.text
            .extend(words.chars().map(|it| if is_blank(it) { ' ' } else { it }));
        if words.starts_with(|it: char| it.is_ascii_digit() || "+-.,".contains(it))
            && words.contains(|it: char| it.is_ascii_digit())
        {
            self.count(row);
        }
        Ok(())
    }

    /// A cell with a number, in the fewest digits that mean this double and no other.
    pub(super) fn number(
        &mut self,
        row: u32,
        column: u32,
        number: f64,
    ) -> Result<(), Box<Finding>> {
        self.go(row, column)?;
        self.text.push_str(&number.to_string());
        self.count(row);
        Ok(())
    }

    /// A cell with a date or a time by its serial number, to the second. The day 60 of the 1900 system never was
    /// and is written as the sheet shows it, so that it is refused as a date.
    pub(super) fn serial(
        &mut self,
        row: u32,
        column: u32,
        (serial, from_1904): (f64, bool),
    ) -> Result<(), Box<Finding>> {
        let seconds = (serial * 86_400.0).round();
        // Beyond the year 9999, or before the first day: no date of a sheet.
        if !(0.0..2_958_466.0 * 86_400.0).contains(&seconds) {
            return self.words(row, column, &format!("date {serial}"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the range was asked for above"
        )]
        let seconds = seconds as i64;
        let (day, of_day) = (seconds / DAY, seconds % DAY);
        if day == 0 && !from_1904 {
            return self.moment(row, column, None, of_day);
        }
        let first = if from_1904 {
            -24_107
        } else if day > 60 {
            -25_569
        } else {
            -25_568
        };
        if day == 60 && !from_1904 {
            return self.words(row, column, "1900-02-29");
        }
        self.moment(row, column, Some(first + day), of_day)
    }

    /// A cell with a length of time in days, such as a time of day.
    pub(super) fn duration(
        &mut self,
        row: u32,
        column: u32,
        days: f64,
    ) -> Result<(), Box<Finding>> {
        let seconds = (days * 86_400.0).round();
        if !(0.0..=86_400.0).contains(&seconds) {
            return self.words(row, column, &format!("{days} days"));
        }
        #[expect(
            clippy::cast_possible_truncation,
            reason = "the range was asked for above"
        )]
        let seconds = seconds as i64;
        self.moment(row, column, None, seconds)
    }

    /// A cell with a date, in days since 1970, or a time of day in seconds, or both.
    pub(super) fn moment(
        &mut self,
        row: u32,
        column: u32,
        day: Option<i64>,
        of_day: i64,
    ) -> Result<(), Box<Finding>> {
        self.go(row, column)?;
        let at = usize::try_from(column).unwrap_or(usize::MAX);
        if self.moments.len() <= at {
            self.moments.resize(at + 1, Moments::default());
        }
        let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
        let time = format!("{hour:02}:{minute:02}:{second:02}");
        let is = &mut self.moments[at];
        match day {
            Some(day) => {
                let date = stamp::date_text(day * DAY * 1000);
                let text = format!("{} {time}", &date[..10.min(date.len())]);
                is.instants |= of_day != 0;
                is.dates |= text != FIRST_DAY;
                self.text.push(DATE);
                self.text.push_str(&text);
            }
            None => {
                is.times = true;
                self.text.push(TIME);
                self.text.push_str(&time);
            }
        }
        self.count(row);
        Ok(())
    }

    fn count(&mut self, row: u32) {
        if self.numbers.1 != Some(row) {
            self.numbers = (self.numbers.0 + 1, Some(row));
        }
    }

    /// How many rows have a cell with a number, a date or a time.
    pub(super) fn rows_with_numbers(&self) -> usize {
        self.numbers.0
    }

    /// The text: every line with the same number of cells. The dates of a column are written without a time of day
    /// when none of them has one; one at midnight among others keeps it.
    pub(super) fn finish(self) -> Result<String, Box<Finding>> {
        let widest = usize::try_from(self.widest).unwrap_or(usize::MAX);
        let rows = usize::try_from(self.row)
            .unwrap_or(usize::MAX)
            .saturating_add(1);
        if rows.saturating_mul(widest).saturating_add(self.text.len()) > LONGEST {
            return Err(Box::new(
                Finding::error(
                    Cause::BadShape,
                    "the sheet is larger than a gibibyte of text",
                )
                .hint("save the part with the readings as CSV"),
            ));
        }
        let mut text = String::with_capacity(self.text.len() + rows);
        for line in self.text.split('\n') {
            if line.is_empty() {
                text.push('\n');
                continue;
            }
            let mut cells = 0;
            for (at, cell) in line.split('\t').enumerate() {
                if at > 0 {
                    text.push('\t');
                }
                text.push_str(&self.cell(at, cell));
                cells = at + 1;
            }
            text.extend(std::iter::repeat_n('\t', widest - cells));
            text.push('\n');
        }
        Ok(text)
    }

    fn cell<'a>(&self, at: usize, cell: &'a str) -> std::borrow::Cow<'a, str> {
        let is = self.moments.get(at).copied().unwrap_or_default();
        if let Some(date) = cell.strip_prefix(DATE) {
            if is.times && !is.dates && date == FIRST_DAY {
                return "24:00:00".into();
            }
            let days = !is.instants && !is.times;
            let date = if days {
                date.strip_suffix(MIDNIGHT).unwrap_or(date)
            } else {
                date
            };
            return date.into();
        }
        cell.strip_prefix(TIME).unwrap_or(cell).into()
    }
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn serials(column: &[(f64, bool)]) -> String {
        let mut lines = Lines::default();
        for (row, serial) in column.iter().enumerate() {
            lines
                .serial(u32::try_from(row).expect("row"), 0, *serial)
                .expect("cell");
        }
        lines.finish().expect("text")
    }

    #[test]
    fn serials_are_the_dates_that_their_own_system_means() {
        // 45413 is 2024-05-01 where days count from 1900; 1904 began 1462 days later.
        for (column, expect) in [
            (&[(45413.0, false)][..], "2024-05-01\n"),
            (&[(43951.0, true)], "2024-05-01\n"),
            (&[(1.0, false)], "1900-01-01\n"),
            (
                &[(59.0, false), (60.0, false), (61.0, false)],
                "1900-02-28\n1900-02-29\n1900-03-01\n",
            ),
            (&[(0.0, true)], "1904-01-01\n"),
            (
                &[(45413.0, false), (45_413.041_666_666_664, false)],
                "2024-05-01 00:00:00\n2024-05-01 01:00:00\n",
            ),
            // Nine thousandths of a second short, as sums of fifteen minutes come to be.
            (&[(45_413.010_416_562, false)], "2024-05-01 00:15:00\n"),
            (&[(0.5, false), (1.0, false)], "12:00:00\n24:00:00\n"),
            (&[(-1.0, false)], "date -1\n"),
        ] {
            assert_eq!(serials(column), expect);
        }
    }

    #[test]
    fn a_line_is_a_row_and_a_field_a_column() {
        let mut lines = Lines::default();
        lines.words(1, 1, "\"Pegel\tA\"\n(cm)").expect("cell");
        lines.number(3, 0, 0.1 + 0.2).expect("cell");
        lines.words(3, 2, "x").expect("cell");
        assert_eq!(
            lines.finish().expect("text"),
            "\n\t \"Pegel A\" (cm)\t\n\n0.30000000000000004\t\tx\n"
        );
        let mut lines = Lines::default();
        lines.number(2, 0, 1.0).expect("cell");
        assert!(lines.number(1, 0, 1.0).is_err());
        assert!(lines.number(3, 5000, 1.0).is_err());
    }
}
