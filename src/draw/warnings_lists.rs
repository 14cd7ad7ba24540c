//! Times above a level, and the alarm journal, as lists.

use egui::accesskit::Role as AccessRole;
use egui::{Align2, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::scene::Scene;
use super::signs::{self, Sign};
use super::text;
use super::theme::{Role, tokens};

/// One line of a list.
struct Line<'a> {
    sign: Option<Sign>,
    party: Option<usize>,
    cells: Vec<&'a str>,
}

/// Every time above a level, the newest first.
pub(super) fn events_ui(ui: &mut Ui, scene: &Scene<'_>, place: Rect) {
    let lines = scene.view.warnings.events.iter().map(|event| Line {
        sign: Some(Sign::Above(event.rank)),
        party: Some(event.party),
        cells: vec![
            &event.station,
            &event.level,
            &event.up,
            &event.down,
            &event.duration,
            &event.peak,
            &event.volume,
        ],
    });
    let heads = [
        ("warnings-gauge", 1.3),
        ("warnings-level", 1.2),
        ("warnings-up", 1.3),
        ("warnings-down", 1.3),
        ("warnings-duration", 0.7),
        ("warnings-peak", 1.5),
        ("warnings-volume", 0.9),
    ];
    list_ui(ui, scene, (&heads, &lines.collect::<Vec<_>>()), place);
}

/// Every change of an alarm or of a state, the newest first.
pub(super) fn journal_ui(ui: &mut Ui, scene: &Scene<'_>, place: Rect) {
    let lines = scene.view.warnings.journal.iter().map(|entry| Line {
        sign: None,
        party: None,
        cells: entry.iter().map(String::as_str).collect(),
    });
    let heads = [
        ("warnings-when", 1.0),
        ("warnings-gauge", 1.0),
        ("warnings-what", 5.0),
    ];
    list_ui(ui, scene, (&heads, &lines.collect::<Vec<_>>()), place);
}

fn list_ui(
    ui: &mut Ui,
    scene: &Scene<'_>,
    (heads, lines): (&[(&str, f32)], &[Line<'_>]),
    place: Rect,
) {
    let tokens = tokens(ui);
    let words = scene.words.first();
    let height = (text::height(ui, Role::Body) + 5.0).ceil();
    let all: f32 = heads.iter().map(|head| head.1).sum();
    let each = (place.width() - 34.0) / all;
    let mut x = 24.0;
    let columns: Vec<(f32, f32)> = heads
        .iter()
        .map(|head| {
            let left = x;
            x += head.1 * each;
            (left, head.1 * each - 8.0)
        })
        .collect();
    for ((key, _), (left, room)) in heads.iter().zip(&columns) {
        let galley = text::line(ui, &words.get(key), Role::Small, tokens.muted(), *room);
        let at = pos2(place.left() + left, place.top() + height / 2.0);
        text::paint(ui, at, Align2::LEFT_CENTER, &galley);
    }
    let head = place.top() + height;
    let stroke = Stroke::new(1.0, tokens.faint());
    ui.painter().hline(place.x_range(), head, stroke);
    let body = Rect::from_min_max(pos2(place.left(), head + 1.0), place.max);
    if lines.is_empty() {
        let galley = text::line(
            ui,
            &words.get("warnings-nothing-listed"),
            Role::Body,
            tokens.muted(),
            body.width(),
        );
        text::paint(ui, body.min + vec2(24.0, 6.0), Align2::LEFT_TOP, &galley);
        return;
    }
    let mut inner = ui.new_child(UiBuilder::new().max_rect(body));
    inner.spacing_mut().item_spacing.y = 0.0;
    ScrollArea::vertical()
        .id_salt("warnings-list")
        .auto_shrink(false)
        .show_rows(&mut inner, height, lines.len(), |ui, shown| {
            for line in lines.iter().skip(shown.start).take(shown.len()) {
                line_ui(ui, line, (&columns, height));
            }
        });
}

fn line_ui(ui: &mut Ui, line: &Line<'_>, (columns, height): (&[(f32, f32)], f32)) {
    let tokens = tokens(ui);
    let size = vec2(ui.available_width(), height);
    let (place, response) = ui.allocate_exact_size(size, Sense::hover());
    let name = line.cells.join(" · ");
    response.widget_info(|| WidgetInfo::labeled(AccessRole::ListItem, true, &name));
    if let Some(party) = line.party {
        let bar = Rect::from_min_size(place.min + vec2(0.0, 3.0), vec2(3.0, height - 6.0));
        ui.painter().rect_filled(bar, 0, tokens.party(party));
    }
    if let Some(sign) = line.sign {
        let centre = pos2(place.left() + 13.0, place.center().y);
        signs::paint(ui, ui.painter(), centre, 5.0, sign);
    }
    for (cell, (left, room)) in line.cells.iter().zip(columns) {
        let galley = text::line(ui, cell, Role::Body, tokens.ink(), *room);
        let at = pos2(place.left() + left, place.center().y);
        text::paint(ui, at, Align2::LEFT_CENTER, &galley);
    }
    let stroke = Stroke::new(1.0, tokens.grid());
    ui.painter()
        .hline(place.x_range(), place.bottom() - 0.5, stroke);
}
