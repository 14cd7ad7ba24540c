//! Questions that the window asks. The answer comes back as an [`Action`](super::Action).

use std::path::{Path, PathBuf};

use super::adopt::Adopting;
use crate::domain::{Basin, SourceId, StationId};
use crate::present::ReceiptView;

/// A file from elsewhere and the source in whose folder it would be kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// Where it is now.
    pub path: PathBuf,
    /// Whose folder will keep it; `None` leaves it where it is.
    pub source: Option<SourceId>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Dialog {
    /// Which basin?
    Open {
        /// What is typed so far.
        path: String,
    },
    /// Where shall the picture go?
    Save {
        /// Plot by id; empty for the whole dashboard.
        plot: String,
        /// What is typed so far.
        path: String,
    },
    /// Shall these files be kept in these folders?
    Keep(Vec<Arrival>),
    /// Which file shall be taken in?
    Add {
        /// What is typed so far.
        path: String,
    },
    /// What is this file that nobody knows?
    Adopt(Box<Adopting>),
    /// No question: what became of every file.
    Receipts(Box<Receipts>),
    /// No question: the list of keys.
    Keys,
}

/// The receipts of everything that was taken in, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Receipts {
    /// One a file.
    pub files: Vec<ReceiptView>,
    /// The one that is shown.
    pub shown: usize,
    /// What a file that was just taken in brought: its stations, and its first and last instant in ms since 1970.
    pub news: Option<News>,
}

/// What a file brought.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct News {
    /// Its stations.
    pub stations: Vec<StationId>,
    /// Its first and last instant, ms since 1970 UTC.
    pub span: (i64, i64),
}

/// Guesses whose export each file is: the source that already has a file of the same ending with the longest
/// equal beginning. A guess only; the person sees it and may choose another.
pub(super) fn arrivals(files: &[PathBuf], basin: &Basin, root: &Path) -> Vec<Arrival> {
    files
        .iter()
        .map(|path| Arrival {
            path: path.clone(),
            source: home_of(path, basin, root),
        })
        .collect()
}

fn home_of(file: &Path, basin: &Basin, root: &Path) -> Option<SourceId> {
    let name = file.file_name()?.to_string_lossy().to_lowercase();
    let mut best: Option<(usize, &SourceId)> = None;
    for source in &basin.sources {
        let Ok(entries) = std::fs::read_dir(root.join(source.kind.folder())) else {
            continue;
        };
        for entry in entries.flatten() {
            let other = entry.file_name().to_string_lossy().to_lowercase();
            let is_same_ending = Path::new(&other).extension() == Path::new(&name).extension();
            let likeness = name
                .chars()
                .zip(other.chars())
                .take_while(|(a, b)| a == b)
                .count();
            if is_same_ending && best.is_none_or(|(most, _)| likeness > most) {
                best = Some((likeness, &source.id));
            }
        }
    }
    best.map(|(_, id)| id.clone())
}
