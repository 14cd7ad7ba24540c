//! `thalweg evaluate BASIN`: the board and the ledger.

use std::path::Path;

use super::args::Evaluate;
use super::outcome::{Outcome, print, print_json, say, say_findings, talking_control};
use super::table::{Lean, table};
use crate::domain::agreement::clauses::OWN_READING;
use crate::domain::{Findings, Freshness, Instant, PartyId, Period};
use crate::engine::{
    DataView, EngineError, Evaluation, GaugeStatus, Request, Selection, Workspace,
};
use crate::present::{Words, status_word};

pub(super) fn run(args: &Evaluate) -> Result<Outcome, Outcome> {
    let request = request(
        args.from.as_deref(),
        args.to.as_deref(),
        args.as_of.as_deref(),
        &args.view,
    )?;
    let (workspace, findings) = open_imported(&args.basin)?;
    let mut evaluation = workspace.evaluate(&request)?;
    let mut all = findings;
    all.append(std::mem::take(&mut evaluation.findings));
    evaluation.findings = all;
    if args.json {
        print_json(&document(&evaluation))?;
    } else {
        print(&text(&evaluation));
        say_findings(&evaluation.findings);
    }
    Ok(Outcome::of(&evaluation.findings))
}

/// Opens a basin and takes in whatever lies new in its folders. When another program holds the archive, what is kept
/// already is shown, and the person is told.
pub(super) fn open_imported(basin: &Path) -> Result<(Workspace, Findings), EngineError> {
    let (workspace, findings) = Workspace::open(basin)?;
    match workspace.import(&Selection::All, &talking_control()) {
        Ok(report) => {
            let n_new = report.files.iter().filter(|file| file.is_new).count();
            if n_new > 0 {
                say(&format!(
                    "imported {n_new} new files as revision {}",
                    report.revision
                ));
            }
        }
        Err(EngineError::Archive(why)) => {
            say(&format!("warning: new exports were not imported: {why}"));
        }
        Err(other) => return Err(other),
    }
    Ok((workspace, findings))
}

/// What was typed → what is meant.
pub(super) fn request(
    from: Option<&str>,
    to: Option<&str>,
    as_of: Option<&str>,
    view: &str,
) -> Result<Request, Outcome> {
    let instant = |name: &str, text: Option<&str>| {
        text.map(|text| {
            Instant::parse(text).ok_or_else(|| {
                Outcome::Failed(
                    format!("--{name} {text:?} is neither a date nor an instant"),
                    Some("write 2026-06-14 or 2026-06-14T06:00:00Z".to_owned()),
                )
            })
        })
        .transpose()
    };
    let (from, to, as_of) = (
        instant("from", from)?,
        instant("to", to)?,
        instant("as-of", as_of)?,
    );
    let view = if view == "agreed" {
        DataView::Agreed
    } else {
        DataView::Party(PartyId::new(view))
    };
    Ok(Request {
        from,
        to,
        as_of,
        view,
    })
}

#[derive(serde::Serialize)]
struct Document<'a> {
    as_of: Instant,
    period: Period,
    gauges: &'a [GaugeStatus],
    sources: &'a [crate::engine::SourceStatus],
    ledger: &'a [crate::domain::agreement::LedgerRow],
    shares: &'a [crate::domain::agreement::ShareRow],
    triggers: &'a [crate::domain::agreement::TriggerRow],
    reaches: &'a [crate::engine::ReachStatus],
    warnings: &'a crate::engine::Warnings,
    findings: &'a Findings,
}

fn document(evaluation: &Evaluation) -> Document<'_> {
    Document {
        as_of: evaluation.as_of,
        period: evaluation.period,
        gauges: &evaluation.gauges,
        sources: &evaluation.sources,
        ledger: &evaluation.ledger,
        shares: &evaluation.shares,
        triggers: &evaluation.triggers,
        reaches: &evaluation.reaches,
        warnings: &evaluation.warnings,
        findings: &evaluation.findings,
    }
}

/// The board and the ledger for a terminal.
pub(super) fn text(evaluation: &Evaluation) -> String {
    let mut text = format!(
        "{} as of {}\n\nBoard\n",
        evaluation.basin.name, evaluation.as_of
    );
    text.push_str(&board(evaluation));
    text.push_str("\nLedger, running and last closed period of each rule\n");
    text.push_str(&ledger(evaluation));
    text
}

fn board(evaluation: &Evaluation) -> String {
    let words = english();
    let columns = [
        ("station", Lean::Left),
        ("state", Lean::Left),
        ("km", Lean::Right),
        ("stage m", Lean::Right),
        ("discharge m³/s", Lean::Right),
        ("rise m/h", Lean::Right),
        ("rain 6/24/72 h mm", Lean::Right),
        ("age", Lean::Right),
        ("feed", Lean::Left),
        ("warning", Lean::Left),
    ];
    let rows: Vec<Vec<String>> = evaluation
        .gauges
        .iter()
        .map(|gauge| {
            let rain = [gauge.rain_mm.h6, gauge.rain_mm.h24, gauge.rain_mm.h72];
            let rain = if rain.iter().all(Option::is_none) {
                String::new()
            } else {
                rain.map(|sum| number(sum, 1)).join(" / ")
            };
            vec![
                gauge.station.to_string(),
                gauge.state.to_string(),
                format!("{:.0}", gauge.river_km),
                stage(evaluation, gauge),
                discharge(evaluation, gauge),
                gauge
                    .rate_of_rise_m_per_h
                    .map_or_else(String::new, |rise| signed(rise, 2)),
                rain,
                words.age(gauge.age_minutes),
                freshness_word(gauge.freshness, &words),
                warning_words(gauge, has_levels(evaluation, gauge)),
            ]
        })
        .collect();
    table(&columns, &rows)
}

fn warning_words(gauge: &GaugeStatus, has_levels: bool) -> String {
    match (&gauge.warning.native, gauge.warning.rank) {
        (Some(native), _) => native.clone(),
        (None, Some(_)) => "below all levels".to_owned(),
        (None, None) if !has_levels => "no levels".to_owned(),
        (None, None) => format!("unknown: {}", gauge.warning.reason),
    }
}

fn ledger(evaluation: &Evaluation) -> String {
    let words = english();
    let columns = [
        ("rule", Lean::Left),
        ("article", Lean::Left),
        ("party", Lean::Left),
        ("period", Lean::Left),
        ("entitlement", Lean::Right),
        ("delivered", Lean::Right),
        ("carried in", Lean::Right),
        ("balance", Lean::Right),
        ("unit", Lean::Left),
        ("status", Lean::Left),
        ("days", Lean::Right),
    ];
    let mut rows = Vec::new();
    for (n, row) in evaluation.ledger.iter().enumerate() {
        let of_rule = evaluation.ledger[n..].iter().filter(|later| {
            later.rule == row.rule
                && later.agreement == row.agreement
                && later.party == row.party
                && later.reading == row.reading
        });
        if of_rule.count() > 2 {
            continue;
        }
        rows.push(vec![
            rule_word(&row.rule, &row.reading),
            row.article.clone(),
            row.party.to_string(),
            row.period.label.clone(),
            number(row.entitlement, 1),
            number(row.delivered, 1),
            signed(row.carried_in, 1),
            row.balance
                .map_or_else(|| "–".to_owned(), |balance| signed(balance, 1)),
            row.unit.clone(),
            status_word(row.status, &words),
            row.completeness.to_string(),
        ]);
    }
    table(&columns, &rows)
}

/// A rule, with the reading where it is not the agreement's own.
pub(super) fn rule_word(rule: &str, reading: &str) -> String {
    match reading {
        "" | OWN_READING => rule.to_owned(),
        rival => format!("{rule} (reading {rival})"),
    }
}

pub(super) fn number(value: Option<f64>, decimals: usize) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.decimals$}"))
}

fn stage(evaluation: &Evaluation, gauge: &GaugeStatus) -> String {
    let latest = gauge.latest;
    let text = number(latest.and_then(|latest| latest.stage_m), 2);
    dated(
        evaluation,
        latest.and_then(|latest| latest.stage_time),
        text,
    )
}

fn discharge(evaluation: &Evaluation, gauge: &GaugeStatus) -> String {
    let latest = gauge.latest;
    let text = number(latest.and_then(|latest| latest.discharge_m3s), 1);
    dated(
        evaluation,
        latest.and_then(|latest| latest.discharge_time),
        text,
    )
}

/// A value older than a day stands in brackets: it is the last one, not today's.
fn dated(evaluation: &Evaluation, time: Option<Instant>, text: String) -> String {
    match time {
        Some(time) if evaluation.as_of.minutes_since(time) > 1440 => format!("({text})"),
        _ => text,
    }
}

fn has_levels(evaluation: &Evaluation, gauge: &GaugeStatus) -> bool {
    let station = evaluation.basin.station(&gauge.station);
    station.is_some_and(|station| !station.levels.is_empty())
}

/// Signed, and a rounded nothing without a sign.
pub(super) fn signed(value: f64, decimals: usize) -> String {
    let text = format!("{value:+.decimals$}");
    if text
        .chars()
        .all(|digit| matches!(digit, '+' | '-' | '0' | '.'))
    {
        text.replace(['+', '-'], "")
    } else {
        text
    }
}

/// The command line speaks English, with the words of the window.
pub(super) fn english() -> Words {
    Words::new(&[])
}

fn freshness_word(freshness: Freshness, words: &Words) -> String {
    match freshness {
        Freshness::OnTime => String::new(),
        Freshness::Late => words.get("source-late"),
        Freshness::Silent => words.get("source-silent"),
    }
}
