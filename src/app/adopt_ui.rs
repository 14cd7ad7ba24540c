//! The panel for a file that nobody knew: at the left what it is and its first rows beside what they are understood
//! as, at the right the questions, the stations, the source, and the one button that takes it in.

use egui::{Align, CollapsingHeader, ComboBox, Layout, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::adopt::{Adopting, StationChoice};
use super::question_ui::{answered_ui, question_ui};
use super::rows_ui::rows_ui;
use super::update::Action;
use crate::domain::{Basin, SourceId};
use crate::draw::receipt_ui::{balance_ui, finding_ui};
use crate::draw::theme::{Role, tokens};
use crate::present::Words;

/// Width of the questions.
const RIGHT: f32 = 470.0;

pub(super) fn adopt_ui(
    ui: &mut Ui,
    adopting: &mut Adopting,
    (basin, words): (Option<&Basin>, &Words),
    actions: &mut Vec<Action>,
) {
    heading_ui(ui, adopting, words);
    ui.separator();
    let size = ui.available_size();
    let left = (size.x - RIGHT - 24.0).max(200.0);
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(vec2(left, size.y), Layout::top_down(Align::Min), |ui| {
            ui.set_width(left);
            file_ui(ui, adopting, words);
        });
        ui.separator();
        ui.allocate_ui_with_layout(vec2(RIGHT, size.y), Layout::top_down(Align::Min), |ui| {
            ui.set_width(RIGHT);
            settle_ui(ui, adopting, (basin, words), actions);
        });
    });
}

fn heading_ui(ui: &mut Ui, adopting: &Adopting, words: &Words) {
    let title = if adopting.claimed.is_some() {
        "app-adopt-title-known"
    } else {
        "app-adopt-title"
    };
    ui.horizontal(|ui| {
        ui.label(RichText::new(words.get(title)).font(Role::Title.font(ui)));
        ui.label(RichText::new(&adopting.view.file).font(Role::Strong.font(ui)));
    });
    ui.label(&adopting.view.about);
}

fn file_ui(ui: &mut Ui, adopting: &Adopting, words: &Words) {
    let view = &adopting.view;
    let facts = RichText::new(view.facts.join("  ·  "));
    ui.label(facts.color(tokens(ui).muted()));
    ui.add_space(6.0);
    let below = 210.0;
    let height = (ui.available_height() - below).max(120.0);
    ui.allocate_ui(vec2(ui.available_width(), height), |ui| {
        rows_ui(ui, view, words);
    });
    ui.add_space(6.0);
    ScrollArea::vertical()
        .id_salt("file")
        .auto_shrink(false)
        .show(ui, |ui| {
            if !view.balance.is_empty() {
                balance_ui(ui, &view.balance);
            }
            for series in &view.series {
                ui.label(series);
            }
            if let Some(bad) = &view.first_bad {
                ui.add_space(4.0);
                ui.label(
                    RichText::new(words.get("app-adopt-first-bad")).font(Role::Strong.font(ui)),
                );
                finding_ui(ui, bad);
            }
            let others = view
                .findings
                .iter()
                .filter(|finding| Some(*finding) != view.first_bad.as_ref());
            for finding in others {
                finding_ui(ui, finding);
            }
            if !view.evidence.is_empty() {
                CollapsingHeader::new(words.get("app-adopt-evidence")).show(ui, |ui| {
                    for line in &view.evidence {
                        ui.label(RichText::new(line).font(Role::Small.font(ui)));
                    }
                });
            }
        });
}

fn settle_ui(
    ui: &mut Ui,
    adopting: &mut Adopting,
    (basin, words): (Option<&Basin>, &Words),
    actions: &mut Vec<Action>,
) {
    let height = (ui.available_height() - 92.0).max(120.0);
    ScrollArea::vertical()
        .id_salt("settle")
        .auto_shrink(false)
        .max_height(height)
        .show(ui, |ui| {
            ui.set_width(RIGHT - 14.0);
            questions_ui(ui, adopting, words, actions);
            if let Some(basin) = basin {
                stations_ui(ui, &mut adopting.stations, basin, words);
                home_ui(ui, adopting, basin, words);
            }
        });
    ui.separator();
    button_ui(ui, adopting, words, actions);
}

fn section_ui(ui: &mut Ui, title: &str) {
    ui.add_space(10.0);
    ui.label(RichText::new(title).font(Role::Heading.font(ui)));
    ui.add_space(2.0);
}

fn questions_ui(ui: &mut Ui, adopting: &mut Adopting, words: &Words, actions: &mut Vec<Action>) {
    if adopting.view.questions.is_empty() && adopting.answers.is_empty() {
        return;
    }
    section_ui(ui, &words.get("app-adopt-questions"));
    let questions = adopting.view.questions.clone();
    for question in questions
        .iter()
        .filter(|question| question.blocking)
        .chain(questions.iter().filter(|question| !question.blocking))
    {
        question_ui(ui, question, &mut adopting.typed, words, actions);
    }
    for (key, text) in &adopting.answers {
        answered_ui(ui, (key, text), words, actions);
    }
}

fn stations_ui(ui: &mut Ui, stations: &mut [StationChoice], basin: &Basin, words: &Words) {
    if stations.is_empty() {
        return;
    }
    section_ui(ui, &words.get("app-adopt-stations"));
    for choice in stations {
        ui.horizontal_wrapped(|ui| {
            let theirs = match &choice.theirs.name {
                Some(name) if *name != choice.theirs.id => {
                    format!("{} ({name})", choice.theirs.id)
                }
                _ if choice.theirs.id.is_empty() => words.get("app-adopt-unnamed"),
                _ => choice.theirs.id.clone(),
            };
            ui.label(&theirs);
            ui.label("→");
            let text = |id: Option<&crate::domain::StationId>| {
                id.and_then(|id| basin.station(id)).map_or_else(
                    || words.get("app-adopt-not-ours"),
                    |station| format!("{} ({}, {})", station.name, station.id, station.state),
                )
            };
            let combo = ComboBox::from_id_salt(("station", &choice.theirs.id))
                .width(260.0)
                .selected_text(text(choice.ours.as_ref()))
                .show_ui(ui, |ui| {
                    let ids = basin
                        .stations
                        .iter()
                        .map(|station| Some(station.id.clone()));
                    for id in std::iter::once(None).chain(ids) {
                        let label = text(id.as_ref());
                        ui.selectable_value(&mut choice.ours, id, label);
                    }
                });
            combo
                .response
                .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &theirs));
        });
    }
}

fn home_ui(ui: &mut Ui, adopting: &mut Adopting, basin: &Basin, words: &Words) {
    section_ui(ui, &words.get("app-adopt-source"));
    let text = |id: Option<&SourceId>| {
        id.and_then(|id| basin.source(id)).map_or_else(
            || words.get("app-adopt-new-source"),
            |source| format!("{} ({})", source.id, source.agency),
        )
    };
    let label = words.get("app-adopt-source");
    let combo = ComboBox::from_id_salt("source")
        .width(300.0)
        .selected_text(text(adopting.source.as_ref()))
        .show_ui(ui, |ui| {
            // One that is read with another profile alone could not read this file.
            let open = basin
                .sources
                .iter()
                .filter(|source| source.profile.is_none() || source.profile == adopting.claimed);
            let ids: Vec<SourceId> = open.map(|source| source.id.clone()).collect();
            for id in std::iter::once(None).chain(ids.into_iter().map(Some)) {
                let label = text(id.as_ref());
                ui.selectable_value(&mut adopting.source, id, label);
            }
        });
    combo
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &label));
    if adopting.source.is_none() {
        party_ui(ui, adopting, basin, words);
        typed_ui(ui, &mut adopting.agency, &words.get("app-adopt-agency"));
    }
    if adopting.source.is_none() || adopting.claimed.is_none() {
        typed_ui(ui, &mut adopting.name, &words.get("app-adopt-name"));
        let mut places = Vec::new();
        if adopting.claimed.is_none() {
            places.push(format!("formats/{}.toml", adopting.name));
        }
        if adopting.source.is_none() {
            places.push(format!("exports/{}/", adopting.name));
        }
        let places = RichText::new(places.join("   ")).font(Role::Small.font(ui));
        ui.label(places.color(tokens(ui).muted()));
    }
}

fn party_ui(ui: &mut Ui, adopting: &mut Adopting, basin: &Basin, words: &Words) {
    ui.horizontal(|ui| {
        let label = words.get("app-adopt-party");
        ui.label(&label);
        for party in &basin.parties {
            let is_it = adopting.party.as_ref() == Some(&party.id);
            if ui.selectable_label(is_it, &party.name).clicked() {
                adopting.party = Some(party.id.clone());
            }
        }
    });
}

fn typed_ui(ui: &mut Ui, text: &mut String, label: &str) {
    ui.horizontal(|ui| {
        let label = ui.label(label);
        let edit = TextEdit::singleline(text).desired_width(240.0);
        ui.add(edit).labelled_by(label.id);
    });
}

fn button_ui(ui: &mut Ui, adopting: &Adopting, words: &Words, actions: &mut Vec<Action>) {
    if let Some(failure) = &adopting.failure {
        ui.colored_label(tokens(ui).late(), failure);
    }
    ui.horizontal(|ui| {
        let lacks = adopting.lacks();
        let text = RichText::new(words.get("app-adopt")).font(Role::Strong.font(ui));
        let button = egui::Button::new(text);
        if ui.add_enabled(lacks.is_none(), button).clicked() {
            actions.push(Action::Adopt);
        }
        if ui.button(words.get("app-cancel")).clicked() {
            actions.push(Action::Escape);
        }
    });
    let said = adopting.lacks().unwrap_or("app-adopt-writes");
    let said = RichText::new(words.get(said)).font(Role::Small.font(ui));
    ui.add(egui::Label::new(said.color(tokens(ui).muted())).wrap());
}
