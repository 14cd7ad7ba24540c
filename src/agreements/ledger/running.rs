//! The period that still runs: what is credited, what is due so far, and what is needed until its end.

use crate::agreements::account::Account;
use crate::agreements::calendar::{DayNumber, date};
use crate::agreements::days::HM3_PER_M3S_DAY;
use crate::agreements::due::of_a_day;
use crate::agreements::run::{Frame, Run};
use crate::domain::Status;
use crate::domain::agreement::Running;
use crate::domain::agreement::amount::Amount;
use crate::domain::agreement::measure::{AgreementUnit, Measure};

/// Progress of a period that still runs; `None` when it is over, when it has no figure, or when its delivery has
/// no value at all. `delivered` is the amount behind the account's delivery.
pub(in crate::agreements) fn running<'r>(
    run: &Run<'r>,
    account: &Account,
    delivered: &'r Amount,
    period: usize,
) -> Option<Running> {
    let days = *account.cut.days.get(period)?;
    let (known, whole) = run.days_known(days);
    let credited = account.delivered[period];
    if known >= whole || known == 0 || account.balance[period].is_nan() {
        return None;
    }
    let unit = &account.head.unit;
    let to = last_day(run, delivered, days)?;
    let delivered_curve = curve(run, delivered, unit, (days.0, days.0, to));
    let due = account.due_by_end(period);
    let (whole, known) = (f64::from(whole), f64::from(known));
    let (remaining, missing) = match unit.measure {
        Measure::Volume => {
            let remaining = due - account.carried_in[period] - credited;
            (remaining, unit.to_si(remaining) / HM3_PER_M3S_DAY)
        }
        Measure::Flow => {
            let flow_days = due * whole - credited * known;
            (flow_days / whole, unit.to_si(flow_days))
        }
        // Nothing to be made up by a discharge.
        _ => (due - credited, 0.0),
    };
    // Where the obligation is off, nothing is owed: no pace is needed.
    let is_owed = missing > 0.0 && account.status[period] != Status::Exempt;
    Some(Running {
        to: date(to),
        required_to_date: account.due_to_date(period),
        ahead: account.ahead(period),
        carried_left: account.carried_left[period],
        remaining: remaining.max(0.0),
        pace_needed_m3s: is_owed.then(|| missing / (whole - known)),
        delivered_curve,
        traces: Vec::new(),
        chance_in_balance: None,
    })
}

/// Last day of a period that stands behind an amount.
fn last_day<'r>(
    run: &Run<'r>,
    amount: &'r Amount,
    (first, last): (DayNumber, DayNumber),
) -> Option<DayNumber> {
    let last = last.min(run.known_to);
    match run.credits(amount) {
        Some(daily) => daily.last_present(first, last),
        None => Some(last),
    }
}

/// Cumulative delivery of a period that begins on `first`, for each day from `from` to `to`, in a unit; for a flow
/// the mean so far. NaN from the first missing day on.
pub(super) fn curve<'r>(
    run: &Run<'r>,
    amount: &'r Amount,
    unit: &AgreementUnit,
    (first, from, to): (DayNumber, DayNumber, DayNumber),
) -> Vec<(chrono::NaiveDate, f64)> {
    let Some(daily) = run.credits(amount) else {
        // No sum of days: the amount of a period that ends on each day.
        let days: Vec<(DayNumber, DayNumber)> = (from..=to).map(|day| (first, day)).collect();
        let due = run.due(amount, unit, Frame::made_up(&days));
        return days
            .iter()
            .map(|(_, day)| date(*day))
            .zip(due.now)
            .collect();
    };
    let mut total = 0.0;
    let mut curve = Vec::new();
    for (n, day) in (first..=to).enumerate() {
        let value = daily.value(day);
        let so_far = if unit.measure == Measure::Volume {
            total += of_a_day(daily.measure, value);
            total
        } else {
            total += value;
            if daily.measure == Measure::Flow {
                total / (n + 1) as f64
            } else {
                total
            }
        };
        if day >= from {
            curve.push((date(day), unit.from_si(so_far)));
        }
    }
    curve
}
