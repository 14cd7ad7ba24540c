//! A condition with its evidence: year by year against mean and threshold, whether it was met and whether it was
//! declared as two facts, and how one year accumulated.

use egui::accesskit::Role as AccessRole;
use egui::{
    Align2, CursorIcon, Rect, ScrollArea, Sense, Shape, Stroke, StrokeKind, Ui, UiBuilder,
    WidgetInfo, pos2, vec2,
};

use super::accumulation_ui::accumulation_ui;
use super::axis::{self, Mapping};
use super::clause_ui::clause_ui;
use super::curve::dashes;
use super::panel;
use super::scene::Scene;
use super::subject_ui::{Subject, choose};
use super::text;
use super::theme::{Role, tokens};
use crate::present::{ConditionView, TestView};

/// Draws the page into `place`.
pub(super) fn evidence_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let views = &scene.view.allocation.conditions;
    let entries: Vec<Subject<'_>> = views
        .iter()
        .map(|view| Subject {
            id: &view.id,
            title: &view.title,
            below: view.article.clone(),
            party: None,
        })
        .collect();
    let chosen = scene.state.allocation.condition.clone();
    let Some(page) = choose(ui, scene, place, &entries, (&chosen, "evidence-none")) else {
        return;
    };
    if let Some(id) = page.clicked {
        scene.state.allocation.condition = id;
    }
    let Some(view) = views.get(page.at) else {
        return;
    };
    centre(ui, scene, view, page.centre);
    if let Some(place) = page.clause {
        clause_ui(ui, scene, place, (&view.agreement, &view.condition));
    }
}

/// The period that is looked into: the chosen one, else the last one of which something is known.
fn chosen_period(scene: &Scene<'_>, view: &ConditionView) -> usize {
    let chosen = &scene.state.allocation.period;
    let by_label = view
        .periods
        .iter()
        .position(|period| period.label == *chosen);
    let last_known = || view.periods.iter().rposition(|period| period.met.is_some());
    by_label
        .or_else(last_known)
        .unwrap_or_else(|| view.periods.len().saturating_sub(1))
}

fn centre(ui: &mut Ui, scene: &mut Scene<'_>, view: &ConditionView, place: Rect) {
    let tokens = tokens(ui);
    let at = chosen_period(scene, view);
    let mut title = format!("{}, {}", view.title, view.article);
    if let Some(period) = view.periods.get(at) {
        title = format!("{title} · {}: {}", period.label, period.facts);
    }
    let galley = text::line(ui, &title, Role::Heading, tokens.ink(), place.width());
    let head = text::paint(ui, place.min, Align2::LEFT_TOP, &galley);
    let top = head.bottom() + 4.0;
    let body = Rect::from_min_max(pos2(place.left(), top), place.max);
    #[expect(clippy::cast_precision_loss, reason = "a handful of tests")]
    let n = view.tests.len().max(1) as f32;
    let height = (body.height() / n).max(LOWEST_TEST);
    let mut inner = ui.new_child(UiBuilder::new().max_rect(body));
    ScrollArea::vertical()
        .id_salt(("tests", &view.id))
        .auto_shrink(false)
        .show(&mut inner, |ui| {
            let size = vec2(body.width(), height * n);
            let (content, _) = ui.allocate_exact_size(size, Sense::hover());
            let mut y = content.top();
            for test in &view.tests {
                let right = content.right() - 6.0;
                let area =
                    Rect::from_min_max(pos2(content.left(), y), pos2(right, y + height - 8.0));
                test_ui(ui, scene, (view, test, at), area);
                y += height;
            }
        });
}

/// Least height of a test, px; where there is less it is scrolled to.
const LOWEST_TEST: f32 = 190.0;

/// One test: the years left, the chosen one right.
fn test_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    (view, test, at): (&ConditionView, &TestView, usize),
    place: Rect,
) {
    let tokens = tokens(ui);
    let title = match test.points.get(at) {
        Some(Some(point)) => &point.title,
        _ => &test.title,
    };
    let heading = format!("{title} · {}", test.unit);
    let galley = text::line(ui, &heading, Role::Small, tokens.ink(), place.width());
    let mut y = text::paint(ui, place.min, Align2::LEFT_TOP, &galley).bottom();
    if let Some(point) = test.points.get(at).and_then(Option::as_ref) {
        let room = (place.width(), 2);
        let galley = text::lines(ui, &point.sentence, Role::Body, tokens.ink(), room);
        y = text::paint(ui, pos2(place.left(), y), Align2::LEFT_TOP, &galley).bottom();
    }
    let share = if place.width() > 700.0 { 0.58 } else { 1.0 };
    let right = place.left() + share * place.width();
    let years = Rect::from_min_max(pos2(place.left(), y + 4.0), pos2(right, place.bottom()));
    years_ui(ui, scene, (view, test, at), years);
    if share < 1.0
        && let Some(point) = test.points.get(at).and_then(Option::as_ref)
    {
        let label = view
            .periods
            .get(at)
            .map_or("", |period| period.label.as_str());
        let area = Rect::from_min_max(pos2(right + 14.0, y + 4.0), place.max);
        accumulation_ui(ui, scene, (test, point, label), area);
    }
}

fn years_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    (view, test, at): (&ConditionView, &TestView, usize),
    place: Rect,
) {
    let small = text::height(ui, Role::Small);
    let rows = facts_of(view, test);
    #[expect(clippy::cast_precision_loss, reason = "three rows")]
    let facts = rows.len() as f32 * (small + 3.0);
    let key = key_ui(ui, scene, place);
    let frame = Rect::from_min_max(
        pos2(
            place.left() + axis::gutter(ui).max(fact_width(ui, scene)),
            key + 3.0,
        ),
        pos2(place.right(), place.bottom() - facts - small - 8.0),
    );
    if frame.height() < 24.0 || view.periods.is_empty() {
        return;
    }
    #[expect(clippy::cast_precision_loss, reason = "some dozens of years")]
    let n = view.periods.len() as f64;
    let map = Mapping {
        frame,
        x: (0.0, n),
        y: (0.0, top_of(test) * 1.08),
    };
    axis::paint_y(ui, &map, scene.words);
    for k in 0..view.periods.len() {
        year_ui(ui, scene, (view, test, k), (&map, k == at));
    }
    thresholds(ui, test, &map);
    axis::paint_edge(ui, &map);
    facts_ui(ui, scene, (view, test, &rows), &map);
}

fn top_of(test: &TestView) -> f64 {
    let points = test.points.iter().flatten();
    points
        .flat_map(|point| [point.value, point.normal, point.threshold])
        .flatten()
        .filter(|value| value.is_finite())
        .fold(1e-6, f64::max)
}

/// Bar, mean and threshold of one year; a click looks into it.
fn year_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    (view, test, k): (&ConditionView, &TestView, usize),
    (map, is_chosen): (&Mapping, bool),
) {
    let tokens = tokens(ui);
    #[expect(clippy::cast_precision_loss, reason = "some dozens of years")]
    let left = k as f64;
    let slot = Rect::from_x_y_ranges(
        map.x_of(left)..=map.x_of(left + 1.0),
        map.frame.top()..=map.frame.bottom() + text::height(ui, Role::Small) + 4.0,
    );
    let period = &view.periods[k];
    let point = test.points.get(k).and_then(Option::as_ref);
    let id = ui.make_persistent_id(("year", &view.id, &test.title, k));
    let response = ui
        .interact(slot, id, Sense::click())
        .on_hover_cursor(CursorIcon::PointingHand);
    let said = point.map_or("", |point| point.sentence.as_str());
    let name = format!("{}: {}; {said}", period.label, period.facts);
    response.widget_info(|| WidgetInfo::labeled(AccessRole::Button, true, &name));
    if is_chosen {
        ui.painter().rect_filled(slot, 2, tokens.wash());
    } else if response.hovered() {
        ui.painter().rect_filled(slot, 2, tokens.raised());
    }
    if let Some(value) = point.and_then(|point| point.value) {
        let bar = Rect::from_x_y_ranges(
            map.x_of(left + 0.2)..=map.x_of(left + 0.8),
            map.y_of(value)..=map.y_of(0.0),
        );
        ui.painter().rect(
            bar,
            0,
            tokens.faint().gamma_multiply(0.45),
            Stroke::new(1.0, tokens.muted()),
            StrokeKind::Inside,
        );
    } else {
        let galley = text::line(ui, "–", Role::Small, tokens.muted(), 20.0);
        let at = pos2(slot.center().x, map.frame.bottom() - 3.0);
        text::paint(ui, at, Align2::CENTER_BOTTOM, &galley);
    }
    panel::focus_ring(ui, &response);
    if response.on_hover_text(&name).clicked() {
        scene.state.allocation.period.clone_from(&period.label);
    }
}

/// Mean and threshold as level strokes over each year's slot.
fn thresholds(ui: &Ui, test: &TestView, map: &Mapping) {
    let tokens = tokens(ui);
    let mut shapes = Vec::new();
    for (k, point) in test.points.iter().enumerate() {
        let Some(point) = point else {
            continue;
        };
        #[expect(clippy::cast_precision_loss, reason = "some dozens of years")]
        let left = k as f64;
        let (from, to) = (map.x_of(left), map.x_of(left + 1.0));
        if let Some(normal) = point.normal {
            let y = map.y_of(normal);
            shapes.push(Shape::line_segment(
                [pos2(from, y), pos2(to, y)],
                Stroke::new(1.5, tokens.muted()),
            ));
        }
        if let Some(threshold) = point.threshold {
            let y = map.y_of(threshold);
            let stroke = Stroke::new(2.0, tokens.focus());
            dashes(
                &[pos2(from, y), pos2(to, y)],
                stroke,
                (6.0, 3.0),
                &mut shapes,
            );
        }
    }
    ui.painter().extend(shapes);
}

/// Which mark is which; gives where it ends.
fn key_ui(ui: &Ui, scene: &Scene<'_>, place: Rect) -> f32 {
    let tokens = tokens(ui);
    let height = text::height(ui, Role::Small);
    let words = scene.words.first();
    let mut at = pos2(place.left(), place.top() + height / 2.0);
    for (n, key) in ["evidence-reached", "evidence-mean", "evidence-asked"]
        .into_iter()
        .enumerate()
    {
        let line = [at, at + vec2(22.0, 0.0)];
        match n {
            0 => {
                let chip = Rect::from_center_size(at + vec2(11.0, 0.0), vec2(14.0, 9.0));
                let fill = tokens.faint().gamma_multiply(0.45);
                let stroke = Stroke::new(1.0, tokens.muted());
                ui.painter().rect(chip, 0, fill, stroke, StrokeKind::Inside);
            }
            1 => {
                ui.painter()
                    .line_segment(line, Stroke::new(1.5, tokens.muted()));
            }
            _ => {
                let mut shapes = Vec::new();
                dashes(
                    &line,
                    Stroke::new(2.0, tokens.focus()),
                    (6.0, 3.0),
                    &mut shapes,
                );
                ui.painter().extend(shapes);
            }
        }
        let galley = text::line(
            ui,
            &words.get(key),
            Role::Small,
            tokens.muted(),
            f32::INFINITY,
        );
        at.x = text::paint(ui, at + vec2(27.0, 0.0), Align2::LEFT_CENTER, &galley).right() + 16.0;
    }
    at.y + height / 2.0
}

/// A row of facts under the years.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fact {
    /// Whether this one test is met.
    Test,
    /// Whether the tests together are.
    Met,
    /// Whether it was declared.
    Declared,
}

impl Fact {
    const ALL: [Self; 3] = [Self::Test, Self::Met, Self::Declared];

    fn word_key(self) -> &'static str {
        match self {
            Self::Test => "evidence-this-test",
            Self::Met => "evidence-met",
            Self::Declared => "evidence-declared",
        }
    }

    fn of(self, view: &ConditionView, test: &TestView, k: usize) -> Option<bool> {
        match self {
            Self::Test => test.points.get(k)?.as_ref()?.met,
            Self::Met => view.periods.get(k)?.met,
            Self::Declared => view.periods.get(k)?.declared,
        }
    }
}

/// Each of several tests has its own row; what holds of the condition stands under the last of them.
fn facts_of(view: &ConditionView, test: &TestView) -> Vec<Fact> {
    let is_last = view
        .tests
        .last()
        .is_some_and(|last| std::ptr::eq(last, test));
    let has_declared = view.periods.iter().any(|period| period.declared.is_some());
    let wanted = |fact: &Fact| match fact {
        Fact::Test => view.tests.len() > 1,
        Fact::Met => is_last,
        Fact::Declared => is_last && has_declared,
    };
    Fact::ALL.into_iter().filter(wanted).collect()
}

fn fact_width(ui: &Ui, scene: &Scene<'_>) -> f32 {
    let words = scene.words.first();
    let width = |fact: Fact| text::width(ui, &words.get(fact.word_key()), Role::Small);
    Fact::ALL.into_iter().map(width).fold(0.0, f32::max) + 8.0
}

/// Labels of the years, and below them the two facts: filled is yes, open is no, a dot is not known.
fn facts_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    (view, test, rows): (&ConditionView, &TestView, &[Fact]),
    map: &Mapping,
) {
    let tokens = tokens(ui);
    let small = text::height(ui, Role::Small);
    let top = map.frame.bottom() + 3.0;
    let mut free_until = f32::INFINITY;
    for (k, period) in view.periods.iter().enumerate().rev() {
        let galley = text::line(
            ui,
            &period.label,
            Role::Small,
            tokens.muted(),
            f32::INFINITY,
        );
        let half = galley.size().x / 2.0;
        #[expect(clippy::cast_precision_loss, reason = "some dozens of years")]
        let x = map.x_of(k as f64 + 0.5).min(map.frame.right() - half);
        if x + half + 6.0 <= free_until {
            free_until = text::paint(ui, pos2(x, top), Align2::CENTER_TOP, &galley).left();
        }
    }
    let words = scene.words.first();
    for (row, fact) in rows.iter().enumerate() {
        #[expect(clippy::cast_precision_loss, reason = "two rows")]
        let y = top + small + 3.0 + (small + 3.0) * (row as f32 + 0.5);
        let galley = text::line(
            ui,
            &words.get(fact.word_key()),
            Role::Small,
            tokens.muted(),
            f32::INFINITY,
        );
        let at = pos2(map.frame.left() - 6.0, y);
        text::paint(ui, at, Align2::RIGHT_CENTER, &galley);
        for k in 0..view.periods.len() {
            #[expect(clippy::cast_precision_loss, reason = "some dozens of years")]
            let x = map.x_of(k as f64 + 0.5);
            mark(ui, pos2(x, y), fact.of(view, test, k));
        }
    }
}

fn mark(ui: &Ui, at: egui::Pos2, fact: Option<bool>) {
    let ink = tokens(ui).ink();
    match fact {
        Some(true) => {
            ui.painter().circle_filled(at, 4.5, ink);
        }
        Some(false) => {
            ui.painter().circle_stroke(at, 4.0, Stroke::new(1.25, ink));
        }
        None => {
            ui.painter().circle_filled(at, 1.25, tokens(ui).faint());
        }
    }
}
