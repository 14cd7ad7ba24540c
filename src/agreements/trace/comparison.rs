//! The trace of a comparison, and of what is normal.

use super::super::amount::span_known;
use super::super::calendar::date;
use super::super::normal::{Year, mean};
use super::super::operators::{compare, word};
use super::super::run::{Frame, Run};
use super::super::spans::{reach, spans_of};
use super::super::words::amount as written;
use super::amount::{days_of, is_comparison, met_word, statistic_trace, trace, value_in_words};
use super::phrases::words_of;
use super::series::{Days, is_stated};
use crate::domain::agreement::Trace;
use crate::domain::agreement::amount::{Amount, PairOp};

pub(super) fn comparison_trace<'r>(
    run: &Run<'r>,
    (op, left, right): (PairOp, &'r Amount, &'r Amount),
    frame: Frame<'_>,
) -> Trace {
    let mut inner = trace(run, left, frame);
    let right_trace = trace(run, right, frame);
    let columns = (run.amount(left, frame), run.amount(right, frame));
    let met = match (columns.0.get(0), columns.1.get(0)) {
        (Some(a), Some(b)) => Some(compare(op, a, b) == 1.0),
        _ => None,
    };
    let asked = format!(
        "{} {} is asked for: {}",
        word(op),
        value_in_words(&right_trace),
        met_word(met)
    );
    if !is_stated(right) {
        return Trace {
            what: format!("{} {} {}", words_of(left), word(op), words_of(right)),
            because: Some(asked),
            inputs: vec![inner, right_trace],
            ..Trace::default()
        };
    }
    super::series::note(&mut inner, &asked);
    inner
}

/// How a comparison came out, in words.
pub(in super::super) fn line_of<'r>(
    run: &Run<'r>,
    (op, left, right): (PairOp, &'r Amount, &'r Amount),
    frame: Frame<'_>,
) -> String {
    let line = ratio_trace(run, (op, left, right), frame)
        .unwrap_or_else(|| comparison_trace(run, (op, left, right), frame));
    line.because.unwrap_or_default()
}

/// A test of an amount against a share of its normal: the amount, with what it is in per cent.
pub(super) fn ratio_trace<'r>(
    run: &Run<'r>,
    (op, left, right): (PairOp, &'r Amount, &'r Amount),
    frame: Frame<'_>,
) -> Option<Trace> {
    let Amount::Pair {
        op: PairOp::Over,
        left: part,
        right: whole,
    } = left
    else {
        return None;
    };
    if !is_comparison(op) || !matches!(&**whole, Amount::Normal(_) | Amount::Quantity { .. }) {
        return None;
    }
    let Amount::Statistic { of, span, .. } = &**part else {
        return None;
    };
    let mut line = statistic_trace(run, part, frame);
    let (from, to, _) = span_known(run, span, frame.days[0]);
    line.what = format!("{} from {} to {}", words_of(of), date(from), date(to));
    let mut behind = trace(run, whole, frame);
    if is_stated(whole) {
        behind.what = format!("mean of {}", words_of(of));
    }
    let source = behind.because.clone().unwrap_or_default();
    let mean = run.amount(whole, frame).get(0);
    line.inputs.push(behind);
    let value = line.value?;
    let Some(mean) = mean.filter(|mean| *mean > 0.0) else {
        line.because = Some("there is no mean to hold it against: no year is complete".to_owned());
        return Some(line);
    };
    let share = 100.0 * value / mean;
    let asked = run.amount(right, frame).get(0)?;
    let met = compare(op, value / mean, asked) == 1.0;
    let incomplete = line
        .because
        .take()
        .filter(|words| words.contains("missing ones"));
    let mut because = format!(
        "{share:.1} % of the mean of {mean:.1} {} ({source}); {} {} % is asked for: {}",
        line.unit,
        word(op),
        written(100.0 * asked),
        met_word(Some(met))
    );
    if let Some(words) = incomplete {
        because.push_str(&format!("; {words}"));
    }
    line.because = Some(because);
    Some(line)
}

pub(super) fn normal_trace<'r>(run: &Run<'r>, of: &'r Amount, period: Days) -> Trace {
    let (years, measure) = run.years_of(of, period);
    let unit = run.plan.unit(measure).name.clone();
    let what = match of {
        Amount::Statistic { of, .. } => words_of(of),
        _ => words_of(of),
    };
    let judged = reach(&spans_of(of), period);
    let counted: Vec<&Year> = years.iter().filter(|year| !year.number.is_nan()).collect();
    let because = match (counted.first(), counted.last()) {
        (Some(a), Some(b)) => {
            let year = |year: &Year| date(year.days.0).format("%Y").to_string();
            format!(
                "{} years, beginning {} to {}",
                counted.len(),
                year(a),
                year(b)
            )
        }
        _ => "no year".to_owned(),
    };
    let lines = years.iter().map(|year| {
        let mut words = if year.number.is_nan() {
            format!(
                "left out: only {} days have a value",
                year.basis.completeness()
            )
        } else {
            days_of(year.basis, year.basis.expected)
        };
        if year.days == judged {
            words.push_str("; the year that is judged");
        }
        Trace {
            what: format!("{what} from {} to {}", date(year.days.0), date(year.days.1)),
            value: (!year.number.is_nan()).then_some(year.number),
            unit: unit.clone(),
            because: Some(words),
            ..Trace::default()
        }
    });
    let lines: Vec<Trace> = lines.collect();
    let value = mean(&years);
    Trace {
        what: format!("mean of {what} over the years"),
        value: (!value.is_nan()).then_some(value),
        unit,
        because: Some(because),
        inputs: lines,
        ..Trace::default()
    }
}
