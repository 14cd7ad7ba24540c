//! The river from source to mouth: gauges where they stand, borders, travel times, and what is known of each.

use std::sync::Arc;

use egui::accesskit::Role as AccessRole;
use egui::{Align2, CursorIcon, Galley, Rect, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::axis::ticks;
use super::command::Command;
use super::panel;
use super::scene::Scene;
use super::signs::{self, Sign};
use super::spacing::apart;
use super::text;
use super::theme::{Role, tokens};
use crate::domain::Freshness;
use crate::present::{RiverMark, RiverView};

/// Between the line of the river and the labels on either side.
const STEM: f32 = 22.0;

/// Where the river lies on the screen.
struct Course {
    left: f32,
    right: f32,
    y: f32,
    length_km: f64,
}

impl Course {
    fn x(&self, km: f64) -> f32 {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "a share between nought and one"
        )]
        let share = (km / self.length_km.max(1.0)).clamp(0.0, 1.0) as f32;
        self.left + (self.right - self.left) * share
    }
}

/// One gauge with its words, above or below the line.
struct Label<'a> {
    mark: &'a RiverMark,
    name: Arc<Galley>,
    below: Arc<Galley>,
    x: f32,
    /// Middle of the words, moved aside where they would touch a neighbour's.
    middle: f32,
    is_above: bool,
    /// Its sign stands off the line: another bank, a tributary, a canal.
    is_beside: bool,
}

impl Label<'_> {
    fn width(&self) -> f32 {
        self.name.size().x.max(self.below.size().x)
    }
}

/// Height of the strip.
pub(super) fn height(ui: &Ui, room: Room) -> f32 {
    let label = label_height(ui);
    let scale = match room {
        Room::Ample => text::height(ui, Role::Small) + 4.0,
        Room::Scarce => 0.0,
    };
    (2.0 * (label + STEM) + scale + 12.0).ceil()
}

/// How much of the window's height can be spared for what is good to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Room {
    /// The kilometres are written along the foot.
    Ample,
    /// They are left out.
    Scarce,
}

fn label_height(ui: &Ui) -> f32 {
    text::height(ui, Role::Strong) + text::height(ui, Role::Small) - 3.0
}

/// Draws the strip into `place`.
pub(super) fn river_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect, room: Room) {
    let view = &scene.view.river;
    ui.painter().rect_filled(place, 0, tokens(ui).panel());
    let room_for = |word: &str| (text::width(ui, word, Role::Small) + 28.0).max(54.0);
    let course = Course {
        left: place.left() + room_for(&view.source_word),
        right: place.right() - room_for(&view.mouth_word) - 8.0,
        y: (place.top() + 5.0 + label_height(ui) + STEM).round(),
        length_km: view.length_km,
    };
    paint_borders(ui, scene, &course, place);
    paint_course(ui, view, &course);
    if room == Room::Ample {
        paint_scale(ui, scene, &course, place);
    }
    paint_reaches(ui, view, &course);
    let mut labels = labels(ui, scene, &course);
    for is_above in [true, false] {
        let mut row: Vec<&mut Label<'_>> = labels
            .iter_mut()
            .filter(|label| label.is_above == is_above)
            .collect();
        row.sort_by(|a, b| a.x.total_cmp(&b.x));
        let wishes: Vec<(f32, f32)> = row.iter().map(|label| (label.x, label.width())).collect();
        let middles = apart(&wishes, (place.left() + 8.0, place.right() - 8.0));
        for (label, middle) in row.iter_mut().zip(middles) {
            label.middle = middle;
        }
    }
    for label in &labels {
        label_ui(ui, scene, &course, label);
    }
}

/// The line itself, each stretch in the colour of its state, an arrow at the mouth.
fn paint_course(ui: &Ui, view: &RiverView, course: &Course) {
    let tokens = tokens(ui);
    let mut from = 0.0;
    let first = view.borders.first().map_or_else(
        || view.marks.first().map_or(0, |mark| mark.party),
        |border| border.1,
    );
    let mut party = first;
    let ends = view
        .borders
        .iter()
        .map(|border| (border.0, border.2))
        .chain([(view.length_km, party)]);
    for (km, next) in ends {
        ui.painter().hline(
            course.x(from)..=course.x(km),
            course.y,
            Stroke::new(4.0, tokens.party(party)),
        );
        if km < view.length_km {
            party = next;
        }
        from = km;
    }
    let tip = pos2(course.right + 12.0, course.y);
    ui.painter().add(Shape::convex_polygon(
        vec![tip, tip + vec2(-12.0, -7.0), tip + vec2(-12.0, 7.0)],
        tokens.party(party),
        Stroke::NONE,
    ));
    let source = text::line(
        ui,
        &view.source_word,
        Role::Small,
        tokens.muted(),
        f32::INFINITY,
    );
    text::paint(
        ui,
        pos2(course.left - 8.0, course.y),
        Align2::RIGHT_CENTER,
        &source,
    );
    let mouth = text::line(
        ui,
        &view.mouth_word,
        Role::Small,
        tokens.muted(),
        f32::INFINITY,
    );
    text::paint(
        ui,
        pos2(course.right + 17.0, course.y),
        Align2::LEFT_CENTER,
        &mouth,
    );
}

/// Upright lines where a border crosses, and the name of each state over its stretch.
fn paint_borders(ui: &Ui, scene: &Scene<'_>, course: &Course, place: Rect) {
    let tokens = tokens(ui);
    let stroke = Stroke::new(1.0, tokens.faint());
    for (km, ..) in &scene.view.river.borders {
        let x = course.x(*km).round() + 0.5;
        let line = [pos2(x, place.top() + 6.0), pos2(x, place.bottom() - 6.0)];
        ui.painter()
            .extend(Shape::dashed_line(&line, stroke, 5.0, 3.0));
    }
}

/// Kilometres along the foot of the strip, and the states' names between their borders.
fn paint_scale(ui: &Ui, scene: &Scene<'_>, course: &Course, place: Rect) {
    let tokens = tokens(ui);
    let y = place.bottom() - 6.0 - text::height(ui, Role::Small) / 2.0;
    let (values, _) = ticks(0.0, course.length_km, 7.0);
    let km = scene.words.get("draw-km");
    let borders = &scene.view.river.borders;
    for value in values {
        let x = course.x(value);
        let number = scene.words.number(value, 0);
        let label = format!("{number} {km}");
        let galley = text::line(ui, &label, Role::Small, tokens.muted(), 90.0);
        let touches = borders
            .iter()
            .any(|border| (course.x(border.0) - x).abs() < galley.size().x / 2.0 + 4.0);
        if !touches {
            text::paint(ui, pos2(x, y), Align2::CENTER_CENTER, &galley);
        }
    }
}

/// Travel times, each in the middle of its reach just below the line.
fn paint_reaches(ui: &Ui, view: &RiverView, course: &Course) {
    let tokens = tokens(ui);
    for (from, to, hours) in &view.reaches {
        let (left, right) = (course.x(*from), course.x(*to));
        let galley = text::line(ui, hours, Role::Small, tokens.muted(), right - left);
        let width = galley.size().x;
        if galley.elided || right - left < width + 44.0 {
            continue;
        }
        let middle = f32::midpoint(left, right);
        let crossed = view.marks.iter().any(|mark| {
            let x = course.x(mark.km);
            x > left + 1.0 && x < right - 1.0 && (x - middle).abs() < width / 2.0 + 14.0
        });
        let middle = if crossed {
            left + width / 2.0 + 20.0
        } else {
            middle
        };
        let at = pos2(middle - 5.0, course.y + 11.0);
        let text = text::paint(ui, at, Align2::CENTER_CENTER, &galley);
        let y = text.center().y + 1.0;
        let stroke = Stroke::new(1.0, tokens.muted());
        let x = text.right() + 4.0;
        ui.painter().hline(x..=x + 8.0, y, stroke);
        for dy in [-2.5, 2.5] {
            ui.painter()
                .line_segment([pos2(x + 5.5, y + dy), pos2(x + 8.0, y)], stroke);
        }
    }
}

fn labels<'a>(ui: &Ui, scene: &Scene<'a>, course: &Course) -> Vec<Label<'a>> {
    let tokens = tokens(ui);
    let marks = &scene.view.river.marks;
    let widest = 11.5 * text::height(ui, Role::Small);
    marks
        .iter()
        .enumerate()
        .map(|(n, mark)| {
            // Of two banks the upper one's words stand above; what is no gauge of the main stem stands beside it.
            let is_near = |other: Option<&RiverMark>| {
                other.is_some_and(|other| {
                    mark.is_main_stem && other.is_main_stem && (other.km - mark.km).abs() < 0.5
                })
            };
            let is_left_bank = is_near(marks.get(n + 1));
            let is_right_bank = is_near(n.checked_sub(1).and_then(|n| marks.get(n)));
            let colour = match mark.freshness {
                Freshness::OnTime => tokens.muted(),
                Freshness::Late | Freshness::Silent => tokens.late(),
            };
            let below = if mark.has_levels {
                format!("{} · {}", mark.state_word, mark.age)
            } else {
                mark.age.clone()
            };
            Label {
                mark,
                name: text::line(ui, &mark.name, Role::Strong, tokens.ink(), widest),
                below: text::line(ui, &below, Role::Small, colour, widest),
                x: course.x(mark.km),
                middle: course.x(mark.km),
                is_above: is_left_bank || !mark.is_main_stem,
                is_beside: is_left_bank || is_right_bank || !mark.is_main_stem,
            }
        })
        .collect()
}

fn label_ui(ui: &mut Ui, scene: &mut Scene<'_>, course: &Course, label: &Label<'_>) {
    let mark = label.mark;
    let tokens = tokens(ui);
    let direction = if label.is_above { -1.0 } else { 1.0 };
    let near = course.y + direction * (STEM - 3.0);
    let off = if label.is_beside {
        direction * 9.0
    } else {
        0.0
    };
    let at = pos2(label.x, course.y + off);
    let stem = vec![
        at,
        pos2(label.x, course.y + direction * 12.0),
        pos2(label.middle, near),
    ];
    let stroke = Stroke::new(1.0, tokens.faint());
    ui.painter().add(Shape::line(stem, stroke));
    let sign = Sign::of(mark.rank, mark.has_levels);
    signs::paint(ui, ui.painter(), at, 7.5, sign);
    let place = paint_words(ui, label, near);
    let words = format!("{}: {} · {}", mark.name, mark.state_word, mark.age);
    let id = ui.make_persistent_id(("mark", &mark.station));
    let on_sign = Rect::from_center_size(at, vec2(18.0, 18.0));
    let response = ui
        .interact(place, id, Sense::click())
        .union(ui.interact(on_sign, id.with("sign"), Sense::hover()))
        .on_hover_cursor(CursorIcon::PointingHand);
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &words));
    panel::focus_ring(ui, &response);
    let command = Command::ToggleStation(mark.station.clone());
    let tip = format!("{words}\n{}", command.tooltip(scene.words));
    if response.on_hover_text(tip).clicked() {
        scene.send(command);
    }
}

/// Name and second line, on a ground that keeps a border's line out of the letters; gives their place.
fn paint_words(ui: &Ui, label: &Label<'_>, near: f32) -> Rect {
    let strong = text::height(ui, Role::Strong) - 3.0;
    let first = if label.is_above {
        near - text::height(ui, Role::Small) + 2.0 - strong
    } else {
        near
    };
    let size = vec2(label.width() + 8.0, label_height(ui));
    let ground = Rect::from_min_size(pos2(label.middle - size.x / 2.0, first + 1.0), size);
    ui.painter().rect_filled(ground, 0, tokens(ui).panel());
    let at = |y| pos2(label.middle, y);
    let name = text::paint(ui, at(first), Align2::CENTER_TOP, &label.name);
    let below = text::paint(ui, at(first + strong), Align2::CENTER_TOP, &label.below);
    name.union(below)
}
