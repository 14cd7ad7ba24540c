//! The window: session, commands, jobs. `logic` receives and updates, `ui` only draws.

mod display;
mod error;
mod layout;
mod probe;

use std::path::{Path, PathBuf};

pub use display::has_display;
pub use error::AppError;
pub use layout::{Follow, Look, last_basin};
pub use probe::FirstFrame;

/// What a window is opened on.
pub struct Start {
    /// The basin's folder.
    pub basin: PathBuf,
    /// Called once, when the first frame with the basin's data stands on the screen; the window closes after it.
    pub first_frame: Option<Box<dyn FnOnce(FirstFrame)>>,
}

impl Start {
    /// A window that stays open.
    pub fn new(basin: &Path) -> Self {
        Self {
            basin: basin.to_path_buf(),
            first_frame: None,
        }
    }
}

/// Opens the window and returns when it is closed.
///
/// # Errors
/// There is no screen, or nothing that draws on it.
pub fn run(start: Start) -> Result<(), AppError> {
    has_display().map_err(AppError::NoDisplay)?;
    let _ = start;
    Err(AppError::Window("the window is not built yet".to_owned()))
}

/// Opens the window, waits for the first frame with the basin's data, closes it, and says how long that took.
///
/// # Errors
/// There is no screen, nothing that draws on it, or the basin could not be shown.
pub fn first_frame(basin: &Path) -> Result<FirstFrame, AppError> {
    let (sender, receiver) = std::sync::mpsc::channel();
    run(Start {
        basin: basin.to_path_buf(),
        first_frame: Some(Box::new(move |frame| {
            // The receiver below outlives the window.
            let _sent = sender.send(frame);
        })),
    })?;
    receiver
        .try_recv()
        .map_err(|_| AppError::Window("it was closed before the basin could be shown".to_owned()))
}
