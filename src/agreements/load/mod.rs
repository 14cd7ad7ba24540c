//! Reads an agreement: text → clauses, all faults at once, each with its place and remedy.

mod bands;
mod calendar;
mod check;
mod condition;
mod cycle;
mod facts;
mod fields;
mod header;
mod ledger;
mod names;
mod rule;
mod table;
mod unit;

use std::collections::BTreeMap;

use toml::de::DeTable;

use crate::domain::Findings;
use crate::domain::agreement::Agreement;
pub(super) use check::calendar_of;
pub use facts::load_facts;
use fields::{Fields, Source};
use names::Names;

/// The only form of agreement files so far.
const SCHEMA: &str = "treaty/1";

/// Reads an agreement; `name` is the file as a person knows it. With an error there is no agreement,
/// and the findings name all faults at once.
pub fn load(text: &str, name: &str) -> (Option<Agreement>, Findings) {
    let source = Source::new(text, name);
    let root = parse(&source, text);
    let agreement = read(&source, &root);
    let findings = source.findings();
    let agreement = agreement.filter(|_| !findings.has_errors());
    (agreement, findings)
}

/// TOML, with a fault for each line that is none.
fn parse<'t>(source: &Source<'t>, text: &'t str) -> DeTable<'t> {
    let (root, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let at = error.span().map_or(0, |span| span.start);
        source.fault(
            at,
            "",
            format!("this is no TOML: {}", error.message()),
            "correct the line; texts stand in quotes, tables in { } or below a [heading]",
        );
    }
    root.into_inner()
}

fn read(source: &Source<'_>, table: &DeTable<'_>) -> Option<Agreement> {
    let root = Fields::new(source, table, 0..0, "");
    schema(&root);
    let names = Names::gather(table);
    unique_ids(&root);
    let header = match root.table("treaty") {
        Some(fields) => {
            let header = header::treaty(&fields);
            fields.finish();
            header
        }
        None => {
            root.fault(
                "treaty",
                "treaty is missing",
                "add a table [treaty] with id, title, parties, unit and clock",
            );
            None
        }
    };
    let stations = header::stations(&root, &names);
    let series = header::series(&root, &names);
    let calendars = calendar::calendars(&root);
    let conditions = condition::conditions(&root, &names);
    let rules = rule::rules(&root, &names);
    let ledgers = ledger::ledgers(&root, &names);
    root.finish();
    let places: BTreeMap<String, usize> = series
        .iter()
        .map(|(series, at)| (format!("series {}", series.id), *at))
        .chain(
            rules
                .iter()
                .map(|(rule, at)| (format!("rule {}", rule.id), *at)),
        )
        .chain(
            ledgers
                .iter()
                .map(|(ledger, at)| (format!("ledger, {}", ledger.id), *at)),
        )
        .collect();
    let mut agreement = Agreement {
        stations,
        series: series.into_iter().map(|(series, _)| series).collect(),
        calendars,
        conditions,
        rules: rules.into_iter().map(|(rule, _)| rule).collect(),
        ledgers: ledgers.into_iter().map(|(ledger, _)| ledger).collect(),
        ..header?
    };
    check::check(&mut agreement, source, &places);
    Some(agreement)
}

fn schema(root: &Fields<'_, '_>) {
    let Some(found) = root.text("schema", SCHEMA) else {
        return;
    };
    if found != SCHEMA {
        root.fault(
            "schema",
            format!("this program reads agreements of schema {SCHEMA}, not {found}"),
            "write schema = \"treaty/1\"",
        );
    }
}

/// Stations and series share their ids, and so do rules and ledgers: a figure is named by them.
fn unique_ids(root: &Fields<'_, '_>) {
    for keys in [&["station", "series"][..], &["condition"], &["rule"]] {
        let mut seen: BTreeMap<String, ()> = BTreeMap::new();
        for fields in keys.iter().flat_map(|key| root.tables(key)) {
            if let Some(id) = fields.optional_text("id")
                && seen.insert(id.clone(), ()).is_some()
            {
                fields.fault(
                    "id",
                    format!("the id \"{id}\" is given twice"),
                    "give one of the two another id",
                );
            }
        }
    }
    let rules: Vec<String> = root
        .tables("rule")
        .iter()
        .filter_map(|rule| rule.optional_text("id"))
        .collect();
    let ledgers = root
        .table("ledger")
        .map(|table| table.entries())
        .unwrap_or_default();
    for (id, fields) in ledgers {
        if rules.contains(&id) {
            fields.fault(
                "",
                format!("a rule has the id \"{id}\" already"),
                "give the ledger another id",
            );
        }
    }
    if let Some(treaty) = root.table("treaty") {
        let mut seen: Vec<String> = Vec::new();
        for party in treaty.tables("parties") {
            let Some(id) = party.optional_text("id") else {
                continue;
            };
            if seen.contains(&id) {
                party.fault(
                    "id",
                    format!("the id \"{id}\" is given twice"),
                    "give one of the two another id",
                );
            }
            seen.push(id);
        }
    }
}
