//! One agreement evaluated many times, for the sake of its margins alone.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::Watch;
use super::known::Known;
use super::subject::{Key, key};
use crate::agreements::{Plan, Span, compute};
use crate::domain::agreement::{Agreement, LedgerRow};

/// An agreement prepared for many evaluations of which only the margins are wanted.
pub(super) struct Prepared<'a> {
    plan: Plan<'a>,
    rows: &'a [LedgerRow],
    /// Positions of the rows by account, party and days.
    places: BTreeMap<Key<'a>, usize>,
}

impl<'a> Prepared<'a> {
    pub(super) fn of(agreement: &'a Agreement, rows: &'a [LedgerRow], span: &Span) -> Self {
        Self {
            plan: Plan::new(agreement, span),
            rows,
            places: (0..).zip(rows).map(|(n, row)| (key(row), n)).collect(),
        }
    }

    /// Margins in the order of the rows, NaN where there is no figure.
    fn margins(&self, inputs: &Known) -> Vec<f64> {
        let mut margins = vec![f64::NAN; self.rows.len()];
        for account in compute(&self.plan, inputs).accounts {
            let head = &account.head;
            for (n, window) in account.cut.windows.iter().enumerate() {
                let (first, last) = window.period.days;
                let key = (head.rule.as_str(), head.party.as_str(), first, last);
                let place = self.places.get(&key).filter(|_| account.is_active[n]);
                if let Some(place) = place {
                    margins[*place] = if self.rows[*place].running.is_some() {
                        account.balance[n] + account.entitlement[n] - account.due_to_date(n)
                    } else {
                        account.balance[n]
                    };
                }
            }
        }
        margins
    }

    /// Margins by sample, then row, of the inputs that each sample has; `None` when `watch` wanted no more. Which thread takes which sample decides nothing.
    pub(super) fn sample(
        &self,
        samples: usize,
        inputs: &(dyn Fn(usize) -> Known + Sync),
        watch: &Watch<'_>,
    ) -> Option<Vec<Vec<f64>>> {
        let next = AtomicUsize::new(0);
        let done = AtomicUsize::new(0);
        let stopped = AtomicBool::new(false);
        let results: Mutex<Vec<(usize, Vec<f64>)>> = Mutex::default();
        let work = || {
            loop {
                let sample = next.fetch_add(1, Ordering::Relaxed);
                if sample >= samples || stopped.load(Ordering::Relaxed) {
                    return;
                }
                let margins = self.margins(&inputs(sample));
                results
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .push((sample, margins));
                let n = done.fetch_add(1, Ordering::Relaxed) + 1;
                if !watch(n, samples) {
                    stopped.store(true, Ordering::Relaxed);
                }
            }
        };
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        std::thread::scope(|scope| {
            for _ in 1..n_threads.min(samples) {
                scope.spawn(work);
            }
            work();
        });
        if stopped.load(Ordering::Relaxed) {
            return None;
        }
        let mut results = results
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        results.sort_by_key(|(sample, _)| *sample);
        Some(results.into_iter().map(|(_, margins)| margins).collect())
    }
}
