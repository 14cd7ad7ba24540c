//! What comes at a station: a fan over what was read, each lead with its skill, travel times by flow range.

use egui::accesskit::Role as AccessRole;
use egui::{Align2, Color32, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::axis::{self, Mapping};
use super::curve::dashes;
use super::forecast_table::tables_ui;
use super::record_ui::record_ui;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::forecast::{FanView, ForecastView};
use crate::present::time_marks;

/// Below this width the tables lie under the fan instead of beside it.
const ROOM_BESIDE: f32 = 760.0;

/// Draws the page into `place`.
pub(super) fn forecast_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &ForecastView, place: Rect) {
    if view.fans.is_empty() {
        let place = record_ui(ui, scene, &view.record, place);
        say(ui, &view.empty, place);
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "a forecast or two")]
    let height = place.height() / view.fans.len() as f32;
    let mut top = place.top();
    for fan in &view.fans {
        let part = Rect::from_min_max(
            pos2(place.left(), top),
            pos2(place.right(), top + height - 6.0),
        );
        one_ui(ui, scene, fan, part);
        top += height;
    }
}

fn say(ui: &Ui, words: &str, place: Rect) {
    let muted = tokens(ui).muted();
    let galley = text::lines(ui, words, Role::Body, muted, (place.width() - 20.0, 6));
    text::paint(ui, place.center(), Align2::CENTER_CENTER, &galley);
}

fn one_ui(ui: &mut Ui, scene: &mut Scene<'_>, fan: &FanView, place: Rect) {
    if let Some(why) = &fan.refusal {
        let galley = text::line(
            ui,
            &fan.title,
            Role::Heading,
            tokens(ui).ink(),
            place.width(),
        );
        text::paint(ui, place.min, Align2::LEFT_TOP, &galley);
        say(ui, why, place);
        return;
    }
    let (plot, tables) = if place.width() >= ROOM_BESIDE {
        let x = place.left() + (0.44 * place.width()).min(760.0);
        let tables = Rect::from_min_max(pos2(x + 20.0, place.top()), place.max);
        (
            Rect::from_min_max(place.min, pos2(x, place.bottom())),
            tables,
        )
    } else {
        place.split_top_bottom_at_y(place.top() + 0.5 * place.height())
    };
    plot_ui(ui, scene, fan, plot);
    tables_ui(ui, scene, fan, tables);
}

fn plot_ui(ui: &mut Ui, scene: &Scene<'_>, fan: &FanView, place: Rect) {
    let title = text::line(
        ui,
        &fan.title,
        Role::Heading,
        tokens(ui).ink(),
        place.width(),
    );
    let head = text::paint(ui, place.min, Align2::LEFT_TOP, &title).bottom() + 2.0;
    let top = key_ui(
        ui,
        scene,
        fan,
        Rect::from_min_max(pos2(place.left(), head), place.max),
    );
    let frame = Rect::from_min_max(
        pos2(
            place.left() + axis::gutter_of(ui, scene.words, fan.y_range),
            top + 4.0,
        ),
        pos2(
            place.right() - 4.0,
            place.bottom() - axis::time_axis_height(ui),
        ),
    );
    if frame.height() < 30.0 || fan.x_range.0 >= fan.x_range.1 {
        return;
    }
    let map = Mapping {
        frame,
        x: fan.x_range,
        y: fan.y_range,
    };
    axis::paint_y(ui, &map, scene.words);
    let marks = time_marks(
        map.x,
        f64::from(frame.width()),
        scene.state.clock,
        scene.words,
    );
    axis::paint_time_grid(ui, &map, &marks);
    let inside = ui.painter().with_clip_rect(frame);
    for shape in shapes(ui, fan, &map) {
        inside.add(shape);
    }
    flood_level(ui, fan, &map);
    axis::paint_edge(ui, &map);
    axis::paint_now(ui, &map, fan.issued);
    axis::paint_time_labels(ui, &map, &marks, scene);
    let unit = text::line(
        ui,
        &fan.unit,
        Role::Small,
        tokens(ui).muted(),
        frame.width(),
    );
    text::paint(
        ui,
        frame.left_top() + vec2(5.0, 2.0),
        Align2::LEFT_TOP,
        &unit,
    );
    let response = ui.interact(
        frame,
        ui.make_persistent_id(("fan", &fan.title)),
        Sense::hover(),
    );
    let said = fan
        .leads
        .iter()
        .map(|lead| format!("{}: {} {}", lead.lead, lead.said, lead.band));
    let label = format!("{}. {}", fan.title, said.collect::<Vec<_>>().join("; "));
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Figure, true, &label));
}

/// Colours of the lines: the station's state's, and those of others and of what only came down the river.
fn colours(ui: &Ui, fan: &FanView) -> (Color32, Color32, Color32) {
    let tokens = tokens(ui);
    (tokens.party(fan.party), tokens.ink(), tokens.muted())
}

fn shapes(ui: &Ui, fan: &FanView, map: &Mapping) -> Vec<Shape> {
    let (own, other, moved) = colours(ui, fan);
    let mut shapes = bands(fan, map, own);
    let read = fan
        .observed
        .iter()
        .map(|(time, value)| map.at(*time, *value))
        .collect();
    shapes.push(Shape::line(read, Stroke::new(1.75, own)));
    let said: Vec<_> = fan
        .fan
        .iter()
        .map(|point| map.at(point.time, point.value))
        .collect();
    dashes(&said, Stroke::new(1.75, own), (7.0, 3.0), &mut shapes);
    shapes.extend(
        said.iter()
            .skip(1)
            .map(|at| Shape::circle_filled(*at, 3.0, own)),
    );
    for (_, points) in &fan.external {
        let line: Vec<_> = points
            .iter()
            .map(|(time, value)| map.at(*time, *value))
            .collect();
        dashes(&line, Stroke::new(1.5, other), (2.0, 3.0), &mut shapes);
        let squares = line
            .iter()
            .map(|at| Rect::from_center_size(*at, vec2(4.0, 4.0)));
        shapes.extend(squares.map(|square| Shape::rect_filled(square, 0, other)));
    }
    let crosses = fan
        .lag_only
        .iter()
        .map(|(time, value)| map.at(*time, *value));
    for at in crosses {
        for along in [vec2(4.0, 4.0), vec2(4.0, -4.0)] {
            shapes.push(Shape::line_segment(
                [at - along, at + along],
                Stroke::new(1.5, moved),
            ));
        }
    }
    shapes
}

/// The outermost pair of levels palest, the pairs within it on top.
pub(super) fn bands(fan: &FanView, map: &Mapping, colour: Color32) -> Vec<Shape> {
    let pairs = fan.fan.first().map_or(0, |point| point.band.len() / 2);
    let mut shapes = Vec::new();
    for pair in 0..pairs {
        for step in fan.fan.windows(2) {
            let (a, b) = (&step[0], &step[1]);
            let corner = |point: &crate::present::forecast::FanPoint, place: usize| {
                point
                    .band
                    .get(place)
                    .map(|value| map.at(point.time, *value))
            };
            let above = |band: &[f64]| band.len() - 1 - pair;
            let corners = [
                corner(a, pair),
                corner(b, pair),
                corner(b, above(&b.band)),
                corner(a, above(&a.band)),
            ];
            let corners: Vec<_> = corners.into_iter().flatten().collect();
            shapes.push(Shape::convex_polygon(
                corners,
                colour.gamma_multiply(0.16),
                Stroke::NONE,
            ));
        }
    }
    shapes
}

fn flood_level(ui: &Ui, fan: &FanView, map: &Mapping) {
    let Some((value, words)) = &fan.flood_from else {
        return;
    };
    if *value < map.y.0 || *value > map.y.1 {
        return;
    }
    let tokens = tokens(ui);
    let y = map.y_of(*value);
    let ends = [pos2(map.frame.left(), y), pos2(map.frame.right(), y)];
    let mut shapes = Vec::new();
    dashes(
        &ends,
        Stroke::new(1.0, tokens.faint()),
        (10.0, 4.0),
        &mut shapes,
    );
    ui.painter().extend(shapes);
    let galley = text::line(ui, words, Role::Small, tokens.muted(), map.frame.width());
    text::paint(ui, ends[0] + vec2(6.0, -1.0), Align2::LEFT_BOTTOM, &galley);
}

/// Which line is which; gives where it ends.
fn key_ui(ui: &Ui, scene: &Scene<'_>, fan: &FanView, place: Rect) -> f32 {
    let (own, other, moved) = colours(ui, fan);
    let words = scene.words.first();
    let mut entries = vec![(words.get("forecast-observed"), own, None)];
    if !fan.fan.is_empty() {
        entries.push((words.get("forecast-own"), own, Some((7.0, 3.0))));
    }
    if !fan.lag_only.is_empty() {
        entries.push((
            format!("× {}", words.get("forecast-moved")),
            moved,
            Some((0.0, 1.0)),
        ));
    }
    entries.extend(
        fan.external
            .iter()
            .map(|(name, _)| (name.clone(), other, Some((2.0, 3.0)))),
    );
    let height = text::height(ui, Role::Small);
    let mut at = pos2(place.left(), place.top() + height / 2.0);
    for (words, colour, style) in entries {
        let galley = text::line(
            ui,
            &words,
            Role::Small,
            tokens(ui).ink(),
            place.width() - 30.0,
        );
        let width = galley.size().x + 44.0;
        if at.x > place.left() && at.x + width > place.right() {
            at = pos2(place.left(), at.y + height + 1.0);
        }
        let line = [at, at + vec2(22.0, 0.0)];
        let stroke = Stroke::new(1.75, colour);
        let mut shapes = Vec::new();
        match style {
            None => shapes.push(Shape::line_segment(line, stroke)),
            Some((0.0, _)) => {}
            Some(style) => dashes(&line, stroke, style, &mut shapes),
        }
        ui.painter().extend(shapes);
        text::paint(ui, at + vec2(27.0, 0.0), Align2::LEFT_CENTER, &galley);
        at.x += width;
    }
    at.y + height / 2.0
}
