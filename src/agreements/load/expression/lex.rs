//! Words, numbers and signs of an expression.

use super::Fault;
use crate::agreements::load::unit;
use crate::domain::agreement::measure::AgreementUnit;

/// One piece of an expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Token {
    /// A number, with the unit that stands behind it.
    Number(f64, Option<AgreementUnit>),
    /// An id, or an id and a party's: `shares.BB`.
    Name(String),
    /// A text in quotes.
    Text(String),
    /// A sign.
    Sign(&'static str),
}

/// A piece with its place: bytes of the expression.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    pub(super) token: Token,
    pub(super) at: usize,
    pub(super) end: usize,
}

/// Signs as they may be written, and as they are read; longer ones first.
const SIGNS: [(&str, &str); 19] = [
    ("<=", "<="),
    (">=", ">="),
    ("!=", "!="),
    ("==", "="),
    ("≤", "<="),
    ("≥", ">="),
    ("≠", "!="),
    ("×", "*"),
    ("÷", "/"),
    ("<", "<"),
    (">", ">"),
    ("=", "="),
    ("+", "+"),
    ("-", "-"),
    ("−", "-"),
    ("*", "*"),
    ("/", "/"),
    ("(", "("),
    (")", ")"),
];

/// Cuts an expression into pieces. A unit that is none is kept as a fault beside them, so that what is wrong
/// elsewhere is named, too.
pub(super) fn pieces(text: &str) -> Result<(Vec<Piece>, Vec<Fault>), Fault> {
    let mut pieces = Vec::new();
    let mut faults = Vec::new();
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let Some(first) = rest.chars().next() else {
            break;
        };
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let (token, length) = if first.is_ascii_digit() || first == '.' {
            number(rest, at, &mut faults)?
        } else if first.is_alphabetic() {
            name(rest)
        } else if matches!(first, '"' | '\'') {
            quoted(rest, first, at)?
        } else if matches!(first, ',' | ':') {
            (Token::Sign(if first == ',' { "," } else { ":" }), 1)
        } else {
            sign(rest, first, at)?
        };
        pieces.push(Piece {
            token,
            at,
            end: at + length,
        });
        at += length;
    }
    Ok((pieces, faults))
}

fn sign(rest: &str, first: char, at: usize) -> Result<(Token, usize), Fault> {
    SIGNS
        .iter()
        .find(|(written, _)| rest.starts_with(written))
        .map(|(written, read)| (Token::Sign(read), written.len()))
        .ok_or_else(|| {
            Fault::at(
                at,
                format!("»{first}« means nothing in an expression"),
                "write numbers with their units, ids, + - * /, < <= > >= = !=, and, or, not, and functions",
            )
        })
}

fn quoted(rest: &str, quote: char, at: usize) -> Result<(Token, usize), Fault> {
    let body = &rest[1..];
    body.find(quote)
        .map(|end| (Token::Text(body[..end].to_owned()), end + 2))
        .ok_or_else(|| {
            Fault::at(
                at,
                format!("the text that begins with {quote} does not end"),
                "close it with the same quote",
            )
        })
}

/// An id, with hyphens that stand between letters or digits, and perhaps a party behind a dot.
fn name(rest: &str) -> (Token, usize) {
    let first = word(rest);
    let mut length = first;
    if let Some(behind) = rest.get(first..).and_then(|rest| rest.strip_prefix('.')) {
        let second = word(behind);
        if second > 0 {
            length = first + 1 + second;
        }
    }
    (Token::Name(rest[..length].to_owned()), length)
}

fn word(text: &str) -> usize {
    let mut length = 0;
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let belongs = character.is_alphanumeric()
            || character == '_'
            || (character == '-'
                && at > 0
                && characters
                    .peek()
                    .is_some_and(|(_, next)| next.is_alphanumeric() || *next == '_'));
        if !belongs {
            break;
        }
        length = at + character.len_utf8();
    }
    length
}

/// A number and the unit behind it.
fn number(rest: &str, at: usize, faults: &mut Vec<Fault>) -> Result<(Token, usize), Fault> {
    let mut length = 0;
    let bytes = rest.as_bytes();
    while let Some(byte) = bytes.get(length) {
        let exponent_sign =
            matches!(byte, b'+' | b'-') && length > 0 && matches!(bytes[length - 1], b'e' | b'E');
        let exponent = matches!(byte, b'e' | b'E')
            && bytes
                .get(length + 1)
                .is_some_and(|next| next.is_ascii_digit() || matches!(next, b'+' | b'-'));
        if byte.is_ascii_digit() || matches!(byte, b'.' | b'_') || exponent || exponent_sign {
            length += 1;
        } else {
            break;
        }
    }
    let written = &rest[..length];
    let value: f64 = written
        .replace('_', "")
        .parse()
        .ok()
        .filter(|value: &f64| value.is_finite())
        .ok_or_else(|| {
            Fault::at(
                at,
                format!("»{written}« is no number"),
                "write a number such as 1500 or 0.75, with a decimal point",
            )
        })?;
    let (unit, more) = unit_behind(&rest[length..], at + length, faults);
    Ok((Token::Number(value, unit), length + more))
}

/// The unit behind a number and how many bytes it takes, blanks before it among them.
fn unit_behind(rest: &str, at: usize, faults: &mut Vec<Fault>) -> (Option<AgreementUnit>, usize) {
    let blanks = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
    let rest = &rest[blanks..];
    if !rest.starts_with(|first: char| first.is_alphabetic() || first == '%') {
        return (None, 0);
    }
    let run = rest
        .find(|character: char| {
            !(character.is_alphanumeric() || matches!(character, '_' | '-' | '/' | '%' | '³' | '²'))
        })
        .unwrap_or(rest.len());
    let ends = rest[..run]
        .char_indices()
        .map(|(n, character)| n + character.len_utf8())
        .filter(|end| {
            !rest[*end..]
                .starts_with(|next: char| next.is_alphanumeric() || matches!(next, '_' | '³' | '²'))
        });
    let ends: Vec<usize> = ends.collect();
    for end in ends.into_iter().rev() {
        if let Some(unit) = unit::parse(&rest[..end]) {
            return (Some(unit), blanks + end);
        }
    }
    let first = word(rest);
    if matches!(&rest[..first], "and" | "or") {
        return (None, 0);
    }
    faults.push(Fault::at(
        at + blanks,
        format!("»{}« is no unit", &rest[..run]),
        unit::HINT,
    ));
    (None, blanks + run)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        pieces(text)
            .expect("pieces")
            .0
            .into_iter()
            .map(|piece| match piece.token {
                Token::Number(value, Some(unit)) => format!("{value}[{}]", unit.name),
                Token::Number(value, None) => value.to_string(),
                Token::Name(name) => name,
                Token::Text(text) => format!("'{text}'"),
                Token::Sign(sign) => sign.to_owned(),
            })
            .collect()
    }

    #[test]
    fn units_hyphens_and_signs_are_told_apart() {
        assert_eq!(
            shown("lesser(0.5 * p-ref, 1500 cfs) - 2.1Maf/2"),
            [
                "lesser",
                "(",
                "0.5",
                "*",
                "p-ref",
                ",",
                "1500[cfs]",
                ")",
                "-",
                "2.1[Maf]",
                "/",
                "2"
            ]
        );
        assert_eq!(
            shown("26 m3/s * x < 65 % and y"),
            ["26[m³/s]", "*", "x", "<", "0.65[%]", "and", "y"]
                .map(|text| text.replace("0.65", "65"))
        );
        assert_eq!(shown("shares.BB-1"), ["shares.BB-1"]);
        assert_eq!(shown("3 and 4 or 5"), ["3", "and", "4", "or", "5"]);
        assert_eq!(
            shown("100 cfs_day / 5 m3/s_day"),
            ["100[cfs-days]", "/", "5[m³/s-days]"]
        );
        assert_eq!(shown("1e3 m3/s"), ["1000[m³/s]"]);
        let (_, faults) = pieces("5 furlong").expect("pieces");
        assert_eq!(faults.len(), 1);
    }
}
