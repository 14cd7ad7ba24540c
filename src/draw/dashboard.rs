//! Everything on one screen: which panel stands where.

use super::command::Command;
use super::state::ViewState;

use crate::present::{DashboardView, Words};

/// Draws the dashboard into the whole of `ui`. What only concerns looking changes in `state`; everything
/// else is appended to `commands` and carried out after the frame.
pub fn dashboard_ui(
    ui: &mut egui::Ui,
    view: &DashboardView,
    words: &Words,
    state: &mut ViewState,
    commands: &mut Vec<Command>,
) {
    let _ = (view, words, state, commands);
    ui.label("");
}
