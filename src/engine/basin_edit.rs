//! Adding to the text of a `basin.toml`: what a person wrote there stays as it is, remarks and order included.

use toml::Value;

use super::EngineError;
use super::basin_file;
use crate::domain::{Basin, Cause, Clock, Finding, PartyId, SourceId, StationId};

/// A source that `basin.toml` does not have yet.
#[derive(Clone, Debug, PartialEq)]
pub struct NewSource {
    /// Its id.
    pub id: SourceId,
    /// Whose exports they are.
    pub party: PartyId,
    /// Who sends them.
    pub agency: String,
    /// Folder below the basin's.
    pub folder: String,
    /// Profile that reads them.
    pub profile: String,
    /// Clock of their times, where neither they nor the profile say it.
    pub clock: Option<Clock>,
}

/// So long after its last reading a source that somebody fills by hand counts as late, hours: five weeks.
const LATE_AFTER: f64 = 840.0;
/// And so long as silent, hours: three months.
const SILENT_AFTER: f64 = 2160.0;

/// The text with a table for a further source at its end.
pub(super) fn with_source(
    text: &str,
    source: &NewSource,
    stations: &[(String, StationId)],
) -> String {
    let mut out = text.trim_end().to_owned();
    let mut lines = vec![
        format!("id = {}", quoted(source.id.as_str())),
        format!("state = {}", quoted(source.party.as_str())),
        format!("agency = {}", quoted(&source.agency)),
        format!("folder = {}", quoted(&source.folder)),
        format!("profile = {}", quoted(&source.profile)),
        format!("stations = {{ {} }}", pairs(stations)),
        "# hours after its last reading; write what the agency promises".to_owned(),
        format!("late_after_h = {LATE_AFTER:.1}"),
        format!("silent_after_h = {SILENT_AFTER:.1}"),
    ];
    if let Some(clock) = source.clock {
        lines.insert(5, format!("clock = {}", quoted(&clock.to_string())));
    }
    out.push_str("\n\n[[source]]\n");
    out.push_str(&lines.join("\n"));
    out.push('\n');
    out
}

/// The text with further stations in the table of a source; `None` when the place for them cannot be found.
pub(super) fn with_stations(
    text: &str,
    source: &SourceId,
    stations: &[(String, StationId)],
) -> Option<String> {
    if stations.is_empty() {
        return Some(text.to_owned());
    }
    let block = block_of(text, source)?;
    let place = place_in(&text[block.clone()])?;
    let (at, added) = match place {
        Place::Inside { at, is_apart } => {
            let comma = if is_apart { " " } else { ", " };
            let end = if is_apart { " " } else { "" };
            (at, format!("{comma}{}{end}", pairs(stations)))
        }
        Place::Below(at) => {
            let lines: Vec<String> = stations.iter().map(pair).collect();
            (at, format!("{}\n", lines.join("\n")))
        }
        Place::After(at) => (at, format!("stations = {{ {} }}\n", pairs(stations))),
    };
    let at = block.start + at;
    Some(format!("{}{added}{}", text.get(..at)?, text.get(at..)?))
}

/// Where stations are added, as a place in the text of a source's table.
enum Place {
    /// Behind the last pair of an inline table.
    Inside { at: usize, is_apart: bool },
    /// Below the heading of a table of their own.
    Below(usize),
    /// As a new entry after the line of the id.
    After(usize),
}

fn place_in(block: &str) -> Option<Place> {
    let mut start = 0;
    let mut after_id = None;
    for line in block.split_inclusive('\n') {
        let entry = line.trim_start();
        let key = entry.split(['=', '#']).next().unwrap_or_default().trim();
        if key == "[source.stations]" {
            return Some(Place::Below(start + line.len()));
        }
        if key == "stations" {
            return inside(block, start);
        }
        if key == "id" {
            after_id = Some(start + line.len());
        }
        start += line.len();
    }
    after_id.map(Place::After)
}

/// The end of the inline table that begins at or after `start`.
fn inside(block: &str, start: usize) -> Option<Place> {
    let open = start + block.get(start..)?.find('{')?;
    let mut quote = None;
    let mut is_escaped = false;
    let mut last = open;
    for (at, mark) in block.get(open + 1..)?.char_indices() {
        let at = open + 1 + at;
        match quote {
            Some('"') if is_escaped => is_escaped = false,
            Some('"') if mark == '\\' => is_escaped = true,
            Some(open) if open == mark => quote = None,
            Some(_) => {}
            None if mark == '"' || mark == '\'' => quote = Some(mark),
            None if mark == '}' => {
                let is_empty = last == open;
                // Behind a comma at the end another one would be a fault.
                let is_apart = is_empty || block.as_bytes().get(last) == Some(&b',');
                return Some(Place::Inside {
                    at: last + 1,
                    is_apart,
                });
            }
            None => {}
        }
        if !mark.is_whitespace() {
            last = at + mark.len_utf8() - 1;
        }
    }
    None
}

/// From the heading of a source's table to the next heading that is not its own.
fn block_of(text: &str, source: &SourceId) -> Option<std::ops::Range<usize>> {
    let mut heads = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let entry = line.trim_start();
        if entry.starts_with('[') && !entry.starts_with("[source.") {
            heads.push((start, entry.starts_with("[[source]]")));
        }
        start += line.len();
    }
    let ends = heads.iter().skip(1).map(|(at, _)| *at).chain([text.len()]);
    let mut blocks = heads.iter().zip(ends);
    blocks.find_map(|((from, is_source), to)| {
        let table: toml::Table = text.get(*from..to)?.parse().ok()?;
        let id = table.get("source")?.get(0)?.get("id")?.as_str()?;
        (*is_source && id == source.as_str()).then_some(*from..to)
    })
}

fn pairs(stations: &[(String, StationId)]) -> String {
    stations.iter().map(pair).collect::<Vec<_>>().join(", ")
}

fn pair((theirs, ours): &(String, StationId)) -> String {
    format!("{} = {}", quoted(theirs), quoted(ours.as_str()))
}

fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// Whether the new text is a basin that has everything of the old one and nothing else than what was added.
///
/// # Errors
/// The faults of the new text, or that something else would have changed.
pub(super) fn check(
    old: &Basin,
    text: &str,
    source: &SourceId,
    stations: &[(String, StationId)],
) -> Result<(), EngineError> {
    let (basin, findings) = basin_file::basin(text);
    let Some(mut new) = basin else {
        return Err(EngineError::Basin(findings));
    };
    let at = new.sources.iter().position(|it| it.id == *source);
    let has_all = at.is_some_and(|at| {
        let has = |pair: &(String, StationId)| new.sources[at].stations.contains(pair);
        stations.iter().all(has)
    });
    if let Some(at) = at {
        match old.source(source) {
            Some(before) => new.sources[at].stations.clone_from(&before.stations),
            None => drop(new.sources.remove(at)),
        }
    }
    if has_all && new == *old {
        return Ok(());
    }
    let finding = Finding::error(
        Cause::Configuration,
        "the stations could not be added without changing something else, so nothing was changed",
    )
    .file("basin.toml")
    .entry(format!("source {source}, stations"))
    .hint("add them by hand");
    Err(EngineError::Basin([finding].into_iter().collect()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str =
        "# Ours.\nschema = \"basin/1\"\n\n[[source]]\nid = \"a\" # first\nstate = \"UP\"\n";
    const TAIL: &str = "\n[[source]]\nid = \"b\"\nstate = \"UP\"\n";

    fn added(middle: &str) -> Option<String> {
        let text = format!("{HEAD}{middle}{TAIL}");
        let stations = [("X \"1\"".to_owned(), StationId::new("gate"))];
        let new = with_stations(&text, &SourceId::new("a"), &stations)?;
        let middle =
            new.strip_prefix("# Ours.\nschema = \"basin/1\"\n\n[[source]]\nid = \"a\" # first\n")?;
        Some(middle.strip_suffix(TAIL)?.to_owned())
    }

    #[test]
    fn stations_are_added_where_a_person_would() {
        let check = |middle: &str, expect: &str| {
            let found = added(middle);
            assert_eq!(found.as_deref(), Some(expect), "{middle}");
        };
        check(
            "stations = { \"7}\" = \"mill\" } # two\n",
            "state = \"UP\"\nstations = { \"7}\" = \"mill\", 'X \"1\"' = \"gate\" } # two\n",
        );
        check(
            "stations = {}\n",
            "state = \"UP\"\nstations = { 'X \"1\"' = \"gate\" }\n",
        );
        check(
            "[source.stations]\n7 = \"mill\"\n",
            "state = \"UP\"\n[source.stations]\n'X \"1\"' = \"gate\"\n7 = \"mill\"\n",
        );
        check("", "stations = { 'X \"1\"' = \"gate\" }\nstate = \"UP\"\n");
    }

    #[test]
    fn a_text_that_changes_something_else_is_refused() {
        let text = "schema = \"basin/1\"\nname = \"B\"\nclock = \"UTC\"\nwater_year_start_month = 10\nlanguages = [\"en\"]\nagreements = []\n[[party]]\nid = \"UP\"\nname = \"Up\"\nclock = \"UTC\"\n[[station]]\nid = \"gate\"\nname = \"Gate\"\nstate = \"UP\"\nriver = \"R\"\nkm = 1.0\nkind = \"gauge\"\n[[source]]\nid = \"a\"\nstate = \"UP\"\nagency = \"A\"\nfolder = \"exports\"\nlate_after_h = 1.0\nsilent_after_h = 2.0\n";
        let old = basin_file::basin(text).0.expect("a basin");
        let id = SourceId::new("a");
        let stations = [("7".to_owned(), StationId::new("gate"))];
        let new = with_stations(text, &id, &stations).expect("a text");
        assert!(check(&old, &new, &id, &stations).is_ok());
        let renamed = new.replace("\"Gate\"", "\"Gates\"");
        assert!(check(&old, &renamed, &id, &stations).is_err());
        assert!(check(&old, text, &id, &stations).is_err());
    }
}
