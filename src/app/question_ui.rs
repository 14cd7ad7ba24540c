//! One question: what it is about, the sentence, the usual answers as buttons, and a line for any other.

use std::collections::BTreeMap;

use egui::{ComboBox, Frame, Key, Margin, RichText, TextEdit, Ui};

use super::update::Action;
use crate::draw::theme::{Role, tokens};
use crate::present::{QuestionView, Words};

/// More usual answers than this stand in a list instead of a row.
const IN_A_ROW: usize = 5;

pub(super) fn question_ui(
    ui: &mut Ui,
    question: &QuestionView,
    typed: &mut BTreeMap<String, String>,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    let frame = Frame::new()
        .fill(tokens(ui).raised())
        .corner_radius(4)
        .inner_margin(Margin::symmetric(10, 8));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            ui.label(RichText::new(&question.title).font(Role::Strong.font(ui)));
            if !question.blocking {
                let text = RichText::new(words.get("app-adopt-may-stay"));
                ui.label(text.font(Role::Small.font(ui)).color(tokens(ui).muted()));
            }
        });
        ui.add(egui::Label::new(&question.question).wrap());
        let mut answer = |text: &str| {
            actions.push(Action::Answer(question.key.clone(), text.trim().to_owned()));
        };
        if question.choices.len() > IN_A_ROW {
            ComboBox::from_id_salt(("choices", &question.key))
                .width(240.0)
                .selected_text(words.get("app-adopt-choose"))
                .show_ui(ui, |ui| {
                    for choice in &question.choices {
                        if ui.selectable_label(false, choice).clicked() {
                            answer(choice);
                        }
                    }
                })
                .response
                .widget_info(|| {
                    egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &question.title)
                });
        } else {
            ui.horizontal_wrapped(|ui| {
                for choice in &question.choices {
                    if ui.button(choice).clicked() {
                        answer(choice);
                    }
                }
            });
        }
        ui.horizontal(|ui| {
            let label = ui.label(words.get("app-adopt-other"));
            let text = typed.entry(question.key.clone()).or_default();
            let edit = TextEdit::singleline(text).desired_width(200.0);
            let response = ui.add(edit).labelled_by(label.id);
            let is_entered =
                response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            let is_clicked = ui.button(words.get("app-adopt-answer")).clicked();
            if (is_entered || is_clicked) && !text.trim().is_empty() {
                answer(text);
            }
        });
    });
    ui.add_space(6.0);
}

/// An answer that was given, and the way back.
pub(super) fn answered_ui(
    ui: &mut Ui,
    (key, text): (&str, &str),
    words: &Words,
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(key).color(tokens(ui).muted()));
        ui.label(RichText::new(text).font(Role::Strong.font(ui)));
        let back = ui.small_button(words.get("app-adopt-change"));
        if back.clicked() {
            actions.push(Action::Forget(key.to_owned()));
        }
    });
}
