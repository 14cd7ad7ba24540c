//! The receipt of a file: the balance in one line, the series, what changed, what was found.

use egui::{Align, Grid, Layout, RichText, ScrollArea, TextWrapMode, Ui};

use super::theme::{Role, tokens};
use crate::domain::Severity;
use crate::present::{BalancePart, FindingLine, ReceiptView, Words};

/// Draws a receipt into the whole of `ui`; long ones scroll.
pub fn receipt_ui(ui: &mut Ui, view: &ReceiptView, words: &Words) {
    ScrollArea::both()
        .id_salt(("receipt", &view.file))
        .auto_shrink(false)
        .show(ui, |ui| {
            let name = RichText::new(&view.file).font(Role::Heading.font(ui));
            ui.label(name);
            let about = RichText::new(&view.about).font(Role::Small.font(ui));
            ui.label(about.color(tokens(ui).muted()));
            ui.add_space(8.0);
            balance_ui(ui, &view.balance);
            if !view.series.is_empty() {
                title_ui(ui, &words.get("receipt-of-series"));
                table_ui(ui, "series", &view.columns, &view.series);
            }
            if !view.differences.is_empty() {
                title_ui(ui, &words.get("receipt-against-archive"));
                table_ui(
                    ui,
                    "differences",
                    &view.difference_columns,
                    &view.differences,
                );
            }
            title_ui(ui, &words.get("receipt-findings"));
            if view.findings.is_empty() {
                ui.label(words.get("receipt-no-findings"));
            }
            for finding in &view.findings {
                finding_ui(ui, finding);
            }
        });
}

/// `10 read = 7 kept + 1 rejected + …`, each number over its word.
pub fn balance_ui(ui: &mut Ui, parts: &[BalancePart]) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = 10.0;
        for (n, part) in parts.iter().enumerate() {
            let mark = match n {
                0 => "",
                1 => "=",
                _ => "+",
            };
            let colours = tokens(ui);
            let colour = if part.is_zero {
                colours.muted()
            } else {
                colours.ink()
            };
            if !mark.is_empty() {
                ui.label(RichText::new(mark).color(colours.muted()));
            }
            let count = RichText::new(&part.count).font(Role::Strong.font(ui));
            ui.label(count.color(colour));
            ui.label(RichText::new(&part.name).color(colour));
        }
    });
}

fn title_ui(ui: &mut Ui, title: &str) {
    ui.add_space(12.0);
    ui.label(RichText::new(title).font(Role::Strong.font(ui)));
}

/// A table whose first and last columns are text and whose others lean right.
pub fn table_ui(ui: &mut Ui, name: &str, columns: &[String], rows: &[Vec<String>]) {
    Grid::new(("table", name))
        .striped(true)
        .num_columns(columns.len())
        .spacing([18.0, 4.0])
        .show(ui, |ui| {
            ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
            for heading in columns {
                let text = RichText::new(heading).font(Role::Small.font(ui));
                ui.label(text.color(tokens(ui).muted()));
            }
            ui.end_row();
            for row in rows {
                for (n, cell) in row.iter().enumerate() {
                    if n == 0 || n + 1 == row.len() {
                        ui.label(cell);
                    } else {
                        let lean = Layout::right_to_left(Align::Center);
                        ui.with_layout(lean, |ui| ui.label(cell));
                    }
                }
                ui.end_row();
            }
        });
}

/// A finding: how much it matters as a word, its place, what is the matter, what to do.
pub fn finding_ui(ui: &mut Ui, finding: &FindingLine) {
    let colours = tokens(ui);
    let colour = if finding.severity == Severity::Note {
        colours.focus()
    } else {
        colours.late()
    };
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        ui.label(
            RichText::new(&finding.word)
                .color(colour)
                .font(Role::Strong.font(ui)),
        );
        if !finding.place.is_empty() {
            ui.label(RichText::new(&finding.place).color(colours.muted()));
        }
        ui.label(&finding.message);
    });
    if !finding.hint.is_empty() {
        let hint = RichText::new(&finding.hint).font(Role::Small.font(ui));
        ui.add(egui::Label::new(hint.color(colours.muted())).wrap());
    }
}
