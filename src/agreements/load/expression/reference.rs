//! What the names of an expression stand for.

use super::measures::Kind;
use super::resolve::{Resolver, Typed};
use super::scope::Scope;
use super::{Fault, functions};
use crate::domain::PartyId;
use crate::domain::agreement::amount::{Amount, DayOf, PeriodFact, Span, Statistic};
use crate::domain::agreement::measure::Measure;

impl Resolver<'_> {
    /// A name that stands alone.
    pub(super) fn name(&self, name: &str, at: usize, want: Option<Measure>) -> Option<Typed> {
        let scope = self.scope;
        if scope.sources.contains_key(name) {
            return self.source(name, at, want);
        }
        let typed = |amount, kind| {
            Some(Typed {
                amount,
                kind,
                adds_up: false,
                at,
            })
        };
        if let Some(unit) = scope.parameters.get(name) {
            let kind = if unit.measure == Measure::Number && unit.name.is_empty() {
                Kind::Bare
            } else {
                Kind::Is(unit.measure)
            };
            return typed(Amount::Parameter(name.to_owned()), kind);
        }
        if let Some(table) = scope.tables.get(name) {
            let measure = table.unit.measure;
            if !table.axes.is_empty() {
                return self.fail(Fault::at(
                    at,
                    format!("the table {name} is read by {} amounts", table.axes.len()),
                    format!("write {name}(x)"),
                ));
            }
            let amount = Amount::Table {
                table: name.to_owned(),
                at: Vec::new(),
            };
            return typed(amount, Kind::Is(measure));
        }
        if let Some(fact) = period_fact(name) {
            return typed(Amount::Period(fact), Kind::Is(Measure::Number));
        }
        if scope.unread.contains(name) {
            return None;
        }
        if self.context.daily {
            let rule = name.split_once('.').map_or(name, |(rule, _)| rule);
            let is_known = scope.words().any(|word| word == rule);
            let message = if is_known {
                format!("»{name}« is no value of a day")
            } else {
                format!("there is no station or series »{name}«")
            };
            return self.fail(Fault::at(
                at,
                message,
                Scope::hint(name, scope.sources.keys().map(String::as_str)),
            ));
        }
        if scope.conditions.contains(name) {
            return typed(Amount::Condition(name.to_owned()), Kind::Is(Measure::Truth));
        }
        let (rule, party) = match name.split_once('.') {
            Some((rule, party)) if scope.rules.contains_key(rule) => (rule, Some(party)),
            _ => (name, None),
        };
        if scope.rules.contains_key(rule) {
            return self.rule(rule, party, at, want);
        }
        if matches!(name, "share" | "available") && self.context.changes.is_some() {
            let kind = self
                .context
                .unit
                .as_ref()
                .map_or(Measure::Flow, |unit| unit.measure);
            let amount = if name == "share" {
                Amount::Share
            } else {
                Amount::Available
            };
            return typed(amount, Kind::Is(kind));
        }
        self.fail(self.unknown(name, at))
    }

    fn unknown(&self, name: &str, at: usize) -> Fault {
        let scope = self.scope;
        // Two ids that were written together: "a-b" for "a - b".
        let parted = name.match_indices('-').find_map(|(n, _)| {
            let (left, right) = (name.get(..n)?, name.get(n + 1..)?);
            let known = |id: &str| scope.words().any(|word| word == id);
            (known(left) && (known(right) || right.parse::<f64>().is_ok()))
                .then(|| format!("write {left} - {right} with spaces for a difference"))
        });
        let hint = parted.unwrap_or_else(|| {
            Scope::hint(
                name,
                scope
                    .words()
                    .chain(["days", "ordinal", "year", "month"])
                    .collect::<Vec<_>>()
                    .into_iter(),
            )
        });
        Fault::at(at, format!("nothing is called »{name}«"), hint)
    }

    /// A station or series by its bare name.
    pub(super) fn source(&self, id: &str, at: usize, want: Option<Measure>) -> Option<Typed> {
        let info = self.scope.sources.get(id)?;
        let Some(measure) = info.measure else {
            return self.fail(Fault {
                unsettled: true,
                ..Fault::at(
                    at,
                    format!("what {id} measures cannot be told"),
                    "correct the series first",
                )
            });
        };
        let day = Typed {
            amount: Amount::Day(DayOf::Series(id.to_owned())),
            kind: Kind::Is(measure),
            adds_up: info.adds_up,
            at,
        };
        Some(if self.context.daily {
            day
        } else {
            self.usual(day, want)
        })
    }

    /// The statistic that the bare name of a daily amount stands for.
    pub(super) fn usual(&self, day: Typed, want: Option<Measure>) -> Typed {
        let volume = match want {
            Some(Measure::Volume) => true,
            Some(Measure::Flow) => false,
            _ => self.context.flow == Measure::Volume,
        };
        let (statistic, kind) = match day.kind {
            Kind::Is(Measure::Flow) if volume => (Statistic::Sum, Kind::Is(Measure::Volume)),
            Kind::Is(Measure::Flow) => (Statistic::Mean, day.kind),
            kind if day.adds_up => (Statistic::Sum, kind),
            kind => (Statistic::Last, kind),
        };
        Typed {
            amount: Amount::Statistic {
                statistic,
                of: Box::new(day.amount),
                span: Span::default(),
            },
            kind,
            ..day
        }
    }

    /// What a rule gives.
    fn rule(
        &self,
        rule: &str,
        party: Option<&str>,
        at: usize,
        want: Option<Measure>,
    ) -> Option<Typed> {
        let info = self.scope.rules.get(rule)?;
        if info.kind == "cycle" && party == Some("credit") {
            return functions::credit(self, at, &info.credit, want);
        }
        if info.each {
            return self.fail(Fault::at(
                at,
                format!("{rule} is applied to several streams, each by itself"),
                "write one rule for the stream that is meant",
            ));
        }
        if info.shares() {
            let known = || info.parties.iter().map(String::as_str);
            match party {
                None => {
                    return self.fail(Fault::at(
                        at,
                        format!("{rule} has several parties"),
                        format!("write {rule}.PARTY with the id of the party"),
                    ));
                }
                Some(_) if self.scope.parties.is_empty() => return None,
                Some(party) if !known().any(|one| one == party) => {
                    let message = if self.scope.parties.contains(party) {
                        format!("{party} has no share in {rule}")
                    } else {
                        format!("there is no party \"{party}\"")
                    };
                    return self.fail(Fault::at(at, message, Scope::hint(party, known())));
                }
                Some(_) => {}
            }
        } else if let Some(party) = party
            && !self.scope.parties.contains(party)
        {
            return self.fail(Fault::at(
                at,
                format!("there is no party \"{party}\""),
                Scope::hint(party, self.scope.parties.iter().map(String::as_str)),
            ));
        } else if !matches!(
            info.kind.as_str(),
            "minimum" | "maximum" | "amount" | "cycle"
        ) {
            return self.fail(Fault::at(
                at,
                format!("{rule}, a rule of kind {}, gives no amount", info.kind),
                "name a split, schedule, amount, minimum or maximum",
            ));
        }
        let Some(unit) = self.scope.counted.get(rule) else {
            return self.fail(Fault {
                unsettled: true,
                ..Fault::at(
                    at,
                    format!("in which unit {rule} counts cannot be told"),
                    "add unit = \"…\" to it",
                )
            });
        };
        Some(Typed {
            amount: Amount::Rule {
                rule: rule.to_owned(),
                party: party.filter(|_| info.shares()).map(PartyId::new),
            },
            kind: Kind::Is(unit.measure),
            adds_up: false,
            at,
        })
    }
}

fn period_fact(name: &str) -> Option<PeriodFact> {
    Some(match name {
        "days" => PeriodFact::Days,
        "ordinal" => PeriodFact::Ordinal,
        "year" => PeriodFact::Year,
        "month" => PeriodFact::Month,
        _ => return None,
    })
}
