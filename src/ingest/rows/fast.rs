//! The walk over rows that are like the row before: the same station, the same day, the same flags, short numbers.
//!
//! It reads nothing that the checked walk would read otherwise, and says nothing: a row in which anything is unlike
//! what was learnt from a row before it is left to the checked walk, and what that made of it is learnt. Rows are
//! gathered by column and handed over when the station changes, when a row is left, and at the end.

use crate::ingest::lines::{LONGEST_LINE, Line, Lines};
use crate::ingest::stamp::read_any;
use crate::ingest::table::Rows;

use super::Cell;
use super::fast_stamp::{Clock, Day};
use super::layout::{Layout, Step};
use super::slow::Walker;
use super::word::{self, Known, WINDOW};

/// So many rows are gathered before they are handed over; they fit into the nearest cache.
const GATHERED: usize = 512;
/// An id of so many bytes with its delimiter, and the stamp behind it, stand in one window.
const LONGEST_ID: usize = 24;
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
    /// Patterns of the stamp and of the time of day that the clocks are made of.
    patterns: (usize, usize),
    clock: Clock,
    day: Day,
    day_clock: Clock,
    time_of_day: Day,
    /// Cells that must stay as they are: the code of a clock, flags that have several parts.
    same: Vec<Known>,
    /// Milliseconds ahead of UTC that the column of clocks says.
    ahead: i64,
    flags: Vec<Flags>,
    gathered: Gathered,
    /// Whether a row was left only to hand over those before it.
    again: bool,
    /// Lines that were left without a row between them.
    left: u32,
}

/// The flags of one column, or of several that have one flag column together.
struct Flags {
    /// Those that were met, with their index.
    known: Vec<(Known, u16)>,
    /// The one of the row before.
    last: (Known, u16),
    column: Vec<u16>,
}

/// Rows that are not handed over yet.
struct Gathered {
    n: usize,
    /// Line of the first.
    line: u32,
    lines: Vec<u32>,
    time: Vec<i64>,
    /// Column after column.
    value: Vec<f64>,
}

impl Fast {
    /// For rows of this layout.
    pub(super) fn new(layout: Layout) -> Self {
        let flags = layout.flags.iter().map(|_| Flags {
            known: Vec::new(),
            last: (Known::default(), 0),
            column: vec![0; GATHERED],
        });
        Self {
            ready: false,
            station: Known::default(),
            series: Vec::new(),
            patterns: (0, 0),
            clock: Clock::default(),
            day: Day::default(),
            day_clock: Clock::default(),
            time_of_day: Day::default(),
            same: vec![Known::default(); layout.same.len()],
            ahead: 0,
            flags: flags.collect(),
            gathered: Gathered {
                n: 0,
                line: 0,
                lines: vec![0; GATHERED],
                time: vec![0; GATHERED],
                value: vec![0.0; GATHERED * layout.values.len()],
            },
            again: false,
            left: 0,
            layout,
        }
    }

    /// Passes over the rows that it reads, until one has to be left.
    pub(super) fn run(&mut self, walker: &mut Walker<'_, '_, '_>, lines: &mut Lines<'_>) {
        // A row that was left may have had another form of stamp.
        self.ready &= self.patterns == (walker.pattern, walker.time_pattern);
        if !self.ready || (self.left >= PATIENCE && !self.left.is_multiple_of(PATIENCE)) {
            self.left = self.left.saturating_add(1);
            return;
        }
        let text = lines.rest();
        let first = lines.next_number();
        if usize::try_from(u32::MAX - first).is_ok_and(|left| left < text.len()) {
            // Lines that have no number of their own are a matter of the checked walk.
            return;
        }
        self.gathered.line = first;
        let (mut at, mut rows) = (0, 0_u32);
        loop {
            let next = if self.layout.is_plain {
                self.plain_row(walker, text, at)
            } else {
                self.row(walker, text, at)
            };
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

    /// The same as [`Self::row`] for rows of the plain form.
    #[inline(always)]
    fn plain_row(
        &mut self,
        walker: &mut Walker<'_, '_, '_>,
        text: &[u8],
        start: usize,
    ) -> Option<usize> {
        let n = self.gathered.n;
        let window = word::window(text, start)?;
        let mut at = 0;
        if self.layout.station_is_first {
            if !self.station.stands(window, 0) {
                self.change_station(walker, text, start)?;
            }
            at = self.station.len();
            if at > LONGEST_ID {
                return self.row(walker, text, start);
            }
        } else if !window[0].is_ascii_digit() {
            return None;
        }
        if !self.day.stands(&self.clock, window, at)
            && self.day.goes_on(&self.clock, window, at).is_none()
        {
            self.change_day(walker, text, start + at)?;
        }
        let time = self.day.millis + self.clock.of_day(window, at)? - self.ahead;
        let mut at = start + at + self.clock.len + self.day.suffix.len();
        let values = self.layout.values.len();
        for nth in 0..values {
            let last = nth + 1 == values && self.flags.is_empty();
            let window = word::window(text, at)?;
            let (value, len) = match self.value(window, nth, last) {
                Some(read) => read,
                None => self.long_value(walker, text, at, (nth, last))?,
            };
            *self.gathered.value.get_mut(nth * GATHERED + n)? = value;
            at += len;
        }
        if let Some(flags) = self.flags.first_mut() {
            let window = word::window(text, at)?;
            if !flags.last.0.stands(window, 0) {
                flags.change(window)?;
            }
            *flags.column.get_mut(n)? = flags.last.1;
            at += flags.last.0.len();
        }
        if at - start > LONGEST_LINE {
            return None;
        }
        *self.gathered.time.get_mut(n)? = time;
        self.gathered.n = n + 1;
        Some(at)
    }

    /// Reads the row that begins at `start`; returns where the next one begins, or `None` to leave it.
    fn row(&mut self, walker: &mut Walker<'_, '_, '_>, text: &[u8], start: usize) -> Option<usize> {
        let n = self.gathered.n;
        if self.layout.begins_with_digit && !text.get(start)?.is_ascii_digit() {
            return None;
        }
        let mut at = start;
        let (mut day, mut of_day) = (0, 0);
        for step in 0..self.layout.steps.len() {
            let window = word::window(text, at)?;
            at += match self.layout.steps[step] {
                Step::Station => {
                    if !self.station.stands(window, 0) {
                        self.change_station(walker, text, at)?;
                    }
                    self.station.len()
                }
                Step::Stamp => {
                    if !self.day.stands(&self.clock, window, 0)
                        && self.day.goes_on(&self.clock, window, 0).is_none()
                    {
                        self.change_day(walker, text, at)?;
                    }
                    day = self.day.millis;
                    of_day += self.clock.of_day(window, 0)?;
                    self.clock.len + self.day.suffix.len()
                }
                Step::TimeOfDay => {
                    let clock = &self.day_clock;
                    if !self.time_of_day.suffix.stands(window, clock.len) {
                        return None;
                    }
                    of_day += clock.of_day(window, 0)?;
                    clock.len + self.time_of_day.suffix.len()
                }
                Step::Value(nth, last) => {
                    let nth = usize::from(nth);
                    let (value, len) = match self.value(window, nth, last) {
                        Some(read) => read,
                        None => self.long_value(walker, text, at, (nth, last))?,
                    };
                    *self.gathered.value.get_mut(nth * GATHERED + n)? = value;
                    len
                }
                Step::Flag(nth) => {
                    let flags = self.flags.get_mut(usize::from(nth))?;
                    if !flags.last.0.stands(window, 0) {
                        flags.change(window)?;
                    }
                    *flags.column.get_mut(n)? = flags.last.1;
                    flags.last.0.len()
                }
                Step::Same(nth) => {
                    let known = self.same.get(usize::from(nth))?;
                    if !known.stands(window, 0) {
                        return None;
                    }
                    known.len()
                }
                Step::Skip(last) => self.layout.cell(text, at, last)?.1 - at,
            };
        }
        if at - start > LONGEST_LINE {
            return None;
        }
        *self.gathered.time.get_mut(n)? = day + of_day - self.ahead;
        self.gathered.n = n + 1;
        Some(at)
    }

    /// A value of at most seven bytes with which the window begins, and how many bytes it and its end have.
    #[inline(always)]
    fn value(&self, window: &[u8; WINDOW], nth: usize, last: bool) -> Option<(f64, usize)> {
        let word = word::load(window, 0);
        let end = self.layout.end(last);
        let len = word::find(word, end.wanted);
        if len == 8 || !end.stands(window, len) {
            return None;
        }
        let column = self.layout.values.get(nth)?;
        let value = match word::number(word, len, self.layout.mark) {
            Some(value) if value == column.code => f64::NAN,
            Some(_) if column.has_codes => return None,
            Some(value) => value,
            None if len == 0 && column.empty_is_missing => f64::NAN,
            None => return None,
        };
        Some((value, len + end.len))
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
            Cell::Value(value) => Some((value, next - at)),
            Cell::Missing => Some((f64::NAN, next - at)),
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
        &mut self,
        walker: &mut Walker<'_, '_, '_>,
        text: &[u8],
        at: usize,
    ) -> Option<()> {
        let (cell, next) = self.layout.cell(text, at, self.layout.stamp_is_last)?;
        let patterns = &walker.plan.time.1;
        let mut pattern = walker.pattern;
        let stamp = read_any(patterns, cell, &mut pattern, &mut walker.cache)?;
        // Another form is a matter of the checked walk.
        (pattern == walker.pattern).then_some(())?;
        let raw = text.get(at..next)?;
        self.day.learn(&self.clock, raw, cell.len(), stamp)
    }

    /// Hands the gathered rows over.
    fn hand_over(&mut self, walker: &mut Walker<'_, '_, '_>) {
        let n = std::mem::take(&mut self.gathered.n);
        if n == 0 {
            return;
        }
        let mut line = self.gathered.line;
        for place in &mut self.gathered.lines[..n] {
            *place = line;
            line = line.wrapping_add(1);
        }
        let values = self.gathered.value.chunks_exact(GATHERED);
        let columns = self.layout.values.iter().zip(values);
        for ((column, value), series) in columns.zip(&self.series) {
            walker.table.keep_rows(
                *series,
                &Rows {
                    time: &self.gathered.time[..n],
                    value: &value[..n],
                    flag: column.flag.map(|flag| &self.flags[flag].column[..n]),
                    line: &self.gathered.lines[..n],
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
                    self.clock = self.layout.clocks.get(walker.pattern)?.clone()?;
                    let patterns = &walker.plan.time.1;
                    let (mut pattern, mut cache) = (walker.pattern, walker.cache);
                    let stamp = read_any(patterns, cell, &mut pattern, &mut cache)?;
                    self.day.learn(&self.clock, raw, cell.len(), stamp)?;
                }
                Step::TimeOfDay => {
                    let clock = self.layout.day_clocks.get(walker.time_pattern)?;
                    self.day_clock = clock.clone()?;
                    self.time_of_day
                        .learn_end(&self.day_clock, raw, cell.len())?;
                }
                Step::Flag(nth) => {
                    let nth = usize::from(nth);
                    let value = self.layout.flags[nth];
                    self.flags[nth].learn(raw, walker.flag_of(value, cell)?);
                }
                Step::Same(nth) => self.same[usize::from(nth)] = Known::new(raw),
                Step::Value(..) | Step::Skip(_) => {}
            }
            at = next;
        }
        self.ahead = i64::from(walker.offset.unwrap_or(0)) * 60_000;
        self.patterns = (walker.pattern, walker.time_pattern);
        (at == row.len()).then_some(())
    }
}

impl Flags {
    /// Goes on with another flag that is known.
    #[inline(never)]
    fn change(&mut self, window: &[u8; WINDOW]) -> Option<()> {
        let found = self
            .known
            .iter()
            .find(|(known, _)| known.stands(window, 0))?;
        self.last = found.clone();
        Some(())
    }

    fn learn(&mut self, raw: &[u8], index: u16) {
        self.last = (Known::new(raw), index);
        if !self.known.contains(&self.last) {
            if self.known.len() == FLAGS {
                self.known.remove(0);
            }
            self.known.push(self.last.clone());
        }
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
