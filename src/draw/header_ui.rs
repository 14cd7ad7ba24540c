//! The line at the top: which basin, as of when, on whose clocks, and how it is looked at.

use egui::{Align, Align2, Button, Layout, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use super::command::Command;
use super::scene::Scene;
use super::state::{Mode, Scales};
use super::text;
use super::theme::{Role, Theme, tokens};
use crate::present::Preset;

const MARGIN: f32 = 12.0;

/// Height of the line.
pub(super) fn height(ui: &Ui) -> f32 {
    (text::height(ui, Role::Title) + text::height(ui, Role::Small) + 14.0).ceil()
}

/// Draws the line into `place`.
pub(super) fn header_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let tokens = tokens(ui);
    ui.painter().rect_filled(place, 0, tokens.panel());
    let free = match scene.state.mode {
        Mode::Work => controls(ui, scene, place),
        Mode::Present => place.right() - MARGIN,
    };
    let right = paint_as_of(ui, scene, place, free);
    paint_summary(ui, scene, place, (right + 28.0, free - 16.0));
}

/// Basin and as-of instant above, the parties' clocks below; gives where they end.
fn paint_as_of(ui: &Ui, scene: &Scene<'_>, place: Rect, free: f32) -> f32 {
    let tokens = tokens(ui);
    let view = &scene.view.header;
    let first = place.top() + 6.0 + text::height(ui, Role::Title) / 2.0;
    let second = place.bottom() - 6.0 - text::height(ui, Role::Small) / 2.0;
    let left = place.left() + MARGIN;
    let name = text::line(ui, &view.basin, Role::Title, tokens.ink(), free - left);
    let mut x = text::paint(ui, pos2(left, first), Align2::LEFT_CENTER, &name).right();
    let as_of = text::line(ui, &view.as_of, Role::Strong, tokens.ink(), free - x - 14.0);
    let as_of = text::paint(ui, pos2(x + 14.0, first + 1.0), Align2::LEFT_CENTER, &as_of);
    let end = as_of.right();
    x = left;
    for (party, clock) in &view.clocks {
        let chip = Rect::from_center_size(pos2(x + 4.0, second), vec2(8.0, 8.0));
        let galley = text::line(ui, clock, Role::Small, tokens.muted(), free - x - 13.0);
        if galley.elided {
            break;
        }
        ui.painter().rect_filled(chip, 1, tokens.party(*party));
        x = text::paint(ui, pos2(x + 13.0, second), Align2::LEFT_CENTER, &galley).right() + 14.0;
    }
    end.max(x)
}

/// What stands above a level, and what the archive holds, where there is room.
fn paint_summary(ui: &Ui, scene: &Scene<'_>, place: Rect, (left, right): (f32, f32)) {
    if right - left < 120.0 {
        return;
    }
    let tokens = tokens(ui);
    let view = &scene.view.header;
    let first = place.top() + 6.0 + text::height(ui, Role::Title) / 2.0 + 1.0;
    let second = place.bottom() - 6.0 - text::height(ui, Role::Small) / 2.0;
    let rule = place.top() + 9.0..=place.bottom() - 9.0;
    ui.painter()
        .vline(left - 14.0, rule, Stroke::new(1.0, tokens.hairline()));
    let summary = text::line(ui, &view.summary, Role::Body, tokens.ink(), right - left);
    if summary.elided {
        // Better whole on two lines than cut on one; the archive's figures give way.
        let whole = text::lines(
            ui,
            &view.summary,
            Role::Small,
            tokens.ink(),
            (right - left, 2),
        );
        text::paint(
            ui,
            pos2(left, place.center().y),
            Align2::LEFT_CENTER,
            &whole,
        );
        return;
    }
    text::paint(ui, pos2(left, first), Align2::LEFT_CENTER, &summary);
    let archive = text::line(ui, &view.archive, Role::Small, tokens.muted(), right - left);
    text::paint(ui, pos2(left, second), Align2::LEFT_CENTER, &archive);
}

/// Buttons, right to left; gives where they begin.
fn controls(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) -> f32 {
    let area = place.shrink2(vec2(MARGIN, 0.0));
    let builder = UiBuilder::new()
        .max_rect(area)
        .layout(Layout::right_to_left(Align::Center));
    let mut row = ui.new_child(builder);
    row.spacing_mut().item_spacing.x = 4.0;
    more(&mut row, scene);
    languages(&mut row, scene);
    button(&mut row, scene, Command::TogglePresent, false);
    let is_dark = scene.state.theme == Theme::Dark;
    button(&mut row, scene, Command::ToggleTheme, is_dark);
    row.add_space(10.0);
    button(&mut row, scene, Command::SwapSides, false);
    let compares = scene.state.compare_twins;
    button(&mut row, scene, Command::ToggleTwins, compares);
    let is_shared = scene.state.scales == Scales::Shared;
    button(&mut row, scene, Command::ToggleScales, is_shared);
    row.add_space(10.0);
    let follows = scene.state.range.is_none();
    for preset in [Preset::All, Preset::WaterYear, Preset::Month, Preset::Week] {
        let is_chosen = follows && scene.state.preset == preset;
        button(&mut row, scene, Command::SetPreset(preset), is_chosen);
    }
    row.min_rect().left()
}

/// What is asked for more rarely.
fn more(ui: &mut Ui, scene: &mut Scene<'_>) {
    let name = scene.words.get("draw-more");
    ui.menu_button(name, |ui| {
        for command in [
            Command::OpenBasin,
            Command::Reload,
            Command::ExportPlot(String::new()),
            Command::CopyPlot(String::new()),
            Command::ResetLayout,
        ] {
            let response = ui
                .button(command.text(scene.words))
                .on_hover_text(command.tooltip(scene.words));
            if response.clicked() {
                scene.send(command);
            }
        }
    });
    ui.add_space(10.0);
}

fn button(ui: &mut Ui, scene: &mut Scene<'_>, command: Command, is_chosen: bool) {
    let text = command.text(scene.words);
    let response = ui
        .add(Button::selectable(is_chosen, text).frame_when_inactive(true))
        .on_hover_text(command.tooltip(scene.words));
    if response.clicked() {
        scene.send(command);
    }
}

fn languages(ui: &mut Ui, scene: &mut Scene<'_>) {
    let languages = scene.state.languages.clone();
    for (tag, name) in languages.iter().rev() {
        let is_chosen = scene.state.language == *tag;
        let command = Command::SetLanguage(tag.clone());
        let response = ui
            .add(Button::selectable(is_chosen, tag.to_uppercase()).frame_when_inactive(true))
            .on_hover_text(name);
        if response.clicked() && !is_chosen {
            scene.send(command);
        }
    }
    if !languages.is_empty() {
        ui.add_space(10.0);
    }
}
