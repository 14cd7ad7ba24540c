//! The agreement's text beside a number: the lines of its file with their numbers, article, and what is in doubt.

use egui::text::{LayoutJob, TextFormat};
use egui::{Frame, Label, Margin, RichText, ScrollArea, Ui, UiBuilder};

use super::scene::Scene;
use super::theme::{Role, tokens};
use crate::present::{ClauseView, clauses_behind};

/// Draws the clause behind a ledger, rule, condition or series, and those that it names, into `place`.
pub(super) fn clause_ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    place: egui::Rect,
    (agreement, id): (&str, &str),
) {
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
    let clauses = clauses_behind(&scene.view.allocation.clauses, agreement, id);
    if clauses.is_empty() {
        let words = RichText::new(scene.words.get("clause-none"));
        inner.label(words.color(tokens(&inner).muted()));
        return;
    }
    ScrollArea::vertical()
        .id_salt(("clause", agreement, id))
        .auto_shrink(false)
        .show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for clause in clauses {
                one(ui, clause);
                ui.add_space(10.0);
            }
        });
}

fn one(ui: &mut Ui, clause: &ClauseView) {
    let tokens = tokens(ui);
    let small = Role::Small.font(ui);
    let heading = if clause.article.is_empty() {
        clause.title.clone()
    } else {
        format!("{} · {}", clause.article, clause.title)
    };
    ui.add(Label::new(RichText::new(heading).font(Role::Heading.font(ui))).wrap());
    if !clause.badges.is_empty() {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 6.0;
            for badge in &clause.badges {
                Frame::new()
                    .stroke(egui::Stroke::new(1.0, tokens.faint()))
                    .corner_radius(3)
                    .inner_margin(Margin::symmetric(5, 1))
                    .show(ui, |ui| {
                        ui.label(RichText::new(badge).font(small.clone()).color(tokens.ink()));
                    });
            }
        });
    }
    let mut below = clause.place.clone();
    if !clause.effective.is_empty() {
        below = format!("{} · {below}", clause.effective);
    }
    let below = RichText::new(below).font(small).color(tokens.muted());
    ui.add(Label::new(below).wrap());
    Frame::new()
        .fill(tokens.raised())
        .corner_radius(3)
        .inner_margin(Margin::symmetric(6, 4))
        .show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_width(ui.available_width());
            lines(ui, clause);
        });
}

/// The lines as written: number, then text; comments stand back.
fn lines(ui: &mut Ui, clause: &ClauseView) {
    let tokens = tokens(ui);
    let font = Role::Small.font(ui);
    let count = clause.text.lines().count();
    let last = clause.line as usize + count;
    let gutter = super::text::width(ui, &last.to_string(), Role::Small) + 8.0;
    for (number, line) in (clause.line..).zip(clause.text.lines()) {
        let trimmed = line.trim_start();
        let indent = line.len() - trimmed.len();
        let colour = if trimmed.starts_with('#') {
            tokens.muted()
        } else {
            tokens.ink()
        };
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            let (place, _) = ui.allocate_exact_size(
                egui::vec2(gutter, ui.text_style_height(&egui::TextStyle::Small)),
                egui::Sense::hover(),
            );
            let number =
                super::text::line(ui, &number.to_string(), Role::Small, tokens.faint(), gutter);
            let at = egui::pos2(place.right() - 8.0, place.top());
            super::text::paint(ui, at, egui::Align2::RIGHT_TOP, &number);
            #[expect(clippy::cast_precision_loss, reason = "a few blanks")]
            ui.add_space(indent as f32 * 3.0);
            let mut job = LayoutJob::default();
            job.append(trimmed, 0.0, TextFormat::simple(font.clone(), colour));
            ui.add(Label::new(job).wrap());
        });
    }
}
