//! The keys before the readings.

use super::decode::Coding;
use super::lines::{Fields, Line};
use super::profile::{Between, Rules};

/// A key and what stands behind it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// As it stands, without blanks around it.
    pub(super) key: String,
    /// The fields behind it, and those of following lines that have no key of their own.
    pub(super) fields: Vec<String>,
    /// Line of the key.
    pub(super) line: u32,
    /// The whole line, without the mark of a remark and quotation marks around it.
    text: String,
}

/// The keys before the readings, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Preamble(Vec<Entry>);

impl Preamble {
    /// Takes a line in. A line that is no list of fields but `key: words` is a key too.
    pub(super) fn take(&mut self, line: Line<'_>, rules: &Rules, coding: &Coding) {
        let Some(delimiter) = rules.delimiter.and_then(|mark| u8::try_from(mark).ok()) else {
            return;
        };
        if line.is_endless() {
            return;
        }
        let text = plain(&coding.decode(line.bytes), rules);
        let quote = rules.quote.and_then(|mark| u8::try_from(mark).ok());
        let mut fields = Fields::default();
        let is_list = delimiter != b' '
            && fields.split(line.bytes, delimiter, quote).is_ok()
            && fields.len() > 1;
        let mut texts: Vec<String> = if is_list {
            fields
                .iter(line.bytes)
                .map(|field| coding.decode(field).trim().to_owned())
                .collect()
        } else {
            match text.find([':', '=']) {
                Some(at) => vec![
                    format!("{}{}", text[..at].trim(), &text[at..=at]),
                    text[at + 1..].trim().to_owned(),
                ],
                None => vec![text.clone()],
            }
        };
        let key = plain(&texts.remove(0), rules);
        match self.0.last_mut() {
            Some(last) if key.is_empty() && is_list => last.fields.extend(texts),
            Some(_) | None => self.0.push(Entry {
                key,
                fields: texts,
                line: line.number,
                text,
            }),
        }
    }

    /// Adds entries behind these; the first of a key counts.
    pub(super) fn add(&mut self, others: &Self) {
        self.0.extend(others.0.iter().cloned());
    }

    /// The entry of a key.
    pub(super) fn entry(&self, key: &str) -> Option<&Entry> {
        self.0.iter().find(|entry| entry.key == key)
    }

    /// The first field behind a key, unless it is empty.
    pub(super) fn value(&self, key: &str) -> Option<&str> {
        let value = self.entry(key)?.fields.first()?;
        (!value.is_empty()).then_some(value)
    }

    /// What stands in the row below `name`, at the same place, unless it is empty.
    pub(super) fn under(&self, name: &str) -> Option<&str> {
        let cells = |entry: &Entry| {
            let mut cells = vec![entry.key.clone()];
            cells.extend(entry.fields.iter().cloned());
            cells
        };
        let found = self.0.iter().enumerate().find_map(|(at, entry)| {
            let place = cells(entry).iter().position(|cell| cell == name)?;
            Some((at, place))
        });
        let (at, place) = found?;
        let below = self.0.get(at + 1)?;
        let text = match place.checked_sub(1) {
            None => &below.key,
            Some(place) => below.fields.get(place)?,
        };
        (!text.is_empty()).then_some(text)
    }

    /// The part of a line that `between` names, unless it is empty.
    pub(super) fn part(&self, between: &Between) -> Option<String> {
        self.0
            .iter()
            .find_map(|entry| part_of(&entry.text, between))
    }

    /// Whether a line holds the text.
    pub(super) fn says(&self, text: &str) -> bool {
        self.0.iter().any(|entry| entry.text.contains(text))
    }

    /// Every line as text.
    pub(super) fn texts(&self) -> impl Iterator<Item = String> {
        self.0
            .iter()
            .map(|entry| format!("{} {}", entry.key, entry.fields.join(" ")))
    }

    /// The words behind a key, parted by commas, brackets or fields.
    pub(super) fn words(&self, key: &str) -> Vec<&str> {
        self.entry(key)
            .map(|entry| {
                entry
                    .fields
                    .iter()
                    .flat_map(|field| field.split([',', '(', ')']))
                    .map(str::trim)
                    .filter(|word| !word.is_empty())
                    .collect()
            })
            .unwrap_or_default()
    }
}

/// A line without the mark of a remark, and blanks and quotation marks around it.
fn plain(text: &str, rules: &Rules) -> String {
    let text = text.trim().trim_matches('"').trim();
    let comment = rules.comment.as_deref().unwrap_or_default();
    text.strip_prefix(comment).unwrap_or(text).trim().to_owned()
}

/// The part of `text` that `between` names, unless the text does not begin so, or the part is empty.
pub(super) fn part_of(text: &str, between: &Between) -> Option<String> {
    let rest = text.strip_prefix(between.line.as_str())?;
    let rest = if between.after.is_empty() {
        rest
    } else {
        // It may repeat what the line begins with.
        let behind = rest.split_once(between.after.as_str());
        behind
            .or_else(|| text.split_once(between.after.as_str()))?
            .1
    };
    let part = if between.until.is_empty() {
        rest
    } else {
        rest.split(between.until.as_str()).next().unwrap_or(rest)
    };
    let part = part.trim().trim_matches(['"', ',', ';']).trim();
    (!part.is_empty()).then(|| part.to_owned())
}
