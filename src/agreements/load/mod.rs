//! Reads an agreement: text → clauses, all faults at once, each with its place and remedy.

mod bands;
mod calendar;
mod change;
mod check;
mod circles;
mod condition;
mod counted;
mod expression;
mod facts;
mod fields;
mod header;
mod input;
mod ledger;
mod limit;
mod names;
mod places;
mod reading;
mod rule;
mod schedule;
mod series;
mod starts;
mod sugar;
mod table;
mod trigger;
pub(crate) mod unit;
mod written;

use std::collections::{BTreeMap, BTreeSet};

use toml::de::DeTable;

use crate::domain::agreement::Agreement;
use crate::domain::agreement::clauses::{Reading, Units};
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::{Finding, Findings};
use check::Check;
use expression::Scope;
pub use facts::load_facts;
use fields::{Fields, Source};
use names::{Kind, Names};
use rule::Reader;

/// The only form of agreement files so far.
const SCHEMA: &str = "treaty/1";

/// Reads an agreement; `name` is the file as a person knows it. With an error there is no agreement,
/// and the findings name all faults at once, those of its rival readings among them.
pub fn load(text: &str, name: &str) -> (Option<Agreement>, Findings) {
    let (agreement, mut findings) = load_one(text, name, None);
    if let Some(agreement) = &agreement {
        for reading in agreement.readings.iter().skip(1) {
            for finding in load_one(text, name, Some(&reading.id)).1 {
                let known = findings.iter().any(|known| *known == finding);
                if !known {
                    findings.push(in_reading(finding, reading));
                }
            }
        }
    }
    let agreement = agreement.filter(|_| !findings.has_errors());
    (agreement, findings)
}

/// A fault that only one reading has.
fn in_reading(mut finding: Finding, reading: &Reading) -> Finding {
    let entry = finding.entry.unwrap_or_default();
    finding.entry = Some(if entry.starts_with("reading ") {
        entry
    } else {
        format!("in the reading {}: {entry}", reading.id)
    });
    finding
}

/// An agreement once for each reading of its clauses, the file itself as the first. `None` where the file has
/// faults; [`load`] names them.
pub fn readings(text: &str, name: &str) -> Option<Vec<(Reading, Agreement)>> {
    let (agreed, _) = load(text, name);
    let all = agreed.as_ref()?.readings.clone();
    all.into_iter()
        .map(|reading| {
            let agreement = variant(text, name, &reading.id)?;
            Some((reading, agreement))
        })
        .collect()
}

/// An agreement in one of its readings, by the reading's id.
pub fn variant(text: &str, name: &str, reading: &str) -> Option<Agreement> {
    let id = (reading != "agreed").then_some(reading);
    load_one(text, name, id).0
}

fn load_one(text: &str, name: &str, reading: Option<&str>) -> (Option<Agreement>, Findings) {
    let source = Source::new(text, name);
    let mut table = parse(&source, text);
    if let Some(id) = reading {
        let changed = {
            let root = Fields::new(&source, &table, 0..0, "");
            reading::apply(&root, &table, id)
        };
        match changed {
            Some(changed) => table = changed,
            None => return (None, source.findings()),
        }
    }
    let agreement = read(&source, &table);
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
    let mut names = Names::gather(table);
    unique_ids(&root);
    let header = header(&root);
    let mut scope = scope(&root, &names);
    let stations = places::stations(&root, &names, &scope.units.of(Measure::Volume));
    for station in &stations {
        names.add(Kind::Station, station.id.clone());
    }
    scope.sources = places::sources(&stations);
    let (parameters, tables) = (table::parameters(&root), table::tables(&root));
    for parameter in &parameters {
        scope
            .parameters
            .insert(parameter.id.clone(), parameter.unit.clone());
    }
    for table in &tables {
        scope.tables.insert(table.id.clone(), table::info(table));
    }
    for kind in [Kind::Table, Kind::Parameter] {
        scope.unread.extend(names.all(kind));
    }
    scope
        .unread
        .retain(|id| !scope.tables.contains_key(id) && !scope.parameters.contains_key(id));
    let series = series::series(&root, &names, &mut scope);
    let mut calendars = calendar::calendars(&root, &names);
    counted::settle(&root, &names, &mut scope);
    let reader = Reader {
        names: &names,
        scope: &scope,
    };
    let conditions = condition::conditions(&reader, &root);
    let rules = rule::rules(&reader, &root);
    let ledgers = ledger::ledgers(&reader, &root, &rules);
    sugar::close_cycles(&reader, &root, &mut calendars);
    let readings = reading::readings(&root);
    let places = places_of(
        &root,
        &[
            (
                "series ",
                series.iter().map(|(one, at)| (&one.id, *at)).collect(),
            ),
            (
                "condition ",
                conditions.iter().map(|(one, at)| (&one.id, *at)).collect(),
            ),
            (
                "rule ",
                rules.iter().map(|(one, at)| (&one.id, *at)).collect(),
            ),
            (
                "ledger, ",
                ledgers.iter().map(|(one, at)| (&one.id, *at)).collect(),
            ),
        ],
    );
    root.finish();
    let mut agreement = header?;
    agreement.stations = stations;
    agreement.series = series.into_iter().map(|(one, _)| one).collect();
    agreement.parameters = parameters;
    agreement.tables = tables;
    agreement.calendars = calendars;
    agreement.conditions = conditions.into_iter().map(|(one, _)| one).collect();
    agreement.rules = rules.into_iter().map(|(one, _)| one).collect();
    agreement.ledgers = ledgers.into_iter().map(|(one, _)| one).collect();
    agreement.readings.extend(readings);
    let check = Check {
        source,
        places: &places,
    };
    check::check(&agreement, &check);
    circles::check(&agreement, &check);
    Some(agreement)
}

/// Where clauses stand, by what faults call them.
fn places_of(
    root: &Fields<'_, '_>,
    clauses: &[(&str, Vec<(&String, usize)>)],
) -> BTreeMap<String, usize> {
    let mut places: BTreeMap<String, usize> = BTreeMap::new();
    for (word, ids) in clauses {
        for (id, at) in ids {
            places.insert(format!("{word}{id}"), *at);
        }
    }
    let calendars = root
        .table("calendar")
        .map(|table| table.entries())
        .unwrap_or_default();
    for (id, fields) in calendars {
        places.insert(format!("calendar, {id}"), fields.place(""));
    }
    places
}

fn header(root: &Fields<'_, '_>) -> Option<Agreement> {
    let Some(fields) = root.table("treaty") else {
        if !root.has("treaty") {
            root.fault(
                "treaty",
                "treaty is missing",
                "add a table [treaty] with id, title, parties and unit",
            );
        }
        return None;
    };
    let header = header::treaty(&fields);
    fields.finish();
    header
}

/// What is known before any clause is read. Without a unit of its own an agreement is read as if it counted
/// in m³/s, so that its other faults are named, too.
fn scope(root: &Fields<'_, '_>, names: &Names) -> Scope {
    let units = root.source().quietly(|| {
        let treaty = root.table("treaty")?;
        header::units(&treaty)
    });
    Scope {
        units: units.unwrap_or_else(|| Units {
            main: AgreementUnit::si(Measure::Flow),
            further: Vec::new(),
        }),
        parties: names.all(Kind::Party),
        sources: BTreeMap::new(),
        parameters: BTreeMap::new(),
        tables: BTreeMap::new(),
        unread: BTreeSet::new(),
        calendars: names.all(Kind::Calendar),
        conditions: names.all(Kind::Condition),
        rules: BTreeMap::new(),
        ledgers: names.all(Kind::Ledger),
        ledger_calendars: BTreeMap::new(),
        counted: BTreeMap::new(),
    }
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

/// What an expression may name bears one id each, and so do rules and ledgers: a figure is named by them.
fn unique_ids(root: &Fields<'_, '_>) {
    let mut seen: BTreeMap<String, &str> = BTreeMap::new();
    let twice = |fields: &Fields<'_, '_>, key: &str, id: &str| {
        fields.fault(
            key,
            format!("the id \"{id}\" is given twice"),
            "give one of the two another id",
        );
    };
    for key in ["station", "series", "condition", "rule", "table"] {
        for fields in root.tables(key) {
            let Some(id) = fields.optional_text("id") else {
                continue;
            };
            if !is_id(&id) {
                fields.fault(
                    "id",
                    format!("\"{id}\" is no id"),
                    "write letters, digits, _ and -, beginning with a letter",
                );
            }
            if seen.insert(id.clone(), key).is_some() {
                twice(&fields, "id", &id);
            }
        }
    }
    let keyed = |key: &'static str| {
        root.table(key)
            .map(|table| table.entries())
            .unwrap_or_default()
    };
    for (id, fields) in keyed("parameter") {
        if seen.insert(id.clone(), "parameter").is_some() {
            twice(&fields, "", &id);
        }
    }
    for (id, fields) in keyed("ledger") {
        if seen.get(&id) == Some(&"rule") {
            fields.fault(
                "",
                format!("a rule has the id \"{id}\" already"),
                "give the ledger another id",
            );
        }
    }
    for key in ["parameter", "ledger", "calendar"] {
        for (id, fields) in keyed(key) {
            if !is_id(&id) {
                fields.fault(
                    "",
                    format!("\"{id}\" is no id"),
                    "write letters, digits, _ and -, beginning with a letter",
                );
            }
        }
    }
    if let Some(treaty) = root.table("treaty") {
        let mut parties: Vec<String> = Vec::new();
        for party in treaty.tables("parties") {
            let Some(id) = party.optional_text("id") else {
                continue;
            };
            if parties.contains(&id) {
                twice(&party, "id", &id);
            }
            parties.push(id);
        }
    }
}

/// Letters, digits, `_` and `-`, beginning with a letter, not ending with a hyphen.
fn is_id(id: &str) -> bool {
    id.starts_with(char::is_alphabetic)
        && !id.ends_with('-')
        && id
            .chars()
            .all(|character| character.is_alphanumeric() || matches!(character, '_' | '-'))
}
