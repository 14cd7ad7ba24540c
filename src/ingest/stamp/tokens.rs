//! Patterns as tokens, and the tolerant way through them.

use super::{DAY_MS, Stamp, days_since_1970, millis_of_day, months, offset_minutes};

/// A part of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// `yyyy`
    Year,
    /// `yy`
    ShortYear,
    /// `mm`, or `m` without a leading zero
    Month { padded: bool },
    /// `mon`
    MonthName,
    /// `dd` or `d`
    Day { padded: bool },
    /// `HH` or `H`
    Hour { padded: bool },
    /// `MM`
    Minute,
    /// `SS`
    Second,
    /// `ap`: `AM` or `PM`
    HalfOfDay,
    /// `f`
    Fraction,
    /// `z`
    Offset,
    /// Every other character.
    Literal(u8),
}

const WORDS: [(&str, Token); 14] = [
    ("yyyy", Token::Year),
    ("yy", Token::ShortYear),
    ("mon", Token::MonthName),
    ("mm", Token::Month { padded: true }),
    ("m", Token::Month { padded: false }),
    ("dd", Token::Day { padded: true }),
    ("d", Token::Day { padded: false }),
    ("HH", Token::Hour { padded: true }),
    ("H", Token::Hour { padded: false }),
    ("MM", Token::Minute),
    ("SS", Token::Second),
    ("ap", Token::HalfOfDay),
    ("p", Token::HalfOfDay),
    ("f", Token::Fraction),
];

/// A pattern as its parts.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Tokens {
    parts: Vec<Token>,
    first_year: i64,
}

/// What has been read of a stamp so far.
#[derive(Default)]
struct Found {
    year: i64,
    month: i64,
    day: i64,
    hour: i64,
    minute: i64,
    second: i64,
    is_afternoon: Option<bool>,
    offset: Option<i32>,
}

impl Tokens {
    /// Reads the text of a pattern.
    pub(super) fn compile(text: &str, first_year: i64) -> Result<Self, String> {
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            if let Some((words, behind)) =
                rest.strip_prefix('\'').and_then(|it| it.split_once('\''))
            {
                parts.extend(words.bytes().map(Token::Literal));
                rest = behind;
                continue;
            }
            let known = WORDS.iter().find(|(word, _)| rest.starts_with(word));
            let (len, token) = match known {
                Some((word, token)) => (word.len(), *token),
                None if rest == "z" => (1, Token::Offset),
                None => (1, Token::Literal(rest.as_bytes()[0])),
            };
            parts.push(token);
            // Literals outside ASCII are compared byte by byte.
            let Some(next) = rest.get(len..) else {
                return Err(format!("pattern {text:?} holds a character outside ASCII"));
            };
            rest = next;
        }
        let tokens = Self { parts, first_year };
        tokens.check(text)?;
        Ok(tokens)
    }

    fn check(&self, text: &str) -> Result<(), String> {
        let count = |of: fn(&Token) -> bool| self.parts.iter().filter(|token| of(token)).count();
        let years = count(|token| matches!(token, Token::Year | Token::ShortYear));
        let months = count(|token| matches!(token, Token::Month { .. } | Token::MonthName));
        let days = count(|token| matches!(token, Token::Day { .. }));
        let hours = count(|token| matches!(token, Token::Hour { .. }));
        let (minutes, seconds) = (
            count(|token| *token == Token::Minute),
            count(|token| *token == Token::Second),
        );
        if [years, months, days, hours, minutes, seconds]
            .iter()
            .any(|n| *n > 1)
        {
            return Err(format!("pattern {text:?} says a part twice"));
        }
        if !matches!((years, months, days), (1, 1, _) | (0, 0, 0)) {
            return Err(format!("pattern {text:?} has half a date"));
        }
        if minutes > hours || seconds > minutes {
            return Err(format!("pattern {text:?} has half a time"));
        }
        if years + hours == 0 {
            return Err(format!("pattern {text:?} has neither date nor time"));
        }
        Ok(())
    }

    /// The parts in order.
    pub(super) fn parts(&self) -> &[Token] {
        &self.parts
    }

    /// Whether it has this part.
    pub(super) fn has(&self, token: Token) -> bool {
        self.parts.contains(&token)
    }

    fn has_time(&self) -> bool {
        let is_hour = |token: &Token| matches!(token, Token::Hour { .. });
        self.parts.iter().any(is_hour)
    }

    /// Reads a stamp; `None` where the bytes have another form or name no time that exists.
    pub(super) fn read(&self, bytes: &[u8]) -> Option<Stamp> {
        let mut found = Found::default();
        let mut rest = bytes;
        for (at, &token) in self.parts.iter().enumerate() {
            rest = self.take(token, at, rest, &mut found)?;
        }
        // A file that writes UTC behind its stamps says so where its pattern does not ask for it.
        match rest.trim_ascii() {
            [] => {}
            word if word.eq_ignore_ascii_case(b"UTC") => found.offset = Some(0),
            _ => return None,
        }
        self.stamp(&found)
    }

    fn stamp(&self, found: &Found) -> Option<Stamp> {
        let has_date = self.has(Token::Year) || self.has(Token::ShortYear);
        let days = if has_date {
            days_since_1970(found.year, found.month, found.day.max(self.day_unsaid()))?
        } else {
            0
        };
        let hour = match found.is_afternoon {
            None => found.hour,
            Some(_) if !(1..=12).contains(&found.hour) => return None,
            Some(is_afternoon) => found.hour % 12 + if is_afternoon { 12 } else { 0 },
        };
        let (of_day, leap_second) = millis_of_day(hour, found.minute, found.second)?;
        Some(Stamp {
            millis: days * DAY_MS + of_day,
            offset: found.offset,
            date_only: !self.has_time(),
            leap_second,
        })
    }

    /// A month without a day is stamped with its first.
    fn day_unsaid(&self) -> i64 {
        let is_day = |token: &Token| matches!(token, Token::Day { .. });
        i64::from(!self.parts.iter().any(is_day))
    }

    /// Whether the number at `at` stands between marks, so that it may lack its leading zero.
    fn is_apart(&self, at: usize) -> bool {
        let is_mark = |token: Option<&Token>| match token {
            None | Some(Token::MonthName | Token::HalfOfDay | Token::Offset | Token::Fraction) => {
                true
            }
            Some(Token::Literal(byte)) => !byte.is_ascii_digit(),
            Some(_) => false,
        };
        is_mark(at.checked_sub(1).and_then(|at| self.parts.get(at)))
            && is_mark(self.parts.get(at + 1))
    }

    /// Takes one token from the front of `bytes` and gives what is left.
    fn take<'b>(
        &self,
        token: Token,
        at: usize,
        bytes: &'b [u8],
        found: &mut Found,
    ) -> Option<&'b [u8]> {
        let least = if self.is_apart(at) { 1 } else { 2 };
        let (into, least, most) = match token {
            Token::Year => (&mut found.year, 4, 4),
            Token::ShortYear => {
                let (year, rest) = number(bytes, 2, 2)?;
                found.year = self.first_year + (year - self.first_year).rem_euclid(100);
                return Some(rest);
            }
            Token::Month { .. } => (&mut found.month, least, 2),
            Token::Day { .. } => (&mut found.day, least, 2),
            Token::Hour { .. } => (&mut found.hour, least, 2),
            Token::Minute => (&mut found.minute, 2, 2),
            Token::Second => (&mut found.second, 2, 2),
            Token::MonthName => {
                let (month, rest) = months::take(bytes)?;
                found.month = month;
                return Some(rest);
            }
            Token::HalfOfDay => return half_of_day(bytes, &mut found.is_afternoon),
            Token::Fraction => return Some(after_fraction(bytes)),
            Token::Offset => {
                found.offset = Some(offset_minutes(bytes)?);
                return Some(&[]);
            }
            Token::Literal(b' ') => {
                let blanks = bytes.iter().take_while(|byte| **byte == b' ').count();
                let next = self.parts.get(at + 1);
                let is_needless = matches!(next, Some(Token::HalfOfDay | Token::Offset));
                return (blanks > 0 || is_needless).then(|| &bytes[blanks..]);
            }
            Token::Literal(mark) => {
                let (first, rest) = bytes.split_first()?;
                let same = *first == mark || (mark == b'T' && *first == b't');
                return same.then_some(rest);
            }
        };
        let (value, rest) = number(bytes, least, most)?;
        *into = value;
        Some(rest)
    }
}

/// A number of so many digits; where the form allows less, all digits that stand there must belong to it.
fn number(bytes: &[u8], least: usize, most: usize) -> Option<(i64, &[u8])> {
    let there = bytes
        .iter()
        .take(most)
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (digits, rest) = bytes.split_at_checked(there)?;
    let value = digits
        .iter()
        .fold(0, |value, byte| value * 10 + i64::from(byte - b'0'));
    (there >= least).then_some((value, rest))
}

/// Reads over the fraction of a second, behind a point or a comma.
fn after_fraction(bytes: &[u8]) -> &[u8] {
    match bytes {
        [b'.' | b',', digits @ ..] => {
            let n = digits
                .iter()
                .take_while(|byte| byte.is_ascii_digit())
                .count();
            &digits[n..]
        }
        _ => bytes,
    }
}

/// `AM`, `pm`, `a.m.`, `p. m.`, with or without a blank before it.
fn half_of_day<'b>(bytes: &'b [u8], is_afternoon: &mut Option<bool>) -> Option<&'b [u8]> {
    let mut letters = Vec::new();
    let mut taken = 0;
    for (at, byte) in bytes.iter().enumerate() {
        match byte.to_ascii_lowercase() {
            b' ' | b'.' => {}
            letter @ (b'a' | b'p' | b'm') if letters.len() < 2 => letters.push(letter),
            _ => break,
        }
        taken = at + 1;
    }
    *is_afternoon = Some(match letters.as_slice() {
        b"am" => false,
        b"pm" => true,
        _ => return None,
    });
    Some(&bytes[taken..])
}
