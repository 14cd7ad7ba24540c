//! How the dashboard is being looked at. Saved with the session; never part of a result.

use egui_tiles::Tree;

use super::command::Command;
pub use super::flood_look::FloodPage;
use super::flood_look::{AnalysisSlot, FloodLook};
use super::forecast_band::fans;
pub use super::look::AllocationPage;
use super::look::{AllocationLook, StudySlot};
use super::theme::{Distance, Theme};
use crate::domain::Clock;
use crate::present::{DashboardView, Preset};

/// A panel that can be moved, split and maximised.
#[derive(
    Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum PaneKey {
    /// List of stations.
    Stations,
    /// Plots of the state with this party id.
    State(String),
    /// Entitlement, delivery, balance.
    Allocation,
    /// Warnings, late feeds, findings.
    Board,
    /// Floods and droughts.
    Floods,
}

/// Whether plots of one quantity share their y axis across states.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Scales {
    /// The same height means the same water everywhere.
    #[default]
    Shared,
    /// Each plot fills its own height.
    Free,
}

/// From which end of the river the states stand side by side.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Source on the left.
    #[default]
    SourceFirst,
    /// Mouth on the left.
    MouthFirst,
    /// By the names of the states, which favours no end of the river.
    ByName,
}

/// What a person sits before.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Mode {
    /// Everything, at a desk's sizes.
    #[default]
    Work,
    /// Large type; lists and controls are hidden.
    Present,
}

/// How the dashboard is being looked at.
#[derive(Clone, Debug, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ViewState {
    /// Unix seconds shown; `None` shows the view's own period and follows it.
    #[serde(skip)]
    pub range: Option<(f64, f64)>,
    /// Preset that the view was made for.
    pub preset: Preset,
    /// Light or dark.
    pub theme: Theme,
    /// y axes.
    pub scales: Scales,
    /// Order of the states.
    pub order: Order,
    /// Work or present.
    pub mode: Mode,
    /// Whether a border gauge's plot also shows the other bank; the application makes the view so.
    pub compare_twins: bool,
    /// Tag of the language that is shown.
    pub language: String,
    /// Tags and names of the languages to choose from.
    #[serde(skip)]
    pub languages: Vec<(String, String)>,
    /// Clock of the time axes.
    pub clock: Clock,
    /// Open page of the allocation panel.
    pub allocation_page: AllocationPage,
    /// What is chosen in the allocation panel.
    pub allocation: AllocationLook,
    /// The study that is drawn.
    #[serde(skip)]
    pub study: StudySlot,
    /// Open page on floods and droughts.
    pub flood_page: FloodPage,
    /// What is chosen on those pages.
    pub floods: FloodLook,
    /// What was found about stations.
    #[serde(skip)]
    pub analyses: AnalysisSlot,
    /// Panel that has the whole window.
    pub maximised: Option<PaneKey>,
    /// Unix seconds that the last frame showed; what moving and zooming start from.
    #[serde(skip)]
    pub shown: Option<(f64, f64)>,
    /// Unix seconds under the pointer, in whichever plot it is.
    #[serde(skip)]
    pub cursor: Option<f64>,
    /// Where the panels stand; made when first drawn.
    pub tree: Option<Tree<PaneKey>>,
}

impl Default for ViewState {
    fn default() -> Self {
        Self {
            range: None,
            preset: Preset::Week,
            theme: Theme::default(),
            scales: Scales::default(),
            order: Order::default(),
            mode: Mode::default(),
            compare_twins: true,
            language: "en".to_owned(),
            languages: Vec::new(),
            clock: Clock::UTC,
            allocation_page: AllocationPage::default(),
            allocation: AllocationLook::default(),
            study: StudySlot::default(),
            flood_page: FloodPage::default(),
            floods: FloodLook::default(),
            analyses: AnalysisSlot::default(),
            maximised: None,
            shown: None,
            cursor: None,
            tree: None,
        }
    }
}

impl ViewState {
    /// Carries out what only concerns looking. True when nothing else is left to do for this command; a new
    /// preset, language or pair of twins needs a new view as well, which the application makes.
    pub fn apply(&mut self, command: &Command) -> bool {
        match command {
            Command::SetPreset(preset) => {
                self.preset = *preset;
                self.range = None;
                return false;
            }
            Command::SetRange(start, end) => self.range = Some((*start, *end)),
            Command::Earlier => self.show(-0.25, 1.0),
            Command::Later => self.show(0.25, 1.0),
            Command::ZoomIn => self.show(0.0, 0.5),
            Command::ZoomOut => self.show(0.0, 2.0),
            Command::ToggleTheme => self.theme = self.theme.other(),
            Command::ToggleScales => {
                self.scales = match self.scales {
                    Scales::Shared => Scales::Free,
                    Scales::Free => Scales::Shared,
                };
            }
            Command::SwapSides => self.swap_sides(),
            Command::OrderByName => self.order_by_name(),
            Command::TogglePresent => {
                self.mode = match self.mode {
                    Mode::Work => Mode::Present,
                    Mode::Present => Mode::Work,
                };
            }
            Command::ToggleMaximised(key) => {
                self.maximised = match &self.maximised {
                    Some(open) if open == key => None,
                    _ => Some(key.clone()),
                };
            }
            Command::ShowPage(page) => {
                self.allocation_page = *page;
                self.bring_forward(&PaneKey::Allocation);
            }
            Command::ShowFloods(page) => {
                self.flood_page = *page;
                self.bring_forward(&PaneKey::Floods);
            }
            Command::ResetLayout => {
                self.tree = None;
                self.maximised = None;
            }
            Command::SetLanguage(tag) => {
                self.language.clone_from(tag);
                return false;
            }
            Command::ToggleTwins => {
                self.compare_twins = !self.compare_twins;
                return false;
            }
            Command::ToggleStation(_)
            | Command::Explain(_)
            | Command::CloseExplanation
            | Command::ExportPlot(_)
            | Command::CopyPlot(_)
            | Command::SaveLedger
            | Command::Study(_)
            | Command::Acknowledge(_)
            | Command::Shelve(_)
            | Command::Unshelve(_)
            | Command::SaveFloods
            | Command::SaveBulletin
            | Command::SendWarnings
            | Command::Analyse(_)
            | Command::OpenBasin
            | Command::Reload => return false,
        }
        true
    }

    /// Lets a panel be seen that shares its place with others.
    fn bring_forward(&mut self, key: &PaneKey) {
        if let Some(tree) = &mut self.tree {
            tree.make_active(|_, tile| matches!(tile, egui_tiles::Tile::Pane(own) if own == key));
        }
        if self.maximised.as_ref().is_some_and(|open| open != key) {
            self.maximised = Some(key.clone());
        }
    }

    /// The sizes that the mode asks for.
    pub fn distance(&self) -> Distance {
        match self.mode {
            Mode::Work => Distance::Desk,
            Mode::Present => Distance::Room,
        }
    }

    /// Unix seconds that every plot over time shows: a little of what is to come stays free right of the as-of line.
    pub fn shown_range(&self, view: &DashboardView) -> (f64, f64) {
        self.range.unwrap_or_else(|| {
            let (start, end) = view.period;
            let length = end - start;
            let plots = view.states.iter().flat_map(|state| &state.plots);
            let fans = plots.flat_map(|plot| fans(&self.analyses, plot));
            let ahead = fans.filter_map(|fan| fan.fan.last()).map(|last| last.time);
            // A forecast that is known finds room, though never more than a sixth of what was read.
            let latest = ahead.fold(end, f64::max).min(end + length / 6.0);
            (start, latest + 0.02 * length)
        })
    }

    /// Moves what is shown by a share of its length and changes its length, within what can be shown at all.
    fn show(&mut self, shift: f64, factor: f64) {
        let Some((start, end)) = self.range.or(self.shown) else {
            return;
        };
        let length = end - start;
        let middle = f64::midpoint(start, end) + shift * length;
        let half = 0.5 * factor * length;
        if can_be_shown(middle - half, middle + half) {
            self.range = Some((middle - half, middle + half));
        }
    }

    /// By name, or along the river again; the panels find their places anew.
    fn order_by_name(&mut self) {
        self.order = match self.order {
            Order::ByName => Order::SourceFirst,
            Order::SourceFirst | Order::MouthFirst => Order::ByName,
        };
        self.tree = None;
    }

    fn swap_sides(&mut self) {
        self.order = match self.order {
            Order::SourceFirst => Order::MouthFirst,
            Order::MouthFirst => Order::SourceFirst,
            Order::ByName => {
                // Names have no opposite end; the river has.
                self.tree = None;
                Order::MouthFirst
            }
        };
        let Some(tree) = &mut self.tree else { return };
        // Each state takes the place of its opposite, so that a layout of one's own is kept.
        let mut places: Vec<_> = tree
            .tiles
            .iter()
            .filter_map(|(id, tile)| match tile {
                egui_tiles::Tile::Pane(key @ PaneKey::State(_)) => Some((*id, key.clone())),
                _ => None,
            })
            .collect();
        places.sort_by_key(|(id, _)| id.0);
        let keys: Vec<PaneKey> = places.iter().rev().map(|(_, key)| key.clone()).collect();
        for ((id, _), key) in places.into_iter().zip(keys) {
            tree.tiles.insert(id, egui_tiles::Tile::Pane(key));
        }
    }
}

/// Whether plots can show this period, Unix seconds: an hour to three centuries, between the years 1019 and 2920,
/// which every calendar holds.
pub(super) fn can_be_shown(start: f64, end: f64) -> bool {
    (3600.0..=1e10).contains(&(end - start)) && start >= -3e10 && end <= 3e10
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_is_changed_here_and_the_rest_is_left_to_the_application() {
        let mut state = ViewState::default();
        assert!(state.apply(&Command::ToggleTheme));
        assert_eq!(state.theme, Theme::Dark);
        assert!(state.apply(&Command::SetRange(1.0, 2.0)));
        assert_eq!(state.range, Some((1.0, 2.0)));
        assert!(!state.apply(&Command::SetPreset(Preset::Month)));
        assert_eq!(state.range, None);
        assert!(!state.apply(&Command::OpenBasin));
    }

    #[test]
    fn moving_and_zooming_start_from_what_is_shown() {
        let mut state = ViewState {
            shown: Some((0.0, 86_400.0)),
            ..ViewState::default()
        };
        for (command, range) in [
            (Command::Earlier, (-21_600.0, 64_800.0)),
            (Command::Later, (0.0, 86_400.0)),
            (Command::ZoomIn, (21_600.0, 64_800.0)),
            (Command::ZoomOut, (0.0, 86_400.0)),
        ] {
            assert!(state.apply(&command));
            assert_eq!(state.range, Some(range), "{command:?}");
        }
        for _ in 0..9 {
            state.apply(&Command::ZoomIn);
        }
        let (start, end) = state.range.expect("a period");
        assert!(end - start >= 3600.0, "never below an hour");
    }

    #[test]
    fn a_saved_state_comes_back() {
        let mut state = ViewState::default();
        state.apply(&Command::ToggleScales);
        let text = serde_json::to_string(&state).expect("plain data");
        let back: ViewState = serde_json::from_str(&text).expect("our own words");
        assert_eq!(back.scales, Scales::Free);
        let older: ViewState = serde_json::from_str("{}").expect("what is missing has a default");
        assert_eq!(older.scales, Scales::Shared);
    }
}
