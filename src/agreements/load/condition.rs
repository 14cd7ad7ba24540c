//! Exceptions and other conditions: `[[condition]]`.

use super::expression::Context;
use super::fields::{Fields, Flag, Place};
use super::names::Kind;
use super::rule::{Reader, Words, words};
use super::written::Written;
use crate::domain::PartyId;
use crate::domain::agreement::amount::{
    Amount, DayOf, LedgerFigure, PairOp, Span, SpanDay, Statistic,
};
use crate::domain::agreement::calendar::MonthDay;
use crate::domain::agreement::clauses::{Condition, Lasting};
use crate::domain::agreement::measure::{AgreementUnit, Measure};

const SOURCES: [Kind; 2] = [Kind::Station, Kind::Series];

/// Words for relations.
const OPS: [(&str, PairOp); 6] = [
    ("<", PairOp::Below),
    ("<=", PairOp::AtMost),
    (">", PairOp::Above),
    (">=", PairOp::AtLeast),
    ("=", PairOp::Equal),
    ("!=", PairOp::Unequal),
];

/// Words for statistics in tables.
pub(super) const STATISTICS: [(&str, Statistic); 9] = [
    ("mean", Statistic::Mean),
    ("min", Statistic::Lowest),
    ("max", Statistic::Highest),
    ("sum", Statistic::Sum),
    ("lowest", Statistic::Lowest),
    ("highest", Statistic::Highest),
    ("first", Statistic::First),
    ("last", Statistic::Last),
    ("change", Statistic::Change),
];

/// Reads every `[[condition]]`, with the place of each.
pub(super) fn conditions(reader: &Reader<'_>, root: &Fields<'_, '_>) -> Vec<(Condition, usize)> {
    let mut conditions = Vec::new();
    for fields in root.tables("condition") {
        let place = fields.place("");
        conditions.extend(condition(reader, &fields).map(|condition| (condition, place)));
        fields.finish();
    }
    conditions
}

fn condition(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<Condition> {
    let id = fields.text("id", "dry_year");
    let Words {
        title,
        text,
        confidence,
        stated,
    } = words(fields);
    let article = fields.text("article", "Art. 6");
    let scope = reader.names.optional(fields, "scope", &[Kind::Calendar]);
    let declared_by = reader.names.optional(fields, "declared_by", &[Kind::Party]);
    let declare_between = declare_between(fields);
    let lasting = lasting(reader, fields);
    let is_tested = [
        "when",
        "any",
        "all",
        "index",
        "series",
        "reservoir",
        "count_of",
    ]
    .iter()
    .any(|key| fields.has(key));
    let test = if !is_tested && declared_by.is_some() {
        Some(None)
    } else if fields.has("when") {
        Written::of(fields, "when")
            .and_then(|written| written.amount(reader.scope, Context::period(), Measure::Truth))
            .map(Some)
    } else {
        fields.get("when");
        test(reader, fields).map(Some)
    };
    let by_period = ["index", "series"].iter().any(|key| fields.has(key)) || fields.has("latch");
    if by_period && !fields.has("scope") {
        fields.fault(
            "scope",
            "scope is missing: the test is made once for each period of a calendar",
            "add scope = \"the id of a calendar\"",
        );
    }
    Some(Condition {
        id: id?,
        title,
        article: article?,
        confidence,
        text,
        stated,
        scope,
        test: test?,
        lasting: lasting?,
        declared_by: declared_by.map(PartyId::new),
        declare_between,
    })
}

fn declare_between(fields: &Fields<'_, '_>) -> Option<(MonthDay, MonthDay)> {
    if !fields.has("declare_between") {
        fields.get("declare_between");
        return None;
    }
    let texts = fields.texts("declare_between");
    let days: Vec<MonthDay> = texts
        .iter()
        .filter_map(|text| MonthDay::parse(text))
        .collect();
    if let ([from, to], 2) = (&days[..], texts.len()) {
        return Some((*from, *to));
    }
    fields.fault(
        "declare_between",
        "a declaration is made between two days of the year",
        "write declare_between = [\"03-01\", \"07-01\"]",
    );
    None
}

/// What becomes of it after its test was met.
fn lasting(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<Lasting> {
    if fields.has("latch") {
        if fields.has("until") {
            fields.get("until");
            fields.fault(
                "until",
                "until is given beside latch",
                "keep one of the two",
            );
        }
        let table = fields.table("latch")?;
        let until = Written::required(&table, "until", "\"level >= 340\"")
            .and_then(|written| written.amount(reader.scope, Context::period(), Measure::Truth));
        let initially = table.flag("initially", Flag::No);
        table.finish();
        return Some(Lasting::Latched {
            until: until?,
            initially,
        });
    }
    fields.get("latch");
    if !fields.has("until") {
        fields.get("until");
        return Some(Lasting::Period);
    }
    let table = fields.table("until")?;
    let lasting = if table.has("index") {
        until_index(reader, &table)
    } else {
        let from_month = table.optional_whole("from_month").unwrap_or(1);
        if !(1..=12).contains(&from_month) {
            table.fault(
                "from_month",
                "a month is a number from 1 to 12",
                "write from_month = 1",
            );
        }
        Written::required(
            &table,
            "when",
            "'ratio_to_normal(sum(rain, from=\"10-01\", until=start)) > 1'",
        )
        .and_then(|written| written.amount(reader.scope, Context::period(), Measure::Truth))
        .map(|test| Lasting::UntilMonth { from_month, test })
    };
    table.finish();
    lasting
}

/// `until = { index, accumulate_from, check = "first_of_month_after_12", ratio_to_mean }`.
fn until_index(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<Lasting> {
    let index = reader.names.reference(fields, "index", &SOURCES);
    let from = fields.month_day("accumulate_from");
    let check = fields.text("check", "first_of_month_after_12");
    let month = check.as_ref().and_then(|check| {
        let month: u32 = check.strip_prefix("first_of_month_after_")?.parse().ok()?;
        (1..=12).contains(&month).then_some(month % 12 + 1)
    });
    if let (Some(check), None) = (&check, month) {
        fields.fault(
            "check",
            format!("check \"{check}\" is not known"),
            "write first_of_month_after_12 for the first of January and each month after it",
        );
    }
    let span = Span {
        from: from.map(SpanDay::Day),
        until: Some(SpanDay::Start),
        ..Span::default()
    };
    let test = index.and_then(|index| ratio(reader, fields, &index, span));
    Some(Lasting::UntilMonth {
        from_month: month?,
        test: test?,
    })
}

/// A test as tables.
fn test(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<Amount> {
    for (key, op) in [("all", PairOp::And), ("any", PairOp::Or)] {
        if fields.has(key) {
            let tests: Vec<Option<Amount>> = fields
                .list(key)
                .into_iter()
                .enumerate()
                .map(|(n, value)| item(reader, fields, (key, n), value))
                .collect();
            if tests.is_empty() {
                fields.fault(
                    key,
                    format!("{key} holds no test"),
                    "write one test at least",
                );
            }
            return joined(op, tests.into_iter().collect::<Option<Vec<_>>>()?);
        }
    }
    if fields.has("conservation_fill") {
        return fill(reader, fields);
    }
    if fields.has("index") {
        let index = reader.names.reference(fields, "index", &SOURCES);
        let span = accumulate(fields);
        return ratio(reader, fields, &index?, span?);
    }
    if fields.has("series") {
        let series = reader.names.reference(fields, "series", &SOURCES);
        let statistic = fields.choice("stat", &STATISTICS, None);
        let is = comparison(fields);
        return daily_statistic(reader, fields, &series?, (statistic?, is?));
    }
    fields.fault(
        "",
        "there is no test here",
        "add when = \"a test\", any = [ … ], all = [ … ], or index, series or reservoir with what it is held against",
    );
    None
}

/// One of several tests: an expression or a table.
fn item(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    (key, n): (&str, usize),
    value: Place<'_, '_>,
) -> Option<Amount> {
    let name = format!("{key} {}", n + 1);
    if let Some(table) = fields.item(&name, value) {
        let test = test(reader, &table);
        table.finish();
        return test;
    }
    fields
        .written(&name, value)?
        .amount(reader.scope, Context::period(), Measure::Truth)
}

/// Tests joined by and or or.
fn joined(op: PairOp, tests: Vec<Amount>) -> Option<Amount> {
    tests
        .into_iter()
        .reduce(|left, right| pair(op, left, right))
}

fn pair(op: PairOp, left: Amount, right: Amount) -> Amount {
    Amount::Pair {
        op,
        left: Box::new(left),
        right: Box::new(right),
    }
}

/// Reads `op` and `value`.
pub(super) fn comparison(fields: &Fields<'_, '_>) -> Option<(PairOp, f64)> {
    let op = fields.choice("op", &OPS, None);
    let value = fields.number("value");
    op.zip(value)
}

/// A statistic of a series held against a number in the agreement's unit.
pub(super) fn daily_statistic(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    series: &str,
    (statistic, (op, value)): (Statistic, (PairOp, f64)),
) -> Option<Amount> {
    let measure = reader.scope.sources.get(series)?.measure?;
    let measure = match (statistic, measure) {
        (Statistic::Sum, Measure::Flow) => Measure::Volume,
        (Statistic::Sum, Measure::Level | Measure::Area) => {
            fields.fault(
                "stat",
                format!("days of {series} do not add up"),
                "write stat = \"mean\"",
            );
            return None;
        }
        _ => measure,
    };
    let unit = reader.scope.units.of(measure);
    let found = Amount::Statistic {
        statistic,
        of: Box::new(Amount::Day(DayOf::Series(series.to_owned()))),
        span: Span::default(),
    };
    Some(pair(op, found, quantity(value, unit)))
}

/// A figure of a ledger held against a number in its unit.
pub(super) fn figure_of(
    ledger: String,
    figure: LedgerFigure,
    (op, value): (PairOp, f64),
    unit: AgreementUnit,
) -> Amount {
    pair(op, Amount::Ledger { ledger, figure }, quantity(value, unit))
}

fn quantity(value: f64, unit: AgreementUnit) -> Amount {
    if unit.measure == Measure::Number && unit.name.is_empty() {
        Amount::Number(value)
    } else {
        Amount::Quantity { value, unit }
    }
}

/// The sum of an index over a span, as a share of its normal.
fn ratio(reader: &Reader<'_>, fields: &Fields<'_, '_>, index: &str, span: Span) -> Option<Amount> {
    let Some(table) = fields.table("ratio_to_mean") else {
        if !fields.has("ratio_to_mean") {
            fields.fault(
                "ratio_to_mean",
                "ratio_to_mean is missing",
                "add ratio_to_mean = { op = \"<\", value = 0.65 }",
            );
        }
        return None;
    };
    let (is, mean) = (comparison(&table), table.optional_number("mean"));
    if mean.is_some_and(|mean| mean <= 0.0) {
        table.fault(
            "mean",
            "a mean must be above 0",
            "write the mean in mm or hm³",
        );
    }
    table.finish();
    let info = reader.scope.sources.get(index)?;
    let (statistic, measure) = match info.measure? {
        Measure::Flow => (Statistic::Sum, Measure::Volume),
        measure if info.adds_up => (Statistic::Sum, measure),
        measure => (Statistic::Last, measure),
    };
    let (op, value) = is?;
    let sum = Amount::Statistic {
        statistic,
        of: Box::new(Amount::Day(DayOf::Series(index.to_owned()))),
        span,
    };
    let normal = match mean {
        Some(mean) => quantity(mean, reader.scope.units.of(measure)),
        None => Amount::Normal(Box::new(sum.clone())),
    };
    Some(pair(
        op,
        pair(PairOp::Over, sum, normal),
        Amount::Number(value),
    ))
}

/// `accumulate = { from, to, years_back }`, or so many months to the first day of the third month.
fn accumulate(fields: &Fields<'_, '_>) -> Option<Span> {
    let Some(table) = fields.table("accumulate") else {
        if !fields.has("accumulate") {
            fields.fault(
                "accumulate",
                "accumulate is missing",
                "add accumulate = { from = \"10-01\", to = \"04-01\" }",
            );
        }
        return None;
    };
    let span = if table.has("months") {
        let months = table.optional_whole("months");
        let points = [("first_day_of_third_month_of_quarter", SpanDay::ThirdMonth)];
        let until = table.choice("to", &points, None);
        months.zip(until).map(|(months, until)| Span {
            months: Some(months),
            until: Some(until),
            ..Span::default()
        })
    } else {
        let (from, to) = (table.month_day("from"), table.month_day("to"));
        let years_back = table.optional_whole("years_back").unwrap_or(0);
        from.zip(to).map(|(from, to)| Span {
            from: Some(SpanDay::Day(from)),
            until: Some(SpanDay::Day(to)),
            years_back,
            ..Span::default()
        })
    };
    table.finish();
    span
}

/// How full reservoirs, or a party's accounts in them, are.
fn fill(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<Amount> {
    let key = if fields.has("count_of") {
        "count_of"
    } else {
        "reservoir"
    };
    let reservoirs = if key == "count_of" {
        fields.texts("count_of")
    } else {
        fields.text("reservoir", "upper_dam").into_iter().collect()
    };
    let account = reader.names.optional(fields, "account", &[Kind::Party]);
    let is = fields.table("conservation_fill").and_then(|table| {
        let is = comparison(&table);
        table.finish();
        is
    });
    let at_least = fields.optional_whole("at_least");
    let mut known = true;
    for reservoir in &reservoirs {
        known &= reader
            .names
            .require(fields, key, &[Kind::Station], reservoir);
    }
    let (op, value) = is?;
    if !known || reservoirs.is_empty() {
        return None;
    }
    let tests: Vec<Amount> = reservoirs
        .iter()
        .map(|reservoir| {
            let full = fullness(reader, fields, (key, reservoir), account.as_deref());
            pair(op, full, Amount::Number(value))
        })
        .collect();
    let all = tests.len();
    let wanted = at_least.map_or(all, |n| usize::try_from(n).unwrap_or(all));
    if wanted >= all {
        return joined(PairOp::And, tests);
    }
    if wanted == 1 {
        return joined(PairOp::Or, tests);
    }
    let ones = tests.into_iter().map(|test| Amount::If {
        test: Box::new(test),
        then: Box::new(Amount::Number(1.0)),
        otherwise: Box::new(Amount::Number(0.0)),
    });
    let count = ones.reduce(|left, right| pair(PairOp::Plus, left, right))?;
    let wanted = u32::try_from(wanted).map_or(f64::MAX, f64::from);
    Some(pair(PairOp::AtLeast, count, Amount::Number(wanted)))
}

/// Storage ÷ capacity; where the file gives no capacity, the parties state how full it is.
fn fullness(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    (key, reservoir): (&'static str, &str),
    account: Option<&str>,
) -> Amount {
    let id = account.map_or_else(
        || reservoir.to_owned(),
        |party| format!("{reservoir}.{party}"),
    );
    let capacity = reader.scope.sources.get(&id).and_then(|info| info.capacity);
    let Some(capacity) = capacity else {
        let name = format!("fill of {id}");
        fields.note(
            key,
            format!("{id} has no capacity here, so that the fact \"{name}\" says how full it is"),
            "add capacity = \"4000 hm3\" to the reservoir, or accounts = { US = \"2200 hm3\" }",
        );
        return Amount::Fact {
            name,
            unit: AgreementUnit::number(),
        };
    };
    let storage = Amount::Statistic {
        statistic: Statistic::Last,
        of: Box::new(Amount::Day(DayOf::Series(id))),
        span: Span::default(),
    };
    let capacity = Amount::Quantity {
        value: capacity,
        unit: AgreementUnit::si(Measure::Volume),
    };
    pair(PairOp::Over, storage, capacity)
}
