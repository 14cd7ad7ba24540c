//! The first rows of a file: its own text by column, and beside it what is understood. What a column is stands as a
//! word under its name; the colour only repeats it.

use egui::{Color32, Grid, RichText, ScrollArea, Ui};

use crate::draw::theme::{Role, tokens};
use crate::present::{ColumnRole, PreviewView, RowView, Words};

pub(super) fn rows_ui(ui: &mut Ui, view: &PreviewView, words: &Words) {
    ScrollArea::both()
        .id_salt("rows")
        .auto_shrink(false)
        .show(ui, |ui| {
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
    let small = Role::Small.font(ui);
    ui.label(
        RichText::new(words.get("app-adopt-line"))
            .font(small.clone())
            .color(muted),
    );
    for column in &view.columns {
        ui.vertical(|ui| {
            ui.label(RichText::new(shortened(&column.name)).font(Role::Strong.font(ui)));
            let word = RichText::new(&column.word).font(small.clone());
            ui.label(word.color(colour(ui, column.role)));
        });
    }
    if view.columns.is_empty() {
        ui.label("");
    }
    ui.label(
        RichText::new(words.get("app-adopt-understood"))
            .font(small)
            .color(muted),
    );
    ui.end_row();
}

fn row_ui(ui: &mut Ui, view: &PreviewView, row: &RowView, words: &Words) {
    ui.label(RichText::new(&row.line).color(tokens(ui).muted()));
    let n = view.columns.len().max(1);
    for at in 0..n {
        let cell = row.cells.get(at).map_or("", String::as_str);
        let role = view
            .columns
            .get(at)
            .map_or(ColumnRole::Beside, |it| it.role);
        let text = RichText::new(shortened(cell)).color(colour(ui, role));
        ui.label(text);
    }
    let readings = if row.readings.is_empty() && view.is_ready {
        words.get("app-adopt-no-reading")
    } else {
        row.readings.join("   ")
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
