//! How a basin sends its warnings: the table `[cap]` of `basin.toml`.

use super::{Polygon, Severity, Status};
use crate::domain::PartyId;

/// Hours that a message holds when the basin says nothing else.
const HOURS: u32 = 24;

/// How a basin sends its warnings.
#[derive(Clone, Debug, PartialEq)]
pub struct Sending {
    /// Who sends, as the protocol names senders.
    pub sender: String,
    /// The sender as a person names it; the basin's name where it is not stated.
    pub sender_name: Option<String>,
    /// Whether messages are meant: an exercise until two persons have confirmed otherwise.
    pub status: Status,
    /// The persons who confirmed that messages are meant.
    pub confirmed_by: Vec<String>,
    /// How long a message holds, hours.
    pub expires_hours: u32,
    /// Severity by common rank, from 1; the last one holds for all higher ranks.
    pub severities: Vec<Severity>,
    /// Lines around the area of a state that its warnings are about.
    pub polygons: Vec<(PartyId, Polygon)>,
    /// Where more stands.
    pub web: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Name of the exercise, for the note of its messages.
    pub exercise: Option<String>,
}

impl Default for Sending {
    /// An exercise of nobody: the sender's domain is one that never exists (RFC 2606).
    fn default() -> Self {
        Self {
            sender: "nobody@basin.invalid".to_owned(),
            sender_name: None,
            status: Status::Exercise,
            confirmed_by: Vec::new(),
            expires_hours: HOURS,
            severities: vec![
                Severity::Minor,
                Severity::Moderate,
                Severity::Severe,
                Severity::Extreme,
            ],
            polygons: Vec::new(),
            web: None,
            contact: None,
            exercise: None,
        }
    }
}

impl Sending {
    /// Severity of a common rank from 1.
    pub fn severity(&self, rank: u8) -> Severity {
        let at = usize::from(rank.max(1)) - 1;
        let last = self.severities.last().copied();
        self.severities
            .get(at)
            .copied()
            .or(last)
            .unwrap_or(Severity::Severe)
    }
}
