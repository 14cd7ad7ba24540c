//! Which panel stands where, as the person put it; and where all of them stand at first.

use egui::{Color32, Rect, Stroke, Ui, Visuals, WidgetText};
use egui_tiles::{
    Behavior, Container, Linear, LinearDir, SimplificationOptions, TabState, Tile, TileId, Tiles,
    Tree, UiResponse,
};

use super::dashboard::{LOW, pane_ui};
use super::scene::Scene;
use super::state::{Order, PaneKey, ViewState};
use crate::present::DashboardView;

/// Between two panels, px.
pub(super) const GAP: f32 = 6.0;

/// Draws panels in their tiles.
pub(super) struct Panes<'s, 'a> {
    pub(super) scene: &'s mut Scene<'a>,
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
            PaneKey::Floods => self.scene.words.get("draw-floods").into(),
            PaneKey::State(party) => {
                let state = self.scene.view.states.iter().find(|s| s.party == *party);
                state.map_or(party.as_str(), |state| &state.name).into()
            }
        }
    }

    fn gap_width(&self, _style: &egui::Style) -> f32 {
        GAP
    }

    fn tab_bar_color(&self, visuals: &Visuals) -> Color32 {
        visuals.extreme_bg_color
    }

    fn tab_bg_color(
        &self,
        visuals: &Visuals,
        _tiles: &Tiles<PaneKey>,
        _tile: TileId,
        state: &TabState,
    ) -> Color32 {
        if state.active {
            visuals.selection.bg_fill
        } else {
            Color32::TRANSPARENT
        }
    }

    fn tab_outline_stroke(
        &self,
        _visuals: &Visuals,
        _tiles: &Tiles<PaneKey>,
        _tile: TileId,
        _state: &TabState,
    ) -> Stroke {
        Stroke::NONE
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

    fn resize_stroke(&self, style: &egui::Style, resize_state: egui_tiles::ResizeState) -> Stroke {
        match resize_state {
            egui_tiles::ResizeState::Idle => Stroke::NONE,
            egui_tiles::ResizeState::Hovering | egui_tiles::ResizeState::Dragging => {
                Stroke::new(2.0, style.visuals.selection.stroke.color)
            }
        }
    }
}

/// The layout of the person, as long as it holds exactly the states that the view has.
pub(super) fn take_tree(state: &mut ViewState, view: &DashboardView, area: Rect) -> Tree<PaneKey> {
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
    let mut tree = match state.tree.take().filter(fits) {
        Some(tree) => tree,
        None => first_layout(view, state.order, area),
    };
    if tree.tiles.find_pane(&PaneKey::Floods).is_none() {
        add_floods(&mut tree);
    }
    tree
}

/// Gives floods and droughts a tab beside the allocation, wherever a layout from before they were there has it. The
/// tabs take the allocation's own place, so that nothing else moves.
fn add_floods(tree: &mut Tree<PaneKey>) {
    let Some(place) = tree.tiles.find_pane(&PaneKey::Allocation) else {
        return;
    };
    let floods = tree.tiles.insert_pane(PaneKey::Floods);
    let parent = tree.tiles.parent_of(place);
    let beside = parent.and_then(|parent| tree.tiles.get_mut(parent));
    if let Some(Tile::Container(Container::Tabs(tabs))) = beside {
        tabs.add_child(floods);
        return;
    }
    let allocation = tree.tiles.insert_pane(PaneKey::Allocation);
    let tabs = Container::new_tabs(vec![allocation, floods]);
    tree.tiles.insert(place, Tile::Container(tabs));
}

/// Stations, the states side by side over allocation and floods, board.
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
    let floods = tiles.insert_pane(PaneKey::Floods);
    let lower = tiles.insert_tab_tile(vec![allocation, floods]);
    let share = if area.height() < LOW { 0.67 } else { 0.61 };
    let centre = Linear::new_binary(LinearDir::Vertical, [states, lower], share);
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
