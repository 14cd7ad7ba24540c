//! The running periods: delivered against required to date.

use std::sync::Arc;

use chrono::NaiveDate;

use super::Words;
use super::allocation::PaceView;
use super::ledger::{heading, rule};
use super::line::seconds;
use super::outlook::{OutlookView, outlook};
use super::standing::party_index;
use super::words::{Filling, decimals_of, unit_as_written};
use crate::domain::agreement::{ConditionFact, LedgerRow, RowKind, Running};
use crate::domain::{Quantity, Status, Unit};
use crate::engine::Evaluation;

/// One view per running row, in the order of the ledger; a period of which too little is known to say how it
/// runs is shown as not assessable rather than left out.
pub(super) fn paces(evaluation: &Evaluation, words: &Words) -> Vec<PaceView> {
    evaluation
        .ledger
        .iter()
        .filter(|row| {
            let is_blind =
                row.status == Status::NotAssessable && row.period.span.contains(evaluation.as_of);
            row.running.is_some() || is_blind
        })
        .map(|row| pace(evaluation, row, words))
        .collect()
}

/// How what is due grows while a period runs.
#[derive(Clone, Copy, PartialEq)]
enum Growth {
    /// A fixed volume, pro rata.
    ProRata,
    /// A share of the actual flow: what is due by the end follows the flow to come.
    WithFlow,
    /// A mean discharge: the same on every day.
    Mean,
}

fn growth(row: &LedgerRow, running: &Running) -> Growth {
    let is_mean = Unit::parse(&row.unit, Quantity::Discharge).is_some()
        || Unit::parse(&row.unit, Quantity::Rain).is_some();
    if is_mean {
        Growth::Mean
    } else if row
        .entitlement
        .is_some_and(|due| due <= running.required_to_date)
    {
        Growth::WithFlow
    } else {
        Growth::ProRata
    }
}

fn pace(evaluation: &Evaluation, row: &LedgerRow, words: &Words) -> PaceView {
    let running = row.running.as_ref();
    PaceView {
        id: format!(
            "{}/{}/{}/{}",
            row.agreement, row.reading, row.rule, row.party
        ),
        title: words.say(|words| heading(evaluation, row, words)),
        rule: words.say(|words| rule(evaluation, row, words)),
        article: row.article.clone(),
        kind: row.kind,
        party: party_index(&evaluation.basin, &row.party),
        period: row.period.label.clone(),
        unit: unit_as_written(&row.unit),
        delivered: row.delivered.unwrap_or(f64::NAN),
        required_to_date: match (running, row.entitlement) {
            (Some(running), Some(_)) => running.required_to_date,
            _ => f64::NAN,
        },
        required: row.entitlement.unwrap_or(f64::NAN),
        pace_needed_m3s: match (row.kind, row.status) {
            (RowKind::Maximum, _) | (_, Status::Exempt | Status::NotAssessable) => None,
            _ => running.and_then(|running| running.pace_needed_m3s),
        },
        sentence: words.say(|words| sentence(evaluation, row, words)),
        status: row.status,
        delivered_curve: running.map_or_else(Arc::default, |running| delivered_curve(row, running)),
        required_curve: running.map_or_else(Arc::default, |running| required_curve(row, running)),
        pace_curve: running.map_or_else(Arc::default, |running| pace_curve(row, running)),
        outlook: running.map_or_else(OutlookView::default, |running| outlook(row, running, words)),
        agreement: row.agreement.to_string(),
        clause: row.rule.clone(),
        figure: row.figure.clone(),
    }
}

/// Says in words what the bar shows.
fn sentence(evaluation: &Evaluation, row: &LedgerRow, words: &Words) -> String {
    let mut parts = match (row.status, &row.running, row.delivered, row.entitlement) {
        (Status::Exempt, _, delivered, _) => vec![words.with(
            "pace-exempt",
            &[("delivered", words.figure(delivered, &row.unit).into())],
        )],
        (
            Status::Provisional | Status::Final | Status::Reset,
            Some(running),
            Some(delivered),
            Some(required),
        ) => delivered_parts(row, running, (delivered, required), words),
        _ => vec![words.with(
            "pace-not-assessable",
            &[
                ("present", row.completeness.present.into()),
                ("expected", row.completeness.expected.into()),
            ],
        )],
    };
    let is_open = |running: &&Running| running.carried_left != 0.0 || has_rivals(evaluation, row);
    parts.extend(
        row.running
            .as_ref()
            .filter(is_open)
            .and_then(|running| carried_parts(row, running, words)),
    );
    parts.extend(
        row.condition
            .as_ref()
            .map(|condition| condition_words(evaluation, row, condition, words)),
    );
    parts.join("; ")
}

fn delivered_parts(
    row: &LedgerRow,
    running: &Running,
    (delivered, required): (f64, f64),
    words: &Words,
) -> Vec<String> {
    let growth = growth(row, running);
    let figure = |value: f64| Filling::from(words.figure(Some(value), &row.unit));
    let fillings = [
        ("delivered", figure(delivered)),
        ("required-to-date", figure(running.required_to_date)),
        ("required", figure(required)),
        ("end", last_day(row, words).into()),
    ];
    let key = match (row.kind, growth) {
        (RowKind::Maximum, Growth::Mean) => "pace-taken-mean",
        (RowKind::Maximum, Growth::ProRata | Growth::WithFlow) => "pace-taken",
        (_, Growth::Mean) => "pace-delivered-mean",
        (_, Growth::WithFlow) => "pace-delivered-with-flow",
        (_, Growth::ProRata) => "pace-delivered",
    };
    let mut parts = vec![words.with(key, &fillings)];
    if row.carried_in != 0.0 {
        let carried = words.signed(row.carried_in, decimals_of(row.carried_in));
        let carried = format!("{carried} {}", unit_as_written(&row.unit));
        parts.push(words.with("pace-carried-in", &[("carried", carried.into())]));
    }
    if row.kind != RowKind::Maximum {
        parts.push(needed(row, running, growth, words));
    }
    parts
}

/// Whether another reading of the agreement has figures of its own for this row.
fn has_rivals(evaluation: &Evaluation, row: &LedgerRow) -> bool {
    evaluation.ledger.iter().any(|other| {
        other.agreement == row.agreement
            && other.rule == row.rule
            && other.reading != row.reading
            && other.period.span == row.period.span
    })
}

/// What is left of a deficit that was carried in, and how the period's own requirement stands without it: the two
/// are counted apart, because readings of one clause differ in which of them a delivery fills first.
fn carried_parts(row: &LedgerRow, running: &Running, words: &Words) -> Option<String> {
    let figure = |value: f64| {
        let value = words.signed(value, decimals_of(value));
        Filling::from(format!("{value} {}", unit_as_written(&row.unit)))
    };
    let is_apart = row.carried_in < 0.0 && (running.carried_left != 0.0 || running.ahead != 0.0);
    is_apart.then(|| {
        words.with(
            "pace-carried-left",
            &[
                ("left", figure(running.carried_left)),
                ("ahead", figure(running.ahead)),
            ],
        )
    })
}

fn needed(row: &LedgerRow, running: &Running, growth: Growth, words: &Words) -> String {
    let key = match growth {
        Growth::WithFlow => "pace-needed-with-flow",
        Growth::ProRata | Growth::Mean => "pace-needed",
    };
    match running.pace_needed_m3s {
        Some(pace) => words.with(
            key,
            &[
                ("pace", words.figure(Some(pace), "m³/s").into()),
                ("end", last_day(row, words).into()),
            ],
        ),
        None => words.get("pace-nothing-due"),
    }
}

/// That a test is met and that a party declared it are two facts, and both are said.
pub(super) fn condition_facts(condition: &ConditionFact, words: &Words) -> String {
    let met = words.get(match condition.met {
        Some(true) => "condition-met",
        Some(false) => "condition-not-met",
        None => "condition-not-assessable",
    });
    match condition.declared {
        Some(true) => format!("{met}, {}", words.get("condition-declared")),
        Some(false) => format!("{met}, {}", words.get("condition-not-declared")),
        None => met,
    }
}

/// The same with the name of the condition: its title in the agreement, or its id in words.
pub(super) fn condition_words(
    evaluation: &Evaluation,
    row: &LedgerRow,
    condition: &ConditionFact,
    words: &Words,
) -> String {
    let facts = condition_facts(condition, words);
    let clause = evaluation.clauses.iter().find(|clause| {
        clause.agreement == row.agreement
            && clause.table == "condition"
            && clause.id == condition.id
            && !clause.title.is_empty()
    });
    match clause {
        Some(clause) => words.with(
            "condition-named",
            &[("name", (&clause.title).into()), ("facts", facts.into())],
        ),
        None => words.with(
            "condition",
            &[
                ("name", condition.id.replace(['_', '-'], " ").into()),
                ("facts", facts.into()),
            ],
        ),
    }
}

/// Last day of the period; with its year where the period is longer than one, and the day alone would mislead.
fn last_day(row: &LedgerRow, words: &Words) -> String {
    let (first, last) = row.period.days;
    let civil = last.and_time(chrono::NaiveTime::MIN);
    if (last - first).num_days() > 366 {
        words.date(civil)
    } else {
        words.day(civil)
    }
}

/// Unix seconds at the end of a day of the row's period.
pub(super) fn end_of_day(row: &LedgerRow, date: NaiveDate) -> f64 {
    let (first, last) = row.period.days;
    let start = seconds(row.period.span.start.millis());
    let end = seconds(row.period.span.end.millis());
    // By the period's own length, so that a change to summer time inside it does not move its last day.
    let n_days = f64_of((last - first).num_days() + 1);
    start + (end - start) * f64_of((date - first).num_days() + 1) / n_days.max(1.0)
}

#[expect(
    clippy::cast_precision_loss,
    reason = "days of a calendar are far below 2^53"
)]
fn f64_of(days: i64) -> f64 {
    days as f64
}

fn delivered_curve(row: &LedgerRow, running: &Running) -> Arc<[(f64, f64)]> {
    // A volume begins with nothing; a mean has no value before its first day.
    let start = (growth(row, running) != Growth::Mean)
        .then(|| (seconds(row.period.span.start.millis()), 0.0));
    let days = running
        .delivered_curve
        .iter()
        .map(|&(date, volume)| (end_of_day(row, date), volume));
    start.into_iter().chain(days).collect()
}

fn required_curve(row: &LedgerRow, running: &Running) -> Arc<[(f64, f64)]> {
    let Some(required) = row.entitlement else {
        return Arc::default();
    };
    let start = seconds(row.period.span.start.millis());
    let now = (end_of_day(row, running.to), running.required_to_date);
    let end = (seconds(row.period.span.end.millis()), required);
    match growth(row, running) {
        Growth::ProRata => [(start, 0.0), now, end].into(),
        Growth::WithFlow => [(start, 0.0), now].into(),
        Growth::Mean => [(start, required), end].into(),
    }
}

/// From what is delivered now to what is required in the end: the pace that is needed. Empty where none is.
fn pace_curve(row: &LedgerRow, running: &Running) -> Arc<[(f64, f64)]> {
    let (Some(required), Some(delivered), Some(_)) =
        (row.entitlement, row.delivered, running.pace_needed_m3s)
    else {
        return Arc::default();
    };
    if growth(row, running) != Growth::ProRata || row.kind == RowKind::Maximum {
        return Arc::default();
    }
    let end = seconds(row.period.span.end.millis());
    [
        (end_of_day(row, running.to), delivered),
        (end, required - row.carried_in.min(0.0)),
    ]
    .into()
}

/// How final a row is, in words.
pub fn status_word(status: Status, words: &Words) -> String {
    words.get(match status {
        Status::Provisional => "status-provisional",
        Status::Final => "status-final",
        Status::Exempt => "status-exempt",
        Status::Reset => "status-reset",
        Status::NotAssessable => "status-not-assessable",
    })
}
