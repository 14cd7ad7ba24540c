//! The ids that an agreement file defines, gathered before anything refers to them.

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use super::fields::Fields;
use crate::domain::spelling::nearest;

/// What an id names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Party,
    Station,
    Series,
    Calendar,
    Condition,
    Rule,
    Ledger,
    Parameter,
    Table,
}

impl Kind {
    fn word(self) -> &'static str {
        match self {
            Self::Party => "party",
            Self::Station => "station",
            Self::Series => "series",
            Self::Calendar => "calendar",
            Self::Condition => "condition",
            Self::Rule => "rule",
            Self::Ledger => "ledger",
            Self::Parameter => "parameter",
            Self::Table => "table",
        }
    }
}

/// All ids of a file.
#[derive(Default)]
pub(super) struct Names(BTreeMap<Kind, BTreeSet<String>>);

impl Names {
    pub(super) fn gather(root: &DeTable<'_>) -> Self {
        let mut names = Self::default();
        names.listed(root, "station", Kind::Station);
        names.listed(root, "series", Kind::Series);
        names.listed(root, "condition", Kind::Condition);
        names.listed(root, "rule", Kind::Rule);
        names.listed(root, "table", Kind::Table);
        names.keyed(root, "parameter", Kind::Parameter);
        names.keyed(root, "calendar", Kind::Calendar);
        names.keyed(root, "ledger", Kind::Ledger);
        if let Some(treaty) = root
            .get("treaty")
            .and_then(|value| value.get_ref().as_table())
        {
            names.listed(treaty, "parties", Kind::Party);
        }
        names
    }

    fn listed(&mut self, table: &DeTable<'_>, key: &str, kind: Kind) {
        let ids = table
            .get(key)
            .and_then(|value| value.get_ref().as_array())
            .into_iter()
            .flatten()
            .filter_map(|item| item.get_ref().as_table()?.get("id")?.get_ref().as_str())
            .map(str::to_owned);
        self.0.entry(kind).or_default().extend(ids);
    }

    fn keyed(&mut self, root: &DeTable<'_>, key: &str, kind: Kind) {
        let ids = root
            .get(key)
            .and_then(|value| value.get_ref().as_table())
            .into_iter()
            .flat_map(DeTable::keys)
            .map(|key| key.get_ref().to_string());
        self.0.entry(kind).or_default().extend(ids);
    }

    /// Adds an id that the file implies.
    pub(super) fn add(&mut self, kind: Kind, id: String) {
        self.0.entry(kind).or_default().insert(id);
    }

    /// All ids of a kind.
    pub(super) fn all(&self, kind: Kind) -> BTreeSet<String> {
        self.0.get(&kind).cloned().unwrap_or_default()
    }

    pub(super) fn has(&self, kind: Kind, id: &str) -> bool {
        self.0.get(&kind).is_some_and(|ids| ids.contains(id))
    }

    pub(super) fn has_party(&self, id: &str) -> bool {
        self.has(Kind::Party, id)
    }

    /// Whether one of `kinds` has this id; a fault at `key` if not.
    pub(super) fn require(
        &self,
        fields: &Fields<'_, '_>,
        key: &str,
        kinds: &[Kind],
        id: &str,
    ) -> bool {
        if kinds.iter().any(|kind| self.has(*kind, id)) {
            return true;
        }
        // A file without any party has that fault once, at its parties.
        if kinds == [Kind::Party] && self.all(Kind::Party).is_empty() {
            return false;
        }
        let known = || kinds.iter().filter_map(|kind| self.0.get(kind)).flatten();
        let words: Vec<&str> = kinds.iter().map(|kind| kind.word()).collect();
        let what = words.join(" or ");
        let all: Vec<&str> = known().map(String::as_str).collect();
        let hint = match nearest(id, known().map(String::as_str)) {
            Some(nearest) => format!("did you mean {nearest}?"),
            None if all.is_empty() => format!("add a {what} with this id"),
            None => format!("write one of {}", all.join(", ")),
        };
        fields.fault(key, format!("there is no {what} \"{id}\""), &hint);
        false
    }

    /// A text that names one of `kinds`; a fault if it is missing or names none.
    pub(super) fn reference(
        &self,
        fields: &Fields<'_, '_>,
        key: &'static str,
        kinds: &[Kind],
    ) -> Option<String> {
        let example = kinds
            .iter()
            .filter_map(|kind| self.0.get(kind)?.first())
            .next()
            .map_or("…", String::as_str);
        let id = fields.text(key, example)?;
        self.require(fields, key, kinds, &id).then_some(id)
    }

    /// The same for a key that may be left out.
    pub(super) fn optional(
        &self,
        fields: &Fields<'_, '_>,
        key: &'static str,
        kinds: &[Kind],
    ) -> Option<String> {
        let id = fields.optional_text(key)?;
        self.require(fields, key, kinds, &id).then_some(id)
    }
}
