//! One jump after which the whole series stands on another level: a unit that changed, a gauge zero that moved.

use super::Control;
use crate::domain::{Cause, Finding, Findings, Quantity, Reliability};

/// So many readings on either side must agree with one another.
const SIDE: usize = 6;
/// Factors between units that exports confuse, and how they are called. A factor such as that of foot and metre is
/// what a power plant does every morning, so it says nothing.
const FACTORS: [(Quantity, f64, &str); 3] = [
    (
        Quantity::Discharge,
        35.314_666_721,
        "35.3, as between m³/s and ft³/s",
    ),
    (Quantity::Discharge, 1000.0, "1000, as between m³/s and l/s"),
    (Quantity::Stage, 100.0, "100, as between m and cm"),
];
/// How far the ratio of the two readings at the jump may be from the factor.
const NEAR: f64 = 0.03;
/// The sides must lie within this share of their own level.
const STEADY: f64 = 0.25;
/// A stage that jumps by so much and stays there is measured from another zero, m.
const ZERO_MOVED: f64 = 10.0;

/// Marks the readings from such a jump on as suspect, until they come back or to the end. A flood rises over several
/// readings and is never steady at a unit's factor on both sides, so that no crest is taken for one.
pub(super) fn mark(control: &mut Control<'_>, findings: &mut Findings) {
    let usable = control.usable();
    let mut at = SIDE;
    while at + SIDE <= usable.len() {
        let value = &control.series.columns().value;
        let (before, after) = (value[usable[at - 1]], value[usable[at]]);
        let is_steady =
            || steady(&usable[at - SIDE..at], value) && steady(&usable[at..at + SIDE], value);
        let jump = reason(control.quantity(), before, after).filter(|_| is_steady());
        if let Some(message) = jump {
            let first = usable[at];
            let is_after = |row: &&usize| {
                (value[**row] / after).ln().abs() < (value[**row] / before).ln().abs()
            };
            let on_level: Vec<usize> = usable[at..].iter().take_while(is_after).copied().collect();
            at += on_level.len().max(1);
            findings.push(
                control
                    .at(first, Finding::warning(Cause::Step, message))
                    .hint("ask the agency what changed; until then every reading from here on is doubtful"),
            );
            for row in on_level {
                control.mark(row, Reliability::Suspect);
            }
        } else {
            at += 1;
        }
    }
}

/// Whether readings above zero agree with one another.
fn steady(rows: &[usize], value: &[f64]) -> bool {
    let values = rows.iter().map(|&row| value[row]);
    let least = values.clone().fold(f64::INFINITY, f64::min);
    let most = values.fold(f64::NEG_INFINITY, f64::max);
    least > 0.0 && most - least <= STEADY * most
}

/// What the jump between two readings looks like.
fn reason(quantity: Quantity, before: f64, after: f64) -> Option<String> {
    if before <= 0.0 || after <= 0.0 {
        return None;
    }
    if quantity == Quantity::Stage && (after - before).abs() >= ZERO_MOVED {
        return Some(format!(
            "the level jumps by {:.2} m and stays there, as when the zero of the gauge or its datum changes",
            after - before
        ));
    }
    let ratio = (after / before).max(before / after);
    let (.., factor) = FACTORS
        .iter()
        .find(|(of, factor, _)| *of == quantity && (ratio / factor - 1.0).abs() <= NEAR)?;
    Some(format!(
        "the values jump by a factor of about {factor}, and stay there; the unit may have changed"
    ))
}
