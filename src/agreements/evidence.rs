//! What can be looked at behind conditions and derived series: the curve of each test, each term of a sum.

use chrono::NaiveDate;

use super::amount::span_known;
use super::calendar::{DayNumber, date, number};
use super::days::{DayColumn, HM3_PER_M3S_DAY};
use super::operators::{compare, word};
use super::plan::Plan;
use super::references::names_of;
use super::run::{Frame, Run};
use super::trace::{leaves_of, words_of};
use super::trigger::sides;
use super::{Inputs, Span};
use crate::domain::agreement::amount::{Amount, PairOp, Statistic};
use crate::domain::agreement::clauses::{Condition, DerivedSeries};
use crate::domain::agreement::measure::Measure;
use crate::domain::agreement::{
    Agreement, ConditionEvidence, DerivedTerms, TermSeries, TestEvidence,
};

/// Evidence of every condition in every period of its scope that touches the days of the span, and every derived
/// series of several terms over these days.
pub fn evidence(
    agreement: &Agreement,
    inputs: &dyn Inputs,
    span: &Span,
) -> (Vec<ConditionEvidence>, Vec<DerivedTerms>) {
    let plan = Plan::new(agreement, span);
    let run = Run::new(&plan, inputs);
    let conditions = (0..agreement.conditions.len())
        .flat_map(|at| of_condition(&run, at))
        .collect();
    let series = agreement
        .series
        .iter()
        .filter(|series| series.terms.len() > 1 && !run.series.is_given(&series.id))
        .filter(|series| run.series.position(&series.id).is_some())
        .map(|series| of_series(&run, series))
        .collect();
    (conditions, series)
}

fn of_condition(run: &Run<'_>, at: usize) -> Vec<ConditionEvidence> {
    let condition = &run.agreement.conditions[at];
    let Some(cut) = run.scope(at) else {
        return Vec::new();
    };
    let wanted = (0..cut.windows.len()).filter(|n| run.is_wanted(&cut.windows[*n]));
    wanted
        .map(|n| {
            let standing = run.standing(at, cut.days[n]);
            let frame = Frame::of(cut, n..n + 1).waiting();
            ConditionEvidence {
                agreement: run.agreement.id.clone(),
                reading: String::new(),
                condition: condition.id.clone(),
                title: title(condition),
                article: condition.article.clone(),
                period: cut.windows[n].period.clone(),
                met: standing.met,
                declared: standing.declared,
                declared_by: condition.declared_by.clone(),
                tests: tests(run, condition, frame),
            }
        })
        .collect()
}

fn title(condition: &Condition) -> String {
    condition
        .title
        .clone()
        .unwrap_or_else(|| condition.id.clone())
}

fn tests<'r>(run: &Run<'r>, condition: &'r Condition, frame: Frame<'_>) -> Vec<TestEvidence> {
    let mut leaves = Vec::new();
    if let Some(test) = &condition.test {
        leaves_of(test, &mut leaves);
    }
    leaves
        .into_iter()
        .filter_map(|leaf| {
            let (op, left, right) = sides(leaf)?;
            Some(test(run, (op, left, right), frame))
        })
        .collect()
}

/// A test that is a comparison: an amount, or an amount's share of another, against a threshold.
struct Compared<'r> {
    op: PairOp,
    /// What is looked at.
    part: &'r Amount,
    /// What it is a share of.
    whole: Option<&'r Amount>,
    asked: &'r Amount,
}

fn test<'r>(
    run: &Run<'r>,
    (op, left, right): (PairOp, &'r Amount, &'r Amount),
    frame: Frame<'_>,
) -> TestEvidence {
    let compared = match left {
        Amount::Pair {
            op: PairOp::Over,
            left: part,
            right: whole,
        } if matches!(**whole, Amount::Normal(_) | Amount::Quantity { .. }) => Compared {
            op,
            part,
            whole: Some(whole),
            asked: right,
        },
        _ => Compared {
            op,
            part: left,
            whole: None,
            asked: right,
        },
    };
    let Compared { part, whole, .. } = compared;
    let value = run.amount(part, frame).get(0);
    let normal = whole.and_then(|whole| run.amount(whole, frame).get(0));
    let asked = run.amount(right, frame).get(0);
    let threshold = match whole {
        Some(_) => normal.zip(asked).map(|(normal, asked)| normal * asked),
        None => asked,
    };
    let against = run.amount(left, frame).get(0).zip(asked);
    let met = against.map(|(a, b)| compare(op, a, b) == 1.0);
    let is_mean = matches!(whole, Some(Amount::Normal(_)))
        || whole.is_some()
            && matches!(
                part,
                Amount::Statistic {
                    statistic: Statistic::Sum | Statistic::Mean,
                    ..
                }
            );
    let mut names = std::collections::BTreeSet::new();
    names_of(part, &mut names);
    let line = super::trace::line_of(run, (op, left, right), frame);
    let mut evidence = TestEvidence {
        series: names.first().copied().unwrap_or_default().to_owned(),
        what: in_words(run, &compared, frame),
        unit: run.plan.unit(run.amount(part, frame).measure).name.clone(),
        days: (date(frame.days[0].0), date(frame.days[0].1)),
        value,
        normal: normal.filter(|_| is_mean),
        threshold,
        relation: word(op).to_owned(),
        met,
        because: line,
        curve: Vec::new(),
        normal_curve: Vec::new(),
    };
    if let Amount::Statistic {
        statistic,
        of,
        span,
    } = part
    {
        let (from, to, _) = span_known(run, span, frame.days[0]);
        evidence.days = (date(from), date(to));
        let days = run.daily(of);
        evidence.curve = curve(run, &days, *statistic, (from, to.min(run.known_to)));
        if let Some(Amount::Normal(inner)) = whole {
            let (years, _) = run.years_of(inner, frame.days[0]);
            let spans: Vec<(DayNumber, DayNumber)> = years
                .iter()
                .filter(|year| !year.number.is_nan())
                .map(|year| year.days)
                .collect();
            evidence.normal_curve = mean_curve(run, &days, *statistic, (from, to), &spans);
        }
    }
    evidence
}

fn in_words<'r>(run: &Run<'r>, compared: &Compared<'r>, frame: Frame<'_>) -> String {
    let what = match compared.part {
        Amount::Statistic { of, span, .. } => {
            let (from, to, _) = span_known(run, span, frame.days[0]);
            format!("{} from {} to {}", words_of(of), date(from), date(to))
        }
        part => words_of(part),
    };
    let asked = match (&compared.whole, compared.asked) {
        (Some(whole), Amount::Number(share) | Amount::Quantity { value: share, .. }) => {
            let share = match compared.asked {
                Amount::Quantity { unit, .. } => unit.to_si(*share),
                _ => *share,
            };
            let percent = super::words::amount(100.0 * share);
            let whole = match whole {
                Amount::Normal(_) => "its mean".to_owned(),
                whole => words_of(whole),
            };
            format!("{percent} % of {whole}")
        }
        (_, asked) => words_of(asked),
    };
    format!("{what}, {} {asked}", word(compared.op))
}

/// What has accumulated at the end of each day of a span, or the daily values where nothing accumulates; in the
/// agreement's own unit.
fn curve(
    run: &Run<'_>,
    days: &DayColumn,
    statistic: Statistic,
    (from, to): (DayNumber, DayNumber),
) -> Vec<(NaiveDate, f64)> {
    let (measure, factor) = counted(days.measure, statistic);
    let unit = run.plan.unit(measure);
    let mut sum = 0.0;
    (from..=to)
        .map(|day| {
            let value = days.value(day);
            if statistic != Statistic::Sum {
                return (date(day), unit.from_si(value));
            }
            if value.is_nan() {
                return (date(day), f64::NAN);
            }
            sum += value * factor;
            (date(day), unit.from_si(sum))
        })
        .collect()
}

fn counted(measure: Measure, statistic: Statistic) -> (Measure, f64) {
    match (measure, statistic) {
        (Measure::Flow, Statistic::Sum) => (Measure::Volume, HM3_PER_M3S_DAY),
        (measure, _) => (measure, 1.0),
    }
}

/// The mean of the curves of several spans, on the days of one of them. A missing day adds the mean of its span.
fn mean_curve(
    run: &Run<'_>,
    days: &DayColumn,
    statistic: Statistic,
    (from, to): (DayNumber, DayNumber),
    spans: &[(DayNumber, DayNumber)],
) -> Vec<(NaiveDate, f64)> {
    let (measure, factor) = counted(days.measure, statistic);
    let unit = run.plan.unit(measure);
    let means: Vec<f64> = spans
        .iter()
        .map(|(first, last)| {
            let tally = days.tally(*first, *last);
            tally.sum / f64::from(tally.present.max(1))
        })
        .collect();
    let mut sums = vec![0.0; spans.len()];
    let count = f64::from(u32::try_from(spans.len()).unwrap_or(u32::MAX));
    if spans.is_empty() {
        return Vec::new();
    }
    (from..=to)
        .map(|day| {
            let mut all = 0.0;
            for (n, (first, last)) in spans.iter().enumerate() {
                let own = first + (day - from);
                let value = days.value(own);
                let value = if value.is_nan() { means[n] } else { value };
                if statistic == Statistic::Sum {
                    // A span that is a day shorter has reached its end.
                    sums[n] += if own <= *last { value * factor } else { 0.0 };
                    all += sums[n];
                } else {
                    all += value;
                }
            }
            (date(day), unit.from_si(all / count))
        })
        .collect()
}

fn of_series<'r>(run: &Run<'r>, derived: &'r DerivedSeries) -> DerivedTerms {
    let (from, to) = run.plan.span.days;
    let days = (number(from), number(to).min(run.known_to));
    let unit = run.plan.unit(derived.measure);
    let values = |column: &DayColumn, factor: f64| -> Vec<f64> {
        (days.0..=days.1)
            .map(|day| unit.from_si(factor * column.value(day)))
            .collect()
    };
    let terms = derived.terms.iter().map(|term| {
        let column = run.daily(&term.amount);
        let factor = super::daily::counting_factor(derived.measure, column.measure);
        let mut names = std::collections::BTreeSet::new();
        names_of(&term.amount, &mut names);
        TermSeries {
            of: names.first().copied().unwrap_or_default().to_owned(),
            what: words_of(&term.amount),
            values: values(&column, factor),
        }
    });
    let terms = terms.collect();
    DerivedTerms {
        agreement: run.agreement.id.clone(),
        series: derived.id.clone(),
        article: derived.article.clone().unwrap_or_default(),
        unit: unit.name.clone(),
        start: from,
        values: values(&run.series_column(&derived.id), 1.0),
        terms,
    }
}
