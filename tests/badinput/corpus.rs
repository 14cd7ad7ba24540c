//! `expectations.json`.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use thalweg::domain::Instant;

#[derive(Deserialize)]
struct File {
    policy: Option<Policy>,
    cases: Vec<Case>,
}

#[derive(Deserialize)]
struct Policy {
    now: String,
}

/// The corpus.
pub(crate) struct Corpus {
    /// Where its files stand.
    pub(crate) folder: PathBuf,
    /// The instant that it is looked at from.
    pub(crate) now: Instant,
    /// In order of id.
    pub(crate) cases: Vec<Case>,
}

/// A file and what is expected of it.
#[derive(Clone, Deserialize)]
pub(crate) struct Case {
    pub(crate) id: String,
    /// Below the folder.
    pub(crate) file: String,
    pub(crate) kind: String,
    pub(crate) expectation: Expectation,
    pub(crate) cause: String,
    pub(crate) rows_ok: Option<u64>,
    #[serde(default)]
    pub(crate) errors: Vec<Place>,
    #[serde(default)]
    pub(crate) flags: Vec<Place>,
    /// Line of a refusal.
    pub(crate) line: Option<u32>,
    #[serde(default)]
    pub(crate) profile: serde_json::Map<String, serde_json::Value>,
    /// Case that was imported before.
    pub(crate) after: Option<String>,
    pub(crate) max_seconds: Option<f64>,
    pub(crate) next_try_min_s: Option<f64>,
    pub(crate) next_try_max_s: Option<f64>,
    pub(crate) must_not_log: Option<String>,
    pub(crate) newest: Option<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Expectation {
    Accept,
    AcceptFlagged,
    RejectRows,
    RejectFile,
}

/// Where something is said, and why.
#[derive(Clone, Deserialize)]
pub(crate) struct Place {
    pub(crate) line: u32,
    /// None for the row as a whole.
    pub(crate) column: Option<u32>,
    pub(crate) cause: String,
}

impl Corpus {
    pub(crate) fn load(folder: &Path, name: &str) -> Self {
        let path = folder.join(name);
        let text = std::fs::read_to_string(&path)
            .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let file: File = serde_json::from_str(&text).expect("expectations");
        let now = file
            .policy
            .map_or("2024-06-01T00:00:00Z".to_owned(), |policy| policy.now);
        assert!(!file.cases.is_empty());
        Self {
            folder: folder.to_path_buf(),
            now: Instant::parse(&now).expect("an instant"),
            cases: file.cases,
        }
    }

    pub(crate) fn case(&self, id: &str) -> &Case {
        self.cases
            .iter()
            .find(|case| case.id == id)
            .unwrap_or_else(|| panic!("no case {id}"))
    }

    pub(crate) fn bytes(&self, case: &Case) -> Vec<u8> {
        std::fs::read(self.folder.join(&case.file)).expect("a file of the corpus")
    }

    /// The instant that a case is looked at from.
    pub(crate) fn now(&self, case: &Case) -> Instant {
        case.profile
            .get("now")
            .and_then(serde_json::Value::as_str)
            .map_or(self.now, |text| Instant::parse(text).expect("an instant"))
    }
}

impl Case {
    /// Whether its time is measured: not where the time is the network's, nor where a large file has no limit.
    pub(crate) fn is_timed(&self) -> bool {
        let is_large = self.file.starts_with("large/") && self.max_seconds.is_none();
        self.kind != "http_replay" && self.after.is_none() && !is_large
    }
}
