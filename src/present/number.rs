//! Numbers as a language writes them.

use super::words::MISSING;

/// The marks that a language puts into a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Marks {
    /// Between groups of three digits.
    pub(super) group: char,
    /// Before the decimals.
    pub(super) decimal: char,
}

impl Marks {
    /// "1,234.5".
    pub(super) const PLAIN: Self = Self {
        group: ',',
        decimal: '.',
    };

    /// `value` rounded to `decimals`; "–" for NaN and infinities. Minus is the typographic one, and a value
    /// that rounds to zero has none.
    pub(super) fn number(self, value: f64, decimals: usize) -> String {
        if !value.is_finite() {
            return MISSING.to_owned();
        }
        let text = format!("{:.decimals$}", value.abs());
        let (whole, fraction) = text.split_once('.').unwrap_or((&text, ""));
        let is_zero = text.bytes().all(|byte| matches!(byte, b'0' | b'.'));
        let mut written = String::with_capacity(text.len() + 4);
        if value < 0.0 && !is_zero {
            written.push('−');
        }
        for (n, digit) in whole.chars().enumerate() {
            if n > 0 && (whole.len() - n).is_multiple_of(3) {
                written.push(self.group);
            }
            written.push(digit);
        }
        if !fraction.is_empty() {
            written.push(self.decimal);
            written.push_str(fraction);
        }
        written
    }

    /// The same with a plus before what is above zero.
    pub(super) fn signed(self, value: f64, decimals: usize) -> String {
        let written = self.number(value, decimals);
        let is_zero = !written.contains(|c: char| ('1'..='9').contains(&c));
        if value > 0.0 && !is_zero {
            format!("+{written}")
        } else {
            written
        }
    }

    /// A whole number, grouped.
    pub(super) fn count(self, value: u64) -> String {
        let digits = value.to_string();
        let mut written = String::with_capacity(digits.len() + 4);
        for (n, digit) in digits.chars().enumerate() {
            if n > 0 && (digits.len() - n).is_multiple_of(3) {
                written.push(self.group);
            }
            written.push(digit);
        }
        written
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_rounded_and_signed() {
        let french = Marks {
            group: '\u{202f}',
            decimal: ',',
        };
        assert_eq!(Marks::PLAIN.number(1234.54, 1), "1,234.5");
        assert_eq!(french.number(1_234_567.25, 1), "1\u{202f}234\u{202f}567,2");
        assert_eq!(Marks::PLAIN.number(-0.004, 2), "0.00");
        assert_eq!(Marks::PLAIN.number(-1234.0, 0), "−1,234");
        assert_eq!(Marks::PLAIN.signed(12.0, 0), "+12");
        assert_eq!(Marks::PLAIN.signed(0.0, 1), "0.0");
        assert_eq!(Marks::PLAIN.number(f64::NAN, 2), "–");
        assert_eq!(Marks::PLAIN.count(402_114), "402,114");
        assert_eq!(Marks::PLAIN.count(999), "999");
    }
}
