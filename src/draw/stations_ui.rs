//! The list of stations from source to mouth: what each says now, how old that is, and whether it is drawn.

use egui::accesskit::Role as AccessRole;
use egui::{
    Align2, CursorIcon, Rect, ScrollArea, Sense, Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo,
    pos2, vec2,
};

use super::command::Command;
use super::panel::{self, Heading};
use super::scene::Scene;
use super::signs::{self, Sign};
use super::state::PaneKey;
use super::text;
use super::theme::{Role, tokens};
use crate::domain::Freshness;
use crate::present::StationRow;

/// Draws the list; true when the person began to drag the panel.
pub(super) fn stations_ui(ui: &mut Ui, scene: &mut Scene<'_>) -> bool {
    let view = &scene.view.stations;
    let opened = panel::open(
        ui,
        scene,
        &Heading {
            key: PaneKey::Stations,
            title: &view.title,
            colour: None,
            beside: 0.0,
        },
    );
    let height = row_height(ui);
    let area = Rect::from_min_max(
        pos2(opened.body.left() - panel::MARGIN, opened.body.top()),
        pos2(opened.body.right() + panel::MARGIN, opened.body.bottom()),
    );
    let mut inner = ui.new_child(UiBuilder::new().max_rect(area));
    inner.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("stations")
        .auto_shrink(false)
        .show_rows(&mut inner, height, view.rows.len(), |ui, rows| {
            for row in view.rows.get(rows).unwrap_or_default() {
                row_ui(ui, scene, row, height);
            }
        });
    opened.is_dragged
}

fn row_height(ui: &Ui) -> f32 {
    (text::height(ui, Role::Strong) + text::height(ui, Role::Small) + 8.0).ceil()
}

fn row_ui(ui: &mut Ui, scene: &mut Scene<'_>, row: &StationRow, height: f32) {
    let tokens = tokens(ui);
    let (place, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::click());
    response
        .widget_info(|| WidgetInfo::selected(AccessRole::CheckBox, true, row.is_shown, &row.name));
    if response.hovered() {
        ui.painter().rect_filled(place, 0, tokens.raised());
    }
    let bar = Rect::from_min_size(place.min + vec2(0.0, 1.0), vec2(3.0, height - 2.0));
    ui.painter().rect_filled(bar, 0, tokens.party(row.party));
    paint_box(ui, row, place);
    let (value, age) = paint_value(ui, row, place, scene);
    let right = (value.left() - 6.0, age.left() - 6.0);
    paint_name(ui, scene, row, place, right);
    ui.painter().hline(
        place.left() + panel::MARGIN..=place.right() - panel::MARGIN,
        place.bottom() - 0.5,
        Stroke::new(1.0, tokens.grid()),
    );
    panel::focus_ring(ui, &response);
    let response = response.on_hover_cursor(CursorIcon::PointingHand);
    let command = Command::ToggleStation(row.station.clone());
    if response
        .on_hover_text(command.tooltip(scene.words))
        .clicked()
    {
        scene.send(command);
    }
    let name = format!("{} {}", row.name, row.latest);
    panel::explains(ui, scene, value, &row.figure, &name);
}

/// A box that is filled in the party's colour when the station is drawn.
fn paint_box(ui: &Ui, row: &StationRow, place: Rect) {
    let tokens = tokens(ui);
    let centre = pos2(place.left() + 17.0, place.center().y);
    let size = Rect::from_center_size(centre, vec2(11.0, 11.0));
    if row.is_shown {
        ui.painter().rect_filled(size, 2, tokens.party(row.party));
        let tick = vec![
            centre + vec2(-3.0, 0.2),
            centre + vec2(-0.8, 2.6),
            centre + vec2(3.2, -2.6),
        ];
        ui.painter()
            .add(egui::Shape::line(tick, Stroke::new(1.6, tokens.panel())));
    } else {
        ui.painter().rect_stroke(
            size,
            2,
            Stroke::new(1.0, tokens.faint()),
            StrokeKind::Inside,
        );
    }
}

/// Latest value and its age, right; gives their places.
fn paint_value(ui: &Ui, row: &StationRow, place: Rect, scene: &Scene<'_>) -> (Rect, Rect) {
    let tokens = tokens(ui);
    let right = place.right() - panel::MARGIN - 14.0;
    let first = place.top() + 3.0 + text::height(ui, Role::Strong) / 2.0;
    let second = place.bottom() - 5.0 - text::height(ui, Role::Small) / 2.0;
    let width = place.width() * 0.55;
    let value = text::line(ui, &row.latest, Role::Strong, tokens.ink(), width);
    let value = text::paint(ui, pos2(right, first), Align2::RIGHT_CENTER, &value);
    let (age, colour) = match row.freshness {
        Freshness::OnTime => (row.age.clone(), tokens.muted()),
        Freshness::Late => (with_word(row, scene, "draw-late"), tokens.late()),
        Freshness::Silent => (with_word(row, scene, "draw-silent"), tokens.late()),
    };
    let galley = text::line(ui, &age, Role::Small, colour, width);
    let below = text::paint(ui, pos2(right, second), Align2::RIGHT_CENTER, &galley);
    let has_levels = row.rank.is_some() || !row.level.is_empty();
    let sign = Sign::of(row.rank, has_levels);
    if sign != Sign::Plain {
        let centre = pos2(place.right() - panel::MARGIN - 2.0, place.center().y);
        signs::paint(ui, ui.painter(), centre, 5.5, sign);
    }
    (value, below)
}

fn with_word(row: &StationRow, scene: &Scene<'_>, key: &str) -> String {
    format!("{} · {}", scene.words.get(key), row.age)
}

/// Name, and under it the level reached or kind and kilometre.
fn paint_name(ui: &Ui, scene: &Scene<'_>, row: &StationRow, place: Rect, right: (f32, f32)) {
    let tokens = tokens(ui);
    let left = place.left() + 30.0;
    let first = place.top() + 3.0 + text::height(ui, Role::Strong) / 2.0;
    let second = place.bottom() - 5.0 - text::height(ui, Role::Small) / 2.0;
    let role = if row.is_shown {
        Role::Strong
    } else {
        Role::Body
    };
    let name = text::line(ui, &row.name, role, tokens.ink(), right.0 - left);
    text::paint(ui, pos2(left, first), Align2::LEFT_CENTER, &name);
    let km = format!(
        "{} {}",
        scene.words.get("draw-km"),
        scene.words.number(row.km, 0)
    );
    let below = if row.level.is_empty() {
        format!("{km} · {}", row.kind)
    } else {
        format!("{km} · {}", row.level)
    };
    let below = text::line(ui, &below, Role::Small, tokens.muted(), right.1 - left);
    text::paint(ui, pos2(left, second), Align2::LEFT_CENTER, &below);
}
