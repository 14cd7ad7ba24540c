//! The one place where a wish of the person changes the session. Each arm is one call.

use std::path::PathBuf;
use std::sync::{Arc, PoisonError};

use super::card::CardId;
use super::dialog::{Arrival, Dialog};
use super::export::{self, Picture};
use super::jobs::Task;
use super::message::{AlarmAct, Purpose};
use super::session::{Session, toggled, view_request, words_of};
use super::{browse, papers, work};
use crate::domain::StationId;
use crate::draw::Command;
use crate::draw::flood_look::{AnalysisSlot, Shelving};
use crate::draw::look::StudySlot;
use crate::draw::state::Mode;
use crate::engine::Selection;
use crate::present::{AnalysisWish, StudyWish, Words};

/// What a person can ask the window for.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// A wish that a panel sent.
    Do(Command),
    /// Leave whatever lies on top: dialog, explanation, maximised panel, present mode.
    Escape,
    /// Ask a job to stop.
    Cancel(Task),
    /// Close a card.
    CloseCard(CardId),
    /// Show what became of every file.
    ShowReceipts,
    /// Write that down as a table.
    SaveReceipts,
    /// Show the list of keys.
    ShowKeys,
    /// Show the system's own dialog.
    Browse(Purpose),
    /// Open the basin in this folder.
    Open(PathBuf),
    /// Write a picture of a plot, or of everything when the id is empty.
    Save(String, PathBuf),
    /// Files were dropped on the window.
    Drop(Vec<PathBuf>),
    /// Take these files in.
    Keep(Vec<Arrival>),
    /// Ask for a file to be taken in.
    AskForFile,
    /// Look at a file, and take it in if it is known.
    Add(PathBuf),
    /// Answer a question about the file that is looked at.
    Answer(String, String),
    /// Take the answer back.
    Forget(String),
    /// Take the file in as it is settled.
    Adopt,
    /// Show what a file brought on the plots.
    ShowNews,
    /// Offer this text to other programs.
    CopyText(String),
}

impl Session {
    /// Carries out one wish.
    pub fn update(&mut self, action: Action) {
        match action {
            Action::Do(command) => self.carry_out(&command),
            Action::Escape => {
                self.escape();
                self.look_at_next();
            }
            Action::Cancel(task) => self.jobs.cancel(task),
            Action::CloseCard(id) => self.cards.close(id),
            Action::ShowReceipts => self.show_receipts(),
            Action::SaveReceipts => self.save_receipts(),
            Action::ShowKeys => self.dialog = Some(Dialog::Keys),
            Action::Browse(purpose) => self.browse(purpose),
            Action::Open(path) => self.open_typed(path),
            Action::Save(plot, path) => self.save_picture(plot, path),
            Action::Drop(files) => self.take_dropped(files),
            Action::Keep(files) => self.keep(&files),
            Action::AskForFile => {
                let path = String::new();
                self.dialog = Some(Dialog::Add { path });
            }
            Action::Add(path) => self.take_dropped(vec![path]),
            Action::Answer(key, text) => self.answer(&key, Some(&text)),
            Action::Forget(key) => self.answer(&key, None),
            Action::Adopt => self.adopt(),
            Action::ShowNews => self.show_news(),
            Action::CopyText(text) => self.copy_text(text),
        }
        self.remember();
    }

    /// Starts writing down how the basin is looked at, where that has changed.
    fn remember(&mut self) {
        if let Some((root, look)) = self.unsaved_look() {
            self.jobs.start(Task::Remember, move |_, _| {
                // Not being able to is worth no message: no figure depends on it.
                drop(look.save(&root));
            });
        }
    }

    fn carry_out(&mut self, command: &Command) {
        let is_zoom = matches!(
            command,
            Command::SetRange(..)
                | Command::Earlier
                | Command::Later
                | Command::ZoomIn
                | Command::ZoomOut
        );
        if self.look.state.apply(command) && !is_zoom {
            self.is_look_changed = true;
        }
        match command {
            Command::SetPreset(_) | Command::ToggleTwins => {
                self.is_look_changed = true;
                self.start_view();
            }
            // A zoom is for now, not for the next time.
            Command::SetRange(..)
            | Command::Earlier
            | Command::Later
            | Command::ZoomIn
            | Command::ZoomOut => self.start_view(),
            Command::SetLanguage(tag) => self.set_language(tag),
            Command::ToggleStation(station) => self.toggle_station(station),
            Command::Explain(figure) => self.explain(figure.clone()),
            Command::CloseExplanation => self.escape(),
            Command::ExportPlot(plot) => self.ask_where(plot),
            Command::CopyPlot(plot) => self.copy_picture(plot.clone()),
            Command::SaveLedger => self.save_ledger(),
            Command::Study(wish) => self.start_study(wish),
            Command::Acknowledge(station) => {
                self.act(AlarmAct::Acknowledge(StationId::new(station)));
            }
            Command::Shelve(form) => self.shelve(form),
            Command::Unshelve(station) => self.act(AlarmAct::Unshelve(StationId::new(station))),
            Command::SaveFloods => self.save_floods(),
            Command::SaveBulletin => self.save_bulletin(),
            Command::SendWarnings => self.send_warnings(),
            Command::Analyse(wish) => self.start_analysis(wish),
            Command::OpenBasin => {
                self.dialog = Some(Dialog::Open {
                    path: self.root.display().to_string(),
                });
            }
            Command::Reload => {
                self.is_reload_asked = true;
                self.start_import(Selection::All);
            }
            Command::ToggleTheme
            | Command::ToggleScales
            | Command::SwapSides
            | Command::OrderByName
            | Command::TogglePresent
            | Command::ToggleMaximised(_)
            | Command::ShowPage(_)
            | Command::ShowFloods(_)
            | Command::ResetLayout => {}
        }
    }

    fn escape(&mut self) {
        let state = &mut self.look.state;
        if self.dialog.take().is_some() || self.explanation.take().is_some() {
            return;
        }
        if state.maximised.take().is_none() && state.mode == Mode::Present {
            state.mode = Mode::Work;
        }
        self.is_look_changed = true;
    }

    fn set_language(&mut self, tag: &str) {
        if let Some(workspace) = &self.workspace {
            self.words = words_of(tag, &workspace.basin());
        }
        self.is_look_changed = true;
        // What was found is said in the other language.
        self.look.state.study = StudySlot::default();
        self.look.state.analyses = AnalysisSlot::default();
        self.start_view();
    }

    fn toggle_station(&mut self, station: &str) {
        if let Some(view) = &self.view {
            self.look.shown = Some(toggled(self.look.shown.as_deref(), view, station));
            self.is_look_changed = true;
            self.start_view();
        }
    }

    /// Starts building the picture of what is known.
    pub(super) fn start_view(&mut self) {
        let Some(evaluation) = self.evaluation.clone() else {
            return;
        };
        let request = view_request(&self.look);
        let words = self.words.clone();
        self.jobs.start(Task::View, move |_, outbox| {
            work::picture(&evaluation, &request, &words, outbox);
        });
    }

    /// Starts taking exports in.
    pub(super) fn start_import(&mut self, selection: Selection) {
        if let Some(workspace) = self.workspace.clone() {
            self.jobs.start(Task::Import, move |control, outbox| {
                work::import(&workspace, &selection, control, outbox);
            });
        }
    }

    /// Starts computing anew from what the archive holds.
    pub(super) fn start_evaluation(&mut self) {
        if let Some(workspace) = self.workspace.clone() {
            self.jobs.start(Task::Import, move |_, outbox| {
                work::evaluate(&workspace, outbox);
            });
        }
    }

    fn explain(&mut self, figure: String) {
        if let Some(workspace) = self.workspace.clone() {
            let words = self.words.clone();
            self.jobs.start(Task::Explain, move |_, outbox| {
                work::explain(&workspace, &figure, &words, outbox);
            });
        }
    }

    fn browse(&mut self, purpose: Purpose) {
        let start = match &self.dialog {
            Some(Dialog::Add { path }) if path.is_empty() => self.root.join("exports"),
            Some(Dialog::Open { path } | Dialog::Save { path, .. } | Dialog::Add { path }) => {
                PathBuf::from(path)
            }
            _ => self.root.clone(),
        };
        self.jobs.start(Task::Browse, move |_, outbox| {
            browse::ask(purpose, &start, outbox);
        });
    }

    fn open_typed(&mut self, path: PathBuf) {
        self.dialog = None;
        // Whoever points at the file means its folder.
        let is_file = path.file_name().is_some_and(|name| name == "basin.toml");
        let root = match path.parent() {
            Some(folder) if is_file => folder.to_path_buf(),
            _ => path,
        };
        self.open_root(root);
    }

    fn ask_where(&mut self, plot: &str) {
        let name = if plot.is_empty() { "dashboard" } else { plot };
        let name: String = name
            .chars()
            .map(|c| if c.is_alphanumeric() { c } else { '-' })
            .collect();
        let path = self.root.join("pictures").join(format!("{name}.png"));
        self.dialog = Some(Dialog::Save {
            plot: plot.to_owned(),
            path: path.display().to_string(),
        });
    }

    fn picture_of(&self, plot: String) -> Option<Picture> {
        Some(Picture {
            plot,
            view: Arc::clone(self.view.as_ref()?),
            words: self.words.clone(),
            state: self.look.state.clone(),
        })
    }

    fn save_picture(&mut self, plot: String, path: PathBuf) {
        self.dialog = None;
        if let Some(picture) = self.picture_of(plot) {
            self.jobs.start(Task::Export, move |_, outbox| {
                export::save(&picture, &path, outbox);
            });
        }
    }

    fn copy_picture(&mut self, plot: String) {
        if let Some(picture) = self.picture_of(plot) {
            let clipboard = self.clipboard.clone();
            self.jobs.start(Task::Copy, move |_, outbox| {
                export::copy(&picture, &clipboard, outbox);
            });
        }
    }

    fn copy_text(&mut self, text: String) {
        let clipboard = self.clipboard.clone();
        self.jobs.start(Task::Copy, move |_, outbox| {
            export::copy_text(&text, &clipboard, outbox);
        });
    }

    fn take_dropped(&mut self, files: Vec<PathBuf>) {
        // What is being settled stays; these are looked at after it.
        if matches!(self.dialog, Some(Dialog::Adopt(_))) {
            return self.unknown.extend(files);
        }
        if let [path] = files.as_slice()
            && path.join("basin.toml").is_file()
        {
            return self.open_root(path.clone());
        }
        if let Some(workspace) = &self.workspace {
            let workspace = workspace.clone();
            self.dialog = None;
            self.jobs.start(Task::Look, move |control, outbox| {
                work::sort_out(&workspace, &files, control, outbox);
            });
        }
    }

    fn show_receipts(&mut self) {
        if let Some(workspace) = self.workspace.clone() {
            let words = self.words.clone();
            self.jobs.start(Task::Explain, move |_, outbox| {
                work::receipts(&workspace, &words, outbox);
            });
        }
    }

    fn save_receipts(&mut self) {
        if let Some(workspace) = self.workspace.clone() {
            let path = self.root.join("receipts.csv");
            self.jobs.start(Task::Export, move |_, outbox| {
                export::receipts(&workspace, &path, outbox);
            });
        }
    }

    fn start_study(&mut self, wish: &StudyWish) {
        let (Some(workspace), Some(evaluation)) = (self.workspace.clone(), self.evaluation.clone())
        else {
            return;
        };
        let slot = &mut self.look.state.study;
        slot.wish = Some(wish.clone());
        slot.failure.clear();
        let (wish, words) = (wish.clone(), self.words.clone());
        self.jobs.start(Task::Study, move |control, outbox| {
            work::study((&workspace, &evaluation), &wish, &words, (control, outbox));
        });
    }

    fn start_analysis(&mut self, wish: &AnalysisWish) {
        let Some(workspace) = self.workspace.clone() else {
            return;
        };
        self.look.state.analyses.asked = Some(wish.clone());
        let (wish, words) = (wish.clone(), self.words.clone());
        self.jobs.start(Task::Analyse, move |control, outbox| {
            work::analyse(&workspace, &wish, &words, (control, outbox));
        });
    }

    fn shelve(&mut self, form: &Shelving) {
        #[expect(clippy::cast_possible_truncation, reason = "at most a day")]
        let minutes = (form.hours.clamp(0.0, 24.0) * 60.0).round() as i64;
        let station = StationId::new(&form.station);
        self.act(AlarmAct::Shelve(station, form.reason.clone(), minutes));
    }

    /// Has it written down under the name that the person gave, else the one by which the system knows them. None is
    /// lost while another one is being written.
    fn act(&mut self, act: AlarmAct) {
        let Some(workspace) = self.workspace.clone() else {
            return;
        };
        let own = self.look.state.floods.who.trim().to_owned();
        let of_system = || {
            let names = ["USER", "USERNAME", "LOGNAME"].into_iter();
            let mut names = names.filter_map(|name| std::env::var(name).ok());
            names.find(|name| !name.trim().is_empty())
        };
        let who = Some(own)
            .filter(|name| !name.is_empty())
            .or_else(of_system)
            .unwrap_or_else(|| self.words.first().get("app-somebody"));
        let acts = Arc::clone(&self.acts);
        acts.lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push_back((act, who));
        self.jobs.start(Task::Alarm, move |_, outbox| {
            work::act(&workspace, &acts, outbox);
        });
    }

    /// The station of the last answer is the one that is looked at.
    fn save_floods(&mut self) {
        if let (Some(workspace), Some(wish)) = (
            self.workspace.clone(),
            self.look.state.analyses.asked.clone(),
        ) {
            let path = self.root.join(format!("past-floods-{}.csv", wish.station));
            self.jobs.start(Task::Export, move |control, outbox| {
                export::floods((&workspace, &wish.station), &path, (control, outbox));
            });
        }
    }

    /// In every language of the commission, whatever the screen shows.
    fn save_bulletin(&mut self) {
        if let (Some(workspace), Some(evaluation)) =
            (self.workspace.clone(), self.evaluation.clone())
        {
            let languages = evaluation.basin.languages.clone();
            let words = Words::new(&languages).side_by_side(languages.len());
            self.jobs.start(Task::Export, move |control, outbox| {
                papers::save_bulletin((&workspace, &evaluation), &words, (control, outbox));
            });
        }
    }

    fn send_warnings(&mut self) {
        if let (Some(workspace), Some(evaluation)) =
            (self.workspace.clone(), self.evaluation.clone())
        {
            self.jobs.start(Task::Export, move |_, outbox| {
                papers::save_warnings((&workspace, &evaluation), outbox);
            });
        }
    }

    fn save_ledger(&mut self) {
        if let Some(view) = self.view.clone() {
            let path = self.root.join("ledger.csv");
            let arrangement = self.look.state.allocation.arrangement.clone();
            self.jobs.start(Task::Export, move |_, outbox| {
                export::ledger(&view.allocation.ledger, &arrangement, &path, outbox);
            });
        }
    }

    fn keep(&mut self, files: &[Arrival]) {
        self.dialog = None;
        let Some(workspace) = self.workspace.clone() else {
            return;
        };
        let basin = workspace.basin();
        let files: Vec<(PathBuf, Option<PathBuf>)> = files
            .iter()
            .map(|file| {
                let source = file.source.as_ref().and_then(|id| basin.source(id));
                let folder = source.map(|source| self.root.join(source.kind.folder()));
                (file.path.clone(), folder)
            })
            .collect();
        self.jobs.start(Task::Import, move |control, outbox| {
            work::keep(&workspace, &files, control, outbox);
        });
    }
}
