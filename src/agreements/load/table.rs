//! Named numbers and tables: `[parameter]`, `[[table]]`.

use toml::de::DeValue;

use super::expression::TableInfo;
use super::fields::{Fields, Place, finite};
use super::header::unit_at;
use super::places::quantity;
use super::rule::{Words, words};
use super::unit;
use crate::domain::agreement::calendar::MonthDay;
use crate::domain::agreement::clauses::{
    Axis, Between, Beyond, Cell, Edge, Parameter, Table, TableKind,
};
use crate::domain::agreement::measure::AgreementUnit;

const EDGES: [(&str, Edge); 2] = [("below", Edge::Below), ("above", Edge::Above)];

/// Reads `[parameter]`; the key is the id.
pub(super) fn parameters(root: &Fields<'_, '_>) -> Vec<Parameter> {
    let entries = root
        .table("parameter")
        .map(|table| table.entries())
        .unwrap_or_default();
    let mut parameters = Vec::new();
    for (id, fields) in entries {
        let title = fields.optional_text("title");
        let article = fields.optional_text("article");
        let confidence = words(&fields).confidence;
        let value = value(&fields);
        fields.finish();
        if let Some((value, unit)) = value {
            parameters.push(Parameter {
                id,
                title,
                article,
                value,
                unit,
                confidence,
            });
        }
    }
    parameters
}

/// `value = 0.5`, or `value = "1500 cfs"`.
fn value(fields: &Fields<'_, '_>) -> Option<(f64, AgreementUnit)> {
    let hint = "write value = 0.5, or with a unit value = \"1500 cfs\"";
    let Some(place) = fields.get("value") else {
        fields.fault("value", "value is missing", hint);
        return None;
    };
    let read = match (finite(place.get_ref()), place.get_ref().as_str()) {
        (Some(number), _) => Some((number, AgreementUnit::number())),
        (None, Some(text)) => quantity(text).or_else(|| {
            let number: f64 = text.trim().parse().ok()?;
            number
                .is_finite()
                .then(|| (number, AgreementUnit::number()))
        }),
        _ => None,
    };
    if read.is_none() {
        fields.fault(
            "value",
            "value must be a finite number or a figure with a known unit",
            hint,
        );
    }
    read
}

/// Reads `[[table]]`.
pub(super) fn tables(root: &Fields<'_, '_>) -> Vec<Table> {
    let mut tables = Vec::new();
    for fields in root.tables("table") {
        tables.extend(table(&fields));
        fields.finish();
    }
    tables
}

/// What expressions must know of a table.
pub(super) fn info(table: &Table) -> TableInfo {
    let axes = match &table.kind {
        TableKind::Periods(_) => Vec::new(),
        TableKind::Curve { x_unit, .. } => vec![x_unit.clone()],
        TableKind::Classes { rows, columns, .. } => [rows, columns]
            .into_iter()
            .filter_map(|axis| match axis {
                Axis::Periods(_) => None,
                Axis::Classes { unit, .. } => Some(unit.clone()),
            })
            .collect(),
    };
    TableInfo {
        unit: table.unit.clone(),
        axes,
    }
}

fn table(fields: &Fields<'_, '_>) -> Option<Table> {
    let id = fields.text("id", "index-supply");
    let Words {
        title,
        text,
        confidence,
        stated,
    } = words(fields);
    let article = fields.text("article", "Art. 3");
    let unit = if fields.has("unit") {
        unit_at(fields, "unit")
    } else {
        fields.get("unit");
        Some(AgreementUnit::number())
    };
    let kind = if fields.has("cells") || fields.has("rows") {
        classes(fields)
    } else if fields.has("periods") {
        periods(fields).map(TableKind::Periods)
    } else {
        curve(fields)
    };
    Some(Table {
        id: id?,
        title,
        article: article?,
        confidence,
        text,
        stated,
        unit: unit?,
        kind: kind?,
    })
}

/// `periods = { "01-01" = 500 }`.
fn periods(fields: &Fields<'_, '_>) -> Option<Vec<(MonthDay, Cell)>> {
    let table = fields.table("periods")?;
    let mut periods = Vec::new();
    let mut whole = true;
    for (key, value) in table.rest() {
        let (day, cell) = (MonthDay::parse(&key), cell(value.get_ref()));
        if day.is_none() {
            table.fault(
                &key,
                format!("\"{key}\" is no day of the year"),
                "write the first day of the period as \"04-01\"",
            );
        }
        if cell.is_none() {
            table.fault(
                &key,
                "a cell is a finite number or \"exempt\"",
                &format!("write \"{key}\" = 500"),
            );
        }
        match day.zip(cell) {
            Some(period) => periods.push(period),
            None => whole = false,
        }
    }
    if periods.is_empty() && whole {
        fields.fault(
            "periods",
            "a table by periods needs its cells",
            "write periods = { \"01-01\" = 500, \"02-01\" = 480 }",
        );
        return None;
    }
    periods.sort_by_key(|(day, _)| *day);
    whole.then_some(periods)
}

fn curve(fields: &Fields<'_, '_>) -> Option<TableKind> {
    if !fields.has("x") || !fields.has("y") {
        for key in ["x", "y", "x_unit", "between", "beyond", "edge"] {
            fields.get(key);
        }
        fields.fault(
            "",
            "there is nothing to read in the table",
            "add x and y, or periods, or rows, columns and cells",
        );
        return None;
    }
    let x = fields.numbers("x");
    let y = cells(fields, "y", &fields.list("y"));
    let x_unit = if fields.has("x_unit") {
        unit_at(fields, "x_unit")
    } else {
        fields.get("x_unit");
        Some(AgreementUnit::number())
    };
    let steps = fields.choice("between", &[("linear", false), ("step", true)], Some(false));
    let edge = fields.choice("edge", &EDGES, Some(Edge::Below));
    let beyond = fields.choice(
        "beyond",
        &[
            ("withhold", Beyond::Withhold),
            ("hold", Beyond::Hold),
            ("extend", Beyond::Extend),
        ],
        Some(Beyond::Withhold),
    );
    let (y, steps) = (y?, steps?);
    ascending(fields, "x", &x);
    let wanted = if steps { x.len() + 1 } else { x.len() };
    if y.len() != wanted {
        let hint = if steps {
            "with steps there is one value more than edges: the first is for what lies below the first edge"
        } else {
            "write one value for each x; between = \"step\" has one more"
        };
        fields.fault(
            "y",
            format!("there are {} values of y for {} of x", y.len(), x.len()),
            hint,
        );
        return None;
    }
    if !steps && y.contains(&Cell::Exempt) {
        fields.fault(
            "y",
            "a straight line cannot run to \"exempt\"",
            "write between = \"step\", or a number",
        );
    }
    if steps && beyond == Some(Beyond::Extend) {
        fields.fault(
            "beyond",
            "steps have no line to extend",
            "write \"hold\" or \"withhold\"",
        );
    }
    Some(TableKind::Curve {
        x,
        x_unit: x_unit?,
        y,
        between: if steps {
            Between::Step(edge?)
        } else {
            Between::Linear
        },
        beyond: beyond?,
    })
}

fn ascending(fields: &Fields<'_, '_>, key: &str, numbers: &[f64]) {
    if numbers.is_empty() || !numbers.is_sorted_by(|a, b| a < b) {
        fields.fault(
            key,
            format!("the values of {key} do not ascend"),
            "order them, each value only once",
        );
    }
}

fn classes(fields: &Fields<'_, '_>) -> Option<TableKind> {
    let (rows, columns) = (axis(fields, "rows"), axis(fields, "columns"));
    let list = fields.list("cells");
    let mut cells_of: Vec<Option<Vec<Cell>>> = Vec::with_capacity(list.len());
    for (n, row) in list.iter().enumerate() {
        let Some(items) = row.get_ref().as_array() else {
            fields.fault(
                "cells",
                format!("row {} is no list", n + 1),
                "write cells = [ [600, 400], [500, 300] ]",
            );
            cells_of.push(None);
            continue;
        };
        let items: Vec<Place<'_, '_>> = items.iter().collect();
        cells_of.push(cells(fields, "cells", &items));
    }
    let (rows, columns) = (rows?, columns?);
    let cells: Vec<Vec<Cell>> = cells_of.into_iter().collect::<Option<_>>()?;
    let (high, wide) = (classes_of(&rows), classes_of(&columns));
    if cells.len() != high {
        fields.fault(
            "cells",
            format!("there are {} rows of cells for {high} classes", cells.len()),
            "write one row of cells for each class; there is one class more than edges",
        );
    }
    for (n, row) in cells.iter().enumerate() {
        if row.len() != wide {
            fields.fault(
                "cells",
                format!("row {} has {} cells, not {wide}", n + 1, row.len()),
                "write one cell for each class, \"exempt\" where nothing is owed",
            );
        }
    }
    Some(TableKind::Classes {
        rows,
        columns,
        cells,
    })
}

fn classes_of(axis: &Axis) -> usize {
    match axis {
        Axis::Periods(periods) => periods.len(),
        Axis::Classes { edges, .. } => edges.len() + 1,
    }
}

fn axis(fields: &Fields<'_, '_>, key: &'static str) -> Option<Axis> {
    let Some(table) = fields.table(key) else {
        if !fields.has(key) {
            fields.fault(
                key,
                format!("{key} is missing"),
                &format!("add {key} = {{ edges = [2650, 3150], unit = \"hm3\" }}"),
            );
        }
        return None;
    };
    let axis = if table.has("periods") {
        let texts = table.texts("periods");
        let days: Vec<MonthDay> = texts
            .iter()
            .filter_map(|text| MonthDay::parse(text))
            .collect();
        if days.len() != texts.len() || days.is_empty() {
            table.fault(
                "periods",
                "the periods of a table are first days",
                "write periods = [\"10-01\", \"01-01\"]",
            );
        }
        Some(Axis::Periods(days))
    } else {
        let edges = table.numbers("edges");
        ascending(&table, "edges", &edges);
        let unit = if table.has("unit") {
            table.optional_text("unit").and_then(|text| {
                let found = unit::parse(&text);
                if found.is_none() {
                    table.fault("unit", format!("unit \"{text}\" is not known"), unit::HINT);
                }
                found
            })
        } else {
            table.get("unit");
            Some(AgreementUnit::number())
        };
        let edge = table.choice("edge", &EDGES, Some(Edge::Below));
        unit.zip(edge)
            .map(|(unit, edge)| Axis::Classes { edges, unit, edge })
    };
    table.finish();
    axis
}

fn cells(fields: &Fields<'_, '_>, key: &str, list: &[Place<'_, '_>]) -> Option<Vec<Cell>> {
    let cells: Vec<Cell> = list
        .iter()
        .filter_map(|place| cell(place.get_ref()))
        .collect();
    if cells.len() != list.len() {
        fields.fault(
            key,
            "a cell is a finite number or \"exempt\"",
            "write [300, 500], or [\"exempt\", 400]",
        );
        return None;
    }
    Some(cells)
}

fn cell(value: &DeValue<'_>) -> Option<Cell> {
    match value.as_str() {
        Some("exempt") => Some(Cell::Exempt),
        Some(_) => None,
        None => finite(value).map(Cell::Value),
    }
}
