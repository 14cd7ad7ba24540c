//! Facts that are no series: declarations, opening balances, forecasts.

use super::fields::{Fields, Source};
use super::{parse, unit};
use crate::agreements::facts::{Declaration, Facts, Forecast, OpeningBalance, StatedValue};
use crate::domain::{AgreementId, Findings, PartyId};

/// Reads facts; what has a fault is left out and named. Values stay in the units that stand beside them.
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
    for fields in root.tables("value") {
        facts.values.extend(stated(&fields));
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
    let agreement = agreement(fields);
    let unit = unit_of(fields);
    if let (Some(on), Some(target)) = (on, target)
        && target <= on
    {
        fields.fault(
            "target",
            "the forecast is for a day before it was made",
            "exchange on and target",
        );
    }
    Some(Forecast {
        agreement,
        series: series?,
        on: on?,
        target: target?,
        value: value?,
        unit: unit?,
    })
}

/// A number that the parties state for a period.
fn stated(fields: &Fields<'_, '_>) -> Option<StatedValue> {
    let agreement = agreement(fields);
    let name = fields.text("name", "us-use-ratio");
    let period = fields.optional_text("period");
    let value = fields.number("value");
    let unit = unit_of(fields);
    Some(StatedValue {
        agreement,
        name: name?,
        period,
        value: value?,
        unit: unit?,
    })
}

/// A unit that may be left out; `None` with a fault where it is not known.
#[expect(
    clippy::option_option,
    reason = "the outer one says whether it could be read, the inner one whether there is one"
)]
fn unit_of(fields: &Fields<'_, '_>) -> Option<Option<String>> {
    if !fields.has("unit") {
        fields.get("unit");
        return Some(None);
    }
    let text = fields.optional_text("unit")?;
    if unit::parse(&text).is_none() {
        fields.fault("unit", format!("unit \"{text}\" is not known"), unit::HINT);
        return None;
    }
    Some(Some(text))
}
