//! What every account has in common: delivery against entitlement in one period, and how final it is.

use super::calendar::Window;
use super::days::{HM3_PER_M3S_DAY, Stat};
use super::run::Run;
use crate::domain::agreement::clauses::{AgreementUnit, Measure};
use crate::domain::agreement::{LedgerRow, Running};
use crate::domain::{Completeness, Status};

/// What is due in a period, in the account's unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Due {
    /// What the row names as entitlement.
    pub entitlement: f64,
    /// Due up to the last known day.
    pub to_date: f64,
    /// Due by the end of the period, as far as can be told.
    pub whole: f64,
}

/// What was credited up to the last known day, in the account's unit.
pub(super) fn delivered(unit: &AgreementUnit, measure: Measure, stat: &Stat) -> f64 {
    match unit.measure {
        Measure::Flow | Measure::Depth => unit.from_si(stat.mean),
        Measure::Volume => unit.from_si(stat.volume(measure)),
    }
}

/// The worse of two completenesses.
pub(super) fn worse(a: Completeness, b: Completeness) -> Completeness {
    if a.share() <= b.share() { a } else { b }
}

/// How final a figure is, exceptions aside.
pub(super) fn status(row: &LedgerRow, finals: impl IntoIterator<Item = bool>) -> Status {
    if row.balance.is_none() {
        Status::NotAssessable
    } else if finals.into_iter().all(|is_final| is_final) {
        Status::Final
    } else {
        Status::Provisional
    }
}

/// Progress of a period that still runs; `None` when it is over or nothing is known of it.
pub(super) fn running(
    run: &Run<'_>,
    row: &LedgerRow,
    (window, stat, column): (&Window, &Stat, &str),
    due: Due,
    unit: &AgreementUnit,
) -> Option<Running> {
    if stat.known == stat.whole {
        return None;
    }
    let delivered = row.delivered?;
    let values = run.days.values(column, window.first(), run.span.known_to);
    let last_value = values.iter().rposition(|value| !value.is_nan())?;
    let mut total = 0.0;
    let mut present = 0.0;
    let mut delivered_curve = Vec::with_capacity(values.len());
    for (day, value) in window.first().iter_days().zip(&values) {
        total += value;
        present += 1.0;
        let so_far = match unit.measure {
            Measure::Flow | Measure::Depth => total / present,
            Measure::Volume => total * HM3_PER_M3S_DAY,
        };
        delivered_curve.push((day, unit.from_si(so_far)));
    }
    let days_left = f64::from(stat.whole - stat.known);
    let (whole_days, known_days) = (f64::from(stat.whole), f64::from(stat.known));
    let (remaining, missing_m3s_days) = match unit.measure {
        Measure::Flow | Measure::Depth => {
            let flow_days = (due.whole * whole_days - delivered * known_days).max(0.0);
            (flow_days / whole_days, unit.to_si(flow_days))
        }
        Measure::Volume => {
            let remaining = (due.whole - row.carried_in - delivered).max(0.0);
            (remaining, unit.to_si(remaining) / HM3_PER_M3S_DAY)
        }
    };
    // Where the obligation is off, nothing is owed: no pace is needed.
    let is_owed = missing_m3s_days > 0.0 && row.status != Status::Exempt;
    Some(Running {
        to: window.first() + chrono::Duration::days(i64::try_from(last_value).unwrap_or(0)),
        required_to_date: due.to_date,
        remaining,
        pace_needed_m3s: is_owed.then(|| missing_m3s_days / days_left),
        delivered_curve,
        traces: Vec::new(),
        chance_in_balance: None,
    })
}
