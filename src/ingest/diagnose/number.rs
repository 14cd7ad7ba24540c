//! Why a cell is no number.

use crate::domain::Cause;
use crate::ingest::complaints::Kind;
use crate::ingest::table::{CORRECT, NO_NUMBER};

const fn kind(message: &'static str, hint: &'static str) -> Kind {
    Kind::error(Cause::BadNumber, message, hint)
}

const MARK_OF_ORDER: Kind = kind(
    "the cell holds a byte-order mark (U+FEFF), as where two files were joined, and is no number",
    CORRECT,
);
const NUL: Kind = kind("the cell holds a NUL byte and is no number", CORRECT);
const NOT_FINITE: Kind = kind("the number is not finite", CORRECT);
const SHEET: Kind = kind(
    "a spreadsheet has written its error in the place of the number",
    CORRECT,
);
const SCRIPT: Kind = kind(
    "the number has digits of another script; only 0 to 9 are read",
    CORRECT,
);
const DATE: Kind = kind(
    "the cell looks like a date or a time, as where a spreadsheet has turned a number into one",
    "format the column as text or number in the spreadsheet and export again",
);
const QUALIFIED: Kind = kind(
    "the value is qualified (a limit, an estimate, ice), and the profile does not say what that means",
    "add the sign or word to the profile: to missing_flags, or to the list of suffixes of the series",
);
const UNIT: Kind = kind(
    "the cell holds a unit or words beside the number",
    "let the export write the number alone, or add the text to the suffixes of the profile",
);
/// The mark in the number is not the decimal mark of the profile.
pub(in crate::ingest) const OTHER_MARK: Kind = kind(
    "the mark in the number may be a decimal mark or one of thousands, and the decimal mark of the profile is another",
    "name the decimal mark, and the mark of thousands if there is one, in the profile",
);
/// Marks of thousands before the decimal mark of the profile.
pub(in crate::ingest) const GROUPED: Kind = kind(
    "the number has marks of thousands that the profile does not name",
    "add thousands to the profile",
);

/// Words that agencies write in the place of a value that ice or a fault has spoilt.
const WORDS: [&str; 10] = [
    "ice", "ssn", "eqp", "bkw", "mnt", "rat", "est", "fld", "dis", "dry",
];

/// What is the matter with a cell that should hold a number.
pub(in crate::ingest) fn number(text: &str, decimal: u8) -> Kind {
    let text = text.trim();
    let lower = text.to_ascii_lowercase();
    let bare = lower.trim_start_matches(['+', '-']);
    if text.contains('\u{feff}') {
        MARK_OF_ORDER
    } else if text.contains('\0') {
        NUL
    } else if matches!(bare, "nan" | "inf" | "infinity") || is_endless(bare, decimal) {
        NOT_FINITE
    } else if text.starts_with('#') {
        SHEET
    } else if text.chars().any(is_foreign_digit) {
        SCRIPT
    } else if is_date(bare) {
        DATE
    } else if is_qualified(bare, decimal) {
        QUALIFIED
    } else if let Some(kind) = marks(bare, char::from(decimal)) {
        kind
    } else if has_unit(bare) {
        UNIT
    } else {
        NO_NUMBER
    }
}

/// Whether it is written like a number, but larger than any.
fn is_endless(text: &str, decimal: u8) -> bool {
    let is_written_so =
        |c: char| c.is_ascii_digit() || c == char::from(decimal) || "e+-".contains(c);
    text.starts_with(|c: char| c.is_ascii_digit())
        && text.chars().all(is_written_so)
        && text
            .replace(char::from(decimal), ".")
            .parse::<f64>()
            .is_ok_and(f64::is_infinite)
}

/// Digits of the scripts that exports have been seen in, or full-width ones.
fn is_foreign_digit(c: char) -> bool {
    matches!(c,
        '\u{660}'..='\u{669}' | '\u{6f0}'..='\u{6f9}' | '\u{966}'..='\u{96f}' | '\u{9e6}'..='\u{9ef}'
        | '\u{a66}'..='\u{a6f}' | '\u{e50}'..='\u{e59}' | '\u{1040}'..='\u{1049}' | '\u{17e0}'..='\u{17e9}'
        | '\u{ff10}'..='\u{ff19}')
}

fn is_date(text: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    ];
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let clock: Vec<&str> = text.split(':').collect();
    if (2..=3).contains(&clock.len()) && clock.iter().all(|part| is_digits(part)) {
        return true;
    }
    let parts: Vec<&str> = text.split(['-', '.', '/', ' ']).collect();
    let is_month = |part: &&str| MONTHS.iter().any(|month| part.starts_with(month));
    match parts[..] {
        [year, month, day] if [year, month, day].iter().all(|part| is_digits(part)) => {
            text.contains(['-', '/']) && [year, day].iter().any(|part| part.len() == 4)
        }
        [_, _] | [_, _, _] => {
            parts.iter().any(is_month) && parts.iter().all(|part| is_month(part) || is_digits(part))
        }
        _ => false,
    }
}

/// A limit, a word of the agency, or one letter that follows the number at once.
fn is_qualified(text: &str, decimal: u8) -> bool {
    let is_mark = |c: char| c.is_ascii_digit() || c == char::from(decimal);
    let rest = text.trim_start_matches(is_mark);
    let has_letter = rest.len() < text.len()
        && rest.len() == 1
        && rest.starts_with(|c: char| c.is_ascii_alphabetic() && c != 'm' || c == '*');
    text.starts_with(['<', '>', '~', '≤', '≥']) || has_letter || WORDS.contains(&text)
}

/// A number with marks that are not the profile's.
fn marks(text: &str, decimal: char) -> Option<Kind> {
    let is_mark = |c: char| matches!(c, '.' | ',' | '\'' | ' ' | '\u{a0}' | '\u{202f}' | '’');
    let is_number = text.starts_with(|c: char| c.is_ascii_digit())
        && text.ends_with(|c: char| c.is_ascii_digit())
        && text.chars().all(|c| c.is_ascii_digit() || is_mark(c));
    if !is_number {
        return None;
    }
    let last = text.chars().rfind(|c| is_mark(*c))?;
    let others = text
        .chars()
        .filter(|c| is_mark(*c) && *c != decimal)
        .count();
    match (last == decimal, others) {
        // Marks of the profile alone, and too many of them.
        (true, 0) => None,
        (true, _) => Some(GROUPED),
        (false, 1) => Some(OTHER_MARK),
        (false, _) if text.contains(decimal) => Some(OTHER_MARK),
        (false, _) => Some(GROUPED),
    }
}

/// Whether something follows a number that is none of it.
fn has_unit(text: &str) -> bool {
    const UNITS: [&str; 12] = [
        "m3", "m³", "m^3", "ft", "l/s", "cfs", "cumec", "cm", "mm", "hm", "%", "°",
    ];
    let rest = text.trim_start_matches(|c: char| c.is_ascii_digit() || ".,".contains(c));
    let is_apart = rest.starts_with([' ', '\u{a0}']) && rest.chars().any(char::is_alphabetic);
    let is_unit = rest == "m" || UNITS.iter().any(|unit| rest.starts_with(unit));
    rest.len() < text.len() && (is_apart || is_unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_that_is_no_number_says_what_it_is() {
        for (text, expect) in [
            ("31\u{feff}45.2", MARK_OF_ORDER),
            ("31\u{0}45.2", NUL),
            ("NaN", NOT_FINITE),
            ("-Infinity", NOT_FINITE),
            ("1e999", NOT_FINITE),
            ("#REF!", SHEET),
            ("########", SHEET),
            ("٣١٤٥", SCRIPT),
            ("３１４５", SCRIPT),
            ("3-Jan", DATE),
            ("01.May", DATE),
            ("2024-05-01", DATE),
            ("12:30", DATE),
            ("<0.05", QUALIFIED),
            ("12.5e", QUALIFIED),
            ("Ice", QUALIFIED),
            ("3100 m3/s", UNIT),
            ("3100m³/s", UNIT),
            ("85%", UNIT),
            ("3.1 tis.", UNIT),
            ("3,145", OTHER_MARK),
            ("1.234,5", OTHER_MARK),
            ("1,234.5", GROUPED),
            ("1,234,567", GROUPED),
            ("12.5.1", NO_NUMBER),
            ("0x1F", NO_NUMBER),
            ("1_000", NO_NUMBER),
            ("--12", NO_NUMBER),
            ("n/a", NO_NUMBER),
            ("-", NO_NUMBER),
            ("", NO_NUMBER),
            ("žádná data", NO_NUMBER),
        ] {
            assert_eq!(number(text, b'.').message, expect.message, "{text:?}");
        }
    }
}
