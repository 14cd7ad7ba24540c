//! The keys before the readings.

use super::decode::Coding;
use super::lines::{Fields, Line};
use super::profile::Rules;

/// A key and what stands behind it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Entry {
    /// As it stands, without blanks around it.
    pub(super) key: String,
    /// The fields behind it, and those of following lines that have no key of their own.
    pub(super) fields: Vec<String>,
    /// Line of the key.
    pub(super) line: u32,
}

/// The keys before the readings, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Preamble(Vec<Entry>);

impl Preamble {
    /// Takes a line in.
    pub(super) fn take(&mut self, line: Line<'_>, rules: &Rules, coding: &Coding) {
        let Some(delimiter) = rules.delimiter.and_then(|mark| u8::try_from(mark).ok()) else {
            return;
        };
        let quote = rules.quote.and_then(|mark| u8::try_from(mark).ok());
        let mut fields = Fields::default();
        if line.is_endless() || fields.split(line.bytes, delimiter, quote).is_err() {
            return;
        }
        let mut texts = fields.iter(line.bytes).map(|field| coding.decode(field));
        let key = texts.next().unwrap_or_default().trim().to_owned();
        let texts: Vec<String> = texts.map(|text| text.trim().to_owned()).collect();
        match self.0.last_mut() {
            Some(last) if key.is_empty() => last.fields.extend(texts),
            Some(_) | None => self.0.push(Entry {
                key,
                fields: texts,
                line: line.number,
            }),
        }
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
