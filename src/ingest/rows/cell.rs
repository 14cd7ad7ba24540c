//! What a cell of a value column says.

use crate::ingest::number;

/// Cells that mean "no value", as the file would write them.
#[derive(Clone, Debug, Default)]
pub(in crate::ingest) struct Missing {
    /// As they stand.
    pub(in crate::ingest) texts: Vec<Vec<u8>>,
    /// Those that are numbers, however many decimals the file writes.
    pub(in crate::ingest) numbers: Vec<f64>,
    /// Words that say why.
    pub(in crate::ingest) flags: Vec<Vec<u8>>,
}

/// What a cell of a value column says.
pub(in crate::ingest) enum Cell {
    /// A value.
    Value(f64),
    /// No value.
    Missing,
    /// No value, and the cell says why.
    MissingBecause,
    /// Nothing that is understood.
    NoNumber,
}

impl Missing {
    /// What `text` says.
    #[inline]
    pub(in crate::ingest) fn meaning(&self, text: &[u8], decimal: u8) -> Cell {
        match number::parse(text, decimal) {
            Some(value) if self.numbers.contains(&value) => Cell::Missing,
            Some(value) => Cell::Value(value),
            None if self.texts.iter().any(|known| known == text) => Cell::Missing,
            None if self.flags.iter().any(|known| known == text) => Cell::MissingBecause,
            None => Cell::NoNumber,
        }
    }
}
