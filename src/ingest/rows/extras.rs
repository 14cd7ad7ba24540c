//! What only some exports do: rows that end early, dates in columns of their own, columns inside columns, marks
//! between thousands, remarks behind a number. The walk asks for each only where a profile names it.

use crate::ingest::lines::Fields;
use crate::ingest::number;
use crate::ingest::stamp::{Stamp, days_since_1970};

/// What only some exports do.
#[derive(Clone, Debug, Default)]
pub(in crate::ingest) struct Extras {
    /// Whether a row may end early.
    pub(in crate::ingest) ragged: bool,
    /// Mark between groups of three digits.
    pub(in crate::ingest) thousands: Option<char>,
    /// The date in columns of its own.
    pub(in crate::ingest) parts: Option<Parts>,
    /// Words behind a stamp that name its clock, and how many minutes each is ahead of UTC; where there are some,
    /// every stamp must have one.
    pub(in crate::ingest) zones: Vec<(Vec<u8>, i32)>,
    /// Columns that are a part of another, behind the columns of the row.
    pub(in crate::ingest) cuts: Vec<Cut>,
    /// Field of a code that says what a row measures; rows of codes that no series takes are counted.
    pub(in crate::ingest) parameter: Option<usize>,
    /// Field of the station's name.
    pub(in crate::ingest) name: Option<usize>,
}

/// Fields of the parts of a date, from 0.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Parts {
    pub(in crate::ingest) year: usize,
    pub(in crate::ingest) month: usize,
    pub(in crate::ingest) day: Option<usize>,
    pub(in crate::ingest) hour: Option<usize>,
    /// First month of a year that bears the number of the year in which it ends; 1 for calendar years.
    pub(in crate::ingest) year_begins: i64,
}

/// A column that is a part of another.
#[derive(Clone, Debug)]
pub(in crate::ingest) struct Cut {
    /// Field of the whole, from 0.
    pub(in crate::ingest) whole: usize,
    /// What it begins behind.
    pub(in crate::ingest) after: Vec<Vec<u8>>,
    /// Whether that is searched from the end.
    pub(in crate::ingest) after_last: bool,
    /// What it ends before.
    pub(in crate::ingest) until: Vec<Vec<u8>>,
}

impl Extras {
    /// Adds the fields that are parts of others.
    pub(super) fn cut(&self, line: &[u8], fields: &mut Fields) {
        for cut in &self.cuts {
            fields.cut(cut.whole, |from, to| cut.part(line, from, to));
        }
    }

    /// A stamp without the word for its clock, and the minutes that the clock is ahead of UTC.
    pub(super) fn zone<'a>(&self, text: &'a [u8]) -> Option<(&'a [u8], i32)> {
        let at = text.iter().rposition(|byte| *byte == b' ')?;
        let (_, minutes) = self
            .zones
            .iter()
            .find(|(word, _)| word.as_slice() == &text[at + 1..])?;
        Some((text[..at].trim_ascii(), *minutes))
    }

    /// A number that stands between marks of thousands.
    pub(in crate::ingest) fn grouped(&self, text: &[u8], decimal: u8) -> Option<f64> {
        number::parse(&without_groups(text, self.thousands?, decimal)?, decimal)
    }
}

impl Cut {
    fn part(&self, line: &[u8], from: usize, to: usize) -> (usize, usize) {
        let whole = &line[from..to];
        let mut begin = 0;
        if !self.after.is_empty() {
            let found = self.after.iter().find_map(|mark| {
                let at = if self.after_last {
                    memchr::memmem::rfind(whole, mark)
                } else {
                    memchr::memmem::find(whole, mark)
                };
                Some(at? + mark.len())
            });
            let Some(at) = found else {
                return (to, to);
            };
            begin = at;
        }
        let end = self
            .until
            .iter()
            .find_map(|mark| memchr::memmem::find(&whole[begin..], mark))
            .map_or(to, |at| from + begin + at);
        (from + begin, end)
    }
}

impl Parts {
    /// The stamp that the fields say; `Err` with the field that says none.
    pub(super) fn read(&self, line: &[u8], fields: &Fields) -> Result<Stamp, usize> {
        let number = |field: usize| whole(fields.get(line, field)).ok_or(field);
        let (year, month) = (number(self.year)?, number(self.month)?);
        if !(1..=12).contains(&month) {
            return Err(self.month);
        }
        let year = if self.year_begins > 1 && month >= self.year_begins {
            year - 1
        } else {
            year
        };
        let day = self.day.map_or(Ok(1), number)?;
        let days = days_since_1970(year, month, day).ok_or(self.day.unwrap_or(self.year))?;
        let hour = self.hour.map_or(Ok(0), number)?;
        if !(0..=24).contains(&hour) {
            return Err(self.hour.unwrap_or(self.year));
        }
        Ok(Stamp {
            millis: (days * 24 + hour) * 3_600_000,
            offset: None,
            date_only: self.hour.is_none() && self.day.is_some(),
            leap_second: false,
        })
    }
}

/// A whole number, perhaps written as `11.0` or `11,0` by a worksheet.
fn whole(text: &[u8]) -> Option<i64> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at_checked(digits)?;
    let is_whole = matches!(rest, [] | [b'.' | b',', b'0', ..])
        && rest.iter().skip(1).all(|byte| *byte == b'0');
    if digits.is_empty() || digits.len() > 4 || !is_whole {
        return None;
    }
    std::str::from_utf8(digits).ok()?.parse().ok()
}

/// `text` without marks between groups of exactly three digits; `None` where the groups are of another length, so
/// that a decimal mark is never taken for a mark of thousands.
fn without_groups(text: &[u8], mark: char, decimal: u8) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(text).ok()?;
    let is_mark = |letter: char| {
        letter == mark
            || (mark == ' ' && matches!(letter, '\u{a0}' | '\u{202f}'))
            || (mark == '\'' && letter == '’')
    };
    let (whole, rest) = match text.find(char::from(decimal)) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let digits = whole.trim_start_matches(['-', '+']);
    let mut groups = digits.split(is_mark);
    let first = groups.next()?;
    let all_three = groups.clone().all(|group| group.len() == 3);
    let is_grouped = groups.next().is_some() && all_three && (1..=3).contains(&first.len());
    if !is_grouped || rest.contains(is_mark) {
        return None;
    }
    let mut kept: String = whole.chars().filter(|letter| !is_mark(*letter)).collect();
    kept.push_str(rest);
    Some(kept.into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_in_groups_of_three_or_are_none() {
        let read = |text: &str, mark: char, decimal: u8| {
            let extras = Extras {
                thousands: Some(mark),
                ..Extras::default()
            };
            extras.grouped(text.as_bytes(), decimal)
        };
        assert_eq!(read("262,408", ',', b'.'), Some(262_408.0));
        assert_eq!(read("-1.234.567,5", '.', b','), Some(-1_234_567.5));
        assert_eq!(read("1 234,5", ' ', b','), Some(1234.5));
        assert_eq!(read("1\u{a0}234,5", ' ', b','), Some(1234.5));
        assert_eq!(read("1'234.5", '\'', b'.'), Some(1234.5));
        for text in [
            "12,34",
            "1,2345",
            ",123",
            "1,234.5,6",
            "1234,567",
            "1,23a",
            "1,,234",
        ] {
            assert_eq!(read(text, ',', b'.'), None, "{text}");
        }
    }

    #[test]
    fn a_year_that_begins_in_november_bears_the_number_of_the_next() {
        let read = |row: &str, year_begins: i64| {
            let mut fields = Fields::default();
            fields.split(row.as_bytes(), b',', None).expect("fields");
            let parts = Parts {
                year: 0,
                month: 1,
                day: Some(2),
                hour: None,
                year_begins,
            };
            let stamp = parts.read(row.as_bytes(), &fields);
            stamp.map(|it| crate::ingest::stamp::date_text(it.millis))
        };
        assert_eq!(read("2022,11,30", 11).as_deref(), Ok("2021-11-30 00:00"));
        assert_eq!(read("2022,10,31", 11).as_deref(), Ok("2022-10-31 00:00"));
        assert_eq!(read("2022,11.0,1", 1).as_deref(), Ok("2022-11-01 00:00"));
        assert_eq!(read("2022,13,1", 11), Err(1));
        assert_eq!(read("2022,2,30", 11), Err(2));
        assert_eq!(read("2022.5,2,3", 11), Err(0));
    }
}
