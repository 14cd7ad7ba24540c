//! What a person should know at the as-of instant, beside the figures.

use super::SourceStatus;
use super::changes::changes;
use super::evaluate::refused;
use super::inputs::{BasinInputs, daily_source};
use super::workspace::Shared;
use crate::domain::AllowedMissing;
use crate::domain::{Basin, Cause, Finding, Findings, Freshness, Station};
use crate::indicators::stats::disagreement::{MonthDisagreement, months};

/// Findings of every import that the archive remembers, and of files that could not be taken in.
pub(super) fn of_imports(shared: &Shared) -> Findings {
    let mut findings = refused(shared);
    let archive = shared.archive();
    for file in archive.files() {
        findings.append(file.findings.clone());
        findings.append(changes(file, archive.files()));
    }
    findings
}

/// Late and silent sources, with the age of their last reading.
pub(super) fn of_sources(sources: &[SourceStatus]) -> Findings {
    sources
        .iter()
        .filter(|source| source.freshness != Freshness::OnTime)
        .map(|source| {
            let word = if source.freshness == Freshness::Late {
                "late"
            } else {
                "silent"
            };
            let since = source.newest.map_or_else(
                || "it never sent a reading".to_owned(),
                |newest| format!("the last reading of its worst-off station is of {newest}"),
            );
            let said = source
                .fetch
                .as_ref()
                .map(|said| format!("; the feed says: {said}"))
                .unwrap_or_default();
            Finding::warning(Cause::Late, format!("the source is {word}: {since}{said}"))
                .entry(source.source.to_string())
                .hint(format!(
                    "ask {}; until then its stations are unknown, not calm",
                    source.agency
                ))
        })
        .collect()
}

/// Sections that two states measure, where they differ.
pub(super) fn of_twins(basin: &Basin, inputs: &BasinInputs<'_>) -> Findings {
    let mut findings = Findings::new();
    for station in &basin.stations {
        let twin = station
            .twin
            .as_ref()
            .filter(|twin| station.id < **twin)
            .and_then(|twin| basin.station(twin));
        if let Some(twin) = twin
            && let Some(message) = difference(station, twin, inputs)
        {
            findings.push(
                Finding::warning(Cause::Disagreement, message)
                    .entry(format!("{} · {}", station.id, twin.id))
                    .hint("compare both lines in the plots; the agreement names the station that it counts at"),
            );
        }
    }
    findings
}

/// Differences below this are inside what two simultaneous gaugings of one section differ by (2 to 17 %; the lower
/// end), percent.
const WORTH_SAYING: f64 = 2.0;

/// What two stations of one section say of the last twelve comparable months, when that differs enough to matter.
fn difference(station: &Station, twin: &Station, inputs: &BasinInputs<'_>) -> Option<String> {
    let daily = |station: &Station| inputs.daily_of(daily_source(inputs.all(), station)?).ok();
    let all = months(&daily(station)?, &daily(twin)?, AllowedMissing(0.2));
    let comparable: Vec<&MonthDisagreement> = all
        .iter()
        .filter(|month| month.comparison.is_some())
        .collect();
    let recent = &comparable[comparable.len().saturating_sub(12)..];
    let (mut a, mut b) = (0.0, 0.0);
    for month in recent {
        let comparison = month.comparison?;
        a += comparison.mean_a * f64::from(month.days.present);
        b += comparison.mean_b * f64::from(month.days.present);
    }
    let percent = 100.0 * (b / a - 1.0);
    let volume = (b - a) * 86_400.0 / 1e6;
    (percent.abs() >= WORTH_SAYING).then(|| {
        format!(
            "{} and {} measure the same section: over the last {} comparable months {} gives {percent:+.1} % of discharge, {volume:+.1} hm³",
            station.name,
            twin.name,
            recent.len(),
            twin.name
        )
    })
}
