//! Everything that the archive and the agreements say at one instant.

use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate, NaiveTime};

use super::inputs::{BasinInputs, last_whole_day};
use super::status::{gauges, reaches, sources};
use super::workspace::{Shared, locked};
use super::{ArchiveFacts, EngineError, Evaluation, Request, Warnings, alarms, notices, warnings};
use crate::agreements::study::evaluate_with_rivals;
use crate::agreements::{self, Span};
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::{Agreement, UnitPair};
use crate::domain::{AgreementId, Basin, Findings, Instant, Period};
use crate::series::Series;

pub(super) fn evaluate(shared: &Shared, request: &Request) -> Result<Evaluation, EngineError> {
    let as_of = as_of(&shared.basin, request);
    let (series, doubts) = known_series(shared, as_of)?;
    let period = period(&shared.basin, &series, request, as_of);
    let warnings = warnings(shared, &series, as_of);
    let gauges = gauges(&shared.basin, &series, &warnings, as_of);
    let sources = sources(shared, &series, as_of);
    let inputs = BasinInputs::new(&shared.basin, &series, &request.view, &shared.facts);
    let span = span(&shared.basin, period, as_of);
    let mut findings = notices::of_imports(shared);
    findings.append(doubts);
    findings.append(notices::of_sources(&sources));
    findings.append(notices::of_twins(&shared.basin, &inputs));
    let mut evaluation = Evaluation {
        basin: Arc::clone(&shared.basin),
        as_of,
        period,
        reaches: reaches(&shared.basin, &series, as_of),
        gauges,
        sources,
        ledger: Vec::new(),
        shares: Vec::new(),
        triggers: Vec::new(),
        evidence: Vec::new(),
        terms: Vec::new(),
        units: shared.agreements.iter().flat_map(unit_pairs).collect(),
        clauses: Arc::clone(&shared.clauses),
        readings: shared.agreements.iter().flat_map(readings).collect(),
        agreements: Vec::new(),
        findings,
        archive: archive_facts(shared),
        series: Vec::new(),
        warnings,
    };
    for agreement in &shared.agreements {
        let rivals = shared.rivals_of(agreement);
        let mut outcome = evaluate_with_rivals(agreement, &rivals, &inputs, &span);
        evaluation
            .agreements
            .push((agreement.id.to_string(), agreement.title.clone()));
        evaluation.ledger.append(&mut outcome.ledger);
        evaluation.shares.append(&mut outcome.shares);
        evaluation.triggers.append(&mut outcome.triggers);
        let (evidence, terms) = agreements::evidence(agreement, &inputs, &span);
        evaluation.evidence.extend(evidence);
        evaluation.terms.extend(terms);
        evaluation.findings.append(outcome.findings);
    }
    evaluation.series = series;
    Ok(evaluation)
}

/// Where every gauge stands, what it crossed, and its alarm.
pub(super) fn warnings(shared: &Shared, series: &[Arc<Series>], as_of: Instant) -> Warnings {
    let mut board = locked(&shared.board);
    let mut warnings = Warnings {
        stations: board.stations(&shared.basin, series, as_of),
        events: board.events(&shared.basin, series, as_of),
        ..Warnings::default()
    };
    alarms::fill(shared.archive().alarm_entries(), &mut warnings, as_of);
    warnings::count(&mut warnings);
    warnings
}

/// The instant to look from: asked for, else the basin's own, else now.
pub(super) fn as_of(basin: &Basin, request: &Request) -> Instant {
    request.as_of.unwrap_or_else(|| basin.now(Instant::now()))
}

/// All series up to an instant, and what quality control found in them; a reading stamped later is not known yet.
pub(super) fn known_series(
    shared: &Shared,
    as_of: Instant,
) -> Result<(Vec<Arc<Series>>, Findings), EngineError> {
    let until = Period::new(
        Instant::from_millis(i64::MIN),
        Instant::from_millis(as_of.millis() + 1),
    );
    let (whole, findings) = shared.series()?;
    let known = whole
        .into_iter()
        .map(|series| {
            let last = series.columns().time.last();
            if last.is_none_or(|last| *last <= as_of.millis()) {
                series
            } else {
                Arc::new(series.within(until))
            }
        })
        .collect();
    Ok((known, findings))
}

/// The period that a request means. By default it runs from the first hydrological year that the record holds from
/// its beginning, so that no account opens in the middle, to the as-of instant.
pub(super) fn period(
    basin: &Basin,
    series: &[Arc<Series>],
    request: &Request,
    as_of: Instant,
) -> Period {
    let first = series
        .iter()
        .filter_map(|series| series.columns().time.first())
        .min()
        .map(|first| Instant::from_millis(*first));
    let end = request.to.unwrap_or(as_of);
    let whole_years = first
        .map(|first| year_start_from(basin, first))
        .filter(|start| *start < end);
    let start = request.from.or(whole_years).or(first);
    Period::new(start.unwrap_or(end).min(end), end)
}

/// The first beginning of a hydrological year at or after an instant; a record that begins with the year's first
/// interval has the year from its beginning.
fn year_start_from(basin: &Basin, at: Instant) -> Instant {
    let date = basin.clock.civil(at.plus_minutes(-24 * 60)).date();
    let month = u32::from(basin.water_year_start_month);
    let starts = (date.year()..).filter_map(|year| NaiveDate::from_ymd_opt(year, month, 1));
    let start = starts.take(3).find(|start| *start >= date).unwrap_or(date);
    basin.clock.boundary(start.and_time(NaiveTime::MIN))
}

/// The days that agreements are asked about.
pub(super) fn span(basin: &Basin, period: Period, as_of: Instant) -> Span {
    let day = |at: Instant| basin.clock.civil(at).date();
    let known_to = last_whole_day(basin, as_of);
    Span {
        days: (day(period.start), day(period.end).min(day(as_of))),
        known_to,
    }
}

fn readings(agreement: &Agreement) -> impl Iterator<Item = (AgreementId, String, String)> + '_ {
    let all = agreement.readings.iter();
    all.map(|reading| {
        (
            agreement.id.clone(),
            reading.id.clone(),
            reading.title.clone(),
        )
    })
}

/// The first further unit that the parties of an agreement print, beside hm³.
fn unit_pairs(agreement: &Agreement) -> Option<UnitPair> {
    let own = AgreementUnit::si(Measure::Volume).name;
    agreement.display_units.iter().find_map(|display| {
        let cubic_metres = display.cubic_metres?;
        let factor = 1e6 / cubic_metres;
        // hm³ by another name says nothing new.
        ((factor - 1.0).abs() > 1e-9).then(|| UnitPair {
            agreement: agreement.id.clone(),
            unit: own.clone(),
            second: display.id.clone(),
            factor,
        })
    })
}

fn archive_facts(shared: &Shared) -> ArchiveFacts {
    let facts = shared.archive().facts();
    ArchiveFacts {
        revision: facts.revision,
        files: facts.files,
        readings: facts.readings,
    }
}

/// What the last import could not take in, as findings of the evaluation.
pub(super) fn refused(shared: &Shared) -> Findings {
    locked(&shared.refused).clone()
}
