//! Splits: they must give away all of the quantity, and nothing more.

use toml::de::DeValue;

use super::fields::{Fields, Place, finite};
use super::input::input;
use super::names::{Kind, Names};
use super::places::quantity;
use super::rule::Reader;
use crate::domain::PartyId;
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{Band, Split};

/// Reads a split in one of its three forms.
pub(super) fn split(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<Split> {
    let input = input(reader, fields, unit);
    let forms: Vec<&str> = ["bands", "shares", "first"]
        .into_iter()
        .filter(|form| fields.has(form))
        .collect();
    let read = match forms[..] {
        ["shares"] => parts(fields, reader.names, "shares").map(|parts| {
            let band = Band {
                from: 0.0,
                shares: parts.iter().map(|(_, share)| (0.0, *share)).collect(),
            };
            (
                parts.into_iter().map(|(party, _)| party).collect(),
                vec![band],
            )
        }),
        ["first"] => first(fields, reader.names, unit),
        ["bands"] => bands(fields, reader.names),
        [] => {
            fields.get("bands");
            fields.fault(
                "bands",
                "a split needs bands, shares, or first and rest",
                "add shares = { AA = 0.5, BB = 0.5 }",
            );
            None
        }
        _ => {
            for form in ["bands", "shares", "first", "rest"] {
                fields.get(form);
            }
            fields.fault(
                forms[1],
                format!(
                    "a split is written in one way, not as {}",
                    forms.join(" and ")
                ),
                "keep one of them",
            );
            None
        }
    };
    let (parties, bands) = read?;
    let input = input?;
    Some(Split {
        calendar: input.calendar,
        of: input.streams,
        eval: input.eval,
        parties,
        bands,
    })
}

type Read = Option<(Vec<PartyId>, Vec<Band>)>;

fn bands(fields: &Fields<'_, '_>, names: &Names) -> Read {
    let mut parties: Vec<PartyId> = Vec::new();
    let mut bands: Vec<Band> = Vec::new();
    let mut whole = true;
    for (n, band) in fields.tables("bands").into_iter().enumerate() {
        match read(&band, names, &mut parties, n) {
            Some(band) => bands.push(band),
            None => whole = false,
        }
    }
    if bands.is_empty() {
        if whole {
            fields.fault(
                "bands",
                "a split needs bands",
                "add bands = [ { from = 0, AA = [0, 0.5], BB = [0, 0.5] } ]",
            );
        }
        return None;
    }
    if whole && bands[0].from != 0.0 {
        fields.fault(
            "bands",
            format!(
                "the lowest band begins at {}, so that less than that has no share",
                bands[0].from
            ),
            "let the first band begin at from = 0",
        );
    }
    if !bands.is_sorted_by(|a, b| a.from < b.from) {
        fields.fault(
            "bands",
            "the bands do not ascend",
            "order them by from; each value only once",
        );
    }
    whole.then_some((parties, bands))
}

fn read(
    fields: &Fields<'_, '_>,
    names: &Names,
    parties: &mut Vec<PartyId>,
    n: usize,
) -> Option<Band> {
    let from = fields.number("from");
    let mut shares: Vec<(PartyId, (f64, f64))> = Vec::new();
    let mut named: Vec<PartyId> = Vec::new();
    let mut whole = true;
    for (party, value) in fields.rest() {
        if !names.require(fields, &party, &[Kind::Party], &party) {
            whole = false;
            continue;
        }
        named.push(PartyId::new(&party));
        match pair(value.get_ref()) {
            Some(share) => shares.push((PartyId::new(&party), share)),
            None => {
                whole = false;
                fields.fault(
                    &party,
                    "a share in a band is two finite numbers, base and slope",
                    &format!("write {party} = [0, 0.5]"),
                );
            }
        }
    }
    if n == 0 {
        *parties = named;
    }
    let mut ordered = Vec::with_capacity(parties.len());
    for party in parties.iter() {
        match shares.iter().find(|(known, _)| known == party) {
            Some((_, share)) => ordered.push(*share),
            None if whole => fields.fault(
                "",
                format!("the band has no share for {party}"),
                &format!("add {party} = [base, slope]"),
            ),
            None => {}
        }
    }
    let from = from?;
    if !whole || ordered.len() != parties.len() {
        return None;
    }
    if let Some((stray, _)) = shares.iter().find(|(party, _)| !parties.contains(party)) {
        fields.fault(
            stray.as_str(),
            format!("{stray} has a share here, but none in the first band"),
            "give every band the same parties",
        );
        return None;
    }
    conserves(fields, from, &ordered);
    Some(Band {
        from,
        shares: ordered,
    })
}

/// The bases must add up to the lower end of the band, and the slopes to one.
fn conserves(fields: &Fields<'_, '_>, from: f64, shares: &[(f64, f64)]) {
    let base: f64 = shares.iter().map(|(base, _)| base).sum();
    let slope: f64 = shares.iter().map(|(_, slope)| slope).sum();
    if (base - from).abs() > 1e-6 * from.abs().max(1.0) {
        fields.fault(
            "",
            format!("the bases add up to {base}, not to from = {from}"),
            "correct a base, so that at the lower end of the band all of the quantity is given away",
        );
    }
    if (slope - 1.0).abs() > 1e-9 {
        fields.fault(
            "",
            format!("the slopes add up to {slope}, not to 1"),
            "correct a slope, so that each further unit is given away once",
        );
    }
    if shares
        .iter()
        .any(|(base, slope)| *base < 0.0 || *slope < 0.0)
    {
        fields.fault(
            "",
            "a share in a band is negative",
            "write bases and slopes from 0 up",
        );
    }
}

fn pair(value: &DeValue<'_>) -> Option<(f64, f64)> {
    let list = value.as_array()?;
    let numbers: Vec<f64> = list
        .iter()
        .filter_map(|item| finite(item.get_ref()))
        .collect();
    match numbers[..] {
        [base, slope] if list.iter().count() == 2 => Some((base, slope)),
        _ => None,
    }
}

/// Parts that add up to 1: `{ AA = 0.75, BB = 0.25 }`.
fn parts(fields: &Fields<'_, '_>, names: &Names, key: &'static str) -> Option<Vec<(PartyId, f64)>> {
    let table = fields.table(key)?;
    let mut parts = Vec::new();
    let mut whole = true;
    for (party, value) in table.rest() {
        let known = names.require(&table, &party, &[Kind::Party], &party);
        let part = share(value).filter(|part| *part >= 0.0);
        if part.is_none() {
            table.fault(
                &party,
                "a part is a number from 0 to 1",
                &format!("write {party} = 0.5"),
            );
        }
        match part {
            Some(part) if known => parts.push((PartyId::new(party), part)),
            _ => whole = false,
        }
    }
    if !whole {
        return None;
    }
    let sum: f64 = parts.iter().map(|(_, part)| part).sum();
    if (sum - 1.0).abs() > 1e-9 {
        fields.fault(
            key,
            format!("the parts add up to {sum}, not to 1"),
            "correct a part, so that all of the quantity is given away once",
        );
        return None;
    }
    // What rounding leaves falls to the last one, so that the shares add up.
    let before: f64 = parts.iter().rev().skip(1).map(|(_, part)| part).sum();
    if let Some((_, last)) = parts.last_mut() {
        *last = 1.0 - before;
    }
    Some(parts)
}

fn share(value: Place<'_, '_>) -> Option<f64> {
    finite(value.get_ref()).or_else(|| {
        let (number, unit) = quantity(value.get_ref().as_str()?)?;
        (unit.measure == Measure::Number).then(|| unit.to_si(number))
    })
}

/// First so much to these, in the order they stand; then these parts of the rest.
fn first(fields: &Fields<'_, '_>, names: &Names, unit: &AgreementUnit) -> Read {
    let Some(table) = fields.table("first") else {
        fields.get("rest");
        return None;
    };
    let mut firsts: Vec<(PartyId, f64)> = Vec::new();
    let mut whole = true;
    for (party, value) in table.rest() {
        let known = names.require(&table, &party, &[Kind::Party], &party);
        let amount = finite(value.get_ref()).or_else(|| {
            let (number, found) = quantity(value.get_ref().as_str()?)?;
            (found.measure == unit.measure).then(|| unit.from_si(found.to_si(number)))
        });
        match amount.filter(|amount| *amount > 0.0) {
            Some(amount) if known => firsts.push((PartyId::new(party), amount)),
            Some(_) => whole = false,
            None => {
                whole = false;
                table.fault(
                    &party,
                    format!("what comes first is an amount above 0 in {}", unit.name),
                    &format!("write {party} = 50000"),
                );
            }
        }
    }
    if !fields.has("rest") {
        fields.get("rest");
        fields.fault(
            "rest",
            "rest is missing: what is above the first amounts has no share",
            "add rest = { AA = 0.5, BB = 0.5 }",
        );
    }
    let rest = parts(fields, names, "rest")?;
    if !whole {
        return None;
    }
    let mut parties: Vec<PartyId> = firsts.iter().map(|(party, _)| party.clone()).collect();
    for (party, _) in &rest {
        if !parties.contains(party) {
            parties.push(party.clone());
        }
    }
    let mut bands = Vec::new();
    let mut given = vec![0.0; parties.len()];
    let mut from = 0.0;
    for (party, amount) in &firsts {
        let shares = parties
            .iter()
            .zip(&given)
            .map(|(one, base)| (*base, f64::from(u8::from(one == party))))
            .collect();
        bands.push(Band { from, shares });
        from += amount;
        for (one, base) in parties.iter().zip(&mut given) {
            *base += if one == party { *amount } else { 0.0 };
        }
    }
    let slope = |one: &PartyId| {
        let part = rest.iter().find(|(party, _)| party == one);
        part.map_or(0.0, |(_, part)| *part)
    };
    let shares = parties
        .iter()
        .zip(&given)
        .map(|(one, base)| (*base, slope(one)))
        .collect();
    bands.push(Band { from, shares });
    Some((parties, bands))
}
