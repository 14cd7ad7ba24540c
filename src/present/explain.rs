//! The answer to "where does this number come from", as lines of a tree.

use super::Words;
use crate::domain::Explanation;

/// One line of the answer.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ExplanationLine {
    /// Depth in the tree, 0 for the figure itself.
    pub depth: usize,
    /// What it is, in words.
    pub what: String,
    /// Value with its unit, not rounded beyond seven figures; "–" when there is none.
    pub value: String,
    /// Article of the agreement, empty where none applies.
    pub article: String,
    /// Rule, method or reason, empty where there is none.
    pub because: String,
    /// `file:line "text"` of the reading at the end of the way, empty elsewhere.
    pub reading: String,
}

/// The whole answer, ready to print.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct ExplanationView {
    /// The figure's id.
    pub figure: String,
    /// What the figure is, with its value as the panels show it.
    pub title: String,
    /// The tree, each line after the one it belongs to.
    pub lines: Vec<ExplanationLine>,
}

/// Flattens the tree of `figure`.
pub fn explanation(figure: &str, tree: &Explanation, words: &Words) -> ExplanationView {
    let mut lines = Vec::new();
    flatten(tree, 0, words, &mut lines);
    let title = format!("{}: {}", tree.what, words.figure(tree.value, &tree.unit));
    ExplanationView {
        figure: figure.to_owned(),
        title,
        lines,
    }
}

fn flatten(tree: &Explanation, depth: usize, words: &Words, lines: &mut Vec<ExplanationLine>) {
    let reading = tree.reading.as_ref().map(|reading| {
        format!(
            "{}:{} \"{}\"",
            reading.file,
            reading.line,
            crate::domain::finding::quote(&reading.text)
        )
    });
    lines.push(ExplanationLine {
        depth,
        what: tree.what.clone(),
        value: words.exact(tree.value, &tree.unit),
        article: tree.article.clone().unwrap_or_default(),
        because: tree.because.clone().unwrap_or_default(),
        reading: reading.unwrap_or_default(),
    });
    for input in &tree.inputs {
        flatten(input, depth + 1, words, lines);
    }
}
