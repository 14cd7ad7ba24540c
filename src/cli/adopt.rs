//! `thalweg import BASIN FILE --set … --station … --source …`: a file that nobody knew, settled in one line.

use std::path::Path;

use super::args::Import;
use super::outcome::{Outcome, say, talking_control};
use crate::domain::{Clock, PartyId, ProfileId, SourceId, StationId};
use crate::engine::{Adopted, Adoption, Home, NewSource, Preview, Workspace};

/// Whether anything was settled beside the files.
pub(super) fn is_asked(args: &Import) -> bool {
    !args.answers.is_empty() || !args.stations.is_empty() || args.source.is_some()
}

/// Takes the one file in as it was settled.
pub(super) fn adopt(workspace: &Workspace, args: &Import) -> Result<Adopted, Outcome> {
    let [path] = args.files.as_slice() else {
        return Err(Outcome::Failed(
            "--set, --station and --source settle one file".to_owned(),
            Some("name one file; the next of its kind needs no answer".to_owned()),
        ));
    };
    let answers = pairs("--set", &args.answers)?;
    let looked = workspace.preview(path, &answers)?;
    looked.check_answers()?;
    let adoption = Adoption {
        path: path.clone(),
        stations: stations(workspace, args, &looked)?,
        profile: profile(args, &looked),
        home: home(workspace, args, &looked)?,
        answers,
    };
    let adopted = workspace.adopt(&adoption, &talking_control())?;
    for path in &adopted.written {
        say(&format!("wrote {}", path.display()));
    }
    Ok(adopted)
}

fn pairs(option: &str, texts: &[String]) -> Result<Vec<(String, String)>, Outcome> {
    texts
        .iter()
        .map(|text| {
            text.split_once('=')
                .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
                .ok_or_else(|| {
                    Outcome::Failed(
                        format!("{option} {text:?} is no pair"),
                        Some(format!("write {option} KEY=VALUE")),
                    )
                })
        })
        .collect()
}

/// Those that were named, else those that were found by id or name.
fn stations(
    workspace: &Workspace,
    args: &Import,
    looked: &Preview,
) -> Result<Vec<(String, StationId)>, Outcome> {
    let named = pairs("--station", &args.stations)?;
    let basin = workspace.basin();
    if let Some((_, ours)) = named
        .iter()
        .find(|(_, ours)| basin.station(&StationId::new(ours)).is_none())
    {
        return Err(Outcome::Failed(
            format!("the basin has no station {ours:?}"),
            Some("write --station THEIRS=OURS with an id of basin.toml".to_owned()),
        ));
    }
    if !named.is_empty() {
        return Ok(named
            .into_iter()
            .map(|(theirs, ours)| (theirs, StationId::new(ours)))
            .collect());
    }
    let found = looked.stations.iter();
    Ok(found
        .filter_map(|theirs| Some((theirs.id.clone(), theirs.suggestion.clone()?)))
        .collect())
}

fn profile(args: &Import, looked: &Preview) -> ProfileId {
    let drafted = looked.draft.as_ref().map(|(id, _)| id.clone());
    let named = args.name.as_deref().map(ProfileId::new);
    looked
        .profile
        .clone()
        .or(named)
        .or(drafted)
        .unwrap_or_else(|| ProfileId::new("export"))
}

fn home(workspace: &Workspace, args: &Import, looked: &Preview) -> Result<Home, Outcome> {
    let basin = workspace.basin();
    let named = args.source.as_deref().map(SourceId::new);
    let known = named.clone().or_else(|| looked.source.clone());
    if let Some(id) = known.filter(|id| basin.source(id).is_some()) {
        return Ok(Home::Known(id));
    }
    let party = args.party.as_deref().map(PartyId::new).or_else(|| {
        let mut ours = looked
            .stations
            .iter()
            .filter_map(|it| it.suggestion.as_ref());
        ours.find_map(|id| basin.station(id))
            .map(|station| station.state.clone())
    });
    let Some(party) = party else {
        return Err(Outcome::Failed(
            "whose export it is was not said".to_owned(),
            Some(
                "write --source ID with a source of basin.toml, or --party STATE for a new one"
                    .to_owned(),
            ),
        ));
    };
    let profile = profile(args, looked);
    let id = named.unwrap_or_else(|| SourceId::new(profile.as_str()));
    Ok(Home::New(NewSource {
        folder: folder(&id),
        agency: args.agency.clone().unwrap_or_else(|| id.to_string()),
        profile: profile.to_string(),
        clock: looked.profile.as_ref().and_then(|_| clock(args)),
        id,
        party,
    }))
}

/// The clock that was said of a file whose profile leaves it open; a drafted profile holds it itself.
fn clock(args: &Import) -> Option<Clock> {
    let said = args.answers.iter().rev();
    said.filter_map(|text| text.split_once('='))
        .find(|(key, _)| key.trim() == "clock")
        .and_then(|(_, text)| Clock::parse(text.trim()))
}

/// A folder below the exports that bears the id, whatever stands in it.
fn folder(id: &SourceId) -> String {
    let name: String = id
        .as_str()
        .chars()
        .map(|mark| {
            if mark.is_alphanumeric() || mark == '-' {
                mark
            } else {
                '-'
            }
        })
        .collect();
    Path::new("exports")
        .join(name)
        .to_string_lossy()
        .replace('\\', "/")
}
