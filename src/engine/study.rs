//! Studies of a basin's ledgers: from the archive or from a tidy CSV, with progress and cancel.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::agreement_file::{self, AgreementInputs, Tidy};
use super::evaluate::{as_of, known_series, period, span};
use super::inputs::BasinInputs;
use super::workspace::Shared;
use super::{Control, DataView, EngineError, Request};
use crate::agreements::study::{self, Known, Sampling, View};
pub use crate::agreements::study::{
    Cell, Closing, Differs, DiffersIn, DualLedger, DualRow, DualSum, Effect, EffectRow, EffectSum,
    FillBasis, Gap, GapEffect, GapRow, Leverage, NoVerdict, ReadingLabel, ReadingRow,
    RivalReadings, RowEffect, Standing, StationEffect, StationError, Subject, UncertainRow,
    Uncertainty, ViewLabel, Volume,
};
use crate::agreements::{Inputs, Span};
use crate::domain::agreement::Agreement;
use crate::domain::{
    AgreementId, Basin, Cause, Finding, Findings, Instant, PartyId, RelativeUncertainty, Station,
    StationId, StationKind,
};
use crate::series::Series;

/// What a study asks.
#[derive(Clone, Debug, PartialEq)]
pub enum StudyKind {
    /// The ledger from each side's data.
    Dual,
    /// The ledger under each reading of the agreement.
    Readings,
    /// The ledger with its measurement uncertainty.
    Uncertainty {
        /// Samples.
        samples: usize,
        /// Seed.
        seed: u64,
    },
    /// What each station and each gap means for the ledger.
    Decides,
    /// The ledger under a proposed change.
    Effect(Proposal),
}

/// A proposed change of an agreement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Proposal {
    /// Changes such as `minimum.target=4500`, see [`study::parse_edit`].
    Changes(Vec<String>),
    /// A whole other text, with the name of its file.
    Text {
        /// Name, for messages.
        name: String,
        /// TOML.
        text: String,
    },
}

/// A study of a basin.
#[derive(Clone, Debug, PartialEq)]
pub struct StudyRequest {
    /// Agreement; `None` where the basin has one only.
    pub agreement: Option<AgreementId>,
    /// Only this ledger or rule; `None` means all.
    pub ledger: Option<String>,
    /// Period, as-of instant, and whose data; the dual ledger looks at all sides whatever this says.
    pub request: Request,
    /// What is asked.
    pub kind: StudyKind,
}

/// A study of an agreement on tidy CSV files, without a basin.
#[derive(Clone, Debug)]
pub struct FileStudy {
    /// Agreement, agreed data, facts and period.
    pub inputs: AgreementInputs,
    /// Tidy CSV of a party's own data, by party; what it does not hold is taken from the agreed data.
    pub sides: Vec<(String, PathBuf)>,
    /// Uncertainty of stations, `percent_95` by station; the others are as assumed by their kind.
    pub percent_95: Vec<(String, f64)>,
    /// Only this ledger or rule; `None` means all.
    pub ledger: Option<String>,
    /// What is asked.
    pub kind: StudyKind,
}

/// What a study found.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct Study {
    /// Agreement.
    pub agreement: AgreementId,
    /// Its title.
    pub title: String,
    /// The instant whose knowledge it uses; `None` without a basin.
    pub as_of: Option<Instant>,
    /// First and last day for which rows were wanted.
    pub days: (NaiveDate, NaiveDate),
    /// Last day that anything is known of.
    pub known_to: NaiveDate,
    /// What was found, under the name of the study.
    #[serde(flatten)]
    pub found: Found,
    /// What a person should know.
    pub findings: Findings,
}

/// The result of each kind of study.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Found {
    /// See [`study::dual()`].
    Dual(DualLedger),
    /// See [`study::readings()`].
    Readings(RivalReadings),
    /// See [`study::uncertainty()`].
    Uncertainty(Uncertainty),
    /// See [`study::leverage()`].
    Decides(Leverage),
    /// See [`study::effect()`].
    Effect(Effect),
}

/// Everything that a study of one agreement works on.
struct Matter<'a> {
    agreement: &'a Agreement,
    /// Text of the agreement and the name of its file.
    text: &'a str,
    name: &'a str,
    inputs: &'a dyn Inputs,
    span: &'a Span,
}

pub(super) fn of_basin(
    shared: &Shared,
    wanted: &StudyRequest,
    control: &Control,
) -> Result<Study, EngineError> {
    let agreement = agreement_of(&shared.agreements, wanted.agreement.as_ref())?;
    let (text, name) = agreement_file::text_of_basin(&shared.root, &agreement.id)?;
    let request = &wanted.request;
    let as_of = as_of(&shared.basin, request);
    let (series, _) = known_series(shared, as_of)?;
    let inputs = BasinInputs::new(&shared.basin, &series, &request.view, &shared.facts);
    let span = span(
        &shared.basin,
        period(&shared.basin, &series, request, as_of),
        as_of,
    );
    let matter = Matter {
        agreement,
        text: &text,
        name: &name,
        inputs: &inputs,
        span: &span,
    };
    let found = if wanted.kind == StudyKind::Dual {
        dual_of_basin(shared, &series, &matter)
    } else {
        let errors = errors_of_basin(agreement, &shared.basin, &inputs);
        matter.study(&wanted.kind, errors, control)?
    };
    Ok(matter.told(found, wanted.ledger.as_deref(), Some(as_of)))
}

/// A study of an agreement on tidy CSV files.
///
/// # Errors
/// When a file cannot be read, the agreement or the proposed change is wrong, or the job was cancelled.
pub fn study_files(wanted: &FileStudy, control: &Control) -> Result<Study, EngineError> {
    let (tidy, mut findings) = agreement_file::tidy(&wanted.inputs)?;
    let Some(span) = tidy.span(&wanted.inputs) else {
        findings.push(
            Finding::error(Cause::Incomplete, "the inputs hold no value")
                .file(wanted.inputs.inputs.to_string_lossy()),
        );
        return Err(EngineError::Study(findings));
    };
    let matter = Matter {
        agreement: &tidy.agreement,
        text: &tidy.text,
        name: &wanted.inputs.agreement,
        inputs: &tidy.inputs,
        span: &span,
    };
    let found = if wanted.kind == StudyKind::Dual {
        dual_of_files(&tidy, &wanted.sides, &matter, &mut findings)?
    } else {
        let errors = errors_of_files(&tidy.agreement, &wanted.percent_95)?;
        matter.study(&wanted.kind, errors, control)?
    };
    let mut study = matter.told(found, wanted.ledger.as_deref(), None);
    findings.append(std::mem::take(&mut study.findings));
    study.findings = findings;
    Ok(study)
}

fn agreement_of<'a>(
    all: &'a [Agreement],
    wanted: Option<&AgreementId>,
) -> Result<&'a Agreement, EngineError> {
    let found = match wanted {
        Some(id) => all.iter().find(|agreement| agreement.id == *id),
        None if all.len() == 1 => all.first(),
        None => None,
    };
    found.ok_or_else(|| {
        let ids: Vec<&str> = all.iter().map(|agreement| agreement.id.as_str()).collect();
        refuse(
            Finding::error(
                Cause::Configuration,
                match wanted {
                    Some(id) => format!("the basin has no agreement \"{id}\""),
                    None => "which agreement is not said".to_owned(),
                },
            )
            .hint(format!("name one of: {}", ids.join(", "))),
        )
    })
}

fn refuse(finding: Finding) -> EngineError {
    EngineError::Study([finding].into_iter().collect())
}

impl Matter<'_> {
    fn study(
        &self,
        kind: &StudyKind,
        errors: Vec<StationError>,
        control: &Control,
    ) -> Result<Found, EngineError> {
        let watch = |done: usize, total: usize| {
            control.report(done, total, self.agreement.id.as_str());
            !control.is_cancelled()
        };
        match kind {
            // The caller knows the sides.
            StudyKind::Dual => Ok(Found::Dual(self.dual(&[]))),
            StudyKind::Readings => self.readings().map(Found::Readings),
            StudyKind::Uncertainty { samples, seed } => {
                let sampling = Sampling {
                    samples: *samples,
                    seed: *seed,
                    errors,
                };
                study::uncertainty(self.agreement, self.inputs, self.span, &sampling, &watch)
                    .map(Found::Uncertainty)
                    .ok_or(EngineError::Cancelled)
            }
            StudyKind::Decides => study::leverage(self.agreement, self.inputs, self.span, &watch)
                .map(Found::Decides)
                .ok_or(EngineError::Cancelled),
            StudyKind::Effect(proposal) => self.effect(proposal).map(Found::Effect),
        }
    }

    fn dual(&self, sides: &[View<'_>]) -> DualLedger {
        study::dual(self.agreement, sides, self.span)
    }

    fn readings(&self) -> Result<RivalReadings, EngineError> {
        let (readings, findings) = study::variants(self.text, self.name);
        if findings.has_errors() {
            return Err(EngineError::Study(findings));
        }
        let known = Known::of(readings.iter().map(|r| &r.agreement), self.inputs);
        Ok(study::readings(&readings, &known, self.span))
    }

    fn effect(&self, proposal: &Proposal) -> Result<Effect, EngineError> {
        let (after, changes) = match proposal {
            Proposal::Changes(typed) => {
                let mut edits = Vec::new();
                for change in typed {
                    edits.push(study::parse_edit(change).map_err(refuse)?);
                }
                let text = study::apply(self.text, &edits)
                    .map_err(|finding| refuse(finding.file(self.name)))?;
                (study::changed(&text, self.name), typed.clone())
            }
            Proposal::Text { name, text } => (study::changed(text, name), vec![name.clone()]),
        };
        let after = after.map_err(EngineError::Study)?;
        let known = Known::of([self.agreement, &after], self.inputs);
        Ok(study::effect(
            (self.agreement, &after),
            changes,
            &known,
            self.span,
        ))
    }

    fn told(&self, mut found: Found, ledger: Option<&str>, as_of: Option<Instant>) -> Study {
        let findings = found.take_findings();
        if let Some(rule) = ledger {
            found.keep(rule);
        }
        Study {
            agreement: self.agreement.id.clone(),
            title: self.agreement.title.clone(),
            as_of,
            days: self.span.days,
            known_to: self.span.known_to,
            found,
            findings,
        }
    }
}

impl Found {
    fn take_findings(&mut self) -> Findings {
        std::mem::take(match self {
            Self::Dual(found) => &mut found.findings,
            Self::Readings(found) => &mut found.findings,
            Self::Uncertainty(found) => &mut found.findings,
            Self::Decides(found) => &mut found.findings,
            Self::Effect(found) => &mut found.findings,
        })
    }

    /// Keeps what is about one ledger or rule.
    fn keep(&mut self, rule: &str) {
        match self {
            Self::Dual(found) => {
                found.rows.retain(|row| row.subject.rule == rule);
                found.sums.retain(|sum| sum.rule == rule);
            }
            Self::Readings(found) => {
                found.rows.retain(|row| row.subject.rule == rule);
                found.differs.retain(|differs| differs.rule == rule);
            }
            Self::Uncertainty(found) => found.rows.retain(|row| row.subject.rule == rule),
            Self::Decides(found) => found.keep(rule),
            Self::Effect(found) => {
                found.rows.retain(|row| row.subject.rule == rule);
                found.sums.retain(|sum| sum.rule == rule);
            }
        }
    }
}

/// Agreed data, then the data of every party that measures a section of the agreement itself.
fn dual_of_basin(shared: &Shared, series: &[Arc<Series>], matter: &Matter<'_>) -> Found {
    let basin = &shared.basin;
    let views: Vec<(DataView, ViewLabel)> = views(basin, matter.agreement);
    let inputs: Vec<BasinInputs<'_>> = views
        .iter()
        .map(|(view, _)| BasinInputs::new(basin, series, view, &shared.facts))
        .collect();
    let sides: Vec<View<'_>> = views
        .iter()
        .zip(&inputs)
        .map(|((_, label), inputs)| View {
            label: label.clone(),
            inputs,
        })
        .collect();
    Found::Dual(matter.dual(&sides))
}

fn agreed() -> ViewLabel {
    ViewLabel {
        id: "agreed".to_owned(),
        title: "Agreed data".to_owned(),
        instead: Vec::new(),
    }
}

fn views(basin: &Basin, agreement: &Agreement) -> Vec<(DataView, ViewLabel)> {
    let sections: Vec<(&Station, &Station)> = agreement
        .stations
        .iter()
        .filter_map(|named| basin.station(&StationId::new(&named.id)))
        .filter_map(|station| Some((station, basin.station(station.twin.as_ref()?)?)))
        .collect();
    let mut views = vec![(DataView::Agreed, agreed())];
    for party in &basin.parties {
        let measures = |station: &Station| station.state == party.id;
        let own = sections.iter().any(|(a, b)| measures(a) || measures(b));
        if own {
            let instead = sections
                .iter()
                .filter(|(_, twin)| measures(twin))
                .map(|(named, twin)| (named.id.to_string(), twin.id.to_string()))
                .collect();
            let label = ViewLabel {
                id: party.id.to_string(),
                title: party.name.clone(),
                instead,
            };
            views.push((DataView::Party(party.id.clone()), label));
        }
    }
    views
}

/// What the basin states of its stations, else what is assumed by their kind.
fn errors_of_basin(
    agreement: &Agreement,
    basin: &Basin,
    inputs: &BasinInputs<'_>,
) -> Vec<StationError> {
    let assumed = study::assumed_errors(agreement);
    let errors = agreement.stations.iter().filter_map(|named| {
        let station = inputs.station(&named.id);
        let stated = station.and_then(|station| station.uncertainty);
        let found = assumed.iter().find(|error| error.station == named.id);
        match (stated, found) {
            (Some(uncertainty), _) => Some(StationError {
                station: named.id.clone(),
                uncertainty,
                stated: true,
            }),
            (None, Some(error)) => Some(error.clone()),
            (None, None) => None,
        }
    });
    // A gauge of the basin that the agreement calls otherwise is assumed as what the basin says it is.
    let canal = |error: &StationError| {
        basin
            .station(&StationId::new(&error.station))
            .is_some_and(|station| station.kind == StationKind::Canal && !error.stated)
    };
    errors
        .map(|error| {
            if canal(&error) {
                StationError {
                    uncertainty: RelativeUncertainty::ASSUMED_OF_A_CANAL,
                    ..error
                }
            } else {
                error
            }
        })
        .collect()
}

fn errors_of_files(
    agreement: &Agreement,
    percents: &[(String, f64)],
) -> Result<Vec<StationError>, EngineError> {
    let mut errors = study::assumed_errors(agreement);
    for (id, percent_95) in percents {
        if agreement.measure(id).is_none() {
            return Err(refuse(
                Finding::error(
                    Cause::UnknownStation,
                    format!("the agreement has no station or series \"{id}\""),
                )
                .hint("use an id of the agreement"),
            ));
        }
        errors.retain(|error| error.station != *id);
        errors.push(StationError {
            station: id.clone(),
            uncertainty: RelativeUncertainty {
                percent_95: *percent_95,
                ..RelativeUncertainty::ASSUMED_OF_A_GAUGE
            },
            stated: true,
        });
    }
    Ok(errors)
}

/// Agreed data, then each side's own file over them.
fn dual_of_files(
    tidy: &Tidy,
    sides: &[(String, PathBuf)],
    matter: &Matter<'_>,
    findings: &mut Findings,
) -> Result<Found, EngineError> {
    if sides.is_empty() {
        return Err(refuse(
            Finding::error(
                Cause::Configuration,
                "a dual ledger needs data of another side",
            )
            .hint("add --data PARTY=FILE, a tidy CSV with what that party measures itself"),
        ));
    }
    let mut views = vec![(agreed(), Known::of([matter.agreement], matter.inputs))];
    for (party, path) in sides {
        let own = tidy.side(path, findings)?;
        let label = ViewLabel {
            id: party.clone(),
            title: party_name(matter.agreement, party),
            instead: own.keys().map(|id| (id.clone(), file_name(path))).collect(),
        };
        views.push((label, views[0].1.overlaid(own)));
    }
    let sides: Vec<View<'_>> = views
        .iter()
        .map(|(label, inputs)| View {
            label: label.clone(),
            inputs,
        })
        .collect();
    Ok(Found::Dual(matter.dual(&sides)))
}

fn party_name(agreement: &Agreement, id: &str) -> String {
    let wanted = PartyId::new(id);
    let party = agreement.parties.iter().find(|party| party.id == wanted);
    party.map_or_else(|| id.to_owned(), |party| party.name.clone())
}

fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}
