//! Rival readings: `[[reading]]`, each the agreement with a few keys set otherwise.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::expression::Scope;
use super::fields::{Fields, Place};
use crate::domain::agreement::clauses::Reading;

/// Reads every `[[reading]]`.
pub(super) fn readings(root: &Fields<'_, '_>) -> Vec<Reading> {
    let mut readings: Vec<Reading> = Vec::new();
    for fields in root.tables("reading") {
        let id = fields.text("id", "cycle-first");
        let title = fields.text("title", "As one side reads Art. 4");
        let article = fields.optional_text("article");
        let set = fields.table("set");
        if set.is_none() && !fields.has("set") {
            fields.fault(
                "set",
                "set is missing: the reading is the agreement as it stands",
                "add set = { \"rule.ID.key\" = value }",
            );
        }
        let set = set.map(|table| {
            let changes = table.rest().into_iter();
            changes
                .map(|(path, value)| {
                    let text = table.source().slice(value.span()).to_owned();
                    (path, text)
                })
                .collect::<Vec<_>>()
        });
        fields.finish();
        let (Some(id), Some(title), Some(set)) = (id, title, set) else {
            continue;
        };
        if id == "agreed" || readings.iter().any(|reading| reading.id == id) {
            fields_again(root, &id);
            continue;
        }
        readings.push(Reading {
            id,
            title,
            article,
            set,
        });
    }
    readings
}

/// Names a reading whose id is taken.
fn fields_again(root: &Fields<'_, '_>, id: &str) {
    if let Some(fields) = root
        .tables("reading")
        .into_iter()
        .rfind(|fields| fields.optional_text("id").as_deref() == Some(id))
    {
        fields.fault(
            "id",
            format!("the id \"{id}\" is given twice"),
            "give one of the two another id; agreed is the file itself",
        );
    }
}

/// The file with the keys of a reading set; faults where a path leads nowhere.
pub(super) fn apply<'t>(
    root: &Fields<'_, 't>,
    whole: &DeTable<'t>,
    id: &str,
) -> Option<DeTable<'t>> {
    let reading = root
        .tables("reading")
        .into_iter()
        .find(|fields| fields.optional_text("id").as_deref() == Some(id))?;
    let set = reading.table("set")?;
    let mut changed = whole.clone();
    let mut sound = true;
    for (path, value) in set.rest() {
        if let Err((message, hint)) = put(&mut changed, &path, value) {
            set.fault(&path, message, &hint);
            sound = false;
        }
    }
    sound.then_some(changed)
}

/// Tables whose entries are lists with ids, and tables whose keys are the ids.
const LISTED: [&str; 5] = ["rule", "condition", "table", "series", "station"];
const KEYED: [&str; 3] = ["ledger", "calendar", "parameter"];

/// Sets the key at a path such as `rule.formula.bands.1.from`.
fn put<'t>(
    root: &mut DeTable<'t>,
    path: &str,
    value: Place<'_, 't>,
) -> Result<(), (String, String)> {
    let parts: Vec<&str> = path.split('.').collect();
    let example = "write rule.ID.key, ledger.ID.key or treaty.key".to_owned();
    let [kind, rest @ ..] = &parts[..] else {
        return Err((format!("\"{path}\" is no path"), example));
    };
    let at_key = |key: &str| {
        let known: Vec<&str> = LISTED.into_iter().chain(KEYED).chain(["treaty"]).collect();
        (
            format!("\"{path}\" leads nowhere: no table {key} holds clauses"),
            Scope::hint(key, known.into_iter()),
        )
    };
    let (entry, keys) = if *kind == "treaty" {
        let entry = root
            .get_mut(*kind)
            .and_then(|value| table_mut(value.get_mut()));
        (entry, rest)
    } else {
        let [id, keys @ ..] = rest else {
            return Err((format!("\"{path}\" names no entry"), example));
        };
        let ids = ids(root, kind).ok_or_else(|| at_key(kind))?;
        if !ids.iter().any(|known| known == id) {
            return Err((
                format!("\"{path}\" leads nowhere: there is no {kind} \"{id}\""),
                Scope::hint(id, ids.iter().map(String::as_str)),
            ));
        }
        (entry(root, kind, id), keys)
    };
    let (Some(entry), [key, deeper @ ..]) = (entry, keys) else {
        return Err((format!("\"{path}\" names no key"), example));
    };
    set(entry, key, deeper, value).ok_or_else(|| {
        (
            format!("\"{path}\" leads nowhere below {key}"),
            "number the items of a list from 1, and name keys that are there".to_owned(),
        )
    })
}

fn ids(root: &DeTable<'_>, kind: &str) -> Option<Vec<String>> {
    if KEYED.contains(&kind) {
        let table = root.get(kind)?.get_ref().as_table()?;
        return Some(table.keys().map(|key| key.get_ref().to_string()).collect());
    }
    if !LISTED.contains(&kind) {
        return None;
    }
    let list = root.get(kind).and_then(|value| value.get_ref().as_array());
    Some(
        list.into_iter()
            .flatten()
            .filter_map(|item| item.get_ref().as_table()?.get("id")?.get_ref().as_str())
            .map(str::to_owned)
            .collect(),
    )
}

fn entry<'r, 't>(root: &'r mut DeTable<'t>, kind: &str, id: &str) -> Option<&'r mut DeTable<'t>> {
    let value = root.get_mut(kind)?.get_mut();
    if KEYED.contains(&kind) {
        return table_mut(table_mut(value)?.get_mut(id)?.get_mut());
    }
    let DeValue::Array(items) = value else {
        return None;
    };
    items.iter_mut().find_map(|item| {
        let table = table_mut(item.get_mut())?;
        let named = table.get("id").and_then(|value| value.get_ref().as_str()) == Some(id);
        named.then_some(table)
    })
}

/// Sets a key of a table, or something below it; a key that is not there yet is added.
fn set<'t>(
    table: &mut DeTable<'t>,
    key: &str,
    deeper: &[&str],
    value: Place<'_, 't>,
) -> Option<()> {
    if deeper.is_empty() {
        match table.get_mut(key) {
            Some(place) => *place = value.clone(),
            None => {
                let key = Spanned::new(value.span(), key.to_owned().into());
                table.insert(key, value.clone());
            }
        }
        return Some(());
    }
    // A carry by a word becomes the table that it stands for.
    let place = table.get_mut(key)?;
    below(place.get_mut(), deeper, value)
}

fn below<'t>(place: &mut DeValue<'t>, path: &[&str], value: Place<'_, 't>) -> Option<()> {
    let [key, deeper @ ..] = path else {
        *place = value.get_ref().clone();
        return Some(());
    };
    match place {
        DeValue::Table(table) => set(table, key, deeper, value),
        DeValue::Array(items) => {
            let n: usize = key.parse().ok()?;
            let item = items.get_mut(n.checked_sub(1)?)?;
            below(item.get_mut(), deeper, value)
        }
        _ => None,
    }
}

fn table_mut<'r, 't>(value: &'r mut DeValue<'t>) -> Option<&'r mut DeTable<'t>> {
    match value {
        DeValue::Table(table) => Some(table),
        _ => None,
    }
}
