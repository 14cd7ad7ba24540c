//! Series that the agreement derives from others: `series`.

use super::expression::{
    Context, Expr, Fault, Kind as Measured, Node, Resolver, Scope, SourceInfo, measure_word, parse,
};
use super::fields::{Fields, Place, finite};
use super::header::in_order;
use super::names::{Kind, Names};
use super::rule::{Words, words};
use super::written::Written;
use crate::domain::agreement::amount::{Amount, DayOf, PairOp};
use crate::domain::agreement::clauses::{Climatology, DerivedSeries, MissingPolicy, Term};
use crate::domain::agreement::measure::Measure;

/// Gaps up to this length are filled where the file names no other, days.
const USUAL_GAP: u32 = 5;

/// Reads `series`, in an order in which each rests on settled ones, and tells the scope what each measures.
pub(super) fn series(
    root: &Fields<'_, '_>,
    names: &Names,
    scope: &mut Scope,
) -> Vec<(DerivedSeries, usize)> {
    let all = root.tables("series");
    for fields in &all {
        if let Some(id) = fields.optional_text("id") {
            scope.sources.entry(id).or_insert(SourceInfo {
                measure: None,
                adds_up: false,
                reservoir: false,
                capacity: None,
            });
        }
    }
    settle(&all, names, scope);
    let mut series = Vec::new();
    for fields in all {
        series.extend(one(&fields, names, scope).map(|series| (series, fields.place(""))));
        fields.finish();
    }
    series
}

/// Goes round the series until what they measure is settled; what stays rests on itself.
fn settle(all: &[Fields<'_, '_>], names: &Names, scope: &mut Scope) {
    let mut open: Vec<&Fields<'_, '_>> = all.iter().collect();
    loop {
        let before = open.len();
        open.retain(|fields| {
            let source = fields.source();
            let Some(id) = source.quietly(|| fields.optional_text("id")) else {
                return false;
            };
            let found = source.quietly(|| terms(fields, names, scope));
            let Some((measure, adds_up)) = found.1 else {
                return true;
            };
            if let Some(info) = scope.sources.get_mut(&id) {
                (info.measure, info.adds_up) = (Some(measure), adds_up);
            }
            false
        });
        if open.is_empty() || open.len() == before {
            break;
        }
    }
    circle(&open, scope);
}

/// Names series that are derived from one another.
fn circle(open: &[&Fields<'_, '_>], scope: &mut Scope) {
    let ids: Vec<String> = open
        .iter()
        .filter_map(|fields| fields.optional_text("id"))
        .collect();
    for (fields, id) in open.iter().zip(&ids) {
        // Not to name what rests on it, too.
        if let Some(info) = scope.sources.get_mut(id) {
            info.measure = Some(Measure::Flow);
        }
        if mentioned(fields).iter().any(|name| ids.contains(name)) {
            let key = if fields.has("daily") {
                "daily"
            } else {
                "terms"
            };
            fields.fault(
                key,
                format!(
                    "the series are derived from one another in a circle: {}",
                    ids.join(", ")
                ),
                "derive one of them from stations only",
            );
        }
    }
}

/// Ids that the terms of a series mention.
fn mentioned(fields: &Fields<'_, '_>) -> Vec<String> {
    fields.source().quietly(|| {
        let mut found: Vec<String> = Vec::new();
        let mut take = |text: &str| {
            if let Ok(expr) = parse(text) {
                found.extend(
                    super::expression::names(&expr)
                        .into_iter()
                        .map(|(name, _)| name),
                );
            }
        };
        if let Some(text) = fields
            .has("daily")
            .then(|| fields.optional_text("daily"))
            .flatten()
        {
            take(&text);
        }
        if fields.has("terms") {
            for term in fields.tables("terms") {
                for key in ["s", "times"] {
                    if let Some(text) = term.optional_text(key) {
                        take(&text);
                    }
                }
            }
        }
        found
    })
}

fn one(fields: &Fields<'_, '_>, names: &Names, scope: &Scope) -> Option<DerivedSeries> {
    let id = fields.text("id", "natural");
    let Words {
        title,
        text,
        confidence,
        stated,
    } = words(fields);
    let article = fields.optional_text("article");
    let (terms, measure) = terms(fields, names, scope);
    let climatology = fields.table("climatology").and_then(|table| {
        let climatology = climatology(&table);
        table.finish();
        climatology
    });
    let missing = missing(fields);
    Some(DerivedSeries {
        id: id?,
        title,
        article,
        confidence,
        text,
        stated,
        terms,
        climatology,
        missing: missing?,
        measure: measure.map_or(Measure::Flow, |(measure, _)| measure),
    })
}

fn missing(fields: &Fields<'_, '_>) -> Option<MissingPolicy> {
    let policies = [("withhold", false), ("estimate_and_flag", true)];
    let estimates = fields.choice("missing", &policies, Some(false));
    let longest = fields.optional_whole("longest_gap");
    if longest.is_some() && estimates == Some(false) {
        fields.fault(
            "longest_gap",
            "gaps are filled only where the agreement has them estimated",
            "add missing = \"estimate_and_flag\", or remove longest_gap",
        );
    }
    Some(if estimates? {
        MissingPolicy::EstimateAndFlag {
            longest_days: longest.unwrap_or(USUAL_GAP),
        }
    } else {
        MissingPolicy::Withhold
    })
}

type Found = (Vec<Term>, Option<(Measure, bool)>);

/// Reads the terms, and what their sum measures where all are settled.
fn terms(fields: &Fields<'_, '_>, names: &Names, scope: &Scope) -> Found {
    match (fields.has("daily"), fields.has("terms")) {
        (true, true) => {
            fields.get("terms");
            fields.fault(
                "daily",
                "a series has terms or a daily expression",
                "remove one of the two",
            );
        }
        (true, false) => {
            fields.get("terms");
            return daily(fields, scope);
        }
        _ => {}
    }
    fields.get("daily");
    let mut terms = Vec::new();
    let mut found: Option<(Measure, bool)> = None;
    let mut whole = true;
    let (mut flows, mut mixed) = (false, false);
    for table in fields.tables("terms") {
        let read = term(&table, names, scope);
        table.finish();
        let Some((term, measure, adds_up)) = read else {
            whole = false;
            continue;
        };
        flows |= measure == Measure::Flow;
        let (wanted, _) = *found.get_or_insert((measure, adds_up));
        let amount = match (wanted, measure) {
            (Measure::Flow, Measure::Volume) if adds_up => Amount::Flow(Box::new(term.amount)),
            _ => term.amount,
        };
        if wanted != measure && !matches!(amount, Amount::Flow(_)) {
            fields.fault(
                "terms",
                "the terms do not measure the same: flow, rain and volume cannot be added",
                "correct the kind of a station, or use storage_change for a reservoir",
            );
            mixed = true;
        }
        terms.push(Term { amount, ..term });
    }
    if terms.is_empty() && fields.list("terms").is_empty() {
        fields.fault(
            "terms",
            "a derived series needs terms",
            "add terms = [ { s = \"a station or series\" } ], or daily = \"an expression\"",
        );
    }
    // Where terms do not fit each other, a flow is most likely what was meant.
    if mixed && flows {
        found = Some((Measure::Flow, false));
    }
    (terms, found.filter(|_| whole))
}

/// A sum as an expression: each of its terms by itself.
fn daily(fields: &Fields<'_, '_>, scope: &Scope) -> Found {
    let Some(written) = Written::of(fields, "daily") else {
        return (Vec::new(), None);
    };
    let Some(whole) = written.typed(scope, Context::day(), None) else {
        return (Vec::new(), None);
    };
    let Measured::Is(measure) = whole.kind else {
        written.fault(&Fault::at(
            0,
            "a series rests on a station or series",
            "name one",
        ));
        return (Vec::new(), None);
    };
    if measure == Measure::Truth {
        written.fault(&Fault::at(0, "a test is no series", "write an amount"));
        return (Vec::new(), None);
    }
    let mut parts = Vec::new();
    summands(&written.expr, 1.0, &mut parts);
    let terms = parts
        .into_iter()
        .filter_map(|(expr, sign)| {
            let resolver = Resolver::new(scope, Context::day());
            let amount = resolver.whole(expr, measure)?;
            let text = written.text.get(expr.at..expr.end).unwrap_or_default();
            Some(Term {
                amount: if sign < 0.0 {
                    Amount::Negative(Box::new(amount))
                } else {
                    amount
                },
                text: if sign < 0.0 {
                    format!("- {text}")
                } else {
                    text.to_owned()
                },
                unquantified_loss: None,
            })
        })
        .collect();
    (terms, Some((measure, whole.adds_up)))
}

fn summands<'e>(expr: &'e Expr, sign: f64, parts: &mut Vec<(&'e Expr, f64)>) {
    match &expr.node {
        Node::Pair {
            op: op @ (PairOp::Plus | PairOp::Minus),
            left,
            right,
        } => {
            summands(left, sign, parts);
            summands(right, if *op == PairOp::Plus { sign } else { -sign }, parts);
        }
        _ => parts.push((expr, sign)),
    }
}

fn term(fields: &Fields<'_, '_>, names: &Names, scope: &Scope) -> Option<(Term, Measure, bool)> {
    let day = |id: &str| Amount::Day(DayOf::Series(id.to_owned()));
    let base = if fields.has("storage_change") {
        let id = names.reference(fields, "storage_change", &[Kind::Station, Kind::Series]);
        storage_change(fields, scope, id)
    } else if fields.has("area") {
        surface(fields, names, scope)
    } else {
        names
            .reference(fields, "s", &[Kind::Station, Kind::Series])
            .and_then(|id| {
                let info = scope.sources.get(&id)?;
                Some((day(&id), id, info.measure?, info.adds_up))
            })
    };
    let coef = fields.optional_number("coef").unwrap_or(1.0);
    let lag = fields.optional_whole("lag_days").unwrap_or(0);
    let loss = loss(fields, names, scope);
    let (mut amount, mut text, measure, adds_up) = base?;
    if lag > 0 {
        amount = Amount::Day(DayOf::Lag {
            of: Box::new(amount),
            days: lag,
        });
        text = format!(
            "{text}, {lag} {} later",
            if lag == 1 { "day" } else { "days" }
        );
    }
    let mut factor = coef;
    let mut unquantified_loss = None;
    match loss {
        Loss::None => {}
        Loss::Share(share) => {
            factor *= 1.0 - share;
            text = format!("{text}, less {} %", share * 100.0);
        }
        Loss::Parameter(id) => {
            text = format!("{text}, less {id}");
            amount = times(
                amount,
                Amount::Pair {
                    op: PairOp::Minus,
                    left: Box::new(Amount::Number(1.0)),
                    right: Box::new(Amount::Parameter(id)),
                },
            );
        }
        Loss::Words(words) => unquantified_loss = Some(words),
    }
    if (factor - 1.0).abs() > f64::EPSILON {
        amount = times(Amount::Number(factor), amount);
    }
    if (coef - 1.0).abs() > f64::EPSILON {
        text = format!("{coef} × {text}");
    }
    let term = Term {
        amount,
        text,
        unquantified_loss,
    };
    Some((term, measure, adds_up))
}

fn times(left: Amount, right: Amount) -> Amount {
    Amount::Pair {
        op: PairOp::Times,
        left: Box::new(left),
        right: Box::new(right),
    }
}

type Base = Option<(Amount, String, Measure, bool)>;

fn storage_change(fields: &Fields<'_, '_>, scope: &Scope, id: Option<String>) -> Base {
    let id = id?;
    let info = scope.sources.get(&id)?;
    if info.measure? != Measure::Volume || info.adds_up {
        fields.fault(
            "storage_change",
            format!("{id} is no reservoir, so that its storage cannot change"),
            "add kind = \"reservoir\" to the station",
        );
        return None;
    }
    let text = format!("change of storage in {id}");
    Some((
        Amount::Day(DayOf::StorageChange(id)),
        text,
        Measure::Flow,
        false,
    ))
}

/// Net evaporation from a surface: area × depth, as a flow.
fn surface(fields: &Fields<'_, '_>, names: &Names, scope: &Scope) -> Base {
    let area = names.reference(fields, "area", &[Kind::Station, Kind::Series]);
    let times_text = Written::required(fields, "times", "\"0.7 * pan - lake-rain\"");
    let depth = times_text
        .as_ref()
        .and_then(|written| written.amount(scope, Context::day(), Measure::Depth));
    let area = area?;
    let measure = scope.sources.get(&area)?.measure?;
    if measure != Measure::Area {
        fields.fault(
            "area",
            format!("{area} is {}, not an area", measure_word(measure)),
            "add kind = \"area\" to the station",
        );
        return None;
    }
    let text = format!("{area} × ({})", times_text?.text);
    let volume = times(Amount::Day(DayOf::Series(area)), depth?);
    Some((Amount::Flow(Box::new(volume)), text, Measure::Flow, false))
}

enum Loss {
    None,
    Share(f64),
    Parameter(String),
    Words(String),
}

/// What is lost on the way: a share, a parameter, or a loss that the agreement names without a figure.
fn loss(fields: &Fields<'_, '_>, names: &Names, scope: &Scope) -> Loss {
    let Some(value) = fields.get("loss") else {
        return Loss::None;
    };
    if let Some(share) = share(value) {
        if !(0.0..1.0).contains(&share) {
            fields.fault(
                "loss",
                format!("a loss of {share} is no share of a flow"),
                "write a number from 0 up to, and without, 1",
            );
            return Loss::None;
        }
        return Loss::Share(share);
    }
    let Some(text) = fields.optional_text("loss") else {
        return Loss::None;
    };
    if !names.has(Kind::Parameter, &text) {
        return Loss::Words(text);
    }
    if scope
        .parameters
        .get(&text)
        .is_some_and(|unit| unit.measure != Measure::Number)
    {
        fields.fault(
            "loss",
            format!("{text} is no share"),
            "name a parameter that is a plain number",
        );
    }
    Loss::Parameter(text)
}

fn share(value: Place<'_, '_>) -> Option<f64> {
    finite(value.get_ref()).or_else(|| {
        let (number, unit) = super::places::quantity(value.get_ref().as_str()?)?;
        (unit.measure == Measure::Number).then(|| unit.to_si(number))
    })
}

fn climatology(fields: &Fields<'_, '_>) -> Option<Climatology> {
    let (from, to) = (fields.optional_date("from"), fields.optional_date("to"));
    let update_years = fields.optional_whole("update_years");
    let (Some(from), Some(to)) = (from, to) else {
        if !fields.has("from") || !fields.has("to") {
            fields.fault(
                "",
                "a climatology needs its first and last day",
                "add from = 1991-10-01, to = 2020-09-30",
            );
        }
        return None;
    };
    in_order(fields, from, to).then_some(Climatology {
        from,
        to,
        update_years,
    })
}
