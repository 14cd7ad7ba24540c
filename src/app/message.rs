//! What workers tell the window.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use super::dialog::{Arrival, Receipts};
use super::jobs::Task;
use super::layout::Look;
use crate::domain::{Findings, StationId};
use crate::engine::{Adopted, Answers, Evaluation, FeedReport, ImportReport, Preview, Workspace};
use crate::feeds::folder::Changes;
use crate::present::{
    AnalysisView, AnalysisWish, DashboardView, ExplanationView, StudyView, StudyWish,
};

/// A failure in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// What could not be done, and why.
    pub text: String,
    /// What to do about it.
    pub hint: Option<String>,
}

/// What a path that was chosen in a dialog of the system is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The folder of a basin.
    Basin,
    /// The file that a picture is written to.
    Picture,
    /// A file to be taken in.
    Export,
}

/// A file that nobody knows.
pub struct Looked {
    /// The file.
    pub path: PathBuf,
    /// Answers that the look was taken with.
    pub answers: Answers,
    /// What it looks like.
    pub preview: Preview,
}

/// What a person does about an alarm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum AlarmAct {
    /// It was seen.
    Acknowledge(StationId),
    /// It is put aside, for this reason and so many minutes.
    Shelve(StationId, String, i64),
    /// It is brought back.
    Unshelve(StationId),
}

/// What is to be written down about alarms, each with the name of who did it, oldest first. A job takes all that
/// waits, so that none is lost when only the newest job waits.
pub(super) type Acts = Arc<Mutex<VecDeque<(AlarmAct, String)>>>;

/// A basin that could be opened.
pub struct Opened {
    /// The basin.
    pub workspace: Workspace,
    /// How to look at it: as it was looked at last, or as nobody has yet.
    pub look: Look,
    /// What a person should know although it could be opened.
    pub findings: Findings,
}

/// What a worker tells the window.
pub enum Message {
    /// The basin could be opened.
    Opened(Box<Opened>),
    /// Figures as of now.
    Evaluated(Arc<Evaluation>),
    /// The picture of them.
    Pictured(Arc<DashboardView>),
    /// What became of the exports that were read.
    Imported(Box<ImportReport>),
    /// What the feeds said.
    Fed(Box<FeedReport>),
    /// Where a figure comes from.
    Explained(Box<ExplanationView>),
    /// What a study found.
    Studied(Box<StudyWish>, Arc<StudyView>),
    /// What an analysis of a station found, or why nothing was found.
    Analysed(Box<AnalysisWish>, Result<Arc<AnalysisView>, String>),
    /// Something was done about an alarm.
    Acted,
    /// What became of every file.
    Receipts(Box<Receipts>),
    /// A table was written.
    Saved(PathBuf),
    /// A picture was written.
    Exported(PathBuf),
    /// A picture lies on the clipboard.
    Copied,
    /// A path was chosen in a dialog of the system.
    Chosen(Purpose, PathBuf),
    /// Files from elsewhere, each with the source that it may be from, and those that nobody knows.
    Arrived(Vec<Arrival>, Vec<PathBuf>),
    /// A file that nobody knows, as it looks with these answers.
    Looked(Box<Looked>),
    /// A file that nobody knew was taken in.
    Adopted(Box<Adopted>),
    /// A file could not be taken in as it was settled.
    NotAdopted(Failure),
    /// The folders of exports are being watched.
    Watching,
    /// Files changed on disk, or could not be watched any more.
    Changed(Changes),
    /// The folders of exports cannot be watched.
    NotWatching(String),
    /// A job could not do what it was asked to.
    Failed(Task, Failure),
    /// A job stopped because somebody asked it to.
    Cancelled(Task),
    /// A job ended in a fault of the program; the session is as it was before.
    Panicked(Task, String),
    /// A job has ended, however it went; always its last message.
    Finished(Task),
}
