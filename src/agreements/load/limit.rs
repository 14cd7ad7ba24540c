//! Minimum and maximum.

use super::fields::Fields;
use super::input::input;
use super::names::Kind;
use super::rule::{Reader, owed};
use super::written::Written;
use crate::domain::PartyId;
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::measure::AgreementUnit;
use crate::domain::agreement::rules::{Limit, Target};

/// The party of a row that is due to nobody.
const NOBODY: &str = "-";

/// Reads a minimum or maximum.
pub(super) fn limit(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Limit> {
    let input = input(reader, fields, unit);
    let parties = parties(reader, fields);
    let target = target(reader, fields, unit);
    let unless = reader.test(fields, "unless", unit);
    let ((by, to), input) = (parties?, input?);
    Some(Limit {
        calendar: input.calendar,
        of: input.streams,
        by,
        to,
        target: target?,
        unless,
    })
}

/// Who owes, and to whom.
fn parties(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<(Option<PartyId>, PartyId)> {
    if fields.has("owed") {
        if fields.has("party") {
            fields.get("party");
            fields.fault("party", "party is given beside owed", "keep one of the two");
        }
        return owed(reader, fields).map(|(by, to)| (Some(by), to));
    }
    fields.get("owed");
    if fields.has("party") {
        let party = PartyId::new(reader.names.reference(fields, "party", &[Kind::Party])?);
        return Some((Some(party.clone()), party));
    }
    fields.get("party");
    Some((None, PartyId::new(NOBODY)))
}

fn target(reader: &Reader<'_>, fields: &Fields<'_, '_>, unit: &AgreementUnit) -> Option<Target> {
    let Some(value) = fields.get("target") else {
        fields.fault(
            "target",
            "target is missing",
            "add target = 2700, a list with one number for each period, or an expression",
        );
        return None;
    };
    let target = if value.get_ref().is_array() {
        Some(Target::PerPeriod(fields.numbers("target")))
    } else {
        Written::of(fields, "target")
            .and_then(|written| written.amount(reader.scope, reader.counting(unit), unit.measure))
            .map(Target::Amount)
    };
    let negative = match &target {
        Some(Target::Amount(Amount::Number(value) | Amount::Quantity { value, .. })) => {
            *value < 0.0
        }
        Some(Target::PerPeriod(targets)) => targets.iter().any(|target| *target < 0.0),
        _ => false,
    };
    if negative {
        fields.fault("target", "a target is 0 or more", "remove the minus sign");
    }
    target
}
