//! What a row says of its date.

use crate::ingest::decode::Coding;
use crate::ingest::lines::Fields;
use crate::ingest::preamble::Preamble;
use crate::ingest::profile::{ColumnRef, Counted, GridRule, YearNamed};
use crate::ingest::shapes::plan::{self, Names};
use crate::ingest::stamp::{DateCache, Pattern, date_text, days_since_1970, read_any};

use super::columns::{month, number};

const DAY_MS: i64 = 86_400_000;
const MINUTE_MS: i64 = 60_000;

/// What rows that sum up others begin with, in small letters and in the languages of agencies.
const SUMMARIES: [&str; 30] = [
    "mean", "avg", "average", "max", "máx", "min", "mín", "sum", "som", "tot", "med", "méd",
    "mittel", "moy", "śre", "suma", "nq", "mq", "hq", "nw", "mw", "hw", "ср", "мак", "мин", "мін",
    "сум", "сер", "aport", "vol",
];

/// Where the date of a row stands.
pub(super) struct DatesAt {
    counted: Counted,
    date: Option<(usize, Vec<Pattern>)>,
    year: Option<usize>,
    /// The year that the header gives.
    year_of_all: Option<Year>,
    month: Option<usize>,
    day: Option<usize>,
    begins: i64,
    named: YearNamed,
    month_one: u32,
    carry: bool,
    /// What a row begins with that gives the year for those below.
    year_row: Option<Vec<u8>>,
}

/// A year as it is written: of one number, or of two for a hydrological year.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Year {
    first: i64,
    has_second: bool,
}

/// The date of a row, as far as it is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct RowDate {
    /// Calendar year, or the one in which the hydrological year begins.
    year: i64,
    month: i64,
    day: i64,
}

/// Cells of the row above that hold for this one, and what speeds up reading dates.
#[derive(Clone, Copy, Default)]
pub(super) struct Above {
    year: Option<Year>,
    month: Option<i64>,
    day: Option<i64>,
    pattern: usize,
    cache: DateCache,
}

/// Why a row has no date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoDate {
    /// It sums up others.
    Summary,
    /// The cell of this field, from 0, is no year, month, day or date.
    Cell(usize),
}

impl DatesAt {
    /// `None` where the file has no column that the rule asks for, or its header no year.
    pub(super) fn new(
        grid: &GridRule,
        preamble: &Preamble,
        names: &Names,
        coding: &Coding,
    ) -> Option<Self> {
        let at = |column: &Option<ColumnRef>| match column {
            Some(column) => plan::field(column, names).map(Some),
            None => Some(None),
        };
        let said = grid.year_key.as_ref().and_then(|key| preamble.value(key));
        let in_line = grid.year_in_line.as_ref().map(|part| preamble.part(part));
        let year_of_all = match (said, in_line) {
            (Some(text), _) => Some(Year::read(text)?),
            (None, Some(text)) => Some(Year::read(&text?)?),
            (None, None) if grid.year_key.is_some() => return None,
            (None, None) => None,
        };
        Some(Self {
            counted: grid.columns,
            date: at(&grid.date)?.map(|field| (field, plan::patterns(&grid.patterns))),
            year: at(&grid.year)?,
            year_of_all,
            month: at(&grid.month)?,
            day: at(&grid.day)?,
            begins: i64::from(grid.year_begins),
            named: grid.year_named,
            month_one: grid.month_one,
            carry: grid.carry,
            year_row: grid.year_row.as_ref().map(|text| coding.encode(text)),
        })
    }

    /// The date of a row.
    pub(super) fn read(
        &self,
        line: &[u8],
        fields: &Fields,
        above: &mut Above,
    ) -> Result<RowDate, NoDate> {
        let get = |field: usize| fields.get(line, field);
        if let Some((field, patterns)) = &self.date {
            let stamp = read_any(patterns, get(*field), &mut above.pattern, &mut above.cache);
            let Some(stamp) = stamp else {
                return Err(no_date(get(*field), *field));
            };
            return civil(stamp.millis).ok_or(NoDate::Cell(*field));
        }
        let mut date = RowDate::default();
        if let Some(field) = self.day {
            let text = get(field);
            let day = match number_of(text) {
                None if self.carry && text.is_empty() => above.day,
                day => day.filter(|day| (1..=31).contains(day)),
            };
            date.day = day.ok_or_else(|| no_date(text, field))?;
            above.day = day;
        }
        if let Some(field) = self.month {
            let text = get(field);
            let month = match month_of(text, self.month_one) {
                None if self.carry && text.is_empty() => above.month,
                month => month,
            };
            date.month = month.ok_or_else(|| no_date(text, field))?;
            above.month = month;
        }
        let (year, field) = self.year(get, above)?;
        date.year = self.begin(year).ok_or(NoDate::Cell(field))?;
        Ok(date)
    }

    fn year<'a>(
        &self,
        get: impl Fn(usize) -> &'a [u8],
        above: &mut Above,
    ) -> Result<(Year, usize), NoDate> {
        let Some(field) = self.year else {
            let year = self.year_of_all.or(above.year);
            return year.map(|year| (year, 0)).ok_or(NoDate::Cell(0));
        };
        let text = get(field);
        let read = std::str::from_utf8(text).ok().and_then(Year::read);
        let year = if read.is_none() && self.carry && text.is_empty() {
            above.year
        } else {
            read
        };
        above.year = year;
        Ok((year.ok_or_else(|| no_date(text, field))?, field))
    }

    /// The calendar year, or the one in which a hydrological year begins.
    fn begin(&self, year: Year) -> Option<i64> {
        match (self.begins, year.has_second, self.named) {
            (1, false, _) | (_, false, YearNamed::Begins) => Some(year.first),
            // Two years where the calendar's are counted: nobody says which.
            (1, true, _) => None,
            (_, true, _) => Some(year.first),
            (_, false, YearNamed::Ends) => Some(year.first - 1),
        }
    }

    /// Whether a row gives the year for those below and nothing else; remembers it.
    pub(super) fn is_year(&self, line: &[u8], fields: &Fields, above: &mut Above) -> bool {
        let Some(begins) = &self.year_row else {
            return false;
        };
        let mut others = fields.iter(line).skip(1);
        let text = fields.get(line, 0).strip_prefix(begins.as_slice());
        let year = text
            .filter(|_| others.all(<[u8]>::is_empty))
            .and_then(|text| {
                let digits = text
                    .trim_ascii()
                    .iter()
                    .take_while(|byte| byte.is_ascii_graphic());
                let text = text.trim_ascii().get(..digits.count())?;
                Year::read(std::str::from_utf8(text).ok()?)
            });
        above.year = year.or(above.year);
        year.is_some()
    }

    /// Milliseconds of a value of the row, as if the civil time were UTC; `None` for a day that does not exist.
    pub(super) fn time(&self, date: RowDate, number: i64) -> Option<i64> {
        let day_of = |month: i64, day: i64| {
            // The months before the one in which a hydrological year begins are those of the next calendar year.
            let year = date.year + i64::from(self.date.is_none() && month < self.begins);
            days_since_1970(year, month, day).map(|days| days * DAY_MS)
        };
        match self.counted {
            Counted::Days => day_of(date.month, number),
            Counted::Hours => Some(day_of(date.month, date.day)? + number * MINUTE_MS),
            Counted::Months => day_of(number, if self.day.is_some() { date.day } else { 1 }),
        }
    }

    /// The same for all values of a row at once.
    pub(super) fn times(&self, date: RowDate, numbers: &[i64], times: &mut [Option<i64>]) {
        let mut first = None;
        for (time, &number) in times.iter_mut().zip(numbers) {
            // The days of a month that has 28 of them follow one another.
            *time = match (self.counted, first) {
                (Counted::Days, Some((one, of_one))) if (one..=28).contains(&number) => {
                    Some(of_one + (number - one) * DAY_MS)
                }
                _ => self.time(date, number),
            };
            if number > 0 && first.is_none() {
                first = time.map(|time| (number, time));
            }
        }
    }

    /// The fields that give the date of a row.
    pub(super) fn fields(&self) -> impl Iterator<Item = usize> {
        let date = self.date.as_ref().map(|(field, _)| *field);
        [date, self.year, self.month, self.day]
            .into_iter()
            .flatten()
    }

    /// Whether the date of a row exists: for hours, the 31 of April does not.
    pub(super) fn exists(&self, date: RowDate) -> bool {
        self.counted != Counted::Hours || self.time(date, 0).is_some()
    }

    /// The field that names the date best, from 0.
    pub(super) fn field(&self) -> usize {
        let of_date = self.date.as_ref().map(|(field, _)| *field);
        of_date
            .or(self.day)
            .or(self.month)
            .or(self.year)
            .unwrap_or(0)
    }
}

impl Year {
    /// `2020`, `2020-2021`, `2020/21` or `2020-21`.
    fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        let year = |text: &str| number(text).filter(|year| (1600..3000).contains(year));
        let Some((first, second)) = text.split_once(['-', '/', '\u{2013}']) else {
            return year(text).map(|first| Self {
                first,
                has_second: false,
            });
        };
        let (first, second) = (year(first.trim())?, second.trim());
        let follows = match second.len() {
            4 => number(second)? == first + 1,
            2 => number(second)? == (first + 1) % 100,
            _ => false,
        };
        follows.then_some(Self {
            first,
            has_second: true,
        })
    }
}

/// The year that a text gives, the first of two for a hydrological year.
pub(in crate::ingest) fn year(text: &str) -> Option<i64> {
    Year::read(text).map(|year| year.first)
}

/// A number, perhaps with a word behind it that is no digit: `1`, `01`, `1日`.
fn number_of(text: &[u8]) -> Option<i64> {
    let digits = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (digits, rest) = text.split_at(digits);
    let is_word = rest.iter().all(|byte| !byte.is_ascii());
    std::str::from_utf8(digits)
        .ok()
        .filter(|_| is_word)
        .and_then(number)
}

fn month_of(text: &[u8], one: u32) -> Option<i64> {
    month(text, one).or_else(|| {
        let number = number_of(text)?;
        month(number.to_string().as_bytes(), one)
    })
}

fn no_date(text: &[u8], field: usize) -> NoDate {
    let words = String::from_utf8_lossy(text).to_lowercase();
    if SUMMARIES.iter().any(|begin| words.starts_with(begin)) {
        NoDate::Summary
    } else {
        NoDate::Cell(field)
    }
}

/// Year, month and day of a civil time.
fn civil(millis: i64) -> Option<RowDate> {
    let text = date_text(millis);
    let mut parts = text.get(..10)?.split('-').map(number);
    let mut next = || parts.next().flatten();
    Some(RowDate {
        year: next()?,
        month: next()?,
        day: next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_of_two_numbers_must_follow_one_another() {
        let year = |first, has_second| Some(Year { first, has_second });
        for (text, expect) in [
            ("2020", year(2020, false)),
            ("2020-2021", year(2020, true)),
            ("2020/21", year(2020, true)),
            ("1999-00", year(1999, true)),
            ("2020 - 2021", year(2020, true)),
            ("2020-2022", None),
            ("20-21", None),
            ("12", None),
            ("", None),
        ] {
            assert_eq!(Year::read(text), expect, "{text}");
        }
    }

    #[test]
    fn a_day_may_have_a_word_behind_it() {
        assert_eq!(number_of("1日".as_bytes()), Some(1));
        assert_eq!(number_of(b"07"), Some(7));
        assert_eq!(number_of(b"1O"), None);
        assert_eq!(number_of(b""), None);
        assert_eq!(month_of("12月".as_bytes(), 1), Some(12));
    }
}
