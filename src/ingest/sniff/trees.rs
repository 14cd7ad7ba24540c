//! Unknown documents of JSON and XML as a table of cells.

use crate::ingest::profile::TreeRule;
use crate::ingest::{TreeTable, survey};

use super::cells::Column;
use super::scan::{Scan, TextLine, TextRow};

/// A document as a table; `None` when it is no document, or shows no list of stamps and numbers.
pub(super) fn scan(bytes: &[u8]) -> Option<Scan> {
    let first = bytes
        .iter()
        .find(|byte| !byte.is_ascii_whitespace() && !matches!(byte, 0xef | 0xbb | 0xbf))?;
    if !matches!(first, b'{' | b'[' | b'<') {
        return None;
    }
    let table = survey(bytes)?;
    let n = table.columns.len();
    let rows = table
        .columns
        .iter()
        .map(|column| column.cells.len())
        .max()?;
    if n < 2 || rows < 2 {
        return None;
    }
    let mut columns = vec![Column::default(); n];
    for (column, seen) in columns.iter_mut().zip(&table.columns) {
        for (cell, line) in seen.cells.iter().zip(&seen.lines) {
            column.add(cell.trim().as_bytes(), *line);
        }
    }
    let texts = (0..rows)
        .map(|row| TextRow {
            line: table
                .columns
                .iter()
                .filter_map(|column| column.lines.get(row))
                .copied()
                .find(|line| *line > 0)
                .unwrap_or(0),
            cells: table
                .columns
                .iter()
                .map(|column| column.cells.get(row).cloned().unwrap_or_default())
                .collect(),
        })
        .collect();
    Some(Scan {
        encoding: "UTF-8".to_owned(),
        encoding_is_guess: false,
        encoding_name: "UTF-8".to_owned(),
        line_end: "LF",
        // A bare number of a document has a point, as in a file parted by commas.
        delimiter: b',',
        quote: None,
        before: Vec::new(),
        header: Some(TextLine {
            number: 0,
            text: String::new(),
        }),
        names: table
            .columns
            .iter()
            .map(|column| column.column.clone())
            .collect(),
        between: Vec::new(),
        ragged: false,
        columns,
        rows: texts,
        count: table.records as u64,
        odd: Vec::new(),
        odd_count: 0,
        comment: None,
        tree: Some((table.kind, rule(table))),
    })
}

fn rule(table: TreeTable) -> TreeRule {
    TreeRule {
        records: vec![table.path.clone()],
        layout: table.layout,
        names: table.names,
        header: table.header,
        namespace: table.namespace,
        has: vec![table.path],
        ..TreeRule::default()
    }
}
