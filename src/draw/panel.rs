//! What every panel has in common: a ground, a heading to drag it by, and the button that gives it the window.

use egui::accesskit::Role as AccessRole;
use egui::{
    Align2, Color32, CursorIcon, Id, Rect, Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::command::Command;
use super::scene::Scene;
use super::state::PaneKey;
use super::text;
use super::theme::{Role, tokens};

/// Space between the edge of a panel and what stands in it.
pub(super) const MARGIN: f32 = 10.0;

/// The heading of a panel.
pub(super) struct Heading<'a> {
    pub(super) key: PaneKey,
    pub(super) title: &'a str,
    /// Colour of the party it is about.
    pub(super) colour: Option<Color32>,
    /// Room that the title leaves for what stands beside it, px.
    pub(super) beside: f32,
}

/// Paints ground and heading; gives the place below the heading, the place left in it, and whether the person
/// began to drag it.
pub(super) struct Opened {
    pub(super) body: Rect,
    pub(super) beside: Rect,
    pub(super) is_dragged: bool,
}

/// Opens the panel that fills `ui`.
pub(super) fn open(ui: &mut Ui, scene: &mut Scene<'_>, heading: &Heading<'_>) -> Opened {
    let area = ui.max_rect();
    let tokens = tokens(ui);
    ui.painter().rect_filled(area, 0, tokens.panel());
    let height = (text::height(ui, Role::Title) + 12.0).ceil();
    let bar = Rect::from_min_size(area.min, vec2(area.width(), height));
    let id = ui.make_persistent_id(("heading", &heading.key));
    let response = ui
        .interact(bar, id, Sense::DRAG)
        .on_hover_cursor(CursorIcon::Grab);
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Heading, true, heading.title));
    let mut left = area.left() + MARGIN;
    if let Some(colour) = heading.colour {
        let chip = Rect::from_min_size(area.min, vec2(area.width(), 3.0));
        ui.painter().rect_filled(chip, 0, colour);
    }
    let button = maximise(ui, scene, &heading.key, bar);
    let width = button.left() - left - 8.0 - heading.beside;
    let galley = text::line(ui, heading.title, Role::Title, tokens.ink(), width);
    let at = pos2(left, bar.center().y + 1.0);
    left = text::paint(ui, at, Align2::LEFT_CENTER, &galley).right();
    Opened {
        body: Rect::from_min_max(
            pos2(area.left() + MARGIN, bar.bottom()),
            pos2(area.right() - MARGIN, area.bottom() - 6.0),
        ),
        beside: Rect::from_min_max(
            pos2(left + 12.0, bar.top() + 3.0),
            pos2(button.left() - 6.0, bar.bottom()),
        ),
        is_dragged: response.drag_started(),
    }
}

fn maximise(ui: &mut Ui, scene: &mut Scene<'_>, key: &PaneKey, bar: Rect) -> Rect {
    let size = bar.height().min(24.0);
    let place = Rect::from_center_size(
        pos2(
            bar.right() - MARGIN - size / 2.0 + 4.0,
            bar.center().y + 1.0,
        ),
        vec2(size, size),
    );
    let command = Command::ToggleMaximised(key.clone());
    let id = ui.make_persistent_id(("maximise", key));
    let response = icon_button(ui, place, id, &command.text(scene.words));
    let tokens = tokens(ui);
    let is_open = scene.state.maximised.as_ref() == Some(key);
    let inner = place.shrink(size * 0.29);
    let colour = if response.hovered() || response.has_focus() {
        tokens.ink()
    } else {
        tokens.faint()
    };
    let stroke = Stroke::new(1.5, colour);
    let arm = inner.width() * 0.42;
    for (corner, x, y) in [
        (inner.left_top(), 1.0, 1.0),
        (inner.right_top(), -1.0, 1.0),
        (inner.left_bottom(), 1.0, -1.0),
        (inner.right_bottom(), -1.0, -1.0),
    ] {
        let corner = if is_open {
            corner + vec2(x, y) * arm
        } else {
            corner
        };
        let (x, y) = if is_open { (-x, -y) } else { (x, y) };
        ui.painter().add(egui::Shape::line(
            vec![
                corner + vec2(x * arm, 0.0),
                corner,
                corner + vec2(0.0, y * arm),
            ],
            stroke,
        ));
    }
    if response
        .on_hover_text(command.tooltip(scene.words))
        .clicked()
    {
        scene.send(command);
    }
    place
}

/// A button that is painted by its caller: hears clicks and keys, has a name, shows where the focus is.
pub(super) fn icon_button(ui: &Ui, place: Rect, id: Id, name: &str) -> Response {
    let response = ui
        .interact(place, id, Sense::click())
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, name));
    let tokens = tokens(ui);
    if response.hovered() {
        ui.painter().rect_filled(place, 4, tokens.raised());
    }
    focus_ring(ui, &response);
    response
}

/// Shows which control the keyboard would press.
pub(super) fn focus_ring(ui: &Ui, response: &Response) {
    if response.has_focus() {
        ui.painter().rect_stroke(
            response.rect,
            4,
            Stroke::new(1.5, tokens(ui).focus()),
            egui::StrokeKind::Inside,
        );
    }
}

/// A figure that can be asked where it comes from: its place hears clicks, and says so. Nothing happens for a
/// figure without an id.
pub(super) fn explains(ui: &Ui, scene: &mut Scene<'_>, place: Rect, figure: &str, name: &str) {
    if figure.is_empty() {
        return;
    }
    let command = Command::Explain(figure.to_owned());
    let id = ui.make_persistent_id(("explain", figure, name));
    let response = ui
        .interact(place, id, Sense::click())
        .on_hover_cursor(CursorIcon::Help);
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, name));
    if response.hovered() {
        let stroke = Stroke::new(1.0, tokens(ui).focus());
        ui.painter().hline(place.x_range(), place.bottom(), stroke);
    }
    focus_ring(ui, &response);
    if response
        .on_hover_text(format!("{name}\n{}", command.tooltip(scene.words)))
        .clicked()
    {
        scene.send(command);
    }
}
