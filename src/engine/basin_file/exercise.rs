//! `[exercise]`: a basin that is played.

use toml::Table;

use crate::domain::{Cause, Exercise, Finding, Findings, Instant};
use crate::engine::entry::Entry;

const INSTANT: &str = "an instant such as 2026-06-12T06:00:00Z";

/// The exercise of a basin that is one; `None` for a basin that is looked at as it is.
pub(super) fn exercise(root: &Table, findings: &mut Findings) -> Option<Exercise> {
    let value = root.get("exercise")?;
    let Some(table) = value.as_table() else {
        findings.push(
            Finding::error(Cause::Configuration, "this must be a table")
                .entry("exercise")
                .hint("write [exercise] with start, began and speed below it"),
        );
        return None;
    };
    let mut entry = Entry::new("exercise".to_owned(), table, findings);
    let start_text = entry.text("start");
    let start = entry.parsed("start", Instant::parse(&start_text), INSTANT);
    let began_text = entry.text("began");
    let began = entry.parsed("began", Instant::parse(&began_text), INSTANT);
    let speed = entry.number("speed");
    if speed <= 0.0 {
        entry.fault(
            "speed",
            "an exercise runs forwards",
            "write how many times faster than a clock it runs, such as speed = 600.0",
        );
    }
    let end = entry
        .optional_text("end")
        .and_then(|text| entry.parsed("end", Instant::parse(&text), INSTANT));
    entry.finish(&[]);
    Some(Exercise {
        start: start?,
        began: began?,
        speed,
        end,
    })
}
