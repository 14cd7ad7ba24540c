//! The trace of what rules give, of targets, and of what changes a share.

use super::super::run::{Frame, Run};
use super::super::words::amount as written;
use super::amount::{label, trace, unless_stated};
use super::phrases::words_of;
use super::series::daily_trace;
use super::{share_trace, title};
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::measure::AgreementUnit;
use crate::domain::agreement::rules::{ChangeHow, Rule, RuleKind, Target};
use crate::domain::agreement::{RowKind, Trace};

pub(super) fn rule_trace(
    run: &Run<'_>,
    id: &str,
    party: Option<&crate::domain::PartyId>,
    mut trace: Trace,
    frame: Frame<'_>,
) -> Trace {
    let agreement = run.agreement;
    let Some(at) = agreement.rules.iter().position(|rule| rule.id == id) else {
        return trace;
    };
    let rule = &agreement.rules[at];
    let Some(cut) = rule.kind.calendar().and_then(|id| run.cut_of(id)) else {
        return trace;
    };
    let own = frame.cut.is_some_and(|own| own.calendar == cut.calendar);
    if let RuleKind::Minimum(_) | RuleKind::Maximum(_) = rule.kind {
        let at = if own {
            Some(frame.offset)
        } else {
            cut.holding(frame.days[0].0)
        };
        return at.map_or(trace, |at| {
            limit_trace(run, rule, Frame::of(cut, at..at + 1))
        });
    }
    let streams = match &rule.kind {
        RuleKind::Split(split) => split.of.len(),
        _ => 1,
    };
    let whom = party.or(match &rule.kind {
        RuleKind::Amount(named) => named.party.as_ref(),
        _ => None,
    });
    let (first, last) = frame.days[0];
    let is_finer = cut
        .days
        .first()
        .is_some_and(|days| days.1 - days.0 < last - first);
    let places: Vec<usize> = if own {
        vec![frame.offset]
    } else if is_finer {
        (0..cut.days.len())
            .filter(|at| cut.days[*at].0 >= first && cut.days[*at].0 <= last)
            .collect()
    } else {
        cut.holding(first).into_iter().collect()
    };
    for place in &places {
        run.extend_rule(at, place + 1);
        for stream in 0..streams {
            let is_active = run.rules[at]
                .borrow()
                .streams
                .get(stream)
                .is_some_and(|stream| stream.is_active.get(*place) == Some(&true));
            if is_active {
                trace
                    .inputs
                    .extend(share_trace(run, at, stream, whom, *place));
            }
        }
    }
    if trace.inputs.is_empty() {
        trace.because = Some(format!("{} does not hold in this period", title(rule)));
        trace.value = None;
        return trace;
    }
    if own && trace.inputs.len() == 1 {
        return trace.inputs.swap_remove(0);
    }
    trace.article = Some(rule.article.clone());
    trace
}

/// An amount in the unit of a rule.
pub(super) fn counted_trace<'r>(
    run: &Run<'r>,
    of: &'r Amount,
    unit: &AgreementUnit,
    frame: Frame<'_>,
) -> Trace {
    let mut line = trace(run, of, frame);
    if line.unit != unit.name {
        let column = run.amount(of, frame);
        let value = run.counted(&column, unit, frame);
        line.value = value.first().copied().filter(|value| !value.is_nan());
        line.unit.clone_from(&unit.name);
    }
    line
}

/// The quantity of a split that is shared day by day.
pub(super) fn daily_split_trace(run: &Run<'_>, of: &Amount, frame: Frame<'_>) -> Trace {
    let (first, last) = frame.days[0];
    let mut line = daily_trace(run, of, (first, last.min(run.known_to)));
    line.what = format!("each day shared by itself: {}", line.what);
    line
}

/// The target of a minimum or maximum.
pub(super) fn limit_trace(run: &Run<'_>, rule: &Rule, frame: Frame<'_>) -> Trace {
    let agreement = run.agreement;
    let found = agreement.rules.iter().position(|own| own.id == rule.id);
    let Some((at, limit, kind)) = found.and_then(|at| {
        let (limit, kind) = super::limits::limit_of(&agreement.rules[at])?;
        Some((at, limit, kind))
    }) else {
        return Trace::default();
    };
    run.extend_rule(at, frame.offset + 1);
    let target = {
        let state = run.rules[at].borrow();
        let stream = state.streams.first();
        let figures = stream.and_then(|stream| stream.parties.first());
        figures
            .and_then(|figures| figures.get(frame.offset))
            .copied()
            .filter(|target| !target.is_nan())
    };
    let verb = match kind {
        RowKind::Maximum => "takes at most",
        RowKind::Account | RowKind::Minimum => "lets pass at least",
    };
    let words = target.map(|target| match &limit.by {
        Some(by) => format!("{by} {verb} {} {}", written(target), rule.unit.name),
        None => format!(
            "{} {} {}",
            if kind == RowKind::Maximum {
                "at most"
            } else {
                "at least"
            },
            written(target),
            rule.unit.name
        ),
    });
    let inputs = match &limit.target {
        Target::Amount(amount) => unless_stated(trace(run, amount, frame)),
        Target::PerPeriod(_) => Vec::new(),
    };
    Trace {
        what: format!("{}, {}", title(rule), label(frame)),
        value: target,
        unit: rule.unit.name.clone(),
        article: Some(rule.article.clone()),
        because: words
            .or_else(|| Some("nothing is owed here, or it cannot be assessed".to_owned())),
        inputs,
        daily: None,
    }
}

/// The figures that a change rests on, where they are no bare numbers.
pub(super) fn change_trace(run: &Run<'_>, rule: &Rule, frame: Frame<'_>) -> Vec<Trace> {
    let Some(rule) = run.agreement.rule(&rule.id) else {
        return Vec::new();
    };
    let RuleKind::Change(change) = &rule.kind else {
        return Vec::new();
    };
    let amounts: Vec<&Amount> = match &change.how {
        ChangeHow::Guarantee { grants, .. } | ChangeHow::Cap { grants } => grants
            .iter()
            .filter(|grant| {
                let start = frame.start(0, frame.days[0]);
                grant.start.is_none_or(|own| own == start)
            })
            .map(|grant| &grant.amount)
            .collect(),
        ChangeHow::Scale { factor: amount, .. } | ChangeHow::Transfer { amount, .. } => {
            vec![amount]
        }
    };
    let mut lines = Vec::new();
    for amount in amounts {
        let mut sees_itself = false;
        amount.walk(&mut |part| {
            sees_itself |= matches!(part, Amount::Share | Amount::Available)
                || matches!(part, Amount::Rule { rule, .. } if *rule == change.modifies);
        });
        if sees_itself {
            lines.push(Trace {
                what: format!("{}: {}", title(rule), words_of(amount)),
                article: Some(rule.article.clone()),
                because: Some("by the agreement, of the shares above".to_owned()),
                ..Trace::default()
            });
        } else {
            lines.extend(unless_stated(trace(run, amount, frame)));
        }
    }
    lines
}
