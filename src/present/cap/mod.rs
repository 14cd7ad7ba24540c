//! The warnings of a basin as messages of CAP 1.2: one warning a state, in that state's own levels, in every language
//! of the commission, for its own area and for the neighbours that the same water reaches.
//!
//! A message is made only where there is news: a first level is an alert; another level, a gauge that went silent or
//! came back, or a message about to expire is an update. An all clear needs fresh data of all gauges of the state and
//! a person's name.

mod area;
mod say;
mod situation;

use super::Words;
use crate::domain::cap::{
    Alert, Category, Certainty, Info, Issued, MessageType, Reference, ResponseType, Scope,
    Severity, Stamp, Stand, Status, Urgency, chain,
};
use crate::domain::{FileHash, Instant, Party, PartyId};
use crate::engine::Evaluation;

use situation::Situation;

/// What a person asks for when messages are made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CapWish {
    /// Says that the danger is over, and who says so.
    pub all_clear: Option<String>,
    /// Takes back the warning of a state, for this reason, and who does so.
    pub cancel: Option<Cancelled>,
}

/// A warning that is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cancelled {
    /// The state whose warning it is.
    pub party: PartyId,
    /// Why.
    pub reason: String,
    /// Who takes it back.
    pub who: String,
}

/// A message that is to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct CapDraft {
    /// The message.
    pub alert: Alert,
    /// Its entry in the book; number and hashes are filled in when it is entered.
    pub entry: Issued,
}

/// What there is to send for a state.
#[derive(Clone, Debug, PartialEq)]
pub enum CapNews {
    /// No level is known to be reached and no warning is open; where gauges are silent, how many are known and of
    /// which ones nothing is said.
    Nothing(Option<String>),
    /// The last message still says what is so; it stands until it expires.
    Unchanged(Issued),
    /// There is news.
    Send(Box<CapDraft>),
    /// What was asked for cannot be said, and why.
    Refused(String),
}

/// What there is to send for each state, in the order of the basin. `book` is the basin's book of messages.
pub fn cap_news(
    evaluation: &Evaluation,
    book: &[Issued],
    wish: &CapWish,
) -> Vec<(PartyId, CapNews)> {
    let parties = evaluation.basin.parties.iter();
    parties
        .map(|party| (party.id.clone(), of_party(evaluation, party, (book, wish))))
        .collect()
}

fn of_party(
    evaluation: &Evaluation,
    party: &Party,
    (book, wish): (&[Issued], &CapWish),
) -> CapNews {
    let open = chain(book, &party.id);
    let situation = Situation::of(evaluation, &party.id);
    let making = Making {
        evaluation,
        party,
        situation: &situation,
        open: &open,
        // Two messages of one instant would have one name without the number.
        n: book.len() + 1,
    };
    if let Some(cancel) = wish
        .cancel
        .as_ref()
        .filter(|cancel| cancel.party == party.id)
    {
        return if open.is_empty() {
            CapNews::Refused(
                "no warning of this state is open, so none can be taken back".to_owned(),
            )
        } else {
            making.send(Act::Cancel(cancel))
        };
    }
    if let Some(who) = wish.all_clear.as_ref().filter(|_| !open.is_empty()) {
        return match situation.why_not_clear() {
            Some(why) => CapNews::Refused(why),
            None => making.send(Act::AllClear(who)),
        };
    }
    match open.last() {
        None if situation.reached.is_empty() => CapNews::Nothing(situation.silence()),
        None => making.send(Act::Warn),
        Some(last) if last.situation == situation.stands && !is_ageing(last, evaluation.as_of) => {
            CapNews::Unchanged((*last).clone())
        }
        Some(_) => making.send(Act::Warn),
    }
}

/// Whether less than a quarter of a message's life is left, so that it must be renewed to stand.
fn is_ageing(last: &Issued, as_of: Instant) -> bool {
    let life = last.expires.minutes_since(last.at);
    last.expires.minutes_since(as_of) < life / 4
}

#[derive(Clone, Copy)]
enum Act<'a> {
    Warn,
    AllClear(&'a str),
    Cancel(&'a Cancelled),
}

struct Making<'a> {
    evaluation: &'a Evaluation,
    party: &'a Party,
    situation: &'a Situation<'a>,
    open: &'a [&'a Issued],
    n: usize,
}

impl Making<'_> {
    fn send(&self, act: Act<'_>) -> CapNews {
        let basin = &self.evaluation.basin;
        let sending = &basin.sending;
        let sent = Stamp::new(self.evaluation.as_of, self.party.clock);
        let expires = sent.plus_minutes(60 * i64::from(sending.expires_hours));
        let reference = Reference {
            sender: sending.sender.clone(),
            identifier: identifier(&basin.name, self.party, (sent, self.n)),
            sent: sent.to_string(),
        };
        let message_type = match act {
            Act::Cancel(_) => MessageType::Cancel,
            _ if self.open.is_empty() => MessageType::Alert,
            _ => MessageType::Update,
        };
        let alert = Alert {
            identifier: reference.identifier.clone(),
            sender: reference.sender.clone(),
            sent,
            status: self.status(),
            message_type,
            source: None,
            scope: Scope::Public,
            restriction: None,
            addresses: None,
            codes: Vec::new(),
            note: self.note(&act),
            references: self.references(),
            incidents: Some(self.incident(&reference)),
            infos: self.infos(&act, expires),
        };
        let entry = Issued {
            n: 0,
            previous: FileHash::of(b""),
            party: self.party.id.clone(),
            reference,
            at: sent.at,
            message_type,
            status: self.status(),
            expires: expires.at,
            situation: self.situation.stands.clone(),
            ends: matches!(act, Act::AllClear(_) | Act::Cancel(_)),
            confirmed_by: match act {
                Act::AllClear(who) => vec![who.to_owned()],
                Act::Cancel(cancel) => vec![cancel.who.clone()],
                Act::Warn => sending.confirmed_by.clone(),
            },
            sha256: FileHash::of(b""),
        };
        CapNews::Send(Box::new(CapDraft { alert, entry }))
    }

    /// As the basin sets it; what is played as an exercise is never meant.
    fn status(&self) -> Status {
        let basin = &self.evaluation.basin;
        match basin.exercise {
            Some(_) => Status::Exercise,
            None => basin.sending.status,
        }
    }

    /// All messages of this warning that have not expired; where all have, the last one.
    fn references(&self) -> Vec<Reference> {
        let now = self.evaluation.as_of;
        let mut standing: Vec<Reference> = self
            .open
            .iter()
            .filter(|issued| issued.expires > now)
            .map(|issued| issued.reference.clone())
            .collect();
        if standing.is_empty() {
            standing.extend(self.open.last().map(|issued| issued.reference.clone()));
        }
        standing
    }

    /// The first message of a warning names the incident of all that follow.
    fn incident(&self, own: &Reference) -> String {
        let first = self.open.first().map_or(own, |issued| &issued.reference);
        first.identifier.clone()
    }

    fn note(&self, act: &Act<'_>) -> Option<String> {
        let sending = &self.evaluation.basin.sending;
        match act {
            Act::Cancel(cancel) => Some(format!("{} ({})", cancel.reason, cancel.who)),
            Act::AllClear(who) => Some(who.to_string()),
            Act::Warn if self.status() == Status::Exercise => {
                let languages = &self.evaluation.basin.languages;
                let unnamed = || {
                    Words::new(languages)
                        .side_by_side(languages.len())
                        .get("cap-exercise")
                };
                Some(sending.exercise.clone().unwrap_or_else(unnamed))
            }
            Act::Warn => None,
        }
    }

    fn infos(&self, act: &Act<'_>, expires: Stamp) -> Vec<Info> {
        let languages = &self.evaluation.basin.languages;
        let tags: Vec<String> = if languages.is_empty() {
            vec!["en".to_owned()]
        } else {
            languages.clone()
        };
        tags.iter()
            .map(|tag| self.info((tag, &Words::new(std::slice::from_ref(tag))), act, expires))
            .collect()
    }

    fn info(&self, (tag, words): (&str, &Words), act: &Act<'_>, expires: Stamp) -> Info {
        let basin = &self.evaluation.basin;
        let sending = &basin.sending;
        let (situation, party) = (self.situation, self.party);
        let is_over = !matches!(act, Act::Warn) || situation.reached.is_empty();
        let saying = say::Saying {
            evaluation: self.evaluation,
            party,
            situation,
            words,
        };
        let headline = match act {
            Act::Warn => saying.headline(),
            Act::AllClear(_) => saying.headline_of("cap-headline-clear"),
            Act::Cancel(_) => saying.headline_of("cap-headline-cancelled"),
        };
        Info {
            language: tag.to_owned(),
            categories: vec![Category::Met],
            event: words.get("cap-event"),
            response_types: match act {
                Act::AllClear(_) => vec![ResponseType::AllClear],
                Act::Cancel(_) => vec![ResponseType::None],
                Act::Warn if situation.rank >= 2 => {
                    vec![ResponseType::Prepare, ResponseType::Monitor]
                }
                Act::Warn => vec![ResponseType::Monitor],
            },
            urgency: if is_over {
                Urgency::Past
            } else {
                situation.urgency()
            },
            severity: if is_over {
                Severity::Minor
            } else {
                sending.severity(situation.rank)
            },
            certainty: if situation.is_seen() {
                Certainty::Observed
            } else {
                Certainty::Likely
            },
            audience: None,
            event_codes: Vec::new(),
            effective: None,
            onset: None,
            expires: Some(expires),
            sender_name: Some(
                sending
                    .sender_name
                    .clone()
                    .unwrap_or_else(|| basin.name.clone()),
            ),
            headline: Some(headline),
            description: Some(saying.description()),
            instruction: Some(words.get(if is_over {
                "cap-instruction-over"
            } else {
                "cap-instruction"
            })),
            web: sending.web.clone(),
            contact: sending.contact.clone(),
            parameters: saying.parameters(),
            areas: area::areas(self.evaluation, party, situation, words),
        }
    }
}

/// Basin, state, instant and number: the same message has the same name wherever it is made.
fn identifier(basin: &str, party: &Party, (sent, n): (Stamp, usize)) -> String {
    let bare = |text: &str| -> String {
        let kept = text
            .chars()
            .map(|c| if c.is_ascii_alphanumeric() { c } else { '-' });
        kept.collect::<String>().to_lowercase()
    };
    format!(
        "{}.{}.{}.{n}",
        bare(basin),
        bare(party.id.as_str()),
        sent.at.utc().format("%Y%m%dT%H%M%SZ")
    )
}
