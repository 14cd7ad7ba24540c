//! `[[source]]`: what an agency sends, and how.

use toml::Value;

use crate::domain::{
    Clock, DayRule, LabelSide, PartyId, ProfileId, Quantity, Source, SourceId, SourceKind,
    StationId, Unit,
};
use crate::engine::entry::Entry;

pub(super) fn source(entry: &mut Entry<'_>) -> Source {
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
