//! Which station of the basin an agency's station may be, and whose export a file may be. Guesses, for a person to
//! look at; nothing is taken in by them.

use super::preview::{Preview, TheirStation};
use super::workspace::Shared;
use crate::domain::{Basin, ProfileId, Source, Station, StationId};

/// Fills in the suggestions of a preview.
pub(super) fn complete(preview: &mut Preview, shared: &Shared) {
    let basin = &shared.basin;
    let profile = preview
        .profile
        .clone()
        .or_else(|| preview.draft.as_ref().map(|(id, _)| id.clone()));
    let home = source(basin, &preview.stations, profile.as_ref());
    preview.source = home.map(|source| source.id.clone());
    for question in preview.questions.iter_mut().filter(|it| it.key == "clock") {
        for party in &basin.parties {
            let clock = party.clock.to_string();
            if !question.choices.contains(&clock) {
                question.choices.push(clock);
            }
        }
    }
    let is_alone = preview.stations.len() == 1;
    let file = if is_alone {
        folded(&preview.file)
    } else {
        String::new()
    };
    for theirs in &mut preview.stations {
        theirs.suggestion = mapped(home, theirs).or_else(|| station(basin, theirs, &file));
    }
}

fn mapped(source: Option<&Source>, theirs: &TheirStation) -> Option<StationId> {
    let pairs = &source?.stations;
    let pair = pairs.iter().find(|(id, _)| *id == theirs.id);
    pair.map(|(_, ours)| ours.clone())
}

/// The one source that knows the most of these stations and would read files of this profile.
fn source<'a>(
    basin: &'a Basin,
    stations: &[TheirStation],
    profile: Option<&ProfileId>,
) -> Option<&'a Source> {
    let known = |source: &Source| {
        stations
            .iter()
            .filter(|theirs| mapped(Some(source), theirs).is_some())
            .count()
    };
    let takes = |source: &&Source| source.profile.is_none() || source.profile.as_ref() == profile;
    let most = basin.sources.iter().filter(takes).map(known).max()?;
    let mut best = basin
        .sources
        .iter()
        .filter(takes)
        .filter(|source| most > 0 && known(source) == most);
    let first = best.next()?;
    best.next().is_none().then_some(first)
}

/// The one station of the basin whose id or name is the most alike; none when two are.
fn station(basin: &Basin, theirs: &TheirStation, file: &str) -> Option<StationId> {
    let texts = [
        folded(&theirs.id),
        folded(theirs.name.as_deref().unwrap_or_default()),
    ];
    let scores = basin
        .stations
        .iter()
        .map(|ours| (likeness(ours, &texts, file), &ours.id));
    let most = scores.clone().map(|(score, _)| score).max()?;
    let mut best = scores.filter(|(score, _)| *score == most && most > 0);
    let (_, first) = best.next()?;
    best.next().is_none().then(|| first.clone())
}

/// Names shorter than this are in many others by chance.
const SHORT: usize = 4;

fn likeness(ours: &Station, texts: &[String], file: &str) -> u8 {
    let names = [folded(ours.id.as_str()), folded(&ours.name)];
    let any = |test: fn(&str, &str) -> bool| {
        texts.iter().any(|text| {
            names
                .iter()
                .any(|name| !text.is_empty() && test(text, name))
        })
    };
    if any(|text, name| text == name) {
        3
    } else if any(|text, name| {
        text.len() >= SHORT && name.len() >= SHORT && (text.contains(name) || name.contains(text))
    }) {
        2
    } else {
        let in_file = |name: &String| name.len() >= SHORT && file.contains(name.as_str());
        u8::from(names.iter().any(in_file))
    }
}

/// Letters and digits alone, small, so that "St. Anna" and "st-anna" are one.
fn folded(text: &str) -> String {
    text.chars()
        .filter(|mark| mark.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_station_is_found_by_id_then_by_name_and_never_between_two() {
        let text = r#"
            schema = "basin/1"
            name = "B"
            clock = "UTC"
            water_year_start_month = 10
            languages = ["en"]
            agreements = []
            [[party]]
            id = "UP"
            name = "Up"
            clock = "UTC"
            [[station]]
            id = "st-anna"
            name = "Sankt Anna"
            state = "UP"
            river = "R"
            km = 1.0
            kind = "gauge"
            [[station]]
            id = "mill-left"
            name = "Mill, left bank"
            state = "UP"
            river = "R"
            km = 2.0
            kind = "gauge"
            [[station]]
            id = "mill-right"
            name = "Mill, right bank"
            state = "UP"
            river = "R"
            km = 2.0
            kind = "gauge"
            [[source]]
            id = "s"
            state = "UP"
            agency = "A"
            folder = "exports"
            late_after_h = 1.0
            silent_after_h = 2.0
        "#;
        let (basin, findings) = super::super::basin_file::basin(text);
        let basin = basin.unwrap_or_else(|| panic!("{findings:?}"));
        let check = |id: &str, name: Option<&str>, file: &str, expect: Option<&str>| {
            let theirs = TheirStation {
                id: id.to_owned(),
                name: name.map(str::to_owned),
                suggestion: None,
            };
            let found = station(&basin, &theirs, &folded(file));
            assert_eq!(found, expect.map(StationId::new), "{id} {name:?} {file}");
        };
        check("ST ANNA", None, "", Some("st-anna"));
        check("0417", Some("Pegel Sankt Anna"), "", Some("st-anna"));
        check("0417", Some("Mill"), "", None);
        check("0417", Some("Mill, left bank"), "", Some("mill-left"));
        check("0417", None, "flow_st-anna_2026.csv", Some("st-anna"));
        check("0417", None, "x.csv", None);
    }
}
