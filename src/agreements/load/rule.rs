//! Rules: `[[rule]]`, one reader per kind.

use super::bands::split;
use super::condition::{comparison, statistic};
use super::cycle;
use super::fields::{Fields, Flag};
use super::names::{Kind, Names};
use super::table::schedule;
use crate::domain::PartyId;
use crate::domain::agreement::rules::{
    Eval, Guarantee, GuaranteeWindow, Limit, Rule, RuleInput, RuleKind, Scale, Target, Trigger,
    When,
};

const SOURCES: [Kind; 2] = [Kind::Station, Kind::Series];

/// Reads every `[[rule]]`, with the place of each.
pub(super) fn rules(root: &Fields<'_, '_>, names: &Names) -> Vec<(Rule, usize)> {
    let mut rules = Vec::new();
    for fields in root.tables("rule") {
        let place = fields.place("");
        rules.extend(rule(&fields, names).map(|rule| (rule, place)));
        fields.finish();
    }
    rules
}

#[derive(Clone, Copy)]
enum Word {
    Split,
    Minimum,
    Maximum,
    Schedule,
    Guarantee,
    Scale,
    Cycle,
    Carry,
    CycleReset,
    DeficitAllowance,
    Trigger,
}

fn rule(fields: &Fields<'_, '_>, names: &Names) -> Option<Rule> {
    let words = [
        ("split", Word::Split),
        ("minimum", Word::Minimum),
        ("maximum", Word::Maximum),
        ("schedule", Word::Schedule),
        ("guarantee", Word::Guarantee),
        ("scale", Word::Scale),
        ("cycle", Word::Cycle),
        ("carry", Word::Carry),
        ("cycle_reset", Word::CycleReset),
        ("deficit_allowance", Word::DeficitAllowance),
        ("trigger", Word::Trigger),
    ];
    let id = fields.text("id", "formula");
    let title = fields.optional_text("title");
    let article = fields.text("article", "Art. 3");
    let confidence = fields.optional_number("confidence");
    if confidence.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        fields.fault(
            "confidence",
            "confidence lies between 0 and 1",
            "write confidence = 0.9",
        );
    }
    let stated = fields.flag("stated", Flag::Yes);
    let enabled = fields.flag("enabled", Flag::Yes);
    let advisory = fields.flag("advisory", Flag::No);
    let kind = match fields.choice("kind", &words, None)? {
        Word::Split => split(fields, names).map(RuleKind::Split),
        Word::Minimum => limit(fields, names).map(RuleKind::Minimum),
        Word::Maximum => limit(fields, names).map(RuleKind::Maximum),
        Word::Schedule => schedule(fields, names).map(RuleKind::Schedule),
        Word::Guarantee => guarantee(fields, names).map(RuleKind::Guarantee),
        Word::Scale => scale(fields, names).map(RuleKind::Scale),
        Word::Cycle => cycle::cycle(fields, names).map(RuleKind::Cycle),
        Word::Carry => cycle::carry(fields, names).map(RuleKind::Carry),
        Word::CycleReset => cycle::cycle_reset(fields, names).map(RuleKind::CycleReset),
        Word::DeficitAllowance => {
            cycle::deficit_allowance(fields, names).map(RuleKind::DeficitAllowance)
        }
        Word::Trigger => trigger(fields, names).map(RuleKind::Trigger),
    };
    Some(Rule {
        id: id?,
        title,
        article: article?,
        confidence,
        stated,
        enabled,
        advisory,
        kind: kind?,
    })
}

/// Reads `input`.
pub(super) fn input(fields: &Fields<'_, '_>, names: &Names) -> Option<RuleInput> {
    let evals = [
        ("period_mean", Eval::PeriodMean),
        ("daily", Eval::Daily),
        ("volume", Eval::Volume),
    ];
    let Some(table) = fields.table("input") else {
        if !fields.has("input") {
            fields.fault(
                "input",
                "input is missing",
                "add input = { series = \"…\", calendar = \"…\", eval = \"period_mean\" }",
            );
        }
        return None;
    };
    let each = table.has("each");
    let series = if each {
        let all = table.texts("each");
        for id in &all {
            names.require(&table, "each", &SOURCES, id);
        }
        Some(all)
    } else {
        names
            .reference(&table, "series", &SOURCES)
            .map(|id| vec![id])
    };
    let calendar = names.reference(&table, "calendar", &[Kind::Calendar]);
    let eval = table.choice("eval", &evals, None);
    let during = names.optional(&table, "during", &[Kind::Calendar]);
    let outside = names.optional(&table, "outside", &[Kind::Calendar]);
    table.finish();
    Some(RuleInput {
        series: series?,
        each,
        calendar: calendar?,
        eval: eval?,
        during,
        outside,
    })
}

/// Reads `owed = { by, to }`.
pub(super) fn owed(fields: &Fields<'_, '_>, names: &Names) -> Option<(PartyId, PartyId)> {
    let Some(table) = fields.table("owed") else {
        if !fields.has("owed") {
            fields.fault(
                "owed",
                "owed is missing: nobody can tell who owes to whom",
                "add owed = { by = \"AA\", to = \"BB\" }",
            );
        }
        return None;
    };
    let by = names.reference(&table, "by", &[Kind::Party]);
    let to = names.reference(&table, "to", &[Kind::Party]);
    table.finish();
    Some((PartyId::new(by?), PartyId::new(to?)))
}

fn limit(fields: &Fields<'_, '_>, names: &Names) -> Option<Limit> {
    let input = input(fields, names);
    let parties = if fields.has("party") {
        let party = names.reference(fields, "party", &[Kind::Party]);
        party.map(|party| (PartyId::new(&party), PartyId::new(&party)))
    } else {
        owed(fields, names)
    };
    let target = match fields.get("target") {
        None => {
            fields.fault(
                "target",
                "target is missing",
                "add target = 2700, or a list with one number for each period",
            );
            None
        }
        Some(value) if value.get_ref().is_array() => {
            Some(Target::PerPeriod(fields.numbers("target")))
        }
        Some(_) => fields.number("target").map(Target::Fixed),
    };
    let negative = match &target {
        Some(Target::Fixed(target)) => *target < 0.0,
        Some(Target::PerPeriod(targets)) => targets.iter().any(|target| *target < 0.0),
        None => false,
    };
    if negative {
        fields.fault("target", "a target is 0 or more", "remove the minus sign");
    }
    let unless = names.optional(fields, "unless", &[Kind::Condition]);
    let (by, to) = parties?;
    Some(Limit {
        input: input?,
        by,
        to,
        target: target?,
        unless,
    })
}

fn guarantee(fields: &Fields<'_, '_>, names: &Names) -> Option<Guarantee> {
    let modifies = names.reference(fields, "modifies", &[Kind::Rule]);
    let cap_at_available = fields.flag("cap_at_available", Flag::No);
    let mut windows = Vec::new();
    for window in fields.tables("windows") {
        let start = window.month_day("start");
        let party = names.reference(&window, "party", &[Kind::Party]);
        let at_least = window.number("at_least");
        window.finish();
        if let (Some(start), Some(party), Some(at_least)) = (start, party, at_least) {
            windows.push(GuaranteeWindow {
                start,
                party: PartyId::new(party),
                at_least,
            });
        }
    }
    if fields.list("windows").is_empty() {
        fields.fault(
            "windows",
            "a guarantee needs the periods that it holds in",
            "add windows = [ { start = \"03-11\", party = \"AA\", at_least = 35000 } ]",
        );
    }
    Some(Guarantee {
        modifies: modifies?,
        cap_at_available,
        windows,
    })
}

fn scale(fields: &Fields<'_, '_>, names: &Names) -> Option<Scale> {
    let modifies = names.reference(fields, "modifies", &[Kind::Rule]);
    let party = names.reference(fields, "party", &[Kind::Party]);
    let factor = fields.number("factor");
    if factor.is_some_and(|factor| !(0.0..=1.0).contains(&factor)) {
        fields.fault(
            "factor",
            "a factor lies between 0 and 1, so that the shares stay within what is available",
            "write factor = 0.9",
        );
    }
    Some(Scale {
        modifies: modifies?,
        party: PartyId::new(party?),
        factor: factor?,
    })
}

fn trigger(fields: &Fields<'_, '_>, names: &Names) -> Option<Trigger> {
    let level = fields.text("level", "consultation");
    let Some(table) = fields.table("when") else {
        if !fields.has("when") {
            fields.fault(
                "when",
                "when is missing",
                "add when = { series = \"…\", calendar = \"…\", stat = \"mean\", op = \"<\", value = 50000 }",
            );
        }
        return None;
    };
    let when = if table.has("ledger") {
        let ledger = names.reference(&table, "ledger", &[Kind::Ledger]);
        let figure = table.text("stat", "delivered_minus_prorata");
        let is = comparison(&table);
        ledger
            .zip(figure)
            .zip(is)
            .map(|((ledger, figure), is)| When::Ledger { ledger, figure, is })
    } else {
        let series = names.reference(&table, "series", &SOURCES);
        let calendar = names.reference(&table, "calendar", &[Kind::Calendar]);
        let statistic = statistic(&table);
        let is = comparison(&table);
        series
            .zip(calendar)
            .zip(statistic.zip(is))
            .map(|((series, calendar), (statistic, is))| When::Series {
                series,
                calendar,
                statistic,
                is,
            })
    };
    table.finish();
    Some(Trigger {
        when: when?,
        level: level?,
    })
}
