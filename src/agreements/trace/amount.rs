//! The trace of an amount in one period: a line for each part, in words, with its article.

use super::super::amount::span_known;
use super::super::calendar::date;
use super::super::normal::{Year, mean};
use super::super::operators::{compare, word};
use super::super::run::{Frame, Run};
use super::super::spans::{reach, spans_of};
use super::super::value::Basis;
use super::super::words::amount as written;
use super::phrases::{statistic_word, words_of};
use super::series::{Days, daily_trace, is_stated, series_trace, stated};
use super::{condition, share_trace, title};
use crate::domain::agreement::amount::{Amount, DayOf, PairOp, Statistic};
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{ChangeHow, Rule, RuleKind, Target};
use crate::domain::agreement::{RowKind, Trace};

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

fn label(frame: Frame<'_>) -> String {
    let window = frame.cut.and_then(|cut| cut.windows.get(frame.offset));
    window.map_or_else(
        || date(frame.days[0].0).to_string(),
        |window| window.period.label.clone(),
    )
}

fn trace_truth<'r>(run: &Run<'r>, amount: &'r Amount, frame: Frame<'_>) -> Option<bool> {
    run.amount(amount, frame).truth(0)
}

fn is_comparison(op: PairOp) -> bool {
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

fn value_in_words(trace: &Trace) -> String {
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
fn days_of(basis: Basis, whole: u32) -> String {
    let mut words = format!("{} days have a value", basis.completeness());
    if basis.present < basis.expected {
        words.push_str("; their mean stands for the missing ones");
    }
    if basis.expected < whole && basis.expected > 1 {
        words.push_str(&format!("; the period has {whole}"));
    }
    words
}

fn statistic_trace<'r>(run: &Run<'r>, amount: &'r Amount, frame: Frame<'_>) -> Trace {
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

fn rule_trace(
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

fn earlier<'r>(run: &Run<'r>, of: &'r Amount, periods: u32, frame: Frame<'_>) -> Option<Trace> {
    let cut = frame.cut?;
    let at = frame.offset.checked_sub(periods as usize)?;
    let inner = waiting(Frame::of(cut, at..at + 1), frame);
    let mut trace = trace(run, of, inner);
    trace.what = format!("{}: {}", label(inner), trace.what);
    Some(trace)
}

fn comparison_trace<'r>(
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
fn ratio_trace<'r>(
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

fn normal_trace<'r>(run: &Run<'r>, of: &'r Amount, period: Days) -> Trace {
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

/// A line of its own, but for a bare figure of the agreement, which stands in the line above.
pub(super) fn unless_stated(trace: Trace) -> Vec<Trace> {
    let is_bare = trace.because.as_deref() == Some("by the agreement") && trace.inputs.is_empty();
    if is_bare { Vec::new() } else { vec![trace] }
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
