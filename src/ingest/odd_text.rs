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
    let mut fine = Fine::of(delimiter, quote);
    for line in Lines::new(text, source.line_end) {
        if fine.holds(line.bytes)
            || line.is_endless()
            || fields.split(line.bytes, delimiter, quote).is_err()
        {
            continue;
        }
        let mut is_fine = true;
        if !told_twice && is_encoded_twice(line.bytes) {
            (told_twice, is_fine) = (true, false);
            let said = table.coding.decode(line.bytes);
            table.complaints.at(TWICE, line.number, 0, &said);
        }
        for field in 0..fields.len() {
            let bytes = fields.raw(line.bytes, field);
            if let Some(kind) = odd(bytes) {
                is_fine = false;
                let said = table.coding.decode(bytes);
                table.complaints.at(kind, line.number, field + 1, &said);
            }
        }
        if is_fine {
            fine.learn(line.bytes);
        }
    }
}

/// Fields of which nothing had to be said: most lines of a file hold no others.
struct Fine {
    delimiter: u8,
    /// Bytes that no field is odd for.
    is_plain: [bool; 256],
    known: Vec<Vec<u8>>,
}

impl Fine {
    /// So many are known at once.
    const MOST: usize = 12;

    /// A field with the mark of quotation is never among them: where it ends is not seen by its bytes.
    fn of(delimiter: u8, quote: Option<u8>) -> Self {
        let mut is_plain = [false; 256];
        for byte in 0..=u8::MAX {
            let plain = is_plain_byte(byte) || byte == delimiter;
            is_plain[usize::from(byte)] = plain && Some(byte) != quote && byte != b'"';
        }
        Self {
            delimiter,
            is_plain,
            known: Vec::new(),
        }
    }

    /// Whether the line holds plain fields and known ones alone.
    fn holds(&self, line: &[u8]) -> bool {
        self.first_other(line).is_none()
    }

    /// The first field that is neither plain nor known.
    fn first_other<'l>(&self, line: &'l [u8]) -> Option<&'l [u8]> {
        let mut rest = line;
        loop {
            let odd = rest
                .iter()
                .position(|byte| !self.is_plain[usize::from(*byte)])?;
            let from = memchr::memrchr(self.delimiter, &rest[..odd]).map_or(0, |at| at + 1);
            let to = memchr::memchr(self.delimiter, &rest[odd..]).map_or(rest.len(), |at| odd + at);
            let field = &rest[from..to];
            if !self.known.iter().any(|known| known == field) {
                return Some(field);
            }
            rest = &rest[to..];
        }
    }

    /// Remembers a field of a line that was looked through and found fine.
    fn learn(&mut self, line: &[u8]) {
        let Some(field) = self.first_other(line) else {
            return;
        };
        if field.contains(&b'"') || field.is_empty() || field.first() == Some(&b'-') {
            return;
        }
        if self.known.len() == Self::MOST {
            self.known.remove(0);
        }
        self.known.push(field.to_vec());
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

fn is_plain_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b" .,:_/".contains(&byte)
}

/// What is odd about a field.
fn odd(bytes: &[u8]) -> Option<Kind> {
    let is_plain = bytes.iter().copied().all(is_plain_byte);
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
