//! Ledgers: `[ledger]`.

use super::fields::{Fields, Flag};
use super::names::{Kind, Names};
use super::unit;
use crate::domain::PartyId;
use crate::domain::agreement::clauses::{
    CarryOver, DeliveredOf, DeliveredTerm, EntitlementTerm, Ledger,
};

const SOURCES: [Kind; 2] = [Kind::Station, Kind::Series];

/// Reads `[ledger]`; the key is the id. The place of each stands beside it.
pub(super) fn ledgers(root: &Fields<'_, '_>, names: &Names) -> Vec<(Ledger, usize)> {
    let Some(table) = root.table("ledger") else {
        return Vec::new();
    };
    let mut ledgers = Vec::new();
    for (id, fields) in table.entries() {
        let place = fields.place("");
        ledgers.extend(ledger(&fields, names, id).map(|ledger| (ledger, place)));
        fields.finish();
    }
    ledgers
}

fn ledger(fields: &Fields<'_, '_>, names: &Names, id: String) -> Option<Ledger> {
    let title = fields.optional_text("title");
    let article = fields.optional_text("article");
    let entitlement = fields
        .text("entitlement", "formula.AA")
        .map(|text| entitlement(fields, names, &text));
    let delivered = fields
        .text("delivered", "a station or series")
        .map(|text| delivered(fields, names, &text));
    let carry = match fields.optional_text("carry").as_deref() {
        None | Some("none") => CarryOver::None,
        Some("next_period") => CarryOver::NextPeriod,
        Some(rule) => {
            if !names.is_rule(rule) {
                fields.fault(
                    "carry",
                    format!("carry \"{rule}\" is not known"),
                    "write none, next_period, or the id of a rule of kind carry",
                );
            }
            CarryOver::Rule(rule.to_owned())
        }
    };
    let reset = names.optional(fields, "reset", &[Kind::Rule]);
    let unit = fields.optional_text("unit").and_then(|text| {
        let unit = unit::parse(&text);
        if unit.is_none() {
            fields.fault("unit", format!("unit \"{text}\" is not known"), unit::HINT);
        }
        unit
    });
    Some(Ledger {
        id,
        title,
        article,
        entitlement: entitlement?,
        delivered: delivered?,
        carry,
        reset,
        unit,
        advisory: fields.flag("advisory", Flag::No),
        progress: fields.flag("progress", Flag::No),
        surplus_counts: fields.flag("surplus_counts", Flag::Yes),
    })
}

/// Reads "formula.BD", "a.X + b.X" or the id of a rule that owes to one party.
fn entitlement(fields: &Fields<'_, '_>, names: &Names, text: &str) -> Vec<EntitlementTerm> {
    let mut terms = Vec::new();
    for term in text.split('+').map(str::trim) {
        let (rule, party) = match term.rsplit_once('.') {
            Some((rule, party)) => (rule, Some(party)),
            None => (term, None),
        };
        let known = names.require(fields, "entitlement", &[Kind::Rule], rule)
            && party
                .is_none_or(|party| names.require(fields, "entitlement", &[Kind::Party], party));
        if known {
            terms.push(EntitlementTerm {
                rule: rule.to_owned(),
                party: party.map(PartyId::new),
            });
        }
    }
    terms
}

/// Reads "a + b - storage_change:c". Ids may hold a hyphen, so that signs stand between spaces.
fn delivered(fields: &Fields<'_, '_>, names: &Names, text: &str) -> Vec<DeliveredTerm> {
    let mut terms = Vec::new();
    let mut sign = Some(1.0);
    for word in text.split_whitespace() {
        match (word, sign) {
            ("+", None) => sign = Some(1.0),
            ("-", _) => sign = Some(-1.0),
            (_, Some(sign_of)) if word != "+" => {
                terms.extend(
                    delivered_term(fields, names, word)
                        .map(|of| DeliveredTerm { sign: sign_of, of }),
                );
                sign = None;
            }
            _ => {
                fields.fault(
                    "delivered",
                    format!("\"{word}\" stands where a sign is expected"),
                    "write \"a + b\" or \"a - b\", with spaces round the sign",
                );
                return terms;
            }
        }
    }
    if sign.is_some() {
        fields.fault(
            "delivered",
            "the sum ends with a sign",
            "add a station or series, or remove the sign",
        );
    }
    terms
}

fn delivered_term(fields: &Fields<'_, '_>, names: &Names, word: &str) -> Option<DeliveredOf> {
    if let Some(reservoir) = word.strip_prefix("storage_change:") {
        return names
            .require(fields, "delivered", &[Kind::Station], reservoir)
            .then(|| DeliveredOf::StorageChange(reservoir.to_owned()));
    }
    if let Some(rule) = word.strip_suffix(".credit") {
        return names
            .require(fields, "delivered", &[Kind::Rule], rule)
            .then(|| DeliveredOf::Credit(rule.to_owned()));
    }
    names
        .require(fields, "delivered", &SOURCES, word)
        .then(|| DeliveredOf::Series(word.to_owned()))
}
