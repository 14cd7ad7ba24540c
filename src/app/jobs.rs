//! Work beside the window: named threads, progress, cancel, one of a kind at a time.
//!
//! A job is a closure that gets a [`Control`] and sends [`Message`]s; it never touches the session. A second job
//! of a kind waits for the first, and only the newest waits: whoever zooms ten times wants the tenth picture.
//! A panic inside a job becomes a message; what the session holds stays as it was.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

use super::message::Message;
use super::panic_text;
use crate::engine::{Control, Progress};

/// Messages that may wait for the next frame; a worker that is faster than that waits too.
const PENDING_MESSAGES: usize = 64;

/// What kind of work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Task {
    /// Opens a basin and computes its figures.
    Open,
    /// Reads exports and computes again.
    Import,
    /// Looks at a file that nobody knows.
    Look,
    /// Builds the picture of figures that are known.
    View,
    /// Asks where a figure comes from.
    Explain,
    /// Studies a ledger.
    Study,
    /// Analyses a station.
    Analyse,
    /// Writes down what a person does about an alarm.
    Alarm,
    /// Writes a picture.
    Export,
    /// Puts something on the clipboard.
    Copy,
    /// Writes down how the basin is looked at.
    Remember,
    /// Shows a dialog of the system.
    Browse,
}

impl Task {
    /// Key of its name.
    pub(super) fn word_key(self) -> &'static str {
        match self {
            Self::Open => "app-task-open",
            Self::Import => "app-task-import",
            Self::Look => "app-task-look",
            Self::View => "app-task-view",
            Self::Explain => "app-task-explain",
            Self::Study => "app-task-study",
            Self::Analyse => "app-task-analyse",
            Self::Alarm => "app-task-alarm",
            Self::Export => "app-task-export",
            Self::Copy => "app-task-copy",
            Self::Remember => "app-task-remember",
            Self::Browse => "app-task-browse",
        }
    }

    fn thread_name(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Import => "import",
            Self::Look => "look",
            Self::View => "view",
            Self::Explain => "explain",
            Self::Study => "study",
            Self::Analyse => "analyse",
            Self::Alarm => "alarm",
            Self::Export => "export",
            Self::Copy => "copy",
            Self::Remember => "remember",
            Self::Browse => "browse",
        }
    }
}

/// Wakes the window after a message was sent.
pub type Waker = Arc<dyn Fn() + Send + Sync>;

/// Where workers leave their messages.
#[derive(Clone)]
pub struct Outbox {
    sender: SyncSender<Message>,
    waker: Waker,
}

impl Outbox {
    /// Delivers a message, waiting while the window is busy. A window that is gone needs none.
    pub fn send(&self, message: Message) {
        if self.sender.send(message).is_ok() {
            (self.waker)();
        }
    }

    /// Delivers a message if there is room now; true when it went out.
    pub fn offer(&self, message: Message) -> bool {
        match self.sender.try_send(message) {
            Ok(()) => {
                (self.waker)();
                true
            }
            Err(TrySendError::Full(_) | TrySendError::Disconnected(_)) => false,
        }
    }

    pub(super) fn wake(&self) {
        (self.waker)();
    }
}

type Work = Box<dyn FnOnce(&Control, &Outbox) + Send>;

struct Running {
    control: Control,
    progress: Arc<Mutex<Option<Progress>>>,
}

/// All work beside the window.
pub struct Jobs {
    outbox: Outbox,
    inbox: Receiver<Message>,
    running: BTreeMap<Task, Running>,
    waiting: BTreeMap<Task, Work>,
}

impl Jobs {
    /// No work yet; `waker` is called after every message.
    pub fn new(waker: Waker) -> Self {
        let (sender, inbox) = sync_channel(PENDING_MESSAGES);
        Self {
            outbox: Outbox { sender, waker },
            inbox,
            running: BTreeMap::new(),
            waiting: BTreeMap::new(),
        }
    }

    /// Where other threads leave messages.
    pub fn outbox(&self) -> Outbox {
        self.outbox.clone()
    }

    /// Starts `work`, or lets it wait in place of an older one of its kind.
    pub fn start(&mut self, task: Task, work: impl FnOnce(&Control, &Outbox) + Send + 'static) {
        let work: Work = Box::new(work);
        if self.running.contains_key(&task) {
            self.waiting.insert(task, work);
        } else {
            self.spawn(task, work);
        }
    }

    fn spawn(&mut self, task: Task, work: Work) {
        let progress: Arc<Mutex<Option<Progress>>> = Arc::default();
        let control = {
            let progress = Arc::clone(&progress);
            let outbox = self.outbox.clone();
            Control::with_listener(move |step| {
                *progress.lock().unwrap_or_else(PoisonError::into_inner) = Some(step);
                outbox.wake();
            })
        };
        let running = Running {
            control: control.clone(),
            progress,
        };
        let outbox = self.outbox.clone();
        let spawned = thread::Builder::new()
            .name(task.thread_name().to_owned())
            .spawn(move || {
                let outcome = catch_unwind(AssertUnwindSafe(|| work(&control, &outbox)));
                if let Err(panic) = outcome {
                    outbox.send(Message::Panicked(task, panic_text(panic.as_ref())));
                }
                outbox.send(Message::Finished(task));
            });
        match spawned {
            Ok(_detached) => {
                self.running.insert(task, running);
            }
            Err(error) => {
                self.outbox
                    .offer(Message::Panicked(task, error.to_string()));
            }
        }
    }

    /// Takes the next message, if one waits.
    pub fn receive(&mut self) -> Option<Message> {
        self.inbox.try_recv().ok()
    }

    /// Notes that a job has ended, and starts the one that waited for it.
    pub fn finished(&mut self, task: Task) {
        self.running.remove(&task);
        if let Some(work) = self.waiting.remove(&task) {
            self.spawn(task, work);
        }
    }

    /// Asks a job to stop and forgets the one that waits behind it.
    pub fn cancel(&mut self, task: Task) {
        self.waiting.remove(&task);
        if let Some(running) = self.running.get(&task) {
            running.control.cancel();
        }
    }

    /// Asks every job to stop.
    pub fn cancel_all(&mut self) {
        self.waiting.clear();
        for running in self.running.values() {
            running.control.cancel();
        }
    }

    /// Whether a job of this kind runs.
    pub fn is_running(&self, task: Task) -> bool {
        self.running.contains_key(&task)
    }

    /// What runs, and how far it has come.
    pub fn running(&self) -> Vec<(Task, Option<Progress>)> {
        let step = |running: &Running| {
            running
                .progress
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .clone()
        };
        self.running
            .iter()
            .map(|(task, running)| (*task, step(running)))
            .collect()
    }
}
