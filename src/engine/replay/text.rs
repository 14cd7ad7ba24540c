//! An export as lines that arrive one after another, each reading at its own time.

use crate::domain::{Instant, Quantity, StationId};

/// A reading's place in a line.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// Field of the line, from 1.
    pub(super) column: usize,
    /// When it arrives: the end of its interval, or its moment.
    pub(super) at: Instant,
    pub(super) station: StationId,
    pub(super) quantity: Quantity,
    /// SI; NaN for "no value".
    pub(super) value: f64,
    /// Whether its feed has died by then.
    pub(super) is_silenced: bool,
}

/// A line, with its end.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) text: Vec<u8>,
    /// Its readings; none for a line of the head.
    pub(super) cells: Vec<Cell>,
}

/// How the fields of a line are parted.
#[derive(Clone, Copy, Debug)]
pub(super) struct Marks {
    /// `None` where fields stand at fixed places: such a line comes as a whole or not at all.
    pub(super) delimiter: Option<u8>,
    pub(super) decimal: u8,
}

/// A text of lines.
#[derive(Clone, Debug)]
pub(super) struct Text {
    pub(super) lines: Vec<Line>,
    pub(super) marks: Marks,
}

impl Text {
    /// Cuts bytes into lines; the readings are added by line with [`Self::add`].
    pub(super) fn new(bytes: &[u8], marks: Marks) -> Self {
        let lines = bytes
            .split_inclusive(|byte| *byte == b'\n')
            .map(|line| Line {
                text: line.to_vec(),
                cells: Vec::new(),
            })
            .collect();
        Self { lines, marks }
    }

    /// Adds a reading to a line, counted from 1. A line that the text does not have is passed over.
    pub(super) fn add(&mut self, line: usize, cell: Cell) {
        if let Some(line) = line.checked_sub(1).and_then(|at| self.lines.get_mut(at)) {
            line.cells.push(cell);
        }
    }

    /// Gives lines below the first reading that have none the time of the line above, so that a remark at the end of a
    /// table does not come before it.
    pub(super) fn settle(&mut self) {
        let mut above: Option<Cell> = None;
        for line in &mut self.lines {
            match (line.cells.last(), &above) {
                (Some(last), _) => {
                    above = Some(Cell {
                        column: 0,
                        ..last.clone()
                    });
                }
                (None, Some(last)) => line.cells.push(last.clone()),
                (None, None) => {}
            }
        }
    }

    /// When its readings arrive, as far as they do.
    pub(super) fn arrivals(&self) -> impl Iterator<Item = Instant> + '_ {
        self.lines
            .iter()
            .flat_map(|line| &line.cells)
            .filter(|cell| !cell.is_silenced)
            .map(|cell| cell.at)
    }

    /// The text as it has come to be: its head, and every line with a reading that arrived after `after` and not
    /// later than `until`. Readings of such a line that are still to come are left empty. `None` when no line has
    /// come.
    pub(super) fn as_of(&self, after: Option<Instant>, until: Instant) -> Option<Vec<u8>> {
        let mut text = Vec::new();
        let mut has_reading = false;
        for line in &self.lines {
            if line.cells.is_empty() {
                text.extend_from_slice(&line.text);
                continue;
            }
            let has_come = |cell: &&Cell| !cell.is_silenced && cell.at <= until;
            let is_new = |cell: &Cell| after.is_none_or(|after| cell.at > after);
            let n_come = line.cells.iter().filter(has_come).count();
            if n_come == 0 || !line.cells.iter().filter(has_come).any(is_new) {
                continue;
            }
            if n_come == line.cells.len() {
                text.extend_from_slice(&line.text);
            } else if self.marks.delimiter.is_some() {
                let open: Vec<usize> = line
                    .cells
                    .iter()
                    .filter(|cell| !has_come(cell))
                    .map(|cell| cell.column)
                    .collect();
                text.extend(self.without(line, &open));
            } else {
                continue;
            }
            has_reading = true;
        }
        has_reading.then_some(text)
    }

    /// The line with these fields left empty.
    fn without(&self, line: &Line, columns: &[usize]) -> Vec<u8> {
        let places = self.fields(&line.text);
        let mut text = Vec::with_capacity(line.text.len());
        let mut from = 0;
        for (n, place) in places.iter().enumerate() {
            if columns.contains(&(n + 1)) {
                text.extend_from_slice(&line.text[from..place.start]);
                from = place.end;
            }
        }
        text.extend_from_slice(&line.text[from..]);
        text
    }

    /// Where the fields of a line stand; the whole line where they are not parted by a mark.
    pub(super) fn fields(&self, text: &[u8]) -> Vec<std::ops::Range<usize>> {
        let end = text
            .iter()
            .position(|byte| matches!(byte, b'\r' | b'\n'))
            .unwrap_or(text.len());
        let Some(delimiter) = self.marks.delimiter else {
            return std::iter::once(0..end).collect();
        };
        let mut places = Vec::new();
        let (mut start, mut is_quoted) = (0, false);
        for (at, byte) in text[..end].iter().enumerate() {
            if *byte == b'"' {
                is_quoted = !is_quoted;
            } else if *byte == delimiter && !is_quoted {
                places.push(start..at);
                start = at + 1;
            }
        }
        places.push(start..end);
        places
    }
}
