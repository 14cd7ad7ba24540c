//! Patterns at fixed places: no calendar library, no string, and the day of the row before is kept.

use super::tokens::{Token, Tokens};
use super::{DAY_MS, Stamp, days_since_1970, millis_of_day, offset_minutes};

/// A pattern whose parts stand at fixed places, then perhaps a fraction of a second and an offset.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Fixed {
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

/// The date bytes of the row before and their day.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ingest) struct DateCache {
    bytes: [u8; 10],
    len: usize,
    days: i64,
}

/// Where each part stands, while the parts are being gone through.
#[derive(Default)]
struct Places {
    year: Option<usize>,
    month: Option<usize>,
    day: Option<usize>,
    hour: Option<usize>,
    minute: Option<usize>,
    second: Option<usize>,
}

/// Where the parts of a stamp at fixed places stand, for a walk that compares rows as they are.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::ingest) struct FixedPlaces {
    /// How many bytes it has before a fraction or an offset.
    pub(in crate::ingest) len: usize,
    /// Whether it has a date.
    pub(in crate::ingest) date: bool,
    /// The two digits of the day.
    pub(in crate::ingest) day: Option<usize>,
    /// Hour, minute and perhaps second.
    pub(in crate::ingest) time: Option<(usize, usize, Option<usize>)>,
    /// Bytes that stand for themselves; all others are digits.
    pub(in crate::ingest) literals: Vec<(usize, u8)>,
    /// Whether a fraction or an offset may follow.
    pub(in crate::ingest) open: bool,
}

impl Fixed {
    /// Its places.
    pub(super) fn places(&self) -> FixedPlaces {
        FixedPlaces {
            len: self.len,
            date: self.date.is_some(),
            day: self.date.map(|at| at.day),
            time: self.time.map(|at| (at.hour, at.minute, at.second)),
            literals: self.literals.clone(),
            open: self.fraction || self.offset,
        }
    }

    /// The fixed places of a pattern; `None` where a part has no fixed length.
    pub(super) fn of(tokens: &Tokens) -> Option<Self> {
        let mut places = Places::default();
        let mut literals = Vec::new();
        let (mut at, mut fraction, mut offset) = (0, false, false);
        for &token in tokens.parts() {
            let (place, width) = match token {
                Token::Year => (&mut places.year, 4),
                Token::Month { padded: true } => (&mut places.month, 2),
                Token::Day { padded: true } => (&mut places.day, 2),
                Token::Hour { padded: true } => (&mut places.hour, 2),
                Token::Minute => (&mut places.minute, 2),
                Token::Second => (&mut places.second, 2),
                Token::Literal(byte) if !fraction => {
                    literals.push((at, byte));
                    at += 1;
                    continue;
                }
                Token::Fraction => {
                    fraction = true;
                    continue;
                }
                Token::Offset => {
                    offset = true;
                    continue;
                }
                _ => return None,
            };
            if fraction {
                return None;
            }
            *place = Some(at);
            at += width;
        }
        let date = match (places.year, places.month, places.day) {
            (Some(year), Some(month), Some(day)) => Some(DateAt {
                year,
                month,
                day,
                from: year.min(month).min(day),
                to: (year + 4).max(month + 2).max(day + 2),
            }),
            (None, None, None) => None,
            _ => return None,
        };
        let time = match (places.hour, places.minute) {
            (Some(hour), Some(minute)) => Some(TimeAt {
                hour,
                minute,
                second: places.second,
            }),
            (None, None) => None,
            _ => return None,
        };
        // A date whose parts stand apart does not fit into the cache.
        if date.is_some_and(|date| date.to - date.from > 10) {
            return None;
        }
        Some(Self {
            len: at,
            date,
            time,
            literals,
            fraction,
            offset,
        })
    }

    /// Reads a stamp; `None` where the bytes have another form or name no time that exists.
    #[inline]
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
        let (of_day, leap_second) = match self.time {
            Some(at) => time_of_day(stem, at)?,
            None => (0, false),
        };
        Some(Stamp {
            millis: days * DAY_MS + of_day,
            offset,
            date_only: self.time.is_none(),
            leap_second,
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

fn time_of_day(stem: &[u8], at: TimeAt) -> Option<(i64, bool)> {
    let second = match at.second {
        Some(at) => two(stem, at)?,
        None => 0,
    };
    millis_of_day(two(stem, at.hour)?, two(stem, at.minute)?, second)
}

/// Two digits.
pub(super) fn two(bytes: &[u8], at: usize) -> Option<i64> {
    let (a, b) = (
        bytes[at].wrapping_sub(b'0'),
        bytes[at + 1].wrapping_sub(b'0'),
    );
    (a < 10 && b < 10).then(|| i64::from(a) * 10 + i64::from(b))
}
