//! Everything on one screen: which panel stands where.

use egui::{Rect, Ui, UiBuilder, WidgetText, pos2};
use egui_tiles::{
    Behavior, Container, Linear, LinearDir, SimplificationOptions, Tile, TileId, Tiles, Tree,
    UiResponse,
};

use super::allocation_ui::allocation_ui;
use super::board_ui::board_ui;
use super::command::Command;
use super::header_ui::{self, header_ui};
use super::river_ui::{self, Room, river_ui};
use super::scene::Scene;
use super::state::{Mode, Order, PaneKey, ViewState};
use super::state_column_ui::state_column_ui;
use super::stations_ui::stations_ui;
use super::theme::tokens;
use crate::present::{DashboardView, Words};

/// Between two panels, px.
const GAP: f32 = 6.0;

/// A window lower than this gives its height to the plots first, px.
const LOW: f32 = 900.0;

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
fn pane_ui(ui: &mut Ui, scene: &mut Scene<'_>, key: &PaneKey) -> bool {
    match key {
        PaneKey::Stations => stations_ui(ui, scene),
        PaneKey::Board => board_ui(ui, scene),
        PaneKey::Allocation => allocation_ui(ui, scene),
        PaneKey::State(party) => {
            let column = scene.view.states.iter().find(|state| state.party == *party);
            column.is_some_and(|column| state_column_ui(ui, scene, column))
        }
    }
}

struct Panes<'s, 'a> {
    scene: &'s mut Scene<'a>,
}

impl Behavior<PaneKey> for Panes<'_, '_> {
    fn pane_ui(&mut self, ui: &mut Ui, _tile: TileId, key: &mut PaneKey) -> UiResponse {
        if pane_ui(ui, self.scene, key) {
            UiResponse::DragStarted
        } else {
            UiResponse::None
        }
    }

    fn tab_title_for_pane(&mut self, key: &PaneKey) -> WidgetText {
        match key {
            PaneKey::Stations => self.scene.view.stations.title.clone().into(),
            PaneKey::Board => self.scene.words.get("draw-board").into(),
            PaneKey::Allocation => self.scene.words.get("draw-allocation").into(),
            PaneKey::State(party) => {
                let state = self.scene.view.states.iter().find(|s| s.party == *party);
                state.map_or(party.as_str(), |state| &state.name).into()
            }
        }
    }

    fn gap_width(&self, _style: &egui::Style) -> f32 {
        GAP
    }

    fn min_size(&self) -> f32 {
        120.0
    }

    fn simplification_options(&self) -> SimplificationOptions {
        SimplificationOptions {
            all_panes_must_have_tabs: false,
            ..SimplificationOptions::default()
        }
    }

    fn resize_stroke(
        &self,
        style: &egui::Style,
        resize_state: egui_tiles::ResizeState,
    ) -> egui::Stroke {
        match resize_state {
            egui_tiles::ResizeState::Idle => egui::Stroke::NONE,
            egui_tiles::ResizeState::Hovering | egui_tiles::ResizeState::Dragging => {
                egui::Stroke::new(2.0, style.visuals.selection.stroke.color)
            }
        }
    }
}

/// The layout of the person, as long as it holds exactly the states that the view has.
fn take_tree(state: &mut ViewState, view: &DashboardView, area: Rect) -> Tree<PaneKey> {
    let fits = |tree: &Tree<PaneKey>| {
        let n_states = tree
            .tiles
            .tiles()
            .filter(|tile| matches!(tile, Tile::Pane(PaneKey::State(_))))
            .count();
        let has = |key: &PaneKey| tree.tiles.find_pane(key).is_some();
        n_states == view.states.len()
            && [PaneKey::Stations, PaneKey::Allocation, PaneKey::Board]
                .iter()
                .all(has)
            && view
                .states
                .iter()
                .all(|column| has(&PaneKey::State(column.party.clone())))
    };
    match state.tree.take().filter(fits) {
        Some(tree) => tree,
        None => first_layout(view, state.order, area),
    }
}

/// Stations, the states side by side over the allocation, board.
fn first_layout(view: &DashboardView, order: Order, area: Rect) -> Tree<PaneKey> {
    let mut tiles = Tiles::default();
    let mut parties: Vec<String> = view.states.iter().map(|s| s.party.clone()).collect();
    match order {
        Order::SourceFirst => {}
        Order::MouthFirst => parties.reverse(),
        Order::ByName => {
            let name = |id: &String| {
                let column = view.states.iter().find(|state| state.party == *id);
                column.map(|state| state.name.clone())
            };
            parties.sort_by_key(name);
        }
    }
    let states: Vec<TileId> = parties
        .into_iter()
        .map(|party| tiles.insert_pane(PaneKey::State(party)))
        .collect();
    let states = tiles.insert_horizontal_tile(states);
    let allocation = tiles.insert_pane(PaneKey::Allocation);
    let share = if area.height() < LOW { 0.67 } else { 0.61 };
    let centre = Linear::new_binary(LinearDir::Vertical, [states, allocation], share);
    let centre = tiles.insert_container(Container::Linear(centre));
    let stations = tiles.insert_pane(PaneKey::Stations);
    let board = tiles.insert_pane(PaneKey::Board);
    let mut root = Linear::new(LinearDir::Horizontal, vec![stations, centre, board]);
    // The lists need the same width on every screen; the plots take what is left.
    let width = area.width();
    let side = (width * 0.15).clamp(225.0, 280.0);
    root.shares.set_share(stations, side);
    root.shares.set_share(board, side * 1.05);
    root.shares
        .set_share(centre, (width - 2.05 * side).max(side));
    let root = tiles.insert_container(Container::Linear(root));
    Tree::new(egui::Id::unique("dashboard"), root, tiles)
}
