//! What the window holds: the basin, its figures, the picture of them, and how it is looked at.
//!
//! Only [`Session::update`] and [`Session::receive`] change it. Everything slow runs in [`Jobs`].

use std::collections::{BTreeSet, VecDeque};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::card::Cards;
use super::clipboard::Clipboard;
use super::dialog::Dialog;
use super::jobs::{Jobs, Task, Waker};
use super::layout::Look;
use super::message::{Acts, Failure};
use super::watch::Beside;
use super::work;
use crate::domain::{Basin, Instant as Moment, Period, StationId};
use crate::draw::ViewState;
use crate::engine::{Evaluation, Workspace};
use crate::present::{DashboardView, ExplanationView, LANGUAGES, TimeSpan, ViewRequest, Words};

/// Joins the tags of languages that are shown at once.
const SIDE_BY_SIDE: char = '+';

/// Whether the window would notice something new.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Liveness {
    /// Not yet: the basin is being opened.
    Starting,
    /// The folders of exports are watched and the feeds polled.
    Live,
    /// Something new would go unnoticed, for this reason.
    Deaf(String),
}

/// What the window holds.
pub struct Session {
    pub(super) root: PathBuf,
    pub(super) workspace: Option<Workspace>,
    pub(super) evaluation: Option<Arc<Evaluation>>,
    pub(super) evaluated_at: Option<Instant>,
    pub(super) view: Option<Arc<DashboardView>>,
    pub(super) explanation: Option<Box<ExplanationView>>,
    pub(super) look: Look,
    pub(super) is_look_changed: bool,
    pub(super) words: Words,
    pub(super) cards: Cards,
    pub(super) dialog: Option<Dialog>,
    pub(super) not_opened: Option<Failure>,
    /// Files from elsewhere that nobody knows and that wait to be looked at.
    pub(super) unknown: VecDeque<PathBuf>,
    /// Files that changed on disk and wait to be read.
    pub(super) changed: BTreeSet<PathBuf>,
    pub(super) liveness: Liveness,
    pub(super) beside: Option<Beside>,
    /// Whether the person did not want exports to be read on opening.
    pub(super) is_import_declined: bool,
    /// Whether the person waits for a word even if there is nothing new.
    pub(super) is_reload_asked: bool,
    pub(super) clipboard: Clipboard,
    pub(super) acts: Acts,
    pub(super) jobs: Jobs,
}

impl Session {
    /// Starts opening the basin in `root`; `waker` is called whenever there is something to receive.
    pub fn open(root: &Path, waker: Waker) -> Self {
        let mut session = Self {
            root: root.to_path_buf(),
            workspace: None,
            evaluation: None,
            evaluated_at: None,
            view: None,
            explanation: None,
            look: Look::default(),
            is_look_changed: false,
            words: Words::new(&[]),
            cards: Cards::default(),
            dialog: None,
            not_opened: None,
            unknown: VecDeque::new(),
            changed: BTreeSet::new(),
            liveness: Liveness::Starting,
            beside: None,
            is_import_declined: false,
            is_reload_asked: false,
            clipboard: Clipboard::default(),
            acts: Acts::default(),
            jobs: Jobs::new(waker),
        };
        session.open_root(root.to_path_buf());
        session
    }

    /// Leaves what is open and opens another basin; the old one stays on the screen until the new one is there.
    pub(super) fn open_root(&mut self, root: PathBuf) {
        let left = self.unsaved_look();
        self.beside = None;
        self.liveness = Liveness::Starting;
        self.not_opened = None;
        self.is_import_declined = false;
        self.changed.clear();
        self.unknown.clear();
        for task in [Task::Import, Task::Look, Task::View, Task::Explain] {
            self.jobs.cancel(task);
        }
        self.root.clone_from(&root);
        let theme = self.look.state.theme;
        self.jobs.start(Task::Open, move |control, outbox| {
            if let Some((root, look)) = left {
                drop(look.save(&root));
            }
            work::open(&root, theme, control, outbox);
        });
    }

    /// How the basin is looked at, if that has changed since it was last written down.
    pub(super) fn unsaved_look(&mut self) -> Option<(PathBuf, Look)> {
        let is_changed = std::mem::take(&mut self.is_look_changed);
        let workspace = self.workspace.as_ref().filter(|_| is_changed)?;
        Some((workspace.root().to_path_buf(), self.look.clone()))
    }

    /// The basin's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The picture on the screen, once there is one.
    pub fn view(&self) -> Option<&Arc<DashboardView>> {
        self.view.as_ref()
    }

    /// The figures behind it.
    pub fn evaluation(&self) -> Option<&Arc<Evaluation>> {
        self.evaluation.as_ref()
    }

    /// How it is looked at.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// What the window has to say.
    pub fn cards(&self) -> &Cards {
        &self.cards
    }

    /// Where a figure comes from, while that is shown.
    pub fn explanation(&self) -> Option<&ExplanationView> {
        self.explanation.as_deref()
    }

    /// The dialog that is open.
    pub fn dialog(&self) -> Option<&Dialog> {
        self.dialog.as_ref()
    }

    /// Whether something new would be noticed.
    pub fn liveness(&self) -> &Liveness {
        &self.liveness
    }

    /// Why the basin could not be opened.
    pub fn failure(&self) -> Option<&Failure> {
        self.not_opened.as_ref()
    }

    /// Closes cards whose time is up; gives the time until the next one leaves.
    pub fn expire_cards(&mut self, now: Instant) -> Option<Duration> {
        self.cards.expire(now)
    }

    /// Ends all work and writes down how the basin is looked at.
    pub fn close(&mut self) {
        self.jobs.cancel_all();
        self.beside = None;
        // Not being able to is worth no message: no figure depends on it.
        if let Some((root, look)) = self.unsaved_look() {
            drop(look.save(&root));
        }
    }

    /// The work beside the window.
    pub fn jobs(&mut self) -> &mut Jobs {
        &mut self.jobs
    }
}

/// The picture that a look asks for.
pub(super) fn view_request(look: &Look) -> ViewRequest {
    let state = &look.state;
    ViewRequest {
        span: state
            .range
            .map_or(TimeSpan::Preset(state.preset), |(start, end)| {
                TimeSpan::Explicit(Period::new(moment(start), moment(end)))
            }),
        stations: look.shown.clone(),
        compare_twins: state.compare_twins,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "an axis shows centuries, which milliseconds hold; `as` keeps the nearest beyond"
)]
fn moment(unix_seconds: f64) -> Moment {
    Moment::from_millis((unix_seconds * 1000.0) as i64)
}

/// A look at a basin that nobody has looked at before.
pub(super) fn first_look(basin: &Basin, theme: crate::draw::Theme) -> Look {
    let mut look = Look::default();
    look.state.theme = theme;
    if let Some(language) = basin.languages.first() {
        look.state.language.clone_from(language);
    }
    look
}

/// The words of a language tag; `en+fr` shows both at once. The basin's other languages stand in for gaps.
pub(super) fn words_of(language: &str, basin: &Basin) -> Words {
    let mut tags: Vec<String> = language.split(SIDE_BY_SIDE).map(str::to_owned).collect();
    let n_at_once = tags.len();
    tags.extend(basin.languages.iter().cloned());
    Words::new(&tags).side_by_side(n_at_once)
}

/// The languages of a basin that ship, each by its own name, and all of them at once.
pub(super) fn languages_of(basin: &Basin) -> Vec<(String, String)> {
    let mut languages: Vec<(String, String)> = basin
        .languages
        .iter()
        .filter_map(|tag| LANGUAGES.iter().find(|(own, ..)| own == tag))
        .map(|(tag, name, _)| ((*tag).to_owned(), (*name).to_owned()))
        .collect();
    if languages.len() > 1 {
        let joined = |part: fn(&(String, String)) -> &str, mark: &str| {
            languages.iter().map(part).collect::<Vec<_>>().join(mark)
        };
        let both = (
            joined(|language| &language.0, "+"),
            joined(|language| &language.1, " · "),
        );
        languages.push(both);
    }
    languages
}

/// Stations whose lines are drawn after `station` was switched.
pub(super) fn toggled(
    shown: Option<&[StationId]>,
    view: &DashboardView,
    station: &str,
) -> Vec<StationId> {
    let id = StationId::new(station);
    let mut now: Vec<StationId> = shown.map_or_else(
        || {
            let rows = view.stations.rows.iter().filter(|row| row.is_shown);
            rows.map(|row| StationId::new(&row.station)).collect()
        },
        <[StationId]>::to_vec,
    );
    match now.iter().position(|other| *other == id) {
        Some(n) => {
            now.remove(n);
        }
        None => now.push(id),
    }
    now
}

/// Moves a range that shows the as-of instant on to the next one; a range in the past stays.
pub(super) fn follow(state: &mut ViewState, before: Moment, after: Moment) {
    if let Some((start, end)) = state.range
        && end >= seconds(before)
    {
        let step = seconds(after) - seconds(before);
        state.range = Some((start + step, end + step));
    }
}

#[expect(
    clippy::cast_precision_loss,
    reason = "milliseconds of centuries stay far below 2^53"
)]
fn seconds(moment: Moment) -> f64 {
    moment.millis() as f64 / 1000.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zoom_that_shows_now_moves_on_and_a_zoom_into_the_past_stays() {
        let check = |range: (f64, f64), expect: (f64, f64)| {
            let mut state = ViewState {
                range: Some(range),
                ..ViewState::default()
            };
            follow(
                &mut state,
                Moment::from_millis(100_000),
                Moment::from_millis(160_000),
            );
            assert_eq!(state.range, Some(expect));
        };
        check((40.0, 110.0), (100.0, 170.0));
        check((40.0, 90.0), (40.0, 90.0));
    }
}
