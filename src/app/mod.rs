//! The window: session, commands, jobs. `logic` receives and updates, `ui` only draws.
//!
//! [`Session`] is what the window holds. Panels and dialogs send [`Action`]s, [`Session::update`] carries them out;
//! workers send [`Message`]s, [`Session::receive`] takes them in. Nothing else changes it, so that every step of a
//! meeting can be tested without a screen.

mod adopt;
mod adopt_ui;
mod browse;
mod cap;
mod card;
mod cards_ui;
mod chrome_ui;
mod clipboard;
mod dialog;
mod dialog_ui;
mod display;
mod error;
mod export;
mod footer_ui;
mod jobs;
mod layout;
mod message;
mod papers;
mod probe;
mod question_ui;
mod receipts_ui;
mod receive;
mod rows_ui;
mod session;
mod settle;
mod start_ui;
mod update;
mod watch;
mod window;
mod work;

use std::any::Any;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use adopt::{Adopting, StationChoice};
pub use cap::{Sent, send_warnings};
pub use card::{Card, CardId, Cards};
pub use chrome_ui::session_ui;
pub use dialog::{Arrival, Dialog, News, Receipts};
pub use display::has_display;
pub use error::AppError;
pub use jobs::{Jobs, Outbox, Task, Waker};
pub use layout::{Look, last_basin};
pub use message::{Failure, Looked, Message, Purpose};
pub use papers::bulletin_extras;
pub use probe::FirstFrame;
pub use session::{Liveness, Session};
pub use update::Action;

use crate::draw::install_fonts;
use probe::StopWatch;
use window::{ContextSlot, Window, waker};

/// Told how long the first frame took, or why there was none.
pub type FirstFrameListener = Box<dyn FnOnce(Result<FirstFrame, Failure>)>;

/// What a window is opened on.
pub struct Start {
    /// The basin's folder.
    pub basin: PathBuf,
    /// Called once, when the first frame with the basin's data stands on the screen, or when it is clear that there
    /// will be none; the window closes after it.
    pub first_frame: Option<FirstFrameListener>,
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
    let stop_watch = StopWatch::start();
    // The basin is opened while the system makes the window.
    let slot = ContextSlot::default();
    let session = Session::open(&start.basin, waker(&slot));
    let options = eframe::NativeOptions {
        viewport: egui::ViewportBuilder::default()
            .with_app_id("thalweg")
            .with_title("Thalweg")
            .with_inner_size([1600.0, 900.0])
            .with_min_inner_size([800.0, 500.0]),
        renderer: eframe::Renderer::Glow,
        ..eframe::NativeOptions::default()
    };
    let is_open = Arc::new(AtomicBool::new(false));
    hush_until(&is_open);
    let is_open_inside = Arc::clone(&is_open);
    let create: eframe::AppCreator<'_> = Box::new(move |context| {
        install_fonts(&context.egui_ctx);
        // Asked of the open window: some window managers overlook it in one that is still to be shown.
        let whole_screen = egui::ViewportCommand::Maximized(true);
        context.egui_ctx.send_viewport_cmd(whole_screen);
        // A second window would be a second program; the slot is filled once.
        let _first = slot.set(context.egui_ctx.clone());
        is_open_inside.store(true, Ordering::Relaxed);
        Ok(Box::new(Window::new(
            session,
            stop_watch,
            start.first_frame,
        )))
    });
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        eframe::run_native("thalweg", options, create)
    }));
    match outcome {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(AppError::from_eframe(&error)),
        Err(panic) => {
            let text = panic_text(panic.as_ref());
            Err(if is_open.load(Ordering::Relaxed) {
                AppError::Fault(text)
            } else {
                AppError::Window(text)
            })
        }
    }
}

/// The window system's crates panic where a library is missing. Until the window is open a person gets words for
/// that, not a backtrace; faults of other threads, and later ones, are printed as ever.
fn hush_until(is_open: &Arc<AtomicBool>) {
    let is_open = Arc::clone(is_open);
    let this = std::thread::current().id();
    let before = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if is_open.load(Ordering::Relaxed) || std::thread::current().id() != this {
            before(panic);
        }
    }));
}

fn panic_text(panic: &(dyn Any + Send)) -> String {
    panic
        .downcast_ref::<&str>()
        .map(|text| (*text).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_default()
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
    match receiver.try_recv() {
        Ok(outcome) => outcome.map_err(AppError::Basin),
        Err(_) => Err(AppError::Window(
            "it was closed before the basin could be shown".to_owned(),
        )),
    }
}
