//! What stands in the window before there is a picture: what is being done, or why it could not be.

use egui::Ui;

use super::jobs::Task;
use super::session::Session;
use super::update::Action;
use crate::draw::Command;
use crate::draw::theme::Role;

pub(super) fn start_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    let words = &session.words;
    ui.vertical_centered(|ui| {
        ui.add_space(ui.available_height() / 3.0);
        ui.label(egui::RichText::new("Thalweg").font(Role::Title.font(ui)));
        ui.label(session.root.display().to_string());
        ui.add_space(12.0);
        if let Some(failure) = &session.not_opened {
            ui.label(words.get("app-not-opened"));
            ui.label(&failure.text);
            if let Some(hint) = &failure.hint {
                ui.label(hint);
            }
            ui.add_space(12.0);
            if ui.button(words.get("app-open-other")).clicked() {
                actions.push(Action::Do(Command::OpenBasin));
            }
        } else {
            ui.label(words.get(Task::Open.word_key()));
        }
    });
}
