//! Changes to the text of an agreement: a rival reading, or a rule that somebody proposes.
//!
//! A change names a place and a value: `rule.minimum.target=4500`. The place begins with a kind of entry and an id,
//! or with the id alone, or with a table of the file such as `treaty`; keys follow after dots, items of a list by
//! their number from 1: `shares.bands.2.from`, `quarter.target[4]`. The text is changed at that place alone, so that
//! every other line keeps its number.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::readings::{Reading, ReadingLabel};
use crate::agreements::load;
use crate::domain::agreement::Agreement;
use crate::domain::{Cause, Finding, Findings};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The place, see the module.
    pub path: String,
    /// The value as the file would have it (`4500`, `[1, 2]`, `"next_period"`); `None` takes the key out.
    pub value: Option<String>,
}

impl std::fmt::Display for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}={}", self.path, self.value.as_deref().unwrap_or(""))
    }
}

/// Reads `path=value`. A value that is no TOML is taken as a text; none takes the key out.
///
/// # Errors
/// When there is no `=`, or nothing before it.
pub fn parse_edit(typed: &str) -> Result<Edit, Finding> {
    let (path, value) = typed
        .split_once('=')
        .map(|(path, value)| (path.trim(), value.trim()))
        .filter(|(path, _)| !path.is_empty())
        .ok_or_else(|| {
            Finding::error(Cause::Configuration, "a change is a place and a value")
                .text(typed)
                .hint("write place=value, such as rule.minimum.target=4500")
        })?;
    Ok(Edit {
        path: path.to_owned(),
        value: (!value.is_empty()).then(|| as_toml(value)),
    })
}

fn as_toml(value: &str) -> String {
    if format!("v = {value}").parse::<toml::Table>().is_ok() {
        value.to_owned()
    } else {
        toml::Value::String(value.to_owned()).to_string()
    }
}

/// The text with all changes made, in their order.
///
/// # Errors
/// The place that cannot be found, with what is known there.
pub fn apply(text: &str, edits: &[Edit]) -> Result<String, Finding> {
    let mut text = text.to_owned();
    for edit in edits {
        text = apply_one(&text, edit)?;
    }
    Ok(text)
}

/// The agreement as its file has it, then under each of its rival readings. A file without any gives one, a file with
/// faults none, and the findings name them.
pub fn variants(text: &str, name: &str) -> (Vec<Reading>, Findings) {
    let (_, findings) = load(text, name);
    let all = crate::agreements::readings(text, name)
        .unwrap_or_default()
        .into_iter();
    let named = all.map(|(said, agreement)| Reading {
        label: ReadingLabel::of(&said),
        agreement,
    });
    (named.collect(), findings)
}

/// Loads a changed text.
///
/// # Errors
/// Everything that is wrong with it.
pub fn changed(text: &str, name: &str) -> Result<Agreement, Findings> {
    match load(text, name) {
        (Some(agreement), _) => Ok(agreement),
        (None, findings) => Err(findings),
    }
}

fn apply_one(text: &str, edit: &Edit) -> Result<String, Finding> {
    let (root, errors) = DeTable::parse_recoverable(text);
    if let Some(error) = errors.first() {
        return Err(fault(
            edit,
            format!("the text is no TOML: {}", error.message()),
        ));
    }
    let steps = steps(&edit.path).ok_or_else(|| {
        fault(edit, "this is no place in an agreement".to_owned())
            .hint("write an id and a key, such as rule.minimum.target or rule.shares.bands.2.from")
    })?;
    let place = find(root.get_ref(), text, &steps)
        .ok_or_else(|| fault(edit, "the agreement has no such place".to_owned()).hint(
            "begin with a kind and an id, such as rule.minimum or ledger.main; number items of a list from 1",
        ))?;
    let mut changed = text.to_owned();
    match (place, &edit.value) {
        (Place::Value { value, .. }, Some(new)) => changed.replace_range(value, new),
        (
            Place::Value {
                key: Some(key),
                value,
            },
            None,
        ) => {
            changed.replace_range(removal(text, key.start, value.end), "");
        }
        (Place::Value { key: None, .. }, None) => {
            return Err(
                fault(edit, "an item cannot be taken out of a list".to_owned())
                    .hint("give the whole list"),
            );
        }
        (Place::New { at, before, after }, Some(new)) => {
            let key = steps.last().map_or("", |step| step.name.as_str());
            changed.insert_str(at, &format!("{before}{} = {new}{after}", as_key(key)));
        }
        (Place::New { .. }, None) => {}
    }
    Ok(changed)
}

fn fault(edit: &Edit, message: String) -> Finding {
    Finding::error(Cause::Configuration, message).text(&edit.to_string())
}

/// One part of a place: a key or id, and the numbers of items after it.
struct Step {
    name: String,
    items: Vec<usize>,
}

fn steps(path: &str) -> Option<Vec<Step>> {
    path.split('.')
        .map(|part| {
            let (name, items) = part.split_once('[').unwrap_or((part, ""));
            let items = items
                .split_terminator(']')
                .map(|item| item.trim_start_matches('[').trim().parse::<usize>().ok())
                .map(|item| item?.checked_sub(1))
                .collect::<Option<Vec<usize>>>()?;
            let name = name.trim().trim_matches('"').to_owned();
            (!name.is_empty()).then_some(Step { name, items })
        })
        .collect()
}

/// Where a change goes.
enum Place {
    /// A value that is there, with its key unless it is an item of a list.
    Value {
        key: Option<Range<usize>>,
        value: Range<usize>,
    },
    /// A key that its table does not have yet.
    New {
        at: usize,
        before: &'static str,
        after: &'static str,
    },
}

/// Kinds of entries that have ids, in the order in which an id is looked for.
const KINDS: [&str; 8] = [
    "rule",
    "ledger",
    "condition",
    "parameter",
    "table",
    "series",
    "station",
    "calendar",
];

type Value<'t> = Spanned<DeValue<'t>>;

fn find(root: &DeTable<'_>, text: &str, steps: &[Step]) -> Option<Place> {
    let (first, rest) = steps.split_first()?;
    let kinds = KINDS.iter().filter_map(|kind| root.get(*kind));
    let by_id = kinds.filter_map(|entries| entry(entries, &first.name));
    by_id
        .chain(root.get(first.name.as_str()))
        .find_map(|value| below(item(value, &first.items)?, text, rest))
}

/// The entry of a list of tables that has this id, or of a table of tables that has this key.
fn entry<'a, 't>(entries: &'a Value<'t>, id: &str) -> Option<&'a Value<'t>> {
    match entries.get_ref() {
        DeValue::Table(table) => table.get(id),
        DeValue::Array(list) => {
            let by_id = list.iter().find(|value| {
                let table = value.get_ref().as_table();
                let own = table.and_then(|table| table.get("id")?.get_ref().as_str());
                own == Some(id)
            });
            by_id.or_else(|| list.get(id.parse::<usize>().ok()?.checked_sub(1)?))
        }
        _ => None,
    }
}

fn item<'a, 't>(value: &'a Value<'t>, items: &[usize]) -> Option<&'a Value<'t>> {
    items
        .iter()
        .try_fold(value, |value, item| value.get_ref().as_array()?.get(*item))
}

fn below(value: &Value<'_>, text: &str, steps: &[Step]) -> Option<Place> {
    let (step, rest) = steps.split_first()?;
    let found = match value.get_ref() {
        DeValue::Table(table) => table.get_key_value(step.name.as_str()),
        _ => None,
    };
    if let Some((key, inner)) = found {
        let inner = item(inner, &step.items)?;
        if rest.is_empty() {
            let key = step.items.is_empty().then(|| key.span());
            return Some(Place::Value {
                key,
                value: inner.span(),
            });
        }
        return below(inner, text, rest);
    }
    if let Some(inner) = entry(value, &step.name) {
        let inner = item(inner, &step.items)?;
        if rest.is_empty() {
            return Some(Place::Value {
                key: None,
                value: inner.span(),
            });
        }
        return below(inner, text, rest);
    }
    (rest.is_empty() && step.items.is_empty())
        .then(|| new_key(value, text))
        .flatten()
}

/// Where a table takes a new key: inside its braces, or on a line of its own below a key that it has.
fn new_key(value: &Value<'_>, text: &str) -> Option<Place> {
    let table = value.get_ref().as_table()?;
    let span = value.span();
    if text.get(span.clone())?.starts_with('{') {
        let before = if table.is_empty() { "" } else { ", " };
        let end = span.start + text[span.clone()].trim_end_matches('}').trim_end().len();
        return Some(Place::New {
            at: end,
            before,
            after: "",
        });
    }
    let first = table
        .iter()
        .filter(|(_, value)| {
            // A table below a heading of its own is no line of this one.
            !matches!(value.get_ref(), DeValue::Table(_) | DeValue::Array(_))
        })
        .map(|(_, value)| value.span().end)
        .min()?;
    let rest = text.get(first..)?;
    match rest.find('\n') {
        Some(end) => Some(Place::New {
            at: first + end + 1,
            before: "",
            after: "\n",
        }),
        None => Some(Place::New {
            at: text.len(),
            before: "\n",
            after: "\n",
        }),
    }
}

/// A key with its value and, inside braces, the comma that belongs to it. On a line of its own the line stays, empty.
fn removal(text: &str, start: usize, end: usize) -> Range<usize> {
    let after = text.get(end..).unwrap_or("");
    let comma = after.len() - after.trim_start_matches([' ', '\t']).len();
    if after[comma..].starts_with(',') {
        return start..end + comma + 1;
    }
    let before = text
        .get(..start)
        .unwrap_or("")
        .trim_end_matches([' ', '\t']);
    if before.ends_with(',') {
        return before.len() - 1..end;
    }
    start..end
}

fn as_key(name: &str) -> String {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if name.chars().all(is_bare) {
        name.to_owned()
    } else {
        toml::Value::String(name.to_owned()).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"schema = "treaty/1"
station = [ { id = "a" }, { id = "b", kind = "canal" } ]

[treaty]
id = "t"            # the id
unit = "hm3"

[[rule]]
id = "low"
kind = "minimum"
input = { series = "a", calendar = "year" }
target = [1, 2, 3]  # by season
unless = "dry"

[[rule]]
id = "high"
bands = [
  { from = 0, A = [0, 0.5] },
  { from = 10, A = [5, 0.25] },
]

[ledger]
one = { entitlement = "low", carry = "none" }
"#;

    #[track_caller]
    fn check(typed: &str, old: &str, new: &str) {
        let edit = parse_edit(typed).unwrap_or_else(|finding| panic!("{finding}"));
        let found = apply(TEXT, &[edit]).unwrap_or_else(|finding| panic!("{finding}"));
        assert_eq!(found, TEXT.replacen(old, new, 1), "{typed}");
        assert_ne!(found, TEXT);
        assert!(found.parse::<toml::Table>().is_ok(), "{found}");
    }

    #[test]
    fn a_value_is_changed_where_it_stands() {
        check("low.target=5", "[1, 2, 3]", "5");
        check("low.target[2]=9", "[1, 2, 3]", "[1, 9, 3]");
        check("rule.low.target.3=9", "[1, 2, 3]", "[1, 2, 9]");
        check("rule.high.bands.2.from=9", "from = 10", "from = 9");
        check("high.bands[2].A[1] = 6", "[5, 0.25]", "[6, 0.25]");
        check("one.carry=next_period", "\"none\"", "\"next_period\"");
        check("ledger.one.carry=\"x\"", "\"none\"", "\"x\"");
        check(
            "rule.low.input.series=b",
            "series = \"a\"",
            "series = \"b\"",
        );
        check("treaty.unit=m3/s", "\"hm3\"", "\"m3/s\"");
        check("low.target=0.5 * a", "[1, 2, 3]", "\"0.5 * a\"");
        check("b.kind=gauge", "\"canal\"", "\"gauge\"");
    }

    #[test]
    fn a_new_key_gets_its_place() {
        check(
            "one.unit=hm3",
            "carry = \"none\" }",
            "carry = \"none\", unit = \"hm3\" }",
        );
        check(
            "low.enabled=false",
            "id = \"low\"\n",
            "id = \"low\"\nenabled = false\n",
        );
        check(
            "treaty.allowed_missing=0.2",
            "# the id\n",
            "# the id\nallowed_missing = 0.2\n",
        );
    }

    #[test]
    fn a_key_is_taken_out_and_every_other_line_keeps_its_number() {
        check("low.unless=", "unless = \"dry\"", "");
        check("one.carry=", ", carry = \"none\"", "");
        check("low.input.series=", "series = \"a\",", "");
    }

    #[test]
    fn a_place_that_is_not_there_is_named() {
        for typed in [
            "nobody.target=1",
            "low.target[7]=1",
            "low.a.b.c=1",
            "low[x]=1",
        ] {
            let edit = parse_edit(typed).unwrap_or_else(|finding| panic!("{finding}"));
            assert!(apply(TEXT, &[edit]).is_err(), "{typed}");
        }
        assert!(parse_edit("low.target").is_err());
    }
}
