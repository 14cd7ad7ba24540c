//! Stamps by pattern, straight from bytes: no calendar library, no string, and the day of the row before is kept.

const DAY_MS: i64 = 86_400_000;

/// A form of stamp: `yyyy mm dd HH MM SS` at fixed places, then `f` for an optional fraction of a second and
/// `z` for an offset. Every other character stands for itself.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Pattern {
    len: usize,
    date: Option<DateAt>,
    time: Option<TimeAt>,
    literals: Vec<(usize, u8)>,
    fraction: bool,
    offset: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct DateAt {
    year: usize,
    month: usize,
    day: usize,
    from: usize,
    to: usize,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct TimeAt {
    hour: usize,
    minute: usize,
    second: Option<usize>,
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
}

/// The date bytes of the row before and their day.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct DateCache {
    bytes: [u8; 10],
    len: usize,
    days: i64,
}

impl Pattern {
    /// Reads the text of a pattern.
    pub(super) fn compile(text: &str) -> Result<Self, String> {
        let (stem, suffix) = text.split_at(
            text.trim_end_matches('z')
                .trim_end_matches('f')
                .len()
                .min(text.len()),
        );
        let find = |token: &str| stem.find(token);
        let date = match (find("yyyy"), find("mm"), find("dd")) {
            (Some(year), Some(month), Some(day)) => Some(DateAt {
                year,
                month,
                day,
                from: year.min(month).min(day),
                to: (year + 4).max(month + 2).max(day + 2),
            }),
            (None, None, None) => None,
            _ => return Err(format!("pattern {text:?} has half a date")),
        };
        let time = match (find("HH"), find("MM"), find("SS")) {
            (Some(hour), Some(minute), second) => Some(TimeAt {
                hour,
                minute,
                second,
            }),
            (None, None, None) => None,
            _ => return Err(format!("pattern {text:?} has half a time")),
        };
        if date.is_none() && time.is_none() {
            return Err(format!("pattern {text:?} has neither date nor time"));
        }
        if date.is_some_and(|date| date.to - date.from > 10) {
            return Err(format!("pattern {text:?} scatters its date"));
        }
        let literals = stem
            .bytes()
            .enumerate()
            .filter(|(_, byte)| !b"ymdHMS".contains(byte))
            .collect();
        Ok(Self {
            len: stem.len(),
            date,
            time,
            literals,
            fraction: suffix.contains('f'),
            offset: suffix.contains('z'),
        })
    }

    /// Reads a stamp; `None` where the bytes have another form or name no time that exists.
    pub(super) fn read(&self, bytes: &[u8], cache: &mut DateCache) -> Option<Stamp> {
        let (stem, rest) = bytes.split_at_checked(self.len)?;
        if self.literals.iter().any(|&(at, byte)| stem[at] != byte) {
            return None;
        }
        let offset = self.suffix(rest)?;
        let days = match self.date {
            Some(at) => day_of(stem, at, cache)?,
            None => 0,
        };
        let of_day = match self.time {
            Some(at) => time_of_day(stem, at)?,
            None => 0,
        };
        Some(Stamp {
            millis: days * DAY_MS + of_day,
            offset,
            date_only: self.time.is_none(),
        })
    }

    /// Fraction and offset; a fraction of a second is read over. Outer `None` where they have another form.
    #[expect(
        clippy::option_option,
        reason = "no match, a match without offset, a match with one"
    )]
    fn suffix(&self, mut rest: &[u8]) -> Option<Option<i32>> {
        if self.fraction
            && let [b'.', digits @ ..] = rest
        {
            let n = digits
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            rest = &digits[n..];
        }
        if self.offset {
            offset_minutes(rest).map(Some)
        } else {
            rest.is_empty().then_some(None)
        }
    }
}

/// The first pattern of `patterns` that reads `bytes`; `last` remembers it for the next row.
pub(super) fn read_any(
    patterns: &[Pattern],
    bytes: &[u8],
    last: &mut usize,
    cache: &mut DateCache,
) -> Option<Stamp> {
    if let Some(stamp) = patterns.get(*last)?.read(bytes, cache) {
        return Some(stamp);
    }
    let (at, stamp) = patterns
        .iter()
        .enumerate()
        .find_map(|(at, pattern)| Some((at, pattern.read(bytes, cache)?)))?;
    *last = at;
    Some(stamp)
}

/// Minutes ahead of UTC of `Z`, `+HH:MM` or `-HHMM`.
pub(super) fn offset_minutes(text: &[u8]) -> Option<i32> {
    let (sign, hour, minute) = match *text {
        [b'Z' | b'z'] => return Some(0),
        [sign, a, b, b':', c, d] | [sign, a, b, c, d] => (sign, [a, b], [c, d]),
        [sign, a, b] => (sign, [a, b], [b'0', b'0']),
        _ => return None,
    };
    let minutes = two(&hour, 0)? * 60 + two(&minute, 0).filter(|minute| *minute < 60)?;
    let minutes = i32::try_from(minutes).ok().filter(|n| *n <= 14 * 60)?;
    match sign {
        b'+' => Some(minutes),
        b'-' => Some(-minutes),
        _ => None,
    }
}

fn day_of(stem: &[u8], at: DateAt, cache: &mut DateCache) -> Option<i64> {
    let date = &stem[at.from..at.to];
    if cache.len == date.len() && cache.bytes[..cache.len] == *date {
        return Some(cache.days);
    }
    let year = two(stem, at.year)? * 100 + two(stem, at.year + 2)?;
    let days = days_since_1970(year, two(stem, at.month)?, two(stem, at.day)?)?;
    cache.bytes[..date.len()].copy_from_slice(date);
    cache.len = date.len();
    cache.days = days;
    Some(days)
}

/// Milliseconds after midnight; 24:00:00 is the end of the day.
fn time_of_day(stem: &[u8], at: TimeAt) -> Option<i64> {
    let hour = two(stem, at.hour)?;
    let minute = two(stem, at.minute)?;
    let second = match at.second {
        Some(at) => two(stem, at)?,
        None => 0,
    };
    let end_of_day = hour == 24 && minute == 0 && second == 0;
    (minute < 60 && second < 60 && (hour < 24 || end_of_day))
        .then_some(((hour * 60 + minute) * 60 + second) * 1000)
}

fn two(bytes: &[u8], at: usize) -> Option<i64> {
    let (a, b) = (
        bytes[at].wrapping_sub(b'0'),
        bytes[at + 1].wrapping_sub(b'0'),
    );
    (a < 10 && b < 10).then(|| i64::from(a) * 10 + i64::from(b))
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
fn days_since_1970(year: i64, month: i64, day: i64) -> Option<i64> {
    if year < 1600 || day < 1 || day > days_in_month(year, month) {
        return None;
    }
    // Years are counted from March, so that the leap day is the last of its year.
    let shifted = if month <= 2 { year - 1 } else { year };
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    Some(shifted * 365 + shifted / 4 - shifted / 100 + shifted / 400 + of_year - 719_468)
}

/// A civil date as text, for messages.
pub(super) fn date_text(millis: i64) -> String {
    crate::domain::Instant::from_millis(millis)
        .utc()
        .format("%Y-%m-%d %H:%M")
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pattern: &str, text: &str) -> Option<(String, Option<i32>)> {
        let stamp = Pattern::compile(pattern)
            .expect("pattern")
            .read(text.as_bytes(), &mut DateCache::default())?;
        Some((date_text(stamp.millis), stamp.offset))
    }

    #[test]
    fn stamps_are_read_by_place() {
        for (pattern, text, expect) in [
            (
                "dd.mm.yyyy HH:MM:SS",
                "15.08.2002 00:00:00",
                "2002-08-15 00:00",
            ),
            ("yyyy-mm-dd HH:MM", "2024-02-29 23:45", "2024-02-29 23:45"),
            ("yyyymmdd", "19510112", "1951-01-12 00:00"),
            ("dd/mm/yyyy", "01/12/1971", "1971-12-01 00:00"),
            ("yyyy-mm-dd HH:MM", "2024-05-01 24:00", "2024-05-02 00:00"),
        ] {
            assert_eq!(
                read(pattern, text),
                Some((expect.to_owned(), None)),
                "{text}"
            );
        }
        assert_eq!(
            read("yyyy-mm-ddTHH:MM:SSfz", "2020-02-14T00:00:00.000-05:00"),
            Some(("2020-02-14 00:00".to_owned(), Some(-300)))
        );
        assert_eq!(
            read("yyyy-mm-ddTHH:MM:SSz", "2020-01-19T08:25:00-03:30").map(|it| it.1),
            Some(Some(-210))
        );
    }

    #[test]
    fn times_that_do_not_exist_are_no_times() {
        for (pattern, text) in [
            ("dd.mm.yyyy", "31.02.2024"),
            ("dd.mm.yyyy", "29.02.2023"),
            ("dd.mm.yyyy", "00.01.2023"),
            ("yyyy-mm-dd HH:MM", "2024-01-01 25:00"),
            ("yyyy-mm-dd HH:MM", "2024-01-01 24:15"),
            ("yyyy-mm-dd HH:MM", "2024-01-01 23:4x"),
            ("yyyy-mm-dd", "2024-01-01 00:00"),
            ("yyyy-mm-ddTHH:MM:SSz", "2024-01-01T00:00:00"),
            ("yyyy-mm-ddTHH:MM:SSz", "2024-01-01T00:00:00+26:00"),
            ("yyyy-mm-dd", "1881-00-00"),
        ] {
            assert_eq!(read(pattern, text), None, "{text}");
        }
    }

    #[test]
    fn the_kept_day_is_the_day_that_chrono_knows() {
        let pattern = Pattern::compile("yyyy-mm-dd").expect("pattern");
        let mut cache = DateCache::default();
        let mut date = chrono::NaiveDate::from_ymd_opt(1890, 1, 1).expect("date");
        for _ in 0..80_000 {
            let text = date.to_string();
            let stamp = pattern.read(text.as_bytes(), &mut cache).expect("stamp");
            let expect = date
                .and_time(chrono::NaiveTime::MIN)
                .and_utc()
                .timestamp_millis();
            assert_eq!(stamp.millis, expect, "{text}");
            date = date.succ_opt().expect("date");
        }
    }
}
