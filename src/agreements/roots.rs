//! The lower end of a trace: series, their terms, and the daily values that they rest on.

use chrono::{Duration, NaiveDate};

use super::days::Stat;
use super::run::Run;
use crate::domain::agreement::clauses::{AgreementUnit, DerivedSeries, Measure, Term, TermOf};
use crate::domain::agreement::{DailyRef, Trace};

/// First and last day.
type DaySpan = (NaiveDate, NaiveDate);

/// A series or station over some days: a derived one comes with its terms, a station is a leaf. Its value is
/// the mean of the days that have one; the sum for rain.
pub(super) fn series_trace(run: &Run<'_>, id: &str, days: DaySpan) -> Trace {
    let measure = run.agreement.measure(id).unwrap_or(Measure::Flow);
    let unit = unit_of_series(run, measure);
    let values: Vec<f64> = run
        .days
        .values(id, days.0, days.1)
        .into_iter()
        .filter(|value| !value.is_nan())
        .collect();
    let count = u32::try_from(values.len()).unwrap_or(u32::MAX);
    let sum: f64 = values.iter().sum();
    let (statistic, value) = match measure {
        Measure::Flow | Measure::Volume => ("mean", sum / f64::from(count.max(1))),
        Measure::Depth => ("sum", sum),
    };
    let mut trace = Trace {
        what: format!("{id}, {statistic} of {count} days"),
        value: (count > 0).then(|| unit.from_si(value)),
        unit: unit.name,
        ..Trace::default()
    };
    match run.agreement.derived(id).filter(|_| !run.days.is_given(id)) {
        Some(derived) => {
            trace.article.clone_from(&derived.article);
            trace.because = Some(terms_in_words(derived));
            let terms = derived.terms.iter();
            trace.inputs = terms.map(|term| term_trace(run, term, days)).collect();
        }
        None => {
            trace.daily = Some(DailyRef {
                series: id.to_owned(),
                days,
            });
        }
    }
    trace
}

/// One term over some days.
pub(super) fn term_trace(run: &Run<'_>, term: &Term, days: DaySpan) -> Trace {
    let lag = Duration::days(i64::from(term.lag_days));
    let (first, last) = (days.0 - lag, days.1 - lag);
    let mut trace = match &term.of {
        TermOf::Series(id) => series_trace(run, id, (first, last)),
        TermOf::StorageChange(id) => {
            let before = first - Duration::days(1);
            let ends = run.days.values(id, before, last);
            let change = ends
                .last()
                .zip(ends.first())
                .map(|(end, begin)| end - begin);
            Trace {
                what: format!("storage change of {id} over the period"),
                value: change.filter(|change| !change.is_nan()),
                unit: AgreementUnit::cubic_hectometres().name,
                because: Some(format!(
                    "storage at the end of {last} less storage at the end of {before}"
                )),
                daily: Some(DailyRef {
                    series: id.clone(),
                    days: (before, last),
                }),
                ..Trace::default()
            }
        }
    };
    let words = term_in_words(term);
    if term.coef != 1.0 || term.lag_days > 0 {
        let because = trace.because.take();
        trace.because = Some(match because {
            Some(because) => format!("counts as {words}; {because}"),
            None => format!("counts as {words}"),
        });
    }
    trace
}

/// A series that counts as it is.
pub(super) fn plain_term(series: &str) -> Term {
    Term {
        of: TermOf::Series(series.to_owned()),
        coef: 1.0,
        lag_days: 0,
        loss: None,
    }
}

fn unit_of_series(run: &Run<'_>, measure: Measure) -> AgreementUnit {
    if run.agreement.unit.measure == measure {
        return run.agreement.unit.clone();
    }
    match measure {
        Measure::Flow => AgreementUnit::cubic_metres_per_second(),
        Measure::Volume => AgreementUnit::cubic_hectometres(),
        Measure::Depth => AgreementUnit::millimetres(),
    }
}

fn terms_in_words(series: &DerivedSeries) -> String {
    let terms: Vec<String> = series.terms.iter().map(term_in_words).collect();
    terms.join(" + ").replace("+ −", "− ")
}

fn term_in_words(term: &Term) -> String {
    let of = match &term.of {
        TermOf::Series(id) => id.clone(),
        TermOf::StorageChange(id) => format!("storage change of {id}"),
    };
    let lag = match term.lag_days {
        0 => String::new(),
        1 => " (the day before)".to_owned(),
        days => format!(" ({days} days before)"),
    };
    match term.coef {
        1.0 => format!("{of}{lag}"),
        -1.0 => format!("−{of}{lag}"),
        coef => format!("{} × {of}{lag}", amount(coef)),
    }
}

/// "10 of 10 days have a value".
pub(super) fn days_of(stat: &Stat) -> String {
    let mut words = format!("{} days have a value", stat.completeness());
    if stat.present < stat.known {
        words.push_str("; their mean stands for the missing ones");
    }
    if stat.known < stat.whole {
        words.push_str(&format!("; the period has {}", stat.whole));
    }
    words
}

/// A number for a sentence: thousands apart, at most three decimals, none that are zero.
pub(super) fn amount(value: f64) -> String {
    let text = format!("{:.3}", value.abs());
    let (whole, decimals) = text.split_once('.').unwrap_or((&text, ""));
    let mut grouped = String::new();
    for (n, digit) in whole.chars().enumerate() {
        if n > 0 && (whole.len() - n) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let decimals = decimals.trim_end_matches('0');
    let sign = if value < 0.0 && text.chars().any(|digit| ('1'..='9').contains(&digit)) {
        "−"
    } else {
        ""
    };
    if decimals.is_empty() {
        format!("{sign}{grouped}")
    } else {
        format!("{sign}{grouped}.{decimals}")
    }
}

#[cfg(test)]
mod tests {
    use super::amount;

    #[test]
    fn amounts_read_as_in_a_treaty() {
        for (value, text) in [
            (35_000.0, "35,000"),
            (431_721_000.0, "431,721,000"),
            (0.25, "0.25"),
            (-1_210.5, "−1,210.5"),
            (-0.0001, "0"),
            (999.9996, "1,000"),
        ] {
            assert_eq!(amount(value), text);
        }
    }
}
