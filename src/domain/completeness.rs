//! How much stands behind a figure.

use std::fmt;

/// How many of the expected values were there: 27 of 30 days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Completeness {
    /// Values that were there.
    pub present: u32,
    /// Values that should have been there.
    pub expected: u32,
}

impl Completeness {
    /// `present` of `expected`.
    pub fn new(present: u32, expected: u32) -> Self {
        Self { present, expected }
    }

    /// Share present, 0 to 1; 0 when nothing was expected.
    pub fn share(self) -> f64 {
        if self.expected == 0 {
            0.0
        } else {
            f64::from(self.present) / f64::from(self.expected)
        }
    }

    /// Whether the missing share stays within what is allowed. Nothing expected is never enough.
    pub fn suffices(self, allowed: AllowedMissing) -> bool {
        self.expected > 0
            && f64::from(self.expected.saturating_sub(self.present))
                <= allowed.0 * f64::from(self.expected) + 1e-9
    }

    /// Both together, as for a period made of parts.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            present: self.present + other.present,
            expected: self.expected + other.expected,
        }
    }
}

impl fmt::Display for Completeness {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.present, self.expected)
    }
}

/// Share of values that may be missing before a figure is withheld, 0 (none) to 1.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct AllowedMissing(pub f64);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_ten_may_be_missing_but_not_two() {
        let allowed = AllowedMissing(0.1);
        assert!(Completeness::new(9, 10).suffices(allowed));
        assert!(!Completeness::new(8, 10).suffices(allowed));
        assert!(!Completeness::new(0, 0).suffices(AllowedMissing(1.0)));
    }
}
