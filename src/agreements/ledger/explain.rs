//! Where the carried amounts of a row come from, and where they went.

use super::book::{Page, pages};
use super::bookkeeping::{Bookkeeping, Lapse};
use super::layers::Layers;
use super::say::replay;
use crate::agreements::calendar::Cut;
use crate::agreements::run::Run;
use crate::agreements::words::amount;
use crate::domain::agreement::Trace;
use crate::domain::agreement::ledger::{FillsFirst, Ledger};

/// What stands behind an amount of a ledger's row that belongs to the carrying over: `carried_in`, `carried_out`,
/// `applied_to_carried`, `used_of_carried`, `set_off`, `lapsed`, `allowed_deficit`. `None` for any other term.
pub(in crate::agreements) fn carried_trace(
    run: &Run<'_>,
    ledger: usize,
    period: usize,
    term: &str,
) -> Option<Trace> {
    let own = &run.agreement.ledgers[ledger];
    let cut = run.cut_of(&own.calendar)?.clone();
    let pages = pages(run, ledger);
    let page = pages.get(period)?;
    let teller = Teller {
        agreement: run.agreement.id.as_str(),
        ledger: own,
        cut: &cut,
        pages: &pages,
        period,
        page,
    };
    match term {
        "carried_in" => Some(teller.carried_in()),
        "carried_out" => Some(teller.carried_out()),
        "applied_to_carried" => Some(teller.applied()),
        "used_of_carried" => Some(teller.used()),
        "set_off" => Some(teller.set_off()),
        "lapsed" => Some(teller.lapsed()),
        "allowed_deficit" => Some(teller.allowed()),
        _ => None,
    }
}

struct Teller<'t> {
    agreement: &'t str,
    ledger: &'t Ledger,
    cut: &'t Cut,
    pages: &'t [Page],
    period: usize,
    page: &'t Page,
}

impl Teller<'_> {
    fn trace(&self, what: impl Into<String>, value: f64, because: impl Into<String>) -> Trace {
        let article = self
            .ledger
            .carry
            .as_ref()
            .and_then(|carry| carry.article.clone())
            .unwrap_or_else(|| self.ledger.article.clone());
        Trace {
            what: what.into(),
            value: Some(value),
            unit: self.ledger.unit.name.clone(),
            article: Some(article),
            because: Some(because.into()),
            ..Trace::default()
        }
    }

    fn label(&self, period: usize) -> &str {
        let window = self.cut.windows.get(period);
        window.map_or("", |window| window.period.label.as_str())
    }

    /// Figure id of a period's balance.
    fn balance_of(&self, period: usize) -> String {
        format!(
            "{}/{}/{}/{}/balance",
            self.agreement,
            self.ledger.id,
            self.ledger.party,
            self.label(period)
        )
    }

    /// The account as the period found it.
    fn found(&self) -> Bookkeeping {
        let mut keeper = Bookkeeping::new(self.ledger.carry.as_ref());
        for page in &self.pages[..self.period] {
            replay(&mut keeper, page);
        }
        keeper
    }

    fn layers(&self, keeper: &Bookkeeping) -> Vec<Trace> {
        let (deficits, surpluses) = keeper.layers();
        let mut all = self.layers_of(deficits, "deficit", -1.0);
        all.extend(self.layers_of(surpluses, "surplus", 1.0));
        all
    }

    fn layers_of(&self, layers: &Layers, word: &str, sign: f64) -> Vec<Trace> {
        layers
            .iter()
            .map(|layer| {
                let of = layer.from.map_or_else(
                    || "the stated opening balance".to_owned(),
                    |from| self.label(from).to_owned(),
                );
                let passed = match layer.age {
                    0 | 1 => String::new(),
                    age => format!("carried for {age} periods, "),
                };
                let because = match layer.from {
                    Some(from) => format!(
                        "{passed}the oldest is used first: see {}",
                        self.balance_of(from)
                    ),
                    None => format!("{passed}as the facts of the basin state it"),
                };
                self.trace(format!("{word} of {of}"), sign * layer.size, because)
            })
            .collect()
    }

    fn carried_in(&self) -> Trace {
        let (entry, value) = (&self.page.entry, self.page.booking.carried_in);
        if entry.opening.is_some() {
            let first = self.cut.windows[self.period].first();
            let mut because =
                "opening balance of the ledger, as the facts of the basin state it".to_owned();
            let before = self.period.checked_sub(1).and_then(|at| self.pages.get(at));
            let computed = before.map_or(0.0, |page| page.booking.carried_out);
            if computed != 0.0 && computed != value {
                because.push_str(&format!(
                    "; it stands in place of {} carried from {}",
                    amount(computed),
                    self.label(self.period - 1)
                ));
            }
            return self.trace(
                format!("carried in: opening balance on {first}"),
                value,
                because,
            );
        }
        let Some(before) = self.period.checked_sub(1) else {
            return self.trace("carried in", value, "nothing is known of an earlier period");
        };
        let page = &self.pages[before];
        let why = if page.entry.is_exempt {
            "an exempt period passes on what it was given"
        } else if page.booking.balance.is_nan() {
            "a period without a figure passes on what it was given"
        } else if page.booking.lapsed != 0.0 || page.booking.set_off != 0.0 {
            "balance of the period before less what lapsed or was set off"
        } else {
            "balance of the period before"
        };
        let label = self.label(before);
        let mut trace = self.trace(
            format!("carried in from {label}"),
            value,
            format!("{why}: see {}", self.balance_of(before)),
        );
        let layers = self.layers(&self.found());
        // One amount of the period before says nothing more.
        if layers.len() > 1 {
            trace.inputs = layers;
        }
        trace
    }

    fn carried_out(&self) -> Trace {
        let booking = &self.page.booking;
        let entry = &self.page.entry;
        let mut because = if entry.is_exempt {
            "the period is exempt: what was carried in is passed on".to_owned()
        } else if booking.balance.is_nan() {
            "no figure: what was carried in is passed on".to_owned()
        } else if entry.is_over {
            format!("balance {}", amount(booking.balance))
        } else {
            format!(
                "as the account would stand today: {} carried in and {} delivered less {} required to date",
                amount(booking.carried_in),
                amount(entry.delivered),
                amount(entry.due_to_date)
            )
        };
        if booking.lapsed != 0.0 {
            because.push_str(&format!(", less {} lapsed", amount(booking.lapsed)));
        }
        if booking.set_off != 0.0 {
            because.push_str(&format!(", less {} set off", amount(booking.set_off)));
        }
        let mut trace = self.trace(
            format!("carried out of {}", self.label(self.period)),
            booking.carried_out,
            because,
        );
        let mut keeper = self.found();
        replay(&mut keeper, self.page);
        trace.inputs = self.layers(&keeper);
        trace
    }

    fn applied(&self) -> Trace {
        let first = self
            .ledger
            .carry
            .as_ref()
            .map_or(FillsFirst::Carried, |carry| carry.fills_first);
        let because = match first {
            FillsFirst::Carried => {
                "a delivery fills the carried deficit first, then the period's own requirement"
            }
            FillsFirst::Period => {
                "a delivery fills the period's own requirement first; what is beyond it fills the carried deficit"
            }
        };
        let mut trace = self.trace(
            "part of the delivery that went to the carried deficit",
            self.page.booking.applied_to_carried,
            because,
        );
        trace.inputs = self.layers_of(self.found().layers().0, "deficit", -1.0);
        trace
    }

    fn used(&self) -> Trace {
        let mut trace = self.trace(
            "part of the carried surplus that made up for the period's own deficit",
            self.page.booking.used_of_carried,
            if self.page.entry.limits.use_per_period.is_finite() {
                format!(
                    "a period uses at most {}",
                    amount(self.page.entry.limits.use_per_period)
                )
            } else {
                "a carried surplus makes up for what is missing".to_owned()
            },
        );
        trace.inputs = self.layers_of(self.found().layers().1, "surplus", 1.0);
        trace
    }

    fn set_off(&self) -> Trace {
        let offset = self.ledger.offset.as_ref();
        let with = offset.map_or_else(String::new, |offset| offset.with.join(", "));
        let mut trace = self.trace(
            "deficit that was set off",
            self.page.booking.set_off,
            if with.is_empty() {
                "set off against another ledger's deficit".to_owned()
            } else {
                format!("the lesser of this deficit and that of {with}")
            },
        );
        if let Some(article) = offset.and_then(|offset| offset.article.clone()) {
            trace.article = Some(article);
        }
        trace
    }

    fn lapsed(&self) -> Trace {
        let booking = &self.page.booking;
        let mut trace = self.trace(
            format!("lapsed at the end of {}", self.label(self.period)),
            booking.lapsed,
            "sum of what lapsed, by reason",
        );
        trace.inputs = Lapse::ALL
            .iter()
            .filter(|why| booking.lapse(**why) != 0.0)
            .map(|why| {
                let mut part = self.trace("lapsed", booking.lapse(*why), why.words());
                if let (Lapse::Wiped, Some(reset)) = (why, &self.ledger.reset) {
                    part.article.clone_from(&reset.article);
                }
                part
            })
            .collect();
        trace
    }

    fn allowed(&self) -> Trace {
        let mut trace = self.trace(
            "deficit that is allowed for a while",
            self.page.booking.allowed_deficit,
            format!(
                "the lesser of the deficit and {}",
                amount(self.page.entry.allowed_deficit)
            ),
        );
        let own = self
            .ledger
            .allowances
            .iter()
            .find_map(|allowance| allowance.article.clone());
        if own.is_some() {
            trace.article = own;
        }
        trace
    }
}
