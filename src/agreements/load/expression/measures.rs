//! What an amount measures, and how a bare number takes the unit of what stands beside it.

use super::resolve::Typed;
use crate::domain::agreement::amount::{Amount, PairOp, PeriodFact};
use crate::domain::agreement::measure::{AgreementUnit, Measure};

/// What an amount measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A plain number, which takes the unit of what stands beside it.
    Bare,
    /// This.
    Is(Measure),
}

/// A measure in words.
pub(crate) fn word(measure: Measure) -> &'static str {
    match measure {
        Measure::Flow => "a flow",
        Measure::Volume => "a volume",
        Measure::Depth => "a depth",
        Measure::Level => "a water level",
        Measure::Area => "an area",
        Measure::Number => "a number",
        Measure::Truth => "a test",
    }
}

/// The same for a kind.
pub(super) fn kind_word(kind: Kind) -> &'static str {
    match kind {
        Kind::Bare => "a number",
        Kind::Is(measure) => word(measure),
    }
}

/// Gives a plain number its unit.
pub(super) fn adopt(amount: Amount, unit: &AgreementUnit) -> Amount {
    let below = |amount: Box<Amount>| Box::new(adopt(*amount, unit));
    let all = |amounts: Vec<Amount>| amounts.into_iter().map(|part| adopt(part, unit)).collect();
    match amount {
        Amount::Number(value) => Amount::Quantity {
            value,
            unit: unit.clone(),
        },
        Amount::Fact { name, .. } => Amount::Fact {
            name,
            unit: unit.clone(),
        },
        Amount::Negative(of) => Amount::Negative(below(of)),
        Amount::If {
            test,
            then,
            otherwise,
        } => Amount::If {
            test,
            then: below(then),
            otherwise: below(otherwise),
        },
        Amount::FirstKnown(parts) => Amount::FirstKnown(all(parts)),
        Amount::Lesser(parts) => Amount::Lesser(all(parts)),
        Amount::Greater(parts) => Amount::Greater(all(parts)),
        Amount::Pair {
            op: op @ (PairOp::Plus | PairOp::Minus),
            left,
            right,
        } => Amount::Pair {
            op,
            left: below(left),
            right: below(right),
        },
        Amount::Pair {
            op: op @ (PairOp::Times | PairOp::Over),
            left,
            right,
        } if matches!(*left, Amount::Number(_)) => Amount::Pair {
            op,
            left: below(left),
            right,
        },
        Amount::Pair {
            op: PairOp::Times,
            left,
            right,
        } if matches!(*right, Amount::Number(_)) => Amount::Pair {
            op: PairOp::Times,
            left,
            right: below(right),
        },
        other => Amount::Pair {
            op: PairOp::Times,
            left: Box::new(other),
            right: Box::new(Amount::Quantity {
                value: 1.0,
                unit: unit.clone(),
            }),
        },
    }
}

/// What a product measures; `None` where it is nothing.
pub(super) fn product(left: &Typed, right: &Typed) -> Option<(Kind, bool)> {
    use Measure::{Area, Depth, Number, Truth, Volume};
    let adds_up = left.adds_up || right.adds_up;
    Some(match (left.kind, right.kind) {
        (Kind::Is(Truth), _) | (_, Kind::Is(Truth)) => return None,
        (Kind::Bare, Kind::Bare | Kind::Is(Number)) | (Kind::Is(Number), Kind::Bare) => {
            (Kind::Bare, false)
        }
        (Kind::Bare | Kind::Is(Number), kind) | (kind, Kind::Bare | Kind::Is(Number)) => {
            (kind, adds_up)
        }
        (Kind::Is(Area), Kind::Is(Depth)) | (Kind::Is(Depth), Kind::Is(Area)) => {
            (Kind::Is(Volume), true)
        }
        _ => return None,
    })
}

/// What a quotient measures; `None` where it is nothing.
pub(super) fn quotient(left: &Typed, right: &Typed) -> Option<(Kind, bool)> {
    use Measure::{Number, Truth};
    Some(match (left.kind, right.kind) {
        (Kind::Is(Truth), _) | (_, Kind::Is(Truth)) => return None,
        (kind, Kind::Bare | Kind::Is(Number)) => (kind, left.adds_up),
        (Kind::Is(one), Kind::Is(other)) if one == other => (Kind::Is(Number), false),
        _ => return None,
    })
}

/// A flow times a number of days is a volume: `3000 ML/d * days`, `5 m3/s * days_when(x < 12 m3/s)`.
pub(super) fn flow_for_days(left: &Typed, right: &Typed) -> Option<Typed> {
    let (flow, days) = match (left.kind, right.kind) {
        (Kind::Is(Measure::Flow), _) if counts_days(&right.amount) => (left, right),
        (_, Kind::Is(Measure::Flow)) if counts_days(&left.amount) => (right, left),
        _ => return None,
    };
    let whole = Amount::Volume(Box::new(flow.amount.clone()));
    let period = Amount::Period(PeriodFact::Days);
    let amount = if days.amount == period {
        whole
    } else {
        let part = pair(PairOp::Over, days.amount.clone(), period);
        pair(PairOp::Times, whole, part)
    };
    Some(Typed {
        amount,
        kind: Kind::Is(Measure::Volume),
        adds_up: false,
        at: left.at,
    })
}

/// Whether a number is one of days: those of the period, those that pass a test, sums and multiples of them.
pub(super) fn counts_days(amount: &Amount) -> bool {
    match amount {
        Amount::Period(PeriodFact::Days) | Amount::DaysWhen { .. } => true,
        Amount::Pair {
            op: PairOp::Plus | PairOp::Minus | PairOp::Times,
            left,
            right,
        } => counts_days(left) || counts_days(right),
        Amount::Lesser(parts) | Amount::Greater(parts) => parts.iter().any(counts_days),
        _ => false,
    }
}

fn pair(op: PairOp, left: Amount, right: Amount) -> Amount {
    Amount::Pair {
        op,
        left: Box::new(left),
        right: Box::new(right),
    }
}
