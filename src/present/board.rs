//! The board: warnings, late feeds, findings.

use super::{Words, summary};
use crate::engine::Evaluation;

/// What kind of item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemKind {
    /// A gauge above a warning level.
    Warning,
    /// A gauge of which nothing is known.
    Unknown,
    /// A source that is late or silent.
    Late,
    /// A trigger of an agreement.
    Trigger,
    /// A finding.
    Finding,
}

/// One item.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct BoardItem {
    /// Kind.
    pub kind: ItemKind,
    /// Common rank for warnings (1 upwards); severity for findings (1 note, 2 warning, 3 error).
    pub rank: u8,
    /// Index of the party it is about, if any.
    pub party: Option<usize>,
    /// First line, such as "Grenzau: Meldestufe 2".
    pub headline: String,
    /// Second line: figures, age, reason, remedy.
    pub detail: String,
    /// Figure id for explain, empty when there is none.
    pub figure: String,
}

/// The board.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct BoardView {
    /// "3 of 11 gauges above a warning level, 1 unknown".
    pub summary: String,
    /// Headings with their items: warnings, late feeds, findings.
    pub sections: Vec<(String, Vec<BoardItem>)>,
}

/// The board of an evaluation.
pub fn board(evaluation: &Evaluation, words: &Words) -> BoardView {
    BoardView {
        summary: summary(evaluation, words),
        sections: Vec::new(),
    }
}
