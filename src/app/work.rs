//! What the jobs do. Nothing here knows the session: values in, messages out.

use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError};

use super::dialog::{Receipts, arrivals};
use super::jobs::{Outbox, Task};
use super::layout::Look;
use super::message::{Acts, AlarmAct, Failure, Looked, Message, Opened};
use super::session::{first_look, view_request, words_of};
use crate::domain::{Instant, StationId};
use crate::draw::Theme;
use crate::engine::{
    self, Adoption, AnalysisRequest, Answers, Control, EngineError, Evaluation, Proposal, Request,
    Selection, StudyKind, StudyRequest, Workspace,
};
use crate::present::{
    self, AnalysisWish, StudyTopic, StudyWish, ViewRequest, Words, dashboard, explanation,
};

/// Opens a basin and shows what its archive holds; an archive that is still empty is filled first.
pub(super) fn open(root: &Path, theme: Theme, control: &Control, outbox: &Outbox) {
    let (workspace, findings) = match Workspace::open(root) {
        Ok(opened) => opened,
        Err(error) => return fail(Task::Open, &error, outbox),
    };
    let basin = workspace.basin();
    let look = Look::load(root).unwrap_or_else(|| first_look(&basin, theme));
    outbox.send(Message::Opened(Box::new(Opened {
        workspace: workspace.clone(),
        look: look.clone(),
        findings,
    })));
    let words = words_of(&look.state.language, &basin);
    let mut evaluation = match evaluated(&workspace, outbox) {
        Ok(evaluation) => evaluation,
        Err(error) => return fail(Task::Open, &error, outbox),
    };
    if evaluation.archive.files == 0 {
        match workspace.import(&Selection::All, control) {
            Ok(report) => outbox.send(Message::Imported(Box::new(report))),
            Err(error) => fail(Task::Open, &error, outbox),
        }
        evaluation = match evaluated(&workspace, outbox) {
            Ok(evaluation) => evaluation,
            Err(error) => return fail(Task::Open, &error, outbox),
        };
    }
    let view = dashboard(&evaluation, &view_request(&look), &words);
    outbox.send(Message::Evaluated(Arc::new(evaluation)));
    outbox.send(Message::Pictured(Arc::new(view)));
}

/// Takes exports in and computes anew if that brought something.
pub(super) fn import(
    workspace: &Workspace,
    selection: &Selection,
    control: &Control,
    outbox: &Outbox,
) {
    let report = match workspace.import(selection, control) {
        Ok(report) => report,
        Err(error) => return fail(Task::Import, &error, outbox),
    };
    let is_news = report.files.iter().any(|file| file.is_new);
    outbox.send(Message::Imported(Box::new(report)));
    if is_news {
        evaluate(workspace, outbox);
    }
}

/// The figures of now, with what they change in the alarm book written down.
fn evaluated(workspace: &Workspace, outbox: &Outbox) -> Result<Evaluation, EngineError> {
    let evaluation = workspace.evaluate(&Request::default())?;
    match workspace.record(&evaluation) {
        Ok(0) => Ok(evaluation),
        // Its own news stand in the book now.
        Ok(_) => workspace.evaluate(&Request::default()),
        Err(error) => {
            fail(Task::Alarm, &error, outbox);
            Ok(evaluation)
        }
    }
}

/// Writes down everything that people did about alarms and that waits to be.
pub(super) fn act(workspace: &Workspace, acts: &Acts, outbox: &Outbox) {
    let next = || {
        let mut waiting = acts.lock().unwrap_or_else(PoisonError::into_inner);
        waiting.pop_front()
    };
    while let Some((act, who)) = next() {
        act_once(workspace, &act, &who, outbox);
    }
}

fn act_once(workspace: &Workspace, act: &AlarmAct, who: &str, outbox: &Outbox) {
    // The book takes nothing that is older than itself: a person acts now, whatever the board was when they looked.
    let at = workspace.basin().now(Instant::now());
    let done = match act {
        AlarmAct::Acknowledge(station) => workspace.acknowledge(station, who, at),
        AlarmAct::Shelve(station, reason, minutes) => {
            workspace.shelve(station, who, reason, at.plus_minutes(*minutes), at)
        }
        AlarmAct::Unshelve(station) => workspace.unshelve(station, who, at),
    };
    match done {
        Ok(()) => outbox.send(Message::Acted),
        Err(error) => fail(Task::Alarm, &error, outbox),
    }
}

/// Computes anew.
pub(super) fn evaluate(workspace: &Workspace, outbox: &Outbox) {
    match evaluated(workspace, outbox) {
        Ok(evaluation) => outbox.send(Message::Evaluated(Arc::new(evaluation))),
        Err(error) => fail(Task::Import, &error, outbox),
    }
}

/// Builds the picture of figures that are known.
pub(super) fn picture(
    evaluation: &Evaluation,
    request: &ViewRequest,
    words: &Words,
    outbox: &Outbox,
) {
    let view = dashboard(evaluation, request, words);
    outbox.send(Message::Pictured(Arc::new(view)));
}

/// Asks where a figure comes from.
pub(super) fn explain(workspace: &Workspace, figure: &str, words: &Words, outbox: &Outbox) {
    match workspace.explain(figure, &Request::default()) {
        Ok(tree) => {
            let view = explanation(figure, &tree, words);
            outbox.send(Message::Explained(Box::new(view)));
        }
        Err(error) => fail(Task::Explain, &error, outbox),
    }
}

/// What became of every file, the newest first.
pub(super) fn receipts(workspace: &Workspace, words: &Words, outbox: &Outbox) {
    let mut files = workspace.receipts();
    files.reverse();
    let files = present::receipts(&files, words);
    outbox.send(Message::Receipts(Box::new(Receipts {
        files,
        ..Receipts::default()
    })));
}

/// Parts files from elsewhere into those that a source of the basin sends and those that nobody knows yet.
pub(super) fn sort_out(
    workspace: &Workspace,
    files: &[PathBuf],
    control: &Control,
    outbox: &Outbox,
) {
    let (mut known, mut unknown) = (Vec::new(), Vec::new());
    for (n, path) in files.iter().enumerate() {
        if control.is_cancelled() {
            return outbox.send(Message::Cancelled(Task::Look));
        }
        control.report(n + 1, files.len(), &path.display().to_string());
        match workspace.preview(path, &[]) {
            Ok(looked) if looked.profile.is_none() || looked.source.is_none() => {
                unknown.push(path.clone());
            }
            Ok(_) | Err(_) => known.push(path.clone()),
        }
    }
    let known = arrivals(&known, &workspace.basin(), workspace.root());
    outbox.send(Message::Arrived(known, unknown));
}

/// Looks at a file with the answers so far.
pub(super) fn look(workspace: &Workspace, path: PathBuf, answers: Answers, outbox: &Outbox) {
    match workspace.preview(&path, &answers) {
        Ok(preview) => outbox.send(Message::Looked(Box::new(Looked {
            path,
            answers,
            preview,
        }))),
        Err(error) => fail(Task::Look, &error, outbox),
    }
}

/// Takes a file in as a person settled it.
pub(super) fn adopt(
    workspace: &Workspace,
    adoption: &Adoption,
    control: &Control,
    outbox: &Outbox,
) {
    outbox.send(match workspace.adopt(adoption, control) {
        Ok(adopted) => Message::Adopted(Box::new(adopted)),
        Err(error) => Message::NotAdopted(Failure {
            text: error.to_string(),
            hint: error.hint(),
        }),
    });
}

/// Copies files into the folders that keep them, complete or not at all, and takes them in.
pub(super) fn keep(
    workspace: &Workspace,
    files: &[(PathBuf, Option<PathBuf>)],
    control: &Control,
    outbox: &Outbox,
) {
    let mut kept = Vec::new();
    for (from, folder) in files {
        let Some(folder) = folder else {
            kept.push(from.clone());
            continue;
        };
        match engine::keep(from, folder) {
            Ok(path) => kept.push(path),
            Err(error) => outbox.send(Message::Failed(
                Task::Import,
                Failure {
                    text: format!("{error}: {}", from.display()),
                    hint: None,
                },
            )),
        }
    }
    if !kept.is_empty() {
        import(workspace, &Selection::Files(kept), control, outbox);
    }
}

fn fail(task: Task, error: &EngineError, outbox: &Outbox) {
    outbox.send(match error {
        EngineError::Cancelled => Message::Cancelled(task),
        other => Message::Failed(
            task,
            Failure {
                text: other.to_string(),
                hint: other.hint(),
            },
        ),
    });
}

/// Studies a ledger.
pub(super) fn study(
    (workspace, evaluation): (&Workspace, &Evaluation),
    wish: &StudyWish,
    words: &Words,
    (control, outbox): (&Control, &Outbox),
) {
    let kind = match wish.topic {
        StudyTopic::Dual => StudyKind::Dual,
        StudyTopic::Readings => StudyKind::Readings,
        StudyTopic::Uncertainty => StudyKind::Uncertainty {
            samples: SAMPLES,
            seed: SEED,
        },
        StudyTopic::Decides => StudyKind::Decides,
        StudyTopic::Effect => StudyKind::Effect(Proposal::Changes(wish.changes.clone())),
    };
    let wanted = StudyRequest {
        agreement: Some(wish.agreement.as_str().into()),
        ledger: Some(wish.ledger.clone()),
        request: Request::default(),
        kind,
    };
    match workspace.study(&wanted, control) {
        Ok(found) => {
            let view = present::study(evaluation, &found, words);
            outbox.send(Message::Studied(Box::new(wish.clone()), Arc::new(view)));
        }
        Err(error) => fail(Task::Study, &error, outbox),
    }
}

/// Analyses a station. Why nothing was found stands where the answer would have stood.
pub(super) fn analyse(
    workspace: &Workspace,
    wish: &AnalysisWish,
    words: &Words,
    (control, outbox): (&Control, &Outbox),
) {
    let wanted = AnalysisRequest {
        station: StationId::new(&wish.station),
        kind: wish.kind,
    };
    let outcome = match workspace.analyse(&wanted, control) {
        Ok(found) => {
            let view = present::analysis(&workspace.basin(), &found, words);
            Ok(Arc::new(view))
        }
        Err(EngineError::Cancelled) => Err(words.get("floods-stopped")),
        Err(error) => Err(error.to_string()),
    };
    outbox.send(Message::Analysed(Box::new(wish.clone()), outcome));
}

/// As many samples as the command line takes by default, from the same seed.
const SAMPLES: usize = 200;
const SEED: u64 = 6;
