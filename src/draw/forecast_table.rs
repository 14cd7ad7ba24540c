//! Leads and travel times beside a fan: each lead with its skill, each gauge above with its flow ranges.

use egui::accesskit::Role as AccessRole;
use egui::{Align2, Rect, ScrollArea, Sense, Stroke, Ui, UiBuilder, WidgetInfo, pos2, vec2};

use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::forecast::{FanView, LeadRow, TravelRow};

/// Between two columns.
const PAD: f32 = 16.0;

/// Draws both tables and the notes into `place`, scrolling where they do not fit.
pub(super) fn tables_ui(ui: &mut Ui, scene: &Scene<'_>, fan: &FanView, place: Rect) {
    let mut inner = ui.new_child(UiBuilder::new().max_rect(place));
    inner.spacing_mut().item_spacing.y = 0.0;
    let id = ("forecast-tables", &fan.title);
    ScrollArea::vertical()
        .id_salt(id)
        .auto_shrink(false)
        .show(&mut inner, |ui| {
            leads_ui(ui, scene, fan);
            ui.add_space(10.0);
            travel_ui(ui, scene, &fan.travel);
            ui.add_space(10.0);
            scores_ui(ui, &fan.scores);
            ui.add_space(8.0);
            for note in &fan.notes {
                let width = ui.available_width() - 10.0;
                let galley = text::lines(ui, note, Role::Small, tokens(ui).muted(), (width, 3));
                let (place, response) =
                    ui.allocate_exact_size(vec2(width, galley.size().y + 3.0), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(AccessRole::Label, true, note));
                text::paint(ui, place.min, Align2::LEFT_TOP, &galley);
            }
        });
}

/// Width of the widest of some texts.
fn widest<'a>(ui: &Ui, texts: impl Iterator<Item = &'a str>, heading: &str) -> f32 {
    let own = texts
        .map(|words| text::width(ui, words, Role::Body))
        .fold(0.0, f32::max);
    own.max(text::width(ui, heading, Role::Heading))
}

/// A row of the height of one line, its name for those who cannot see it.
fn row(ui: &mut Ui, name: &str) -> (Rect, egui::Response) {
    let height = (text::height(ui, Role::Body) + 5.0).ceil();
    let width = ui.available_width() - 10.0;
    let (place, response) = ui.allocate_exact_size(vec2(width, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(AccessRole::ListItem, true, name));
    (place, response)
}

fn rule(ui: &Ui, place: Rect, colour: egui::Color32) {
    ui.painter().hline(
        place.x_range(),
        place.bottom() - 0.5,
        Stroke::new(1.0, colour),
    );
}

fn leads_ui(ui: &mut Ui, scene: &Scene<'_>, fan: &FanView) {
    let words = scene.words.first();
    let headings = [
        "forecast-lead",
        "forecast-said",
        "forecast-band",
        "forecast-skill-heading",
    ]
    .map(|key| words.get(key));
    let of = |text: fn(&LeadRow) -> &str| fan.leads.iter().map(text);
    let ends = [
        widest(ui, of(|lead| &lead.lead), &headings[0]),
        widest(ui, of(|lead| &lead.said), &headings[1]),
        widest(ui, of(|lead| &lead.band), &headings[2]),
    ];
    let lefts = [
        0.0,
        ends[0] + PAD,
        ends[0] + ends[1] + 2.0 * PAD,
        ends.iter().sum::<f32>() + 3.0 * PAD,
    ];
    let (place, _) = row(ui, &headings.join(" · "));
    for (heading, left) in headings.iter().zip(lefts) {
        let galley = text::line(
            ui,
            heading,
            Role::Heading,
            tokens(ui).ink(),
            place.width() - left,
        );
        text::paint(
            ui,
            pos2(place.left() + left, place.center().y),
            Align2::LEFT_CENTER,
            &galley,
        );
    }
    rule(ui, place, tokens(ui).faint());
    for lead in &fan.leads {
        lead_ui(ui, lead, lefts);
    }
}

fn lead_ui(ui: &mut Ui, lead: &LeadRow, lefts: [f32; 4]) {
    let tokens = tokens(ui);
    let name = format!(
        "{} · {} · {} · {}",
        lead.lead, lead.said, lead.band, lead.skill
    );
    let width = ui.available_width() - 10.0 - lefts[3];
    let rows = if lead.is_shown { 2 } else { 5 };
    let skill = text::lines(
        ui,
        &lead.skill,
        Role::Body,
        tokens.ink(),
        (width.max(80.0), rows),
    );
    let height = (skill.size().y + 5.0).ceil();
    let (place, response) =
        ui.allocate_exact_size(vec2(ui.available_width() - 10.0, height), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(AccessRole::ListItem, true, &name));
    if !lead.is_shown {
        ui.painter().rect_filled(place, 0, tokens.wash());
    }
    let y = place.top() + 2.5;
    for (words, left) in [&lead.lead, &lead.said, &lead.band].into_iter().zip(lefts) {
        let role = if left > 0.0 && lead.is_shown {
            Role::Strong
        } else {
            Role::Body
        };
        let galley = text::line(ui, words, role, tokens.ink(), f32::INFINITY);
        text::paint(ui, pos2(place.left() + left, y), Align2::LEFT_TOP, &galley);
    }
    text::paint(
        ui,
        pos2(place.left() + lefts[3], y),
        Align2::LEFT_TOP,
        &skill,
    );
    rule(ui, place, tokens.grid());
    response.on_hover_text(&lead.rows);
}

fn travel_ui(ui: &mut Ui, scene: &Scene<'_>, rows: &[TravelRow]) {
    if rows.is_empty() {
        return;
    }
    let words = scene.words.first();
    let keys = [
        "forecast-upstream",
        "forecast-range",
        "forecast-median",
        "forecast-spread",
        "forecast-floods",
    ];
    let headings = keys.map(|key| words.get(key));
    let texts = |row: &TravelRow| {
        [
            row.station.clone(),
            row.range.clone(),
            row.median.clone(),
            row.spread.clone(),
            row.floods.clone(),
        ]
    };
    let cells: Vec<[String; 5]> = rows.iter().map(texts).collect();
    let mut lefts = [0.0; 5];
    for column in 1..5 {
        let before = cells.iter().map(|cells| cells[column - 1].as_str());
        lefts[column] = lefts[column - 1] + widest(ui, before, &headings[column - 1]) + PAD;
    }
    let paint = |ui: &mut Ui, cells: &[String; 5], role: Role| {
        let (place, _) = row(ui, &cells.join(" · "));
        for (words, left) in cells.iter().zip(lefts) {
            let galley = text::line(
                ui,
                words,
                role,
                tokens(ui).ink(),
                (place.width() - left).max(10.0),
            );
            text::paint(
                ui,
                pos2(place.left() + left, place.center().y),
                Align2::LEFT_CENTER,
                &galley,
            );
        }
        rule(ui, place, tokens(ui).grid());
    };
    paint(ui, &headings, Role::Heading);
    for cells in &cells {
        paint(ui, cells, Role::Body);
    }
}

/// Scores of past floods, a column a lead.
fn scores_ui(ui: &mut Ui, (heads, rows): &(Vec<String>, Vec<Vec<String>>)) {
    if heads.len() < 2 {
        return;
    }
    let mut rights = Vec::new();
    let mut right = 0.0;
    for (column, head) in heads.iter().enumerate() {
        let cells = rows.iter().filter_map(|cells| cells.get(column));
        right += widest(ui, cells.map(String::as_str), head) + if column > 0 { PAD } else { 0.0 };
        rights.push(right);
    }
    let all =
        std::iter::once((heads, Role::Heading)).chain(rows.iter().map(|row| (row, Role::Body)));
    for (cells, role) in all {
        let (place, _) = row(ui, &cells.join(" · "));
        for (n, (words, right)) in cells.iter().zip(&rights).enumerate() {
            let galley = text::line(ui, words, role, tokens(ui).ink(), f32::INFINITY);
            let (x, anchor) = if n == 0 {
                (place.left(), Align2::LEFT_CENTER)
            } else {
                (place.left() + right, Align2::RIGHT_CENTER)
            };
            text::paint(ui, pos2(x, place.center().y), anchor, &galley);
        }
        rule(ui, place, tokens(ui).grid());
    }
}
