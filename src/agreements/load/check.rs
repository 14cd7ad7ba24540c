//! What can only be judged once all clauses are read: what refers to what, and whether it fits.

use std::collections::BTreeMap;

use super::fields::Source;
use crate::agreements::calendar::starts_in_year;
use crate::agreements::unit_of;
use crate::domain::PartyId;
use crate::domain::agreement::Agreement;
use crate::domain::agreement::calendar::{CalendarKind, MonthDay};
use crate::domain::agreement::clauses::{
    CarryOver, DeliveredOf, EntitlementTerm, Ledger, Measure, TermOf, TreatyStationKind,
};
use crate::domain::agreement::rules::{
    Guarantee, Limit, Rule, RuleInput, RuleKind, Schedule, Target, When,
};

struct Check<'c, 'a> {
    source: &'c Source<'a>,
    places: &'c BTreeMap<String, usize>,
}

impl Check<'_, '_> {
    fn fault(&self, entry: &str, key: &str, message: impl Into<String>, hint: &str) {
        let place = self.places.get(entry).copied().unwrap_or(0);
        let entry = if key.is_empty() {
            entry.to_owned()
        } else {
            format!("{entry}, {key}")
        };
        self.source.fault(place, &entry, message, hint);
    }
}

/// Checks an agreement whose clauses are all read, and settles what its derived series measure.
pub(super) fn check(
    agreement: &mut Agreement,
    source: &Source<'_>,
    places: &BTreeMap<String, usize>,
) {
    let check = Check { source, places };
    settle_measures(agreement, &check);
    for rule in &agreement.rules {
        let entry = format!("rule {}", rule.id);
        match &rule.kind {
            RuleKind::Split(split) => check_input(agreement, &check, &entry, &split.input),
            RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => {
                check_limit(agreement, &check, &entry, limit);
            }
            RuleKind::Schedule(schedule) => check_schedule(agreement, &check, &entry, schedule),
            RuleKind::Guarantee(guarantee) => check_guarantee(agreement, &check, &entry, guarantee),
            RuleKind::Scale(scale) => {
                if agreement.rule(&scale.modifies).is_some() {
                    let parties = parties_of(agreement, &scale.modifies);
                    check_modified(&check, &entry, parties, &scale.party);
                }
            }
            RuleKind::Carry(carry) => {
                check_is(agreement, &check, (&entry, "of"), &carry.of, "cycle");
            }
            RuleKind::CycleReset(reset) => {
                check_is(agreement, &check, (&entry, "of"), &reset.of, "cycle");
            }
            RuleKind::Trigger(trigger) => {
                if let When::Series { series, .. } = &trigger.when
                    && agreement.measure(series).is_none()
                {
                    check.fault(
                        &entry,
                        "when",
                        "the series cannot be computed",
                        "correct the series first",
                    );
                }
            }
            RuleKind::Cycle(_) | RuleKind::DeficitAllowance(_) => {}
        }
    }
    for ledger in &agreement.ledgers {
        check_ledger(agreement, &check, ledger);
    }
}

/// Goes round the derived series until all are settled; what stays has a cycle.
fn settle_measures(agreement: &mut Agreement, check: &Check<'_, '_>) {
    let mut settled: BTreeMap<String, Measure> = agreement
        .stations
        .iter()
        .map(|station| (station.id.clone(), station.kind.measure()))
        .collect();
    let mut open: Vec<usize> = (0..agreement.series.len()).collect();
    loop {
        let before = open.len();
        open.retain(|&n| {
            let series = &agreement.series[n];
            let measures: Option<Vec<Measure>> = series
                .terms
                .iter()
                .map(|term| match &term.of {
                    TermOf::Series(id) => settled.get(id).copied(),
                    TermOf::StorageChange(_) => Some(Measure::Flow),
                })
                .collect();
            let Some(measures) = measures else {
                return true;
            };
            let measure = measures.first().copied().unwrap_or(Measure::Flow);
            let entry = format!("series {}", series.id);
            if measures.iter().any(|other| *other != measure) {
                check.fault(
                    &entry,
                    "terms",
                    "the terms do not measure the same: flow, rain and volume cannot be added",
                    "correct the kind of a station, or use storage_change for a reservoir",
                );
            }
            settled.insert(series.id.clone(), measure);
            agreement.series[n].measure = measure;
            false
        });
        if open.is_empty() || open.len() == before {
            break;
        }
    }
    let stuck: Vec<String> = open
        .iter()
        .map(|&n| agreement.series[n].id.clone())
        .collect();
    for id in &stuck {
        check.fault(
            &format!("series {id}"),
            "terms",
            format!(
                "the series are derived from one another in a circle: {}",
                stuck.join(", ")
            ),
            "derive one of them from stations only",
        );
    }
    for series in &agreement.series {
        for term in &series.terms {
            if let TermOf::StorageChange(id) = &term.of
                && agreement
                    .station(id)
                    .is_some_and(|station| station.kind != TreatyStationKind::Reservoir)
            {
                check.fault(
                    &format!("series {}", series.id),
                    "terms",
                    format!("{id} is no reservoir, so that its storage cannot change"),
                    "add kind = \"reservoir\" to the station",
                );
            }
        }
    }
}

fn check_input(agreement: &Agreement, check: &Check<'_, '_>, entry: &str, input: &RuleInput) {
    for id in &input.series {
        if agreement.measure(id) == Some(Measure::Depth) {
            check.fault(
                entry,
                "input",
                format!("{id} is rain, which cannot be shared or delivered"),
                "name a gauge, a canal or a series derived from them",
            );
        }
    }
    for id in input.during.iter().chain(&input.outside) {
        let is_season = agreement.calendar(id).is_none_or(|calendar| {
            matches!(calendar.kind, CalendarKind::Season { .. }) || calendar.season.is_some()
        });
        if !is_season {
            check.fault(
                entry,
                "input",
                format!("{id} is no season"),
                "name a calendar of kind season",
            );
        }
    }
}

fn check_limit(agreement: &Agreement, check: &Check<'_, '_>, entry: &str, limit: &Limit) {
    check_input(agreement, check, entry, &limit.input);
    if limit.input.each {
        check.fault(
            entry,
            "input",
            "a minimum or maximum is held against one series",
            "write one rule for each series",
        );
    }
    let Some(calendar) = agreement.calendar(&limit.input.calendar) else {
        return;
    };
    if let Target::PerPeriod(targets) = &limit.target {
        match starts_in_year(calendar) {
            None => check.fault(
                entry,
                "target",
                "a week has one target only",
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
}

fn check_schedule(agreement: &Agreement, check: &Check<'_, '_>, entry: &str, schedule: &Schedule) {
    let given: Vec<MonthDay> = schedule.rows.iter().map(|(start, _)| *start).collect();
    let Some(starts) = agreement
        .calendar(&schedule.calendar)
        .and_then(starts_in_year)
    else {
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

fn check_guarantee(
    agreement: &Agreement,
    check: &Check<'_, '_>,
    entry: &str,
    guarantee: &Guarantee,
) {
    // A rule that could not be read was named already.
    let Some(rule) = agreement.rule(&guarantee.modifies) else {
        return;
    };
    let RuleKind::Split(split) = &rule.kind else {
        check.fault(
            entry,
            "modifies",
            format!(
                "{} is no split, so that there is no share to guarantee",
                rule.id
            ),
            "name a rule of kind split",
        );
        return;
    };
    for window in &guarantee.windows {
        check_modified(check, entry, Some(&split.parties), &window.party);
        if window.at_least < 0.0 {
            check.fault(
                entry,
                "windows",
                "a guarantee is 0 or more",
                "remove the minus sign",
            );
        }
    }
    let given: Vec<MonthDay> = guarantee
        .windows
        .iter()
        .map(|window| window.start)
        .collect();
    if let Some(starts) = agreement
        .calendar(&split.input.calendar)
        .and_then(starts_in_year)
    {
        stray_and_double(check, (entry, "windows"), &given, &starts);
    }
}

fn parties_of<'r>(agreement: &'r Agreement, rule: &str) -> Option<&'r [PartyId]> {
    match &agreement.rule(rule)?.kind {
        RuleKind::Split(split) => Some(&split.parties),
        RuleKind::Schedule(schedule) => Some(&schedule.parties),
        _ => None,
    }
}

fn check_modified(
    check: &Check<'_, '_>,
    entry: &str,
    parties: Option<&[PartyId]>,
    party: &PartyId,
) {
    match parties {
        None => check.fault(
            entry,
            "modifies",
            "the rule that is changed gives no shares",
            "name a rule of kind split or schedule",
        ),
        Some(parties) if !parties.contains(party) => check.fault(
            entry,
            "",
            format!("{party} has no share in the rule that is changed"),
            "name a party of that rule",
        ),
        Some(_) => {}
    }
}

fn check_is(
    agreement: &Agreement,
    check: &Check<'_, '_>,
    (entry, key): (&str, &str),
    rule: &str,
    word: &str,
) {
    if agreement
        .rule(rule)
        .is_some_and(|rule| rule.kind.word() != word)
    {
        check.fault(
            entry,
            key,
            format!("{rule} is no rule of kind {word}"),
            &format!("name a rule of kind {word}"),
        );
    }
}

fn check_ledger(agreement: &Agreement, check: &Check<'_, '_>, ledger: &Ledger) {
    let entry = format!("ledger, {}", ledger.id);
    for term in &ledger.entitlement {
        check_term(agreement, check, &entry, term);
    }
    let known: Vec<&Rule> = ledger
        .entitlement
        .iter()
        .filter_map(|term| agreement.rule(&term.rule))
        .collect();
    let differ = |key: fn(&Agreement, &Rule) -> Option<String>| {
        known
            .windows(2)
            .any(|pair| key(agreement, pair[0]) != key(agreement, pair[1]))
    };
    if differ(|_, rule| calendar_of(rule).map(str::to_owned))
        || differ(|agreement, rule| Some(unit_of(agreement, rule).name))
    {
        check.fault(
            &entry,
            "entitlement",
            "the rules do not count in the same periods and unit, so that they cannot be added",
            "write one ledger for each",
        );
    }
    if ledger
        .entitlement
        .windows(2)
        .any(|pair| pair[0].party != pair[1].party)
    {
        check.fault(
            &entry,
            "entitlement",
            "the shares of different parties are added",
            "write one ledger for each party",
        );
    }
    for term in &ledger.delivered {
        if let DeliveredOf::Series(id) = &term.of
            && agreement.measure(id) == Some(Measure::Depth)
        {
            check.fault(
                &entry,
                "delivered",
                format!("{id} is rain, which cannot be shared or delivered"),
                "name a gauge, a canal or a series derived from them",
            );
        }
    }
    if ledger.carry == CarryOver::NextPeriod
        && ledger
            .unit
            .as_ref()
            .is_some_and(|unit| unit.measure == Measure::Flow)
    {
        check.fault(
            &entry,
            "unit",
            "a balance that is carried over must be a volume, for periods differ in length",
            "write unit = \"hm3\", or a flow for a day such as cfs_day",
        );
    }
    if let CarryOver::Rule(rule) = &ledger.carry {
        check_is(agreement, check, (&entry, "carry"), rule, "carry");
    }
    if let Some(rule) = &ledger.reset {
        check_is(agreement, check, (&entry, "reset"), rule, "cycle_reset");
    }
}

/// Calendar of a rule that an entitlement may rest on.
pub(crate) fn calendar_of(rule: &Rule) -> Option<&str> {
    match &rule.kind {
        RuleKind::Split(split) => Some(&split.input.calendar),
        RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => Some(&limit.input.calendar),
        RuleKind::Schedule(schedule) => Some(&schedule.calendar),
        RuleKind::Cycle(cycle) => Some(&cycle.calendar),
        _ => None,
    }
}

fn check_term(agreement: &Agreement, check: &Check<'_, '_>, entry: &str, term: &EntitlementTerm) {
    let Some(rule) = agreement.rule(&term.rule) else {
        return;
    };
    let parties = parties_of(agreement, &term.rule);
    let id = &term.rule;
    match (&rule.kind, &term.party) {
        (RuleKind::Split(split), _) if split.input.each => check.fault(
            entry,
            "entitlement",
            format!("{id} is applied to several streams, each by itself"),
            "write one rule for the stream that the ledger is about",
        ),
        (RuleKind::Split(_) | RuleKind::Schedule(_), None) => check.fault(
            entry,
            "entitlement",
            format!("{id} has several parties"),
            &format!("write {id}.PARTY with the id of the party"),
        ),
        (RuleKind::Split(_) | RuleKind::Schedule(_), Some(party)) => {
            if parties.is_some_and(|parties| !parties.contains(party)) {
                check.fault(
                    entry,
                    "entitlement",
                    format!("{party} has no share in {id}"),
                    "name a party of that rule",
                );
            }
        }
        (RuleKind::Minimum(_) | RuleKind::Maximum(_) | RuleKind::Cycle(_), None) => {}
        _ => check.fault(
            entry,
            "entitlement",
            format!("{term_text} is no entitlement", term_text = term.rule),
            "name a share (rule.PARTY) of a split or schedule, or a minimum",
        ),
    }
}
