//! A warning as the Common Alerting Protocol 1.2 (OASIS, 2010) writes it.
//!
//! These types hold what a message says; what may stand in it is checked where one is read (`ingest::cap`), and how
//! it is written stands in `report`. Coordinates are WGS 84, latitude first.

mod issued;
mod place;
mod sending;
mod stamp;
mod words;

pub use issued::{Issued, Stand, chain};
pub use place::{Circle, MOST_POINTS, PlaceFault, Polygon, circle, polygon};
pub use sending::Sending;
pub use stamp::Stamp;
pub use words::{Category, Certainty, MessageType, ResponseType, Scope, Severity, Status, Urgency};

/// The namespace of the messages.
pub const NAMESPACE: &str = "urn:oasis:names:tc:emergency:cap:1.2";
/// Longest headline that every receiver shows whole, characters.
pub const LONGEST_HEADLINE: usize = 140;

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Alert {
    /// Unique with its sender; no blank, comma, `<` or `&`.
    pub identifier: String,
    /// Who sends it, unique in the world, often an e-mail address; no blank, comma, `<` or `&`.
    pub sender: String,
    /// When it was sent.
    pub sent: Stamp,
    /// Whether it is meant.
    pub status: Status,
    /// What it does to earlier messages.
    pub message_type: MessageType,
    /// Operator or device that it comes from.
    pub source: Option<String>,
    /// Whom it is for.
    pub scope: Scope,
    /// The rule of a restricted message.
    pub restriction: Option<String>,
    /// Receivers of a private message, parted by blanks.
    pub addresses: Option<String>,
    /// Special handling.
    pub codes: Vec<String>,
    /// Why it was cancelled, or what the exercise is.
    pub note: Option<String>,
    /// Earlier messages that it follows.
    pub references: Vec<Reference>,
    /// Names of the incident.
    pub incidents: Option<String>,
    /// What it says, once a language.
    pub infos: Vec<Info>,
}

/// An earlier message.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Reference {
    /// Its sender.
    pub sender: String,
    /// Its identifier.
    pub identifier: String,
    /// When it was sent, as it says itself.
    pub sent: String,
}

impl Reference {
    /// Reads `sender,identifier,sent`; `None` for any other form.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split(',');
        let (sender, identifier, sent) = (parts.next()?, parts.next()?, parts.next()?);
        let is_whole = parts.next().is_none() && is_name(sender) && is_name(identifier);
        (is_whole && Stamp::parse(sent).is_some()).then(|| Self {
            sender: sender.to_owned(),
            identifier: identifier.to_owned(),
            sent: sent.to_owned(),
        })
    }
}

impl std::fmt::Display for Reference {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{},{},{}", self.sender, self.identifier, self.sent)
    }
}

/// A name and its value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Name.
    pub name: String,
    /// Value.
    pub value: String,
}

impl Named {
    /// From its two parts.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

/// What a message says in one language.
#[derive(Clone, Debug, PartialEq)]
pub struct Info {
    /// Language by RFC 3066, such as "fr".
    pub language: String,
    /// Kinds of event, at least one.
    pub categories: Vec<Category>,
    /// The event.
    pub event: String,
    /// What receivers should do.
    pub response_types: Vec<ResponseType>,
    /// How soon.
    pub urgency: Urgency,
    /// How bad.
    pub severity: Severity,
    /// How sure.
    pub certainty: Certainty,
    /// Whom it concerns.
    pub audience: Option<String>,
    /// The event in codes of the sender's system.
    pub event_codes: Vec<Named>,
    /// From when it holds.
    pub effective: Option<Stamp>,
    /// When the event begins.
    pub onset: Option<Stamp>,
    /// Until when it holds.
    pub expires: Option<Stamp>,
    /// The sender as a person names it.
    pub sender_name: Option<String>,
    /// One line.
    pub headline: Option<String>,
    /// The whole.
    pub description: Option<String>,
    /// What to do.
    pub instruction: Option<String>,
    /// Where more stands.
    pub web: Option<String>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Figures in the sender's own names.
    pub parameters: Vec<Named>,
    /// Where it holds.
    pub areas: Vec<Area>,
}

/// Where a message holds.
#[derive(Clone, Debug, PartialEq)]
pub struct Area {
    /// In words.
    pub description: String,
    /// Closed lines around it.
    pub polygons: Vec<Polygon>,
    /// Circles around it.
    pub circles: Vec<Circle>,
    /// The area in codes.
    pub geocodes: Vec<Named>,
}

/// Whether a text can name a message or its sender: no blank, comma, `<` or `&`, and not empty.
pub fn is_name(text: &str) -> bool {
    let is_bad = |c: char| c.is_whitespace() || c.is_control() || matches!(c, ',' | '<' | '&');
    !text.is_empty() && !text.contains(is_bad)
}
