//! Ledgers: `[ledger]`.

use super::counted::rules_in;
use super::expression::Scope;
use super::fields::{Fields, Flag};
use super::header::unit_at;
use super::names::Kind;
use super::rule::{Reader, words};
use super::sugar;
use super::written::Written;
use crate::domain::PartyId;
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::ledger::{
    Allowance, Carry, CarryWithin, FillsFirst, Ledger, Offset, Reset, Wipes,
};
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{Rule, RuleKind};

/// Reads `[ledger]`; the key is the id. The place of each stands beside it.
pub(super) fn ledgers(
    reader: &Reader<'_>,
    root: &Fields<'_, '_>,
    rules: &[(Rule, usize)],
) -> Vec<(Ledger, usize)> {
    let Some(table) = root.table("ledger") else {
        return Vec::new();
    };
    let mut ledgers = Vec::new();
    for (id, fields) in table.entries() {
        let place = fields.place("");
        ledgers.extend(ledger(reader, (root, &fields), rules, id).map(|ledger| (ledger, place)));
        fields.finish();
    }
    sugar::allow(reader, root, &mut ledgers);
    ledgers
}

fn ledger(
    reader: &Reader<'_>,
    (root, fields): (&Fields<'_, '_>, &Fields<'_, '_>),
    rules: &[(Rule, usize)],
    id: String,
) -> Option<Ledger> {
    let said = words(fields);
    let article = fields.optional_text("article");
    unit_at(fields, "unit");
    let unit = reader.unit(Some(&id));
    let written = Written::required(fields, "entitlement", "\"formula.AA\"");
    let of_rule = written.as_ref().map(|written| named(reader.scope, written));
    let of_rule = of_rule.unwrap_or_default();
    let entitlement = written
        .as_ref()
        .and_then(|written| written.amount(reader.scope, reader.counting(&unit), unit.measure));
    let delivered = Written::required(fields, "delivered", "\"a station or series\"")
        .and_then(|written| written.amount(reader.scope, reader.counting(&unit), unit.measure));
    let (calendar, party, by) = heads(reader, (root, fields), rules, &of_rule);
    let unless = reader
        .test(fields, "unless", &unit)
        .or_else(|| unless_of(rules, &of_rule));
    let carry = carry(reader, (root, fields), &unit);
    let reset = reset(reader, (root, fields), &unit);
    let (offset, allowances) = (offset(reader, fields), allowances(fields));
    let advisory = fields.flag("advisory", Flag::No);
    fields.get("progress");
    let surplus_counts = fields.flag("surplus_counts", Flag::Yes);
    let mut carry = carry?;
    if let (Some(carry), false) = (&mut carry, surplus_counts) {
        carry.surplus = 0.0;
    }
    let article = article.unwrap_or_else(|| articles(rules, &of_rule));
    let is_read = written.is_some() && of_rule.iter().all(|(id, _)| rule_of(rules, id).is_some());
    let article = if article.is_empty() {
        if is_read {
            fields.note(
                "article",
                "no rule of the entitlement brings an article, so that the account has none",
                "add article = \"Art. 3\", or article = \"not in the treaty\"",
            );
        }
        "no article named".to_owned()
    } else {
        article
    };
    Some(Ledger {
        id,
        title: said.title,
        article,
        party: party?,
        by,
        calendar: calendar?,
        entitlement: entitlement?,
        delivered: delivered?,
        carry,
        reset,
        offset,
        allowances,
        unless,
        unit,
        advisory,
        confidence: said.confidence,
    })
}

/// Rules that an entitlement names, with the party behind the dot.
type Named = Vec<(String, Option<String>)>;

fn named(scope: &Scope, written: &Written<'_, '_>) -> Named {
    rules_in(scope, written)
}

fn rule_of<'r>(rules: &'r [(Rule, usize)], id: &str) -> Option<&'r Rule> {
    rules
        .iter()
        .map(|(rule, _)| rule)
        .find(|rule| rule.id == id)
}

/// Articles of the rules behind an entitlement, each once.
fn articles(rules: &[(Rule, usize)], of_rule: &Named) -> String {
    let mut articles: Vec<&str> = Vec::new();
    for (id, _) in of_rule {
        if let Some(rule) = rule_of(rules, id)
            && !articles.contains(&rule.article.as_str())
        {
            articles.push(&rule.article);
        }
    }
    articles.join("; ")
}

/// Where the entitlement is one minimum, what switches that off switches off the account.
fn unless_of(rules: &[(Rule, usize)], of_rule: &Named) -> Option<Amount> {
    let [(id, _)] = &of_rule[..] else {
        return None;
    };
    match &rule_of(rules, id)?.kind {
        RuleKind::Minimum(limit) | RuleKind::Maximum(limit) => limit.unless.clone(),
        _ => None,
    }
}

type Heads = (Option<String>, Option<PartyId>, Option<PartyId>);

/// Calendar, party and who owes: the ledger's own words, else those of its rules.
fn heads(
    reader: &Reader<'_>,
    (root, fields): (&Fields<'_, '_>, &Fields<'_, '_>),
    rules: &[(Rule, usize)],
    of_rule: &Named,
) -> Heads {
    let known: Vec<&Rule> = of_rule
        .iter()
        .filter_map(|(id, _)| rule_of(rules, id))
        .collect();
    let unread = known.len() < of_rule.len();
    let calendar = if fields.has("calendar") {
        reader
            .names
            .reference(fields, "calendar", &[Kind::Calendar])
    } else {
        fields.get("calendar");
        let of_rules: Vec<&str> = known
            .iter()
            .filter_map(|rule| rule.kind.calendar())
            .collect();
        if of_rules.windows(2).any(|pair| pair[0] != pair[1]) {
            fields.fault(
                "entitlement",
                "the rules do not count in the same periods",
                "add calendar = \"…\" with the periods of the account, or write one ledger for each",
            );
        } else if of_rules.is_empty() && !unread && fields.has("entitlement") {
            fields.fault(
                "calendar",
                "calendar is missing: no rule of the entitlement brings one",
                "add calendar = \"the id of a calendar\"",
            );
        }
        of_rules.first().map(|calendar| (*calendar).to_owned())
    };
    let (by, to) = of_rule.first().map_or((None, None), |(id, party)| {
        sides(root, rules, id, party.as_deref())
    });
    let party = if fields.has("party") {
        reader
            .names
            .reference(fields, "party", &[Kind::Party])
            .map(PartyId::new)
    } else {
        fields.get("party");
        let several = of_rule
            .windows(2)
            .any(|pair| pair[0].1.is_some() && pair[1].1.is_some() && pair[0].1 != pair[1].1);
        if several {
            fields.fault(
                "entitlement",
                "the shares of different parties are added",
                "write one ledger for each party, or add party = \"AA\"",
            );
        } else if to.is_none() && !unread && fields.has("entitlement") {
            fields.fault(
                "party",
                "party is missing: no rule of the entitlement says to whom the water is due",
                "add party = \"AA\"",
            );
        }
        to
    };
    let own_by = reader
        .names
        .optional(fields, "by", &[Kind::Party])
        .map(PartyId::new);
    (calendar, party, own_by.or(by))
}

/// Who owes and to whom by a rule.
fn sides(
    root: &Fields<'_, '_>,
    rules: &[(Rule, usize)],
    id: &str,
    party: Option<&str>,
) -> (Option<PartyId>, Option<PartyId>) {
    let party = party.filter(|party| *party != "credit").map(PartyId::new);
    match rule_of(rules, id).map(|rule| &rule.kind) {
        Some(RuleKind::Minimum(limit) | RuleKind::Maximum(limit)) => {
            (limit.by.clone(), Some(limit.to.clone()))
        }
        Some(RuleKind::Amount(amount)) => {
            let (by, to) = sugar::parties(root, id);
            (by, to.or_else(|| amount.party.clone()).or(party))
        }
        _ => (None, party),
    }
}

/// What happens to the balance; `None` with a fault.
#[expect(
    clippy::option_option,
    reason = "the outer one says whether it could be read, the inner one whether anything is carried"
)]
fn carry(
    reader: &Reader<'_>,
    (root, fields): (&Fields<'_, '_>, &Fields<'_, '_>),
    unit: &AgreementUnit,
) -> Option<Option<Carry>> {
    let Some(value) = fields.get("carry") else {
        return Some(None);
    };
    let carry = if value.get_ref().is_table() {
        let table = fields.table("carry")?;
        let carry = carry_table(reader, &table, unit);
        table.finish();
        Some(carry?)
    } else {
        match fields.optional_text("carry")?.as_str() {
            "none" => None,
            "next_period" => Some(Carry {
                within: CarryWithin::Season,
                ..sugar::plain_carry(None)
            }),
            "next_cycle" => Some(Carry {
                repay_within: Some(1),
                ..sugar::plain_carry(None)
            }),
            id => Some(carry_rule(reader, (root, fields), id)?),
        }
    };
    if carry.is_some() && unit.measure == Measure::Flow {
        fields.fault(
            "unit",
            "a balance that is carried over must be a volume, for periods differ in length",
            "write unit = \"hm3\", or a flow for a day such as cfs_day",
        );
    }
    Some(carry)
}

/// A rule of kind carry by its id.
fn carry_rule(
    reader: &Reader<'_>,
    (root, fields): (&Fields<'_, '_>, &Fields<'_, '_>),
    id: &str,
) -> Option<Carry> {
    let Some(rule) = sugar::find(root, id, "carry") else {
        let message = if reader.names.has(Kind::Rule, id) {
            format!("{id} is no rule of kind carry")
        } else {
            format!("carry \"{id}\" is not known")
        };
        fields.fault(
            "carry",
            message,
            "write none, next_period, next_cycle, a table, or the id of a rule of kind carry",
        );
        return None;
    };
    rule.source().quietly(|| sugar::carry(reader, &rule))
}

fn carry_table(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Carry> {
    let within = match fields.optional_text("within").as_deref() {
        None | Some("always") => Some(CarryWithin::Always),
        Some("season") => Some(CarryWithin::Season),
        Some(id) => reader
            .names
            .require(fields, "within", &[Kind::Calendar], id)
            .then(|| CarryWithin::Calendar(id.to_owned())),
    };
    let share = |key: &'static str| {
        let share = fields.optional_number(key).unwrap_or(1.0);
        if !(0.0..=1.0).contains(&share) {
            fields.fault(
                key,
                format!("{key} is the share that is carried, 0 to 1"),
                &format!("write {key} = 0.95"),
            );
        }
        share
    };
    let (deficit, surplus) = (share("deficit"), share("surplus"));
    let limit = |key: &'static str| {
        Written::of(fields, key)
            .map(|written| written.amount(reader.scope, reader.counting(unit), unit.measure))
    };
    let (max_deficit, max_surplus) = (limit("max_deficit"), limit("max_surplus"));
    let (adds, uses) = (limit("max_surplus_per_period"), limit("max_use_per_period"));
    let fills_first = fields.choice(
        "fills_first",
        &[
            ("carried", FillsFirst::Carried),
            ("period", FillsFirst::Period),
        ],
        Some(FillsFirst::Carried),
    );
    let at_least_one = |key: &'static str| {
        let periods = fields.optional_whole(key);
        if periods == Some(0) {
            fields.fault(
                key,
                format!("{key} is 1 or more"),
                "write carry = \"none\" where nothing is carried",
            );
        }
        periods
    };
    Some(Carry {
        article: fields.optional_text("article"),
        within: within?,
        deficit,
        surplus,
        for_periods: at_least_one("for_periods"),
        repay_within: at_least_one("repay_within"),
        fills_first: fills_first?,
        max_deficit: max_deficit.flatten(),
        max_surplus: max_surplus.flatten(),
        max_surplus_per_period: adds.flatten(),
        max_use_per_period: uses.flatten(),
        max_deficits_in_row: fields.optional_whole("max_deficits_in_row"),
        sources: fields.texts("sources"),
    })
}

/// What wipes the account: a table, or a rule of kind cycle_reset.
fn reset(
    reader: &Reader<'_>,
    (root, fields): (&Fields<'_, '_>, &Fields<'_, '_>),
    unit: &AgreementUnit,
) -> Option<Reset> {
    if !fields.get("reset")?.get_ref().is_table() {
        let id = fields.optional_text("reset")?;
        if !reader.names.require(fields, "reset", &[Kind::Rule], &id) {
            return None;
        }
        let Some(rule) = sugar::find(root, &id, "cycle_reset") else {
            fields.fault(
                "reset",
                format!("{id} is no rule of kind cycle_reset"),
                "name a rule of kind cycle_reset, or write reset = { when = \"a test\" }",
            );
            return None;
        };
        let source = rule.source();
        let enabled = rule.flag("enabled", Flag::Yes);
        return source
            .quietly(|| sugar::cycle_reset(reader, &rule))
            .filter(|_| enabled)
            .and_then(sugar::CycleReset::reset);
    }
    let table = fields.table("reset")?;
    let article = table.optional_text("article");
    if !table.has("when") {
        table.fault(
            "when",
            "when is missing",
            "add when = \"a condition or test\"",
        );
    }
    let when = reader.test(&table, "when", unit);
    let wipes = table.choice(
        "wipes",
        &[
            ("both", Wipes::Both),
            ("deficit", Wipes::Deficit),
            ("surplus", Wipes::Surplus),
        ],
        Some(Wipes::Both),
    );
    table.finish();
    Some(Reset {
        article,
        when: when?,
        wipes: wipes?,
    })
}

fn offset(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<Offset> {
    let table = fields.table("offset")?;
    let with = table.texts("with");
    for ledger in &with {
        reader
            .names
            .require(&table, "with", &[Kind::Ledger], ledger);
    }
    if with.is_empty() {
        table.fault("with", "offset names no ledger", "write with = [\"other\"]");
    }
    let by = table.month_day("by");
    let article = table.optional_text("article");
    table.finish();
    Some(Offset {
        with,
        by: by?,
        article,
    })
}

fn allowances(fields: &Fields<'_, '_>) -> Vec<Allowance> {
    let mut allowances = Vec::new();
    for table in fields.tables("allow") {
        let article = table.optional_text("article");
        let months = sugar::months(&table);
        let max_deficit = table.number("max_deficit");
        let settle_by = if table.has("settle_by") {
            table.month_day("settle_by")
        } else {
            table.get("settle_by");
            None
        };
        table.finish();
        if let Some(max_deficit) = max_deficit {
            allowances.push(Allowance {
                article,
                months,
                max_deficit,
                settle_by,
            });
        }
    }
    allowances
}
