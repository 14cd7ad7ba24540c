//! The walk over rows of a grid that hold nothing but short numbers, empty cells and flags that were met before.
//!
//! It reads nothing that the checked walk would read otherwise, and says nothing: a row in which anything else stands
//! is left to the checked walk, and so is the first row of every series.

use std::collections::BTreeMap;

use crate::ingest::lines::{LONGEST_LINE, Line};
use crate::ingest::rows::{StationAt, word};
use crate::ingest::shapes::plan;
use crate::ingest::table::Cells;

use super::{GridPlan, Said, Walker};

/// So many different flags of a family are known at once.
const FLAGS: usize = 24;

/// What a field is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// Nothing that is read, or read before the values.
    Skip,
    /// The nth value of a family.
    Value(u16, u16),
    /// The flag of that value.
    Flag(u16, u16),
}

/// An index of a flag, and whether it says that its value is none.
pub(super) type Flag = (u16, bool);

/// What the walk over plain rows knows.
pub(super) struct Fast {
    roles: Vec<Role>,
    /// How many fields come before the first value.
    before: usize,
    delimiter: u8,
    quote: Option<u8>,
    /// The delimiter and the decimal mark in all places of a word.
    wanted: u64,
    mark: u64,
    families: Vec<Row>,
    /// The station of the row before, and its series.
    station: Vec<u8>,
    series: Vec<usize>,
}

/// A family of the row that is being read.
struct Row {
    empty_is_missing: bool,
    /// Codes that say "no value".
    codes: Vec<f64>,
    /// Fields of the values, from 1.
    columns: Vec<u16>,
    numbers: Vec<i64>,
    /// Stamps; `None` for a day that does not exist.
    times: Vec<Option<i64>>,
    values: Vec<f64>,
    flags: Vec<Flag>,
    /// Flags by what stands in their cell.
    texts: BTreeMap<Vec<u8>, Flag>,
    /// The same with the end of the field, for comparing.
    known: Vec<(word::Known, Flag)>,
    cells: Cells,
}

impl Fast {
    /// `None` where rows have rules that only the checked walk knows.
    pub(super) fn of(plan: &GridPlan<'_>) -> Option<Self> {
        let rules = plan.rules;
        if rules.grid.as_ref()?.year_row.is_some() {
            return None;
        }
        let mut roles = vec![Role::Skip; plan.fields];
        let mut put = |field: usize, role: Role| {
            let place = roles.get_mut(field)?;
            (*place == Role::Skip).then(|| *place = role)
        };
        let mut families = Vec::new();
        for (at, family) in plan.families.iter().enumerate() {
            let at = u16::try_from(at).ok()?;
            if family.only.is_some() {
                return None;
            }
            for (nth, value) in family.values.iter().enumerate() {
                let nth = u16::try_from(nth).ok()?;
                put(value.field, Role::Value(at, nth))?;
                match value.flags.as_slice() {
                    [] | [None] => {}
                    [Some(flag)] => put(flag.field, Role::Flag(at, nth))?,
                    _ => return None,
                }
            }
            let columns = family.values.iter();
            families.push(Row {
                empty_is_missing: family.missing.texts.iter().any(Vec::is_empty),
                codes: family.missing.numbers.clone(),
                columns: columns
                    .map(|value| u16::try_from(value.field + 1).unwrap_or(u16::MAX))
                    .collect(),
                numbers: family.values.iter().map(|value| value.number).collect(),
                times: vec![None; family.values.len()],
                values: vec![f64::NAN; family.values.len()],
                flags: vec![(0, false); family.values.len()],
                texts: BTreeMap::new(),
                known: Vec::new(),
                cells: Cells::default(),
            });
        }
        let before = roles.iter().position(|role| *role != Role::Skip)?;
        let station = match plan.station {
            StationAt::Field(field) => Some(field),
            StationAt::Fixed(..) => None,
        };
        let early = plan.dates.fields();
        let mut early = early.chain(station).chain(plan.name).chain(plan.unit);
        if early.any(|field| field >= before) || rules.delimiter == Some(' ') {
            return None;
        }
        let delimiter = plan::byte(rules.delimiter.unwrap_or('\t'));
        Some(Self {
            roles,
            before,
            delimiter,
            quote: rules.quote.map(plan::byte),
            wanted: word::all(delimiter),
            mark: word::all(plan.decimal),
            families,
            station: Vec::new(),
            series: Vec::new(),
        })
    }

    /// Remembers what the checked walk made of the only flag cell of a value.
    pub(super) fn learn(&mut self, family: usize, cell: &[u8], flag: Flag) {
        let texts = &mut self.families[family].texts;
        if texts.len() < FLAGS && !texts.contains_key(cell) {
            texts.insert(cell.to_vec(), flag);
        }
    }

    /// Reads a row with which `text` begins; `None` to leave it.
    pub(super) fn row(
        &mut self,
        walker: &mut Walker<'_, '_, '_>,
        line: Line<'_>,
        text: &[u8],
    ) -> Option<()> {
        let plan = walker.plan;
        if walker.table.broken || !line.ended || line.bytes.len() > LONGEST_LINE {
            return None;
        }
        let mut at = self.beginning(walker, line)?;
        let above = walker.above;
        let date = plan
            .dates
            .read(line.bytes, &walker.fields, &mut walker.above);
        let date = match date {
            Ok(date) if plan.dates.exists(date) => date,
            Ok(_) | Err(_) => {
                walker.above = above;
                return None;
            }
        };
        for row in &mut self.families {
            plan.dates.times(date, &row.numbers, &mut row.times);
        }
        let read = self.cells(walker, line, text, &mut at);
        if read.is_none() || !walker.find_known_station(line) {
            walker.above = above;
            return None;
        }
        // Nothing is kept of a row unless all of its families have begun.
        if plan.unit.is_some() || self.station != walker.station || self.series.is_empty() {
            self.series.clear();
            let begun = (0..self.families.len()).map(|family| walker.begun(line, family));
            self.series = begun.collect::<Option<_>>()?;
            self.station.clone_from(&walker.station);
        }
        for (row, &series) in self.families.iter_mut().zip(&self.series) {
            row.keep(series, line.number, walker.table);
        }
        Some(())
    }

    /// Finds the fields before the values; gives where the values begin.
    fn beginning(&self, walker: &mut Walker<'_, '_, '_>, line: Line<'_>) -> Option<usize> {
        let mut from = 0;
        walker.fields.clear();
        for _ in 0..self.before {
            let rest = line.bytes.get(from..)?;
            let len = memchr::memchr(self.delimiter, rest)?;
            walker.fields.put(from, from + len);
            from += len + 1;
        }
        let quotes = |quote| memchr::memchr(quote, &line.bytes[..from]).is_some();
        (!self.quote.is_some_and(quotes)).then_some(from)
    }

    /// Reads the values and flags of a row.
    fn cells(
        &mut self,
        walker: &Walker<'_, '_, '_>,
        line: Line<'_>,
        text: &[u8],
        at: &mut usize,
    ) -> Option<()> {
        let end = line.bytes.len();
        let last = self.roles.len() - 1;
        for field in self.before..self.roles.len() {
            // Behind the last field stands the end of the line, which is an end of a field like any other.
            let window = word::window(text, *at)?;
            let len = match self.roles[field] {
                _ if field == last => end.checked_sub(*at)?,
                Role::Value(..) => {
                    let found = word::find(word::load(window, 0), self.wanted);
                    if found < 8 {
                        found
                    } else {
                        memchr::memchr(self.delimiter, line.bytes.get(*at..)?)?
                    }
                }
                Role::Flag(..) | Role::Skip if window[0] == self.delimiter => 0,
                Role::Flag(..) | Role::Skip => {
                    memchr::memchr(self.delimiter, line.bytes.get(*at..)?)?
                }
            };
            let next = *at + len;
            if next > end {
                return None;
            }
            let cell = line.bytes.get(*at..next)?;
            match self.roles[field] {
                Role::Value(family, nth) => {
                    let row = self.families.get_mut(usize::from(family))?;
                    let nth = usize::from(nth);
                    if row.times.get(nth)?.is_none() {
                        cell.is_empty().then_some(())?;
                    } else {
                        let short = word::number(word::load(window, 0), len, self.mark);
                        let value = match short {
                            Some(value) if row.codes.contains(&value) => f64::NAN,
                            Some(value) => value,
                            None if len == 0 && row.empty_is_missing => f64::NAN,
                            None => long_value(walker, usize::from(family), cell)?,
                        };
                        *row.values.get_mut(nth)? = value;
                    }
                }
                Role::Flag(family, nth) => {
                    let row = self.families.get_mut(usize::from(family))?;
                    let flag = row.flag(window, cell)?;
                    *row.flags.get_mut(usize::from(nth))? = flag;
                }
                Role::Skip => {
                    let quotes = |quote| memchr::memchr(quote, cell).is_some();
                    (!self.quote.is_some_and(quotes)).then_some(())?;
                }
            }
            // The last cell must hold no further field.
            if field == last && memchr::memchr(self.delimiter, cell).is_some() {
                return None;
            }
            *at = next + 1;
        }
        Some(())
    }
}

/// A value that is longer than a short number, or written in another way.
fn long_value(walker: &Walker<'_, '_, '_>, family: usize, cell: &[u8]) -> Option<f64> {
    let family = walker.plan.families.get(family)?;
    match walker.meaning(family, cell.trim_ascii()) {
        Said::Value(value, []) => Some(value),
        Said::Missing([]) => Some(f64::NAN),
        Said::Value(..) | Said::Missing(_) | Said::NoNumber => None,
    }
}

impl Row {
    /// The flag that a cell says, when it was met before.
    fn flag(&mut self, window: &[u8; word::WINDOW], cell: &[u8]) -> Option<Flag> {
        let known = self.known.iter();
        let mut known = known.filter(|(known, _)| known.len() == cell.len() + 1);
        if let Some((_, flag)) = known.find(|(known, _)| known.stands(window, 0)) {
            return Some(*flag);
        }
        let flag = *self.texts.get(cell.trim_ascii())?;
        if self.known.len() < FLAGS
            && let Some(raw) = window.get(..=cell.len())
        {
            self.known.push((word::Known::new(raw), flag));
        }
        Some(flag)
    }

    /// Hands the values over.
    fn keep(&mut self, series: usize, line: u32, table: &mut crate::ingest::table::Table<'_>) {
        self.cells.clear();
        for (nth, time) in self.times.iter().enumerate() {
            let Some(time) = time else { continue };
            let (flag, says_missing) = self.flags[nth];
            let value = if says_missing {
                f64::NAN
            } else {
                self.values[nth]
            };
            self.cells.push(*time, value, flag, self.columns[nth]);
        }
        table.keep_cells(series, &self.cells, line);
    }
}
