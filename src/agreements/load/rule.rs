//! Rules: `[[rule]]`: what all kinds have in common, and one reader per kind.

use super::bands::split;
use super::change::{cap, guarantee, scale, transfer};
use super::expression::{Context, Scope};
use super::fields::{Fields, Flag};
use super::header::{in_force, unit_at};
use super::limit::limit;
use super::names::{Kind, Names};
use super::schedule::schedule;
use super::sugar;
use super::trigger::trigger;
use super::written::Written;
use crate::domain::PartyId;
use crate::domain::agreement::measure::{AgreementUnit, Measure};
use crate::domain::agreement::rules::{NamedAmount, Rule, RuleKind};

/// Words of the kinds of rules that have figures, and of those that only say something of a ledger.
pub(super) const KINDS: [(&str, &str); 14] = [
    ("split", "split"),
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("schedule", "schedule"),
    ("amount", "amount"),
    ("guarantee", "guarantee"),
    ("cap", "cap"),
    ("scale", "scale"),
    ("transfer", "transfer"),
    ("trigger", "trigger"),
    ("cycle", "cycle"),
    ("carry", "carry"),
    ("cycle_reset", "cycle_reset"),
    ("deficit_allowance", "deficit_allowance"),
];

/// What readers of clauses look things up in.
pub(super) struct Reader<'r> {
    pub(super) names: &'r Names,
    pub(super) scope: &'r Scope,
}

impl Reader<'_> {
    /// An amount of a clause that counts in a unit.
    pub(super) fn counting(&self, unit: &AgreementUnit) -> Context {
        Context::counting(unit)
    }

    /// A test of a clause: the bare name of a flow is its mean.
    pub(super) fn testing(&self, unit: &AgreementUnit) -> Context {
        Context {
            flow: Measure::Flow,
            ..Context::counting(unit)
        }
    }

    /// A test under a key that may be left out.
    pub(super) fn test(
        &self,
        fields: &Fields<'_, '_>,
        key: &'static str,
        unit: &AgreementUnit,
    ) -> Option<crate::domain::agreement::amount::Amount> {
        Written::of(fields, key)?.amount(self.scope, self.testing(unit), Measure::Truth)
    }

    /// The unit that a clause counts in, as it was settled.
    pub(super) fn unit(&self, id: Option<&String>) -> AgreementUnit {
        id.and_then(|id| self.scope.counted.get(id))
            .unwrap_or(&self.scope.units.main)
            .clone()
    }
}

/// What a clause says of itself.
pub(super) struct Words {
    pub(super) title: Option<String>,
    pub(super) text: Option<String>,
    pub(super) confidence: Option<f64>,
    pub(super) stated: bool,
}

/// Reads `title`, `text`, `confidence`, `stated`.
pub(super) fn words(fields: &Fields<'_, '_>) -> Words {
    let confidence = fields.optional_number("confidence");
    if confidence.is_some_and(|share| !(0.0..=1.0).contains(&share)) {
        fields.fault(
            "confidence",
            "confidence lies between 0 and 1",
            "write confidence = 0.9",
        );
    }
    Words {
        title: fields.optional_text("title"),
        text: fields.optional_text("text"),
        confidence,
        stated: fields.flag("stated", Flag::Yes),
    }
}

/// Reads every `[[rule]]`, with the place of each. Rules that only say something of a ledger are read with it.
pub(super) fn rules(reader: &Reader<'_>, root: &Fields<'_, '_>) -> Vec<(Rule, usize)> {
    let mut rules = Vec::new();
    for fields in root.tables("rule") {
        let place = fields.place("");
        rules.extend(rule(reader, &fields).map(|rule| (rule, place)));
        // Of a kind that is not known nobody can tell which keys belong to it.
        let kind = fields.source().quietly(|| fields.optional_text("kind"));
        if KINDS.iter().any(|(word, _)| Some(*word) == kind.as_deref()) {
            fields.finish();
        }
    }
    rules
}

fn rule(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<Rule> {
    let id = fields.text("id", "formula");
    let Words {
        title,
        text,
        confidence,
        stated,
    } = words(fields);
    let article = fields.text("article", "Art. 3");
    let enabled = fields.flag("enabled", Flag::Yes);
    let advisory = fields.flag("advisory", Flag::No);
    let word = fields.choice("kind", &KINDS, None)?;
    if !sugar::says_of_a_ledger(word) {
        unit_at(fields, "unit");
    }
    let unit = reader.unit(id.as_ref());
    let in_force = in_force(fields);
    let (mut during, mut outside) = (
        seasons(reader, fields, "during"),
        seasons(reader, fields, "outside"),
    );
    if let Some(input) = fields.source().quietly(|| fields.table("input")) {
        during.extend(seasons(reader, &input, "during"));
        outside.extend(seasons(reader, &input, "outside"));
    }
    let when = if matches!(word, "trigger" | "cycle_reset") {
        None
    } else {
        reader.test(fields, "when", &unit)
    };
    let kind = match word {
        "split" => split(reader, fields, &unit).map(RuleKind::Split),
        "minimum" => limit(reader, fields, &unit).map(RuleKind::Minimum),
        "maximum" => limit(reader, fields, &unit).map(RuleKind::Maximum),
        "schedule" => schedule(reader, fields, &unit).map(RuleKind::Schedule),
        "amount" => amount(reader, fields, &unit).map(RuleKind::Amount),
        "guarantee" => guarantee(reader, fields, &unit).map(RuleKind::Change),
        "cap" => cap(reader, fields, &unit).map(RuleKind::Change),
        "scale" => scale(reader, fields, &unit).map(RuleKind::Change),
        "transfer" => transfer(reader, fields, &unit).map(RuleKind::Change),
        "trigger" => trigger(reader, fields, &unit).map(RuleKind::Trigger),
        "cycle" => sugar::cycle(reader, fields, &unit).map(RuleKind::Amount),
        word => {
            sugar::look_at(reader, fields, word);
            None
        }
    };
    let extent = fields.extent();
    Some(Rule {
        id: id?,
        title,
        article: article?,
        text,
        confidence,
        stated,
        enabled,
        advisory,
        in_force,
        during,
        outside,
        when,
        unit,
        kind: kind?,
        lines: (
            fields.source().line(extent.start),
            fields.source().line(extent.end),
        ),
    })
}

/// Calendars in whose seasons a period must begin, or must not: an id, or a list of them.
fn seasons(reader: &Reader<'_>, fields: &Fields<'_, '_>, key: &'static str) -> Vec<String> {
    let is_list = fields
        .get(key)
        .is_some_and(|value| value.get_ref().is_array());
    let ids = if is_list {
        fields.texts(key)
    } else {
        fields.optional_text(key).into_iter().collect()
    };
    ids.into_iter()
        .filter(|id| reader.names.require(fields, key, &[Kind::Calendar], id))
        .collect()
}

/// Reads `owed = { by, to }`.
pub(super) fn owed(reader: &Reader<'_>, fields: &Fields<'_, '_>) -> Option<(PartyId, PartyId)> {
    let table = fields.table("owed")?;
    let by = reader.names.reference(&table, "by", &[Kind::Party]);
    let to = reader.names.reference(&table, "to", &[Kind::Party]);
    table.finish();
    Some((PartyId::new(by?), PartyId::new(to?)))
}

/// A figure of its own.
fn amount(
    reader: &Reader<'_>,
    fields: &Fields<'_, '_>,
    unit: &AgreementUnit,
) -> Option<NamedAmount> {
    let calendar = reader
        .names
        .reference(fields, "calendar", &[Kind::Calendar]);
    let party = reader.names.optional(fields, "party", &[Kind::Party]);
    let amount = Written::required(fields, "amount", "\"0.5 * natural\"")
        .and_then(|written| written.amount(reader.scope, reader.counting(unit), unit.measure));
    Some(NamedAmount {
        calendar: calendar?,
        party: party.map(PartyId::new),
        amount: amount?,
    })
}
