//! What the cells of a column hold, gathered from every row in one pass.

use std::collections::BTreeMap;

use super::forms::{Form, Part, parts};

/// So many different texts of a column are kept.
const KEPT: usize = 400;
/// A number has no more bytes than this behind its sign.
const LONGEST: usize = 40;
/// So many forms of stamp of a column are kept.
const FORMS: usize = 6;

/// Different texts and how often each stands.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    /// The texts as bytes of the file, with the count and the first line.
    pub(super) texts: BTreeMap<Vec<u8>, (u64, u32)>,
    /// Whether there were more than are kept.
    pub(super) is_full: bool,
}

impl Tally {
    fn add(&mut self, cell: &[u8], line: u32) {
        if let Some((count, _)) = self.texts.get_mut(cell) {
            *count += 1;
        } else if self.texts.len() < KEPT {
            self.texts.insert(cell.to_vec(), (1, line));
        } else {
            self.is_full = true;
        }
    }
}

/// How a number writes its marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Marks {
    /// No mark at all.
    Whole,
    /// This mark parts the decimals.
    Decimal(u8),
    /// This mark parts groups of three; the other, if there is one, the decimals.
    Groups(u8, Option<u8>),
    /// One mark before three digits: both readings are possible.
    Either(u8),
}

/// The marks of a number; `None` where the cell is no number in any convention.
pub(super) fn marks(cell: &[u8]) -> Option<Marks> {
    let digits = cell
        .strip_prefix(b"-")
        .or(cell.strip_prefix(b"+"))
        .unwrap_or(cell);
    if digits.len() > LONGEST || !digits.iter().any(u8::is_ascii_digit) {
        return None;
    }
    // Most numbers are digits with at most one mark among them.
    let first = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    match &digits[first..] {
        [] => return Some(Marks::Whole),
        [mark @ (b'.' | b','), rest @ ..] if rest.iter().all(u8::is_ascii_digit) => {
            return Some(one_mark(*mark, first, rest.len(), digits[0] == b'0'));
        }
        _ => {}
    }
    if let Some(at) = digits.iter().position(|byte| matches!(byte, b'e' | b'E')) {
        return exponent(&digits[..at], &digits[at + 1..]);
    }
    let mut groups: Vec<(u8, usize)> = vec![(0, 0)];
    let mut bytes = digits.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        match byte {
            b'0'..=b'9' => groups.last_mut()?.1 += 1,
            b'.' | b',' | b' ' | b'\'' | 0xa0 => groups.push((byte, 0)),
            // A no-break blank of UTF-8.
            0xc2 if bytes.peek() == Some(&0xa0) => {
                bytes.next();
                groups.push((0xa0, 0));
            }
            _ => return None,
        }
    }
    let first = groups[0].1;
    let leads = digits.first() == Some(&b'0');
    match groups[1..] {
        [] => Some(Marks::Whole),
        [(mark @ (b'.' | b','), n)] => Some(one_mark(mark, first, n, leads)),
        ref rest => in_groups(first, rest),
    }
}

/// A number with one mark behind `first` digits and before `n`.
fn one_mark(mark: u8, first: usize, n: usize, leads_with_nought: bool) -> Marks {
    if n == 3 && (1..=3).contains(&first) && !leads_with_nought {
        Marks::Either(mark)
    } else {
        Marks::Decimal(mark)
    }
}

fn exponent(mantissa: &[u8], power: &[u8]) -> Option<Marks> {
    let power = power
        .strip_prefix(b"-")
        .or(power.strip_prefix(b"+"))
        .unwrap_or(power);
    if power.is_empty() || power.len() > 3 || !power.iter().all(u8::is_ascii_digit) {
        return None;
    }
    match marks(mantissa)? {
        Marks::Whole => Some(Marks::Whole),
        Marks::Either(mark) | Marks::Decimal(mark) => Some(Marks::Decimal(mark)),
        Marks::Groups(..) => None,
    }
}

fn in_groups(first: usize, rest: &[(u8, usize)]) -> Option<Marks> {
    let mark = rest[0].0;
    let (last, n) = *rest.last()?;
    let (groups, decimal) = if last == mark {
        (rest, None)
    } else if matches!(last, b'.' | b',') && n > 0 {
        (&rest[..rest.len() - 1], Some(last))
    } else {
        return None;
    };
    let even = groups.iter().all(|&(other, n)| other == mark && n == 3);
    (even && (1..=3).contains(&first)).then_some(Marks::Groups(mark, decimal))
}

/// Numbers of a column.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbers {
    /// Cells that are a number in some convention.
    pub(super) count: u64,
    /// Of these, those without any mark.
    pub(super) whole: u64,
    /// How often each reading of the marks stands, with the first line and text.
    pub(super) marks: Vec<(Marks, u64, u32, String)>,
    /// Most decimals that stand behind a mark.
    pub(super) least: f64,
    /// Largest, where a mark counts as decimal.
    pub(super) most: f64,
    /// Numbers that look like a code for "no value", as they are written.
    pub(super) codes: Tally,
    /// Smallest and largest of the others.
    pub(super) others: Option<(f64, f64)>,
    /// Numbers that follow the one before by exactly one.
    pub(super) by_one: u64,
    before: f64,
}

impl Numbers {
    fn add(&mut self, cell: &[u8], found: Marks, line: u32) {
        self.count += 1;
        if found == Marks::Whole {
            self.whole += 1;
        } else if let Some(known) = self.marks.iter_mut().find(|known| known.0 == found) {
            known.1 += 1;
        } else {
            let text = String::from_utf8_lossy(cell).into_owned();
            self.marks.push((found, 1, line, text));
        }
        let value = rough(cell, found);
        #[expect(clippy::float_cmp, reason = "whole numbers in a row are exact")]
        if self.count > 1 && value == self.before + 1.0 {
            self.by_one += 1;
        }
        self.before = value;
        (self.least, self.most) = if self.count == 1 {
            (value, value)
        } else {
            (self.least.min(value), self.most.max(value))
        };
        if looks_like_code(cell) {
            self.codes.add(cell, line);
        } else {
            let (least, most) = self.others.unwrap_or((value, value));
            self.others = Some((least.min(value), most.max(value)));
        }
    }
}

/// A number for comparisons, with a mark of two readings as decimal mark.
fn rough(cell: &[u8], found: Marks) -> f64 {
    let decimal = match found {
        Marks::Decimal(mark) | Marks::Either(mark) => Some(mark),
        Marks::Groups(_, decimal) => decimal,
        Marks::Whole => None,
    };
    let (mut plain, mut n) = ([0; LONGEST + 1], 0);
    let letters = cell.iter().filter_map(|&byte| match byte {
        b'0'..=b'9' | b'-' | b'e' | b'E' => Some(byte),
        mark if Some(mark) == decimal => Some(b'.'),
        _ => None,
    });
    for (place, letter) in plain.iter_mut().zip(letters) {
        *place = letter;
        n += 1;
    }
    fast_float2::parse(&plain[..n]).unwrap_or(0.0)
}

/// Whether a number is written like the codes that agencies use for "no value": `-999.000`, `9999`, `-777`.
fn looks_like_code(cell: &[u8]) -> bool {
    let (negative, digits) = match cell.strip_prefix(b"-") {
        Some(digits) => (true, digits),
        None => (false, cell),
    };
    let n = digits
        .iter()
        .take_while(|byte| byte.is_ascii_digit())
        .count();
    let (whole, rest) = digits.split_at(n);
    let behind = match rest {
        [] => &[][..],
        [b'.' | b',', behind @ ..] => behind,
        _ => return false,
    };
    let all = |of: &[u8], digit: u8| of.iter().all(|&byte| byte == digit);
    let zeros = all(behind, b'0');
    let same = whole.iter().all(|byte| *byte == whole[0]);
    let nines = same && whole.first() == Some(&b'9') && (zeros || all(behind, b'9'));
    if negative {
        let digits = whole.len() + behind.len();
        (nines && digits >= 2)
            || (same && zeros && whole.len() >= 3 && matches!(whole[0], b'7' | b'8'))
            || (zeros && (whole == b"32768" || whole == b"6999"))
    } else {
        // A positive code stands out by three nines at least.
        nines && whole.len() + if zeros { 0 } else { behind.len() } >= 3
    }
}

/// What a column holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Column {
    /// Cells that hold something.
    pub(super) filled: u64,
    /// Cells that hold nothing.
    pub(super) empty: u64,
    /// Its numbers.
    pub(super) numbers: Numbers,
    /// Its stamps by form.
    pub(super) forms: Vec<Form>,
    /// Cells that are neither number nor stamp.
    pub(super) words: Tally,
    /// All cells.
    pub(super) all: Tally,
    scratch: Vec<Part>,
}

impl Column {
    /// Takes a cell in.
    pub(super) fn add(&mut self, cell: &[u8], line: u32) {
        if cell.is_empty() {
            self.empty += 1;
            return;
        }
        self.filled += 1;
        // Of many different texts nothing is asked but that they are many.
        if !self.all.is_full {
            self.all.add(cell, line);
        }
        let found = marks(cell);
        if let Some(found) = found {
            self.numbers.add(cell, found, line);
        }
        let is_stamp = self.add_stamp(cell, line);
        if found.is_none() && !is_stamp {
            self.words.add(cell, line);
        }
    }

    fn add_stamp(&mut self, cell: &[u8], line: u32) -> bool {
        if !parts(cell, &mut self.scratch) {
            return false;
        }
        if let Some(form) = self.forms.iter_mut().find(|form| form.is(&self.scratch)) {
            form.add(cell, &self.scratch);
            return true;
        }
        if self.forms.len() < FORMS {
            let mut form = Form::new(&self.scratch, line, cell);
            form.add(cell, &self.scratch);
            self.forms.push(form);
            return true;
        }
        false
    }

    /// Cells in a form that may be a stamp.
    pub(super) fn stamps(&self) -> u64 {
        self.forms.iter().map(|form| form.count).sum()
    }

    /// Whether most of its cells are numbers; words for "no value" may stand among them.
    pub(super) fn is_numeric(&self) -> bool {
        self.numbers.count > 0 && self.numbers.count * 2 > self.filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_marks_of_a_number_are_read_only_where_they_say_one_thing() {
        for (cell, expect) in [
            ("12", Some(Marks::Whole)),
            ("-12.5", Some(Marks::Decimal(b'.'))),
            ("12,5", Some(Marks::Decimal(b','))),
            ("1,234", Some(Marks::Either(b','))),
            ("0,234", Some(Marks::Decimal(b','))),
            ("1234,567", Some(Marks::Decimal(b','))),
            ("1,234,567", Some(Marks::Groups(b',', None))),
            ("1.234,5", Some(Marks::Groups(b'.', Some(b',')))),
            ("262 408", Some(Marks::Groups(b' ', None))),
            ("1'234.5", Some(Marks::Groups(b'\'', Some(b'.')))),
            ("1e3", Some(Marks::Whole)),
            ("01.02.2024", None),
            ("12 5", None),
            ("---", None),
            ("12.5e", None),
            ("1,23,456", None),
        ] {
            assert_eq!(marks(cell.as_bytes()), expect, "{cell}");
        }
    }

    #[test]
    fn codes_for_no_value_stand_out() {
        for code in [
            "-999",
            "-999.000",
            "-9999,0",
            "-777",
            "999",
            "9999",
            "99999.999",
            "-99",
            "-99.9",
        ] {
            assert!(looks_like_code(code.as_bytes()), "{code}");
        }
        for value in ["99", "9.9", "1.5", "-1", "-9", "-12.99", "77"] {
            assert!(!looks_like_code(value.as_bytes()), "{value}");
        }
    }
}
