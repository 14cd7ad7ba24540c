//! Pictures of the window: the same drawing as on the screen, at a size of its own, without its pixels.

use std::path::Path;
use std::sync::Arc;

use super::clipboard::Clipboard;
use super::jobs::{Outbox, Task};
use super::message::{Failure, Message};
use crate::domain::StationId;
use crate::draw::{ViewState, dashboard_ui, figure_ui, frame};
use crate::engine::{Analysis, AnalysisKind, AnalysisRequest, Control, Workspace};
use crate::present::{
    Arrangement, DashboardView, LedgerTable, Sheet, Words, floods_sheet, ledger_sheet,
    receipt_sheet,
};
use crate::report;

/// Size of the whole dashboard, logical pixels.
const DASHBOARD: (u32, u32) = (1920, 1080);
/// Size of a single plot with its heading.
const PLOT: (u32, u32) = (1000, 420);
/// Pixels per logical pixel: sharp on paper too.
const SCALE: f32 = 2.0;

/// What a picture is made of; nothing in it changes any more.
#[derive(Clone)]
pub(super) struct Picture {
    /// Plot by id; empty for the whole dashboard.
    pub(super) plot: String,
    pub(super) view: Arc<DashboardView>,
    pub(super) words: Words,
    pub(super) state: ViewState,
}

impl Picture {
    /// The picture as SVG; `None` when the view has no plot of that id any more.
    pub(super) fn svg(&self) -> Option<String> {
        let mut state = self.state.clone();
        state.cursor = None;
        let (theme, distance) = (state.theme, state.distance());
        if self.plot.is_empty() {
            let mut ignored = Vec::new();
            return Some(frame::svg_at(DASHBOARD, theme, distance, |ui| {
                dashboard_ui(ui, &self.view, &self.words, &mut state, &mut ignored);
            }));
        }
        let mut is_there = false;
        let svg = frame::svg_at(PLOT, theme, distance, |ui| {
            is_there = figure_ui(ui, &self.view, &self.words, &state, &self.plot);
        });
        is_there.then_some(svg)
    }
}

/// Writes a picture in the format that the file's ending names.
pub(super) fn save(picture: &Picture, path: &Path, outbox: &Outbox) {
    let message = match bytes(picture, path).and_then(|bytes| write(path, &bytes)) {
        Ok(()) => Message::Exported(path.to_path_buf()),
        Err(failure) => Message::Failed(Task::Export, failure),
    };
    outbox.send(message);
}

fn bytes(picture: &Picture, path: &Path) -> Result<Vec<u8>, Failure> {
    let svg = picture.svg().ok_or_else(|| Failure {
        text: gone(picture),
        hint: None,
    })?;
    let ending = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let made = match ending.as_str() {
        "svg" => return Ok(svg.into_bytes()),
        "png" => report::png(&svg, SCALE),
        "pdf" => report::pdf(&svg),
        _ => {
            return Err(Failure {
                text: format!("no picture can be written as {}", path.display()),
                hint: Some("give the file the ending png, svg or pdf".to_owned()),
            });
        }
    };
    made.map_err(|error| Failure {
        text: error.to_string(),
        hint: None,
    })
}

fn gone(picture: &Picture) -> String {
    format!("the plot \"{}\" is not shown any more", picture.plot)
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), Failure> {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| std::fs::write(path, bytes))
        .map_err(|error| Failure {
            text: format!("{error}: {}", path.display()),
            hint: Some("name a file in a folder that may be written".to_owned()),
        })
}

/// Writes the receipts of everything that was taken in as a table.
pub(super) fn receipts(workspace: &Workspace, path: &Path, outbox: &Outbox) {
    write_sheet(&receipt_sheet(&workspace.receipts()), path, outbox);
}

/// Writes the ledger as it is arranged on the screen.
pub(super) fn ledger(table: &LedgerTable, arrangement: &Arrangement, path: &Path, outbox: &Outbox) {
    write_sheet(&ledger_sheet(table, arrangement), path, outbox);
}

/// Writes the past floods of a station, computed anew.
pub(super) fn floods(
    (workspace, station): (&Workspace, &str),
    path: &Path,
    (control, outbox): (&Control, &Outbox),
) {
    let wanted = AnalysisRequest {
        station: StationId::new(station),
        kind: AnalysisKind::Floods,
    };
    match workspace.analyse(&wanted, control) {
        Ok(Analysis::Floods(found)) => write_sheet(&floods_sheet(&found), path, outbox),
        Ok(_) => {}
        Err(error) => outbox.send(Message::Failed(
            Task::Export,
            Failure {
                text: error.to_string(),
                hint: error.hint(),
            },
        )),
    }
}

fn write_sheet(sheet: &Sheet, path: &Path, outbox: &Outbox) {
    let mut bytes = Vec::new();
    let made = report::csv(sheet, &mut bytes).map_err(|error| Failure {
        text: error.to_string(),
        hint: None,
    });
    outbox.send(match made.and_then(|()| write(path, &bytes)) {
        Ok(()) => Message::Saved(path.to_path_buf()),
        Err(failure) => Message::Failed(Task::Export, failure),
    });
}

/// Puts a picture on the clipboard.
pub(super) fn copy(picture: &Picture, clipboard: &Clipboard, outbox: &Outbox) {
    let copied = picture
        .svg()
        .ok_or_else(|| gone(picture))
        .and_then(|svg| report::pixels(&svg, SCALE).map_err(|error| error.to_string()))
        .and_then(|pixels| clipboard.put_picture(&pixels));
    tell_copied(copied, outbox);
}

/// Puts a text on the clipboard.
pub(super) fn copy_text(text: &str, clipboard: &Clipboard, outbox: &Outbox) {
    tell_copied(clipboard.put_text(text), outbox);
}

fn tell_copied(copied: Result<(), String>, outbox: &Outbox) {
    outbox.send(match copied {
        Ok(()) => Message::Copied,
        Err(text) => Message::Failed(Task::Copy, Failure { text, hint: None }),
    });
}
