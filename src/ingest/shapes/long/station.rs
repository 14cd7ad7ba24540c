//! Which station a file is of, where its rows do not say it.

use crate::domain::{Cause, Finding};
use crate::ingest::containers::file_of;
use crate::ingest::preamble::part_of;
use crate::ingest::profile::{Between, Rules, StationRule};
use crate::ingest::rows::StationAt;
use crate::ingest::table::Table;

use super::super::plan;
use super::Top;

/// A name of a file with fewer digits is a word of somebody and no id of a station.
const DIGITS_OF_AN_ID: usize = 4;

/// Where the rows find their station; `None` when the file does not name it where the profile looks.
pub(in crate::ingest::shapes) fn station(
    rules: &Rules,
    top: &Top<'_>,
    table: &mut Table<'_>,
) -> Option<StationAt> {
    let Some(rule) = &rules.station else {
        return Some(StationAt::Fixed(stem(table), None));
    };
    if let Some(column) = &rule.column {
        return plan::field(column, &top.names).map(StationAt::Field);
    }
    let id = if rule.per_column {
        String::new()
    } else {
        station_id(rule, top, table)?
    };
    let name = rule
        .name_key
        .as_ref()
        .and_then(|key| top.preamble.value(key));
    Some(StationAt::Fixed(id, name.map(str::to_owned)))
}

/// The one station of a file: behind a key, within a line, within the name of the file, or never named.
fn station_id(rule: &StationRule, top: &Top<'_>, table: &mut Table<'_>) -> Option<String> {
    if let Some(key) = &rule.key
        && let Some(id) = top.preamble.value(key)
    {
        return Some(id.to_owned());
    }
    if let Some(name) = &rule.under
        && let Some(id) = top.preamble.under(name)
    {
        return Some(id.to_owned());
    }
    if let Some(between) = &rule.in_line {
        let header = || {
            let text = table.coding.decode(top.header?);
            part_of(text.trim().trim_matches('"'), between)
        };
        if let Some(id) = top.preamble.part(between).or_else(header) {
            return Some(id);
        }
    }
    if let Some(between) = &rule.in_file_name {
        return Some(id_in_file_name(between, table));
    }
    rule.fixed.clone()
}

/// The id within the name of the file; the whole name where it is not there.
fn id_in_file_name(between: &Between, table: &mut Table<'_>) -> String {
    let path = table.complaints.file();
    let name = file_of(path);
    part_of(name, between).unwrap_or_else(|| stem(table))
}

/// The name of the file without its ending, where it is like an id; else none, which is asked. Both with a finding.
fn stem(table: &mut Table<'_>) -> String {
    let path = table.complaints.file();
    let name = file_of(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let digits = stem.bytes().filter(u8::is_ascii_digit).count();
    let stem = if digits < DIGITS_OF_AN_ID { "" } else { stem }.to_owned();
    let message = if stem.is_empty() {
        "nothing in the file names its station"
    } else {
        "nothing in the file names its station, so the name of the file stands for it"
    };
    table.complaints.say(
        Finding::warning(Cause::UnknownStation, message)
            .text(&stem)
            .hint("say which station it is, or map this name to the station in basin.toml"),
    );
    stem
}
