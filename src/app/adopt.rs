//! A file that nobody knew, while a person settles it: the preview, the answers so far, which station is which, and
//! whose export it is. Nothing of it is written before the person says so.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::domain::{Basin, Clock, PartyId, ProfileId, SourceId, StationId};
use crate::engine::{Adoption, Answers, Home, NewSource, Preview, TheirStation};
use crate::present::{PreviewView, Words, preview};

/// One of the agency's stations and the basin's station that it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StationChoice {
    /// The agency's station.
    pub theirs: TheirStation,
    /// The basin's; `None` is not of this basin.
    pub ours: Option<StationId>,
}

/// What is settled of a file so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Adopting {
    /// The file.
    pub path: PathBuf,
    /// What it looks like with the answers so far.
    pub view: PreviewView,
    /// The answers so far, each with the key of its question.
    pub answers: Answers,
    /// What is typed for questions that are not answered yet, by key.
    pub typed: BTreeMap<String, String>,
    /// The stations of the file.
    pub stations: Vec<StationChoice>,
    /// The source that it is an export of; `None` is a new one.
    pub source: Option<SourceId>,
    /// Whose export it is, for a new source.
    pub party: Option<PartyId>,
    /// Who sends it, for a new source.
    pub agency: String,
    /// Name of the new profile, source and folder.
    pub name: String,
    /// The profile that claims the file; `None` where one was drafted.
    pub claimed: Option<ProfileId>,
    /// Whether an answer is being read.
    pub is_reading: bool,
    /// Why it could not be taken in.
    pub failure: Option<String>,
}

impl Adopting {
    /// A first look.
    pub(super) fn new(path: &Path, looked: &Preview, basin: &Basin, words: &Words) -> Self {
        let name = looked
            .draft
            .as_ref()
            .map(|(id, _)| id)
            .or(looked.profile.as_ref());
        let mut adopting = Self {
            path: path.to_path_buf(),
            view: preview(looked, words),
            answers: Answers::new(),
            typed: BTreeMap::new(),
            stations: Vec::new(),
            source: looked.source.clone(),
            party: None,
            agency: String::new(),
            name: free_name(name, basin),
            claimed: looked.profile.clone(),
            is_reading: false,
            failure: None,
        };
        adopting.take_stations(looked, basin);
        adopting
    }

    /// A further look, after an answer; what the person chose stays.
    pub(super) fn look_again(&mut self, looked: &Preview, basin: &Basin, words: &Words) {
        self.view = preview(looked, words);
        self.is_reading = false;
        self.claimed.clone_from(&looked.profile);
        self.take_stations(looked, basin);
    }

    fn take_stations(&mut self, looked: &Preview, basin: &Basin) {
        let before = std::mem::take(&mut self.stations);
        self.stations = looked
            .stations
            .iter()
            .map(|theirs| {
                let chosen = before.iter().find(|choice| choice.theirs.id == theirs.id);
                StationChoice {
                    theirs: theirs.clone(),
                    ours: chosen
                        .map_or_else(|| theirs.suggestion.clone(), |choice| choice.ours.clone()),
                }
            })
            .collect();
        if self.party.is_none() {
            let mut ours = self
                .stations
                .iter()
                .filter_map(|choice| choice.ours.as_ref());
            self.party = ours
                .find_map(|id| basin.station(id))
                .map(|station| station.state.clone());
        }
    }

    /// Takes an answer in; it replaces an earlier one to the same question.
    pub(super) fn answer(&mut self, key: &str, text: &str) {
        self.answers.retain(|(known, _)| known != key);
        self.answers.push((key.to_owned(), text.to_owned()));
        self.typed.remove(key);
        self.is_reading = true;
    }

    /// Takes an answer back, so that its question is asked again.
    pub(super) fn forget(&mut self, key: &str) {
        self.answers.retain(|(known, _)| known != key);
        self.is_reading = true;
    }

    /// The key of the words for what is still to be done before the file can be taken in.
    pub fn lacks(&self) -> Option<&'static str> {
        if self.is_reading {
            Some("app-adopt-reading")
        } else if !self.view.is_ready {
            Some("app-adopt-lacks-answers")
        } else if self.stations.iter().all(|choice| choice.ours.is_none()) {
            Some("app-adopt-lacks-station")
        } else if self.source.is_none() && self.party.is_none() {
            Some("app-adopt-lacks-party")
        } else if self.name.trim().is_empty() {
            Some("app-adopt-lacks-name")
        } else {
            None
        }
    }

    /// The clock that was said of a file whose profile leaves it open; a drafted profile holds it itself.
    fn said_clock(&self) -> Option<Clock> {
        self.claimed.as_ref()?;
        let said = self.answers.iter().rfind(|(key, _)| key == "clock");
        said.and_then(|(_, text)| Clock::parse(text))
    }

    /// What is settled, once nothing is lacking.
    pub fn adoption(&self) -> Option<Adoption> {
        if self.lacks().is_some() {
            return None;
        }
        let name = self.name.trim();
        let profile = self.claimed.clone().unwrap_or_else(|| ProfileId::new(name));
        let home = match (&self.source, &self.party) {
            (Some(id), _) => Home::Known(id.clone()),
            (None, Some(party)) => Home::New(NewSource {
                id: SourceId::new(name),
                party: party.clone(),
                agency: if self.agency.trim().is_empty() {
                    name.to_owned()
                } else {
                    self.agency.trim().to_owned()
                },
                folder: format!("exports/{name}"),
                profile: profile.to_string(),
                clock: self.said_clock(),
            }),
            (None, None) => return None,
        };
        let chosen =
            |choice: &StationChoice| Some((choice.theirs.id.clone(), choice.ours.clone()?));
        Some(Adoption {
            path: self.path.clone(),
            answers: self.answers.clone(),
            profile,
            stations: self.stations.iter().filter_map(chosen).collect(),
            home,
        })
    }
}

/// A name that no source of the basin has.
fn free_name(proposed: Option<&ProfileId>, basin: &Basin) -> String {
    let proposed = proposed.map_or("export", |id| id.as_str());
    let is_free = |name: &String| basin.source(&SourceId::new(name)).is_none();
    std::iter::once(proposed.to_owned())
        .chain((2..).map(|n| format!("{proposed}-{n}")))
        .find(is_free)
        .unwrap_or_default()
}
