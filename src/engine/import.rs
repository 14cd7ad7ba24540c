//! Exports → archive: read and harmonise in parallel, append in order.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::pending::{Pending, known};
use super::workspace::{Shared, locked};
use super::{Control, EngineError, ImportReport, Selection};
use crate::domain::{Cause, FileHash, Finding, Findings, Instant, Severity, Source, Step};
use crate::harmonise::{self, Harmonised};
use crate::ingest::{self, RawSeries, RawTable};

/// A file on its way.
struct Job {
    path: PathBuf,
    name: String,
    /// Index of the source whose folder holds it.
    source: Option<usize>,
}

/// A file in our words, not yet in the archive.
pub(super) struct Read {
    pub(super) name: String,
    /// Index of the source whose folder holds it.
    source: Option<usize>,
    pub(super) bytes: Arc<[u8]>,
    pub(super) sha256: FileHash,
    is_known: bool,
    pub(super) tables: Vec<(RawTable, Harmonised, Findings)>,
    pub(super) findings: Findings,
}

impl Read {
    /// When the export says that it was made.
    pub(super) fn issued(&self) -> Option<Instant> {
        self.tables.first()?.0.issued
    }
}

pub(super) fn import(
    shared: &Shared,
    selection: &Selection,
    control: &Control,
) -> Result<ImportReport, EngineError> {
    let jobs = jobs(shared, selection)?;
    let mut reads = read_all(shared, &jobs, control);
    if control.is_cancelled() {
        return Err(EngineError::Cancelled);
    }
    order(&mut reads);
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
pub(super) fn files_of(folder: &Path) -> Result<Vec<PathBuf>, EngineError> {
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
        source: job.source,
        sha256: hash,
        is_known: false,
        tables: Vec::new(),
        findings,
        bytes,
    };
    if !read.findings.is_empty() {
        return read;
    }
    read.is_known = is_settled(shared, &read.sha256);
    if read.is_known {
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
    for mut table in raw {
        let mut own: Findings = read
            .findings
            .iter()
            .filter(|finding| finding.file.as_deref() == Some(table.file.as_str()))
            .cloned()
            .collect();
        match named.or_else(|| source_for(shared, &table)) {
            Some(source) => {
                take_known_steps(shared, source, &mut table);
                let harmonised =
                    harmonise::harmonise(&table, &shared.basin, source, Instant::now(), &mut own);
                for finding in own.iter_mut() {
                    finding.file.get_or_insert_with(|| table.file.clone());
                }
                read.tables.push((table, harmonised, own));
            }
            None => read.findings.push(homeless(shared, &table)),
        }
    }
    read
}

/// Fewer readings than this do not show how far apart the readings of their series are.
const FEW: usize = 3;

/// Gives a series that is too short to show its step the one that the archive knows of it, so that a download of a
/// single reading goes on with its series.
fn take_known_steps(shared: &Shared, source: &Source, table: &mut RawTable) {
    let is_short = |series: &RawSeries| series.step.is_none() && series.time.len() < FEW;
    if !table.series.iter().any(is_short) {
        return;
    }
    let keys = shared.archive().keys();
    for series in table.series.iter_mut().filter(|series| is_short(series)) {
        let ours = source
            .stations
            .iter()
            .find(|(theirs, _)| *theirs == series.station)
            .map_or(series.station.as_str(), |(_, ours)| ours.as_str());
        let mut steps = keys.iter().filter(|key| {
            key.source == source.id
                && key.station.as_str() == ours
                && (key.quantity, key.statistic) == (series.quantity, series.statistic)
                && key.step != Step::Irregular
        });
        if let (Some(key), None) = (steps.next(), steps.next()) {
            series.step = Some(key.step);
        }
    }
}

/// Whether the archive has the file and nothing stood in the way that `basin.toml` may have settled since.
fn is_settled(shared: &Shared, sha256: &FileHash) -> bool {
    let archive = shared.archive();
    archive.file(sha256).is_some_and(|record| {
        let waits = |finding: &Finding| {
            let is_of_basin = match finding.cause {
                Cause::UnknownStation | Cause::UnknownUnit => true,
                // A clock that nobody states; a stamp that cannot be read stands on a line.
                Cause::BadTime => finding.line.is_none(),
                _ => false,
            };
            is_of_basin && finding.severity == Severity::Error
        };
        !record.findings.iter().any(waits)
    })
}

/// Exports of one source by the date that they state; the order of names stays where one of them states none.
fn order(reads: &mut [Read]) {
    for same in reads.chunk_by_mut(|a, b| a.source.is_some() && a.source == b.source) {
        let is_dated = |read: &Read| read.is_known || read.issued().is_some();
        if same.iter().all(is_dated) {
            same.sort_by_key(Read::issued);
        }
    }
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
    match sources_for(shared, table)[..] {
        [source] => Some(source),
        _ => None,
    }
}

/// Every source whose profile and stations are the table's.
fn sources_for<'a>(shared: &'a Shared, table: &RawTable) -> Vec<&'a Source> {
    let ours = |id: &str| {
        let mut stations = shared.basin.stations.iter();
        stations.any(|station| station.id.as_str() == id)
    };
    let is_of = |source: &&Source| {
        let knows = |id: &str| source.stations.iter().any(|(theirs, _)| theirs == id) || ours(id);
        let profile = source.profile.as_ref();
        profile.is_none_or(|profile| *profile == table.profile)
            && table.series.iter().any(|series| knows(&series.station))
    };
    shared.basin.sources.iter().filter(is_of).collect()
}

fn homeless(shared: &Shared, table: &RawTable) -> Finding {
    let several: Vec<&str> = sources_for(shared, table)
        .into_iter()
        .map(|source| source.id.as_str())
        .collect();
    let message = if several.is_empty() {
        format!(
            "no single source of the basin sends {} exports of these stations",
            table.profile
        )
    } else {
        format!(
            "more than one source of the basin knows stations with these ids, and the file does not say whose they are: {}",
            several.join(", ")
        )
    };
    Finding::error(Cause::UnknownStation, message)
        .file(table.file.clone())
        .hint("put the file into the folder of its source, or add the source to basin.toml")
}
