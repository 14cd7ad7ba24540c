//! The current year against its bands, and the flow duration curve.

use egui::epaint::Mesh;
use egui::{Align2, Color32, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::super::axis;
use super::super::scene::Scene;
use super::super::text;
use super::super::theme::{Role, tokens};
use super::scale::Scale;
use crate::present::low_flow::{CurveView, SeasonView};

/// Heading of a plot and the frame below it, with room for the labels of both axes.
fn framed(ui: &Ui, scene: &Scene<'_>, (title, unit): (&str, &str), place: Rect) -> Rect {
    let tokens = tokens(ui);
    let title = text::line_or_first(ui, title, Role::Heading, tokens.ink(), place.width() - 50.0);
    let head = text::paint(ui, place.min, Align2::LEFT_TOP, &title);
    let unit = text::line(ui, unit, Role::Small, tokens.muted(), 60.0);
    text::paint(
        ui,
        pos2(head.right() + 8.0, head.bottom()),
        Align2::LEFT_BOTTOM,
        &unit,
    );
    Rect::from_min_max(
        pos2(
            place.left() + axis::gutter_of(ui, scene.words, (0.0, 0.0)),
            head.bottom() + 4.0,
        ),
        pos2(place.right(), place.bottom() - axis::time_axis_height(ui)),
    )
}

/// The year: bands of what is usual, their median, and what was measured.
pub(super) fn season_ui(ui: &mut Ui, scene: &Scene<'_>, view: &SeasonView, place: Rect) {
    let mut frame = framed(ui, scene, (&view.title, &view.unit), place);
    frame.min.y = key_ui(ui, view, frame) + 4.0;
    if frame.height() < 30.0 {
        return;
    }
    let all = view.usual.iter().flatten().chain(&view.values).copied();
    #[expect(clippy::cast_precision_loss, reason = "days of a year")]
    let days = view.values.len() as f64;
    let scale = Scale::new(frame, (0.0, days), all);
    scale.paint_y(ui, scene);
    let [outer, inner] = band_colours(ui);
    let [p5, p25, p50, p75, p95] = &view.usual;
    months_ui(ui, &scale, view);
    paint_band(ui, &scale, (p5, p95), outer);
    paint_band(ui, &scale, (p25, p75), inner);
    paint_line(ui, &scale, p50, Stroke::new(1.0, tokens(ui).muted()));
    paint_line(
        ui,
        &scale,
        &view.values,
        Stroke::new(2.0, tokens(ui).focus()),
    );
    axis::paint_edge(ui, &scale.map);
    hover_ui(ui, &scale, view);
}

/// Fills of the outer and the inner band: greys, since a band judges nobody.
fn band_colours(ui: &Ui) -> [Color32; 2] {
    let faint = tokens(ui).faint();
    [faint.gamma_multiply(0.28), faint.gamma_multiply(0.42)]
}

/// What the bands and lines are; gives where it ends.
fn key_ui(ui: &Ui, view: &SeasonView, frame: Rect) -> f32 {
    let tokens = tokens(ui);
    let [outer, inner] = band_colours(ui);
    let height = text::height(ui, Role::Small);
    let middle = frame.top() + height / 2.0;
    let mut x = frame.left();
    let lines = [
        (10.0, outer),
        (10.0, inner),
        (1.5, tokens.muted()),
        (2.0, tokens.focus()),
    ];
    for ((thick, colour), words) in lines.into_iter().zip(&view.key) {
        let galley = text::line(ui, words, Role::Small, tokens.muted(), f32::INFINITY);
        if x + 22.0 + galley.size().x > frame.right() {
            break;
        }
        let chip = Rect::from_center_size(pos2(x + 8.0, middle), vec2(16.0, thick));
        ui.painter().rect_filled(chip, 0, colour);
        x = text::paint(ui, pos2(x + 20.0, middle), Align2::LEFT_CENTER, &galley).right() + 12.0;
    }
    let foot = frame.top() + height;
    if view.withheld.is_empty() {
        return foot;
    }
    let galley = text::line_or_first(
        ui,
        &view.withheld,
        Role::Small,
        tokens.late(),
        frame.width(),
    );
    text::paint(ui, pos2(frame.left(), foot), Align2::LEFT_TOP, &galley).bottom()
}

/// Middle of a day's column.
#[expect(clippy::cast_precision_loss, reason = "days of a year")]
fn column(scale: &Scale, day: usize) -> f32 {
    scale.map.x_of(day as f64 + 0.5)
}

/// The area between two lists of values; nothing where either is missing.
fn paint_band(ui: &Ui, scale: &Scale, (low, high): (&[f64], &[f64]), colour: Color32) {
    let mut mesh = Mesh::default();
    let mut is_joined = false;
    for (day, (low, high)) in low.iter().zip(high).enumerate() {
        if low.is_nan() || high.is_nan() {
            is_joined = false;
            continue;
        }
        let x = column(scale, day);
        let n = u32::try_from(mesh.vertices.len()).unwrap_or_default();
        mesh.colored_vertex(pos2(x, scale.y_of(*low)), colour);
        mesh.colored_vertex(pos2(x, scale.y_of(*high)), colour);
        if is_joined {
            mesh.add_triangle(n - 2, n - 1, n);
            mesh.add_triangle(n - 1, n, n + 1);
        }
        is_joined = true;
    }
    ui.painter()
        .with_clip_rect(scale.map.frame)
        .add(Shape::mesh(mesh));
}

/// A line over the days, broken where a value is missing; a value between two gaps is a dot.
fn paint_line(ui: &Ui, scale: &Scale, values: &[f64], stroke: Stroke) {
    let painter = ui.painter().with_clip_rect(scale.map.frame.expand(1.0));
    let mut run: Vec<Pos2> = Vec::new();
    for day in 0..=values.len() {
        let value = values.get(day).copied().unwrap_or(f64::NAN);
        if !value.is_nan() {
            run.push(pos2(column(scale, day), scale.y_of(value)));
            continue;
        }
        match run.as_slice() {
            [] => {}
            [alone] => {
                painter.circle_filled(*alone, stroke.width, stroke.color);
            }
            _ => {
                painter.add(Shape::line(std::mem::take(&mut run), stroke));
            }
        }
        run.clear();
    }
}

fn months_ui(ui: &Ui, scale: &Scale, view: &SeasonView) {
    let tokens = tokens(ui);
    let frame = scale.map.frame;
    let mut free_from = f32::NEG_INFINITY;
    for (day, name) in &view.months {
        #[expect(clippy::cast_precision_loss, reason = "days of a year")]
        let x = scale.map.x_of(*day as f64);
        ui.painter()
            .vline(x, frame.y_range(), Stroke::new(1.0, tokens.grid()));
        let galley = text::line(ui, name, Role::Small, tokens.muted(), f32::INFINITY);
        if x >= free_from && x + galley.size().x <= frame.right() {
            let at = pos2(x + 2.0, frame.bottom() + 3.0);
            free_from = text::paint(ui, at, Align2::LEFT_TOP, &galley).right() + 1.0;
        }
    }
}

/// Words on the day under the pointer.
fn hover_ui(ui: &Ui, scale: &Scale, view: &SeasonView) {
    let frame = scale.map.frame;
    let id = ui.make_persistent_id("low-flow-season");
    let response = ui.interact(frame, id, Sense::hover());
    let Some(pointer) = response.hover_pos() else {
        return;
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "days of a year"
    )]
    let day = scale.map.x_at(pointer.x).max(0.0) as usize;
    if let Some(said) = view.said.get(day) {
        let stroke = Stroke::new(1.0, tokens(ui).focus());
        ui.painter()
            .vline(column(scale, day), frame.y_range(), stroke);
        response.on_hover_text(said);
    }
}

/// The flow duration curve with today's value on it.
pub(super) fn duration_ui(ui: &Ui, scene: &Scene<'_>, view: &CurveView, place: Rect) {
    let tokens = tokens(ui);
    let frame = framed(ui, scene, (&view.title, &view.unit), place);
    if frame.height() < 30.0 {
        return;
    }
    let all = view.values.iter().copied().chain([view.today.1]);
    let scale = Scale::new(frame, (0.0, 100.0), all);
    scale.paint_y(ui, scene);
    percents_ui(ui, scene, (&scale, &view.axis));
    let line = view.percent.iter().zip(&view.values);
    let line: Vec<Pos2> = line
        .map(|(x, y)| pos2(scale.map.x_of(*x), scale.y_of(*y)))
        .collect();
    ui.painter()
        .add(Shape::line(line, Stroke::new(2.0, tokens.ink())));
    axis::paint_edge(ui, &scale.map);
    let at = pos2(scale.map.x_of(view.today.0), scale.y_of(view.today.1));
    ui.painter().circle_filled(at, 4.5, tokens.focus());
    label_ui(ui, view, (&scale, at));
}

/// What today's point says, in the upper right: the curve falls, so that there is room above it.
fn label_ui(ui: &Ui, view: &CurveView, (scale, at): (&Scale, Pos2)) {
    let tokens = tokens(ui);
    let frame = scale.map.frame;
    let galley = text::lines(
        ui,
        &view.label,
        Role::Small,
        tokens.ink(),
        (0.6 * frame.width(), 4),
    );
    let size = galley.size();
    let left = (at.x + 8.0).max(frame.right() - size.x - 6.0);
    // Where the point itself stands far left, its words stand right beside it.
    let x = left.min((at.x + 8.0).max(frame.left() + 0.4 * frame.width() - 6.0));
    let curve = view.percent.iter().zip(&view.values);
    let under = curve
        .filter(|(percent, _)| scale.map.x_of(**percent) >= x)
        .map(|(_, value)| scale.y_of(*value))
        .fold(f32::INFINITY, f32::min);
    let y = (under - size.y - 4.0).min(at.y - size.y - 4.0);
    text::paint(
        ui,
        pos2(x, y.max(frame.top() + 2.0)),
        Align2::LEFT_TOP,
        &galley,
    );
}

fn percents_ui(ui: &Ui, scene: &Scene<'_>, (scale, axis_words): (&Scale, &str)) {
    let tokens = tokens(ui);
    let frame = scale.map.frame;
    for percent in [0.0, 25.0, 50.0, 75.0, 95.0] {
        let x = scale.map.x_of(percent);
        ui.painter()
            .vline(x, frame.y_range(), Stroke::new(1.0, tokens.grid()));
        let label = scene.words.number(percent, 0);
        let galley = text::line(ui, &label, Role::Small, tokens.muted(), f32::INFINITY);
        text::paint(
            ui,
            pos2(x, frame.bottom() + 3.0),
            Align2::CENTER_TOP,
            &galley,
        );
    }
    let galley = text::line_or_first(
        ui,
        axis_words,
        Role::Small,
        tokens.muted(),
        frame.width() - 10.0,
    );
    let at = pos2(frame.left() + 4.0, frame.bottom() - 3.0);
    text::paint(ui, at, Align2::LEFT_BOTTOM, &galley);
}
