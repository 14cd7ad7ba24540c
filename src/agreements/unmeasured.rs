//! Clauses about stations that nobody measures.
//!
//! A treaty names more than any one basin knows. Where nobody gives a single value of what a clause measures, nothing
//! can be said of it in any period: one finding names the stations, in place of a row for every period.

use std::collections::BTreeSet;

use super::references::names_of;
use super::run::Run;
use crate::domain::agreement::amount::Amount;

impl Run<'_> {
    /// Whether an amount rests on stations, and nobody gives any value of any of them. A station with values outside
    /// of the period is measured: what is missing then is said period by period.
    pub(super) fn is_unmeasured(&self, amount: &Amount) -> bool {
        let mut names = BTreeSet::new();
        names_of(amount, &mut names);
        let mut open: Vec<&str> = names.into_iter().collect();
        let mut is_measurable = false;
        while let Some(id) = open.pop() {
            if self.series.is_given(id) {
                return false;
            }
            let Some(derived) = self.agreement.derived(id) else {
                is_measurable = true;
                continue;
            };
            let mut below = BTreeSet::new();
            for term in &derived.terms {
                names_of(&term.amount, &mut below);
            }
            open.extend(below);
        }
        is_measurable
    }
}
