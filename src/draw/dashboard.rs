//! Everything on one screen: which panel stands where.

use egui::{Rect, Ui, UiBuilder, pos2};
use egui_tiles::Tree;

use super::allocation_ui::allocation_ui;
use super::board_ui::board_ui;
use super::command::Command;
use super::exercise_ui::exercise_ui;
use super::floods_ui::floods_ui;
use super::header_ui::{self, header_ui};
use super::panes::{GAP, Panes, take_tree};
use super::river_ui::{self, Room, river_ui};
use super::scene::Scene;
use super::state::{Mode, PaneKey, ViewState};
use super::state_column_ui::state_column_ui;
use super::stations_ui::stations_ui;
use super::theme::tokens;
use crate::present::{DashboardView, Words};

/// A window lower than this gives its height to the plots first, px.
pub(super) const LOW: f32 = 900.0;

/// Draws the dashboard into the whole of `ui`. What only concerns looking changes in `state`; everything
/// else is appended to `commands` and carried out after the frame, [`ViewState::apply`] first.
///
/// The context must have our fonts and sizes: [`super::install_fonts`] once, [`super::install_style`] with
/// the state's theme and distance whenever one of them changes.
pub fn dashboard_ui(
    ui: &mut Ui,
    view: &DashboardView,
    words: &Words,
    state: &mut ViewState,
    commands: &mut Vec<Command>,
) {
    let area = ui.max_rect();
    ui.painter().rect_filled(area, 0, tokens(ui).ground());
    let area = exercise_ui(ui, view, area);
    let range = state.shown_range(view);
    state.shown = Some(range);
    let tree = take_tree(state, view, area);
    let cursor = state.cursor;
    let mut scene = Scene {
        view,
        words,
        state,
        commands,
        range,
        next_cursor: None,
    };
    let top = area.top() + header_ui::height(ui);
    header_ui(
        ui,
        &mut scene,
        Rect::from_min_max(area.min, pos2(area.right(), top)),
    );
    let mut below = Rect::from_min_max(pos2(area.left(), top + 1.0), area.max);
    if scene.state.maximised.is_none() {
        let room = if area.height() < LOW {
            Room::Scarce
        } else {
            Room::Ample
        };
        let foot = below.top() + river_ui::height(ui, room);
        let strip = Rect::from_min_max(below.min, pos2(area.right(), foot));
        river_ui(ui, &mut scene, strip, room);
        below.min.y = foot;
    }
    below.min.y += GAP;
    let tree = panels(ui, &mut scene, tree, below);
    let next = scene.next_cursor;
    state.tree = Some(tree);
    state.cursor = next;
    if next != cursor {
        // Plots drawn before the one under the pointer still show where it was.
        ui.ctx().request_repaint();
    }
}

fn panels(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    mut tree: Tree<PaneKey>,
    area: Rect,
) -> Tree<PaneKey> {
    let mut child = ui.new_child(UiBuilder::new().max_rect(area));
    if let Some(key) = scene.state.maximised.clone() {
        pane_ui(&mut child, scene, &key);
        return tree;
    }
    let shows_lists = scene.state.mode == Mode::Work;
    for key in [PaneKey::Stations, PaneKey::Board] {
        if let Some(id) = tree.tiles.find_pane(&key) {
            tree.tiles.set_visible(id, shows_lists);
        }
    }
    tree.ui(&mut Panes { scene }, &mut child);
    tree
}

/// Draws one panel; true when the person began to drag it.
pub(super) fn pane_ui(ui: &mut Ui, scene: &mut Scene<'_>, key: &PaneKey) -> bool {
    match key {
        PaneKey::Stations => stations_ui(ui, scene),
        PaneKey::Board => board_ui(ui, scene),
        PaneKey::Allocation => allocation_ui(ui, scene),
        PaneKey::Floods => floods_ui(ui, scene),
        PaneKey::State(party) => {
            let column = scene.view.states.iter().find(|state| state.party == *party);
            column.is_some_and(|column| state_column_ui(ui, scene, column))
        }
    }
}
