//! The protocol's only form of a time: `2024-05-01T06:00:00+02:00`. Z is forbidden, UTC is `+00:00` or `-00:00`.

use std::fmt;

use chrono::{NaiveDate, NaiveDateTime, NaiveTime};

use crate::domain::{Clock, Instant};

/// An instant with the offset that it is written on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// The instant.
    pub at: Instant,
    /// Minutes ahead of UTC of the clock that it is written on.
    pub offset_minutes: i32,
}

impl Stamp {
    /// An instant as a clock shows it.
    pub fn new(at: Instant, clock: Clock) -> Self {
        Self {
            at,
            offset_minutes: clock.offset_minutes(at),
        }
    }

    /// Reads the form; `None` for any other, and for dates and hours that do not exist.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = text.as_bytes();
        let marks = [
            (4, b'-'),
            (7, b'-'),
            (10, b'T'),
            (13, b':'),
            (16, b':'),
            (22, b':'),
        ];
        let is_mark = |at: usize| marks.iter().any(|(place, _)| *place == at) || at == 19;
        let has_form = bytes.len() == 25
            && marks.iter().all(|(at, mark)| bytes[*at] == *mark)
            && matches!(bytes[19], b'+' | b'-')
            && (0..25).all(|at| is_mark(at) || bytes[at].is_ascii_digit());
        if !has_form {
            return None;
        }
        let two = |at: usize| u32::from(bytes[at] - b'0') * 10 + u32::from(bytes[at + 1] - b'0');
        let year = i32::try_from(two(0) * 100 + two(2)).ok()?;
        let date = NaiveDate::from_ymd_opt(year, two(5), two(8))?;
        let civil = midnight_or(two(11), two(14), two(17), date)?;
        let (hours, minutes) = (two(20), two(23));
        if minutes > 59 || hours * 60 + minutes > 14 * 60 {
            return None;
        }
        let offset = i32::try_from(hours * 60 + minutes).ok()?;
        let offset_minutes = if bytes[19] == b'-' { -offset } else { offset };
        Some(Self {
            at: Instant::from_utc(civil).plus_minutes(-i64::from(offset_minutes)),
            offset_minutes,
        })
    }

    /// Later by so many minutes, on the same offset.
    #[must_use]
    pub fn plus_minutes(self, minutes: i64) -> Self {
        Self {
            at: self.at.plus_minutes(minutes),
            ..self
        }
    }
}

/// A time of day; 24:00:00 is the midnight that ends the day.
fn midnight_or(hour: u32, minute: u32, second: u32, date: NaiveDate) -> Option<NaiveDateTime> {
    if (hour, minute, second) == (24, 0, 0) {
        return Some(date.succ_opt()?.and_time(NaiveTime::MIN));
    }
    date.and_hms_opt(hour, minute, second)
}

impl fmt::Display for Stamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let civil = self.at.plus_minutes(i64::from(self.offset_minutes)).utc();
        let sign = if self.offset_minutes < 0 { '-' } else { '+' };
        let ahead = self.offset_minutes.abs();
        write!(
            f,
            "{}{sign}{:02}:{:02}",
            civil.format("%Y-%m-%dT%H:%M:%S"),
            ahead / 60,
            ahead % 60
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_form_is_read_and_no_other() {
        let good = [
            ("2024-05-01T06:00:00+02:00", "2024-05-01T04:00:00Z"),
            ("2024-05-01T06:00:00-00:00", "2024-05-01T06:00:00Z"),
            ("2024-02-29T24:00:00-03:30", "2024-03-01T03:30:00Z"),
            ("2024-05-01T06:00:00+14:00", "2024-04-30T16:00:00Z"),
        ];
        for (text, expect) in good {
            let stamp = Stamp::parse(text).expect(text);
            assert_eq!(stamp.at.to_string(), expect, "{text}");
        }
        let bad = [
            "2024-05-01T06:00:00Z",
            "2024-05-01T06:00:00",
            "2024-05-01T06:00:00.5+02:00",
            "2024-05-01T06:00+02:00",
            "2023-02-29T06:00:00+02:00",
            "2024-05-01T25:00:00+02:00",
            "2024-05-01T06:00:00,02:00",
            "2024-05-01T06:00:00+14:30",
            "2024-05-01 06:00:00+02:00",
            "2024-05-01T06:00:00+0200",
            "٢٠٢٤-05-01T06:00+02:00",
        ];
        for text in bad {
            assert_eq!(Stamp::parse(text), None, "{text}");
        }
        for text in ["2024-05-01T06:00:00+05:45", "2024-01-01T00:00:00-03:30"] {
            assert_eq!(Stamp::parse(text).expect(text).to_string(), text);
        }
    }
}
