//! Which rows of the ledger are wanted, in which units, and the table as a file.

use egui::{Align, Button, ComboBox, Layout, Rect, RichText, Ui, UiBuilder, pos2, vec2};

use super::command::Command;
use super::look::Units;
use super::scene::Scene;
use super::theme::tokens;

/// Draws the line above the table; gives where it ends.
pub(super) fn filter_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect, n_shown: usize) -> f32 {
    let height = ui.spacing().interact_size.y;
    let row = Rect::from_min_size(place.min, vec2(place.width(), height));
    let builder = UiBuilder::new()
        .max_rect(row)
        .layout(Layout::left_to_right(Align::Center));
    let mut line = ui.new_child(builder);
    line.spacing_mut().item_spacing.x = 8.0;
    choices(&mut line, scene);
    let end = line.min_rect().right();
    let rest = Rect::from_min_max(pos2(end + 12.0, row.top()), row.max);
    let builder = UiBuilder::new()
        .max_rect(rest)
        .layout(Layout::right_to_left(Align::Center));
    let mut right = ui.new_child(builder);
    buttons(&mut right, scene);
    let total = scene.view.allocation.ledger.rows.len();
    let count = scene.words.first().with(
        "ledger-rows",
        &[("shown", n_shown.into()), ("total", total.into())],
    );
    let colour = tokens(ui).muted();
    right.add(egui::Label::new(RichText::new(count).color(colour)).truncate());
    row.bottom()
}

/// One box per thing that rows differ in.
fn choices(ui: &mut Ui, scene: &mut Scene<'_>) {
    let words = scene.words.first();
    let choices = &scene.view.allocation.ledger.choices;
    let filter = &mut scene.state.allocation.arrangement.filter;
    let all = words.get("ledger-all");
    for (key, chosen, options) in [
        (
            "ledger-agreement",
            &mut filter.agreement,
            &choices.agreements,
        ),
        ("ledger-party", &mut filter.party, &choices.parties),
        ("ledger-rule", &mut filter.rule, &choices.rules),
        (
            "ledger-reading-heading",
            &mut filter.reading,
            &choices.readings,
        ),
    ] {
        if options.len() > 1 || chosen.is_some() {
            choose(ui, (&words.get(key), &all), chosen, options);
        }
    }
    if choices.statuses.len() > 1 || filter.status.is_some() {
        let name = words.get("ledger-status");
        choose(ui, (&name, &all), &mut filter.status, &choices.statuses);
    }
}

fn choose<T: PartialEq + Clone>(
    ui: &mut Ui,
    (name, all): (&str, &str),
    chosen: &mut Option<T>,
    options: &[(T, String)],
) {
    let shown = chosen
        .as_ref()
        .and_then(|value| options.iter().find(|(option, _)| option == value))
        .map_or(all, |(_, text)| text.as_str());
    let label = format!("{name}: {shown}");
    let response = ComboBox::from_id_salt(("ledger-filter", name))
        .selected_text(&label)
        .width(60.0)
        .height(420.0)
        .show_ui(ui, |ui| {
            ui.selectable_value(chosen, None, all);
            for (option, text) in options {
                ui.selectable_value(chosen, Some(option.clone()), text);
            }
        });
    response
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, &label));
}

fn buttons(ui: &mut Ui, scene: &mut Scene<'_>) {
    let words = scene.words.first();
    let command = Command::SaveLedger;
    let response = ui
        .button(command.text(&words))
        .on_hover_text(command.tooltip(scene.words));
    if response.clicked() {
        scene.send(command);
    }
    let look = &mut scene.state.allocation;
    let is_both = look.units == Units::Both;
    let both =
        Button::selectable(is_both, words.get("ledger-both-units")).frame_when_inactive(true);
    if ui
        .add(both)
        .on_hover_text(words.get("ledger-both-units-tip"))
        .clicked()
    {
        look.units = if is_both { Units::Own } else { Units::Both };
    }
    let arrangement = &mut look.arrangement;
    let is_arranged = *arrangement != crate::present::Arrangement::default();
    if is_arranged && ui.button(words.get("ledger-show-all")).clicked() {
        *arrangement = crate::present::Arrangement::default();
    }
}
