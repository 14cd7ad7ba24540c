//! Texts that are harmless in an archive and not everywhere else: control characters, marks that turn the direction
//! of writing, formulas, markup, letters that were encoded twice. They are named and stay as they are; whatever
//! writes them elsewhere must take care of them.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;

use crate::domain::Cause;
use crate::domain::odd_id::is_unseen;

use super::complaints::Kind;
use super::decode::Source;
use super::lines::{Fields, Lines};
use super::number;
use super::profile::Rules;
use super::table::Table;

/// So much of a file is looked through.
const LOOKED_AT: usize = 4 << 20;

const KEPT: &str =
    "nothing needs to be done; the text is kept as it is and escaped where it is shown or exported";

const CONTROL: Kind = Kind::note(
    Cause::BadEncoding,
    "the text holds a control character",
    KEPT,
);
const DIRECTION: Kind = Kind::note(
    Cause::BadEncoding,
    "the text holds an invisible character that may change the direction of writing",
    KEPT,
);
const FORMULA: Kind = Kind::note(
    Cause::BadShape,
    "a spreadsheet would run this text as a formula",
    KEPT,
);
const MARKUP: Kind = Kind::note(
    Cause::BadShape,
    "the text holds markup that a page would run",
    KEPT,
);
const TWICE: Kind = Kind::note(
    Cause::BadEncoding,
    "letters of this line, and perhaps of others, seem to have been encoded twice",
    "ask the agency for the export in one encoding; ids and values are not affected",
);

/// Names such texts in the first part of a file with fields.
pub(super) fn say(rules: &Rules, source: &Source<'_>, table: &mut Table<'_>) {
    let Some(delimiter) = rules.delimiter.and_then(|mark| u8::try_from(mark).ok()) else {
        return;
    };
    let text = &source.bytes[..source.bytes.len().min(LOOKED_AT)];
    if !is_suspect(text, delimiter) {
        return;
    }
    let quote = rules.quote.and_then(|mark| u8::try_from(mark).ok());
    let mut fields = Fields::default();
    let mut told_twice = false;
    for line in Lines::new(text, source.line_end) {
        if line.is_endless() || fields.split(line.bytes, delimiter, quote).is_err() {
            continue;
        }
        if !told_twice && is_encoded_twice(line.bytes) {
            told_twice = true;
            let said = table.coding.decode(line.bytes);
            table.complaints.at(TWICE, line.number, 0, &said);
        }
        for field in 0..fields.len() {
            let bytes = fields.raw(line.bytes, field);
            if let Some(kind) = odd(bytes) {
                let said = table.coding.decode(bytes);
                table.complaints.at(kind, line.number, field + 1, &said);
            }
        }
    }
}

/// Whether it is worth looking line by line: most files hold none of this.
fn is_suspect(text: &[u8], delimiter: u8) -> bool {
    let is_control = |byte: &u8| (*byte < 0x20 && !b"\t\r\n\x1a\0".contains(byte)) || *byte == 0x7f;
    let begins = |sign: u8| {
        memchr::memmem::find(text, &[delimiter, sign]).is_some()
            || memchr::memmem::find(text, &[b'"', sign]).is_some()
    };
    text.iter().any(is_control)
        || !text.is_ascii()
        || memchr::memchr3(b'<', b'{', b'&', text).is_some()
        || memchr::memmem::find(text, b"](").is_some()
        || memchr::memmem::find(text, b"]]>").is_some()
        || b"=@+-\t;".iter().any(|&sign| begins(sign))
}

/// What is odd about a field.
fn odd(bytes: &[u8]) -> Option<Kind> {
    let is_plain = bytes
        .iter()
        .all(|byte| byte.is_ascii_alphanumeric() || b" .,:_/".contains(byte));
    if is_plain || number::parse(bytes.trim_ascii(), b'.').is_some() {
        return None;
    }
    let text = String::from_utf8_lossy(bytes);
    if is_formula(&text) {
        Some(FORMULA)
    } else if text
        .chars()
        .any(|c| c.is_control() && c != '\t' && c != '\0' && c != '\u{1a}')
    {
        Some(CONTROL)
    } else if text
        .chars()
        .skip(1)
        .any(|c| is_unseen(c) && c != '\u{feff}' && !('\u{200b}'..='\u{200d}').contains(&c))
    {
        Some(DIRECTION)
    } else {
        is_markup(&text).then_some(MARKUP)
    }
}

fn is_formula(text: &str) -> bool {
    let text = text.strip_prefix(';').unwrap_or(text);
    let mut rest = text.chars();
    let begins = matches!(
        rest.next(),
        Some('=' | '+' | '-' | '@' | '\t' | '\r' | '＝' | '＋' | '－' | '＠')
    );
    let rest = rest.as_str();
    let is_number = rest
        .chars()
        .all(|c| c.is_ascii_digit() || ".,:eE ".contains(c));
    let says = rest.contains(char::is_alphanumeric);
    begins && says && !is_number && rest.contains(['(', '+', '*', '=', '!', '|', '-'])
}

fn is_markup(text: &str) -> bool {
    let opens = |c: char| c.is_ascii_alphabetic() || c == '/' || c == '!';
    let has_element = text
        .match_indices('<')
        .any(|(at, _)| text[at + 1..].starts_with(opens));
    has_element
        || text.contains("&lt;")
        || text.contains("]]>")
        || text.contains("](javascript:")
        || (text.contains("{{") && text.contains("}}"))
}

/// Whether the letters outside ASCII are those that UTF-8 bytes look like when they are read as Windows-1252.
fn is_encoded_twice(line: &[u8]) -> bool {
    if line.is_ascii() {
        return false;
    }
    let Ok(text) = std::str::from_utf8(line) else {
        return false;
    };
    let (Cow::Owned(bytes), _, false) = WINDOWS_1252.encode(text) else {
        return false;
    };
    std::str::from_utf8(&bytes).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_do_harm_elsewhere_are_known_and_plain_ones_are_not() {
        for (text, expect) in [
            ("=1+1", Some(FORMULA)),
            ("-1+1", Some(FORMULA)),
            ("@SUM(A1)", Some(FORMULA)),
            ("\t=1+1", Some(FORMULA)),
            ("＝1+1", Some(FORMULA)),
            (";=1+1", Some(FORMULA)),
            ("<script>alert(1)</script>", Some(MARKUP)),
            ("]]>", Some(MARKUP)),
            ("{{7*7}}", Some(MARKUP)),
            ("\u{1b}]0;owned\u{7}", Some(CONTROL)),
            ("safe\u{202e}txt.exe", Some(DIRECTION)),
            ("-12.5", None),
            ("+12.5", None),
            ("-", None),
            ("--", None),
            ("<0.05", None),
            ("a < b", None),
            ("2024-05-01T00:00:00+02:00", None),
            ("Győr–Štúrovo", None),
            ("Baziaș & Gruia", None),
        ] {
            assert_eq!(
                odd(text.as_bytes()).map(|it| it.message),
                expect.map(|it| it.message),
                "{text:?}"
            );
        }
        assert!(is_encoded_twice("DunÄƒrea la BaziaÈ™".as_bytes()));
        assert!(!is_encoded_twice("Dunărea la Baziaș, Lücke".as_bytes()));
        assert!(!is_encoded_twice("Lücke".as_bytes()));
    }
}
