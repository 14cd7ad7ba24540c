//! Arithmetic, comparisons and logic of amounts: what comes of two numbers and of what they measure.
//!
//! NaN is "cannot be assessed". `unknown and false` is false, `unknown or true` is true.

use crate::domain::agreement::amount::PairOp;
use crate::domain::agreement::measure::Measure;
use crate::domain::agreement::rules::exceeds;

/// What the sum of two amounts measures: a number beside a quantity is that quantity, a flow beside a volume
/// is the volume that it makes.
pub(super) fn sum_measure(a: Measure, b: Measure) -> Measure {
    match (a, b) {
        (Measure::Number | Measure::Truth, other) | (other, Measure::Number | Measure::Truth) => {
            other
        }
        (Measure::Flow, Measure::Volume) | (Measure::Volume, Measure::Flow) => Measure::Volume,
        (own, _) => own,
    }
}

/// What a product measures, and its factor in SI: mm × km² = 0.001 hm³, m × km² = hm³.
pub(super) fn product_measure(a: Measure, b: Measure) -> (Measure, f64) {
    match (a, b) {
        (Measure::Area, Measure::Depth) | (Measure::Depth, Measure::Area) => {
            (Measure::Volume, 0.001)
        }
        (Measure::Area, Measure::Level) | (Measure::Level, Measure::Area) => (Measure::Volume, 1.0),
        (Measure::Number | Measure::Truth, other) | (other, _) => (other, 1.0),
    }
}

/// What a quotient measures, and its factor in SI.
pub(super) fn quotient_measure(a: Measure, b: Measure) -> (Measure, f64) {
    match (a, b) {
        (own, Measure::Number | Measure::Truth) => (own, 1.0),
        (Measure::Volume, Measure::Area) => (Measure::Depth, 1000.0),
        _ => (Measure::Number, 1.0),
    }
}

/// A comparison or a logical pair, 1 or 0; NaN where it cannot be told.
pub(super) fn compare(op: PairOp, a: f64, b: f64) -> f64 {
    match op {
        PairOp::And => return both(a, b),
        PairOp::Or => return 1.0 - both(1.0 - a, 1.0 - b),
        _ => {}
    }
    if a.is_nan() || b.is_nan() {
        return f64::NAN;
    }
    let (above, below) = (exceeds(a, b), exceeds(b, a));
    let holds = match op {
        PairOp::Below => below,
        PairOp::AtMost => !above,
        PairOp::Above => above,
        PairOp::AtLeast => !below,
        PairOp::Equal => !above && !below,
        PairOp::Unequal => above || below,
        _ => return f64::NAN,
    };
    f64::from(u8::from(holds))
}

fn both(a: f64, b: f64) -> f64 {
    if a == 0.0 || b == 0.0 {
        0.0
    } else if a.is_nan() || b.is_nan() {
        f64::NAN
    } else {
        1.0
    }
}

/// Whether it has a unit.
pub(super) fn is_quantity(measure: Measure) -> bool {
    !matches!(measure, Measure::Number | Measure::Truth)
}

/// Rounded to a multiple of a step, half away from zero.
pub(super) fn round_to(value: f64, step: f64) -> f64 {
    let steps = value / step;
    // A half that a conversion left a last digit short is still a half.
    let nudged = steps + steps.signum() * 1e-9 * steps.abs().max(1.0);
    nudged.round() * step
}

/// The operator as a person writes it.
pub(super) fn word(op: PairOp) -> &'static str {
    match op {
        PairOp::Plus => "+",
        PairOp::Minus => "−",
        PairOp::Times => "×",
        PairOp::Over => "÷",
        PairOp::Below => "below",
        PairOp::AtMost => "at most",
        PairOp::Above => "above",
        PairOp::AtLeast => "at least",
        PairOp::Equal => "equal to",
        PairOp::Unequal => "other than",
        PairOp::And => "and",
        PairOp::Or => "or",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_assessed_decides_nothing_and_hides_nothing() {
        let (no, yes, unknown) = (0.0, 1.0, f64::NAN);
        assert_eq!(compare(PairOp::And, unknown, no), no);
        assert_eq!(compare(PairOp::Or, unknown, yes), yes);
        assert!(compare(PairOp::And, unknown, yes).is_nan());
        assert!(compare(PairOp::Or, no, unknown).is_nan());
        assert_eq!(compare(PairOp::And, yes, yes), yes);
        assert_eq!(compare(PairOp::Or, no, no), no);
        assert!(compare(PairOp::Below, unknown, 1.0).is_nan());
    }

    #[test]
    fn halves_go_away_from_zero() {
        for (value, step, rounded) in [
            (2.5, 1.0, 3.0),
            (-2.5, 1.0, -3.0),
            (1049.0, 100.0, 1000.0),
            (1050.0, 100.0, 1100.0),
            (0.15, 0.1, 0.2),
        ] {
            assert!((round_to(value, step) - rounded).abs() < 1e-9, "{value}");
        }
    }
}
