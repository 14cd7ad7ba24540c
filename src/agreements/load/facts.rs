//! Facts that are no series: declarations, opening balances, forecasts.

use super::fields::{Fields, Source};
use super::parse;
use crate::agreements::facts::{Declaration, Facts, Forecast, OpeningBalance};
use crate::domain::{AgreementId, Findings, PartyId};

/// Reads facts; what has a fault is left out and named.
pub fn load_facts(text: &str, name: &str) -> (Facts, Findings) {
    let source = Source::new(text, name);
    let root = parse(&source, text);
    let root = Fields::new(&source, &root, 0..0, "");
    let mut facts = Facts::default();
    for fields in root.tables("declaration") {
        facts.declarations.extend(declaration(&fields));
        fields.finish();
    }
    for fields in root.tables("opening_balance") {
        facts.opening_balances.extend(opening_balance(&fields));
        fields.finish();
    }
    for fields in root.tables("forecast") {
        facts.forecasts.extend(forecast(&fields));
        fields.finish();
    }
    root.finish();
    (facts, source.findings())
}

fn agreement(fields: &Fields<'_, '_>) -> Option<AgreementId> {
    fields.optional_text("agreement").map(AgreementId::new)
}

fn declaration(fields: &Fields<'_, '_>) -> Option<Declaration> {
    let agreement = agreement(fields);
    let condition = fields.text("condition", "dry-year");
    let party = fields.text("party", "AA");
    let on = fields.date("on");
    let period = fields.text("period", "2021/22");
    Some(Declaration {
        agreement,
        condition: condition?,
        party: PartyId::new(party?),
        on: on?,
        period: period?,
    })
}

fn opening_balance(fields: &Fields<'_, '_>) -> Option<OpeningBalance> {
    let agreement = agreement(fields);
    let ledger = fields.text("ledger", "a ledger");
    let on = fields.date("on");
    let value = fields.number("value");
    Some(OpeningBalance {
        agreement,
        ledger: ledger?,
        on: on?,
        value: value?,
    })
}

fn forecast(fields: &Fields<'_, '_>) -> Option<Forecast> {
    let series = fields.text("series", "a station or series");
    let on = fields.date("on");
    let target = fields.date("target");
    let value = fields.number("value");
    Some(Forecast {
        series: series?,
        on: on?,
        target: target?,
        value: value?,
    })
}
