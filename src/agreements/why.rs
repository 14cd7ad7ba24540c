//! Why there is no figure: the first thing behind an amount that is not known.

use super::run::{Frame, Run};
use crate::domain::agreement::amount::Amount;

impl<'r> Run<'r> {
    /// What is missing behind an amount in the one period of a frame, in words; `None` where it is known.
    pub(super) fn missing(&self, amount: &'r Amount, frame: Frame<'_>) -> Option<String> {
        let column = self.amount(amount, frame);
        if column.number.first().is_none_or(|number| !number.is_nan()) {
            return None;
        }
        match amount {
            Amount::Rule { rule, .. } => self.missing_of_rule(rule, frame),
            Amount::Volume(of) => self.missing(of, frame),
            Amount::Statistic { of, .. } => {
                let words = super::trace::words_of(of);
                let days = column.behind(0).completeness();
                Some(format!("only {days} days of {words} have a value"))
            }
            Amount::Forecast { series, .. } => Some(format!(
                "the facts hold no forecast of {series} that is made and meant for its days"
            )),
            Amount::Fact { name, .. } => Some(format!("the facts state no {name} for it")),
            Amount::Condition(id) | Amount::Met(id) => {
                Some(format!("condition {id} cannot be assessed"))
            }
            Amount::Declared(id) => Some(format!("whether {id} was declared cannot be told")),
            Amount::Ledger { ledger, .. } => Some(format!("ledger {ledger} has no figure there")),
            Amount::Normal(_) => Some("no year is complete, so that nothing is normal".to_owned()),
            Amount::Table { table, at } => {
                let parts = at.iter().find_map(|part| self.missing(part, frame));
                parts.or_else(|| Some(format!("table {table} says nothing there")))
            }
            Amount::Previous { .. } => Some("the period before has no figure".to_owned()),
            Amount::Over { calendar, of } => {
                let cut = self.cut_of(calendar)?;
                let at = cut.holding(frame.days.first()?.0)?;
                self.missing(of, Frame::of(cut, at..at + 1))
            }
            Amount::Total { calendar, of } => {
                let cut = self.cut_of(calendar)?;
                let (first, last) = *frame.days.first()?;
                let places = (0..cut.days.len())
                    .filter(|at| cut.days[*at].0 >= first && cut.days[*at].0 <= last);
                places
                    .filter_map(|at| {
                        let why = self.missing(of, Frame::of(cut, at..at + 1))?;
                        Some(format!("{}: {why}", cut.windows[at].period.label))
                    })
                    .next()
            }
            _ => amount
                .parts()
                .into_iter()
                .find_map(|part| self.missing(part, frame)),
        }
    }

    /// The first period of a rule in the period that has no figure.
    fn missing_of_rule(&self, id: &str, frame: Frame<'_>) -> Option<String> {
        let rules = &self.agreement.rules;
        let at = rules.iter().position(|rule| rule.id == id)?;
        let cut = self.cut_of(rules[at].kind.calendar()?)?;
        let (first, last) = *frame.days.first()?;
        let state = self.rules[at].borrow();
        let lacks = |n: usize| {
            state.streams.iter().any(|stream| {
                stream.is_active.get(n) == Some(&true)
                    && stream.parties.iter().any(|figures| figures[n].is_nan())
            })
        };
        let within = (0..state.done)
            .filter(|n| cut.days[*n].0 <= last && cut.days[*n].1 >= first)
            .find(|n| lacks(*n));
        Some(match within {
            Some(n) => format!(
                "the figure of {id} in {} is missing",
                cut.windows[n].period.label
            ),
            None => format!("{id} has no figure there"),
        })
    }
}
