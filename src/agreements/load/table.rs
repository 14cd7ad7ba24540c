//! Schedules: a table of shares by period.

use toml::de::DeValue;

use super::fields::{Fields, finite};
use super::names::{Kind, Names};
use crate::domain::PartyId;
use crate::domain::agreement::calendar::MonthDay;
use crate::domain::agreement::rules::Schedule;

/// Reads a schedule. Columns that are no party's are for the reader of the file only.
pub(super) fn schedule(fields: &Fields<'_, '_>, names: &Names) -> Option<Schedule> {
    let calendar = names.reference(fields, "calendar", &[Kind::Calendar]);
    let columns = fields.texts("columns");
    if columns.first().map(String::as_str) != Some("start") {
        fields.fault(
            "columns",
            "the first column of a schedule must be start",
            "write columns = [\"start\", \"AA\", \"BB\"]",
        );
        return None;
    }
    let parties: Vec<(usize, PartyId)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| names.has_party(column))
        .map(|(n, column)| (n, PartyId::new(column)))
        .collect();
    if parties.is_empty() {
        fields.fault(
            "columns",
            "no column bears the id of a party",
            "write columns = [\"start\", \"AA\", \"BB\"]",
        );
    }
    let mut rows = Vec::new();
    for (n, value) in fields.list("rows").into_iter().enumerate() {
        match row(value.get_ref(), &columns, &parties) {
            Ok(row) => rows.push(row),
            Err(reason) => fields.fault(
                "rows",
                format!("row {} {reason}", n + 1),
                "write the first day of the period and one finite number for each further column",
            ),
        }
    }
    Some(Schedule {
        calendar: calendar?,
        parties: parties.into_iter().map(|(_, party)| party).collect(),
        rows,
    })
}

fn row(
    value: &DeValue<'_>,
    columns: &[String],
    parties: &[(usize, PartyId)],
) -> Result<(MonthDay, Vec<f64>), String> {
    let cells: Vec<&DeValue<'_>> = value
        .as_array()
        .into_iter()
        .flatten()
        .map(toml::Spanned::get_ref)
        .collect();
    if cells.len() != columns.len() {
        return Err(format!("has {} cells, not {}", cells.len(), columns.len()));
    }
    let start = cells[0]
        .as_str()
        .and_then(MonthDay::parse)
        .ok_or("does not begin with a day such as \"03-11\"")?;
    for (cell, column) in cells.iter().zip(columns).skip(1) {
        finite(cell).ok_or_else(|| format!("has no finite number in column {column}"))?;
    }
    let figures = parties.iter().filter_map(|(n, _)| finite(cells[*n]));
    Ok((start, figures.collect()))
}
