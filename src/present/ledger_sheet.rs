//! The ledger as a table that leaves the program: numbers as numbers, in both units.

use super::ledger_table::{Arrangement, LedgerTable, LedgerTableRow};
use super::sheet::{Cell, Sheet};

const COLUMNS: [&str; 19] = [
    "figure",
    "agreement",
    "reading",
    "rule",
    "rule_in_words",
    "article",
    "party",
    "period",
    "unit",
    "entitlement",
    "delivered",
    "carried_in",
    "balance",
    "carried_out",
    "second_unit",
    "balance_in_second_unit",
    "status",
    "status_in_words",
    "completeness",
];

/// The wanted rows in the wanted order. A figure that is not assessable is an empty cell.
pub fn ledger_sheet(table: &LedgerTable, arrangement: &Arrangement) -> Sheet {
    let order = table.arranged(arrangement);
    Sheet {
        columns: COLUMNS.to_vec(),
        rows: order
            .into_iter()
            .filter_map(|n| table.rows.get(n))
            .map(row)
            .collect(),
    }
}

fn row(row: &LedgerTableRow) -> Vec<Cell> {
    let text = |text: &str| Cell::Text(text.to_owned());
    let [entitlement, delivered, carried_in, balance, carried_out] = &row.figures;
    vec![
        text(&row.figure),
        text(&row.agreement),
        text(&row.reading),
        text(&row.rule_id),
        text(&row.rule),
        text(&row.article),
        text(&row.party_name),
        text(&row.period),
        text(&row.unit),
        entitlement.value.into(),
        delivered.value.into(),
        carried_in.value.into(),
        balance.value.into(),
        carried_out.value.into(),
        text(&row.second_unit),
        balance.second_value.into(),
        text(status_id(row)),
        text(&row.status_word),
        text(&row.completeness),
    ]
}

/// The status as every other output of the program names it.
fn status_id(row: &LedgerTableRow) -> &'static str {
    use crate::domain::Status;
    match row.status {
        Status::Provisional => "provisional",
        Status::Final => "final",
        Status::Exempt => "exempt",
        Status::Reset => "reset",
        Status::NotAssessable => "not_assessable",
    }
}
