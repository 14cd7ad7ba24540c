//! Floods and droughts: the pages, the station that they are about, and what is found out about it.

use egui::{Align, Align2, Button, ComboBox, Layout, Rect, Ui, UiBuilder, pos2};

use super::command::Command;
use super::flood_look::FloodPage;
use super::forecast_ui::forecast_ui;
use super::frequency_ui::frequency_ui;
use super::low_flow_ui::low_flow_ui;
use super::panel::{self, Heading};
use super::past_floods_ui::past_floods_ui;
use super::rain_ui::rain_ui;
use super::scene::Scene;
use super::state::PaneKey;
use super::subject_ui::{Subject, subjects};
use super::text;
use super::theme::{Role, tokens};
use super::warnings_ui::warnings_ui;
use crate::present::{AnalysisView, AnalysisWish, StationRow};

/// Below this width the stations are a box above the page rather than a list beside it.
const ROOM_FOR_LIST: f32 = 720.0;

/// Draws the panel; true when the person began to drag it.
pub(super) fn floods_ui(ui: &mut Ui, scene: &mut Scene<'_>) -> bool {
    let title = scene.words.get("draw-floods");
    let opened = panel::open(
        ui,
        scene,
        &Heading {
            key: PaneKey::Floods,
            title: &title,
            colour: None,
            beside: 160.0,
        },
    );
    pages(ui, scene, opened.beside);
    match scene.state.flood_page.kind() {
        None => warnings_ui(ui, scene, opened.body),
        Some(_) => station_page(ui, scene, opened.body),
    }
    opened.is_dragged
}

/// The pages as buttons beside the title, or as a box where there is no room for them.
fn pages(ui: &mut Ui, scene: &mut Scene<'_>, beside: Rect) {
    let builder = UiBuilder::new()
        .max_rect(beside)
        .layout(Layout::left_to_right(Align::Center));
    let mut row = ui.new_child(builder);
    row.spacing_mut().item_spacing.x = 4.0;
    let words = scene.words.first();
    let width_of = |page: FloodPage| {
        text::width(ui, &words.get(page.command_key()), Role::Body) + 2.0 * 8.0 + 6.0
    };
    if FloodPage::ALL.into_iter().map(width_of).sum::<f32>() > beside.width() {
        return page_box(&mut row, scene);
    }
    for page in FloodPage::ALL {
        let is_open = scene.state.flood_page == page;
        let button = Button::selectable(is_open, words.get(page.command_key()));
        let command = Command::ShowFloods(page);
        let response = row
            .add(button.frame_when_inactive(true))
            .on_hover_text(command.tooltip(&words));
        if response.clicked() {
            scene.send(command);
        }
    }
}

fn page_box(ui: &mut Ui, scene: &mut Scene<'_>) {
    let words = scene.words.first();
    let open = words.get(scene.state.flood_page.command_key());
    let mut wanted = None;
    let response = ComboBox::from_id_salt("flood-page")
        .selected_text(&open)
        .show_ui(ui, |ui| {
            for page in FloodPage::ALL {
                let is_open = scene.state.flood_page == page;
                let name = words.get(page.command_key());
                if ui.selectable_label(is_open, name).clicked() {
                    wanted = Some(page);
                }
            }
        });
    response
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, &open));
    if let Some(page) = wanted {
        scene.send(Command::ShowFloods(page));
    }
}

/// The station that the pages are about: the one that was chosen, else the first gauge, else the first of all.
fn chosen<'a>(rows: &'a [StationRow], id: &str) -> Option<&'a StationRow> {
    let by_id = rows.iter().find(|row| row.station == id);
    by_id
        .or_else(|| rows.iter().find(|row| row.is_gauge))
        .or_else(|| rows.first())
}

/// A page about one station: the stations along the river beside what was found about the chosen one.
fn station_page(ui: &mut Ui, scene: &mut Scene<'_>, body: Rect) {
    let view = scene.view;
    let rows = &view.stations.rows;
    let Some(row) = chosen(rows, &scene.state.floods.station) else {
        return say(ui, &scene.words.get("floods-no-station"), body);
    };
    let (clicked, place) = if body.width() < ROOM_FOR_LIST {
        station_box(ui, rows, row, body)
    } else {
        station_list(ui, scene, row, body)
    };
    if let Some(station) = clicked {
        scene.state.floods.station = station;
    }
    if let Some(kind) = scene.state.flood_page.kind() {
        let station = row.station.clone();
        found_ui(ui, scene, &AnalysisWish { station, kind }, place);
    }
}

/// Stations in river order, each with its kind, its km and the colour of its state; gives the one that was clicked
/// and the place beside the list.
fn station_list(
    ui: &mut Ui,
    scene: &Scene<'_>,
    row: &StationRow,
    body: Rect,
) -> (Option<String>, Rect) {
    let width = (body.width() * 0.16).clamp(150.0, 230.0);
    let (list, _) = body.split_left_right_at_x(body.left() + width);
    let place = Rect::from_min_max(pos2(list.right() + 18.0, body.top()), body.max);
    let entries: Vec<Subject<'_>> = scene
        .view
        .stations
        .rows
        .iter()
        .map(|row| Subject {
            id: &row.station,
            title: &row.name,
            below: format!(
                "{} · km {} · {}",
                row.kind,
                scene.words.number(row.km, 0),
                scene.party_name(row.party)
            ),
            party: Some(row.party),
        })
        .collect();
    let (_, clicked) = subjects(ui, list, &entries, &row.station);
    (clicked, place)
}

fn station_box(
    ui: &mut Ui,
    rows: &[StationRow],
    row: &StationRow,
    body: Rect,
) -> (Option<String>, Rect) {
    let foot = body.top() + ui.spacing().interact_size.y;
    let (line, place) = body.split_top_bottom_at_y(foot + 4.0);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(line));
    let name = |row: &StationRow| format!("{} ({})", row.name, row.kind);
    let mut clicked = None;
    let response = ComboBox::from_id_salt("flood-station")
        .selected_text(name(row))
        .height(420.0)
        .show_ui(&mut inner, |ui| {
            for other in rows {
                let is_chosen = other.station == row.station;
                if ui.selectable_label(is_chosen, name(other)).clicked() {
                    clicked = Some(other.station.clone());
                }
            }
        });
    let label = name(row);
    response
        .response
        .widget_info(|| egui::WidgetInfo::labeled(egui::accesskit::Role::ComboBox, true, &label));
    (clicked, place)
}

/// What was found; it is asked for once, and the last answer stays until the next one is there.
fn found_ui(ui: &mut Ui, scene: &mut Scene<'_>, wish: &AnalysisWish, place: Rect) {
    if scene.state.analyses.wants(wish) {
        scene.send(Command::Analyse(Box::new(wish.clone())));
    }
    match scene.state.analyses.get(wish).cloned() {
        None => say(ui, &scene.words.get("study-running"), place),
        Some(Err(why)) => say(ui, &why, place),
        Some(Ok(view)) => match view.as_ref() {
            AnalysisView::Forecast(view) => forecast_ui(ui, scene, view, place),
            AnalysisView::Floods(view) => past_floods_ui(ui, scene, view, place),
            AnalysisView::Rain(view) => rain_ui(ui, scene, view, place),
            AnalysisView::Frequency(view) => frequency_ui(ui, scene, view, place),
            AnalysisView::LowFlow(view) => low_flow_ui(ui, scene, view, place),
        },
    }
}

fn say(ui: &Ui, words: &str, place: Rect) {
    let muted = tokens(ui).muted();
    let galley = text::lines(ui, words, Role::Body, muted, (place.width() - 20.0, 8));
    text::paint(ui, place.center(), Align2::CENTER_CENTER, &galley);
}
