//! What an evaluation needs that does not depend on any value: units, names, periods. Made once for an
//! agreement and used for as many basins and readings of it as there are.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::NaiveDate;

use super::Span;
use super::calendar::{Cut, DayBoundary, DayNumber, Window, number, windows};
use super::references::{Recursion, amounts_in, names_in, recursion};
use crate::domain::Clock;
use crate::domain::agreement::Agreement;
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::calendar::CalendarKind;
use crate::domain::agreement::measure::{AgreementUnit, Measure};

/// An agreement, prepared for a span of days.
#[derive(Debug)]
pub struct Plan<'a> {
    /// The agreement.
    pub agreement: &'a Agreement,
    /// The days.
    pub span: Span,
    pub(super) boundary: DayBoundary,
    pub(super) units: Vec<AgreementUnit>,
    /// Stations and series that clauses look at, without those that only other series rest on.
    pub(super) used: BTreeSet<&'a str>,
    pub(super) recursion: Recursion,
    /// Where an amount that rests on daily values alone stands first, for those that are written more than once.
    first_places: HashMap<usize, usize>,
    /// The periods of all calendars, by the first day of the record.
    cuts: Mutex<BTreeMap<DayNumber, Arc<[Arc<Cut>]>>>,
}

impl<'a> Plan<'a> {
    /// Prepares an agreement.
    pub fn new(agreement: &'a Agreement, span: &Span) -> Self {
        Self {
            agreement,
            span: span.clone(),
            boundary: DayBoundary {
                clock: agreement.clock.unwrap_or(Clock::UTC),
                day: agreement.day,
            },
            units: MEASURES
                .iter()
                .map(|measure| agreement.units.of(*measure))
                .collect(),
            used: names_in(agreement),
            recursion: recursion(agreement),
            first_places: first_places(agreement),
            cuts: Mutex::default(),
        }
    }

    /// The agreement's own unit of a measure.
    pub fn unit(&self, measure: Measure) -> &AgreementUnit {
        &self.units[place_of(measure)]
    }

    /// What an amount's columns are kept under: its place in the agreement, or that of the first equal one.
    pub(super) fn place(&self, amount: &Amount) -> usize {
        let place = place(amount);
        self.first_places.get(&place).copied().unwrap_or(place)
    }

    /// Position of a calendar in the agreement.
    pub fn calendar(&self, id: &str) -> Option<usize> {
        let calendars = &self.agreement.calendars;
        calendars.iter().position(|calendar| calendar.id == id)
    }

    /// Periods of all calendars from the first day of a record on. Those of a calendar that a condition may
    /// close are not known before the condition is.
    pub(super) fn cuts(&self, first: NaiveDate) -> Arc<[Arc<Cut>]> {
        let mut known = self.cuts.lock().unwrap_or_else(PoisonError::into_inner);
        let cuts = known.entry(number(first)).or_insert_with(|| {
            let calendars = self.agreement.calendars.iter().enumerate();
            calendars
                .map(|(at, calendar)| {
                    let may_close = matches!(
                        &calendar.kind,
                        CalendarKind::Cycle {
                            closes: Some(_),
                            ..
                        }
                    );
                    let mut all = Vec::new();
                    if !may_close {
                        all = windows(calendar, self.boundary, (first, self.span.known_to));
                        self.keep_in_force(&mut all);
                    }
                    Arc::new(Cut::new(at, all))
                })
                .collect()
        });
        Arc::clone(cuts)
    }

    /// Drops periods that lie outside of the agreement's force.
    pub(super) fn keep_in_force(&self, windows: &mut Vec<Window>) {
        let (from, to) = self.agreement.in_force;
        windows.retain(|window| {
            from.is_none_or(|from| from <= window.last())
                && to.is_none_or(|to| window.first() <= to)
        });
    }
}

fn place(amount: &Amount) -> usize {
    std::ptr::from_ref(amount) as usize
}

/// Statistics that clauses share, such as the flow that is split and that calls for consultation.
fn first_places(agreement: &Agreement) -> HashMap<usize, usize> {
    let mut firsts: Vec<&Amount> = Vec::new();
    let mut places = HashMap::new();
    for amount in amounts_in(agreement) {
        amount.walk(&mut |part| {
            if !is_of_days_alone(part) {
                return;
            }
            match firsts.iter().find(|first| **first == part) {
                Some(first) => {
                    places.insert(place(part), place(first));
                }
                None => firsts.push(part),
            }
        });
    }
    places
}

/// Whether an amount is a statistic, or its normal, of daily values: what it comes to rests on no other clause.
fn is_of_days_alone(amount: &Amount) -> bool {
    let is_worth_it = matches!(
        amount,
        Amount::Statistic { .. } | Amount::DaysWhen { .. } | Amount::Normal(_)
    );
    let mut alone = is_worth_it;
    amount.walk(&mut |part| {
        alone &= matches!(
            part,
            Amount::Statistic { .. }
                | Amount::DaysWhen { .. }
                | Amount::Normal(_)
                | Amount::Day(_)
                | Amount::Number(_)
                | Amount::Quantity { .. }
                | Amount::Pair { .. }
                | Amount::Negative(_)
        );
    });
    alone
}

const MEASURES: [Measure; 7] = [
    Measure::Flow,
    Measure::Volume,
    Measure::Depth,
    Measure::Level,
    Measure::Area,
    Measure::Number,
    Measure::Truth,
];

fn place_of(measure: Measure) -> usize {
    match measure {
        Measure::Flow => 0,
        Measure::Volume => 1,
        Measure::Depth => 2,
        Measure::Level => 3,
        Measure::Area => 4,
        Measure::Number => 5,
        Measure::Truth => 6,
    }
}
