//! Clauses beside the figures, conditions with their evidence, terms of derived series.

use thalweg::domain::agreement::{
    Clause, ConditionEvidence, DerivedTerms, TermSeries, TestEvidence,
};
use thalweg::present::{allocation, clauses_behind};

use crate::basin::{day, evaluation, row, words};

fn clause(table: &str, id: &str, line: u32, text: &str) -> Clause {
    Clause {
        agreement: row().agreement,
        table: table.to_owned(),
        id: id.to_owned(),
        title: String::new(),
        article: "Art. 4".to_owned(),
        confidence: None,
        is_stated: true,
        is_enabled: true,
        effective: (None, None),
        file: "agreements/accord.toml".to_owned(),
        line,
        text: text.to_owned(),
    }
}

#[test]
fn a_clause_brings_those_that_it_names_but_not_what_a_comment_names() {
    let mut evaluation = evaluation();
    let mut ledger = clause(
        "ledger",
        "account",
        9,
        "# as \"other\" has it\nentitlement = \"shares.UP\"",
    );
    ledger.confidence = Some(0.85);
    ledger.is_stated = false;
    ledger.effective.0 = Some(day("2011-10-01"));
    evaluation.clauses = vec![
        clause("rule", "shares", 3, "input = \"natural\""),
        ledger,
        clause("series", "natural", 1, ""),
        clause("rule", "other", 20, ""),
    ]
    .into();
    let view = allocation(&evaluation, &words("en"));
    let behind = clauses_behind(&view.clauses, row().agreement.as_str(), "account");
    let ids: Vec<&str> = behind.iter().map(|clause| clause.id.as_str()).collect();
    assert_eq!(ids, ["account", "shares", "natural"]);
    assert_eq!(
        behind[0].badges,
        ["from memory, 0.85", "not stated by the treaty"]
    );
    assert_eq!(behind[0].effective, "in force from 1 Oct 2011");
    assert_eq!(behind[0].place, "agreements/accord.toml, line 9");
}

fn evidence(label: &str, value: f64, declared: bool) -> ConditionEvidence {
    let mut period = row().period;
    period.label = label.to_owned();
    ConditionEvidence {
        agreement: row().agreement,
        reading: "main".to_owned(),
        condition: "dry".to_owned(),
        title: "Dry year".to_owned(),
        article: "Art. 6".to_owned(),
        period,
        met: Some(value < 300.0),
        declared: Some(declared),
        declared_by: Some("LO".into()),
        tests: vec![TestEvidence {
            series: "rain".to_owned(),
            what: "rain from October to March".to_owned(),
            unit: "mm".to_owned(),
            days: (day("2025-10-01"), day("2026-03-31")),
            value: Some(value),
            normal: Some(500.0),
            threshold: Some(300.0),
            relation: "below".to_owned(),
            met: Some(value < 300.0),
            because: String::new(),
            curve: vec![(day("2025-10-01"), 2.5)],
            normal_curve: vec![(day("2025-10-01"), 3.0)],
        }],
    }
}

#[test]
fn met_and_declared_are_two_facts_year_by_year() {
    let mut evaluation = evaluation();
    evaluation.evidence = vec![
        evidence("2024/25", 250.0, false),
        evidence("2025/26", 420.0, false),
    ];
    let view = allocation(&evaluation, &words("en"));
    let [condition] = view.conditions.as_slice() else {
        panic!("one condition through the years");
    };
    let facts: Vec<(&str, &str)> = condition
        .periods
        .iter()
        .map(|period| (period.label.as_str(), period.facts.as_str()))
        .collect();
    assert_eq!(
        facts,
        [
            ("2024/25", "test met, not declared"),
            ("2025/26", "test not met, not declared")
        ]
    );
    assert_eq!(condition.declared_by, "Lowland");
    let point = condition.tests[0].points[0].as_ref().unwrap();
    assert_eq!(
        point.sentence,
        "Reached 250 mm, 50.0 % of the mean of 500 mm; the threshold is 300 mm"
    );
    // What has accumulated on 1 October is there when the day is over.
    assert_eq!(point.curve[0].0 - point.span.0, 86_400.0);
}

#[test]
fn the_sum_comes_first_and_each_term_keeps_its_party() {
    let mut evaluation = evaluation();
    evaluation.terms = vec![DerivedTerms {
        agreement: row().agreement,
        series: "natural_flow".to_owned(),
        article: "Art. 3".to_owned(),
        unit: "m3/s".to_owned(),
        start: day("2026-06-01"),
        values: vec![12.0, f64::NAN],
        terms: vec![
            TermSeries {
                of: "town".to_owned(),
                what: "town".to_owned(),
                values: vec![10.0, f64::NAN],
            },
            TermSeries {
                of: "elsewhere".to_owned(),
                what: "storage change of elsewhere".to_owned(),
                values: vec![2.0, 1.0],
            },
        ],
    }];
    let view = allocation(&evaluation, &words("en"));
    let lines = &view.terms[0].lines;
    let titles: Vec<(&str, Option<usize>)> = lines
        .iter()
        .map(|line| (line.title.as_str(), line.party))
        .collect();
    assert_eq!(
        titles,
        [
            ("natural flow", None),
            ("TOWN", Some(1)),
            ("storage change of elsewhere", None)
        ]
    );
    assert_eq!(view.terms[0].unit, "m³/s");
    assert_eq!(lines[0].value[0], lines[1].value[0] + lines[2].value[0]);
    assert!(
        lines[0].value[1].is_nan(),
        "a missing term leaves the sum missing"
    );
}
