//! The walk over rows that are like the row before: the same station, the same day, the same flags, short numbers.
//!
//! It reads nothing that the checked walk would read otherwise, and says nothing: a row in which anything is unlike
//! what was learnt from a row before it is left to the checked walk, and what that made of it is learnt. Rows are
//! gathered by column and handed over when the station changes, when a row is left, and at the end.

use crate::ingest::lines::{LONGEST_LINE, Line, Lines};
use crate::ingest::stamp::read_any;
use crate::ingest::table::Rows;

use super::Cell;
use super::fast_stamp::Day;
use super::layout::{Layout, Step};
use super::slow::Walker;
use super::word::{self, Known};

/// So many rows are gathered before they are handed over; they fit into the nearest cache.
const GATHERED: usize = 512;
/// So many different flags of a column are known at once.
const FLAGS: usize = 12;
/// After so many lines in a row that had to be left, only every so many-th is tried.
const PATIENCE: u32 = 16;

/// The walk over rows that are like the row before.
pub(super) struct Fast {
    layout: Layout,
    /// Whether everything has been learnt that a row needs.
    ready: bool,
    station: Known,
    /// Series of the value columns of the station.
    series: Vec<usize>,
    day: Day,
    time_of_day: Day,
    /// Cells that must stay as they are: the code of a clock, flags that have several parts.
    same: Vec<Known>,
    /// Minutes that the column of clocks says.
    offset: Option<i32>,
    flags: Vec<Flags>,
    gathered: Gathered,
    /// Whether a row was left only to hand over those before it.
    again: bool,
    /// Lines that were left without a row between them.
    left: u32,
}

/// The flags of one column, or of several that have one flag column together.
struct Flags {
    known: Vec<(Known, u16)>,
    /// Which of them was met last.
    last: usize,
    column: Vec<u16>,
}

/// Rows that are not handed over yet.
struct Gathered {
    n: usize,
    /// Line of the first.
    line: u32,
    time: Vec<i64>,
    value: Vec<Vec<f64>>,
}

impl Fast {
    /// For rows of this layout.
    pub(super) fn new(layout: Layout) -> Self {
        let flags = layout.flags.iter().map(|_| Flags {
            known: Vec::new(),
            last: 0,
            column: vec![0; GATHERED],
        });
        Self {
            ready: false,
            station: Known::default(),
            series: Vec::new(),
            day: Day::default(),
            time_of_day: Day::default(),
            same: vec![Known::default(); layout.same.len()],
            offset: None,
            flags: flags.collect(),
            gathered: Gathered {
                n: 0,
                line: 0,
                time: vec![0; GATHERED],
                value: vec![vec![0.0; GATHERED]; layout.values.len()],
            },
            again: false,
            left: 0,
            layout,
        }
    }

    /// Passes over the rows that it reads, until one has to be left.
    pub(super) fn run(&mut self, walker: &mut Walker<'_, '_, '_>, lines: &mut Lines<'_>) {
        if !self.ready || (self.left >= PATIENCE && !self.left.is_multiple_of(PATIENCE)) {
            self.left = self.left.saturating_add(1);
            return;
        }
        let text = lines.rest();
        let first = lines.next_number();
        self.gathered.line = first;
        let (mut at, mut rows) = (0, 0_u32);
        loop {
            let next = self.row(walker, text, at);
            if let Some(next) = next {
                at = next;
                rows = rows.saturating_add(1);
            }
            let again = std::mem::take(&mut self.again);
            if next.is_none() || self.gathered.n == GATHERED {
                self.hand_over(walker);
                self.gathered.line = first.saturating_add(rows);
            }
            if next.is_none() && !again {
                break;
            }
        }
        self.left = if rows == 0 {
            self.left.saturating_add(1)
        } else {
            0
        };
        lines.pass(at, rows);
    }

    /// Reads the row that begins at `start`; returns where the next one begins, or `None` to leave it.
    #[inline(always)]
    fn row(&mut self, walker: &mut Walker<'_, '_, '_>, text: &[u8], start: usize) -> Option<usize> {
        let n = self.gathered.n;
        if self.layout.begins_with_digit && !text.get(start)?.is_ascii_digit() {
            return None;
        }
        let mut at = start;
        let (mut day, mut of_day, mut offset) = (0, 0, None);
        for step in 0..self.layout.steps.len() {
            let step = self.layout.steps[step];
            at = match step {
                Step::Station => {
                    if !self.station.stands(text, at) {
                        self.change_station(walker, text, at)?;
                    }
                    at + self.station.len()
                }
                Step::Stamp => {
                    let clock = self.layout.clocks.get(walker.pattern)?.as_ref()?;
                    if !self.day.stands(clock, text, at) {
                        Self::change_day(&self.layout, &mut self.day, walker, text, at)?;
                    }
                    let clock = self.layout.clocks.get(walker.pattern)?.as_ref()?;
                    day = self.day.millis;
                    of_day += clock.of_day(text, at)?;
                    offset = self.day.offset;
                    at + clock.len + self.day.suffix.len()
                }
                Step::TimeOfDay => {
                    let clock = self.layout.day_clocks.get(walker.time_pattern)?.as_ref()?;
                    if !self.time_of_day.suffix.stands(text, at + clock.len) {
                        return None;
                    }
                    of_day += clock.of_day(text, at)?;
                    at + clock.len + self.time_of_day.suffix.len()
                }
                Step::Value(nth, last) => {
                    let (value, next) = self.value(walker, text, at, (nth, last))?;
                    *self.gathered.value.get_mut(nth)?.get_mut(n)? = value;
                    next
                }
                Step::Flag(nth) => {
                    let flags = self.flags.get_mut(nth)?;
                    let (known, index) = flags.known.get(flags.last)?;
                    let (len, index) = if known.stands(text, at) {
                        (known.len(), *index)
                    } else {
                        flags.other(text, at)?
                    };
                    *flags.column.get_mut(n)? = index;
                    at + len
                }
                Step::Same(nth) => {
                    let known = self.same.get(nth)?;
                    if !known.stands(text, at) {
                        return None;
                    }
                    at + known.len()
                }
                Step::Skip(last) => self.layout.cell(text, at, last)?.1,
            };
        }
        if at - start > LONGEST_LINE {
            return None;
        }
        if let Some(minutes) = self.offset.or(offset) {
            of_day -= i64::from(minutes) * 60_000;
        }
        *self.gathered.time.get_mut(n)? = day + of_day;
        self.gathered.n = n + 1;
        Some(at)
    }

    #[inline(always)]
    fn value(
        &self,
        walker: &Walker<'_, '_, '_>,
        text: &[u8],
        at: usize,
        (nth, last): (usize, bool),
    ) -> Option<(f64, usize)> {
        let word = word::load(text, at)?;
        let end = self.layout.end(last);
        let len = word::find(word, end.wanted);
        let plan = walker.plan.values.get(nth)?;
        if len < 8 && end.stands(text, at + len) {
            if let Some(value) = word::number(word, len, self.layout.mark) {
                let value = if plan.missing.numbers.contains(&value) {
                    f64::NAN
                } else {
                    value
                };
                return Some((value, at + len + end.len));
            }
            if len == 0 && self.layout.values[nth].empty_is_missing {
                return Some((f64::NAN, at + end.len));
            }
        }
        self.long_value(walker, text, at, (nth, last))
    }

    #[inline(never)]
    fn long_value(
        &self,
        walker: &Walker<'_, '_, '_>,
        text: &[u8],
        at: usize,
        (nth, last): (usize, bool),
    ) -> Option<(f64, usize)> {
        let (cell, next) = self.layout.cell(text, at, last)?;
        let plan = walker.plan.values.get(nth)?;
        match plan.missing.meaning(cell, walker.plan.decimal) {
            Cell::Value(value) => Some((value, next)),
            Cell::Missing => Some((f64::NAN, next)),
            Cell::MissingBecause | Cell::NoNumber => None,
        }
    }

    /// Goes on with another station that has been met before.
    #[inline(never)]
    fn change_station(
        &mut self,
        walker: &mut Walker<'_, '_, '_>,
        text: &[u8],
        at: usize,
    ) -> Option<()> {
        if self.gathered.n > 0 {
            // The rows so far belong to the station before.
            self.again = true;
            return None;
        }
        let (id, next) = self.layout.cell(text, at, self.layout.station_is_last)?;
        let slot = *walker.stations.get(id)?;
        let series = distinct(walker.slots.get(slot)?)?;
        let known = text.get(at..next)?;
        if self.layout.station_is_first && !self.layout.may_begin_row(known) {
            return None;
        }
        walker.slot = slot;
        walker.station.clear();
        walker.station.extend_from_slice(id);
        self.series = series;
        self.station = Known::new(known);
        Some(())
    }

    #[inline(never)]
    fn change_day(
        layout: &Layout,
        day: &mut Day,
        walker: &mut Walker<'_, '_, '_>,
        text: &[u8],
        at: usize,
    ) -> Option<()> {
        let (cell, next) = layout.cell(text, at, layout.stamp_is_last)?;
        let patterns = &walker.plan.time.1;
        let (mut pattern, clock) = (walker.pattern, layout.clocks.get(walker.pattern)?.as_ref()?);
        let stamp = read_any(patterns, cell, &mut pattern, &mut walker.cache)?;
        // Another form is a matter of the checked walk.
        (pattern == walker.pattern).then_some(())?;
        day.learn(clock, text.get(at..next)?, cell.len(), stamp)
    }

    /// Hands the gathered rows over.
    fn hand_over(&mut self, walker: &mut Walker<'_, '_, '_>) {
        let n = std::mem::take(&mut self.gathered.n);
        if n == 0 {
            return;
        }
        let columns = self.layout.values.iter().zip(&self.gathered.value);
        for ((column, value), series) in columns.zip(&self.series) {
            walker.table.keep_rows(
                *series,
                &Rows {
                    time: &self.gathered.time[..n],
                    value: &value[..n],
                    flag: column.flag.map(|flag| &self.flags[flag].column[..n]),
                    line: self.gathered.line,
                    column: column.number,
                },
            );
        }
    }

    /// Learns from a row of which the checked walk kept every cell; `row` has its line end.
    pub(super) fn learn(&mut self, walker: &Walker<'_, '_, '_>, line: Line<'_>, row: &[u8]) {
        self.ready = self.learn_all(walker, line, row).is_some();
    }

    fn learn_all(&mut self, walker: &Walker<'_, '_, '_>, line: Line<'_>, row: &[u8]) -> Option<()> {
        if walker.table.broken || !line.ended || self.layout.has_quote(row) {
            return None;
        }
        self.series = distinct(walker.slots.get(walker.slot)?)?;
        let mut at = 0;
        for step in 0..self.layout.steps.len() {
            let last = step + 1 == self.layout.steps.len();
            let (cell, next) = self.layout.cell(row, at, last)?;
            let raw = row.get(at..next)?;
            match self.layout.steps[step] {
                Step::Station => {
                    if at == 0 && !self.layout.may_begin_row(raw) {
                        return None;
                    }
                    self.station = Known::new(raw);
                }
                Step::Stamp => {
                    let clock = self.layout.clocks.get(walker.pattern)?.as_ref()?;
                    let patterns = &walker.plan.time.1;
                    let (mut pattern, mut cache) = (walker.pattern, walker.cache);
                    let stamp = read_any(patterns, cell, &mut pattern, &mut cache)?;
                    self.day.learn(clock, raw, cell.len(), stamp)?;
                }
                Step::TimeOfDay => {
                    let clock = self.layout.day_clocks.get(walker.time_pattern)?.as_ref()?;
                    self.time_of_day.learn_end(clock, raw, cell.len())?;
                }
                Step::Flag(nth) => {
                    let value = self.layout.flags[nth];
                    self.flags[nth].learn(raw, walker.flag_of(value, cell)?);
                }
                Step::Same(nth) => self.same[nth] = Known::new(raw),
                Step::Value(..) | Step::Skip(_) => {}
            }
            at = next;
        }
        self.offset = walker.offset;
        (at == row.len()).then_some(())
    }
}

impl Flags {
    /// Another flag that is known.
    #[inline(never)]
    fn other(&mut self, text: &[u8], at: usize) -> Option<(usize, u16)> {
        let found = self
            .known
            .iter()
            .position(|(known, _)| known.stands(text, at))?;
        self.last = found;
        let (known, index) = &self.known[found];
        Some((known.len(), *index))
    }

    fn learn(&mut self, raw: &[u8], index: u16) {
        let known = Known::new(raw);
        if let Some(found) = self.known.iter().position(|(old, _)| *old == known) {
            self.last = found;
            return;
        }
        if self.known.len() == FLAGS {
            self.known.remove(0);
        }
        self.last = self.known.len();
        self.known.push((known, index));
    }
}

/// The series of a station's columns, when each column has begun and has one of its own.
fn distinct(slots: &[Option<usize>]) -> Option<Vec<usize>> {
    let series: Vec<usize> = slots.iter().copied().collect::<Option<_>>()?;
    let mut sorted = series.clone();
    sorted.sort_unstable();
    sorted.dedup();
    (sorted.len() == series.len()).then_some(series)
}
