//! The stations and derived series of an agreement, by name.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::sync::Arc;

use super::Inputs;
use super::calendar::{DayNumber, number};
use super::days::{DayColumn, entered_by_hand};
use super::plan::Plan;
use super::references::names_of;
use crate::domain::agreement::Agreement;
use crate::domain::agreement::clauses::TreatyStationKind;
use crate::domain::agreement::measure::Measure;
use crate::domain::{Cause, Finding, Findings};
use crate::series::Daily;

/// Stations and derived series with their daily values.
pub(super) struct SeriesStore {
    /// First day of the record.
    pub first: DayNumber,
    slots: Vec<Slot>,
}

struct Slot {
    id: String,
    measure: Measure,
    is_given: bool,
    column: OnceCell<Rc<DayColumn>>,
}

impl SeriesStore {
    /// Takes the values of all stations that a clause uses. A derived series whose values are given is taken as
    /// it is given; the others are made when they are asked for.
    pub(super) fn new(plan: &Plan<'_>, inputs: &dyn Inputs, findings: &mut Findings) -> Self {
        let agreement = plan.agreement;
        let found = used(plan, inputs);
        let absent = found
            .iter()
            .filter(|(id, daily)| daily.is_none() && agreement.derived(id).is_none())
            .map(|(id, _)| *id);
        findings.push_some(unknown(agreement, &absent.collect::<Vec<_>>()));
        let unentered = found
            .iter()
            .filter(|(id, daily)| {
                is_manual(agreement, id)
                    && daily.as_ref().is_some_and(|daily| daily.values.is_empty())
            })
            .map(|(id, _)| *id);
        findings.push_some(not_entered(agreement, &unentered.collect::<Vec<_>>()));
        let with_values = found.iter().filter_map(|(_, daily)| daily.as_ref());
        let first = with_values
            .filter(|daily| !daily.values.is_empty())
            .map(|daily| number(daily.start))
            .chain([number(plan.span.days.0), number(plan.span.known_to)])
            .min()
            .unwrap_or_else(|| number(plan.span.days.0));
        let axis = (first, number(plan.span.known_to));
        let slots = found
            .into_iter()
            .map(|(id, daily)| slot(agreement, id, daily, axis))
            .collect();
        Self { first, slots }
    }

    /// Position of a name; `None` for one that no clause uses.
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.slots.iter().position(|slot| slot.id == id)
    }

    /// Whether the values of a series were given.
    pub(super) fn is_given(&self, id: &str) -> bool {
        self.position(id).is_some_and(|at| self.slots[at].is_given)
    }

    /// What a series measures.
    pub(super) fn measure(&self, at: usize) -> Measure {
        self.slots[at].measure
    }

    /// The values of a series, made the first time they are asked for.
    pub(super) fn column(&self, at: usize, make: impl FnOnce() -> Rc<DayColumn>) -> &Rc<DayColumn> {
        self.slots[at].column.get_or_init(make)
    }
}

fn slot(
    agreement: &Agreement,
    id: &str,
    daily: Option<Arc<Daily>>,
    axis: (DayNumber, DayNumber),
) -> Slot {
    let measure = measure_of(agreement, id);
    let is_derived = agreement.derived(id).is_some();
    let is_given = daily.is_some();
    let kind = agreement.station(id).map(|station| station.kind);
    let column = match daily {
        Some(daily) if kind == Some(TreatyStationKind::Manual) => {
            OnceCell::from(Rc::new(entered_by_hand(&daily, axis)))
        }
        Some(daily) => OnceCell::from(Rc::new(DayColumn::given(daily, measure, axis.1))),
        None if is_derived => OnceCell::new(),
        None => OnceCell::from(Rc::new(DayColumn::nothing(measure))),
    };
    Slot {
        id: id.to_owned(),
        measure,
        is_given,
        column,
    }
}

/// What a name measures; an account in a reservoir is a storage.
pub(super) fn measure_of(agreement: &Agreement, id: &str) -> Measure {
    let whole = id.split('.').next().unwrap_or(id);
    agreement
        .measure(id)
        .or_else(|| agreement.measure(whole))
        .unwrap_or(Measure::Flow)
}

/// All names that clauses use, those below derived series among them, with the values that are given.
fn used<'a>(plan: &Plan<'a>, inputs: &dyn Inputs) -> Vec<(&'a str, Option<Arc<Daily>>)> {
    let agreement = plan.agreement;
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut open: Vec<&str> = plan.used.iter().rev().copied().collect();
    let mut found = Vec::new();
    while let Some(id) = open.pop() {
        if !seen.insert(id) {
            continue;
        }
        let daily = inputs.daily(id).filter(|daily| !daily.values.is_empty());
        // Nobody need enter anything by hand: then there is none.
        let daily = daily.or_else(|| is_manual(agreement, id).then(Arc::default));
        if daily.is_none()
            && let Some(derived) = agreement.derived(id)
        {
            let mut below = BTreeSet::new();
            for term in &derived.terms {
                names_of(&term.amount, &mut below);
            }
            open.extend(below.into_iter().rev());
        }
        found.push((id, daily));
    }
    found.sort_by_key(|(id, _)| *id);
    found
}

fn is_manual(agreement: &Agreement, id: &str) -> bool {
    let station = agreement.station(id);
    station.is_some_and(|station| station.kind == TreatyStationKind::Manual)
}

fn not_entered(agreement: &Agreement, ids: &[&str]) -> Option<Finding> {
    let note = Finding::note(
        Cause::Incomplete,
        format!(
            "nothing is entered by hand for {}: it counts as none",
            ids.join(", ")
        ),
    );
    (!ids.is_empty()).then(|| note.entry(agreement.id.as_str()))
}

fn unknown(agreement: &Agreement, ids: &[&str]) -> Option<Finding> {
    let warning = Finding::warning(
        Cause::Incomplete,
        format!(
            "no daily values are known of {}; what rests on them alone is left out",
            ids.join(", ")
        ),
    );
    let finding = warning
        .entry(agreement.id.as_str())
        .hint("name a station of the basin that is this one, or add its export");
    (!ids.is_empty()).then_some(finding)
}
