//! The lower end of a trace: series, their terms, and the daily values that they rest on.

use super::super::calendar::{DayNumber, date};
use super::super::run::Run;
use super::phrases::words_of;
use crate::domain::agreement::amount::{Amount, DayOf, PairOp};
use crate::domain::agreement::clauses::{DerivedSeries, TreatyStationKind};
use crate::domain::agreement::measure::Measure;
use crate::domain::agreement::{DailyRef, Trace};

/// First and last day.
pub(in super::super) type Days = (DayNumber, DayNumber);

/// A series or station over some days: a derived one comes with its terms, a station is a leaf. Its value is
/// the mean of the days that have one; the sum for rain and what is entered by hand, the last day for a storage,
/// level or surface.
pub(in super::super) fn series_trace(run: &Run<'_>, id: &str, days: Days) -> Trace {
    let column = run.series_column(id);
    let tally = column.tally(days.0, days.1.min(run.known_to));
    let unit = run.plan.unit(column.measure);
    let is_by_hand = run
        .agreement
        .station(id)
        .is_some_and(|station| station.kind == TreatyStationKind::Manual);
    let (statistic, value) = match column.measure {
        Measure::Flow => ("mean", tally.sum / f64::from(tally.present.max(1))),
        Measure::Depth => ("sum", tally.sum),
        Measure::Volume if is_by_hand => ("sum", tally.sum),
        Measure::Truth => ("sum", tally.sum),
        Measure::Volume | Measure::Level | Measure::Area | Measure::Number => {
            let last = column.last_present(days.0, days.1);
            ("last", last.map_or(f64::NAN, |day| column.value(day)))
        }
    };
    let mut trace = Trace {
        what: format!("{id}, {statistic} of {} days", tally.present),
        value: (tally.present > 0 && !value.is_nan()).then(|| unit.from_si(value)),
        unit: unit.name.clone(),
        ..Trace::default()
    };
    match run
        .agreement
        .derived(id)
        .filter(|_| !run.series.is_given(id))
    {
        Some(derived) => {
            trace.article.clone_from(&derived.article);
            trace.because = Some(terms_in_words(derived));
            let terms = derived.terms.iter();
            trace.inputs = terms
                .map(|term| {
                    let mut line = daily_trace(run, &term.amount, days);
                    if let Some(loss) = &term.unquantified_loss {
                        note(
                            &mut line,
                            &format!("{loss}: named without a figure, nothing is taken off"),
                        );
                    }
                    line
                })
                .collect();
        }
        None => {
            trace.daily = Some(DailyRef {
                series: id.to_owned(),
                days: (date(days.0), date(days.1.min(run.known_to))),
            });
        }
    }
    trace
}

/// Adds a remark to a line.
pub(super) fn note(line: &mut Trace, words: &str) {
    line.because = Some(match line.because.take() {
        Some(because) => format!("{because}; {words}"),
        None => words.to_owned(),
    });
}

/// A daily amount over some days.
pub(super) fn daily_trace(run: &Run<'_>, amount: &Amount, days: Days) -> Trace {
    match amount {
        Amount::Day(DayOf::Series(id)) => series_trace(run, id, days),
        Amount::Day(DayOf::StorageChange(id)) => storage_change(run, id, days),
        Amount::Day(DayOf::Lag { of, days: lag }) => {
            let lag = i32::try_from(*lag).unwrap_or(0);
            let mut trace = daily_trace(run, of, (days.0 - lag, days.1 - lag));
            counts_as(&mut trace, amount);
            trace
        }
        Amount::Negative(of) => {
            let mut trace = daily_trace(run, of, days);
            counts_as(&mut trace, amount);
            trace
        }
        Amount::Pair {
            op: PairOp::Times,
            left,
            right,
        } if is_stated(left) => {
            let mut trace = daily_trace(run, right, days);
            counts_as(&mut trace, amount);
            trace
        }
        _ if is_stated(amount) => stated(run, amount),
        _ => Trace {
            what: words_of(amount),
            inputs: amount
                .parts()
                .into_iter()
                .map(|part| daily_trace(run, part, days))
                .collect(),
            ..Trace::default()
        },
    }
}

/// What counts with a factor, a sign or a lag says so, once for the outermost of them.
fn counts_as(trace: &mut Trace, amount: &Amount) {
    let rest = trace
        .because
        .take()
        .filter(|because| !because.starts_with("counts as"));
    let words = format!("counts as {}", words_of(amount));
    trace.because = Some(match rest {
        Some(rest) => format!("{words}; {rest}"),
        None => words,
    });
}

/// Whether an amount is a figure of the agreement.
pub(super) fn is_stated(amount: &Amount) -> bool {
    match amount {
        Amount::Number(_) | Amount::Quantity { .. } | Amount::Parameter(_) => true,
        Amount::Negative(of) => is_stated(of),
        _ => false,
    }
}

/// A figure that the agreement states.
pub(super) fn stated(run: &Run<'_>, amount: &Amount) -> Trace {
    let mut trace = Trace {
        what: words_of(amount),
        because: Some("by the agreement".to_owned()),
        ..Trace::default()
    };
    match amount {
        Amount::Number(value) => trace.value = Some(*value),
        Amount::Quantity { value, unit } => {
            trace.value = Some(*value);
            trace.unit.clone_from(&unit.name);
        }
        Amount::Parameter(id) => {
            if let Some(own) = run.agreement.parameter(id) {
                trace.what = own.title.clone().unwrap_or_else(|| id.clone());
                trace.value = Some(own.value);
                trace.unit.clone_from(&own.unit.name);
                trace.article.clone_from(&own.article);
            }
        }
        _ => {}
    }
    trace
}

fn storage_change(run: &Run<'_>, id: &str, days: Days) -> Trace {
    let column = run.series_column(id);
    let unit = run.plan.unit(Measure::Volume);
    let last = days.1.min(run.known_to);
    let change = column.value(last) - column.value(days.0 - 1);
    let (end, before) = (date(last), date(days.0 - 1));
    Trace {
        what: format!("storage change of {id} over the period"),
        value: (!change.is_nan()).then(|| unit.from_si(change)),
        unit: unit.name.clone(),
        because: Some(format!(
            "storage at the end of {end} less storage at the end of {before}"
        )),
        daily: Some(DailyRef {
            series: id.to_owned(),
            days: (before, end),
        }),
        ..Trace::default()
    }
}

fn terms_in_words(series: &DerivedSeries) -> String {
    let mut words = String::new();
    for term in &series.terms {
        let own = words_of(&term.amount);
        match own.strip_prefix('−') {
            _ if words.is_empty() => words = own,
            Some(rest) => words.push_str(&format!(" − {rest}")),
            None => words.push_str(&format!(" + {own}")),
        }
    }
    words
}
