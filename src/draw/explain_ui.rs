//! Where a number comes from: the tree from the figure down to the line in the agency's file.

use egui::{Align, Frame, Layout, Margin, RichText, ScrollArea, Stroke, Ui, vec2};

use super::command::Command;
use super::theme::{Role, tokens};
use crate::present::{ExplanationLine, ExplanationView, Words};

/// Indent per level of the tree, in heights of a line.
const INDENT: f32 = 1.0;

/// Draws the answer into the whole of `ui`. Its text can be copied; [`Command::CloseExplanation`] is sent when it is
/// closed.
pub fn explain_ui(ui: &mut Ui, view: &ExplanationView, words: &Words, commands: &mut Vec<Command>) {
    let colours = tokens(ui);
    ui.horizontal(|ui| {
        let heading = RichText::new(words.get("draw-explanation")).font(Role::Heading.font(ui));
        ui.label(heading);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = Command::CloseExplanation;
            let response = ui.button(close.text(words));
            if response.on_hover_text(close.tooltip(words)).clicked() {
                commands.push(close);
            }
            if ui.button(words.get("draw-copy-text")).clicked() {
                ui.ctx().copy_text(text(view));
            }
        });
    });
    ui.separator();
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
    let tokens = tokens(ui);
    let small = Role::Small.font(ui);
    #[expect(clippy::cast_precision_loss, reason = "trees are a few levels deep")]
    let indent = INDENT * small.size * line.depth as f32;
    let shown = ui.horizontal(|ui| {
        ui.add_space(indent + 10.0);
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing = vec2(6.0, 1.0);
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(&line.what).color(tokens.ink()));
                ui.label(RichText::new(&line.value).font(Role::Strong.font(ui)));
                if !line.article.is_empty() {
                    let article = RichText::new(&line.article).font(small.clone());
                    ui.label(article.color(tokens.focus()));
                }
            });
            if !line.because.is_empty() {
                let because = RichText::new(&line.because).font(small.clone());
                ui.add(egui::Label::new(because.color(tokens.muted())).wrap());
            }
            if !line.reading.is_empty() {
                let reading = RichText::new(&line.reading).font(small.clone());
                Frame::new()
                    .fill(tokens.raised())
                    .corner_radius(3)
                    .inner_margin(Margin::symmetric(6, 2))
                    .show(ui, |ui| ui.add(egui::Label::new(reading).wrap()));
            }
        });
    });
    let place = shown.response.rect;
    let x = place.left() + indent + 3.0;
    let stroke = Stroke::new(1.5, tokens.hairline());
    ui.painter().vline(x, place.y_range(), stroke);
    ui.add_space(6.0);
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
