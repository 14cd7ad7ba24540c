//! Where a number comes from: the tree, down to file and line, beside the dashboard.

use egui::{Panel, ScrollArea, Ui};

use super::update::Action;
use crate::draw::theme::Role;
use crate::present::{ExplanationLine, ExplanationView, Words};

/// Indent per level of the tree, logical pixels.
const INDENT: f32 = 16.0;

pub(super) fn explain_ui(
    ui: &mut Ui,
    explanation: &ExplanationView,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    Panel::right("explanation")
        .default_size(460.0)
        .size_range(320.0..=900.0)
        .show(ui, |ui| {
            ui.label(egui::RichText::new(words.get("draw-explanation")).font(Role::Title.font(ui)));
            ui.horizontal(|ui| {
                if ui.button(words.get("app-copy")).clicked() {
                    actions.push(Action::CopyText(text(explanation)));
                }
                if ui.button(words.get("app-close")).clicked() {
                    actions.push(Action::Escape);
                }
            });
            ui.separator();
            ui.label(egui::RichText::new(&explanation.title).font(Role::Strong.font(ui)));
            ui.weak(&explanation.figure);
            ScrollArea::vertical().show(ui, |ui| {
                for line in &explanation.lines {
                    line_ui(ui, line);
                }
            });
        });
}

fn line_ui(ui: &mut Ui, line: &ExplanationLine) {
    #[expect(clippy::cast_precision_loss, reason = "a tree is a few levels deep")]
    let indent = line.depth as f32 * INDENT;
    ui.horizontal_top(|ui| {
        ui.add_space(indent);
        ui.vertical(|ui| {
            ui.horizontal_wrapped(|ui| {
                ui.label(&line.what);
                ui.label(egui::RichText::new(&line.value).font(Role::Strong.font(ui)));
                ui.weak(&line.article);
            });
            for more in [&line.because, &line.reading] {
                if !more.is_empty() {
                    ui.weak(more);
                }
            }
        });
    });
    ui.add_space(2.0);
}

/// The same as text, for a minute or an e-mail.
fn text(explanation: &ExplanationView) -> String {
    let mut text = format!("{}\n{}\n", explanation.title, explanation.figure);
    for line in &explanation.lines {
        text.push_str(&"  ".repeat(line.depth));
        let parts = [
            &line.what,
            &line.value,
            &line.article,
            &line.because,
            &line.reading,
        ];
        let said: Vec<&str> = parts
            .into_iter()
            .map(String::as_str)
            .filter(|part| !part.is_empty())
            .collect();
        text.push_str(&said.join(" · "));
        text.push('\n');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_copy_keeps_the_tree_and_ends_in_the_reading() {
        let line = |depth, what: &str, reading: &str| ExplanationLine {
            depth,
            what: what.to_owned(),
            value: "4.12 m".to_owned(),
            article: String::new(),
            because: String::new(),
            reading: reading.to_owned(),
        };
        let view = ExplanationView {
            figure: "gauge/dravec/latest".to_owned(),
            title: "Stage at Dravec: 4.12 m".to_owned(),
            lines: vec![line(0, "Stage", ""), line(1, "reading", "a.csv:7 \"4.12\"")],
        };
        assert_eq!(
            text(&view),
            "Stage at Dravec: 4.12 m\ngauge/dravec/latest\nStage · 4.12 m\n  reading · 4.12 m · a.csv:7 \"4.12\"\n"
        );
    }
}
