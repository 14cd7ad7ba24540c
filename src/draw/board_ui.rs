//! The board: what is rising, what is silent, what was found.

use egui::accesskit::Role as AccessRole;
use egui::{
    Align2, CursorIcon, FontSelection, Rect, Response, RichText, ScrollArea, Sense, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::command::Command;
use super::panel::{self, Heading};
use super::scene::Scene;
use super::signs::{self, Sign};
use super::state::PaneKey;
use super::text;
use super::theme::{Role, tokens};
use crate::present::{BoardItem, ItemKind};

/// Room for the sign before an item.
const SIGN: f32 = 22.0;

/// Draws the board; true when the person began to drag the panel.
pub(super) fn board_ui(ui: &mut Ui, scene: &mut Scene<'_>) -> bool {
    let view = &scene.view.board;
    let title = scene.words.get("draw-board");
    let opened = panel::open(
        ui,
        scene,
        &Heading {
            key: PaneKey::Board,
            title: &title,
            colour: None,
            beside: 0.0,
        },
    );
    let mut inner = ui.new_child(UiBuilder::new().max_rect(opened.body));
    ScrollArea::vertical()
        .id_salt("board")
        .auto_shrink(false)
        .show(&mut inner, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            spoken(ui, &view.summary, Role::Body, 0.0);
            for (heading, items) in &view.sections {
                ui.add_space(12.0);
                section(ui, heading, items.len());
                for item in items {
                    item_ui(ui, scene, item);
                }
            }
            if view.sections.iter().all(|(_, items)| items.is_empty()) {
                ui.add_space(8.0);
                spoken(ui, &scene.words.get("draw-nothing"), Role::Small, 0.0);
            }
        });
    opened.is_dragged
}

fn section(ui: &mut Ui, heading: &str, n: usize) {
    let tokens = tokens(ui);
    let height = text::height(ui, Role::Heading) + 8.0;
    let (place, _) = ui.allocate_exact_size(vec2(ui.available_width(), height), Sense::hover());
    let galley = text::line_or_first(
        ui,
        heading,
        Role::Heading,
        tokens.ink(),
        place.width() - 30.0,
    );
    text::paint(ui, place.left_center(), Align2::LEFT_CENTER, &galley);
    let count = text::line(ui, &n.to_string(), Role::Small, tokens.muted(), 30.0);
    text::paint(
        ui,
        pos2(place.right() - 2.0, place.center().y),
        Align2::RIGHT_CENTER,
        &count,
    );
    let stroke = egui::Stroke::new(1.0, tokens.hairline());
    ui.painter()
        .hline(place.x_range(), place.bottom() - 1.0, stroke);
}

fn item_ui(ui: &mut Ui, scene: &mut Scene<'_>, item: &BoardItem) {
    let width = ui.available_width();
    let start = ui.cursor().min;
    let tokens = tokens(ui);
    ui.add_space(6.0);
    let headline = capitalised(&item.headline);
    if item.figure.is_empty() {
        spoken(ui, &headline, Role::Strong, SIGN);
    } else {
        // The button below bears the name.
        paragraph(ui, &headline, Role::Strong, SIGN);
    }
    if !item.detail.is_empty() {
        spoken(ui, &item.detail, Role::Small, SIGN);
    }
    ui.add_space(6.0);
    let place = Rect::from_min_max(start, pos2(start.x + width, ui.cursor().min.y));
    let first_line = start.y + 6.0 + text::height(ui, Role::Strong) / 2.0;
    let centre = pos2(start.x + 9.0, first_line);
    signs::paint(ui, ui.painter(), centre, 6.0, sign_of(item));
    if let Some(party) = item.party {
        let bar = Rect::from_min_max(
            pos2(start.x + SIGN - 5.0, place.top() + 7.0),
            pos2(start.x + SIGN - 3.0, place.bottom() - 7.0),
        );
        ui.painter().rect_filled(bar, 0, tokens.party(party));
    }
    if !item.figure.is_empty() {
        let id = ui.make_persistent_id(("item", &item.figure, &item.headline));
        let response = ui
            .interact(place, id, Sense::click())
            .on_hover_cursor(CursorIcon::Help);
        response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &item.headline));
        panel::focus_ring(ui, &response);
        let command = Command::Explain(item.figure.clone());
        if response.clicked() {
            scene.send(command);
        }
    }
}

/// A headline begins like a sentence; what the archive says of a file does not know where it will stand.
fn capitalised(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

fn sign_of(item: &BoardItem) -> Sign {
    match item.kind {
        ItemKind::Warning => Sign::Above(item.rank),
        ItemKind::Unknown | ItemKind::Late => Sign::Unknown,
        ItemKind::Crest => Sign::Crest,
        ItemKind::Trigger => Sign::Notice,
        ItemKind::Finding => Sign::Plain,
    }
}

/// A paragraph that a screen reader reads out.
fn spoken(ui: &mut Ui, words: &str, role: Role, indent: f32) {
    let response = paragraph(ui, words, role, indent);
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Label, true, words));
}

fn paragraph(ui: &mut Ui, words: &str, role: Role, indent: f32) -> Response {
    let tokens = tokens(ui);
    let colour = match role {
        Role::Small => tokens.muted(),
        _ => tokens.ink(),
    };
    let font = role.font(ui);
    let rich = RichText::new(words).color(colour).font(font.clone());
    let width = ui.available_width() - indent - 4.0;
    let galley = egui::WidgetText::from(rich).into_galley(
        ui,
        Some(egui::TextWrapMode::Wrap),
        width,
        FontSelection::FontId(font),
    );
    let (place, response) =
        ui.allocate_exact_size(vec2(ui.available_width(), galley.size().y), Sense::hover());
    let at = pos2(place.left() + indent, place.top());
    ui.painter().galley(at.round(), galley, colour);
    response
}
