//! Papers that the window writes: the warning bulletin, and messages of warning.

use std::path::{Path, PathBuf};

use super::cap::send_warnings;
use super::jobs::{Outbox, Task};
use super::message::{Failure, Message};
use crate::domain::StationId;
use crate::engine::{
    Analysis, AnalysisKind, AnalysisRequest, Control, EngineError, Evaluation, Workspace,
};
use crate::present::{BulletinExtras, CapWish, Words, bulletin};
use crate::report::{paper_html, paper_pdf};

/// Folder of the basin that messages are written into.
const MESSAGES: &str = "messages";

/// What a bulletin tells beside an evaluation: every forecast that the basin asks for, and the journal's head.
///
/// # Errors
/// When the archive cannot be read, or the job was cancelled.
pub fn bulletin_extras(
    workspace: &Workspace,
    control: &Control,
) -> Result<BulletinExtras, EngineError> {
    let mut stations: Vec<StationId> = Vec::new();
    for entry in &workspace.basin().forecasts {
        if !stations.contains(&entry.station) {
            stations.push(entry.station.clone());
        }
    }
    let mut forecasts = Vec::new();
    for station in stations {
        let kind = AnalysisKind::Forecast;
        if let Analysis::Forecast(found) =
            workspace.analyse(&AnalysisRequest { station, kind }, control)?
        {
            forecasts.extend(found.outlooks);
        }
    }
    Ok(BulletinExtras {
        journal_head: Some(workspace.journal_head()),
        forecasts,
    })
}

/// Writes the bulletin into the basin's folder, as HTML and as PDF.
pub(super) fn save_bulletin(
    (workspace, evaluation): (&Workspace, &Evaluation),
    words: &Words,
    (control, outbox): (&Control, &Outbox),
) {
    let stamp = evaluation.as_of.utc().format("%Y%m%dT%H%MZ").to_string();
    let root = workspace.root();
    let path = |ending: &str| root.join(format!("bulletin-{stamp}.{ending}"));
    let failed = |text: String, hint: Option<String>| Failure { text, hint };
    let made = bulletin_extras(workspace, control)
        .map_err(|error| failed(error.to_string(), error.hint()))
        .and_then(|extras| {
            let paper = bulletin(evaluation, &extras, words);
            let pdf = paper_pdf(&paper).map_err(|error| failed(error.to_string(), None))?;
            write(&path("html"), paper_html(&paper).as_bytes())?;
            write(&path("pdf"), &pdf)?;
            Ok(path("pdf"))
        });
    tell(made, outbox);
}

/// Sends the warnings that there is news of into the basin's folder of messages.
pub(super) fn save_warnings((workspace, evaluation): (&Workspace, &Evaluation), outbox: &Outbox) {
    let out = workspace.root().join(MESSAGES);
    let sent = send_warnings(workspace, evaluation, (&CapWish::default(), &out));
    tell(
        sent.map(|_| out).map_err(|error| Failure {
            text: error.to_string(),
            hint: error.hint(),
        }),
        outbox,
    );
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    std::fs::write(path, bytes).map_err(|error| Failure {
        text: format!("{error}: {}", path.display()),
        hint: Some(
            "free the file if another program holds it, or check the folder's permissions"
                .to_owned(),
        ),
    })
}

fn tell(made: Result<PathBuf, Failure>, outbox: &Outbox) {
    outbox.send(match made {
        Ok(path) => Message::Saved(path),
        Err(failure) => Message::Failed(Task::Export, failure),
    });
}
