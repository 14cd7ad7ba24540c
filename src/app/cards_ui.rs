//! The cards, lower right, newest at the bottom.

use egui::{Align2, Area, Id, Order, ScrollArea, Ui, vec2};

use super::card::Card;
use super::chrome_ui::raised;
use super::session::Session;
use super::update::Action;
use crate::domain::Severity;
use crate::draw::theme::{Role, tokens};
use crate::present::Words;

const WIDTH: f32 = 420.0;

pub(super) fn cards_ui(ui: &Ui, session: &Session, actions: &mut Vec<Action>) {
    if session.cards.iter().next().is_none() {
        return;
    }
    Area::new(Id::unique("cards"))
        .anchor(Align2::RIGHT_BOTTOM, vec2(-12.0, -40.0))
        .order(Order::Foreground)
        .show(ui.ctx(), |ui| {
            for card in session.cards.iter() {
                card_ui(ui, card, &session.words, actions);
            }
        });
}

fn card_ui(ui: &mut Ui, card: &Card, words: &Words, actions: &mut Vec<Action>) {
    let bar = match card.severity {
        Severity::Note => tokens(ui).focus(),
        Severity::Warning | Severity::Error => tokens(ui).late(),
    };
    raised(ui).show(ui, |ui| {
        ui.set_width(WIDTH);
        ui.horizontal_wrapped(|ui| {
            if card.severity != Severity::Note {
                ui.colored_label(bar, words.get(severity_key(card.severity)));
            }
            ui.label(egui::RichText::new(&card.title).font(Role::Strong.font(ui)));
        });
        ScrollArea::vertical()
            .id_salt(("card", &card.title))
            .max_height(220.0)
            .show(ui, |ui| {
                for line in &card.lines {
                    ui.label(line);
                }
            });
        if ui.small_button(words.get("app-close")).clicked() {
            actions.push(Action::CloseCard(card.id));
        }
    });
}

fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Note => "app-note",
        Severity::Warning => "app-warning",
        Severity::Error => "app-error",
    }
}
