//! What workers report enters the session here.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::card::finding_lines;
use super::dialog::Dialog;
use super::jobs::Task;
use super::message::{Failure, Message, Opened, Purpose};
use super::session::{Liveness, Session, follow, languages_of, words_of};
use super::watch::Beside;
use crate::domain::{Exercise, Findings, Severity};
use crate::draw::flood_look::AnalysisSlot;
use crate::draw::look::StudySlot;
use crate::engine::{Evaluation, FeedReport, ImportReport, Selection, Workspace};
use crate::feeds::folder::Changes;

/// Files whose receipts one card lists.
const LISTED_FILES: usize = 4;

/// How often ages are computed anew where the basin is looked at from now.
const TICK: Duration = Duration::from_secs(60);

/// How often at most, where an exercise runs faster than we do.
const SOONEST: Duration = Duration::from_secs(1);

/// When to look again where figures are due but a job is still at work.
const LOOK_AGAIN: Duration = Duration::from_millis(100);

impl Session {
    /// Takes in everything that workers have reported since the last frame.
    pub fn receive(&mut self) {
        while let Some(message) = self.jobs.receive() {
            self.take(message);
        }
    }

    /// Takes in one report.
    pub fn take(&mut self, message: Message) {
        match message {
            Message::Opened(opened) => self.take_opened(*opened),
            Message::Evaluated(evaluation) => self.take_evaluation(evaluation),
            Message::Pictured(view) => self.view = Some(view),
            Message::Imported(report) => self.take_import(&report),
            Message::Fed(report) => self.take_fed(&report),
            Message::Explained(explanation) => self.explanation = Some(explanation),
            Message::Studied(wish, view) => self.look.state.study.found = Some((*wish, view)),
            Message::Analysed(wish, outcome) => {
                self.look.state.analyses.keep(*wish, outcome);
            }
            Message::Acted => self.start_evaluation(),
            Message::Receipts(receipts) => self.dialog = Some(Dialog::Receipts(receipts)),
            Message::Saved(path) => self.note_written("app-saved", &path),
            Message::Exported(path) => self.note_written("app-exported", &path),
            Message::Copied => self.note("app-copied"),
            Message::Chosen(purpose, path) => self.take_chosen(purpose, &path),
            Message::Arrived(files, unknown) => self.take_arrived(files, unknown),
            Message::Looked(looked) => self.take_look(&looked),
            Message::Adopted(adopted) => self.take_adopted(*adopted),
            Message::NotAdopted(failure) => self.take_not_adopted(failure),
            Message::Watching => self.liveness = Liveness::Live,
            Message::Changed(changes) => self.take_changed(changes),
            Message::NotWatching(reason) => self.liveness = Liveness::Deaf(reason),
            Message::Failed(task, failure) => self.take_failure(task, failure),
            Message::Cancelled(task) => self.note_cancelled(task),
            Message::Panicked(task, text) => self.take_panic(task, text),
            Message::Finished(task) => self.take_finished(task),
        }
    }

    fn take_opened(&mut self, opened: Opened) {
        let basin = opened.workspace.basin();
        self.look = opened.look;
        self.jobs.cancel(Task::Study);
        self.jobs.cancel(Task::Analyse);
        self.look.state.analyses = AnalysisSlot::default();
        self.look.state.languages = languages_of(&basin);
        self.words = words_of(&self.look.state.language, &basin);
        self.evaluation = None;
        self.explanation = None;
        self.workspace = Some(opened.workspace.clone());
        if !opened.findings.is_empty() {
            let title = self.words.get("app-basin-findings");
            self.show_findings(title, &opened.findings, Vec::new());
        }
        self.beside = Some(Beside::start(opened.workspace, &self.jobs.outbox()));
    }

    fn take_evaluation(&mut self, evaluation: Arc<Evaluation>) {
        if let Some(before) = &self.evaluation {
            follow(&mut self.look.state, before.as_of, evaluation.as_of);
            if before.archive != evaluation.archive {
                self.look.state.study = StudySlot::default();
            }
            if before.archive != evaluation.archive || before.as_of != evaluation.as_of {
                self.look.state.analyses.outdate();
            }
        }
        let is_first = self.evaluation.is_none();
        self.evaluation = Some(evaluation);
        self.evaluated_at = Some(Instant::now());
        // Whoever opened the basin has built its first picture too.
        if !is_first {
            self.start_view();
        }
    }

    fn take_import(&mut self, report: &ImportReport) {
        let new: Vec<_> = report.files.iter().filter(|file| file.is_new).collect();
        if new.is_empty() {
            if std::mem::take(&mut self.is_reload_asked) {
                self.note("app-import-nothing-new");
            }
            return;
        }
        // What is played comes every second; the receipts and the board have it all, and cards would hide them.
        let is_played = |workspace: &Workspace| workspace.basin().exercise.is_some();
        if self.workspace.as_ref().is_some_and(is_played) {
            return;
        }
        let kept: u64 = new.iter().map(|file| file.receipt.kept).sum();
        let title = self.words.with(
            "app-imported",
            &[("files", new.len().into()), ("kept", kept.into())],
        );
        let mut lines = Vec::new();
        if new.len() <= LISTED_FILES {
            lines.extend(
                new.iter()
                    .map(|file| format!("{}: {}", file.file, file.receipt)),
            );
        }
        let findings: Findings = new
            .iter()
            .flat_map(|file| file.findings.iter().cloned())
            .collect();
        self.show_findings(title, &findings, lines);
    }

    /// A card with its own lines first, then the findings; a bulk of them is counted, the board has them all. What
    /// was read was read: a finding never makes it a thing that was not done.
    fn show_findings(&mut self, title: String, findings: &Findings, mut lines: Vec<String>) {
        let severity = findings
            .iter()
            .map(|finding| finding.severity)
            .max()
            .unwrap_or(Severity::Note)
            .min(Severity::Warning);
        let (listed, more) = finding_lines(findings);
        if more == 0 {
            lines.extend(listed);
        } else {
            let count = [("n", findings.len().into())];
            lines.push(self.words.with("app-findings-on-board", &count));
        }
        self.cards.show(severity, title, lines);
    }

    fn take_fed(&mut self, report: &FeedReport) {
        // A feed that did not answer is news too: the board says so.
        if report.n_asked > 0 {
            self.start_evaluation();
        }
    }

    fn note_written(&mut self, key: &str, path: &Path) {
        let title = self.words.get(key);
        let lines = vec![path.display().to_string()];
        self.cards.show(Severity::Note, title, lines);
    }

    fn note(&mut self, key: &str) {
        let title = self.words.get(key);
        self.cards.show(Severity::Note, title, Vec::new());
    }

    fn note_cancelled(&mut self, task: Task) {
        self.is_import_declined |= task == Task::Open;
        let name = self.words.get(task.word_key());
        let title = self.words.with("app-cancelled", &[("task", name.into())]);
        self.cards.show(Severity::Note, title, Vec::new());
    }

    fn take_chosen(&mut self, purpose: Purpose, chosen: &Path) {
        match (purpose, &mut self.dialog) {
            (Purpose::Basin, Some(Dialog::Open { path }))
            | (Purpose::Export, Some(Dialog::Add { path }))
            | (Purpose::Picture, Some(Dialog::Save { path, .. })) => {
                *path = chosen.display().to_string();
            }
            _ => {}
        }
    }

    fn take_changed(&mut self, changes: Changes) {
        if let Some(finding) = changes.findings.iter().next() {
            self.liveness = Liveness::Deaf(finding.to_string());
        }
        self.changed.extend(changes.files);
        self.read_changed();
    }

    /// Reads what changed on disk, unless an import runs; then what changed waits for its end.
    fn read_changed(&mut self) {
        let is_busy = self.jobs.is_running(Task::Import) || self.jobs.is_running(Task::Open);
        if !self.changed.is_empty() && !is_busy {
            let files = std::mem::take(&mut self.changed).into_iter().collect();
            self.start_import(Selection::Files(files));
        }
    }

    pub(super) fn take_failure(&mut self, task: Task, failure: Failure) {
        if task == Task::Open {
            self.liveness = Liveness::Deaf(failure.text.clone());
            self.not_opened = Some(failure);
            return;
        }
        if task == Task::Study {
            // It stands where its answer would have stood.
            self.look.state.study.failure = failure.text;
            return;
        }
        let name = self.words.get(task.word_key());
        let title = self.words.with("app-failed", &[("task", name.into())]);
        let lines = std::iter::once(failure.text).chain(failure.hint).collect();
        self.cards.show(Severity::Error, title, lines);
    }

    fn take_panic(&mut self, task: Task, text: String) {
        let name = self.words.get(task.word_key());
        let title = self.words.with("app-panicked", &[("task", name.into())]);
        let lines = vec![self.words.get("app-panicked-nothing-lost"), text.clone()];
        if task == Task::Open && self.view.is_none() {
            self.not_opened = Some(Failure {
                text: title.clone(),
                hint: Some(text),
            });
        }
        self.cards.show(Severity::Error, title, lines);
    }

    fn take_finished(&mut self, task: Task) {
        self.jobs.finished(task);
        // What agencies sent while the window was closed.
        let is_opened = task == Task::Open && self.evaluation.is_some();
        if is_opened && !self.is_import_declined {
            self.start_import(Selection::All);
        }
        self.read_changed();
        self.look_at_next();
    }

    /// Lets ages grow where the basin is looked at from now; gives the time until that is due again.
    pub fn tick(&mut self) -> Option<Duration> {
        let basin = self.workspace.as_ref()?.basin();
        let age = self.evaluated_at?.elapsed();
        let every = match basin.exercise {
            Some(exercise) if self.has_ended(&exercise) => return None,
            // As often in its own time, as far as a person can follow.
            Some(exercise) => Duration::try_from_secs_f64(TICK.as_secs_f64() / exercise.speed)
                .map_or(TICK, |every| every.clamp(SOONEST, TICK)),
            None if basin.as_of.is_some() => return None,
            None => TICK,
        };
        if age >= every && !self.jobs.is_running(Task::Import) {
            self.start_evaluation();
            return Some(every);
        }
        Some(every.saturating_sub(age).max(LOOK_AGAIN))
    }

    /// Whether the figures are those of an exercise's last instant.
    fn has_ended(&self, exercise: &Exercise) -> bool {
        let shown = self.evaluation.as_ref().map(|shown| shown.as_of);
        exercise.end.is_some() && shown == exercise.end
    }
}
