//! What became of every reading of a file.

use std::fmt;

/// Counts of readings (cells that should hold a value).
///
/// `read = kept + rejected + duplicate + ambiguous_time + missing`; an import whose receipt does not
/// balance fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Receipt {
    /// Cells that should hold a value.
    pub read: u64,
    /// Values that entered the archive.
    pub kept: u64,
    /// Cells that could not be understood, each with a finding.
    pub rejected: u64,
    /// Values for an instant that the same file had already given.
    pub duplicate: u64,
    /// Values whose civil time does not exist or exists twice on the stated clock.
    pub ambiguous_time: u64,
    /// Cells that say "no value".
    pub missing: u64,
}

impl Receipt {
    /// Whether every reading is accounted for.
    pub fn balances(&self) -> bool {
        self.read == self.kept + self.rejected + self.duplicate + self.ambiguous_time + self.missing
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            read: self.read + other.read,
            kept: self.kept + other.kept,
            rejected: self.rejected + other.rejected,
            duplicate: self.duplicate + other.duplicate,
            ambiguous_time: self.ambiguous_time + other.ambiguous_time,
            missing: self.missing + other.missing,
        }
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} read = {} kept + {} rejected + {} duplicate + {} ambiguous time + {} missing",
            self.read, self.kept, self.rejected, self.duplicate, self.ambiguous_time, self.missing
        )
    }
}
