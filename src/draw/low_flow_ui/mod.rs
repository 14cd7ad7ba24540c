//! How low a station's flow is: the year against what is usual, the flow duration curve, the indices, the figures.

mod bars;
mod plots;
mod scale;
mod table;

use egui::{Align2, Rect, Ui, pos2};

use super::record_ui::record_ui;
use super::scene::Scene;
use super::text;
use super::theme::{Role, tokens};
use crate::present::low_flow::{Drawn, LowFlowView};

/// Room between two parts.
const GAP: f32 = 14.0;

/// Below this height the indices are in the table alone.
const ROOM_FOR_BARS: f32 = 420.0;

/// Below this width pictures and table stand over each other.
const ROOM_BESIDE: f32 = 1150.0;

/// Draws the page into `place`.
pub(super) fn low_flow_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &LowFlowView, place: Rect) {
    if view.headline.is_empty() {
        let below = record_ui(ui, scene, &view.record, place);
        if let Drawn::Why(why) = &view.season {
            say(ui, why, below);
        }
        return;
    }
    let ink = tokens(ui).ink();
    let headline = text::line_or_first(ui, &view.headline, Role::Strong, ink, place.width());
    let foot = text::paint(ui, place.min, Align2::LEFT_TOP, &headline).bottom() + 6.0;
    let body = Rect::from_min_max(pos2(place.left(), foot), place.max);
    let has_bars = view.indices.iter().any(|index| !index.bars.is_empty());
    if body.width() >= ROOM_BESIDE || body.height() < 320.0 {
        // Pictures left, figures right: nothing has to be scrolled to on a wide screen.
        let (left, right) = split_x(body, 0.5);
        pictures(
            ui,
            scene,
            view,
            left,
            has_bars && left.height() >= ROOM_FOR_BARS,
        );
        table::table_ui(ui, scene, view, right);
    } else {
        let (top, below) = split_y(body, 0.46);
        pictures(ui, scene, view, top, false);
        if has_bars && below.height() >= 200.0 && below.width() >= 700.0 {
            let (left, right) = split_x(below, 0.3);
            bars::bars_ui(ui, &view.indices, left);
            table::table_ui(ui, scene, view, right);
        } else {
            table::table_ui(ui, scene, view, below);
        }
    }
}

/// The year and the flow duration curve, and the indices below them where there is room.
fn pictures(ui: &mut Ui, scene: &Scene<'_>, view: &LowFlowView, place: Rect, with_bars: bool) {
    let place = if with_bars {
        let (top, below) = split_y(place, 0.62);
        bars::bars_ui(ui, &view.indices, below);
        top
    } else {
        place
    };
    let (left, right) = match &view.duration {
        Drawn::Why(why) if why.is_empty() => (place, Rect::NOTHING),
        _ => split_x(place, 0.6),
    };
    match &view.season {
        Drawn::View(season) => plots::season_ui(ui, scene, season, left),
        Drawn::Why(why) => say(ui, why, left),
    }
    match &view.duration {
        Drawn::View(curve) => plots::duration_ui(ui, scene, curve, right),
        Drawn::Why(why) if why.is_empty() => {}
        Drawn::Why(why) => say(ui, why, right),
    }
}

fn split_x(place: Rect, share: f32) -> (Rect, Rect) {
    let x = place.left() + share * place.width();
    let (left, right) = place.split_left_right_at_x(x);
    let half = GAP / 2.0;
    (
        Rect::from_min_max(left.min, pos2(left.right() - half, left.bottom())),
        Rect::from_min_max(pos2(right.left() + half, right.top()), right.max),
    )
}

fn split_y(place: Rect, share: f32) -> (Rect, Rect) {
    let y = place.top() + share * place.height();
    let (top, below) = place.split_top_bottom_at_y(y);
    let half = GAP / 2.0;
    (
        Rect::from_min_max(top.min, pos2(top.right(), top.bottom() - half)),
        Rect::from_min_max(pos2(below.left(), below.top() + half), below.max),
    )
}

fn say(ui: &Ui, why: &str, place: Rect) {
    let muted = tokens(ui).muted();
    let galley = text::lines(ui, why, Role::Body, muted, (place.width() - 20.0, 4));
    text::paint(ui, place.center(), Align2::CENTER_CENTER, &galley);
}
