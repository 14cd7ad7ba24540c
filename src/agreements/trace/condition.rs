//! The trace of a condition: its two facts, and how its test came out.

use super::super::run::{Frame, Run};
use super::amount::{self, met_word};
use super::series::Days;
use crate::domain::agreement::Trace;
use crate::domain::agreement::amount::{Amount, PairOp};
use crate::domain::agreement::clauses::Lasting;

/// A condition as it stands beside a period.
pub(super) fn condition_trace(run: &Run<'_>, at: usize, days: Days) -> Trace {
    let condition = &run.agreement.conditions[at];
    let standing = run.standing(at, days);
    let name = condition.title.as_deref().unwrap_or(&condition.id);
    let scope = run.scope(at);
    let window = standing
        .scope
        .and_then(|scope_at| scope?.windows.get(scope_at));
    let mut words = match (standing.met, &condition.test) {
        (_, None) => "there is no test: the declaration decides".to_owned(),
        (Some(true), _) => "the test is met".to_owned(),
        (Some(false), _) => "the test is not met".to_owned(),
        (None, _) => "the test cannot be assessed".to_owned(),
    };
    words.push_str(match standing.declared {
        Some(true) => "; it was declared",
        Some(false) => "; it was not declared",
        None => "",
    });
    let lasts = window.is_some_and(|window| super::super::calendar::number(window.last()) < days.0);
    if lasts {
        words.push_str("; it lasts from that period on, until its other test is met");
    }
    if matches!(condition.lasting, Lasting::Latched { .. }) {
        words.push_str("; once met it holds from period to period, until its other test is met");
    }
    let frame = match (scope, standing.scope) {
        (Some(cut), Some(at)) => Frame::of(cut, at..at + 1).waiting(),
        _ => Frame::made_up(std::slice::from_ref(&days)).waiting(),
    };
    let mut inputs: Vec<Trace> = condition
        .test
        .iter()
        .map(|test| test_trace(run, test, frame))
        .collect();
    if let Lasting::Latched { until, .. } = &condition.lasting {
        let mut other = test_trace(run, until, frame);
        other.what = format!("it ends where {}", other.what);
        inputs.push(other);
    }
    Trace {
        what: match window {
            Some(window) => format!("{name}, {}", window.period.label),
            None => name.to_owned(),
        },
        article: Some(condition.article.clone()),
        because: Some(words),
        inputs,
        ..Trace::default()
    }
}

/// A test with its parts: chains of `and` and of `or` side by side.
fn test_trace<'r>(run: &Run<'r>, test: &'r Amount, frame: Frame<'_>) -> Trace {
    let Amount::Pair {
        op: op @ (PairOp::And | PairOp::Or),
        ..
    } = test
    else {
        return amount::trace(run, test, frame);
    };
    let mut parts = Vec::new();
    chain(*op, test, &mut parts);
    let words = if *op == PairOp::And {
        "all of these"
    } else {
        "at least one of these"
    };
    Trace {
        what: words.to_owned(),
        because: Some(met_word(run.amount(test, frame).truth(0)).to_owned()),
        inputs: parts
            .into_iter()
            .map(|part| test_trace(run, part, frame))
            .collect(),
        ..Trace::default()
    }
}

/// The single tests of a test, in the order of the file.
pub(in super::super) fn leaves_of<'r>(test: &'r Amount, leaves: &mut Vec<&'r Amount>) {
    match test {
        Amount::Pair {
            op: PairOp::And | PairOp::Or,
            left,
            right,
        } => {
            leaves_of(left, leaves);
            leaves_of(right, leaves);
        }
        Amount::Not(of) => leaves_of(of, leaves),
        leaf => leaves.push(leaf),
    }
}

/// The links of a chain of the same logical pair.
fn chain<'r>(op: PairOp, test: &'r Amount, parts: &mut Vec<&'r Amount>) {
    match test {
        Amount::Pair {
            op: own,
            left,
            right,
        } if *own == op => {
            chain(op, left, parts);
            chain(op, right, parts);
        }
        other => parts.push(other),
    }
}
