//! One table of an agreement file while it is being read: takes keys, keeps the place of every fault,
//! and ends by naming the keys that nobody took.

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::written::Written;
use crate::domain::agreement::calendar::MonthDay;
use crate::domain::spelling::nearest;
use crate::domain::{Cause, Finding, Findings};

/// The file that is read, and the faults found so far.
pub(super) struct Source<'a> {
    text: &'a str,
    name: &'a str,
    faults: RefCell<Vec<(usize, Finding)>>,
    /// While a clause is only looked at, its faults are kept for when it is read.
    quiet: Cell<bool>,
}

impl<'a> Source<'a> {
    pub(super) fn new(text: &'a str, name: &'a str) -> Self {
        Self {
            text,
            name,
            faults: RefCell::new(Vec::new()),
            quiet: Cell::new(false),
        }
    }

    /// Adds a fault at a byte of the file.
    pub(super) fn fault(&self, at: usize, entry: &str, message: impl Into<String>, hint: &str) {
        let finding = Finding::error(Cause::Configuration, message).hint(hint);
        self.push(at, entry, finding);
    }

    /// The same to a character within its line.
    pub(super) fn fault_within(
        &self,
        at: usize,
        entry: &str,
        message: impl Into<String>,
        hint: &str,
    ) {
        let line = self.text.get(..at).unwrap_or(self.text);
        let line = line.rsplit('\n').next().unwrap_or_default();
        let column = u32::try_from(line.chars().count() + 1).unwrap_or(u32::MAX);
        let finding = Finding::error(Cause::Configuration, message)
            .column(column)
            .hint(hint);
        self.push(at, entry, finding);
    }

    /// Something that is good to know about an entry.
    pub(super) fn note(&self, at: usize, entry: &str, message: impl Into<String>, hint: &str) {
        let finding = Finding::note(Cause::Configuration, message).hint(hint);
        self.push(at, entry, finding);
    }

    fn push(&self, at: usize, entry: &str, finding: Finding) {
        if self.quiet.get() {
            return;
        }
        let finding = finding.file(self.name).line(self.line(at));
        let finding = if entry.is_empty() {
            finding
        } else {
            finding.entry(entry)
        };
        let mut faults = self.faults.borrow_mut();
        if !faults.iter().any(|(_, known)| *known == finding) {
            faults.push((at, finding));
        }
    }

    /// Line of a byte of the file, from 1.
    pub(super) fn line(&self, at: usize) -> u32 {
        let before = self.text.get(..at).unwrap_or(self.text);
        u32::try_from(before.matches('\n').count() + 1).unwrap_or(u32::MAX)
    }

    /// Where the next table begins after a byte, but for one below the same entry: `[rule.windows]` in `[[rule]]`.
    fn next_heading(&self, at: usize) -> usize {
        let rest = self.text.get(at..).unwrap_or_default();
        let own = rest
            .trim_start_matches('[')
            .split([']', '.'])
            .next()
            .unwrap_or_default();
        rest.match_indices("\n[")
            .map(|(n, _)| n + 1)
            .find(|n| {
                let name = rest[*n..].trim_start_matches('[');
                name.starts_with(char::is_alphabetic)
                    && !name
                        .strip_prefix(own)
                        .is_some_and(|below| below.starts_with('.'))
            })
            .map_or(self.text.len(), |n| at + n)
    }

    /// What stands in a part of the file.
    pub(super) fn slice(&self, at: Range<usize>) -> &'a str {
        self.text.get(at).unwrap_or_default()
    }

    /// Looks at something without saying what is wrong with it.
    pub(super) fn quietly<T>(&self, look: impl FnOnce() -> T) -> T {
        let before = self.quiet.replace(true);
        let seen = look();
        self.quiet.set(before);
        seen
    }

    /// All faults in the order of the file.
    pub(super) fn findings(self) -> Findings {
        let mut faults = self.faults.into_inner();
        faults.sort_by_key(|(at, _)| *at);
        faults.into_iter().map(|(_, finding)| finding).collect()
    }
}

/// One table being read.
pub(super) struct Fields<'s, 'a> {
    source: &'s Source<'a>,
    table: &'s DeTable<'a>,
    at: usize,
    entry: String,
    taken: RefCell<BTreeSet<&'static str>>,
}

/// A value with its place.
pub(super) type Place<'s, 'a> = &'s Spanned<DeValue<'a>>;

impl<'s, 'a> Fields<'s, 'a> {
    pub(super) fn new(
        source: &'s Source<'a>,
        table: &'s DeTable<'a>,
        at: Range<usize>,
        entry: impl Into<String>,
    ) -> Self {
        Self {
            source,
            table,
            at: at.start,
            entry: entry.into(),
            taken: RefCell::default(),
        }
    }

    /// Where this table, or one of its keys, stands.
    pub(super) fn place(&self, key: &str) -> usize {
        self.table
            .get(key)
            .map_or(self.at, |value| value.span().start)
    }

    /// The file.
    pub(super) fn source(&self) -> &'s Source<'a> {
        self.source
    }

    /// The entry as a person reads it, such as "rule formula".
    pub(super) fn entry(&self) -> &str {
        &self.entry
    }

    /// First and last byte of the table.
    pub(super) fn extent(&self) -> Range<usize> {
        // A value that a reading sets stands elsewhere: nothing beyond the next heading belongs to the table.
        let beyond = self.source.next_heading(self.at);
        let ends = self.table.values().map(|value| end_of(value, beyond));
        let keys = self.table.keys().map(|key| key.span().end);
        let end = ends.chain(keys).filter(|end| *end <= beyond).max();
        self.at..end.unwrap_or(self.at).max(self.at)
    }

    /// Something that is good to know about one key.
    pub(super) fn note(&self, key: &str, message: impl Into<String>, hint: &str) {
        let entry = self.below(key);
        self.source.note(self.place(key), &entry, message, hint);
    }

    /// A fault of one key.
    pub(super) fn fault(&self, key: &str, message: impl Into<String>, hint: &str) {
        let entry = match (self.entry.is_empty(), key.is_empty()) {
            (true, _) => key.to_owned(),
            (false, true) => self.entry.clone(),
            (false, false) => format!("{}, {key}", self.entry),
        };
        self.source.fault(self.place(key), &entry, message, hint);
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// Takes a key without looking at it.
    pub(super) fn get(&self, key: &'static str) -> Option<Place<'s, 'a>> {
        self.taken.borrow_mut().insert(key);
        self.table.get(key)
    }

    fn missing(&self, key: &str, example: &str) {
        self.fault(
            key,
            format!("{key} is missing"),
            &format!("add {key} = {example}"),
        );
    }

    /// A text that must be there; `example` shows how to write it.
    pub(super) fn text(&self, key: &'static str, example: &str) -> Option<String> {
        if !self.has(key) {
            self.missing(key, &format!("\"{example}\""));
        }
        let text = self.optional_text(key)?;
        if text.trim().is_empty() {
            self.fault(
                key,
                format!("{key} is empty"),
                &format!("write {key} = \"{example}\""),
            );
            return None;
        }
        Some(text)
    }

    pub(super) fn optional_text(&self, key: &'static str) -> Option<String> {
        let value = self.get(key)?.get_ref();
        if value.as_str().is_none() {
            self.fault(
                key,
                format!("{key} must be text, not {}", value.type_str()),
                &format!("write {key} = \"…\""),
            );
        }
        value.as_str().map(str::to_owned)
    }

    /// A finite number that must be there.
    pub(super) fn number(&self, key: &'static str) -> Option<f64> {
        if !self.has(key) {
            self.missing(key, "a number");
        }
        self.optional_number(key)
    }

    pub(super) fn optional_number(&self, key: &'static str) -> Option<f64> {
        let value = self.get(key)?;
        let number = finite(value.get_ref());
        if number.is_none() {
            self.fault(
                key,
                format!("{key} must be a finite number"),
                &format!("write {key} = 12.5"),
            );
        }
        number
    }

    /// A whole number from 0 up.
    pub(super) fn optional_whole(&self, key: &'static str) -> Option<u32> {
        let value = self.get(key)?;
        let whole = whole(value.get_ref());
        if whole.is_none() {
            self.fault(
                key,
                format!("{key} must be a whole number, 0 or more"),
                &format!("write {key} = 2"),
            );
        }
        whole
    }

    /// Yes or no.
    pub(super) fn flag(&self, key: &'static str, otherwise: Flag) -> bool {
        let Some(value) = self.get(key) else {
            return otherwise == Flag::Yes;
        };
        value.get_ref().as_bool().unwrap_or_else(|| {
            self.fault(
                key,
                format!("{key} must be true or false"),
                &format!("write {key} = true"),
            );
            otherwise == Flag::Yes
        })
    }

    /// A date that must be there.
    pub(super) fn date(&self, key: &'static str) -> Option<NaiveDate> {
        if !self.has(key) {
            self.missing(key, "1996-12-12");
        }
        self.optional_date(key)
    }

    /// A date such as 1996-12-12.
    pub(super) fn optional_date(&self, key: &'static str) -> Option<NaiveDate> {
        let value = self.get(key)?;
        let date = value
            .get_ref()
            .as_datetime()
            .and_then(|time| time.date)
            .and_then(|date| {
                NaiveDate::from_ymd_opt(
                    i32::from(date.year),
                    u32::from(date.month),
                    u32::from(date.day),
                )
            });
        if date.is_none() {
            self.fault(
                key,
                format!("{key} must be a date"),
                &format!("write {key} = 1996-12-12, without quotes"),
            );
        }
        date
    }

    /// A day of the year such as "04-01".
    pub(super) fn month_day(&self, key: &'static str) -> Option<MonthDay> {
        let text = self.text(key, "04-01")?;
        let day = MonthDay::parse(&text);
        if day.is_none() {
            self.fault(
                key,
                format!("\"{text}\" is no day of the year"),
                "write month and day as \"04-01\" for 1 April",
            );
        }
        day
    }

    /// A word out of a list.
    pub(super) fn choice<T: Copy>(
        &self,
        key: &'static str,
        choices: &[(&str, T)],
        otherwise: Option<T>,
    ) -> Option<T> {
        let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
        if !self.has(key) {
            if otherwise.is_none() {
                self.missing(key, &format!("\"{}\"", words.join("\" or \"")));
            }
            self.get(key);
            return otherwise;
        }
        let text = self.optional_text(key)?;
        let found = choices.iter().find(|(word, _)| *word == text);
        if found.is_none() {
            self.fault(
                key,
                format!("{key} \"{text}\" is not known"),
                &format!("write one of {}", words.join(", ")),
            );
        }
        found.map(|(_, value)| *value)
    }

    /// A list; none is an empty one.
    pub(super) fn list(&self, key: &'static str) -> Vec<Place<'s, 'a>> {
        let Some(value) = self.get(key) else {
            return Vec::new();
        };
        match value.get_ref().as_array() {
            Some(list) => list.iter().collect(),
            None => {
                self.fault(
                    key,
                    format!("{key} must be a list"),
                    &format!("write {key} = [ … ]"),
                );
                Vec::new()
            }
        }
    }

    /// A list of texts.
    pub(super) fn texts(&self, key: &'static str) -> Vec<String> {
        let list = self.list(key);
        let texts: Vec<String> = list
            .iter()
            .filter_map(|value| value.get_ref().as_str().map(str::to_owned))
            .collect();
        if texts.len() != list.len() {
            self.fault(
                key,
                format!("every item of {key} must be text"),
                &format!("write {key} = [\"…\", \"…\"]"),
            );
        }
        texts
    }

    /// A list of finite numbers.
    pub(super) fn numbers(&self, key: &'static str) -> Vec<f64> {
        let list = self.list(key);
        let numbers: Vec<f64> = list
            .iter()
            .filter_map(|value| finite(value.get_ref()))
            .collect();
        if numbers.len() != list.len() {
            self.fault(
                key,
                format!("every item of {key} must be a finite number"),
                &format!("write {key} = [295, 350, 220, 130]"),
            );
        }
        numbers
    }

    /// A table below this one.
    pub(super) fn table(&self, key: &'static str) -> Option<Fields<'s, 'a>> {
        let value = self.get(key)?;
        let table = value.get_ref().as_table();
        if table.is_none() {
            self.fault(
                key,
                format!("{key} must be a table"),
                &format!("write {key} = {{ … }}"),
            );
        }
        table.map(|table| Fields::new(self.source, table, value.span(), self.below(key)))
    }

    /// The tables of a list, each named by its id, or by its number.
    pub(super) fn tables(&self, key: &'static str) -> Vec<Fields<'s, 'a>> {
        let mut tables = Vec::new();
        for (n, value) in self.list(key).into_iter().enumerate() {
            let Some(table) = value.get_ref().as_table() else {
                self.fault(
                    key,
                    format!("every item of {key} must be a table"),
                    &format!("write {key} = [ {{ … }} ]"),
                );
                continue;
            };
            let id = table.get("id").and_then(|id| id.get_ref().as_str());
            let name = id.map_or_else(|| format!("{key} {}", n + 1), |id| format!("{key} {id}"));
            tables.push(Fields::new(
                self.source,
                table,
                value.span(),
                self.below(&name),
            ));
        }
        tables
    }

    /// An item of a list, where it is a table.
    pub(super) fn item(&self, name: &str, value: Place<'s, 'a>) -> Option<Fields<'s, 'a>> {
        let table = value.get_ref().as_table()?;
        Some(Fields::new(
            self.source,
            table,
            value.span(),
            self.below(name),
        ))
    }

    /// An item of a list as an expression.
    pub(super) fn written(&self, name: &str, value: Place<'s, 'a>) -> Option<Written<'s, 'a>> {
        Written::value(self, name, value)
    }

    /// Every key of this table with the table below it, in the order of the file.
    pub(super) fn entries(&self) -> Vec<(String, Fields<'s, 'a>)> {
        let mut entries: Vec<(usize, String, Fields<'s, 'a>)> = Vec::new();
        for (key, value) in self.table {
            let name = key.get_ref().to_string();
            match value.get_ref().as_table() {
                Some(table) => {
                    let below = self.below(&name);
                    let fields = Fields::new(self.source, table, value.span(), below);
                    entries.push((key.span().start, name, fields));
                }
                None => self.fault(
                    &name,
                    format!("{name} must be a table"),
                    &format!("write {name} = {{ … }}"),
                ),
            }
        }
        entries.sort_by_key(|(at, ..)| *at);
        entries
            .into_iter()
            .map(|(_, name, fields)| (name, fields))
            .collect()
    }

    /// Keys that nobody took, in the order of the file, with their values: a clause whose keys are names
    /// of parties takes the rest this way.
    pub(super) fn rest(&self) -> Vec<(String, Place<'s, 'a>)> {
        let taken = self.taken.borrow();
        let mut rest: Vec<(usize, String, Place<'s, 'a>)> = self
            .table
            .iter()
            .filter(|(key, _)| !taken.contains(key.get_ref().as_ref()))
            .map(|(key, value)| (key.span().start, key.get_ref().to_string(), value))
            .collect();
        rest.sort_by_key(|(at, ..)| *at);
        rest.into_iter()
            .map(|(_, key, value)| (key, value))
            .collect()
    }

    fn below(&self, name: &str) -> String {
        if self.entry.is_empty() {
            name.to_owned()
        } else {
            format!("{}, {name}", self.entry)
        }
    }

    /// Names keys that nobody took.
    pub(super) fn finish(self) {
        let taken = self.taken.borrow();
        for (key, _) in self.rest() {
            let nearest = nearest(&key, taken.iter().copied());
            let hint = nearest.map_or_else(
                || {
                    let known: Vec<&str> = taken.iter().copied().collect();
                    format!("remove it; known here: {}", known.join(", "))
                },
                |nearest| format!("did you mean {nearest}? Otherwise remove it"),
            );
            self.fault(&key, format!("no key {key} is known here"), &hint);
        }
    }
}

/// The byte after a value, with all that stands in it before a byte of the file.
fn end_of(value: &Spanned<DeValue<'_>>, beyond: usize) -> usize {
    let end = |value| end_of(value, beyond);
    let below = match value.get_ref() {
        DeValue::Array(items) => items.iter().map(end).max(),
        DeValue::Table(table) => table.values().map(end).max(),
        _ => None,
    };
    [below.unwrap_or(0), value.span().end]
        .into_iter()
        .filter(|end| *end <= beyond)
        .max()
        .unwrap_or(0)
}

/// What a flag is when the file does not say.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Flag {
    Yes,
    No,
}

/// A finite number of a value.
pub(super) fn finite(value: &DeValue<'_>) -> Option<f64> {
    let text = match value {
        DeValue::Float(float) => float.as_str(),
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
        _ => return None,
    };
    text.replace('_', "")
        .parse()
        .ok()
        .filter(|number: &f64| number.is_finite())
}

/// A whole number of a value.
pub(super) fn whole(value: &DeValue<'_>) -> Option<u32> {
    let integer = value.as_integer()?;
    u32::from_str_radix(&integer.as_str().replace('_', ""), integer.radix()).ok()
}
