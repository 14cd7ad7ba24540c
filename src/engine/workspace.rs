//! A basin's folder, opened: import, evaluate, explain.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::changes::changes;
use super::error::EngineError;
use super::{
    Adopted, Adoption, Analysis, AnalysisRequest, Control, Evaluation, FileImport, ImportReport,
    Preview, Request, Selection, Study, StudyRequest,
};
use super::{
    adopt, agreement_file, analysis, basin_file, evaluate, explain, formats, import, preview, study,
};
use crate::agreements::Facts;
use crate::agreements::study::Reading;
use crate::archive::{Archive, AsOf};
use crate::domain::agreement::{Agreement, Clause};
use crate::domain::finding::quote;
use crate::domain::{
    AlarmEntry, Basin, Cause, Explanation, FileHash, Finding, Findings, Instant, SeriesKey,
    StationId,
};
use crate::harmonise::{self, Rules};
use crate::ingest::Profiles;
use crate::series::Series;

/// A basin, opened. Clones share everything.
#[derive(Clone)]
pub struct Workspace {
    pub(super) shared: Arc<Shared>,
}

pub(super) struct Shared {
    pub(super) root: PathBuf,
    pub(super) basin: Arc<Basin>,
    pub(super) profiles: Profiles,
    pub(super) agreements: Vec<Agreement>,
    pub(super) rivals: Vec<Reading>,
    pub(super) clauses: Arc<[Clause]>,
    pub(super) facts: Facts,
    archive: Arc<Mutex<Archive>>,
    /// Whole series as they were last read.
    cache: Arc<Mutex<BTreeMap<SeriesKey, Cached>>>,
    /// What the last fetch of each feed said, by source.
    pub(super) fetches: Arc<Mutex<BTreeMap<crate::domain::SourceId, super::feed::FeedState>>>,
    /// Files that could not be taken in by the last import, with the reason.
    pub(super) refused: Arc<Mutex<Findings>>,
    /// Every series as far as its levels were followed.
    pub(super) board: Arc<Mutex<super::Board>>,
}

/// A series as it was last read.
struct Cached {
    /// The segments that it was read from.
    version: Vec<FileHash>,
    series: Arc<Series>,
    /// What quality control found.
    findings: Findings,
}

/// Takes a lock whether or not another holder panicked: what it guards is replaced whole, never half.
pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What a basin's own files say.
struct Words {
    basin: Basin,
    profiles: Profiles,
    agreements: Vec<Agreement>,
    rivals: Vec<Reading>,
    clauses: Arc<[Clause]>,
    facts: Facts,
}

impl Words {
    fn read(dir: &Path) -> Result<(Self, Findings), EngineError> {
        let (basin, mut findings) = basin_file::load(dir)?;
        let (loaded, more) = agreement_file::of_basin(dir, &basin)?;
        findings.append(more);
        let clauses = agreement_file::clauses_of_basin(dir, &basin);
        let facts = agreement_file::facts_of_basin(dir)?;
        findings.append(agreement_file::stray_facts(&facts, &loaded.agreements));
        let profiles = formats::of_basin(dir, &mut findings);
        let words = Self {
            basin,
            profiles,
            agreements: loaded.agreements,
            rivals: loaded.rivals,
            clauses,
            facts,
        };
        Ok((words, findings))
    }
}

impl Workspace {
    /// Opens a basin's folder. The findings are what a person should know although it could be opened.
    ///
    /// # Errors
    /// When there is no `basin.toml`, when it or an agreement is wrong (all faults at once), or when the
    /// archive cannot be opened.
    pub fn open(dir: &Path) -> Result<(Self, Findings), EngineError> {
        let (words, findings) = Words::read(dir)?;
        let archive = Archive::open(&dir.join("archive"))
            .map_err(|error| EngineError::Archive(error.to_string()))?;
        let shared = Shared {
            root: dir.to_path_buf(),
            basin: Arc::new(words.basin),
            profiles: words.profiles,
            agreements: words.agreements,
            rivals: words.rivals,
            clauses: words.clauses,
            facts: words.facts,
            archive: Arc::new(Mutex::new(archive)),
            cache: Arc::default(),
            fetches: Arc::default(),
            refused: Arc::default(),
            board: Arc::default(),
        };
        Ok((
            Self {
                shared: Arc::new(shared),
            },
            findings,
        ))
    }

    /// The same basin after its own files changed: `basin.toml`, agreements and profiles are read anew, the archive
    /// stays open.
    ///
    /// # Errors
    /// When one of them is wrong now.
    pub fn reopened(&self) -> Result<(Self, Findings), EngineError> {
        let before = &self.shared;
        let (words, findings) = Words::read(&before.root)?;
        let shared = Shared {
            root: before.root.clone(),
            basin: Arc::new(words.basin),
            profiles: words.profiles,
            agreements: words.agreements,
            rivals: words.rivals,
            clauses: words.clauses,
            facts: words.facts,
            archive: Arc::clone(&before.archive),
            cache: Arc::clone(&before.cache),
            fetches: Arc::clone(&before.fetches),
            refused: Arc::clone(&before.refused),
            board: Arc::clone(&before.board),
        };
        Ok((
            Self {
                shared: Arc::new(shared),
            },
            findings,
        ))
    }

    /// What `basin.toml` says.
    pub fn basin(&self) -> Arc<Basin> {
        Arc::clone(&self.shared.basin)
    }

    /// The basin's folder.
    pub fn root(&self) -> &Path {
        &self.shared.root
    }

    /// The folders that hold exports, for watching.
    pub fn export_folders(&self) -> Vec<PathBuf> {
        let mut folders: Vec<PathBuf> = self
            .shared
            .basin
            .sources
            .iter()
            .map(|source| self.shared.root.join(source.kind.folder()))
            .collect();
        folders.sort();
        folders.dedup();
        folders
    }

    /// Looks at a file with what a person has answered so far; nothing is changed.
    ///
    /// # Errors
    /// When the file cannot be read. One that cannot be understood is no error: its findings say so.
    pub fn preview(
        &self,
        path: &Path,
        answers: &[(String, String)],
    ) -> Result<Preview, EngineError> {
        preview::preview(&self.shared, path, answers)
    }

    /// Takes a file in as a person settled it: its profile is saved, `basin.toml` gets its stations, the file is
    /// kept in the folder of its source and imported.
    ///
    /// # Errors
    /// When a question is open, something would be overwritten, or the disk refuses. Nothing is changed when it was
    /// not settled.
    pub fn adopt(&self, adoption: &Adoption, control: &Control) -> Result<Adopted, EngineError> {
        adopt::adopt(self, adoption, control)
    }

    /// Takes exports into the archive. Files whose bytes the archive has already are passed over.
    ///
    /// # Errors
    /// When the archive cannot be written, or the job was cancelled before anything was kept. A file that
    /// cannot be understood is no error: it is in the report with its findings.
    pub fn import(
        &self,
        selection: &Selection,
        control: &Control,
    ) -> Result<ImportReport, EngineError> {
        import::import(&self.shared, selection, control)
    }

    /// The keys of all series of the archive, sorted.
    pub fn keys(&self) -> Vec<SeriesKey> {
        self.shared.archive().keys()
    }

    /// A series as the archive holds it, with the quality that its agency gave.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn series(&self, key: &SeriesKey) -> Result<Series, EngineError> {
        self.shared
            .archive()
            .series(key, None, AsOf::Latest)
            .map_err(|error| EngineError::Archive(error.to_string()))
    }

    /// What became of every file that was ever taken in, oldest first.
    pub fn receipts(&self) -> Vec<FileImport> {
        let archive = self.shared.archive();
        let remembered = |record| {
            let mut file = FileImport::remembered(record);
            file.findings.append(changes(record, archive.files()));
            file
        };
        archive.files().iter().map(remembered).collect()
    }

    /// Computes the board and the ledger.
    ///
    /// # Errors
    /// When the archive cannot be read.
    pub fn evaluate(&self, request: &Request) -> Result<Evaluation, EngineError> {
        evaluate::evaluate(&self.shared, request)
    }

    /// Writes into the alarm book what an evaluation says that the book does not yet, and returns how many lines
    /// that were: the same evaluation twice writes nothing, nor does a look back or a program that only reads.
    ///
    /// # Errors
    /// When the disk refuses.
    pub fn record(&self, evaluation: &Evaluation) -> Result<u32, EngineError> {
        self.shared.record_alarms(evaluation)
    }

    /// Every line of the alarm book, oldest first.
    pub fn alarm_entries(&self) -> Vec<AlarmEntry> {
        self.shared.archive().alarm_entries().to_vec()
    }

    /// Writes down that `who` has seen the alarm of a gauge, on the board of `at`.
    ///
    /// # Errors
    /// When no alarm of it waits for anybody, the board is older than the book, or the archive may not be written.
    pub fn acknowledge(
        &self,
        station: &StationId,
        who: &str,
        at: Instant,
    ) -> Result<(), EngineError> {
        self.shared.acknowledge(station, who, at)
    }

    /// Puts the alarm of a gauge aside until `until`, at most 24 hours after `at`; a higher level brings it back.
    ///
    /// # Errors
    /// Without a name, a reason or levels, for longer, on a board older than the book, or when the archive may not be
    /// written.
    pub fn shelve(
        &self,
        station: &StationId,
        who: &str,
        reason: &str,
        until: Instant,
        at: Instant,
    ) -> Result<(), EngineError> {
        self.shared.shelve(station, who, reason, until, at)
    }

    /// Brings the alarm of a gauge back before its time.
    ///
    /// # Errors
    /// When it is not put aside, the board is older than the book, or the archive may not be written.
    pub fn unshelve(&self, station: &StationId, who: &str, at: Instant) -> Result<(), EngineError> {
        self.shared.unshelve(station, who, at)
    }

    /// Says where a figure comes from.
    ///
    /// # Errors
    /// When no figure has this id, or the archive cannot be read.
    pub fn explain(&self, figure: &str, request: &Request) -> Result<Explanation, EngineError> {
        explain::explain(&self.shared, figure, request)
    }

    /// Studies a ledger: other data, other readings, uncertainty, what decides, a proposed rule.
    ///
    /// # Errors
    /// When the agreement or the proposed change is not there or wrong, the archive cannot be read, or the job was
    /// cancelled.
    pub fn study(&self, wanted: &StudyRequest, control: &Control) -> Result<Study, EngineError> {
        study::of_basin(&self.shared, wanted, control)
    }

    /// Analyses one station: its forecast, its floods, rain, frequency or low flow.
    ///
    /// # Errors
    /// When the basin has no such station, the archive cannot be read, or the job was cancelled. A record that does
    /// not bear an analysis is no error: the answer says so.
    pub fn analyse(
        &self,
        wanted: &AnalysisRequest,
        control: &Control,
    ) -> Result<Analysis, EngineError> {
        analysis::of_basin(&self.shared, wanted, control)
    }

    /// Fetches every feed that is due and takes its payload in. Never fails as a whole: what each feed said is
    /// in the report and on the board.
    pub fn poll_feeds(
        &self,
        client: &crate::feeds::Client,
        control: &Control,
    ) -> super::FeedReport {
        super::feed::poll(&self.shared, client, control)
    }
}

impl Shared {
    /// The rival readings of an agreement.
    pub(super) fn rivals_of(&self, agreement: &Agreement) -> Vec<&Reading> {
        let rivals = self.rivals.iter();
        rivals
            .filter(|rival| rival.agreement.id == agreement.id)
            .collect()
    }

    pub(super) fn archive(&self) -> MutexGuard<'_, Archive> {
        locked(&self.archive)
    }

    /// All series of the archive, whole record, sorted by key, with doubtful readings marked and named. Only what a
    /// new revision touched is read anew.
    ///
    /// The archive keeps the quality that the agency gave: what is doubtful shows only beside its neighbours, which
    /// may come with the next file.
    pub(super) fn series(&self) -> Result<(Vec<Arc<Series>>, Findings), EngineError> {
        let archive = self.archive();
        let mut cache = locked(&self.cache);
        let mut all = (Vec::new(), Findings::new());
        for key in archive.keys() {
            let version = archive.version(&key);
            let is_current = cache
                .get(&key)
                .is_some_and(|cached| cached.version == version);
            if !is_current {
                let kept = archive
                    .series(&key, None, AsOf::Latest)
                    .map_err(|error| EngineError::Archive(error.to_string()))?;
                let mut findings = Findings::new();
                let station = self.basin.station(&key.station);
                let rules = Rules {
                    tidal: station.is_some_and(|station| station.tidal),
                    ..Rules::default()
                };
                let series = Arc::new(harmonise::control(&kept, &rules, &mut findings));
                quote_lines(&archive, &mut findings);
                let read = Cached {
                    version,
                    series,
                    findings,
                };
                cache.insert(key.clone(), read);
            }
            if let Some(cached) = cache.get(&key) {
                all.0.push(Arc::clone(&cached.series));
                all.1.append(cached.findings.clone());
            }
        }
        Ok(all)
    }
}

/// Puts the file's own line in the place of a converted value, so that a person finds what the agency wrote.
fn quote_lines(archive: &Archive, findings: &mut Findings) {
    for finding in findings.iter_mut() {
        let (Some(file), Some(line)) = (&finding.file, finding.line) else {
            continue;
        };
        let record = archive.files().iter().rfind(|record| record.file == *file);
        let text = record.and_then(|record| archive.raw_line(&record.sha256, line).ok());
        if let Some(text) = text {
            finding.text = Some(quote(&text));
        }
    }
}

/// Checks a basin with its agreements, without opening its archive.
///
/// # Errors
/// Only when the folder holds no basin at all; every fault is a finding.
pub fn check_basin(dir: &Path) -> Result<Findings, EngineError> {
    let (basin, mut findings) = match basin_file::load(dir) {
        Ok(read) => read,
        Err(EngineError::Basin(findings)) => return Ok(findings),
        Err(other) => return Err(other),
    };
    match agreement_file::of_basin(dir, &basin) {
        Ok((_, more)) | Err(EngineError::Basin(more)) => findings.append(more),
        Err(other) => return Err(other),
    }
    let known = formats::of_basin(dir, &mut findings);
    for source in &basin.sources {
        if !dir.join(source.kind.folder()).is_dir() {
            findings.push(
                Finding::warning(
                    Cause::Configuration,
                    "the folder of this source does not exist",
                )
                .file("basin.toml")
                .entry(format!("source {}, folder", source.id))
                .text(source.kind.folder())
                .hint("make the folder, or correct its name"),
            );
        }
        if let Some(profile) = &source.profile
            && known.get(profile).is_none()
        {
            findings.push(
                Finding::error(
                    Cause::Configuration,
                    format!("no profile is called \"{profile}\""),
                )
                .file("basin.toml")
                .entry(format!("source {}, profile", source.id))
                .hint(
                    "remove the key to let the content decide, or name a profile of the program or of the basin's folder formats",
                ),
            );
        }
    }
    Ok(findings)
}
