//! One running period: water delivered so far against what is due so far.

use std::sync::Arc;

use egui::{Align2, Galley, Rect, Shape, Stroke, Ui, Vec2, pos2, vec2};

use super::axis::{self, Mapping};
use super::curve::dashes;
use super::panel;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::domain::Status;
use crate::domain::agreement::RowKind;
use crate::present::{PaceView, Words, first_said, time_marks};

/// What all cards of a row share, so that their plots line up.
pub(super) struct Measures {
    /// Rows of the longest title.
    title_rows: usize,
    /// Rows that a sentence may take.
    sentence_rows: usize,
    /// Height of the longest sentence.
    foot: f32,
    /// Whether there is room for a plot between heading and sentence.
    has_plot: bool,
    /// Whether the articles stand beside the parties.
    has_articles: bool,
    /// Words of the key.
    key: Words,
}

/// Measures of cards of this size.
pub(super) fn measures(ui: &Ui, scene: &Scene<'_>, card: Vec2) -> Measures {
    let views = &scene.view.allocation.paces;
    let small = text::height(ui, Role::Small);
    let heading = text::height(ui, Role::Heading);
    let spare = card.y - heading - small - axis::time_axis_height(ui) - LOWEST_PLOT;
    let is_long = |view: &PaceView| {
        text::width(ui, &view.rule, Role::Heading) > title_width(ui, view, card.x)
    };
    let title_rows = if spare > heading + 3.0 * small && views.iter().any(is_long) {
        2
    } else {
        1
    };
    let tallest = |rows: usize| {
        let sentences = views.iter();
        let height = |view: &PaceView| sentence(ui, &view.sentence, (card.x, rows)).size().y;
        sentences.map(height).fold(0.0, f32::max) + 2.0
    };
    let mut sentence_rows = whole_rows(spare / small).clamp(3, 6);
    let mut foot = tallest(sentence_rows);
    #[expect(clippy::cast_precision_loss, reason = "one or two rows")]
    let below_head = card.y - heading * title_rows as f32 - small - 6.0;
    let has_plot = below_head - foot - axis::time_axis_height(ui) > 24.0;
    if !has_plot {
        // The sentence says it all, and gets what the plot cannot use.
        sentence_rows = whole_rows(below_head / small).max(1);
        foot = tallest(sentence_rows);
    }
    let fits = |words: &Words, has_articles: bool| {
        views.iter().all(|view| {
            let party = scene.party_name(view.party);
            let mut width = INDENT + text::width(ui, party, Role::Small);
            if has_articles {
                width += text::width(ui, &beside_party(view), Role::Small);
            }
            width + 10.0 + key_width(ui, words, view) <= card.x
        })
    };
    // A language more is worth less than the article, which is the same in all of them.
    let key = if fits(scene.words, true) {
        scene.words.clone()
    } else {
        scene.words.first()
    };
    Measures {
        title_rows,
        sentence_rows,
        foot,
        has_plot,
        has_articles: fits(&key, true),
        key,
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a handful of rows, none where there is no room"
)]
fn whole_rows(rows: f32) -> usize {
    rows as usize
}

/// Left edge of a title in its card.
const INDENT: f32 = 10.0;

/// Height that a plot keeps while words ask for more, px.
const LOWEST_PLOT: f32 = 56.0;

fn title_width(ui: &Ui, view: &PaceView, card: f32) -> f32 {
    card - INDENT - 8.0 - text::width(ui, &view.period, Role::Small)
}

fn beside_party(view: &PaceView) -> String {
    if view.article.is_empty() {
        String::new()
    } else {
        format!(" · {}", view.article)
    }
}

/// Draws the card of one running period.
pub(super) fn pace_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    view: &PaceView,
    (place, measures): (Rect, &Measures),
) {
    let tokens = tokens(ui);
    let heading = heading(ui, scene, view, (place, measures));
    let foot = measures.foot;
    let sentence = sentence(ui, &view.sentence, (place.width(), measures.sentence_rows));
    let frame = Rect::from_min_max(
        pos2(place.left() + axis::gutter(ui), heading + 4.0),
        pos2(
            place.right(),
            place.bottom() - foot - axis::time_axis_height(ui),
        ),
    );
    let top = if measures.has_plot {
        place.bottom() - foot + 1.0
    } else {
        heading + 4.0
    };
    let at = pos2(place.left(), top);
    ui.painter()
        .galley(at.round(), Arc::clone(&sentence), tokens.ink());
    let words = Rect::from_min_size(at, sentence.size());
    panel::explains(ui, scene, words, &view.figure, &view.sentence);
    if measures.has_plot {
        plot(ui, scene, view, frame);
    }
}

/// Rule and period, below them party, article and key; gives where the plot may begin.
fn heading(
    ui: &Ui,
    scene: &mut Scene<'_>,
    view: &PaceView,
    (place, measures): (Rect, &Measures),
) -> f32 {
    let tokens = tokens(ui);
    let row = text::height(ui, Role::Heading);
    let small = text::height(ui, Role::Small);
    let chip = Rect::from_min_size(place.min + vec2(0.0, 3.0), vec2(4.0, row - 5.0));
    ui.painter().rect_filled(chip, 0, tokens.party(view.party));
    let width = title_width(ui, view, place.width());
    let half = place.width() / 2.0;
    let period = text::line(ui, &view.period, Role::Small, tokens.muted(), half);
    let right = pos2(place.right(), place.top() + row / 2.0);
    text::paint(ui, right, Align2::RIGHT_CENTER, &period);
    let rows = (width, measures.title_rows);
    let title = text::lines(ui, &view.rule, Role::Heading, tokens.ink(), rows);
    let at = place.min + vec2(INDENT, 0.0);
    let title = text::paint(ui, at, Align2::LEFT_TOP, &title);
    panel::explains(ui, scene, title, &view.figure, &view.title);
    #[expect(clippy::cast_precision_loss, reason = "one or two rows")]
    let second = place.top() + row * measures.title_rows as f32 + small / 2.0;
    let party = text::line(
        ui,
        scene.party_name(view.party),
        Role::Small,
        tokens.party(view.party),
        half,
    );
    let at = pos2(place.left() + INDENT, second);
    let party = text::paint(ui, at, Align2::LEFT_CENTER, &party);
    if measures.has_articles {
        let words = beside_party(view);
        let galley = text::line(ui, &words, Role::Small, tokens.muted(), place.width());
        text::paint(
            ui,
            pos2(party.right(), second),
            Align2::LEFT_CENTER,
            &galley,
        );
    }
    if measures.has_plot {
        key(ui, &measures.key, view, pos2(place.right(), second));
    }
    second + small / 2.0
}

/// Room for the piece of line before a word of the key, and the space before it.
const SWATCH: f32 = 16.0;
const KEY_GAP: f32 = 10.0;

/// Words of what is due and of what came: water under a maximum is taken, not delivered.
pub(super) fn key_words(view: &PaceView) -> [&'static str; 2] {
    match view.kind {
        RowKind::Maximum => ["draw-at-most", "draw-taken"],
        _ => ["draw-required", "draw-delivered"],
    }
}

fn key_width(ui: &Ui, words: &Words, view: &PaceView) -> f32 {
    let entry = |key| text::width(ui, &words.get(key), Role::Small) + 5.0 + SWATCH;
    key_words(view).map(entry).iter().sum::<f32>() + KEY_GAP
}

/// Which line is which, right-aligned at `end`.
fn key(ui: &Ui, words: &Words, view: &PaceView, end: egui::Pos2) {
    let tokens = tokens(ui);
    let mut x = end.x;
    let required = Stroke::new(1.25, tokens.muted());
    let delivered = Stroke::new(2.0, tokens.party(view.party));
    let [due, came] = key_words(view);
    for (word, stroke, is_dashed) in [(due, required, true), (came, delivered, false)] {
        let word = words.get(word);
        let galley = text::line(ui, &word, Role::Small, tokens.muted(), f32::INFINITY);
        x = text::paint(ui, pos2(x, end.y), Align2::RIGHT_CENTER, &galley).left() - 5.0;
        let line = [pos2(x - SWATCH, end.y), pos2(x, end.y)];
        if is_dashed {
            ui.painter()
                .extend(Shape::dashed_line(&line, stroke, 4.0, 2.5));
        } else {
            ui.painter().line_segment(line, stroke);
        }
        x -= SWATCH + KEY_GAP;
    }
}

/// The sentence, in the first language alone where there is no room for all.
fn sentence(ui: &Ui, words: &str, rows: (f32, usize)) -> Arc<Galley> {
    let ink = tokens(ui).ink();
    let whole = text::lines(ui, words, Role::Small, ink, rows);
    if whole.elided {
        text::lines(ui, first_said(words), Role::Small, ink, rows)
    } else {
        whole
    }
}

/// The two cumulative curves over the whole period.
fn plot(ui: &Ui, scene: &Scene<'_>, view: &PaceView, frame: Rect) {
    let tokens = tokens(ui);
    let curves = [&view.delivered_curve, &view.required_curve];
    let points = || curves.iter().flat_map(|curve| curve.iter());
    let start = points().map(|point| point.0).fold(f64::INFINITY, f64::min);
    let end = points()
        .map(|point| point.0)
        .fold(f64::NEG_INFINITY, f64::max);
    let top = points()
        .map(|point| point.1)
        .chain([view.required])
        .filter(|value| value.is_finite())
        .fold(0.0, f64::max);
    let has_span = start < end;
    if !has_span || top <= 0.0 {
        return;
    }
    let map = Mapping {
        frame,
        x: (start, end),
        y: (0.0, top * 1.08),
    };
    axis::paint_y(ui, &map, scene.words);
    let marks = time_marks(
        map.x,
        f64::from(frame.width()),
        scene.state.clock,
        scene.words,
    );
    axis::paint_time_grid(ui, &map, &marks);
    let mut shapes = Vec::new();
    for run in runs(&map, &view.required_curve) {
        dashes(
            &run,
            Stroke::new(1.25, tokens.muted()),
            (4.0, 2.5),
            &mut shapes,
        );
    }
    // A figure that may still change is dashed here as in every other plot.
    let stroke = Stroke::new(2.0, tokens.party(view.party));
    for run in runs(&map, &view.delivered_curve) {
        match view.status {
            Status::Final => shapes.push(Shape::line(run, stroke)),
            _ => dashes(&run, stroke, (7.0, 3.0), &mut shapes),
        }
    }
    ui.painter()
        .with_clip_rect(frame.expand(1.0))
        .extend(shapes);
    axis::paint_edge(ui, &map);
    axis::paint_now(ui, &map, scene.view.now);
    axis::paint_time_labels(ui, &map, &marks, scene);
    let unit = text::line(ui, &view.unit, Role::Small, tokens.muted(), frame.width());
    text::paint(
        ui,
        frame.left_top() + vec2(5.0, 2.0),
        Align2::LEFT_TOP,
        &unit,
    );
}

/// The stretches of a curve between its gaps, in pixels.
pub(super) fn runs(map: &Mapping, curve: &[(f64, f64)]) -> Vec<Vec<egui::Pos2>> {
    curve
        .split(|point| point.1.is_nan())
        .filter(|run| !run.is_empty())
        .map(|run| run.iter().map(|(x, y)| map.at(*x, *y)).collect())
        .collect()
}
