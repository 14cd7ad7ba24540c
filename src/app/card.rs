//! Cards: what the window tells a person besides the figures. A card about something lost stays until it is closed.

use std::time::{Duration, Instant};

use crate::domain::{Finding, Findings, Severity};

/// How long a card that asks for nothing stays.
const NOTE_STAYS: Duration = Duration::from_secs(10);

/// Findings that one card lists; the rest is counted.
const LISTED: usize = 4;

/// More cards than this push the oldest note out.
const MOST: usize = 5;

/// Names a card while it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CardId(u64);

/// One message.
#[derive(Clone, Debug, PartialEq)]
pub struct Card {
    /// Names it.
    pub id: CardId,
    /// How much it matters.
    pub severity: Severity,
    /// First line.
    pub title: String,
    /// Further lines.
    pub lines: Vec<String>,
    until: Option<Instant>,
}

/// The cards that are shown, oldest first.
#[derive(Debug, Default)]
pub struct Cards {
    cards: Vec<Card>,
    made: u64,
}

impl Cards {
    /// Shows a card. Notes leave by themselves; a card with the same words as one that is shown replaces it.
    pub fn show(&mut self, severity: Severity, title: String, lines: Vec<String>) {
        self.cards
            .retain(|card| card.title != title || card.lines != lines);
        self.made += 1;
        let until = (severity == Severity::Note).then(|| Instant::now() + NOTE_STAYS);
        self.cards.push(Card {
            id: CardId(self.made),
            severity,
            title,
            lines,
            until,
        });
        if self.cards.len() > MOST
            && let Some(n) = self.cards.iter().position(|card| card.until.is_some())
        {
            self.cards.remove(n);
        }
    }

    /// Closes one.
    pub fn close(&mut self, id: CardId) {
        self.cards.retain(|card| card.id != id);
    }

    /// Closes those whose time is up; gives the time until the next one leaves.
    pub fn expire(&mut self, now: Instant) -> Option<Duration> {
        self.cards
            .retain(|card| card.until.is_none_or(|until| until > now));
        self.cards
            .iter()
            .filter_map(|card| card.until)
            .map(|until| until.saturating_duration_since(now))
            .min()
    }

    /// Oldest first.
    pub fn iter(&self) -> std::slice::Iter<'_, Card> {
        self.cards.iter()
    }
}

/// The findings that matter most, one a line, and how many more there are.
pub(super) fn finding_lines(findings: &Findings) -> (Vec<String>, usize) {
    let mut sorted: Vec<&Finding> = findings.iter().collect();
    sorted.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    let lines = sorted
        .iter()
        .take(LISTED)
        .map(ToString::to_string)
        .collect();
    (lines, sorted.len().saturating_sub(LISTED))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_leave_and_errors_stay() {
        let mut cards = Cards::default();
        cards.show(Severity::Note, "read".to_owned(), Vec::new());
        cards.show(Severity::Error, "lost".to_owned(), Vec::new());
        let later = Instant::now() + NOTE_STAYS + Duration::from_secs(1);
        assert!(cards.expire(Instant::now()).is_some());
        assert_eq!(cards.expire(later), None);
        let titles: Vec<&str> = cards.iter().map(|card| card.title.as_str()).collect();
        assert_eq!(titles, ["lost"]);
    }

    #[test]
    fn the_same_words_are_shown_once() {
        let mut cards = Cards::default();
        for _ in 0..3 {
            cards.show(Severity::Warning, "silent".to_owned(), Vec::new());
        }
        assert_eq!(cards.iter().count(), 1);
    }
}
