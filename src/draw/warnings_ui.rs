//! Warnings: where every gauge stands against its state's own levels, what it crossed, what people have done.

use egui::{Align, Align2, Button, Layout, Rect, Ui, UiBuilder, pos2};

use super::command::Command;
use super::flood_look::WarningsPart;
use super::scene::Scene;
use super::shelve_ui::shelve_ui;
use super::text;
use super::theme::{Role, tokens};
use super::warnings_lists::{events_ui, journal_ui};
use super::warnings_table::table_ui;

/// Draws the page into `place`.
pub(super) fn warnings_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let below = head(ui, scene, place);
    let below = shelve_ui(ui, scene, below);
    match scene.state.floods.part {
        WarningsPart::Board => table_ui(ui, scene, below),
        WarningsPart::Events => events_ui(ui, scene, below),
        WarningsPart::Journal => journal_ui(ui, scene, below),
    }
}

/// The parts of the page, and how many gauges are known; gives what is left below.
fn head(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) -> Rect {
    let height = ui.spacing().interact_size.y;
    let line = Rect::from_min_max(place.min, pos2(place.right(), place.top() + height));
    let builder = UiBuilder::new()
        .max_rect(line)
        .layout(Layout::left_to_right(Align::Center));
    let mut row = ui.new_child(builder);
    row.spacing_mut().item_spacing.x = 4.0;
    let words = scene.words.first();
    for part in WarningsPart::ALL {
        let is_open = scene.state.floods.part == part;
        let button = Button::selectable(is_open, words.get(part.word_key()));
        if row.add(button.frame_when_inactive(true)).clicked() {
            scene.state.floods.part = part;
        }
    }
    let left = row.min_rect().right() + 16.0;
    let right = papers_ui(ui, scene, line);
    let summary = text::line(
        ui,
        &scene.view.warnings.summary,
        Role::Strong,
        tokens(ui).ink(),
        (right - 12.0 - left).max(0.0),
    );
    let at = pos2(left, line.center().y);
    text::paint(ui, at, Align2::LEFT_CENTER, &summary);
    Rect::from_min_max(pos2(place.left(), line.bottom() + 4.0), place.max)
}

/// The buttons that write the bulletin and the messages, at the right end; gives where they begin.
fn papers_ui(ui: &mut Ui, scene: &mut Scene<'_>, line: Rect) -> f32 {
    let builder = UiBuilder::new()
        .max_rect(line)
        .layout(Layout::right_to_left(Align::Center));
    let mut row = ui.new_child(builder);
    row.spacing_mut().item_spacing.x = 4.0;
    let words = scene.words.first();
    for command in [Command::SendWarnings, Command::SaveBulletin] {
        let button = row.button(command.text(&words));
        if button.on_hover_text(command.tooltip(&words)).clicked() {
            scene.send(command);
        }
    }
    row.min_rect().left()
}
