//! Where a number comes from: the tree from the figure down to the line in the agency's file.

use egui::{Align2, RichText, ScrollArea, Ui, Vec2};

use super::command::Command;
use super::theme::{Role, tokens};
use crate::present::{ExplanationLine, ExplanationView, Words};

/// Draws the answer into a window over the dashboard; sends [`Command::CloseExplanation`] when it is closed.
pub fn explain_ui(ui: &mut Ui, view: &ExplanationView, words: &Words, commands: &mut Vec<Command>) {
    let screen = ui.max_rect();
    let mut is_open = true;
    egui::Window::new(words.get("draw-explanation"))
        .id(egui::Id::unique("explanation"))
        .open(&mut is_open)
        .collapsible(false)
        .resizable(true)
        .default_size(Vec2::new(620.0, screen.height() * 0.6))
        .pivot(Align2::CENTER_CENTER)
        .default_pos(screen.center())
        .show(ui.ctx(), |ui| body(ui, view));
    if !is_open {
        commands.push(Command::CloseExplanation);
    }
}

fn body(ui: &mut Ui, view: &ExplanationView) {
    let colours = tokens(ui);
    ui.add(egui::Label::new(RichText::new(&view.title).font(Role::Title.font(ui))).wrap());
    let small = Role::Small.font(ui);
    ui.label(
        RichText::new(&view.figure)
            .font(small)
            .color(colours.muted()),
    );
    ui.separator();
    ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
        for line in &view.lines {
            line_ui(ui, line);
        }
    });
}

fn line_ui(ui: &mut Ui, line: &ExplanationLine) {
    let colours = tokens(ui);
    let small = Role::Small.font(ui);
    #[expect(clippy::cast_precision_loss, reason = "trees are a few levels deep")]
    let indent = 18.0 * line.depth as f32;
    ui.horizontal(|ui| {
        ui.add_space(indent);
        ui.vertical(|ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(&line.what).color(colours.ink()));
                ui.label(RichText::new(&line.value).font(Role::Strong.font(ui)));
                if !line.article.is_empty() {
                    let article = RichText::new(&line.article).font(small.clone());
                    ui.label(article.color(colours.focus()));
                }
            });
            for further in [&line.because, &line.reading] {
                if !further.is_empty() {
                    let words = RichText::new(further).font(small.clone());
                    ui.add(egui::Label::new(words.color(colours.muted())).wrap());
                }
            }
        });
    });
    ui.add_space(3.0);
}
