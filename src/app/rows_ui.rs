//! The first rows of a file: its own text by column, and beside it what is understood. What a column is stands as a
//! word under its name; the colour only repeats it.

use egui::{Color32, Grid, RichText, ScrollArea, TextWrapMode, Ui};

use crate::draw::theme::{Role, tokens};
use crate::present::{ColumnRole, PreviewView, RowView, Words};

pub(super) fn rows_ui(ui: &mut Ui, view: &PreviewView, words: &Words) {
    ScrollArea::both()
        .id_salt("rows")
        .auto_shrink(false)
        .show(ui, |ui| {
            // A name that breaks in the middle of a word is no name.
            ui.style_mut().wrap_mode = Some(TextWrapMode::Extend);
            Grid::new("rows")
                .striped(true)
                .spacing([16.0, 3.0])
                .min_col_width(30.0)
                .show(ui, |ui| {
                    names_ui(ui, view, words);
                    for row in &view.rows {
                        row_ui(ui, view, row, words);
                    }
                });
        });
}

fn names_ui(ui: &mut Ui, view: &PreviewView, words: &Words) {
    let muted = tokens(ui).muted();
    name_ui(ui, &words.get("app-adopt-line"), ("", muted));
    for column in &view.columns {
        let word = (column.word.as_str(), colour(ui, column.role));
        name_ui(ui, &shortened(&column.name), word);
    }
    if view.columns.is_empty() {
        ui.label("");
    }
    let understood = words.get("app-adopt-understood");
    let as_what = words.get("app-adopt-as");
    name_ui(ui, &understood, (&as_what, muted));
    ui.end_row();
}

/// A name over a word.
fn name_ui(ui: &mut Ui, name: &str, (word, colour): (&str, Color32)) {
    ui.vertical(|ui| {
        ui.label(RichText::new(name).font(Role::Strong.font(ui)));
        let word = RichText::new(word).font(Role::Small.font(ui));
        ui.label(word.color(colour));
    });
}

fn row_ui(ui: &mut Ui, view: &PreviewView, row: &RowView, words: &Words) {
    ui.label(RichText::new(&row.line).color(tokens(ui).muted()));
    for at in 0..view.columns.len().max(1) {
        let cell = row.cells.get(at).map_or("", String::as_str);
        let role = view
            .columns
            .get(at)
            .map_or(ColumnRole::Beside, |it| it.role);
        let mut text = RichText::new(shortened(cell)).color(colour(ui, role));
        if row.rejected.contains(&at) {
            text = text.color(tokens(ui).late()).strikethrough();
        }
        ui.label(text);
    }
    let readings = if row.readings.is_empty() && view.is_ready {
        words.get("app-adopt-no-reading")
    } else {
        row.readings.join("     ")
    };
    ui.label(RichText::new(readings).font(Role::Strong.font(ui)));
    ui.end_row();
}

fn colour(ui: &Ui, role: ColumnRole) -> Color32 {
    let tokens = tokens(ui);
    match role {
        ColumnRole::Time => tokens.focus(),
        ColumnRole::Value => tokens.ink(),
        ColumnRole::Station => tokens.now(),
        ColumnRole::Beside | ColumnRole::Apart => tokens.muted(),
    }
}

/// A long remark must not push the rest out of sight.
fn shortened(text: &str) -> String {
    const MOST: usize = 28;
    if text.chars().count() <= MOST {
        return text.to_owned();
    }
    let mut short: String = text.chars().take(MOST - 1).collect();
    short.push('…');
    short
}
