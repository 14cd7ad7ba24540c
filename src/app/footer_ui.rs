//! The footer: whether the window is live, what runs and how far it is, what the archive holds.

use egui::{Align, Layout, Panel, ProgressBar, Sense, Ui, vec2};

use super::jobs::Task;
use super::session::{Liveness, Session};
use super::update::Action;
use crate::draw::theme::tokens;
use crate::engine::Progress;
use crate::present::Words;

pub(super) fn footer_ui(ui: &mut Ui, session: &Session, actions: &mut Vec<Action>) {
    Panel::bottom("footer").show(ui, |ui| {
        ui.horizontal(|ui| {
            liveness_ui(ui, &session.liveness, &session.words);
            for (task, progress) in session.jobs.running() {
                if !matches!(task, Task::View | Task::Browse | Task::Remember) {
                    ui.separator();
                    job_ui(ui, task, progress.as_ref(), &session.words, actions);
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let keys = ui.small_button(session.words.get("app-keys"));
                if keys.on_hover_text("F1").clicked() {
                    actions.push(Action::ShowKeys);
                }
                if ui.small_button(session.words.get("app-add")).clicked() {
                    actions.push(Action::AskForFile);
                }
                if ui.small_button(session.words.get("app-receipts")).clicked() {
                    actions.push(Action::ShowReceipts);
                }
                ui.weak(session.root.display().to_string());
            });
        });
    });
}

/// A full dot and the word "live"; a ring and the reason when something new would go unnoticed.
fn liveness_ui(ui: &mut Ui, liveness: &Liveness, words: &Words) {
    let (key, reason) = match liveness {
        Liveness::Starting => ("app-starting", None),
        Liveness::Live => ("app-live", None),
        Liveness::Deaf(reason) => ("app-not-live", Some(reason)),
    };
    let (place, _) = ui.allocate_exact_size(vec2(12.0, 12.0), Sense::hover());
    let colour = if reason.is_some() {
        tokens(ui).late()
    } else {
        tokens(ui).ink()
    };
    if *liveness == Liveness::Live {
        ui.painter().circle_filled(place.center(), 4.0, colour);
    } else {
        let stroke = egui::Stroke::new(1.5, colour);
        ui.painter().circle_stroke(place.center(), 4.0, stroke);
    }
    let label = ui.label(words.get(key));
    match reason {
        Some(reason) => {
            ui.colored_label(colour, reason);
        }
        None => {
            label.on_hover_text(words.get(&format!("{key}-tip")));
        }
    }
}

fn job_ui(
    ui: &mut Ui,
    task: Task,
    progress: Option<&Progress>,
    words: &Words,
    actions: &mut Vec<Action>,
) {
    ui.label(words.get(task.word_key()));
    if let Some(step) = progress {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a bar of 120 pixels shows no more than f32 holds"
        )]
        let share = step.done as f32 / step.total.max(1) as f32;
        let bar = ProgressBar::new(share).fill(tokens(ui).focus());
        ui.add(bar.desired_width(120.0));
        ui.weak(format!("{}/{} {}", step.done, step.total, step.what));
    }
    if ui.small_button(words.get("app-cancel")).clicked() {
        actions.push(Action::Cancel(task));
    }
}
