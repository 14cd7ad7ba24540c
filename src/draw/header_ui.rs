//! The line at the top: which basin, as of when, on whose clocks, and how it is looked at.

use egui::{Align, Align2, Button, Layout, Rect, Stroke, Ui, UiBuilder, pos2, vec2};

use super::command::Command;
use super::scene::Scene;
use super::state::{Mode, Scales};
use super::text;
use super::theme::{Role, Theme, tokens};
use crate::present::{Preset, Words, first_said};

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
    // The instant is never cut: a second language goes first, then letters of the name.
    let room = free - left - 14.0 - 8.0;
    let name_width = text::width(ui, &view.basin, Role::Title);
    let as_of = if name_width + text::width(ui, &view.as_of, Role::Strong) <= room {
        view.as_of.as_str()
    } else {
        first_said(&view.as_of)
    };
    let as_of = text::line(ui, as_of, Role::Strong, tokens.ink(), f32::INFINITY);
    let width = (room - as_of.size().x).max(20.0);
    let name = text::line(ui, &view.basin, Role::Title, tokens.ink(), width);
    let mut x = text::paint(ui, pos2(left, first), Align2::LEFT_CENTER, &name).right();
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
        let rows = (right - left, 2);
        let both = text::lines(ui, &view.summary, Role::Small, tokens.ink(), rows);
        let whole = if both.elided {
            let first = first_said(&view.summary);
            text::lines(ui, first, Role::Small, tokens.ink(), rows)
        } else {
            both
        };
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

/// Which buttons there is room for, and in which words.
struct Controls {
    words: Words,
    has_comparisons: bool,
}

/// How plots are compared: the first to move into the menu where the line is narrow.
const COMPARISONS: [Command; 3] = [
    Command::SwapSides,
    Command::ToggleTwins,
    Command::ToggleScales,
];

/// Presets, right to left.
const PRESETS: [Preset; 4] = [Preset::All, Preset::WaterYear, Preset::Month, Preset::Week];

/// Between two groups of buttons, and between two buttons of one, px.
const GROUP_GAP: f32 = 10.0;
const BUTTON_GAP: f32 = 4.0;

/// The most that leaves the as-of instant readable in a line of `width`.
fn controls_that_fit(ui: &Ui, scene: &Scene<'_>, width: f32) -> Controls {
    let header = &scene.view.header;
    let as_of = |text: &str| {
        let name = text::width(ui, &header.basin, Role::Title);
        MARGIN + name + 14.0 + text::width(ui, text, Role::Strong) + 20.0
    };
    let (whole, first) = (as_of(&header.as_of), as_of(first_said(&header.as_of)));
    let controls = |words: &Words, has_comparisons| Controls {
        words: words.clone(),
        has_comparisons,
    };
    let one = scene.words.first();
    let candidates = [
        (controls(scene.words, true), whole),
        (controls(&one, true), whole),
        (controls(&one, true), first),
    ];
    candidates
        .into_iter()
        .find(|(controls, taken)| taken + controls_width(ui, scene, controls) <= width)
        .map_or_else(|| controls(&one, false), |(controls, _)| controls)
}

fn controls_width(ui: &Ui, scene: &Scene<'_>, controls: &Controls) -> f32 {
    let words = &controls.words;
    let mut texts = vec![words.get("draw-more")];
    let tags = scene.state.languages.iter();
    texts.extend(tags.map(|(tag, _)| tag.to_uppercase()));
    texts.extend([Command::TogglePresent, Command::ToggleTheme].map(|c| c.text(words)));
    texts.extend(PRESETS.map(|preset| Command::SetPreset(preset).text(words)));
    if controls.has_comparisons {
        texts.extend(COMPARISONS.map(|command| command.text(words)));
    }
    let padding = 2.0 * ui.spacing().button_padding.x + BUTTON_GAP;
    let buttons = texts
        .iter()
        .map(|text| text::width(ui, text, Role::Body) + padding);
    buttons.sum::<f32>() + 4.0 * (GROUP_GAP + BUTTON_GAP) + MARGIN
}

/// Buttons, right to left; gives where they begin.
fn controls(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) -> f32 {
    let controls = controls_that_fit(ui, scene, place.width());
    let words = &controls.words;
    let area = place.shrink2(vec2(MARGIN, 0.0));
    let builder = UiBuilder::new()
        .max_rect(area)
        .layout(Layout::right_to_left(Align::Center));
    let mut row = ui.new_child(builder);
    row.spacing_mut().item_spacing.x = BUTTON_GAP;
    more(&mut row, scene, &controls);
    languages(&mut row, scene);
    button(&mut row, scene, words, Command::TogglePresent);
    button(&mut row, scene, words, Command::ToggleTheme);
    row.add_space(GROUP_GAP);
    if controls.has_comparisons {
        for command in COMPARISONS {
            button(&mut row, scene, words, command);
        }
        row.add_space(GROUP_GAP);
    }
    for preset in PRESETS {
        button(&mut row, scene, words, Command::SetPreset(preset));
    }
    row.min_rect().left()
}

/// What is asked for more rarely, and what the line has no room for.
fn more(ui: &mut Ui, scene: &mut Scene<'_>, controls: &Controls) {
    let name = controls.words.get("draw-more");
    ui.menu_button(name, |ui| {
        if !controls.has_comparisons {
            for command in COMPARISONS {
                button(ui, scene, scene.words, command);
            }
            ui.separator();
        }
        for command in [
            Command::OrderByName,
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
    ui.add_space(GROUP_GAP);
}

fn button(ui: &mut Ui, scene: &mut Scene<'_>, words: &Words, command: Command) {
    let state = &*scene.state;
    let is_chosen = match &command {
        Command::ToggleTheme => state.theme == Theme::Dark,
        Command::ToggleTwins => state.compare_twins,
        Command::ToggleScales => state.scales == Scales::Shared,
        Command::SetPreset(preset) => state.range.is_none() && state.preset == *preset,
        _ => false,
    };
    let button = Button::selectable(is_chosen, command.text(words)).frame_when_inactive(true);
    let response = ui.add(button).on_hover_text(command.tooltip(scene.words));
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
