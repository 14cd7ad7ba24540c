//! Why a cell is no time.

use crate::domain::Cause;
use crate::ingest::complaints::Kind;
use crate::ingest::stamp::days_in_month;
use crate::ingest::table::{CORRECT, NO_TIME};

const fn kind(message: &'static str, hint: &'static str) -> Kind {
    Kind::error(Cause::BadTime, message, hint)
}

const NO_STAMP: Kind = Kind::error(
    Cause::BadShape,
    "the row has no date; a sum or a remark is no reading",
    "nothing needs to be done if it is a sum; else ask the agency for the date",
);
const EXCEL: Kind = kind(
    "a number stands in the place of the date, perhaps the days of an Excel sheet, which count from 1900 or from 1904",
    "say which in the profile: excel_1900 or excel_1904",
);
/// Seconds since 1970, of which the profile says nothing.
pub(in crate::ingest) const EPOCH_S: Kind = kind(
    "a number stands in the place of the date, perhaps seconds since 1970",
    "add unix_s to the patterns of the profile if it is",
);
/// Milliseconds since 1970, of which the profile says nothing.
pub(in crate::ingest) const EPOCH_MS: Kind = kind(
    "a number stands in the place of the date, perhaps milliseconds since 1970",
    "add unix_ms to the patterns of the profile if it is",
);
const PARTIAL: Kind = kind(
    "the month or day of the date is not known, so the reading has no time",
    "give the reading a date, or leave it out",
);
const RESET: Kind = kind(
    "the year is that in which the clock of a logger starts anew",
    CORRECT,
);
const CALENDAR: Kind = kind(
    "the year lies before every record; it may be of another calendar",
    "ask the agency for an export in the Gregorian calendar",
);
const DATE_ALONE: Kind = kind(
    "a date alone does not say when its day begins and ends",
    "say in the profile how the agency cuts its day, or export full times",
);
const NO_ZONE: Kind = kind(
    "the time has no offset, and the profile names no clock",
    "name the clock in the profile or in basin.toml, or export UTC",
);
const ABBREVIATION: Kind = kind(
    "the abbreviation of the clock stands for several clocks, and the profile does not say for which",
    "add it to the zones of the profile with its offset",
);
const SHORT_YEAR: Kind = kind(
    "the year has two digits, so its century is not known",
    "say in the profile from which year on they count (two_digit_years_from)",
);
const ORDER: Kind = kind(
    "the date may be day/month or month/day; only a day above 12 would tell",
    "say in the profile which comes first",
);
const WORD: Kind = kind(
    "a name of a month or another word stands in the date",
    "add the form to the patterns of the profile",
);

/// What the forms of a profile's stamps have, so that nothing is said to be missing that is not asked for.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::ingest) struct Forms {
    /// Whether every form ends in an offset.
    pub(in crate::ingest) offset: bool,
    /// Whether one of them begins with the day or the month.
    pub(in crate::ingest) year_last: bool,
    /// Whether one of them is a date alone.
    pub(in crate::ingest) date_alone: bool,
}

impl Forms {
    /// Of these patterns.
    pub(in crate::ingest) fn of(patterns: &[String]) -> Self {
        Self {
            offset: patterns.iter().all(|pattern| pattern.ends_with('z')),
            year_last: patterns
                .iter()
                .any(|pattern| pattern.starts_with(['d', 'm'])),
            date_alone: patterns.iter().any(|pattern| !pattern.contains('H')),
        }
    }
}

/// What is the matter with a cell that should hold a time.
pub(in crate::ingest) fn time(text: &str, forms: Forms) -> Kind {
    let text = text.trim();
    if text.is_empty() {
        return NO_STAMP;
    }
    if let Some(kind) = bare_number(text) {
        return kind;
    }
    let end = text
        .find(['T', 't', ' '])
        .filter(|&end| end > 0)
        .unwrap_or(text.len());
    let (date, rest) = text.split_at(end);
    let parts: Vec<&str> = date.split(['-', '/', '.']).collect();
    let numbers: Option<Vec<i64>> = parts.iter().map(|part| part.parse().ok()).collect();
    match (numbers.as_deref(), &parts[..]) {
        (Some(&[year, month]), [first, _])
            if first.len() == 4 && (1..=12).contains(&month) && year > 0 =>
        {
            PARTIAL
        }
        (Some(&[year, month, day]), [first, ..]) if first.len() == 4 => {
            with_year((year, month, day), rest, forms)
        }
        (Some(&[first, second, _]), [.., last]) => year_last((first, second, last), forms),
        (None, _) if text.chars().any(|c| c.is_ascii_digit()) && has_word(text) => WORD,
        _ => NO_TIME,
    }
}

fn has_word(text: &str) -> bool {
    text.split(|c: char| !c.is_alphabetic())
        .any(|word| word.chars().count() > 2)
}

fn bare_number(text: &str) -> Option<Kind> {
    let whole = text.split('.').next().unwrap_or_default();
    let is_number = text.chars().all(|c| c.is_ascii_digit() || c == '.');
    let number: f64 = text.parse().ok().filter(|_| is_number)?;
    match whole.len() {
        5 if (10_000.0..80_000.0).contains(&number) => Some(EXCEL),
        9 | 10 => Some(EPOCH_S),
        12 | 13 => Some(EPOCH_MS),
        _ => None,
    }
}

/// A date whose first part is the year.
fn with_year((year, month, day): (i64, i64, i64), rest: &str, forms: Forms) -> Kind {
    if month == 0 || day == 0 {
        return PARTIAL;
    }
    if year <= 1 {
        return RESET;
    }
    if year < 1600 {
        return CALENDAR;
    }
    let exists = day <= days_in_month(year, month);
    let rest = rest.trim_start_matches(['T', 't', ' ']);
    if rest.is_empty() && exists && !forms.date_alone {
        return DATE_ALONE;
    }
    let clock = rest
        .split(|c: char| !c.is_ascii_digit() && c != ':' && c != '.')
        .next()
        .unwrap_or_default();
    let parts: Vec<Option<f64>> = clock.split(':').map(|part| part.parse().ok()).collect();
    let is_time = matches!(parts[..], [Some(h), Some(m)] | [Some(h), Some(m), Some(_)] if h < 24.0 && m < 60.0)
        && parts.get(2).copied().flatten().is_none_or(|s| s < 60.0);
    let behind = rest[clock.len()..].trim();
    if !exists || !is_time {
        NO_TIME
    } else if behind.is_empty() && forms.offset {
        NO_ZONE
    } else if behind.len() > 1 && behind.chars().all(char::is_alphabetic) {
        ABBREVIATION
    } else {
        NO_TIME
    }
}

/// A date whose last part is the year.
fn year_last((first, second, year): (i64, i64, &str), forms: Forms) -> Kind {
    if year.len() == 2 {
        return SHORT_YEAR;
    }
    let is_open = (1..=12).contains(&first) && (1..=12).contains(&second);
    if is_open && !forms.year_last {
        ORDER
    } else {
        NO_TIME
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_is_no_time_says_what_it_is() {
        let tidy = Forms::of(&["yyyy-mm-ddTHH:MM:SSfz".to_owned()]);
        let german = Forms::of(&["dd.mm.yyyy HH:MM".to_owned()]);
        for (text, forms, expect) in [
            ("", tidy, NO_STAMP),
            ("2024-02-31T00:00:00Z", tidy, NO_TIME),
            ("2024-04-30T25:61:00Z", tidy, NO_TIME),
            ("2024-05-03T05:45:00+26:00", tidy, NO_TIME),
            ("2024-05-01 00:00:00", tidy, NO_ZONE),
            ("2024-05-02 00:00:00 CST", tidy, ABBREVIATION),
            ("2024-05-01", tidy, DATE_ALONE),
            ("1881-00-00", tidy, PARTIAL),
            ("2024-05", tidy, PARTIAL),
            ("0001-01-01T00:00:00Z", tidy, RESET),
            ("1403-02-01T00:00:00+03:30", tidy, CALENDAR),
            ("45413.5", tidy, EXCEL),
            ("1714521600", tidy, EPOCH_S),
            ("1714564800000", tidy, EPOCH_MS),
            ("01.05.24 00:00", tidy, SHORT_YEAR),
            ("01/02/2024 00:00 +00:00", tidy, ORDER),
            ("05/13/2024 00:00", german, NO_TIME),
            ("01.05.2024 25:00", german, NO_TIME),
            ("01.05.24 00:00", german, SHORT_YEAR),
            ("1. März 2024 00:00 +01:00", tidy, WORD),
            ("Summe", german, NO_TIME),
        ] {
            assert_eq!(time(text, forms).message, expect.message, "{text:?}");
        }
    }
}
