//! The whole window: the dashboard, and round it the footer, the cards, the explanation and the question that is
//! open. Draws only; every wish is an [`Action`] that is carried out after the frame.

use std::sync::Arc;

use egui::{
    Align2, Area, CentralPanel, Frame, Id, Key, Modifiers, Order, RichText, Ui, Vec2, vec2,
};

use super::session::Session;
use super::update::Action;
use super::{cards_ui, dialog_ui, footer_ui, start_ui};
use crate::draw::state::Mode;
use crate::draw::theme::{Role, tokens};
use crate::draw::{Command, dashboard_ui, explain_ui};
use crate::present::{ExplanationView, Words};

/// Draws the window and carries out what the person asked for in it.
pub fn session_ui(ui: &mut Ui, session: &mut Session) {
    let mut actions = keys(ui, session);
    actions.extend(dropped(ui));
    if session.look.state.mode == Mode::Work {
        footer_ui::footer_ui(ui, session, &mut actions);
    }
    if let Some(explanation) = &session.explanation {
        explanation_ui(ui, explanation, &session.words, &mut actions);
    }
    let ground = Frame::new().fill(tokens(ui).ground());
    CentralPanel::default().frame(ground).show(ui, |ui| {
        main_ui(ui, session, &mut actions);
    });
    cards_ui::cards_ui(ui, session, &mut actions);
    hovering_ui(ui, &session.words);
    dialog_ui::dialog_ui(ui, session, &mut actions);
    if !actions.is_empty() {
        // What changes now is not yet on the screen.
        ui.request_repaint();
    }
    for action in actions {
        session.update(action);
    }
}

fn main_ui(ui: &mut Ui, session: &mut Session, actions: &mut Vec<Action>) {
    let Some(view) = session.view.as_ref().map(Arc::clone) else {
        return start_ui::start_ui(ui, session, actions);
    };
    let mut commands = Vec::new();
    let state = &mut session.look.state;
    dashboard_ui(ui, &view, &session.words, state, &mut commands);
    actions.extend(commands.into_iter().map(Action::Do));
}

/// Over the right end of the dashboard, which keeps its layout: a plot must not change because a number is asked.
fn explanation_ui(
    ui: &mut Ui,
    explanation: &ExplanationView,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    const MARGIN: f32 = 12.0;
    let room = ui.available_rect_before_wrap();
    let size = vec2(
        480.0_f32.min(room.width() - 4.0 * MARGIN),
        room.height() - 2.0 * MARGIN,
    );
    let frame = raised(ui).inner_margin(MARGIN);
    egui::Window::new("explanation")
        .id(Id::unique("explanation"))
        .title_bar(false)
        .frame(frame)
        .fixed_pos(room.right_top() - vec2(size.x + 2.0 * MARGIN, 0.0))
        .fixed_size(size)
        .show(ui.ctx(), |ui| {
            ui.set_min_size(size);
            let mut commands = Vec::new();
            explain_ui(ui, explanation, words, &mut commands);
            actions.extend(commands.into_iter().map(Action::Do));
        });
}

/// Keys that belong to the window; those of commands come from their own list.
fn keys(ui: &Ui, session: &Session) -> Vec<Action> {
    let ctx = ui.ctx();
    if ctx.text_edit_focused() {
        return Vec::new();
    }
    let pressed = |modifiers, key| ctx.input_mut(|input| input.consume_key(modifiers, key));
    let mut actions = Vec::new();
    // An open menu closes itself by Escape, which no command must take away from it.
    if egui::Popup::is_any_open(ctx) {
        return actions;
    }
    if pressed(Modifiers::NONE, Key::Escape) {
        actions.push(Action::Escape);
    }
    // A dialog that is open has the keyboard to itself.
    if session.dialog.is_some() {
        return actions;
    }
    if pressed(Modifiers::NONE, Key::F11) || pressed(Modifiers::NONE, Key::P) {
        actions.push(Action::Do(Command::TogglePresent));
    }
    if pressed(Modifiers::NONE, Key::F1) || pressed(Modifiers::SHIFT, Key::Questionmark) {
        actions.push(Action::ShowKeys);
    }
    actions.extend(Command::pressed(ctx).into_iter().map(Action::Do));
    actions
}

/// Says what letting go would do while files are held over the window.
fn hovering_ui(ui: &Ui, words: &Words) {
    if ui.input(|input| input.raw.hovered_files.is_empty()) {
        return;
    }
    Area::new(Id::unique("hovering"))
        .anchor(Align2::CENTER_CENTER, Vec2::ZERO)
        .order(Order::Foreground)
        .show(ui.ctx(), |ui| {
            raised(ui).show(ui, |ui| {
                ui.label(RichText::new(words.get("app-drop")).font(Role::Title.font(ui)));
            });
        });
}

fn dropped(ui: &Ui) -> Option<Action> {
    let files: Vec<_> = ui.input(|input| {
        let files = input.raw.dropped_files.iter();
        files.map(|file| file.path().to_path_buf()).collect()
    });
    (!files.is_empty()).then_some(Action::Drop(files))
}

/// Frame of everything that lies over or beside the dashboard.
pub(super) fn raised(ui: &Ui) -> Frame {
    Frame::popup(ui.style()).inner_margin(10.0)
}
