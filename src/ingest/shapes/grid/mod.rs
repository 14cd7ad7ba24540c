//! Rows that hold many values: a column for each day of the row's month, each hour of its day or each month of its
//! year, with flags beside them. A cell of a day that does not exist must be empty.

mod columns;
mod dates;
mod fast;

use std::collections::BTreeMap;

use crate::domain::{Cause, Finding, StampMark, Step};
use crate::ingest::complaints::Kind;
use crate::ingest::decode::Source;
use crate::ingest::flags::{Codes, Part};
use crate::ingest::lines::{Fields, Line, Lines};
use crate::ingest::profile::{Counted, FlagColumn, GridRule, Rules, SeriesRule};
use crate::ingest::rows::{Cell, Missing, StationAt};
use crate::ingest::table::{CORRECT, CUT, NO_NUMBER, NO_TIME, Proto, Reading, Table};

use super::long::{Top, station};
use super::plan::{self, Names};
use columns::ValueAt;
pub(in crate::ingest) use dates::year;
use dates::{Above, DatesAt, NoDate, RowDate};
use fast::Fast;

const RAGGED: Kind = Kind::error(
    Cause::BadShape,
    "the row has another number of fields than the row of names; nothing is filled in or dropped",
    CORRECT,
);
const QUOTES: Kind = Kind::error(
    Cause::BadShape,
    "the quotation marks of the row do not close its fields",
    CORRECT,
);
const BROKEN: Kind = Kind::error(
    Cause::BadEncoding,
    "the row holds bytes that its encoding does not allow",
    CORRECT,
);
const NO_DAY: Kind = Kind::error(
    Cause::BadTime,
    "the cell belongs to a day that its month does not have",
    CORRECT,
);
const NO_STATION: Kind = Kind::error(Cause::BadShape, "the row names no station", CORRECT);
const SUMMARY: Kind = Kind::note(
    Cause::BadShape,
    "the row sums up others and holds no readings",
    "nothing needs to be done",
);
const AGAIN: Kind = Kind::note(
    Cause::Duplicate,
    "the row of column names stands here again",
    "nothing needs to be done",
);
const FOOTER: Kind = Kind::note(
    Cause::BadShape,
    "the line is a remark of the agency and no reading",
    "nothing needs to be done",
);
const OTHER: Kind = Kind::note(
    Cause::UnknownUnit,
    "the row measures something that the profile does not read",
    "add it to the profile if it is stage, discharge, rain or storage",
);

/// Walks the file.
pub(in crate::ingest) fn read(rules: &Rules, source: &Source<'_>, table: &mut Table<'_>) {
    let mut lines = Lines::new(&source.bytes, source.line_end);
    let Some(top) = Top::read(&mut lines, rules, table) else {
        return;
    };
    let plan = match GridPlan::new(rules, &top, table) {
        Ok(plan) => plan,
        Err(message) => {
            table.complaints.say(
                Finding::error(Cause::BadShape, message)
                    .hint("the file may be cut, or the agency has changed its layout"),
            );
            return;
        }
    };
    let mut walker = Walker::new(&plan, table);
    for _ in 0..rules.rows_after_header {
        lines.next();
    }
    walk(lines, &mut walker, Fast::of(&plan));
    sort(table);
}

/// Walks the rows; those that `fast` leaves, and all without it, by the checked walk.
fn walk(mut lines: Lines<'_>, walker: &mut Walker<'_, '_, '_>, mut fast: Option<Fast>) {
    loop {
        let text = lines.rest();
        let Some(line) = lines.next() else { return };
        if !walker.is_row(line) {
            continue;
        }
        if let Some(fast) = &mut fast
            && fast.row(walker, line, text).is_some()
        {
            continue;
        }
        walker.row(line);
        for (family, cell, flag) in walker.met.drain(..) {
            if let Some(fast) = &mut fast {
                fast.learn(family, &cell, flag);
            }
        }
    }
}

/// Where everything stands in a row.
struct GridPlan<'r> {
    rules: &'r Rules,
    dates: DatesAt,
    station: StationAt,
    name: Option<usize>,
    unit: Option<usize>,
    families: Vec<Family<'r>>,
    header: Option<Vec<u8>>,
    fields: usize,
    decimal: u8,
    /// Whether values are of moments within a day.
    has_hours: bool,
    /// Whether values are of months as a whole.
    is_monthly: bool,
}

/// The value columns of one series rule.
struct Family<'r> {
    series: &'r SeriesRule,
    proto: Proto,
    missing: Missing,
    values: Vec<ValueAt<'r>>,
    /// Field and texts that say whether a row is of this series.
    only: Option<(usize, Vec<Vec<u8>>)>,
}

impl<'r> GridPlan<'r> {
    fn new(rules: &'r Rules, top: &Top<'_>, table: &mut Table<'_>) -> Result<Self, &'static str> {
        let grid = rules
            .grid
            .as_ref()
            .ok_or("the profile says nothing of columns")?;
        let dates = DatesAt::new(grid, &top.preamble, &top.names, &table.coding)
            .ok_or("the columns or the header do not give the date of a row")?;
        let families = families(rules, grid, top, table);
        if families.is_empty() {
            return Err("no columns of values are named as the profile knows them");
        }
        let at = |names: &Names, column| plan::field(column, names);
        let name = rules
            .station
            .as_ref()
            .and_then(|it| it.name_column.as_ref());
        Ok(Self {
            rules,
            dates,
            station: station(rules, top, table).ok_or("the file names no station")?,
            name: name.and_then(|column| at(&top.names, column)),
            unit: rules
                .unit_column
                .as_ref()
                .and_then(|column| at(&top.names, column)),
            families,
            header: top.header.map(<[u8]>::to_vec),
            fields: top.fields,
            decimal: plan::byte(rules.decimal),
            has_hours: grid.columns == Counted::Hours,
            is_monthly: grid.columns == Counted::Months && grid.day.is_none(),
        })
    }

    /// What may follow a number in its cell.
    fn marks(&self, family: &Family<'r>) -> Option<&'r Codes> {
        self.rules.quality.get(family.series.suffixes.as_ref()?)
    }

    /// How many cells of a row should hold a value.
    fn cells(&self) -> usize {
        self.families.iter().map(|family| family.values.len()).sum()
    }
}

fn families<'r>(
    rules: &'r Rules,
    grid: &'r GridRule,
    top: &Top<'_>,
    table: &mut Table<'_>,
) -> Vec<Family<'r>> {
    let (clock, _) = plan::clock(rules, &top.preamble, &top.names, table);
    let unit = rules
        .unit_key
        .as_ref()
        .and_then(|key| top.preamble.value(key))
        .map(|text| text.trim_matches(['[', ']', '(', ')', ' ']).to_owned());
    rules
        .series
        .iter()
        .filter_map(|series| {
            let only = match &series.only {
                Some(filter) => {
                    let texts = filter.is.iter().map(|text| table.coding.encode(text));
                    Some((plan::field(&filter.column, &top.names)?, texts.collect()))
                }
                None => None,
            };
            Some(Family {
                series,
                proto: plan::proto(rules, series, unit.clone(), clock),
                missing: plan::missing(rules, series.missing.as_ref(), &table.coding),
                values: columns::of(rules, grid, series, &top.names)?,
                only,
            })
        })
        .collect()
}

/// A series of the file: station, unit of its rows, family.
type SeriesOf = (Vec<u8>, Vec<u8>, usize);

struct Walker<'w, 'r, 'f> {
    plan: &'w GridPlan<'r>,
    table: &'w mut Table<'f>,
    fields: Fields,
    above: Above,
    station: Vec<u8>,
    series: BTreeMap<SeriesOf, usize>,
    /// Family and flag cells of the value before, and their index.
    flag: (usize, Vec<u8>, u16),
    scratch: Vec<u8>,
    /// Flag cells of the row that were not those of the value before: family, cell, and what it says.
    met: Vec<(usize, Vec<u8>, fast::Flag)>,
}

impl<'w, 'r, 'f> Walker<'w, 'r, 'f> {
    fn new(plan: &'w GridPlan<'r>, table: &'w mut Table<'f>) -> Self {
        Self {
            plan,
            table,
            fields: Fields::default(),
            above: Above::default(),
            station: Vec::new(),
            series: BTreeMap::new(),
            flag: (usize::MAX, Vec::new(), 0),
            scratch: Vec::new(),
            met: Vec::new(),
        }
    }

    /// Whether the line is a row; says what it is instead.
    fn is_row(&mut self, line: Line<'_>) -> bool {
        let rules = self.plan.rules;
        let begins = |text: &String| line.bytes.starts_with(&self.table.coding.encode(text));
        if line.is_blank() || rules.comment.as_ref().is_some_and(begins) {
            return false;
        }
        if self.plan.header.as_deref() == Some(line.bytes) {
            self.tell(AGAIN, line);
            false
        } else if rules.footer.iter().any(begins) {
            self.tell(FOOTER, line);
            false
        } else {
            true
        }
    }

    fn tell(&mut self, kind: Kind, line: Line<'_>) {
        let text = self.table.coding.decode(line.bytes);
        self.table.complaints.at(kind, line.number, 0, &text);
    }

    fn reject(&mut self, kind: Kind, line: Line<'_>, field: usize, text: &[u8]) {
        self.table
            .reject(self.plan.cells(), kind, (line.number, field), text);
    }

    fn row(&mut self, line: Line<'_>) {
        if !self.is_sound(line) {
            return;
        }
        let date = match self
            .plan
            .dates
            .read(line.bytes, &self.fields, &mut self.above)
        {
            Ok(date) if self.plan.dates.exists(date) => date,
            Ok(_) => {
                let field = self.plan.dates.field();
                self.reject(NO_TIME, line, field + 1, self.fields.get(line.bytes, field));
                return;
            }
            Err(NoDate::Summary) => {
                self.tell(SUMMARY, line);
                return;
            }
            Err(NoDate::Cell(field)) => {
                self.reject(NO_TIME, line, field + 1, self.fields.get(line.bytes, field));
                return;
            }
        };
        if !self.find_station(line) {
            return;
        }
        let mut is_of_any = false;
        for family in 0..self.plan.families.len() {
            if self.takes(line, family) {
                is_of_any = true;
                self.values(line, family, date);
            }
        }
        if !is_of_any {
            self.tell(OTHER, line);
        }
        if !line.ended {
            self.tell(CUT, line);
        }
    }

    /// Finds the fields; a row of another shape is rejected whole.
    fn is_sound(&mut self, line: Line<'_>) -> bool {
        let rules = self.plan.rules;
        if self.table.broken
            && encoding_rs::Encoding::utf8_valid_up_to(line.bytes) < line.bytes.len()
        {
            self.reject(BROKEN, line, 0, line.bytes);
            return false;
        }
        let delimiter = plan::byte(rules.delimiter.unwrap_or('\t'));
        let quote = rules.quote.map(plan::byte);
        if line.is_endless() || self.fields.split(line.bytes, delimiter, quote).is_err() {
            self.reject(QUOTES, line, 0, line.bytes);
            return false;
        }
        if self
            .plan
            .dates
            .is_year(line.bytes, &self.fields, &mut self.above)
        {
            return false;
        }
        let (n, names) = (self.fields.len(), self.plan.fields);
        // Agencies end each row, and not the row of names, with a delimiter.
        let trailing = n == names + 1 && self.fields.get(line.bytes, names).is_empty();
        let is_sound = n == names || trailing || (rules.ragged && n < names);
        if !is_sound {
            self.reject(RAGGED, line, n.min(names + 1), line.bytes);
        }
        is_sound
    }

    fn find_station(&mut self, line: Line<'_>) -> bool {
        let StationAt::Field(field) = self.plan.station else {
            return true;
        };
        let id = self.fields.get(line.bytes, field);
        let carry = self.plan.rules.grid.as_ref().is_some_and(|grid| grid.carry);
        if id.is_empty() && (!carry || self.station.is_empty()) {
            self.reject(NO_STATION, line, field + 1, line.bytes);
            return false;
        }
        if !id.is_empty() {
            self.station.clear();
            self.station.extend_from_slice(id);
        }
        true
    }

    /// Whether the row is of a station that is named, which it then is for the rows below too.
    fn find_known_station(&mut self, line: Line<'_>) -> bool {
        let StationAt::Field(field) = self.plan.station else {
            return true;
        };
        let id = self.fields.get(line.bytes, field);
        if id.is_empty() {
            return false;
        }
        if self.station != id {
            self.station.clear();
            self.station.extend_from_slice(id);
        }
        true
    }

    /// The series of the row's station in a family, when it has begun.
    fn begun(&self, line: Line<'_>, at: usize) -> Option<usize> {
        let unit = self.plan.unit;
        let unit = unit.map_or(&[][..], |field| self.fields.get(line.bytes, field));
        let key = (self.station.clone(), unit.to_vec(), at);
        self.series.get(&key).copied()
    }

    /// Whether the row is of a series.
    fn takes(&self, line: Line<'_>, family: usize) -> bool {
        self.plan.families[family]
            .only
            .as_ref()
            .is_none_or(|(field, texts)| {
                let text = self.fields.get(line.bytes, *field);
                texts.iter().any(|known| known == text)
            })
    }

    fn values(&mut self, line: Line<'_>, at: usize, date: RowDate) {
        let plan = self.plan;
        let family = &plan.families[at];
        let mut series = None;
        for value in &family.values {
            let text = self.fields.get(line.bytes, value.field);
            let place = (line.number, value.field + 1);
            let meaning = self.meaning(family, text);
            let Some(time) = plan.dates.time(date, value.number) else {
                if !text.is_empty() && !matches!(meaning, Said::Missing(_)) {
                    self.table.reject(1, NO_DAY, place, text);
                }
                continue;
            };
            let (number, why) = match meaning {
                Said::Value(number, mark) => (number, mark),
                Said::Missing(why) => (f64::NAN, why),
                Said::NoNumber => {
                    self.table.reject(1, NO_NUMBER, place, text);
                    continue;
                }
            };
            let (flag, says_missing) = self.flag(line, at, value, why);
            let index = match series {
                Some(index) => index,
                None => self.begin(line, at),
            };
            series = Some(index);
            self.table.keep(
                index,
                Reading {
                    time,
                    value: if says_missing { f64::NAN } else { number },
                    flag,
                    line: line.number,
                    column: u16::try_from(value.field + 1).unwrap_or(u16::MAX),
                },
            );
        }
    }

    /// What a cell says; a mark of the profile may follow its number.
    fn meaning<'a>(&self, family: &Family<'_>, text: &'a [u8]) -> Said<'a> {
        let meaning = |text| family.missing.meaning(text, self.plan.decimal);
        match meaning(text) {
            Cell::Value(number) => return Said::Value(number, &[]),
            Cell::Missing => return Said::Missing(&[]),
            Cell::MissingBecause => return Said::Missing(text),
            Cell::NoNumber => {}
        }
        let Some(codes) = self.plan.marks(family) else {
            return Said::NoNumber;
        };
        let end = text
            .iter()
            .rposition(u8::is_ascii_digit)
            .map_or(0, |at| at + 1);
        let (number, mark) = (text[..end].trim_ascii(), text[end..].trim_ascii());
        let is_known = codes.contains_key(&self.table.coding.decode(mark));
        match meaning(number) {
            Cell::Value(number) if is_known => Said::Value(number, mark),
            _ => Said::NoNumber,
        }
    }

    /// Index of the flag of a value, and whether the flag says that it is none.
    fn flag(&mut self, line: Line<'_>, at: usize, value: &ValueAt<'_>, why: &[u8]) -> (u16, bool) {
        let plan = self.plan;
        let family = &plan.families[at];
        let coding = &self.table.coding;
        let rules = family.series.flags.iter().zip(&value.flags);
        let cells = || {
            rules
                .clone()
                .filter_map(|(rule, flag)| Some((rule, flag.as_ref()?)))
        };
        let says_missing = cells().any(|(rule, flag)| {
            let text = self.fields.get(line.bytes, flag.field);
            says_missing(rule, &coding.decode(text))
        });
        self.scratch.clear();
        self.scratch.extend_from_slice(why);
        for (_, flag) in cells() {
            self.scratch.push(0x1f);
            self.scratch
                .extend_from_slice(self.fields.get(line.bytes, flag.field));
        }
        // The value before mostly has the same flags.
        if self.flag.0 != at || self.flag.1 != self.scratch {
            let marks = plan.marks(family);
            let mut parts = vec![Part {
                codes: marks,
                split: "",
                text: coding.decode(why),
            }];
            for (_, flag) in cells() {
                parts.push(Part {
                    codes: flag.codes,
                    split: flag.split,
                    text: coding.decode(self.fields.get(line.bytes, flag.field)),
                });
            }
            let index = self.table.flags.index(&parts);
            self.flag = (at, self.scratch.clone(), index);
            if line.ended
                && let Some(cell) = self.scratch.strip_prefix(&[0x1f])
            {
                self.met.push((at, cell.to_vec(), (index, says_missing)));
            }
        }
        let flag = self.flag.2;
        if line.ended {
            (flag, says_missing)
        } else {
            (self.table.flags.suspect(flag), says_missing)
        }
    }

    /// The series of the row's station in a family; a station whose unit changes is another series.
    fn begin(&mut self, line: Line<'_>, at: usize) -> usize {
        let plan = self.plan;
        let text =
            |field: Option<usize>| field.map_or(&[][..], |at| self.fields.get(line.bytes, at));
        let unit = text(plan.unit);
        let key = (self.station.clone(), unit.to_vec(), at);
        if let Some(index) = self.series.get(&key) {
            return *index;
        }
        let coding = &self.table.coding;
        let (station, name) = match &plan.station {
            StationAt::Fixed(station, name) => (station.clone(), name.clone()),
            StationAt::Field(_) => {
                let name = coding.decode(text(plan.name));
                (
                    coding.decode(&self.station),
                    (!name.is_empty()).then_some(name),
                )
            }
        };
        let family = &plan.families[at];
        let mut begun = family.proto.series(station, name, !plan.has_hours);
        if plan.is_monthly {
            begun.step = Some(Step::Month);
            begun.stamp = StampMark::Start;
        }
        if plan.unit.is_some() {
            begun.unit = coding.decode(unit);
        }
        let index = self.table.series.len();
        self.table.series.push(begun);
        self.series.insert(key, index);
        index
    }
}

/// What a cell says.
enum Said<'a> {
    /// A value, and the mark behind it.
    Value(f64, &'a [u8]),
    /// No value, and perhaps why.
    Missing(&'a [u8]),
    /// Nothing that is understood.
    NoNumber,
}

fn says_missing(rule: &FlagColumn, text: &str) -> bool {
    !rule.missing.is_empty()
        && text
            .split(|character| rule.split.contains(character))
            .any(|code| rule.missing.iter().any(|known| known == code.trim()))
}

/// Brings the readings of every series into the order of time; those of one time keep the order of the file.
fn sort(table: &mut Table<'_>) {
    for series in &mut table.series {
        if series.time.is_sorted() {
            continue;
        }
        let mut order: Vec<usize> = (0..series.time.len()).collect();
        order.sort_by_key(|&row| series.time[row]);
        series.time = order.iter().map(|&row| series.time[row]).collect();
        series.value = order.iter().map(|&row| series.value[row]).collect();
        series.flag = order.iter().map(|&row| series.flag[row]).collect();
        series.line = order.iter().map(|&row| series.line[row]).collect();
        series.column = order.iter().map(|&row| series.column[row]).collect();
    }
}

#[cfg(test)]
mod tests;
