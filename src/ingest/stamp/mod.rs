//! Stamps by pattern, straight from bytes. The forms of most exports stand at fixed places and cost a few
//! comparisons ([`fixed`]); what differs from its pattern by a missing zero or another spelling of the offset, and
//! forms with names of months, are read token by token ([`tokens`]).

mod fixed;
mod months;
mod tokens;

use chrono::Datelike as _;

use fixed::Fixed;
pub(super) use fixed::{DateCache, FixedPlaces};
use tokens::{Token, Tokens};

const DAY_MS: i64 = 86_400_000;

/// Days from 1899-12-30 to 1970-01-01: what Excel counts from, were it not for a leap day in 1900 that never was.
const EXCEL_1900: i64 = 25_569;
/// Days from 1904-01-01 to 1970-01-01: what Excel on a Macintosh counted from.
const EXCEL_1904: i64 = 24_107;

/// A form of stamp; see [`TimeRule`](super::profile::TimeRule) for how it is written.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern(Form);

#[derive(Clone, Debug, PartialEq)]
enum Form {
    /// Date and time; most stand at fixed places.
    Civil(Option<Fixed>, Tokens),
    /// So many milliseconds each since 1970 UTC.
    Unix(f64),
    /// Days of a worksheet; the number of 1970-01-01.
    Excel(i64),
}

/// What a stamp says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// Milliseconds since 1970 of the civil time as if it were UTC; of the time of day alone where the
    /// pattern has no date.
    pub(super) millis: i64,
    /// Minutes ahead of UTC, where the stamp says so.
    pub(super) offset: Option<i32>,
    /// Whether there is a date and no time of day.
    pub(super) date_only: bool,
    /// Whether it names a leap second; the second after it stands in its place.
    pub(super) leap_second: bool,
}

impl Pattern {
    /// Reads the text of a pattern. Years of two digits are read from 1950 on.
    pub(super) fn compile(text: &str) -> Result<Self, String> {
        Self::compile_from(text, None)
    }

    /// Reads the text of a pattern; `first_year` is the first year that a year of two digits can mean.
    pub(super) fn compile_from(text: &str, first_year: Option<i32>) -> Result<Self, String> {
        Ok(Self(match text {
            "unix_s" => Form::Unix(1000.0),
            "unix_ms" => Form::Unix(1.0),
            "excel_1900" => Form::Excel(EXCEL_1900),
            "excel_1904" => Form::Excel(EXCEL_1904),
            _ => {
                let tokens = Tokens::compile(text, i64::from(first_year.unwrap_or(1950)))?;
                Form::Civil(Fixed::of(&tokens), tokens)
            }
        }))
    }

    /// Where its parts stand; `None` where that differs from stamp to stamp.
    pub(super) fn places(&self) -> Option<FixedPlaces> {
        match &self.0 {
            Form::Civil(fixed, _) => fixed.as_ref().map(Fixed::places),
            Form::Unix(_) | Form::Excel(_) => None,
        }
    }

    /// Whether its years have two digits.
    pub(super) fn has_short_year(&self) -> bool {
        matches!(&self.0, Form::Civil(_, tokens) if tokens.has(Token::ShortYear))
    }

    /// Reads a stamp; `None` where the bytes have another form or name no time that exists.
    pub(super) fn read(&self, bytes: &[u8], cache: &mut DateCache) -> Option<Stamp> {
        self.strict(bytes, cache).or_else(|| self.tolerant(bytes))
    }

    /// As the pattern writes it.
    #[inline]
    fn strict(&self, bytes: &[u8], cache: &mut DateCache) -> Option<Stamp> {
        match &self.0 {
            Form::Civil(Some(fixed), _) => fixed.read(bytes, cache),
            Form::Civil(None, _) | Form::Unix(_) | Form::Excel(_) => None,
        }
    }

    /// With the liberties that exports take: numbers without a leading zero, an offset in another spelling.
    fn tolerant(&self, bytes: &[u8]) -> Option<Stamp> {
        match &self.0 {
            Form::Civil(_, tokens) => tokens.read(bytes),
            Form::Unix(unit) => unix(bytes, *unit),
            Form::Excel(zero) => excel(bytes, *zero),
        }
    }
}

/// The first pattern of `patterns` that reads `bytes`; `last` remembers it for the next row.
#[inline]
pub(super) fn read_any(
    patterns: &[Pattern],
    bytes: &[u8],
    last: &mut usize,
    cache: &mut DateCache,
) -> Option<Stamp> {
    if let Some(stamp) = patterns.get(*last)?.strict(bytes, cache) {
        return Some(stamp);
    }
    read_otherwise(patterns, bytes, last, cache)
}

#[inline(never)]
fn read_otherwise(
    patterns: &[Pattern],
    bytes: &[u8],
    last: &mut usize,
    cache: &mut DateCache,
) -> Option<Stamp> {
    let found = |(at, stamp): (usize, Option<Stamp>)| Some((at, stamp?));
    let (at, stamp) = patterns
        .iter()
        .enumerate()
        .find_map(|(at, pattern)| found((at, pattern.strict(bytes, cache))))
        .or_else(|| Some((*last, patterns[*last].tolerant(bytes)?)))
        .or_else(|| {
            patterns
                .iter()
                .enumerate()
                .find_map(|(at, pattern)| found((at, pattern.tolerant(bytes))))
        })?;
    *last = at;
    Some(stamp)
}

/// Minutes ahead of UTC of `Z`, `UTC`, `GMT`, `+HH:MM`, `-HHMM`, `+HH` or `UTC+H`.
pub(super) fn offset_minutes(text: &[u8]) -> Option<i32> {
    let text = text.trim_ascii();
    let of_name = |name: &[u8]| {
        let (head, rest) = text.split_at_checked(3)?;
        head.eq_ignore_ascii_case(name).then(|| rest.trim_ascii())
    };
    let rest = match of_name(b"UTC").or_else(|| of_name(b"GMT")) {
        Some([]) => return Some(0),
        Some(rest) => rest,
        None if text.eq_ignore_ascii_case(b"Z") => return Some(0),
        None => text,
    };
    let (hour, minute) = match *rest {
        [_, a, b, b':', c, d] | [_, a, b, c, d] => ([a, b], [c, d]),
        [_, a, b] => ([a, b], [b'0', b'0']),
        [_, b] => ([b'0', b], [b'0', b'0']),
        _ => return None,
    };
    let minutes =
        fixed::two(&hour, 0)? * 60 + fixed::two(&minute, 0).filter(|minute| *minute < 60)?;
    let minutes = i32::try_from(minutes).ok().filter(|n| *n <= 14 * 60)?;
    match rest.first()? {
        b'+' => Some(minutes),
        b'-' => Some(-minutes),
        _ => None,
    }
}

/// A count since 1970 UTC, whole or with a fraction.
fn unix(bytes: &[u8], unit: f64) -> Option<Stamp> {
    let count: f64 = std::str::from_utf8(bytes).ok()?.parse().ok()?;
    let millis = (count * unit).round();
    // A count outside 1600 to 2400 is another number.
    (bytes.first()?.is_ascii_digit() || bytes.first() == Some(&b'-'))
        .then_some(millis)
        .filter(|millis| (-1.17e13..1.36e13).contains(millis))
        .map(|millis| Stamp {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the range was just checked"
            )]
            millis: millis as i64,
            offset: Some(0),
            date_only: false,
            leap_second: false,
        })
}

/// A day number of a worksheet, to the second, since a fraction of a day is never exact. The first sixty days of
/// 1900 are one off in the worksheet and stand for no date here.
fn excel(bytes: &[u8], zero: i64) -> Option<Stamp> {
    let text = std::str::from_utf8(bytes).ok()?.replace(',', ".");
    let whole = text
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let days: f64 = text.parse().ok().filter(|_| whole)?;
    let least = if zero == EXCEL_1900 { 61.0 } else { 0.0 };
    #[expect(
        clippy::cast_possible_truncation,
        reason = "a worksheet ends with the year 9999"
    )]
    let seconds = (least..2_958_466.0)
        .contains(&days)
        .then(|| (days * 86_400.0).round() as i64)?;
    Some(Stamp {
        millis: seconds * 1000 - zero * DAY_MS,
        offset: None,
        date_only: false,
        leap_second: false,
    })
}

/// The month, from 1, that a name or its abbreviation means, in whatever language.
pub(super) fn month_of_name(name: &[u8]) -> Option<i64> {
    months::take(name).and_then(|(month, rest)| rest.is_empty().then_some(month))
}

/// Number of days of a month; 0 for a month that does not exist.
pub(super) fn days_in_month(year: i64, month: i64) -> i64 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// Days from 1970-01-01 of a Gregorian date; `None` where the date does not exist or lies before 1600.
pub(super) fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    if year < 1600 || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    // Years are counted from March, so that the leap day is the last of its year.
    let shifted = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + of_year - 719_468)
}

/// Day of the month, and days of the month, of a day counted from 1970.
pub(super) fn day_and_length_of_month(days: i64) -> (i64, i64) {
    let date = crate::domain::Instant::from_millis(days * DAY_MS)
        .utc()
        .date();
    let length = days_in_month(i64::from(date.year()), i64::from(date.month()));
    (i64::from(date.day()), length)
}

/// Milliseconds after midnight, and whether it is a leap second; 24:00:00 is the end of the day.
fn millis_of_day(hour: i64, minute: i64, second: i64) -> Option<(i64, bool)> {
    let end_of_day = hour == 24 && minute == 0 && second == 0;
    // Leap seconds end an hour of UTC; some clocks are half an hour off.
    let leap_second = second == 60 && (minute == 59 || minute == 29);
    (minute < 60 && (second < 60 || leap_second) && (hour < 24 || end_of_day))
        .then_some((((hour * 60 + minute) * 60 + second) * 1000, leap_second))
}

/// A civil date as text, for messages.
pub(super) fn date_text(millis: i64) -> String {
    crate::domain::Instant::from_millis(millis)
        .utc()
        .format("%Y-%m-%d %H:%M")
        .to_string()
}

#[cfg(test)]
mod tests;
