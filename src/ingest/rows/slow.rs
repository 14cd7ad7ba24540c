//! The checked walk: every rule of a row, one cell after the other, with a finding for whatever is wrong.

use std::collections::BTreeMap;

use crate::domain::{Cause, Finding};
use crate::ingest::complaints::Kind;
use crate::ingest::flags::Part;
use crate::ingest::lines::{FieldFault, Fields, Line};
use crate::ingest::raw::RawSeries;
use crate::ingest::stamp::{DateCache, Stamp, read_any};
use crate::ingest::table::{CUT, NO_TIME, Reading, Table};
use crate::ingest::{diagnose, number};

use super::kinds::{
    AFTER, AGAIN, BROKEN, END_OF_FILE, FOOTER, LEAP, LONG, MARK_OF_ORDER, MIDNIGHT, MINUS,
    NO_OFFSET, NO_STATION, NOTHING, NUL_TAIL, OPEN, TRAILING, TRUNCATED, UNKNOWN_FLAG,
};
use super::odd;
use super::{Cell, Offsets, RowPlan, StationAt, ValuePlan};

/// So many codes that are not read are named.
const MOST_CODES: usize = 12;

pub(super) enum Meaning {
    Row,
    Nothing,
    Told(Kind),
    Section,
}

pub(super) struct Walker<'w, 'r, 'f> {
    pub(super) plan: &'w RowPlan<'r>,
    pub(super) table: &'w mut Table<'f>,
    fields: Fields,
    pub(super) cache: DateCache,
    time_cache: DateCache,
    pub(super) pattern: usize,
    pub(super) time_pattern: usize,
    pub(super) stations: BTreeMap<Vec<u8>, usize>,
    /// Series of each station and value column.
    pub(super) slots: Vec<Vec<Option<usize>>>,
    pub(super) station: Vec<u8>,
    /// The unit of the row before, where rows have one.
    unit: Vec<u8>,
    pub(super) slot: usize,
    /// The flag cells of the row before, for each value column, and their index.
    flags: Vec<(Vec<u8>, u16)>,
    scratch: Vec<u8>,
    told_trailing: bool,
    /// The last blank line.
    pub(super) blank: u32,
    told_midnight: bool,
    /// Minutes that the column of clocks said last.
    pub(super) offset: Option<i32>,
    /// Codes of rows that no series takes: how many, and the first line.
    unread: BTreeMap<Vec<u8>, (u64, u32)>,
}

impl<'w, 'r, 'f> Walker<'w, 'r, 'f> {
    pub(super) fn new(plan: &'w RowPlan<'r>, table: &'w mut Table<'f>) -> Self {
        let empty = table.flags.index(&[]);
        Self {
            plan,
            table,
            fields: Fields::default(),
            cache: DateCache::default(),
            time_cache: DateCache::default(),
            pattern: 0,
            time_pattern: 0,
            stations: BTreeMap::new(),
            slots: Vec::new(),
            station: Vec::new(),
            unit: Vec::new(),
            slot: usize::MAX,
            flags: vec![(Vec::new(), empty); plan.values.len()],
            scratch: Vec::new(),
            told_trailing: false,
            blank: 0,
            told_midnight: false,
            offset: None,
            unread: BTreeMap::new(),
        }
    }

    /// Says which rows were not read because the profile knows no quantity of ours for their code.
    pub(super) fn finish(self) {
        let count: u64 = self.unread.values().map(|(count, _)| count).sum();
        let Some(first) = self.unread.values().map(|(_, line)| *line).min() else {
            return;
        };
        let codes: Vec<String> = self
            .unread
            .keys()
            .take(MOST_CODES)
            .map(|code| self.table.coding.decode(code))
            .collect();
        self.table.complaints.say(
            Finding::note(
                Cause::UnknownUnit,
                format!("{count} rows hold quantities that are not read here"),
            )
            .line(first)
            .text(&codes.join(" · "))
            .hint("stage, discharge, rain and storage are read; add the code to [parameters] of the profile if it is one of them"),
        );
    }

    #[inline]
    pub(super) fn meaning(&self, line: Line<'_>) -> Meaning {
        let plan = self.plan;
        // Most rows begin with a digit or a quotation mark: no rule below can hold for them but the header's.
        let first = line.bytes.first().copied().unwrap_or(b' ');
        if first.is_ascii_digit() && !line.bytes.is_empty() {
            return Meaning::Row;
        }
        let text = line
            .bytes
            .strip_prefix(b"\xef\xbb\xbf")
            .unwrap_or(line.bytes);
        let begins = |with: &Vec<u8>| text.starts_with(with);
        if plan.section.as_ref().is_some_and(begins) {
            Meaning::Section
        } else if line.is_blank() || plan.comment.as_ref().is_some_and(begins) {
            Meaning::Nothing
        } else if text == b"\x1a" {
            Meaning::Told(END_OF_FILE)
        } else if first == 0 && text.iter().all(|byte| *byte == 0) {
            Meaning::Told(NUL_TAIL)
        } else if plan.header.as_deref() == Some(text) {
            Meaning::Told(AGAIN)
        } else if plan.footer.iter().any(begins) {
            Meaning::Told(FOOTER)
        } else {
            Meaning::Row
        }
    }

    pub(super) fn tell(&mut self, kind: Kind, line: Line<'_>) {
        let text = self.table.coding.decode(line.bytes);
        self.table.complaints.at(kind, line.number, 0, &text);
    }

    fn at(&mut self, kind: Kind, line: Line<'_>, field: usize, text: &[u8]) {
        let text = self.table.coding.decode(text);
        self.table.complaints.at(kind, line.number, field, &text);
    }

    fn reject(&mut self, kind: Kind, line: Line<'_>, field: usize, text: &[u8]) {
        self.table
            .reject(self.plan.cells(), kind, (line.number, field), text);
    }

    /// Reads a row; whether every cell of it was kept.
    pub(super) fn row(&mut self, mut line: Line<'_>) -> bool {
        if let Some(bytes) = line.bytes.strip_prefix(b"\xef\xbb\xbf") {
            self.table.complaints.at(MARK_OF_ORDER, line.number, 1, "");
            line.bytes = bytes;
        }
        if !self.is_sound(line) || !self.find_station(line) {
            return false;
        }
        let Some(stamp) = self.stamp(line) else {
            return false;
        };
        let mut whole = true;
        if self.plan.is_picky() {
            whole = false;
            self.picked_cells(line, stamp);
        } else {
            for value in 0..self.plan.values.len() {
                whole &= self.cell(line, value, stamp);
            }
        }
        if !line.ended {
            self.table
                .complaints
                .at(CUT, line.number, 0, &self.table.coding.decode(line.bytes));
        }
        whole
    }

    /// Finds the fields; a row of another shape is rejected whole.
    #[inline]
    fn is_sound(&mut self, line: Line<'_>) -> bool {
        let plan = self.plan;
        if line.is_endless() {
            self.reject(LONG, line, 0, line.bytes);
            return false;
        }
        if self.table.broken
            && encoding_rs::Encoding::utf8_valid_up_to(line.bytes) < line.bytes.len()
        {
            let (field, is_cut) = odd::broken_field(line, plan);
            let kind = if is_cut { TRUNCATED } else { BROKEN };
            self.reject(kind, line, field, line.bytes);
            return false;
        }
        let fault = match self.fields.split(line.bytes, plan.delimiter, plan.quote) {
            Ok(()) => {
                if let Some((kind, field)) = odd::odd_field(line, &self.fields, plan) {
                    let text = self.fields.get(line.bytes, field);
                    self.reject(kind, line, field + 1, text);
                    return false;
                }
                let is_sound =
                    self.fields.len() == plan.fields || self.is_sound_though_ragged(line);
                if is_sound && !plan.extras.cuts.is_empty() {
                    self.fields.fill(plan.fields);
                    plan.extras.cut(line.bytes, &mut self.fields);
                }
                return is_sound;
            }
            Err(fault) => fault,
        };
        match fault {
            FieldFault::Unclosed(_) if !line.ended => self.reject(TRUNCATED, line, 0, line.bytes),
            FieldFault::Unclosed(field) => self.reject(OPEN, line, field, line.bytes),
            FieldFault::AfterQuote(field) => self.reject(AFTER, line, field, line.bytes),
        }
        false
    }

    fn is_sound_though_ragged(&mut self, line: Line<'_>) -> bool {
        let n = self.fields.len();
        if self.fields.iter(line.bytes).all(<[u8]>::is_empty) {
            self.tell(NOTHING, line);
            false
        } else if n == self.plan.fields + 1 && self.fields.get(line.bytes, n - 1).is_empty() {
            if !self.told_trailing {
                self.told_trailing = true;
                self.tell(TRAILING, line);
            }
            true
        } else if n < self.plan.fields && self.plan.extras.ragged {
            true
        } else {
            let kind = odd::other_shape(line, n, self.plan);
            self.reject(kind, line, 0, line.bytes);
            false
        }
    }

    #[inline]
    fn find_station(&mut self, line: Line<'_>) -> bool {
        let id = match &self.plan.station {
            StationAt::Fixed(..) if self.slot != usize::MAX && self.plan.unit.is_none() => {
                return true;
            }
            StationAt::Fixed(..) => &[][..],
            StationAt::Field(field) => self.fields.get(line.bytes, *field),
        };
        let unit = self
            .plan
            .unit
            .map_or(&[][..], |field| self.fields.get(line.bytes, field));
        // Nothing is not compared with nothing: the C library takes longer for it than for the rest of a row.
        if !id.is_empty() && id == self.station.as_slice() && unit == self.unit.as_slice() {
            return true;
        }
        if let StationAt::Field(field) = self.plan.station
            && id.is_empty()
        {
            if self.fields.iter(line.bytes).all(<[u8]>::is_empty) {
                self.tell(NOTHING, line);
            } else {
                self.reject(NO_STATION, line, field + 1, line.bytes);
            }
            return false;
        }
        let next = self.slots.len();
        // A station whose unit changes is another series; the two parts are parted by a byte that no id holds.
        let mut key = id.to_vec();
        if self.plan.unit.is_some() {
            key.push(0x1f);
            key.extend_from_slice(unit);
        }
        self.slot = *self.stations.entry(key).or_insert(next);
        if self.slot == next {
            self.slots.push(vec![None; self.plan.values.len()]);
        }
        self.station.clear();
        self.station.extend_from_slice(id);
        self.unit.clear();
        self.unit.extend_from_slice(unit);
        true
    }

    /// The date, or the whole stamp; `Err` with the field that says none.
    #[inline]
    fn date(&mut self, line: Line<'_>) -> Result<Stamp, usize> {
        if let Some(parts) = &self.plan.extras.parts {
            return parts.read(line.bytes, &self.fields);
        }
        let (field, patterns) = &self.plan.time;
        let text = self.fields.get(line.bytes, *field);
        if !self.plan.extras.zones.is_empty() {
            let (text, offset) = self.plan.extras.zone(text).ok_or(*field)?;
            let stamp = read_any(patterns, text, &mut self.pattern, &mut self.cache);
            return stamp
                .map(|stamp| Stamp {
                    offset: Some(offset),
                    ..stamp
                })
                .ok_or(*field);
        }
        read_any(patterns, text, &mut self.pattern, &mut self.cache).ok_or(*field)
    }

    #[inline]
    fn stamp(&mut self, line: Line<'_>) -> Option<Stamp> {
        let mut stamp = match self.date(line) {
            Ok(stamp) => stamp,
            Err(field) => {
                if self.fields.iter(line.bytes).all(<[u8]>::is_empty) {
                    self.tell(NOTHING, line);
                } else {
                    let text = self.fields.get(line.bytes, field);
                    let said = self.table.coding.decode(text);
                    let kind = diagnose::time(&said, self.plan.forms);
                    self.reject(kind, line, field + 1, text);
                }
                return None;
            }
        };
        if let Some((field, patterns)) = &self.plan.time_of_day {
            let text = self.fields.get(line.bytes, *field);
            let pattern = &mut self.time_pattern;
            let Some(of_day) = read_any(patterns, text, pattern, &mut self.time_cache) else {
                self.reject(NO_TIME, line, field + 1, text);
                return None;
            };
            stamp.millis += of_day.millis;
            stamp.date_only = false;
            stamp.offset = of_day.offset.or(stamp.offset);
            stamp.leap_second |= of_day.leap_second;
        }
        if let Some(Offsets { field, codes }) = &self.plan.offset {
            let text = self.fields.get(line.bytes, *field);
            let Some((_, minutes)) = codes.iter().find(|(code, _)| code.as_slice() == text) else {
                self.reject(NO_OFFSET, line, field + 1, text);
                return None;
            };
            stamp.offset = Some(*minutes);
            self.offset = stamp.offset;
        }
        if let Some(minutes) = stamp.offset {
            stamp.millis -= i64::from(minutes) * 60_000;
        }
        let field = self.plan.time.0;
        let text = self.fields.get(line.bytes, field);
        if stamp.leap_second {
            self.at(LEAP, line, field + 1, text);
        } else if !self.told_midnight && odd::is_24(text) {
            self.told_midnight = true;
            self.at(MIDNIGHT, line, field + 1, text);
        }
        Some(stamp)
    }

    #[inline]
    fn cell(&mut self, line: Line<'_>, at: usize, stamp: Stamp) -> bool {
        let value = &self.plan.values[at];
        let text = self.fields.get(line.bytes, value.field);
        let (mut number, why) = match value.missing.meaning(text, self.plan.decimal) {
            Cell::Value(number) => (number, &[][..]),
            Cell::Missing => (f64::NAN, &[][..]),
            Cell::MissingBecause => (f64::NAN, text),
            Cell::NoNumber => match self.odd_number(value, text) {
                Some(read) => read,
                None if self.is_said_missing(line, value) => (f64::NAN, &[][..]),
                None => {
                    let Some(read) =
                        odd::minus(text).and_then(|text| number::parse(text, self.plan.decimal))
                    else {
                        let said = self.table.coding.decode(text);
                        let kind = diagnose::number(&said, self.plan.decimal);
                        self.table
                            .reject(1, kind, (line.number, value.field + 1), text);
                        return false;
                    };
                    let field = value.field + 1;
                    self.at(MINUS, line, field, text);
                    (-read, &[][..])
                }
            },
        };
        if !number.is_nan() && self.is_said_missing(line, value) {
            number = f64::NAN;
        }
        let mut flag = self.flag(line, at, why);
        if !line.ended {
            flag = self.table.flags.suspect(flag);
        }
        let series = match self.slots[self.slot][at] {
            Some(series) => series,
            None => self.begin(line, at, stamp),
        };
        self.table.keep(
            series,
            Reading {
                time: stamp.millis,
                value: number,
                flag,
                line: line.number,
                column: u16::try_from(value.field + 1).unwrap_or(u16::MAX),
            },
        );
        true
    }

    /// The index of the flag `cell` of a column with one flag column, when the row before had it.
    pub(super) fn flag_of(&self, at: usize, cell: &[u8]) -> Option<u16> {
        let (before, index) = self.flags.get(at)?;
        (before.strip_suffix(&[0x1f]) == Some(cell)).then_some(*index)
    }

    /// A number with marks of thousands, or with a known remark behind it, which is given too.
    #[cold]
    fn odd_number<'l>(&self, value: &ValuePlan<'_>, text: &'l [u8]) -> Option<(f64, &'l [u8])> {
        let (plan, mut why) = (self.plan, &[][..]);
        let mut digits = text;
        if let Some(codes) = value.suffixes {
            let end = text.iter().rposition(u8::is_ascii_digit)? + 1;
            let rest = text[end..].trim_ascii();
            if !rest.is_empty() {
                codes.get(self.table.coding.decode(rest).as_str())?;
                (digits, why) = (&text[..end], rest);
            }
        }
        let number = match value.missing.meaning(digits, plan.decimal) {
            Cell::Value(number) => number,
            Cell::Missing | Cell::MissingBecause => f64::NAN,
            Cell::NoNumber => {
                let number = plan.extras.grouped(digits, plan.decimal)?;
                if value.missing.numbers.contains(&number) {
                    f64::NAN
                } else {
                    number
                }
            }
        };
        Some((number, why))
    }

    /// Whether a flag says that the value beside it is none.
    fn is_said_missing(&self, line: Line<'_>, value: &ValuePlan<'_>) -> bool {
        value.flags.iter().any(|flag| {
            let is_text = |code: &Vec<u8>| code == self.fields.get(line.bytes, flag.field);
            flag.missing.iter().any(is_text)
        })
    }

    /// The cells of a row whose unit or code says which of its series it holds.
    fn picked_cells(&mut self, line: Line<'_>, stamp: Stamp) {
        let plan = self.plan;
        let fields = &self.fields;
        let picked = plan.picked(|field| fields.get(line.bytes, field));
        if !picked.is_empty() {
            for value in picked {
                self.cell(line, value, stamp);
            }
        } else if let Some(code) = plan.unread_code(|field| fields.get(line.bytes, field)) {
            if !self.unread.contains_key(code) {
                self.unread.insert(code.to_vec(), (0, line.number));
            }
            if let Some((count, _)) = self.unread.get_mut(code) {
                *count += 1;
            }
        } else if let Some((kind, field)) = plan.why_none(|field| fields.get(line.bytes, field)) {
            let text = self.fields.get(line.bytes, field);
            self.reject(kind, line, field + 1, text);
        }
    }

    /// Begins the series of the row's station in this column.
    fn begin(&mut self, line: Line<'_>, at: usize, stamp: Stamp) -> usize {
        let value = &self.plan.values[at];
        let (mut station, mut name) = match (&value.station, &self.plan.station) {
            (Some(station), _) => (station.clone(), None),
            (None, StationAt::Fixed(station, name)) => (station.clone(), name.clone()),
            (None, StationAt::Field(_)) => {
                let station = self.table.coding.decode(&self.station);
                let name = self.plan.names.get(&station).cloned();
                (station, name)
            }
        };
        if let Some(field) = self.plan.extras.name {
            let text = self.fields.get(line.bytes, field);
            let text = self.table.coding.decode(text);
            name = (!text.is_empty()).then_some(text).or(name);
        }
        if let Some(gauge) = value.gauge {
            station = format!("{station} {gauge}");
        }
        let mut begun = value.proto.series(station, name, stamp.date_only);
        begun.cells = self.plan.cell_columns();
        if self.plan.unit.is_some() {
            begun.unit = self.table.coding.decode(&self.unit);
        }
        let same = |series: &RawSeries| {
            (
                &series.station,
                series.quantity,
                series.statistic,
                series.step,
            ) == (&begun.station, begun.quantity, begun.statistic, begun.step)
                && series.clock == begun.clock
        };
        let known = self
            .table
            .series
            .iter()
            .position(|series| same(series) && series.unit == begun.unit);
        let index = known.unwrap_or(self.table.series.len());
        if known.is_none() {
            self.table.series.push(begun);
        }
        self.slots[self.slot][at] = Some(index);
        index
    }

    #[inline]
    fn flag(&mut self, line: Line<'_>, at: usize, why: &[u8]) -> u16 {
        let plan = &self.plan.values[at];
        if plan.flags.is_empty() && why.is_empty() {
            return 0;
        }
        self.scratch.clear();
        for flag in &plan.flags {
            self.scratch
                .extend_from_slice(self.fields.get(line.bytes, flag.field));
            self.scratch.push(0x1f);
        }
        self.scratch.extend_from_slice(why);
        let (before, index) = &mut self.flags[at];
        if *before != self.scratch {
            let coding = &self.table.coding;
            let mut parts: Vec<Part<'_>> = plan
                .flags
                .iter()
                .map(|flag| Part {
                    codes: flag.codes,
                    split: flag.split,
                    text: coding.decode(self.fields.get(line.bytes, flag.field)),
                })
                .collect();
            parts.insert(
                0,
                Part {
                    codes: plan.suffixes,
                    split: "",
                    text: coding.decode(why),
                },
            );
            let n_unknown = self.table.flags.unknown().len();
            *index = self.table.flags.index(&parts);
            let is_unknown = self.table.flags.unknown().len() > n_unknown;
            for flag in plan.flags.iter().filter(|flag| flag.required) {
                let text = self.fields.get(line.bytes, flag.field);
                if text.is_empty() || is_unknown {
                    let said = self.table.coding.decode(text);
                    let place = (line.number, flag.field + 1);
                    self.table
                        .complaints
                        .at(UNKNOWN_FLAG, place.0, place.1, &said);
                }
            }
            std::mem::swap(before, &mut self.scratch);
        }
        *index
    }
}
