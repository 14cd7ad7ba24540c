//! The form that puts an alarm aside: never without a reason, a name and an end.

use egui::{Align, Button, DragValue, Layout, Rect, TextEdit, Ui, UiBuilder, pos2};

use super::command::Command;
use super::scene::Scene;
use super::theme::tokens;

/// Hours that an alarm can be put aside at most.
const LONGEST: f64 = 24.0;

/// Draws the form above the rest of the page while one is open; gives what is left.
pub(super) fn shelve_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) -> Rect {
    let Some(mut form) = scene.state.floods.shelving.clone() else {
        return place;
    };
    let height = ui.spacing().interact_size.y + 10.0;
    let line = Rect::from_min_max(place.min, pos2(place.right(), place.top() + height));
    ui.painter().rect_filled(line, 4, tokens(ui).raised());
    let builder = UiBuilder::new()
        .max_rect(line.shrink(5.0))
        .layout(Layout::left_to_right(Align::Center));
    let mut row = ui.new_child(builder);
    let words = scene.words.first();
    let named = |key: &str| words.get(key);
    row.strong(words.with("shelve-which", &[("station", form.name.as_str().into())]));
    let edit = |row: &mut Ui, text: &mut String, key: &str, width: f32| {
        let label = row.label(named(key));
        row.add(TextEdit::singleline(text).desired_width(width))
            .labelled_by(label.id)
    };
    let reason = edit(&mut row, &mut form.reason, "shelve-reason", 220.0);
    if form.is_new {
        reason.request_focus();
        form.is_new = false;
    }
    let hours = row.label(named("shelve-hours"));
    row.add(
        DragValue::new(&mut form.hours)
            .range(0.25..=LONGEST)
            .speed(0.25),
    )
    .labelled_by(hours.id);
    edit(&mut row, &mut scene.state.floods.who, "shelve-who", 120.0);
    let can = !form.reason.trim().is_empty();
    let shelve = row
        .add_enabled(can, Button::new(named("command-shelve")))
        .on_disabled_hover_text(named("shelve-needs-reason"));
    let is_given_up = row.button(named("shelve-cancel")).clicked();
    if shelve.clicked() {
        scene.send(Command::Shelve(Box::new(form.clone())));
    }
    scene.state.floods.shelving = (!is_given_up && !shelve.clicked()).then_some(form);
    Rect::from_min_max(pos2(place.left(), line.bottom() + 4.0), place.max)
}
