//! The Ganges at Farakka.

use chrono::{Datelike as _, NaiveDate};
use thalweg::agreements::Outcome;

use super::realise::{after, evaluated, fired, length, row_at, share_at, shares_of, treaty};
use super::{Case, Verdict, same};
use crate::support::{CUSEC, Given, day};

pub(super) fn run(case: &Case<'_>) -> Verdict {
    match case.id() {
        "GAN-2008-JAN" => year_2008(case, 1),
        "GAN-2008-FEB" => year_2008(case, 2),
        "GAN-2008-MAR" => year_2008(case, 3),
        "GAN-2008-Q1" => {
            let short = shortfall_2008(&[(1, 139_481.0), (2, 113_836.0), (3, 82_746.0)])?;
            case.holds("shortfall_sum", Some(short.1))
        }
        "GAN-2008-FEB1" => first_of_february(case),
        id if id.starts_with("GAN-CMS") => in_cubic_metres(case),
        id if id.starts_with("GAN-A2") || id.starts_with("GAN-B") || id.starts_with("GAN-T") => {
            period(case)
        }
        _ => case.no_runner(),
    }
}

/// Last day of the ten-day period that begins on `first`.
fn last_day(first: NaiveDate) -> NaiveDate {
    if first.day() < 21 {
        return after(first, 9);
    }
    after(first + chrono::Months::new(1), -i64::from(first.day()))
}

/// Passed through the barrage and the canal, in cusecs, in the period that begins on a day.
fn flows(first: NaiveDate, barrage: f64, canal: f64) -> Outcome {
    let last = last_day(first);
    let (start, n) = (first.to_string(), length(first, last));
    let given = Given::default()
        .with("below_barrage", &start, vec![barrage * CUSEC; n])
        .with("feeder_canal", &start, vec![canal * CUSEC; n])
        .with("nav_lock", &start, vec![0.0; n]);
    evaluated(&treaty("ganges-1996"), &given, &start, &last.to_string())
}

fn period(case: &Case<'_>) -> Verdict {
    let first = format!("2023-{}", case.input_text("period_start"));
    let flow = case.input("mean_flow_cusec");
    let outcome = flows(day(&first), 0.4 * flow, 0.6 * flow);
    for party in ["IN", "BD"] {
        case.holds(party, share_at(&outcome, "formula", party, &first))?;
    }
    if case.id().starts_with("GAN-A2") {
        for party in ["IN", "BD"] {
            case.holds(party, share_at(&outcome, "indicative", party, &first))?;
        }
    }
    let consulted = Some(fired(&outcome, "emergency").is_some());
    same(
        "consult",
        consulted,
        case.expects("consult").or(Some(false)),
    )
}

/// What was received in months of 2008, in the proportions of the schedule: indicative sum and shortfall.
pub(super) fn shortfall_2008(months: &[(u32, f64)]) -> Result<(f64, f64), String> {
    const INDICATIVE: [[f64; 3]; 3] = [
        [67_516.0, 57_673.0, 50_154.0],
        [46_323.0, 42_859.0, 39_106.0],
        [35_000.0, 35_000.0, 29_688.0],
    ];
    let (mut sum, mut short) = (0.0, 0.0);
    for &(month, received) in months {
        let of_month = INDICATIVE[month as usize - 1];
        let whole: f64 = of_month.iter().sum();
        for (begins, part) in [1, 11, 21].into_iter().zip(of_month) {
            let first = NaiveDate::from_ymd_opt(2008, month, begins).expect("date");
            let outcome = flows(first, received * part / whole, 40_000.0);
            let row = row_at(&outcome, "bd_indicative", &first.to_string())?;
            sum += row.entitlement.ok_or("no entitlement")?;
            short -= row.balance.ok_or("no balance")?;
        }
    }
    Ok((sum, short))
}

fn year_2008(case: &Case<'_>, month: u32) -> Verdict {
    let (sum, short) = shortfall_2008(&[(month, case.input("received_sum"))])?;
    case.holds("indicative_sum", Some(sum))?;
    case.holds("shortfall", Some(short))
}

fn first_of_february(case: &Case<'_>) -> Verdict {
    let received = case.input("received_BD");
    let implied = case.expected("implied_mean_flow_at_farakka");
    let outcome = flows(day("2008-02-01"), received, implied - received);
    let row = row_at(&outcome, "bd_indicative", "2008-02-01")?;
    case.holds("shortfall", row.balance.map(|balance| -balance))?;
    case.equals(
        "share by the formula",
        share_at(&outcome, "formula", "BD", "2008-02-01"),
        received,
    )
}

/// The month's least and greatest flow of the schedule, in m³/s.
fn in_cubic_metres(case: &Case<'_>) -> Verdict {
    let months = ["Jan", "Feb", "Mar", "Apr", "May"];
    let month = months
        .iter()
        .position(|month| *month == case.input_text("month"));
    let month = month.ok_or("no such month")? + 1;
    let mut totals = Vec::new();
    for begins in [1, 11, 21] {
        let first = format!("2023-{month:02}-{begins:02}");
        let outcome = flows(day(&first), 50_000.0, 40_000.0);
        let total: f64 = ["IN", "BD"]
            .iter()
            .flat_map(|party| shares_of(&outcome, "indicative", party).filter_map(|row| row.value))
            .sum();
        totals.push((
            total,
            row_at(&outcome, "bd_indicative", &first)?.counted_in.factor,
        ));
    }
    let least = totals
        .iter()
        .copied()
        .reduce(|a, b| if b.0 < a.0 { b } else { a })
        .ok_or("none")?;
    let most = totals
        .iter()
        .copied()
        .reduce(|a, b| if b.0 > a.0 { b } else { a })
        .ok_or("none")?;
    case.equals("min_cusec", Some(least.0), case.input("min_cusec"))?;
    case.equals("max_cusec", Some(most.0), case.input("max_cusec"))?;
    case.holds("min_m3s", Some(least.0 * least.1))?;
    case.holds("max_m3s", Some(most.0 * most.1))
}
