//! Rules that change what another one gives: guarantees, caps, factors, transfers, in file order.
//!
//! A change gives a party more or less; the others bear the difference in proportion to what they had, so that the
//! shares add up to what there is, unless the file says that nobody bears it.

use super::references::changes_of;
use super::run::{ChangeContext, Frame, Run};
use super::shares::{Stream, parties_of};
use super::value::{Basis, Column};
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::rules::{Change, ChangeHow, Grant, Rest, Rule, RuleKind, exceeds};
use crate::domain::{Cause, Finding, PartyId};

/// One value on the way to a share.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Step {
    /// Position of the party among those of the rule.
    pub party: usize,
    /// Share in the rule's unit.
    pub value: f64,
    /// Position in the agreement of the rule that makes it so.
    pub rule: usize,
}

/// A figure of a change: the same in every period, or by period.
enum Figure {
    Same(f64),
    Each(Vec<f64>),
}

impl Figure {
    fn at(&self, n: usize) -> f64 {
        match self {
            Self::Same(value) => *value,
            Self::Each(values) => values.get(n).copied().unwrap_or(f64::NAN),
        }
    }
}

/// The shares of a rule before the first change, as a rule that changes it sees them.
pub(super) fn before(
    run: &Run<'_>,
    at: usize,
    party: Option<&PartyId>,
    change: &ChangeContext<'_>,
    frame: Frame<'_>,
) -> Column {
    let rule = &run.agreement.rules[at];
    let own = run.plan.unit(rule.unit.measure);
    let mut column = Column::stated(rule.unit.measure, 0.0, frame.len());
    for (figures, of) in change.before.iter().zip(parties_of(rule)) {
        if party.is_none() || of == party {
            for (sum, figure) in column.number.iter_mut().zip(figures) {
                *sum += super::amount::convert(*figure, &rule.unit, own);
            }
        }
    }
    column
}

/// Makes all changes to a rule.
pub(super) fn apply(run: &Run<'_>, at: usize, streams: &mut [Stream], frame: Frame<'_>) {
    let changes = changes_to(run, at);
    if changes.is_empty() {
        return;
    }
    for stream in streams {
        stream.before.clone_from(&stream.parties);
        for change in &changes {
            Changing {
                run,
                rule: at,
                change: *change,
                frame,
            }
            .apply(stream, &mut |_| {});
        }
    }
}

/// Every value on the way to the shares of one stream in one period, those before the first change first.
pub(super) fn steps(run: &Run<'_>, at: usize, stream: usize, period: usize) -> Vec<Step> {
    let rule = &run.agreement.rules[at];
    let Some(cut) = rule.kind.calendar().and_then(|id| run.cut_of(id)) else {
        return Vec::new();
    };
    let frame = Frame::of(cut, period..period + 1);
    let mut one = run.unchanged(rule, frame).swap_remove(stream);
    one.before.clone_from(&one.parties);
    let mut steps: Vec<Step> = one
        .parties
        .iter()
        .enumerate()
        .map(|(party, figures)| Step {
            party,
            value: figures[0],
            rule: at,
        })
        .collect();
    for change in changes_to(run, at) {
        let changing = Changing {
            run,
            rule: at,
            change,
            frame,
        };
        changing.apply(&mut one, &mut |step| steps.push(step));
    }
    steps
}

fn changes_to<'r>(run: &Run<'r>, at: usize) -> Vec<(usize, &'r Rule, &'r Change)> {
    let agreement = run.agreement;
    let id = &agreement.rules[at].id;
    changes_of(agreement, id)
        .filter_map(|rule| {
            let position = agreement.rules.iter().position(|own| own.id == rule.id)?;
            match &rule.kind {
                RuleKind::Change(change) => Some((position, rule, change)),
                _ => None,
            }
        })
        .collect()
}

/// One change to one stream.
struct Changing<'c, 'r> {
    run: &'c Run<'r>,
    rule: usize,
    change: (usize, &'r Rule, &'r Change),
    frame: Frame<'c>,
}

impl<'r> Changing<'_, 'r> {
    fn apply(&self, stream: &mut Stream, note: &mut dyn FnMut(Step)) {
        let holds = self.run.holds(self.change.1, self.frame);
        match &self.change.2.how {
            ChangeHow::Guarantee {
                cap_at_available,
                grants,
            } => {
                let least = |share: f64, figure: f64, available: f64| {
                    let is_short = exceeds(figure, available);
                    if figure.is_nan() || is_short && *cap_at_available == Some(false) {
                        // The agreement does not say what holds when less than the guarantee is there.
                        f64::NAN
                    } else {
                        share.max(figure.min(available))
                    }
                };
                let short = self.grants(stream, grants, &holds, &least, note);
                if cap_at_available.is_none() {
                    self.say_short(&short);
                }
            }
            ChangeHow::Cap { grants } => {
                let most = |share: f64, figure: f64, _: f64| {
                    if figure.is_nan() {
                        f64::NAN
                    } else {
                        share.min(figure)
                    }
                };
                self.grants(stream, grants, &holds, &most, note);
            }
            ChangeHow::Scale { party, factor } => {
                for at in 0..stream.parties.len() {
                    if party.is_some() && self.position(party.as_ref()) != Some(at) {
                        continue;
                    }
                    let factor = self.figure(factor, stream, at);
                    for (n, holds) in holds.iter().enumerate() {
                        if *holds != Some(false) {
                            let value = stream.parties[at][n] * known(*holds, factor.at(n));
                            self.give(stream, (n, at), value, party.is_some(), note);
                        }
                    }
                }
            }
            ChangeHow::Transfer { from, to, amount } => {
                let (Some(from), Some(to)) = (self.position(Some(from)), self.position(Some(to)))
                else {
                    return;
                };
                let amount = self.figure(amount, stream, from);
                for (n, holds) in holds.iter().enumerate() {
                    if *holds != Some(false) && stream.is_active[n] {
                        // Nobody gives more than it has.
                        let has = stream.parties[from][n];
                        let moved = known(*holds, amount.at(n));
                        let moved = if moved > has { has.max(0.0) } else { moved };
                        self.give(
                            stream,
                            (n, from),
                            stream.parties[from][n] - moved,
                            false,
                            note,
                        );
                        self.give(stream, (n, to), stream.parties[to][n] + moved, false, note);
                    }
                }
            }
        }
    }

    fn position(&self, party: Option<&PartyId>) -> Option<usize> {
        let rule = &self.run.agreement.rules[self.rule];
        parties_of(rule).iter().position(|own| *own == party)
    }

    fn grants(
        &self,
        stream: &mut Stream,
        grants: &'r [Grant],
        holds: &[Option<bool>],
        new_share: &dyn Fn(f64, f64, f64) -> f64,
        note: &mut dyn FnMut(Step),
    ) -> Vec<usize> {
        let mut short = Vec::new();
        for grant in grants {
            let Some(at) = self.position(Some(&grant.party)) else {
                continue;
            };
            let figure = self.figure(&grant.amount, stream, at);
            for (n, days) in self.frame.days.iter().enumerate() {
                let is_meant = grant
                    .start
                    .is_none_or(|start| start == self.frame.start(n, *days));
                if !is_meant || holds[n] == Some(false) || !stream.is_active[n] {
                    continue;
                }
                let quantity = stream.quantity[n];
                let available = if quantity.is_nan() && !stream.conserves {
                    f64::INFINITY
                } else {
                    quantity.max(0.0)
                };
                let share = stream.parties[at][n];
                // Of less than nothing nobody is sure of anything.
                if share.is_nan() || exceeds(0.0, quantity) {
                    continue;
                }
                let figure = known(holds[n], figure.at(n));
                if exceeds(figure, available) {
                    short.push(n);
                }
                let value = new_share(share, figure, available);
                self.give(stream, (n, at), value, true, note);
            }
        }
        short
    }

    /// Says in which periods less is there than is guaranteed, on which the agreement is silent.
    fn say_short(&self, short: &[usize]) {
        let Some(cut) = self.frame.cut else { return };
        let windows = short.iter().map(|n| &cut.windows[self.frame.offset + n]);
        let labels: Vec<&str> = windows
            .filter(|window| self.run.is_wanted(window))
            .map(|window| window.period.label.as_str())
            .collect();
        if labels.is_empty() {
            return;
        }
        let finding = Finding::note(
            Cause::Configuration,
            format!(
                "less is there than is guaranteed in {}; the guarantee ends at what is there",
                labels.join(", ")
            ),
        )
        .hint("write cap_at_available = true where the agreement says so, false to have no figure");
        self.run.say(finding, &format!("rule {}", self.change.1.id));
    }

    /// A figure of the change in the unit of the rule that is changed.
    fn figure(&self, amount: &'r Amount, stream: &Stream, party: usize) -> Figure {
        let rule = &self.run.agreement.rules[self.rule];
        let unit = &rule.unit;
        match amount {
            Amount::Number(value) => return Figure::Same(*value),
            Amount::Quantity { value, unit: own } if own.measure == unit.measure => {
                return Figure::Same(super::amount::convert(*value, own, unit));
            }
            _ => {}
        }
        if !self.sees_shares(amount) {
            return self.counted(&self.run.amount(amount, self.frame));
        }
        let own = self.run.plan.unit(unit.measure);
        let column = |figures: &[f64], basis: &[Basis]| Column {
            measure: unit.measure,
            growth: stream.growth,
            number: figures
                .iter()
                .map(|figure| super::amount::convert(*figure, unit, own))
                .collect(),
            basis: basis.to_vec(),
        };
        let share = column(&stream.parties[party], &stream.basis);
        let available = column(&stream.quantity, &stream.basis);
        let context = ChangeContext {
            rule: self.rule,
            share: Some(&share),
            available: Some(&available),
            before: &stream.before,
        };
        self.counted(&self.run.amount(amount, self.frame.changing(&context)))
    }

    /// Whether an amount looks at the shares that are changed.
    fn sees_shares(&self, amount: &Amount) -> bool {
        let mut sees = false;
        amount.walk(&mut |part| {
            sees |= match part {
                Amount::Share | Amount::Available => true,
                Amount::Rule { rule, .. } => *rule == self.change.2.modifies,
                _ => false,
            };
        });
        sees
    }

    fn counted(&self, column: &Column) -> Figure {
        let unit = &self.run.agreement.rules[self.rule].unit;
        if super::operators::is_quantity(column.measure) {
            Figure::Each(self.run.counted(column, unit, self.frame))
        } else {
            Figure::Each(column.number.clone())
        }
    }

    /// Gives a party a new share; the others bear the difference where they have to.
    fn give(
        &self,
        stream: &mut Stream,
        (n, party): (usize, usize),
        value: f64,
        others_bear: bool,
        note: &mut dyn FnMut(Step),
    ) {
        let before = stream.parties[party][n];
        if before.is_nan() && value.is_nan() {
            return;
        }
        let is_shared_out = others_bear
            && self.change.2.rest == Rest::Others
            && (stream.conserves || !stream.quantity[n].is_nan());
        let others: f64 = (0..stream.parties.len())
            .filter(|other| *other != party)
            .map(|other| stream.parties[other][n])
            .sum();
        let count = u32::try_from(stream.parties.len().saturating_sub(1)).unwrap_or(1);
        // Rounding must not leave a party with a little less than nothing, where there is something to share.
        let all = others + before;
        let rest = if all < 0.0 {
            all - value
        } else {
            (all - value).max(0.0)
        };
        for other in 0..stream.parties.len() {
            let last = stream.parties[other][n];
            let new = if other == party || value.is_nan() {
                value
            } else if !is_shared_out {
                continue;
            } else if others != 0.0 {
                last * rest / others
            } else {
                rest / f64::from(count)
            };
            stream.parties[other][n] = new;
            if new.is_nan() || exceeds(new, last) || exceeds(last, new) {
                note(Step {
                    party: other,
                    value: new,
                    rule: self.change.0,
                });
            }
        }
    }
}

/// A figure of a change whose test cannot be assessed is not known.
fn known(holds: Option<bool>, figure: f64) -> f64 {
    if holds.is_some() { figure } else { f64::NAN }
}
