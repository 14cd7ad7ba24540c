//! `basin.toml` → [`Basin`]: every fault at once, each naming the entry and the remedy.

use std::collections::BTreeSet;
use std::path::Path;

use toml::{Table, Value};

use super::EngineError;
use super::entry::{Entry, tables};
use crate::domain::{
    AgreementId, Basin, Cause, Clock, DayRule, Finding, Findings, Instant, LabelSide, Party,
    PartyId, ProfileId, Quantity, Reach, Source, SourceId, SourceKind, Station, StationId,
    StationKind, Unit, WarningLevel,
};

/// Name of the file that says what a basin is.
pub const FILE: &str = "basin.toml";

/// Reads the `basin.toml` of a folder.
///
/// # Errors
/// When there is none, or when it has faults: all of them.
pub fn load(dir: &Path) -> Result<(Basin, Findings), EngineError> {
    let path = dir.join(FILE);
    let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => EngineError::NoBasin(dir.to_path_buf()),
        _ => EngineError::File(path, error),
    })?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        let finding = Finding::error(Cause::BadEncoding, "the file is not UTF-8")
            .file(FILE)
            .line(u32::try_from(line).unwrap_or(u32::MAX))
            .hint("save it as UTF-8; names with letters beyond a to z are usually the reason");
        EngineError::Basin([finding].into_iter().collect())
    })?;
    match basin(&text) {
        (Some(basin), findings) => Ok((basin, findings)),
        (None, findings) => Err(EngineError::Basin(findings)),
    }
}

/// Reads the text of a `basin.toml`. The basin is there when nothing was wrong.
pub fn basin(text: &str) -> (Option<Basin>, Findings) {
    let mut findings = Findings::new();
    if text.trim().is_empty() {
        findings.push(
            Finding::error(Cause::Configuration, "the file is empty")
                .file(FILE)
                .hint("take it from a copy or from a colleague; the archive beside it is not affected"),
        );
        return (None, findings);
    }
    let root: Table = match text.parse() {
        Ok(root) => root,
        Err(error) => {
            findings.push(syntax(text, &error));
            return (None, findings);
        }
    };
    let basin = read(&root, &mut findings);
    check_references(&basin, &mut findings);
    check_filled(&basin, &mut findings);
    check_levels(&basin, &mut findings);
    let of_schema = |finding: &&mut Finding| finding.entry.as_deref() == Some("schema");
    if let Some(finding) = findings.iter_mut().find(of_schema) {
        let at = text
            .lines()
            .position(|line| line.trim_start().starts_with("schema"));
        finding.line = at.and_then(|at| u32::try_from(at + 1).ok());
    }
    for finding in findings.iter_mut() {
        finding.file.get_or_insert_with(|| FILE.to_owned());
    }
    let basin = (!findings.has_errors()).then_some(basin);
    (basin, findings)
}

fn syntax(text: &str, error: &toml::de::Error) -> Finding {
    let mut finding = Finding::error(
        Cause::Configuration,
        format!("this is no TOML: {}", error.message()),
    )
    .file(FILE)
    .hint("correct this line; nothing after it could be read");
    if let Some(span) = error.span() {
        let before = &text[..span.start.min(text.len())];
        let line = before.matches('\n').count() + 1;
        finding = finding.line(u32::try_from(line).unwrap_or(u32::MAX));
        finding = finding.text(text.lines().nth(line - 1).unwrap_or_default());
    }
    finding
}

fn read(root: &Table, findings: &mut Findings) -> Basin {
    let mut top = Entry::new(String::new(), root, findings);
    top.require_schema("basin/1");
    let basin = Basin {
        name: top.text("name"),
        as_of: top.optional_text("as_of").and_then(|text| {
            top.parsed(
                "as_of",
                Instant::parse(&text),
                "an instant such as 2026-06-14T06:00:00Z",
            )
        }),
        clock: top.clock("clock"),
        water_year_start_month: top.month("water_year_start_month"),
        languages: top.texts("languages"),
        agreements: top
            .texts("agreements")
            .iter()
            .map(AgreementId::new)
            .collect(),
        parties: Vec::new(),
        stations: Vec::new(),
        reaches: Vec::new(),
        sources: Vec::new(),
    };
    top.finish(&["party", "station", "reach", "source"]);
    Basin {
        parties: tables(root, "party", findings, party),
        stations: tables(root, "station", findings, station),
        reaches: tables(root, "reach", findings, reach),
        sources: tables(root, "source", findings, source),
        ..basin
    }
}

fn party(entry: &mut Entry<'_>) -> Party {
    Party {
        id: PartyId::new(entry.text("id")),
        name: entry.text("name"),
        clock: entry.clock("clock"),
    }
}

fn station(entry: &mut Entry<'_>) -> Station {
    let kind = match entry.text("kind").as_str() {
        "gauge" | "" => StationKind::Gauge,
        "rain" => StationKind::Rain,
        "reservoir" => StationKind::Reservoir,
        "canal" => StationKind::Canal,
        other => {
            entry.fault(
                "kind",
                &format!("\"{other}\" is no kind of station"),
                "write gauge, rain, reservoir or canal",
            );
            StationKind::Gauge
        }
    };
    let border = match entry.texts("border").as_slice() {
        [] => None,
        [a, b] => Some((PartyId::new(a), PartyId::new(b))),
        _ => {
            entry.fault(
                "border",
                "a border lies between two states",
                "write border = [\"A\", \"B\"]",
            );
            None
        }
    };
    Station {
        id: StationId::new(entry.text("id")),
        name: entry.text("name"),
        state: PartyId::new(entry.text("state")),
        river: entry.text("river"),
        river_km: entry.number("km"),
        kind,
        tidal: entry.flag("tidal"),
        datum: entry.optional_text("datum"),
        gauge_zero: entry.optional_number("gauge_zero_m"),
        levels: entry
            .list("levels")
            .iter()
            .filter_map(|value| level(value, entry))
            .collect(),
        twin: entry.optional_text("twin").map(StationId::new),
        border,
        uncertainty: super::uncertainty_entry::read(entry),
    }
}

fn level(value: &Value, entry: &mut Entry<'_>) -> Option<WarningLevel> {
    let remedy =
        "write { name = \"Alert\", rank = 1, stage_m = 3.2 } or discharge_m3s instead of stage_m";
    let Some(table) = value.as_table() else {
        entry.fault("levels", "a warning level is a table", remedy);
        return None;
    };
    let number = |key: &str| {
        table
            .get(key)
            .and_then(|value| value.as_float().or(value.as_integer().map(as_float)))
    };
    let (quantity, threshold) = match (number("stage_m"), number("discharge_m3s")) {
        (Some(stage), None) => (Quantity::Stage, stage),
        (None, Some(discharge)) => (Quantity::Discharge, discharge),
        _ => {
            entry.fault(
                "levels",
                "a warning level has exactly one threshold",
                remedy,
            );
            return None;
        }
    };
    let name = table.get("name").and_then(Value::as_str);
    let rank = table
        .get("rank")
        .and_then(Value::as_integer)
        .and_then(|rank| u8::try_from(rank).ok())
        .filter(|rank| *rank > 0);
    let (Some(name), Some(rank), true) = (name, rank, threshold.is_finite()) else {
        entry.fault(
            "levels",
            "a warning level needs a name, a rank from 1 and a finite threshold",
            remedy,
        );
        return None;
    };
    Some(WarningLevel {
        name: name.to_owned(),
        rank,
        quantity,
        value: threshold,
    })
}

#[expect(
    clippy::cast_precision_loss,
    reason = "thresholds written as whole numbers are far below 2^53"
)]
fn as_float(integer: i64) -> f64 {
    integer as f64
}

fn reach(entry: &mut Entry<'_>) -> Reach {
    let reach = Reach {
        from: StationId::new(entry.text("from")),
        to: StationId::new(entry.text("to")),
        travel_hours: entry.number("travel_h"),
    };
    if reach.travel_hours <= 0.0 {
        entry.fault(
            "travel_h",
            "a travel time is above zero",
            "write hours, such as travel_h = 14.0",
        );
    }
    reach
}

fn source(entry: &mut Entry<'_>) -> Source {
    let id = entry.text("id");
    let folder = entry.text("folder");
    if folder.contains("..") || folder.starts_with(['/', '\\']) || folder.contains(':') {
        entry.fault(
            "folder",
            "the folder must lie inside the basin",
            "write a relative path such as exports/agency",
        );
    }
    let kind = match entry.optional_text("feed") {
        None => SourceKind::Folder(folder),
        Some(url) => {
            if !url.starts_with("https://") && !url.starts_with("http://") {
                entry.fault(
                    "feed",
                    "a feed is an address of the web",
                    "write an https:// address",
                );
            }
            let every = entry.optional_number("every_min").unwrap_or(15.0);
            if every < 1.0 {
                entry.fault(
                    "every_min",
                    "a feed is asked once a minute at most",
                    "write every_min = 15.0",
                );
            }
            SourceKind::Feed {
                url,
                folder,
                every_minutes: minutes(every, 1.0),
            }
        }
    };
    let unstated = entry.optional_text("clock");
    Source {
        id: SourceId::new(id),
        state: PartyId::new(entry.text("state")),
        agency: entry.text("agency"),
        kind,
        profile: entry.optional_text("profile").map(ProfileId::new),
        clock: unstated.and_then(|text| {
            entry.parsed(
                "clock",
                Clock::parse(&text),
                "UTC, UTC+01:00 or an IANA zone",
            )
        }),
        day: day(entry),
        units: units(entry),
        stations: entry
            .pairs("stations")
            .into_iter()
            .map(|(theirs, ours)| (theirs, StationId::new(ours)))
            .collect(),
        late_after_minutes: minutes(entry.number("late_after_h"), 60.0),
        silent_after_minutes: minutes(entry.number("silent_after_h"), 60.0),
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "clamped to what fits"
)]
fn minutes(value: f64, each: f64) -> u32 {
    (value * each).clamp(1.0, 5.0e8) as u32
}

fn day(entry: &mut Entry<'_>) -> Option<DayRule> {
    let table = entry.table("day")?;
    let remedy = "write day = { begins = \"07:00\", label = \"start\" }";
    let begins_at = table
        .get("begins")
        .and_then(Value::as_str)
        .and_then(|text| {
            let (hours, minutes) = text.split_once(':')?;
            let minutes = hours
                .parse::<u16>()
                .ok()?
                .checked_mul(60)?
                .checked_add(minutes.parse::<u16>().ok()?)?;
            (minutes < 1440).then_some(minutes)
        });
    let label = match table.get("label").and_then(Value::as_str) {
        Some("start") => Some(LabelSide::Start),
        Some("end") => Some(LabelSide::End),
        _ => None,
    };
    let (Some(begins_at), Some(label)) = (begins_at, label) else {
        entry.fault(
            "day",
            "a hydrological day has an hour at which it begins and a side that dates it",
            remedy,
        );
        return None;
    };
    Some(DayRule { begins_at, label })
}

fn units(entry: &mut Entry<'_>) -> Vec<(Quantity, Unit)> {
    let mut units = Vec::new();
    for (word, text) in entry.pairs("units") {
        let quantity = Quantity::ALL
            .into_iter()
            .find(|quantity| quantity.word() == word);
        match quantity
            .and_then(|quantity| Unit::parse(&text, quantity).map(|unit| (quantity, unit)))
        {
            Some(pair) => units.push(pair),
            None => entry.fault(
                "units",
                &format!("{word} = \"{text}\" is no quantity with a unit of its own"),
                "write discharge = \"ft3/s\"",
            ),
        }
    }
    units
}

fn check_references(basin: &Basin, findings: &mut Findings) {
    let parties: BTreeSet<&PartyId> = basin.parties.iter().map(|party| &party.id).collect();
    let stations: BTreeSet<&StationId> = basin.stations.iter().map(|station| &station.id).collect();
    let mut missing = |entry: String, what: &str, name: &str, list: &str| {
        findings.push(
            Finding::error(
                Cause::Configuration,
                format!("no {what} is called \"{name}\""),
            )
            .entry(entry)
            .hint(format!(
                "add a [[{list}]] with this id, or correct the name"
            )),
        );
    };
    for station in &basin.stations {
        let entry = |key: &str| format!("station {}, {key}", station.id);
        let border = station
            .border
            .iter()
            .flat_map(|(a, b)| [("border", a), ("border", b)]);
        for (key, party) in border.chain([("state", &station.state)]) {
            if !parties.contains(party) {
                missing(entry(key), "party", party.as_str(), "party");
            }
        }
        if let Some(twin) = &station.twin
            && !stations.contains(twin)
        {
            missing(entry("twin"), "station", twin.as_str(), "station");
        }
    }
    for reach in &basin.reaches {
        for (key, end) in [("from", &reach.from), ("to", &reach.to)] {
            if !stations.contains(end) {
                missing(
                    format!("reach {} → {}, {key}", reach.from, reach.to),
                    "station",
                    end.as_str(),
                    "station",
                );
            }
        }
    }
    for source in &basin.sources {
        if !parties.contains(&source.state) {
            missing(
                format!("source {}, state", source.id),
                "party",
                source.state.as_str(),
                "party",
            );
        }
        for (_, station) in &source.stations {
            if !stations.contains(station) {
                missing(
                    format!("source {}, stations", source.id),
                    "station",
                    station.as_str(),
                    "station",
                );
            }
        }
    }
    check_unique(basin, findings);
}

/// A level of a higher rank that is reached first would never be seen as the higher one.
fn check_levels(basin: &Basin, findings: &mut Findings) {
    for station in &basin.stations {
        for low in &station.levels {
            let reversed = station.levels.iter().find(|high| {
                high.quantity == low.quantity && high.rank > low.rank && high.value < low.value
            });
            if let Some(high) = reversed {
                let message = format!(
                    "the warning level \"{}\" has the higher rank and the lower threshold than \"{}\"",
                    high.name, low.name
                );
                findings.push(
                    Finding::error(Cause::Configuration, message)
                        .entry(format!("station {}, levels", station.id))
                        .hint("correct the ranks or the thresholds"),
                );
            }
        }
    }
}

fn check_filled(basin: &Basin, findings: &mut Findings) {
    let lists = [
        ("party", basin.parties.len()),
        ("station", basin.stations.len()),
        ("source", basin.sources.len()),
    ];
    for (list, n) in lists {
        if n == 0 {
            let message = format!("there is no [[{list}]]");
            findings.push(
                Finding::error(Cause::Configuration, message)
                    .entry(list)
                    .hint(format!("add at least one [[{list}]] table")),
            );
        }
    }
}

fn check_unique(basin: &Basin, findings: &mut Findings) {
    let parties = basin
        .parties
        .iter()
        .map(|party| ("party", party.id.as_str()));
    let stations = basin
        .stations
        .iter()
        .map(|station| ("station", station.id.as_str()));
    let sources = basin
        .sources
        .iter()
        .map(|source| ("source", source.id.as_str()));
    let mut seen = BTreeSet::new();
    for (list, id) in parties.chain(stations).chain(sources) {
        if !seen.insert((list, id)) {
            findings.push(
                Finding::error(
                    Cause::Configuration,
                    format!("two entries have the id \"{id}\""),
                )
                .entry(format!("{list} {id}"))
                .hint("give each its own id"),
            );
        }
    }
}
