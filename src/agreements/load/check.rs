//! What can only be judged once all clauses are read: what refers to what, and whether it fits.

use std::collections::BTreeMap;

use super::fields::Source;
use super::starts::starts_in_year;
use crate::domain::PartyId;
use crate::domain::agreement::Agreement;
use crate::domain::agreement::calendar::{CalendarKind, MonthDay};
use crate::domain::agreement::rules::{
    Change, ChangeHow, Limit, Rule, RuleKind, Schedule, ScheduleOf, Target,
};

/// Where faults of read clauses are named.
pub(super) struct Check<'c, 'a> {
    pub(super) source: &'c Source<'a>,
    pub(super) places: &'c BTreeMap<String, usize>,
}

impl Check<'_, '_> {
    pub(super) fn fault(&self, entry: &str, key: &str, message: impl Into<String>, hint: &str) {
        let place = self.places.get(entry).copied().unwrap_or(0);
        let entry = if key.is_empty() {
            entry.to_owned()
        } else {
            format!("{entry}, {key}")
        };
        self.source.fault(place, &entry, message, hint);
    }
}

/// Checks an agreement whose clauses are all read.
pub(super) fn check(agreement: &Agreement, check: &Check<'_, '_>) {
    for rule in &agreement.rules {
        let entry = format!("rule {}", rule.id);
        check_seasons(agreement, check, &entry, rule);
        match &rule.kind {
            RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => {
                check_targets(agreement, check, &entry, limit);
            }
            RuleKind::Schedule(schedule) => check_schedule(agreement, check, &entry, schedule),
            RuleKind::Change(change) => check_change(agreement, check, &entry, change),
            RuleKind::Split(_) | RuleKind::Amount(_) | RuleKind::Trigger(_) => {}
        }
    }
    for calendar in &agreement.calendars {
        if let CalendarKind::Cycle {
            closes: Some(closes),
            ..
        } = &calendar.kind
            && agreement
                .condition(closes)
                .is_some_and(|condition| condition.scope.is_some())
        {
            check.fault(
                &format!("calendar, {}", calendar.id),
                "closes",
                format!(
                    "{closes} is tested for periods, so that it names no day on which a cycle ends"
                ),
                "remove the scope of the condition: without it the test is made day by day",
            );
        }
    }
}

fn check_seasons(agreement: &Agreement, check: &Check<'_, '_>, entry: &str, rule: &Rule) {
    for (key, ids) in [("during", &rule.during), ("outside", &rule.outside)] {
        for id in ids {
            let is_season = agreement.calendar(id).is_none_or(|calendar| {
                matches!(calendar.kind, CalendarKind::Season { .. }) || calendar.season.is_some()
            });
            if !is_season {
                check.fault(
                    entry,
                    key,
                    format!("{id} is no season"),
                    "name a calendar of kind season",
                );
            }
        }
    }
}

fn check_targets(agreement: &Agreement, check: &Check<'_, '_>, entry: &str, limit: &Limit) {
    let (Target::PerPeriod(targets), Some(calendar)) =
        (&limit.target, agreement.calendar(&limit.calendar))
    else {
        return;
    };
    match starts_in_year(calendar) {
        None => check.fault(
            entry,
            "target",
            format!("the periods of {} have one target only", calendar.id),
            "write a single number",
        ),
        Some(starts) if starts.len() != targets.len() => check.fault(
            entry,
            "target",
            format!(
                "there are {} targets for the {} periods of {}",
                targets.len(),
                starts.len(),
                calendar.id
            ),
            "write one number for each period, in the order of the accounting year",
        ),
        Some(_) => {}
    }
}

fn check_schedule(agreement: &Agreement, check: &Check<'_, '_>, entry: &str, schedule: &Schedule) {
    let given = schedule.parties.iter().find_map(|(_, of)| match of {
        ScheduleOf::Periods(periods) => {
            Some(periods.iter().map(|(start, _)| *start).collect::<Vec<_>>())
        }
        ScheduleOf::Amount(_) => None,
    });
    let (Some(given), Some(calendar)) = (given, agreement.calendar(&schedule.calendar)) else {
        return;
    };
    let Some(starts) = starts_in_year(calendar) else {
        check.fault(
            entry,
            "rows",
            format!(
                "the periods of {} do not begin on the same days each year",
                calendar.id
            ),
            "write amounts = { AA = 12 }, or name another calendar",
        );
        return;
    };
    stray_and_double(check, (entry, "rows"), &given, &starts);
    let missing: Vec<String> = starts
        .iter()
        .filter(|start| !given.contains(start))
        .map(ToString::to_string)
        .collect();
    if !missing.is_empty() {
        check.fault(
            entry,
            "rows",
            format!(
                "there is no row for the periods that begin on {}",
                missing.join(", ")
            ),
            "add one row for each period of the calendar",
        );
    }
}

fn stray_and_double(
    check: &Check<'_, '_>,
    (entry, key): (&str, &str),
    given: &[MonthDay],
    starts: &[MonthDay],
) {
    for (n, start) in given.iter().enumerate() {
        if !starts.contains(start) {
            check.fault(
                entry,
                key,
                format!("no period begins on {start}"),
                "write the first day of a period of the calendar",
            );
        }
        if given[..n].contains(start) {
            check.fault(
                entry,
                key,
                format!("the period that begins on {start} is given twice"),
                "remove one of the two",
            );
        }
    }
}

fn check_change(agreement: &Agreement, check: &Check<'_, '_>, entry: &str, change: &Change) {
    // A rule that could not be read was named already.
    let Some(rule) = agreement.rule(&change.modifies) else {
        return;
    };
    let Some(parties) = parties_of(rule) else {
        check.fault(
            entry,
            "modifies",
            format!(
                "{}, a rule of kind {}, gives no shares",
                rule.id,
                rule.kind.word()
            ),
            "name a rule of kind split or schedule",
        );
        return;
    };
    let known = |party: &PartyId| {
        if !parties.contains(&party) {
            check.fault(
                entry,
                "",
                format!("{party} has no share in the rule that is changed"),
                "name a party of that rule",
            );
        }
    };
    match &change.how {
        ChangeHow::Guarantee { grants, .. } | ChangeHow::Cap { grants } => {
            for grant in grants {
                known(&grant.party);
            }
            check_windows(agreement, check, entry, (rule, &change.how));
        }
        ChangeHow::Scale { party, .. } => party.iter().for_each(known),
        ChangeHow::Transfer { from, to, .. } => [from, to].into_iter().for_each(known),
    }
}

/// Windows name periods of the rule, and do not overlap.
fn check_windows(
    agreement: &Agreement,
    check: &Check<'_, '_>,
    entry: &str,
    (rule, change): (&Rule, &ChangeHow),
) {
    let (grants, one_each) = match change {
        ChangeHow::Guarantee { grants, .. } => (grants, false),
        ChangeHow::Cap { grants } => (grants, true),
        ChangeHow::Scale { .. } | ChangeHow::Transfer { .. } => return,
    };
    let starts = rule
        .kind
        .calendar()
        .and_then(|id| agreement.calendar(id))
        .and_then(starts_in_year);
    let Some(starts) = starts else {
        return;
    };
    let mut windows: BTreeMap<&str, Vec<MonthDay>> = BTreeMap::new();
    for grant in grants {
        // Every share may be cut in one period, but only one party can be sure of its own.
        let whose = if one_each { grant.party.as_str() } else { "" };
        windows.entry(whose).or_default().extend(grant.start);
    }
    for given in windows.values() {
        stray_and_double(check, (entry, "windows"), given, &starts);
    }
}

fn parties_of(rule: &Rule) -> Option<Vec<&PartyId>> {
    match &rule.kind {
        RuleKind::Split(split) => Some(split.parties.iter().collect()),
        RuleKind::Schedule(schedule) => {
            Some(schedule.parties.iter().map(|(party, _)| party).collect())
        }
        RuleKind::Amount(amount) => amount.party.as_ref().map(|party| vec![party]),
        _ => None,
    }
}
