//! A derived series such as natural flow: the sum on top, each term below it on the same time axis.

use egui::{Align2, Rect, Stroke, Ui, pos2, vec2};

use super::axis::{self, Mapping};
use super::clause_ui::clause_ui;
use super::curve::Curve;
use super::plot::{self, TimePlot};
use super::scene::Scene;
use super::subject_ui::{Subject, choose};
use super::text;
use super::theme::{Role, tokens};
use crate::present::{LineStatus, TermLine, TermsView, thin, time_marks};

/// Draws the page into `place`.
pub(super) fn terms_ui(ui: &mut Ui, scene: &mut Scene<'_>, place: Rect) {
    let views = &scene.view.allocation.terms;
    let entries: Vec<Subject<'_>> = views
        .iter()
        .map(|view| Subject {
            id: &view.id,
            title: &view.title,
            below: view.article.clone(),
            party: None,
        })
        .collect();
    let chosen = scene.state.allocation.terms.clone();
    let Some(page) = choose(ui, scene, place, &entries, (&chosen, "terms-none")) else {
        return;
    };
    if let Some(id) = page.clicked {
        scene.state.allocation.terms = id;
    }
    let Some(view) = views.get(page.at) else {
        return;
    };
    centre(ui, scene, view, page.centre);
    if let Some(place) = page.clause {
        clause_ui(ui, scene, place, (&view.agreement, &view.series));
    }
}

fn centre(ui: &mut Ui, scene: &mut Scene<'_>, view: &TermsView, place: Rect) {
    let foot = place.bottom() - axis::time_axis_height(ui);
    #[expect(clippy::cast_precision_loss, reason = "a handful of terms")]
    let shares = view.lines.len() as f32 + 0.6;
    let share = (foot - place.top()) / shares;
    let mut y = place.top();
    let mut last = None;
    for (n, line) in view.lines.iter().enumerate() {
        let height = if n == 0 { 1.6 * share } else { share };
        let area = Rect::from_min_max(pos2(place.left(), y), pos2(place.right() - 8.0, y + height));
        last = line_ui(ui, scene, (view, line), area).or(last);
        y += height;
    }
    if let Some(map) = last {
        let width = f64::from(map.frame.width());
        let marks = time_marks(map.x, width, scene.state.clock, scene.words);
        axis::paint_time_labels(ui, &map, &marks, scene);
        axis::paint_cursor_time(ui, &map, scene);
    }
}

/// Values of a line within the time that is shown.
fn shown(line: &TermLine, range: (f64, f64)) -> &[f64] {
    let from = line.time.partition_point(|time| *time < range.0);
    let to = line.time.partition_point(|time| *time <= range.1);
    line.value.get(from..to).unwrap_or_default()
}

fn line_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    (view, line): (&TermsView, &TermLine),
    place: Rect,
) -> Option<Mapping> {
    let tokens = tokens(ui);
    let small = text::height(ui, Role::Small);
    let colour = line
        .party
        .map_or_else(|| tokens.ink(), |party| tokens.party(party));
    let values = shown(line, scene.range);
    let finite = || values.iter().copied().filter(|value| value.is_finite());
    let last = finite().next_back();
    let heading = format!("{} · {}", line.title, view.unit);
    let galley = text::line(ui, &heading, Role::Heading, tokens.ink(), place.width());
    text::paint(ui, place.min, Align2::LEFT_TOP, &galley);
    let now = scene.words.figure(last, &view.unit);
    let galley = text::line(ui, &now, Role::Small, tokens.muted(), place.width());
    text::paint(
        ui,
        place.right_top() + vec2(0.0, 1.0),
        Align2::RIGHT_TOP,
        &galley,
    );
    let frame = Rect::from_min_max(
        pos2(place.left() + axis::gutter(ui), place.top() + small + 4.0),
        pos2(place.right(), place.bottom() - 5.0),
    );
    if frame.height() < 14.0 {
        return None;
    }
    let (low, high) = (finite().fold(0.0, f64::min), finite().fold(0.0, f64::max));
    let pad = (0.05 * (high - low)).max(1e-6);
    let low = if low < 0.0 { low - pad } else { 0.0 };
    let map = Mapping {
        frame,
        x: scene.range,
        y: (low, high + pad),
    };
    axis::paint_y(ui, &map, scene.words);
    let width = f64::from(frame.width());
    let marks = time_marks(map.x, width, scene.state.clock, scene.words);
    axis::paint_time_grid(ui, &map, &marks);
    if low < 0.0 {
        let zero = Stroke::new(1.0, tokens.muted());
        ui.painter().hline(frame.x_range(), map.y_of(0.0), zero);
    }
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a plot is a few thousand pixels wide"
    )]
    let columns = frame.width().max(1.0) as usize;
    let points = thin(&line.time, &line.value, map.x, columns);
    let stroke = Stroke::new(1.75, colour);
    let curve = Curve::new(&line.id, points, stroke, LineStatus::Approved);
    let plot = TimePlot {
        id: &line.id,
        label: heading,
        map,
        items: vec![Box::new(curve)],
    };
    plot::show(ui, scene, plot);
    axis::paint_edge(ui, &map);
    axis::paint_now(ui, &map, scene.view.now);
    axis::paint_cursor(ui, &map, scene.state.cursor);
    Some(map)
}
