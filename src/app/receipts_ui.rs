//! The receipts of everything that was taken in: files at the left, the receipt of the chosen one beside them.

use egui::{Align, Layout, RichText, ScrollArea, Ui};

use super::dialog::Receipts;
use super::update::Action;
use crate::domain::Severity;
use crate::draw::receipt_ui;
use crate::draw::theme::{Role, tokens};
use crate::present::{ReceiptView, Words};

/// Width of the list of files.
const LIST: f32 = 300.0;

pub(super) fn receipts_ui(
    ui: &mut Ui,
    receipts: &mut Receipts,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(words.get("app-receipts-title")).font(Role::Title.font(ui)));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            if ui.button(words.get("app-close")).clicked() {
                actions.push(Action::Escape);
            }
            if receipts.news.is_some() && ui.button(words.get("app-receipts-show")).clicked() {
                actions.push(Action::ShowNews);
            }
            if ui.button(words.get("app-receipts-save")).clicked() {
                actions.push(Action::SaveReceipts);
            }
        });
    });
    ui.separator();
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        let size = egui::vec2(LIST, height);
        ui.allocate_ui_with_layout(size, Layout::top_down_justified(Align::Min), |ui| {
            ui.set_width(LIST);
            ScrollArea::vertical()
                .id_salt("receipts")
                .auto_shrink(false)
                .show_rows(ui, row_height(ui), receipts.files.len(), |ui, rows| {
                    for n in rows {
                        row_ui(ui, n, receipts, words);
                    }
                });
        });
        ui.separator();
        ui.vertical(|ui| match receipts.files.get(receipts.shown) {
            Some(view) => receipt_ui(ui, view, words),
            None => {
                ui.label(words.get("app-receipts-none"));
            }
        });
    });
}

fn row_height(ui: &Ui) -> f32 {
    ui.spacing().interact_size.y
}

fn row_ui(ui: &mut Ui, n: usize, receipts: &mut Receipts, words: &Words) {
    let Some(view) = receipts.files.get(n) else {
        return;
    };
    let label = egui::Button::selectable(n == receipts.shown, text(ui, view, words)).truncate();
    if ui.add(label).on_hover_text(&view.file).clicked() {
        receipts.shown = n;
    }
}

/// The name of the file behind the last folder, and a word where something was not taken in as it stood.
fn text(ui: &Ui, view: &ReceiptView, words: &Words) -> RichText {
    let name = view.file.rsplit('/').next().unwrap_or(&view.file);
    let word = match view.severity {
        Some(Severity::Error) if view.n_rejected == 0 => words.get("app-receipts-unread"),
        Some(Severity::Error) => {
            let n = [("n", view.n_rejected.into())];
            words.with("app-receipts-rejected", &n)
        }
        Some(Severity::Warning) => words.get("app-warning"),
        Some(Severity::Note) | None => return RichText::new(name),
    };
    let text = RichText::new(format!("{name} · {word}"));
    if view.severity == Some(Severity::Error) {
        text.color(tokens(ui).late())
    } else {
        text
    }
}
