//! What changes the shares of another rule: `guarantee`, `cap`, `scale`, `transfer`.

use super::expression::Context;
use super::fields::{Fields, Flag};
use super::names::Kind;
use super::rule::Reader;
use super::written::Written;
use crate::domain::PartyId;
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{Change, ChangeHow, Grant, Rest};

const REST: [(&str, Rest); 2] = [("others", Rest::Others), ("nobody", Rest::Nobody)];

/// Lifts a share.
pub(super) fn guarantee(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Change> {
    let modifies = reader.names.reference(fields, "modifies", &[Kind::Rule]);
    let cap_at_available = if fields.has("cap_at_available") {
        Some(fields.flag("cap_at_available", Flag::Yes))
    } else {
        fields.get("cap_at_available");
        None
    };
    let grants = grants(reader, fields, unit, "at_least");
    let rest = fields.choice("rest", &REST, Some(Rest::Others));
    Some(Change {
        modifies: modifies?,
        how: ChangeHow::Guarantee {
            cap_at_available,
            grants: grants?,
        },
        rest: rest?,
    })
}

/// Cuts a share.
pub(super) fn cap(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Change> {
    let modifies = reader.names.reference(fields, "modifies", &[Kind::Rule]);
    let grants = grants(reader, fields, unit, "at_most");
    let rest = fields.choice("rest", &REST, Some(Rest::Others));
    Some(Change {
        modifies: modifies?,
        how: ChangeHow::Cap { grants: grants? },
        rest: rest?,
    })
}

/// Multiplies a share, or all of them.
pub(super) fn scale(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Change> {
    let modifies = reader.names.reference(fields, "modifies", &[Kind::Rule]);
    let party = if fields.has("party") {
        Some(reader.names.reference(fields, "party", &[Kind::Party]))
    } else {
        fields.get("party");
        None
    };
    let factor = Written::required(fields, "factor", "0.9").and_then(|written| {
        written.amount(reader.scope, context(reader, fields, unit), Measure::Number)
    });
    let rest = fields.choice("rest", &REST, Some(Rest::Others))?;
    // Without a party every share is multiplied, and there are no others to bear the difference.
    let rest = if party.is_none() { Rest::Nobody } else { rest };
    let beyond = match &factor {
        Some(Amount::Number(factor)) => *factor < 0.0 || (rest == Rest::Others && *factor > 1.0),
        _ => false,
    };
    if beyond {
        fields.fault(
            "factor",
            "a factor lies between 0 and 1, so that the shares stay within what is available",
            "write factor = 0.9",
        );
    }
    Some(Change {
        modifies: modifies?,
        how: ChangeHow::Scale {
            party: match party {
                Some(party) => Some(PartyId::new(party?)),
                None => None,
            },
            factor: factor?,
        },
        rest,
    })
}

/// Moves an amount from one party to another.
pub(super) fn transfer(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Change> {
    let modifies = reader.names.reference(fields, "modifies", &[Kind::Rule]);
    let from = reader.names.reference(fields, "from", &[Kind::Party]);
    let to = reader.names.reference(fields, "to", &[Kind::Party]);
    if from.is_some() && from == to {
        fields.fault(
            "to",
            "the transfer goes back to where it comes from",
            "name another party",
        );
    }
    let amount = limit(reader, fields, unit, "amount");
    Some(Change {
        modifies: modifies?,
        how: ChangeHow::Transfer {
            from: PartyId::new(from?),
            to: PartyId::new(to?),
            amount: amount?,
        },
        rest: Rest::Others,
    })
}

/// The context of a clause that changes another: it may name `share` and `available`.
fn context(reader: &Reader<'_>, fields: &Fields<'_, '_>, unit: &AgreementUnit) -> Context {
    Context {
        changes: Some(fields.optional_text("modifies").unwrap_or_default()),
        ..reader.counting(unit)
    }
}

fn limit(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
    key: &'static str,
) -> Option<Amount> {
    let amount = Written::required(fields, key, "35000").and_then(|written| {
        written.amount(reader.scope, context(reader, fields, unit), unit.measure)
    });
    if let Some(Amount::Quantity { value, .. }) = &amount
        && *value < 0.0
    {
        fields.fault(key, format!("{key} is 0 or more"), "remove the minus sign");
    }
    amount
}

/// Periods and parties: a list of windows, or one party in every period.
fn grants(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
    key: &'static str,
) -> Option<Vec<Grant>> {
    let windows = fields.tables("windows");
    if !windows.is_empty() {
        for stray in ["party", key] {
            if fields.has(stray) {
                fields.get(stray);
                fields.fault(
                    stray,
                    format!("{stray} is given beside windows"),
                    "write it in each window",
                );
            }
        }
        let mut grants = Vec::new();
        for window in windows {
            let start = window.month_day("start");
            let party = reader.names.reference(&window, "party", &[Kind::Party]);
            let amount = limit(reader, &window, unit, key);
            window.finish();
            grants.push(
                start
                    .zip(party)
                    .zip(amount)
                    .map(|((start, party), amount)| Grant {
                        start: Some(start),
                        party: PartyId::new(party),
                        amount,
                    }),
            );
        }
        return grants.into_iter().collect();
    }
    if !fields.has("party") && !fields.has(key) {
        fields.get("party");
        fields.get(key);
        if fields.list("windows").is_empty() {
            fields.fault(
                "windows",
                "nothing says which share is changed, and when",
                &format!("add party = \"AA\" and {key} = 35000, or windows = [ {{ start = \"03-11\", party = \"AA\", {key} = 35000 }} ]"),
            );
        }
        return None;
    }
    let party = reader.names.reference(fields, "party", &[Kind::Party]);
    let amount = limit(reader, fields, unit, key);
    Some(vec![Grant {
        start: None,
        party: PartyId::new(party?),
        amount: amount?,
    }])
}
