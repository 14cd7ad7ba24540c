//! `[cap]`: how the basin sends its warnings.

use std::collections::BTreeSet;

use toml::{Table, Value};

use super::Entry;
use crate::domain::cap::{Polygon, Sending, Severity, Status, is_name, polygon};
use crate::domain::{Findings, PartyId};

/// So long may a message hold at most, hours: what holds longer is not looked after.
const LONGEST_HOURS: f64 = 168.0;

/// Reads the table; a basin without one sends exercises only.
pub(super) fn sending(root: &Table, findings: &mut Findings) -> Sending {
    let empty = Table::new();
    let table = root.get("cap").and_then(Value::as_table);
    let is_there = root.contains_key("cap");
    let mut entry = Entry::new("cap".to_owned(), table.unwrap_or(&empty), findings);
    if table.is_none() {
        if is_there {
            entry.fault(
                "cap",
                "this must be a table",
                "write [cap] on a line of its own",
            );
        }
        return Sending::default();
    }
    let unset = Sending::default();
    let sender = entry.text("sender");
    if !sender.is_empty() && !is_name(&sender) {
        entry.fault(
            "sender",
            "a sender holds no blank, comma, < or &",
            "write an address such as warnings@commission.example",
        );
    }
    let sending = Sending {
        sender,
        sender_name: entry.optional_text("sender_name"),
        expires_hours: hours(&mut entry).unwrap_or(unset.expires_hours),
        severities: severities(&mut entry).unwrap_or(unset.severities),
        polygons: polygons(&mut entry),
        web: entry.optional_text("web"),
        contact: entry.optional_text("contact"),
        exercise: entry.optional_text("exercise"),
        status: status(&mut entry),
        confirmed_by: entry.texts("confirmed_by"),
    };
    if sending.status == Status::Actual && !is_by_two(&sending.confirmed_by) {
        entry.fault(
            "confirmed_by",
            "messages are meant only when two persons have confirmed it",
            "write confirmed_by = [\"name of one person\", \"name of another\"], or status = \"Exercise\"",
        );
    }
    entry.finish(&[]);
    sending
}

/// As the protocol writes them: latitude before longitude, the first point again as the last.
fn polygons(entry: &mut Entry<'_>) -> Vec<(PartyId, Polygon)> {
    let mut read = Vec::new();
    for (party, text) in entry.pairs("polygons") {
        match polygon(&text) {
            Ok(polygon) => read.push((PartyId::new(party), polygon)),
            Err(fault) => entry.fault(
                "polygons",
                &format!("{party}: {fault}"),
                "write latitude,longitude in degrees with blanks between the points, such as \"44.8,21.3 44.9,21.3 44.9,21.5 44.8,21.3\"",
            ),
        }
    }
    read
}

/// Whether at least two names stand there that differ by more than capitals and blanks.
fn is_by_two(names: &[String]) -> bool {
    let bare = |name: &String| {
        let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
        words.join(" ")
    };
    let persons: BTreeSet<String> = names
        .iter()
        .map(bare)
        .filter(|name| !name.is_empty())
        .collect();
    persons.len() >= 2
}

fn status(entry: &mut Entry<'_>) -> Status {
    let Some(text) = entry.optional_text("status") else {
        return Status::Exercise;
    };
    let status = Status::parse(&text);
    let wanted = format!("one of {}", Status::ALL.join(", "));
    entry
        .parsed("status", status, &wanted)
        .unwrap_or(Status::Exercise)
}

fn hours(entry: &mut Entry<'_>) -> Option<u32> {
    let hours = entry.optional_number("expires_h")?;
    if !(1.0..=LONGEST_HOURS).contains(&hours) {
        entry.fault(
            "expires_h",
            "a message holds from one hour to a week",
            "write expires_h = 24",
        );
        return None;
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 1 and 168"
    )]
    let whole = hours.round() as u32;
    Some(whole)
}

fn severities(entry: &mut Entry<'_>) -> Option<Vec<Severity>> {
    let words = entry.texts("severity");
    if words.is_empty() {
        return None;
    }
    let known: Option<Vec<Severity>> = words.iter().map(|word| Severity::parse(word)).collect();
    let wanted = format!(
        "severity = [\"Minor\", \"Moderate\", \"Severe\"], by common rank from 1, each one of {}",
        Severity::ALL.join(", ")
    );
    entry.parsed("severity", known, &wanted)
}
