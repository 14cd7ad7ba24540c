//! A ledger beside what it would be: with each side's data, under each reading, within the measurement error, without
//! one gauge, or after a proposed change. What is asked for is computed beside the window.

use egui::{Align, Align2, ComboBox, Layout, Rect, Ui, UiBuilder, pos2};

use super::clause_ui::clause_ui;
use super::command::Command;
use super::proposal_ui::{changes, proposal_ui};
use super::scene::Scene;
use super::study_plot::{marks_ui, weights_ui};
use super::study_table::table_ui;
use super::subject_ui::{Subject, parts, subjects};
use super::text;
use super::theme::{Role, tokens};
use crate::present::{BalanceView, StudyTopic, StudyView, StudyWish};

/// Draws the page into `place`.
pub(super) fn compare_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let parts = parts(place);
    topics(ui, scene, parts.list);
    let balances = &scene.view.allocation.balances;
    let chosen = &scene.state.allocation.studied;
    let ledger = balances.iter().find(|view| view.id == *chosen);
    let Some(ledger) = ledger.or_else(|| balances.first()) else {
        return;
    };
    let mut y = ledgers(ui, scene, (ledger, parts.centre));
    if scene.state.allocation.topic == StudyTopic::Effect {
        let row = Rect::from_min_max(pos2(parts.centre.left(), y), parts.centre.max);
        y = proposal_ui(ui, scene, ledger, row);
    }
    ask(scene, ledger);
    let below = Rect::from_min_max(pos2(parts.centre.left(), y + 4.0), parts.centre.max);
    found_ui(ui, scene, below);
    if let Some(place) = parts.clause {
        clause_ui(ui, scene, place, (&ledger.agreement, &ledger.clause));
    }
}

fn topics(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let words = scene.words.first();
    let names: Vec<(String, String)> = StudyTopic::ALL
        .iter()
        .map(|topic| {
            let key = topic.word_key();
            (words.get(key), words.get(&format!("{key}-tip")))
        })
        .collect();
    let entries: Vec<Subject<'_>> = StudyTopic::ALL
        .iter()
        .zip(&names)
        .map(|(topic, (name, tip))| Subject {
            id: topic.word_key(),
            title: name,
            below: tip.clone(),
            party: None,
        })
        .collect();
    let chosen = scene.state.allocation.topic.word_key();
    let (_, clicked) = subjects(ui, place, &entries, chosen);
    let topic = clicked.and_then(|id| {
        let mut all = StudyTopic::ALL.into_iter();
        all.find(|topic| topic.word_key() == id)
    });
    if let Some(topic) = topic {
        scene.state.allocation.topic = topic;
    }
}

/// Which ledger is studied; gives where the row ends.
fn ledgers(ui: &mut Ui, scene: &mut Scene<'_>, (ledger, place): (&BalanceView, Rect)) -> f32 {
    let height = ui.spacing().interact_size.y;
    let row = Rect::from_min_max(place.min, pos2(place.right(), place.top() + height));
    let builder = UiBuilder::new()
        .max_rect(row)
        .layout(Layout::left_to_right(Align::Center));
    let mut line = ui.new_child(builder);
    let name = |view: &BalanceView| view.ledger.clone();
    let label = format!(
        "{}: {}",
        scene.words.first().get("ledger-rule"),
        name(ledger)
    );
    let mut wanted = None;
    let response = ComboBox::from_id_salt("studied-ledger")
        .selected_text(&label)
        .width(120.0)
        .height(420.0)
        .show_ui(&mut line, |ui| {
            let mut seen: Vec<&str> = Vec::new();
            for view in &scene.view.allocation.balances {
                if seen.contains(&view.id.as_str()) {
                    continue;
                }
                seen.push(&view.id);
                if ui
                    .selectable_label(view.id == ledger.id, name(view))
                    .clicked()
                {
                    wanted = Some(view.id.clone());
                }
            }
        });
    response
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, &label));
    if let Some(id) = wanted {
        let look = &mut scene.state.allocation;
        look.studied = id;
        look.place.clear();
        look.proposed.clear();
    }
    row.bottom()
}

/// Asks for the study that is wanted now, once.
fn ask(scene: &mut Scene<'_>, ledger: &BalanceView) {
    let look = &scene.state.allocation;
    let wish = StudyWish {
        topic: look.topic,
        agreement: ledger.agreement.clone(),
        ledger: ledger.clause.clone(),
        changes: if look.topic == StudyTopic::Effect {
            changes(scene, ledger)
        } else {
            Vec::new()
        },
    };
    if scene.state.study.wish.as_ref() != Some(&wish) {
        scene.send(Command::Study(Box::new(wish)));
    }
}

/// What was found; the last answer stays until the next one is there, if it is of the same kind.
fn found_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let slot = scene.state.study.clone();
    let say = |ui: &Ui, words: &str| {
        let muted = tokens(ui).muted();
        let galley = text::lines(ui, words, Role::Body, muted, (place.width() - 20.0, 6));
        text::paint(ui, place.center(), Align2::CENTER_CENTER, &galley);
    };
    if !slot.failure.is_empty() {
        return say(ui, &slot.failure);
    }
    let found = slot.found.as_ref().filter(|(wish, _)| {
        slot.wish.as_ref().is_some_and(|wanted| {
            wanted.topic == wish.topic
                && wanted.ledger == wish.ledger
                && wanted.agreement == wish.agreement
        })
    });
    let Some((_, view)) = found else {
        return say(ui, &scene.words.get("study-running"));
    };
    let place = notes(ui, view, place);
    if !view.weights.is_empty() {
        weights_ui(ui, view, place);
        return;
    }
    if view.rows.is_empty() {
        return say(ui, &scene.words.get("study-nothing"));
    }
    let plot = (place.height() * 0.46).clamp(70.0, 420.0);
    let (above, below) = place.split_top_bottom_at_y(place.top() + plot);
    marks_ui(ui, scene, view, above);
    let table = Rect::from_min_max(pos2(below.left(), below.top() + 6.0), below.max);
    if table.height() > 40.0 {
        table_ui(ui, scene, view, table);
    }
}

/// Sentences on the whole, as far as they leave room for the picture; gives what is left.
fn notes(ui: &Ui, view: &StudyView, place: Rect) -> Rect {
    let tokens = tokens(ui);
    let most = place.top() + place.height() * 0.25;
    let mut y = place.top();
    for (n, note) in view.notes.iter().enumerate() {
        let (role, colour) = if n == 0 {
            (Role::Strong, tokens.ink())
        } else {
            (Role::Small, tokens.muted())
        };
        let galley = text::lines(ui, note, role, colour, (place.width(), 2));
        if n > 0 && y + galley.size().y > most {
            break;
        }
        y = text::paint(ui, pos2(place.left(), y), Align2::LEFT_TOP, &galley).bottom();
    }
    Rect::from_min_max(pos2(place.left(), y + 4.0), place.max)
}
