//! Splits: the bands must give away all of the quantity, and nothing more.

use toml::de::DeValue;

use super::fields::{Fields, finite};
use super::names::{Kind, Names};
use super::rule::input;
use crate::domain::PartyId;
use crate::domain::agreement::rules::{Band, Split};

/// Reads a split.
pub(super) fn split(fields: &Fields<'_, '_>, names: &Names) -> Option<Split> {
    let input = input(fields, names);
    let mut parties: Vec<PartyId> = Vec::new();
    let mut bands: Vec<Band> = Vec::new();
    for (n, band) in fields.tables("bands").into_iter().enumerate() {
        if let Some(band) = read(&band, names, &mut parties, n) {
            bands.push(band);
        }
    }
    if bands.is_empty() {
        if fields.list("bands").is_empty() {
            fields.fault(
                "bands",
                "a split needs bands",
                "add bands = [ { from = 0, AA = [0, 0.5], BB = [0, 0.5] } ]",
            );
        }
        return None;
    }
    if bands[0].from != 0.0 {
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
    Some(Split {
        input: input?,
        parties,
        bands,
    })
}

fn read(
    fields: &Fields<'_, '_>,
    names: &Names,
    parties: &mut Vec<PartyId>,
    n: usize,
) -> Option<Band> {
    let from = fields.number("from");
    let mut shares: Vec<(PartyId, (f64, f64))> = Vec::new();
    let mut whole = true;
    for (party, value) in fields.rest() {
        if !names.require(fields, &party, &[Kind::Party], &party) {
            whole = false;
            continue;
        }
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
        *parties = shares.iter().map(|(party, _)| party.clone()).collect();
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
    if !whole || ordered.len() != parties.len() || shares.len() != parties.len() {
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
