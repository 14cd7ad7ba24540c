//! The question that is open. Typing changes the question; the answer is an action.

use std::path::PathBuf;

use egui::{ComboBox, Frame, Grid, Id, Key, Modal, Rect, TextEdit, Ui};

use super::adopt_ui::adopt_ui;
use super::dialog::{Arrival, Dialog};
use super::message::Purpose;
use super::receipts_ui::receipts_ui;
use super::session::Session;
use super::update::Action;
use crate::domain::Basin;
use crate::draw::Command;
use crate::draw::theme::Role;
use crate::present::Words;

const WIDTH: f32 = 560.0;

pub(super) fn dialog_ui(ui: &Ui, session: &mut Session, actions: &mut Vec<Action>) {
    let Some(mut dialog) = session.dialog.take() else {
        return;
    };
    let words = &session.words;
    let basin = session
        .workspace
        .as_ref()
        .map(crate::engine::Workspace::basin);
    let frame = Frame::popup(ui.style()).inner_margin(16.0);
    let modal = Modal::new(Id::unique("dialog")).frame(frame);
    let shown = modal.show(ui.ctx(), |ui| {
        match size(ui, &dialog) {
            Some(size) => {
                ui.set_min_size(size);
                ui.set_max_size(size);
            }
            None => ui.set_width(WIDTH),
        }
        match &mut dialog {
            Dialog::Open { path } => open_ui(ui, path, words, actions),
            Dialog::Save { plot, path } => save_ui(ui, plot, path, words, actions),
            Dialog::Keep(files) => keep_ui(ui, files, basin.as_deref(), words, actions),
            Dialog::Add { path } => add_ui(ui, path, words, actions),
            Dialog::Adopt(adopting) => {
                adopt_ui(ui, adopting, (basin.as_deref(), words), actions);
            }
            Dialog::Receipts(receipts) => receipts_ui(ui, receipts, words, actions),
            Dialog::Keys => keys_ui(ui, words, actions),
        }
    });
    settle(ui, shown.response.rect);
    if shown.should_close() {
        actions.push(Action::Escape);
    }
    session.dialog = Some(dialog);
}

/// The size of a dialog that holds tables: most of the window. The others are as high as what they say.
fn size(ui: &Ui, dialog: &Dialog) -> Option<egui::Vec2> {
    match dialog {
        Dialog::Receipts(_) => Some(ui.ctx().content_rect().size() * 0.86),
        Dialog::Adopt(_) => Some(ui.ctx().content_rect().size() * 0.92),
        Dialog::Open { .. }
        | Dialog::Add { .. }
        | Dialog::Save { .. }
        | Dialog::Keep(_)
        | Dialog::Keys => None,
    }
}

/// A dialog is centred by its size of the frame before, so one that has just changed needs another frame.
fn settle(ui: &Ui, place: Rect) {
    let id = Id::unique("dialog-place");
    let before = ui.data_mut(|data| {
        let before = data.get_temp::<Rect>(id);
        data.insert_temp(id, place);
        before
    });
    if before != Some(place) {
        ui.request_repaint();
    }
}

fn title_ui(ui: &mut Ui, words: &Words, key: &str) {
    ui.label(egui::RichText::new(words.get(key)).font(Role::Title.font(ui)));
    ui.add_space(6.0);
}

/// A line to type a path into, and the system's own dialog beside it. True when Enter was pressed in it.
fn path_ui(
    ui: &mut Ui,
    (path, purpose): (&mut String, Purpose),
    words: &Words,
    actions: &mut Vec<Action>,
) -> bool {
    ui.horizontal(|ui| {
        let label = ui.label(words.get("app-path"));
        let edit = TextEdit::singleline(path).desired_width(WIDTH - 160.0);
        let typed = ui.add(edit).labelled_by(label.id);
        let is_entered = typed.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        // Whoever asked for this wants to type.
        if ui.memory(|memory| memory.focused().is_none()) {
            typed.request_focus();
            ui.request_repaint();
        }
        if ui.button(words.get("app-browse")).clicked() {
            actions.push(Action::Browse(purpose));
        }
        is_entered
    })
    .inner
}

/// The answer and the way back. True when the answer was chosen.
fn answer_ui(ui: &mut Ui, key: &str, words: &Words, actions: &mut Vec<Action>) -> bool {
    ui.add_space(10.0);
    ui.horizontal(|ui| {
        let is_chosen = ui.button(words.get(key)).clicked();
        if ui.button(words.get("app-cancel")).clicked() {
            actions.push(Action::Escape);
        }
        is_chosen
    })
    .inner
}

fn open_ui(ui: &mut Ui, path: &mut String, words: &Words, actions: &mut Vec<Action>) {
    title_ui(ui, words, "app-open-title");
    ui.label(words.get("app-open-text"));
    let is_entered = path_ui(ui, (path, Purpose::Basin), words, actions);
    if answer_ui(ui, "app-open", words, actions) || is_entered {
        actions.push(Action::Open(PathBuf::from(path.trim())));
    }
}

fn add_ui(ui: &mut Ui, path: &mut String, words: &Words, actions: &mut Vec<Action>) {
    title_ui(ui, words, "app-add-title");
    ui.label(words.get("app-add-text"));
    let is_entered = path_ui(ui, (path, Purpose::Export), words, actions);
    if (answer_ui(ui, "app-add-look", words, actions) || is_entered) && !path.trim().is_empty() {
        actions.push(Action::Add(PathBuf::from(path.trim())));
    }
}

fn save_ui(ui: &mut Ui, plot: &str, path: &mut String, words: &Words, actions: &mut Vec<Action>) {
    title_ui(ui, words, "app-save-title");
    ui.label(words.get("app-save-text"));
    ui.horizontal(|ui| {
        for ending in ["png", "svg", "pdf"] {
            let mut with = PathBuf::from(path.as_str());
            let is_it = with.extension().is_some_and(|own| own == ending);
            if ui.selectable_label(is_it, ending.to_uppercase()).clicked() {
                with.set_extension(ending);
                *path = with.display().to_string();
            }
        }
    });
    let is_entered = path_ui(ui, (path, Purpose::Picture), words, actions);
    if answer_ui(ui, "app-save", words, actions) || is_entered {
        let path = PathBuf::from(path.trim());
        actions.push(Action::Save(plot.to_owned(), path));
    }
}

fn keep_ui(
    ui: &mut Ui,
    files: &mut [Arrival],
    basin: Option<&Basin>,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    title_ui(ui, words, "app-keep-title");
    ui.label(words.get("app-keep-text"));
    ui.add_space(6.0);
    let Some(basin) = basin else { return };
    Grid::new("arrivals").num_columns(2).show(ui, |ui| {
        for file in files.iter_mut() {
            let name = file.path.file_name().unwrap_or_default();
            ui.label(name.display().to_string());
            source_ui(ui, file, basin, words);
            ui.end_row();
        }
    });
    if answer_ui(ui, "app-keep", words, actions) {
        actions.push(Action::Keep(files.to_vec()));
    }
}

fn source_ui(ui: &mut Ui, file: &mut Arrival, basin: &Basin, words: &Words) {
    let folder = |source: Option<&crate::domain::SourceId>| {
        source.and_then(|id| basin.source(id)).map_or_else(
            || words.get("app-keep-where-it-is"),
            |source| format!("{} ({})", source.kind.folder(), source.agency),
        )
    };
    let label = file
        .path
        .file_name()
        .unwrap_or_default()
        .display()
        .to_string();
    let combo = ComboBox::from_id_salt(("arrival", &file.path))
        .width(300.0)
        .selected_text(folder(file.source.as_ref()))
        .show_ui(ui, |ui| {
            let ids = basin.sources.iter().map(|source| Some(source.id.clone()));
            for choice in ids.chain([None]) {
                let text = folder(choice.as_ref());
                ui.selectable_value(&mut file.source, choice, text);
            }
        });
    combo
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &label));
}

fn keys_ui(ui: &mut Ui, words: &Words, actions: &mut Vec<Action>) {
    title_ui(ui, words, "app-keys-title");
    Grid::new("keys")
        .num_columns(2)
        .striped(true)
        .show(ui, |ui| {
            for command in Command::ALL {
                let is_listed = command != Command::CloseExplanation;
                if is_listed && command.shortcut().is_some() {
                    ui.label(command.text(words));
                    ui.label(command.tooltip(words));
                    ui.end_row();
                }
            }
            for (key, tip) in [
                ("F11, P", "app-keys-present"),
                ("F1, ?", "app-keys-this"),
                ("Esc", "app-keys-escape"),
                ("Tab", "app-keys-tab"),
            ] {
                ui.label(key);
                ui.label(words.get(tip));
                ui.end_row();
            }
        });
    ui.add_space(10.0);
    if ui.button(words.get("app-close")).clicked() {
        actions.push(Action::Escape);
    }
}
