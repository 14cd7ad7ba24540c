//! Which columns hold values, and of what.

use crate::domain::{Cause, Finding, Statistic, Step};
use crate::ingest::profile::{ParameterRule, Rules, SeriesRule};
use crate::ingest::raw::RawClock;
use crate::ingest::rows::ValuePlan;
use crate::ingest::table::Table;

use super::super::plan::{self, Names};
use super::Top;

/// The value columns that the file has and the profile knows.
pub(super) fn value_plans<'r>(
    rules: &'r Rules,
    top: &Top<'_>,
    clock: RawClock,
    table: &mut Table<'_>,
) -> Option<Vec<ValuePlan<'r>>> {
    let words = rules
        .words
        .as_ref()
        .map(|words| top.preamble.words(&words.key))
        .unwrap_or_default();
    let mut plans: Vec<ValuePlan<'r>> = Vec::new();
    for series in &rules.series {
        let is_said = |text: &String| top.says(text, table);
        if !series.said.is_empty() && !series.said.iter().any(is_said) {
            continue;
        }
        let Some(field) = applies(rules, series, &words, &top.names) else {
            continue;
        };
        let Some(only) = plan::only(rules, series, &top.names, &table.coding) else {
            continue;
        };
        let mut proto = plan::proto(rules, series, unit(rules, top, field), clock);
        proto.statistic = said_statistic(rules, &words).unwrap_or(proto.statistic);
        proto.step = said_step(rules, &words).or(proto.step);
        let one = ValuePlan {
            field,
            flags: plan::flags(rules, series, &top.names, &table.coding),
            missing: plan::missing(rules, series.missing.as_ref(), &table.coding),
            proto,
            only,
            station: None,
            gauge: None,
            suffixes: series
                .suffixes
                .as_ref()
                .and_then(|name| rules.quality.get(name)),
        };
        match &rules.parameter {
            Some(column) => {
                let at = plan::field(column, &top.names)?;
                plans.extend(of_parameters(rules, &one, at, table));
            }
            None if rules.station.as_ref().is_some_and(|rule| rule.per_column) => {
                plans.extend(of_columns(rules, &one, top));
            }
            None => plans.push(one),
        }
    }
    if plans.is_empty() {
        table.complaints.say(nothing_to_read(rules, top, &words));
        return None;
    }
    Some(plans)
}

/// The same value column for every code that says what a row measures, the most telling code first.
fn of_parameters<'r>(
    rules: &'r Rules,
    one: &ValuePlan<'r>,
    at: usize,
    table: &Table<'_>,
) -> Vec<ValuePlan<'r>> {
    let mut codes: Vec<(&String, &ParameterRule)> = rules.parameters.iter().collect();
    codes.sort_by_key(|(code, _)| std::cmp::Reverse(code.len()));
    codes
        .into_iter()
        .map(|(code, rule)| {
            let mut plan = one.clone();
            plan.only.code = Some((at, vec![table.coding.encode(code)]));
            plan.gauge = rule.gauge.as_deref();
            plan.proto.quantity = rule.quantity;
            plan.proto.statistic = rule.statistic;
            plan.proto.daily_statistic = rule.daily_statistic;
            plan.proto.step = rule.step.or(plan.proto.step);
            plan.proto.unit.clone_from(&rule.unit);
            if let Some(day) = &rule.day {
                plan.proto.day = day.rule();
            }
            plan.proto.stamp = rule.stamp.unwrap_or(plan.proto.stamp);
            plan
        })
        .collect()
}

/// The same series for every column that is a station: all but those of the time, and those without a name.
fn of_columns<'r>(rules: &Rules, one: &ValuePlan<'r>, top: &Top<'_>) -> Vec<ValuePlan<'r>> {
    let time = rules.time.iter();
    let columns = time.flat_map(|time| {
        let parts = time.parts.iter().flat_map(|parts| {
            let optional = parts.day.iter().chain(&parts.hour);
            [&parts.year, &parts.month].into_iter().chain(optional)
        });
        std::iter::once(&time.column)
            .chain(&time.time_column)
            .chain(parts)
    });
    let taken: Vec<usize> = columns
        .chain(&rules.unread)
        .filter_map(|column| plan::field(column, &top.names))
        .collect();
    let named = top.names.iter().enumerate();
    named
        .filter(|(at, (name, _))| !taken.contains(at) && !name.is_empty())
        .map(|(field, (name, _))| {
            let mut plan = one.clone();
            plan.field = field;
            plan.station = Some(name.clone());
            if let Some(unit) = unit(rules, top, field) {
                plan.proto.unit = unit;
            }
            plan
        })
        .collect()
}

/// Says which columns hold quantities that are not read here.
pub(super) fn say_unread(rules: &Rules, top: &Top<'_>, table: &mut Table<'_>) {
    let names: Vec<&str> = rules
        .unread
        .iter()
        .filter_map(|column| top.names.get(plan::field(column, &top.names)?))
        .map(|(name, _)| name.as_str())
        .collect();
    if !names.is_empty() {
        table.complaints.say(
            Finding::note(
                Cause::UnknownUnit,
                "some columns hold quantities that are not read here",
            )
            .text(&names.join(" · "))
            .hint("stage, discharge, rain and storage are read; nothing needs to be done"),
        );
    }
}

/// The field of a series, when the file has it.
fn applies(rules: &Rules, series: &SeriesRule, words: &[&str], names: &Names) -> Option<usize> {
    if let Some(word) = &series.word
        && !words.contains(&word.as_str())
    {
        return None;
    }
    let field = plan::field(&series.column, names)?;
    // Where every row says its unit, the rows are chosen by it and not the column.
    if series.in_units.is_empty() || rules.unit_column.is_some() {
        return Some(field);
    }
    let unit = names.get(field)?.1.as_deref()?;
    series
        .in_units
        .iter()
        .any(|known| known == unit)
        .then_some(field)
}

/// The unit that the file gives: beside the name of the column, or behind a key.
fn unit(rules: &Rules, top: &Top<'_>, field: usize) -> Option<String> {
    let beside = top.names.get(field).and_then(|(_, unit)| unit.clone());
    beside.or_else(|| {
        let text = top.preamble.value(rules.unit_key.as_ref()?)?;
        Some(text.trim_matches(['[', ']', ' ']).to_owned())
    })
}

fn said_statistic(rules: &Rules, words: &[&str]) -> Option<Statistic> {
    let known = &rules.words.as_ref()?.statistic;
    words.iter().find_map(|word| known.get(*word).copied())
}

fn said_step(rules: &Rules, words: &[&str]) -> Option<Step> {
    let known = &rules.words.as_ref()?.step;
    words.iter().find_map(|word| known.get(*word).copied())
}

fn nothing_to_read(rules: &Rules, top: &Top<'_>, words: &[&str]) -> Finding {
    let said = if words.is_empty() {
        let names: Vec<String> = top
            .names
            .iter()
            .map(|(name, unit)| match unit {
                Some(unit) => format!("{name} [{unit}]"),
                None => name.clone(),
            })
            .collect();
        names.join(", ")
    } else {
        words.join(", ")
    };
    let finding = Finding::error(
        Cause::BadShape,
        "the header names no quantity that the profile reads",
    )
    .text(&said)
    .hint("stage, discharge, rain and storage are read; add the column to the profile if it is one of them");
    let line = rules
        .words
        .as_ref()
        .and_then(|words| top.preamble.entry(&words.key));
    match line {
        Some(entry) => finding.line(entry.line),
        None => finding,
    }
}
