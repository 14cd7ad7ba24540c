//! One table of a TOML file while it is being read: takes keys, collects faults, ends by naming unknown keys.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::domain::spelling::nearest;
use crate::domain::{Cause, Clock, Finding, Findings};

/// Words in the names of keys that hold secrets.
const SECRETS: [&str; 5] = ["api_key", "apikey", "password", "secret", "token"];

/// Whether a schema such as `basin/2` is a later one than `basin/1`.
fn is_newer(found: &str, schema: &str) -> bool {
    let number = |text: &str| {
        let (kind, number) = text.split_once('/')?;
        Some((kind.to_owned(), number.parse::<u32>().ok()?))
    };
    match (number(found), number(schema)) {
        (Some((a, found)), Some((b, own))) => a == b && found > own,
        _ => false,
    }
}

/// A table being read.
pub(super) struct Entry<'a> {
    label: String,
    table: &'a Table,
    findings: &'a mut Findings,
    taken: BTreeSet<&'static str>,
}

/// Reads every `[[key]]` table with `read`; none is no fault.
pub(super) fn tables<T>(
    root: &Table,
    key: &'static str,
    findings: &mut Findings,
    read: impl Fn(&mut Entry<'_>) -> T,
) -> Vec<T> {
    let list = root
        .get(key)
        .and_then(Value::as_array)
        .map_or(&[][..], Vec::as_slice);
    let mut read_all = Vec::with_capacity(list.len());
    for (n, value) in list.iter().enumerate() {
        let Some(table) = value.as_table() else {
            continue;
        };
        let id = table
            .get("id")
            .or_else(|| table.get("from"))
            .or_else(|| table.get("station"))
            .and_then(Value::as_str);
        let label = id.map_or_else(
            || format!("{key} number {}", n + 1),
            |id| format!("{key} {id}"),
        );
        let mut entry = Entry::new(label, table, findings);
        read_all.push(read(&mut entry));
        entry.finish(&[]);
    }
    read_all
}

impl<'a> Entry<'a> {
    pub(super) fn new(label: String, table: &'a Table, findings: &'a mut Findings) -> Self {
        Self {
            label,
            table,
            findings,
            taken: BTreeSet::new(),
        }
    }

    /// Adds a fault about `key`.
    pub(super) fn fault(&mut self, key: &str, message: &str, hint: &str) {
        let entry = if self.label.is_empty() {
            key.to_owned()
        } else {
            format!("{}, {key}", self.label)
        };
        self.findings.push(
            Finding::error(Cause::Configuration, message)
                .entry(entry)
                .hint(hint),
        );
    }

    fn get(&mut self, key: &'static str) -> Option<&'a Value> {
        self.taken.insert(key);
        self.table.get(key)
    }

    pub(super) fn require_schema(&mut self, schema: &str) {
        match self.optional_text("schema") {
            Some(found) if found == schema => {}
            found => {
                let found = found.unwrap_or_default();
                if is_newer(&found, schema) {
                    self.fault(
                        "schema",
                        &format!("a newer version of the program wrote this (\"{found}\"); this one reads \"{schema}\""),
                        "open it with the newer version; nothing was changed",
                    );
                    return;
                }
                self.fault(
                    "schema",
                    &format!("this program reads \"{schema}\", not \"{found}\""),
                    &format!("write schema = \"{schema}\""),
                );
            }
        }
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, key: &'static str) -> String {
        let text = self.optional_text(key);
        if text.as_deref().is_none_or(|text| text.trim().is_empty())
            && !self.table.contains_key(key)
        {
            self.fault(key, "this key is missing", &format!("add {key} = \"…\""));
        }
        text.unwrap_or_default()
    }

    pub(super) fn optional_text(&mut self, key: &'static str) -> Option<String> {
        match self.get(key) {
            None => None,
            Some(Value::String(text)) => Some(text.clone()),
            Some(Value::Datetime(time)) => Some(time.to_string()),
            Some(_) => {
                self.fault(key, "this must be text", &format!("write {key} = \"…\""));
                None
            }
        }
    }

    /// A finite number that must be there.
    pub(super) fn number(&mut self, key: &'static str) -> f64 {
        let number = self.optional_number(key);
        if !self.table.contains_key(key) {
            self.fault(key, "this key is missing", &format!("add {key} = a number"));
        }
        number.unwrap_or(f64::NAN)
    }

    pub(super) fn optional_number(&mut self, key: &'static str) -> Option<f64> {
        let value = self.get(key)?;
        #[expect(
            clippy::cast_precision_loss,
            reason = "whole numbers of a configuration are far below 2^53"
        )]
        let number = value
            .as_float()
            .or(value.as_integer().map(|integer| integer as f64));
        let number = number.filter(|number| number.is_finite());
        if number.is_none() {
            self.fault(
                key,
                "this must be a finite number",
                &format!("write {key} = 12.5"),
            );
        }
        number
    }

    /// A switch that is off where it is not there.
    pub(super) fn flag(&mut self, key: &'static str) -> bool {
        match self.get(key) {
            None => false,
            Some(Value::Boolean(on)) => *on,
            Some(_) => {
                self.fault(
                    key,
                    "this must be true or false",
                    &format!("write {key} = true"),
                );
                false
            }
        }
    }

    pub(super) fn month(&mut self, key: &'static str) -> u8 {
        let number = self.number(key);
        if !(1.0..=12.0).contains(&number) && self.table.contains_key(key) {
            self.fault(
                key,
                "a month is a number from 1 to 12",
                "write 10 for October",
            );
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "clamped to what fits"
        )]
        let month = number.clamp(1.0, 12.0) as u8;
        month.max(1)
    }

    pub(super) fn clock(&mut self, key: &'static str) -> Clock {
        let text = self.text(key);
        if text.is_empty() {
            return Clock::UTC;
        }
        self.parsed(
            key,
            Clock::parse(&text),
            "UTC, UTC+01:00 or an IANA zone such as Europe/Lisbon",
        )
        .unwrap_or(Clock::UTC)
    }

    /// Passes `value` on, or says what was wanted.
    pub(super) fn parsed<T>(&mut self, key: &str, value: Option<T>, wanted: &str) -> Option<T> {
        if value.is_none() {
            self.fault(key, "this cannot be understood", &format!("write {wanted}"));
        }
        value
    }

    pub(super) fn list(&mut self, key: &'static str) -> &'a [Value] {
        match self.get(key) {
            Some(Value::Array(values)) => values,
            Some(_) => {
                self.fault(key, "this must be a list", &format!("write {key} = [ … ]"));
                &[]
            }
            None => &[],
        }
    }

    pub(super) fn texts(&mut self, key: &'static str) -> Vec<String> {
        let list = self.list(key);
        let texts: Vec<String> = list
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect();
        if texts.len() != list.len() {
            self.fault(
                key,
                "every item must be text",
                &format!("write {key} = [\"…\", \"…\"]"),
            );
        }
        texts
    }

    /// Finite numbers; none is no fault.
    pub(super) fn numbers(&mut self, key: &'static str) -> Vec<f64> {
        let list = self.list(key);
        #[expect(
            clippy::cast_precision_loss,
            reason = "whole numbers of a configuration are far below 2^53"
        )]
        let number = |value: &Value| value.as_float().or(value.as_integer().map(|n| n as f64));
        let numbers: Vec<f64> = list
            .iter()
            .filter_map(number)
            .filter(|n| n.is_finite())
            .collect();
        if numbers.len() != list.len() {
            self.fault(
                key,
                "every item must be a number",
                &format!("write {key} = [6.0, 12.0]"),
            );
        }
        numbers
    }

    pub(super) fn table(&mut self, key: &'static str) -> Option<&'a Table> {
        let value = self.get(key)?;
        let table = value.as_table();
        if table.is_none() {
            self.fault(
                key,
                "this must be a table",
                &format!("write {key} = {{ … }}"),
            );
        }
        table
    }

    /// A table of texts, as pairs in the order of their keys.
    pub(super) fn pairs(&mut self, key: &'static str) -> Vec<(String, String)> {
        let Some(table) = self.table(key) else {
            return Vec::new();
        };
        let pairs: Vec<(String, String)> = table
            .iter()
            .filter_map(|(name, value)| Some((name.clone(), value.as_str()?.to_owned())))
            .collect();
        if pairs.len() != table.len() {
            self.fault(
                key,
                "every value must be text",
                "put quotes around ids, so that leading zeros live",
            );
        }
        pairs
    }

    /// Names keys that nobody took.
    pub(super) fn finish(mut self, also: &[&str]) {
        let unknown: Vec<String> = self
            .table
            .keys()
            .filter(|key| !self.taken.contains(key.as_str()) && !also.contains(&key.as_str()))
            .cloned()
            .collect();
        for key in unknown {
            if SECRETS.iter().any(|word| key.to_lowercase().contains(word)) {
                self.fault(
                    &key,
                    "a secret does not belong into this file, which is shared",
                    "take it out here, and change it at the agency if the file was shared already",
                );
                continue;
            }
            let hint = nearest(&key, self.taken.iter().copied()).map_or_else(
                || "remove it".to_owned(),
                |nearest| format!("did you mean {nearest}? Otherwise remove it"),
            );
            self.fault(&key, "no such key is known here", &hint);
        }
    }
}
