//! A number of a clause that is proposed to be another: which one, and how much.

use egui::{Align, ComboBox, Layout, Rect, Slider, Ui, UiBuilder, pos2};

use super::scene::Scene;
use crate::present::{Adjustable, BalanceView, clauses_behind};

/// The numbers that the ledger rests on, each with the title of its clause.
fn numbers<'v>(scene: &Scene<'v>, ledger: &BalanceView) -> Vec<(String, &'v Adjustable)> {
    let clauses = &scene.view.allocation.clauses;
    clauses_behind(clauses, &ledger.agreement, &ledger.clause)
        .into_iter()
        .flat_map(|clause| {
            let numbers = clause.adjustables.iter();
            numbers.map(|number| (format!("{}: {}", clause.title, number.label), number))
        })
        .collect()
}

fn chosen<'v>(scene: &Scene<'v>, ledger: &BalanceView) -> Option<(String, &'v Adjustable)> {
    let place = &scene.state.allocation.place;
    let mut numbers = numbers(scene, ledger);
    let at = numbers
        .iter()
        .position(|(_, number)| number.place == *place);
    (!numbers.is_empty()).then(|| numbers.swap_remove(at.unwrap_or(0)))
}

/// The change that is proposed, as an edit names it; at first the number as it is.
pub(super) fn changes(scene: &Scene<'_>, ledger: &BalanceView) -> Vec<String> {
    let Some((_, number)) = chosen(scene, ledger) else {
        return Vec::new();
    };
    let proposed = &scene.state.allocation.proposed;
    let value = proposed.parse().unwrap_or(number.value);
    vec![format!("{}={value}", number.place)]
}

/// Steps of a slider over its whole way.
const STEPS: f64 = 200.0;

/// Draws the row; gives where it ends.
pub(super) fn proposal_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    ledger: &BalanceView,
    place: Rect,
) -> f32 {
    let height = ui.spacing().interact_size.y;
    let top = place.top() + 4.0;
    let row = Rect::from_min_max(pos2(place.left(), top), pos2(place.right(), top + height));
    let builder = UiBuilder::new()
        .max_rect(row)
        .layout(Layout::left_to_right(Align::Center));
    let mut line = ui.new_child(builder);
    let words = scene.words.first();
    let Some((label, number)) = chosen(scene, ledger) else {
        line.weak(words.get("proposal-none"));
        return row.bottom();
    };
    let mut wanted = None;
    let response = ComboBox::from_id_salt("proposed-number")
        .selected_text(&label)
        .width(140.0)
        .height(420.0)
        .show_ui(&mut line, |ui| {
            for (label, other) in numbers(scene, ledger) {
                if ui
                    .selectable_label(other.place == number.place, label)
                    .clicked()
                {
                    wanted = Some(other.place.clone());
                }
            }
        });
    response
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, &label));
    if let Some(place) = wanted {
        scene.state.allocation.place = place;
        scene.state.allocation.proposed.clear();
        return row.bottom();
    }
    slider(&mut line, scene, number);
    row.bottom()
}

/// Half to one and a half of the number as it stands.
fn slider(ui: &mut Ui, scene: &mut Scene<'_>, number: &Adjustable) {
    let words = scene.words.first();
    let look = &mut scene.state.allocation;
    let mut value = look.proposed.parse().unwrap_or(number.value);
    let (low, high) = if number.value == 0.0 {
        (-1.0, 1.0)
    } else {
        let ends = (0.5 * number.value, 1.5 * number.value);
        (ends.0.min(ends.1), ends.0.max(ends.1))
    };
    let step = (high - low) / STEPS;
    ui.spacing_mut().slider_width = (ui.available_width() - 260.0).clamp(80.0, 420.0);
    let slider = Slider::new(&mut value, low..=high)
        .step_by(step)
        .max_decimals(4)
        .text(words.get("proposal-value"));
    if ui.add(slider).changed() {
        look.proposed = format!("{}", (value / step).round() * step);
    }
    let as_it_is = words.with(
        "proposal-as-it-is",
        &[("value", words.bare_figure(number.value).into())],
    );
    if ui.button(as_it_is).clicked() {
        look.proposed.clear();
    }
}
