//! How the dashboard is being looked at. Saved with the session; never part of a result.

use super::command::Command;
use super::theme::Theme;
use crate::present::Preset;

/// A panel that can be moved, split and maximised.
#[derive(Clone, Debug, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
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

/// How the dashboard is being looked at.
#[derive(Clone, Debug, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
pub struct ViewState {
    /// Unix seconds shown; `None` shows the view's own period.
    pub range: Option<(f64, f64)>,
    /// Preset that was chosen last; `None` after a pan or zoom.
    pub preset: Option<Preset>,
    /// Light or dark.
    pub theme: Theme,
    /// y axes.
    pub scales: Scales,
    /// Language tag.
    pub language: String,
}

impl ViewState {
    /// Carries out what only concerns looking. True when nothing else is left to do for this command.
    pub fn apply(&mut self, _command: &Command) -> bool {
        false
    }
}
