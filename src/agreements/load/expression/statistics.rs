//! Functions over the days of a period.

use super::functions::Call;
use super::measures::{Kind, word};
use super::resolve::Typed;
use super::scope::Scope;
use super::spans::{month_day, whole};
use super::syntax::Node;
use crate::domain::agreement::amount::{Amount, DayOf, PairOp, Span, SpanDay, Statistic};
use crate::domain::agreement::measure::{AgreementUnit, Measure};

impl Call<'_, '_> {
    pub(super) fn statistic(&self, statistic: Statistic) -> Option<Typed> {
        let (day, span) = (self.resolver.of_a_day(self.one()?), self.span());
        let (day, span) = (day?, span?);
        let kind = match day.kind {
            Kind::Bare => {
                return self.fail(
                    format!("{} is taken of a series, not of a number", self.name),
                    "name a station or series",
                );
            }
            Kind::Is(Measure::Truth) => {
                return self.fail(
                    format!("{} is taken of amounts, not of a test", self.name),
                    "count the days with days_when(test)",
                );
            }
            Kind::Is(measure) if statistic == Statistic::Sum => Kind::Is(self.sum(measure, &day)?),
            kind => kind,
        };
        Some(Typed {
            amount: Amount::Statistic {
                statistic,
                of: Box::new(day.amount),
                span,
            },
            kind,
            adds_up: false,
            at: self.at,
        })
    }

    /// What the sum of days measures.
    fn sum(&self, measure: Measure, day: &Typed) -> Option<Measure> {
        match measure {
            Measure::Flow => Some(Measure::Volume),
            Measure::Depth | Measure::Number => Some(measure),
            Measure::Volume if day.adds_up => Some(measure),
            _ => self.fail(
                format!("days of {} do not add up", word(measure)),
                "write last(x), mean(x) or change(x)",
            ),
        }
    }

    pub(super) fn volume(&self) -> Option<Typed> {
        let arg = self.one()?;
        // Of an amount of the period, such as a rule's share, the volume is its own.
        if let Node::Name(name) = &arg.node
            && !self.resolver.scope.sources.contains_key(name)
        {
            let typed = self.resolver.resolve(arg, Some(Measure::Volume))?;
            let amount = self.resolver.settle(typed, Measure::Volume)?;
            return self.measured(amount, Measure::Volume);
        }
        let (day, span) = (self.resolver.of_a_day(arg), self.span());
        let (day, span) = (day?, span?);
        if day.kind != Kind::Is(Measure::Flow)
            && !(day.kind == Kind::Is(Measure::Volume) && day.adds_up)
        {
            return self.fail(
                "volume is taken of a flow",
                "write last(x) for what is stored, sum(x) for rain",
            );
        }
        let amount = Amount::Statistic {
            statistic: Statistic::Sum,
            of: Box::new(day.amount),
            span,
        };
        self.measured(amount, Measure::Volume)
    }

    /// A volume spread over the period.
    pub(super) fn flow(&self) -> Option<Typed> {
        let of = self.resolver.resolve(self.one()?, Some(Measure::Volume))?;
        let amount = match of.kind {
            Kind::Is(Measure::Flow) => of.amount,
            _ => {
                let volume = self.resolver.settle(of, Measure::Volume)?;
                Amount::Flow(Box::new(volume))
            }
        };
        self.measured(amount, Measure::Flow)
    }

    pub(super) fn value(&self) -> Option<Typed> {
        let day = self.resolver.of_a_day(self.one()?);
        let on = self.option("on", "value(x, on=\"03-01\")")?;
        let on = self.resolver.note(month_day(on));
        let years_back = self
            .options
            .iter()
            .find(|(name, _)| name == "years_back")
            .map_or(Some(0), |(_, value)| self.resolver.note(whole(value)));
        let day = day?;
        Some(Typed {
            amount: Amount::Statistic {
                statistic: Statistic::First,
                of: Box::new(day.amount),
                span: Span {
                    from: Some(SpanDay::Day(on?)),
                    years_back: years_back?,
                    ..Span::default()
                },
            },
            kind: day.kind,
            adds_up: false,
            at: self.at,
        })
    }

    pub(super) fn full(&self) -> Option<Typed> {
        let id = self.id(self.one()?)?;
        let Some(info) = self.resolver.scope.sources.get(&id) else {
            let reservoirs: Vec<&str> = self.reservoirs();
            return self.fail(
                format!("there is no reservoir »{id}«"),
                Scope::hint(&id, reservoirs.into_iter()),
            );
        };
        let Some(capacity) = info.capacity else {
            return self.fail(
                format!("{id} has no capacity, so that it is never full"),
                "add capacity = \"4000 hm3\" to the station",
            );
        };
        let span = self.span()?;
        let last = Amount::Statistic {
            statistic: Statistic::Last,
            of: Box::new(Amount::Day(DayOf::Series(id))),
            span,
        };
        let amount = Amount::Pair {
            op: PairOp::Over,
            left: Box::new(last),
            right: Box::new(Amount::Quantity {
                value: capacity,
                unit: AgreementUnit::si(Measure::Volume),
            }),
        };
        self.measured(amount, Measure::Number)
    }

    fn reservoirs(&self) -> Vec<&str> {
        let sources = &self.resolver.scope.sources;
        sources
            .iter()
            .filter(|(_, info)| info.reservoir)
            .map(|(id, _)| id.as_str())
            .collect()
    }

    pub(super) fn days_when(&self) -> Option<Typed> {
        let test = self.resolver.of_a_day(self.one()?)?;
        let span = self.span()?;
        if test.kind != Kind::Is(Measure::Truth) {
            return self.fail(
                "days_when counts the days that pass a test",
                "write days_when(x < 1500)",
            );
        }
        let amount = Amount::DaysWhen {
            test: Box::new(test.amount),
            span,
        };
        self.measured(amount, Measure::Number)
    }

    /// A daily amount where one is asked for, else its statistic.
    fn day(&self, amount: DayOf, kind: Kind) -> Typed {
        let day = Typed {
            amount: Amount::Day(amount),
            kind,
            adds_up: false,
            at: self.at,
        };
        if self.resolver.context.daily {
            day
        } else {
            self.resolver.usual(day, self.want)
        }
    }

    pub(super) fn storage_change(&self) -> Option<Typed> {
        let id = self.id(self.one()?)?;
        let scope = self.resolver.scope;
        match scope.sources.get(&id) {
            Some(info) if info.measure == Some(Measure::Volume) && !info.adds_up => {
                Some(self.day(DayOf::StorageChange(id), Kind::Is(Measure::Flow)))
            }
            Some(_) => self.fail(
                format!("{id} is no reservoir, so that its storage cannot change"),
                "add kind = \"reservoir\" to the station",
            ),
            None => self.fail(
                format!("there is no reservoir »{id}«"),
                Scope::hint(&id, self.reservoirs().into_iter()),
            ),
        }
    }

    pub(super) fn lag(&self) -> Option<Typed> {
        let [of, days] = self.args else {
            return self.fail("lag takes a series and a number of days", "write lag(x, 2)");
        };
        let (of, days) = (self.resolver.of_a_day(of), self.resolver.note(whole(days)));
        let (of, days) = (of?, days?);
        let lag = DayOf::Lag {
            of: Box::new(of.amount),
            days,
        };
        let day = self.day(lag, of.kind);
        Some(Typed {
            adds_up: of.adds_up,
            ..day
        })
    }
}
