//! Past floods of a station: their table, and beside it all of them around their peaks, or year on year.

use egui::{Align, Align2, Button, Layout, Rect, Ui, UiBuilder, pos2};

use super::command::Command;
use super::flood_look::Overlay;
use super::flood_overlay::{aligned_ui, years_ui};
use super::flood_table::table_ui;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::floods::PastFloodsView;

/// From this width the table stands beside the picture, else above it.
const ROOM_FOR_BOTH: f32 = 900.0;
const GAP: f32 = 18.0;

/// Draws the page into `place`.
pub(super) fn past_floods_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    view: &PastFloodsView,
    place: Rect,
) {
    let below = notes(ui, view, place);
    if view.rows.is_empty() && view.years.is_empty() {
        return;
    }
    let (table, picture) = if below.width() >= ROOM_FOR_BOTH {
        let x = below.left() + below.width() * 0.64;
        let (table, picture) = below.split_left_right_at_x(x);
        let picture = Rect::from_min_max(pos2(picture.left() + GAP, picture.top()), picture.max);
        (table, picture)
    } else {
        let y = below.top() + below.height() * 0.5;
        let (table, picture) = below.split_top_bottom_at_y(y);
        (
            table,
            Rect::from_min_max(picture.min + egui::vec2(0.0, 8.0), picture.max),
        )
    };
    table_ui(ui, scene, view, table);
    let plot = choices(ui, scene, picture);
    match scene.state.floods.overlay {
        Overlay::Aligned => aligned_ui(ui, scene, view, plot),
        Overlay::ByYear => years_ui(ui, scene, view, plot),
    }
}

fn notes(ui: &Ui, view: &PastFloodsView, place: Rect) -> Rect {
    let tokens = tokens(ui);
    let mut y = place.top();
    for (n, note) in view.notes.iter().enumerate() {
        let (role, ink) = if n == 0 {
            (Role::Strong, tokens.ink())
        } else {
            (Role::Small, tokens.muted())
        };
        let galley = text::line(ui, note, role, ink, place.width());
        let at = pos2(place.left(), y);
        y = text::paint(ui, at, Align2::LEFT_TOP, &galley).bottom();
    }
    Rect::from_min_max(pos2(place.left(), y + 4.0), place.max)
}

/// Which picture; gives what is left below the buttons.
fn choices(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) -> Rect {
    let height = ui.spacing().interact_size.y;
    let line = Rect::from_min_max(place.min, pos2(place.right(), place.top() + height));
    let builder = UiBuilder::new()
        .max_rect(line)
        .layout(Layout::left_to_right(Align::Center));
    let mut row = ui.new_child(builder);
    row.spacing_mut().item_spacing.x = 4.0;
    let words = scene.words.first();
    for overlay in [Overlay::Aligned, Overlay::ByYear] {
        let is_open = scene.state.floods.overlay == overlay;
        let button = Button::selectable(is_open, words.get(overlay.word_key()));
        if row.add(button.frame_when_inactive(true)).clicked() {
            scene.state.floods.overlay = overlay;
        }
    }
    row.add_space(12.0);
    let command = Command::SaveFloods;
    let response = row
        .button(command.text(&words))
        .on_hover_text(command.tooltip(&words));
    if response.clicked() {
        scene.send(command);
    }
    Rect::from_min_max(pos2(place.left(), line.bottom() + 4.0), place.max)
}
