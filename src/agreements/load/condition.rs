//! Exceptions and other conditions: `[[condition]]`.

use super::fields::Fields;
use super::names::{Kind, Names};
use crate::domain::PartyId;
use crate::domain::agreement::clauses::{Accumulate, Condition, RatioTest, Test, Until};
use crate::domain::agreement::rules::{Comparison, Op, Statistic};

const SOURCES: [Kind; 2] = [Kind::Station, Kind::Series];

/// Words for relations.
const OPS: [(&str, Op); 4] = [
    ("<", Op::Below),
    ("<=", Op::AtMost),
    (">", Op::Above),
    (">=", Op::AtLeast),
];

/// Words for statistics.
const STATISTICS: [(&str, Statistic); 4] = [
    ("mean", Statistic::Mean),
    ("min", Statistic::Min),
    ("max", Statistic::Max),
    ("sum", Statistic::Sum),
];

/// Reads every `[[condition]]`.
pub(super) fn conditions(root: &Fields<'_, '_>, names: &Names) -> Vec<Condition> {
    let mut conditions = Vec::new();
    for fields in root.tables("condition") {
        conditions.extend(condition(&fields, names));
        fields.finish();
    }
    conditions
}

fn condition(fields: &Fields<'_, '_>, names: &Names) -> Option<Condition> {
    let id = fields.text("id", "dry_year");
    let title = fields.optional_text("title");
    let article = fields.text("article", "Art. 6");
    let scope = names.optional(fields, "scope", &[Kind::Calendar]);
    let declared_by = names.optional(fields, "declared_by", &[Kind::Party]);
    let until = fields.table("until").and_then(|table| {
        let until = until(&table, names);
        table.finish();
        until
    });
    let test = test(fields, names);
    let needs_scope = test.as_ref().is_some_and(has_period);
    if needs_scope && !fields.has("scope") {
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
        scope,
        test: test?,
        until,
        declared_by: declared_by.map(PartyId::new),
    })
}

fn has_period(test: &Test) -> bool {
    match test {
        Test::All(tests) | Test::Any(tests) => tests.iter().any(has_period),
        Test::Ratio(_) | Test::Statistic { .. } => true,
        Test::Fill { .. } => false,
    }
}

fn test(fields: &Fields<'_, '_>, names: &Names) -> Option<Test> {
    for key in ["all", "any"] {
        if fields.has(key) {
            let mut tests = Vec::new();
            for table in fields.tables(key) {
                tests.extend(test(&table, names));
                table.finish();
            }
            if tests.is_empty() {
                return None;
            }
            return Some(if key == "all" {
                Test::All(tests)
            } else {
                Test::Any(tests)
            });
        }
    }
    if fields.has("conservation_fill") {
        return fill(fields, names);
    }
    if fields.has("index") {
        return ratio(fields, names).map(Test::Ratio);
    }
    if fields.has("series") {
        let series = names.reference(fields, "series", &SOURCES);
        let statistic = fields.choice("stat", &STATISTICS, None);
        let is = comparison(fields);
        return Some(Test::Statistic {
            series: series?,
            statistic: statistic?,
            is: is?,
        });
    }
    fields.fault(
        "",
        "there is no test here",
        "add any = [ … ], all = [ … ], or index, series or reservoir with what it is held against",
    );
    None
}

fn fill(fields: &Fields<'_, '_>, names: &Names) -> Option<Test> {
    let reservoirs = if fields.has("count_of") {
        fields.texts("count_of")
    } else {
        fields.text("reservoir", "upper_dam").into_iter().collect()
    };
    for reservoir in &reservoirs {
        let key = if fields.has("count_of") {
            "count_of"
        } else {
            "reservoir"
        };
        names.require(fields, key, &[Kind::Station], reservoir);
    }
    let account = names.optional(fields, "account", &[Kind::Party]);
    let is = fields.table("conservation_fill").and_then(|table| {
        let is = comparison(&table);
        table.finish();
        is
    });
    let all = u32::try_from(reservoirs.len()).unwrap_or(u32::MAX);
    let at_least = fields.optional_whole("at_least").unwrap_or(all);
    Some(Test::Fill {
        reservoirs,
        account: account.map(PartyId::new),
        is: is?,
        at_least,
    })
}

fn ratio(fields: &Fields<'_, '_>, names: &Names) -> Option<RatioTest> {
    let index = names.reference(fields, "index", &SOURCES);
    let accumulate = match fields.table("accumulate") {
        Some(table) => {
            let accumulate = accumulate(&table);
            table.finish();
            accumulate
        }
        None => {
            fields.fault(
                "accumulate",
                "accumulate is missing",
                "add accumulate = { from = \"10-01\", to = \"04-01\" }",
            );
            None
        }
    };
    let (is, mean) = match fields.table("ratio_to_mean") {
        Some(table) => {
            let read = (comparison(&table), table.optional_number("mean"));
            if read.1.is_some_and(|mean| mean <= 0.0) {
                table.fault(
                    "mean",
                    "a mean must be above 0",
                    "write the mean in mm or hm³",
                );
            }
            table.finish();
            read
        }
        None => {
            fields.fault(
                "ratio_to_mean",
                "ratio_to_mean is missing",
                "add ratio_to_mean = { op = \"<\", value = 0.65 }",
            );
            (None, None)
        }
    };
    Some(RatioTest {
        index: index?,
        accumulate: accumulate?,
        is: is?,
        mean,
    })
}

fn accumulate(fields: &Fields<'_, '_>) -> Option<Accumulate> {
    if fields.has("months") {
        let months = fields.optional_whole("months");
        let points = [("first_day_of_third_month_of_quarter", ())];
        fields.choice("to", &points, None)?;
        return months.map(|months| Accumulate::MonthsToThirdMonth { months });
    }
    let (from, to) = (fields.month_day("from"), fields.month_day("to"));
    let years_back = fields.optional_whole("years_back").unwrap_or(0);
    Some(Accumulate::Dates {
        from: from?,
        to: to?,
        years_back,
    })
}

fn until(fields: &Fields<'_, '_>, names: &Names) -> Option<Until> {
    let index = names.reference(fields, "index", &SOURCES);
    let accumulate_from = fields.month_day("accumulate_from");
    let check = fields.text("check", "first_of_month_after_12");
    let is = fields.table("ratio_to_mean").and_then(|table| {
        let is = comparison(&table);
        table.finish();
        is
    });
    Some(Until {
        index: index?,
        accumulate_from: accumulate_from?,
        check: check?,
        is: is?,
    })
}

/// Reads `op` and `value`.
pub(super) fn comparison(fields: &Fields<'_, '_>) -> Option<Comparison> {
    let op = fields.choice("op", &OPS, None);
    let value = fields.number("value");
    Some(Comparison {
        op: op?,
        value: value?,
    })
}

/// Reads `stat` of a trigger.
pub(super) fn statistic(fields: &Fields<'_, '_>) -> Option<Statistic> {
    fields.choice("stat", &STATISTICS, None)
}
