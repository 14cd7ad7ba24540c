//! Names and measures: tree → amount.

use std::cell::RefCell;

use super::measures::{
    Kind, adopt, counts_days, flow_for_days, kind_word, product, quotient, word,
};
use super::scope::Scope;
use super::syntax::{Expr, Node};
use super::{Fault, functions};
use crate::domain::agreement::amount::{Amount, PairOp, Statistic};
use crate::domain::agreement::measure::{AgreementUnit, Measure};

/// Where an expression stands.
#[derive(Clone, Debug)]
pub(crate) struct Context {
    /// What the name of a flow means where nothing else decides: its mean (`Flow`) or its volume.
    pub(crate) flow: Measure,
    /// Unit that the clause counts in; bare numbers of its measure are in it.
    pub(crate) unit: Option<AgreementUnit>,
    /// Whether it is about the values of one day.
    pub(crate) daily: bool,
    /// Rule that is changed, for the clauses of a change.
    pub(crate) changes: Option<String>,
}

impl Context {
    /// An amount or test of a period.
    pub(crate) fn period() -> Self {
        Self {
            flow: Measure::Flow,
            unit: None,
            daily: false,
            changes: None,
        }
    }

    /// An amount of a day.
    pub(crate) fn day() -> Self {
        Self {
            daily: true,
            ..Self::period()
        }
    }

    /// An amount in a clause that counts in a unit.
    pub(crate) fn counting(unit: &AgreementUnit) -> Self {
        Self {
            flow: if unit.measure == Measure::Volume {
                Measure::Volume
            } else {
                Measure::Flow
            },
            unit: Some(unit.clone()),
            ..Self::period()
        }
    }
}

/// An amount and what it measures.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Typed {
    pub(crate) amount: Amount,
    pub(crate) kind: Kind,
    /// For a volume of a day: whether days add up.
    pub(crate) adds_up: bool,
    pub(crate) at: usize,
}

/// Turns trees into amounts, and keeps the faults.
pub(crate) struct Resolver<'s> {
    pub(super) scope: &'s Scope,
    pub(super) context: Context,
    faults: RefCell<Vec<Fault>>,
}

impl<'s> Resolver<'s> {
    pub(crate) fn new(scope: &'s Scope, context: Context) -> Self {
        Self {
            scope,
            context,
            faults: RefCell::default(),
        }
    }

    /// What was found wrong.
    pub(crate) fn faults(self) -> Vec<Fault> {
        self.faults.into_inner()
    }

    /// The same scope about the values of a day.
    fn daily(&self) -> Self {
        Self::new(
            self.scope,
            Context {
                daily: true,
                ..self.context.clone()
            },
        )
    }

    /// Resolves a part that is about the values of a day.
    pub(super) fn of_a_day(&self, expr: &Expr) -> Option<Typed> {
        let daily = self.daily();
        let typed = daily.resolve(expr, None);
        self.faults.borrow_mut().append(&mut daily.faults());
        typed
    }

    pub(super) fn fail<T>(&self, fault: Fault) -> Option<T> {
        self.faults.borrow_mut().push(fault);
        None
    }

    pub(super) fn note<T>(&self, read: Result<T, Fault>) -> Option<T> {
        match read {
            Ok(value) => Some(value),
            Err(fault) => self.fail(fault),
        }
    }

    /// Unit of bare numbers of a measure.
    pub(super) fn unit_of(&self, measure: Measure) -> AgreementUnit {
        match &self.context.unit {
            Some(unit) if unit.measure == measure => unit.clone(),
            _ => self.scope.units.of(measure),
        }
    }

    /// Resolves a whole expression that must measure `want`.
    pub(crate) fn whole(&self, expr: &Expr, want: Measure) -> Option<Amount> {
        let typed = self.resolve(expr, Some(want))?;
        self.settle(typed, want)
    }

    /// Makes an amount measure `want`, or says why it cannot.
    pub(crate) fn settle(&self, typed: Typed, want: Measure) -> Option<Amount> {
        let at = typed.at;
        match (typed.kind, want) {
            (Kind::Bare, Measure::Number) => Some(typed.amount),
            (Kind::Bare, Measure::Truth) => self.fail(Fault::at(
                at,
                "a number stands where a test is asked for",
                "write a test such as \"natural < 1500\"",
            )),
            (Kind::Bare, _) => Some(adopt(typed.amount, &self.unit_of(want))),
            (Kind::Is(found), _) if found == want => Some(typed.amount),
            (Kind::Is(Measure::Flow), Measure::Volume) => {
                Some(Amount::Volume(Box::new(typed.amount)))
            }
            // A volume of a day is a flow; one of a period is spread over it only where the file says so.
            (Kind::Is(Measure::Volume), Measure::Flow) if typed.adds_up && self.context.daily => {
                Some(Amount::Flow(Box::new(typed.amount)))
            }
            (Kind::Is(found), _) => self.fail(Fault::at(
                at,
                format!("{} stands where {} is asked for", word(found), word(want)),
                mismatch_hint(found, want),
            )),
        }
    }

    /// A test.
    pub(super) fn test(&self, expr: &Expr) -> Option<Amount> {
        self.whole(expr, Measure::Truth)
    }

    /// Resolves a part; `want` is what is asked for, and settles what the bare name of a flow means.
    pub(crate) fn resolve(&self, expr: &Expr, want: Option<Measure>) -> Option<Typed> {
        let typed = |amount, kind| {
            Some(Typed {
                amount,
                kind,
                adds_up: false,
                at: expr.at,
            })
        };
        match &expr.node {
            Node::Number(value) => typed(Amount::Number(*value), Kind::Bare),
            Node::Quantity(value, unit) => typed(
                Amount::Quantity {
                    value: *value,
                    unit: unit.clone(),
                },
                Kind::Is(unit.measure),
            ),
            Node::Text(text) => self.fail(Fault::at(
                expr.at,
                format!("the text \"{text}\" stands where an amount is expected"),
                "write an id without quotes",
            )),
            Node::Name(name) => self.name(name, expr.at, want),
            Node::Call {
                name,
                args,
                options,
            } => functions::call(self, expr.at, (name, args, options), want),
            Node::Not(of) => {
                let of = self.test(of)?;
                typed(Amount::Not(Box::new(of)), Kind::Is(Measure::Truth))
            }
            Node::Negative(of) => {
                let of = self.resolve(of, want)?;
                self.is_amount(&of)?;
                Some(Typed {
                    amount: Amount::Negative(Box::new(of.amount)),
                    at: expr.at,
                    ..of
                })
            }
            Node::Pair { op, left, right } => self.pair(*op, left, right, want),
        }
    }

    /// A test stands where an amount is asked for.
    fn is_amount(&self, typed: &Typed) -> Option<()> {
        if typed.kind == Kind::Is(Measure::Truth) {
            return self.fail(Fault::at(
                typed.at,
                "a test stands where an amount is expected",
                "write if(test, a, b) to choose between two amounts",
            ));
        }
        Some(())
    }

    fn pair(&self, op: PairOp, left: &Expr, right: &Expr, want: Option<Measure>) -> Option<Typed> {
        let made = |one: Amount, other: Amount, kind, adds_up| Typed {
            amount: Amount::Pair {
                op,
                left: Box::new(one),
                right: Box::new(other),
            },
            kind,
            adds_up,
            at: left.at,
        };
        match op {
            PairOp::And | PairOp::Or => {
                let (one, other) = (self.test(left), self.test(right));
                Some(made(one?, other?, Kind::Is(Measure::Truth), false))
            }
            PairOp::Plus | PairOp::Minus => {
                let (sides, kind, adds_up) = self.alike(&[left, right], want)?;
                let [one, other] = <[Amount; 2]>::try_from(sides).ok()?;
                Some(made(one, other, kind, adds_up))
            }
            PairOp::Times | PairOp::Over => {
                if let Some(again) = self.divided_first(op, left, right) {
                    return self.resolve(&again, want);
                }
                let (one, other) = (self.resolve(left, want), self.resolve(right, want));
                let (mut one, mut other) = (one?, other?);
                if op == PairOp::Times {
                    // A flow that is meant for a number of days is its mean, whatever is asked for.
                    if counts_days(&other.amount) {
                        one = self.resolve(left, Some(Measure::Flow))?;
                    } else if counts_days(&one.amount) {
                        other = self.resolve(right, Some(Measure::Flow))?;
                    }
                }
                let (words, found) = if op == PairOp::Times {
                    if let Some(volume) = flow_for_days(&one, &other) {
                        return Some(volume);
                    }
                    ("multiplied", product(&one, &other))
                } else {
                    ("divided", quotient(&one, &other))
                };
                let Some((kind, adds_up)) = found else {
                    return self.fail(Fault::at(
                        left.at,
                        format!(
                            "{} cannot be {words} by {}",
                            kind_word(one.kind),
                            kind_word(other.kind)
                        ),
                        "multiply by numbers, area by depth; divide by numbers or by what measures the same",
                    ));
                };
                Some(made(one.amount, other.amount, kind, adds_up))
            }
            PairOp::Below
            | PairOp::AtMost
            | PairOp::Above
            | PairOp::AtLeast
            | PairOp::Equal
            | PairOp::Unequal => {
                let (sides, _, _) = self.alike(&[left, right], None)?;
                self.no_flow_against_storage(&sides, left.at)?;
                let [one, other] = <[Amount; 2]>::try_from(sides).ok()?;
                Some(made(one, other, Kind::Is(Measure::Truth), false))
            }
        }
    }

    /// `flow * a / (a + b)` is the flow times a share, though a flow times `a` alone is nothing.
    fn divided_first(&self, op: PairOp, left: &Expr, right: &Expr) -> Option<Expr> {
        let Node::Pair {
            op: PairOp::Times,
            left: one,
            right: other,
        } = &left.node
        else {
            return None;
        };
        let looked_at = Self::new(self.scope, self.context.clone());
        let (a, b) = (
            looked_at.resolve(one, None)?,
            looked_at.resolve(other, None)?,
        );
        if op != PairOp::Over || product(&a, &b).is_some() {
            return None;
        }
        let joined = |op, left: &Expr, right: &Expr| Expr {
            at: left.at,
            end: right.end,
            node: Node::Pair {
                op,
                left: Box::new(left.clone()),
                right: Box::new(right.clone()),
            },
        };
        Some(joined(
            PairOp::Times,
            one,
            &joined(PairOp::Over, other, right),
        ))
    }

    /// A storage is not held against what flows in a period, whatever the units say.
    fn no_flow_against_storage(&self, sides: &[Amount], at: usize) -> Option<()> {
        let made_volume = |side: &Amount| matches!(side, Amount::Volume(_));
        if sides.iter().any(is_storage) && sides.iter().any(made_volume) {
            return self.fail(Fault::at(
                at,
                "a storage is held against a flow",
                "write the limit as a volume, such as 500 hm3, or take storage_change(x)",
            ));
        }
        Some(())
    }

    /// Amounts that must all measure the same.
    pub(super) fn alike(
        &self,
        exprs: &[&Expr],
        want: Option<Measure>,
    ) -> Option<(Vec<Amount>, Kind, bool)> {
        let first: Vec<Option<Typed>> = exprs.iter().map(|expr| self.resolve(expr, want)).collect();
        let mut all: Vec<Typed> = first.into_iter().collect::<Option<_>>()?;
        for typed in &all {
            self.is_amount(typed)?;
        }
        let has = |all: &[Typed], measure| all.iter().any(|part| part.kind == Kind::Is(measure));
        // A flow beside a volume is meant as a volume; in a sum over days a volume that adds up as a flow.
        if has(&all, Measure::Flow) && has(&all, Measure::Volume) {
            let as_flow = self.context.daily
                && all
                    .iter()
                    .all(|part| part.kind != Kind::Is(Measure::Volume) || part.adds_up);
            for (part, expr) in all.iter_mut().zip(exprs) {
                if as_flow && part.kind == Kind::Is(Measure::Volume) {
                    *part = Typed {
                        amount: self.settle(part.clone(), Measure::Flow)?,
                        kind: Kind::Is(Measure::Flow),
                        ..part.clone()
                    };
                } else if !as_flow && !self.context.daily && part.kind == Kind::Is(Measure::Flow) {
                    let again = self.resolve(expr, Some(Measure::Volume))?;
                    *part = Typed {
                        amount: self.settle(again.clone(), Measure::Volume)?,
                        kind: Kind::Is(Measure::Volume),
                        ..again
                    };
                }
            }
        }
        let known = all.iter().find(|part| part.kind != Kind::Bare);
        let Some(known) = known.cloned() else {
            return Some((
                all.into_iter().map(|part| part.amount).collect(),
                Kind::Bare,
                false,
            ));
        };
        let mut amounts = Vec::with_capacity(all.len());
        for part in all {
            if part.kind == Kind::Bare {
                let Kind::Is(measure) = known.kind else {
                    return None;
                };
                amounts.push(self.settle(part, measure)?);
            } else if part.kind == known.kind {
                amounts.push(part.amount);
            } else {
                return self.fail(Fault::at(
                    part.at,
                    format!(
                        "{} stands beside {}",
                        kind_word(part.kind),
                        kind_word(known.kind)
                    ),
                    "amounts that are added or held against each other must measure the same",
                ));
            }
        }
        Some((amounts, known.kind, known.adds_up))
    }
}

/// Whether an amount is what is stored at a time.
fn is_storage(amount: &Amount) -> bool {
    match amount {
        Amount::Statistic { statistic, .. } => {
            !matches!(statistic, Statistic::Sum | Statistic::Change)
        }
        Amount::Pair {
            op: PairOp::Plus | PairOp::Minus | PairOp::Times,
            left,
            right,
        } => is_storage(left) || is_storage(right),
        Amount::Pair {
            op: PairOp::Over,
            left,
            ..
        } => is_storage(left),
        _ => false,
    }
}

fn mismatch_hint(found: Measure, want: Measure) -> &'static str {
    match (found, want) {
        (Measure::Volume, Measure::Flow) => {
            "write flow(x) to spread a volume over the period, storage_change(x) for a storage, or let the clause count in a volume with unit = \"hm3\""
        }
        (Measure::Truth, _) => "write if(test, a, b) to choose between two amounts",
        (_, Measure::Truth) => "write a test such as \"natural < 1500\", or the id of a condition",
        (Measure::Depth, Measure::Flow | Measure::Volume) => {
            "rain cannot be shared or delivered; an area times a depth is a volume"
        }
        (Measure::Number, _) => {
            "multiply it by an amount with a unit, or give the table or parameter a unit"
        }
        (_, Measure::Depth) => "name rain or evaporation, or what is derived from them",
        (_, Measure::Area) => "name an area, or what is derived from one",
        _ => "name something that measures it, or add unit = \"…\" to the clause",
    }
}
