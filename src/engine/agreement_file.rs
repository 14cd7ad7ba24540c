//! Agreements from files, and an agreement evaluated on a tidy CSV without a basin.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveDate;

use super::EngineError;
use super::inputs::ALLOWED_OF_A_DAY;
use crate::agreements::study::{self, Reading};
use crate::agreements::{self, Facts, Inputs, Outcome, Span};
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::{Agreement, Clause};
use crate::domain::spelling::nearest;
use crate::domain::{
    AgreementId, Basin, Cause, Clock, Completeness, DayRule, FileHash, Finding, Findings, Instant,
    Quality, Quantity, SeriesKey, SourceId, StationId, Statistic, Step,
};
use crate::series::daily::daily;
use crate::series::{Columns, Daily, DailyRule, FileOrigin, Series};

/// The agreements of a basin.
#[derive(Default)]
pub(super) struct Loaded {
    /// Each as its file has it.
    pub(super) agreements: Vec<Agreement>,
    /// Their rival readings; each names its agreement by the id in it.
    pub(super) rivals: Vec<Reading>,
}

/// All agreements of a basin: its own files first, else the shipped ones. Every fault of all of them at once.
pub(super) fn of_basin(dir: &Path, basin: &Basin) -> Result<(Loaded, Findings), EngineError> {
    let mut loaded = Loaded::default();
    let mut findings = Findings::new();
    for id in &basin.agreements {
        let name = format!("agreements/{id}.toml");
        let own = std::fs::read_to_string(dir.join(&name)).ok();
        let Some(text) = own.as_deref().or_else(|| agreements::shipped(id.as_str())) else {
            findings.push(
                Finding::error(
                    Cause::Configuration,
                    format!("no agreement is called \"{id}\""),
                )
                .file("basin.toml")
                .entry("agreements")
                .hint(format!("put it into {name}, or name a shipped one")),
            );
            continue;
        };
        let (mut readings, more) = study::variants(text, &name);
        findings.append(more);
        if !readings.is_empty() {
            loaded.agreements.push(readings.remove(0).agreement);
        }
        loaded.rivals.append(&mut readings);
    }
    if findings.has_errors() {
        Err(EngineError::Basin(findings))
    } else {
        Ok((loaded, findings))
    }
}

/// The clauses of all agreements of a basin as their files have them; none of a file that is wrong.
pub(super) fn clauses_of_basin(dir: &Path, basin: &Basin) -> Arc<[Clause]> {
    let mut all = Vec::new();
    for id in &basin.agreements {
        let name = format!("agreements/{id}.toml");
        let own = std::fs::read_to_string(dir.join(&name)).ok();
        if let Some(text) = own.as_deref().or_else(|| agreements::shipped(id.as_str())) {
            all.extend(agreements::clauses(text, &name));
        }
    }
    all.into()
}

/// Declarations and other facts that the commission keeps in `agreements/facts.toml`; none is no fault.
pub(super) fn facts_of_basin(dir: &Path) -> Result<Facts, EngineError> {
    let name = "agreements/facts.toml";
    match std::fs::read_to_string(dir.join(name)) {
        Ok(text) => facts(&text, name),
        Err(_) => Ok(Facts::default()),
    }
}

/// Facts of a basin that none of its agreements asks for.
pub(super) fn stray_facts(facts: &Facts, agreements: &[Agreement]) -> Findings {
    let all: Vec<&Agreement> = agreements.iter().collect();
    agreements::stray_facts(facts, &all, "agreements/facts.toml")
}

fn facts(text: &str, name: &str) -> Result<Facts, EngineError> {
    let (facts, findings) = agreements::load_facts(text, name);
    if findings.has_errors() {
        Err(EngineError::Basin(findings))
    } else {
        Ok(facts)
    }
}

/// Every fault of an agreement, by path or shipped id, or of a file of facts.
///
/// # Errors
/// When there is no such file and no such id.
pub fn check_agreement(what: &str) -> Result<Findings, EngineError> {
    let text = agreement_text(what)?;
    Ok(if is_of_facts(&text) {
        agreements::load_facts(&text, what).1
    } else {
        study::variants(&text, what).1
    })
}

/// Whether a file states facts and no agreement.
fn is_of_facts(text: &str) -> bool {
    let begins = |heading: &str| {
        text.lines()
            .any(|line| line.trim_start().starts_with(heading))
    };
    let facts = [
        "[[declaration]]",
        "[[opening_balance]]",
        "[[forecast]]",
        "[[value]]",
    ];
    !begins("[treaty]") && facts.into_iter().any(begins)
}

/// Text of an agreement of a basin and the name of its file: the basin's own, else the shipped one.
pub(super) fn text_of_basin(dir: &Path, id: &AgreementId) -> Result<(String, String), EngineError> {
    let name = format!("agreements/{id}.toml");
    let path = dir.join(&name);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) => agreements::shipped(id.as_str())
            .map(str::to_owned)
            .ok_or(EngineError::File(path, error))?,
    };
    Ok((text, name))
}

/// The text of an agreement, by path or shipped id.
///
/// # Errors
/// When there is no such file and no such id.
pub fn agreement_text(what: &str) -> Result<String, EngineError> {
    let path = Path::new(what);
    match std::fs::read_to_string(path) {
        Ok(text) => Ok(text),
        Err(error) => agreements::shipped(what)
            .map(str::to_owned)
            .ok_or_else(|| EngineError::File(path.to_path_buf(), error)),
    }
}

/// What `thalweg agreement` is given.
#[derive(Clone, Debug)]
pub struct AgreementInputs {
    /// Path or shipped id.
    pub agreement: String,
    /// Tidy CSV: `series,time,value[,unit]`.
    pub inputs: PathBuf,
    /// Facts that are no series.
    pub facts: Option<PathBuf>,
    /// First day; by default the first of the inputs.
    pub from: Option<NaiveDate>,
    /// Last day; by default the last of the inputs.
    pub to: Option<NaiveDate>,
}

/// An agreement with the tidy CSV that it is evaluated on.
pub(super) struct Tidy {
    pub(super) text: String,
    pub(super) agreement: Agreement,
    pub(super) rivals: Vec<Reading>,
    pub(super) inputs: TidyInputs,
}

impl Tidy {
    /// The days asked for, else those of the inputs; `None` when they hold no value.
    pub(super) fn span(&self, given: &AgreementInputs) -> Option<Span> {
        let (first, last) = self.inputs.days()?;
        let days = (given.from.unwrap_or(first), given.to.unwrap_or(last));
        Some(Span {
            days,
            known_to: days.1.min(last),
        })
    }

    /// Daily values of another CSV for the same agreement, by series.
    pub(super) fn side(
        &self,
        path: &Path,
        findings: &mut Findings,
    ) -> Result<BTreeMap<String, Arc<Daily>>, EngineError> {
        daily_of(path, &self.agreement, findings)
    }
}

/// Reads an agreement and its tidy CSV. A row of the CSV that cannot be understood is a finding, and its day is
/// missing.
pub(super) fn tidy(given: &AgreementInputs) -> Result<(Tidy, Findings), EngineError> {
    let text = agreement_text(&given.agreement)?;
    let (mut rivals, mut findings) = study::variants(&text, &given.agreement);
    if rivals.is_empty() || findings.has_errors() {
        return Err(EngineError::Agreement(findings));
    }
    let agreement = rivals.remove(0).agreement;
    let facts = match &given.facts {
        Some(path) => {
            let name = path.to_string_lossy();
            let (facts, faults) = agreements::load_facts(&read(path)?, &name);
            if faults.has_errors() {
                return Err(EngineError::Agreement(faults));
            }
            findings.append(agreements::stray_facts(&facts, &[&agreement], &name));
            facts
        }
        None => Facts::default(),
    };
    let daily = daily_of(&given.inputs, &agreement, &mut findings)?;
    let tidy = Tidy {
        text,
        agreement,
        rivals,
        inputs: TidyInputs { daily, facts },
    };
    Ok((tidy, findings))
}

fn read(path: &Path) -> Result<String, EngineError> {
    std::fs::read_to_string(path).map_err(|error| EngineError::File(path.to_path_buf(), error))
}

fn daily_of(
    path: &Path,
    agreement: &Agreement,
    findings: &mut Findings,
) -> Result<BTreeMap<String, Arc<Daily>>, EngineError> {
    let table = TidyTable::read(&read(path)?, &path.to_string_lossy(), agreement, findings);
    table.into_daily(agreement.clock.unwrap_or(Clock::UTC), agreement.day)
}

/// Evaluates an agreement on a tidy CSV.
///
/// # Errors
/// When a file cannot be read or the agreement is wrong. A row of the CSV that cannot be understood is a
/// finding, and its day is missing.
pub fn evaluate_agreement(given: &AgreementInputs) -> Result<Outcome, EngineError> {
    let (tidy, mut findings) = tidy(given)?;
    let Some(span) = tidy.span(given) else {
        findings.push(
            Finding::error(Cause::Incomplete, "the inputs hold no value")
                .file(given.inputs.to_string_lossy()),
        );
        return Ok(Outcome {
            findings,
            ..Outcome::default()
        });
    };
    let rivals: Vec<&Reading> = tidy.rivals.iter().collect();
    let mut outcome = study::evaluate_with_rivals(&tidy.agreement, &rivals, &tidy.inputs, &span);
    findings.append(std::mem::take(&mut outcome.findings));
    outcome.findings = findings;
    Ok(outcome)
}

pub(super) struct TidyInputs {
    daily: BTreeMap<String, Arc<Daily>>,
    facts: Facts,
}

impl TidyInputs {
    fn days(&self) -> Option<(NaiveDate, NaiveDate)> {
        let first = self.daily.values().map(|daily| daily.start).min()?;
        let last = self
            .daily
            .values()
            .filter_map(|daily| daily.end().pred_opt())
            .max()?;
        Some((first, last))
    }
}

impl Inputs for TidyInputs {
    fn daily(&self, id: &str) -> Option<Arc<Daily>> {
        self.daily.get(id).cloned()
    }

    fn facts(&self) -> Facts {
        self.facts.clone()
    }
}

/// Rows of a tidy CSV in SI: per series, daily values by date and readings by instant.
#[derive(Default)]
struct TidyTable {
    days: BTreeMap<String, BTreeMap<NaiveDate, f64>>,
    instants: BTreeMap<String, (Quantity, Columns)>,
}

impl TidyTable {
    fn read(text: &str, file: &str, agreement: &Agreement, findings: &mut Findings) -> Self {
        let mut table = Self::default();
        let mut unknown = BTreeSet::new();
        for (n, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let number = u32::try_from(n + 1).unwrap_or(u32::MAX);
            if line.trim().is_empty() || (n == 0 && line.to_lowercase().starts_with("series,")) {
                continue;
            }
            if let Err(fault) = table.row(line, number, agreement) {
                // A series that the agreement does not know is named once, not for each of its days.
                let id = line.split(',').next().unwrap_or_default().trim();
                if fault.cause == Cause::UnknownStation && !unknown.insert(id.to_owned()) {
                    continue;
                }
                findings.push(fault.file(file).line(number).text(line));
            }
        }
        table
    }

    fn row(&mut self, line: &str, number: u32, agreement: &Agreement) -> Result<(), Finding> {
        let fields: Vec<&str> = line.split(',').map(str::trim).collect();
        let (Some(id), Some(time), Some(value)) = (fields.first(), fields.get(1), fields.get(2))
        else {
            return Err(
                Finding::error(Cause::BadShape, "a row needs series, time and value")
                    .hint("write series,time,value"),
            );
        };
        let Some(measure) = agreement.measure(id) else {
            return Err(Finding::error(
                Cause::UnknownStation,
                format!("the agreement has no station or series \"{id}\""),
            )
            .column(1)
            .hint(id_hint(id, agreement)));
        };
        if value.is_empty() {
            return Ok(());
        }
        let value: f64 = value
            .parse()
            .ok()
            .filter(|value: &f64| value.is_finite())
            .ok_or_else(|| {
                Finding::error(Cause::BadNumber, "this is no number")
                    .column(3)
                    .hint("write a decimal point and no unit; leave it empty when missing")
            })?;
        let value = to_si(
            value,
            measure,
            fields.get(3).copied().filter(|unit| !unit.is_empty()),
            &agreement.units.of(measure),
        )?;
        if let Ok(date) = time.parse::<NaiveDate>() {
            let days = self.days.entry((*id).to_owned()).or_default();
            if days
                .insert(date, value)
                .is_some_and(|before| before != value)
            {
                return Err(Finding::warning(
                    Cause::Duplicate,
                    "the day has two values; this one is taken",
                )
                .column(2)
                .hint("remove one of the two rows"));
            }
        } else if let Some(instant) = Instant::parse(time) {
            let (_, columns) = self
                .instants
                .entry((*id).to_owned())
                .or_insert_with(|| (quantity(measure), Columns::default()));
            columns.push_plain(instant, value, number);
        } else {
            return Err(
                Finding::error(Cause::BadTime, "this is neither a date nor an instant")
                    .column(2)
                    .hint("write 2008-01-31 or 2008-01-31T06:00:00Z"),
            );
        }
        Ok(())
    }

    fn into_daily(
        self,
        clock: Clock,
        day: DayRule,
    ) -> Result<BTreeMap<String, Arc<Daily>>, EngineError> {
        let mut all: BTreeMap<String, Arc<Daily>> = self
            .days
            .into_iter()
            .filter_map(|(id, days)| Some((id, Arc::new(from_days(&days)?))))
            .collect();
        let rule = DailyRule {
            clock,
            day,
            allowed_missing: ALLOWED_OF_A_DAY,
        };
        for (id, (quantity, columns)) in self.instants {
            let statistic = if quantity == Quantity::Rain {
                Statistic::Sum
            } else {
                Statistic::Instantaneous
            };
            let key = SeriesKey {
                station: StationId::new(&id),
                quantity,
                step: step_of(&columns),
                statistic,
                source: SourceId::new("inputs"),
            };
            let origin = FileOrigin {
                file: "inputs".to_owned(),
                sha256: FileHash::new(""),
            };
            let series = Series::new(
                key,
                columns,
                Arc::from([Arc::from("")]),
                Arc::from([origin]),
            );
            let daily =
                daily(&series, &rule).map_err(|error| EngineError::Compute(error.to_string()))?;
            all.insert(id, Arc::new(daily));
        }
        Ok(all)
    }
}

/// What to write in place of an id that the agreement does not have.
fn id_hint(id: &str, agreement: &Agreement) -> String {
    let stations = agreement.stations.iter().map(|station| station.id.as_str());
    let series = agreement.series.iter().map(|series| series.id.as_str());
    nearest(id, stations.chain(series)).map_or_else(
        || "use an id of the agreement".to_owned(),
        |near| format!("did you mean {near}?"),
    )
}

fn quantity(measure: Measure) -> Quantity {
    match measure {
        Measure::Flow => Quantity::Discharge,
        Measure::Volume => Quantity::Storage,
        Measure::Depth => Quantity::Rain,
        Measure::Level => Quantity::Stage,
        // Areas and plain numbers have daily means like a discharge.
        Measure::Area | Measure::Number | Measure::Truth => Quantity::Discharge,
    }
}

/// A value without a unit is in the agreement's own unit of what the series measures.
fn to_si(
    value: f64,
    measure: Measure,
    unit: Option<&str>,
    own: &AgreementUnit,
) -> Result<f64, Finding> {
    match unit {
        None => Ok(own.to_si(value)),
        Some(text) => agreements::unit::parse_for(text, measure)
            .map(|unit| unit.to_si(value))
            .ok_or_else(|| {
                let hint = match measure {
                    Measure::Flow => "write m3/s, l/s, cfs or cusec",
                    Measure::Volume => "write hm3, dam3, m3, km3, af, Maf or cfs_day",
                    Measure::Depth => "write mm, cm or in",
                    Measure::Level => "write m, cm or ft",
                    Measure::Area => "write km2, ha or acre",
                    Measure::Number | Measure::Truth => "leave the unit empty, or write %",
                };
                Finding::error(Cause::UnknownUnit, "no such unit for this series")
                    .column(4)
                    .hint(hint)
            }),
    }
}

fn step_of(columns: &Columns) -> Step {
    let mut gaps: Vec<i64> = columns
        .time
        .windows(2)
        .map(|pair| pair[1] - pair[0])
        .filter(|gap| *gap > 0)
        .collect();
    gaps.sort_unstable();
    let minutes = gaps
        .get(gaps.len() / 2)
        .map(|gap| gap / 60_000)
        .and_then(|minutes| u32::try_from(minutes).ok());
    match minutes {
        Some(1440) => Step::Day,
        Some(minutes) if (1..1440).contains(&minutes) => Step::Minutes(minutes),
        _ => Step::Irregular,
    }
}

fn from_days(days: &BTreeMap<NaiveDate, f64>) -> Option<Daily> {
    let (&start, _) = days.first_key_value()?;
    let (&last, _) = days.last_key_value()?;
    let mut daily = Daily {
        start,
        ..Daily::default()
    };
    for date in start.iter_days().take_while(|date| *date <= last) {
        let value = days.get(&date).copied();
        daily.values.push(value.unwrap_or(f64::NAN));
        daily
            .completeness
            .push(Completeness::new(u32::from(value.is_some()), 1));
        daily.approved.push(value.is_some());
        daily.rows.push((0, 0));
    }
    Some(daily)
}

impl Columns {
    fn push_plain(&mut self, time: Instant, value: f64, line: u32) {
        self.time.push(time.millis());
        self.value.push(value);
        self.quality.push(Quality::PROVISIONAL.pack());
        self.flag.push(0);
        self.file.push(0);
        self.line.push(line);
        self.column.push(3);
        self.revision.push(0);
    }
}
