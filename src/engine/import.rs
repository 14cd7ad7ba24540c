//! Exports → archive: read and harmonise in parallel, append in order.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::workspace::{Shared, locked};
use super::{Control, EngineError, Selection};
use crate::archive::{Batch, ImportedFile};
use crate::domain::{Cause, FileHash, Finding, Findings, Instant, ProfileId, Receipt, Source};
use crate::harmonise;
use crate::ingest::{self, RawTable};
use crate::series::Series;

/// What became of one file.
#[derive(Clone, Debug, serde::Serialize)]
pub struct FileImport {
    /// Path relative to the basin; a member of an archive is `a.zip!b.csv`.
    pub file: String,
    /// Hash of its bytes.
    pub sha256: FileHash,
    /// Profile that read it; `None` when none did.
    pub profile: Option<ProfileId>,
    /// What became of every reading.
    pub receipt: Receipt,
    /// Readings of instants that were new.
    pub added: u64,
    /// Readings that changed what was known.
    pub revised: u64,
    /// Readings that were known.
    pub unchanged: u64,
    /// What a person should know.
    pub findings: Findings,
    /// Whether the archive did not have these bytes before.
    #[serde(skip)]
    pub is_new: bool,
}

/// What became of an import.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct ImportReport {
    /// Newest revision of the archive afterwards.
    pub revision: u32,
    /// File by file, in the order they were taken in.
    pub files: Vec<FileImport>,
}

/// A file on its way.
struct Job {
    path: PathBuf,
    name: String,
    /// Index of the source whose folder holds it.
    source: Option<usize>,
}

/// A file in our words, not yet in the archive.
struct Read {
    name: String,
    bytes: Arc<[u8]>,
    sha256: FileHash,
    is_known: bool,
    tables: Vec<(RawTable, Vec<Series>, Receipt, Findings)>,
    findings: Findings,
}

pub(super) fn import(
    shared: &Shared,
    selection: &Selection,
    control: &Control,
) -> Result<ImportReport, EngineError> {
    let jobs = jobs(shared, selection)?;
    let reads = read_all(shared, &jobs, control);
    if control.is_cancelled() {
        return Err(EngineError::Cancelled);
    }
    let mut report = ImportReport::default();
    let mut pending = Pending::default();
    let mut refused = Findings::new();
    for read in reads {
        if read.is_known {
            report.files.push(known(shared, &read));
            continue;
        }
        if read.tables.is_empty() {
            refused.append(read.findings.clone());
        }
        pending.take(shared, read, &mut report)?;
    }
    pending.flush(shared, &mut report)?;
    *locked(&shared.refused) = refused;
    report.revision = shared.archive().facts().revision;
    Ok(report)
}

/// Every file that the selection means, in the order of sources and names.
fn jobs(shared: &Shared, selection: &Selection) -> Result<Vec<Job>, EngineError> {
    let mut jobs = Vec::new();
    match selection {
        Selection::Files(files) => {
            for path in files {
                jobs.push(Job {
                    name: name_of(shared, path),
                    source: source_of(shared, path),
                    path: path.clone(),
                });
            }
        }
        Selection::All => {
            for (source, entry) in shared.basin.sources.iter().enumerate() {
                let folder = shared.root.join(entry.kind.folder());
                for path in files_of(&folder)? {
                    jobs.push(Job {
                        name: name_of(shared, &path),
                        source: Some(source),
                        path,
                    });
                }
            }
        }
    }
    Ok(jobs)
}

/// The files of a folder by name, without hidden and half-written ones. A folder that is not there has none.
fn files_of(folder: &Path) -> Result<Vec<PathBuf>, EngineError> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(EngineError::File(folder.to_path_buf(), error)),
    };
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.is_file())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            !name.starts_with('.')
                && !name.ends_with('~')
                && !name.ends_with(".part")
                && !name.ends_with(".tmp")
        })
        .collect();
    files.sort();
    Ok(files)
}

/// The path below the basin's folder with `/`, or the path as given for a file from elsewhere.
fn name_of(shared: &Shared, path: &Path) -> String {
    let root = shared
        .root
        .canonicalize()
        .unwrap_or_else(|_| shared.root.clone());
    let full = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    full.strip_prefix(&root)
        .unwrap_or(&full)
        .to_string_lossy()
        .replace('\\', "/")
}

fn source_of(shared: &Shared, path: &Path) -> Option<usize> {
    let name = name_of(shared, path);
    shared
        .basin
        .sources
        .iter()
        .position(|source| name.starts_with(&format!("{}/", source.kind.folder())))
}

/// Reads and harmonises on every core; results stand in the order of the jobs.
fn read_all(shared: &Shared, jobs: &[Job], control: &Control) -> Vec<Read> {
    let n_threads = std::thread::available_parallelism()
        .map_or(1, usize::from)
        .min(jobs.len())
        .max(1);
    let next = AtomicUsize::new(0);
    let mut read: Vec<(usize, Read)> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..n_threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut mine = Vec::new();
                    loop {
                        let n = next.fetch_add(1, Ordering::Relaxed);
                        let Some(job) = jobs.get(n).filter(|_| !control.is_cancelled()) else {
                            break;
                        };
                        mine.push((n, read_one(shared, job)));
                        control.report(n + 1, jobs.len(), &job.name);
                    }
                    mine
                })
            })
            .collect();
        workers
            .into_iter()
            .flat_map(|worker| worker.join().unwrap_or_default())
            .collect()
    });
    read.sort_by_key(|(n, _)| *n);
    read.into_iter().map(|(_, read)| read).collect()
}

fn read_one(shared: &Shared, job: &Job) -> Read {
    let mut findings = Findings::new();
    let bytes: Arc<[u8]> = match std::fs::read(&job.path) {
        Ok(bytes) => bytes.into(),
        Err(error) => {
            findings.push(unreadable(&job.path, &job.name, &error));
            Arc::from([])
        }
    };
    let hash = FileHash::of(&bytes);
    let mut read = Read {
        name: job.name.clone(),
        sha256: hash,
        is_known: false,
        tables: Vec::new(),
        findings,
        bytes,
    };
    if !read.findings.is_empty() {
        return read;
    }
    if shared.archive().has_file(&read.sha256) {
        read.is_known = true;
        return read;
    }
    let named = job.source.map(|n| &shared.basin.sources[n]);
    let profile = named.and_then(|source| source.profile.as_ref());
    let raw = ingest::read(
        &read.bytes,
        &job.name,
        &shared.profiles,
        profile,
        &mut read.findings,
    );
    for table in raw {
        let mut own: Findings = read
            .findings
            .iter()
            .filter(|finding| finding.file.as_deref() == Some(table.file.as_str()))
            .cloned()
            .collect();
        match named.or_else(|| source_for(shared, &table)) {
            Some(source) => {
                let harmonised = harmonise::harmonise(&table, &shared.basin, source, &mut own);
                for finding in own.iter_mut() {
                    finding.file.get_or_insert_with(|| table.file.clone());
                }
                read.tables
                    .push((table, harmonised.series, harmonised.receipt, own));
            }
            None => read.findings.push(homeless(&table)),
        }
    }
    read
}

fn unreadable(path: &Path, name: &str, error: &std::io::Error) -> Finding {
    let (message, hint) = if path.is_dir() {
        (
            "this is a folder, not a file".to_owned(),
            "name the files in it, or make it the folder of a source",
        )
    } else {
        (
            format!("the file cannot be read: {error}"),
            "check that it exists and may be read",
        )
    };
    Finding::error(Cause::NotAnExport, message)
        .file(name)
        .hint(hint)
}

/// The one source whose profile is the table's, for a file from elsewhere.
fn source_for<'a>(shared: &'a Shared, table: &RawTable) -> Option<&'a Source> {
    let mut candidates = shared.basin.sources.iter().filter(|source| {
        let knows = |id: &str| {
            source.stations.iter().any(|(theirs, _)| theirs == id)
                || shared
                    .basin
                    .stations
                    .iter()
                    .any(|ours| ours.id.as_str() == id)
        };
        source
            .profile
            .as_ref()
            .is_none_or(|profile| *profile == table.profile)
            && table.series.iter().any(|series| knows(&series.station))
    });
    let first = candidates.next()?;
    candidates.next().is_none().then_some(first)
}

fn homeless(table: &RawTable) -> Finding {
    Finding::error(
        Cause::UnknownStation,
        format!(
            "no single source of the basin sends {} exports of these stations",
            table.profile
        ),
    )
    .file(table.file.clone())
    .hint("put the file into the folder of its source, or add the source to basin.toml")
}

/// What the archive remembers of a file that it has.
fn known(shared: &Shared, read: &Read) -> FileImport {
    let record = shared.archive().file(&read.sha256).cloned();
    let unchanged = record
        .as_ref()
        .map_or(0, |record| record.added + record.revised + record.unchanged);
    FileImport {
        file: read.name.clone(),
        sha256: read.sha256.clone(),
        profile: record.as_ref().map(|record| record.profile.clone()),
        receipt: record.map(|record| record.receipt).unwrap_or_default(),
        added: 0,
        revised: 0,
        unchanged,
        findings: Findings::new(),
        is_new: false,
    }
}

/// What waits to become one revision. A file that brings a series which waits already goes into the next one,
/// so that a re-issue is a revision of its own.
#[derive(Default)]
struct Pending {
    series: Vec<Series>,
    files: Vec<ImportedFile>,
    reports: Vec<FileImport>,
}

impl Pending {
    fn take(
        &mut self,
        shared: &Shared,
        read: Read,
        report: &mut ImportReport,
    ) -> Result<(), EngineError> {
        if read.tables.is_empty() {
            self.reports.push(FileImport {
                file: read.name,
                sha256: read.sha256,
                profile: None,
                receipt: Receipt::default(),
                added: 0,
                revised: 0,
                unchanged: 0,
                findings: read.findings,
                is_new: true,
            });
            return Ok(());
        }
        let is_container = read
            .tables
            .iter()
            .any(|(table, ..)| table.file != read.name);
        for (table, series, receipt, mut findings) in read.tables {
            if !receipt.balances() {
                return Err(EngineError::Compute(format!(
                    "the receipt of {} does not balance: {receipt}",
                    table.file
                )));
            }
            if series
                .iter()
                .any(|new| self.series.iter().any(|waiting| waiting.key == new.key))
            {
                self.flush(shared, report)?;
            }
            self.series.extend(series);
            let bytes = if is_container {
                Arc::clone(&table.bytes)
            } else {
                Arc::clone(&read.bytes)
            };
            if is_container {
                findings.append(container_findings(&read.findings, &read.name));
            }
            self.files.push(ImportedFile {
                file: table.file.clone(),
                sha256: table.sha256.clone(),
                profile: table.profile.clone(),
                receipt,
                bytes,
                findings: findings.clone(),
            });
            self.reports.push(FileImport {
                file: table.file,
                sha256: table.sha256,
                profile: Some(table.profile),
                receipt,
                added: 0,
                revised: 0,
                unchanged: 0,
                findings,
                is_new: true,
            });
        }
        if is_container {
            self.files.push(ImportedFile {
                file: read.name,
                sha256: read.sha256,
                profile: ProfileId::new("zip"),
                receipt: Receipt::default(),
                bytes: read.bytes,
                findings: Findings::new(),
            });
        }
        Ok(())
    }

    fn flush(&mut self, shared: &Shared, report: &mut ImportReport) -> Result<(), EngineError> {
        if !self.files.is_empty() {
            let batch = Batch {
                series: std::mem::take(&mut self.series),
                files: std::mem::take(&mut self.files),
                at: Instant::now(),
            };
            let appended = shared
                .archive()
                .append(&batch)
                .map_err(|error| EngineError::Archive(error.to_string()))?;
            for outcome in &appended.files {
                if let Some(file) = self
                    .reports
                    .iter_mut()
                    .find(|file| file.sha256 == outcome.sha256)
                {
                    (file.added, file.revised, file.unchanged) =
                        (outcome.added, outcome.revised, outcome.unchanged);
                    file.findings
                        .append(revised(&file.file, outcome.revised, outcome.downgraded));
                }
            }
        }
        report.files.append(&mut self.reports);
        Ok(())
    }
}

fn container_findings(findings: &Findings, name: &str) -> Findings {
    findings
        .iter()
        .filter(|finding| finding.file.as_deref().is_none_or(|file| file == name))
        .cloned()
        .collect()
}

/// That a file changed what was known, or would have: `downgraded` of its `revised` readings did not displace an
/// approved one.
pub(super) fn revised(file: &str, revised: u64, downgraded: u64) -> Findings {
    let mut findings = Findings::new();
    let changed = revised.saturating_sub(downgraded);
    if changed > 0 {
        let what = if changed == 1 {
            "1 reading differs".to_owned()
        } else {
            format!("{changed} readings differ")
        };
        findings.push(
            Finding::note(
                Cause::Revised,
                format!("{what} from what earlier exports said; both are kept"),
            )
            .file(file)
            .hint("the explanation of a figure names the revision behind it"),
        );
    }
    if downgraded > 0 {
        let what = if downgraded == 1 {
            "1 approved reading would have been replaced by a provisional one or a gap of this file; both are kept and the approved one counts".to_owned()
        } else {
            format!(
                "{downgraded} approved readings would have been replaced by provisional ones or gaps of this file; both are kept and the approved ones count"
            )
        };
        findings.push(
            Finding::warning(Cause::Revised, what)
                .file(file)
                .hint("if the agency withdrew its approval, ask it for an approved re-issue"),
        );
    }
    findings
}
