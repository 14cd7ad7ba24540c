//! When an export says that it was made: of two that differ, the later one counts.

use super::profile::Rules;
use super::stamp::{DateCache, Pattern};
use crate::domain::Instant;

/// Longest text of a date with a time.
const LONGEST: usize = 40;

/// The instant that the head of a file states, by the profile's rule; a time without an offset is taken as if it
/// were UTC, which is enough to put exports of one agency in order. `None` where there is no rule or no date.
pub(super) fn issued(rules: &Rules, head: &str) -> Option<Instant> {
    let rule = rules.issued.as_ref()?;
    let (_, behind) = head.split_once(rule.after.as_str())?;
    let line = behind.lines().next().unwrap_or_default();
    let text = line.trim_start_matches(|mark: char| !mark.is_ascii_digit());
    let patterns: Vec<Pattern> = rule
        .patterns
        .iter()
        .filter_map(|pattern| Pattern::compile(pattern).ok())
        .collect();
    let ends = text.char_indices().map(|(at, mark)| at + mark.len_utf8());
    let ends: Vec<usize> = ends.take(LONGEST).collect();
    // The longest beginning that is a date: what follows on the line is none of it.
    ends.iter().rev().find_map(|&end| {
        let bytes = text.get(..end)?.as_bytes();
        let read = |pattern: &Pattern| pattern.read(bytes, &mut DateCache::default());
        let stamp = patterns.iter().find_map(read)?;
        let ahead = i64::from(stamp.offset.unwrap_or(0)) * 60_000;
        Some(Instant::from_millis(stamp.millis - ahead))
    })
}
