//! In which unit each rule and ledger counts, and by which calendar a ledger goes: settled before their
//! amounts are read, since an amount may name other rules and ledgers.

use super::expression::{Context, Kind as Measured, RuleInfo, Scope, names};
use super::fields::Fields;
use super::header::unit_at;
use super::input::{Taken, taken, typed};
use super::names::Names;
use super::rule::Reader;
use super::written::Written;
use crate::domain::agreement::measure::{AgreementUnit, Measure};

/// Tells the scope of all rules and ledgers: kinds, parties, units, calendars.
pub(super) fn settle(root: &Fields<'_, '_>, names_of: &Names, scope: &mut Scope) {
    root.source().quietly(|| {
        for rule in root.tables("rule") {
            if let Some(id) = rule.optional_text("id") {
                let info = info(&rule, names_of);
                scope.rules.entry(id).or_insert(info);
            }
        }
        ledger_calendars(root, scope);
        units(root, names_of, scope);
    });
}

fn info(rule: &Fields<'_, '_>, names: &Names) -> RuleInfo {
    let kind = rule.optional_text("kind").unwrap_or_default();
    let keys = |table: Option<Fields<'_, '_>>| -> Vec<String> {
        let rest = table.map(|table| table.rest()).unwrap_or_default();
        rest.into_iter().map(|(key, _)| key).collect()
    };
    let mut parties = Vec::new();
    for key in ["shares", "first", "rest", "amounts"] {
        if rule.has(key) && matches!(kind.as_str(), "split" | "schedule") {
            parties.extend(keys(rule.table(key)));
        }
    }
    if rule.has("bands") {
        parties.extend(keys(rule.tables("bands").into_iter().next()));
    }
    if rule.has("columns") {
        parties.extend(rule.texts("columns"));
    }
    parties.retain(|party| names.has_party(party));
    let each = rule.has("each")
        || (rule.has("input") && rule.table("input").is_some_and(|input| input.has("each")));
    let credit = if rule.has("credit") {
        rule.texts("credit")
    } else {
        Vec::new()
    };
    RuleInfo {
        kind,
        parties,
        each,
        credit,
    }
}

/// Goes round rules and ledgers until their units are settled; what stays counts in the agreement's own.
fn units(root: &Fields<'_, '_>, names_of: &Names, scope: &mut Scope) {
    let rules = root.tables("rule");
    let ledgers = root
        .table("ledger")
        .map(|table| table.entries())
        .unwrap_or_default();
    let mut open: Vec<(String, &Fields<'_, '_>, bool)> = rules
        .iter()
        .filter_map(|fields| Some((fields.optional_text("id")?, fields, false)))
        .chain(
            ledgers
                .iter()
                .map(|(id, fields)| (id.clone(), fields, true)),
        )
        .collect();
    loop {
        let before = open.len();
        open.retain(|(id, fields, is_ledger)| {
            let reader = Reader {
                names: names_of,
                scope,
            };
            let unit = unit_at(fields, "unit").or_else(|| {
                if *is_ledger {
                    of_ledger(&reader, fields)
                } else {
                    of_rule(&reader, fields)
                }
            });
            let Some(unit) = unit else {
                return true;
            };
            scope.counted.insert(id.clone(), unit);
            false
        });
        if open.is_empty() || open.len() == before {
            break;
        }
    }
    for (id, fields, is_ledger) in open {
        let main = scope.units.main.clone();
        let unit = if is_ledger {
            carried(scope, fields, main)
        } else {
            main
        };
        scope.counted.insert(id, unit);
    }
}

/// The agreement's own unit where that measures it, else its unit for that measure.
fn own(scope: &Scope, kind: Measured) -> AgreementUnit {
    match kind {
        Measured::Bare | Measured::Is(Measure::Truth) => scope.units.main.clone(),
        Measured::Is(measure) => scope.units.of(measure),
    }
}

fn of_rule(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<AgreementUnit> {
    let scope = reader.scope;
    let main = &scope.units.main;
    match fields.optional_text("kind")?.as_str() {
        "split" | "minimum" | "maximum" => of_input(reader, fields),
        "amount" => of_expression(reader, fields, "amount"),
        "schedule" if fields.has("amounts") => {
            let table = fields.table("amounts")?;
            let (key, value) = table.rest().into_iter().next()?;
            let written = Written::value(&table, &key, value)?;
            let kind = written
                .typed(scope, Context::counting(main), Some(main.measure))?
                .kind;
            Some(own(scope, kind))
        }
        "guarantee" | "cap" | "scale" | "transfer" => {
            let modifies = fields.optional_text("modifies")?;
            scope.counted.get(&modifies).cloned()
        }
        "cycle" => Some(scope.units.of(Measure::Volume)),
        "trigger" => of_trigger(reader, fields),
        _ => Some(main.clone()),
    }
}

/// What the rule is applied to, as `eval` takes it.
fn of_input(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<AgreementUnit> {
    let scope = reader.scope;
    let taken = taken(fields);
    if taken == Some(Taken::Volume) {
        return Some(scope.units.of(Measure::Volume));
    }
    let table = fields.has("input").then(|| fields.table("input")).flatten();
    let (table, key) = match &table {
        Some(input) => (input, "series"),
        None => (fields, "of"),
    };
    let written = if table.has("each") {
        Written::value(table, "each", table.list("each").into_iter().next()?)?
    } else {
        Written::of(table, key)?
    };
    let kind = match taken {
        // A daily split of flows counts in a flow, whatever the agreement's own unit.
        Some(Taken::Daily) => written.typed(scope, Context::day(), None)?.kind,
        _ => typed(reader, &written, &scope.units.main, taken)?.kind,
    };
    Some(own(scope, kind))
}

fn of_expression(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    key: &'static str,
) -> Option<AgreementUnit> {
    let scope = reader.scope;
    let main = &scope.units.main;
    let written = Written::of(fields, key)?;
    let kind = written
        .typed(scope, Context::counting(main), Some(main.measure))?
        .kind;
    Some(own(scope, kind))
}

/// The unit of what is tested, where the test is a plain comparison.
fn of_trigger(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<AgreementUnit> {
    let scope = reader.scope;
    let main = &scope.units.main;
    let first = fields
        .has("levels")
        .then(|| fields.tables("levels").into_iter().next())
        .flatten();
    let table = first.as_ref().unwrap_or(fields);
    if table.get("when")?.get_ref().is_table() {
        let when = table.table("when")?;
        if when.has("ledger") {
            return scope.counted.get(&when.optional_text("ledger")?).cloned();
        }
        let measure = scope.sources.get(&when.optional_text("series")?)?.measure?;
        let adds = when.optional_text("stat").as_deref() == Some("sum") && measure == Measure::Flow;
        return Some(scope.units.of(if adds { Measure::Volume } else { measure }));
    }
    let written = Written::of(table, "when")?;
    written.typed(scope, reader.testing(main), Some(Measure::Truth))?;
    let Some(left) = written.left() else {
        return Some(main.clone());
    };
    let kind = written.part(scope, reader.testing(main), left)?.kind;
    Some(match kind {
        Measured::Bare => AgreementUnit::number(),
        kind => own(scope, kind),
    })
}

/// The unit of the rule that is named, or a volume where flows are carried.
fn of_ledger(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<AgreementUnit> {
    let scope = reader.scope;
    let written = Written::of(fields, "entitlement")?;
    let named = rules_in(scope, &written);
    let unit = match named.first() {
        Some((rule, _)) => scope.counted.get(rule)?.clone(),
        None => {
            let main = &scope.units.main;
            let kind = written
                .typed(scope, Context::counting(main), Some(main.measure))?
                .kind;
            own(scope, kind)
        }
    };
    Some(carried(scope, fields, unit))
}

/// A volume where flows are carried, for periods differ in length.
fn carried(scope: &Scope, fields: &Fields<'_, '_>, unit: AgreementUnit) -> AgreementUnit {
    let carries = fields
        .get("carry")
        .is_some_and(|carry| carry.get_ref().as_str() != Some("none"));
    if carries && unit.measure == Measure::Flow {
        scope.units.of(Measure::Volume)
    } else {
        unit
    }
}

/// Rules that an expression names, each with the party behind the dot.
pub(super) fn rules_in(scope: &Scope, written: &Written<'_, '_>) -> Vec<(String, Option<String>)> {
    names(&written.expr)
        .into_iter()
        .filter_map(|(name, _)| {
            if scope.rules.contains_key(&name) {
                return Some((name, None));
            }
            let (rule, party) = name.split_once('.')?;
            scope
                .rules
                .contains_key(rule)
                .then(|| (rule.to_owned(), Some(party.to_owned())))
        })
        .collect()
}

/// Calendars of the ledgers: their own, or that of the rules that they name.
fn ledger_calendars(root: &Fields<'_, '_>, scope: &mut Scope) {
    let rules = root.tables("rule");
    let of_rule = |id: &str| {
        let rule = rules
            .iter()
            .find(|rule| rule.optional_text("id").as_deref() == Some(id))?;
        if rule.has("input") {
            return rule.table("input")?.optional_text("calendar");
        }
        rule.optional_text("calendar")
    };
    let ledgers = root
        .table("ledger")
        .map(|table| table.entries())
        .unwrap_or_default();
    for (id, fields) in ledgers {
        scope.ledgers.insert(id.clone());
        let calendar = if fields.has("calendar") {
            fields.optional_text("calendar")
        } else {
            Written::of(&fields, "entitlement").and_then(|written| {
                rules_in(scope, &written)
                    .into_iter()
                    .find_map(|(rule, _)| of_rule(&rule))
            })
        };
        if let Some(calendar) = calendar {
            scope.ledger_calendars.insert(id, calendar);
        }
    }
}
