//! What a stamp says: an instant, a day, a month, a year, or a plain number.

use chrono::{Duration, NaiveDate, NaiveTime};

use crate::domain::Civil;

/// Which of day and month comes first where both are numbers and the year stands last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum DateOrder {
    DayFirst,
    MonthFirst,
}

/// How fine a stamp is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Year,
    Month,
    Day,
    Moment,
}

/// A stamp that was understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stamp {
    /// The first moment of what it names, on its own clock.
    pub(super) civil: Civil,
    /// How fine it is.
    pub(super) grain: Grain,
    /// Minutes ahead of UTC, where the stamp says so.
    pub(super) offset: Option<i32>,
}

impl Stamp {
    /// This day at a time of day that stands in another column.
    pub(super) fn at(self, time: &str) -> Option<Self> {
        let (clock, offset) = zone_apart(time.trim())?;
        let civil = self.civil.checked_add_signed(time_of_day(clock)?)?;
        (self.grain == Grain::Day).then_some(Self {
            civil,
            grain: Grain::Moment,
            offset,
        })
    }
}

/// Reads a date, with or without a time of day and a zone. `None` for anything else, plain numbers included.
pub(super) fn parse(text: &str, order: DateOrder) -> Option<Stamp> {
    let text = text.trim();
    if let Some(compact) = compact(text) {
        return Some(compact);
    }
    let (date, rest) = match text.find([' ', 'T', 't']) {
        // The T of October or August in "12-Oct-2002" stands behind a letter.
        Some(at)
            if text
                .as_bytes()
                .get(at.wrapping_sub(1))
                .is_some_and(u8::is_ascii_digit) =>
        {
            (&text[..at], text[at + 1..].trim())
        }
        _ => (text, ""),
    };
    let (day, grain) = date_of(date, order)?;
    if rest.is_empty() {
        return Some(Stamp {
            civil: day.and_time(NaiveTime::MIN),
            grain,
            offset: None,
        });
    }
    let (clock, offset) = zone_apart(rest)?;
    let civil = day
        .and_time(NaiveTime::MIN)
        .checked_add_signed(time_of_day(clock)?)?;
    (grain == Grain::Day).then_some(Stamp {
        civil,
        grain: Grain::Moment,
        offset,
    })
}

/// Reads a time of day, `06:30`, `6:30:00.5` or `24:00`, as the time since midnight.
pub(super) fn time_of_day(text: &str) -> Option<Duration> {
    let mut parts = text.trim().split(':');
    let hours: i64 = digits(parts.next()?, 2)?;
    let minutes: i64 = digits(parts.next()?, 2)?;
    let millis = match parts.next() {
        None => 0,
        Some(seconds) => {
            let (whole, part) = seconds.split_once(['.', ',']).unwrap_or((seconds, "0"));
            let whole: i64 = digits(whole, 2)?;
            let part: String = part.chars().chain("000".chars()).take(3).collect();
            (whole < 61).then_some(whole * 1000 + digits::<i64>(&part, 3)?)?
        }
    };
    let whole = hours < 24 || (hours == 24 && minutes == 0 && millis == 0);
    (whole && minutes < 60 && parts.next().is_none())
        .then(|| Duration::milliseconds((hours * 60 + minutes) * 60_000 + millis))
}

fn digits<T: std::str::FromStr>(text: &str, most: usize) -> Option<T> {
    let sound = (1..=most).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| text.parse().ok()).flatten()
}

/// `20020812`, `200208121530` and `20020812153000`.
fn compact(text: &str) -> Option<Stamp> {
    if !matches!(text.len(), 8 | 12 | 14) || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let day = NaiveDate::from_ymd_opt(
        digits(&text[..4], 4)?,
        digits(&text[4..6], 2)?,
        digits(&text[6..8], 2)?,
    )?;
    let (time, grain) = if text.len() == 8 {
        (NaiveTime::MIN, Grain::Day)
    } else {
        let seconds = if text.len() == 14 {
            digits(&text[12..], 2)?
        } else {
            0
        };
        let time =
            NaiveTime::from_hms_opt(digits(&text[8..10], 2)?, digits(&text[10..12], 2)?, seconds)?;
        (time, Grain::Moment)
    };
    Some(Stamp {
        civil: day.and_time(time),
        grain,
        offset: None,
    })
}

const MONTHS: [&str; 12] = [
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];

fn date_of(text: &str, order: DateOrder) -> Option<(NaiveDate, Grain)> {
    let parts: Vec<&str> = text.trim_end_matches('.').split(['-', '/', '.']).collect();
    let year = |part: &str| (part.len() == 4).then(|| digits::<i32>(part, 4)).flatten();
    let month = |part: &str| {
        digits::<u32>(part, 2).or_else(|| {
            let name = part.get(..3)?.to_ascii_lowercase();
            let place = MONTHS.iter().position(|month| *month == name)?;
            u32::try_from(place + 1).ok()
        })
    };
    match parts.as_slice() {
        [a, b, c] if a.len() == 4 => {
            let day = NaiveDate::from_ymd_opt(year(a)?, month(b)?, digits(c, 2)?)?;
            Some((day, Grain::Day))
        }
        [a, b, c] => {
            let named = b.bytes().any(|byte| byte.is_ascii_alphabetic());
            let (day, month_part) = if named || order == DateOrder::DayFirst || text.contains('.') {
                (a, b)
            } else {
                (b, a)
            };
            let day = NaiveDate::from_ymd_opt(year(c)?, month(month_part)?, digits(day, 2)?)?;
            Some((day, Grain::Day))
        }
        [a, b] => {
            let (year_part, month_part) = if a.len() == 4 { (a, b) } else { (b, a) };
            let first = NaiveDate::from_ymd_opt(year(year_part)?, month(month_part)?, 1)?;
            Some((first, Grain::Month))
        }
        _ => None,
    }
}

/// The time of day and the minutes that its clock is ahead of UTC, where a zone stands behind it.
fn zone_apart(text: &str) -> Option<(&str, Option<i32>)> {
    for utc in ["Z", "z", "UTC", "GMT"] {
        if let Some(clock) = text.strip_suffix(utc) {
            return Some((clock.trim(), Some(0)));
        }
    }
    let Some(at) = text.rfind(['+', '-', '\u{2212}']) else {
        return Some((text, None));
    };
    let sign = if text[at..].starts_with('+') { 1 } else { -1 };
    let offset = text[at..]
        .trim_start_matches(['+', '-', '\u{2212}'])
        .replace(':', "");
    let (hours, minutes) = match offset.len() {
        1 | 2 => (offset.as_str(), "0"),
        4 => offset.split_at_checked(2)?,
        _ => return None,
    };
    let minutes = digits::<i32>(hours, 2)? * 60 + digits::<i32>(minutes, 2)?;
    (minutes <= 14 * 60).then_some((
        text[..at]
            .trim()
            .trim_end_matches("UTC")
            .trim_end_matches("GMT"),
        Some(sign * minutes),
    ))
}

/// Which order the numbers of slashed dates allow: `Err(true)` when both fit.
pub(super) fn order_of<'a>(cells: impl Iterator<Item = &'a str>) -> Result<DateOrder, bool> {
    let (mut day_first, mut month_first, mut any) = (true, true, false);
    for cell in cells {
        let date = cell.trim().split([' ', 'T']).next().unwrap_or_default();
        let parts: Vec<&str> = date.split(['/', '-']).collect();
        let [a, b, c] = parts.as_slice() else {
            continue;
        };
        let (Some(a), Some(b), true) = (digits::<u32>(a, 2), digits::<u32>(b, 2), c.len() == 4)
        else {
            continue;
        };
        any = true;
        day_first &= b <= 12;
        month_first &= a <= 12;
    }
    match (any, day_first, month_first) {
        (false, ..) | (true, true, false) => Ok(DateOrder::DayFirst),
        (true, false, true) => Ok(DateOrder::MonthFirst),
        (true, true, true) => Err(true),
        (true, false, false) => Err(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Option<String> {
        let stamp = parse(text, DateOrder::DayFirst)?;
        Some(format!(
            "{} {:?} {:?}",
            stamp.civil, stamp.grain, stamp.offset
        ))
    }

    #[test]
    fn dates_moments_months_and_zones() {
        for (text, expect) in [
            ("2002-08-12", "2002-08-12 00:00:00 Day None"),
            ("20020812", "2002-08-12 00:00:00 Day None"),
            ("12.08.2002", "2002-08-12 00:00:00 Day None"),
            ("12/08/2002 06:30", "2002-08-12 06:30:00 Moment None"),
            ("12-Aug-2002", "2002-08-12 00:00:00 Day None"),
            ("12-Oct-2002", "2002-10-12 00:00:00 Day None"),
            ("2002-08", "2002-08-01 00:00:00 Month None"),
            ("08/2002", "2002-08-01 00:00:00 Month None"),
            ("2002-08-12T06:00Z", "2002-08-12 06:00:00 Moment Some(0)"),
            (
                "2002-08-12T06:00:00.250+01:00",
                "2002-08-12 06:00:00.250 Moment Some(60)",
            ),
            ("2002-08-12 06:00 UTC", "2002-08-12 06:00:00 Moment Some(0)"),
            (
                "2002-08-12 06:00 -0330",
                "2002-08-12 06:00:00 Moment Some(-210)",
            ),
            ("2002-08-12 24:00", "2002-08-13 00:00:00 Moment None"),
            ("200208121530", "2002-08-12 15:30:00 Moment None"),
        ] {
            assert_eq!(said(text).as_deref(), Some(expect), "{text}");
        }
    }

    #[test]
    fn what_is_no_stamp_is_refused() {
        for text in [
            "",
            "1990",
            "2002-13-01",
            "2002-02-30",
            "2002-08-12T25:00",
            "12",
            "x",
            "2002-08T06:00",
            "99999999",
            "2002-08-12 06",
            "é-é-é",
            "2002-08-1é",
            "\u{661}\u{661}",
        ] {
            assert_eq!(said(text), None, "{text}");
        }
    }

    #[test]
    fn slashed_dates_settle_their_order_together() {
        let order = |cells: &[&str]| order_of(cells.iter().copied());
        assert_eq!(
            order(&["01/02/2002", "13/02/2002"]),
            Ok(DateOrder::DayFirst)
        );
        assert_eq!(
            order(&["01/02/2002", "02/13/2002"]),
            Ok(DateOrder::MonthFirst)
        );
        assert_eq!(order(&["01/02/2002"]), Err(true));
        assert_eq!(order(&["2002-01-02"]), Ok(DateOrder::DayFirst));
    }
}
