//! Balances of past and running periods: bars up from zero for more than was due, down for less.

use egui::{Align2, Rangef, Rect, Stroke, StrokeKind, Ui, pos2};

use super::axis::{self, Mapping};
use super::panel;
use super::scene::Scene;
use super::status_sign;
use super::text;
use super::theme::{Role, tokens};
use crate::domain::Status;
use crate::present::{BalanceBar, BalanceParts, BalanceView, PartyBalances};

/// Draws the card of one ledger.
pub(super) fn balance_ui(ui: &mut Ui, scene: &mut Scene<'_>, view: &BalanceView, place: Rect) {
    let tokens = tokens(ui);
    let row = text::height(ui, Role::Heading);
    let word = scene.words.get("draw-balance");
    let unit = text::line(ui, &view.unit, Role::Small, tokens.muted(), 80.0);
    let rule = text::width(ui, &view.rule, Role::Small);
    let is_wide = |word: &str| {
        text::width(ui, word, Role::Heading) + rule + unit.size().x + 12.0 > place.width()
    };
    let word = if is_wide(&word) {
        scene.words.first().get("draw-balance")
    } else {
        word
    };
    let word = text::line(ui, &word, Role::Heading, tokens.ink(), place.width());
    let at = pos2(place.left(), place.top() + row / 2.0);
    let end = text::paint(ui, at, Align2::LEFT_CENTER, &word).right() + 6.0;
    let width = place.right() - unit.size().x - 6.0 - end;
    let rule = text::line(ui, &view.rule, Role::Small, tokens.ink(), width);
    let end = text::paint(ui, pos2(end, at.y), Align2::LEFT_CENTER, &rule).right();
    text::paint(ui, pos2(end + 6.0, at.y), Align2::LEFT_CENTER, &unit);
    let frame = Rect::from_min_max(
        pos2(place.left(), place.top() + row + 3.0),
        pos2(place.right(), place.bottom()),
    );
    bars_ui(ui, scene, view, (frame, Scale::of(&[view])));
}

/// Smallest and largest balance that a plot has room for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Scale {
    low: f64,
    high: f64,
}

impl Scale {
    /// One scale for all of these, so that the same height is the same water.
    pub(super) fn of(views: &[&BalanceView]) -> Self {
        let values = views
            .iter()
            .flat_map(|view| view.parties.iter())
            .flat_map(|party| party.bars.iter())
            .flat_map(|bar| match bar.parts {
                Some(parts) => [
                    Some(parts.carried + parts.own.min(0.0)),
                    Some(parts.own.max(0.0)),
                ],
                None => [bar.balance, None],
            })
            .flatten();
        values.fold(
            Self {
                low: 0.0,
                high: 0.0,
            },
            |scale, value| Self {
                low: scale.low.min(value),
                high: scale.high.max(value),
            },
        )
    }
}

/// The narrowest slot of a period, px.
const NARROWEST: f32 = 9.0;

/// Draws the bars into `place`, the newest periods where not all of them fit.
pub(super) fn bars_ui(
    ui: &mut Ui,
    scene: &mut Scene<'_>,
    view: &BalanceView,
    (place, scale): (Rect, Scale),
) {
    let frame = Rect::from_min_max(
        pos2(
            place.left() + axis::gutter_of(ui, scene.words, (scale.low, scale.high)),
            place.top(),
        ),
        pos2(place.right(), place.bottom() - axis::time_axis_height(ui)),
    );
    if frame.height() > 20.0 && !view.periods.is_empty() {
        plot(ui, scene, view, (frame, scale));
    }
}

fn plot(ui: &mut Ui, scene: &mut Scene<'_>, view: &BalanceView, (frame, scale): (Rect, Scale)) {
    let tokens = tokens(ui);
    let Scale { low, high } = scale;
    // Room for the figure over the highest and under the lowest bar.
    let label = f64::from(text::height(ui, Role::Small) + 2.0);
    let height = f64::from(frame.height());
    let margin = ((high - low) * label / (height - 2.0 * label).max(label)).max(1e-9);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few hundred slots"
    )]
    let most = (frame.width() / NARROWEST).max(1.0) as usize;
    let first = view.periods.len().saturating_sub(most);
    let periods = view.periods.get(first..).unwrap_or_default();
    #[expect(clippy::cast_precision_loss, reason = "a few hundred periods")]
    let n = periods.len() as f64;
    let map = Mapping {
        frame,
        x: (0.0, n),
        y: (low - margin, high + margin),
    };
    axis::paint_y(ui, &map, scene.words);
    let mut parties: Vec<&PartyBalances> = view.parties.iter().collect();
    parties.sort_by_key(|party| scene.rank(party.party));
    for (nth, party) in parties.into_iter().enumerate() {
        for (k, bar) in party.bars.iter().skip(first).enumerate() {
            let place = bar_place(&map, k, (nth, view.parties.len()));
            bar_ui(ui, scene, bar, &map, place, party.party);
            let period = periods.get(k).map_or("", String::as_str);
            let value = bar
                .balance
                .map_or_else(|| "–".to_owned(), |value| scene.words.bare_figure(value));
            let mut name = format!("{} {period}: {value} {}", view.title, view.unit);
            if bar.status != Status::Final {
                name = format!("{name}, {}", bar.status_word);
            }
            let column = Rect::from_x_y_ranges(place, frame.y_range());
            panel::explains(ui, scene, column, &bar.figure, &name);
        }
    }
    let zero = Stroke::new(1.0, tokens.muted());
    ui.painter().hline(frame.x_range(), map.y_of(0.0), zero);
    period_labels(ui, &map, periods);
}

/// Left and right edge of the bar of period `k`.
fn bar_place(map: &Mapping, k: usize, (nth, n): (usize, usize)) -> Rangef {
    #[expect(clippy::cast_precision_loss, reason = "a few dozen periods")]
    let (k, nth, n) = (k as f64, nth as f32, n.max(1) as f32);
    let (left, right) = (map.x_of(k + 0.14), map.x_of(k + 0.86));
    let width = ((right - left) / n).min(26.0);
    let middle = f32::midpoint(left, right);
    let from = (middle - width * n / 2.0 + width * nth).round();
    Rangef::new(from, (from + width - 1.0).round().max(from + 1.0))
}

fn bar_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    bar: &BalanceBar,
    map: &Mapping,
    place: Rangef,
    party: usize,
) {
    let tokens = tokens(ui);
    let zero = map.y_of(0.0);
    let middle = place.center();
    let Some(balance) = bar.balance else {
        // No figure is not a balance of nought.
        let galley = text::line(ui, "–", Role::Small, tokens.muted(), 20.0);
        text::paint(ui, pos2(middle, zero - 8.0), Align2::CENTER_CENTER, &galley);
        return;
    };
    if let Some(parts) = bar.parts {
        return parts_ui(
            ui,
            scene,
            (parts, bar.status),
            (map, place),
            tokens.party(party),
        );
    }
    let end = map.y_of(balance);
    let area = Rect::from_x_y_ranges(place, zero.min(end)..=zero.max(end));
    let colour = tokens.party(party);
    let stroke = Stroke::new(1.25, colour);
    match bar.status {
        Status::Final => {
            ui.painter().rect_filled(area, 0, colour);
        }
        // Pale and outlined: may still change.
        Status::Provisional => {
            let pale = colour.gamma_multiply(0.28);
            ui.painter().rect(area, 0, pale, stroke, StrokeKind::Inside);
        }
        Status::Exempt => status_sign::hatched(ui, area, colour),
        Status::Reset | Status::NotAssessable => {
            ui.painter()
                .rect_stroke(area, 0, stroke, StrokeKind::Inside);
        }
    }
    let label = scene
        .words
        .signed(balance, usize::from(balance.abs() < 9.95));
    let galley = text::line(ui, &label, Role::Small, tokens.ink(), f32::INFINITY);
    let slot = map.x_of(1.0) - map.x_of(0.0);
    if galley.size().x > slot - 2.0 {
        return;
    }
    let height = galley.size().y;
    let above = balance >= 0.0 && end - height >= map.frame.top() - 4.0;
    let below = balance < 0.0 && end + height <= map.frame.bottom() + 4.0;
    if above {
        text::paint(ui, pos2(middle, end + 1.0), Align2::CENTER_BOTTOM, &galley);
    } else if below {
        text::paint(ui, pos2(middle, end - 1.0), Align2::CENTER_TOP, &galley);
    }
}

/// The carried deficit outlined and hatched, the period's own balance filled, one behind the other where both lie on
/// the same side of zero.
fn parts_ui(
    ui: &Ui,
    scene: &Scene<'_>,
    (parts, status): (BalanceParts, Status),
    (map, place): (&Mapping, Rangef),
    colour: egui::Color32,
) {
    let zero = map.y_of(0.0);
    let carried = map.y_of(parts.carried);
    let area = |a: f32, b: f32| Rect::from_x_y_ranges(place, a.min(b)..=a.max(b));
    if parts.carried < 0.0 {
        status_sign::hatched(ui, area(zero, carried), colour);
    }
    let from = if parts.own < 0.0 { parts.carried } else { 0.0 };
    let own = area(map.y_of(from), map.y_of(from + parts.own));
    if status == Status::Final {
        ui.painter().rect_filled(own, 0, colour);
    } else {
        // Pale and outlined, as every balance that may still change.
        let stroke = Stroke::new(1.25, colour);
        let pale = colour.gamma_multiply(0.28);
        ui.painter().rect(own, 0, pale, stroke, StrokeKind::Inside);
    }
    let slot = map.x_of(1.0) - map.x_of(0.0);
    for (value, y, anchor) in [
        (parts.own, own.center().y, Align2::LEFT_CENTER),
        (
            parts.carried,
            f32::midpoint(zero, carried),
            Align2::LEFT_CENTER,
        ),
    ] {
        let label = scene.words.signed(value, usize::from(value.abs() < 9.95));
        let ink = tokens(ui).ink();
        let galley = text::line(ui, &label, Role::Small, ink, f32::INFINITY);
        if value != 0.0 && galley.size().x + place.span() < slot - 6.0 {
            text::paint(ui, pos2(place.max + 4.0, y), anchor, &galley);
        }
    }
}

/// Labels of the periods, as many as stand beside one another; the last one is always there.
fn period_labels(ui: &Ui, map: &Mapping, periods: &[String]) {
    let tokens = tokens(ui);
    let mut free_until = f32::INFINITY;
    for (k, period) in periods.iter().enumerate().rev() {
        let galley = text::line(ui, period, Role::Small, tokens.muted(), f32::INFINITY);
        #[expect(clippy::cast_precision_loss, reason = "a few dozen periods")]
        let middle = map.x_of(k as f64 + 0.5);
        let half = galley.size().x / 2.0;
        let middle = middle
            .min(map.frame.right() - half)
            .max(map.frame.left() - 30.0 + half);
        if middle + half + 8.0 > free_until {
            continue;
        }
        let at = pos2(middle, map.frame.bottom() + 3.0);
        free_until = text::paint(ui, at, Align2::CENTER_TOP, &galley).left();
    }
    ui.painter().hline(
        map.frame.x_range(),
        map.frame.bottom(),
        Stroke::new(1.0, tokens.hairline()),
    );
}
