//! The trace of an amount in one period: a line for each part, in words, with its article.

use super::super::amount::span_known;
use super::super::calendar::date;
use super::super::operators::word;
use super::super::run::{Frame, Run};
use super::super::value::Basis;
use super::super::words::amount as written;
use super::comparison::{comparison_trace, normal_trace, ratio_trace};
use super::condition;
use super::phrases::{statistic_word, words_of};
use super::rules::rule_trace;
use super::series::{daily_trace, is_stated, series_trace, stated};
use crate::domain::agreement::Trace;
use crate::domain::agreement::amount::{Amount, DayOf, PairOp, Statistic};
use crate::domain::agreement::measure::Measure;

/// An amount in the one period of a frame.
pub(in super::super) fn trace<'r>(run: &Run<'r>, amount: &'r Amount, frame: Frame<'_>) -> Trace {
    if is_stated(amount) {
        return stated(run, amount);
    }
    if let Amount::Pair { op, left, right } = amount
        && let Some(trace) = ratio_trace(run, (*op, left, right), frame)
    {
        return trace;
    }
    let mut trace = head(run, amount, frame);
    match amount {
        Amount::Statistic { .. } => return statistic_trace(run, amount, frame),
        Amount::Rule { rule, party } => {
            return rule_trace(run, rule, party.as_ref(), trace, frame);
        }
        Amount::Condition(id) | Amount::Declared(id) | Amount::Met(id) => {
            if let Some(at) = run.condition_at(id) {
                return condition::condition_trace(run, at, frame.days[0]);
            }
        }
        Amount::Volume(of) => {
            trace.inputs = vec![self::trace(run, of, frame)];
            let (known, _) = run.days_known(frame.days[0]);
            let what = if matches!(**of, Amount::Rule { .. }) {
                "share"
            } else {
                "flow"
            };
            trace.because = Some(format!("{what} × {known} days, as {}", trace.unit));
        }
        Amount::Normal(of) => return normal_trace(run, of, frame.days[0]),
        Amount::Table { table, at } => table_trace(run, amount, (table, at), &mut trace, frame),
        Amount::Ledger { ledger, .. } => {
            trace.because = Some(format!("see the ledger {ledger}, {}", label(frame)));
        }
        Amount::Forecast { made, .. } => {
            trace.because = Some(format!(
                "forecast made on {made}, as the facts of the basin state it"
            ));
        }
        Amount::Fact { .. } => {
            trace.because = Some("as the facts of the basin state it".to_owned());
        }
        Amount::Previous { of, periods } => {
            trace.inputs = earlier(run, of, *periods, frame).into_iter().collect();
        }
        Amount::Over { calendar, of } => {
            let cut = run.cut_of(calendar);
            let at = cut.and_then(|cut| Some((cut, cut.holding(frame.days[0].0)?)));
            trace.inputs = at
                .map(|(cut, at)| self::trace(run, of, waiting(Frame::of(cut, at..at + 1), frame)))
                .into_iter()
                .collect();
        }
        Amount::Total { calendar, of } => {
            if let Some(cut) = run.cut_of(calendar) {
                let (first, last) = frame.days[0];
                let places = (0..cut.days.len())
                    .filter(|at| cut.days[*at].0 >= first && cut.days[*at].0 <= last);
                trace.inputs = places
                    .map(|at| self::trace(run, of, waiting(Frame::of(cut, at..at + 1), frame)))
                    .collect();
            }
        }
        Amount::Pair { op, left, right } if is_comparison(*op) => {
            return comparison_trace(run, (*op, left, right), frame);
        }
        Amount::DaysWhen { test, span } => {
            let (from, to, _) = span_known(run, span, frame.days[0]);
            trace.inputs = vec![daily_trace(run, test, (from, to.min(run.known_to)))];
        }
        Amount::Pair { .. } | Amount::Lesser(_) | Amount::Greater(_) => {
            together(run, amount, &mut trace, frame);
        }
        _ => {
            let parts = amount.parts().into_iter();
            trace.inputs = parts.map(|part| self::trace(run, part, frame)).collect();
        }
    }
    trace
}

fn table_trace<'r>(
    run: &Run<'r>,
    amount: &'r Amount,
    (table, at): (&str, &'r [Amount]),
    line: &mut Trace,
    frame: Frame<'_>,
) {
    if let Some(own) = run.agreement.table(table) {
        line.article = Some(own.article.clone());
        line.what = own.title.clone().unwrap_or_else(|| own.id.clone());
    }
    let by: Vec<Trace> = at.iter().map(|amount| trace(run, amount, frame)).collect();
    let places: Vec<String> = by.iter().map(value_in_words).collect();
    line.because = Some(if run.amount(amount, frame).behind(0).is_exempt {
        "nothing is owed here, by the table".to_owned()
    } else if places.is_empty() {
        "by the agreement, for the period".to_owned()
    } else {
        format!("read at {}", places.join(" and "))
    });
    line.inputs = by;
}

/// A pair, or the least or greatest of several, with each part and how they make the whole.
fn together<'r>(run: &Run<'r>, amount: &'r Amount, line: &mut Trace, frame: Frame<'_>) {
    let parts = amount.parts().into_iter();
    line.inputs = parts.map(|part| trace(run, part, frame)).collect();
    let figures: Vec<String> = line.inputs.iter().map(value_in_words).collect();
    line.because = Some(match amount {
        Amount::Pair { op, .. } if figures.len() == 2 && !is_logic(*op) => {
            format!("{} {} {}", figures[0], word(*op), figures[1])
        }
        Amount::Pair {
            op: PairOp::And, ..
        } => verdict("all of these", trace_truth(run, amount, frame)),
        Amount::Pair { .. } => verdict("at least one of these", trace_truth(run, amount, frame)),
        _ => format!("of {}", figures.join(", ")),
    });
}

fn waiting<'f>(frame: Frame<'f>, like: Frame<'_>) -> Frame<'f> {
    Frame {
        waits: like.waits,
        ..frame
    }
}

pub(super) fn label(frame: Frame<'_>) -> String {
    let window = frame.cut.and_then(|cut| cut.windows.get(frame.offset));
    window.map_or_else(
        || date(frame.days[0].0).to_string(),
        |window| window.period.label.clone(),
    )
}

fn trace_truth<'r>(run: &Run<'r>, amount: &'r Amount, frame: Frame<'_>) -> Option<bool> {
    run.amount(amount, frame).truth(0)
}

pub(super) fn is_comparison(op: PairOp) -> bool {
    matches!(
        op,
        PairOp::Below
            | PairOp::AtMost
            | PairOp::Above
            | PairOp::AtLeast
            | PairOp::Equal
            | PairOp::Unequal
    )
}

fn is_logic(op: PairOp) -> bool {
    matches!(op, PairOp::And | PairOp::Or)
}

/// The word of a test's result.
pub(super) fn met_word(met: Option<bool>) -> &'static str {
    match met {
        Some(true) => "met",
        Some(false) => "not met",
        None => "cannot be assessed",
    }
}

fn verdict(words: &str, met: Option<bool>) -> String {
    format!("{words}: {}", met_word(met))
}

/// What it is, its value and unit.
fn head<'r>(run: &Run<'r>, amount: &'r Amount, frame: Frame<'_>) -> Trace {
    let column = run.amount(amount, frame);
    let mut trace = Trace {
        what: words_of(amount),
        unit: run.plan.unit(column.measure).name.clone(),
        ..Trace::default()
    };
    if column.measure == Measure::Truth {
        trace.because = Some(met_word(column.truth(0)).to_owned());
    } else {
        trace.value = column.get(0);
    }
    trace
}

pub(super) fn value_in_words(trace: &Trace) -> String {
    let Some(value) = trace.value else {
        return "what is not known".to_owned();
    };
    if trace.unit.is_empty() {
        written(value)
    } else {
        format!("{} {}", written(value), trace.unit)
    }
}

/// "10 of 10 days have a value".
pub(super) fn days_of(basis: Basis, whole: u32) -> String {
    let mut words = format!("{} days have a value", basis.completeness());
    if basis.present < basis.expected {
        words.push_str("; their mean stands for the missing ones");
    }
    if basis.expected < whole && basis.expected > 1 {
        words.push_str(&format!("; the period has {whole}"));
    }
    words
}

pub(super) fn statistic_trace<'r>(run: &Run<'r>, amount: &'r Amount, frame: Frame<'_>) -> Trace {
    let Amount::Statistic {
        statistic,
        of,
        span,
    } = amount
    else {
        return Trace::default();
    };
    let column = run.amount(amount, frame);
    let (from, to, is_early) = span_known(run, span, frame.days[0]);
    let to_known = to.min(run.known_to).max(from);
    let basis = column.behind(0);
    let whole = u32::try_from(to - from + 1).unwrap_or(0);
    let word = match (statistic, column.measure) {
        (Statistic::Sum, Measure::Volume) => "volume",
        _ => statistic_word(*statistic),
    };
    let because = if frame.waits && is_early {
        format!("it is tested on {}", date(to + 1))
    } else if column.get(0).is_none() {
        format!("only {} days have a value", basis.completeness())
    } else {
        days_of(basis, whole)
    };
    let days = match statistic {
        Statistic::First => (from, from),
        Statistic::Last if !is_early => (to, to),
        Statistic::Change => (from - 1, to_known),
        _ => (from, to_known),
    };
    Trace {
        what: format!(
            "{word} of {} from {} to {}",
            words_of(of),
            date(from),
            date(to_known)
        ),
        value: column.get(0),
        unit: run.plan.unit(column.measure).name.clone(),
        because: Some(because),
        inputs: vec![daily_trace(run, of, days)],
        ..Trace::default()
    }
}

fn earlier<'r>(run: &Run<'r>, of: &'r Amount, periods: u32, frame: Frame<'_>) -> Option<Trace> {
    let cut = frame.cut?;
    let at = frame.offset.checked_sub(periods as usize)?;
    let inner = waiting(Frame::of(cut, at..at + 1), frame);
    let mut trace = trace(run, of, inner);
    trace.what = format!("{}: {}", label(inner), trace.what);
    Some(trace)
}

/// A line of its own, but for a bare figure of the agreement, which stands in the line above.
pub(super) fn unless_stated(trace: Trace) -> Vec<Trace> {
    let is_bare = trace.because.as_deref() == Some("by the agreement") && trace.inputs.is_empty();
    if is_bare { Vec::new() } else { vec![trace] }
}

/// What an amount is the sum of: the series themselves where it is one of series.
pub(super) fn parts<'r>(run: &Run<'r>, amount: &'r Amount, frame: Frame<'_>) -> Vec<Trace> {
    match amount {
        Amount::Statistic {
            statistic: Statistic::Mean | Statistic::Sum,
            of,
            span,
        } => {
            let (from, to, _) = span_known(run, span, frame.days[0]);
            let days = (from, to.min(run.known_to).max(from));
            match &**of {
                Amount::Day(DayOf::Series(id)) => vec![series_trace(run, id, days)],
                of => vec![daily_trace(run, of, days)],
            }
        }
        Amount::Pair {
            op: PairOp::Plus,
            left,
            right,
        } => {
            let mut all = parts(run, left, frame);
            all.extend(parts(run, right, frame));
            all
        }
        Amount::Pair {
            op: PairOp::Minus,
            left,
            right,
        } => {
            let mut all = parts(run, left, frame);
            for mut line in parts(run, right, frame) {
                super::series::note(&mut line, "counts with a minus");
                all.push(line);
            }
            all
        }
        Amount::Volume(of) | Amount::Flow(of) if !matches!(**of, Amount::Rule { .. }) => {
            parts(run, of, frame)
        }
        _ => vec![trace(run, amount, frame)],
    }
}
