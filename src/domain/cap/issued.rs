//! A message that was sent, as the basin's book of messages keeps it.

use super::{MessageType, Reference, Status};
use crate::domain::{FileHash, Instant, PartyId, StationId};

/// A message that was sent: a line of the book. Each line names the hash of the one before it.
#[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
pub struct Issued {
    /// Number of the line, from 1.
    pub n: u64,
    /// SHA-256 of the line before, of nothing before the first.
    pub previous: FileHash,
    /// The state whose warning it is.
    pub party: PartyId,
    /// The message, as others refer to it.
    #[serde(flatten)]
    pub reference: Reference,
    /// When it was sent, on the clock of the evaluation.
    pub at: Instant,
    /// What it does.
    pub message_type: MessageType,
    /// Whether it is meant.
    pub status: Status,
    /// Until when it holds.
    pub expires: Instant,
    /// What it says of each gauge; another situation is news.
    pub situation: Vec<Stand>,
    /// Whether it ends its warning: an all clear, or a message that takes back the others.
    pub ends: bool,
    /// Who confirmed it, where a person had to.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub confirmed_by: Vec<String>,
    /// SHA-256 of the message as it was written.
    pub sha256: FileHash,
}

/// What a message says of a gauge.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Stand {
    /// Gauge.
    pub station: StationId,
    /// Word of its state.
    pub state: String,
    /// Native name of its level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub level: Option<String>,
}

/// The messages of a state's warning that goes on: all since the last one that ended a warning. They are what an
/// update must refer to, unless they have expired.
pub fn chain<'a>(book: &'a [Issued], party: &PartyId) -> Vec<&'a Issued> {
    let mut open = Vec::new();
    for issued in book.iter().filter(|issued| issued.party == *party) {
        open.push(issued);
        if issued.ends {
            open.clear();
        }
    }
    open
}
