//! Kinds of rules that say in one what takes an amount, a calendar and a ledger otherwise: `cycle`, `carry`,
//! `cycle_reset`, `deficit_allowance`. They are turned into those.

use super::fields::{Fields, Flag, whole};
use super::header::unit_at;
use super::names::Kind;
use super::rule::{Reader, owed};
use crate::domain::PartyId;
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::calendar::{Calendar, CalendarKind, MonthDay};
use crate::domain::agreement::ledger::{
    Allowance, Carry, CarryWithin, FillsFirst, Ledger, Offset, Reset, Wipes,
};
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::rules::NamedAmount;

/// Whether a kind of rule has no figures of its own and only says something of a ledger.
pub(super) fn says_of_a_ledger(kind: &str) -> bool {
    matches!(kind, "carry" | "cycle_reset" | "deficit_allowance")
}

/// Reads a rule that only says something of a ledger, for its faults.
pub(super) fn look_at(reader: &Reader<'_>, fields: &Fields<'_, '_>, kind: &str) {
    match kind {
        "carry" => drop(carry(reader, fields)),
        "cycle_reset" => drop(cycle_reset(reader, fields)),
        _ => drop(deficit_allowance(reader, fields)),
    }
}

/// A rule with this id and kind that is not switched off.
pub(super) fn find<'s, 'a>(root: &Fields<'s, 'a>, id: &str, kind: &str) -> Option<Fields<'s, 'a>> {
    root.tables("rule").into_iter().find(|rule| {
        rule.optional_text("id").as_deref() == Some(id)
            && rule.optional_text("kind").as_deref() == Some(kind)
    })
}

/// What is due in a cycle of years.
pub(super) fn cycle(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<NamedAmount> {
    let owed = owed(reader, fields);
    if owed.is_none() && !fields.has("owed") {
        fields.fault(
            "owed",
            "owed is missing: nobody can tell who owes to whom",
            "add owed = { by = \"AA\", to = \"BB\" }",
        );
    }
    let calendar = reader
        .names
        .reference(fields, "calendar", &[Kind::Calendar]);
    for item in fields.texts("credit") {
        match item.rsplit_once('.') {
            Some((rule, party)) if !reader.scope.sources.contains_key(&item) => {
                reader.names.require(fields, "credit", &[Kind::Rule], rule);
                reader
                    .names
                    .require(fields, "credit", &[Kind::Party], party);
            }
            _ => {
                let kinds = [Kind::Station, Kind::Series, Kind::Rule];
                reader.names.require(fields, "credit", &kinds, &item);
            }
        }
    }
    let (per_year, total) = (fields.optional_number("per_year"), fields.number("total"));
    if unit.measure != Measure::Volume {
        fields.fault(
            "unit",
            "a cycle counts in a volume",
            "write unit = \"hm3\", \"af\" or \"m3\"",
        );
    }
    if let (Some(per_year), Some(total)) = (per_year, total)
        && per_year > 0.0
        && ((total / per_year).round() - total / per_year).abs() > 1e-6
    {
        fields.fault(
            "total",
            format!("the total {total} is no whole number of years of {per_year}"),
            "correct one of the two",
        );
    }
    let (_, to) = owed?;
    Some(NamedAmount {
        calendar: calendar?,
        party: Some(to),
        amount: Amount::Quantity {
            value: total?,
            unit: unit.clone(),
        },
    })
}

/// How a deficit of a cycle is made up.
pub(super) fn carry(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<Carry> {
    of_cycle(reader, fields);
    let repay_within = fields.choice("repay_within", &[("next_cycle", 1)], Some(1));
    let apply_first = fields.flag("apply_first", Flag::No);
    let max_deficits_in_row = fields.optional_whole("max_deficit_cycles_in_row");
    let sources = fields.texts("sources");
    Some(Carry {
        repay_within: Some(repay_within?),
        fills_first: if apply_first {
            FillsFirst::Carried
        } else {
            FillsFirst::Period
        },
        max_deficits_in_row,
        sources,
        // A cycle owes its minimum; more than that is no claim on the next one.
        surplus: 0.0,
        ..plain_carry(fields.optional_text("article"))
    })
}

/// A balance that goes on for ever.
pub(super) fn plain_carry(article: Option<String>) -> Carry {
    Carry {
        article,
        within: CarryWithin::Always,
        deficit: 1.0,
        surplus: 1.0,
        for_periods: None,
        repay_within: None,
        fills_first: FillsFirst::Carried,
        max_deficit: None,
        max_surplus: None,
        max_surplus_per_period: None,
        max_use_per_period: None,
        max_deficits_in_row: None,
        sources: Vec::new(),
    }
}

/// The rule that a carry or reset is about: a cycle.
fn of_cycle(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<String> {
    let of = reader.names.reference(fields, "of", &[Kind::Rule])?;
    let is_cycle = reader
        .scope
        .rules
        .get(&of)
        .is_some_and(|rule| rule.kind == "cycle");
    if !is_cycle {
        fields.fault(
            "of",
            format!("{of} is no rule of kind cycle"),
            "name a rule of kind cycle",
        );
    }
    is_cycle.then_some(of)
}

/// What ends a cycle, and what it wipes.
pub(super) struct CycleReset {
    of: String,
    when: String,
    closes: bool,
    wipes: bool,
    article: Option<String>,
}

impl CycleReset {
    /// What it does to the account.
    pub(super) fn reset(self) -> Option<Reset> {
        self.wipes.then_some(Reset {
            article: self.article,
            when: Amount::Condition(self.when),
            wipes: Wipes::Deficit,
        })
    }
}

/// Reads what ends a cycle early.
pub(super) fn cycle_reset(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<CycleReset> {
    let of = of_cycle(reader, fields);
    let when = reader.names.reference(fields, "when", &[Kind::Condition]);
    let effect = fields.table("effect").map(|effect| {
        let read = (
            effect.flag("close_cycle", Flag::No),
            effect.flag("zero_debt", Flag::No),
        );
        effect.choice("new_anchor", &[("next_day", ())], Some(()));
        effect.finish();
        read
    });
    if effect.is_none() && !fields.has("effect") {
        fields.fault(
            "effect",
            "effect is missing",
            "add effect = { close_cycle = true, zero_debt = true, new_anchor = \"next_day\" }",
        );
    }
    let (closes, wipes) = effect?;
    Some(CycleReset {
        of: of?,
        when: when?,
        closes,
        wipes,
        article: fields.optional_text("article"),
    })
}

/// Lets resets end the cycles of their calendars.
pub(super) fn close_cycles(reader: &Reader<'_>, root: &Fields<'_, '_>, calendars: &mut [Calendar]) {
    for rule in root.tables("rule") {
        if rule.optional_text("kind").as_deref() != Some("cycle_reset")
            || !rule.flag("enabled", Flag::Yes)
        {
            continue;
        }
        let source = rule.source();
        let Some(reset) = source.quietly(|| cycle_reset(reader, &rule)) else {
            continue;
        };
        let of = find(root, &reset.of, "cycle").and_then(|rule| rule.optional_text("calendar"));
        for calendar in calendars
            .iter_mut()
            .filter(|one| Some(&one.id) == of.as_ref())
        {
            if let CalendarKind::Cycle { closes, .. } = &mut calendar.kind
                && reset.closes
                && closes.is_none()
            {
                *closes = Some(reset.when.clone());
            }
        }
    }
}

/// A deficit that is allowed for a while, and between which ledgers it is settled.
pub(super) struct DeficitAllowance {
    allow: Vec<(String, Vec<u32>, f64, AgreementUnit)>,
    settle: Option<(MonthDay, Vec<String>)>,
}

/// Reads an allowance.
pub(super) fn deficit_allowance(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
) -> Option<DeficitAllowance> {
    let mut allow = Vec::new();
    for table in fields.tables("allow") {
        allow.push(allowance(reader, &table));
        table.finish();
    }
    let settle = fields.table("settle").and_then(|table| {
        let by = table.month_day("by");
        let ledgers = table.texts("offset_between");
        for ledger in &ledgers {
            reader
                .names
                .require(&table, "offset_between", &[Kind::Ledger], ledger);
        }
        table.finish();
        by.map(|by| (by, ledgers))
    });
    Some(DeficitAllowance {
        allow: allow.into_iter().collect::<Option<_>>()?,
        settle,
    })
}

/// Months, 1 to 12.
pub(super) fn months(fields: &Fields<'_, '_>) -> Vec<u32> {
    let list = fields.list("months");
    let months: Vec<u32> = list
        .iter()
        .filter_map(|month| whole(month.get_ref()))
        .filter(|month| (1..=12).contains(month))
        .collect();
    if months.len() != list.len() || months.is_empty() {
        fields.fault(
            "months",
            "months are numbers from 1 to 12",
            "write months = [3, 4, 5]",
        );
    }
    months
}

fn allowance(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
) -> Option<(String, Vec<u32>, f64, AgreementUnit)> {
    let ledger = reader.names.reference(fields, "ledger", &[Kind::Ledger]);
    reader.names.reference(fields, "party", &[Kind::Party]);
    let months = months(fields);
    let max_deficit = fields.number("max_deficit");
    if !fields.has("unit") {
        fields.text("unit", "cfs_day");
    }
    let unit = unit_at(fields, "unit");
    Some((ledger?, months, max_deficit?, unit?))
}

/// Brings allowances that are in effect to their ledgers.
pub(super) fn allow(reader: &Reader<'_>, root: &Fields<'_, '_>, ledgers: &mut [(Ledger, usize)]) {
    for rule in root.tables("rule") {
        if rule.optional_text("kind").as_deref() != Some("deficit_allowance")
            || !rule.flag("enabled", Flag::Yes)
        {
            continue;
        }
        let source = rule.source();
        let Some(read) = source.quietly(|| deficit_allowance(reader, &rule)) else {
            continue;
        };
        let article = rule.optional_text("article");
        for (id, months, max_deficit, unit) in read.allow {
            let by = read.settle.as_ref().map(|(by, _)| *by);
            for (ledger, _) in ledgers.iter_mut().filter(|(ledger, _)| ledger.id == id) {
                ledger.allowances.push(Allowance {
                    article: article.clone(),
                    months: months.clone(),
                    max_deficit: ledger.unit.from_si(unit.to_si(max_deficit)),
                    settle_by: by,
                });
            }
        }
        let Some((by, between)) = read.settle else {
            continue;
        };
        for (ledger, _) in ledgers
            .iter_mut()
            .filter(|(ledger, _)| between.contains(&ledger.id))
        {
            let with: Vec<String> = between
                .iter()
                .filter(|id| **id != ledger.id)
                .cloned()
                .collect();
            if !with.is_empty() && ledger.offset.is_none() {
                ledger.offset = Some(Offset {
                    with,
                    by,
                    article: article.clone(),
                });
            }
        }
    }
}

/// Who owes in a cycle and to whom, for a ledger that names it.
pub(super) fn parties(root: &Fields<'_, '_>, rule: &str) -> (Option<PartyId>, Option<PartyId>) {
    let Some(owed) = find(root, rule, "cycle").and_then(|rule| rule.table("owed")) else {
        return (None, None);
    };
    let party = |key| owed.optional_text(key).map(PartyId::new);
    (party("by"), party("to"))
}
