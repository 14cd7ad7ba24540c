//! What a text says besides its rows: its encoding and line ends, names of columns that differ, remarks that declare
//! what the rows should be.

use crate::domain::{Cause, Finding};

use super::columns::column_names;
use super::decode::Source;
use super::odd_text;
use super::profile::{Begin, Rules, ShapeName};
use super::recognise::is_header;
use super::stamp::{DateCache, Pattern, date_text};
use super::table::Table;

const NOTHING: &str = "nothing needs to be done";

/// Says what is known before the rows are read.
pub(super) fn before(rules: &Rules, source: &Source<'_>, table: &mut Table<'_>) {
    if table.coding.name.starts_with("UTF-16") {
        let message = format!("the file is {} and was converted", table.coding.name);
        table
            .complaints
            .say(Finding::note(Cause::BadEncoding, message).hint(NOTHING));
    }
    if rules.shape != ShapeName::Long {
        return;
    }
    let head = source.head(&table.coding);
    let n_ends = head.matches('\n').count();
    let n_windows = head.matches("\r\n").count();
    if n_windows > 0 && n_windows < n_ends {
        table.complaints.say(
            Finding::note(
                Cause::BadShape,
                "lines end in LF and CRLF, as where two files were joined",
            )
            .hint(NOTHING),
        );
    }
    if rules.begin == Begin::AfterHeader {
        header(rules, &head, table);
    }
    odd_text::say(rules, source, table);
}

/// Names that are written otherwise than in the profile, and columns that it does not name.
fn header(rules: &Rules, head: &str, table: &mut Table<'_>) {
    if !rules.closed {
        return;
    }
    let lines = head.lines().enumerate();
    let Some((at, line)) = lines.into_iter().find(|(_, line)| is_header(rules, line)) else {
        return;
    };
    let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
    let names: Vec<String> = column_names(rules, line)
        .into_iter()
        .map(|(name, _)| name)
        .collect();
    let known = rules.column_texts();
    let is_known = |name: &&String| known.iter().any(|known| known == *name);
    let folded = |name: &String| name.to_lowercase();
    let is_alike = |name: &&String| known.iter().any(|known| folded(known) == folded(name));
    if names.iter().any(|name| !is_known(&name) && is_alike(&name)) {
        table.complaints.say(
            Finding::note(
                Cause::BadShape,
                "the names of columns differ from those of the format in capitals or blanks",
            )
            .line(number)
            .text(line)
            .hint(NOTHING),
        );
    }
    let unread: Vec<&str> = names
        .iter()
        .filter(|name| !is_alike(name) && !name.is_empty())
        .map(String::as_str)
        .collect();
    if !unread.is_empty() {
        table.complaints.say(
            Finding::note(
                Cause::BadShape,
                format!("{} columns are not read", unread.len()),
            )
            .line(number)
            .text(&unread.join(", "))
            .hint("they stay in the copy of the file that the archive keeps"),
        );
    }
}

/// Compares the rows with what remarks declare.
pub(super) fn after(rules: &Rules, source: &Source<'_>, table: &mut Table<'_>) {
    let (Some(declares), Some(comment)) = (&rules.declares, &rules.comment) else {
        return;
    };
    let head = source.head(&table.coding);
    let remarks: Vec<(u32, &str)> = (1..)
        .zip(head.lines())
        .filter(|(_, line)| line.starts_with(comment.as_str()))
        .collect();
    let said = |key: &String| {
        remarks.iter().find_map(|(line, text)| {
            let behind = &text[text.find(key.as_str())? + key.len()..];
            Some((
                *line,
                *text,
                behind.split_whitespace().next().unwrap_or_default(),
            ))
        })
    };
    if let Some((line, text, count)) = declares.rows.as_ref().and_then(said)
        && let Ok(count) = count.parse::<u64>()
        && count != table.receipt.read
    {
        let message = format!(
            "the file declares {count} rows and has {}, so none of it is taken in",
            table.receipt.read
        );
        table.complaints.say(
            Finding::error(Cause::HeaderDisagrees, message)
                .line(line)
                .text(text)
                .hint("the file may be cut; download it again, or ask the agency"),
        );
        table.refused = true;
    }
    if let Some((line, text, period)) = declares.period.as_ref().and_then(said) {
        compare_period((line, text, period), table);
    }
}

fn compare_period((line, text, period): (u32, &str, &str), table: &mut Table<'_>) {
    let Ok(pattern) = Pattern::compile("yyyy-mm-dd") else {
        return;
    };
    let day = |text: &str| {
        let stamp = pattern.read(text.get(..10)?.as_bytes(), &mut DateCache::default())?;
        Some(stamp.millis)
    };
    let Some((from, to)) = period
        .split_once('/')
        .and_then(|(from, to)| Some((day(from)?, day(to)? + 86_400_000)))
    else {
        return;
    };
    let times = || table.series.iter().flat_map(|series| &series.time);
    let (Some(&least), Some(&most)) = (times().min(), times().max()) else {
        return;
    };
    if least < from || most > to {
        let message = format!(
            "the header claims another period than the rows cover, {} to {}; the rows are believed",
            date_text(least),
            date_text(most)
        );
        table.complaints.say(
            Finding::note(Cause::HeaderDisagrees, message)
                .line(line)
                .text(text)
                .hint("nothing needs to be done; tell the agency that its header is not updated"),
        );
    }
}
