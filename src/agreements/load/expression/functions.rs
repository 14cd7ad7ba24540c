//! Functions of expressions.

use super::Fault;
use super::measures::Kind;
use super::resolve::{Resolver, Typed};
use super::scope::Scope;
use super::spans::{month_day, span, whole};
use super::syntax::{Expr, Node, OPTIONS, parse, takes_options};
use crate::agreements::load::unit;
use crate::domain::agreement::amount::{Amount, LedgerFigure, PairOp, Span, Statistic};
use crate::domain::agreement::measure::{AgreementUnit, Measure};

/// Statistics of the days of a period.
pub(super) const STATISTICS: [(&str, Statistic); 7] = [
    ("mean", Statistic::Mean),
    ("sum", Statistic::Sum),
    ("lowest", Statistic::Lowest),
    ("highest", Statistic::Highest),
    ("first", Statistic::First),
    ("last", Statistic::Last),
    ("change", Statistic::Change),
];

/// Figures of a ledger.
const FIGURES: [(&str, LedgerFigure); 6] = [
    ("entitlement", LedgerFigure::Entitlement),
    ("delivered", LedgerFigure::Delivered),
    ("balance", LedgerFigure::Balance),
    ("carried_in", LedgerFigure::CarriedIn),
    ("carried_out", LedgerFigure::CarriedOut),
    ("ahead_of_pace", LedgerFigure::AheadOfPace),
];

/// Every function, for the page and for slips of the pen.
pub(super) const FUNCTIONS: [&str; 36] = [
    "mean",
    "volume",
    "flow",
    "sum",
    "lowest",
    "highest",
    "first",
    "last",
    "change",
    "value",
    "full",
    "days_when",
    "ratio_to_normal",
    "normal",
    "declared",
    "met",
    "lesser",
    "greater",
    "min",
    "max",
    "if",
    "first_known",
    "round",
    "previous",
    "over",
    "total",
    "entitlement",
    "delivered",
    "balance",
    "carried_in",
    "carried_out",
    "ahead_of_pace",
    "forecast",
    "fact",
    "storage_change",
    "lag",
];

/// Words that other programs use, and what they are called here.
const MEANT: [(&str, &str); 8] = [
    ("avg", "mean(x)"),
    ("average", "mean(x)"),
    (
        "minimum",
        "lowest(x) for the lowest day, lesser(a, b) for the lesser of two amounts",
    ),
    (
        "maximum",
        "highest(x) for the highest day, greater(a, b) for the greater of two amounts",
    ),
    ("count", "days_when(x < 12)"),
    (
        "shift",
        "previous(x), or lag(x, 2) among the values of a day",
    ),
    ("coalesce", "first_known(a, b)"),
    ("lookup", "the id of the table: table(x)"),
];

/// Functions that may stand in an amount of a day.
const DAILY: [&str; 9] = [
    "lesser",
    "greater",
    "min",
    "max",
    "if",
    "first_known",
    "round",
    "storage_change",
    "lag",
];

/// A call that is being read.
pub(super) struct Call<'c, 's> {
    pub(super) resolver: &'c Resolver<'s>,
    pub(super) at: usize,
    pub(super) name: &'c str,
    pub(super) args: &'c [Expr],
    pub(super) options: &'c [(String, Expr)],
    pub(super) want: Option<Measure>,
}

/// Resolves a function or a table.
pub(super) fn call(
    resolver: &Resolver<'_>,
    at: usize,
    (name, args, options): (&String, &Vec<Expr>, &Vec<(String, Expr)>),
    want: Option<Measure>,
) -> Option<Typed> {
    let call = Call {
        resolver,
        at,
        name,
        args,
        options,
        want,
    };
    call.read()
}

impl Call<'_, '_> {
    fn read(&self) -> Option<Typed> {
        if self.resolver.scope.tables.contains_key(self.name) {
            return self.table();
        }
        if self.resolver.context.daily
            && !DAILY.contains(&self.name)
            && FUNCTIONS.contains(&self.name)
        {
            return self.fail(
                format!("{} cannot stand among the values of a day", self.name),
                "write it outside of the statistic",
            );
        }
        if let Some((_, statistic)) = STATISTICS.iter().find(|(word, _)| *word == self.name) {
            return self.statistic(*statistic);
        }
        if let Some((_, figure)) = FIGURES.iter().find(|(word, _)| *word == self.name) {
            return self.ledger(*figure);
        }
        match self.name {
            "volume" => self.volume(),
            "flow" => self.flow(),
            "value" => self.value(),
            "full" => self.full(),
            "days_when" => self.days_when(),
            "ratio_to_normal" => self.ratio_to_normal(),
            "normal" => self.around(|of| Amount::Normal(Box::new(of))),
            "declared" | "met" => self.fact_of_condition(),
            "lesser" | "min" => self.several(Amount::Lesser),
            "greater" | "max" => self.several(Amount::Greater),
            "first_known" => self.several(Amount::FirstKnown),
            "if" => self.choice(),
            "round" => self.round(),
            "previous" => self.previous(),
            "over" | "total" => self.elsewhere(),
            "forecast" => self.forecast(),
            "fact" => self.fact(),
            "storage_change" => self.storage_change(),
            "lag" => self.lag(),
            _ => self.unknown(),
        }
    }

    pub(super) fn fail<T>(&self, message: impl Into<String>, hint: impl Into<String>) -> Option<T> {
        self.resolver.fail(Fault::at(self.at, message, hint))
    }

    pub(super) fn typed(&self, amount: Amount, kind: Kind) -> Option<Typed> {
        Some(Typed {
            amount,
            kind,
            adds_up: false,
            at: self.at,
        })
    }

    pub(super) fn measured(&self, amount: Amount, measure: Measure) -> Option<Typed> {
        self.typed(amount, Kind::Is(measure))
    }

    fn unknown(&self) -> Option<Typed> {
        if self.resolver.scope.unread.contains(self.name) {
            return None;
        }
        let tables = self.resolver.scope.tables.keys().map(String::as_str);
        let known: Vec<&str> = FUNCTIONS.into_iter().chain(tables).collect();
        let is_id = self.resolver.scope.words().any(|id| id == self.name);
        let hint = if let Some((_, meant)) = MEANT.iter().find(|(word, _)| *word == self.name) {
            format!("write {meant}")
        } else if is_id {
            format!("write {} without brackets", self.name)
        } else {
            Scope::hint(self.name, known.into_iter())
        };
        self.fail(
            format!("there is no function or table »{}«", self.name),
            hint,
        )
    }

    /// The only argument.
    pub(super) fn one(&self) -> Option<&Expr> {
        match self.args {
            [one] => Some(one),
            [_, more, ..] if takes_options(self.name) && option_of(more).is_some() => {
                let word = option_of(more).unwrap_or_default();
                self.resolver.fail(Fault::at(
                    more.at,
                    format!("{} knows no {word}=", self.name),
                    "write from=, until=, months=, days= or years_back=",
                ))
            }
            _ => self.fail(
                format!("{} takes one amount, not {}", self.name, self.args.len()),
                format!("write {}(x)", self.name),
            ),
        }
    }

    /// An argument that is an id.
    pub(super) fn id(&self, expr: &Expr) -> Option<String> {
        match &expr.node {
            Node::Name(name) | Node::Text(name) => Some(name.clone()),
            _ => self.resolver.fail(Fault::at(
                expr.at,
                "an id is expected here",
                format!("write {}(id)", self.name),
            )),
        }
    }

    pub(super) fn span(&self) -> Option<Span> {
        self.resolver.note(span(self.options))
    }

    /// An option that must be there.
    pub(super) fn option(&self, key: &str, example: &str) -> Option<&Expr> {
        debug_assert!(OPTIONS.contains(&key), "{key} is no option");
        let found = self.options.iter().find(|(name, _)| name == key);
        match found {
            Some((_, value)) => Some(value),
            None => self.fail(
                format!("{} needs {key}=", self.name),
                format!("write {example}"),
            ),
        }
    }

    fn ratio_to_normal(&self) -> Option<Typed> {
        let of = self.resolver.resolve(self.one()?, None)?;
        if !matches!(of.kind, Kind::Is(measure) if measure != Measure::Truth) {
            return self.fail(
                "a ratio to normal is taken of an amount of the river",
                "write ratio_to_normal(sum(rain, from=\"10-01\", until=\"04-01\"))",
            );
        }
        let amount = Amount::Pair {
            op: PairOp::Over,
            left: Box::new(of.amount.clone()),
            right: Box::new(Amount::Normal(Box::new(of.amount))),
        };
        self.measured(amount, Measure::Number)
    }

    /// An amount around another that measures the same.
    fn around(&self, make: impl Fn(Amount) -> Amount) -> Option<Typed> {
        let of = self.resolver.resolve(self.one()?, self.want)?;
        Some(Typed {
            amount: make(of.amount),
            at: self.at,
            ..of
        })
    }

    fn fact_of_condition(&self) -> Option<Typed> {
        let id = self.id(self.one()?)?;
        let known = &self.resolver.scope.conditions;
        if !known.contains(&id) {
            return self.fail(
                format!("there is no condition »{id}«"),
                Scope::hint(&id, known.iter().map(String::as_str)),
            );
        }
        let amount = if self.name == "met" {
            Amount::Met(id)
        } else {
            Amount::Declared(id)
        };
        self.measured(amount, Measure::Truth)
    }

    fn several(&self, make: impl Fn(Vec<Amount>) -> Amount) -> Option<Typed> {
        if self.args.len() < 2 {
            return self.fail(
                format!("{} chooses between two amounts or more", self.name),
                match self.name {
                    "min" | "lesser" => "write lesser(a, b), or lowest(x) for the lowest day",
                    "max" | "greater" => "write greater(a, b), or highest(x) for the highest day",
                    _ => "write first_known(a, b)",
                },
            );
        }
        let exprs: Vec<&Expr> = self.args.iter().collect();
        let (amounts, kind, adds_up) = self.resolver.alike(&exprs, self.want)?;
        Some(Typed {
            amount: make(amounts),
            kind,
            adds_up,
            at: self.at,
        })
    }

    fn choice(&self) -> Option<Typed> {
        let [test, then, otherwise] = self.args else {
            return self.fail(
                "if takes a test and two amounts",
                "write if(natural < 1500, a, b)",
            );
        };
        let (test, both) = (
            self.resolver.test(test),
            self.resolver.alike(&[then, otherwise], self.want),
        );
        let (amounts, kind, adds_up) = both?;
        let [then, otherwise] = <[Amount; 2]>::try_from(amounts).ok()?;
        Some(Typed {
            amount: Amount::If {
                test: Box::new(test?),
                then: Box::new(then),
                otherwise: Box::new(otherwise),
            },
            kind,
            adds_up,
            at: self.at,
        })
    }

    fn round(&self) -> Option<Typed> {
        let hint = "write round(x, 100), or with a unit round(x, 1000 af)";
        let [of, step] = self.args else {
            return self.fail("round takes an amount and a step", hint);
        };
        let of = self.resolver.resolve(of, self.want)?;
        let (step, unit) = match &step.node {
            Node::Number(step) => {
                let unit = match of.kind {
                    Kind::Bare => AgreementUnit::number(),
                    Kind::Is(measure) => self.resolver.unit_of(measure),
                };
                (*step, unit)
            }
            Node::Quantity(step, unit) => (*step, unit.clone()),
            _ => return self.fail("the step of round is a number", hint),
        };
        if step <= 0.0 {
            return self.fail("the step of round is above 0", hint);
        }
        if of.kind != Kind::Bare && of.kind != Kind::Is(unit.measure) {
            return self.fail("the step measures something else than the amount", hint);
        }
        Some(Typed {
            amount: Amount::Round {
                of: Box::new(of.amount),
                step,
                unit,
            },
            at: self.at,
            ..of
        })
    }

    fn previous(&self) -> Option<Typed> {
        let hint = "write previous(x), or previous(x, 3) for three periods earlier";
        let (of, periods) = match self.args {
            [of] => (of, 1),
            [of, periods] => (of, self.resolver.note(whole(periods))?),
            _ => return self.fail("previous takes an amount and a number of periods", hint),
        };
        if periods == 0 {
            return self.fail("previous looks back by one period at least", hint);
        }
        let of = self.resolver.resolve(of, self.want)?;
        Some(Typed {
            amount: Amount::Previous {
                of: Box::new(of.amount),
                periods,
            },
            at: self.at,
            ..of
        })
    }

    fn elsewhere(&self) -> Option<Typed> {
        let [calendar, of] = self.args else {
            return self.fail(
                format!("{} takes a calendar and an amount", self.name),
                format!("write {}(calendar, x)", self.name),
            );
        };
        let calendar = self.id(calendar)?;
        let known = &self.resolver.scope.calendars;
        if !known.contains(&calendar) {
            return self.fail(
                format!("there is no calendar »{calendar}«"),
                Scope::hint(&calendar, known.iter().map(String::as_str)),
            );
        }
        // Flows of several periods do not add up, their volumes do.
        let want = self
            .want
            .filter(|want| self.name == "over" || *want != Measure::Flow);
        let mut of = self.resolver.resolve(of, want)?;
        if self.name == "total" && of.kind == Kind::Is(Measure::Flow) {
            of.amount = self.resolver.settle(of.clone(), Measure::Volume)?;
            of.kind = Kind::Is(Measure::Volume);
        }
        let inner = Box::new(of.amount);
        let amount = if self.name == "over" {
            Amount::Over {
                calendar,
                of: inner,
            }
        } else {
            Amount::Total {
                calendar,
                of: inner,
            }
        };
        Some(Typed {
            amount,
            at: self.at,
            ..of
        })
    }

    fn ledger(&self, figure: LedgerFigure) -> Option<Typed> {
        let id = self.id(self.one()?)?;
        let scope = self.resolver.scope;
        if !scope.ledgers.contains(&id) {
            return self.fail(
                format!("there is no ledger »{id}«"),
                Scope::hint(&id, scope.ledgers.iter().map(String::as_str)),
            );
        }
        let Some(unit) = scope.counted.get(&id) else {
            return self.resolver.fail(Fault {
                unsettled: true,
                ..Fault::at(
                    self.at,
                    format!("in which unit {id} counts cannot be told"),
                    "add unit = \"…\" to it",
                )
            });
        };
        self.measured(Amount::Ledger { ledger: id, figure }, unit.measure)
    }

    fn forecast(&self) -> Option<Typed> {
        let series = self.id(self.one()?)?;
        let example = "forecast(x, made=\"08-15\", for=\"01-01\")";
        let (made, target) = (self.option("made", example), self.option("for", example));
        let made = self.resolver.note(month_day(made?));
        let target = self.resolver.note(month_day(target?));
        let sources = &self.resolver.scope.sources;
        let Some(info) = sources.get(&series) else {
            return self.fail(
                format!("there is no station or series »{series}«"),
                Scope::hint(&series, sources.keys().map(String::as_str)),
            );
        };
        self.measured(
            Amount::Forecast {
                series,
                made: made?,
                target: target?,
            },
            info.measure?,
        )
    }

    fn fact(&self) -> Option<Typed> {
        let hint = "write fact(\"name\"), or with a unit fact(\"name\", \"af\")";
        let text = |expr: &Expr| match &expr.node {
            Node::Text(text) | Node::Name(text) => Some(text.clone()),
            _ => None,
        };
        match self.args {
            [name] => match text(name) {
                Some(name) => self.typed(
                    Amount::Fact {
                        name,
                        unit: AgreementUnit::number(),
                    },
                    Kind::Bare,
                ),
                None => self.fail("a fact has a name", hint),
            },
            [name, unit] => {
                let found = text(unit).and_then(|text| unit::parse(&text));
                let (Some(name), Some(unit)) = (text(name), found) else {
                    return self.fail("a fact has a name and a unit", hint);
                };
                let measure = unit.measure;
                self.measured(Amount::Fact { name, unit }, measure)
            }
            _ => self.fail("a fact has a name", hint),
        }
    }

    fn table(&self) -> Option<Typed> {
        let table = self.resolver.scope.tables.get(self.name)?;
        if table.axes.len() != self.args.len() {
            return self.fail(
                format!(
                    "the table {} is read by {} amounts, not {}",
                    self.name,
                    table.axes.len(),
                    self.args.len()
                ),
                match table.axes.len() {
                    0 => format!("write {}", self.name),
                    1 => format!("write {}(x)", self.name),
                    _ => format!("write {}(x, y)", self.name),
                },
            );
        }
        let mut at = Vec::with_capacity(self.args.len());
        for (arg, axis) in self.args.iter().zip(&table.axes) {
            let read = self
                .resolver
                .resolve(arg, Some(axis.measure))
                .and_then(|typed| {
                    if typed.kind == Kind::Bare {
                        Some(super::measures::adopt(typed.amount, axis))
                    } else {
                        self.resolver.settle(typed, axis.measure)
                    }
                });
            at.push(read);
        }
        let amount = Amount::Table {
            table: self.name.to_owned(),
            at: at.into_iter().collect::<Option<_>>()?,
        };
        self.measured(amount, table.unit.measure)
    }
}

/// What a cycle credits: the sum of the volumes that it names.
pub(super) fn credit(
    resolver: &Resolver<'_>,
    at: usize,
    items: &[String],
    want: Option<Measure>,
) -> Option<Typed> {
    let want = want.unwrap_or(Measure::Volume);
    let mut sum: Option<Amount> = None;
    for item in items {
        let expr = resolver.note(parse(item).map_err(|fault| Fault { at, ..fault }))?;
        let amount = resolver.whole(&expr, want)?;
        sum = Some(match sum {
            None => amount,
            Some(left) => Amount::Pair {
                op: PairOp::Plus,
                left: Box::new(left),
                right: Box::new(amount),
            },
        });
    }
    Some(Typed {
        amount: sum?,
        kind: Kind::Is(want),
        adds_up: false,
        at,
    })
}

/// The word before `=` in what looks like an option that nobody knows.
fn option_of(expr: &Expr) -> Option<&str> {
    match &expr.node {
        Node::Pair {
            op: PairOp::Equal,
            left,
            ..
        } => match &left.node {
            Node::Name(name) => Some(name),
            _ => None,
        },
        _ => None,
    }
}
