//! The settings of a case as a profile: the exchange format of the program with a person's answers laid over it.

use serde_json::{Map, Value as Json};
use toml::{Table, Value};

const TIDY: &str = include_str!("../../assets/formats/xx-tidy-csv.toml");

/// The text of a profile for the settings of a case; `None` where the shipped one needs no change.
pub(crate) fn of(settings: &Map<String, Json>) -> Option<String> {
    let mut table = plain();
    let mut is_changed = false;
    for (key, value) in settings {
        is_changed |= lay(&mut table, key, value);
    }
    is_changed.then(|| toml::to_string(&table).unwrap())
}

/// The exchange format without a column that names the quantity.
fn plain() -> Table {
    let mut table: Table = TIDY.parse().unwrap();
    let Some(Value::Array(variants)) = table.remove("variant") else {
        panic!("the exchange format has a variant")
    };
    let Some(Value::Table(variant)) = variants.into_iter().next() else {
        panic!("the variant is a table")
    };
    table.extend(variant);
    table
}

/// Lays a setting over the profile; `false` for settings that are none of a profile.
fn lay(table: &mut Table, key: &str, value: &Json) -> bool {
    let text = value.as_str().unwrap_or_default().to_owned();
    match key {
        // An undeclared decimal mark stays what it is in the exchange format.
        "decimal" if value.is_null() => {}
        "delimiter" | "decimal" | "thousands" => {
            table.insert(key.to_owned(), Value::String(text));
        }
        "encoding" => {
            table.insert("encodings".to_owned(), vec![text].into());
        }
        "missing" => {
            let texts: Vec<String> = value
                .as_array()
                .unwrap()
                .iter()
                .map(|text| text.as_str().unwrap().to_owned())
                .collect();
            table.insert(key.to_owned(), texts.into());
        }
        "tz" => {
            let clock = Table::from_iter([("stated".to_owned(), Value::String(text))]);
            table.insert("clock".to_owned(), clock.into());
        }
        "time_format" => {
            let pattern = match text.as_str() {
                "excel1900" => "excel_1900".to_owned(),
                other => other
                    .replace("%d", "dd")
                    .replace("%m", "mm")
                    .replace("%Y", "yyyy")
                    .replace("%H", "HH")
                    .replace("%M", "MM"),
            };
            time(table).insert("patterns".to_owned(), vec![pattern].into());
        }
        "zone_abbreviations" => {
            let zones: Table = value
                .as_object()
                .unwrap()
                .iter()
                .map(|(name, offset)| {
                    let clock = format!("UTC{}", offset.as_str().unwrap());
                    (name.clone(), Value::String(clock))
                })
                .collect();
            time(table).insert("zones".to_owned(), zones.into());
            time(table).insert(
                "patterns".to_owned(),
                vec!["yyyy-mm-dd HH:MM:SS".to_owned()].into(),
            );
        }
        "variable" if text == "precip_cumulative" => {
            let rain: Table = "column = 'value'\nin_units = ['mm']\nquantity = 'rain'\nstatistic = 'sum'\nflags = [{ column = 'quality', codes = 'quality' }]"
                .parse()
                .unwrap();
            table.insert("series".to_owned(), vec![Value::Table(rain)].into());
            table.insert("counter".to_owned(), Value::Boolean(true));
        }
        "variable" if text == "stage" => return false,
        "count_comment" | "period_comment" | "now" | "stations" | "format" => return false,
        other => panic!("{other} is no setting that is known"),
    }
    true
}

fn time(table: &mut Table) -> &mut Table {
    table.get_mut("time").and_then(Value::as_table_mut).unwrap()
}
