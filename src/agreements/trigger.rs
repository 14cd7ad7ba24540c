//! Triggers: events without a volume, such as consultation below a flow.

use super::days::Stat;
use super::run::Run;
use crate::domain::agreement::clauses::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{Rule, RuleKind, Statistic, Trigger, When};
use crate::domain::agreement::{Agreement, TriggerRow};
use crate::domain::{Cause, Finding};

/// Rows of the triggers that fired or cannot be assessed. A period that still runs is judged by its days so
/// far, and a finding says so.
pub(super) fn rows(run: &mut Run<'_>) -> Vec<TriggerRow> {
    let mut rows = all(run);
    rows.retain(|row| row.fired != Some(false));
    for row in rows.iter().filter(|row| row.fired == Some(true)) {
        if row.period.days.1 > run.span.known_to {
            let finding = Finding::note(
                Cause::Incomplete,
                format!(
                    "{} still runs: the threshold is passed by its days up to {}",
                    row.period.label, run.span.known_to
                ),
            );
            run.say(finding, &row.rule);
        }
    }
    rows
}

/// Rows of all triggers and periods.
pub(super) fn all(run: &Run<'_>) -> Vec<TriggerRow> {
    let mut rows = Vec::new();
    for rule in run.agreement.rules.iter().filter(|rule| rule.enabled) {
        if let RuleKind::Trigger(trigger) = &rule.kind {
            rows.extend(periods(run, rule, trigger));
        }
    }
    rows
}

fn periods(run: &Run<'_>, rule: &Rule, trigger: &Trigger) -> Vec<TriggerRow> {
    let When::Series {
        series,
        calendar,
        statistic,
        is,
    } = &trigger.when
    else {
        return Vec::new();
    };
    let agreement = run.agreement;
    let measure = agreement.measure(series).unwrap_or(Measure::Flow);
    let unit = unit_for(agreement, measure, *statistic);
    let stats = run.stats(calendar, series);
    let windows = run.windows(calendar).iter().zip(stats);
    windows
        .filter(|(window, _)| run.wanted(window))
        .map(|(window, stat)| {
            let enough = stat.completeness().suffices(agreement.allowed_missing);
            let value = enough.then(|| unit.from_si(value_of(*statistic, measure, stat)));
            TriggerRow {
                figure: format!(
                    "{}/{}/-/{}/trigger",
                    agreement.id, rule.id, window.period.label
                ),
                rule: rule.id.clone(),
                article: rule.article.clone(),
                period: window.period.clone(),
                level: trigger.level.clone(),
                fired: value.map(|value| is.holds(value)),
                value,
                threshold: is.value,
                unit: unit.name.clone(),
            }
        })
        .collect()
}

/// Unit of a statistic: the agreement's own where it fits.
pub(super) fn unit_for(
    agreement: &Agreement,
    measure: Measure,
    statistic: Statistic,
) -> AgreementUnit {
    let of_value = match (measure, statistic) {
        (Measure::Flow, Statistic::Sum) => Measure::Volume,
        (measure, _) => measure,
    };
    if agreement.unit.measure == of_value {
        return agreement.unit.clone();
    }
    match of_value {
        Measure::Flow => AgreementUnit::cubic_metres_per_second(),
        Measure::Volume => AgreementUnit::cubic_hectometres(),
        Measure::Depth => AgreementUnit::millimetres(),
    }
}

/// A statistic in SI.
pub(super) fn value_of(statistic: Statistic, measure: Measure, stat: &Stat) -> f64 {
    match statistic {
        Statistic::Mean => stat.mean,
        Statistic::Min => stat.min,
        Statistic::Max => stat.max,
        Statistic::Sum => stat.volume(measure),
    }
}
