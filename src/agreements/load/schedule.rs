//! Schedules: shares that are given, by period or by clause.

use toml::de::DeValue;

use super::fields::{Fields, finite};
use super::names::Kind;
use super::rule::Reader;
use super::written::Written;
use crate::domain::PartyId;
use crate::domain::agreement::calendar::MonthDay;
use crate::domain::agreement::measure::AgreementUnit;
use crate::domain::agreement::rules::{Schedule, ScheduleOf};

/// Reads a schedule. Columns that are no party's are for the reader of the file only.
pub(super) fn schedule(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Schedule> {
    let calendar = reader
        .names
        .reference(fields, "calendar", &[Kind::Calendar]);
    let available = Written::of(fields, "available")
        .and_then(|written| written.amount(reader.scope, reader.counting(unit), unit.measure));
    let parties = if fields.has("amounts") {
        amounts(reader, fields, unit)
    } else {
        columns(reader, fields)
    };
    Some(Schedule {
        calendar: calendar?,
        parties: parties?,
        available,
    })
}

/// `amounts = { AA = "12 hm3", BB = "expression" }`.
fn amounts(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Vec<(PartyId, ScheduleOf)>> {
    let table = fields.table("amounts")?;
    let mut parties = Vec::new();
    let mut whole = true;
    for (party, value) in table.rest() {
        let known = reader.names.require(&table, &party, &[Kind::Party], &party);
        let amount = Written::value(&table, &party, value)
            .and_then(|written| written.amount(reader.scope, reader.counting(unit), unit.measure));
        match amount {
            Some(amount) if known => {
                parties.push((PartyId::new(party), ScheduleOf::Amount(amount)));
            }
            _ => whole = false,
        }
    }
    if parties.is_empty() && whole {
        fields.fault(
            "amounts",
            "no party has an amount",
            "write amounts = { AA = 12, BB = 8 }",
        );
        return None;
    }
    whole.then_some(parties)
}

fn columns(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<Vec<(PartyId, ScheduleOf)>> {
    let columns = fields.texts("columns");
    if columns.first().map(String::as_str) != Some("start") {
        fields.get("rows");
        fields.fault(
            "columns",
            "the first column of a schedule must be start",
            "write columns = [\"start\", \"AA\", \"BB\"], or amounts = { AA = 12, BB = 8 }",
        );
        return None;
    }
    let parties: Vec<(usize, PartyId)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| reader.names.has_party(column))
        .map(|(n, column)| (n, PartyId::new(column)))
        .collect();
    if parties.is_empty() && !reader.scope.parties.is_empty() {
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
    Some(
        parties
            .into_iter()
            .enumerate()
            .map(|(n, (_, party))| {
                let periods = rows
                    .iter()
                    .map(|(start, figures)| (*start, figures[n]))
                    .collect();
                (party, ScheduleOf::Periods(periods))
            })
            .collect(),
    )
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
