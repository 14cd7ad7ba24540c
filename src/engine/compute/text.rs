//! Bytes → rows of cells: encoding, comments, delimiter, quotation marks.

use std::borrow::Cow;

use crate::domain::{Cause, Finding, Findings};

/// One row that is neither blank nor a comment.
pub(super) struct Row {
    /// Line in the file, from 1.
    pub(super) line: u32,
    /// Cells without their quotation marks and outer blanks.
    pub(super) cells: Vec<String>,
}

impl Row {
    /// A cell; empty where the row is too short.
    pub(super) fn cell(&self, n: usize) -> &str {
        self.cells.get(n).map_or("", String::as_str)
    }
}

/// Rows of a file, header included.
pub(super) struct Rows {
    /// In the order of the file.
    pub(super) rows: Vec<Row>,
    /// What stands between cells.
    pub(super) delimiter: char,
}

/// Cuts a file into rows. A row whose quotation marks do not close is a finding and is left out.
pub(super) fn rows(bytes: &[u8], findings: &mut Findings) -> Rows {
    let text = decode(bytes, findings);
    let lines = || {
        text.lines()
            .flat_map(|line| line.split('\r'))
            .enumerate()
            .map(|(n, line)| (u32::try_from(n + 1).unwrap_or(u32::MAX), line))
            .filter(|(_, line)| {
                let line = line.trim();
                !line.is_empty() && !line.starts_with('#')
            })
    };
    let delimiter = delimiter(lines().take(200).map(|(_, line)| line));
    let mut rows = Vec::new();
    for (number, line) in lines() {
        match cells(line, delimiter) {
            Some(cells) => rows.push(Row {
                line: number,
                cells,
            }),
            None => findings.push(
                Finding::error(
                    Cause::BadShape,
                    "the quotation marks of this row do not close",
                )
                .line(number)
                .text(line)
                .hint("close the quotation mark; a cell ends with its line"),
            ),
        }
    }
    Rows { rows, delimiter }
}

/// Text of a file: by its byte order mark, else UTF-8, else Windows-1252, which every byte allows.
fn decode<'a>(bytes: &'a [u8], findings: &mut Findings) -> Cow<'a, str> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0;
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Cow::Borrowed(text);
    }
    findings.push(
        Finding::note(
            Cause::BadEncoding,
            "the file is no UTF-8 and was read as Windows-1252",
        )
        .hint("save it as UTF-8 if names look odd"),
    );
    encoding_rs::WINDOWS_1252
        .decode_without_bom_handling(bytes)
        .0
}

/// The character that cuts most lines into the same number of cells; blanks where none does.
fn delimiter<'a>(sample: impl Iterator<Item = &'a str>) -> char {
    let sample: Vec<&str> = sample.collect();
    let mut best = (0, ' ');
    // A semicolon or a tab goes before a comma, which may be the decimal mark.
    for candidate in [';', '\t', '|', ','] {
        let counts: Vec<usize> = sample
            .iter()
            .filter_map(|line| Some(cells(line, candidate)?.len()))
            .filter(|count| *count > 1)
            .collect();
        let alike = counts
            .iter()
            .map(|count| counts.iter().filter(|other| *other == count).count())
            .max()
            .unwrap_or(0);
        if alike > best.0 {
            best = (alike, candidate);
        }
    }
    best.1
}

/// Cells of a line; `None` when a quotation mark does not close.
fn cells(line: &str, delimiter: char) -> Option<Vec<String>> {
    if !line.contains('"') {
        return Some(if delimiter == ' ' {
            line.split_whitespace().map(str::to_owned).collect()
        } else {
            line.split(delimiter)
                .map(|cell| cell.trim().to_owned())
                .collect()
        });
    }
    let mut cells = Vec::new();
    let mut cell = String::new();
    let (mut quoted, mut was_quoted) = (false, false);
    let mut characters = line.trim().chars().peekable();
    while let Some(character) = characters.next() {
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                cell.push('"');
            }
            '"' if quoted => quoted = false,
            '"' if cell.trim().is_empty() => {
                cell.clear();
                (quoted, was_quoted) = (true, true);
            }
            _ if character == delimiter && !quoted => {
                if delimiter != ' ' || was_quoted || !cell.is_empty() {
                    cells.push(cell.trim().to_owned());
                }
                cell.clear();
                was_quoted = false;
            }
            _ => cell.push(character),
        }
    }
    cells.push(cell.trim().to_owned());
    (!quoted).then_some(cells)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Vec<Vec<String>>, char) {
        let rows = rows(text.as_bytes(), &mut Findings::new());
        (
            rows.rows.into_iter().map(|row| row.cells).collect(),
            rows.delimiter,
        )
    }

    #[test]
    fn the_delimiter_is_found_and_comments_are_passed() {
        let (rows, delimiter) = read("# from a gauge\n\ntime;value\n2002-08-12;1,5\n");
        assert_eq!(delimiter, ';');
        assert_eq!(rows, [["time", "value"], ["2002-08-12", "1,5"]]);
        assert_eq!(read("t\tq\n1\t2\n").1, '\t');
        assert_eq!(read("t  q\n1  2\n").0, [["t", "q"], ["1", "2"]]);
    }

    #[test]
    fn quoted_cells_hold_delimiters_and_marks() {
        assert_eq!(
            read("time,\"rain, mm\"\n1,\"say \"\"two\"\"\"\n").0,
            [["time", "rain, mm"], ["1", "say \"two\""]]
        );
    }

    #[test]
    fn an_open_quotation_mark_costs_its_row_only() {
        let mut findings = Findings::new();
        let rows = rows(b"t,v\n1,2\n\"3,4\n5,6\n", &mut findings);
        assert_eq!(rows.rows.len(), 3);
        assert_eq!(findings.iter().next().and_then(|found| found.line), Some(3));
    }
}
