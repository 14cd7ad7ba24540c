//! Conditions with what shows how they came out: year by year, and the accumulation within each year.

use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};

use super::Words;
use super::line::seconds;
use super::standing::party_name;
use super::words::unit_as_written;
use crate::domain::AgreementId;
use crate::domain::agreement::{ConditionEvidence, TestEvidence};
use crate::engine::Evaluation;

/// One condition through the periods of its scope.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ConditionView {
    /// Stable id.
    pub id: String,
    /// Id of the agreement.
    pub agreement: String,
    /// Id of the condition.
    pub condition: String,
    /// In words.
    pub title: String,
    /// Article.
    pub article: String,
    /// Party that has to declare it; empty where the test alone decides.
    pub declared_by: String,
    /// Its tests, in the order of the file.
    pub tests: Vec<TestView>,
    /// Periods of its scope, oldest first.
    pub periods: Vec<ConditionPeriod>,
}

/// How a condition came out in one period.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct ConditionPeriod {
    /// Label.
    pub label: String,
    /// Whether its test is met; `None` when it cannot be assessed.
    pub met: Option<bool>,
    /// Whether it was declared; `None` where no declaration is asked for.
    pub declared: Option<bool>,
    /// Both facts in words.
    pub facts: String,
}

/// One test through the same periods.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TestView {
    /// What is looked at, in words.
    pub title: String,
    /// Unit of every value.
    pub unit: String,
    /// One per period of the [`ConditionView`]; `None` where the period has no such test.
    pub points: Vec<Option<TestPoint>>,
}

/// One test in one period.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct TestPoint {
    /// What is looked at in this period, in words.
    pub title: String,
    /// What was reached; `None` when it cannot be assessed.
    pub value: Option<f64>,
    /// The mean that it is held against.
    pub normal: Option<f64>,
    /// The threshold.
    pub threshold: Option<f64>,
    /// Whether this test is met.
    pub met: Option<bool>,
    /// One sentence on how it came out.
    pub sentence: String,
    /// Accumulation within the period: unix seconds at the end of each day, value.
    #[serde(skip)]
    pub curve: Arc<[(f64, f64)]>,
    /// The same in the mean over the years.
    #[serde(skip)]
    pub normal_curve: Arc<[(f64, f64)]>,
    /// Unix seconds of the first and after the last day that goes in.
    pub span: (f64, f64),
}

/// Every condition of every agreement, in the order of the files.
pub(super) fn conditions(evaluation: &Evaluation, words: &Words) -> Vec<ConditionView> {
    let mut groups: Vec<Vec<&ConditionEvidence>> = Vec::new();
    for evidence in &evaluation.evidence {
        let same = |group: &&mut Vec<&ConditionEvidence>| {
            let first = group[0];
            first.agreement == evidence.agreement
                && first.condition == evidence.condition
                && first.reading == evidence.reading
        };
        match groups.iter_mut().find(same) {
            Some(group) => group.push(evidence),
            None => groups.push(vec![evidence]),
        }
    }
    for group in &mut groups {
        group.sort_by_key(|evidence| evidence.period.days.0);
    }
    groups
        .iter()
        .map(|group| condition(evaluation, group, words))
        .collect()
}

fn condition(
    evaluation: &Evaluation,
    group: &[&ConditionEvidence],
    words: &Words,
) -> ConditionView {
    let last = group[group.len() - 1];
    ConditionView {
        id: format!("{}/{}/{}", last.agreement, last.reading, last.condition),
        agreement: last.agreement.to_string(),
        condition: last.condition.clone(),
        title: if last.title.is_empty() {
            last.condition.clone()
        } else {
            last.title.clone()
        },
        article: last.article.clone(),
        declared_by: last
            .declared_by
            .as_ref()
            .map(|party| party_name(&evaluation.basin, party))
            .unwrap_or_default(),
        tests: (0..last.tests.len())
            .map(|n| test(evaluation, group, n, words))
            .collect(),
        periods: group
            .iter()
            .map(|evidence| ConditionPeriod {
                label: evidence.period.label.clone(),
                met: evidence.met,
                declared: evidence.declared,
                facts: words.say(|words| facts(evidence, words)),
            })
            .collect(),
    }
}

/// That the test is met and that it was declared are two facts.
fn facts(evidence: &ConditionEvidence, words: &Words) -> String {
    let met = words.get(match evidence.met {
        Some(true) => "condition-met",
        Some(false) => "condition-not-met",
        None => "condition-not-assessable",
    });
    match evidence.declared {
        Some(true) => format!("{met}, {}", words.get("condition-declared")),
        Some(false) => format!("{met}, {}", words.get("condition-not-declared")),
        None => met,
    }
}

fn test(
    evaluation: &Evaluation,
    group: &[&ConditionEvidence],
    n: usize,
    words: &Words,
) -> TestView {
    let agreement = &group[group.len() - 1].agreement;
    let last = &group[group.len() - 1].tests[n];
    TestView {
        title: title(evaluation, agreement, last),
        unit: unit_as_written(&last.unit),
        points: group
            .iter()
            .map(|evidence| {
                let test = evidence.tests.get(n)?;
                Some(point(test, title(evaluation, agreement, test), words))
            })
            .collect(),
    }
}

/// The test in words, with the series by its title where the agreement gives it one.
fn title(evaluation: &Evaluation, agreement: &AgreementId, test: &TestEvidence) -> String {
    let name = series_title(evaluation, agreement, &test.series);
    match test.what.strip_prefix(&test.series) {
        Some(rest) => format!("{name}{rest}"),
        None => test.what.clone(),
    }
}

/// A series of an agreement by its title, a station by its name in the basin, else the id in words.
pub(super) fn series_title(evaluation: &Evaluation, agreement: &AgreementId, id: &str) -> String {
    let clause = evaluation.clauses.iter().find(|clause| {
        clause.agreement == *agreement && clause.table == "series" && clause.id == id
    });
    let titled = clause.filter(|clause| !clause.title.is_empty());
    titled
        .map(|clause| clause.title.clone())
        .or_else(|| {
            let station = evaluation.basin.station(&id.into())?;
            Some(station.name.clone())
        })
        .unwrap_or_else(|| id.replace(['_', '-'], " "))
}

fn point(test: &TestEvidence, title: String, words: &Words) -> TestPoint {
    let (first, last) = test.days;
    let curve = |days: &[(NaiveDate, f64)]| -> Arc<[(f64, f64)]> {
        days.iter()
            .map(|(day, value)| (end_of(*day), *value))
            .collect()
    };
    TestPoint {
        title,
        value: test.value,
        normal: test.normal,
        threshold: test.threshold,
        met: test.met,
        sentence: sentence(test, words),
        curve: curve(&test.curve),
        normal_curve: curve(&test.normal_curve),
        span: (end_of(first) - DAY, end_of(last)),
    }
}

const DAY: f64 = 86_400.0;

/// A plot of days does not depend on the agreement's clock to the hour; UTC days stand in.
fn end_of(day: NaiveDate) -> f64 {
    seconds(day.and_time(NaiveTime::MIN).and_utc().timestamp_millis()) + DAY
}

fn sentence(test: &TestEvidence, words: &Words) -> String {
    let unit = unit_as_written(&test.unit);
    let figure = |value: Option<f64>| words.figure(value, &unit);
    match (test.value, test.normal, test.threshold) {
        (Some(value), Some(normal), Some(_)) if normal > 0.0 => words.with(
            "evidence-ratio",
            &[
                ("value", figure(test.value).into()),
                ("share", words.number(100.0 * value / normal, 1).into()),
                ("normal", figure(test.normal).into()),
                ("threshold", figure(test.threshold).into()),
            ],
        ),
        (Some(_), _, Some(_)) => words.with(
            "evidence-threshold",
            &[
                ("value", figure(test.value).into()),
                ("threshold", figure(test.threshold).into()),
            ],
        ),
        _ => test.because.clone(),
    }
}
