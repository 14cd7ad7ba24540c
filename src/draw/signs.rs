//! Severity as a sign: colour and shape together; the word stands beside it.

use egui::epaint::PathShape;
use egui::{Align2, Color32, Painter, Pos2, Shape, Stroke, Ui, Vec2};

use super::theme::{Role, Tokens, tokens};
use crate::domain::WarningState;

/// What a sign says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    /// At or above the level of this common rank: triangle, diamond, square from 1 upwards.
    Above(u8),
    /// Below all levels: an open circle.
    Below,
    /// Nothing is known: a dashed ring with a question mark.
    Unknown,
    /// Its source is late: a ring with the hands of a clock.
    Late,
    /// The newest readings are doubtful: a ring with a jag.
    Suspect,
    /// Its alarm was put aside: a ring with two bars.
    Shelved,
    /// A crest that is on its way: a ring with a peak.
    Crest,
    /// A clause of the agreement speaks up: a ring with a bar.
    Notice,
    /// There is nothing to rank: a small dot.
    Plain,
}

impl Sign {
    /// Of a gauge's rank; without levels there is nothing to know.
    pub(super) fn of(rank: Option<u8>, has_levels: bool) -> Self {
        match rank {
            Some(0) => Self::Below,
            Some(rank) => Self::Above(rank),
            None if has_levels => Self::Unknown,
            None => Self::Plain,
        }
    }
}

/// Paints a sign around `centre`.
pub(super) fn paint(ui: &Ui, painter: &Painter, centre: Pos2, radius: f32, sign: Sign) {
    let tokens = tokens(ui);
    match sign {
        Sign::Above(rank) => {
            let (fill, outline) = tokens.rank(rank);
            painter.add(PathShape {
                points: corners(centre, radius, rank),
                closed: true,
                fill,
                stroke: Stroke::new(1.5, outline).into(),
            });
        }
        Sign::Below => {
            painter.circle(
                centre,
                radius * 0.8,
                tokens.panel(),
                Stroke::new(1.5, tokens.calm()),
            );
        }
        Sign::Plain => {
            painter.circle_filled(centre, radius * 0.45, tokens.faint());
        }
        Sign::Notice => {
            let bar = [Vec2::new(0.0, -0.5), Vec2::new(0.0, 0.5)];
            ring(painter, (centre, radius), &[&bar], tokens, tokens.focus());
        }
        Sign::Late => {
            let hands = [
                Vec2::new(0.0, -0.6),
                Vec2::new(0.0, 0.0),
                Vec2::new(0.45, 0.2),
            ];
            ring(painter, (centre, radius), &[&hands], tokens, tokens.late());
        }
        Sign::Suspect => {
            let jag = [
                Vec2::new(-0.6, 0.4),
                Vec2::new(-0.15, 0.4),
                Vec2::new(0.0, -0.6),
                Vec2::new(0.15, 0.4),
                Vec2::new(0.6, 0.4),
            ];
            ring(painter, (centre, radius), &[&jag], tokens, tokens.suspect());
        }
        Sign::Shelved => {
            let bar = |x: f32| [Vec2::new(x, -0.45), Vec2::new(x, 0.45)];
            let (left, right) = (bar(-0.25), bar(0.25));
            ring(
                painter,
                (centre, radius),
                &[&left, &right],
                tokens,
                tokens.muted(),
            );
        }
        Sign::Crest => {
            let peak = [
                Vec2::new(-0.55, 0.3),
                Vec2::new(0.0, -0.4),
                Vec2::new(0.55, 0.3),
            ];
            ring(painter, (centre, radius), &[&peak], tokens, tokens.focus());
        }
        Sign::Unknown => unknown(ui, painter, centre, radius, tokens),
    }
}

fn unknown(ui: &Ui, painter: &Painter, centre: Pos2, radius: f32, tokens: &Tokens) {
    painter.circle_filled(centre, radius, tokens.panel());
    let on_ring = |part: u16| {
        let angle = std::f32::consts::TAU * f32::from(part) / 32.0;
        centre + radius * Vec2::angled(angle)
    };
    let stroke = Stroke::new(1.5, tokens.unknown());
    for dash in 0..8 {
        let points = (0..=2).map(|n| on_ring(4 * dash + n)).collect();
        painter.add(Shape::line(points, stroke));
    }
    let mut font = Role::Strong.font(ui);
    font.size = (radius * 1.5).max(9.0);
    painter.text(centre, Align2::CENTER_CENTER, "?", font, tokens.unknown());
}

/// A ring of a colour with lines of its own in it, given in radii.
fn ring(
    painter: &Painter,
    (centre, radius): (Pos2, f32),
    lines: &[&[Vec2]],
    tokens: &Tokens,
    colour: Color32,
) {
    let stroke = Stroke::new(1.5, colour);
    painter.circle(centre, radius * 0.95, tokens.panel(), stroke);
    for line in lines {
        let points = line.iter().map(|at| centre + *at * radius).collect();
        painter.add(Shape::line(points, stroke));
    }
}

/// The sign of what a board says of a gauge. Only what is known to be calm looks calm.
pub(super) fn of_state(state: WarningState, rank: u8) -> Sign {
    match state {
        WarningState::NoLevels => Sign::Plain,
        WarningState::Normal => Sign::Below,
        WarningState::Shelved => Sign::Shelved,
        WarningState::Suspect => Sign::Suspect,
        WarningState::Late => Sign::Late,
        WarningState::NoData => Sign::Unknown,
        WarningState::Raised => Sign::Above(rank),
    }
}

fn corners(centre: Pos2, radius: f32, rank: u8) -> Vec<Pos2> {
    let at = |x: f32, y: f32| centre + radius * Vec2::new(x, y);
    match rank {
        0 | 1 => vec![at(0.0, -1.0), at(1.0, 0.75), at(-1.0, 0.75)],
        2 => vec![at(0.0, -1.1), at(1.1, 0.0), at(0.0, 1.1), at(-1.1, 0.0)],
        _ => vec![
            at(-0.85, -0.85),
            at(0.85, -0.85),
            at(0.85, 0.85),
            at(-0.85, 0.85),
        ],
    }
}
