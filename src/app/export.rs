//! Pictures of the window: the same drawing as on the screen, at a size of its own, without its pixels.

use std::path::Path;
use std::sync::Arc;

use super::clipboard::Clipboard;
use super::jobs::{Outbox, Task};
use super::message::{Failure, Message};
use crate::draw::{PaneKey, ViewState, dashboard_ui, frame};
use crate::present::{DashboardView, Words};
use crate::report;

/// Size of the whole dashboard, logical pixels.
const DASHBOARD: (u32, u32) = (1920, 1080);
/// Size of a single plot with its heading.
const PLOT: (u32, u32) = (1280, 800);
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
    /// The picture as SVG. A single plot fills the place of all panels and keeps basin and as-of instant above
    /// it, so that it can be understood on its own.
    pub(super) fn svg(&self) -> String {
        let mut state = self.state.clone();
        state.cursor = None;
        let (size, view) = if self.plot.is_empty() {
            (DASHBOARD, Arc::clone(&self.view))
        } else {
            (PLOT, Arc::new(self.alone(&mut state)))
        };
        let mut ignored = Vec::new();
        frame::svg_at(size, state.theme, state.distance(), |ui| {
            dashboard_ui(ui, &view, &self.words, &mut state, &mut ignored);
        })
    }

    fn alone(&self, state: &mut ViewState) -> DashboardView {
        let mut view = (*self.view).clone();
        let home = view
            .states
            .iter_mut()
            .find(|column| column.plots.iter().any(|plot| plot.id == self.plot));
        state.maximised = Some(match home {
            Some(column) => {
                column.plots.retain(|plot| plot.id == self.plot);
                PaneKey::State(column.party.clone())
            }
            None => PaneKey::Allocation,
        });
        view
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
    let ending = path
        .extension()
        .unwrap_or_default()
        .to_string_lossy()
        .to_lowercase();
    let made = match ending.as_str() {
        "svg" => return Ok(picture.svg().into_bytes()),
        "png" => report::png(&picture.svg(), SCALE),
        "pdf" => report::pdf(&picture.svg()),
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

/// Puts a picture on the clipboard.
pub(super) fn copy(picture: &Picture, clipboard: &Clipboard, outbox: &Outbox) {
    let copied = report::pixels(&picture.svg(), SCALE)
        .map_err(|error| error.to_string())
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
