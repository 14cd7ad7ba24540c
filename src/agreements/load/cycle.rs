//! Rules over cycles of years, and allowances.

use super::fields::{Fields, Flag, whole};
use super::names::{Kind, Names};
use super::rule::owed;
use super::unit;
use crate::domain::PartyId;
use crate::domain::agreement::rules::{Allowance, Carry, Cycle, CycleReset, DeficitAllowance};

/// Reads a cycle.
pub(super) fn cycle(fields: &Fields<'_, '_>, names: &Names) -> Option<Cycle> {
    let owed = owed(fields, names);
    let calendar = names.reference(fields, "calendar", &[Kind::Calendar]);
    let credit = fields.texts("credit");
    for item in &credit {
        match item.rsplit_once('.') {
            Some((rule, party)) => {
                names.require(fields, "credit", &[Kind::Rule], rule);
                names.require(fields, "credit", &[Kind::Party], party);
            }
            None => {
                names.require(fields, "credit", &[Kind::Station, Kind::Series], item);
            }
        }
    }
    let (per_year, total) = (fields.number("per_year"), fields.number("total"));
    let (by, to) = owed?;
    Some(Cycle {
        calendar: calendar?,
        by,
        to,
        credit,
        per_year: per_year?,
        total: total?,
    })
}

/// Reads how a deficit is made up.
pub(super) fn carry(fields: &Fields<'_, '_>, names: &Names) -> Option<Carry> {
    let of = names.reference(fields, "of", &[Kind::Rule]);
    let repay_within = fields.text("repay_within", "next_cycle");
    let apply_first = fields.flag("apply_first", Flag::No);
    let max_deficit_cycles_in_row = fields.optional_whole("max_deficit_cycles_in_row");
    let sources = fields.texts("sources");
    Some(Carry {
        of: of?,
        repay_within: repay_within?,
        apply_first,
        max_deficit_cycles_in_row,
        sources,
    })
}

/// Reads what ends a cycle early.
pub(super) fn cycle_reset(fields: &Fields<'_, '_>, names: &Names) -> Option<CycleReset> {
    let of = names.reference(fields, "of", &[Kind::Rule]);
    let when = names.reference(fields, "when", &[Kind::Condition]);
    let effect = fields.table("effect").map(|effect| {
        let read = (
            effect.flag("close_cycle", Flag::No),
            effect.flag("zero_debt", Flag::No),
            effect.optional_text("new_anchor"),
        );
        effect.finish();
        read
    });
    if effect.is_none() {
        fields.fault(
            "effect",
            "effect is missing",
            "add effect = { close_cycle = true, zero_debt = true, new_anchor = \"next_day\" }",
        );
    }
    let (close_cycle, zero_debt, new_anchor) = effect?;
    Some(CycleReset {
        of: of?,
        when: when?,
        close_cycle,
        zero_debt,
        new_anchor: new_anchor.unwrap_or_default(),
    })
}

/// Reads an allowance.
pub(super) fn deficit_allowance(
    fields: &Fields<'_, '_>,
    names: &Names,
) -> Option<DeficitAllowance> {
    let mut allow = Vec::new();
    for table in fields.tables("allow") {
        allow.extend(allowance(&table, names));
        table.finish();
    }
    let settle = fields.table("settle").and_then(|table| {
        let by = table.month_day("by");
        let ledgers = table.texts("offset_between");
        for ledger in &ledgers {
            names.require(&table, "offset_between", &[Kind::Ledger], ledger);
        }
        table.finish();
        by.map(|by| (by, ledgers))
    });
    Some(DeficitAllowance { allow, settle })
}

fn allowance(fields: &Fields<'_, '_>, names: &Names) -> Option<Allowance> {
    let ledger = names.reference(fields, "ledger", &[Kind::Ledger]);
    let party = names.reference(fields, "party", &[Kind::Party]);
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
    let max_deficit = fields.number("max_deficit");
    let unit = fields.text("unit", "cfs_day").and_then(|text| {
        let unit = unit::parse(&text);
        if unit.is_none() {
            fields.fault("unit", format!("unit \"{text}\" is not known"), unit::HINT);
        }
        unit
    });
    Some(Allowance {
        ledger: ledger?,
        party: PartyId::new(party?),
        months,
        max_deficit: max_deficit?,
        unit: unit?,
    })
}
