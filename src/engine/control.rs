//! Progress and cancel, for every job that a person may wait for.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// How far a job has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Steps done.
    pub done: usize,
    /// Steps in all.
    pub total: usize,
    /// What is being done, such as a file's name.
    pub what: String,
}

type Listener = dyn Fn(Progress) + Send + Sync;

/// Handed to a long job: it reports progress here and asks whether to go on.
#[derive(Clone, Default)]
pub struct Control {
    cancelled: Arc<AtomicBool>,
    listener: Option<Arc<Listener>>,
}

impl Control {
    /// Nobody listens; can still be cancelled.
    pub fn new() -> Self {
        Self::default()
    }

    /// Tells `listener` about every step.
    pub fn with_listener(listener: impl Fn(Progress) + Send + Sync + 'static) -> Self {
        Self {
            cancelled: Arc::default(),
            listener: Some(Arc::new(listener)),
        }
    }

    /// Asks the job to stop at the next file.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether somebody asked the job to stop.
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }

    /// Reports a step.
    pub fn report(&self, done: usize, total: usize, what: &str) {
        if let Some(listener) = &self.listener {
            listener(Progress {
                done,
                total,
                what: what.to_owned(),
            });
        }
    }
}

impl std::fmt::Debug for Control {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control")
            .field("cancelled", &self.is_cancelled())
            .finish_non_exhaustive()
    }
}
