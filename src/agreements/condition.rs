//! Conditions: is the test of an exception met, and did the party that must declare it do so.
//!
//! A test is met, not met, or cannot be assessed: too early, or too little is known. An accumulation is
//! the sum of the days from one day up to, and without, another; the mean of the days present stands for
//! the missing ones within the share that the agreement allows. Its mean over the years is taken over all
//! years of the stated climatology (or of the record, the judged year among them) that are complete enough.

use std::collections::BTreeMap;

use chrono::{Datelike as _, Duration, NaiveDate};

use super::calendar::{Window, windows};
use super::days::{Days, days_between};
use super::roots::series_trace;
use super::run::Run;
use crate::domain::agreement::calendar::MonthDay;
use crate::domain::agreement::clauses::{
    Accumulate, AgreementUnit, Condition, Measure, RatioTest, Test,
};
use crate::domain::agreement::rules::{Comparison, Statistic};
use crate::domain::agreement::{Agreement, ConditionFact, Trace};
use crate::domain::{Cause, Completeness, Finding};

/// A condition in one period of its scope.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Assessed {
    /// The two facts.
    pub fact: ConditionFact,
    /// How the test came out.
    pub trace: Trace,
}

impl Assessed {
    /// Whether the obligation is off: the test is met, and declared where that is asked for.
    pub(super) fn is_in_effect(&self) -> bool {
        self.fact.met == Some(true) && self.fact.declared != Some(false)
    }
}

/// Conditions by id and first day of the period of their scope.
pub(super) type Conditions = BTreeMap<(String, NaiveDate), Assessed>;

/// Series that conditions look at.
pub(super) fn series_of_conditions(agreement: &Agreement) -> Vec<&str> {
    fn of<'t>(test: &'t Test, all: &mut Vec<&'t str>) {
        match test {
            Test::All(tests) | Test::Any(tests) => {
                for test in tests {
                    of(test, all);
                }
            }
            Test::Ratio(ratio) => all.push(&ratio.index),
            Test::Statistic { series, .. } => all.push(series),
            Test::Fill { .. } => {}
        }
    }
    let mut all = Vec::new();
    for condition in &agreement.conditions {
        of(&condition.test, &mut all);
    }
    all
}

/// The period of a condition's scope that holds a day.
pub(super) fn scope_of(run: &Run<'_>, condition: &Condition, day: NaiveDate) -> Option<Window> {
    let calendar = run.agreement.calendar(condition.scope.as_deref()?)?;
    windows(calendar, run.boundary, (day, day))
        .into_iter()
        .next()
}

/// Assesses every condition in every period of its scope.
pub(super) fn assess(run: &mut Run<'_>) -> Conditions {
    let mut all = Conditions::new();
    let mut strays = Vec::new();
    for condition in &run.agreement.conditions {
        let Some(scope) = &condition.scope else {
            continue;
        };
        for window in run.windows(scope) {
            let (met, trace) = test(run, &condition.test, window);
            let declared = condition.declared_by.as_ref().map(|party| {
                run.facts.declarations.iter().any(|fact| {
                    fact.agreement
                        .as_ref()
                        .is_none_or(|id| *id == run.agreement.id)
                        && fact.condition == condition.id
                        && fact.party == *party
                        && fact.period == window.period.label
                        && fact.on <= run.span.known_to
                })
            });
            if declared == Some(true) && met == Some(false) && run.wanted(window) {
                strays.push((condition.id.clone(), window.period.label.clone()));
            }
            let fact = ConditionFact {
                id: condition.id.clone(),
                met,
                declared,
            };
            let trace = head(condition, &fact, window, trace);
            all.insert(
                (condition.id.clone(), window.first()),
                Assessed { fact, trace },
            );
        }
    }
    for (condition, period) in strays {
        let finding = Finding::warning(
            Cause::Configuration,
            format!("declared for {period}, though its test is not met; the obligation stands"),
        )
        .hint("take the declaration back, or look at the reference series");
        run.say(finding, &format!("condition {condition}"));
    }
    all
}

fn head(condition: &Condition, fact: &ConditionFact, window: &Window, inner: Trace) -> Trace {
    let name = condition.title.as_deref().unwrap_or(&condition.id);
    let met = match fact.met {
        Some(true) => "the test is met",
        Some(false) => "the test is not met",
        None => "the test cannot be assessed",
    };
    let declared = match fact.declared {
        Some(true) => "; it was declared",
        Some(false) => "; it was not declared",
        None => "",
    };
    Trace {
        what: format!("{name}, {}", window.period.label),
        article: Some(condition.article.clone()),
        because: Some(format!("{met}{declared}")),
        inputs: vec![inner],
        ..Trace::default()
    }
}

fn test(run: &Run<'_>, test_of: &Test, window: &Window) -> (Option<bool>, Trace) {
    match test_of {
        Test::All(tests) => several(run, tests, window, "all of these", |results| {
            if results.contains(&Some(false)) {
                Some(false)
            } else {
                results.iter().all(Option::is_some).then_some(true)
            }
        }),
        Test::Any(tests) => several(run, tests, window, "at least one of these", |results| {
            if results.contains(&Some(true)) {
                Some(true)
            } else {
                results.iter().all(Option::is_some).then_some(false)
            }
        }),
        Test::Ratio(ratio) => ratio_test(run, ratio, window),
        Test::Statistic {
            series,
            statistic,
            is,
        } => statistic_test(run, series, *statistic, *is, window),
        Test::Fill { .. } => {
            let trace = Trace {
                what: "filling of conservation storage".to_owned(),
                because: Some("not yet evaluated".to_owned()),
                ..Trace::default()
            };
            (None, trace)
        }
    }
}

fn several(
    run: &Run<'_>,
    tests: &[Test],
    window: &Window,
    words: &str,
    decide: impl Fn(&[Option<bool>]) -> Option<bool>,
) -> (Option<bool>, Trace) {
    let (results, inputs): (Vec<Option<bool>>, Vec<Trace>) =
        tests.iter().map(|inner| test(run, inner, window)).unzip();
    let met = decide(&results);
    let trace = Trace {
        what: words.to_owned(),
        because: Some(word(met).to_owned()),
        inputs,
        ..Trace::default()
    };
    (met, trace)
}

fn word(met: Option<bool>) -> &'static str {
    match met {
        Some(true) => "met",
        Some(false) => "not met",
        None => "cannot be assessed",
    }
}

/// A sum of days, and how many of them there were.
struct Sum {
    value: f64,
    completeness: Completeness,
}

impl Sum {
    fn in_words(&self) -> String {
        let mut words = format!("{} days have a value", self.completeness);
        if self.completeness.present < self.completeness.expected {
            words.push_str("; their mean stands for the missing ones");
        }
        words
    }

    /// The sum as one of the years behind a mean.
    fn year_in_words(&self, counts: bool, is_judged: bool) -> String {
        let mut words = if counts {
            self.in_words()
        } else {
            format!("left out: only {} days have a value", self.completeness)
        };
        if is_judged {
            words.push_str("; the year that is judged");
        }
        words
    }
}

fn accumulated(days: &Days, series: &str, from: NaiveDate, end: NaiveDate) -> Sum {
    let last = end - Duration::days(1);
    let values = days.values(series, from, last);
    let (mut sum, mut present) = (0.0, 0_u32);
    for value in values.iter().filter(|value| !value.is_nan()) {
        sum += value;
        present += 1;
    }
    let expected = days_between(from, last);
    let completeness = Completeness::new(present, expected);
    Sum {
        value: sum * f64::from(expected) / f64::from(present.max(1)),
        completeness,
    }
}

fn ratio_test(run: &Run<'_>, ratio: &RatioTest, window: &Window) -> (Option<bool>, Trace) {
    let (from, end) = ratio.accumulate.days(window.first());
    let last = end - Duration::days(1);
    let known = (from, last.min(run.span.known_to).max(from));
    let mut trace = Trace {
        what: format!("{} from {from} to {last}", ratio.index),
        unit: unit_of_sum(run, &ratio.index).name,
        inputs: vec![series_trace(run, &ratio.index, known)],
        ..Trace::default()
    };
    if last > run.span.known_to {
        trace.because = Some(format!("it is tested on {end}"));
        return (None, trace);
    }
    let allowed = run.agreement.allowed_missing;
    let sum = accumulated(&run.days, &ratio.index, from, end);
    if !sum.completeness.suffices(allowed) {
        trace.because = Some(format!("only {} days have a value", sum.completeness));
        return (None, trace);
    }
    trace.value = Some(sum.value);
    let (mean, behind) = match ratio.mean {
        Some(mean) => (Some(mean), stated_mean(run, ratio, mean)),
        None => climatological_mean(run, ratio, window.first()),
    };
    let source = behind.because.clone().unwrap_or_default();
    trace.inputs.push(behind);
    let Some(mean) = mean.filter(|mean| *mean > 0.0) else {
        trace.because = Some("there is no mean to hold it against: no year is complete".to_owned());
        return (None, trace);
    };
    let share = sum.value / mean;
    let met = ratio.is.holds(share);
    let mut because = format!(
        "{:.1} % of the mean of {mean:.1} {} ({source}); {} {} % is asked for: {}",
        100.0 * share,
        trace.unit,
        ratio.is.op,
        round(100.0 * ratio.is.value),
        word(Some(met))
    );
    if sum.completeness.present < sum.completeness.expected {
        because.push_str(&format!("; {}", sum.in_words()));
    }
    trace.because = Some(because);
    (Some(met), trace)
}

/// A mean that the agreement states in figures.
fn stated_mean(run: &Run<'_>, ratio: &RatioTest, mean: f64) -> Trace {
    Trace {
        what: format!("mean of {}", ratio.index),
        value: Some(mean),
        unit: unit_of_sum(run, &ratio.index).name,
        because: Some("by the agreement".to_owned()),
        ..Trace::default()
    }
}

/// Percentages of an agreement are printed as it prints them: 65, not 65.0.
fn round(value: f64) -> f64 {
    (value * 1e6).round() / 1e6
}

fn unit_of_sum(run: &Run<'_>, series: &str) -> AgreementUnit {
    match run.agreement.measure(series) {
        Some(Measure::Depth) => AgreementUnit::millimetres(),
        Some(Measure::Volume) => AgreementUnit::cubic_hectometres(),
        _ => AgreementUnit {
            name: "m³/s-days".to_owned(),
            ..AgreementUnit::cubic_hectometres()
        },
    }
}

/// Mean of the same accumulation over the years, with the sum of each of them.
fn climatological_mean(run: &Run<'_>, ratio: &RatioTest, start: NaiveDate) -> (Option<f64>, Trace) {
    let stated = run
        .agreement
        .derived(&ratio.index)
        .and_then(|series| series.climatology);
    let (first, last) = stated.map_or((run.days.first, run.days.last()), |years| {
        (years.from, years.to)
    });
    let begin = MonthDay::of(start);
    let judged = ratio.accumulate.days(start).0;
    // Every year of that time and one on either side: what reaches beyond it is left out below.
    let years = first.year() - 1..=last.year() + 1;
    let accumulate = match ratio.accumulate {
        Accumulate::Dates { from, to, .. } => Accumulate::Dates {
            from,
            to,
            years_back: 0,
        },
        months @ Accumulate::MonthsToThirdMonth { .. } => months,
    };
    let unit = unit_of_sum(run, &ratio.index).name;
    let mut sums = Vec::new();
    let mut lines = Vec::new();
    for year in years {
        let (from, end) = accumulate.days(begin.in_year(year));
        let last_day = end - Duration::days(1);
        if from < first || last_day > last || last_day > run.span.known_to {
            continue;
        }
        let sum = accumulated(&run.days, &ratio.index, from, end);
        let counts = sum.completeness.suffices(run.agreement.allowed_missing);
        if counts {
            sums.push((from.year(), sum.value));
        }
        lines.push(Trace {
            what: format!("{} from {from} to {last_day}", ratio.index),
            value: counts.then_some(sum.value),
            unit: unit.clone(),
            because: Some(sum.year_in_words(counts, from == judged)),
            ..Trace::default()
        });
    }
    let count = u32::try_from(sums.len()).unwrap_or(u32::MAX);
    let mean = sums.iter().map(|(_, sum)| sum).sum::<f64>() / f64::from(count.max(1));
    let mean = (count > 0).then_some(mean);
    let words = match (sums.first(), sums.last()) {
        (Some((a, _)), Some((b, _))) => format!("{count} years, beginning {a} to {b}"),
        _ => "no year".to_owned(),
    };
    let trace = Trace {
        what: format!("mean of {} over the years", ratio.index),
        value: mean,
        unit,
        because: Some(words),
        inputs: lines,
        ..Trace::default()
    };
    (mean, trace)
}

fn statistic_test(
    run: &Run<'_>,
    series: &str,
    statistic: Statistic,
    is: Comparison,
    window: &Window,
) -> (Option<bool>, Trace) {
    let last = window.last().min(run.span.known_to);
    let mut trace = Trace {
        what: format!("{series} from {} to {last}", window.first()),
        inputs: vec![series_trace(run, series, (window.first(), last))],
        ..Trace::default()
    };
    if window.last() > run.span.known_to {
        trace.because = Some("the period still runs".to_owned());
        return (None, trace);
    }
    let values = run.days.values(series, window.first(), last);
    let present: Vec<f64> = values
        .iter()
        .copied()
        .filter(|value| !value.is_nan())
        .collect();
    let completeness = Completeness::new(
        u32::try_from(present.len()).unwrap_or(u32::MAX),
        days_between(window.first(), last),
    );
    if !completeness.suffices(run.agreement.allowed_missing) {
        trace.because = Some(format!("only {completeness} days have a value"));
        return (None, trace);
    }
    let measure = run.agreement.measure(series).unwrap_or(Measure::Flow);
    let unit = super::trigger::unit_for(run.agreement, measure, statistic);
    let mean = present.iter().sum::<f64>() / f64::from(completeness.present.max(1));
    let value = match statistic {
        Statistic::Mean => mean,
        Statistic::Min => present.iter().copied().fold(f64::INFINITY, f64::min),
        Statistic::Max => present.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        Statistic::Sum => {
            let sum = mean * f64::from(completeness.expected);
            if measure == Measure::Flow {
                sum * super::days::HM3_PER_M3S_DAY
            } else {
                sum
            }
        }
    };
    let value = unit.from_si(value);
    let met = is.holds(value);
    trace.value = Some(value);
    trace.unit = unit.name;
    trace.because = Some(format!(
        "{} {} is asked for: {}",
        is.op,
        is.value,
        word(Some(met))
    ));
    (Some(met), trace)
}
