//! Why a fetch brought nothing, in words for a hydrologist.

use std::error::Error;
use std::fmt;
use std::time::Duration;

use crate::domain::{Cause, Finding};

/// A fetch that brought nothing. It is never an empty series: nothing is known, which is not calm.
///
/// URLs are shown without their query, where agencies put keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FetchError {
    /// It may work later: no connection, silence, an answer cut short, 408, 429, 5xx.
    Transient {
        /// What was asked, without query.
        url: String,
        /// What is the matter.
        message: String,
        /// How long the server asked to wait.
        retry_after: Option<Duration>,
    },
    /// It will not work until somebody changes something: a refused address, 4xx, a certificate.
    Final {
        /// What was asked, without query.
        url: String,
        /// What is the matter.
        message: String,
        /// What to do.
        hint: String,
    },
}

impl FetchError {
    /// Whether it may work later without anybody changing anything.
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Transient { .. })
    }

    /// What to do, one sentence without a full stop.
    pub fn hint(&self) -> &str {
        match self {
            Self::Transient { .. } => "it is tried again; what was fetched before stays",
            Self::Final { hint, .. } => hint,
        }
    }

    /// As a finding.
    pub fn finding(&self) -> Finding {
        let (Self::Transient { message, url, .. } | Self::Final { message, url, .. }) = self;
        Finding::warning(Cause::Fetch, message)
            .text(url)
            .hint(self.hint())
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (Self::Transient { message, url, .. } | Self::Final { message, url, .. }) = self;
        write!(f, "{message}: {url}")
    }
}

impl Error for FetchError {}

/// Why an address is not asked; travels through the HTTP library as the cause of its error.
#[derive(Clone, Debug)]
pub(super) struct Refusal {
    pub(super) message: String,
    pub(super) hint: &'static str,
}

impl Refusal {
    pub(super) fn new(message: impl Into<String>, hint: &'static str) -> Self {
        Self {
            message: message.into(),
            hint,
        }
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl Error for Refusal {}

/// The first cause of type `T` in the chain of an error, looking into the errors that `io::Error` wraps.
pub(super) fn cause_of<'a, T: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a T> {
    let mut next: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = next {
        if let Some(found) = error.downcast_ref::<T>() {
            return Some(found);
        }
        // The source of an io::Error is the source of what it wraps; the wrapped error itself is only here.
        next = match error.downcast_ref::<std::io::Error>() {
            Some(io) => io.get_ref().map(|inner| inner as &(dyn Error + 'static)),
            None => error.source(),
        };
    }
    None
}

/// The last cause of an error, which says what happened in the fewest words.
pub(super) fn root_words(error: &(dyn Error + 'static)) -> String {
    let mut last = error;
    while let Some(source) = last.source() {
        last = source;
    }
    last.to_string()
}
