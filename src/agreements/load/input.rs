//! What a rule is applied to: `calendar` and `of`, or `input` in one table.

use super::expression::{Context, Fault, Kind as Measured, Node, Resolver, Typed};
use super::fields::Fields;
use super::names::Kind;
use super::rule::Reader;
use super::written::Written;
use crate::domain::agreement::amount::{Amount, Span, Statistic};
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{Eval, Stream};

/// What the daily values of a period are taken together as.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Taken {
    Mean,
    Volume,
    Daily,
    Lowest,
    Highest,
}

const TAKEN: [(&str, Taken); 5] = [
    ("period_mean", Taken::Mean),
    ("volume", Taken::Volume),
    ("daily", Taken::Daily),
    ("lowest", Taken::Lowest),
    ("highest", Taken::Highest),
];

/// What a rule is applied to.
pub(super) struct Input {
    pub(super) calendar: String,
    pub(super) streams: Vec<Stream>,
    pub(super) eval: Eval,
}

/// Reads it. What is wrong is named once.
pub(super) fn input(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Input> {
    if fields.has("input") {
        for key in ["of", "calendar", "eval"] {
            if fields.has(key) {
                fields.get(key);
                fields.fault(
                    key,
                    format!("{key} is given beside input"),
                    "keep calendar, of and eval, or input, not both",
                );
            }
        }
        let table = fields.table("input")?;
        let read = parts(reader, &table, unit, "series");
        // During and outside were read with the rule.
        table.get("during");
        table.get("outside");
        table.finish();
        return read;
    }
    if !fields.has("of") && !fields.has("each") && !fields.has("calendar") {
        for key in ["of", "each", "calendar", "eval"] {
            fields.get(key);
        }
        fields.fault(
            "of",
            "the rule is applied to nothing",
            "add calendar = \"…\" and of = \"an amount\"",
        );
        return None;
    }
    parts(reader, fields, unit, "of")
}

fn parts(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
    key: &'static str,
) -> Option<Input> {
    let taken = if fields.has("eval") {
        Some(fields.choice("eval", &TAKEN, None))
    } else {
        fields.get("eval");
        None
    };
    let calendar = reader
        .names
        .reference(fields, "calendar", &[Kind::Calendar]);
    let streams = if fields.has("each") {
        let mut streams = Vec::new();
        for value in fields.list("each") {
            let name = value.get_ref().as_str().map(str::to_owned);
            let amount = Written::value(fields, "each", value)
                .and_then(|written| taken_of(reader, &written, unit, taken.flatten()));
            streams.push(amount.map(|amount| Stream { name, amount }));
        }
        if streams.is_empty() {
            fields.fault(
                "each",
                "each names no stream",
                "write each = [\"lodge\", \"battle\"]",
            );
        }
        streams.into_iter().collect::<Option<Vec<Stream>>>()
    } else {
        Written::required(fields, key, "\"a station, series or amount\"")
            .and_then(|written| taken_of(reader, &written, unit, taken.flatten()))
            .map(|amount| vec![Stream { name: None, amount }])
    };
    // A word of eval that is not known was named, and counts as if it were not there.
    let taken = match taken {
        Some(taken) => Some(taken?),
        None => None,
    };
    Some(Input {
        calendar: calendar?,
        streams: streams?,
        eval: if taken == Some(Taken::Daily) {
            Eval::Daily
        } else {
            Eval::Period
        },
    })
}

/// An amount as `eval` takes it together, in the measure of the rule's unit.
fn taken_of(
    reader: &Reader<'_>,
    written: &Written<'_, '_>,
    unit: &AgreementUnit,
    taken: Option<Taken>,
) -> Option<Amount> {
    let typed = typed(reader, written, unit, taken)?;
    let context = if taken == Some(Taken::Daily) {
        Context {
            daily: true,
            ..reader.counting(unit)
        }
    } else {
        reader.counting(unit)
    };
    let resolver = Resolver::new(reader.scope, context);
    let amount = resolver.settle(typed, unit.measure);
    for fault in resolver.faults() {
        written.fault(&fault);
    }
    amount
}

/// The same whatever it measures.
pub(super) fn typed(
    reader: &Reader<'_>,
    written: &Written<'_, '_>,
    unit: &AgreementUnit,
    taken: Option<Taken>,
) -> Option<Typed> {
    let context = reader.counting(unit);
    let statistic = match taken {
        None => return written.typed(reader.scope, context, Some(unit.measure)),
        Some(Taken::Daily) => {
            let daily = Context {
                daily: true,
                ..context
            };
            return written.typed(reader.scope, daily, Some(unit.measure));
        }
        Some(Taken::Mean) => Statistic::Mean,
        Some(Taken::Volume) => Statistic::Sum,
        Some(Taken::Lowest) => Statistic::Lowest,
        Some(Taken::Highest) => Statistic::Highest,
    };
    let is_source =
        matches!(&written.expr.node, Node::Name(name) if reader.scope.sources.contains_key(name));
    if !is_source {
        let want = if statistic == Statistic::Sum {
            Measure::Volume
        } else {
            Measure::Flow
        };
        return written.typed(reader.scope, context, Some(want));
    }
    let day = written.typed(reader.scope, Context::day(), None)?;
    let kind = match (statistic, day.kind) {
        (Statistic::Sum, Measured::Is(Measure::Flow)) => Measured::Is(Measure::Volume),
        (Statistic::Sum, kind) if day.adds_up => kind,
        (Statistic::Sum, _) => {
            written.fault(&Fault::at(
                0,
                "its days do not add up to a volume",
                "name a flow, or write eval = \"period_mean\"",
            ));
            return None;
        }
        (_, kind) => kind,
    };
    Some(Typed {
        amount: Amount::Statistic {
            statistic,
            of: Box::new(day.amount),
            span: Span::default(),
        },
        kind,
        ..day
    })
}

/// The word of `eval`, of the rule or of its input; used while units are settled.
pub(super) fn taken(fields: &Fields<'_, '_>) -> Option<Taken> {
    if fields.has("eval") {
        return fields.choice("eval", &TAKEN, None);
    }
    fields
        .has("input")
        .then(|| fields.table("input"))
        .flatten()
        .and_then(|input| {
            input
                .has("eval")
                .then(|| input.choice("eval", &TAKEN, None))?
        })
}
