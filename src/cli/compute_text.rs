//! The result of an indicator as a person reads it.

use serde_json::{Map, Value};

use super::table::{Lean, table};
use crate::engine::Answer;

/// Parameters, then figures, then tables.
pub(super) fn text(answer: &Answer) -> String {
    let mut text = format!("{}\n\n", answer.indicator);
    for series in &answer.series {
        let span = match (&series.first, &series.last) {
            (Some(first), Some(last)) => format!("{first} to {last}"),
            _ => "no value".to_owned(),
        };
        let name = if series.name.is_empty() {
            "series"
        } else {
            &series.name
        };
        text.push_str(&format!(
            "{name}: {span}, {} values, {} missing\n",
            series.values, series.missing
        ));
    }
    text.push_str(&pairs(
        "parameter",
        &answer
            .parameters
            .iter()
            .map(|(key, value)| (key.clone(), value))
            .collect::<Vec<_>>(),
    ));
    let mut figures = Vec::new();
    let mut tables = Vec::new();
    sort_out("", &answer.result, &mut figures, &mut tables);
    text.push_str(&pairs("result", &figures));
    for (name, rows) in tables {
        text.push_str(&format!("\n{name}\n{rows}"));
    }
    text.push_str(&format!(
        "\ncompleteness: {}\nsource: {}\n",
        answer.completeness,
        answer.source.replace('\n', " ")
    ));
    text
}

fn pairs(heading: &str, figures: &[(String, &Value)]) -> String {
    if figures.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = figures
        .iter()
        .map(|(name, value)| vec![name.clone(), cell(value)])
        .collect();
    format!(
        "\n{}",
        table(&[(heading, Lean::Left), ("value", Lean::Right)], &rows)
    )
}

/// Figures alone, and lists as tables; what lies deeper gets the names of what it lies in.
fn sort_out<'a>(
    within: &str,
    result: &'a Map<String, Value>,
    figures: &mut Vec<(String, &'a Value)>,
    tables: &mut Vec<(String, String)>,
) {
    let mut alike: Vec<(String, &'a Vec<Value>)> = Vec::new();
    for (key, value) in result {
        let name = if within.is_empty() {
            key.clone()
        } else {
            format!("{within}.{key}")
        };
        match value {
            Value::Object(deeper) => sort_out(&name, deeper, figures, tables),
            Value::Array(list) if list.iter().any(Value::is_object) => {
                tables.push((name, of_objects(list)));
            }
            Value::Array(list) if list.len() > 1 => alike.push((name, list)),
            _ => figures.push((name, value)),
        }
    }
    while let Some((_, first)) = alike.first() {
        let length = first.len();
        let (columns, rest) = alike
            .into_iter()
            .partition(|(_, list)| list.len() == length);
        alike = rest;
        tables.push(of_lists(&columns));
    }
}

/// Lists of one length side by side.
fn of_lists(columns: &[(String, &Vec<Value>)]) -> (String, String) {
    let names: Vec<(&str, Lean)> = columns
        .iter()
        .map(|(name, _)| (name.as_str(), Lean::Right))
        .collect();
    let length = columns.first().map_or(0, |(_, list)| list.len());
    let rows: Vec<Vec<String>> = (0..length)
        .map(|n| {
            columns
                .iter()
                .map(|(_, list)| list.get(n).map_or_else(String::new, cell))
                .collect()
        })
        .collect();
    (format!("{length} rows"), table(&names, &rows))
}

fn of_objects(list: &[Value]) -> String {
    let mut keys: Vec<&str> = Vec::new();
    for object in list.iter().filter_map(Value::as_object) {
        for key in object.keys() {
            if !keys.contains(&key.as_str()) {
                keys.push(key);
            }
        }
    }
    let columns: Vec<(&str, Lean)> = keys.iter().map(|key| (*key, Lean::Right)).collect();
    let rows: Vec<Vec<String>> = list
        .iter()
        .map(|object| {
            keys.iter()
                .map(|key| object.get(key).map_or_else(String::new, cell))
                .collect()
        })
        .collect();
    table(&columns, &rows)
}

/// A value in a cell; what is missing is a dash.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => "–".to_owned(),
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(true) => "yes".to_owned(),
        Value::Bool(false) => "no".to_owned(),
        Value::Array(list) => list.iter().map(cell).collect::<Vec<_>>().join(" "),
        Value::Object(_) => value.to_string(),
    }
}
