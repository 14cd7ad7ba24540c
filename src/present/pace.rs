//! The running periods: delivered against required to date.

use chrono::NaiveDate;

use super::Words;
use super::allocation::PaceView;
use super::ledger::heading;
use super::line::seconds;
use super::standing::party_index;
use super::words::{Filling, unit_as_written};
use crate::domain::Status;
use crate::domain::agreement::{ConditionFact, LedgerRow, RowKind, Running};
use crate::engine::Evaluation;

/// One view per running row, in the order of the ledger.
pub(super) fn paces(evaluation: &Evaluation, words: &Words) -> Vec<PaceView> {
    evaluation
        .ledger
        .iter()
        .filter_map(|row| Some(pace(evaluation, row, row.running.as_ref()?, words)))
        .collect()
}

fn pace(evaluation: &Evaluation, row: &LedgerRow, running: &Running, words: &Words) -> PaceView {
    PaceView {
        id: format!(
            "{}/{}/{}/{}",
            row.agreement, row.reading, row.rule, row.party
        ),
        title: heading(evaluation, row, words),
        kind: row.kind,
        party: party_index(&evaluation.basin, &row.party),
        period: row.period.label.clone(),
        unit: unit_as_written(&row.unit),
        delivered: row.delivered.unwrap_or(f64::NAN),
        required_to_date: if row.entitlement.is_some() {
            running.required_to_date
        } else {
            f64::NAN
        },
        required: row.entitlement.unwrap_or(f64::NAN),
        pace_needed_m3s: match (row.kind, row.status) {
            (RowKind::Maximum, _) | (_, Status::Exempt | Status::NotAssessable) => None,
            _ => running.pace_needed_m3s,
        },
        sentence: sentence(row, running, words),
        status: row.status,
        delivered_curve: delivered_curve(row, running),
        required_curve: required_curve(row, running),
        figure: row.figure.clone(),
    }
}

/// Says in words what the bar shows.
fn sentence(row: &LedgerRow, running: &Running, words: &Words) -> String {
    let mut text = match (row.status, row.delivered, row.entitlement) {
        (Status::Exempt, delivered, _) => words.with(
            "pace-exempt",
            &[("delivered", words.figure(delivered, &row.unit).into())],
        ),
        (Status::NotAssessable, ..) | (_, None, _) | (_, _, None) => words.with(
            "pace-not-assessable",
            &[
                ("present", row.completeness.present.into()),
                ("expected", row.completeness.expected.into()),
            ],
        ),
        (_, Some(delivered), Some(required)) => {
            delivered_sentence(row, running, (delivered, required), words)
        }
    };
    if let Some(condition) = &row.condition {
        text.push_str("; ");
        text.push_str(&condition_words(condition, words));
    }
    text
}

fn delivered_sentence(
    row: &LedgerRow,
    running: &Running,
    (delivered, required): (f64, f64),
    words: &Words,
) -> String {
    let figure = |value: f64| Filling::from(words.figure(Some(value), &row.unit));
    let fillings = [
        ("delivered", figure(delivered)),
        ("required-to-date", figure(running.required_to_date)),
        ("required", figure(required)),
        ("end", last_day(row, words).into()),
    ];
    let key = match row.kind {
        RowKind::Maximum => "pace-taken",
        RowKind::Account | RowKind::Minimum => "pace-delivered",
    };
    let mut text = words.with(key, &fillings);
    if row.kind == RowKind::Maximum {
        return text;
    }
    text.push_str("; ");
    text.push_str(&match running.pace_needed_m3s {
        Some(pace) => words.with(
            "pace-needed",
            &[
                ("pace", words.figure(Some(pace), "m³/s").into()),
                ("end", last_day(row, words).into()),
            ],
        ),
        None => words.get("pace-nothing-due"),
    });
    text
}

/// That a test is met and that a party declared it are two facts, and both are said.
pub(super) fn condition_words(condition: &ConditionFact, words: &Words) -> String {
    let met = words.get(match condition.met {
        Some(true) => "condition-met",
        Some(false) => "condition-not-met",
        None => "condition-not-assessable",
    });
    let declared = condition.declared.map(|declared| {
        words.get(if declared {
            "condition-declared"
        } else {
            "condition-not-declared"
        })
    });
    let facts = match declared {
        Some(declared) => format!("{met}, {declared}"),
        None => met,
    };
    words.with(
        "condition",
        &[
            ("name", condition.id.replace(['_', '-'], " ").into()),
            ("facts", facts.into()),
        ],
    )
}

fn last_day(row: &LedgerRow, words: &Words) -> String {
    words.day(row.period.days.1.and_time(chrono::NaiveTime::MIN))
}

/// Unix seconds at the end of a day of the row's period.
fn end_of_day(row: &LedgerRow, date: NaiveDate) -> f64 {
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

fn delivered_curve(row: &LedgerRow, running: &Running) -> std::sync::Arc<[(f64, f64)]> {
    let start = (seconds(row.period.span.start.millis()), 0.0);
    let days = running
        .delivered_curve
        .iter()
        .map(|&(date, volume)| (end_of_day(row, date), volume));
    std::iter::once(start).chain(days).collect()
}

fn required_curve(row: &LedgerRow, running: &Running) -> std::sync::Arc<[(f64, f64)]> {
    let Some(required) = row.entitlement else {
        return std::sync::Arc::default();
    };
    [
        (seconds(row.period.span.start.millis()), 0.0),
        (end_of_day(row, running.to), running.required_to_date),
        (seconds(row.period.span.end.millis()), required),
    ]
    .into()
}

/// How final a row is, in words.
pub(super) fn status_word(status: Status, words: &Words) -> String {
    words.get(match status {
        Status::Provisional => "status-provisional",
        Status::Final => "status-final",
        Status::Exempt => "status-exempt",
        Status::Reset => "status-reset",
        Status::NotAssessable => "status-not-assessable",
    })
}
