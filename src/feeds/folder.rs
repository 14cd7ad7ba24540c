//! Files that have arrived whole in a folder.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant as Stopwatch, SystemTime};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::domain::{Cause, Finding, Findings};

/// How long a file must have stayed as it is before it counts as whole.
const SETTLED: Duration = Duration::from_millis(300);

/// How often unsettled files are looked at.
const LOOK: Duration = Duration::from_millis(100);

/// What happened in a folder since the last call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Changes {
    /// Files that are new or changed, and whole, by path.
    pub files: Vec<PathBuf>,
    /// What could not be watched.
    pub findings: Findings,
}

/// Watches until it is dropped.
#[derive(Debug)]
pub struct Watcher {
    // Dropping it closes the channel, and the thread behind ends with the channel.
    _watcher: RecommendedWatcher,
}

/// Why a folder cannot be watched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WatchError {
    /// The folder.
    pub folder: PathBuf,
    /// What the system says.
    pub reason: String,
}

impl WatchError {
    /// What to do, one sentence without a full stop.
    pub fn hint(&self) -> &'static str {
        "check that the folder exists and can be read; without watching, import it by hand"
    }
}

impl fmt::Display for WatchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the folder cannot be watched ({}): {}",
            self.reason,
            self.folder.display()
        )
    }
}

impl std::error::Error for WatchError {}

/// Calls `on_change` from a thread of its own whenever files below `folder` have arrived or changed and have stayed
/// as they are for 0.3 s. Hidden files and unfinished downloads are passed over, removed files are not reported: what
/// was read stays read. A file may be reported again without having changed.
///
/// # Errors
/// [`WatchError`] when the system does not let the folder be watched.
pub fn watch(
    folder: &Path,
    on_change: impl FnMut(Changes) + Send + 'static,
) -> Result<Watcher, WatchError> {
    let refused = |reason: String| WatchError {
        folder: folder.to_path_buf(),
        reason,
    };
    let (events, received) = channel();
    let mut watcher = notify::recommended_watcher(move |event| {
        // The other side is gone only when the watch is over.
        let _ = events.send(event);
    })
    .map_err(|error| refused(error.to_string()))?;
    watcher
        .watch(folder, RecursiveMode::Recursive)
        .map_err(|error| refused(error.to_string()))?;
    let folder = folder.to_path_buf();
    std::thread::Builder::new()
        .name("folder-watch".to_owned())
        .spawn(move || attend(&folder, &received, on_change))
        .map_err(|error| WatchError {
            folder: PathBuf::new(),
            reason: error.to_string(),
        })?;
    Ok(Watcher { _watcher: watcher })
}

/// A file that was seen to change: how it looked last, and since when.
struct Unsettled {
    looks: Option<(u64, Option<SystemTime>)>,
    since: Stopwatch,
}

/// Files that were seen to change and what is to be said with them.
#[derive(Default)]
struct Pending {
    files: BTreeMap<PathBuf, Unsettled>,
    findings: Findings,
}

fn attend(
    folder: &Path,
    events: &Receiver<notify::Result<Event>>,
    mut on_change: impl FnMut(Changes),
) {
    let mut pending = Pending::default();
    loop {
        let event = if pending.files.is_empty() && pending.findings.is_empty() {
            events.recv().map_err(|_| RecvTimeoutError::Disconnected)
        } else {
            events.recv_timeout(LOOK)
        };
        match event {
            Ok(event) => pending.note(folder, event),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        let changes = pending.settled();
        if !changes.files.is_empty() || !changes.findings.is_empty() {
            on_change(changes);
        }
    }
}

impl Pending {
    fn note(&mut self, folder: &Path, event: notify::Result<Event>) {
        match event {
            Ok(event) if event.need_rescan() => self.note_path(folder),
            Ok(event) => {
                if !matches!(event.kind, EventKind::Access(_) | EventKind::Remove(_)) {
                    for path in &event.paths {
                        self.note_path(path);
                    }
                }
            }
            Err(error) => self.findings.push(
                Finding::warning(Cause::Storage, format!("a folder is not watched ({error})"))
                    .file(folder.display().to_string())
                    .hint("import the folder by hand"),
            ),
        }
    }

    /// A file, or all files of a folder: those of a new folder may be older than the watch on it.
    fn note_path(&mut self, path: &Path) {
        if is_passed_over(path) {
            return;
        }
        if path.is_dir() {
            let entries = fs::read_dir(path).into_iter().flatten().flatten();
            for entry in entries {
                self.note_path(&entry.path());
            }
            return;
        }
        self.files.insert(
            path.to_path_buf(),
            Unsettled {
                looks: looks(path),
                since: Stopwatch::now(),
            },
        );
    }

    /// Takes out what has stayed as it is for long enough.
    fn settled(&mut self) -> Changes {
        let mut files = Vec::new();
        self.files.retain(|path, file| {
            let looks = looks(path);
            if looks.is_none() {
                return false;
            }
            if looks != file.looks {
                file.looks = looks;
                file.since = Stopwatch::now();
            }
            let is_settled = file.since.elapsed() >= SETTLED;
            if is_settled {
                files.push(path.clone());
            }
            !is_settled
        });
        Changes {
            files,
            findings: std::mem::take(&mut self.findings),
        }
    }
}

/// Size and time of change; `None` when the file is gone.
fn looks(path: &Path) -> Option<(u64, Option<SystemTime>)> {
    let facts = fs::metadata(path).ok()?;
    Some((facts.len(), facts.modified().ok()))
}

/// Hidden files, locks and drafts of office programs, and downloads under way.
fn is_passed_over(path: &Path) -> bool {
    let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
        return false;
    };
    let low = name.to_lowercase();
    low.starts_with('.')
        || low.starts_with("~$")
        || low.ends_with('~')
        || [".part", ".partial", ".crdownload", ".tmp"]
            .iter()
            .any(|ending| low.ends_with(ending))
}
