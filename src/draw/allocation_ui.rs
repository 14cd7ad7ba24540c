//! What the agreement entitles each state to, and what it got: running periods, past balances, the ledger.

use egui::{
    Align, Align2, Button, ComboBox, Layout, Rect, ScrollArea, Sense, Ui, UiBuilder, Vec2, pos2,
    vec2,
};

use super::balance_ui::balance_ui;
use super::balances_ui::balances_ui;
use super::command::Command;
use super::compare_ui::compare_ui;
use super::evidence_ui::evidence_ui;
use super::hydrograph_ui::status_key;
use super::ledger_ui::ledger_ui;
use super::look::AllocationPage;
use super::pace_ui::{self, pace_ui};
use super::panel::{self, Heading};
use super::progress_ui::progress_ui;
use super::scene::Scene;
use super::state::PaneKey;
use super::terms_ui::terms_ui;
use super::text;
use super::theme::{Role, tokens};

/// Narrowest card that still reads.
const NARROWEST: f32 = 230.0;
const GAP: f32 = 22.0;

/// Width beside the title from which the pages are named in every language that is shown.
const ROOM_FOR_ALL: f32 = 760.0;

/// Draws the panel; true when the person began to drag it.
pub(super) fn allocation_ui(ui: &mut Ui, scene: &mut Scene<'_>) -> bool {
    let view = &scene.view.allocation;
    let fallback = scene.words.get("draw-allocation");
    let title = if view.title.is_empty() {
        &fallback
    } else {
        &view.title
    };
    let opened = panel::open(
        ui,
        scene,
        &Heading {
            key: PaneKey::Allocation,
            title,
            colour: None,
            beside: 160.0,
        },
    );
    let left = pages(ui, scene, opened.beside);
    let key = Rect::from_min_max(pos2(left + 16.0, opened.beside.top()), opened.beside.max);
    if scene.state.allocation_page == AllocationPage::Overview {
        status_key(ui, scene, key);
    }
    if let Some(reason) = &view.empty_reason {
        let galley = text::line(
            ui,
            reason,
            Role::Body,
            tokens(ui).muted(),
            opened.body.width(),
        );
        text::paint(ui, opened.body.center(), Align2::CENTER_CENTER, &galley);
        return opened.is_dragged;
    }
    match scene.state.allocation_page {
        AllocationPage::Overview => overview(ui, scene, opened.body),
        AllocationPage::Ledger => ledger_ui(ui, scene, opened.body),
        AllocationPage::Progress => progress_ui(ui, scene, opened.body),
        AllocationPage::Balances => balances_ui(ui, scene, opened.body),
        AllocationPage::Conditions => evidence_ui(ui, scene, opened.body),
        AllocationPage::Terms => terms_ui(ui, scene, opened.body),
        AllocationPage::Compare => compare_ui(ui, scene, opened.body),
    }
    opened.is_dragged
}

/// The two pages as buttons beside the title; gives where they end.
fn pages(ui: &mut Ui, scene: &mut Scene<'_>, beside: Rect) -> f32 {
    let builder = UiBuilder::new()
        .max_rect(beside)
        .layout(Layout::left_to_right(Align::Center));
    let mut row = ui.new_child(builder);
    row.spacing_mut().item_spacing.x = 4.0;
    let first = scene.words.first();
    let button = |page: AllocationPage| {
        text::width(ui, &first.get(page.word_key()), Role::Body) + 2.0 * 8.0 + 6.0
    };
    if AllocationPage::ALL.into_iter().map(button).sum::<f32>() > beside.width() {
        page_box(&mut row, scene);
        return row.min_rect().right();
    }
    for page in AllocationPage::ALL {
        let words = if beside.width() < ROOM_FOR_ALL {
            scene.words.first()
        } else {
            scene.words.clone()
        };
        let is_open = scene.state.allocation_page == page;
        let name = words.get(page.word_key());
        let button = Button::selectable(is_open, name).frame_when_inactive(true);
        let command = Command::ShowPage(page);
        let response = row.add(button).on_hover_text(command.tooltip(&words));
        if response.clicked() {
            scene.send(command);
        }
    }
    row.min_rect().right()
}

/// The pages as one box, where there is no room for a button each.
fn page_box(ui: &mut Ui, scene: &mut Scene<'_>) {
    let words = scene.words.first();
    let open = words.get(scene.state.allocation_page.word_key());
    let mut wanted = None;
    let response = ComboBox::from_id_salt("allocation-page")
        .selected_text(&open)
        .show_ui(ui, |ui| {
            for page in AllocationPage::ALL {
                let is_open = scene.state.allocation_page == page;
                let name = words.get(page.word_key());
                if ui.selectable_label(is_open, name).clicked() {
                    wanted = Some(page);
                }
            }
        });
    response
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, &open));
    if let Some(page) = wanted {
        scene.send(Command::ShowPage(page));
    }
}

/// Running periods in a row of cards; below them, where there is room, the balances of past periods. What does
/// not fit side by side is scrolled to.
fn overview(ui: &mut Ui, scene: &mut Scene<'_>, body: Rect) {
    let view = &scene.view.allocation;
    let n = view.paces.len().max(view.balances.len());
    let mut inner = ui.new_child(UiBuilder::new().max_rect(body));
    ScrollArea::horizontal()
        .id_salt("allocation")
        .auto_shrink(false)
        .show(&mut inner, |ui| {
            let narrowest = NARROWEST.max(15.0 * text::height(ui, Role::Small));
            let width = (n_f32(n) * (narrowest + GAP) - GAP).max(body.width());
            let size = vec2(width, body.height() - 2.0);
            let (content, _) = ui.allocate_exact_size(size, Sense::hover());
            rows(ui, scene, content);
        });
}

fn rows(ui: &mut Ui, scene: &mut Scene<'_>, content: Rect) {
    let view = &scene.view.allocation;
    let has_room = content.height() > 16.0 * text::height(ui, Role::Small);
    let has_room = has_room && !view.balances.is_empty();
    let upper = if has_room {
        (content.height() * 0.6).floor()
    } else {
        content.height()
    };
    let (top, bottom) = content.split_top_bottom_at_y(content.top() + upper);
    let places = cards(top, view.paces.len());
    let card = places.first().map_or(Vec2::ZERO, Rect::size);
    let measures = pace_ui::measures(ui, scene, card);
    for (pace, place) in view.paces.iter().zip(places) {
        pace_ui(ui, scene, pace, (place, &measures));
    }
    if has_room {
        let bottom = Rect::from_min_max(bottom.min + vec2(0.0, 8.0), bottom.max);
        let places = cards(bottom, view.balances.len());
        for (balance, place) in view.balances.iter().zip(places) {
            balance_ui(ui, scene, balance, place);
        }
    }
}

/// Equal places side by side.
fn cards(row: Rect, n: usize) -> Vec<Rect> {
    let width = (row.width() + GAP) / n_f32(n.max(1)) - GAP;
    (0..n)
        .map(|k| {
            let left = row.left() + (width + GAP) * n_f32(k);
            let corner = pos2(left.round(), row.top());
            Rect::from_min_size(corner, vec2(width.floor(), row.height()))
        })
        .collect()
}

fn n_f32(n: usize) -> f32 {
    #[expect(clippy::cast_precision_loss, reason = "a handful of cards")]
    let n = n as f32;
    n
}
