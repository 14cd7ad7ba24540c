//! Cells that should hold a number.

use super::text::Row;
use crate::ingest;

/// The decimal mark of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decimal {
    Point,
    Comma,
}

/// What a cell holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Cell {
    Number(f64),
    Missing,
    Odd,
}

/// Words that mean "no value", in small letters.
const MISSING: [&str; 16] = [
    "", "na", "n/a", "#n/a", "nan", "null", "none", "nil", "-", "--", "---", "—", ".", "m",
    "missing", "?",
];

/// Numbers that agencies write for "no value" and that no river has.
pub(super) const CODES: [f64; 9] = [
    -999.0, -9999.0, -99999.0, -999.9, -9999.9, -999.99, -99.9, -777.0, -8888.0,
];

impl Decimal {
    /// By what most cells have, where the delimiter leaves a choice.
    pub(super) fn of(rows: &[Row], delimiter: char) -> Self {
        if delimiter == ',' {
            return Self::Point;
        }
        let count = |mark: char| {
            let cells = rows.iter().take(2000).flat_map(|row| &row.cells);
            cells.filter(|cell| is_decimal(cell, mark)).count()
        };
        if count(',') > count('.') {
            Self::Comma
        } else {
            Self::Point
        }
    }

    /// Reads a cell.
    pub(super) fn read(self, cell: &str) -> Cell {
        let cell = cell.trim();
        let mark = if self == Self::Comma { b',' } else { b'.' };
        if let Some(number) = ingest::number(cell.as_bytes(), mark) {
            return Cell::Number(number);
        }
        // A minus sign of print.
        if let Some(rest) = cell.strip_prefix('\u{2212}')
            && let Some(number) = ingest::number(rest.as_bytes(), mark)
        {
            return Cell::Number(-number);
        }
        if MISSING.contains(&cell.to_lowercase().as_str()) {
            return Cell::Missing;
        }
        Cell::Odd
    }
}

/// Digits with one mark among them.
fn is_decimal(cell: &str, mark: char) -> bool {
    let bare = cell.trim_start_matches(['-', '+']);
    bare.split_once(mark).is_some_and(|(whole, part)| {
        let all = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        all(whole) && all(part) && !part.is_empty()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_for_nothing_are_missing_and_others_odd() {
        for text in ["", " NA ", "NaN", "null", "-", "#N/A"] {
            assert_eq!(Decimal::Point.read(text), Cell::Missing, "{text}");
        }
        assert_eq!(Decimal::Point.read("1.5"), Cell::Number(1.5));
        assert_eq!(Decimal::Comma.read("1,5"), Cell::Number(1.5));
        assert_eq!(Decimal::Point.read("\u{2212}1.5"), Cell::Number(-1.5));
        for text in ["<0.05", "1,5", "inf", "é", "12 m"] {
            assert_eq!(Decimal::Point.read(text), Cell::Odd, "{text}");
        }
    }
}
