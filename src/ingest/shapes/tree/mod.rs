//! Records within nested values: JSON and XML by paths. A reading's line is the line of its value, its column the
//! byte in that line (65,535 where the line is longer).

mod cell;
mod plan;
mod records;
mod series;
mod spans;

use std::collections::BTreeSet;

use crate::domain::{Cause, Finding};
use crate::ingest::complaints::Kind;
use crate::ingest::diagnose;
use crate::ingest::flags::Part;
use crate::ingest::profile::{IntervalEnd, Rules};
use crate::ingest::rows;
use crate::ingest::stamp::{DateCache, Stamp, read_any};
use crate::ingest::table::{CORRECT, NO_TIME, Reading, Table};
use crate::ingest::tree::{Doc, Path, Record};

use cell::Cell;
use plan::{Plan, SeriesPlan};
use series::{Book, What};

const DAY_MS: i64 = 86_400_000;

const NO_STATION: Kind = Kind::error(Cause::BadShape, "the record names no station", CORRECT);
const NO_OFFSET: Kind = Kind::error(
    Cause::BadTime,
    "the stamp has no offset though those of the export have one",
    CORRECT,
);
const TWICE: Kind = Kind::error(
    Cause::Duplicate,
    "the object has this member twice; neither of the two is taken",
    CORRECT,
);
const NESTED: Kind = Kind::error(
    Cause::BadNumber,
    "an object or a list stands in the place of a number",
    CORRECT,
);
const SEVERAL: Kind = Kind::error(
    Cause::Duplicate,
    "a list of different values stands in the place of one; none of them is taken",
    CORRECT,
);
const NOTHING: Kind = Kind::note(
    Cause::BadShape,
    "the record holds neither a stamp nor a value and is no reading",
    "nothing needs to be done",
);
const QUOTED: Kind = Kind::note(
    Cause::BadNumber,
    "numbers are written as text; they are read with the decimal mark of the profile",
    "nothing needs to be done",
);

/// `Ok` when the document is built as the profile says, else what is missing.
pub(in crate::ingest) fn claims(rules: &Rules, doc: &Doc<'_>) -> Result<(), String> {
    let Some(tree) = &rules.tree else {
        return Err("has no [tree]".to_owned());
    };
    if !tree.root.is_empty() && !tree.root.iter().any(|name| name == doc.name(Doc::ROOT)) {
        return Err(format!(
            "the outermost element is no {}",
            tree.root.join(" or ")
        ));
    }
    let leads = |path: &String| Path::compile(path).is_ok_and(|path| path.leads(doc));
    let could = |path: &String| Path::compile(path).is_ok_and(|path| path.could_lead(doc));
    if let Some(absent) = tree.has.iter().find(|path| !leads(path)) {
        return Err(format!("the path \"{absent}\" leads nowhere"));
    }
    if tree.has.is_empty() && !tree.records.iter().any(could) {
        return Err(format!(
            "the path \"{}\" leads nowhere",
            tree.records.join("\" or \"")
        ));
    }
    if let Some(there) = tree.lacks.iter().find(|path| leads(path)) {
        return Err(format!("the path \"{there}\" leads somewhere"));
    }
    let begins = |path: &str, texts: &[String]| {
        let first = Path::compile(path).ok().and_then(|path| path.first(doc));
        let said = first.map(|node| doc.text(node)).unwrap_or_default();
        texts.iter().any(|text| said.starts_with(text.as_str()))
    };
    for (path, texts) in &tree.begins {
        if !begins(path, texts) {
            return Err(format!(
                "\"{}\" does not begin the value at \"{path}\"",
                texts.join("\" or \"")
            ));
        }
    }
    if let Some(path) = tree
        .never_begins
        .iter()
        .find_map(|(path, texts)| begins(path, texts).then_some(path))
    {
        return Err(format!("the value at \"{path}\" is another export's"));
    }
    namespace(tree.namespace.as_deref(), &tree.records, doc)
}

/// How many of the names that the profile asks for stand in the document, of a hundred: for saying whose it nearly
/// is.
pub(in crate::ingest) fn closeness(rules: &Rules, doc: &Doc<'_>) -> usize {
    let Some(tree) = &rules.tree else {
        return 0;
    };
    let columns = [
        rules.station.as_ref().and_then(|rule| rule.column.as_ref()),
        rules.time.as_ref().map(|rule| &rule.column),
        rules.unit_column.as_ref(),
        rules.parameter.as_ref(),
    ];
    let columns = columns
        .into_iter()
        .flatten()
        .chain(rules.series.iter().map(|series| &series.column))
        .map(plan::name);
    let mut wanted: BTreeSet<String> = BTreeSet::new();
    for text in tree.records.iter().chain(&tree.has).cloned().chain(columns) {
        let names = text.split(['.', '[', ']', '|', '^', ' ']);
        wanted.extend(names.filter(|it| it.len() > 1).map(str::to_owned));
    }
    let found = doc.names(&wanted);
    100 * found.len() / wanted.len().max(1)
}

/// Elements of the same names in another namespace are another agency's.
fn namespace(wanted: Option<&str>, records: &[String], doc: &Doc<'_>) -> Result<(), String> {
    let Some(wanted) = wanted else {
        return Ok(());
    };
    let first = records
        .iter()
        .filter_map(|path| Path::compile(path).ok()?.first(doc))
        .next();
    match doc.namespace(first.unwrap_or(Doc::ROOT)) {
        Some(found) if found == wanted => Ok(()),
        Some(found) => Err(format!("its namespace is \"{found}\", not \"{wanted}\"")),
        None => Err(format!("it is in no namespace, not in \"{wanted}\"")),
    }
}

/// Reads the document.
pub(in crate::ingest) fn read(rules: &Rules, doc: &Doc<'_>, table: &mut Table<'_>) {
    let Some(plan) = Plan::new(rules, &table.coding) else {
        return;
    };
    let mut reader = Reader {
        doc,
        plan: &plan,
        pattern: 0,
        time_pattern: 0,
        cache: DateCache::default(),
        time_cache: DateCache::default(),
        book: Book::new(doc, &plan, table.complaints.file()),
        flags: vec![(String::new(), 0); plan.series.len()],
        table,
    };
    for path in &plan.records {
        records::each(doc, path, &plan, &mut |record| reader.record(record));
        say_empty(doc, path, reader.table);
    }
    spans::settle(&plan, reader.table);
    say_strangers(doc, reader.table);
    reader.book.finish(reader.table);
}

struct Reader<'w, 'r, 'd, 'a, 'f> {
    doc: &'d Doc<'a>,
    plan: &'w Plan<'r>,
    pattern: usize,
    time_pattern: usize,
    cache: DateCache,
    time_cache: DateCache,
    book: Book<'w, 'r, 'd, 'a>,
    /// The flag texts of the record before, for each series, and their index.
    flags: Vec<(String, u16)>,
    table: &'w mut Table<'f>,
}

impl<'d> Reader<'_, '_, 'd, '_, '_> {
    fn record(&mut self, record: &Record<'_>) {
        let Some(what) = self.book.what(record) else {
            return;
        };
        let plan = self.plan;
        let chosen: Vec<usize> = self.book.chosen(record, &what);
        let mut cells: Vec<(usize, Cell<'d>)> = chosen
            .iter()
            .map(|&at| (at, plan.series[at].value.cell(self.doc, record)))
            .collect();
        // Where a record can hold several quantities, one that it does not name is none of its readings.
        if plan.series.len() > 1 && cells.iter().any(|(_, cell)| !cell.is_absent()) {
            cells.retain(|(_, cell)| !cell.is_absent());
        }
        if cells.is_empty() {
            return;
        }
        let Some(stamp) = self.stamp(record, &cells) else {
            return;
        };
        let Some(station) = self.book.station(record) else {
            let (line, column) = self.doc.place(self.doc.at(record.node));
            self.table
                .reject(cells.len(), NO_STATION, (line, column as usize), b"");
            return;
        };
        for (at, cell) in cells {
            self.reading(record, at, &what, &station, stamp, &cell);
        }
    }

    fn stamp(&mut self, record: &Record<'_>, cells: &[(usize, Cell<'d>)]) -> Option<Stamp> {
        let time = self.plan.time.cell(self.doc, record);
        let at = time.at().unwrap_or_else(|| self.doc.at(record.node));
        let place = self.place(at);
        if time.is_nothing() && cells.iter().all(|(_, cell)| cell.is_nothing()) {
            self.table
                .complaints
                .at(NOTHING, place.0, place.1, self.doc.name(record.node));
            return None;
        }
        let Some(text) = time.text() else {
            let kind = if matches!(time, Cell::Twice(_)) {
                TWICE
            } else {
                NO_TIME
            };
            self.table
                .reject(cells.len(), kind, place, time.told().as_bytes());
            return None;
        };
        let mut stamp = self.read_stamp(text.trim());
        if let (Some(read), Some((column, patterns))) = (&mut stamp, &self.plan.time_of_day) {
            let cell = column.cell(self.doc, record);
            let of_day = cell.text().and_then(|text| {
                let text = text.trim().as_bytes();
                read_any(patterns, text, &mut self.time_pattern, &mut self.time_cache)
            });
            match of_day {
                Some(of_day) => {
                    read.millis += of_day.millis;
                    read.date_only = false;
                    read.offset = read.offset.or(of_day.offset);
                }
                None => stamp = None,
            }
        }
        if let Some(read) = &mut stamp
            && self.plan.tree.dates_as_utc
            && read.millis % DAY_MS == 0
        {
            read.offset = None;
            read.date_only = true;
        }
        if let Some(read) = &mut stamp
            && self.plan.offset.is_some()
            && read.offset.is_none()
            && read.millis % DAY_MS == 0
        {
            // Where instants have their offset, a midnight without one is a day.
            read.date_only = true;
        }
        if stamp.is_none() {
            let kind = diagnose::time(text, self.plan.forms);
            self.table.reject(cells.len(), kind, place, text.as_bytes());
        }
        stamp
    }

    fn read_stamp(&mut self, text: &str) -> Option<Stamp> {
        let text = match (self.plan.interval, text.split_once('/')) {
            (Some(IntervalEnd::Start), Some((start, _))) => start,
            (Some(IntervalEnd::End), Some((_, end))) => end,
            _ => text,
        };
        let patterns = &self.plan.patterns;
        read_any(
            patterns,
            text.as_bytes(),
            &mut self.pattern,
            &mut self.cache,
        )
    }

    fn reading(
        &mut self,
        record: &Record<'_>,
        at: usize,
        what: &What<'_>,
        station: &str,
        stamp: Stamp,
        cell: &Cell<'d>,
    ) {
        let place = self.place(cell.at().unwrap_or_else(|| self.doc.at(record.node)));
        let series = &self.plan.series[at];
        let (value, why) = match self.value(record, series, cell) {
            Ok(read) => read,
            Err(kind) => {
                self.table.reject(1, kind, place, cell.told().as_bytes());
                return;
            }
        };
        let Some(clock) = self.book.clock(record, &stamp) else {
            let text = self.plan.time.cell(self.doc, record);
            self.table
                .reject(1, NO_OFFSET, place, text.told().as_bytes());
            return;
        };
        let proto = self.book.proto(record, at, what, clock);
        let Some(into) = self
            .book
            .series(record, station, &proto, &stamp, self.table)
        else {
            return;
        };
        let (flag, none) = self.flag(record, at, why);
        let offset = stamp.offset.unwrap_or(0);
        self.table.keep(
            into,
            Reading {
                time: stamp.millis - i64::from(offset) * 60_000,
                value: if none { f64::NAN } else { value },
                flag,
                line: place.0,
                column: u16::try_from(place.1).unwrap_or(u16::MAX),
            },
        );
    }

    /// The value, NaN for "no value", and why there is none where the document says it.
    fn value<'c>(
        &mut self,
        record: &Record<'_>,
        series: &SeriesPlan<'_>,
        cell: &'c Cell<'d>,
    ) -> Result<(f64, &'c str), Kind> {
        let text = match cell {
            Cell::Absent | Cell::Null { .. } => return Ok((f64::NAN, cell.reason())),
            Cell::Twice(_) => return Err(TWICE),
            Cell::Nested { .. } => return Err(NESTED),
            Cell::Several { .. } => return Err(SEVERAL),
            Cell::Scalar { text, .. } => text.trim(),
        };
        let decimal = if cell.is_bare() {
            b'.'
        } else {
            self.plan.decimal
        };
        match series.missing.meaning(text.as_bytes(), decimal) {
            rows::Cell::Missing => Ok((f64::NAN, "")),
            rows::Cell::MissingBecause => Ok((f64::NAN, text)),
            rows::Cell::NoNumber => self.grouped(series, text, decimal),
            rows::Cell::Value(value) => {
                if cell.is_quoted() && !self.plan.quoted_numbers && self.doc.kind == "json" {
                    self.book.quoted = true;
                }
                let none = self.book.is_no_data(record, value);
                Ok((if none { f64::NAN } else { value }, ""))
            }
        }
    }

    /// A number with marks between its thousands, where the profile knows them.
    fn grouped<'c>(
        &self,
        series: &SeriesPlan<'_>,
        text: &str,
        decimal: u8,
    ) -> Result<(f64, &'c str), Kind> {
        match self.plan.extras.grouped(text.as_bytes(), decimal) {
            Some(value) if series.missing.numbers.contains(&value) => Ok((f64::NAN, "")),
            Some(value) => Ok((value, "")),
            None => Err(diagnose::number(text, decimal)),
        }
    }

    /// The flag of a reading, and whether it says that the value beside it is none.
    fn flag(&mut self, record: &Record<'_>, at: usize, why: &str) -> (u16, bool) {
        let plan = &self.plan.series[at];
        if plan.flags.is_empty() && why.is_empty() {
            return (0, false);
        }
        let texts: Vec<String> = plan
            .flags
            .iter()
            .map(|flag| flag.column.cell(self.doc, record).listed())
            .collect();
        let none = plan
            .flags
            .iter()
            .zip(&texts)
            .any(|(flag, text)| flag.missing.iter().any(|code| code == text.trim()));
        let joined = format!("{}\u{1f}{why}", texts.join("\u{1f}"));
        if self.flags[at].0 != joined {
            let said = Part {
                codes: None,
                split: "",
                text: why.to_owned(),
            };
            let parts: Vec<Part<'_>> = std::iter::once(said)
                .chain(plan.flags.iter().zip(texts).map(|(flag, text)| Part {
                    codes: flag.codes,
                    split: flag.split,
                    text,
                }))
                .collect();
            self.flags[at] = (joined, self.table.flags.index(&parts));
        }
        (self.flags[at].1, none)
    }

    fn place(&self, at: u32) -> (u32, usize) {
        let (line, column) = self.doc.place(at);
        (line, column as usize)
    }
}

/// Lists without readings beside others that have some.
fn say_empty(doc: &Doc<'_>, path: &Path, table: &mut Table<'_>) {
    let empty = path.empty_lists(doc);
    if let Some(&first) = empty.first() {
        table.complaints.say(
            Finding::warning(
                Cause::Incomplete,
                format!(
                    "{} of the document's lists of readings hold none; here is the first",
                    empty.len()
                ),
            )
            .line(doc.place(doc.at(first)).0)
            .hint("no data is not \"all clear\": check what was asked for, and ask again later"),
        );
    }
}

/// So many members around the records are no habit of any service.
const MANY_MEMBERS: usize = 1000;

/// Says when the outermost object holds far more than records and what belongs to them.
fn say_strangers(doc: &Doc<'_>, table: &mut Table<'_>) {
    let count = doc.children(Doc::ROOT).count();
    if count > MANY_MEMBERS && doc.kind(Doc::ROOT) == crate::ingest::tree::Kind::Object {
        table.complaints.say(
            Finding::note(
                Cause::BadShape,
                format!("the outermost object has {count} members; those that the profile does not name are not read"),
            )
            .hint("nothing needs to be done, unless readings stand among them"),
        );
    }
}

/// A finding of a document without one record of a quantity that is read.
fn nothing_read(said: &str) -> Finding {
    Finding::error(
        Cause::BadShape,
        "the document holds no quantity that the profile reads",
    )
    .text(said)
    .hint("stage, discharge, rain and storage are read; add the code to the profile if it is one of them")
}
