//! Triggers: events without a volume, such as consultation below a flow.

use super::days::Stat;
use super::run::Run;
use crate::domain::agreement::clauses::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{RuleKind, Statistic, When};
use crate::domain::agreement::{Agreement, TriggerRow};
use crate::domain::{Cause, Finding};

/// Rows of the triggers that fired or cannot be assessed. A period that still runs is judged by its days so
/// far, and a finding says so.
pub(super) fn rows(run: &mut Run<'_>) -> Vec<TriggerRow> {
    let agreement = run.agreement;
    let mut rows = Vec::new();
    let mut early = Vec::new();
    for rule in agreement.rules.iter().filter(|rule| rule.enabled) {
        let RuleKind::Trigger(trigger) = &rule.kind else {
            continue;
        };
        let When::Series {
            series,
            calendar,
            statistic,
            is,
        } = &trigger.when
        else {
            continue;
        };
        let measure = agreement.measure(series).unwrap_or(Measure::Flow);
        let unit = unit_for(agreement, measure, *statistic);
        for (window, stat) in run
            .windows(calendar)
            .iter()
            .zip(run.stats(calendar, series))
        {
            if !run.wanted(window) {
                continue;
            }
            let enough = stat.completeness().suffices(agreement.allowed_missing);
            let value = enough.then(|| unit.from_si(value_of(*statistic, measure, stat)));
            let fired = value.map(|value| is.holds(value));
            if fired == Some(false) {
                continue;
            }
            if stat.known < stat.whole && fired == Some(true) {
                early.push((rule.id.clone(), window.period.label.clone(), *stat));
            }
            rows.push(TriggerRow {
                figure: format!(
                    "{}/{}/-/{}/trigger",
                    agreement.id, rule.id, window.period.label
                ),
                rule: rule.id.clone(),
                article: rule.article.clone(),
                period: window.period.clone(),
                level: trigger.level.clone(),
                fired,
                value,
                threshold: is.value,
                unit: unit.name.clone(),
            });
        }
    }
    for (rule, period, stat) in early {
        let finding = Finding::note(
            Cause::Incomplete,
            format!(
                "{period} still runs: the threshold is passed by its first {} of {} days",
                stat.known, stat.whole
            ),
        );
        run.say(finding, &rule);
    }
    rows
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
